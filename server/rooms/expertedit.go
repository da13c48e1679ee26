package rooms

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"unicode/utf8"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// An ExpertEdit is what staff say of an expert by hand. What an expert
// declared, and where one works, comes with an import and stays as it is.
type ExpertEdit struct {
	Version     int64 // that was looked at
	Name        string
	Phone       string // empty if it stays
	Region      string
	Title       string
	Specialties []string
	Status      conflict.Status
	Until       string // yyyy-mm-dd; of a suspension or a term
	Reason      string // of the status
	DecidedBy   string // the status
}

// longestFact bounds a text of the register, in characters; longestReason that
// of a decision.
const (
	longestFact   = 100
	longestReason = 500
)

// refusals says everything that is wrong with an edit of what was known. A new
// standing is a decision: it has a reason and somebody who decided.
func (e ExpertEdit) refusals(known Person) *rule.Collect {
	why := new(rule.Collect)
	text := func(field, value string, longest int, missing string) {
		if value == "" && missing != "" {
			why.Add("", missing, field)
		}
		if utf8.RuneCountInString(value) > longest {
			why.Add("", "register.long", field, "longest", strconv.Itoa(longest))
		}
	}
	noReason, noDecider := "", ""
	if e.Status != known.Status || e.Until != known.Until.String() {
		noReason, noDecider = "register.no_reason", "register.no_decider"
	}
	text("name", e.Name, longestFact, "register.no_name")
	text("region", e.Region, longestFact, "")
	text("title", e.Title, longestFact, "")
	text("reason", e.Reason, longestReason, noReason)
	text("decidedBy", e.DecidedBy, longestFact, noDecider)
	if e.Phone != "" && !experts.ValidMobile(e.Phone) {
		why.Add("", "register.phone", "phone")
	}
	if len(e.Specialties) == 0 {
		why.Add("", "register.no_specialty", "specialties")
	}
	for _, code := range e.Specialties {
		if !experts.ValidSpecialty(code) {
			why.Add("", "register.specialty", "specialties", "code", code)
		}
	}
	if !slices.Contains(conflict.Statuses, e.Status) {
		why.Add("", "register.status", "status")
	}
	if _, err := conflict.ParseDate(e.Until); e.Until != "" && err != nil {
		why.Add("", "register.date", "until")
	} else if e.Until == "" && e.Status == conflict.Suspended {
		why.Add("", "register.no_until", "until")
	}
	return why
}

// EditExpert has the register say of an expert what an edit says. Whoever
// looked at an older version is refused.
func (s *Service) EditExpert(ctx context.Context, by Actor, id string, edit ExpertEdit) error {
	if err := access.Allow(by.Role, by.Kind, access.RegisterEdit, access.NoCase); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		old, err := tx.ExpertForUpdate(id)
		if err != nil {
			return absent(err, "expert.unknown", "expert")
		}
		if old.Version != edit.Version {
			return absent(store.ErrStale, "", "version")
		}
		before, err := s.recordOf(old)
		if err != nil {
			return err
		}
		var p Person
		if err := json.Unmarshal(before.Facts, &p); err != nil {
			return err
		}
		if err := edit.refusals(p).Err(rule.Invalid); err != nil {
			return err
		}
		edit.into(&p, before)
		k := &keeper{Tx: tx, s: s, by: by, act: ByEdit}
		after, err := k.changePerson(old, &p)
		if after == nil || err != nil {
			return err
		}
		if err := k.flush(); err != nil {
			return err
		}
		names, err := changed(before, *after)
		if err != nil {
			return err
		}
		act := &RegisterChanged{id, old.Version + 1, names}
		_, err = appendEntry(tx, proclog.Centre, act.Kind(), by, act)
		return err
	})
}

// into puts an edit into what is known of a person.
func (e ExpertEdit) into(p *Person, before Record) {
	p.Identity, p.Phone, p.Title = before.Identity, cmp.Or(e.Phone, before.Phone), e.Title
	p.Name, p.Region, p.Status, p.Reason, p.DecidedBy = e.Name, e.Region, e.Status, e.Reason, e.DecidedBy
	p.Specialties, p.Until = slices.Compact(slices.Sorted(slices.Values(e.Specialties))), conflict.Date{}
	if until, err := conflict.ParseDate(e.Until); err == nil {
		p.Until = until
	}
}

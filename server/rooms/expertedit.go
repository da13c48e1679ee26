package rooms

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// An ExpertEdit is what staff say of an expert by hand. A part that is not
// there stays as it is.
type ExpertEdit struct {
	Version       int64          `json:"version"` // that was looked at
	Person        *PersonEdit    `json:"person"`
	Identity      *IdentityEdit  `json:"identity"`
	Affiliations  *Affiliations  `json:"affiliations"`
	Offices       *Offices       `json:"offices"`
	Holdings      *Holdings      `json:"holdings"`
	Relations     *Relations     `json:"relations"`
	Penalties     *Penalties     `json:"penalties"`
	Libraries     *Libraries     `json:"libraries"`
	Leave         *Leave         `json:"leave"`
	Qualification *Qualification `json:"qualification"`
	Evidence      *Evidences     `json:"evidence"`
}

// A PersonEdit is who an expert is and how the register stands to the expert.
type PersonEdit struct {
	Name        string          `json:"name"`
	Phone       string          `json:"phone"` // empty if it stays
	Region      string          `json:"region"`
	Title       string          `json:"title"`
	Specialties []string        `json:"specialties"`
	Status      conflict.Status `json:"status"`
	Until       string          `json:"until"`     // of a suspension or a term
	Reason      string          `json:"reason"`    // of the status
	DecidedBy   string          `json:"decidedBy"` // the status
	Despite     string          `json:"despite"`   // why the expert is active although not qualified by some profile
}

// An IdentityEdit puts an identity number right that was typed wrong.
type IdentityEdit struct {
	Number string `json:"number"`
	Reason string `json:"reason"`
}

// longestFact bounds a text of the register, in characters, as a file's column
// does; longestReason that of a decision.
const (
	longestFact   = 100
	longestReason = 500
)

// reasonOf bounds a reason, without which an act is refused where it is needed.
func reasonOf(text string, needed bool) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" && needed {
		return "", rule.Refuse(rule.Invalid, "", "reason.required", "reason")
	}
	if utf8.RuneCountInString(text) > longestReason {
		return "", rule.Refuse(rule.Invalid, "", "register.long", "reason", "longest", strconv.Itoa(longestReason))
	}
	return text, nil
}

// into puts the edit of a person into what is known, and notes what is wrong
// with it. A new standing is a decision: it has a reason and somebody who
// decided.
func (e PersonEdit) into(p *Person, r *reader) {
	r.of("person", 0)
	decided := e.Status != cmp.Or(p.Status, conflict.Applied) || strings.TrimSpace(e.Until) != p.Until.String()
	p.Name, p.Region, p.Title = r.text("name", e.Name, "register.no_name"), r.text("region", e.Region, ""), r.text("title", e.Title, "")
	if phone := strings.TrimSpace(e.Phone); phone != "" || p.Phone == "" {
		if p.Phone = phone; !experts.ValidMobile(phone) {
			r.wrong("phone", "register.phone")
		}
	}
	if len(e.Specialties) == 0 {
		r.wrong("specialties", "register.no_specialty")
	}
	for _, code := range e.Specialties {
		if !experts.ValidSpecialty(code) {
			r.wrong("specialties", "register.specialty", "code", code)
		}
	}
	p.Specialties = slices.Compact(slices.Sorted(slices.Values(e.Specialties)))
	p.dropEvidence()
	if !slices.Contains(conflict.Statuses, e.Status) {
		r.wrong("status", "register.status")
	}
	was := p.Status
	p.Status, p.Until = e.Status, r.day("until", e.Until, "register.date", false)
	if e.Until == "" && e.Status == conflict.Suspended {
		r.wrong("until", "register.no_until")
	}
	noReason, noDecider := "", ""
	if decided {
		noReason, noDecider = "register.no_reason", "register.no_decider"
	}
	p.Reason, p.DecidedBy = r.longText("reason", e.Reason, noReason, longestReason), r.text("decidedBy", e.DecidedBy, noDecider)
	e.despite(p, was, r)
}

// despite asks why somebody becomes active who is not qualified by some profile,
// as far as is known, and notes what the reason is given for. Of who is active it
// can be given anew.
func (e PersonEdit) despite(p *Person, was conflict.Status, r *reader) {
	reason := r.longText("despite", e.Despite, "", longestReason)
	switch {
	case e.Status != conflict.Active:
		p.Despite, p.Relaxed = "", nil
	case was != conflict.Active || reason != "" && reason != p.Despite:
		p.Despite, p.Relaxed = "", nil
		for ground, unmet := range r.unqualified(p.Expert) {
			if unmet.Relaxed {
				p.Relaxed = append(p.Relaxed, ground)
			}
			if reason == "" {
				r.Add(unmet.Clause, unmetWords[ground], "person.despite", "years", strconv.Itoa(unmet.BelowAge))
			} else {
				p.Despite = reason
			}
		}
		p.Relaxed = slices.Compact(slices.Sorted(slices.Values(p.Relaxed)))
	}
}

// unmetWords are what the grounds of who is qualified are asked about with.
var unmetWords = map[string]string{"R31": "register.unmet_title", "R32": "register.unmet_age"}

// unqualified yields the grounds by which somebody is known not to be qualified,
// with what each profile says of them, the same once.
func (r *reader) unqualified(e conflict.Expert) iter.Seq2[string, rule.RecusalGround] {
	return func(yield func(string, rule.RecusalGround) bool) {
		e.Born = experts.BornOn(e.Identity)
		var said []string
		for _, id := range rule.ProfileIDs() {
			profile, err := rule.LoadProfile(id)
			if err != nil {
				r.fault = err
				return
			}
			for _, answer := range conflict.CheckEntry(profile.Recusal, e, r.today) {
				of := string(answer.Clause) + answer.Ground
				if unmetWords[answer.Ground] == "" || answer.Verdict != conflict.Conflict || slices.Contains(said, of) {
					continue
				}
				if said = append(said, of); !yield(answer.Ground, profile.Recusal.Grounds[answer.Ground]) {
					return
				}
			}
		}
	}
}

func (e IdentityEdit) into(p *Person, r *reader) {
	r.of("identity", 0)
	p.Identity = experts.FullIdentity(strings.ToUpper(strings.TrimSpace(e.Number)))
	if !experts.ValidIdentity(p.Identity) {
		r.wrong("number", "register.identity")
	}
	r.longText("reason", e.Reason, "reason.required", longestReason)
}

// into puts every part that is there into what is known of a person.
func (e ExpertEdit) into(p *Person, today conflict.Date) error {
	r := &reader{Collect: new(rule.Collect), today: today}
	was := *p
	if e.Identity != nil { // which tells the age, and like what qualifies comes before the standing
		e.Identity.into(p, r)
	}
	if e.Qualification != nil {
		e.Qualification.into(p, r)
	}
	p.keepRelaxed(&was)
	if e.Person != nil {
		e.Person.into(p, r)
	}
	if e.Affiliations != nil {
		e.Affiliations.into(p, r)
	}
	if e.Offices != nil {
		e.Offices.into(p, r)
	}
	if e.Holdings != nil {
		e.Holdings.into(p, r)
	}
	if e.Relations != nil {
		e.Relations.into(p, r)
	}
	if e.Penalties != nil {
		e.Penalties.into(p, r)
	}
	if e.Libraries != nil {
		e.Libraries.into(p, r)
	}
	if e.Leave != nil {
		e.Leave.into(p, r)
	}
	if e.Evidence != nil {
		e.Evidence.into(p, r)
	}
	return r.err()
}

// EditExpert has the register say of an expert what an edit says. Whoever
// looked at an older version is refused.
func (s *Service) EditExpert(ctx context.Context, by Actor, id string, edit ExpertEdit, today conflict.Date) error {
	if err := access.Allow(by.Role, by.Kind, access.RegisterEdit, access.NoCase); err != nil {
		return err
	}
	return s.alterExpert(ctx, by, id, edit.Version, func(k *keeper, p *Person) error {
		was := p.Identity
		err := edit.into(p, today)
		if p.Identity != was {
			k.reason = strings.TrimSpace(edit.Identity.Reason)
		}
		return err
	})
}

// alterExpert has the register say of an expert what alter makes of what it
// says, as a new version, which is logged; of a change to nothing else there is
// none. Whoever looked at an older version is refused.
func (s *Service) alterExpert(ctx context.Context, by Actor, id string, version int64, alter func(*keeper, *Person) error) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		k := &keeper{Tx: tx, s: s, by: by, act: ByEdit}
		old, err := tx.ExpertForUpdate(id)
		if err != nil {
			return absent(err, "expert.unknown", "expert")
		}
		if old.Version != version {
			return absent(store.ErrStale, "", "version")
		}
		if err := stands(old.MergedInto); err != nil {
			return err
		}
		before, err := s.recordOf(old)
		if err != nil {
			return err
		}
		p, err := before.Person()
		if err != nil {
			return err
		}
		if err := alter(k, p); err != nil {
			return err
		}
		after, err := k.changePerson(old, p)
		if errors.Is(err, store.ErrTwice) {
			return rule.Refuse(rule.Invalid, "", "register.there", "identity.number")
		}
		if after == nil || err != nil {
			return err
		}
		return k.log(id, old.Version+1, before, *after)
	})
}

// log ends an act by hand: its version is written, and its entry, which names
// what was changed and not to what.
func (k *keeper) log(id string, version int64, before, after Record) error {
	if err := k.flush(); err != nil {
		return err
	}
	names, err := changed(before, after)
	if err != nil {
		return err
	}
	act := &RegisterChanged{id, version, names}
	_, err = appendEntry(k.Tx, proclog.Centre, act.Kind(), k.by, act)
	return err
}

// AddExpert enters a person whom the register does not have and returns the
// expert's id.
func (s *Service) AddExpert(ctx context.Context, by Actor, identity string, edit PersonEdit, today conflict.Date) (id string, err error) {
	if err := access.Allow(by.Role, by.Kind, access.RegisterEdit, access.NoCase); err != nil {
		return "", err
	}
	p := &Person{Expert: conflict.Expert{Identity: experts.FullIdentity(strings.ToUpper(strings.TrimSpace(identity)))}}
	r := &reader{Collect: new(rule.Collect), today: today}
	edit.into(p, r)
	if !experts.ValidIdentity(p.Identity) {
		r.wrong("identity", "register.identity")
	}
	if err := r.err(); err != nil {
		return "", err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		k := &keeper{Tx: tx, s: s, by: by, act: ByAdd}
		record, err := k.addPerson(p)
		if errors.Is(err, store.ErrTwice) {
			return rule.Refuse(rule.Invalid, "", "register.there", "person.identity")
		}
		if err != nil {
			return err
		}
		id = k.held[0].Subject
		return k.log(id, 1, Record{Facts: []byte("{}")}, *record)
	})
	return id, err
}

// Person is the person of whom a record says what it says.
func (r Record) Person() (*Person, error) {
	p := &Person{Phone: r.Phone, Title: r.Title}
	err := json.Unmarshal(r.Facts, p)
	p.Identity = r.Identity
	return p, err
}

package rooms

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/keys"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// Whoever administers the database can write to the register's rows, and put
// them back. So a row bears a tag, a keyed hash over its version and over all of
// it that decides something, which is made where a version is kept, with a key
// that is not in the database; and a row counts only as long as no newer version
// is kept.

// expertTag is the tag of an expert's row.
func expertTag(box *keys.Box, e store.Expert) string {
	return box.Tag("register.expert", e.ID, strconv.FormatInt(e.Version, 10), e.Name, e.IdentityIndex, e.PhoneIndex, e.Region, e.Status, e.UntilOn, e.MergedInto, string(e.Facts))
}

func companyTag(box *keys.Box, c store.Company) string {
	return box.Tag("register.company", c.ID, strconv.FormatInt(c.Version, 10), c.CreditCode, c.MergedInto, string(c.Facts))
}

// CompanyStated returns what tells whether a company's row was written with its
// version.
func CompanyStated(box *keys.Box) func(store.Company) bool {
	return func(c store.Company) bool { return c.Tag == companyTag(box, c) }
}

// What refuses an act that would rest on a row that differs from its last
// version. Of whoever was drawn it says no more than that.
const (
	holderAltered = "register.holder_altered"
	rowsAltered   = "register.rows_altered"
)

// mostAltered bounds how many such rows are named.
const mostAltered = 10

// alteredRows refuses what would rest on rows, by their ids or codes.
func alteredRows(rows []string) error {
	if len(rows) == 0 {
		return nil
	}
	return rule.Refuse(rule.Forbidden, "", rowsAltered, "", "count", strconv.Itoa(len(rows)), "rows", strings.Join(rows[:min(len(rows), mostAltered)], ", "))
}

func isAltered(err error) bool {
	var refusal *rule.Refusal
	return errors.As(err, &refusal) && slices.ContainsFunc(refusal.Reasons, func(r rule.Reason) bool { return r.Code == holderAltered || r.Code == rowsAltered })
}

func (s *Service) expertAltered(tx *store.Tx, e store.Expert) (bool, error) {
	newest, err := tx.NewestRegisterVersion(e.ID)
	if err != nil || newest != e.Version || e.Tag != expertTag(s.Box, e) {
		return err == nil, err
	}
	return !s.sealedAs(identityDomain, e.IdentitySealed, e.IdentityIndex) || !s.sealedAs(phoneDomain, e.PhoneSealed, e.PhoneIndex), nil
}

// sealedAs reports whether what is sealed is what an index is of: what was
// sealed for somebody else opens, too.
func (s *Service) sealedAs(domain string, sealed []byte, index string) bool {
	plain, err := s.Box.Open(domain, sealed)
	return err == nil && s.Box.Index(domain, string(plain)) == index
}

func (s *Service) companyAltered(tx *store.Tx, c store.Company) (bool, error) {
	newest, err := tx.NewestRegisterVersion(c.ID)
	return err == nil && (newest != c.Version || c.Tag != companyTag(s.Box, c)), err
}

// ExpertAltered reports whether an expert's row differs from its last version.
func (s *Service) ExpertAltered(ctx context.Context, e store.Expert) (altered bool, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		altered, err = s.expertAltered(tx, e)
		return err
	})
	return altered, err
}

// CompanyAltered reports whether a company's row differs from its last version.
func (s *Service) CompanyAltered(ctx context.Context, c store.Company) (altered bool, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		altered, err = s.companyAltered(tx, c)
		return err
	})
	return altered, err
}

// statedExpert returns an expert as the entry that stands, if the rows are as
// their last versions say, and refuses otherwise.
func (w *walk) statedExpert(id string) (row store.Expert, err error) {
	for next := id; next != ""; next = row.MergedInto {
		row, err = w.Expert(next)
		if errors.Is(err, store.ErrAbsent) {
			return row, rule.Refuse(rule.Forbidden, "", holderAltered, "")
		}
		if err != nil {
			return row, err
		}
		if altered, err := w.s.expertAltered(w.Tx, row); err != nil {
			return row, err
		} else if altered {
			return row, rule.Refuse(rule.Forbidden, "", holderAltered, "")
		}
	}
	return row, nil
}

// undecided raises an incident for seats of whose holders nothing can be decided
// because a row differs from its last version: they neither go nor come in.
// Without a meeting there is nobody to see to it, and the act is refused.
func (d *drawn) undecided(seats []int, why error) error {
	if len(seats) == 0 {
		return nil
	}
	if d.Case.Meeting == nil {
		return why
	}
	return d.asSystem(func() error { return d.walk.raiseAltered(seats) })
}

func (w *walk) raiseAltered(seats []int) error {
	for _, seat := range seats {
		if slices.ContainsFunc(w.Case.Meeting.Incidents, func(i evaluation.Incident) bool {
			return i.ClosedMs == 0 && i.What == evaluation.RowAltered && i.Seat == seat
		}) {
			continue
		}
		if err := w.do(&evaluation.IncidentRaised{Incident: w.NewID(), What: evaluation.RowAltered, Seat: seat}); err != nil {
			return err
		}
	}
	return nil
}

// everySeat lists the seats that somebody holds.
func (d *drawn) everySeat() (seats []int) {
	for _, h := range d.Holders {
		if h.Answer != draw.SeatOpen {
			seats = append(seats, h.Seat)
		}
	}
	return seats
}

// asStated refuses to change a row that differs from its last version: what
// nobody stated would become part of what somebody states. It returns the number
// of the newest version.
func (k *keeper) asStated(id string, version int64, tagged bool) (newest int64, err error) {
	newest, err = k.NewestRegisterVersion(id)
	if err == nil && (!tagged || newest > version) {
		err = alteredRows([]string{id})
	}
	return newest, err
}

// RegisterRestored is the entry of a row that was put back to its last version.
type RegisterRestored struct {
	Subject string `json:"subject"`        // id of the expert or company
	Version int64  `json:"version,string"` // the new one, which says what the last one said
}

// Kind names the entry.
func (*RegisterRestored) Kind() string { return "register.restored" }

// lastRecord returns the newest version that is kept and what it says.
func (s *Service) lastRecord(tx *store.Tx, subject, unknown, field string) (newest int64, r Record, err error) {
	versions, err := tx.RegisterVersions(subject)
	if err != nil {
		return 0, r, err
	}
	if len(versions) == 0 {
		return 0, r, rule.Refuse(rule.NotFound, "", unknown, field)
	}
	last := versions[len(versions)-1]
	r, err = s.openRecord(last)
	return last.Version, r, err
}

// standsFor returns the entry that stands for one by what its last version says
// of a merge.
func (r Record) standsFor(id string, read func(id string) (mergedInto string, err error)) (string, error) {
	if r.Merged == nil || r.Merged.From != id {
		return "", nil
	}
	into, err := read(r.Merged.Into)
	if into == "" {
		into = r.Merged.Into
	}
	return into, err
}

// RestoreExpert has an expert's row, which differs from its last version, say
// again what that says.
func (s *Service) RestoreExpert(ctx context.Context, by Actor, id string) error {
	return s.restore(ctx, by, access.RegisterEdit, id, func(k *keeper) (version int64, r Record, err error) {
		newest, r, err := s.lastRecord(k.Tx, id, "expert.unknown", "expert")
		if err != nil {
			return 0, r, err
		}
		old, err := k.ExpertForUpdate(id)
		if err != nil && !errors.Is(err, store.ErrAbsent) {
			return 0, r, err
		}
		if altered, err := s.expertAltered(k.Tx, old); err != nil {
			return 0, r, err
		} else if !altered {
			return 0, r, rule.Refuse(rule.Stale, "", "register.not_altered", "")
		}
		p, err := r.Person()
		if err != nil {
			return 0, r, err
		}
		row, err := s.wholeRow(p)
		if err != nil {
			return 0, r, err
		}
		row.ID, row.Version = id, newest+1
		if row.MergedInto, err = r.standsFor(id, func(id string) (string, error) {
			other, err := k.Expert(id)
			return other.MergedInto, err
		}); err != nil {
			return 0, r, err
		}
		row.Tag = expertTag(s.Box, row)
		var specialties, employers = p.Specialties, employersOf(p.Expert)
		if row.MergedInto != "" {
			specialties, employers = nil, nil
		}
		return row.Version, r, errors.Join(k.ReplaceExpert(row, specialties), k.SetEmployers(id, employers))
	})
}

// RestoreCompany does so with a company's row.
func (s *Service) RestoreCompany(ctx context.Context, by Actor, id string) error {
	return s.restore(ctx, by, access.CompanyEdit, id, func(k *keeper) (version int64, r Record, err error) {
		newest, r, err := s.lastRecord(k.Tx, id, "company.unknown", "company")
		if err != nil {
			return 0, r, err
		}
		old, err := k.CompanyForUpdate(id)
		if err != nil && !errors.Is(err, store.ErrAbsent) {
			return 0, r, err
		}
		if altered, err := s.companyAltered(k.Tx, old); err != nil {
			return 0, r, err
		} else if !altered {
			return 0, r, rule.Refuse(rule.Stale, "", "register.not_altered", "")
		}
		c, err := companyOf(store.Company{ID: id, Facts: r.Facts})
		if err != nil {
			return 0, r, err
		}
		row, err := companyRow(c)
		if err != nil {
			return 0, r, err
		}
		row.ID, row.Version = id, newest+1
		if row.MergedInto, err = r.standsFor(id, func(id string) (string, error) {
			other, err := k.Company(id)
			return other.MergedInto, err
		}); err != nil {
			return 0, r, err
		}
		row.Tag = companyTag(s.Box, row)
		return row.Version, r, k.ReplaceCompany(row)
	})
}

// restore writes a row anew, which is a version and an entry of the centre's
// log.
func (s *Service) restore(ctx context.Context, by Actor, action access.Action, id string, write func(k *keeper) (version int64, r Record, err error)) error {
	if err := access.Allow(by.Role, by.Kind, action, access.NoCase); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		k := &keeper{Tx: tx, s: s, by: by, act: ByRestore, matters: true}
		version, r, err := write(k)
		if err != nil {
			return err
		}
		k.merged = r.Merged
		if err := errors.Join(k.keep(id, version, r), k.flush()); err != nil {
			return err
		}
		act := &RegisterRestored{id, version}
		_, err = appendEntry(tx, proclog.Centre, act.Kind(), by, act)
		return err
	})
}

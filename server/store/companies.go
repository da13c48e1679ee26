package store

import "strings"

// A Company is a company in the register. Facts is the JSON of its people,
// shareholders and former names.
type Company struct {
	ID                  string `db:"id"`
	Name                string `db:"name"`
	NameNorm            string `db:"name_norm"`
	CreditCode          string `db:"credit_code"`
	LegalRepresentative string `db:"legal_representative"`
	Facts               []byte `db:"facts"`
	Version             int64  `db:"version"`
	Mark                string `db:"mark"`        // of the transaction that wrote it last
	MergedInto          string `db:"merged_into"` // id of the company that stands instead; empty if it stands itself
	Tag                 string `db:"tag"`         // keyed hash over the version and what decides
}

// Company returns a company.
func (tx *Tx) Company(id string) (Company, error) {
	var c Company
	err := tx.get(&c, "SELECT * FROM companies WHERE id = ?", id)
	return c, err
}

// CompanyForUpdate returns a company and holds it until the transaction ends.
func (tx *Tx) CompanyForUpdate(id string) (Company, error) {
	var c Company
	err := tx.get(&c, "SELECT * FROM companies WHERE id = ?"+tx.dialect.forUpdate, id)
	return c, err
}

// CompanyByCode returns the company that was entered under a credit code, or
// the one that stands instead of it.
func (tx *Tx) CompanyByCode(code string) (Company, error) {
	var c Company
	err := tx.get(&c, "SELECT * FROM companies WHERE credit_code = ?", code)
	if err == nil && c.MergedInto != "" {
		return tx.Company(c.MergedInto)
	}
	return c, err
}

// MergeCompany has a company whose version is still the one given, which grows
// by one, stand no more for itself but for another, with all that stood for it;
// else [ErrStale]. It is found by its id and its credit code, and no search.
// tag gives rows their tags; one that has another keeps it.
func (tx *Tx) MergeCompany(from Company, into string, tag func(Company) string) error {
	mark, err := tx.mark()
	if err != nil {
		return err
	}
	version := from.Version
	from.MergedInto, from.Version = into, version+1
	if err := tx.one("UPDATE companies SET merged_into = ?, mark = ?, version = ?, tag = ? WHERE id = ? AND version = ? AND merged_into = ''", into, mark, from.Version, tag(from), from.ID, version); err != nil {
		return err
	}
	var before []Company
	if err := tx.list(&before, "SELECT * FROM companies WHERE merged_into = ? AND merged_into <> ''", from.ID); err != nil {
		return err
	}
	for _, c := range before {
		tagged := c.Tag == tag(c)
		if c.MergedInto = into; tagged {
			c.Tag = tag(c)
		}
		if err := tx.one("UPDATE companies SET merged_into = ?, tag = ? WHERE id = ?", into, c.Tag, c.ID); err != nil {
			return err
		}
	}
	return nil
}

// InsertCompany writes a new company; [ErrTwice] if the credit code is there
// already.
func (tx *Tx) InsertCompany(c Company) (err error) {
	if c.Mark, err = tx.mark(); err != nil {
		return err
	}
	return tx.insert("companies", c)
}

// SaveCompany writes a company whose version is still the one given, which
// grows by one; else [ErrStale]. The credit code stays as it is. The tag is that
// of the row afterwards.
func (tx *Tx) SaveCompany(c Company) error {
	mark, err := tx.mark()
	if err != nil {
		return err
	}
	return tx.one("UPDATE companies SET name = ?, name_norm = ?, legal_representative = ?, facts = ?, mark = ?, tag = ?, version = version + 1 WHERE id = ? AND version = ?",
		c.Name, c.NameNorm, c.LegalRepresentative, c.Facts, mark, c.Tag, c.ID, c.Version)
}

// ReplaceCompany writes a company in place of whatever stands there under its
// id.
func (tx *Tx) ReplaceCompany(c Company) error {
	if err := tx.exec("DELETE FROM companies WHERE id = ?", c.ID); err != nil {
		return err
	}
	return tx.InsertCompany(c)
}

// AllCompanies returns every company of the register that stands, by name.
func (tx *Tx) AllCompanies() ([]Company, error) {
	var list []Company
	err := tx.list(&list, "SELECT * FROM companies WHERE merged_into = '' ORDER BY name, id")
	return list, err
}

// An Employer is where an expert says to work or have worked, as it is found:
// by credit code, or by normalised name.
type Employer struct {
	ExpertID   string `db:"expert_id"`
	Place      int    `db:"place"` // among the expert's affiliations
	CreditCode string `db:"credit_code"`
	NameNorm   string `db:"name_norm"`
	FromOn     string `db:"from_on"`
	ToOn       string `db:"to_on"`
}

// SetEmployers has an expert found by these employers.
func (tx *Tx) SetEmployers(expert string, list []Employer) error {
	if err := tx.exec("DELETE FROM expert_employers WHERE expert_id = ?", expert); err != nil {
		return err
	}
	for i, e := range list {
		e.ExpertID, e.Place = expert, i
		if err := tx.insert("expert_employers", e); err != nil {
			return err
		}
	}
	return nil
}

// An Employee is an expert who works or worked for a company.
type Employee struct {
	ID     string `db:"id"`
	Name   string `db:"name"`
	Status string `db:"status"`
	FromOn string `db:"from_on"`
	ToOn   string `db:"to_on"`
}

// Employees returns the first of the experts who say to work, or have worked,
// for a company with these credit codes, one at least: whoever works there on the day, then whoever
// no longer does, by name; and how many affiliations and how many of today there are. What is
// stated under a credit code of another company of the register is that one's.
func (tx *Tx) Employees(codes, names []string, day string, limit int) (list []Employee, total, today int64, err error) {
	from := " FROM expert_employers m JOIN experts e ON e.id = m.expert_id WHERE e.merged_into = '' AND (m.credit_code IN (?" + strings.Repeat(", ?", len(codes)-1) + ")"
	var args []any
	for _, code := range codes {
		args = append(args, code)
	}
	if len(names) > 0 {
		from += " OR m.name_norm IN (?" + strings.Repeat(", ?", len(names)-1) + ") AND NOT EXISTS (SELECT 1 FROM companies c WHERE c.credit_code = m.credit_code)"
		for _, name := range names {
			args = append(args, name)
		}
	}
	from += ")"
	const works = "m.from_on <= ? AND (m.to_on = '' OR m.to_on >= ?)"
	if err := tx.get(&total, "SELECT COUNT(*)"+from, args...); err != nil {
		return nil, 0, 0, err
	}
	if err := tx.get(&today, "SELECT COUNT(*)"+from+" AND "+works, append(args, day, day)...); err != nil {
		return nil, 0, 0, err
	}
	err = tx.list(&list, "SELECT e.id, e.name, e.status, m.from_on, m.to_on"+from+
		" ORDER BY CASE WHEN "+works+" THEN 0 ELSE 1 END, e.name, e.id LIMIT ?", append(args, day, day, limit)...)
	return list, total, today, err
}

// ExpertsAfter returns the next experts by id, for a pass over all of them.
func (tx *Tx) ExpertsAfter(id string, limit int) ([]Expert, error) {
	var list []Expert
	err := tx.list(&list, "SELECT * FROM experts WHERE id > ? AND merged_into = '' ORDER BY id LIMIT ?", id, limit)
	return list, err
}

// AskRecheck has whoever was drawn for an open lot checked again. It does not
// look at the lots, which would hold them up for as long as the register is
// written to.
func (tx *Tx) AskRecheck() error {
	return tx.exec("INSERT INTO recheck_asks (id) VALUES (?)", tx.NewID())
}

// Rechecks returns the lots that are to be checked, and whether a change of the
// register asked for all that are open.
func (tx *Tx) Rechecks() (lots []string, asked bool, err error) {
	var asks int
	if err := tx.get(&asks, "SELECT COUNT(*) FROM recheck_asks"); err != nil {
		return nil, false, err
	}
	err = tx.list(&lots, "SELECT lot_id FROM rechecks ORDER BY lot_id")
	return lots, asks > 0, err
}

// BeginRechecks has every lot at one of the stages checked for which somebody
// was drawn, if that is asked for still.
func (tx *Tx) BeginRechecks(stages []string) error {
	var asks []string
	if err := tx.list(&asks, "SELECT id FROM recheck_asks"); err != nil || len(asks) == 0 {
		return err
	}
	for _, ask := range asks {
		if err := tx.exec("DELETE FROM recheck_asks WHERE id = ?", ask); err != nil {
			return err
		}
	}
	args := make([]any, len(stages))
	for i, stage := range stages {
		args[i] = stage
	}
	return tx.exec("INSERT INTO rechecks (lot_id) SELECT l.id FROM lots l WHERE l.stage IN (?"+strings.Repeat(", ?", len(stages)-1)+
		") AND EXISTS (SELECT 1 FROM draws d WHERE d.lot_id = l.id) AND NOT EXISTS (SELECT 1 FROM rechecks r WHERE r.lot_id = l.id)", args...)
}

// EndRecheck takes a lot off them, and reports whether it was one of them still.
func (tx *Tx) EndRecheck(lot string) (was bool, err error) {
	n, err := tx.changed("DELETE FROM rechecks WHERE lot_id = ?", lot)
	return n > 0, err
}

package rooms

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/registry"
	"bidroom/server/store"
)

// ViewCompany logs that somebody looks at a company, with the people it names,
// and returns it with its history, as [Service.ViewExpert] does an expert.
func (s *Service) ViewCompany(ctx context.Context, by Actor, id, day string, before int64) (row store.Company, record *Record, history []Version, err error) {
	if err := access.Allow(by.Role, by.Kind, access.CompanyRead, access.NoCase); err != nil {
		return row, nil, nil, err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := viewed(tx, by, &RegisterViewed{Subject: id, Centre: by.Centre, Day: day}); err != nil {
			return err
		}
		if row, err = tx.Company(id); err != nil {
			return absent(err, "company.unknown", "company")
		}
		if history, err = s.History(tx, id); err != nil {
			return err
		}
		now := Record{Facts: row.Facts}
		if record = &now; day != "" {
			record, err = recordBefore(tx, now, history, before)
		}
		return err
	})
	return row, record, history, err
}

// AddCompany enters a company that the register does not have.
func (s *Service) AddCompany(ctx context.Context, by Actor, e CompanyEdit) (id string, err error) {
	if err := access.Allow(by.Role, by.Kind, access.CompanyEdit, access.NoCase); err != nil {
		return "", err
	}
	why := e.refusals()
	if !experts.ValidCreditCode(e.CreditCode) {
		why.Add("", "register.credit_code", "creditCode")
	}
	if err := why.Err(rule.Invalid); err != nil {
		return "", err
	}
	c := e.into(s.Box, conflict.Company{CreditCode: e.CreditCode})
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		k := &keeper{Tx: tx, s: s, by: by, act: ByAdd}
		if id, err = k.addCompany(&c); errors.Is(err, store.ErrTwice) {
			return rule.Refuse(rule.Stale, "", "company.twice", "creditCode")
		} else if err != nil {
			return err
		}
		after, err := json.Marshal(c)
		if err != nil {
			return err
		}
		return k.log(id, 1, Record{Facts: []byte("{}")}, Record{Facts: after})
	})
	return id, err
}

// EditCompany has the register say of a company what an edit says. Whoever
// looked at an older version is refused.
func (s *Service) EditCompany(ctx context.Context, by Actor, id string, e CompanyEdit) error {
	if err := access.Allow(by.Role, by.Kind, access.CompanyEdit, access.NoCase); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		old, err := tx.CompanyForUpdate(id)
		if err != nil {
			return absent(err, "company.unknown", "company")
		}
		if old.Version != e.Version {
			return absent(store.ErrStale, "", "version")
		}
		if err := stands(old.MergedInto); err != nil {
			return err
		}
		if err := e.refusals().Err(rule.Invalid); err != nil {
			return err
		}
		known, err := companyOf(old)
		if err != nil {
			return err
		}
		c := e.into(s.Box, known)
		k := &keeper{Tx: tx, s: s, by: by, act: ByEdit}
		if new, err := k.changeCompany(old, &c); !new || err != nil {
			return err
		}
		after, err := json.Marshal(c)
		if err != nil {
			return err
		}
		return k.log(id, old.Version+1, Record{Facts: old.Facts}, Record{Facts: after})
	})
}

// KnowsCompany reports whether the register has a company with a credit code.
func (s *Service) KnowsCompany(ctx context.Context, code string) (known bool, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		_, err := tx.CompanyByCode(code)
		known = err == nil
		if errors.Is(err, store.ErrAbsent) {
			return nil
		}
		return err
	})
	return known, err
}

// RegisterExported is a file of companies that was taken out.
type RegisterExported struct {
	Companies int64  `json:"companies,string"`
	Sheet     string `json:"sheet,omitempty"` // the only one that it has
}

// Kind names the entry.
func (*RegisterExported) Kind() string { return "register.exported" }

// ExportCompanies logs that the companies of the register, or one sheet of
// what it says of them, are taken out, and returns them.
func (s *Service) ExportCompanies(ctx context.Context, by Actor, sheet string) (all []conflict.Company, err error) {
	if err := access.Allow(by.Role, by.Kind, access.CompanyExport, access.NoCase); err != nil {
		return nil, err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		companies, err := s.Registry.Companies(tx)
		if err != nil {
			return err
		}
		all = companies.List
		act := &RegisterExported{int64(len(all)), sheet}
		_, err = appendEntry(tx, proclog.Centre, act.Kind(), by, act)
		return err
	})
	return all, err
}

// Employees logs that somebody looks at the experts who work or worked for a
// company, and lists the first of them, and how many there are and how many work
// there on the day.
func (s *Service) Employees(ctx context.Context, by Actor, id string, today conflict.Date, limit int) (list []store.Employee, total, now int64, err error) {
	if err := access.Allow(by.Role, by.Kind, access.RegisterRead, access.NoCase); err != nil {
		return nil, 0, 0, err
	}
	if err := s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Company(id); err != nil {
			return absent(err, "company.unknown", "company")
		}
		return viewed(tx, by, &RegisterViewed{Subject: id, Centre: by.Centre, Part: partExperts})
	}); err != nil {
		return nil, 0, 0, err
	}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		row, c, err := readCompany(tx, id)
		if err != nil {
			return err
		}
		names := namesOf(c)
		if name := findable(conflict.EmployerName(c.Name)); name != "" && len(names) > 0 {
			names[0] = name
		}
		list, total, now, err = tx.Employees(append([]string{row.CreditCode}, c.FormerCodes...), names, today.String(), limit)
		return err
	})
	return list, total, now, err
}

// readCompany returns a company, or the one that it was merged into.
func readCompany(tx *store.Tx, id string) (row store.Company, c conflict.Company, err error) {
	row, err = tx.Company(id)
	if err == nil && row.MergedInto != "" {
		row, err = tx.Company(row.MergedInto)
	}
	if err != nil {
		return row, c, absent(err, "company.unknown", "company")
	}
	c, err = companyOf(row)
	return row, c, err
}

// companyOf reads what a row says of its company.
func companyOf(row store.Company) (c conflict.Company, err error) {
	if err := json.Unmarshal(row.Facts, &c); err != nil {
		return c, fmt.Errorf("company %s: %w", row.ID, err)
	}
	return c, nil
}

// A Kin is a company of another's group, with the way that leads to it.
type Kin struct {
	ID      string
	Company conflict.Company
	Way     []conflict.Joint
}

// A Sharer is a company that shares a signal with another.
type Sharer struct {
	ID      string
	Company conflict.Company
	Kinds   []string
}

// Group returns which companies the conflict checks take for one group with a
// company today by a profile, and which share a telephone number, an address or
// an account with it.
func (s *Service) Group(ctx context.Context, by Actor, id, profile string, today conflict.Date) (percent int, kin []Kin, sharers []Sharer, err error) {
	if err := access.Allow(by.Role, by.Kind, access.CompanyRead, access.NoCase); err != nil {
		return 0, nil, nil, err
	}
	rules, err := rule.LoadProfile(profile)
	if err != nil {
		return 0, nil, nil, err
	}
	var own conflict.Company
	var all *registry.Companies
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		if _, own, err = readCompany(tx, id); err != nil {
			return err
		}
		all, err = s.Registry.Companies(tx)
		return err
	})
	if err != nil {
		return 0, nil, nil, err
	}
	for _, k := range conflict.Group(all.Register(), own, rules.Recusal.Percent, today) {
		kin = append(kin, Kin{all.IDs[k.Company], all.List[k.Company], k.Way})
	}
	for i, c := range all.List {
		if kinds := shared(own, c); len(kinds) > 0 && c.CreditCode != own.CreditCode {
			sharers = append(sharers, Sharer{all.IDs[i], c, kinds})
		}
	}
	return rules.Recusal.Percent, kin, sharers, nil
}

// shared lists the kinds of the signals that two companies share.
func shared(a, b conflict.Company) (kinds []string) {
	for _, kind := range conflict.SignalKinds {
		for _, one := range a.Signals {
			if one.Kind == kind && slices.Contains(b.Signals, one) {
				kinds = append(kinds, kind)
				break
			}
		}
	}
	return kinds
}

package rooms

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// A CompanyTwin is two companies that may be one.
type CompanyTwin struct {
	IDs       [2]string
	Companies [2]conflict.Company
	Signs     []experts.Sign
}

// CompanyTwins returns a page of the companies that may be one, the likeliest
// first, without those that were held apart, and how many there are.
func (s *Service) CompanyTwins(ctx context.Context, by Actor, offset, limit int) (page []CompanyTwin, total int, err error) {
	if err := access.Allow(by.Role, by.Kind, access.CompanyMerge, access.NoCase); err != nil {
		return nil, 0, err
	}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		twins, list, ids, err := s.Registry.CompanyTwins(tx)
		if err != nil {
			return err
		}
		kept, err := keptApart(tx)
		if err != nil {
			return err
		}
		for _, t := range twins {
			one, other := ids[t.One], ids[t.Other]
			if row, apart := kept[apartKey(one, other)]; apart && row.Signs == s.hashSigns(t.Signs) {
				continue
			}
			if total >= offset && len(page) < limit {
				page = append(page, CompanyTwin{[2]string{one, other}, [2]conflict.Company{list[t.One], list[t.Other]}, t.Signs})
			}
			total++
		}
		return nil
	})
	return page, total, err
}

// A CompanyMerge is what somebody decides of two entries that are one company.
type CompanyMerge struct {
	Into, From               string // ids
	IntoVersion, FromVersion int64  // that were looked at
	Take                     []string
	Reason                   string
}

// companyTakes lists what can be taken of the entry that does not stand.
var companyTakes = []string{"name", "legalRepresentative", "shareholders"}

// ComparedCompanies are two companies beside each other, with what would stand.
type ComparedCompanies struct {
	Rows    [2]store.Company // the one that would stand first
	Both    [2]conflict.Company
	Merged  conflict.Company
	Changed []string // of the one that would stand
	Signs   []experts.Sign
	Judged  *Judged // that they are not the same; nil if nobody held so
}

// CompareCompanies logs that somebody looks at two companies beside each other
// and returns them, with what a merge would make of them.
func (s *Service) CompareCompanies(ctx context.Context, by Actor, m CompanyMerge) (c ComparedCompanies, err error) {
	if err := access.Allow(by.Role, by.Kind, access.CompanyMerge, access.NoCase); err != nil {
		return c, err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		act := &RegisterCompared{m.Into, m.From}
		if _, err := appendEntry(tx, proclog.Centre, act.Kind(), by, act); err != nil {
			return err
		}
		c, err = s.compareCompanies(tx, m, tx.Company)
		return err
	})
	return c, err
}

// compareCompanies reads both companies and works out their merge.
func (s *Service) compareCompanies(tx *store.Tx, m CompanyMerge, read func(id string) (store.Company, error)) (c ComparedCompanies, err error) {
	if m.Into == m.From {
		return c, rule.Refuse(rule.Invalid, "", "register.itself", "")
	}
	for _, field := range m.Take {
		if !slices.Contains(companyTakes, field) {
			return c, rule.Refuse(rule.Invalid, "", "register.take", "take", "field", field)
		}
	}
	for i, id := range []string{m.Into, m.From} {
		if c.Rows[i], err = read(id); err != nil {
			return c, absent(err, "company.unknown", "company")
		}
		if err := stands(c.Rows[i].MergedInto); err != nil {
			return c, err
		}
		if c.Both[i], err = companyOf(c.Rows[i]); err != nil {
			return c, err
		}
	}
	c.Merged = experts.MergeCompany(c.Both[0], c.Both[1], m.Take)
	after, err := json.Marshal(c.Merged)
	if err != nil {
		return c, err
	}
	if c.Changed, err = changed(Record{Facts: c.Rows[0].Facts}, Record{Facts: after}); err != nil {
		return c, err
	}
	c.Signs = experts.CompanySigns(c.Both[0], c.Both[1])
	c.Judged, err = s.judged(tx, m.Into, m.From, c.Signs)
	return c, err
}

// MergeCompany has two entries of the register be one company: what the one
// says from now on comes of both, and the other stands no more. Whoever looked
// at an older version of either is refused. It cannot be undone, for nobody
// could tell whose a later change would be.
func (s *Service) MergeCompany(ctx context.Context, by Actor, m CompanyMerge) error {
	if err := access.Allow(by.Role, by.Kind, access.CompanyMerge, access.NoCase); err != nil {
		return err
	}
	if err := checkReason(m.Reason); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		c, err := s.compareCompanies(tx, m, tx.CompanyForUpdate)
		if err != nil {
			return err
		}
		into, from := c.Rows[0], c.Rows[1]
		if into.Version != m.IntoVersion || from.Version != m.FromVersion {
			return absent(store.ErrStale, "", "version")
		}
		if err := tooLong(c); err != nil {
			return err
		}
		k := &keeper{Tx: tx, s: s, by: by, act: ByMerge, merged: &Merged{From: from.ID, Into: into.ID, Reason: m.Reason}}
		if err := k.keepBefore(from.ID, from.Version, func() (Record, error) { return Record{Facts: from.Facts}, nil }); err != nil {
			return err
		}
		if err := tx.MergeCompany(from, into.ID); err != nil {
			return err
		}
		if err := k.keep(from.ID, from.Version+1, Record{Facts: from.Facts}); err != nil {
			return err
		}
		if _, err := k.changeCompany(into, &c.Merged); err != nil {
			return err
		}
		after, err := json.Marshal(c.Merged)
		if err != nil {
			return err
		}
		return k.logMerge(&RegisterMerged{Subject: into.ID, Version: into.Version + 1, Other: from.ID, OtherVersion: from.Version + 1}, Record{Facts: into.Facts}, Record{Facts: after})
	})
}

// tooLong refuses a merge that would make a list longer than one may be.
func tooLong(c ComparedCompanies) error {
	var refusals rule.Collect
	for _, list := range []struct {
		name string
		of   func(conflict.Company) int
	}{
		{"formerNames", func(c conflict.Company) int { return len(c.FormerNames) }},
		{"people", func(c conflict.Company) int { return len(c.People) }},
		{"signals", func(c conflict.Company) int { return len(c.Signals) }},
	} {
		if list.of(c.Merged) > MostRows {
			refusals.Add("", "company.rows", list.name, "list", list.name, "most", strconv.Itoa(MostRows))
		}
	}
	return refusals.Err(rule.Invalid)
}

// KeepCompaniesApart keeps that two companies are held not to be the same, until
// they agree in something else.
func (s *Service) KeepCompaniesApart(ctx context.Context, by Actor, one, other, reason string) error {
	if err := access.Allow(by.Role, by.Kind, access.CompanyMerge, access.NoCase); err != nil {
		return err
	}
	if err := checkReason(reason); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		c, err := s.compareCompanies(tx, CompanyMerge{Into: one, From: other}, tx.Company)
		if err != nil {
			return err
		}
		return s.keepApart(tx, by, one, other, reason, c.Signs)
	})
}

// takeMergedCompanies lets in what an import says under the codes of companies
// that were merged into others: it comes to the one that stands as it came by
// the merge, and takes nothing away there.
func (k *keeper) takeMergedCompanies() error {
	for _, c := range k.mergedCompanies {
		if err := k.flush(); err != nil { // the one that stands may have been changed by its own row
			return err
		}
		old, err := k.CompanyByCode(c.CreditCode)
		if err != nil {
			return err
		}
		now, err := companyOf(old)
		if err != nil {
			return err
		}
		now = experts.MergeCompany(now, *c, nil)
		if err := mendable(old.Facts, &now); err != nil {
			return err
		}
		if _, err := k.changeCompany(old, &now); err != nil {
			return err
		}
	}
	return nil
}

package rooms

import (
	"context"
	"encoding/json"
	"strconv"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/access"
	"bidroom/server/registry"
	"bidroom/server/store"
)

// A CompanyTwin is two companies that may be one.
type CompanyTwin struct {
	IDs       [2]string
	Companies [2]conflict.Company
	Signs     []experts.Sign
}

// CompanyTwins returns a page of the companies that may be one, the likeliest
// first, of those that are held apart or of those that are not, and how many there are.
func (s *Service) CompanyTwins(ctx context.Context, by Actor, heldApart bool, offset, limit int) (page []CompanyTwin, total int, err error) {
	if err := access.Allow(by.Role, by.Kind, access.CompanyMerge, access.NoCase); err != nil {
		return nil, 0, err
	}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		companies, err := s.Registry.Companies(tx)
		if err != nil {
			return err
		}
		twins, all, err := s.pairs(tx, companies.Twins(), heldApart, offset, limit)
		total = all
		for _, t := range twins {
			twin := CompanyTwin{IDs: [2]string{t.One, t.Other}, Signs: t.Signs}
			for i, id := range twin.IDs {
				if _, twin.Companies[i], err = readCompany(tx, id); err != nil {
					return err
				}
			}
			page = append(page, twin)
		}
		return err
	})
	return page, total, err
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
func (s *Service) CompareCompanies(ctx context.Context, by Actor, m Merge) (c ComparedCompanies, err error) {
	err = s.lookAtPair(ctx, by, access.CompanyMerge, m, func(tx *store.Tx) error {
		c, err = s.compareCompanies(tx, m, tx.Company)
		return err
	})
	return c, err
}

// compareCompanies reads both companies and works out their merge.
func (s *Service) compareCompanies(tx *store.Tx, m Merge, read func(id string) (store.Company, error)) (c ComparedCompanies, err error) {
	if err := m.check(companyTakes); err != nil {
		return c, err
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
	c.Judged, err = s.judged(tx, registry.Twin{One: m.Into, Other: m.From, Signs: c.Signs})
	return c, err
}

// MergeCompany has two entries of the register be one company: what the one
// says from now on comes of both, and the other stands no more. Whoever looked
// at an older version of either is refused. It cannot be undone, for nobody
// could tell whose a later change would be.
func (s *Service) MergeCompany(ctx context.Context, by Actor, m Merge) error {
	return s.judgePair(ctx, by, access.CompanyMerge, m.Reason, func(tx *store.Tx, reason string) error {
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
		k := &keeper{Tx: tx, s: s, by: by, act: ByMerge, merged: &Merged{From: from.ID, Into: into.ID, Reason: reason}}
		if err := k.letGo(from.ID, from.Version, from.Tag == companyTag(s.Box, from), Record{Facts: from.Facts}, func() error {
			return tx.MergeCompany(from, into.ID, func(c store.Company) string { return companyTag(s.Box, c) })
		}); err != nil {
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
	return s.judgePair(ctx, by, access.CompanyMerge, reason, func(tx *store.Tx, reason string) error {
		c, err := s.compareCompanies(tx, Merge{Into: one, From: other}, tx.Company)
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

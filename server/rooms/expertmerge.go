package rooms

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"

	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/access"
	"bidroom/server/keys"
	"bidroom/server/registry"
	"bidroom/server/store"
)

// BornIn returns what reads the day of birth from an identity number that the
// box sealed; none where the number does not tell it.
func BornIn(box *keys.Box) func(sealed []byte) (conflict.Date, error) {
	return func(sealed []byte) (conflict.Date, error) {
		identity, err := box.Open(identityDomain, sealed)
		return experts.BornOn(string(identity)), err
	}
}

// An ExpertTwin is two entries that may be one person.
type ExpertTwin struct {
	Rows  [2]store.Expert
	Signs []experts.Sign
}

// ExpertTwins returns a page of the entries that may be one person, the
// likeliest first, of those that are held apart or of those that are not, and how
// many there are.
func (s *Service) ExpertTwins(ctx context.Context, by Actor, heldApart bool, offset, limit int) (page []ExpertTwin, total int, err error) {
	if err := access.Allow(by.Role, by.Kind, access.RegisterMerge, access.NoCase); err != nil {
		return nil, 0, err
	}
	twins, err := s.Registry.PersonTwins(ctx)
	if err != nil {
		return nil, 0, err
	}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		some, all, err := s.pairs(tx, twins, heldApart, offset, limit)
		total = all
		for _, t := range some {
			rows, err := tx.ExpertsOf([]string{t.One, t.Other})
			if err != nil {
				return err
			}
			if len(rows) == 2 {
				page = append(page, ExpertTwin{[2]store.Expert(rows), t.Signs})
			}
		}
		return err
	})
	return page, total, err
}

// A personField is a fact of a person that is chosen of one entry.
type personField struct {
	known func(*Person) bool
	take  func(into, from *Person)
}

var personFields = map[string]personField{
	"name":       {func(p *Person) bool { return p.Name != "" }, func(into, from *Person) { into.Name = from.Name }},
	"phone":      {func(p *Person) bool { return p.Phone != "" }, func(into, from *Person) { into.Phone = from.Phone }},
	"region":     {func(p *Person) bool { return p.Region != "" }, func(into, from *Person) { into.Region = from.Region }},
	"title":      {func(p *Person) bool { return p.Title != "" }, func(into, from *Person) { into.Title = from.Title }},
	"education":  {func(p *Person) bool { return p.Education != "" }, func(into, from *Person) { into.Education = from.Education }},
	"titleLevel": {func(p *Person) bool { return p.TitleLevel != "" }, func(into, from *Person) { into.TitleLevel, into.TitledOn = from.TitleLevel, from.TitledOn }},
	"fieldSince": {func(p *Person) bool { return p.FieldSince != conflict.Date{} }, func(into, from *Person) { into.FieldSince = from.FieldSince }},
}

// mergePerson returns what the register says of a person when another entry is
// merged in: see [experts.MergeExpert]. The facts that take names, and what the
// one that stands does not know, are those of the other; languages and evidence
// are of both; the reason of a standing goes with it.
func mergePerson(into, from *Person, take []string, today conflict.Date) *Person {
	p := *into
	for name, field := range personFields {
		if field.known(from) && (slices.Contains(take, name) || !field.known(into)) {
			field.take(&p, from)
		}
	}
	p.Expert = experts.MergeExpert(p.Expert, from.Expert, today)
	slices.Sort(p.Specialties)
	if experts.Stricter(from.Expert, into.Expert, today) {
		p.Reason, p.DecidedBy, p.Despite, p.Relaxed = from.Reason, from.DecidedBy, from.Despite, from.Relaxed
		p.keepRelaxed(from)
	} else {
		p.keepRelaxed(into)
	}
	later := func(a, b conflict.Date) conflict.Date {
		if a.Before(b) {
			return b
		}
		return a
	}
	p.AffiliatedOn, p.RelatedOn = later(into.AffiliatedOn, from.AffiliatedOn), later(into.RelatedOn, from.RelatedOn)
	p.InterestedOn, p.PenalisedOn = later(into.InterestedOn, from.InterestedOn), later(into.PenalisedOn, from.PenalisedOn)
	p.AppointedOn, p.InvestedOn = later(into.AppointedOn, from.AppointedOn), later(into.InvestedOn, from.InvestedOn)
	p.ListedOn = later(into.ListedOn, from.ListedOn)
	p.Photo = cmp.Or(into.Photo, from.Photo)
	p.Languages, p.Evidence = experts.Union(into.Languages, from.Languages), experts.Union(into.Evidence, from.Evidence)
	p.Assessments = experts.Union(into.Assessments, from.Assessments)
	return &p
}

// ComparedExperts are two entries beside each other, with what would stand.
type ComparedExperts struct {
	Rows    [2]store.Expert // the one that would stand first
	Records [2]Record
	People  [2]*Person
	Merged  *Person
	Changed []string // of the one that would stand
	Signs   []experts.Sign
	Judged  *Judged // that they are not the same; nil if nobody held so
}

// CompareExperts logs that somebody looks at two entries beside each other and
// returns them, with what a merge would make of them.
func (s *Service) CompareExperts(ctx context.Context, by Actor, m Merge, today conflict.Date) (c ComparedExperts, err error) {
	err = s.lookAtPair(ctx, by, access.RegisterMerge, m, func(tx *store.Tx) error {
		c, err = s.compareExperts(tx, m, today, tx.Expert)
		return err
	})
	return c, err
}

// compareExperts reads both entries and works out their merge.
func (s *Service) compareExperts(tx *store.Tx, m Merge, today conflict.Date, read func(id string) (store.Expert, error)) (c ComparedExperts, err error) {
	if err := m.check(slices.Collect(maps.Keys(personFields))); err != nil {
		return c, err
	}
	var traits [2]experts.Traits
	for i, id := range []string{m.Into, m.From} {
		row, err := read(id)
		if err != nil {
			return c, absent(err, "expert.unknown", "expert")
		}
		if err := stands(row.MergedInto); err != nil {
			return c, err
		}
		c.Rows[i] = row
		if c.Records[i], err = s.recordOf(row); err != nil {
			return c, err
		}
		if c.People[i], err = c.Records[i].Person(); err != nil {
			return c, err
		}
		c.People[i].Index = row.IdentityIndex
		traits[i] = registry.TraitsOf(c.People[i].Expert, row.PhoneIndex, experts.BornOn(c.Records[i].Identity))
	}
	c.Merged = mergePerson(c.People[0], c.People[1], m.Take, today)
	c.Merged.Index = "" // it stands in its row
	after, err := recordOfPerson(c.Merged)
	if err != nil {
		return c, err
	}
	if c.Changed, err = changed(c.Records[0], after); err != nil {
		return c, err
	}
	c.Signs = experts.PersonSigns(traits[0], traits[1])
	c.Judged, err = s.judged(tx, registry.Twin{One: m.Into, Other: m.From, Signs: c.Signs})
	return c, err
}

func recordOfPerson(p *Person) (Record, error) {
	facts, err := json.Marshal(p)
	return Record{Facts: facts, Identity: p.Identity, Phone: p.Phone, Title: p.Title}, err
}

// MergeExpert has two entries of the register be one person, as
// [Service.MergeCompany] does companies. Whether either was drawn for an open
// lot is not asked, for a refusal would tell it: what is sealed under the entry
// that goes leads to the one that stands, and whoever was drawn is checked
// again.
func (s *Service) MergeExpert(ctx context.Context, by Actor, m Merge, today conflict.Date) error {
	return s.judgePair(ctx, by, access.RegisterMerge, m.Reason, func(tx *store.Tx, reason string) error {
		c, err := s.compareExperts(tx, m, today, tx.ExpertForUpdate)
		if err != nil {
			return err
		}
		into, from := c.Rows[0], c.Rows[1]
		if into.Version != m.IntoVersion || from.Version != m.FromVersion {
			return absent(store.ErrStale, "", "version")
		}
		k := &keeper{Tx: tx, s: s, by: by, act: ByMerge, merged: &Merged{From: from.ID, Into: into.ID, Reason: reason}, matters: true}
		if err := k.letGo(from.ID, from.Version, from.Tag == expertTag(s.Box, from), c.Records[1], func() error {
			return tx.MergeExpert(from, into.ID, func(e store.Expert) string { return expertTag(s.Box, e) })
		}); err != nil {
			return err
		}
		after, err := k.changePerson(into, c.Merged)
		if err != nil {
			return err
		}
		return k.logMerge(&RegisterMerged{Subject: into.ID, Version: into.Version + 1, Other: from.ID, OtherVersion: from.Version + 1}, c.Records[0], *after)
	})
}

// KeepExpertsApart keeps that two entries are held not to be the same person,
// until they agree in something else.
func (s *Service) KeepExpertsApart(ctx context.Context, by Actor, one, other, reason string) error {
	return s.judgePair(ctx, by, access.RegisterMerge, reason, func(tx *store.Tx, reason string) error {
		c, err := s.compareExperts(tx, Merge{Into: one, From: other}, conflict.Date{}, tx.Expert)
		if err != nil {
			return err
		}
		return s.keepApart(tx, by, one, other, reason, c.Signs)
	})
}

// takeMergedPeople lets in what an import says under identity numbers that were
// merged into others, as [keeper.takeMergedCompanies] does. A suspension in the
// file is taken for one that lasts.
func (k *keeper) takeMergedPeople() error {
	for _, p := range k.mergedPeople {
		if err := k.flush(); err != nil { // the one that stands may have been changed by its own row
			return err
		}
		old, err := k.ExpertByIdentity(k.s.Box.Index(identityDomain, p.Identity))
		if err != nil {
			return err
		}
		record, err := k.s.recordOf(old)
		if err != nil {
			return err
		}
		known, err := record.Person()
		if err != nil {
			return err
		}
		p.takePicture("") // which the one that stands takes if it has none
		merged := mergePerson(known, p, nil, conflict.Date{})
		merged.Picture = p.Picture
		if _, err := k.changePerson(old, merged); err != nil {
			return err
		}
	}
	return nil
}

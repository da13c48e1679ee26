package rooms

import (
	"context"
	"slices"
	"strconv"

	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/registry"
	"bidroom/server/store"
)

const (
	// MostExported bounds how many experts one file has.
	MostExported = 100_000
	// takenAtOnce is how many of them are read at once.
	takenAtOnce = 1000
)

// ExpertsExported is a file of experts that was taken out.
type ExpertsExported struct {
	Experts   int64  `json:"experts,string"`
	Sheet     string `json:"sheet,omitempty"` // the only one that it has
	Specialty string `json:"specialty,omitempty"`
	Region    string `json:"region,omitempty"`
	Status    string `json:"status,omitempty"`
}

// Kind names the entry.
func (*ExpertsExported) Kind() string { return "register.experts_exported" }

// ExportExperts logs that the experts of a specialty, a region and a standing,
// each of which may be left open, are taken out, or one sheet of what the
// register says of them, and gives them to take, with the assessments that stand in the logs. Nobody, and more than
// [MostExported], are refused. Of q nothing else counts: the log would name whom
// it was typed for.
func (s *Service) ExportExperts(ctx context.Context, by Actor, q registry.Query, sheet string, take func(*Person, []*Assessed)) error {
	if err := access.Allow(by.Role, by.Kind, access.RegisterExport, access.NoCase); err != nil {
		return err
	}
	q = registry.Query{Specialty: q.Specialty, Region: q.Region, Status: q.Status}
	ids, total, err := s.Registry.Find(ctx, q, 0, MostExported)
	switch {
	case err != nil:
		return err
	case total == 0: // nor is kept what nobody has: it may be anything that was typed
		return rule.Refuse(rule.Invalid, "", "register.export_none", "")
	case total > MostExported:
		return rule.Refuse(rule.Invalid, "", "register.export_many", "", "experts", strconv.Itoa(total), "most", strconv.Itoa(MostExported))
	}
	if err := s.DB.Write(ctx, func(tx *store.Tx) error {
		act := &ExpertsExported{int64(total), sheet, q.Specialty, q.Region, q.Status}
		_, err := appendEntry(tx, proclog.Centre, act.Kind(), by, act)
		return err
	}); err != nil {
		return err
	}
	return s.DB.Read(ctx, func(tx *store.Tx) error {
		assessed := map[string][]*Assessed{}
		if sheet == "" || sheet == "assessments" {
			all, err := s.assessed(tx, 0, 0, nil)
			if err == nil {
				assessed, err = s.standing(tx, all)
			}
			if err != nil {
				return err
			}
		}
		for some := range slices.Chunk(ids, takenAtOnce) {
			rows, err := tx.ExpertsOf(some)
			if err != nil {
				return err
			}
			for _, row := range rows {
				record, err := s.recordOf(row)
				if err != nil {
					return err
				}
				p, err := record.Person()
				if err != nil {
					return err
				}
				p.Name, p.Region = row.Name, row.Region
				take(p, assessed[row.ID])
			}
		}
		return nil
	})
}

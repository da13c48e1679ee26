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
	// ExportPart is how many experts one file has with their photos.
	ExportPart = 1000
	// takenAtOnce is how many of them are read at once.
	takenAtOnce = 1000
)

// ExpertsExported is a file of experts that was taken out.
type ExpertsExported struct {
	Experts   int64  `json:"experts,string"`
	Sheet     string `json:"sheet,omitempty"`       // the only one that it has
	Part      int64  `json:"part,string,omitempty"` // of the files with photos, from 1; 0 without photos
	Specialty string `json:"specialty,omitempty"`
	Region    string `json:"region,omitempty"`
	Status    string `json:"status,omitempty"`
}

// Kind names the entry.
func (*ExpertsExported) Kind() string { return "register.experts_exported" }

// ExpertsWanted says which experts are to be taken out: those of a specialty, a
// region and a standing, each of which may be left open, all that the register
// says of them, or one sheet of it. Of the query nothing else counts: the log
// would name whom it was typed for.
type ExpertsWanted struct {
	Query registry.Query
	Sheet string
	Part  int // [ExportPart] experts with their photos, from 1; 0 is all of them without
}

// ExpertOut is an expert who is taken out, with the assessments that stand in
// the logs, and with the photo, a JPEG, if photos are wanted and there is one.
type ExpertOut struct {
	*Person
	Assessed []*Assessed
	Photo    []byte
}

// ExportExperts logs that experts are taken out and gives them to take. Nobody
// is refused, and so are more than [MostExported] in one file.
func (s *Service) ExportExperts(ctx context.Context, by Actor, w ExpertsWanted, take func(ExpertOut) error) error {
	if err := access.Allow(by.Role, by.Kind, access.RegisterExport, access.NoCase); err != nil {
		return err
	}
	q := registry.Query{Specialty: w.Query.Specialty, Region: w.Query.Region, Status: w.Query.Status}
	from, most := 0, MostExported
	if w.Part > 0 {
		from, most = (w.Part-1)*ExportPart, ExportPart
	}
	ids, total, err := s.Registry.Find(ctx, q, from, most)
	switch {
	case err != nil:
		return err
	case len(ids) == 0: // nor is kept what nobody has: it may be anything that was typed
		return rule.Refuse(rule.Invalid, "", "register.export_none", "")
	case w.Part == 0 && total > MostExported:
		return rule.Refuse(rule.Invalid, "", "register.export_many", "", "experts", strconv.Itoa(total), "most", strconv.Itoa(MostExported))
	}
	if err := s.DB.Write(ctx, func(tx *store.Tx) error {
		act := &ExpertsExported{int64(len(ids)), w.Sheet, int64(w.Part), q.Specialty, q.Region, q.Status}
		_, err := appendEntry(tx, proclog.Centre, act.Kind(), by, act)
		return err
	}); err != nil {
		return err
	}
	return s.DB.Read(ctx, func(tx *store.Tx) error {
		assessed := map[string][]*Assessed{}
		if w.Sheet == "" || w.Sheet == "assessments" {
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
				out := ExpertOut{Person: p, Assessed: assessed[row.ID]}
				if w.Part > 0 && p.Photo != "" {
					if out.Photo, err = s.openPhoto(tx, p.Photo); err != nil {
						return err
					}
				}
				if err := take(out); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

package rooms

import (
	"context"
	"encoding/json"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// An Exported is everything of a lot that leaves the centre.
type Exported struct {
	Entries          [][]byte
	Checkpoint       string
	CentreEntry      []byte
	CentreCheckpoint string
	CentreProof      []tlog.Hash
	Openings         []evaluation.Opening
	Pools            map[string][]draw.Opened // empty unless full
}

// Export notes that a lot's evidence is taken out, has that signed, and
// collects it: for the public the sheets of marks are opened, in full every
// datum and every pool.
func (s *Service) Export(ctx context.Context, by Actor, lot string, full bool) (*Exported, error) {
	action := access.ExportPublic
	if full {
		action = access.ExportFull
	}
	if err := s.on(ctx, lot, by, action, func(w *walk) error { return w.do(&evaluation.ExportMade{Full: full}) }); err != nil {
		return nil, err
	}
	if err := s.SignGrown(ctx); err != nil {
		return nil, err
	}
	x := &Exported{Pools: map[string][]draw.Opened{}}
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		if err := s.collectLog(tx, lot, x); err != nil {
			return err
		}
		rows, err := tx.Openings(lot)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if !full && row.Domain != evaluation.SheetDomain {
				continue
			}
			o, err := openOpening(s.Box, row)
			if err != nil {
				return err
			}
			x.Openings = append(x.Openings, o)
		}
		if !full {
			return nil
		}
		return s.collectPools(tx, lot, x)
	})
	return x, err
}

// collectLog reads the lot's tree up to its newest checkpoint, and how the
// centre's tree holds that.
func (s *Service) collectLog(tx *store.Tx, lot string, x *Exported) error {
	checkpoint, err := tx.LastCheckpoint(lot)
	if err != nil {
		return err
	}
	entries, err := tx.Entries(lot, 0, int(checkpoint.Size))
	if err != nil {
		return err
	}
	for _, e := range entries {
		text, err := e.Bytes()
		if err != nil {
			return err
		}
		x.Entries = append(x.Entries, text)
	}
	centre, err := tx.LastCheckpoint(proclog.Centre)
	if err != nil {
		return err
	}
	held, err := tx.LastOf(proclog.Centre, (*LotCheckpointed)(nil).Kind(), lot)
	if err != nil {
		return fmt.Errorf("the centre's entry of lot %s: %w", lot, err)
	}
	if x.CentreEntry, err = held.Bytes(); err != nil {
		return err
	}
	x.Checkpoint, x.CentreCheckpoint = checkpoint.Note, centre.Note
	x.CentreProof, err = tx.Inclusion(proclog.Centre, held.Seq, centre.Size)
	return err
}

func (s *Service) collectPools(tx *store.Tx, lot string, x *Exported) error {
	rows, err := tx.Draws(lot)
	if err != nil {
		return err
	}
	for _, row := range rows {
		key, err := s.Box.UnwrapDraw(row.ID, row.KeyWrapped)
		if err != nil {
			return err
		}
		var d draw.Draw
		if err := json.Unmarshal(row.State, &d); err != nil {
			return err
		}
		if x.Pools[row.ID], err = openPool(key, row, &d); err != nil {
			return err
		}
	}
	return nil
}

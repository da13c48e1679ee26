package rooms

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// An Exported is everything of a lot that leaves the centre.
type Exported struct {
	Centre, Lot      string
	LogKey           string // the verifier of the log's key
	Full             bool
	AtMs             int64
	Entries          [][]byte // the bytes of the lot's log, as far as Checkpoint covers it
	Leaves           []tlog.Hash
	Checkpoint       string
	CentreEntries    []CentreEntry
	CentreCheckpoint string
	Openings         []ExportedOpening
	Draws            []ExportedDraw // empty unless full
	Files            []string       // hashes of the reports that entries name; empty unless full
}

// A CentreEntry is an entry of the centre's tree with its inclusion proof.
type CentreEntry struct {
	Bytes []byte
	Proof []tlog.Hash
}

// An ExportedOpening opens a datum of the entry at Seq.
type ExportedOpening struct {
	Seq int64
	evaluation.Opening
}

// An ExportedDraw is what was sealed to the key of a draw.
type ExportedDraw struct {
	ID         string
	Pool       []draw.Opened
	Persons    []draw.OpenedPerson // of a panel that was drawn elsewhere
	Records    [][]byte            // of the libraries
	Candidates []conflict.Expert
	Companies  []conflict.Company
	Others     []conflict.Company // who bade for the tender's other lots
	Services   []experts.Service  // of the candidates, if the plan limits them
}

// Export notes that a lot's evidence is taken out, has that signed, and
// collects it.
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
	x := &Exported{Centre: s.Centre, Lot: lot, LogKey: s.Signer.VerifierKey(), Full: full}
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		x.AtMs = tx.Now
		if full {
			if err := s.collectDraws(tx, lot, x); err != nil {
				return err
			}
		}
		if err := s.collectOpenings(tx, lot, x); err != nil {
			return err
		}
		return s.collectLog(tx, lot, x)
	})
	return x, err
}

// FindLot returns the id of the lot that people know by number, or that has
// the given id.
func (s *Service) FindLot(ctx context.Context, number string) (id string, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		row, err := tx.Lot(number)
		if errors.Is(err, store.ErrAbsent) {
			row, err = tx.LotByNumber(number)
		}
		if errors.Is(err, store.ErrTwice) {
			return rule.Refuse(rule.Invalid, "", "lot.ambiguous", "lot")
		}
		id = row.ID
		return absent(err, "lot.unknown", "lot")
	})
	return id, err
}

// collectLog reads the lot's tree up to its newest checkpoint, and what the
// centre's tree says of it: that checkpoint, the creation of the tree, what the
// lot's centre was called, the kiosks that members sat at, and the false matches that draws were decided with.
func (s *Service) collectLog(tx *store.Tx, lot string, x *Exported) error {
	checkpoint, err := tx.LastCheckpoint(lot)
	if err != nil {
		return err
	}
	if x.Entries, err = tx.EntryBytes(lot, 0, int(checkpoint.Size)); err != nil {
		return err
	}
	if x.Leaves, err = tx.Leaves(lot, checkpoint.Size); err != nil {
		return err
	}
	centre, err := tx.LastCheckpoint(proclog.Centre)
	if err != nil {
		return err
	}
	x.Checkpoint, x.CentreCheckpoint = checkpoint.Note, centre.Note
	said, err := tx.Entries(proclog.Centre, 0, 1)
	if err != nil {
		return err
	}
	held, err := tx.LastOf(proclog.Centre, (*LotCheckpointed)(nil).Kind(), lot)
	if err != nil {
		return fmt.Errorf("the centre's entry of lot %s: %w", lot, err)
	}
	said = append(said, held)
	row, err := tx.Lot(lot)
	if err != nil {
		return err
	}
	called, err := tx.EntriesOf(proclog.Centre, "centre.set", row.CentreID)
	if err != nil {
		return err
	}
	said = append(said, called...)
	for _, kiosk := range kiosksOf(x) {
		for _, kind := range []string{"kiosk.paired", "kiosk.revoked"} {
			entries, err := tx.EntriesOf(proclog.Centre, kind, kiosk)
			if err != nil {
				return err
			}
			said = append(said, entries...)
		}
	}
	considered, err := x.considered()
	if err != nil {
		return err
	}
	merges, err := mergesInto(tx, considered)
	if err != nil {
		return err
	}
	said = append(said, merges...)
	for _, expert := range dismissedOf(x.Draws, considered) {
		for _, kind := range []string{(*MatchProposed)(nil).Kind(), (*MatchConfirmed)(nil).Kind()} {
			entries, err := tx.EntriesOf(proclog.Centre, kind, expert)
			if err != nil {
				return err
			}
			said = append(said, entries...)
		}
	}
	return x.prove(tx, said, centre.Size)
}

// dismissedOf lists the experts of whom a pool was formed, or a conflict decided
// after that, with a match found false.
func dismissedOf(draws []ExportedDraw, later []experts.Decided) (dismissed []string) {
	add := func(e conflict.Expert) {
		for _, dismissal := range e.Dismissals {
			if !slices.Contains(dismissed, dismissal.Expert) {
				dismissed = append(dismissed, dismissal.Expert)
			}
		}
	}
	for _, d := range draws {
		for _, e := range d.Candidates {
			add(e)
		}
	}
	for _, d := range later {
		add(d.Expert)
	}
	return dismissed
}

// considered lists what conflicts were decided by after a pool was formed, as
// far as a full file opens it.
func (x *Exported) considered() (list []experts.Decided, err error) {
	for _, o := range x.Openings {
		if !x.Full || o.Domain != draw.ConflictDomain {
			continue
		}
		var one experts.Decided
		if err := json.Unmarshal([]byte(o.Value), &one); err != nil {
			return nil, fmt.Errorf("a conflict of entry %d: %w", o.Seq, err)
		}
		list = append(list, one)
	}
	return list, nil
}

// mergesInto returns the entries of the centre's tree by which others became
// the experts of whom conflicts were decided.
func mergesInto(tx *store.Tx, decided []experts.Decided) (entries []proclog.Entry, err error) {
	var ids []string
	for _, d := range decided {
		ids = append(ids, d.Expert.ID)
	}
	for i := 0; i < len(ids); i++ {
		of, err := tx.EntriesOf(proclog.Centre, (*RegisterMerged)(nil).Kind(), ids[i])
		if err != nil {
			return nil, err
		}
		for _, e := range of {
			var act RegisterMerged
			if err := json.Unmarshal(e.Body, &act); err != nil {
				return nil, err
			}
			if act.Subject == ids[i] && !slices.Contains(ids, act.Other) {
				entries, ids = append(entries, e), append(ids, act.Other)
			}
		}
	}
	return entries, nil
}

// kiosksOf lists the kiosks that members sat at, or were drawn from, and notes the reports' hashes.
func kiosksOf(x *Exported) (kiosks []string) {
	add := func(list *[]string, one string) {
		if !slices.Contains(*list, one) {
			*list = append(*list, one)
		}
	}
	for _, text := range x.Entries {
		e, err := proclog.ParseEntry(text)
		if err != nil {
			continue // the verifier says so
		}
		act, err := evaluation.Decode(e.Kind, e.Body)
		if err != nil {
			continue // an act of a draw
		}
		switch act := act.(type) {
		case *evaluation.MemberCheckedIn:
			add(&kiosks, act.Kiosk)
		case *evaluation.MemberMoved:
			add(&kiosks, act.Kiosk)
		case *evaluation.SeatsDrawn:
			for _, option := range act.Order {
				id, _ := evaluation.PlaceOf(option)
				add(&kiosks, id)
			}
		case *evaluation.ReportIssued:
			add(&x.Files, act.FileHash)
		case *evaluation.MeetingSealed:
			add(&x.Files, act.FileHash)
		}
	}
	return kiosks
}

// prove adds entries of the centre's tree in their order, each with its proof
// in the tree of the given size.
func (x *Exported) prove(tx *store.Tx, said []proclog.Entry, size int64) error {
	slices.SortFunc(said, func(a, b proclog.Entry) int { return int(a.Seq - b.Seq) })
	for i, e := range said {
		if e.Seq >= size || i > 0 && said[i-1].Seq == e.Seq {
			continue // after the checkpoint, or named by two
		}
		text, err := e.Bytes()
		if err != nil {
			return err
		}
		proof, err := tx.Inclusion(proclog.Centre, e.Seq, size)
		if err != nil {
			return err
		}
		x.CentreEntries = append(x.CentreEntries, CentreEntry{text, proof})
	}
	return nil
}

func (s *Service) collectOpenings(tx *store.Tx, lot string, x *Exported) error {
	rows, err := tx.Openings(lot)
	if err != nil {
		return err
	}
	for _, row := range rows {
		o, err := openOpening(s.Box, row)
		if err != nil {
			return err
		}
		x.Openings = append(x.Openings, ExportedOpening{row.Seq, o})
	}
	return nil
}

func (s *Service) collectDraws(tx *store.Tx, lot string, x *Exported) error {
	rows, err := tx.Draws(lot)
	if err != nil {
		return err
	}
	for _, row := range rows {
		key, err := s.Box.UnwrapDraw(row.ID, row.KeyWrapped)
		if err != nil {
			return err
		}
		sealed, err := openSealed(key, row)
		if err != nil {
			return err
		}
		register, companies, err := openRegister(tx, key, row.ID)
		if err != nil {
			return err
		}
		d := ExportedDraw{ID: row.ID, Pool: sealed.Opened, Candidates: register.Candidates, Companies: companies, Others: sealed.Others, Services: register.Services}
		if o := sealed.Outside; o != nil {
			d.Persons, d.Records, d.Candidates = o.Persons, o.Records, o.Candidates
		}
		x.Draws = append(x.Draws, d)
	}
	return nil
}

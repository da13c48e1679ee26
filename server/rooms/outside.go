package rooms

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/store"
)

// An outside is what is sealed of a panel that was drawn elsewhere.
type outside struct {
	Persons    []draw.OpenedPerson
	Phones     map[string]string // last four digits, by label
	Candidates []conflict.Expert // as they were checked at the import
	Records    [][]byte          // the library's own, of the panel and then of each further list
}

// A Panel is a panel file with what came with it.
type Panel struct {
	*experts.PanelFile
	FileHash string // SHA-256 of what was imported, hex
	Record   []byte // the library's own record
}

// A PanelPreview is what may be said of a panel before it is imported.
type PanelPreview struct {
	draw.Source
	Seats, Substitutes int
	Deviations         []draw.Deviation
}

// MaxPanelRecord bounds a library's own record, in bytes.
const MaxPanelRecord = 2 << 20

// source is what the log says of the panel.
func (p Panel) source() draw.Source {
	at, _ := p.drawnAt() // checked before
	return draw.Source{Library: p.Library, RecordNo: p.RecordNo, Body: p.DrawnBy.Body, Person: p.DrawnBy.Person, DrawnMs: at.UnixMilli(),
		File: p.FileHash, Record: sha256Hex(p.Record), RecordSize: int64(len(p.Record))}
}

// drawnAt returns when the library says to have drawn; false if it does not.
func (p Panel) drawnAt() (time.Time, bool) {
	at, err := time.Parse(time.RFC3339, p.DrawnAt)
	return at, err == nil && at.Year() >= 2000
}

// check refuses a panel with every reason.
func (w *walk) check(p Panel, seats []draw.Seat, supplementary bool) error {
	var refusals rule.Collect
	if p.Lot != "" && p.Lot != w.Case.Lot.Number && p.Lot != w.row.ID {
		refusals.Add("", "outside.lot", "lot", "lot", p.Lot)
	}
	switch {
	case len(p.Record) == 0:
		refusals.Add("", "outside.record", "record")
	case len(p.Record) > MaxPanelRecord:
		refusals.Add("", "outside.record_large", "record", "most", fmt.Sprintf("%d MiB", MaxPanelRecord>>20))
	}
	if at, said := p.drawnAt(); !said {
		refusals.Add("", "outside.drawn_at", "drawnAt")
	} else if at.UnixMilli() > w.Now {
		refusals.Add("", "outside.drawn_later", "drawnAt")
	}
	p.PanelFile.Check(seats, supplementary, &refusals)
	why := new(rule.Refusal)
	if err := refusals.Err(rule.Invalid); err != nil {
		why = err.(*rule.Refusal)
	}
	if !supplementary && len(p.Seats) != len(seats) { // by the law, and not only by the plan
		why.Reasons = append(why.Reasons, w.composition(len(p.Seats))...)
	}
	if len(why.Reasons) == 0 {
		return nil
	}
	why.Kind = rule.Invalid
	return why
}

// composition returns what the profile says against a panel with so many
// drawn members.
func (w *walk) composition(drawn int) []rule.Reason {
	profile, err := w.Case.Profile()
	if err != nil {
		return nil // the plan was checked by it
	}
	representatives := 0
	for _, seat := range w.Case.Plan.Seats {
		if seat.Representative {
			representatives++
		}
	}
	if why, ok := evaluation.CheckComposition(profile, w.Case.Lot, drawn, representatives).(*rule.Refusal); ok && why != nil {
		return why.Reasons
	}
	return nil
}

// mayImport asks whether a panel may be imported for the lot now, by whom it
// is to be after a void draw, and returns that.
func (w *walk) mayImport(reason string) (former string, err error) {
	last, stands, err := w.lastDraw()
	if err != nil {
		return "", err
	}
	action := access.DrawImport
	if last.ID != "" {
		action = access.DrawSecond
	}
	if err := access.Allow(w.by.Role, w.by.Kind, action, access.Stage(w.Case.Stage())); err != nil {
		return "", err
	}
	switch {
	case stands:
		return "", rule.Refuse(rule.Stale, "", "draw.stands", "")
	case last.ID != "" && reason == "":
		return "", rule.Refuse(rule.Invalid, "", "reason.required", "reason")
	case len(w.Case.Plan.Seats) == 0:
		return "", rule.Refuse(rule.Premature, "", "plan.missing", "")
	}
	return last.ID, nil
}

// PreviewPanel says how many a panel seats and where it deviates from the
// plan, and keeps nothing of it.
func (s *Service) PreviewPanel(ctx context.Context, by Actor, lot string, p Panel) (preview PanelPreview, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		row, err := tx.Lot(lot)
		if err != nil {
			return absent(err, "lot.unknown", "lot")
		}
		c, err := s.openCase(row)
		if err != nil {
			return err
		}
		w := &walk{Tx: tx, s: s, Case: c, row: row, by: by}
		last, stands, err := w.lastDraw()
		if err != nil {
			return err
		}
		action := access.DrawImport
		if last.ID != "" {
			action = access.DrawSecond
		}
		if err := access.Allow(by.Role, by.Kind, action, access.Stage(w.Case.Stage())); err != nil {
			return err
		}
		seats := w.drawnSeats()
		if err := w.check(p, seats, stands); err != nil {
			return err
		}
		d := &drawn{walk: w}
		act, _, err := d.imported(p, seats)
		if err != nil {
			return err
		}
		preview = PanelPreview{Source: act.Source, Seats: len(act.Taken), Substitutes: len(act.Substitutes), Deviations: act.Deviations}
		return nil
	})
	return preview, err
}

// drawnSeats are the seats of the plan that are drawn.
func (w *walk) drawnSeats() (seats []draw.Seat) {
	for _, seat := range w.Case.Plan.Seats {
		if !seat.Representative {
			seats = append(seats, draw.Seat{No: seat.No, Specialties: seat.Specialties, Region: seat.Region, Fallback: seat.Fallback})
		}
	}
	return seats
}

// ImportPanel takes a panel that was drawn elsewhere, sealed at once, and
// checks who sits in it for conflicts. After a void draw a supervisor does
// it, with a reason.
func (s *Service) ImportPanel(ctx context.Context, by Actor, lot string, p Panel, reason string) (id string, err error) {
	err = s.on(ctx, lot, by, access.DrawView, func(w *walk) error { // who may import: mayImport
		former, err := w.mayImport(reason)
		if err != nil {
			return err
		}
		seats := w.drawnSeats()
		if err := w.check(p, seats, false); err != nil {
			return err
		}
		id = w.NewID()
		d := &drawn{walk: w, row: store.Draw{ID: id, LotID: lot, CreatedAt: w.Now}}
		if err := d.take(p, seats, former, reason); err != nil {
			return err
		}
		if d.row.State, err = json.Marshal(d.Draw); err != nil {
			return fmt.Errorf("draw %s: %w", id, err)
		}
		return d.InsertDraw(d.row)
	})
	return id, err
}

// take seals a panel, applies its act, and decides the conflicts.
func (d *drawn) take(p Panel, seats []draw.Seat, former, reason string) error {
	act, sealed, err := d.imported(p, seats)
	if err != nil {
		return err
	}
	if act.Former = former; former != "" {
		act.Reason = reason
	}
	profile, err := d.Case.Profile()
	if err != nil {
		return err
	}
	act.Rules = profile.Hash()
	facts, err := d.facts(profile)
	if err != nil {
		return err
	}
	if sealed.Candidates, err = d.candidates(sealed.Persons); err != nil {
		return err
	}
	act.Unasked = experts.Unasked(conflict.NewChecker(facts), sealed.Candidates)
	if err := d.seal(sealedPool{Others: facts.OtherLots, Outside: sealed}, sealedRegister{}); err != nil {
		return err
	}
	if err := d.do(act); err != nil {
		return err
	}
	for _, seat := range d.Seats {
		if err := d.passFor(seat.No); err != nil {
			return err
		}
	}
	return d.recheck()
}

// imported makes the act of a panel, and what is sealed of it.
func (d *drawn) imported(p Panel, seats []draw.Seat) (*draw.Imported, *outside, error) {
	sealed := &outside{Phones: map[string]string{}, Records: [][]byte{p.Record}}
	act := &draw.Imported{Draw: d.row.ID, Seats: seats, Limits: draw.Limits(d.Case.Plan.Limits), Source: p.source(), Taken: []draw.Place{}, Deviations: []draw.Deviation{}}
	slices.SortFunc(p.Seats, func(a, b experts.PanelPerson) int { return a.Seat - b.Seat })
	labels, err := d.open(sealed, p.Seats)
	if err != nil {
		return nil, nil, err
	}
	for i, label := range labels {
		act.Taken = append(act.Taken, draw.Place{Seat: p.Seats[i].Seat, Label: label})
	}
	if len(labels) > 0 {
		sitting, err := experts.Persons(sealed.Persons, seats)
		if err != nil {
			return nil, nil, err
		}
		act.Deviations = draw.Deviations(seats, act.Limits, sitting)
	}
	act.Substitutes, err = d.substitutes(sealed, p.Substitutes)
	return act, sealed, err
}

// open gives persons their labels and adds them to what is sealed.
func (d *drawn) open(sealed *outside, list []experts.PanelPerson) (labels []string, err error) {
	for _, p := range list {
		var salt [16]byte
		if _, err := io.ReadFull(d.s.Random, salt[:]); err != nil {
			return nil, fmt.Errorf("salt: %w", err)
		}
		o, err := draw.OpenPerson(salt, p.Person())
		if err != nil {
			return nil, err
		}
		sealed.Persons = append(sealed.Persons, o)
		sealed.Phones[o.Label] = p.Phone[len(p.Phone)-lastDigits:]
		labels = append(labels, o.Label)
	}
	return labels, nil
}

func (d *drawn) substitutes(sealed *outside, list []experts.PanelPerson) ([]draw.Substitute, error) {
	substitutes := []draw.Substitute{}
	labels, err := d.open(sealed, list)
	for i, label := range labels {
		substitutes = append(substitutes, draw.Substitute{Label: label, For: list[i].Seat})
	}
	return substitutes, err
}

// candidates are persons as conflicts are decided of them now.
func (w *walk) candidates(persons []draw.OpenedPerson) (list []conflict.Expert, err error) {
	for _, o := range persons {
		p, err := o.Person()
		if err != nil {
			return nil, err
		}
		e, err := w.candidate(o.Label, p)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// candidate joins what the library says of a person with what the register
// holds, if it knows the identity number.
func (w *walk) candidate(label string, p draw.Person) (e conflict.Expert, err error) {
	index := w.s.Box.Index(identityDomain, p.Identity)
	row, err := w.ExpertByIdentity(index)
	if err == nil {
		row, err = w.statedExpert(row.ID)
	}
	switch {
	case errors.Is(err, store.ErrAbsent):
		e = experts.Candidate(label, p, nil)
	case err != nil:
		return e, err
	default:
		if e, err = readExpert(row); err != nil {
			return e, err
		}
		e = experts.Candidate(label, p, &e)
	}
	if e.Index != "" && e.Index != index { // the number is one that was merged into another
		e.FormerIndexes = append(slices.Clone(e.FormerIndexes), e.Index)
	}
	e.Index = index
	return e, nil
}

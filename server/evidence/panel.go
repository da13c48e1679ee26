package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/proclog"
)

// A panel is what is run again of one that was drawn elsewhere: not the draw,
// but who took which seat, and the conflicts decided at its import.
type panel struct {
	persons []draw.OpenedPerson // as the file opens them; none in a public file
	clear   *clearance          // nil if the file does not hold what decides conflicts
}

// A clearance is what was found of the persons of a panel at its import.
type clearance struct {
	grounds map[string][]string // that keep a person out, by label
	unknown map[string]bool
	checked bool  // the act that decides them has come
	due     []int // seats whose holder must be replaced, in their order
}

// importPanel begins a draw that was made elsewhere.
func (r *replay) importPanel(e proclog.Entry, act *draw.Imported) {
	r.begins(e, act.Former, act.Rules, act.Seats, act.Limits)
	d := r.start(e, act)
	if d == nil {
		return
	}
	persons, err := objects[draw.OpenedPerson](r.v.file, "draws/"+d.ID+"/persons.jsonl")
	if err == nil && len(persons) > 0 {
		err = reveal(d, persons)
	}
	if err != nil {
		r.openingBroken(e, err)
	}
	r.record(e, d, 0, act.Source)
	if !r.ended {
		r.clearPanel(e, d, act)
	}
}

// reveal gives a draw the persons behind its labels.
func reveal(d *redrawn, persons []draw.OpenedPerson) error {
	opened, err := experts.Persons(persons, d.Seats)
	if err != nil {
		return err
	}
	d.persons = persons
	d.RevealPersons(opened)
	if !d.Complete() {
		return errors.New("somebody of the panel is missing")
	}
	return d.CheckImported()
}

// record holds a library's own record against what the log says of it.
func (r *replay) record(e proclog.Entry, d *redrawn, n int, said draw.Source) {
	name := "draws/" + d.ID + "/record-" + strconv.Itoa(n)
	member := r.v.file.members[name]
	if member == nil {
		if r.v.file.Manifest.Scope == Full {
			r.v.report.note(PartDraw, "record_missing", "record", said.RecordNo)
		}
		return
	}
	content, err := member.Open()
	if err != nil {
		r.drawBroken(at(e, "panel_record"))
		return
	}
	sum := sha256.New()
	size, err := io.Copy(sum, content)
	if err := errors.Join(err, content.Close()); err != nil || size != said.RecordSize || hex.EncodeToString(sum.Sum(nil)) != said.Record {
		r.drawBroken(at(e, "panel_record"))
	}
}

// clearPanel decides the conflicts of a panel's persons again, from what the
// file holds of them.
func (r *replay) clearPanel(e proclog.Entry, d *redrawn, act *draw.Imported) {
	candidates, facts, err := r.considered(e, d.ID)
	if err == nil && candidates == nil {
		return
	}
	facts.Meeting = conflict.Date{} // the library invited whoever it invited, on leave or not
	if err == nil {
		err = sameCandidates(d.persons, candidates)
	}
	if err != nil {
		r.exclusionsBroken(e, err.Error())
		return
	}
	checker := conflict.NewChecker(facts)
	if unasked := experts.Unasked(checker, candidates); !slices.Equal(unasked, act.Unasked) {
		r.exclusionsBroken(e, fmt.Sprintf("%v unasked, computed %v", act.Unasked, unasked))
	}
	d.clear = &clearance{grounds: map[string][]string{}, unknown: map[string]bool{}}
	for _, candidate := range candidates {
		for _, answer := range checker.Check(candidate) {
			if answer.KeepsOut() {
				d.clear.grounds[candidate.ID] = append(d.clear.grounds[candidate.ID], answer.Ground)
			}
			d.clear.unknown[candidate.ID] = d.clear.unknown[candidate.ID] || answer.Unasked()
		}
	}
	r.v.report.say(PartConflicts, Checked)
	r.v.report.note(PartConflicts, "cleared", "considered", strconv.Itoa(len(candidates)), "eligible", strconv.Itoa(len(candidates)-len(d.clear.grounds)))
}

// sameCandidates holds whom conflicts were decided of against the persons: one
// for each, of whom what the library says is taken into account.
func sameCandidates(persons []draw.OpenedPerson, candidates []conflict.Expert) error {
	if len(persons) != len(candidates) {
		return fmt.Errorf("%d persons, %d candidates", len(persons), len(candidates))
	}
	for i, o := range persons {
		p, err := o.Person()
		if err != nil {
			return err
		}
		works := conflict.Affiliation{Company: p.Employer, CreditCode: p.EmployerCode}
		if candidates[i].ID != o.Label || !slices.Contains(candidates[i].Affiliations, works) {
			return fmt.Errorf("label %s is not what the library says of its person", o.Label)
		}
	}
	return nil
}

// panelAct follows an act of a panel that was drawn elsewhere: whoever has a
// conflict at the import is replaced next, and nobody else for that reason.
func (r *replay) panelAct(e proclog.Entry, d *redrawn, act draw.Act) {
	if a, is := act.(*draw.Supplemented); is {
		r.record(e, d, len(d.Lists), a.Source)
	}
	c := d.clear
	if c == nil {
		return
	}
	wrong := false
	switch a := act.(type) {
	case *draw.Rechecked:
		wrong = len(c.due) > 0 || !c.checked && !c.decide(r, d, a)
	case *draw.Replaced:
		wrong = len(c.due) > 0 && !c.next(r, d, a.Filling.Seat, a.Reason)
	case *draw.Vacated:
		wrong = len(c.due) > 0 && !c.next(r, d, a.Seat, a.Reason)
	default:
		wrong = len(c.due) > 0 || !c.checked
	}
	if wrong {
		r.v.report.broken(PartConflicts, at(e, "exclusions"))
		d.clear = nil
	}
}

// decide notes whom the import's check must replace, and reports whether the
// log counts those of whom something was never asked.
func (c *clearance) decide(r *replay, d *redrawn, act *draw.Rechecked) bool {
	c.checked = true
	unknown := 0
	for _, h := range d.Holders {
		if c.unknown[h.Label] {
			unknown++
		}
		if len(c.grounds[h.Label]) > 0 {
			c.due = append(c.due, h.Seat)
			c.note(r, h)
		}
	}
	return unknown == act.Unknown
}

// next takes the replacement of the first who is due, and reports whether it
// is that.
func (c *clearance) next(r *replay, d *redrawn, seat int, reason string) bool {
	if seat != c.due[0] || reason != "conflict" {
		return false
	}
	h := d.Holders[slices.IndexFunc(d.Holders, func(h draw.Holder) bool { return h.Seat == seat })]
	if len(c.grounds[h.Label]) == 0 {
		c.due = c.due[1:]
	} else {
		c.note(r, h)
	}
	return true
}

// note says by which grounds somebody was excluded.
func (c *clearance) note(r *replay, h draw.Holder) {
	r.v.report.note(PartConflicts, "excluded", "seat", strconv.Itoa(h.Seat), "label", h.Label[:8], "grounds", strings.Join(c.grounds[h.Label], ", "))
}

// finishPanel says what was found of a panel that was drawn elsewhere.
func (r *replay) finishPanel(d *redrawn) {
	report := r.v.report
	said := []string{"library", d.Source.Library, "body", d.Source.Body, "person", d.Source.Person, "record", d.Source.RecordNo,
		"drawn", time.UnixMilli(d.Source.DrawnMs).UTC().Format("2006-01-02 15:04 UTC"), "file", d.Source.File, "hash", d.Source.Record}
	if d.Stage == draw.Void {
		report.note(PartDraw, "outside_void", said...)
	} else {
		report.say(PartDraw, Outside)
		report.note(PartDraw, "outside", said...)
	}
	for _, list := range d.Lists {
		report.note(PartDraw, "outside_list", "library", list.Library, "record", list.RecordNo)
	}
	for i, f := range d.Fillings[len(d.Seats):] {
		report.note(PartDraw, "replaced."+d.Reasons[i], "seat", strconv.Itoa(f.Seat), "place", strconv.Itoa(d.Place(f.Label)))
	}
	if d.clear != nil && len(d.clear.due) > 0 {
		report.broken(PartConflicts, Finding{Tree: r.v.walk.Tree, Code: "exclusions"})
	}
	people := d.People()
	for _, o := range d.persons {
		if !slices.Contains(people, o.Label) {
			r.drawBroken(Finding{Tree: r.v.walk.Tree, Code: "draw_unnamed", Detail: "draws/" + d.ID + "/persons.jsonl " + o.Label})
		}
	}
	for _, name := range r.v.file.names {
		if n, is := strings.CutPrefix(name, "draws/"+d.ID+"/record-"); is && n > strconv.Itoa(len(d.Lists)) {
			r.drawBroken(Finding{Tree: r.v.walk.Tree, Code: "draw_unnamed", Detail: name})
		}
	}
	if d.FillUnchecked {
		report.note(PartDraw, "fill_order_only")
	}
}

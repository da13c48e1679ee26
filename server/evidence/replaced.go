package evidence

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/proclog"
)

// leaves holds why a holder lost a seat by an act against what the draw alone
// does not know. before are the holders before the act.
func (r *replay) leaves(e proclog.Entry, d *redrawn, act draw.Act, before []draw.Holder) {
	seat, reason, datum := 0, "", ""
	switch a := act.(type) {
	case *draw.Replaced:
		seat, reason, datum = a.Filling.Seat, a.Reason, a.Conflict
	case *draw.Vacated:
		seat, reason, datum = a.Seat, a.Reason, a.Conflict
	}
	if seat == 0 || r.ended {
		return
	}
	if datum != "" {
		r.leavesForConflict(e, d, seat, datum, before)
		return
	}
	h := before[slices.IndexFunc(before, func(h draw.Holder) bool { return h.Seat == seat })]
	if reason == "recused" || reason == "absent" && h.Answer != reason {
		if change := r.c.Left(h.Label); change == nil || (change.Ground != "") != (reason == "recused") {
			r.drawBroken(at(e, "not_left"))
		}
	}
}

// leavesForConflict decides the conflict again for which a holder lost a seat,
// from what the file opens of it.
func (r *replay) leavesForConflict(e proclog.Entry, d *redrawn, seat int, datum string, before []draw.Holder) {
	r.wanted = append(r.wanted, wanted{PartConflicts, evaluation.Datum(datum)})
	i := slices.IndexFunc(r.opened, func(o evaluation.Opening) bool {
		return o.Domain == draw.ConflictDomain && string(o.DatumHash()) == datum
	})
	if i < 0 || r.lacksKnown() {
		return
	}
	decided, err := r.decided(e, d, r.opened[i].Value, before, seat)
	if err != nil {
		r.exclusionsBroken(e, err.Error())
		return
	}
	if d.clear != nil && len(d.clear.due) > 0 {
		return // of an import, which says it itself
	}
	r.v.report.note(PartConflicts, "left", "seat", strconv.Itoa(seat), "label", decided.Label[:8], "grounds", strings.Join(decided.Grounds, ", "))
}

// decided reads by what a holder's conflict was decided and decides it again.
func (r *replay) decided(e proclog.Entry, d *redrawn, value string, before []draw.Holder, seat int) (decided experts.Decided, err error) {
	if err := strict([]byte(value), &decided); err != nil {
		return decided, err
	}
	h := before[slices.IndexFunc(before, func(h draw.Holder) bool { return h.Seat == seat })]
	if h.Label != decided.Label {
		return decided, fmt.Errorf("of label %s was decided, who held the seat is %s", decided.Label, h.Label)
	}
	if err := r.isBehind(e, d, decided); err != nil {
		return decided, err
	}
	someone := []conflict.Expert{decided.Expert}
	if d.Source == nil {
		if err := ofTheirOwn(someone); err != nil {
			return decided, err
		}
	}
	r.dismissals.use(e, someone)
	others, err := objects[conflict.Company](r.v.file, "draws/"+d.ID+"/others.jsonl")
	if err != nil {
		return decided, err
	}
	facts, err := r.known(e, decided.Companies, others)
	if err != nil {
		return decided, err
	}
	facts.Meeting = conflict.Date{} // leave is asked for when the pool is formed
	checker := conflict.NewChecker(facts)
	holds, twice := decided.Holds(checker)
	if !holds {
		return decided, fmt.Errorf("stated %v, computed %v", decided.Grounds, checker.KeepsOut(decided.Expert))
	}
	if twice {
		r.merges.twins = append(r.merges.twins, drawnTwice{e, d, decided, labelsOf(before)})
	}
	return decided, nil
}

// isBehind holds whose conflict was decided against who stands behind the
// label. Whom a merge made another entry is left to the centre's tree.
func (r *replay) isBehind(e proclog.Entry, d *redrawn, decided experts.Decided) error {
	if d.Source != nil {
		return sameCandidates(slices.DeleteFunc(slices.Clone(d.persons), func(o draw.OpenedPerson) bool { return o.Label != decided.Label }), []conflict.Expert{decided.Expert})
	}
	o, known := d.Behind(decided.Label)
	if !known {
		return errors.New("not everybody is opened behind the labels")
	}
	if o.Expert != decided.Entry {
		return fmt.Errorf("behind label %s stands %s", decided.Label, o.Expert)
	}
	r.merges.due = append(r.merges.due, mergeDue{e, o.Expert, decided.Expert.ID})
	return nil
}

func labelsOf(holders []draw.Holder) (labels []string) {
	for _, h := range holders {
		labels = append(labels, h.Label)
	}
	return labels
}

// A drawnTwice is somebody who left because the person had another seat.
type drawnTwice struct {
	entry   proclog.Entry
	d       *redrawn
	decided experts.Decided
	labels  []string // of all who held seats
}

// merges are those of entries of the register, as the centre's tree says.
type merges struct {
	into  []merged // in the order of the tree
	due   []mergeDue
	twins []drawnTwice
}

type merged struct {
	AtMs    int64  `json:"-"`
	Subject string `json:"subject"`
	Other   string `json:"other"`
}

// A mergeDue is an entry that another must have become by an entry of the lot.
type mergeDue struct {
	entry    proclog.Entry
	from, to string
}

func (m *merges) next(e proclog.Entry) {
	one := merged{AtMs: e.AtMs}
	if e.Role == "staff" && json.Unmarshal(e.Body, &one) == nil { // else nothing is found to be said
		m.into = append(m.into, one)
	}
}

// standing returns the entry that an entry had become by an instant.
func (m *merges) standing(id string, atMs int64) string {
	for _, one := range m.into {
		if one.AtMs <= atMs && one.Other == id {
			id = one.Subject
		}
	}
	return id
}

// finishMerges holds what was decided of merged entries against the centre's
// tree.
func (r *replay) finishMerges() {
	for _, due := range r.merges.due {
		if r.merges.standing(due.from, due.entry.AtMs) != due.to {
			r.exclusionsBroken(due.entry, fmt.Sprintf("%s had not become %s", due.from, due.to))
		}
	}
	for _, t := range r.merges.twins {
		if !slices.ContainsFunc(t.labels, func(label string) bool {
			other, known := t.d.Behind(label)
			return known && label != t.decided.Label && r.merges.standing(other.Expert, t.entry.AtMs) == t.decided.Expert.ID
		}) {
			r.exclusionsBroken(t.entry, "nobody else who held a seat is the same person")
		}
	}
}

package evidence

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"

	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/proclog"
)

// A State is what a verifier says of one part of a case.
type State string

const (
	Checked      State = "checked"
	NotContained State = "not_contained"
	Erased       State = "erased"
	Broken       State = "broken"
)

// A Part is what was found of one part. At and Why name the entry that is
// broken, or the rule by which something was erased.
type Part struct {
	Name  string `json:"name"` // log, centre, key, draw, exclusions, meeting, scores
	State State  `json:"state"`
	At    string `json:"at,omitempty"` // tree/seq kind
	Why   string `json:"why,omitempty"`
}

// A Report is what a verifier says of a file.
type Report struct {
	Parts []Part `json:"parts"`
	// Itself says that the file agrees with itself only: neither a key's
	// fingerprint nor a held checkpoint was given to hold it against.
	Itself bool `json:"itself_only"`
}

// Sound reports whether nothing is broken.
func (r Report) Sound() bool {
	return !slices.ContainsFunc(r.Parts, func(p Part) bool { return p.State == Broken })
}

// Options are what a verifier holds a file against.
type Options struct {
	Fingerprint string // of the log's key; empty if not known
	Held        string // a signed checkpoint of the lot that somebody kept; empty if none
}

// Verify re-runs a case from its evidence file.
func Verify(b *Bundle, o Options) Report {
	v := &verifier{b: b, o: o, openings: map[evaluation.Datum]evaluation.Opening{}, erased: map[evaluation.Datum]string{}}
	v.report.Itself = o.Fingerprint == "" && o.Held == ""
	v.key()
	if v.log() {
		v.centre()
		v.run()
	}
	return v.report
}

type verifier struct {
	b        *Bundle
	o        Options
	report   Report
	entries  []proclog.Entry
	tree     proclog.Memory
	openings map[evaluation.Datum]evaluation.Opening
	erased   map[evaluation.Datum]string
}

func (v *verifier) say(name string, state State, at, why string) {
	v.report.Parts = append(v.report.Parts, Part{name, state, at, why})
}

func place(e proclog.Entry) string {
	return e.Tree + "/" + strconv.FormatInt(e.Seq, 10) + " " + e.Kind
}

// key holds the file's key against the fingerprint that was given.
func (v *verifier) key() {
	fingerprint, err := proclog.KeyFingerprint(v.b.Manifest.Key)
	switch {
	case err != nil:
		v.say("key", Broken, "", err.Error())
	case v.o.Fingerprint == "":
		v.say("key", NotContained, "", "no fingerprint was given")
	case v.o.Fingerprint != fingerprint:
		v.say("key", Broken, "", "the file was signed by the key "+fingerprint)
	default:
		v.say("key", Checked, "", "")
	}
}

// log checks the entries' form and order, the tree, its checkpoint, and a
// checkpoint that somebody held.
func (v *verifier) log() bool {
	lot := v.b.Manifest.Lot
	var last int64
	for i, text := range v.b.Entries {
		e, err := proclog.ParseEntry(text)
		if err != nil {
			v.say("log", Broken, lot+"/"+strconv.Itoa(i), err.Error())
			return false
		}
		if e.Tree != lot || e.Seq != int64(i) || e.AtMs < last {
			v.say("log", Broken, place(e), "out of its order: entry "+strconv.Itoa(i)+" was due")
			return false
		}
		last = e.AtMs
		if err := v.tree.Add(proclog.LeafHash(text)); err != nil {
			v.say("log", Broken, place(e), err.Error())
			return false
		}
		v.entries = append(v.entries, e)
	}
	for _, note := range []string{v.b.Checkpoint, v.o.Held} {
		if note == "" {
			continue
		}
		if err := v.covered(note); err != nil {
			v.say("log", Broken, lot, err.Error())
			return false
		}
	}
	v.say("log", Checked, "", strconv.Itoa(len(v.entries))+" entries")
	return true
}

// covered holds the tree against a signed checkpoint.
func (v *verifier) covered(note string) error {
	c, err := proclog.OpenCheckpoint(note, v.b.Manifest.Key)
	if err != nil {
		return err
	}
	root, err := v.tree.RootAt(c.Size)
	if err != nil {
		return err
	}
	if c.Tree() != v.b.Manifest.Lot || root != c.Root {
		return fmt.Errorf("the entries are not those of the checkpoint at %d", c.Size)
	}
	return nil
}

// centre checks that the centre's tree holds the lot's checkpoint.
func (v *verifier) centre() {
	if len(v.b.CentreEntry) == 0 {
		v.say("centre", NotContained, "", "")
		return
	}
	if err := v.inCentre(); err != nil {
		v.say("centre", Broken, proclog.Centre, err.Error())
		return
	}
	v.say("centre", Checked, "", "")
}

func (v *verifier) inCentre() error {
	e, err := proclog.ParseEntry(v.b.CentreEntry)
	if err != nil {
		return err
	}
	checkpoint, err := proclog.OpenCheckpoint(v.b.CentreCheckpoint, v.b.Manifest.Key)
	if err != nil {
		return err
	}
	lot, err := proclog.OpenCheckpoint(v.b.Checkpoint, v.b.Manifest.Key)
	if err != nil {
		return err
	}
	var body struct{ Tree, Size, Root string }
	if err := json.Unmarshal(e.Body, &body); err != nil {
		return err
	}
	if body.Tree != v.b.Manifest.Lot || body.Size != strconv.FormatInt(lot.Size, 10) || body.Root != lot.Root.String() || checkpoint.Tree() != proclog.Centre {
		return errors.New("the centre's entry is of another checkpoint")
	}
	proof := make(tlog.RecordProof, len(v.b.CentreProof))
	for i, text := range v.b.CentreProof {
		hash, err := base64.StdEncoding.DecodeString(text)
		if err != nil || copy(proof[i][:], hash) != tlog.HashSize {
			return errors.New("the inclusion proof is malformed")
		}
	}
	return tlog.CheckRecord(proof, checkpoint.Size, checkpoint.Root, e.Seq, proclog.LeafHash(v.b.CentreEntry))
}

// run folds the acts of the draws and of the case again.
func (v *verifier) run() {
	for _, o := range v.b.Openings {
		v.openings[o.DatumHash()] = o
	}
	var c evaluation.Case
	draws := map[string]*draw.Draw{}
	for _, e := range v.entries {
		var err error
		part := "meeting"
		switch {
		case e.Kind == "datum.erased":
			var erased evaluation.DatumErased
			err = json.Unmarshal(e.Body, &erased)
			v.erased[erased.Datum] = string(erased.Rule)
		case slices.Contains(draw.Kinds(), e.Kind):
			part, err = "draw", v.drawAct(draws, e)
		default:
			err = v.caseAct(&c, draws, e)
		}
		if err != nil {
			v.say(part, Broken, place(e), err.Error())
			return
		}
	}
	v.sayDraws(draws)
	v.say("meeting", Checked, "", string(c.Stage()))
	switch m := c.Meeting; {
	case m == nil || m.Tally == nil:
		v.say("scores", NotContained, "", "")
	case !m.TallyUnchecked:
		v.say("scores", Checked, "", "")
	case len(v.erased) > 0:
		for _, rule := range v.erased {
			v.say("scores", Erased, "", rule)
			break
		}
	default:
		v.say("scores", NotContained, "", "")
	}
}

func (v *verifier) drawAct(draws map[string]*draw.Draw, e proclog.Entry) error {
	act, err := draw.Decode(e.Kind, e.Body)
	if err != nil {
		return err
	}
	d := draws[act.Of()]
	if d == nil {
		d = new(draw.Draw)
		draws[act.Of()] = d
	}
	if err := d.Apply(draw.Meta{AtMs: e.AtMs, Actor: e.Actor, Role: e.Role}, act); err != nil {
		return err
	}
	if pool := v.b.Pools[act.Of()]; e.Kind == "draw.pooled" && pool != nil {
		return d.Reveal(pool)
	}
	return nil
}

func (v *verifier) sayDraws(draws map[string]*draw.Draw) {
	if len(draws) == 0 {
		v.say("draw", NotContained, "", "")
		return
	}
	v.say("draw", Checked, "", strconv.Itoa(len(draws)))
	for id, d := range draws {
		if d.FillUnchecked || !d.Complete() {
			v.say("exclusions", NotContained, id, "")
		} else {
			v.say("exclusions", Checked, id, "")
		}
	}
}

func (v *verifier) caseAct(c *evaluation.Case, draws map[string]*draw.Draw, e proclog.Entry) error {
	act, err := evaluation.Decode(e.Kind, e.Body)
	if err != nil {
		return err
	}
	if err := c.Apply(evaluation.Meta{AtMs: e.AtMs, Actor: e.Actor, Role: e.Role}, act); err != nil {
		return err
	}
	if arrived, ok := act.(*evaluation.MemberCheckedIn); ok && arrived.Label != "" && !accepted(draws, arrived) {
		return errors.New("the label did not accept this seat in any draw")
	}
	if sheet, ok := act.(*evaluation.SheetSubmitted); ok {
		if opening, contained := v.openings[sheet.Marks]; contained {
			return c.OpenSheet(sheet.Seat, opening)
		}
	}
	return nil
}

// accepted reports whether a label was drawn for a seat and accepted it.
func accepted(draws map[string]*draw.Draw, arrived *evaluation.MemberCheckedIn) bool {
	for _, d := range draws {
		for _, h := range d.Holders {
			if h.Seat == arrived.Seat && h.Label == arrived.Label && h.Answer == "accepted" && d.Stage != draw.Void {
				return true
			}
		}
	}
	return false
}

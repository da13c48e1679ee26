package evidence_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

// wantStates compares the states of all parts, given as lines "part state".
func wantStates(t *testing.T, r *evidence.Report, want string) {
	t.Helper()
	var got strings.Builder
	for _, p := range r.Parts {
		got.WriteString(p.Name + " " + string(p.State) + "\n")
	}
	if got.String() != want {
		t.Errorf("states\n%s\nwant\n%s\n%+v", got.String(), want, r.Parts)
	}
}

const (
	allChecked = `log checked
checkpoints checked
keys checked
draw checked
conflicts checked
scores checked
ranking checked
signatures checked
report checked
recordings checked
`
	publicStates = `log checked
checkpoints checked
keys not_contained
draw checked
conflicts not_contained
scores checked
ranking checked
signatures checked
report not_contained
recordings not_contained
`
)

func TestWholeCase(t *testing.T) {
	l := closeLot(t)
	seen := map[string]bool{}
	for _, text := range slices.Concat(l.log.entries, closeEnvelopes(t).log.entries) { // no method has both further offers and second envelopes
		e, err := proclog.ParseEntry(text)
		if err != nil {
			t.Fatal(err)
		}
		seen[e.Kind] = true
	}
	for _, kind := range append(evaluation.Kinds(), draw.Kinds()...) {
		if !seen[kind] {
			t.Errorf("the case holds no %s", kind)
		}
	}
	full := pack(t, l.bundle(evidence.Full))
	if again := pack(t, l.bundle(evidence.Full)); !bytes.Equal(full, again) {
		t.Error("one bundle gives two files")
	}
	lotLeaves := leaves(l.log.entries)
	r := verify(t, full, evidence.Options{Fingerprint: l.signer.Fingerprint(), Held: []string{l.note(lotID, lotLeaves, 20)}, Recordings: l.dir})
	wantStates(t, r, allChecked)
	if r.Itself || !r.Sound() || r.Entries != int64(len(lotLeaves)) || len(r.Gaps) != 1 {
		t.Errorf("%+v", r)
	}
	public := verify(t, pack(t, l.bundle(evidence.Public)), evidence.Options{})
	wantStates(t, public, publicStates)
	if !public.Itself {
		t.Error("a file held against nothing is not said to be consistent with itself only")
	}
}

// A public file names nobody, and does not hold what only the authority gets.
func TestPublicFileHoldsNoNames(t *testing.T) {
	l := closeLot(t)
	file := pack(t, l.bundle(evidence.Public))
	for _, secret := range []string{"成员1", "专家0", "单位0", "UNIT0", "the report", "draws/", "signature.drawing", "draw.expert"} {
		if bytes.Contains(file, []byte(secret)) {
			t.Errorf("the public file holds %q", secret)
		}
	}
	if !bytes.Contains(file, []byte("bidroom/sheet/1")) {
		t.Error("the public file opens no sheet")
	}
	// A sheet of a meeting that was not tallied is not due.
	early := closeLot(t)
	for i, text := range early.log.entries {
		if e, err := proclog.ParseEntry(text); err != nil || e.Kind == "meeting.tallied" {
			early.log.entries = early.log.entries[:i]
			break
		}
	}
	if bytes.Contains(pack(t, early.bundle(evidence.Public)), []byte("bidroom/sheet/1")) {
		t.Error("the public file opens sheets before the tally")
	}
}

// A draft that the file opens must be what its digest stands for: of its seat,
// and of as many fields.
func TestOtherDraft(t *testing.T) {
	l := closeLot(t)
	true_ := agree(t, pack(t, l.bundle(evidence.Full)), evidence.Options{})
	if !true_.Sound() {
		t.Fatalf("%+v", true_.Parts)
	}
	for what, act := range map[string]evaluation.DraftDigest{"another seat's": {Seat: 3, Marks: 1}, "one field too few": {Seat: 2, Marks: 2}} {
		l := closeLot(t)
		i := first(t, l.log.entries, "drafts.digested")
		e, err := proclog.ParseEntry(l.log.entries[i])
		if err != nil {
			t.Fatal(err)
		}
		o := l.open("draft", evaluation.DraftText(lotID, "meeting-2", 2, []string{`b1 plan ["9","",""]`}))
		l.openings = slices.DeleteFunc(l.openings, func(o evidence.Opening) bool { return o.Seq == int64(i) })
		l.keep(int64(i), o)
		act.Digest = o.DatumHash()
		if e.Body, err = proclog.Canonical(&evaluation.DraftsDigested{Drafts: []evaluation.DraftDigest{act}}); err != nil {
			t.Fatal(err)
		}
		if l.log.entries[i], err = e.Bytes(); err != nil {
			t.Fatal(err)
		}
		r := agree(t, pack(t, l.bundle(evidence.Full)), evidence.Options{})
		if !slices.ContainsFunc(r.Part(evidence.PartLog).Findings, func(f evidence.Finding) bool {
			return f.Kind == "drafts.digested" && strings.Contains(fmt.Sprint(f.Reasons), "draft.form")
		}) {
			t.Errorf("%s draft: %+v", what, r.Part(evidence.PartLog))
		}
	}
}

// What the file opens of the files that were read must be of the seat, the stage
// and the case, and no longer than the member was there.
func TestOtherReading(t *testing.T) {
	l := closeLot(t)
	i := first(t, l.log.entries, "files.read")
	entries, openings := l.log.entries, l.openings
	for what, forged := range map[string]struct {
		seat  int
		stage evaluation.Stage
		times string
		sound bool
	}{
		"as it was":            {1, evaluation.Evaluating, "bid-a 1\nbid-c 0\n", true},
		"another seat's":       {2, evaluation.Evaluating, "bid-a 1\n", false},
		"another stage's":      {1, evaluation.Examining, "bid-a 1\n", false},
		"no file of the case":  {1, evaluation.Evaluating, "bid-z 1\n", false},
		"a code not given":     {1, evaluation.Evaluating, "09 1\n", false},
		"a file twice":         {1, evaluation.Evaluating, "bid-a 1\nbid-a 2\n", false},
		"in another order":     {1, evaluation.Evaluating, "bid-c 1\nbid-a 2\n", false},
		"before it was opened": {1, evaluation.Evaluating, "bid-a -1\n", false},
		"longer than it can":   {1, evaluation.Evaluating, "bid-a 9999999999\n", false},
		"without an end":       {1, evaluation.Evaluating, "bid-a 1", false},
	} {
		l.log.entries, l.openings = slices.Clone(entries), slices.Clone(openings)
		e, err := proclog.ParseEntry(l.log.entries[i])
		if err != nil {
			t.Fatal(err)
		}
		o := l.open(evaluation.ReadingDomain, evaluation.ReadingText(lotID, "meeting-2", forged.seat, forged.stage, nil)+forged.times)
		l.openings = slices.DeleteFunc(l.openings, func(o evidence.Opening) bool { return o.Seq == int64(i) })
		l.keep(int64(i), o)
		act := &evaluation.FilesRead{Stage: evaluation.Evaluating, Read: []evaluation.SeatReading{{Seat: 1, Times: o.DatumHash()}}}
		if e.Body, err = proclog.Canonical(act); err != nil {
			t.Fatal(err)
		}
		if l.log.entries[i], err = e.Bytes(); err != nil {
			t.Fatal(err)
		}
		r := agree(t, pack(t, l.bundle(evidence.Full)), evidence.Options{})
		if named := slices.ContainsFunc(r.Part(evidence.PartLog).Findings, func(f evidence.Finding) bool {
			return f.Kind == "files.read" && strings.Contains(fmt.Sprint(f.Reasons), "reading.form")
		}); named == forged.sound {
			t.Errorf("%s: %+v", what, r.Part(evidence.PartLog))
		}
	}
	l.log.entries, l.openings = entries, openings
	l.forgeAfter(t, map[string]forgedAfter{"read out by staff": {"files.read", inRole("staff"), "drawn.system"}})
}

// What is erased is not contained, and the rule says why.
func TestErasedSheet(t *testing.T) {
	l := closeLot(t)
	var kept []evidence.Opening
	var gone evaluation.Datum
	for _, o := range l.openings {
		if o.Domain == evaluation.SheetDomain && strings.Contains(o.Value, "\n3\n") {
			gone = o.DatumHash()
			continue
		}
		kept = append(kept, o)
	}
	l.openings = kept
	r := verify(t, pack(t, l.bundle(evidence.Full)), evidence.Options{})
	if got := r.Part(evidence.PartScores); got.State != evidence.NotContained {
		t.Errorf("without a sheet, scores are %+v", got)
	}
	l.do("system", "system", &evaluation.DatumErased{Datum: gone, Rule: "个人信息保护法 第四十七条"})
	r = verify(t, pack(t, l.bundle(evidence.Full)), evidence.Options{})
	for _, part := range []string{evidence.PartScores, evidence.PartRanking} {
		if got := r.Part(part); got.State != evidence.Erased || len(got.Rules) != 1 || got.Rules[0] != "个人信息保护法 第四十七条" {
			t.Errorf("%+v", got)
		}
	}
	if !r.Sound() {
		t.Errorf("erasing by a rule broke something: %+v", r.Parts)
	}
}

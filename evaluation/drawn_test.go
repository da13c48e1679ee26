package evaluation_test

import (
	"slices"
	"testing"

	"bidroom/evaluation"
)

// equal plays a case to its evaluation by a method under which all bids are
// equal, and which draws a coefficient at the tally and the order of ties.
func equal(t *testing.T) *play {
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio",
		[2]string{`"formulas": [`, `"drawn": [{"id": "k", "moment": "tally", "one_of": ["0.9", "1"], "names": {"en": "Factor"}}], "formulas": [`},
		[2]string{`marks(technical) + marks(commercial) + price_score"`, `marks(technical) + marks(commercial) * k"`},
		[2]string{`{"by": "price", "order": "asc"}`, `{"drawn": true}`})
	p.upTo(evaluation.Evaluating)
	return p
}

// system carries out an act that follows from a draw.
func (p *play) system(act evaluation.Act) error {
	p.ms += 1000
	return p.c.Apply(evaluation.Meta{AtMs: p.ms, Actor: "system", Role: "system"}, act)
}

func (p *play) submitAll() {
	for seat := 1; seat <= 5; seat++ {
		p.submit(seat)
	}
}

// next is the act that counts the sheets.
func (p *play) next() evaluation.Act {
	p.t.Helper()
	act, err := p.c.NextTally()
	if err != nil {
		p.t.Fatal(err)
	}
	return act
}

func TestCoefficientIsDrawnOnceAtItsMoment(t *testing.T) {
	p := equal(t)
	k := func(value string) *evaluation.CoefficientDrawn {
		return &evaluation.CoefficientDrawn{Coefficient: "k", Value: value, Draw: "d"}
	}
	wantRefusal(t, p.system(k("1")), slices.Repeat([]string{"seat.not_submitted"}, 5)...)
	p.submitAll()
	wantRefusal(t, p.try("staff", k("1")), "drawn.system")
	wantRefusal(t, p.system(k("1.0")), "coefficient.value")
	wantRefusal(t, p.system(&evaluation.CoefficientDrawn{Coefficient: "j", Value: "1", Draw: "d"}), "coefficient.unknown")
	wantRefusal(t, p.try("staff", &evaluation.MeetingTallied{}), "coefficient.undrawn")
	if err := p.system(k("0.9")); err != nil {
		t.Fatal(err)
	}
	wantRefusal(t, p.system(k("1")), "coefficient.drawn")
	wantRefusal(t, p.try("staff", &evaluation.SheetReturned{Seat: 1, Reason: "x"}), "sheet.drawn")
	result, err := p.c.Score(nil)
	if err != nil || result.Bids[0].Total != "67.50" { // 45 + 25 × 0.9
		t.Errorf("%v: with 0.9 the total is %s", err, result.Bids[0].Total)
	}
}

func TestTieWaitsForItsDraw(t *testing.T) {
	p := equal(t)
	p.submitAll()
	if err := p.system(&evaluation.CoefficientDrawn{Coefficient: "k", Value: "1", Draw: "d"}); err != nil {
		t.Fatal(err)
	}
	all := []string{"bid-a", "bid-b", "bid-c", "bid-d"}
	drawn := []string{"bid-c", "bid-a", "bid-d", "bid-b"}
	wantRefusal(t, p.system(&evaluation.TieDrawn{Draw: "d", Order: drawn}), "tie.none")
	tied, ok := p.next().(*evaluation.MeetingTied)
	if !ok || !slices.Equal(tied.Bids(), all) {
		t.Fatalf("tied are %+v", tied)
	}
	wantRefusal(t, p.try("staff", &evaluation.MeetingTied{Groups: []evaluation.TieGroup{{Bids: all[:2]}}}), "tie.differs")
	wantRefusal(t, p.try("staff", &evaluation.MeetingTallied{}), "tally.tie_order")
	p.do("staff", tied)
	wantRefusal(t, p.try("staff", tied), "tie.waits")
	wantRefusal(t, p.try("staff", &evaluation.MeetingTallied{}), "tie.waits")
	wantRefusal(t, p.try("staff", &evaluation.SheetReturned{Seat: 1, Reason: "x"}), "tie.waits")
	wantRefusal(t, p.try("staff", &evaluation.TieDrawn{Draw: "d", Order: drawn}), "drawn.system")
	wantRefusal(t, p.system(&evaluation.TieDrawn{Draw: "d", Order: drawn[:3]}), "tie.differs")
	if err := p.system(&evaluation.TieDrawn{Draw: "d", Order: drawn}); err != nil {
		t.Fatal(err)
	}
	wantRefusal(t, p.try("staff", &evaluation.SheetReturned{Seat: 1, Reason: "x"}), "sheet.drawn")
	tally := p.next().(*evaluation.MeetingTallied)
	if !slices.Equal(tally.TieOrder, drawn) || !slices.Equal(tally.Candidates, drawn[:3]) || tally.Ranking[0].Tied {
		t.Errorf("the tally is %+v", tally)
	}
	other := *tally
	other.TieOrder = all
	wantRefusal(t, p.try("staff", &other), "tally.tie_order")
	p.do("staff", tally)

	// The order stands for whoever is still tied after a return.
	p.do("supervisor", &evaluation.MeetingReturned{To: evaluation.Evaluating, Reason: "复核"})
	p.submitAll()
	wantRefusal(t, p.try("staff", tied), "tie.differs")
	for seat := range 5 {
		p.do("staff", &evaluation.SheetReturned{Seat: seat + 1, Reason: "x"})
	}
	p.submitAll()
	if again := p.next().(*evaluation.MeetingTallied); !slices.Equal(again.TieOrder, drawn) {
		t.Errorf("after the return the tally is %+v", again)
	}
}

package evaluation_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/scoring"
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

// tie has every member hand in marks by which the bids of each group are equal,
// and those of a group better than those of the next.
func (p *play) tie(groups ...string) {
	p.t.Helper()
	for seat := 1; seat <= 5; seat++ {
		if s := p.c.Meeting.Seat(seat).Sheet; s != nil && !s.Returned {
			p.do("staff", &evaluation.SheetReturned{Seat: seat, Reason: "x"})
		}
		p.submitMarks(seat, func(bid string, c scoring.Criterion) string {
			if c.ID != "implementation" {
				return c.Max
			}
			group := slices.IndexFunc(groups, func(g string) bool { return strings.Contains(g, strings.TrimPrefix(bid, "bid-")) })
			return strconv.Itoa(9 - group)
		})
	}
}

// bids are ids of bids by their letters.
func bids(letters string) (ids []string) {
	for _, one := range letters {
		ids = append(ids, "bid-"+string(one))
	}
	return ids
}

// letters are those of bids.
func letters(ids []string) (s string) {
	for _, id := range ids {
		s += strings.TrimPrefix(id, "bid-")
	}
	return s
}

// drawTie states that bids are tied, holds that their order is to be drawn of
// just the bids that order names, and draws it.
func (p *play) drawTie(draw, order string) {
	p.t.Helper()
	tied := p.next().(*evaluation.MeetingTied)
	p.do("staff", tied)
	waiting, err := p.c.TiedBids()
	if err != nil || !slices.Equal(waiting, slices.Sorted(slices.Values(bids(order)))) {
		p.t.Fatalf("to be drawn are %v, %v", waiting, err)
	}
	drawn := &evaluation.TieDrawn{Draw: draw, Order: bids(order)}
	if err := p.system(drawn); err != nil {
		p.t.Fatal(err)
	}
	p.ties = append(p.ties, []any{"meeting.tied", tied}, []any{"draw.options", map[string]any{"purpose": "tie", "drawn_for": "meeting", "options": waiting}}, []any{"tie.drawn", drawn})
}

// tallied tallies, holds the candidates against what they are to be, and goes
// back.
func (p *play) tallied(order string) {
	p.t.Helper()
	tally := p.next().(*evaluation.MeetingTallied)
	var ranked []string
	for _, line := range tally.Ranking {
		if line.Tied {
			p.t.Errorf("%s is tied still", line.Bid)
		}
		ranked = append(ranked, line.Bid)
	}
	if letters(ranked) != order {
		p.t.Errorf("the ranking is %s, want %s", letters(ranked), order)
	}
	p.do("staff", tally)
	back := &evaluation.MeetingReturned{To: evaluation.Evaluating, Reason: "复核"}
	p.do("supervisor", back)
	p.ties = append(p.ties, []any{"meeting.tallied", tally}, []any{"meeting.returned", back})
}

// What was drawn once stands for the meeting: of bids that were tied before
// others were, of some of them, and of some of them with others.
func TestNoSecondDrawOfATie(t *testing.T) {
	p := equal(t)
	p.tie("ab", "c", "d")
	if err := p.system(&evaluation.CoefficientDrawn{Coefficient: "k", Value: "1", Draw: "k"}); err != nil {
		t.Fatal(err)
	}
	p.drawTie("1", "ba")
	p.tallied("bacd")
	p.tie("cd", "a", "b")
	p.drawTie("2", "dc")
	p.tallied("dcab")
	p.tie("ab", "cd") // both were drawn
	p.tallied("badc")
	p.tie("cda", "b") // a brings b along, though b is not tied
	p.drawTie("3", "acbd")
	if got := letters(p.c.Meeting.TieOrder()); got != "bdac" {
		t.Errorf("it stands as %s", got)
	}
	p.tallied("dacb")
	p.tie("abcd")
	p.tallied("bdac")
	if o := p.c.Meeting.Ordered; len(o) != 1 || !slices.Equal(o[0].Draws, []string{"1", "2", "3"}) {
		t.Errorf("the orders are %+v", o)
	}

	// The second verifier, which knows docs/process-log.md alone, follows all of it.
	steps, err := json.Marshal(append([][]any{{"meeting.scheduled", map[string]string{"meeting": "meeting"}}}, p.ties...))
	if err != nil {
		t.Fatal(err)
	}
	second := exec.Command("python3", "-B", "-c", "import json, sys, ties; t = ties.Ties(); [t.step(*s) for s in json.load(sys.stdin)]; print(*sum(t.orders, []))")
	second.Dir, second.Stdin = "../server/evidence/testdata", bytes.NewReader(steps)
	out, err := second.CombinedOutput()
	if want := strings.Join(bids("bdac"), " "); err != nil || strings.TrimSpace(string(out)) != want {
		t.Errorf("the second verifier says %s, %v, want %s", out, err, want)
	}
}

// A bid that joins two whose order stands has every place with equal chance.
func TestWiderTieIsFair(t *testing.T) {
	p := equal(t)
	p.tie("ab", "c", "d")
	if err := p.system(&evaluation.CoefficientDrawn{Coefficient: "k", Value: "1", Draw: "k"}); err != nil {
		t.Fatal(err)
	}
	p.drawTie("1", "ab")
	p.tallied("abcd")
	p.tie("abc", "d")
	p.do("staff", p.next().(*evaluation.MeetingTied))
	stands, err := json.Marshal(p.c)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, order := range []string{"abc", "acb", "bac", "bca", "cab", "cba"} {
		var c evaluation.Case
		if err := json.Unmarshal(stands, &c); err != nil {
			t.Fatal(err)
		}
		if err := c.Apply(evaluation.Meta{AtMs: p.ms, Actor: "system", Role: "system"}, &evaluation.TieDrawn{Draw: "2", Order: bids(order)}); err != nil {
			t.Fatal(err)
		}
		got[letters(c.Meeting.TieOrder())]++
	}
	if want := map[string]int{"abc": 2, "acb": 2, "cab": 2}; !maps.Equal(got, want) {
		t.Errorf("it comes to stand as %v, want %v", got, want)
	}
}

// Where the marks are not at hand, a statement still names opened bids, two or
// more in a group and none twice.
func TestTieIsOfOpenedBids(t *testing.T) {
	p := equal(t)
	p.submitAll()
	if err := p.system(&evaluation.CoefficientDrawn{Coefficient: "k", Value: "1", Draw: "k"}); err != nil {
		t.Fatal(err)
	}
	for seat := range p.c.Meeting.Seats {
		p.c.Meeting.Seats[seat].Sheet.Text = ""
	}
	for what, groups := range map[string][]evaluation.TieGroup{"none": nil, "one bid": {{Bids: bids("a")}}, "a bid twice": {{Bids: bids("aa")}}, "in two groups": {{Bids: bids("ab")}, {Bids: bids("bc")}}, "no bid": {{Bids: bids("ax")}}} {
		if err := p.try("staff", &evaluation.MeetingTied{Groups: groups}); err == nil {
			t.Errorf("tied are %s", what)
		}
	}
	p.do("staff", &evaluation.MeetingTied{Groups: []evaluation.TieGroup{{Bids: bids("ab")}}})
}

// A coefficient of the tally is drawn once nothing else is owed: whoever knows it
// has no word left. After it nobody is asked anything.
func TestCoefficientWaitsForEveryWord(t *testing.T) {
	p := equal(t)
	k := &evaluation.CoefficientDrawn{Coefficient: "k", Value: "1", Draw: "d"}
	p.ask(evaluation.AsksClarification, "bid-a", 30, "请说明第 3 页")
	for seat := 1; seat <= 5; seat++ {
		p.submitMarks(seat, func(bid string, c scoring.Criterion) string {
			if seat == 5 && bid == "bid-a" && c.ID == "implementation" {
				return "0"
			}
			return c.Max
		})
	}
	wantRefusal(t, p.system(k), "clarification.unjudged")
	p.do("agent", reply(1, "以第 3 页为准"))
	p.judge(1, "yyyyy")
	wantRefusal(t, p.system(k), "extremes.owed")
	p.explain()
	if err := p.system(k); err != nil {
		t.Fatal(err)
	}
	act, _ := p.clarify(evaluation.AsksClarification, "bid-b", 30, "请说明第 5 页")
	wantRefusal(t, p.try("seat:2", act), "clarification.drawn")
}

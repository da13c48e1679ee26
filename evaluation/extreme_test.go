package evaluation_test

import (
	"slices"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/scoring"
)

// explained plays a government procurement, whose rules ask for a reason, until
// five sheets are in; marks gives seats 1 to 5 their marks for the first bid on
// the first criterion, and everybody else gives the middle of each.
func explained(t *testing.T, marks ...string) (*play, string, string) {
	t.Helper()
	p := newPlay(t)
	p.prepare("cn-gp-consultation", [2]string{`"max": "10", "step": "0.1"`, `"max": "10", "step": "0.01"`})
	p.upTo(evaluation.Evaluating)
	method, err := p.c.ScoringMethod()
	if err != nil {
		t.Fatal(err)
	}
	bid, criterion := p.c.PassedBids()[0].ID, ""
	for _, c := range method.Criteria() {
		if criterion == "" && c.Kind == scoring.Points && !c.Objective {
			criterion = c.ID
		}
	}
	for seat, mark := range marks {
		p.submitMarks(seat+1, func(of string, c scoring.Criterion) string {
			if of == bid && c.ID == criterion {
				return mark
			}
			return c.Max
		})
	}
	return p, bid, criterion
}

// The line is the wider of 3 points and 30 percent of the mean; on it a mark is
// not extreme yet. Worked by hand: of 10, 10, 10, 10 and 5 the mean is 9 and 30
// percent of it 2.7, so 3 points count, and 5 is 4 away. Of 10, 10, 10, 10 and
// 6.25 the mean is 9.25, and 6.25 is 3 away.
func TestExtremes(t *testing.T) {
	for _, tt := range []struct {
		marks []string
		seats []int
	}{
		{[]string{"10", "10", "10", "10", "5"}, []int{5}},
		{[]string{"10", "10", "10", "10", "6.25"}, nil},
		{[]string{"10", "10", "10", "10", "6.24"}, []int{5}},
		{[]string{"10", "10", "10", "10", "10"}, nil},
		{[]string{"10", "0", "10", "0", "5"}, []int{1, 2, 3, 4}},
	} {
		p, bid, criterion := explained(t, tt.marks...)
		list, err := p.c.Extremes()
		if err != nil {
			t.Fatal(err)
		}
		var seats []int
		for _, one := range list {
			if one.Bid != bid || one.Criterion != criterion || one.Value != tt.marks[one.Seat-1] {
				t.Errorf("%v: %+v", tt.marks, one)
			}
			seats = append(seats, one.Seat)
		}
		if !slices.Equal(seats, tt.seats) {
			t.Errorf("%v: seats %v, want %v", tt.marks, seats, tt.seats)
		}
	}
}

// No tally without the reasons; they are for the sheet that stands.
func TestExtremesExplained(t *testing.T) {
	p, bid, criterion := explained(t, "10", "10", "10", "10")
	give := func(seat int, reasons ...evaluation.ExtremeReason) (*evaluation.ExtremesExplained, evaluation.Opening) {
		sheet := evaluation.Datum("")
		if s := p.c.Meeting.Seat(seat).Sheet; s != nil {
			sheet = s.Marks
		}
		o := datum(evaluation.ExtremesDomain, evaluation.ExtremesText("lot", "meeting", seat, sheet, reasons))
		return &evaluation.ExtremesExplained{Seat: seat, Reasons: o.DatumHash()}, o
	}
	why := evaluation.ExtremeReason{Bid: bid, Criterion: criterion, Text: "方案缺少关键工序"}
	is := func(want string, err error) {
		t.Helper()
		if got := code(t, err); got != want {
			t.Errorf("refused with %q, want %q", got, want)
		}
	}
	early, _ := give(1, why)
	is("extremes.early", p.try("seat:1", early))
	p.submitMarks(5, func(of string, c scoring.Criterion) string {
		if of == bid && c.ID == criterion {
			return "5"
		}
		return c.Max
	})
	for seat, want := range map[int]evaluation.Duty{1: evaluation.DutyWait, 5: evaluation.DutyExplain} {
		if got := p.c.Owes(seat); got != want {
			t.Errorf("seat %d owes %s, want %s", seat, got, want)
		}
	}
	is("extremes.owed", p.tally())
	act, o := give(5, why)
	is("seat.other", p.try("seat:4", act))
	is("", p.try("seat:5", act))
	is("extremes.owed", p.tally()) // it is not opened
	for what, wrong := range map[string][]evaluation.ExtremeReason{"no text": {{Bid: bid, Criterion: criterion, Text: " "}}, "twice": {why, why}, "no bid": {{Bid: "bid-x", Criterion: criterion, Text: "无"}}} {
		bad, opened := give(5, wrong...)
		is("", p.try("seat:5", bad))
		if err := p.c.OpenExtremes(5, opened); err == nil {
			t.Errorf("%s: opened", what)
		}
	}
	is("", p.try("seat:5", act))
	is("", p.c.OpenExtremes(5, o))
	if err := p.c.OpenExtremes(4, o); err == nil {
		t.Error("opened for another seat")
	}
	list, err := p.c.Extremes()
	if err != nil || len(list) != 1 || list[0].Reason != why.Text || list[0].Mean != "9" {
		t.Errorf("%+v, %v", list, err)
	}
	p.do("staff", &evaluation.SheetReturned{Seat: 5, Reason: "笔误"})
	p.submitMarks(5, func(of string, c scoring.Criterion) string {
		if of == bid && c.ID == criterion {
			return "4"
		}
		return c.Max
	})
	is("extremes.owed", p.tally()) // the reason was for the sheet before
	act, o = give(5, why)
	is("", p.try("seat:5", act))
	is("", p.c.OpenExtremes(5, o))
	is("", p.tally())
}

// explain gives a reason for every extreme mark.
func (p *play) explain() {
	p.t.Helper()
	list, err := p.c.Extremes()
	if err != nil {
		p.t.Fatal(err)
	}
	reasons := map[int][]evaluation.ExtremeReason{}
	for _, one := range list {
		reasons[one.Seat] = append(reasons[one.Seat], evaluation.ExtremeReason{Bid: one.Bid, Criterion: one.Criterion, Text: "方案缺少关键工序"})
	}
	for seat, given := range reasons {
		o := datum(evaluation.ExtremesDomain, evaluation.ExtremesText("lot", "meeting", seat, p.c.Meeting.Seat(seat).Sheet.Marks, given))
		p.do(evaluation.SeatActor(seat), &evaluation.ExtremesExplained{Seat: seat, Reasons: o.DatumHash()})
		if err := p.c.OpenExtremes(seat, o); err != nil {
			p.t.Fatal(err)
		}
	}
}

// Where only the experts' marks count, that of the representative is compared
// with none.
func TestExtremesOfExpertsOnly(t *testing.T) {
	for whose, want := range map[string]int{"experts": 0, "all": 1} {
		p := newPlay(t)
		p.prepare("cn-gp-consultation", [2]string{`"members": {`, `"members": {"whose": "` + whose + `", `})
		p.upTo(evaluation.Evaluating)
		for seat := 1; seat <= 5; seat++ {
			p.submitMarks(seat, func(bid string, c scoring.Criterion) string {
				if seat == 5 && bid == "bid-a" && c.ID == "understanding" {
					return "0"
				}
				return c.Max
			})
		}
		if list, err := p.c.Extremes(); err != nil || len(list) != want {
			t.Errorf("%s: %+v, %v", whose, list, err)
		}
	}
}

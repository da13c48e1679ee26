package evaluation_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/fee"
	"bidroom/evaluation/rule"
)

// chosen is a table by which a lot's experts are to be paid.
func chosen(t *testing.T, id, reason string) *evaluation.FeeTableChosen {
	t.Helper()
	table, err := fee.Load(id)
	if err != nil {
		t.Fatal(err)
	}
	return &evaluation.FeeTableChosen{Table: id, TableHash: table.Hash(), TableText: table.Text(), Reason: reason}
}

func oneDay(_, _ int64) int { return 1 }

// Who is owed what follows from the log; staff state what it does not know, with
// a reason, once the meeting is over.
func TestFees(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio")
	if code := codeOf(t, p.as("s1", "staff", 0, chosen(t, "cn-guangdong-gp-2020", ""))); code != "stage.wrong" {
		t.Errorf("before the meeting: %q", code)
	}
	p.upTo(evaluation.Sealed)
	earners := p.c.Earners()
	if len(earners) != 4 || earners[3].Seat != 4 || earners[3].ToMs != p.c.Meeting.Seat(4).Conclusion.AtMs || earners[0].FromMs != p.c.Meeting.Seat(1).Member.CheckedMs {
		t.Fatalf("%+v", earners) // the fifth is a representative
	}
	owed := func() string {
		t.Helper()
		found, err := p.c.FeeOf(p.c.Earners()[0], oneDay)
		if code := codeOf(t, err); code != "" {
			return code
		}
		return fmt.Sprint(found.Fen)
	}
	if got := owed(); got != "fee.no_table" {
		t.Errorf("without a table: %s", got)
	}
	const hour = 60 * 60 * 1000
	sum := func(fen int64) *int64 { return &fen }
	from := p.ms/60_000*60_000 - 20*hour
	stated := func(change func(*evaluation.FeeWorkStated)) *evaluation.FeeWorkStated {
		a := &evaluation.FeeWorkStated{Meeting: "meeting", Seat: 1, Label: earners[0].Label, FromMs: from, ToMs: from + 4*hour + 40*60_000, Days: 1, Reason: "候场"}
		change(a)
		return a
	}
	for i, step := range []struct {
		role string
		act  evaluation.Act
		code string
		owed string
	}{
		{"staff", stated(func(*evaluation.FeeWorkStated) {}), "fee.no_table", "fee.no_table"},
		{"supervisor", chosen(t, "cn-guangdong-gp-2020", ""), "fee.staff", "fee.no_table"},
		{"staff", &evaluation.FeeTableChosen{Table: "cn-guangdong-gp-2020", TableHash: hash("another"), TableText: chosen(t, "cn-guangdong-gp-2020", "").TableText}, "fee.table_other", "fee.no_table"},
		{"staff", &evaluation.FeeTableChosen{Table: "none", TableHash: hash("none"), TableText: "none"}, "fee.table_other", "fee.no_table"},
		{"staff", chosen(t, "cn-shandong-gp-2017", ""), "fee.table_reason", "fee.no_table"}, // since when it is in force is not known
		{"staff", chosen(t, "cn-shandong-gp-2017", strings.Repeat("因", 501)), "fee.table_reason", "fee.no_table"},
		{"staff", chosen(t, "cn-shandong-gp-2017", strings.Repeat("因", 500)), "", "40000"},
		{"staff", stated(func(*evaluation.FeeWorkStated) {}), "", "60000"},
		{"staff", chosen(t, "cn-guangdong-gp-2020", ""), "", "40000"}, // what was stated went with the table
		{"staff", stated(func(*evaluation.FeeWorkStated) {}), "", "70000"},
		{"staff", stated(func(a *evaluation.FeeWorkStated) { a.ToMs -= 10*60_000 + 1 }), "", "60000"}, // 4 h 29 min 59.999 s: 29 minutes
		{"staff", stated(func(a *evaluation.FeeWorkStated) { a.ToMs -= 9*60_000 + 1 }), "", "60000"},  // 30 min 59.999 s: 30 minutes
		{"staff", stated(func(a *evaluation.FeeWorkStated) { a.ToMs -= 9 * 60_000 }), "", "70000"},
		{"staff", stated(func(a *evaluation.FeeWorkStated) { a.Reason = " " }), "fee.reason", "70000"},
		{"staff", stated(func(a *evaluation.FeeWorkStated) { a.ToMs = a.FromMs - 1 }), "fee.time", "70000"},
		{"staff", stated(func(a *evaluation.FeeWorkStated) { a.ToMs = a.FromMs }), "", "40000"},
		{"staff", stated(func(a *evaluation.FeeWorkStated) { a.ToMs = p.ms + 1 }), "fee.time", "40000"},
		{"staff", stated(func(a *evaluation.FeeWorkStated) { a.Days = 0 }), "fee.time", "40000"},
		{"staff", stated(func(a *evaluation.FeeWorkStated) { a.Days = 3 }), "fee.time", "40000"},
		{"staff", stated(func(a *evaluation.FeeWorkStated) { a.Days = 2 }), "", "fee.open.days"},
		{"staff", stated(func(a *evaluation.FeeWorkStated) { a.Days, a.AgreedFen = 2, sum(900_00) }), "", "90000"},
		{"staff", stated(func(a *evaluation.FeeWorkStated) { a.AgreedFen = sum(900_00) }), "fee.agreed_stated", "90000"},
		{"staff", stated(func(a *evaluation.FeeWorkStated) { a.AgreedFen = sum(0) }), "", "0"},
		{"staff", stated(func(a *evaluation.FeeWorkStated) { a.Part = fee.Half }), "fee.part_stated", "0"},
		{"staff", stated(func(a *evaluation.FeeWorkStated) { a.Seat = 2 }), "fee.nobody", "0"},
		{"staff", stated(func(a *evaluation.FeeWorkStated) { a.Seat, a.Label = 5, "" }), "fee.nobody", "0"},
		{"staff", stated(func(a *evaluation.FeeWorkStated) { a.Meeting = "another" }), "fee.nobody", "0"},
		{"agent", stated(func(*evaluation.FeeWorkStated) {}), "fee.staff", "0"},
	} {
		if code := codeOf(t, p.as("s1", step.role, 0, step.act)); code != step.code {
			t.Fatalf("step %d, %s: %q, want %q", i, step.act.Kind(), code, step.code)
		}
		if got := owed(); got != step.owed {
			t.Fatalf("step %d: owed %s, want %s", i, got, step.owed)
		}
	}
}

// A table of another regime than the lot's rules is chosen with a reason.
func TestFeeTableOfAnotherRegime(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-works-baseline")
	p.upTo(evaluation.Sealed)
	for reason, want := range map[string]string{"": "fee.table_reason", "市里的文件规定参照执行": ""} {
		if code := codeOf(t, p.as("s1", "staff", 0, chosen(t, "cn-guangdong-gp-2020", reason))); code != want {
			t.Errorf("%q: %q, want %q", reason, code, want)
		}
	}
}

// Who leaves, when a meeting is void, and who stays silent.
func TestEarners(t *testing.T) {
	outcomes := func(p *play) string {
		var list []string
		for _, e := range p.c.Earners() {
			list = append(list, fmt.Sprintf("%d %s %t", e.Seat, e.Outcome, e.ToMs == p.ms))
		}
		return strings.Join(list, ", ")
	}
	for _, tt := range []struct {
		stage evaluation.Stage
		want  string
	}{
		{evaluation.Electing, "1 not_started true, 3 not_started true, 4 not_started true, 2 recused false"},
		{evaluation.Examining, "1 stopped true, 3 stopped true, 4 stopped true, 2 left false"},
	} {
		p := newPlay(t)
		p.prepare("cn-gp-lowest-ratio")
		p.upTo(tt.stage)
		p.do("seat:2", &evaluation.MemberRecused{Seat: 2, Ground: "R01"})
		if len(p.c.Earners()) != 0 {
			t.Error("owed while the meeting runs")
		}
		p.do("staff", &evaluation.MeetingVoided{Reason: "停电"})
		if got := outcomes(p); got != tt.want {
			t.Errorf("void at %s: %s, want %s", tt.stage, got, tt.want)
		}
	}
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio")
	p.upTo(evaluation.Signing)
	p.do("staff", &evaluation.ReportDeemedAgreed{Seat: 1, Reason: "离场"})
	for seat := 2; seat <= 5; seat++ {
		p.do("staff", &evaluation.ReportDeemedAgreed{Seat: seat, Reason: "离场"})
	}
	p.do("staff", &evaluation.MeetingSealed{FileHash: hash("signed report"), FileSize: 13})
	if err := p.as("s1", "staff", 0, chosen(t, "cn-guangdong-gp-2020", "")); err != nil {
		t.Fatal(err)
	}
	_, err := p.c.FeeOf(p.c.Earners()[0], oneDay)
	var refusal *rule.Refusal
	if !errors.As(err, &refusal) || refusal.Reasons[0].Code != "fee.no_end" {
		t.Errorf("of one who stayed silent: %v", err)
	}
}

package conflict_test

import (
	"errors"
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
)

// A namesake directs one bidder. When a second company has a director of that
// name, or the first one's office changes, the dismissal says nothing of it.
func TestDismissal(t *testing.T) {
	bidder := func(name, to string) conflict.Company {
		return conflict.Company{Name: name, CreditCode: name, LegalRepresentative: "王甲", Shareholders: []conflict.Shareholder{{Name: "李乙", Percent: 60}},
			People: []conflict.Post{{Name: "张伟", Office: "director", Period: conflict.Period{To: day(t, to)}}}}
	}
	answers := func(companies ...conflict.Company) []conflict.Answer {
		return conflict.NewChecker(conflict.Facts{Rules: recusal(t, "cn-tendering-2019"), Bidders: companies, Companies: companies,
			Started: day(t, "2025-03-01"), Today: day(t, "2025-03-10")}).Check(conflict.Expert{ID: "e", Name: "张伟", Status: conflict.Active})
	}
	first := answers(bidder("甲", "2024-05-01"))
	standing := conflict.Dismissal{Expert: "e", Ground: "R02", Datum: verdict(t, first, "R02").Data[0], Proposed: "s1", Decided: "s2", Reason: "同名，身份证号不同", On: day(t, "2025-03-10")}
	if err := standing.Check(); err != nil {
		t.Fatal(err)
	}
	altered := func(change func(*conflict.Dismissal)) conflict.Dismissal {
		d := standing
		change(&d)
		return d
	}
	for _, tt := range []struct {
		name    string
		answers []conflict.Answer
		said    conflict.Dismissal
		want    conflict.Verdict
	}{
		{"stands", first, standing, conflict.Dismissed},
		{"of another expert", first, altered(func(d *conflict.Dismissal) { d.Expert = "f" }), conflict.Conflict},
		{"of another ground", first, altered(func(d *conflict.Dismissal) { d.Ground = "R07" }), conflict.Conflict},
		{"by one person alone", first, altered(func(d *conflict.Dismissal) { d.Decided = "s1" }), conflict.Conflict},
		{"without a reason", first, altered(func(d *conflict.Dismissal) { d.Reason = "" }), conflict.Conflict},
		{"the office now ended on another day", answers(bidder("甲", "2024-06-01")), standing, conflict.Conflict},
		{"a second bidder has such a director", answers(bidder("甲", "2024-05-01"), bidder("乙", "")), standing, conflict.Conflict},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := verdict(t, conflict.Dismiss("e", tt.answers, []conflict.Dismissal{tt.said}), "R02")
			if got.Verdict != tt.want || len(got.Data) == 0 {
				t.Errorf("%s with %d data, want %s", got.Verdict, len(got.Data), tt.want)
			}
			if tt.want == conflict.Dismissed && (got.Data[0].Dismissal == nil || got.KeepsOut()) {
				t.Error("the dismissal does not show, or keeps out")
			}
		})
	}
	if got := verdict(t, first, "R02"); got.Verdict != conflict.Conflict {
		t.Errorf("what was dismissed changed the answers given: %s", got.Verdict)
	}
	var refusal *rule.Refusal
	if err := (conflict.Dismissal{Proposed: "s1", Decided: "s1"}).Check(); !errors.As(err, &refusal) || len(refusal.Reasons) != 3 {
		t.Errorf("%v, want three reasons", err)
	}
}

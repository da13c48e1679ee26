package conflict_test

import (
	"errors"
	"slices"
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
)

// The number decides where it is known of both; a name alone is every
// namesake's.
func TestNamesakes(t *testing.T) {
	for what, tt := range map[string]struct {
		name, stated, name2, index string
		want                       conflict.Verdict
	}{
		"the same number":                      {"沈一鸣", "i1", "沈一鸣", "i1", conflict.Conflict},
		"the same number under another name":   {"沈一鸣", "i1", "沈亦鸣", "i1", conflict.Conflict},
		"a namesake":                           {"沈一鸣", "i2", "沈一鸣", "i1", conflict.Clear},
		"no number stated":                     {"沈一鸣", "", "沈 一鸣", "i1", conflict.Conflict},
		"no number in the register":            {"沈一鸣", "i1", "沈一鸣", "", conflict.Conflict},
		"another name, and no number known":    {"沈一鸣", "i1", "沈佩", "", conflict.Clear},
		"another name, and no number anywhere": {"沈一鸣", "", "沈佩", "", conflict.Clear},
	} {
		row := conflict.Row{Kind: "design", Name: tt.name, Index: tt.stated, Bidder: "公司", BidderCode: "C", On: day(t, "2024-03-01")}
		facts := conflict.Facts{Register: conflict.NewRegister(nil), Rules: recusal(t, "cn-government-procurement-2017"), Started: day(t, "2024-03-01"), Today: day(t, "2024-03-10"),
			Bidders: []conflict.Company{{Name: "公司", CreditCode: "C"}}}
		for _, s := range conflict.Stated {
			if s == conflict.OfChallenges {
				row.Kind = "open"
			}
			facts.Know(s, conflict.DeclaredSome, []conflict.Row{row})
		}
		e := conflict.Expert{ID: "e", Name: tt.name2, Index: tt.index, Status: conflict.Active, Affiliated: conflict.DeclaredNone}
		answers := conflict.NewChecker(facts).Check(e)
		for _, ground := range []string{"R18", "R19", "R20", "R21", "R24"} {
			i := slices.IndexFunc(answers, func(a conflict.Answer) bool { return a.Ground == ground })
			if got := answers[i].Verdict; got != tt.want {
				t.Errorf("%s: %s is %s, want %s", what, ground, got, tt.want)
			}
		}
	}
}

// Too many rows are one reason, whatever is wrong with each of them.
func TestTooManyRows(t *testing.T) {
	for n, want := range map[int]int{500: 500, 501: 1} {
		var refused *rule.Refusal
		if err := conflict.CheckRows(conflict.OfFormerPanel, make([]conflict.Row, n), day(t, "2026-11-01")); !errors.As(err, &refused) {
			t.Fatalf("%d rows: %v", n, err)
		}
		if n > 500 && (len(refused.Reasons) != want || refused.Reasons[0].Code != "facts.many") || len(refused.Reasons) < want {
			t.Errorf("%d rows are refused with %d reasons, the first %s", n, len(refused.Reasons), refused.Reasons[0].Code)
		}
	}
}

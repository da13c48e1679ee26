package experts_test

import (
	"strings"
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
)

func on(t *testing.T, text string) (d conflict.Date) {
	t.Helper()
	if err := d.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return d
}

// A pool counts the false matches of everybody who was considered, also of whom
// something else keeps out, so that their number is that of the dismissals.
func TestPoolCountsDismissals(t *testing.T) {
	profile, err := rule.LoadProfile("cn-tendering-2019")
	if err != nil {
		t.Fatal(err)
	}
	bidder := conflict.Company{Name: "江城路桥有限公司", CreditCode: "BIDDER"}
	register := conflict.NewRegister([]conflict.Company{bidder})
	day := on(t, "2026-11-23")
	e := conflict.Expert{ID: "E1", Name: "陈静", Status: conflict.Active, Affiliated: conflict.DeclaredSome, Affiliations: []conflict.Affiliation{{Company: "江城路桥"}}}
	matches := conflict.Matches(register, e)
	if len(matches) != 1 {
		t.Fatalf("%d matches", len(matches))
	}
	e.Dismissals = []conflict.Dismissal{{Statement: conflict.Statement{Expert: e.ID, Match: matches[0], Reason: "另一家"}, Salt: strings.Repeat("5a", 16), Proposed: "s1", Decided: "v1", On: day}}
	checker := conflict.NewChecker(conflict.Facts{Register: register, Bidders: []conflict.Company{bidder}, Started: day, Today: day, Rules: profile.Recusal})
	for status, eligible := range map[conflict.Status]int{conflict.Active: 1, conflict.Removed: 0} {
		e.Status = status
		pool, err := experts.NewPool("draw", nil, []conflict.Expert{e}, checker, experts.Served{}, func() (salt [16]byte, err error) { return salt, nil })
		if err != nil {
			t.Fatal(err)
		}
		if len(pool.Opened) != eligible || pool.Dismissed != 1 {
			t.Errorf("%s: %d are eligible and %d matches dismissed", status, len(pool.Opened), pool.Dismissed)
		}
	}
}

package evaluation_test

import (
	"errors"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
)

// The cases sit on both sides of each bound of 招标投标法 第三十七条第二款 and
// 政府采购货物和服务招标投标管理办法 第四十七条.
var compositionTests = []struct {
	name                     string
	profile                  string
	lot                      evaluation.Lot
	experts, representatives int
	codes                    []string // nil if lawful
}{
	{"smallest lawful", "cn-tendering-2019", evaluation.Lot{}, 5, 0, nil},
	{"four fifths", "cn-tendering-2019", evaluation.Lot{}, 4, 1, nil},
	{"three fifths is below two thirds", "cn-tendering-2019", evaluation.Lot{}, 3, 2, []string{"panel.two_thirds"}},
	{"three members", "cn-tendering-2019", evaluation.Lot{}, 3, 0, []string{"panel.small"}},
	{"even", "cn-tendering-2019", evaluation.Lot{}, 5, 1, []string{"panel.even"}},
	{"five sevenths", "cn-tendering-2019", evaluation.Lot{}, 5, 2, nil},
	{"four sevenths", "cn-tendering-2019", evaluation.Lot{}, 4, 3, []string{"panel.two_thirds"}},
	{"exactly two thirds", "cn-tendering-2019", evaluation.Lot{}, 6, 3, nil},
	{"everything wrong at once", "cn-tendering-2019", evaluation.Lot{}, 1, 3, []string{"panel.small", "panel.even", "panel.two_thirds"}},
	{"negative hides in the sum", "cn-tendering-2019", evaluation.Lot{}, 8, -1, []string{"panel.negative"}},
	{"water works with five", "cn-tendering-2019", evaluation.Lot{SpecialCondition: "water"}, 5, 0, []string{"panel.small"}},
	{"water works with seven", "cn-tendering-2019", evaluation.Lot{SpecialCondition: "water"}, 7, 0, nil},
	{"a fen below ten million yuan", "cn-government-procurement-2017", evaluation.Lot{BudgetFen: 999_999_999}, 5, 0, nil},
	{"ten million yuan", "cn-government-procurement-2017", evaluation.Lot{BudgetFen: 1_000_000_000}, 5, 0, []string{"panel.small"}},
	{"ten million yuan with seven", "cn-government-procurement-2017", evaluation.Lot{BudgetFen: 1_000_000_000}, 5, 2, nil},
}

func TestCheckComposition(t *testing.T) {
	for _, tt := range compositionTests {
		t.Run(tt.name, func(t *testing.T) {
			profile, err := rule.LoadProfile(tt.profile)
			if err != nil {
				t.Fatal(err)
			}
			err = evaluation.CheckComposition(profile, tt.lot, tt.experts, tt.representatives)
			wantRefusal(t, err, tt.codes...)
		})
	}
}

// wantRefusal fails unless err is a refusal with exactly the given codes, or
// nil if there are none.
func wantRefusal(t *testing.T, err error, codes ...string) {
	t.Helper()
	if len(codes) == 0 {
		if err != nil {
			t.Fatalf("refused: %v", err)
		}
		return
	}
	var refusal *rule.Refusal
	if !errors.As(err, &refusal) {
		t.Fatalf("got %v, want a refusal with %v", err, codes)
	}
	if len(refusal.Reasons) != len(codes) {
		t.Fatalf("refused with %v, want %v", refusal, codes)
	}
	for i, reason := range refusal.Reasons {
		if reason.Code != codes[i] {
			t.Errorf("reason %d is %s, want %s", i, reason.Code, codes[i])
		}
	}
}

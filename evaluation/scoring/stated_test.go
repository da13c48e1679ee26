package scoring_test

import (
	"testing"

	"bidroom/evaluation/scoring"
)

// Money is given in fen and stated in yuan, whole or not.
func TestStated(t *testing.T) {
	for _, tt := range []struct {
		unit  scoring.Unit
		given map[string]string
		want  string
	}{
		{scoring.UnitMoney, map[string]string{"cost_fen": "123456"}, "1234.56"},
		{scoring.UnitMoney, map[string]string{"cost_fen": "100"}, "1"},
		{scoring.UnitMoney, map[string]string{"cost_fen": "0"}, "0"},
		{scoring.UnitMoney, map[string]string{"cost": "1"}, ""},
		{"ratio", map[string]string{"cost": "0.20"}, "0.20"},
		{"ratio", nil, ""},
	} {
		q := scoring.Quantity{ID: "cost", Unit: tt.unit}
		if got := q.Stated(tt.given); got != tt.want {
			t.Errorf("%s %v: %q, want %q", tt.unit, tt.given, got, tt.want)
		}
	}
}

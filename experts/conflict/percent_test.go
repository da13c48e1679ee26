package conflict_test

import (
	"encoding/json"
	"testing"

	"bidroom/experts/conflict"
)

func TestPercent(t *testing.T) {
	for text, want := range map[string]string{"100": "100", "49.01": "49.01", "50.10": "50.1", "0.000001": "0.000001", "007": "7", "99.999999": "99.999999", "100.000000": "100", "33.333333": "33.333333"} {
		p, err := conflict.ParsePercent(text)
		if err != nil || p.String() != want {
			t.Errorf("%s is read as %s, %v", text, p, err)
		}
	}
	for _, text := range []string{"", "0", "0.0", "100.000001", "101", "1000", "-1", "+1", "1.", ".5", "1.0000001", "1e1", "1/2", "12 ", "½", "1,5"} {
		if p, err := conflict.ParsePercent(text); err == nil {
			t.Errorf("%q was read as %s", text, p)
		}
	}
	for text, want := range map[string]bool{"50": true, "50.000001": true, "49.999999": false} {
		if p, err := conflict.ParsePercent(text); err != nil || p.AtLeast(50) != want {
			t.Errorf("%s is at least 50: %t, %v", text, p.AtLeast(50), err)
		}
	}
}

// A part is a decimal in JSON, and one that is none is refused.
func TestPercentJSON(t *testing.T) {
	said := `{"company":"甲","credit_code":"C1","percent":"49.01","controlling":true,"from":"2020-01-01","to":""}`
	var h conflict.Holding
	if err := json.Unmarshal([]byte(said), &h); err != nil {
		t.Fatal(err)
	}
	if text, err := json.Marshal(h); err != nil || string(text) != said {
		t.Errorf("%s, %v", text, err)
	}
	none := `{"company":"甲","credit_code":"C1","controlling":true,"from":"2020-01-01","to":""}`
	if err := json.Unmarshal([]byte(none), &h); err != nil {
		t.Fatal(err)
	}
	h.Percent = 0
	if text, err := json.Marshal(h); err != nil || string(text) != none {
		t.Errorf("%s, %v", text, err)
	}
	for _, bad := range []string{`{"percent":"101"}`, `{"percent":49}`, `{"percent":"0"}`} {
		if err := json.Unmarshal([]byte(bad), &h); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}

package experts_test

import (
	"strings"
	"testing"

	"bidroom/experts"
	"bidroom/experts/conflict"
)

// 11010519491231002X is the example of GB 11643-1999; 91350100M000100Y43 is
// that of GB 32100-2015, annex A.
func TestNumbers(t *testing.T) {
	for _, s := range []string{"11010519491231002X", "440524188001010014"} {
		if !experts.ValidIdentity(s) {
			t.Errorf("%s is an identity number", s)
		}
	}
	for _, s := range []string{"110105194912310021", "11010519490231002X", "1101051949123100", "x1010519491231002X", ""} {
		if experts.ValidIdentity(s) {
			t.Errorf("%s is no identity number", s)
		}
	}
	code := "91350100M000100Y43"
	if !experts.ValidCreditCode(code) {
		t.Errorf("%s is a credit code", code)
	}
	// Every slip in one place must be found, as the modulus is prime.
	for i := range code {
		for _, c := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
			if slip := code[:i] + string(c) + code[i+1:]; slip != code && experts.ValidCreditCode(slip) {
				t.Errorf("%s is taken for a credit code", slip)
			}
		}
	}
	for _, s := range []string{"", "91350100M000100Y4", strings.ToLower(code), "91350100I000100Y43"} {
		if experts.ValidCreditCode(s) {
			t.Errorf("%s is no credit code", s)
		}
	}
	for s, want := range map[string]bool{"13800138000": true, "12800138000": false, "1380013800": false, "138001380000": false, "1380013800x": false} {
		if experts.ValidMobile(s) != want {
			t.Errorf("%s: mobile %t, want %t", s, !want, want)
		}
	}
}

func TestBornOn(t *testing.T) {
	if born := experts.BornOn("11010519491231002X"); born != (conflict.Date{Year: 1949, Month: 12, Day: 31}) || experts.BornOn("110105194912310021") != (conflict.Date{}) {
		t.Errorf("born on %s", born)
	}
}

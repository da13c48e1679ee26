package rule_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"testing"

	"bidroom/evaluation/rule"
)

func load(t *testing.T, id string) *rule.Profile {
	t.Helper()
	p, err := rule.LoadProfile(id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A province's profile states what differs; the rest is its base's, and both
// files are in its hash.
func TestBase(t *testing.T) {
	national, province := load(t, "cn-tendering-2019"), load(t, "cn-chongqing-tendering-2018")
	if province.ID != "cn-chongqing-tendering-2018" || province.Region != "500000" || !province.Chair.RepresentativeBarred || national.Chair.RepresentativeBarred {
		t.Errorf("%+v", province)
	}
	if province.Composition.Least != 5 || len(province.Rejection.Grounds) != len(national.Rejection.Grounds) || province.Candidates != national.Candidates {
		t.Error("what the province does not state is lost")
	}
	sum := sha256.New()
	for _, id := range []string{national.ID, province.ID} {
		src, err := os.ReadFile("profiles/" + id + ".json")
		if err != nil {
			t.Fatal(err)
		}
		sum.Write(src)
	}
	if want := hex.EncodeToString(sum.Sum(nil)); province.Hash() != want {
		t.Errorf("hash %s, want %s", province.Hash(), want)
	}
	if len(national.Recusal.Grounds) >= len(province.Recusal.Grounds) {
		t.Error("a province's ground is in the national profile")
	}
}

func TestInForce(t *testing.T) {
	p := load(t, "cn-tendering-2019")
	ended := *p
	ended.EffectiveTo = "2027-12-31"
	for _, tt := range []struct {
		profile *rule.Profile
		day     string
		want    bool
	}{
		{p, "2019-03-01", false}, {p, "2019-03-02", true}, {p, "2099-01-01", true},
		{&ended, "2027-12-31", true}, {&ended, "2028-01-01", false},
	} {
		if got := tt.profile.InForce(tt.day); got != tt.want {
			t.Errorf("from %s to %q on %s: %v", tt.profile.EffectiveFrom, tt.profile.EffectiveTo, tt.day, got)
		}
	}
}

func TestNoSuchProfile(t *testing.T) {
	for _, id := range []string{"", "none", "../rule", "cn-tendering-2019.json", "a/b"} {
		if p, err := rule.LoadProfile(id); err == nil {
			t.Errorf("%q is %v", id, p.ID)
		}
	}
}

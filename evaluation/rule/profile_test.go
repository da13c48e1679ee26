package rule_test

import (
	"encoding/json"
	"strings"
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

// A province's profile states what differs; the rest is its base's.
func TestBase(t *testing.T) {
	national, province := load(t, "cn-tendering-2019"), load(t, "cn-chongqing-tendering-2018")
	if province.ID != "cn-chongqing-tendering-2018" || province.Region != "500000" || !province.Chair.RepresentativeBarred || national.Chair.RepresentativeBarred {
		t.Errorf("%+v", province)
	}
	if province.Composition.Least != 5 || len(province.Rejection.Grounds) != len(national.Rejection.Grounds) || province.Candidates != national.Candidates {
		t.Error("what the province does not state is lost")
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

// The hashes were made from the files with Python: json.dumps of the base's
// object with the province's over it, sort_keys, separators (",", ":"),
// ensure_ascii off.
func TestText(t *testing.T) {
	for id, want := range map[string]string{
		"cn-chongqing-tendering-2018":    "167f8c7a9cacdb167aa9ae0ff59d604c266eba7291f4c0d6576ebc671971b0e6",
		"cn-government-procurement-2017": "2f94bcdf140ba4f4ec24b18aa3818decbb44d24891d248f6db45fa149928fea8",
		"cn-railway-tendering-2017":      "8a1fb19a545b2f0f3d059c4addb3a6e0433b69f97c946887f7831114d23b4e89",
		"cn-tendering-2019":              "f6f30e31ff687bb7a9f38fcff42cfe102999d12dd11b4e66e355f2f45307f465",
		"cn-zhejiang-tendering-2014":     "a5015d696d26b87aaf0589cf0d435507bdfc1db51a59a2f697dc3dcea29c87af",
	} {
		p := load(t, id)
		if p.Hash() != want {
			t.Errorf("%s: hash %s, want %s", id, p.Hash(), want)
		}
		again, err := rule.ReadProfile(p.Text())
		if err != nil || again.Hash() != want || again.Composition.Least != p.Composition.Least || !again.BuiltIn() {
			t.Errorf("%s read again: %v", id, err)
		}
	}
}

func TestReadProfileRefuses(t *testing.T) {
	text := load(t, "cn-tendering-2019").Text()
	for what, change := range map[string][2]string{
		"a space":                {`":`, `": `},
		"a name that is unknown": {`{"assessment":`, `{"another":"","assessment":`},
		"a name in another case": {`{"assessment":`, `{"Candidates":{"clause":"","most":9},"assessment":`},
		"a name twice":           {`{"assessment":`, `{"assessment":{},"assessment":`},
		"a fraction":             {`"most":3}`, `"most":3.0}`},
		"an exponent":            {`"most":3}`, `"most":3e0}`},
		"less than nothing":      {`"most":3}`, `"most":-3}`},
		"no step":                {`"step":"0.5"`, `"step":"0.0"`},
		"members out of order":   {`"clause":"招标投标法实施条例 第五十三条第一款","most":3`, `"most":3,"clause":"招标投标法实施条例 第五十三条第一款"`},
		"something behind it":    {`"years":15}}`, `"years":15}} `},
		"no id":                  {`"id":"cn-tendering-2019"`, `"id":""`},
		"another escape":         {`"id":"cn-tendering-2019"`, `"id":"cn\u002dtendering-2019"`},
	} {
		changed := strings.Replace(text, change[0], change[1], 1)
		if changed == text {
			t.Fatalf("%s: nothing is changed in %s", what, text)
		}
		if _, err := rule.ReadProfile(changed); err == nil {
			t.Errorf("%s is read", what)
		}
	}
	other, err := rule.ReadProfile(strings.Replace(text, `"most":3}`, `"most":4}`, 1))
	if err != nil || other.Candidates.Most != 4 || other.BuiltIn() {
		t.Errorf("another number: %v", err)
	}
}

// A case that began before profiles said anything of low bids or of extreme marks
// is held to what its text says.
func TestTextFromBefore(t *testing.T) {
	for _, id := range rule.ProfileIDs() {
		var whole map[string]any
		if err := json.Unmarshal([]byte(load(t, id).Text()), &whole); err != nil {
			t.Fatal(err)
		}
		delete(whole, "low_bid")
		delete(whole, "extreme")
		var text strings.Builder
		to := json.NewEncoder(&text)
		to.SetEscapeHTML(false)
		if err := to.Encode(whole); err != nil {
			t.Fatal(err)
		}
		p, err := rule.ReadProfile(strings.TrimSuffix(text.String(), "\n"))
		if err != nil || p.Extreme.Asks() || p.LowBid != (rule.LowBid{}) {
			t.Errorf("%s: %v", id, err)
		}
	}
}

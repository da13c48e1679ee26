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
		"cn-chongqing-tendering-2018":    "77ffe8ce5db892385e80e419e3bb88cd7b0b034022167631fa77f9a9ee6132de",
		"cn-government-procurement-2017": "75e55dcafa346bbda267d8a73958db9ec3310baf2fde38ce8ed8c5e843150299",
		"cn-railway-tendering-2017":      "5b4e11012962c72837c6b8d5f32232335e009bd0d4ff5327d481688a9904d5d5",
		"cn-tendering-2019":              "d81df54f2fcf1e08d3243bbee57f3a377881a33fd28bcf6a0629789f87dcc0a2",
		"cn-zhejiang-tendering-2014":     "f6c8558acbce5eb0a080dbe87337ee300dff6dfb2396f01bdf1afc41ed40a1ba",
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
		"a space":                    {`":`, `": `},
		"a name that is unknown":     {`{"assessment":`, `{"another":"","assessment":`},
		"a name in another case":     {`{"assessment":`, `{"Candidates":{"clause":"","most":9},"assessment":`},
		"a name twice":               {`{"assessment":`, `{"assessment":{},"assessment":`},
		"a fraction":                 {`"most":3}`, `"most":3.0}`},
		"an exponent":                {`"most":3}`, `"most":3e0}`},
		"less than nothing":          {`"most":3}`, `"most":-3}`},
		"no step":                    {`"step":"0.5"`, `"step":"0.0"`},
		"members out of order":       {`"clause":"招标投标法实施条例 第五十三条第一款","most":3`, `"most":3,"clause":"招标投标法实施条例 第五十三条第一款"`},
		"something behind it":        {`"years":15}}`, `"years":15}} `},
		"no rule of correction":      {`"unit_prices"`, `"unit_price"`},
		"a correction twice":         {`"unit_prices"`, `"words"`},
		"no ground for it":           {`"ground":"uncleared"`, `"ground":"unclear"`},
		"no way of qualifying":       {`"ways":[{"titles":["senior","equal"],"years":8}]`, `"ways":[]`},
		"a way for everybody":        {`{"titles":["senior","equal"],"years":8}`, `{"years":8}`},
		"a title misspelt":           {`"titles":["senior","equal"]`, `"titles":["seniour","equal"]`},
		"an education misspelt":      {`"titles":["senior","equal"]`, `"educations":["masters"]`},
		"below no age":               {`"years":8}]}`, `"years":8}]},"R32":{"action":"not_eligible","clause":""}`},
		"a reason twice":             {`"code":"force_majeure"`, `"code":"declined"`},
		"a reason without a code":    {`"code":"no_bond"`, `"code":""`},
		"the panel named too early":  {`"shows":["price","quality"`, `"shows":["members","price"`},
		"a notice of what is not":    {`"leader","qualification"`, `"leader","leaders"`},
		"shown twice":                {`"leader","qualification"`, `"leader","leader"`},
		"others told of what is not": {`"shows":[]}`, `"shows":["price"]}`},
		"a notice without end":       {`"days":3,`, `"days":61,`},
		"a contract without end":     {`"days":30}`, `"days":61}`},
		"no id":                      {`"id":"cn-tendering-2019"`, `"id":""`},
		"another escape":             {`"id":"cn-tendering-2019"`, `"id":"cn\u002dtendering-2019"`},
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
		delete(whole, "award")
		delete(whole, "publication")
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

package conflict_test

import (
	"testing"

	"bidroom/experts/conflict"
)

func day(t *testing.T, s string) conflict.Date {
	t.Helper()
	d, err := conflict.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The bidder 甲建设集团 was 甲建筑公司 before; 乙 holds 60 % of it and 丙 30 %; 丁
// holds 51 % of 乙, so 丁 is of its group over two levels and 丙 is not. The
// procurement began on 2024-02-29: three years back is 2021-02-28.
func facts(t *testing.T) conflict.Facts {
	return conflict.Facts{
		Bidders: []conflict.Company{{Name: "甲建设集团有限公司", CreditCode: "C1", LegalRepresentative: "王甲"}},
		Companies: []conflict.Company{
			{Name: "甲建设集团有限公司", CreditCode: "C1", FormerNames: []string{"甲建筑公司"}, LegalRepresentative: "王甲",
				People:       []conflict.Post{{Name: "李董", Office: "director"}, {Name: "旧董", Office: "director", To: day(t, "2021-02-27")}, {Name: "近董", Office: "supervisor", To: day(t, "2021-02-28")}, {Name: "控某", Office: "controller"}},
				Shareholders: []conflict.Shareholder{{Name: "乙控股有限公司", CreditCode: "C2", Percent: 60}, {Name: "丙投资有限公司", CreditCode: "C3", Percent: 30}, {Name: "张股", Percent: 5}}},
			{Name: "乙控股有限公司", CreditCode: "C2", LegalRepresentative: "王乙", Shareholders: []conflict.Shareholder{{Name: "丁集团有限公司", Percent: 51}}},
			{Name: "丙投资有限公司", CreditCode: "C3"},
			{Name: "丁集团有限公司", CreditCode: "C4"},
		},
		Entity: conflict.Company{Name: "某市住房局", CreditCode: "E1"}, Agency: conflict.Company{Name: "某招标代理有限公司", CreditCode: "A1"},
		Started: day(t, "2024-02-29"), Today: day(t, "2024-03-10"), Years: 3, Percent: 50,
	}
}

func works(company, code, to string, t *testing.T) conflict.Expert {
	e := conflict.Expert{ID: "e", Name: "专家", Status: conflict.Active, Affiliated: conflict.DeclaredSome, Related: conflict.DeclaredNone}
	a := conflict.Affiliation{Company: company, CreditCode: code}
	if to != "" {
		a.To = day(t, to)
	}
	e.Affiliations = []conflict.Affiliation{a}
	return e
}

func named(name string) conflict.Expert {
	return conflict.Expert{ID: "e", Name: name, Status: conflict.Active, Affiliated: conflict.DeclaredNone, Related: conflict.DeclaredNone}
}

func kin(name, company string) conflict.Expert {
	e := named("专家")
	e.Related, e.Relations = conflict.DeclaredSome, []conflict.Relation{{Kind: "sibling", Name: name, Company: company}}
	return e
}

func status(s conflict.Status, until string, t *testing.T) conflict.Expert {
	e := named("专家")
	e.Status = s
	if until != "" {
		e.Until = day(t, until)
	}
	return e
}

// Worked by hand; the dates stand on both sides of each window's edge.
func TestGrounds(t *testing.T) {
	for _, tt := range []struct {
		name   string
		expert conflict.Expert
		want   map[string]conflict.Verdict // grounds that are not clear
	}{
		{"nobody's", named("专家"), nil},
		{"works for the bidder, by code", works("某公司", "C1", "", t), map[string]conflict.Verdict{"R01": conflict.Conflict}},
		{"works for the bidder, by name in full width", works("甲建设集团　有限责任公司", "", "", t), map[string]conflict.Verdict{"R01": conflict.Conflict}},
		{"works under the bidder's former name", works("甲建筑有限公司", "", "", t), map[string]conflict.Verdict{"R01": conflict.Conflict}},
		{"left on the first day of the window", works("甲建筑公司", "C1", "2021-02-28", t), map[string]conflict.Verdict{"R01": conflict.Conflict}},
		{"left the day before the window", works("甲建筑公司", "C1", "2021-02-27", t), nil},
		{"works for the holder of 60 %", works("乙控股", "C2", "", t), map[string]conflict.Verdict{"R01": conflict.Conflict}},
		{"works for the holder of 51 % of the holder", works("丁集团", "C4", "", t), map[string]conflict.Verdict{"R01": conflict.Conflict}},
		{"works for the holder of 30 %", works("丙投资", "C3", "", t), nil},
		{"works elsewhere", works("戊设计院", "C9", "", t), nil},
		{"never said where", conflict.Expert{Name: "专家", Status: conflict.Active, Related: conflict.DeclaredNone}, map[string]conflict.Verdict{"R01": conflict.Unknown, "R13": conflict.Unknown}},
		{"never asked for kin", conflict.Expert{Name: "专家", Status: conflict.Active, Affiliated: conflict.DeclaredNone}, map[string]conflict.Verdict{"R04": conflict.Unknown}},
		{"director", named("李董"), map[string]conflict.Verdict{"R02": conflict.Conflict}},
		{"director until the first day of the window", named("近董"), map[string]conflict.Verdict{"R02": conflict.Conflict}},
		{"director until the day before", named("旧董"), nil},
		{"controller", named("控某"), map[string]conflict.Verdict{"R03": conflict.Conflict}},
		{"shareholder", named("张股"), map[string]conflict.Verdict{"R03": conflict.Conflict}},
		{"legal representative", named("王甲"), map[string]conflict.Verdict{"R07": conflict.Conflict}},
		{"legal representative of the holder", named("王乙"), map[string]conflict.Verdict{"R07": conflict.Conflict}},
		{"sibling leads the bidder", kin("王甲", ""), map[string]conflict.Verdict{"R04": conflict.Conflict}},
		{"sibling works in the group", kin("某人", "乙控股有限公司"), map[string]conflict.Verdict{"R04": conflict.Conflict}},
		{"sibling elsewhere", kin("某人", "戊设计院"), nil},
		{"own unit", works("某市住房局", "E1", "", t), map[string]conflict.Verdict{"R13": conflict.Conflict}},
		{"agency", works("某招标代理公司", "", "", t), map[string]conflict.Verdict{"R13": conflict.Conflict}},
		{"own unit, left yesterday", works("某市住房局", "E1", "2024-03-09", t), nil},
		{"own unit, leaves today", works("某市住房局", "E1", "2024-03-10", t), map[string]conflict.Verdict{"R13": conflict.Conflict}},
		{"suspended until today", status(conflict.Suspended, "2024-03-10", t), map[string]conflict.Verdict{"R11": conflict.Conflict}},
		{"suspended until yesterday", status(conflict.Suspended, "2024-03-09", t), nil},
		{"suspended without an end", status(conflict.Suspended, "", t), map[string]conflict.Verdict{"R11": conflict.Conflict}},
		{"punished", status(conflict.Punished, "", t), map[string]conflict.Verdict{"R10": conflict.Conflict}},
		{"removed", status(conflict.Removed, "", t), map[string]conflict.Verdict{"R11": conflict.Conflict}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, answer := range conflict.NewChecker(facts(t)).Check(tt.expert) {
				want := tt.want[answer.Ground]
				if want == "" {
					want = conflict.Clear
				}
				if answer.Verdict != want {
					t.Errorf("%s: %s (%s), want %s", answer.Ground, answer.Verdict, answer.Datum, want)
				}
			}
		})
	}
}

func TestAllGroundsAreReported(t *testing.T) {
	e := works("甲建筑公司", "", "", t)
	e.Name, e.Status = "王甲", conflict.Punished
	found := 0
	for _, answer := range conflict.NewChecker(facts(t)).Check(e) {
		if answer.Verdict == conflict.Conflict {
			found++
		}
	}
	if found != 3 {
		t.Errorf("%d grounds, want R01, R07 and R10", found)
	}
}

func TestDates(t *testing.T) {
	for _, s := range []string{"2023-02-29", "2100-02-29", "2024-13-01", "2024-00-01", "2024-04-31", "24-01-01", "2024-1-1", "", "2024-01-01x"} {
		if d, err := conflict.ParseDate(s); err == nil {
			t.Errorf("%q was read as %v", s, d)
		}
	}
	for back, want := range map[string]string{"2024-02-29": "2021-02-28", "2023-03-01": "2020-03-01", "2027-02-28": "2024-02-28"} {
		if got := day(t, back).YearsBack(3).String(); got != want {
			t.Errorf("three years before %s is %s, want %s", back, got, want)
		}
	}
}

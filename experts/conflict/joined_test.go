package conflict

import (
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation/rule"
)

// told tells the way to a company: ^ up and _ down, each with who is reached.
func told(k Kindred) string {
	var steps []string
	for _, j := range k.Way {
		by := map[bool]string{true: "^", false: "_"}[j.Up] + j.Name
		if j.Office != "" {
			by += "!"
		}
		steps = append(steps, by)
	}
	return strings.Join(steps, " ")
}

func holds(name, code, percent string, from, to Date) Shareholder {
	part, err := ParsePercent(percent)
	if err != nil {
		panic(err)
	}
	return Shareholder{Name: name, CreditCode: code, Percent: part, Period: Period{From: from, To: to}}
}

// A group over three levels, with a person at its top, told by the way that
// leads to each. Partners of one company, and a share that has ended, make none.
func TestGroupWays(t *testing.T) {
	today, ended := Date{Year: 2026, Month: 5, Day: 4}, Date{Year: 2026, Month: 5, Day: 3}
	companies := []Company{
		{Name: "甲有限公司", CreditCode: "A", Shareholders: []Shareholder{holds("乙集团", "B", "60", Date{}, Date{}), holds("壬有限公司", "I", "50", Date{}, ended)}},
		{Name: "乙集团", CreditCode: "B", People: []Post{{Name: "高 山", Office: "controller"}}},
		{Name: "丙有限公司", CreditCode: "C", Shareholders: []Shareholder{holds("高山", "", "51", Date{}, Date{}), holds("庚有限公司", "G", "50", Date{}, Date{})}},
		{Name: "丁有限公司", CreditCode: "D", Shareholders: []Shareholder{holds("丙公司", "", "50", Date{}, Date{})}},
		{Name: "戊有限公司", CreditCode: "E", Shareholders: []Shareholder{holds("乙集团", "B", "49", Date{}, Date{})}},
		{Name: "庚有限公司", CreditCode: "G"},
		{Name: "壬有限公司", CreditCode: "I"},
	}
	want := map[string]string{"乙集团": "^乙集团", "丙有限公司": "^乙集团 ^高 山! _丙有限公司", "丁有限公司": "^乙集团 ^高 山! _丙有限公司 _丁有限公司"}
	got := Group(NewRegister(companies), companies[0], 50, today)
	var order []string
	for _, k := range got {
		name := companies[k.Company].Name
		order = append(order, name)
		if told(k) != want[name] {
			t.Errorf("%s is reached by %q, want %q", name, told(k), want[name])
		}
	}
	if !slices.Equal(order, []string{"乙集团", "丙有限公司", "丁有限公司"}) {
		t.Errorf("the group is %q", order)
	}
	if list := Group(NewRegister(companies), companies[6], 50, ended); len(list) == 0 || told(list[0]) != "_甲有限公司" {
		t.Errorf("on its last day the share joins no more: %v", list)
	}
}

// What is shown as a group is what the grounds take for one: whoever works for
// a company of it, and for no other, has a conflict by R16.
func TestGroupAsChecked(t *testing.T) {
	today := Date{Year: 2026, Month: 5, Day: 4}
	companies := []Company{
		{Name: "甲有限公司", CreditCode: "A", Shareholders: []Shareholder{holds("乙集团", "B", "60", Date{}, Date{})}},
		{Name: "乙集团有限公司", CreditCode: "B", People: []Post{{Name: "高山", Office: "controller"}}},
		{Name: "丙有限公司", CreditCode: "C", FormerNames: []string{"老丙公司"}, Shareholders: []Shareholder{holds("高山", "", "51", Date{}, Date{})}},
		{Name: "丙有限公司江北分公司", CreditCode: "F"},
		{Name: "戊有限公司", CreditCode: "E", Shareholders: []Shareholder{holds("老丙公司", "", "50", Date{}, Date{})}},
		{Name: "己有限公司", CreditCode: "H", Shareholders: []Shareholder{holds("甲有限公司", "A", "49", Date{}, Date{})}},
	}
	facts := Facts{Rules: rule.Recusal{Percent: 50, Grounds: map[string]rule.RecusalGround{"R16": {Action: "exclude"}}}, Bidders: companies[:1], Register: NewRegister(companies), Started: today, Today: today}
	checker := NewChecker(facts)
	group := map[string]bool{}
	for _, k := range Group(NewRegister(companies), companies[0], 50, today) {
		group[companies[k.Company].CreditCode] = true
	}
	if len(group) != 4 {
		t.Errorf("the group is %v", group)
	}
	for _, c := range companies[1:] {
		e := Expert{Affiliations: []Affiliation{{Company: c.Name, CreditCode: c.CreditCode}}}
		if conflict := checker.Check(e)[0].KeepsOut(); conflict != group[c.CreditCode] {
			t.Errorf("who works for %s: conflict %t, of the group %t", c.Name, conflict, group[c.CreditCode])
		}
	}
}

// Registries round to a hundredth: three thirds are 33.34 each and no more than
// the whole; what is held one after the other is not added up.
func TestOverheld(t *testing.T) {
	first, second, third := Date{Year: 2024, Month: 2, Day: 28}, Date{Year: 2024, Month: 2, Day: 29}, Date{Year: 2024, Month: 3, Day: 1}
	for name, c := range map[string]struct {
		holders []Shareholder
		want    int
	}{
		"nobody":        {nil, -1},
		"all of it":     {[]Shareholder{holds("a", "", "100", Date{}, Date{})}, -1},
		"thirds":        {[]Shareholder{holds("a", "", "33.34", Date{}, Date{}), holds("b", "", "33.34", Date{}, Date{}), holds("c", "", "33.34", Date{}, Date{})}, -1},
		"more than":     {[]Shareholder{holds("a", "", "33.34", Date{}, Date{}), holds("b", "", "33.34", Date{}, Date{}), holds("c", "", "33.35", Date{}, Date{})}, 2},
		"51 and 51":     {[]Shareholder{holds("a", "", "51", Date{}, Date{}), holds("b", "", "51", Date{}, Date{})}, 1},
		"51 and 49":     {[]Shareholder{holds("a", "", "51", Date{}, Date{}), holds("b", "", "49", Date{}, Date{})}, -1},
		"rounded":       {[]Shareholder{holds("a", "", "51", Date{}, Date{}), holds("b", "", "49.01", Date{}, Date{})}, -1},
		"51 and 49.02":  {[]Shareholder{holds("a", "", "51", Date{}, Date{}), holds("b", "", "49.02", Date{}, Date{})}, 1},
		"one after one": {[]Shareholder{holds("a", "", "90", first, first), holds("b", "", "90", second, Date{})}, -1},
		"one day":       {[]Shareholder{holds("a", "", "90", Date{}, second), holds("b", "", "90", second, Date{})}, 1},
		"stated later":  {[]Shareholder{holds("a", "", "90", second, second), holds("b", "", "9", Date{}, Date{}), holds("c", "", "90", first, third)}, 2},
		"before it":     {[]Shareholder{holds("a", "", "90", second, Date{}), holds("b", "", "90", Date{}, first)}, -1},
		"after it":      {[]Shareholder{holds("a", "", "90", Date{}, first), holds("b", "", "4", third, Date{}), holds("c", "", "95", second, Date{})}, -1},
		"after the end": {[]Shareholder{holds("a", "", "60", third, Date{}), holds("b", "", "60", Date{}, second), holds("c", "", "40", third, third), holds("d", "", "43", first, Date{})}, 3},
	} {
		if got := Overheld(c.holders); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

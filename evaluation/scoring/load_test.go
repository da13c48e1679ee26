package scoring_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

// small is a whole method; tests change one part of it at a time.
const small = `{
 "format": "bidroom/method/1", "id": "small",
 "names": {"en": "Small"}, "source": "none", "points": "50",
 "criteria": [
  {"id": "form", "names": {"en": "Form"}, "items": [{"id": "sealed", "kind": "pass", "names": {"en": "Sealed"}}]},
  {"id": "technical", "names": {"en": "Technical"}, "points": "20", "items": [
   {"id": "plan", "names": {"en": "Plan"}, "points": "15", "items": [
    {"id": "depth", "max": "10", "min": "2", "step": "0.5", "names": {"en": "Depth"}},
    {"id": "breadth", "max": "5", "objective": true, "names": {"en": "Breadth"}}]},
   {"id": "staff", "max": "5", "step": "1", "names": {"en": "Staff"}}]},
  {"id": "price", "names": {"en": "Price"}, "points": "30", "items": []}],
 "members": {"average": "mean"},
 "params": [{"id": "ceiling", "unit": "money", "min": "1", "names": {"en": "Ceiling"}}],
 "values": [{"id": "days", "unit": "days", "default": "30", "max": "90", "names": {"en": "Days"}}],
 "drawn": [{"id": "delta", "one_of": ["0.01", "0.02"], "names": {"en": "Delta"}}],
 "tables": [{"id": "speed", "below": "0", "rows": [["0", "2"], ["31", "1"]], "names": {"en": "Speed"}}],
 "formulas": [
  {"id": "enough", "threshold": true, "names": {"en": "Enough"}, "expr": "marks(plan) >= 5"},
  {"id": "base", "scope": "set", "over": "qualified", "frozen": "tally", "names": {"en": "Base"}, "expr": "lowest(price)"},
  {"id": "total", "names": {"en": "Total"}, "expr": "marks(all) + points(price) * base / price + table(speed, days) - delta"}],
 "parts": ["marks(plan)"],
 "ranking": {"by": "total", "digits": "2", "ties": [{"by": "price"}, {"drawn": true}]}
}`

// change replaces a part of the small method, which must occur once.
func change(t *testing.T, old, new string) []byte {
	t.Helper()
	if strings.Count(small, old) != 1 {
		t.Fatalf("%q occurs %d times", old, strings.Count(small, old))
	}
	return []byte(strings.Replace(small, old, new, 1))
}

// faultTests change the small method and say which faults that makes: the code
// below "scoring." and, after "@", the text at whose first place in the
// changed file it is.
var faultTests = []struct {
	name, old, new string
	want           []string
}{
	{"not JSON", `"id": "small",`, `"id": "small"`, []string{`file.json@"names": {"en": "Small"}`}},
	{"cut off", "}]}\n}", "}]", []string{"file.json@]<end>"}},
	{"not an object", small, `[]`, []string{"file.type@[]"}},
	{"another format", "method/1", "method/2", []string{`file.choice@"bidroom/`}},
	{"id in capitals", `"small"`, `"Small"`, []string{`file.method_id@"Small"`}},
	{"unknown field", `"source": "none"`, `"source": "none", "weight": "1"`, []string{`file.unknown@"weight"`}},
	{"field twice", `"source": "none"`, `"source": "none", "source": "other"`, []string{`file.twice@"source": "other"`}},
	{"a number", `"points": "50"`, `"points": 50`, []string{"file.type@50,"}},
	{"no source", `"source": "none"`, `"source": ""`, []string{`file.empty@"",`}},
	{"an unknown language", `{"en": "Small"}`, `{"en": "Small", "fr": "Petit"}`, []string{`file.language@"fr"`}},
	{"no name", `{"en": "Small"}`, `{}`, []string{`file.empty@{}`}},
	{"points that do not add up", `"points": "20"`, `"points": "19"`, []string{`file.points@"19"`}},
	{"points of the whole", `"points": "50"`, `"points": "49"`, []string{`file.points@"49"`}},
	{"criterion twice", `"id": "staff"`, `"id": "depth"`, []string{`file.id_taken@"depth", "max": "5"`}},
	{"a reserved id", `"id": "staff"`, `"id": "trim"`, []string{`file.id@"trim"`}},
	{"max below min", `"max": "10"`, `"max": "1"`, []string{`file.range@"1", "min"`}},
	{"max off the step", `"step": "0.5"`, `"step": "0.3"`, []string{`file.range@"10", "min"`}},
	{"exponent", `"max": "10"`, `"max": "1e1"`, []string{`file.decimal@"1e1"`}},
	{"no members", `"members": {"average": "mean"},`, ``, []string{"file.missing@{"}},
	{"trim takes all", `{"average": "mean"}`, `{"average": "trimmed", "from": "3", "highest": "2", "lowest": "1"}`, []string{`file.trim_all@{"average"`}},
	{"mode without digits", `{"average": "mean"}`, `{"average": "mean", "mode": "floor"}`, []string{`file.missing@{"average"`}},
	{"digits too many", `{"average": "mean"}`, `{"average": "mean", "digits": "13"}`, []string{`file.whole@"13"`}},
	{"what is marked blind must be marked: the price", `"points": "30", "items": []`, `"points": "30", "blind": true, "items": []`, []string{`file.blind@true, "items": []`}},
	{"what is marked blind is not examined", `{"id": "form", "names"`, `{"id": "form", "blind": true, "names"`, []string{`file.blind@true`, `file.blind@true`}},
	{"blind within a group", `{"id": "plan", "names"`, `{"id": "plan", "blind": true, "names"`, []string{`file.unknown@"blind"`}},
	{"a hearing that is none", `{"id": "technical", "names"`, `{"id": "technical", "hearing": "talk", "names"`, []string{`file.choice@"talk"`}},
	{"a hearing of what is marked blind", `{"id": "technical", "names"`, `{"id": "technical", "hearing": "sample", "blind": true, "names"`, []string{`file.hearing@"sample"`}},
	{"a hearing of the price", `"points": "30", "items": []`, `"points": "30", "hearing": "sample", "items": []`, []string{`file.hearing@"sample"`}},
	{"minutes of no hearing", `{"id": "technical", "names"`, `{"id": "technical", "minutes": "15", "names"`, []string{`file.hearing@"15"`}},
	{"no minutes", `{"id": "technical", "names"`, `{"id": "technical", "hearing": "sample", "minutes": "0", "names"`, []string{`file.whole@"0"`}},
	{"minutes of more than a day's work", `{"id": "technical", "names"`, `{"id": "technical", "hearing": "sample", "minutes": "481", "names"`, []string{`file.whole@"481"`}},
	{"an order that is none", `"source": "none"`, `"source": "none", "order": "random"`, []string{`file.choice@"random"`}},
	{"two faults at once", `"unit": "days", "default": "30"`, `"unit": "hours", "default": "91"`, []string{`file.choice@"hours"`, `file.default@"91"`}},
	{"drawn from nothing", `"one_of": ["0.01", "0.02"], `, ``, []string{`file.missing@{"id": "delta"`}},
	{"drawn from one", `["0.01", "0.02"]`, `["0.01"]`, []string{`file.one_option@{"id": "delta"`}},
	{"drawn from a value twice", `["0.01", "0.02"]`, `["0.01", "0.02", "0.010"]`, []string{`file.option_twice@"0.010"`}},
	{"rows out of order", `["31", "1"]`, `["0", "1"]`, []string{`file.row_order@["0", "1"]`}},
	{"a row of three", `["31", "1"]`, `["31", "1", "2"]`, []string{`file.row@["31"`}},
	{"one row", `, ["31", "1"]`, ``, []string{`file.rows@{"id": "speed"`}},
	{"below not stated", `"below": "0", `, ``, []string{`file.missing@{"id": "speed"`}},
	{"unknown name", "marks(plan) >= 5", "marks(plan) >= lest", []string{"expr.name@lest"}},
	{"unknown criterion", "marks(plan) >= 5", "marks(plans) >= 5", []string{"expr.name@marks(plans)"}},
	{"a place after escapes and Chinese", `{"en": "Base"}, "expr": "lowest(price)"`, `{"zh-CN": "最低价"}, "expr": "\u006cowest\t(pric)"`, []string{"expr.name@pric)"}},
	{"a threshold that is a number", "marks(plan) >= 5", "marks(plan)", []string{"expr.want_condition@marks(plan)"}},
	{"a threshold over the set", `"threshold": true,`, `"threshold": true, "scope": "set",`, []string{`file.threshold_set@{"id": "enough"`, "expr.bid_in_set@marks(plan)"}},
	{"over not stated", `"over": "qualified", `, ``, []string{`file.over_missing@{"id": "base"`}},
	{"over without need", `"expr": "lowest(price)"`, `"expr": "ceiling"`, []string{`file.over_unused@"qualified"`}},
	{"frozen not stated", `"frozen": "tally", `, ``, []string{`file.missing@{"id": "base"`}},
	{"frozen before the set is known", `"frozen": "tally"`, `"frozen": "examination"`, []string{`file.frozen_set@"examination"`}},
	{"frozen before the price is corrected", `"over": "qualified", "frozen": "tally"`, `"over": "opened", "frozen": "opening"`, []string{`file.frozen_name@"opening"`}},
	{"marks of bids that have none", `"over": "qualified", "frozen": "tally", "names": {"en": "Base"}, "expr": "lowest(price)"`,
		`"over": "passed", "frozen": "tally", "names": {"en": "Base"}, "expr": "lowest(marks(all))"`, []string{`file.domain@{"id": "base"`}},
	{"a bid's formula that looks at no set", `{"id": "total",`, `{"id": "total", "over": "passed", "frozen": "tally",`, []string{`file.over_unused@"passed"`}},
	{"a bid's formula frozen without a set", `{"id": "total",`, `{"id": "total", "frozen": "tally",`, []string{`file.bid_set@{"id": "total"`}},
	{"a bid's formula frozen before its own marks", `{"id": "total", "names": {"en": "Total"}, "expr": "marks(all)`, `{"id": "total", "over": "passed", "frozen": "examination", "names": {"en": "Total"}, "expr": "count() + marks(all)`,
		[]string{`file.frozen_name@"examination"`, `file.frozen_name@"examination"`}},
	{"a bid's formula over bids without marks", `{"id": "total", "names": {"en": "Total"}, "expr": "marks(all)`, `{"id": "total", "over": "passed", "frozen": "tally", "names": {"en": "Total"}, "expr": "mean(marks(all))`, []string{`file.domain@{"id": "total"`}},
	{"a bid's formula whose set is not stated", `marks(plan) >= 5`, `count() >= 5`, []string{"expr.set_in_bid@count() >="}},
	{"a bid's formula over a set that is not frozen", `"threshold": true,`, `"threshold": true, "over": "passed",`, []string{`file.over_unused@"passed"`, `file.missing@{"id": "enough"`}},
	{"a threshold over those it decides of", `"threshold": true, "names": {"en": "Enough"}, "expr": "marks(plan) >= 5"`,
		`"threshold": true, "over": "qualified", "frozen": "tally", "names": {"en": "Enough"}, "expr": "count() >= 5"`, []string{`file.threshold_late@{"id": "enough"`}},
	{"own outside an aggregate", "points(price) * base", "points(price) * own(price)", []string{`expr.own@own(price)`}},
	{"a digit too many", "points(price) * base", "sqrt(base, 13)", []string{"expr.digits@13)"}},
	{"replaced beyond nothing", `"members": {"average": "mean"}`, `"members": {"average": "replaced"}`, []string{`file.missing@{"average"`}},
	{"replaced below zero", `"members": {"average": "mean"}`, `"members": {"average": "replaced", "beyond_percent": "-30"}`, []string{`file.range@"-30"`}},
	{"beyond without replaced", `"members": {"average": "mean"}`, `"members": {"average": "mean", "beyond_percent": "30"}`, []string{`file.unknown@"beyond_percent"`}},
	{"nobody's marks", `"members": {"average": "mean"}`, `"members": {"average": "mean", "whose": "nobody"}`, []string{`file.choice@"nobody"`}},
	{"a name used before it is defined", "marks(plan) >= 5", "total >= 5", []string{"expr.name@total >="}},
	{"a formula that names itself", "points(price) * base", "points(price) * total", []string{"expr.name@total / price"}},
	{"a formula named as an input", `"id": "base"`, `"id": "days"`, []string{`file.id_taken@"days", "scope"`, "expr.name@base / price"}},
	{"a formula named as a group", `"id": "base"`, `"id": "technical"`, []string{`file.id_taken@"technical", "scope"`, "expr.name@base / price"}},
	{"a formula named as the price", `"id": "base"`, `"id": "opening_price"`, []string{`file.id_taken@"opening_price"`, "expr.name@base / price"}},
	{"a threshold after its set", `{"id": "total",`, `{"id": "late", "threshold": true, "names": {"en": "Late"}, "expr": "price > base"}, {"id": "total",`, []string{`file.threshold_late@{"id": "late"`}},
	{"a part of the set", `"parts": ["marks(plan)"]`, `"parts": ["base"]`, []string{`file.part@"base"]`}},
	{"ranking by a condition", `"by": "total"`, `"by": "enough"`, []string{`file.part@"enough", "digits"`}},
	{"ranked on rounded without digits", `"digits": "2", `, ``, []string{`file.missing@{"by": "total"`}},
	{"drawn before a number", `{"by": "price"}, {"drawn": true}`, `{"drawn": true}, {"by": "price"}`, []string{`file.drawn_last@{"drawn"`}},
	{"no ranking", `"ranking"`, `"rank"`, []string{`file.unknown@"rank"`, "file.missing@{"}},
	{"faults in two formulas", `"expr": "lowest(price)"`, `"expr": "lowest(price) + )"}, {"id": "more", "names": {"en": "More"}, "expr": "2 ^ 99"`,
		[]string{"expr.unexpected@)\"}", "expr.exponent@99"}},
}

// placeOf finds the line and column of a text, both from 1, the column in
// characters. "<end>" stands for the end of the file.
func placeOf(t *testing.T, src, text string) string {
	t.Helper()
	before, _, ok := strings.Cut(src+"<end>", text)
	if !ok {
		t.Fatalf("%q is not in the file", text)
	}
	line := before[strings.LastIndex(before, "\n")+1:]
	return strconv.Itoa(strings.Count(before, "\n")+1) + ":" + strconv.Itoa(utf8.RuneCountInString(line)+1)
}

func TestLoadFaults(t *testing.T) {
	if _, err := scoring.Load([]byte(small)); err != nil {
		t.Fatal(explain(err))
	}
	for _, tt := range faultTests {
		t.Run(tt.name, func(t *testing.T) {
			src := change(t, tt.old, tt.new)
			m, err := scoring.Load(src)
			var refusal *rule.Refusal
			if !errors.As(err, &refusal) || refusal.Kind != rule.Invalid || m != nil {
				t.Fatalf("loaded %v, %v", m, err)
			}
			var got []string
			for _, reason := range refusal.Reasons {
				got = append(got, strings.TrimPrefix(reason.Code, "scoring.")+"@"+reason.Field)
				checkArgs(t, reason)
			}
			var want []string
			for _, w := range tt.want {
				code, text, _ := strings.Cut(w, "@")
				want = append(want, code+"@"+placeOf(t, string(src), text))
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("faults %v, want %v", got, want)
			}
		})
	}
}

func TestLoadBounds(t *testing.T) {
	for name, src := range map[string]string{
		"file.large@1:1": small + strings.Repeat(" ", scoring.MaxSource),
		"file.utf8@1:3":  "{\"\xff\": 1}",
		"file.deep@1:14": strings.Repeat("[", 200) + strings.Repeat("]", 200),
		"file.json@1:1":  "",
	} {
		_, err := scoring.Load([]byte(src))
		var refusal *rule.Refusal
		if !errors.As(err, &refusal) || "scoring."+name != refusal.Reasons[0].Code+"@"+refusal.Reasons[0].Field {
			t.Errorf("%s: %v", name, explain(err))
		}
	}
}

// The hash is over the file as it is, for the log holds the file.
func TestHash(t *testing.T) {
	m, err := scoring.Load([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(small))
	if m.Hash() != hex.EncodeToString(sum[:]) || string(m.Source()) != small {
		t.Error("hash or source are not those of the file")
	}
	m.Source()[0] = 'x'
	if string(m.Source()) != small {
		t.Error("the source can be changed from outside")
	}
}

// A group that is marked blind makes all its criteria so.
func TestBlindGroup(t *testing.T) {
	m, err := scoring.Load(change(t, `{"id": "technical", "names"`, `{"id": "technical", "blind": true, "names"`))
	if err != nil {
		t.Fatal(explain(err))
	}
	for _, c := range m.Criteria() {
		if c.Blind != (c.ID != "sealed") {
			t.Errorf("%s: blind is %v", c.ID, c.Blind)
		}
	}
	if plain, err := scoring.Load([]byte(small)); err != nil || plain.Blind() || plain.Shuffled() || !m.Blind() {
		t.Error("a method is blind that says nothing of it", err)
	}
}

func TestCriteria(t *testing.T) {
	m, err := scoring.Load([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	type row struct{ id, group, parent, kind, max, min, step string }
	var got []row
	for _, c := range m.Criteria() {
		got = append(got, row{c.ID, c.Group, c.Parent, string(c.Kind), c.Max, c.Min, c.Step})
	}
	want := []row{
		{"sealed", "form", "form", "pass", "", "", ""},
		{"depth", "technical", "plan", "points", "10", "2", "0.5"},
		{"breadth", "technical", "plan", "points", "5", "0", "0.01"},
		{"staff", "technical", "technical", "points", "5", "0", "1"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("criteria %v, want %v", got, want)
	}
	var groups []string
	for _, g := range m.Groups() {
		groups = append(groups, g.Parent+"/"+g.ID+" "+g.Points)
	}
	if !slices.Equal(groups, []string{"/form 0", "/technical 20", "technical/plan 15", "/price 30"}) {
		t.Errorf("groups %v", groups)
	}
}

// Depth is from 2 to 10 in halves, breadth from 0 to 5 in hundredths.
func TestCheckMark(t *testing.T) {
	m, err := scoring.Load([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		criterion, value string
		want             []string
	}{
		{"depth", "2", nil},
		{"depth", "1.5", []string{"scoring.mark.range"}},
		{"depth", "10", nil},
		{"depth", "10.0", nil},
		{"depth", "10.5", []string{"scoring.mark.range"}},
		{"depth", "7.5", nil},
		{"depth", "7.4", []string{"scoring.mark.step"}},
		{"depth", "10.1", []string{"scoring.mark.range", "scoring.mark.step"}},
		{"depth", "-2", []string{"scoring.mark.range"}},
		{"depth", "", []string{"scoring.mark.number"}},
		{"depth", "7,5", []string{"scoring.mark.number"}},
		{"depth", "１", []string{"scoring.mark.number"}},
		{"breadth", "0", nil},
		{"breadth", "4.99", nil},
		{"breadth", "4.999", []string{"scoring.mark.step"}},
		{"sealed", "1", []string{"scoring.mark.pass"}},
		{"width", "1", []string{"scoring.mark.criterion"}},
	} {
		err := m.CheckMark(tt.criterion, tt.value)
		var refusal *rule.Refusal
		var got []string
		if errors.As(err, &refusal) {
			for _, reason := range refusal.Reasons {
				got = append(got, reason.Code)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s %q: %v, want %v", tt.criterion, tt.value, got, tt.want)
		}
	}
}

// Whatever is loaded is either refused with places in the file, or a method
// whose accessors hold together.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(small))
	for _, tt := range faultTests {
		f.Add([]byte(strings.Replace(small, tt.old, tt.new, 1)))
	}
	for _, id := range scoring.BuiltinIDs() {
		m, err := scoring.Builtin(id)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(m.Source())
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		m, err := scoring.Load(src)
		if err != nil {
			var refusal *rule.Refusal
			if !errors.As(err, &refusal) {
				t.Fatal(err)
			}
			lines := strings.Count(string(src), "\n") + 1
			for _, reason := range refusal.Reasons {
				line, column, ok := strings.Cut(reason.Field, ":")
				if !ok || len(line) > 9 || len(column) > 9 || line == "0" || column == "0" || lines < 1 {
					t.Fatalf("%+v", reason)
				}
			}
			return
		}
		for _, c := range m.Criteria() {
			if c.Kind != scoring.Points {
				continue
			}
			for _, bound := range []string{c.Min, c.Max} {
				if err := m.CheckMark(c.ID, bound); err != nil && len(bound) <= 32 {
					t.Fatalf("%s does not allow its own bound %s: %v", c.ID, bound, err)
				}
			}
		}
		input := scoring.Input{Bids: []scoring.Bid{{ID: "A", PriceFen: 100, Opened: true, Passed: true}}}
		if _, err := m.Score(input); err != nil {
			var refusal *rule.Refusal
			if !errors.As(err, &refusal) {
				t.Fatal(err)
			}
		}
	})
}

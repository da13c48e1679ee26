package conflict_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"bidroom/experts/conflict"
)

// A pair is an expert and a bidder with the grounds that are true of them:
// written by hand, from the facts, not from what the program answers.
type pair struct {
	block, facts, why string
	line              int
	want              map[string]conflict.Verdict // grounds that are not clear
	expert            conflict.Expert
	companies         []conflict.Company
	lot               conflict.Facts
}

var everySubject = []conflict.Subject{conflict.OfUnits, conflict.OfRoles, conflict.OfNamed, conflict.OfFormerPanel, conflict.OfDisputes, conflict.OfChallenges, conflict.OfSignals}

// labelled reads testdata/labelled.txt; its head says how it is written.
func labelled(t testing.TB) (pairs []pair) {
	t.Helper()
	text, err := os.ReadFile("testdata/labelled.txt")
	if err != nil {
		t.Fatal(err)
	}
	var companies []conflict.Company
	var block string
	var lot conflict.Facts
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		fields := strings.Split(line, "|")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "company "):
			companies = append(companies, readCompany(t, strings.TrimPrefix(line, "company ")))
		case strings.HasPrefix(line, "["):
			block, lot = readBlock(t, line)
			lot.Register = conflict.NewRegister(companies)
		case len(fields) == 3:
			p := pair{block: block, facts: strings.TrimSpace(fields[0]), why: strings.TrimSpace(fields[2]), line: i + 1, want: map[string]conflict.Verdict{}, companies: companies, lot: lot}
			for _, ground := range strings.Fields(strings.ReplaceAll(fields[1], "-", "")) {
				if id, unknown := strings.CutSuffix(ground, "?"); unknown {
					p.want[id] = conflict.Unknown
				} else {
					p.want[ground] = conflict.Conflict
				}
			}
			p.read(t)
			pairs = append(pairs, p)
		default:
			t.Fatalf("line %d: %q", i+1, line)
		}
	}
	return pairs
}

// readBlock reads "[id] profile started today name/code, name/code".
func readBlock(t testing.TB, line string) (block string, lot conflict.Facts) {
	t.Helper()
	words := strings.SplitN(line, " ", 5)
	lot = conflict.Facts{Rules: recusal(t, words[1]), Started: day(t, words[2]), Today: day(t, words[3]),
		Entity: conflict.Company{Name: "江城市住房局", CreditCode: "E1"}, Agency: conflict.Company{Name: "信达招标代理有限公司", CreditCode: "A1"}}
	for bidder := range strings.SplitSeq(words[4], ", ") {
		name, code, _ := strings.Cut(bidder, "/")
		lot.Bidders = append(lot.Bidders, conflict.Company{Name: name, CreditCode: code})
	}
	return words[0], lot
}

func readCompany(t testing.TB, line string) (c conflict.Company) {
	t.Helper()
	for i, part := range strings.Split(line, "; ") {
		words := strings.Fields(part)
		if i == 0 {
			c.Name, c.CreditCode, _ = strings.Cut(part, "/")
			continue
		}
		switch words[0] {
		case "former":
			c.FormerNames = append(c.FormerNames, words[1])
		case "head":
			c.LegalRepresentative = words[1]
		case "holder":
			percent, err := conflict.ParsePercent(words[2])
			if err != nil {
				t.Fatal(err)
			}
			name, code, _ := strings.Cut(words[1], "/")
			c.Shareholders = append(c.Shareholders, conflict.Shareholder{Name: name, CreditCode: code, Percent: percent, Period: readPeriod(t, words[min(3, len(words)):])})
		case "signal":
			c.Signals = append(c.Signals, conflict.Signal{Kind: words[1], Hash: words[2]})
		default:
			c.People = append(c.People, conflict.Post{Office: words[0], Name: words[1], Period: readPeriod(t, words[2:])})
		}
	}
	return c
}

func readPeriod(t testing.TB, words []string) (p conflict.Period) {
	t.Helper()
	if len(words) > 0 {
		from, to, _ := strings.Cut(words[0], "..")
		p = conflict.Period{From: day(t, from), To: day(t, to)}
	}
	return p
}

// read takes in the facts of a pair.
func (p *pair) read(t testing.TB) {
	t.Helper()
	p.expert = conflict.Expert{ID: "e", Name: "某专家", Index: "e", Status: conflict.Active, Affiliated: conflict.DeclaredNone, Appointed: conflict.DeclaredNone, Invested: conflict.DeclaredNone, Related: conflict.DeclaredNone,
		Interested: conflict.DeclaredNone, Penalised: conflict.DeclaredNone, TitleLevel: "senior", FieldSince: day(t, "1990-07-01"), Born: day(t, "1970-05-02"), Listed: conflict.DeclaredSome, Libraries: []conflict.Membership{{Kind: "comprehensive", Name: "某省综合评标专家库"}, {Kind: "finance", Name: "某省政府采购评审专家库"}}}
	p.lot.Asked = slices.Clone(everySubject)
	for part := range strings.SplitSeq(p.facts, "; ") {
		p.fact(t, strings.Split(part, " ")) // not Fields: an ideographic space is of the name
	}
}

func (p *pair) fact(t testing.TB, words []string) {
	t.Helper()
	e, lot := &p.expert, &p.lot
	at := func(i int) string {
		if i < len(words) && words[i] != "_" {
			return strings.ReplaceAll(words[i], "~", " ")
		}
		return ""
	}
	name, code, _ := strings.Cut(at(1), "/")
	firm, firmCode, _ := strings.Cut(at(3), "/")
	rest := words[min(2, len(words)):]
	switch at(0) {
	case "name":
		e.Name = name
	case "works":
		e.Affiliated = conflict.DeclaredSome
		e.Affiliations = append(e.Affiliations, conflict.Affiliation{Company: name, CreditCode: code, Period: readPeriod(t, rest)})
	case "office": // which, company, period
		company, code, _ := strings.Cut(at(2), "/")
		e.Appointed = conflict.DeclaredSome
		e.Offices = append(e.Offices, conflict.Appointment{Office: name, Company: company, CreditCode: code, Period: readPeriod(t, words[min(3, len(words)):])})
	case "holding", "controls": // company, percent, period
		e.Invested = conflict.DeclaredSome
		part := conflict.Holding{Company: name, CreditCode: code, Controlling: at(0) == "controls", Period: readPeriod(t, words[min(3, len(words)):])}
		if err := part.Percent.UnmarshalText([]byte(at(2))); err != nil {
			t.Fatal(err)
		}
		e.Holdings = append(e.Holdings, part)
	case "rel": // kind, name, company
		if name == conflict.Economic || name == conflict.Other {
			e.Interested = conflict.DeclaredSome
		} else {
			e.Related = conflict.DeclaredSome
		}
		e.Relations = append(e.Relations, conflict.Relation{Kind: name, Name: at(2), Company: firm, CreditCode: firmCode, DeclaredOn: day(t, "2024-01-05")})
	case "status":
		e.Status, e.Until = conflict.Status(name), day(t, at(2))
	case "penalty":
		e.Penalised = conflict.DeclaredSome
		e.Penalties = append(e.Penalties, conflict.Penalty{Kind: name, Period: readPeriod(t, rest)})
	case "never":
		map[string]func(){"affiliations": func() { e.Affiliated = "" }, "offices": func() { e.Appointed = "" }, "holdings": func() { e.Invested = "" }, "kin": func() { e.Related = "" }, "interests": func() { e.Interested = "" }, "penalties": func() { e.Penalised = "" },
			"libraries": func() { e.Listed, e.Libraries = "", nil }}[name]()
	case "library": // kind, period: beside no other than those that are named
		if e.Listed == conflict.DeclaredSome && e.Libraries[0].Name == "某省综合评标专家库" {
			e.Libraries = nil
		}
		e.Libraries = append(e.Libraries, conflict.Membership{Kind: name, Name: "库" + name, Period: readPeriod(t, rest)})
	case "title": // level, since; or neither
		e.TitleLevel, e.FieldSince = at(1), day(t, at(2))
	case "born":
		e.Born = day(t, at(1))
	case "relaxed":
		e.Relaxed = append(e.Relaxed, name)
	case "unlisted":
		e.Listed, e.Libraries = conflict.DeclaredNone, nil
	case "signal":
		e.Signals = append(e.Signals, conflict.Signal{Kind: name, Hash: at(2)})
	case "unit": // kind, _, company
		lot.Units = append(lot.Units, conflict.Unit{Kind: name, Company: conflict.Company{Name: firm, CreditCode: firmCode}})
	case "role": // kind, person, firm, day
		lot.Roles = append(lot.Roles, conflict.Role{Kind: name, Person: conflict.Person{Name: at(2)}, Company: firm, CreditCode: firmCode, On: day(t, at(4))})
	case "named":
		lot.Named = append(lot.Named, conflict.NamedPerson{Person: conflict.Person{Name: name}, Bidder: lot.Bidders[0].Name})
	case "otherlot":
		lot.OtherLots = append(lot.OtherLots, conflict.Company{Name: name, CreditCode: code})
	case "fault":
		lot.AtFault = append(lot.AtFault, who(name))
	case "dispute": // person, against, firm, day
		against, againstCode, _ := strings.Cut(at(2), "/")
		lot.Disputes = append(lot.Disputes, conflict.Dispute{Person: conflict.Person{Name: name}, Company: firm, CreditCode: firmCode, Against: against, AgainstCreditCode: againstCode, On: day(t, at(4))})
	case "challenge": // state, expert
		lot.Challenges = append(lot.Challenges, conflict.Challenge{Person: who(at(2)), By: lot.Bidders[0].Name, State: name})
	case "panel": // another member's employer
		lot.Panel = append(lot.Panel, conflict.Expert{ID: "m" + name, Affiliations: []conflict.Affiliation{{Company: name, CreditCode: code, Period: readPeriod(t, rest)}}})
	case "unasked":
		lot.Asked = slices.DeleteFunc(lot.Asked, func(s conflict.Subject) bool { return s == conflict.Subject(name) })
	default:
		t.Fatalf("line %d: %v", p.line, words)
	}
}

// who returns the person of an expert's id: e is the expert of the pair.
func who(id string) conflict.Person {
	return conflict.Person{Name: map[string]string{"e": "某专家", "f": "另一专家"}[id], Index: id}
}

// misses reads testdata/misses.txt: what the program gets wrong, and why.
func misses(t testing.TB) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/misses.txt")
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]string{}
	for line := range strings.SplitSeq(string(text), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, " | ")
		if len(fields) != 4 {
			t.Fatalf("misses: %q", line)
		}
		explained[strings.Join(fields[:3], " | ")] = fields[3]
	}
	return explained
}

// judged counts a set of answers against what is true.
type judged struct{ hit, missed, wrong, unknown int }

func (j *judged) add(want, got conflict.Verdict) {
	switch {
	case got == conflict.Unknown:
		j.unknown++
	case want == conflict.Conflict && got == conflict.Conflict:
		j.hit++
	case want == conflict.Conflict:
		j.missed++
	case got == conflict.Conflict:
		j.wrong++
	}
}

func TestLabelled(t *testing.T) {
	pairs, explained := labelled(t), misses(t)
	if len(pairs) < 300 {
		t.Errorf("%d pairs, want at least 300", len(pairs))
	}
	seen := map[string]int{}
	for _, p := range pairs {
		if before := seen[p.block+p.facts]; before > 0 {
			t.Errorf("line %d says what line %d says", p.line, before)
		}
		seen[p.block+p.facts] = p.line
		if p.why == "" {
			t.Errorf("line %d does not say why", p.line)
		}
		answers := conflict.NewChecker(p.lot).Check(p.expert)
		for ground := range p.want {
			verdict(t, answers, ground)
		}
		for _, answer := range answers {
			want := p.want[answer.Ground]
			if want == "" {
				want = conflict.Clear
			}
			key := fmt.Sprintf("%s | %s | %s %s", p.block, p.facts, answer.Ground, answer.Verdict)
			if _, known := explained[key]; answer.Verdict == want || known {
				delete(explained, key)
				continue
			}
			t.Errorf("line %d: %s\n%s is %s %+v %v, want %s: %s", p.line, p.facts, answer.Ground, answer.Verdict, answer.Data, answer.Lacks, want, p.why)
		}
	}
	for key := range explained {
		t.Errorf("no longer missed: %s", key)
	}
}

// BenchmarkLabelled prints how many of the conflicts that are true are found,
// how many that are found are true, and every answer that is wrong with why it
// is.
func BenchmarkLabelled(b *testing.B) {
	pairs, explained := labelled(b), misses(b)
	var j judged
	for b.Loop() {
		j = judged{}
		for _, p := range pairs {
			for _, answer := range conflict.NewChecker(p.lot).Check(p.expert) {
				j.add(p.want[answer.Ground], answer.Verdict)
			}
		}
	}
	b.ReportMetric(100*float64(j.hit)/float64(j.hit+j.missed), "recall%")
	b.ReportMetric(100*float64(j.hit)/float64(j.hit+j.wrong), "precision%")
	b.ReportMetric(float64(len(pairs)), "pairs")
	b.ReportMetric(float64(j.missed), "missed")
	b.ReportMetric(float64(j.wrong), "false")
	b.ReportMetric(float64(j.unknown), "unknown")
	for _, wrong := range slices.Sorted(maps.Keys(explained)) { // all of them: TestLabelled
		b.Log(wrong + ": " + explained[wrong])
	}
}

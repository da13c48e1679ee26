package conflict_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
)

// A situation is an expert, a lot and the register, of which a case changes
// something after all matches were found false.
type situation struct {
	e         conflict.Expert
	companies []conflict.Company
	lot       conflict.Facts
}

func (s *situation) company(code string) *conflict.Company {
	return &s.companies[slices.IndexFunc(s.companies, func(c conflict.Company) bool { return c.CreditCode == code })]
}

// namesakes is an expert who bears the name of a bidder's director, whose wife
// bears that of its head, and whose employer bears that of its parent company.
func namesakes(t *testing.T) *situation {
	companies := []conflict.Company{
		{Name: "甲建设有限公司", CreditCode: "C1", LegalRepresentative: "王芳", People: []conflict.Post{{Name: "张伟", Office: "director", Period: conflict.Period{From: day(t, "2020-01-01")}}},
			Shareholders: []conflict.Shareholder{{Name: "东方控股有限公司", CreditCode: "C2", Percent: conflict.Whole / 100 * 60}}},
		{Name: "东方控股有限公司", CreditCode: "C2", LegalRepresentative: "赵丙"},
		{Name: "丁咨询有限公司", CreditCode: "C4", LegalRepresentative: "钱丁"},
	}
	return &situation{
		conflict.Expert{ID: "e", Name: "张伟", Status: conflict.Active, Affiliated: conflict.DeclaredSome, Appointed: conflict.DeclaredNone, Invested: conflict.DeclaredNone, Related: conflict.DeclaredSome, Interested: conflict.DeclaredNone, Penalised: conflict.DeclaredNone,
			Affiliations: []conflict.Affiliation{{Company: "东方控股", Position: "工程师", Period: conflict.Period{From: day(t, "2019-01-01")}}},
			Relations:    []conflict.Relation{{Kind: "spouse", Name: "王芳", DeclaredOn: day(t, "2024-01-05")}}},
		companies,
		conflict.Facts{Rules: recusal(t, "cn-government-procurement-2017"), Started: day(t, "2025-03-01"), Today: day(t, "2025-03-10"), Asked: everySubject,
			Register: conflict.NewRegister(companies), Bidders: []conflict.Company{{Name: "甲建设有限公司", CreditCode: "C1"}}},
	}
}

// dismissAll has two people find every match by name false.
func (s *situation) dismissAll(t testing.TB) {
	for _, m := range conflict.Matches(conflict.NewRegister(s.companies), s.e) {
		s.e.Dismissals = append(s.e.Dismissals, conflict.Dismissal{Statement: conflict.Statement{Expert: s.e.ID, Match: m, Reason: "同名，不是同一人"},
			Proposed: "s1", Decided: "s2", On: day(t, "2025-03-05")})
	}
}

// conflicts lists the grounds that keep the expert out.
func (s *situation) conflicts() string {
	var list []string
	s.lot.Register = conflict.NewRegister(s.companies)
	for _, answer := range conflict.NewChecker(s.lot).Check(s.e) {
		if answer.KeepsOut() {
			list = append(list, answer.Ground)
		}
	}
	return strings.Join(list, " ")
}

func TestDismissal(t *testing.T) {
	s := namesakes(t)
	if got := s.conflicts(); got != "R02 R04 R16" {
		t.Fatalf("before any dismissal %s", got)
	}
	s.dismissAll(t)
	if got := len(s.e.Dismissals); got != 3 {
		t.Fatalf("%d matches by name: %+v", got, s.e.Dismissals)
	}
	for _, tt := range []struct {
		name   string
		change func(*situation)
		want   string // the grounds that keep out
	}{
		{"all stand", func(s *situation) {}, ""},
		{"by one person alone", func(s *situation) { s.e.Dismissals[0].Decided = "s1" }, "R16"},
		{"without a reason", func(s *situation) { s.e.Dismissals[0].Reason = "" }, "R16"},
		{"without a day", func(s *situation) { s.e.Dismissals[0].On = conflict.Date{} }, "R16"},
		{"taken back", func(s *situation) { s.e.Dismissals = s.e.Dismissals[1:] }, "R16"},
		{"the office began on another day", func(s *situation) { s.company("C1").People[0].From = day(t, "2020-01-02") }, "R02"},
		{"the office has ended", func(s *situation) { s.company("C1").People[0].To = day(t, "2025-03-09") }, "R02"},
		{"the office has ended before the window", func(s *situation) { s.company("C1").People[0].To = day(t, "2022-02-28") }, ""},
		{"a second office of that name", func(s *situation) {
			s.company("C1").People = append(s.company("C1").People, conflict.Post{Name: "张 伟", Office: "supervisor"})
		}, "R02"},
		{"another bidder has such a director", func(s *situation) {
			s.company("C4").People = []conflict.Post{{Name: "張偉", Office: "director"}}
			s.lot.Bidders = append(s.lot.Bidders, conflict.Company{Name: "丁咨询有限公司", CreditCode: "C4"})
		}, "R02"},
		{"the bidder is named otherwise", func(s *situation) { s.company("C1").Name = "甲建设集团有限公司" }, "R02 R04"},
		{"the expert is named otherwise", func(s *situation) { s.e.Name = "张 伟" }, "R02"},
		{"the relation was declared again", func(s *situation) { s.e.Relations[0].DeclaredOn = day(t, "2025-01-05") }, "R04"},
		{"the wife works at the bidder, by its code", func(s *situation) { s.e.Relations[0].Company, s.e.Relations[0].CreditCode = "甲建设", "C1" }, "R04 R05"},
		{"the employer is stated by its code", func(s *situation) { s.e.Affiliations[0].CreditCode = "C2" }, "R16"},
		{"the employer is stated by a code that nobody has", func(s *situation) { s.e.Affiliations[0].CreditCode = "C9" }, "R16"}, // another statement
		{"the employment has ended since", func(s *situation) { s.e.Affiliations[0].To = day(t, "2025-03-09") }, "R16"},
		{"the expert works at the bidder too, by its code", func(s *situation) {
			s.e.Affiliations = append(s.e.Affiliations, conflict.Affiliation{Company: "甲建设", CreditCode: "C1"})
		}, "R01 R02"},
		{"the bidder has no credit code", func(s *situation) { s.lot.Bidders[0].CreditCode = "" }, "R02 R04"},
		{"the bidder has another credit code", func(s *situation) { s.lot.Bidders[0].CreditCode = "C8" }, "R02 R04"},
		{"the holder of the bidder has no credit code", func(s *situation) { s.company("C1").Shareholders[0].CreditCode = "" }, "R16"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := namesakes(t)
			s.dismissAll(t)
			tt.change(s)
			if got := s.conflicts(); got != tt.want {
				t.Errorf("kept out by %q, want %q", got, tt.want)
			}
		})
	}
}

// A firm that did the design is known by its credit code, or by its name alone:
// then it may be another firm of that name, and nothing is a false match.
func TestDismissalOfAFirm(t *testing.T) {
	for _, tt := range []struct {
		name, code, want string
		also             []conflict.Affiliation
	}{
		{"by code", "C2", "", nil},
		{"by name", "", "R18", nil},
		{"and works there by code too", "C2", "R18", []conflict.Affiliation{{Company: "东方控股有限公司", CreditCode: "C2"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := namesakes(t)
			s.company("C1").Shareholders = nil
			s.dismissAll(t)
			s.e.Affiliations = append(s.e.Affiliations, tt.also...)
			s.lot.Roles = []conflict.Role{{Kind: "design", Company: "东方控股有限公司", CreditCode: tt.code}}
			s.lot.Disputes = []conflict.Dispute{{Company: "东方控股有限公司", CreditCode: tt.code, Against: "甲建设有限公司", AgainstCreditCode: "C1", On: day(t, "2025-02-01")}}
			got := s.conflicts()
			if want := strings.ReplaceAll(tt.want, "R18", "R18 R21"); got != want {
				t.Errorf("kept out by %q, want %q", got, want)
			}
		})
	}
}

// By credit code alone is the expert, or a relative, known to be of a company:
// then the namesake in an office there is no other. By a name, or by a code that
// the register does not have, both the company and the namesake can be others.
func TestMatchesByNameAlone(t *testing.T) {
	register := conflict.NewRegister([]conflict.Company{{Name: "甲建设有限公司", CreditCode: "C1", LegalRepresentative: "张三"}})
	for code, want := range map[string]int{"C1": 0, "": 2, "C9": 2} {
		own := conflict.Expert{Name: "张三", Affiliations: []conflict.Affiliation{{Company: "甲建设有限公司", CreditCode: code}}}
		of := conflict.Expert{Name: "李四", Relations: []conflict.Relation{{Kind: "spouse", Name: "张三", Company: "甲建设有限公司", CreditCode: code}}}
		for _, e := range []conflict.Expert{own, of} {
			if got := conflict.Matches(register, e); len(got) != want {
				t.Errorf("%s by code %q: %+v, want %d", e.Name, code, got, want)
			}
		}
	}
}

// What was dismissed stays visible, and what was never asked stays unknown.
func TestDismissedAnswer(t *testing.T) {
	s := namesakes(t)
	s.dismissAll(t)
	answers := conflict.NewChecker(s.lot).Check(s.e)
	for ground, want := range map[string]conflict.Verdict{"R02": conflict.Dismissed, "R04": conflict.Dismissed, "R16": conflict.Dismissed, "R01": conflict.Clear} {
		got := verdict(t, answers, ground)
		if got.Verdict != want || want == conflict.Dismissed && (len(got.Data) != 1 || got.Data[0].Dismissal == nil || got.Data[0].Dismissal.Decided != "s2") {
			t.Errorf("%s is %s with %+v, want %s", ground, got.Verdict, got.Data, want)
		}
	}
	s.company("C1").Shareholders, s.company("C1").LegalRepresentative = nil, ""
	if got := verdict(t, conflict.NewChecker(s.lot).Check(s.e), "R03"); got.Verdict != conflict.Unknown {
		t.Errorf("R03 is %s, and nobody knows who holds the bidder", got.Verdict)
	}
	s.e.Affiliations, s.e.Affiliated = s.e.Affiliations[:0], conflict.NeverAsked
	if got := verdict(t, conflict.NewChecker(s.lot).Check(s.e), "R16"); got.Verdict != conflict.Unknown {
		t.Errorf("R16 is %s, and the expert was never asked", got.Verdict)
	}
	none := conflict.Dismissal{Statement: conflict.Statement{Reason: "x"}, Proposed: "s1", Decided: "s2", On: day(t, "2025-02-01")}
	if none.Check() != nil || (conflict.Expert{Dismissals: []conflict.Dismissal{none}}).Dismissed(conflict.Match{}) != nil {
		t.Error("what is no match by name is dismissed")
	}
	var refusal *rule.Refusal
	if err := (conflict.Dismissal{Proposed: "s1", Decided: "s1"}).Check(); !errors.As(err, &refusal) || len(refusal.Reasons) != 3 {
		t.Errorf("%v, want three reasons", err)
	}
}

// Of every labelled pair: a datum that rests on a name alone is among the
// matches that can be found false before, and once all are, it is dismissed and
// every other stands.
func TestDismissLabelled(t *testing.T) {
	byName, others := 0, 0
	for _, p := range labelled(t) {
		s := &situation{p.expert, p.companies, p.lot}
		matches := conflict.Matches(p.lot.Register, p.expert)
		before := conflict.NewChecker(s.lot).Check(s.e)
		s.dismissAll(t)
		after := conflict.NewChecker(s.lot).Check(s.e)
		for i, answer := range before {
			stand := slices.ContainsFunc(answer.Data, func(d conflict.Datum) bool {
				if d.Match != (conflict.Match{}) {
					byName++
					return !slices.Contains(matches, d.Match)
				}
				others++
				return true
			})
			if got := after[i].Verdict == conflict.Conflict; got != stand {
				t.Errorf("line %d: %s: %s is %s after all was dismissed: %+v", p.line, p.facts, answer.Ground, after[i].Verdict, after[i].Data)
			}
		}
	}
	if byName < 50 || others < 50 {
		t.Errorf("%d data by name and %d others say too little", byName, others)
	}
	for key := range misses(t) {
		if !strings.HasSuffix(key, "conflict") {
			continue
		}
		p := labelled(t)[slices.IndexFunc(labelled(t), func(p pair) bool { return strings.HasPrefix(key, p.block+" | "+p.facts+" | ") })]
		s := &situation{p.expert, p.companies, p.lot}
		s.dismissAll(t)
		if dismissed := !strings.Contains(s.conflicts(), strings.Fields(key[strings.LastIndex(key, "|")+1:])[0]); dismissed != strings.Contains(misses(t)[key], "dismiss") {
			t.Errorf("%s: dismissed %t, which is not what is explained", key, dismissed)
		}
	}
}

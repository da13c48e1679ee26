package conflict_test

import (
	"fmt"
	"testing"

	"bidroom/experts/conflict"
)

const (
	registered = 200_000
	bidders    = 20
	considered = 10_000
)

// city makes a register in groups of ten companies over three levels, of whose
// owners every group has one of its own, and experts of whom one in a hundred
// worked for a bidder.
func city(b *testing.B) (conflict.Facts, []conflict.Expert) {
	facts := conflict.Facts{Rules: recusal(b, "cn-government-procurement-2017"), Started: day(b, "2025-03-01"), Today: day(b, "2025-03-10"), Asked: everySubject}
	var companies []conflict.Company
	for i := range registered {
		c := conflict.Company{Name: fmt.Sprintf("江城第%d建设工程有限公司", i), CreditCode: fmt.Sprint("C", i), LegalRepresentative: fmt.Sprint("法人", i),
			People: []conflict.Post{{Name: fmt.Sprint("董事", i), Office: "director"}, {Name: fmt.Sprint("监事", i), Office: "supervisor"}}}
		if i%10 == 0 {
			c.Shareholders = []conflict.Shareholder{{Name: fmt.Sprint("股东", i), Percent: conflict.Whole / 100 * 80}}
		} else {
			above := i - i%10 + i%10/4
			if above == i {
				above = i - 1
			}
			c.Shareholders = []conflict.Shareholder{{Name: companies[above].Name, Percent: conflict.Whole / 100 * 60}}
		}
		companies = append(companies, c)
	}
	for i := range bidders {
		c := companies[i*registered/bidders+7]
		facts.Bidders = append(facts.Bidders, conflict.Company{Name: c.Name, CreditCode: c.CreditCode})
	}
	facts.Register = conflict.NewRegister(companies)
	experts := make([]conflict.Expert, considered)
	for i := range experts {
		employer := conflict.Affiliation{Company: fmt.Sprintf("江城第%d设计院有限公司", i)}
		if i%100 == 0 {
			employer.Company = facts.Bidders[i/100%bidders].Name
		}
		experts[i] = conflict.Expert{ID: fmt.Sprint(i), Name: fmt.Sprint("专家", i), Status: conflict.Active, Affiliated: conflict.DeclaredSome, Affiliations: []conflict.Affiliation{employer},
			Related: conflict.DeclaredSome, Relations: []conflict.Relation{{Kind: "spouse", Name: fmt.Sprint("配偶", i), Company: "江城中学"}},
			Interested: conflict.DeclaredNone, Penalised: conflict.DeclaredNone}
	}
	return facts, experts
}

// BenchmarkCheck is one expert against 20 bidders, with a register of 200,000
// companies.
func BenchmarkCheck(b *testing.B) {
	facts, experts := city(b)
	checker := conflict.NewChecker(facts)
	i, found := 0, 0
	for b.Loop() {
		for _, answer := range checker.Check(experts[i%considered]) {
			if answer.KeepsOut() {
				found++
			}
		}
		i++
	}
	if i >= considered && found == 0 {
		b.Error("nobody was found")
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "experts/s")
}

// BenchmarkNewChecker is what is prepared once for a pool: names, groups and
// offices of the whole register.
func BenchmarkNewChecker(b *testing.B) {
	facts, _ := city(b)
	for b.Loop() {
		conflict.NewChecker(facts)
	}
}

// BenchmarkMatches is one expert against the names of 200,000 companies.
func BenchmarkMatches(b *testing.B) {
	facts, experts := city(b)
	for b.Loop() {
		if list := conflict.Matches(facts.Register, experts[0]); len(list) == 0 {
			b.Fatal("an employer's name is that of a bidder")
		}
	}
}

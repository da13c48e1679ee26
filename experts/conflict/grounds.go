package conflict

import (
	"slices"

	"bidroom/evaluation/rule"
)

// A Verdict is one ground's answer.
type Verdict string

const (
	Clear    Verdict = "clear"
	Conflict Verdict = "conflict"
	Unknown  Verdict = "unknown" // never asked; never taken for clear
)

// An Answer is what one ground says of one expert.
type Answer struct {
	Ground  string      `json:"ground"` // such as "R01"; catalogue key below "ground."
	Clause  rule.Clause `json:"clause"`
	Verdict Verdict     `json:"verdict"`
	Datum   string      `json:"datum,omitempty"` // what decided: sealed with the expert's name
	On      Date        `json:"on"`              // the day that decided, where one did
}

// Facts are what the grounds are decided against.
type Facts struct {
	Bidders   []Company // consortium members included
	Companies []Company // the register's, for names, groups and people
	Entity    Company   // the procuring entity
	Agency    Company
	Started   Date // the day the procurement activity began; windows count back from it
	Today     Date
	Years     int // look-back window; the day itself, years back, is within it
	Percent   int // the holding from which a shareholder is of the group
}

// A ground is one predicate.
type ground struct {
	id     string
	clause rule.Clause
	decide func(e Expert, f *facts) Answer
}

// grounds are those that the register's data can decide.
var grounds = []ground{
	{"R01", "政府采购法实施条例 第九条第一项", employed},
	{"R02", "政府采购法实施条例 第九条第二项", office("director", "supervisor")},
	{"R03", "政府采购法实施条例 第九条第三项", owner},
	{"R04", "政府采购法实施条例 第九条第四项", kin},
	{"R07", "评标委员会和评标方法暂行规定 第十二条第一项", principal},
	{"R10", "评标委员会和评标方法暂行规定 第十二条第四项", standing(Punished)},
	{"R11", "招标投标法 第五十六条", standing(Removed, Suspended, Applied)},
	{"R13", "政府采购货物和服务招标投标管理办法 第四十七条", ownUnit},
}

// Grounds lists the grounds that are decided, in order.
func Grounds() []string {
	ids := make([]string, len(grounds))
	for i, g := range grounds {
		ids[i] = g.id
	}
	return ids
}

// A Checker answers for many experts against the same facts. It is safe for
// concurrent use.
type Checker struct{ f *facts }

// NewChecker prepares the facts: the groups of the bidders are computed once.
func NewChecker(f Facts) *Checker { return &Checker{newFacts(f)} }

// Check answers every ground for an expert, in the order of [Grounds].
func (c *Checker) Check(e Expert) []Answer {
	answers := make([]Answer, len(grounds))
	for i, g := range grounds {
		answers[i] = g.decide(e, c.f)
		answers[i].Ground, answers[i].Clause = g.id, g.clause
	}
	return answers
}

// employed is R01 and R16: works, or worked within the window, for a bidder
// or a company of its group.
func employed(e Expert, f *facts) Answer {
	answer := Answer{Verdict: Clear}
	if e.Affiliated == NeverAsked && len(e.Affiliations) == 0 {
		answer.Verdict = Unknown
	}
	for _, a := range e.Affiliations {
		ended := a.To != Date{} && a.To.Before(f.since)
		if !ended && f.ofGroup(a.Company, a.CreditCode) {
			return Answer{Verdict: Conflict, Datum: a.Company, On: a.To}
		}
	}
	return answer
}

// office is R02: holds, or held within the window, an office of a bidder or a
// company of its group. Names are all that a register of companies gives, so
// a namesake is a conflict until a second person dismisses it.
func office(offices ...string) func(Expert, *facts) Answer {
	return func(e Expert, f *facts) Answer {
		for _, company := range f.group {
			for _, post := range company.People {
				if post.Name == e.Name && slices.Contains(offices, post.Office) && (post.To == Date{} || !post.To.Before(f.since)) {
					return Answer{Verdict: Conflict, Datum: company.Name, On: post.To}
				}
			}
		}
		return Answer{Verdict: Clear}
	}
}

// owner is R03: shareholder or controller of a bidder or of its group.
func owner(e Expert, f *facts) Answer {
	for _, company := range f.group {
		for _, holder := range company.Shareholders {
			if holder.CreditCode == "" && holder.Name == e.Name {
				return Answer{Verdict: Conflict, Datum: company.Name}
			}
		}
	}
	return office("controller")(e, f)
}

// kin is R04: a declared relative leads a bidder. Who was never asked is
// unknown.
func kin(e Expert, f *facts) Answer {
	for _, relation := range e.Relations {
		for _, company := range f.bidders {
			leads := company.LegalRepresentative == relation.Name ||
				slices.ContainsFunc(company.People, func(p Post) bool { return p.Name == relation.Name && p.Office == "manager" })
			if leads || relation.Company != "" && f.ofGroup(relation.Company, "") {
				return Answer{Verdict: Conflict, Datum: relation.Kind + " " + relation.Name, On: relation.DeclaredOn}
			}
		}
	}
	if e.Related == NeverAsked {
		return Answer{Verdict: Unknown}
	}
	return Answer{Verdict: Clear}
}

// principal is R07: is a bidder's legal representative.
func principal(e Expert, f *facts) Answer {
	for _, company := range f.group {
		if company.LegalRepresentative == e.Name {
			return Answer{Verdict: Conflict, Datum: company.Name}
		}
	}
	return Answer{Verdict: Clear}
}

// standing is R10 and R11: not active in the register. A suspension ends the
// day after its last.
func standing(statuses ...Status) func(Expert, *facts) Answer {
	return func(e Expert, f *facts) Answer {
		over := e.Status == Suspended && e.Until != Date{} && e.Until.Before(f.today)
		if slices.Contains(statuses, e.Status) && !over {
			return Answer{Verdict: Conflict, Datum: string(e.Status), On: e.Until}
		}
		return Answer{Verdict: Clear}
	}
}

// ownUnit is R13 and R14: works for the procuring entity or its agency.
func ownUnit(e Expert, f *facts) Answer {
	for _, a := range e.Affiliations {
		if a.To != (Date{}) && a.To.Before(f.today) {
			continue
		}
		for _, unit := range []Company{f.entity, f.agency} {
			if same(unit, a.Company, a.CreditCode) {
				return Answer{Verdict: Conflict, Datum: unit.Name}
			}
		}
	}
	if e.Affiliated == NeverAsked && len(e.Affiliations) == 0 {
		return Answer{Verdict: Unknown}
	}
	return Answer{Verdict: Clear}
}

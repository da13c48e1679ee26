package conflict

import (
	"iter"
	"maps"
	"slices"

	"bidroom/evaluation/rule"
)

// What a company is to the lot.
type standing uint16

const (
	isBidder standing = 1 << iota
	isGroup           // of a bidder's group, and no bidder
	isEntity
	isAgency
	isAuthority // approves or supervises the lot
	isGPSupervisor
	isOtherLot
)

// A held is what a person is or was in a bidder or a company of its group.
type held struct {
	company int32
	office  string // of a [Post], or legal_representative or shareholder; of a tie employed too
	percent Percent
	Period
}

// A role of a firm or person in the tender, with the firm's nodes.
type firmRole struct {
	Role
	firm
}

type dispute struct {
	Dispute
	firm
}

// A firm is the companies that a stated one can be, and whether its credit code
// says so.
type firm struct {
	nodes []int32
	coded bool
}

// A Checker answers for many experts against the same facts. It is safe for
// concurrent use.
type Checker struct {
	facts    Facts
	rules    []ruled
	kinship  []string // the classes of kin that some ground counts
	register *lookup
	is       map[int32]standing
	coded    map[int32]standing // what of it a credit code says
	guessed  map[int32]bool     // of a group: it was taken for a stated holder by its name alone
	offices  map[string][]held  // by normalised name of the person
	lacking  struct{ heads, people, holders, signals bool }
	roles    []firmRole
	disputes []dispute                // with a bidder
	named    map[string][]NamedPerson // by normalised name, and by index
	signals  map[Signal][]string      // who of the bidders and of the panel has it
	panel    map[string][]*Expert     // employer → who of the panel works there
}

// A ruled ground is one with what the profile says of it.
type ruled struct {
	ground
	rule  rule.RecusalGround
	since Date
}

// NewChecker prepares the facts: names, groups and offices are looked up once
// for all experts.
func NewChecker(f Facts) *Checker {
	c := &Checker{facts: f, register: f.Register.lookup(), is: map[int32]standing{}, coded: map[int32]standing{}, guessed: map[int32]bool{}}
	c.govern(func(ground) bool { return true })
	c.parties()
	c.people()
	c.lot()
	return c
}

// govern takes in what the profile says of some grounds.
func (c *Checker) govern(some func(ground) bool) {
	f := &c.facts
	for _, g := range grounds {
		said := f.Rules.Grounds[g.id]
		if !some(g) || !said.InForce(f.Started.String()) {
			continue
		}
		since := f.Today
		if said.Ever {
			since = Date{}
		} else if said.Years > 0 {
			since = f.Started.YearsBack(said.Years)
		}
		c.rules = append(c.rules, ruled{g, said, since})
		c.kinship = append(c.kinship, said.Kinship...)
	}
}

// parties finds what each company is to the lot.
func (c *Checker) parties() {
	mark := func(company Company, as standing) []int32 {
		nodes := c.register.party(company)
		for _, node := range nodes {
			c.is[node] |= as
			if own, known := c.register.coded(company.CreditCode); known && own == node {
				c.coded[node] |= as
			}
		}
		return nodes
	}
	mark(c.facts.Entity, isEntity)
	mark(c.facts.Agency, isAgency)
	for _, unit := range c.facts.Units {
		as := isAuthority
		if unit.Kind == "gp_supervisor" {
			as = isGPSupervisor
		}
		mark(unit.Company, as)
	}
	for _, other := range c.facts.OtherLots {
		mark(other, isOtherLot)
	}
	var bidders []int32
	for _, bidder := range c.facts.Bidders {
		bidders = append(bidders, mark(bidder, isBidder)...)
	}
	for _, role := range c.facts.Roles {
		c.register.party(Company{Name: role.Company, CreditCode: role.CreditCode})
	}
	for _, d := range c.facts.Disputes {
		c.register.party(Company{Name: d.Company, CreditCode: d.CreditCode})
	}
	c.register.link(c.facts.Rules.Percent, c.facts.Today)
	for branch, as := range maps.Clone(c.is) { // what a branch is to the lot its company is
		if head := c.register.whole(branch); head != branch {
			c.is[head] |= as
			if as&isBidder != 0 {
				bidders = append(bidders, head)
			}
		}
	}
	for node := range c.register.group(bidders) {
		if c.is[node]&isBidder == 0 {
			c.is[node] |= isGroup
			c.guessed[node] = c.register.guessed(node)
		}
	}
}

// people notes who holds an office in a bidder or its group, and what the
// register does not say of the bidders.
func (c *Checker) people() {
	c.offices = map[string][]held{}
	for node, is := range c.is {
		if is&(isBidder|isGroup) == 0 {
			continue
		}
		for name, h := range c.register.company(node).offices(node) {
			c.holds(name, h)
		}
	}
	for _, bidder := range c.facts.Bidders {
		nodes := c.register.find(bidder.Name, bidder.CreditCode)
		for _, node := range nodes {
			c.holds(bidder.LegalRepresentative, held{company: node, office: "legal_representative"})
		}
		knows := func(does func(*Company) bool) bool {
			return slices.ContainsFunc(nodes, func(node int32) bool { return does(c.register.company(node)) })
		}
		c.lacking.heads = c.lacking.heads || bidder.LegalRepresentative == "" && !knows(func(k *Company) bool { return k.LegalRepresentative != "" })
		c.lacking.people = c.lacking.people || !knows(func(k *Company) bool { return len(k.People) > 0 })
		c.lacking.holders = c.lacking.holders || !knows(func(k *Company) bool { return len(k.Shareholders) > 0 })
		c.lacking.signals = c.lacking.signals || !knows(func(k *Company) bool { return len(k.Signals) > 0 })
	}
	for _, held := range c.offices {
		slices.SortFunc(held, byCompany)
	}
}

// offices yields what persons are in a company, by the name as it is stated.
func (c Company) offices(node int32) iter.Seq2[string, held] {
	return func(yield func(string, held) bool) {
		if !yield(c.LegalRepresentative, held{company: node, office: "legal_representative"}) {
			return
		}
		for _, post := range c.People {
			if !yield(post.Name, held{company: node, office: post.Office, Period: post.Period}) {
				return
			}
		}
		for _, holder := range c.Shareholders {
			if holder.CreditCode == "" && !yield(holder.Name, held{company: node, office: "shareholder", percent: holder.Percent, Period: holder.Period}) {
				return
			}
		}
	}
}

// certain reports whether it is by credit code, and not by a name, that a
// company is what it is to the lot. Otherwise the lot may mean another company
// of that name, of which the register knows nothing, so that nothing that is
// found there can be a false match.
func (c *Checker) certain(node int32) bool {
	is := c.is[node]
	return is&^isGroup&^c.coded[node] == 0 && (is&isGroup == 0 || !c.guessed[node])
}

func (c *Checker) holds(name string, h held) {
	if name = NormalisePerson(name); name != "" && !slices.Contains(c.offices[name], h) {
		c.offices[name] = append(c.offices[name], h)
	}
}

// lot prepares what is known of the lot.
func (c *Checker) lot() {
	c.named, c.signals, c.panel = map[string][]NamedPerson{}, map[Signal][]string{}, map[string][]*Expert{}
	for _, role := range c.facts.Roles {
		c.roles = append(c.roles, firmRole{role, c.firm(role.Company, role.CreditCode)})
	}
	for _, d := range c.facts.Disputes {
		if slices.ContainsFunc(c.register.find(d.Against, d.AgainstCreditCode), func(node int32) bool { return c.is[node]&isBidder != 0 }) {
			c.disputes = append(c.disputes, dispute{d, c.firm(d.Company, d.CreditCode)})
		}
	}
	for _, person := range c.facts.Named {
		for _, key := range []string{NormalisePerson(person.Name), person.Index} {
			c.named[key] = append(c.named[key], person)
		}
	}
	for node, is := range c.is {
		if is&isBidder != 0 {
			for _, signal := range c.register.company(node).Signals {
				c.signals[signal] = append(c.signals[signal], c.register.company(node).Name)
			}
		}
	}
	for i := range c.facts.Panel {
		member := &c.facts.Panel[i]
		for _, signal := range member.Signals {
			c.signals[signal] = append(c.signals[signal], member.ID)
		}
		for _, employer := range c.Employers(*member) {
			c.panel[employer] = append(c.panel[employer], member)
		}
	}
	for _, sharers := range c.signals {
		slices.Sort(sharers)
	}
}

func (c *Checker) firm(name, code string) firm {
	return firm{c.register.find(name, code), c.register.knows(code)}
}

// Check answers every ground of the profile for an expert, in the order of
// [Grounds].
func (c *Checker) Check(e Expert) []Answer {
	return slices.AppendSeq(make([]Answer, 0, len(c.rules)), c.Answers(&e))
}

// Answers is [Checker.Check], one answer after the other.
func (c *Checker) Answers(e *Expert) iter.Seq[Answer] {
	return c.answers(&query{Checker: c, e: e, name: NormalisePerson(e.Name), ties: c.register.ties(e)}, ofBoth, ofExpert)
}

// With returns a checker for the same facts, with others who sit already.
func (c *Checker) With(panel []Expert) *Checker {
	with := *c
	with.facts.Panel, with.roles, with.disputes = panel, nil, nil
	with.lot()
	return &with
}

// CheckLot answers the grounds that are not about one expert.
func (c *Checker) CheckLot() []Answer {
	return slices.Collect(c.answers(&query{Checker: c, e: new(Expert)}, ofLot))
}

func (c *Checker) answers(q *query, some ...about) iter.Seq[Answer] {
	return func(yield func(Answer) bool) {
		for i := range c.rules {
			r := &c.rules[i]
			if !slices.Contains(some, r.about) {
				continue
			}
			q.ruled, q.answer = r, Answer{Ground: r.id, Clause: r.rule.Clause, Action: r.rule.Action}
			r.decide(q)
			q.answer.settle()
			if !yield(q.answer) {
				return
			}
		}
	}
}

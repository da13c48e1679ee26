package evaluation

import (
	"slices"

	"bidroom/evaluation/rule"
)

func init() {
	register(
		func() Act { return new(FactsStated) }, func() Act { return new(FactsProposed) },
		func() Act { return new(FactsConfirmed) }, func() Act { return new(FactsDeclined) },
	)
}

// What was answered when a lot was asked for something.
const (
	NeverAsked = "never_asked"
	AskedNone  = "none"
	AskedSome  = "some"
)

// FactsDomain is the domain of the datum that stands for what is known of a
// lot about a subject.
const FactsDomain = "lot.facts"

// FactSubjects lists what can be known of a lot that decides who may not sit.
var FactSubjects = []string{"units", "roles", "former_panel", "named", "disputes", "challenges"}

// ofBidders lists the subjects that are asked of the bidders: what was said of
// them was not said of one who comes later.
var ofBidders = []string{"named", "disputes", "challenges"}

// A KnownFacts is what is known of a lot about one subject. Who is named stands
// in the log as a datum only.
type KnownFacts struct {
	About string `json:"about"` // one of FactSubjects
	Asked string `json:"asked"`
	Facts Datum  `json:"facts,omitempty"` // the rows, JSON; none if there are none
}

func (k KnownFacts) check() error {
	var refusals rule.Collect
	if !slices.Contains(FactSubjects, k.About) {
		refusals.Add("", "facts.about", "about", "about", k.About)
	}
	switch {
	case !slices.Contains([]string{NeverAsked, AskedNone, AskedSome}, k.Asked):
		refusals.Add("", "facts.asked", "asked")
	case k.Asked == AskedNone && k.Facts != "":
		refusals.Add("", "facts.none_with_rows", "asked")
	case k.Asked == AskedSome && k.Facts == "":
		refusals.Add("", "facts.some_without_rows", "asked")
	}
	if k.Facts != "" && !k.Facts.valid() {
		refusals.Add("", "datum.form", "facts")
	}
	return refusals.Err(rule.Invalid)
}

// FactsStated says what is known of the lot about a subject, in place of what
// was said before.
type FactsStated struct {
	KnownFacts
}

// Kind implements [Act].
func (*FactsStated) Kind() string { return "facts.stated" }

func (a *FactsStated) apply(c *Case, _ Meta) error {
	if err := a.check(); err != nil {
		return err
	}
	c.know(a.KnownFacts)
	return nil
}

func (c *Case) know(k KnownFacts) {
	c.Facts = append(slices.DeleteFunc(c.Facts, func(old KnownFacts) bool { return old.About == k.About }), k)
	c.Proposed = slices.DeleteFunc(c.Proposed, func(old ProposedFacts) bool { return old.About == k.About })
}

// Waiting returns what waits for a second person about a subject, or nil.
func (c *Case) Waiting(subject string) *ProposedFacts {
	for i := range c.Proposed {
		if c.Proposed[i].About == subject {
			return &c.Proposed[i]
		}
	}
	return nil
}

// Known returns what is known of the lot about a subject.
func (c *Case) Known(subject string) KnownFacts {
	for _, k := range c.Facts {
		if k.About == subject {
			return k
		}
	}
	return KnownFacts{About: subject, Asked: NeverAsked}
}

// A ProposedFacts waits for a second person.
type ProposedFacts struct {
	FactsProposed
	By   string
	AtMs int64
}

// FactsProposed is what [FactsStated] is once a draw stands: it counts when a
// second person has confirmed it, for whoever could change alone what is known
// could try out who was drawn.
type FactsProposed struct {
	KnownFacts
	Reason string `json:"reason"`
}

// Kind implements [Act].
func (*FactsProposed) Kind() string { return "facts.proposed" }

func (a *FactsProposed) apply(c *Case, meta Meta) error {
	if err := a.check(); err != nil {
		return err
	}
	if a.Reason == "" {
		return rule.Refuse(rule.Invalid, "", "reason.required", "reason")
	}
	c.Proposed = append(slices.DeleteFunc(c.Proposed, func(old ProposedFacts) bool { return old.About == a.About }), ProposedFacts{*a, meta.Actor, meta.AtMs})
	return nil
}

// A FactsDecision names the proposal that a second person looked at: what it
// says, which a bidder who came since has changed, and when it was made, for
// another may have put theirs in its place.
type FactsDecision struct {
	KnownFacts
	ProposedMs int64 `json:"proposed_ms,string"`
}

// proposal returns what waits about the subject of a decision; it must be what
// the second person looked at, and another's.
func (c *Case) proposal(looked FactsDecision, meta Meta) (*ProposedFacts, error) {
	p := c.Waiting(looked.About)
	switch {
	case p == nil:
		return nil, rule.Refuse(rule.NotFound, "", "facts.no_proposal", "")
	case (FactsDecision{p.KnownFacts, p.AtMs}) != looked:
		return nil, rule.Refuse(rule.Stale, "", "stale", "facts")
	case p.By == meta.Actor:
		return nil, rule.Refuse(rule.Forbidden, "", "facts.second_person", "")
	}
	return p, nil
}

// FactsConfirmed is the second person's yes.
type FactsConfirmed struct {
	FactsDecision
}

// Kind implements [Act].
func (*FactsConfirmed) Kind() string { return "facts.confirmed" }

func (a *FactsConfirmed) apply(c *Case, meta Meta) error {
	p, err := c.proposal(a.FactsDecision, meta)
	if err != nil {
		return err
	}
	c.know(p.KnownFacts)
	return nil
}

// FactsDeclined is the second person's no: what was known stays.
type FactsDeclined struct {
	FactsDecision
	Reason string `json:"reason"`
}

// Kind implements [Act].
func (*FactsDeclined) Kind() string { return "facts.declined" }

func (a *FactsDeclined) apply(c *Case, meta Meta) error {
	if a.Reason == "" {
		return rule.Refuse(rule.Invalid, "", "reason.required", "reason")
	}
	if _, err := c.proposal(a.FactsDecision, meta); err != nil {
		return err
	}
	c.Proposed = slices.DeleteFunc(c.Proposed, func(p ProposedFacts) bool { return p.About == a.About })
	return nil
}

// askAnew notes that a bidder has come of whom nothing was asked. What was
// said stays; that nothing else is so does not.
func (c *Case) askAnew() {
	for i := range c.Facts {
		if slices.Contains(ofBidders, c.Facts[i].About) {
			c.Facts[i].Asked = NeverAsked
		}
	}
	for i := range c.Proposed {
		if slices.Contains(ofBidders, c.Proposed[i].About) {
			c.Proposed[i].Asked = NeverAsked
		}
	}
}

package evaluation

import (
	"slices"
	"strconv"

	"bidroom/evaluation/rule"
)

func init() {
	register(
		func() Act { return new(MemberCheckedIn) }, func() Act { return new(MemberMoved) }, func() Act { return new(MemberDeclared) },
		func() Act { return new(MemberRecused) }, func() Act { return new(MemberLeft) }, func() Act { return new(ChairVoted) },
	)
}

// A Seat is one place on the panel, and who sits there.
type Seat struct {
	SeatPlan
	Member     *Member     // nil while the seat is empty
	Sheet      *Sheet      // nil before the first submission
	Conclusion *Conclusion // nil before the member signed, dissented, or stayed silent
	Draft      Datum       // the last digest of what the member has typed; empty before the first
}

// A Member sits on the panel.
type Member struct {
	Label      string `json:"label"` // of the draw; empty for a representative
	Name       Datum  `json:"name"`
	Kiosk      string `json:"kiosk"`
	Key        string `json:"key"` // P-256 public key, uncompressed point, hex
	CheckedMs  int64  `json:"checked_ms"`
	DeclaredMs int64  `json:"declared_ms"`
}

// A Change is a member's leaving the panel.
type Change struct {
	Seat   int
	Member Member
	AtMs   int64
	Ground string // "" if the member did not recuse
	Reason string
}

// ownSeat returns the seat of the member who acts, who must be the one named.
func (m *Meeting) ownSeat(meta Meta, no int) (*Seat, error) {
	seat := m.Seat(no)
	if seat == nil || seat.Member == nil {
		return nil, rule.Refuse(rule.NotFound, "", "seat.empty", "seat", "seat", strconv.Itoa(no))
	}
	if meta.Actor != SeatActor(no) {
		return nil, rule.Refuse(rule.Forbidden, "", "seat.other", "seat", "seat", strconv.Itoa(no))
	}
	return seat, nil
}

// SeatActor returns the actor of the entries of the member on a seat.
func SeatActor(no int) string { return "seat:" + strconv.Itoa(no) }

// MemberCheckedIn seats a member whose identity was checked, and binds the
// member's key on that kiosk.
type MemberCheckedIn struct {
	Seat  int    `json:"seat,string"`
	Label string `json:"label,omitempty"` // of the draw; empty for a representative
	Name  Datum  `json:"name"`            // domain "member.name"
	Kiosk string `json:"kiosk"`
	Key   string `json:"key"` // P-256 public key, uncompressed point, hex
}

// Kind implements [Act].
func (*MemberCheckedIn) Kind() string { return "member.checked_in" }

func (a *MemberCheckedIn) apply(c *Case, meta Meta) error {
	m, err := c.at(Assembling, Declaring, Electing, Examining, Evaluating, Pricing)
	if err != nil {
		return err
	}
	seat := m.Seat(a.Seat)
	var refusals rule.Collect
	if seat == nil || seat.Member != nil {
		refusals.Add("", "seat.taken", "seat", "seat", strconv.Itoa(a.Seat))
	} else if seat.Representative != (a.Label == "") {
		refusals.Add("招标投标法实施条例 第四十六条", "seat.kind", "seat", "seat", strconv.Itoa(a.Seat))
	}
	if a.Label != "" && c.Left(a.Label) != nil {
		refusals.Add("招标投标法实施条例 第四十八条第三款", "member.gone", "label")
	}
	for i := range m.Seats {
		other := m.Seats[i].Member
		if other == nil {
			continue
		}
		if a.Label != "" && other.Label == a.Label {
			refusals.Add("", "member.twice", "label", "seat", strconv.Itoa(m.Seats[i].No))
		}
		if other.Kiosk == a.Kiosk {
			refusals.Add("", "kiosk.taken", "kiosk", "seat", strconv.Itoa(m.Seats[i].No))
		}
	}
	if !a.Name.valid() {
		refusals.Add("", "datum.form", "name")
	}
	if !validKey(a.Key) {
		refusals.Add("", "key.form", "key")
	}
	if err := refusals.Err(rule.Invalid); err != nil {
		return err
	}
	if err := m.CheckWorkplace(a.Seat, a.Kiosk); err != nil {
		return err
	}
	seat.Member = &Member{Label: a.Label, Name: a.Name, Kiosk: a.Kiosk, Key: a.Key, CheckedMs: meta.AtMs}
	return nil
}

// Left returns how the expert of a label has left the panel, at this meeting or
// a former one, or nil: who recused, of whom that names the ground, or left does
// not come back.
func (c *Case) Left(label string) *Change {
	changes := c.Changes()
	if i := slices.IndexFunc(changes, func(change Change) bool { return change.Member.Label == label }); i >= 0 {
		return &changes[i]
	}
	return nil
}

// Changes returns who has left the panel, at this meeting and the former ones.
func (c *Case) Changes() (changes []Change) {
	for _, m := range c.Former {
		changes = append(changes, m.Changes...)
	}
	if c.Meeting != nil {
		changes = append(changes, c.Meeting.Changes...)
	}
	return changes
}

// MemberMoved seats a member at a spare kiosk when the first one failed; the
// member gets a new key there.
type MemberMoved struct {
	Seat  int    `json:"seat,string"`
	Kiosk string `json:"kiosk"`
	Key   string `json:"key"`
}

// Kind implements [Act].
func (*MemberMoved) Kind() string { return "member.moved" }

func (a *MemberMoved) apply(c *Case, _ Meta) error {
	if c.Meeting == nil || !c.Meeting.Stage.Running() {
		return rule.Refuse(rule.Premature, "", "stage.not_running", "", "stage", string(c.Stage()))
	}
	seat := c.Meeting.Seat(a.Seat)
	if seat == nil || seat.Member == nil {
		return rule.Refuse(rule.NotFound, "", "seat.empty", "seat", "seat", strconv.Itoa(a.Seat))
	}
	for i := range c.Meeting.Seats {
		if other := &c.Meeting.Seats[i]; other.Member != nil && other.No != a.Seat && other.Member.Kiosk == a.Kiosk {
			return rule.Refuse(rule.Invalid, "", "kiosk.taken", "kiosk", "seat", strconv.Itoa(other.No))
		}
	}
	if !validKey(a.Key) || a.Kiosk == "" {
		return rule.Refuse(rule.Invalid, "", "key.form", "key")
	}
	if err := c.Meeting.move(seat, a.Kiosk); err != nil {
		return err
	}
	seat.Member.Kiosk, seat.Member.Key = a.Kiosk, a.Key
	return nil
}

// MemberDeclared is a member's signed statement of impartiality and
// confidentiality, made with the list of bidders in view.
type MemberDeclared struct {
	Seat      int    `json:"seat,string"`
	Statement string `json:"statement"` // the words that were shown and signed
	Signature string `json:"signature"` // over SigningText("member.declared", …, SHA-256 of Statement), r‖s hex
}

// Kind implements [Act].
func (*MemberDeclared) Kind() string { return "member.declared" }

func (a *MemberDeclared) apply(c *Case, meta Meta) error {
	m, err := c.at(Declaring, Electing, Examining, Evaluating, Pricing)
	if err != nil {
		return err
	}
	seat, err := m.ownSeat(meta, a.Seat)
	if err != nil {
		return err
	}
	if a.Statement == "" {
		return rule.Refuse(rule.Invalid, "", "field.required", "statement")
	}
	if err := c.checkSignature(seat, a.Kind(), hashHex(a.Statement), a.Signature); err != nil {
		return err
	}
	seat.Member.DeclaredMs = meta.AtMs
	return nil
}

// MemberRecused is a member's leaving the panel because of an interest. What
// the member found is void; the replacement does it again.
type MemberRecused struct {
	Seat   int    `json:"seat,string"`
	Ground string `json:"ground"`
	Reason string `json:"reason"`
}

// Kind implements [Act].
func (*MemberRecused) Kind() string { return "member.recused" }

func (a *MemberRecused) apply(c *Case, meta Meta) error {
	m, err := c.at(Assembling, Declaring, Electing, Examining, Evaluating, Pricing, Tallied)
	if err != nil {
		return err
	}
	if _, err := m.ownSeat(meta, a.Seat); err != nil {
		return err
	}
	if a.Ground == "" {
		return rule.Refuse(rule.Invalid, "招标投标法 第三十七条第四款", "ground.required", "ground")
	}
	c.vacate(a.Seat, Change{Seat: a.Seat, AtMs: meta.AtMs, Ground: a.Ground, Reason: a.Reason})
	return nil
}

// MemberLeft records that a member left, fell ill, or was found to have an
// interest; the centre's staff state it and the supervisor sees it.
type MemberLeft struct {
	Seat   int    `json:"seat,string"`
	Reason string `json:"reason"`
}

// Kind implements [Act].
func (*MemberLeft) Kind() string { return "member.left" }

func (a *MemberLeft) apply(c *Case, meta Meta) error {
	m, err := c.at(Assembling, Declaring, Electing, Examining, Evaluating, Pricing, Tallied)
	if err != nil {
		return err
	}
	if seat := m.Seat(a.Seat); seat == nil || seat.Member == nil {
		return rule.Refuse(rule.NotFound, "", "seat.empty", "seat", "seat", strconv.Itoa(a.Seat))
	}
	if a.Reason == "" {
		return rule.Refuse(rule.Invalid, "招标投标法实施条例 第四十八条第三款", "reason.required", "reason")
	}
	c.vacate(a.Seat, Change{Seat: a.Seat, AtMs: meta.AtMs, Reason: a.Reason})
	return nil
}

// vacate empties a seat; its findings, vote and sheet are void
// (招标投标法实施条例 第四十八条第三款).
func (c *Case) vacate(no int, change Change) {
	m := c.Meeting
	seat := m.Seat(no)
	change.Member = *seat.Member
	m.Changes = append(m.Changes, change)
	seat.Member, seat.Sheet, seat.Conclusion, seat.Draft = nil, nil, nil, ""
	m.Findings = slices.DeleteFunc(m.Findings, func(f FindingMade) bool { return f.Seat == no })
	m.unjudge(func(j ClarificationJudged) bool { return j.Seat == no })
	m.unjudgeLeads(func(j LeadJudged) bool { return j.Seat == no })
	m.Votes = slices.DeleteFunc(m.Votes, func(v ChairVoted) bool { return v.Seat == no || v.For == no })
	m.Tied = nil
	m.Undecided = nil // its seats are no longer the people who were voted for
	if m.Chair == no {
		m.Chair, m.Votes, m.Round = 0, nil, m.Round+1
	}
	if m.Stage == Tallied {
		m.Stage, m.Tally = c.counting(), nil
	}
}

// ChairVoted is one member's vote for the panel's chair. When every seat has
// voted, whoever has more than half of the votes is elected; otherwise the
// next round begins.
type ChairVoted struct {
	Seat  int `json:"seat,string"`
	Round int `json:"round,string"`
	For   int `json:"for,string"`
}

// Kind implements [Act].
func (*ChairVoted) Kind() string { return "chair.voted" }

func (a *ChairVoted) apply(c *Case, meta Meta) error {
	m, err := c.at(Electing, Examining, Evaluating, Pricing)
	if err != nil {
		return err
	}
	profile, err := c.Profile()
	if err != nil {
		return err
	}
	seat, err := m.ownSeat(meta, a.Seat)
	if err != nil {
		return err
	}
	switch candidate := m.Seat(a.For); {
	case seat.Member.DeclaredMs == 0:
		return rule.Refuse(rule.Premature, "", "seat.not_declared", "seat", "seat", strconv.Itoa(a.Seat))
	case m.Chair != 0:
		return rule.Refuse(rule.Stale, "", "chair.elected", "", "seat", strconv.Itoa(m.Chair))
	case a.Round != m.Round:
		return rule.Refuse(rule.Stale, "", "chair.round", "round", "round", strconv.Itoa(m.Round))
	case candidate == nil || candidate.Member == nil:
		return rule.Refuse(rule.NotFound, "", "seat.empty", "for", "seat", strconv.Itoa(a.For))
	case candidate.Representative && profile.Chair.RepresentativeBarred:
		return rule.Refuse(rule.Forbidden, profile.Chair.Clause, "chair.representative", "for", "seat", strconv.Itoa(a.For))
	case slices.ContainsFunc(m.Votes, func(v ChairVoted) bool { return v.Seat == a.Seat }):
		return rule.Refuse(rule.Stale, "", "chair.voted", "", "round", strconv.Itoa(m.Round))
	}
	m.Votes = append(m.Votes, *a)
	if len(m.Votes) < len(m.Seats) {
		return nil
	}
	count := make([]int, len(m.Seats)+1)
	for _, vote := range m.Votes {
		count[vote.For]++
		if 2*count[vote.For] > len(m.Seats) {
			m.Chair = vote.For
		}
	}
	if m.Chair == 0 {
		m.Round++
		m.Votes, m.Undecided = nil, m.Votes
	}
	return nil
}

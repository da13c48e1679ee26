package evaluation

import (
	"slices"
	"strconv"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

func init() {
	register(
		func() Act { return new(MeetingScheduled) }, func() Act { return new(MeetingOpened) },
		func() Act { return new(MeetingAdvanced) }, func() Act { return new(MeetingReturned) },
		func() Act { return new(MeetingSuspended) }, func() Act { return new(MeetingResumed) },
		func() Act { return new(MeetingVoided) }, func() Act { return new(MeetingSealed) },
	)
}

// A Meeting is one evaluation from its scheduling to its seal.
type Meeting struct {
	ID        string
	Room      string     // the main room; empty until it is drawn
	Remote    string     // the room of the remote seats; empty if there are none
	RoomOrder *RoomDrawn // nil if the room was chosen
	RoomsOut  []RoomOut  // of the order, those that fell out
	Names     string     // the meeting that this one re-evaluates; empty for a first one
	PlannedMs int64
	// Workplaces are the kiosks of a room in the order that was drawn; a room
	// that the meeting moved away from keeps its own.
	Workplaces []Workplaces
	Stage      Stage
	Held       Stage // the stage to resume, while suspended
	OpenedMs   int64
	BegunMs    int64 // when the panel first began to examine; 0 before
	SealedMs   int64
	VoidedMs   int64
	Seats      []Seat
	Chair      int // seat number; 0 before the election
	Round      int // of the chair's election, from 1
	Votes      []ChairVoted
	Undecided  []ChairVoted // the votes of the round before, if it elected nobody
	Findings   []FindingMade
	Hearings   []Hearing
	CodesGiven int    // codes that were given in the meeting, also before a return
	Codes      *Codes // nil before detailed evaluation, and where nothing is marked blind
	// Clarifications are what bidders were asked in writing, by number.
	Clarifications []Clarification
	Leads          []LeadJudged // words on the case's leads
	Judged         *CompetitionJudged
	Tied           *MeetingTied // the bids whose order is to be drawn; nil if none wait
	Ordered        []TieOrder   // what draws gave in this meeting; no bid is in two
	Drawn          bool         // something was drawn that decides with the marks; they stay as they are
	Tally          *MeetingTallied
	Report         *ReportIssued
	Incidents      []Incident
	// Announcements are what supervisors told the room.
	Announcements []Announcement
	Changes       []Change // members who left, and why
	Returns       []Return
	Pauses        []Pause
	Voided        *MeetingVoided
	Sealing       *MeetingSealed
	Published     *Published // the candidates; nil before
	Award         *Awarded   // nil before it was entered
	// TallyUnchecked says that the tally was taken as stated, because a
	// sheet's opening was not at hand. A server never tallies so; a public
	// export may be read so.
	TallyUnchecked bool
}

// A Return is one return to an earlier stage.
type Return struct {
	MeetingReturned
	AtMs int64
}

// A Pause is one suspension and its end.
type Pause struct {
	FromMs, ToMs int64 // ToMs is 0 while it lasts
	Reason       string
	By           string
}

// Seat returns the seat with the given number, or nil.
func (m *Meeting) Seat(no int) *Seat {
	if no < 1 || no > len(m.Seats) {
		return nil
	}
	return &m.Seats[no-1]
}

// Sits reports whether a member sits on a seat of a meeting that is not void.
func (c *Case) Sits(no int) bool {
	if c.Meeting == nil || c.Meeting.Voided != nil {
		return false
	}
	seat := c.Meeting.Seat(no)
	return seat != nil && seat.Member != nil
}

// MeetingScheduled plans a meeting of the lot's panel in a room, or in one that
// is to be drawn.
type MeetingScheduled struct {
	Meeting   string `json:"meeting"`
	Room      string `json:"room,omitempty"`   // empty if the plan has it drawn
	Remote    string `json:"remote,omitempty"` // the room of the plan's remote seats; empty if it has none
	PlannedMs int64  `json:"planned_ms,string"`
	Names     string `json:"names,omitempty"`  // the meeting that is re-evaluated
	Reason    string `json:"reason,omitempty"` // needed with Names
}

// Kind implements [Act].
func (*MeetingScheduled) Kind() string { return "meeting.scheduled" }

func (a *MeetingScheduled) apply(c *Case, _ Meta) error {
	var refusals rule.Collect
	if len(c.Plan.Seats) == 0 {
		refusals.Add("招标投标法 第三十七条第二款", "plan.missing", "")
	}
	if c.Method.ID == "" {
		refusals.Add("", "method.missing", "")
	}
	a.checkRoom(c.Plan, &refusals)
	a.checkRemote(c.Plan, &refusals)
	switch old := c.Meeting; {
	case old == nil && a.Names != "":
		refusals.Add("", "meeting.names_unknown", "names")
	case old != nil && old.Stage != Void && old.Stage != Sealed && old.Stage != Scheduled:
		refusals.Add("", "meeting.running", "", "stage", string(old.Stage))
	case old != nil && (old.Stage == Void || old.Stage == Sealed) && (a.Names != old.ID || a.Reason == ""):
		refusals.Add("政府采购法实施条例 第四十四条", "meeting.reevaluation", "names")
	}
	if err := refusals.Err(rule.Invalid); err != nil {
		return err
	}
	m := &Meeting{ID: a.Meeting, Room: a.Room, Remote: a.Remote, Names: a.Names, PlannedMs: a.PlannedMs, Stage: Scheduled, Round: 1}
	for _, plan := range c.Plan.Seats {
		m.Seats = append(m.Seats, Seat{SeatPlan: plan})
	}
	if c.Meeting != nil && c.Meeting.Stage == Scheduled {
		m.keepPlaces(c.Meeting)
	} else if c.Meeting != nil {
		c.Former = append(c.Former, *c.Meeting)
		for i := range c.Bids {
			c.Bids[i].Rejection, c.Bids[i].Late = c.Bids[i].out(), false
		}
	}
	c.Meeting = m
	return nil
}

// MeetingOpened opens the room: from now on members check in and every feed
// of the room is recorded.
type MeetingOpened struct {
	Meeting string `json:"meeting"`
}

// Kind implements [Act].
func (*MeetingOpened) Kind() string { return "meeting.opened" }

func (a *MeetingOpened) apply(c *Case, meta Meta) error {
	m, err := c.at(Scheduled)
	if err != nil {
		return err
	}
	if err := c.MayAdvance(); err != nil {
		return err
	}
	m.Stage, m.OpenedMs = Assembling, meta.AtMs
	return nil
}

// MeetingAdvanced moves the meeting to its next stage, once nothing of the
// present one is owed any more.
type MeetingAdvanced struct {
	To Stage `json:"to"`
}

// Kind implements [Act].
func (*MeetingAdvanced) Kind() string { return "meeting.advanced" }

func (a *MeetingAdvanced) apply(c *Case, meta Meta) error {
	m, err := c.at(Assembling, Declaring, Electing, Examining, Evaluating, Tallied)
	if err != nil {
		return err
	}
	if m.Stage == c.counting() { // whose end is the tally
		_, err := c.at(Tallied)
		return err
	}
	if next := Stages[slices.Index(Stages, m.Stage)+1]; a.To != next {
		return rule.Refuse(rule.Stale, "", "stage.not_next", "to", "stage", string(m.Stage), "next", string(next))
	}
	if err := c.MayAdvance(); err != nil {
		return err
	}
	m.Stage = a.To
	if a.To == Examining {
		c.Examined = true
		if m.BegunMs == 0 {
			m.BegunMs = meta.AtMs
		}
	}
	return nil
}

// MayAdvance returns nil if the meeting's present stage is complete, or a
// refusal with everything that is still owed.
func (c *Case) MayAdvance() error {
	m := c.Meeting
	if m == nil {
		return rule.Refuse(rule.Premature, "", "meeting.missing", "")
	}
	switch m.Stage {
	case Scheduled:
		if c.OpenedMs == 0 {
			return rule.Refuse(rule.Premature, "", "opening.missing", "")
		}
		var refusals rule.Collect
		if !c.TwoEnvelopes() {
			c.undrawn(&refusals, scoring.AtOpening)
		}
		c.placed(&refusals)
		return refusals.Err(rule.Premature)
	case Assembling:
		return m.owedBySeats("seat.not_checked_in", func(s *Seat) bool { return s.Member != nil })
	case Declaring:
		return m.owedBySeats("seat.not_declared", func(s *Seat) bool { return s.Member != nil && s.Member.DeclaredMs != 0 })
	case Electing:
		if m.Chair == 0 {
			return rule.Refuse(rule.Premature, "", "chair.missing", "")
		}
	case Examining:
		return c.examined()
	case Evaluating:
		if c.TwoEnvelopes() {
			return c.marksAgreed(false)
		}
		return c.mayTally()
	case Pricing:
		return c.mayTally()
	case Signing:
		return m.owedBySeats("seat.not_signed", (*Seat).concluded)
	}
	return nil
}

// owedBySeats refuses with one reason for each seat that is not done.
func (m *Meeting) owedBySeats(code string, done func(*Seat) bool) error {
	var refusals rule.Collect
	for i := range m.Seats {
		if !done(&m.Seats[i]) {
			refusals.Add("", code, "seat", "seat", strconv.Itoa(m.Seats[i].No))
		}
	}
	return refusals.Err(rule.Premature)
}

// MeetingReturned goes back to an earlier stage by a supervisor's order. What
// was found after that stage is void and done again.
type MeetingReturned struct {
	To     Stage  `json:"to"`
	Reason string `json:"reason"`
}

// Kind implements [Act].
func (*MeetingReturned) Kind() string { return "meeting.returned" }

func (a *MeetingReturned) apply(c *Case, meta Meta) error {
	m, err := c.at(Electing, Examining, Evaluating, Pricing, Tallied, Reporting, Signing)
	if err != nil {
		return err
	}
	if a.Reason == "" {
		return rule.Refuse(rule.Invalid, "", "reason.required", "reason")
	}
	if !a.To.before(m.Stage) || a.To.before(Declaring) || a.To == Tallied || a.To == Reporting || a.To == Pricing && !c.TwoEnvelopes() {
		return rule.Refuse(rule.Invalid, "", "stage.not_back", "to", "stage", string(m.Stage))
	}
	m.Report = nil
	if m.Tally != nil && a.To.before(Pricing) { // whose the codes are was shown
		m.Codes = nil
	}
	m.Tally, m.TallyUnchecked, m.Tied, m.Drawn = nil, false, nil, false
	for i := range m.Seats {
		m.Seats[i].Conclusion = nil
		if m.Seats[i].Sheet != nil && a.To.before(Pricing) {
			m.Seats[i].Sheet.Returned = true
		}
	}
	if a.To.before(Pricing) {
		c.unprice()
	}
	if a.To.before(Evaluating) {
		m.Judged, m.Codes, m.Hearings = nil, nil, nil
		for i := range c.Bids {
			c.Bids[i].Rejection, c.Bids[i].Late = c.Bids[i].out(), false
		}
		for i := range m.Seats {
			m.Seats[i].Sheet = nil
		}
	}
	if a.To.before(Examining) {
		m.Findings, m.Chair, m.Votes, m.Undecided, m.Round = nil, 0, nil, nil, m.Round+1
		m.unjudge(func(ClarificationJudged) bool { return true })
		m.Leads = nil
	}
	m.Stage = a.To
	m.Returns = append(m.Returns, Return{*a, meta.AtMs})
	return nil
}

// MeetingSuspended pauses the meeting with a reason: an order of a
// supervisor, or a failure of the room.
type MeetingSuspended struct {
	Reason string `json:"reason"`
}

// Kind implements [Act].
func (*MeetingSuspended) Kind() string { return "meeting.suspended" }

func (a *MeetingSuspended) apply(c *Case, meta Meta) error {
	if c.Meeting == nil || !c.Meeting.Stage.Running() {
		return rule.Refuse(rule.Premature, "", "stage.not_running", "", "stage", string(c.Stage()))
	}
	if a.Reason == "" {
		return rule.Refuse(rule.Invalid, "", "reason.required", "reason")
	}
	m := c.Meeting
	m.Held, m.Stage = m.Stage, Suspended
	m.Pauses = append(m.Pauses, Pause{FromMs: meta.AtMs, Reason: a.Reason, By: meta.Actor})
	return nil
}

// MeetingResumed ends a suspension.
type MeetingResumed struct {
	Reason string `json:"reason"`
}

// Kind implements [Act].
func (*MeetingResumed) Kind() string { return "meeting.resumed" }

func (a *MeetingResumed) apply(c *Case, meta Meta) error {
	m, err := c.at(Suspended)
	if err != nil {
		return err
	}
	m.Stage, m.Held = m.Held, ""
	m.Pauses[len(m.Pauses)-1].ToMs = meta.AtMs
	return nil
}

// MeetingVoided ends a meeting without a result.
type MeetingVoided struct {
	Reason string      `json:"reason"`
	Clause rule.Clause `json:"clause,omitempty"`
}

// Kind implements [Act].
func (*MeetingVoided) Kind() string { return "meeting.voided" }

func (a *MeetingVoided) apply(c *Case, meta Meta) error {
	if c.Meeting == nil || c.Meeting.Stage == Sealed || c.Meeting.Stage == Void {
		return rule.Refuse(rule.Premature, "", "stage.not_running", "", "stage", string(c.Stage()))
	}
	if a.Reason == "" {
		return rule.Refuse(rule.Invalid, "", "reason.required", "reason")
	}
	c.Meeting.Stage, c.Meeting.VoidedMs, c.Meeting.Voided = Void, meta.AtMs, a
	return nil
}

// MeetingSealed closes the meeting for good: after it nothing of it changes.
// It states the signed report as [ReportIssued] does the one before.
type MeetingSealed ReportIssued

// Kind implements [Act].
func (*MeetingSealed) Kind() string { return "meeting.sealed" }

func (a *MeetingSealed) apply(c *Case, meta Meta) error {
	m, err := c.at(Signing)
	if err != nil {
		return err
	}
	if err := c.MayAdvance(); err != nil {
		return err
	}
	if err := ReportIssued(*a).check(); err != nil {
		return err
	}
	if err := c.checkIntegrity(); err != nil {
		return err
	}
	m.Stage, m.SealedMs, m.Sealing = Sealed, meta.AtMs, a
	return nil
}

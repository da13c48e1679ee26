package evaluation

import (
	"slices"

	"bidroom/evaluation/rule"
)

func init() {
	register(
		func() Act { return new(IncidentRaised) }, func() Act { return new(IncidentClosed) },
		func() Act { return new(WatchBegan) }, func() Act { return new(WatchEnded) },
		func() Act { return new(ExportMade) }, func() Act { return new(DatumErased) },
	)
}

// LogFork is the incident of a log that was rewritten, or set back.
const LogFork = "log_fork"

// MemberConflict is the incident of somebody who holds a seat and has a
// conflict of interest by now.
const MemberConflict = "member_conflict"

// MemberAlert is the incident of a member who shares something with a bidder or
// with another member: it keeps nobody out, and somebody has to look at it.
const MemberAlert = "member_alert"

// RowAltered is the incident of somebody who holds a seat and of whom nothing can
// be decided, because the register says something that none of its versions
// says: it was written to past the program.
const RowAltered = "row_altered"

// SharedDomain is the domain of the datum that says what is shared: the JSON of
// a list of [Shared].
const SharedDomain = "incident.shared"

// Shared is something that a member has in common with somebody.
type Shared struct {
	Kind string `json:"kind"` // phone, email, address, bank_account
	With string `json:"with"` // the name of a bidder, or the actor of another seat
}

// IncidentKinds lists what an incident can be: what people name (conduct of a
// person, order in the room, faulty equipment, anything else), what is seen of
// a feed by itself, a log that contradicts what a page had seen of it, and what
// a check at check-in or after a change of the register found.
func IncidentKinds() []string {
	return []string{"person", "order", "equipment", "other", "feed_lost", "no_picture", "no_sound", LogFork, MemberConflict, MemberAlert, RowAltered}
}

// An Incident is something out of order that a person must look at.
type Incident struct {
	ID       string
	AtMs     int64
	What     string
	Text     string
	Feed     string
	Seat     int      // of a MemberConflict, a MemberAlert or a RowAltered
	Grounds  []string // of the first two
	Shared   Datum    // of a MemberAlert
	By       string
	ClosedMs int64
	Answer   string
}

// IncidentRaised notes something out of order.
type IncidentRaised struct {
	Incident string `json:"incident"`
	What     string `json:"what"` // one of [IncidentKinds]; catalogue key below "incident."
	Text     string `json:"text,omitempty"`
	Feed     string `json:"feed,omitempty"`

	Seat    int      `json:"seat,string,omitempty"` // of a MemberConflict or a MemberAlert, with its grounds, or of a RowAltered
	Grounds []string `json:"grounds,omitempty"`
	Shared  Datum    `json:"shared,omitempty"` // of a MemberAlert, domain [SharedDomain]
}

// Kind implements [Act].
func (*IncidentRaised) Kind() string { return "incident.raised" }

func (a *IncidentRaised) apply(c *Case, meta Meta) error {
	if c.Meeting == nil {
		return rule.Refuse(rule.Premature, "", "meeting.missing", "")
	}
	if a.Incident == "" || a.What == "" {
		return rule.Refuse(rule.Invalid, "", "field.required", "what")
	}
	ofMember := a.What == MemberConflict || a.What == MemberAlert || a.What == RowAltered
	if (a.Shared != "") != (a.What == MemberAlert) || a.Shared != "" && !a.Shared.valid() {
		return rule.Refuse(rule.Invalid, "", "datum.form", "shared")
	}
	if meta.Role != "system" && (ofMember || !slices.Contains(IncidentKinds(), a.What)) || ofMember != (a.Seat > 0) {
		return rule.Refuse(rule.Invalid, "", "incident.kind", "what", "what", a.What)
	}
	c.Meeting.Incidents = append(c.Meeting.Incidents, Incident{ID: a.Incident, AtMs: meta.AtMs, What: a.What, Text: a.Text, Feed: a.Feed, Seat: a.Seat, Grounds: a.Grounds, Shared: a.Shared, By: meta.Actor})
	return nil
}

// IncidentClosed says how an incident was settled.
type IncidentClosed struct {
	Incident string `json:"incident"`
	Answer   string `json:"answer"`
}

// Kind implements [Act].
func (*IncidentClosed) Kind() string { return "incident.closed" }

func (a *IncidentClosed) apply(c *Case, meta Meta) error {
	if c.Meeting == nil {
		return rule.Refuse(rule.Premature, "", "meeting.missing", "")
	}
	i := slices.IndexFunc(c.Meeting.Incidents, func(i Incident) bool { return i.ID == a.Incident && i.ClosedMs == 0 })
	if i < 0 {
		return rule.Refuse(rule.NotFound, "", "incident.unknown", "incident")
	}
	if a.Answer == "" {
		return rule.Refuse(rule.Invalid, "", "reason.required", "answer")
	}
	c.Meeting.Incidents[i].ClosedMs, c.Meeting.Incidents[i].Answer = meta.AtMs, a.Answer
	return nil
}

// WatchBegan notes that somebody began to watch or play back a feed: watching
// is itself logged.
type WatchBegan struct {
	Watch string `json:"watch"`
	Feed  string `json:"feed"`
	Live  bool   `json:"live,string"`
}

// Kind implements [Act].
func (*WatchBegan) Kind() string { return "watch.began" }

func (a *WatchBegan) apply(*Case, Meta) error {
	if a.Watch == "" || a.Feed == "" {
		return rule.Refuse(rule.Invalid, "", "field.required", "feed")
	}
	return nil
}

// WatchEnded ends a [WatchBegan].
type WatchEnded struct {
	Watch string `json:"watch"`
}

// Kind implements [Act].
func (*WatchEnded) Kind() string { return "watch.ended" }

func (a *WatchEnded) apply(*Case, Meta) error {
	if a.Watch == "" {
		return rule.Refuse(rule.Invalid, "", "field.required", "watch")
	}
	return nil
}

// ExportMade notes that an evidence file was taken out.
type ExportMade struct {
	Full bool `json:"full,string"`
}

// Kind implements [Act].
func (*ExportMade) Kind() string { return "export.made" }

func (a *ExportMade) apply(*Case, Meta) error { return nil }

// DatumErased states that a datum and its salt were deleted, and by which
// rule; its hash stays where it was.
type DatumErased struct {
	Datum Datum       `json:"datum"`
	Rule  rule.Clause `json:"rule"`
}

// Kind implements [Act].
func (*DatumErased) Kind() string { return "datum.erased" }

func (a *DatumErased) apply(*Case, Meta) error {
	if !a.Datum.valid() || a.Rule == "" {
		return rule.Refuse(rule.Invalid, "", "datum.form", "datum")
	}
	return nil
}

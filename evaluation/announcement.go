package evaluation

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"bidroom/evaluation/rule"
)

func init() {
	register(func() Act { return new(AnnouncementMade) }, func() Act { return new(AnnouncementSeen) })
}

// mostAnnounced bounds the text of an announcement, in characters: what can
// be read at a glance.
const mostAnnounced = 200

// An Announcement is what a supervisor told the room of a meeting.
type Announcement struct {
	ID   string
	AtMs int64
	Text string
	By   string
	Seen []string // kiosks at which it was read
}

// AnnouncementMade tells the room something: every kiosk shows it until it is
// read there.
type AnnouncementMade struct {
	Announcement string `json:"announcement"`
	Text         string `json:"text"` // 1 to 200 characters
}

// Kind implements [Act].
func (*AnnouncementMade) Kind() string { return "announcement.made" }

func (a *AnnouncementMade) apply(c *Case, meta Meta) error {
	m, err := c.watched()
	if err != nil {
		return err
	}
	var refusals rule.Collect
	if a.Announcement == "" || slices.ContainsFunc(m.Announcements, func(one Announcement) bool { return one.ID == a.Announcement }) {
		refusals.Add("", "field.required", "announcement")
	}
	if n := utf8.RuneCountInString(a.Text); strings.TrimSpace(a.Text) == "" || n > mostAnnounced || strings.ContainsFunc(a.Text, notSaid) {
		refusals.Add("", "announcement.text", "text", "most", strconv.Itoa(mostAnnounced), "length", strconv.Itoa(n))
	}
	if err := refusals.Err(rule.Invalid); err != nil {
		return err
	}
	m.Announcements = append(m.Announcements, Announcement{ID: a.Announcement, AtMs: meta.AtMs, Text: a.Text, By: meta.Actor})
	return nil
}

func notSaid(r rune) bool { return unicode.IsControl(r) && r != '\n' }

// watched returns the meeting while a supervisor can speak to its room.
func (c *Case) watched() (*Meeting, error) {
	if m := c.Meeting; m != nil && (m.Stage.Running() || m.Stage == Scheduled || m.Stage == Suspended) {
		return m, nil
	}
	return nil, rule.Refuse(rule.Premature, "", "stage.not_running", "", "stage", string(c.Stage()))
}

// AnnouncementSeen says that an announcement was read at a kiosk: by the
// member who sits there, or by whoever stands before it.
type AnnouncementSeen struct {
	Announcement string `json:"announcement"`
	Kiosk        string `json:"kiosk"`
}

// Kind implements [Act].
func (*AnnouncementSeen) Kind() string { return "announcement.seen" }

func (a *AnnouncementSeen) apply(c *Case, meta Meta) error {
	m, err := c.watched()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(m.Announcements, func(one Announcement) bool { return one.ID == a.Announcement })
	switch {
	case i < 0:
		return rule.Refuse(rule.NotFound, "", "announcement.unknown", "announcement")
	case a.Kiosk == "" || a.Kiosk != m.kioskOf(meta.Actor):
		return rule.Refuse(rule.Forbidden, "", "announcement.kiosk", "kiosk")
	case slices.Contains(m.Announcements[i].Seen, a.Kiosk):
		return rule.Refuse(rule.Stale, "", "announcement.seen", "announcement")
	}
	m.Announcements[i].Seen = append(m.Announcements[i].Seen, a.Kiosk)
	return nil
}

// kioskOf returns the kiosk that a member sits at; a kiosk acts for itself.
func (m *Meeting) kioskOf(actor string) string {
	for _, seat := range m.Seats {
		if seat.Member != nil && SeatActor(seat.No) == actor {
			return seat.Member.Kiosk
		}
	}
	return actor
}

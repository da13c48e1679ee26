package evaluation_test

import (
	"errors"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
)

// code is the first reason of a refusal; "" if there is none.
func code(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var refusal *rule.Refusal
	if !errors.As(err, &refusal) {
		t.Fatalf("no refusal: %v", err)
	}
	return refusal.Reasons[0].Code
}

func TestAnnouncementText(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio")
	p.upTo(evaluation.Declaring)
	for name, tt := range map[string]struct{ text, want string }{
		"one character": {"请", ""}, "the longest": {strings.Repeat("静", 200), ""}, "one more": {strings.Repeat("静", 201), "announcement.text"},
		"two lines": {"一\n二", ""}, "nothing": {"", "announcement.text"}, "blanks": {" \n\t", "announcement.text"},
		"a control character": {"a\x07b", "announcement.text"},
	} {
		if got := code(t, p.try("v1", &evaluation.AnnouncementMade{Announcement: name, Text: tt.text})); got != tt.want {
			t.Errorf("%s: refused with %q, want %q", name, got, tt.want)
		}
	}
	if got := code(t, p.try("v1", &evaluation.AnnouncementMade{Announcement: "one character", Text: "又"})); got != "field.required" {
		t.Errorf("an id twice: %q", got)
	}
}

// An announcement is confirmed once at each kiosk, by who is there.
func TestAnnouncementSeen(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio")
	p.upTo(evaluation.Declaring)
	p.do("v1", &evaluation.AnnouncementMade{Announcement: "n", Text: "请保持安静"})
	for _, tt := range []struct{ actor, announcement, kiosk, want string }{
		{"seat:1", "n", "kiosk1", ""}, {"seat:1", "n", "kiosk1", "announcement.seen"}, {"seat:2", "n", "kiosk1", "announcement.kiosk"},
		{"seat:2", "none", "kiosk2", "announcement.unknown"}, {"kiosk9", "n", "kiosk9", ""}, {"kiosk9", "n", "kiosk8", "announcement.kiosk"},
		{"seat:2", "n", "", "announcement.kiosk"}, {"seat:2", "n", "kiosk2", ""},
	} {
		if got := code(t, p.try(tt.actor, &evaluation.AnnouncementSeen{Announcement: tt.announcement, Kiosk: tt.kiosk})); got != tt.want {
			t.Errorf("%+v: refused with %q", tt, got)
		}
	}
	made := p.c.Meeting.Announcements[0]
	if made.By != "v1" || made.Text != "请保持安静" || strings.Join(made.Seen, " ") != "kiosk1 kiosk9 kiosk2" {
		t.Errorf("%+v", made)
	}
	p.do("v1", &evaluation.MeetingSuspended{Reason: "停电"}, &evaluation.AnnouncementMade{Announcement: "m", Text: "原地等候"})
	p.do("v1", &evaluation.MeetingResumed{Reason: "来电"})
	p.do("v1", &evaluation.MeetingVoided{Reason: "设备故障"})
	if got := code(t, p.try("v1", &evaluation.AnnouncementMade{Announcement: "late", Text: "再见"})); got != "stage.not_running" {
		t.Errorf("after the end: %q", got)
	}
	if got := code(t, p.try("seat:3", &evaluation.AnnouncementSeen{Announcement: "n", Kiosk: "kiosk3"})); got != "stage.not_running" {
		t.Errorf("seen after the end: %q", got)
	}
}

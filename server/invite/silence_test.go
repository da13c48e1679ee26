package invite

import (
	"testing"
	"time"

	"bidroom/evaluation/rule"
	"bidroom/experts/draw"
)

// Whom a machine reached has the time to answer, which no night shortens; whom
// nothing reaches, or a person called, is not waited for; and nobody is given up
// whom nothing has tried to reach. Hand-worked from 20:45 with half an hour:
// 15 minutes of it are the next morning's.
func TestMaySilent(t *testing.T) {
	at := func(day, hour, minute int) int64 {
		return time.Date(2026, 11, day, hour, minute, 0, 0, zone).UnixMilli()
	}
	rules := rule.Invitation{From: "08:00", Until: "21:00", AnswerMinutes: 30}
	loose := rules
	loose.AnswerMinutes = 0
	drawn, outside := &draw.Draw{}, &draw.Draw{Source: new(draw.Source)}
	for what, tt := range map[string]struct {
		d      *draw.Draw
		rules  rule.Invitation
		holder draw.Holder
		from   int64
		tried  bool
	}{
		"not tried yet":          {drawn, rules, draw.Holder{Channel: "sip", AtMs: at(23, 9, 0)}, 0, false},
		"not called by a person": {drawn, rules, draw.Holder{Channel: "manual", AtMs: at(23, 9, 0)}, 0, false},
		"invited anew":           {drawn, rules, draw.Holder{Channel: "sms", AtMs: at(23, 9, 0), Calls: 3, TriedMs: at(22, 9, 0)}, 0, false},
		"called by a person":     {drawn, rules, draw.Holder{Channel: "manual", Outcome: "called", AtMs: at(23, 9, 0), TriedMs: at(23, 9, 5)}, 0, true},
		"not to be reached":      {drawn, rules, draw.Holder{Channel: "sip", Outcome: "refused", AtMs: at(23, 9, 0), TriedMs: at(23, 9, 5)}, 0, true},
		"still tried":            {drawn, rules, draw.Holder{Channel: "sip", Outcome: "no_answer", AtMs: at(23, 9, 0), TriedMs: at(23, 9, 5)}, at(23, 9, 30), true},
		"reached later":          {drawn, rules, draw.Holder{Channel: "sms", Outcome: "delivered", AtMs: at(23, 9, 0), TriedMs: at(23, 9, 5)}, at(23, 9, 35), true},
		"before the night":       {drawn, rules, draw.Holder{Channel: "sms", Outcome: "delivered", AtMs: at(23, 9, 0), TriedMs: at(23, 20, 45)}, at(24, 8, 15), true},
		"the rules leave it":     {drawn, loose, draw.Holder{Channel: "sms", Outcome: "delivered", AtMs: at(23, 9, 0), TriedMs: at(23, 9, 5)}, 0, true},
		"nobody tried under it":  {drawn, loose, draw.Holder{Channel: "sms", AtMs: at(23, 9, 0)}, 0, false},
		"invited by a library":   {outside, rules, draw.Holder{}, 0, true},
	} {
		if from, tried := (Rules{tt.rules, zone}).MaySilent(tt.d, tt.holder); from != tt.from || tried != tt.tried {
			t.Errorf("%s: %d, %t, want %d, %t", what, from, tried, tt.from, tt.tried)
		}
	}
}

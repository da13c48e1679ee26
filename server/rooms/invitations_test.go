package rooms

import (
	"errors"
	"testing"
	"time"

	"bidroom/evaluation/rule"
	"bidroom/experts/draw"
	"bidroom/server/store"
)

// Whom a machine calls is given up when the time to answer is over, and not
// before the first call; whom no machine reaches is not waited for.
func TestMayAnswer(t *testing.T) {
	const asked, awaited = int64(1_000_000), 30 * time.Minute
	later := asked + awaited.Milliseconds()
	for what, tt := range map[string]struct {
		awaited time.Duration
		holder  draw.Holder
		now     int64
		wait    string // minutes; "" if the expert may be given up
	}{
		"at once":              {awaited, draw.Holder{Channel: "sip", Calls: 1}, asked, "30"},
		"a little later":       {awaited, draw.Holder{Channel: "sip", Calls: 1}, asked + 1, "30"},
		"at the last moment":   {awaited, draw.Holder{Channel: "sip", Calls: 1}, later - 1, "1"},
		"when it is over":      {awaited, draw.Holder{Channel: "sip", Calls: 1}, later, ""},
		"not called yet":       {awaited, draw.Holder{Channel: "sip"}, later + 1, "1"},
		"refused":              {awaited, draw.Holder{Channel: "sip", Outcome: "refused", Calls: 1}, asked, ""},
		"called by a person":   {awaited, draw.Holder{Channel: Manual}, asked, ""},
		"nothing to be waited": {0, draw.Holder{Channel: "sip"}, asked, ""},
	} {
		tt.holder.AtMs = asked
		d := &drawn{walk: &walk{Tx: &store.Tx{Now: tt.now}, s: &Service{Awaited: tt.awaited}}}
		var refused *rule.Refusal
		wait := ""
		if err := d.mayAnswer(tt.holder); errors.As(err, &refused) {
			wait = refused.Reasons[0].Args["minutes"]
		}
		if wait != tt.wait {
			t.Errorf("%s: %q minutes, want %q", what, wait, tt.wait)
		}
	}
}

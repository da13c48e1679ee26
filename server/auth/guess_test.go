package auth

import (
	"errors"
	"testing"
	"time"

	"bidroom/evaluation/rule"
)

// Who says at a kiosk to be whom nobody knows has to wait after some attempts,
// there and at no other kiosk; any other refusal is no guess, and neither is a
// fault.
func TestGuess(t *testing.T) {
	c := started(t)
	unknown := rule.Refuse(rule.NotFound, "", "person.unknown", "identity")
	conflict := rule.Refuse(rule.Forbidden, "", "member.conflict", "code")
	tried := 0
	guess := func(kiosk string, answer error) error {
		return c.Guess(ctx, kiosk, "person.unknown", func() error { tried++; return answer })
	}
	for range freeOfLogin {
		if err := guess("k1", unknown); !errors.Is(err, error(unknown)) {
			t.Fatal(err)
		}
	}
	var waits *rule.Refusal
	if err := guess("k1", nil); !errors.As(err, &waits) || waits.Reasons[0].Code != "auth.wait" || tried != freeOfLogin {
		t.Fatalf("after %d guesses, of which %d were looked at: %v", freeOfLogin, tried, err)
	}
	if err := guess("k2", nil); err != nil {
		t.Errorf("another kiosk has to wait: %v", err)
	}
	c.wait(firstWait)
	if err := guess("k1", unknown); !errors.Is(err, error(unknown)) {
		t.Fatal(err)
	}
	c.wait(firstWait)
	if err := guess("k1", nil); !errors.As(err, &waits) || waits.Reasons[0].Code != "auth.wait" {
		t.Errorf("the second wait is not longer: %v", err)
	}
	c.wait(time.Hour)
	for _, other := range []error{conflict, errors.New("disk full"), nil} {
		for range 2 * freeOfLogin {
			if err := guess("k1", other); !errors.Is(err, other) {
				t.Fatalf("%v came of %v", err, other)
			}
		}
	}
}

package auth

import (
	"fmt"
	"testing"
	"time"

	"bidroom/evaluation/rule"
)

func TestLockout(t *testing.T) {
	l := NewLockout()
	now := time.Unix(1763900000, 0)
	wait := func(login, address string) string {
		err := l.Check(now, login, address)
		if err == nil {
			return ""
		}
		return err.(*rule.Refusal).Reasons[0].Args["seconds"]
	}
	// the fifth failure in a row is the first that makes wait; 15 s, then twice as long each time, at most 900
	for i, want := range []string{"", "", "", "", "15", "30", "60", "120", "240", "480", "900", "900", "900", "900", "900", "900", "900"} {
		l.Failed(now, "wang", fmt.Sprintf("10.0.0.%d", i))
		if got := wait("wang", "10.0.1.1"); got != want {
			t.Errorf("after %d failures: %q seconds, want %q", i+1, got, want)
		}
	}
	if got := wait("li", "10.0.1.1"); got != "" {
		t.Errorf("another login waits %q seconds", got)
	}
	now = now.Add(15*time.Minute - time.Second)
	if got := wait("wang", "10.0.1.1"); got != "1" {
		t.Errorf("a second before the end: %q", got)
	}
	now = now.Add(time.Second)
	if got := wait("wang", "10.0.1.1"); got != "" {
		t.Errorf("at the end: %q", got)
	}
	l.Failed(now, "wang", "10.0.1.1")
	l.Succeeded("wang")
	if got := wait("wang", "10.0.1.1"); got != "" {
		t.Errorf("after signing in: %q", got)
	}
	for i := range 20 { // many logins from one address
		l.Failed(now, fmt.Sprint("guess", i), "10.0.9.9")
	}
	l.Succeeded("guess1")
	if got := wait("chen", "10.0.9.9"); got != "15" {
		t.Errorf("an address that guesses waits %q seconds", got)
	}
	now = now.Add(25 * time.Hour)
	l.Failed(now, "wang", "10.0.9.9")
	if got := wait("wang", "10.0.9.9"); got != "" {
		t.Errorf("a day later the first failure makes wait %q seconds", got)
	}
}

func TestLockoutIsBounded(t *testing.T) {
	l := NewLockout()
	now := time.Unix(1763900000, 0)
	for range 10 {
		l.Failed(now, "wang", "10.0.0.1")
	}
	for i := range mostRemembered - 2 {
		l.Failed(now.Add(time.Duration(i)), fmt.Sprint("guess", i), "10.0.0.1")
	}
	if len(l.failures) != mostRemembered {
		t.Errorf("%d names are remembered, want %d", len(l.failures), mostRemembered)
	}
	l.Failed(now.Add(time.Second), "one more", "10.0.0.1")
	if len(l.failures) != mostRemembered {
		t.Errorf("%d names are remembered, want %d", len(l.failures), mostRemembered)
	}
}

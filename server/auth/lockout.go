package auth

import (
	"fmt"
	"strconv"
	"time"

	"bidroom/evaluation/rule"
	"bidroom/server/keys"
	"bidroom/server/store"
)

// The lock-out: after some failures in a row each further one makes the next
// attempt wait, twice as long each time.
const (
	freeOfLogin   = 5  // failures in a row
	freeOfAddress = 20 // a small centre may stand behind one address
	firstWait     = 15 * time.Second
	longestWait   = 15 * time.Minute
	forgetAfter   = 24 * time.Hour // without a failure
)

// A counted name is a login, whether or not there is such an account, or an
// address. It is stored as a keyed hash: what is typed into the field of a
// login can be a password.
type counted struct {
	hash string
	free int
}

func countedNames(box *keys.Box, login, address string) []counted {
	return []counted{
		{box.Index("lockout.login", login), freeOfLogin},
		{box.Index("lockout.address", address), freeOfAddress},
	}
}

// waiting refuses an attempt if one of the names has to wait.
func waiting(tx *store.Tx, names []counted) error {
	var until int64
	for _, name := range names {
		l, err := tx.Lockout(name.hash)
		if err != nil {
			return fmt.Errorf("auth: lock-out: %w", err)
		}
		until = max(until, l.UntilAt)
	}
	if until <= tx.Now {
		return nil
	}
	seconds := strconv.FormatInt((until-tx.Now+999)/1000, 10)
	return rule.Refuse(rule.Busy, "", "auth.wait", "", "seconds", seconds)
}

// count counts an attempt of each name as a failure, and returns what stood
// before. It is called before the password is looked at, so that many attempts
// at once do not all find the count of before; who turns out to be right is
// forgiven.
func count(tx *store.Tx, names []counted) (before []store.Lockout, err error) {
	for _, name := range names {
		l, err := tx.Lockout(name.hash)
		if err != nil {
			return nil, fmt.Errorf("auth: lock-out: %w", err)
		}
		if tx.Now-l.UntilAt > forgetAfter.Milliseconds() {
			l.Failures = 0
		}
		before = append(before, l)
		l.Failures++
		l.UntilAt = tx.Now + waitAfter(l.Failures-name.free).Milliseconds() // without a wait: when it failed last
		if err := tx.SaveLockout(l); err != nil {
			return nil, fmt.Errorf("auth: lock-out: %w", err)
		}
	}
	return before, nil
}

// waitAfter returns how long the next attempt waits, by how many failures
// there were beyond the free ones.
func waitAfter(over int) time.Duration {
	switch {
	case over < 0:
		return 0
	case over < 10: // 15 s × 2^10 is far beyond the longest
		return min(longestWait, firstWait<<over)
	}
	return longestWait
}

// forgive takes back what count has counted for somebody who was right: every
// failure of the login, and of the address only this one; who has one account
// could else guess at the others without end.
func forgive(tx *store.Tx, before []store.Lockout) error {
	for i, l := range before {
		now, err := tx.Lockout(l.Name)
		if err != nil {
			return fmt.Errorf("auth: lock-out: %w", err)
		}
		now.Failures, now.UntilAt = max(now.Failures-1, 0), l.UntilAt
		if i == 0 {
			now.Failures = 0
		}
		if err := tx.SaveLockout(now); err != nil {
			return fmt.Errorf("auth: lock-out: %w", err)
		}
	}
	return nil
}

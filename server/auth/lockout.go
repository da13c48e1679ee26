package auth

import (
	"strconv"
	"sync"
	"time"

	"bidroom/evaluation/rule"
)

// The lock-out: after some failures in a row each further one makes the next
// attempt wait, twice as long each time.
const (
	freeFailures   = 5                // of one login
	freeOfAddress  = 20               // of one address: a small centre may stand behind one
	firstWait      = 15 * time.Second //
	longestWait    = 15 * time.Minute //
	forgetAfter    = 24 * time.Hour   // without a failure
	mostRemembered = 20_000           // logins and addresses; the oldest is forgotten first
)

// A Lockout counts failures by name: a login, whether or not there is such an
// account, or an address. It is kept in memory: a restart forgives, which an
// attacker cannot bring about from outside.
type Lockout struct {
	mu       sync.Mutex // guards failures
	failures map[string]failure
}

type failure struct {
	count int
	last  time.Time
	until time.Time // no attempt before
}

// NewLockout returns a lock-out that has seen nothing.
func NewLockout() *Lockout { return &Lockout{failures: make(map[string]failure)} }

// Check refuses an attempt at now if one of the names has to wait.
func (l *Lockout) Check(now time.Time, names ...string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var wait time.Duration
	for _, name := range names {
		wait = max(wait, l.failures[name].until.Sub(now))
	}
	if wait <= 0 {
		return nil
	}
	seconds := strconv.Itoa(int((wait + time.Second - 1) / time.Second))
	return rule.Refuse(rule.Busy, "", "auth.wait", "", "seconds", seconds)
}

// Failed counts a failure of a login from an address.
func (l *Lockout) Failed(now time.Time, login, address string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count(now, login, freeFailures)
	l.count(now, address, freeOfAddress)
}

func (l *Lockout) count(now time.Time, name string, free int) {
	f := l.failures[name]
	if now.Sub(f.last) > forgetAfter {
		f = failure{}
	}
	f.count++
	f.last = now
	if over := f.count - free; over >= 0 {
		wait := longestWait
		if over < 10 { // 15 s × 2^10 is far beyond the longest
			wait = min(longestWait, firstWait<<over)
		}
		f.until = now.Add(wait)
	}
	if _, known := l.failures[name]; !known && len(l.failures) >= mostRemembered {
		l.forget(now)
	}
	l.failures[name] = f
}

// forget drops what is over, and the oldest if nothing is.
func (l *Lockout) forget(now time.Time) {
	var oldest string
	for name, f := range l.failures {
		if now.Sub(f.last) > forgetAfter {
			delete(l.failures, name)
		} else if oldest == "" || f.last.Before(l.failures[oldest].last) {
			oldest = name
		}
	}
	if len(l.failures) >= mostRemembered {
		delete(l.failures, oldest)
	}
}

// Succeeded forgives a login. Its address is not forgiven: an attacker with
// one account of his own would else have every guess free.
func (l *Lockout) Succeeded(login string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.failures, login)
}

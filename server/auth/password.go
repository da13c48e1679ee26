package auth

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"bidroom/evaluation/rule"
)

// Bounds of a password, in characters. A Han character counts as two: a
// phrase of six carries as much as a dozen letters.
const (
	leastPassword = 12
	mostPassword  = 128
	leastDistinct = 5
	leastRun      = 5 // of neighbours, such as 12345, qwert or aaaaa
)

const (
	hashesAtOnce  = 2 // each takes 64 MiB
	hashesWaiting = 64
)

// rows are the orders in which characters are neighbours.
var rows = []string{"01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm"}

// CheckPassword refuses a password that is too easily guessed, with every
// reason. known are words an attacker would try first: the login, the
// person's name, the centre's name.
func CheckPassword(password string, known ...string) error {
	var why rule.Collect
	password = norm.NFKC.String(password)
	length, distinct := 0, make(map[rune]bool)
	for _, r := range password {
		distinct[r] = true
		length++
		if unicode.Is(unicode.Han, r) {
			length++
		}
	}
	if !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl) {
		why.Add("", "password.characters", "password")
	}
	if length < leastPassword {
		why.Add("", "password.short", "password", "least", strconv.Itoa(leastPassword), "length", strconv.Itoa(length))
	}
	if utf8.RuneCountInString(password) > mostPassword {
		why.Add("", "password.long", "password", "most", strconv.Itoa(mostPassword))
	}
	if len(distinct) < leastDistinct {
		why.Add("", "password.distinct", "password", "least", strconv.Itoa(leastDistinct))
	}
	lower := strings.ToLower(password)
	if run := mostlyRuns(lower); run != "" {
		why.Add("", "password.run", "password", "run", run)
	}
	for _, word := range known {
		word = strings.ToLower(norm.NFKC.String(word))
		if utf8.RuneCountInString(word) >= 2 && strings.Contains(lower, word) && len(lower)-len(word) < leastPassword {
			why.Add("", "password.known", "password", "word", word)
		}
	}
	return why.Err(rule.Invalid)
}

// mostlyRuns returns the first run of neighbouring keys or equal characters of
// a password that has fewer than twelve characters outside such runs and at
// least half inside; "" if there is none.
func mostlyRuns(password string) string {
	runes := []rune(password)
	inside, first := 0, ""
	for start := 0; start < len(runes); {
		end := start + 1
		for end < len(runes) && neighbours(runes[end-1], runes[end]) {
			end++
		}
		if end-start >= leastRun {
			inside += end - start
			if first == "" {
				first = string(runes[start:end])
			}
		}
		start = end
	}
	if len(runes)-inside < leastPassword && 2*inside >= len(runes) {
		return first
	}
	return ""
}

func neighbours(a, b rune) bool {
	return a == b || slices.ContainsFunc(rows, func(row string) bool {
		return strings.Contains(row, string([]rune{a, b})) || strings.Contains(row, string([]rune{b, a}))
	})
}

// A Hasher hashes passwords with Argon2id, a few at a time: each needs 64 MiB
// and a fifth of a second, and a flood of sign-ins must not take the machine
// from a running meeting.
type Hasher struct {
	params *argon2id.Params
	slots  chan struct{}
	queue  chan struct{}
	decoy  string // compared when there is no such account, so that it takes as long
}

// NewHasher returns a hasher. Weak parameters are for tests only.
func NewHasher(weak bool) (*Hasher, error) {
	h := &Hasher{
		params: &argon2id.Params{Memory: 64 << 10, Iterations: 3, Parallelism: 2, SaltLength: 16, KeyLength: 32},
		slots:  make(chan struct{}, hashesAtOnce),
		queue:  make(chan struct{}, hashesWaiting),
	}
	if weak {
		h.params.Memory, h.params.Iterations = 64, 1
	}
	decoy, err := argon2id.CreateHash("no account has this password", h.params)
	if err != nil {
		return nil, fmt.Errorf("auth: %w", err)
	}
	h.decoy = decoy
	return h, nil
}

// Hash returns the encoded hash of a password. It refuses with Busy when too
// many are waiting.
func (h *Hasher) Hash(ctx context.Context, password string) (hash string, err error) {
	err = h.turn(ctx, func() error {
		hash, err = argon2id.CreateHash(norm.NFKC.String(password), h.params)
		return err
	})
	return hash, err
}

// Matches reports whether password is the one that was hashed. An empty hash
// matches nothing and takes as long.
func (h *Hasher) Matches(ctx context.Context, password, hash string) (matches bool, err error) {
	against := hash
	if hash == "" {
		against = h.decoy
	}
	if len(password) > 4*mostPassword {
		password = "" // as wrong, and as fast, as any other
	}
	err = h.turn(ctx, func() error {
		matches, err = argon2id.ComparePasswordAndHash(norm.NFKC.String(password), against)
		return err
	})
	return matches && hash != "", err
}

func (h *Hasher) turn(ctx context.Context, work func() error) error {
	select {
	case h.queue <- struct{}{}:
		defer func() { <-h.queue }()
	default:
		return rule.Refuse(rule.Busy, "", "auth.busy", "")
	}
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return rule.Refuse(rule.Busy, "", "auth.busy", "")
	}
	if err := work(); err != nil {
		return fmt.Errorf("auth: %w", err)
	}
	return nil
}

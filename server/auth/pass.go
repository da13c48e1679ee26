package auth

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"bidroom/evaluation/rule"
)

// passLen is the length of a pass's code: eleven random characters (55 bits)
// and a check character.
const passLen = 12

// passQR stands before the code in a pass's QR code, so that a kiosk's camera
// tells it from any other. Upper case keeps the QR code small.
const passQR = "BIDROOM:PASS:"

// A Pass is what an invited person shows on arrival. Only its hash is stored.
type Pass struct {
	Code string // twelve characters, without hyphens
}

// NewPass makes a pass.
func NewPass(random io.Reader) (Pass, error) {
	data := make([]byte, 7)
	if _, err := io.ReadFull(random, data); err != nil {
		return Pass{}, fmt.Errorf("auth: %w", err)
	}
	code := crockford(data, passLen-1)
	return Pass{code + string(parity(code))}, nil
}

// Text returns the code in groups, for typing.
func (p Pass) Text() string { return groups(p.Code) }

// QR returns what the pass's QR code holds.
func (p Pass) QR() string { return passQR + p.Code }

// Hash returns what is stored of the pass. index is the keyed hash of the
// centre (keys.Box.Index): with 55 bits a plain hash could be searched from a
// stolen copy of the database.
func (p Pass) Hash(index func(domain, value string) string) string { return index("pass", p.Code) }

// ReadPass reads what was typed or seen by the camera. A code with a slip in
// it is refused as such, before anybody looks for it.
func ReadPass(typed string) (Pass, error) {
	if len(typed) > 100 {
		return Pass{}, rule.Refuse(rule.Invalid, "", "pass.form", "code", "length", strconv.Itoa(passLen))
	}
	code := normalCode(strings.TrimPrefix(strings.TrimSpace(typed), passQR))
	if len(code) != passLen || strings.Contains(code, "?") {
		return Pass{}, rule.Refuse(rule.Invalid, "", "pass.form", "code", "length", strconv.Itoa(passLen))
	}
	if parity(code[:passLen-1]) != code[passLen-1] {
		return Pass{}, rule.Refuse(rule.Invalid, "", "pass.slip", "code")
	}
	return Pass{code}, nil
}

// CheckPassTime refuses a pass before and after its window; both are UTC
// milliseconds, and the window includes its first and not its last.
func CheckPassTime(nowMs, fromMs, untilMs int64, zone *time.Location) error {
	at := func(ms int64) string { return time.UnixMilli(ms).In(zone).Format("2006-01-02 15:04") }
	switch {
	case nowMs < fromMs:
		return rule.Refuse(rule.Premature, "", "pass.early", "code", "from", at(fromMs))
	case nowMs >= untilMs:
		return rule.Refuse(rule.Forbidden, "", "pass.expired", "code", "until", at(untilMs))
	}
	return nil
}

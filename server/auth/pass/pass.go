// Package pass makes and reads the passes by which invited people check in: a
// code of twelve characters that is shown as a QR code or typed. It also
// writes what else people read aloud and compare, in the same alphabet.
package pass

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"bidroom/evaluation/rule"
)

// length is the length of a pass's code: eleven random characters (55 bits)
// and a check character.
const length = 12

// prefix stands before the code in a pass's QR code, so that a kiosk's camera
// tells it from any other. Upper case keeps the QR code small.
const prefix = "BIDROOM:PASS:"

// A Pass is what an invited person shows on arrival. Only its hash is stored.
type Pass struct {
	Code string // twelve characters, without hyphens
}

// New makes a pass.
func New(random io.Reader) (Pass, error) {
	data := make([]byte, 7)
	if _, err := io.ReadFull(random, data); err != nil {
		return Pass{}, fmt.Errorf("pass: %w", err)
	}
	code := Base32(data, length-1)
	return Pass{code + string(parity(code))}, nil
}

// Text returns the code in groups, for typing.
func (p Pass) Text() string { return Groups(p.Code) }

// QR returns what the pass's QR code holds.
func (p Pass) QR() string { return prefix + p.Code }

// Hash returns what is stored of the pass. index is the keyed hash of the
// centre (keys.Box.Index): with 55 bits a plain hash could be searched from a
// stolen copy of the database.
func (p Pass) Hash(index func(domain, value string) string) string { return index("pass", p.Code) }

// Read reads what was typed or seen by the camera. A code with a slip in
// it is refused as such, before anybody looks for it.
func Read(typed string) (Pass, error) {
	if len(typed) > 100 {
		return Pass{}, rule.Refuse(rule.Invalid, "", "pass.form", "code", "length", strconv.Itoa(length))
	}
	code := normalCode(strings.TrimPrefix(strings.TrimSpace(typed), prefix))
	if len(code) != length || strings.Contains(code, "?") {
		return Pass{}, rule.Refuse(rule.Invalid, "", "pass.form", "code", "length", strconv.Itoa(length))
	}
	if parity(code[:length-1]) != code[length-1] {
		return Pass{}, rule.Refuse(rule.Invalid, "", "pass.slip", "code")
	}
	return Pass{code}, nil
}

// CheckTime refuses a pass before and after its window; both are UTC
// milliseconds, and the window includes its first and not its last.
func CheckTime(nowMs, fromMs, untilMs int64, zone *time.Location) error {
	at := func(ms int64) string { return time.UnixMilli(ms).In(zone).Format("2006-01-02 15:04") }
	switch {
	case nowMs < fromMs:
		return rule.Refuse(rule.Premature, "", "pass.early", "code", "from", at(fromMs))
	case nowMs >= untilMs:
		return rule.Refuse(rule.Forbidden, "", "pass.expired", "code", "until", at(untilMs))
	}
	return nil
}

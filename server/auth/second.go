package auth

import (
	"crypto/hmac"
	"crypto/sha1" // RFC 6238's default, and the one every authenticator knows
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
)

// The second factor is RFC 6238 with its defaults: HMAC-SHA-1, steps of 30
// seconds, six digits.
const (
	secondStep   = 30 // seconds
	secondDigits = 6
	secondDrift  = 1 // steps by which the person's clock may be wrong, either way
	secretLen    = 20
)

// NewSecret returns a new secret of a second factor.
func NewSecret(random io.Reader) ([]byte, error) {
	secret := make([]byte, secretLen)
	if _, err := io.ReadFull(random, secret); err != nil {
		return nil, fmt.Errorf("auth: %w", err)
	}
	return secret, nil
}

// SecretURI returns what an authenticator scans.
func SecretURI(secret []byte, centre, login string) string {
	query := url.Values{"secret": {base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)}, "issuer": {centre}}
	return "otpauth://totp/" + url.PathEscape(centre+":"+login) + "?" + strings.ReplaceAll(query.Encode(), "+", "%20")
}

// checkSecond reports whether code is right at now, and the step it belongs
// to. A step at or before last was used already and is wrong: a code that was
// looked at over a shoulder cannot be used again.
func checkSecond(secret []byte, code string, now time.Time, last int64) (step int64, ok bool) {
	code = strings.TrimSpace(code)
	present := now.Unix() / secondStep
	for candidate := present - secondDrift; candidate <= present+secondDrift; candidate++ {
		right := subtle.ConstantTimeCompare([]byte(oneTimeCode(secret, candidate, secondDigits)), []byte(code)) == 1
		if right && candidate > last {
			step, ok = candidate, true
		}
	}
	return step, ok
}

// oneTimeCode is HOTP of RFC 4226 section 5.3.
func oneTimeCode(secret []byte, counter int64, digits int) string {
	mac := hmac.New(sha1.New, secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(counter)))
	sum := mac.Sum(nil)
	offset := sum[len(sum)-1] & 0x0f
	value := binary.BigEndian.Uint32(sum[offset:]) & 0x7fffffff
	modulus := uint32(1)
	for range digits {
		modulus *= 10
	}
	return fmt.Sprintf("%0*d", digits, value%modulus)
}

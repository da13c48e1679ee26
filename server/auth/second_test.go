package auth

import (
	"strings"
	"testing"
	"time"
)

// The vectors of RFC 6238, Appendix B, SHA-1: eight digits of a key of 20 bytes.
func TestOneTimeCode(t *testing.T) {
	secret := []byte("12345678901234567890")
	for unix, want := range map[int64]string{
		59: "94287082", 1111111109: "07081804", 1111111111: "14050471",
		1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130",
	} {
		if got := oneTimeCode(secret, unix/30, 8); got != want {
			t.Errorf("at %d: %s, want %s", unix, got, want)
		}
	}
}

func TestCheckSecond(t *testing.T) {
	secret := []byte("12345678901234567890")
	at := func(unix int64) time.Time { return time.Unix(unix, 0) }
	const code, step = "081804", 1111111109 / 30 // of the vector at 1111111109, six digits
	begins := int64(step * 30)
	for _, tt := range []struct {
		name string
		code string
		now  time.Time
		last int64
		ok   bool
	}{
		{"in its step", code, at(1111111109), 0, true},
		{"with spaces around", " " + code + " ", at(1111111109), 0, true},
		{"a step late", code, at(begins + 59), 0, true},
		{"two steps late", code, at(begins + 60), 0, false},
		{"a step early", code, at(begins - 30), 0, true},
		{"two steps early", code, at(begins - 31), 0, false},
		{"a second time", code, at(1111111109), step, false},
		{"after the step before it", code, at(1111111109), step - 1, true},
		{"wrong", "081805", at(1111111109), 0, false},
		{"empty", "", at(1111111109), 0, false},
		{"eight digits", "07081804", at(1111111109), 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := checkSecond(secret, tt.code, tt.now, tt.last)
			if ok != tt.ok || ok && got != step {
				t.Errorf("checkSecond = %d, %t, want ok = %t", got, ok, tt.ok)
			}
		})
	}
}

func TestSecretURI(t *testing.T) {
	secret, err := NewSecret(strings.NewReader("12345678901234567890"))
	if err != nil {
		t.Fatal(err)
	}
	// printf 12345678901234567890 | base32
	want := "otpauth://totp/%E5%8E%BF%E4%B8%AD%E5%BF%83:wang?issuer=%E5%8E%BF%E4%B8%AD%E5%BF%83&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	if got := SecretURI(secret, "县中心", "wang"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if _, err := NewSecret(strings.NewReader("short")); err == nil {
		t.Error("made a secret without randomness")
	}
}

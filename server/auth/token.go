package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// newToken returns 32 random bytes as text.
func newToken(random io.Reader) (string, error) {
	token := make([]byte, 32)
	if _, err := io.ReadFull(random, token); err != nil {
		return "", fmt.Errorf("auth: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(token), nil
}

// hashToken is what the database holds of a token. A token has 256 random
// bits, so that no salt and no slow hash is needed.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// A signer makes and checks values that this server has signed for itself.
type signer []byte

// sign returns value with its signature behind a dot. label keeps what was
// signed for one purpose from serving another.
func (key signer) sign(label, value string) string {
	return value + "." + base64.RawURLEncoding.EncodeToString(key.mac(label, value))
}

// open returns the value of what sign made.
func (key signer) open(label, signed string) (value string, ok bool) {
	at := strings.LastIndexByte(signed, '.')
	if at < 0 {
		return "", false
	}
	mac, err := base64.RawURLEncoding.DecodeString(signed[at+1:])
	if err != nil || subtle.ConstantTimeCompare(mac, key.mac(label, signed[:at])) != 1 {
		return "", false
	}
	return signed[:at], true
}

func (key signer) mac(label, value string) []byte {
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "bidroom/%s/1\n%s\n", label, value)
	return mac.Sum(nil)
}

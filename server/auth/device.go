package auth

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"
	"sync"
	"time"

	"bidroom/evaluation/rule"
	"bidroom/server/auth/pass"
)

const (
	// PairingTime is how long staff have to confirm a kiosk.
	PairingTime = 2 * time.Minute
	// KioskTokenTime is how long a kiosk's token is good; it fetches the next
	// one in time.
	KioskTokenTime = 15 * time.Minute

	challengeTime = time.Minute
)

const kioskQR = "BIDROOM:KIOSK:"

// A KioskKey is the public key of a kiosk: a point of P-256, uncompressed.
type KioskKey struct {
	Hex string // 130 characters, lower case
	key *ecdsa.PublicKey
}

// ReadKioskKey reads a key as WebCrypto exports it ("raw"), in hex.
func ReadKioskKey(text string) (KioskKey, error) {
	refused := rule.Refuse(rule.Invalid, "", "kiosk.key", "publicKey")
	if len(text) != 130 {
		return KioskKey{}, refused
	}
	point, err := hex.DecodeString(text)
	if err != nil {
		return KioskKey{}, refused
	}
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		return KioskKey{}, refused
	}
	return KioskKey{hex.EncodeToString(point), key}, nil
}

// Fingerprint returns the eight characters that people compare: the first 40
// bits of the SHA-256 of the 65 bytes, in groups of four.
func (k KioskKey) Fingerprint() string {
	sum := k.sum()
	return pass.Groups(pass.Base32(sum[:], 8))
}

// QR returns what the kiosk shows for a reader on the desk: the whole hash.
func (k KioskKey) QR() string {
	sum := k.sum()
	return kioskQR + strings.ToUpper(hex.EncodeToString(sum[:]))
}

func (k KioskKey) sum() [sha256.Size]byte {
	point, err := hex.DecodeString(k.Hex)
	if err != nil {
		panic(err) // made by ReadKioskKey
	}
	return sha256.Sum256(point)
}

// verify checks a signature r‖s, 64 bytes in hex, over SHA-256 of text.
func (k KioskKey) verify(text, signature string) bool {
	raw, err := hex.DecodeString(signature)
	if err != nil || len(raw) != 64 {
		return false
	}
	sum := sha256.Sum256([]byte(text))
	return ecdsa.Verify(k.key, sum[:], new(big.Int).SetBytes(raw[:32]), new(big.Int).SetBytes(raw[32:]))
}

// challengeText is what a kiosk signs.
func challengeText(challenge string) string { return "bidroom/kiosk/1\n" + challenge + "\n" }

// challenges are random values that are signed and dated by the server, so
// that an unanswered one needs no memory; what was answered is remembered
// until it is over, so that no answer counts twice.
type challenges struct {
	key signer

	mu   sync.Mutex // guards used
	used map[string]int64
}

func (c *challenges) issue(random io.Reader, key KioskKey, now time.Time) (string, error) {
	nonce, err := newToken(random)
	if err != nil {
		return "", err
	}
	until := strconv.FormatInt(now.Add(challengeTime).UnixMilli(), 10)
	return c.key.sign("challenge", key.Hex[:32]+"."+until+"."+nonce), nil
}

// answer reports whether the signature answers an open challenge to this key,
// and closes the challenge.
func (c *challenges) answer(key KioskKey, challenge, signature string, now time.Time) error {
	value, ours := c.key.open("challenge", challenge)
	parts := strings.Split(value, ".")
	if !ours || len(parts) != 3 || parts[0] != key.Hex[:32] {
		return rule.Refuse(rule.Unauthenticated, "", "kiosk.challenge", "challenge")
	}
	until, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return fmt.Errorf("auth: a challenge of our own: %w", err)
	}
	if now.UnixMilli() >= until {
		return rule.Refuse(rule.Unauthenticated, "", "kiosk.challenge", "challenge")
	}
	if !key.verify(challengeText(challenge), signature) {
		return rule.Refuse(rule.Unauthenticated, "", "kiosk.signature", "signature")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for old, over := range c.used {
		if over <= now.UnixMilli() {
			delete(c.used, old)
		}
	}
	if _, again := c.used[parts[2]]; again {
		return rule.Refuse(rule.Unauthenticated, "", "kiosk.challenge", "challenge")
	}
	c.used[parts[2]] = until
	return nil
}

// kioskToken is signed and dated. That a kiosk is revoked is asked of the
// database with each request.
func (key signer) kioskToken(kiosk string, until time.Time) string {
	return key.sign("kiosk-token", kiosk+"."+strconv.FormatInt(until.UnixMilli(), 10))
}

func (key signer) openKioskToken(token string, now time.Time) (kiosk string, ok bool) {
	value, ok := key.open("kiosk-token", token)
	kiosk, until, _ := strings.Cut(value, ".")
	return kiosk, ok && stillGood(until, now)
}

func stillGood(until string, now time.Time) bool {
	ms, err := strconv.ParseInt(until, 10, 64)
	return err == nil && now.UnixMilli() < ms
}

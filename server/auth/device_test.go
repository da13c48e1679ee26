package auth

import (
	"crypto/rand"
	"encoding/hex"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// A terminal is a kiosk made of openssl: its key and its signatures come from
// another implementation, as they do from a browser.
type terminal struct {
	t   testing.TB
	dir string
	key KioskKey
}

func openssl(t testing.TB, dir string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("openssl", args...)
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("openssl %s: %v", strings.Join(args, " "), err)
	}
	return out
}

func newTerminal(t testing.TB) terminal {
	t.Helper()
	dir := t.TempDir()
	openssl(t, dir, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "key.pem")
	der := openssl(t, dir, "pkey", "-in", "key.pem", "-pubout", "-outform", "DER")
	key, err := ReadKioskKey(hex.EncodeToString(der[len(der)-65:])) // the point ends the structure
	if err != nil {
		t.Fatal(err)
	}
	return terminal{t, dir, key}
}

// sign returns r‖s in hex.
func (k terminal) sign(text string) string {
	k.t.Helper()
	if err := os.WriteFile(filepath.Join(k.dir, "text"), []byte(text), 0o600); err != nil {
		k.t.Fatal(err)
	}
	der := cryptobyte.String(openssl(k.t, k.dir, "dgst", "-sha256", "-sign", "key.pem", "text"))
	var r, s big.Int
	var inner cryptobyte.String
	if !der.ReadASN1(&inner, asn1.SEQUENCE) || !inner.ReadASN1Integer(&r) || !inner.ReadASN1Integer(&s) {
		k.t.Fatal("openssl signed something else")
	}
	raw := make([]byte, 64)
	r.FillBytes(raw[:32])
	s.FillBytes(raw[32:])
	return hex.EncodeToString(raw)
}

func TestReadKioskKey(t *testing.T) {
	good := newTerminal(t).key
	if again, err := ReadKioskKey(strings.ToUpper(good.Hex)); err != nil || again.Hex != good.Hex {
		t.Errorf("in capitals: %v, %v", again.Hex, err)
	}
	off := []byte(good.Hex) // a point that is not on the curve
	off[129] = map[bool]byte{true: '1', false: '0'}[off[129] == '0']
	for name, text := range map[string]string{
		"empty": "", "short": good.Hex[:128], "long": good.Hex + "00", "no hex": "zz" + good.Hex[2:],
		"compressed": "02" + good.Hex[2:66], "off the curve": string(off), "infinity": strings.Repeat("00", 65), "other form": "06" + good.Hex[2:],
	} {
		if _, err := ReadKioskKey(text); codes(err) != "kiosk.key" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

const (
	hashOfSample        = "B18B86CE1389E46DE87AA4A5131CE83C1160FA33C087AB15B863574D31D8FF3C"
	fingerprintOfSample = "P65R-DKGK"
)

// The key is the sample of RFC 6979 A.2.5; the fingerprint was made with
// xxd -r -p | sha256sum, and the line above pass.TestBase32.
func TestFingerprint(t *testing.T) {
	key, err := ReadKioskKey("04" +
		"60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6" +
		"7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299")
	if err != nil {
		t.Fatal(err)
	}
	if key.Fingerprint() != fingerprintOfSample {
		t.Errorf("fingerprint %s, want %s", key.Fingerprint(), fingerprintOfSample)
	}
	if key.QR() != "BIDROOM:KIOSK:"+hashOfSample {
		t.Errorf("QR %s", key.QR())
	}
}

func TestChallenge(t *testing.T) {
	kiosk, other := newTerminal(t), newTerminal(t)
	open := challenges{key: signer("a key of the server"), used: make(map[string]int64)}
	now := time.Unix(1763900000, 0)
	issue := func() string {
		challenge, err := open.issue(rand.Reader, kiosk.key, now)
		if err != nil {
			t.Fatal(err)
		}
		return challenge
	}
	c := issue()
	good := kiosk.sign(challengeText(c))
	flipped := []byte(good)
	flipped[5] ^= 1
	foreign := challenges{key: signer("another server"), used: make(map[string]int64)}
	strange, err := foreign.issue(rand.Reader, kiosk.key, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name                 string
		key                  KioskKey
		challenge, signature string
		now                  time.Time
		want                 string
	}{
		{"another key's signature", kiosk.key, c, other.sign(challengeText(c)), now, "kiosk.signature"},
		{"another key", other.key, c, other.sign(challengeText(c)), now, "kiosk.challenge"},
		{"another text", kiosk.key, c, kiosk.sign(c), now, "kiosk.signature"},
		{"a changed signature", kiosk.key, c, string(flipped), now, "kiosk.signature"},
		{"no signature", kiosk.key, c, "", now, "kiosk.signature"},
		{"zeroes", kiosk.key, c, strings.Repeat("00", 64), now, "kiosk.signature"},
		{"a challenge of its own", kiosk.key, "x.y.z", kiosk.sign(challengeText("x.y.z")), now, "kiosk.challenge"},
		{"another server's challenge", kiosk.key, strange, kiosk.sign(challengeText(strange)), now, "kiosk.challenge"},
		{"too late", kiosk.key, c, good, now.Add(time.Minute), "kiosk.challenge"},
		{"just in time", kiosk.key, c, good, now.Add(time.Minute - time.Millisecond), ""},
		{"again", kiosk.key, c, good, now.Add(time.Second), "kiosk.challenge"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := codes(open.answer(tt.key, tt.challenge, tt.signature, tt.now)); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestTokens(t *testing.T) {
	key := signer("a key of the server")
	now := time.Unix(1763900000, 0)
	until := now.Add(time.Minute)
	token := key.kioskToken("kiosk-7", until)
	if kiosk, ok := key.openKioskToken(token, now); !ok || kiosk != "kiosk-7" {
		t.Errorf("openKioskToken = %q, %t", kiosk, ok)
	}
	if _, ok := key.openKioskToken(token, until); ok {
		t.Error("a token is good when its time is over")
	}
	if _, ok := signer("another").openKioskToken(token, now); ok {
		t.Error("another server's token is good")
	}
	for i := range token {
		wrong := []byte(token)
		wrong[i] ^= 1
		if kiosk, ok := key.openKioskToken(string(wrong), now); ok {
			t.Errorf("with character %d changed it is the token of %q", i, kiosk)
		}
	}
	other := key.sign("device", "kiosk-7."+strconv.FormatInt(until.UnixMilli(), 10))
	if _, ok := key.openKioskToken(other, now); ok {
		t.Error("what was signed for another purpose is taken for a token")
	}
}

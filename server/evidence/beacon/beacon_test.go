package beacon_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"bidroom/server/evidence/beacon"
)

type round struct {
	Source    string `json:"source"`
	Scheme    string `json:"scheme"`
	Key       string `json:"key"`
	Round     uint64 `json:"round,string"`
	Signature string `json:"signature"`
}

// rounds returns real rounds of drand as others published them.
func rounds(t *testing.T) (list []round) {
	t.Helper()
	text, err := os.ReadFile("testdata/rounds.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestPublishedRounds(t *testing.T) {
	seen := map[string]bool{}
	list := rounds(t)
	for i, r := range list {
		seen[r.Scheme] = true
		key, err := beacon.ParseKey(r.Scheme, r.Key)
		if err != nil {
			t.Fatal(err)
		}
		if !key.Check(r.Round, r.Signature) {
			t.Errorf("%s: round %d is not verified", r.Source, r.Round)
		}
		if key.Check(r.Round+1, r.Signature) {
			t.Errorf("round %d passes as the next", r.Round)
		}
		for j, other := range list {
			if i != j && key.Check(r.Round, other.Signature) {
				t.Errorf("round %d of %s passes as %d of %s", other.Round, other.Scheme, r.Round, r.Scheme)
			}
		}
	}
	if len(seen) != 3 {
		t.Errorf("schemes %v", seen)
	}
}

func TestSignatureOfAnotherScheme(t *testing.T) {
	for _, r := range rounds(t) {
		other := map[string]string{beacon.G1: beacon.G1RFC9380, beacon.G1RFC9380: beacon.G1}[r.Scheme]
		if other == "" {
			continue
		}
		key, err := beacon.ParseKey(other, r.Key)
		if err != nil {
			t.Fatal(err)
		}
		if key.Check(r.Round, r.Signature) {
			t.Errorf("round %d of %s passes under %s", r.Round, r.Scheme, other)
		}
	}
}

// What is no point of the group, or is its identity, is no signature and no key.
func TestMalformed(t *testing.T) {
	identity1, identity2 := "c0"+strings.Repeat("00", 47), "c0"+strings.Repeat("00", 95)
	for _, r := range rounds(t) {
		key, err := beacon.ParseKey(r.Scheme, r.Key)
		if err != nil {
			t.Fatal(err)
		}
		s := r.Signature
		for name, bad := range map[string]string{"none": "", "no hex": "z" + s[1:], "short": s[2:], "long": s + "00", "identity of G1": identity1, "identity of G2": identity2,
			"not on the curve": s[:len(s)-2] + "00", "the negative": map[byte]string{'8': "a", '9': "b", 'a': "8", 'b': "9"}[s[0]] + s[1:], "the key": r.Key} {
			if key.Check(r.Round, bad) {
				t.Errorf("%s, round %d: %s passes", r.Scheme, r.Round, name)
			}
		}
		for name, bad := range map[string]string{"none": "", "identity of G1": identity1, "identity of G2": identity2, "a signature": s, "cut": r.Key[2:]} {
			if _, err := beacon.ParseKey(r.Scheme, bad); err == nil {
				t.Errorf("%s: %s is a key", r.Scheme, name)
			}
		}
	}
	if _, err := beacon.ParseKey("pedersen-bls-chained", "868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31"); err == nil {
		t.Error("a chained scheme is known")
	}
}

func BenchmarkCheck(b *testing.B) {
	key, err := beacon.ParseKey(beacon.G1RFC9380, "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if !key.Check(123, "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92") {
			b.Fatal("round 123")
		}
	}
}

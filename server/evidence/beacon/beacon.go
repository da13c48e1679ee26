// Package beacon checks the rounds of a public randomness beacon (drand)
// offline: a round's signature is the chain's BLS signature over its number,
// https://docs.drand.love/docs/cryptography. Chains whose rounds are signed
// over the round before are not for draws: their next round needs that one too.
package beacon

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/cloudflare/circl/ecc/bls12381"
)

// The schemes, by drand's own names.
const (
	G1RFC9380 = "bls-unchained-g1-rfc9380" // key on G2, signatures on G1: quicknet
	G1        = "bls-unchained-on-g1"      // the same with the domain of G2, as fastnet was
	G2        = "pedersen-bls-unchained"   // key on G1, signatures on G2
)

// Domains that a round is hashed to the curve in.
var (
	domainG1 = []byte("BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_")
	domainG2 = []byte("BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_")
)

// A Key is the public key of a chain.
type Key struct {
	scheme string
	g1     bls12381.G1 // of scheme G2
	g2     bls12381.G2 // of the others
}

// ParseKey reads the public key of a chain as drand publishes it, in hex.
func ParseKey(scheme, text string) (*Key, error) {
	k := &Key{scheme: scheme}
	var err error
	switch scheme {
	case G1RFC9380, G1:
		k.g2, err = point2(text)
	case G2:
		k.g1, err = point1(text)
	default:
		return nil, fmt.Errorf("beacon: scheme %q is none of %s, %s, %s", scheme, G1RFC9380, G1, G2)
	}
	if err != nil {
		return nil, fmt.Errorf("beacon: not a key of scheme %s: %w", scheme, err)
	}
	return k, nil
}

// Check reports whether signature, in hex, is the chain's of a round.
func (k *Key) Check(round uint64, signature string) bool {
	message := sha256.Sum256(binary.BigEndian.AppendUint64(nil, round))
	if k.scheme == G2 {
		signed, err := point2(signature)
		if err != nil {
			return false
		}
		var hashed bls12381.G2
		hashed.Hash(message[:], domainG2)
		return samePairing(bls12381.G1Generator(), &signed, &k.g1, &hashed)
	}
	signed, err := point1(signature)
	if err != nil {
		return false
	}
	domain := domainG1
	if k.scheme == G1 {
		domain = domainG2
	}
	var hashed bls12381.G1
	hashed.Hash(message[:], domain)
	return samePairing(&signed, bls12381.G2Generator(), &hashed, &k.g2)
}

// samePairing reports whether e(a, b) is e(c, d).
func samePairing(a *bls12381.G1, b *bls12381.G2, c *bls12381.G1, d *bls12381.G2) bool {
	return bls12381.ProdPairFrac([]*bls12381.G1{a, c}, []*bls12381.G2{b, d}, []int{1, -1}).IsIdentity()
}

// point1 reads a compressed point of the group G1 other than its identity.
func point1(text string) (p bls12381.G1, err error) {
	b, err := decode(text, bls12381.G1SizeCompressed)
	if err != nil {
		return p, err
	}
	if err := p.SetBytes(b); err != nil {
		return p, err
	}
	if p.IsIdentity() {
		return p, errIdentity
	}
	return p, nil
}

// point2 reads a compressed point of the group G2 other than its identity.
func point2(text string) (p bls12381.G2, err error) {
	b, err := decode(text, bls12381.G2SizeCompressed)
	if err != nil {
		return p, err
	}
	if err := p.SetBytes(b); err != nil {
		return p, err
	}
	if p.IsIdentity() {
		return p, errIdentity
	}
	return p, nil
}

var errIdentity = errors.New("the identity signs nothing")

func decode(text string, size int) ([]byte, error) {
	b, err := hex.DecodeString(text)
	if err == nil && len(b) != size {
		err = fmt.Errorf("%d bytes instead of %d", len(b), size)
	}
	return b, err
}

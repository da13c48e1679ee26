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
		err = point(&k.g2, text, bls12381.G2SizeCompressed)
	case G2:
		err = point(&k.g1, text, bls12381.G1SizeCompressed)
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
		var signed, hashed bls12381.G2
		if point(&signed, signature, bls12381.G2SizeCompressed) != nil {
			return false
		}
		hashed.Hash(message[:], domainG2)
		return samePairing(bls12381.G1Generator(), &signed, &k.g1, &hashed)
	}
	var signed, hashed bls12381.G1
	if point(&signed, signature, bls12381.G1SizeCompressed) != nil {
		return false
	}
	domain := domainG1
	if k.scheme == G1 {
		domain = domainG2
	}
	hashed.Hash(message[:], domain)
	return samePairing(&signed, bls12381.G2Generator(), &hashed, &k.g2)
}

// samePairing reports whether e(a, b) is e(c, d).
func samePairing(a *bls12381.G1, b *bls12381.G2, c *bls12381.G1, d *bls12381.G2) bool {
	return bls12381.ProdPairFrac([]*bls12381.G1{a, c}, []*bls12381.G2{b, d}, []int{1, -1}).IsIdentity()
}

// point reads a compressed point of a group other than its identity.
func point[P interface {
	SetBytes([]byte) error
	IsIdentity() bool
}](p P, text string, size int) error {
	b, err := hex.DecodeString(text)
	if err != nil {
		return err
	}
	if len(b) != size {
		return fmt.Errorf("%d bytes instead of %d", len(b), size)
	}
	if err := p.SetBytes(b); err != nil {
		return err
	}
	if p.IsIdentity() {
		return errIdentity
	}
	return nil
}

var errIdentity = errors.New("the identity signs nothing")

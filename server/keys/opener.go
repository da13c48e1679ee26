package keys

import (
	"crypto/ecdh"
	"crypto/hpke"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// An Opener is the key on paper that one of two roles keeps. The two together
// open a draw without the server's key; either alone opens nothing.
type Opener [Size]byte

// NewOpener makes an opener from random.
func NewOpener(random io.Reader) (Opener, error) {
	m, err := New(random)
	return Opener(m), err
}

// Paper returns the opener as eight groups of eight characters, as
// [Master.Paper] does.
func (o Opener) Paper() []string { return Master(o).Paper() }

// ParseOpener reads an opener from its groups. The error is a *[GroupError].
func ParseOpener(groups []string) (Opener, error) {
	m, err := ParsePaper(groups)
	return Opener(m), err
}

// Public returns what seals to the opener: its X25519 public key, in hex.
func (o Opener) Public() (string, error) {
	key, err := ecdh.X25519().NewPrivateKey(o[:])
	if err != nil {
		return "", fmt.Errorf("opener: %w", err)
	}
	return hex.EncodeToString(key.PublicKey().Bytes()), nil
}

// Openers are the public keys of the openers of one centre, by role.
type Openers map[string]string

// OpenersSetting is the name of the centre's setting that holds its [Openers].
const OpenersSetting = "openers"

// Halves are the two halves of a draw's key by role, each sealed to the role's
// opener, in hex.
type Halves map[string]string

// Halve splits a draw's key between the two roles of openers.
func (b *Box) Halve(key DrawKey, draw string, openers Openers) (Halves, error) {
	if len(openers) != 2 {
		return nil, fmt.Errorf("draw key: %d openers are not two", len(openers))
	}
	one, other, err := b.split(key)
	if err != nil {
		return nil, err
	}
	halves := Halves{}
	for i, role := range openers.roles() {
		half := [][Size]byte{one, other}[i]
		if halves[role], err = sealHalf(openers[role], draw, role, half); err != nil {
			return nil, err
		}
	}
	return halves, nil
}

func (o Openers) roles() []string {
	roles := make([]string, 0, len(o))
	for role := range o {
		roles = append(roles, role)
	}
	slices.Sort(roles)
	return roles
}

// halfInfo binds a sealed half to its draw and role.
func halfInfo(draw, role string) []byte {
	return []byte("bidroom/draw-half/1\n" + draw + "\n" + role + "\n")
}

func sealHalf(public, draw, role string, half [Size]byte) (string, error) {
	point, err := hex.DecodeString(public)
	if err != nil {
		return "", fmt.Errorf("opener of %s: %w", role, err)
	}
	key, err := ecdh.X25519().NewPublicKey(point)
	if err != nil {
		return "", fmt.Errorf("opener of %s: %w", role, err)
	}
	to, err := hpke.NewDHKEMPublicKey(key)
	if err != nil {
		return "", fmt.Errorf("opener of %s: %w", role, err)
	}
	sealed, err := hpke.Seal(to, hpke.HKDFSHA256(), hpke.AES256GCM(), halfInfo(draw, role), half[:])
	if err != nil {
		return "", fmt.Errorf("opener of %s: %w", role, err)
	}
	return hex.EncodeToString(sealed), nil
}

// OpenHalf opens the half of a role. The error wraps [ErrSealed] if the half
// was sealed to another opener.
func (o Opener) OpenHalf(halves Halves, draw, role string) (half [Size]byte, err error) {
	sealed, err := hex.DecodeString(halves[role])
	if err != nil {
		return half, fmt.Errorf("half of %s: %w", role, ErrSealed)
	}
	key, err := ecdh.X25519().NewPrivateKey(o[:])
	if err != nil {
		return half, fmt.Errorf("opener: %w", err)
	}
	own, err := hpke.NewDHKEMPrivateKey(key)
	if err != nil {
		return half, fmt.Errorf("opener: %w", err)
	}
	plain, err := hpke.Open(own, hpke.HKDFSHA256(), hpke.AES256GCM(), halfInfo(draw, role), sealed)
	if err != nil || len(plain) != Size {
		return half, fmt.Errorf("half of %s: %w", role, ErrSealed)
	}
	return [Size]byte(plain), nil
}

// Text returns the JSON of the halves, as it is stored.
func (h Halves) Text() (string, error) {
	text, err := json.Marshal(h)
	return string(text), err
}

// ParseHalves reads what [Halves.Text] gave.
func ParseHalves(text string) (h Halves, err error) {
	if text == "" {
		return Halves{}, nil
	}
	if err := json.Unmarshal([]byte(text), &h); err != nil {
		return nil, fmt.Errorf("halves of a draw's key: %w", err)
	}
	return h, nil
}

package keys

import (
	"crypto/subtle"
	"fmt"
	"io"
)

// A DrawKey seals the salts and the map from label to expert of one draw.
type DrawKey [Size]byte

// NewDrawKey makes a draw's key, and the same key wrapped for the running
// server.
func (b *Box) NewDrawKey(draw string) (key DrawKey, wrapped []byte, err error) {
	if _, err := io.ReadFull(b.random, key[:]); err != nil {
		return key, nil, fmt.Errorf("draw key: %w", err)
	}
	wrapped, err = b.seal(b.draw, "draw/"+draw, key[:])
	return key, wrapped, err
}

// UnwrapDraw returns a draw's key for the running server. Each use is an entry
// of the lot's log.
func (b *Box) UnwrapDraw(draw string, wrapped []byte) (DrawKey, error) {
	plain, err := open(b.draw, "draw/"+draw, wrapped)
	if err != nil || len(plain) != Size {
		return DrawKey{}, fmt.Errorf("draw key: %w", ErrSealed)
	}
	return DrawKey(plain), nil
}

// SealDraw seals the openings of a draw with its key.
func (b *Box) SealDraw(key DrawKey, draw string, plain []byte) ([]byte, error) {
	a, err := aead(key)
	if err != nil {
		return nil, err
	}
	return b.seal(a, "draw-openings/"+draw, plain)
}

// OpenDraw opens what SealDraw gave.
func (key DrawKey) OpenDraw(draw string, sealed []byte) ([]byte, error) {
	a, err := aead(key)
	if err != nil {
		return nil, err
	}
	return open(a, "draw-openings/"+draw, sealed)
}

// split returns two halves of a draw's key: neither says anything of it, both
// together give it back with [Join].
func (b *Box) split(key DrawKey) (one, other [Size]byte, err error) {
	if _, err := io.ReadFull(b.random, one[:]); err != nil {
		return one, other, fmt.Errorf("draw key: %w", err)
	}
	subtle.XORBytes(other[:], one[:], key[:])
	return one, other, nil
}

// Join returns the draw key of two halves.
func Join(one, other [Size]byte) DrawKey {
	var key DrawKey
	subtle.XORBytes(key[:], one[:], other[:])
	return key
}

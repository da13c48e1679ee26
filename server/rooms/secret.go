package rooms

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts/draw"
	"bidroom/server/keys"
	"bidroom/server/store"
)

// absent turns a row that is not there, and one that somebody else changed,
// into refusals. Other errors stay faults.
func absent(err error, code, field string) error {
	switch {
	case errors.Is(err, store.ErrAbsent):
		return rule.Refuse(rule.NotFound, "", code, field)
	case errors.Is(err, store.ErrStale):
		return rule.Refuse(rule.Stale, "", "stale", field)
	}
	return err
}

// newOpening makes the opening of a datum with a salt of its own.
func newOpening(random io.Reader, domain, value string) (evaluation.Opening, error) {
	var salt [16]byte
	if _, err := io.ReadFull(random, salt[:]); err != nil {
		return evaluation.Opening{}, fmt.Errorf("salt: %w", err)
	}
	return evaluation.Opening{Domain: domain, Salt: hex.EncodeToString(salt[:]), Value: value}, nil
}

const openingDomain = "opening"

// keepOpening stores an opening, sealed, beside the entry that holds its
// datum.
func keepOpening(tx *store.Tx, box *keys.Box, tree string, seq int64, o evaluation.Opening) error {
	sealed, err := sealOpening(box, o)
	if err != nil {
		return err
	}
	return tx.InsertOpening(store.Opening{Tree: tree, Seq: seq, Hash: string(o.DatumHash()), Domain: o.Domain, Sealed: sealed})
}

// Whoever has a dump has the register, too, and would tell by the very length of
// what is sealed which of its experts was drawn: it is rounded up, in bytes.
const (
	conflictStep   = 64 << 10 // of a conflict's opening
	invitationStep = 2 << 10  // of an invitation: whoever it is for, all of a draw are as long
)

// roundedUp fills JSON up to a whole number of steps.
func roundedUp(text []byte, step int) []byte {
	return append(text, bytes.Repeat([]byte{' '}, step-1-(len(text)-1)%step)...)
}

func sealOpening(box *keys.Box, o evaluation.Opening) ([]byte, error) {
	text, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	if o.Domain == draw.ConflictDomain {
		text = roundedUp(text, conflictStep)
	}
	return box.Seal(openingDomain, text)
}

// openOpening unseals a stored opening.
func openOpening(box *keys.Box, row store.Opening) (o evaluation.Opening, err error) {
	text, err := box.Open(openingDomain, row.Sealed)
	if err != nil {
		return o, err
	}
	err = json.Unmarshal(text, &o)
	return o, err
}

func sha256Hex(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// validSalt reports whether s is 16 bytes in lower-case hex.
func validSalt(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 16 && hex.EncodeToString(b) == s
}

// sealStroke seals what a stroke wrote.
func (s *Service) sealStroke(stroke Stroke) ([]byte, error) {
	text, err := json.Marshal([]string{stroke.Value, stroke.Page, stroke.Note})
	if err != nil {
		return nil, err
	}
	return s.Box.Seal(evaluation.DraftDomain, text)
}

// openStroke is the inverse of sealStroke.
func (s *Service) openStroke(d store.Draft) (Stroke, error) {
	text, err := s.Box.Open(evaluation.DraftDomain, d.ValueSealed)
	if err != nil {
		return Stroke{}, err
	}
	var parts [3]string
	if err := json.Unmarshal(text, &parts); err != nil {
		return Stroke{}, fmt.Errorf("draft: %w", err)
	}
	return Stroke{Bid: d.BidID, Criterion: d.Criterion, Value: parts[0], Page: parts[1], Note: parts[2], Seq: d.ClientSeq}, nil
}

// taken turns a key that is there already into a refusal.
func taken(err error, code, field string) error {
	if errors.Is(err, store.ErrTwice) {
		return rule.Refuse(rule.Invalid, "", code, field)
	}
	return err
}

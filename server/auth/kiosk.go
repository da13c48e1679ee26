package auth

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/store"
)

// openPairings bounds how many kiosks may wait to be confirmed at once: who
// asks has shown nothing yet.
const openPairings = 50

// forgetPairings is how long a request is kept that nobody confirmed, so that
// its kiosk is told that it is too old and not that it never was.
const forgetPairings = time.Hour

// RequestPairing notes that a kiosk with this public key wants to be paired.
// A key that waits already keeps its request.
func (s *Service) RequestPairing(ctx context.Context, publicKey string) (p store.Pairing, err error) {
	key, err := ReadKioskKey(publicKey)
	if err != nil {
		return p, err
	}
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		if k, err := tx.KioskByKey(key.Hex); err == nil {
			if _, err := openCentre(tx, k); err != nil {
				return err
			}
			return rule.Refuse(rule.Stale, "", "kiosk.standing", "publicKey")
		} else if !errors.Is(err, store.ErrAbsent) {
			return fmt.Errorf("auth: %w", err)
		}
		waiting, err := tx.PairingsSince(tx.Now - PairingTime.Milliseconds() + 1)
		if err != nil {
			return fmt.Errorf("auth: %w", err)
		}
		for _, p = range waiting {
			if p.PublicKey == key.Hex {
				return nil
			}
		}
		if len(waiting) >= openPairings {
			return rule.Refuse(rule.Busy, "", "kiosk.many", "")
		}
		if err := tx.ForgetPairings(tx.Now - forgetPairings.Milliseconds()); err != nil {
			return fmt.Errorf("auth: %w", err)
		}
		p = store.Pairing{ID: tx.NewID(), PublicKey: key.Hex, Fingerprint: key.Fingerprint(), CreatedAt: tx.Now}
		if err := tx.InsertPairing(p); err != nil {
			return fmt.Errorf("auth: %w", err)
		}
		return nil
	})
	return p, err
}

// Pairing returns a request, so that the kiosk learns when it is confirmed.
func (s *Service) Pairing(ctx context.Context, id string) (p store.Pairing, err error) {
	err = s.db.Read(ctx, func(tx *store.Tx) error {
		p, err = tx.Pairing(id)
		return absent(err, "kiosk.pairing", "id")
	})
	return p, err
}

// Pairings lists the requests that can be confirmed now, oldest first.
func (s *Service) Pairings(ctx context.Context) (list []store.Pairing, err error) {
	err = s.db.Read(ctx, func(tx *store.Tx) error {
		list, err = tx.PairingsSince(tx.Now - PairingTime.Milliseconds() + 1)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("auth: %w", err)
	}
	return list, nil
}

// ConfirmPairing trusts a kiosk's key, once staff have compared the
// fingerprint. seat is the kiosk's place in the room, from 1; 0 is a spare.
func (s *Service) ConfirmPairing(ctx context.Context, by Who, id, room string, seat int, name string) (k store.Kiosk, err error) {
	if err := access.Allow(by.Role, by.Kind, access.KioskConfirm, access.NoCase); err != nil {
		return k, err
	}
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		p, err := tx.Pairing(id)
		if err != nil {
			return absent(err, "kiosk.pairing", "id")
		}
		if p.KioskID != "" {
			return rule.Refuse(rule.Stale, "", "kiosk.standing", "id")
		}
		if tx.Now-p.CreatedAt >= PairingTime.Milliseconds() {
			return rule.Refuse(rule.Forbidden, "", "kiosk.late", "id", "minutes", strconv.Itoa(int(PairingTime.Minutes())))
		}
		if err := checkPlace(tx, by, room, seat, name); err != nil {
			return err
		}
		k = store.Kiosk{
			ID: tx.NewID(), RoomID: room, Seat: seat, Name: strings.TrimSpace(name), PublicKey: p.PublicKey, Fingerprint: p.Fingerprint,
			PairedAt: tx.Now, PairedBy: by.Account,
		}
		if err := tx.InsertKiosk(k); err != nil {
			return fmt.Errorf("auth: %w", err)
		}
		if err := tx.ConfirmPairing(id, k.ID); err != nil {
			return stale(err)
		}
		return s.log(tx, by, &KioskPaired{Kiosk: k.ID, Room: room, Seat: seat, PublicKey: k.PublicKey, Fingerprint: k.Fingerprint})
	})
	return k, err
}

// checkPlace refuses a place that is not in the room or not free.
func checkPlace(tx *store.Tx, by Who, room string, seat int, name string) error {
	r, err := tx.Room(room)
	if err == nil && !by.Scope.Sees(r.CentreID) {
		err = store.ErrAbsent
	}
	if err != nil {
		return absent(err, "kiosk.room", "room")
	}
	kiosks, err := tx.Kiosks()
	if err != nil {
		return fmt.Errorf("auth: %w", err)
	}
	var why rule.Collect
	if seat < 0 || seat > r.Seats {
		why.Add("", "kiosk.seat", "seat", "seats", strconv.Itoa(r.Seats))
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(name)); n == 0 || n > 40 {
		why.Add("", "kiosk.name", "name")
	}
	for _, other := range kiosks {
		if other.RoomID == room && other.Seat == seat && seat != 0 {
			why.Add("", "kiosk.place", "seat", "name", other.Name)
		}
	}
	return why.Err(rule.Invalid)
}

// RevokeKiosk ends the trust in a kiosk. The live hub drops the kiosk's id
// after it.
func (s *Service) RevokeKiosk(ctx context.Context, by Who, id, reason string) error {
	if err := access.Allow(by.Role, by.Kind, access.KioskManage, access.NoCase); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if err := tx.RevokeKiosk(id); errors.Is(err, store.ErrStale) {
			return rule.Refuse(rule.NotFound, "", "kiosk.unknown", "id")
		} else if err != nil {
			return fmt.Errorf("auth: %w", err)
		}
		return s.log(tx, by, &KioskRevoked{Kiosk: id, Reason: reason})
	})
}

// Challenge returns what a kiosk is to sign with its key. It refuses a key
// that is not paired.
func (s *Service) Challenge(ctx context.Context, publicKey string) (string, error) {
	key, _, err := s.paired(ctx, publicKey)
	if err != nil {
		return "", err
	}
	return s.open.issue(s.random, key, s.now())
}

// BeginKiosk returns a token for a kiosk that has signed its challenge, and
// when it ends, in UTC milliseconds.
func (s *Service) BeginKiosk(ctx context.Context, publicKey, challenge, signature string) (token string, expiresMs int64, err error) {
	key, kiosk, err := s.paired(ctx, publicKey)
	if err != nil {
		return "", 0, err
	}
	now := s.now()
	if err := s.open.answer(key, challenge, signature, now); err != nil {
		return "", 0, err
	}
	until := now.Add(KioskTokenTime)
	return s.key.kioskToken(kiosk.ID, until), until.UnixMilli(), nil
}

// openCentre returns the centre of a kiosk's room. It refuses one that is
// closed: a kiosk there is let in no more than people are.
func openCentre(tx *store.Tx, k store.Kiosk) (string, error) {
	room, err := tx.Room(k.RoomID)
	if err != nil {
		return "", fmt.Errorf("auth: room of a kiosk: %w", err)
	}
	c, err := tx.Centre(room.CentreID)
	if err != nil {
		return "", fmt.Errorf("auth: centre of a kiosk: %w", err)
	}
	if c.Closed {
		return "", rule.Refuse(rule.Unauthenticated, "", "centre.closed", "")
	}
	return c.ID, nil
}

// paired returns the kiosk that stands under a key, in a centre that is open.
func (s *Service) paired(ctx context.Context, publicKey string) (key KioskKey, k store.Kiosk, err error) {
	if key, err = ReadKioskKey(publicKey); err != nil {
		return key, k, err
	}
	err = s.db.Read(ctx, func(tx *store.Tx) error {
		k, err = tx.KioskByKey(key.Hex)
		if errors.Is(err, store.ErrAbsent) {
			return rule.Refuse(rule.Unauthenticated, "", "kiosk.unpaired", "publicKey")
		}
		if err != nil {
			return fmt.Errorf("auth: %w", err)
		}
		_, err = openCentre(tx, k)
		return err
	})
	return key, k, err
}

// identifyKiosk returns the kiosk of a token, if it still stands; else the
// visitor and why not.
func (s *Service) identifyKiosk(ctx context.Context, token string, visitor Who) (who Who, err error) {
	id, ok := s.key.openKioskToken(token, s.now())
	if !ok {
		return visitor, rule.Refuse(rule.Unauthenticated, "", "kiosk.token", "")
	}
	err = s.db.Read(ctx, func(tx *store.Tx) error {
		k, err := tx.Kiosk(id)
		if errors.Is(err, store.ErrAbsent) || err == nil && k.RevokedAt != 0 {
			return rule.Refuse(rule.Unauthenticated, "", "kiosk.revoked", "")
		}
		if err != nil {
			return fmt.Errorf("auth: %w", err)
		}
		centre, err := openCentre(tx, k)
		if err != nil {
			return err
		}
		who = Who{
			By: ByKiosk, Centre: centre, Scope: access.Scope(centre), Role: access.Kiosk, Account: k.ID, Name: k.Name, Session: k.ID, Device: visitor.Device,
			Kiosk: k.ID, Room: k.RoomID, Place: k.Seat,
		}
		return nil
	})
	if err != nil {
		return visitor, err
	}
	return who, nil
}

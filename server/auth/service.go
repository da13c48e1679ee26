package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/keys"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// How long a session lasts. Supervisors watch a wall for hours without
// touching it, so that only the day ends theirs.
const (
	sessionLife = 12 * time.Hour
	sessionIdle = time.Hour
	seenEvery   = time.Minute // how exactly the last use is kept
)

// CentreTree is the tree of the process log that holds the centre's own acts.
const CentreTree = "centre"

// A Service knows accounts, sessions and kiosks. It is safe for concurrent
// use.
type Service struct {
	db     *store.DB
	box    *keys.Box
	hasher *Hasher
	key    signer
	open   challenges
	random io.Reader
	now    func() time.Time // as the database's clock
}

// Config is what a service is made of. Every field is needed.
type Config struct {
	DB     *store.DB
	Box    *keys.Box
	Hasher *Hasher
	Device [keys.Size]byte // the master key's DeviceKey
	Random io.Reader
	Now    func() time.Time
}

// New returns a service.
func New(c Config) *Service {
	key := signer(c.Device[:])
	return &Service{
		db: c.DB, box: c.Box, hasher: c.Hasher, key: key, random: c.Random, now: c.Now,
		open: challenges{key: key, used: make(map[string]int64)},
	}
}

// An act is one of those in acts.go.
type act interface{ Kind() string }

// log writes an act into the centre's tree, in the transaction of the act.
func (s *Service) log(tx *store.Tx, by Who, a act) error {
	body, err := proclog.Canonical(a)
	if err != nil {
		return fmt.Errorf("auth: %s: %w", a.Kind(), err)
	}
	actor := by.Account
	if actor == "" {
		actor = string(by.Role)
	}
	if _, err := tx.Append(proclog.Entry{Tree: CentreTree, Kind: a.Kind(), Actor: actor, Role: string(by.Role), Body: json.RawMessage(body)}); err != nil {
		return fmt.Errorf("auth: %s: %w", a.Kind(), err)
	}
	return nil
}

// Identify finds out who shows these credentials. Whoever shows none, or what
// is over, is a visitor. For a kiosk's token that is not good it returns the
// visitor and a refusal of kind Unauthenticated, so that the kiosk proves its
// key again.
func (s *Service) Identify(ctx context.Context, shown Credentials) (Who, error) {
	device, known := s.key.open("device", shown.Device)
	if !known {
		device = ""
	}
	visitor := Who{Role: access.Visitor, Device: device}
	if device != "" {
		visitor.CSRF = s.visitorCSRF(device)
	}
	switch {
	case shown.Kiosk != "":
		return s.identifyKiosk(ctx, shown.Kiosk, visitor)
	case shown.Session != "" && device != "":
		return s.identifyAccount(ctx, hashToken(shown.Session), visitor)
	}
	return visitor, nil
}

func (s *Service) identifyAccount(ctx context.Context, hash string, visitor Who) (Who, error) {
	who, seen := visitor, int64(0)
	err := s.db.Read(ctx, func(tx *store.Tx) error {
		session, err := tx.Session(hash)
		if errors.Is(err, store.ErrAbsent) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("auth: session: %w", err)
		}
		account, err := tx.Account(session.AccountID)
		if err != nil {
			return fmt.Errorf("auth: account of a session: %w", err)
		}
		if account.Disabled || session.Device != visitor.Device || over(session, account, tx.Now) {
			return nil
		}
		seen = session.SeenAt
		known := Who{
			By: ByAccount, Role: access.Role(account.Role), Kind: access.SupervisorKind(account.Kind), Account: account.ID, Name: account.Name,
			Session: hash, Device: session.Device, CSRF: session.CSRF,
		}
		if open, err := stand(tx, account, &known); err != nil || !open {
			return err
		}
		who = known
		return nil
	})
	if err != nil || who.By == Nobody || s.now().UnixMilli()-seen < seenEvery.Milliseconds() {
		return who, err
	}
	if err := s.db.Write(ctx, func(tx *store.Tx) error { return tx.SeeSession(hash) }); err != nil {
		return Who{}, fmt.Errorf("auth: session: %w", err)
	}
	return who, nil
}

// over reports whether a session has ended by time.
func over(session store.Session, account store.Account, nowMs int64) bool {
	idle := nowMs-session.SeenAt >= sessionIdle.Milliseconds() && account.Role != string(access.Supervisor)
	return idle || nowMs-session.CreatedAt >= sessionLife.Milliseconds()
}

// EnsureDevice returns who with a device: if the browser has none yet, a new
// one and the value of the cookie that names it, to be set with [SetDevice].
func (s *Service) EnsureDevice(who Who) (Who, string, error) {
	if who.Device != "" {
		return who, "", nil
	}
	id, err := newToken(s.random)
	if err != nil {
		return Who{}, "", err
	}
	who.Device = id
	if who.By == Nobody {
		who.CSRF = s.visitorCSRF(id)
	}
	return who, s.key.sign("device", id), nil
}

// visitorCSRF is the token of somebody who has not signed in: it cannot be
// told from the cookie without the server's key.
func (s *Service) visitorCSRF(device string) string { return hashToken(s.key.sign("csrf", device)) }

// absent turns a row that is not there into a refusal.
func absent(err error, code, field string) error {
	if errors.Is(err, store.ErrAbsent) {
		return rule.Refuse(rule.NotFound, "", code, field)
	}
	if err != nil {
		return fmt.Errorf("auth: %w", err)
	}
	return nil
}

// stale turns a row that has changed since into a refusal.
func stale(err error) error {
	if errors.Is(err, store.ErrStale) {
		return rule.Refuse(rule.Stale, "", "account.stale", "version")
	}
	if err != nil {
		return fmt.Errorf("auth: %w", err)
	}
	return nil
}

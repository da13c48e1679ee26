package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"time"

	"bidroom/evaluation/rule"
	"bidroom/server/store"
)

// answerLife is how long a request sent again is recognised: a page gives up
// within minutes, and a kiosk that was switched off over night asks anew.
const answerLife = 24 * time.Hour

// An Answer is what a request was answered.
type Answer struct {
	Status int    `json:"status"`
	Type   string `json:"type"` // of the content
	Body   []byte `json:"body"`
}

const answerDomain = "answer"

var keyForm = regexp.MustCompile(`^[A-Za-z0-9-]{8,64}$`)

// NewClaim makes the claim of a request with an idempotency key; request is a
// hash of what is asked.
func NewClaim(who Who, key, request string) (*store.Claim, error) {
	if !keyForm.MatchString(key) {
		return nil, rule.Refuse(rule.Invalid, "", "request.key", "")
	}
	by := "account " + who.Account
	if who.By == ByKiosk {
		by = "kiosk " + who.Kiosk
	}
	return &store.Claim{Name: by + " " + key, Request: request}, nil
}

// Claiming returns a context under which the request of a claim is carried out
// once.
func Claiming(ctx context.Context, claim *store.Claim) context.Context {
	return store.Claiming(ctx, claim)
}

// Repeated reports whether err says that a request was carried out already.
func Repeated(err error) bool { return errors.Is(err, store.ErrRepeated) }

// Answered returns how the request of a claim was answered; nil if it is new.
// A key that was used for another request is refused, and so is a request that
// was carried out and whose answer went with a crash.
func (s *Service) Answered(ctx context.Context, claim *store.Claim) (*Answer, error) {
	row, err := s.answer(ctx, claim.Name)
	for wait := 5 * time.Millisecond; err == nil && row.Status == 0 && row.Request == claim.Request && wait < 4*time.Second; wait *= 2 {
		select { // the first of the two is being answered
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(wait):
		}
		row, err = s.answer(ctx, claim.Name)
	}
	switch {
	case errors.Is(err, store.ErrAbsent):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("auth: %w", err)
	case row.Request != claim.Request:
		return nil, rule.Refuse(rule.Invalid, "", "request.key_used", "")
	case row.Status == 0:
		return nil, rule.Refuse(rule.Stale, "", "request.done", "")
	}
	text, err := s.box.Open(answerDomain, row.Answer)
	if err != nil {
		return nil, fmt.Errorf("auth: %w", err)
	}
	a := new(Answer)
	return a, json.Unmarshal(text, a)
}

func (s *Service) answer(ctx context.Context, name string) (row store.Answered, err error) {
	err = s.db.Read(ctx, func(tx *store.Tx) error {
		row, err = tx.Answered(name)
		return err
	})
	return row, err
}

// KeepAnswer keeps how the request of a claim was answered.
func (s *Service) KeepAnswer(ctx context.Context, claim *store.Claim, a Answer) error {
	text, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("auth: %w", err)
	}
	sealed, err := s.box.Seal(answerDomain, text)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *store.Tx) error { return tx.SaveAnswer(claim.Name, a.Status, sealed) })
}

// ForgetAnswers forgets answers that are older than their life, every so
// often until ctx ends.
func (s *Service) ForgetAnswers(ctx context.Context, every time.Duration, log *slog.Logger) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		if err := s.db.Write(ctx, func(tx *store.Tx) error { return tx.ForgetAnswers(tx.Now - answerLife.Milliseconds()) }); err != nil && ctx.Err() == nil {
			log.Error("forgetting answers", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

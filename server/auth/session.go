package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/store"
)

// sealedSecond is what is sealed of a second factor.
type sealedSecond struct {
	Secret []byte `json:"secret"`
	Last   int64  `json:"last"` // the newest step whose code was used
}

func secondDomain(account string) string { return "account.second " + account }

func (s *Service) openSecond(a store.Account) (sealedSecond, error) {
	var second sealedSecond
	text, err := s.box.Open(secondDomain(a.ID), a.SecondSealed)
	if err == nil {
		err = json.Unmarshal(text, &second)
	}
	if err != nil {
		return second, fmt.Errorf("auth: second factor of account %s: %w", a.ID, err)
	}
	return second, nil
}

func (s *Service) sealSecond(account string, second sealedSecond) ([]byte, error) {
	text, err := json.Marshal(second)
	if err != nil {
		return nil, fmt.Errorf("auth: %w", err)
	}
	sealed, err := s.box.Seal(secondDomain(account), text)
	if err != nil {
		return nil, fmt.Errorf("auth: %w", err)
	}
	return sealed, nil
}

// normalLogin is the form in which logins are kept and compared.
func normalLogin(login string) string {
	return strings.ToLower(strings.TrimSpace(norm.NFKC.String(login)))
}

// errWrong is the one answer to a wrong login, password or code.
func errWrong() error { return rule.Refuse(rule.Unauthenticated, "", "auth.wrong", "") }

// SignIn begins a session for whoever knows the password and, where there is
// a second factor, its code. device is the browser's id and must not be
// empty. It returns the token for the cookie, and who that is now.
//
// It refuses with auth.wait after too many failures, and with the one
// auth.wrong for everything that is wrong.
func (s *Service) SignIn(ctx context.Context, login, password, code, device, address string) (token string, who Who, err error) {
	if device == "" {
		return "", Who{}, rule.Refuse(rule.Unauthenticated, "", "auth.cookies", "")
	}
	login = normalLogin(login)
	names := countedNames(s.box, login, address)
	var compared store.Account
	var before []store.Lockout
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		if err := waiting(tx, names); err != nil {
			return err
		}
		if compared, err = tx.AccountByLogin(login); err != nil && !errors.Is(err, store.ErrAbsent) {
			return fmt.Errorf("auth: %w", err)
		}
		before, err = count(tx, names)
		return err
	})
	if err != nil {
		return "", Who{}, err
	}
	right, err := s.hasher.Matches(ctx, password, compared.PasswordHash)
	if err != nil {
		return "", Who{}, err
	}
	if token, err = newToken(s.random); err != nil {
		return "", Who{}, err
	}
	csrf, err := newToken(s.random)
	if err != nil {
		return "", Who{}, err
	}
	var wrong string
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		var account store.Account
		if account, wrong, err = s.admit(tx, compared, right, code); err != nil {
			return err
		}
		if wrong != "" {
			return s.log(tx, Who{Role: access.Visitor}, &SessionFailed{Account: account.ID, Why: wrong})
		}
		session := store.Session{TokenHash: hashToken(token), AccountID: account.ID, Device: device, CSRF: csrf, CreatedAt: tx.Now, SeenAt: tx.Now}
		if err := tx.InsertSession(session); err != nil {
			return fmt.Errorf("auth: %w", err)
		}
		who = Who{
			By: ByAccount, Role: access.Role(account.Role), Kind: access.SupervisorKind(account.Kind), Account: account.ID, Name: account.Name,
			Session: session.TokenHash, Device: device, CSRF: csrf,
		}
		if _, err := stand(tx, account, &who); err != nil { // admit has asked whether it is open
			return err
		}
		if err := s.log(tx, who, &SessionBegan{Account: account.ID, Second: len(account.SecondSealed) > 0}); err != nil {
			return err
		}
		return forgive(tx, before)
	})
	if err != nil {
		return "", Who{}, err
	}
	if wrong != "" {
		return "", Who{}, errWrong()
	}
	return token, who, nil
}

// admit returns the account as it is now, and why it is not let in; "" if it
// is. compared is the account whose password was looked at. A code that was
// right is used up.
func (s *Service) admit(tx *store.Tx, compared store.Account, right bool, code string) (account store.Account, why string, err error) {
	if compared.ID == "" {
		return compared, "unknown", nil
	}
	if account, err = tx.Account(compared.ID); err != nil {
		return account, "", fmt.Errorf("auth: %w", err)
	}
	switch {
	case !right || account.PasswordHash != compared.PasswordHash:
		return account, "password", nil
	case account.Disabled:
		return account, "disabled", nil
	}
	if open, err := stand(tx, account, &Who{Role: access.Role(account.Role)}); err != nil || !open {
		return account, "disabled", err
	}
	switch {
	case len(account.SecondSealed) == 0:
		return account, "", nil
	}
	second, err := s.openSecond(account)
	if err != nil {
		return account, "", err
	}
	step, ok := checkSecond(second.Secret, code, time.UnixMilli(tx.Now), second.Last)
	if !ok {
		return account, "second", nil
	}
	second.Last = step
	if account.SecondSealed, err = s.sealSecond(account.ID, second); err != nil {
		return account, "", err
	}
	return account, "", stale(tx.SaveAccount(account))
}

// SignOut ends the session of who. The live hub drops who.Session after it.
func (s *Service) SignOut(ctx context.Context, who Who) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		if err := tx.DeleteSession(who.Session); err != nil {
			return fmt.Errorf("auth: %w", err)
		}
		return s.log(tx, who, &SessionEnded{Account: who.Account})
	})
}

// ChangePassword gives the person who is signed in another password, and ends
// the person's other sessions.
func (s *Service) ChangePassword(ctx context.Context, who Who, old, password string) error {
	account, err := s.reauthenticate(ctx, who, old)
	if err != nil {
		return err
	}
	if err := CheckPassword(password, account.Login, account.Name); err != nil {
		return err
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	return s.changeOwn(ctx, who, account, "password", func(a *store.Account) { a.PasswordHash = hash })
}

// OfferSecond returns a new second factor for the person who is signed in:
// what an authenticator scans, and the same sealed, to be given back to
// [Service.ConfirmSecond] with the first code.
func (s *Service) OfferSecond(ctx context.Context, who Who, password, centre string) (uri string, sealed []byte, err error) {
	account, err := s.reauthenticate(ctx, who, password)
	if err != nil {
		return "", nil, err
	}
	secret, err := NewSecret(s.random)
	if err != nil {
		return "", nil, err
	}
	if sealed, err = s.sealSecond(account.ID, sealedSecond{Secret: secret}); err != nil {
		return "", nil, err
	}
	return SecretURI(secret, centre, account.Login), sealed, nil
}

// ConfirmSecond sets up what OfferSecond offered, once a code shows that the
// person's authenticator has it.
func (s *Service) ConfirmSecond(ctx context.Context, who Who, sealed []byte, code string) error {
	offered := store.Account{ID: who.Account, SecondSealed: sealed}
	second, err := s.openSecond(offered)
	if err != nil {
		return rule.Refuse(rule.Invalid, "", "second.offer", "sealed")
	}
	step, ok := checkSecond(second.Secret, code, s.now(), 0)
	if !ok {
		return rule.Refuse(rule.Invalid, "", "second.code", "code")
	}
	second.Last = step
	confirmed, err := s.sealSecond(who.Account, second)
	if err != nil {
		return err
	}
	var account store.Account
	if err := s.db.Read(ctx, func(tx *store.Tx) error {
		account, err = tx.Account(who.Account)
		return absent(err, "account.unknown", "id")
	}); err != nil {
		return err
	}
	return s.changeOwn(ctx, who, account, "second", func(a *store.Account) { a.SecondSealed = confirmed })
}

// reauthenticate asks the person who is signed in for the password again.
func (s *Service) reauthenticate(ctx context.Context, who Who, password string) (account store.Account, err error) {
	names := countedNames(s.box, "account "+who.Account, "")[:1]
	var before []store.Lockout
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		if err := waiting(tx, names); err != nil {
			return err
		}
		if account, err = tx.Account(who.Account); err != nil {
			return absent(err, "account.unknown", "id")
		}
		before, err = count(tx, names)
		return err
	})
	if err != nil {
		return account, err
	}
	right, err := s.hasher.Matches(ctx, password, account.PasswordHash)
	if err != nil {
		return account, err
	}
	if !right {
		return account, rule.Refuse(rule.Invalid, "", "password.old", "old")
	}
	return account, s.db.Write(ctx, func(tx *store.Tx) error { return forgive(tx, before) })
}

// changeOwn writes what a person has changed of the own account.
func (s *Service) changeOwn(ctx context.Context, who Who, account store.Account, what string, change func(*store.Account)) error {
	return s.db.Write(ctx, func(tx *store.Tx) error {
		change(&account)
		if err := stale(tx.SaveAccount(account)); err != nil {
			return err
		}
		if what == "password" {
			if err := s.endOtherSessions(tx, who); err != nil {
				return err
			}
		}
		return s.log(tx, who, &AccountChanged{Account: account.ID, Changed: []string{what}})
	})
}

// endOtherSessions ends every session of an account but the present one.
func (s *Service) endOtherSessions(tx *store.Tx, who Who) error {
	present, err := tx.Session(who.Session)
	if err != nil {
		return fmt.Errorf("auth: %w", err)
	}
	if err := tx.DeleteSessionsOf(who.Account); err != nil {
		return fmt.Errorf("auth: %w", err)
	}
	if err := tx.InsertSession(present); err != nil {
		return fmt.Errorf("auth: %w", err)
	}
	return nil
}

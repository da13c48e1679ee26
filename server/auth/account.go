package auth

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/store"
)

// A NewAccount is an account to be made.
type NewAccount struct {
	Login    string
	Name     string // the person's
	Role     access.Role
	Kind     access.SupervisorKind // of a supervisor
	Centre   *string               // id; empty for one of every centre; nil where it follows from the role
	Password string
}

// checkAccount notes what is wrong with one account. field stands before the
// names of its fields.
func checkAccount(why *rule.Collect, field string, a NewAccount, centre string) {
	if login := normalLogin(a.Login); utf8.RuneCountInString(login) < 2 || utf8.RuneCountInString(login) > 64 || strings.ContainsFunc(login, notOfLogin) {
		why.Add("", "account.login", field+"login")
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(a.Name)); n < 2 || n > 64 {
		why.Add("", "account.name", field+"name")
	}
	checkRole(why, field, a.Role, a.Kind)
	if err := CheckPassword(a.Password, a.Login, a.Name, centre); err != nil {
		addAll(why, field, err)
	}
}

func checkRole(why *rule.Collect, field string, role access.Role, kind access.SupervisorKind) {
	if !slices.Contains(access.AccountRoles, role) {
		why.Add("", "account.role", field+"role")
	}
	if isSupervisor := role == access.Supervisor; isSupervisor != slices.Contains(access.SupervisorKinds, kind) || !isSupervisor && kind != "" {
		why.Add("", "account.kind", field+"kind")
	}
}

func notOfLogin(r rune) bool {
	return r <= ' ' || r == 0x7f || strings.ContainsRune(`"'<>/\:;,|`, r)
}

// addAll adds the reasons of another refusal; its fields are below field.
func addAll(why *rule.Collect, field string, err error) {
	var refusal *rule.Refusal
	if errors.As(err, &refusal) {
		for _, r := range refusal.Reasons {
			args := make([]string, 0, 2*len(r.Args))
			for name, value := range r.Args {
				args = append(args, name, value)
			}
			why.Add(r.Clause, r.Code, field+r.Field, args...)
		}
	}
}

func (s *Service) insert(tx *store.Tx, by Who, a NewAccount, hash string, disabled bool) (store.Account, error) {
	account := store.Account{
		ID: tx.NewID(), Login: normalLogin(a.Login), Name: strings.TrimSpace(a.Name), Role: string(a.Role), Kind: string(a.Kind), CentreID: *a.Centre,
		PasswordHash: hash, Disabled: disabled, CreatedAt: tx.Now, Version: 1,
	}
	err := tx.InsertAccount(account)
	if errors.Is(err, store.ErrTwice) {
		return account, rule.Refuse(rule.Invalid, "", "account.twice", "login", "login", a.Login)
	}
	if err != nil {
		return account, fmt.Errorf("auth: %w", err)
	}
	return account, s.log(tx, by, &AccountCreated{Account: account.ID, Centre: account.CentreID, Role: account.Role, Of: account.Kind})
}

// Accounts lists every account, by login.
func (s *Service) Accounts(ctx context.Context) (list []store.Account, err error) {
	err = s.db.Read(ctx, func(tx *store.Tx) error {
		list, err = tx.Accounts()
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("auth: %w", err)
	}
	return list, nil
}

// Account returns one account.
func (s *Service) Account(ctx context.Context, id string) (account store.Account, err error) {
	err = s.db.Read(ctx, func(tx *store.Tx) error {
		account, err = tx.Account(id)
		return absent(err, "account.unknown", "id")
	})
	return account, err
}

// CreateAccount makes an account, for the system administrator. Nobody can
// sign in with it until the security administrator has enabled it: who makes
// accounts does not give rights.
func (s *Service) CreateAccount(ctx context.Context, by Who, a NewAccount) (account store.Account, err error) {
	if err := access.Allow(by.Role, by.Kind, access.AccountManage, access.NoCase); err != nil {
		return account, err
	}
	centre, err := s.Centre(ctx)
	if err != nil {
		return account, err
	}
	var why rule.Collect
	checkAccount(&why, "", a, centre.Name)
	if err := why.Err(rule.Invalid); err != nil {
		return account, err
	}
	hash, err := s.hasher.Hash(ctx, a.Password)
	if err != nil {
		return account, err
	}
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		if a.Centre == nil {
			usual, err := usualPlace(tx, a.Role)
			if err != nil {
				return err
			}
			a.Centre = &usual
		}
		if err := place(tx, a.Role, *a.Centre); err != nil {
			return err
		}
		if err := s.apart(tx, a.Name, "", a.Role); err != nil {
			return err
		}
		account, err = s.insert(tx, by, a, hash, true)
		return err
	})
	return account, err
}

// apart refuses a role to a person who is another administrator already.
// Persons are told apart by name; two of the same name are entered with what
// tells them apart.
func (s *Service) apart(tx *store.Tx, name, except string, role access.Role) error {
	accounts, err := tx.Accounts()
	if err != nil {
		return fmt.Errorf("auth: %w", err)
	}
	var held []access.Role
	for _, a := range accounts {
		if a.ID != except && strings.Join(strings.Fields(a.Name), "") == strings.Join(strings.Fields(name), "") {
			held = append(held, access.Role(a.Role))
		}
	}
	return access.Separate(held, role)
}

// A Change says what to change of an account; nil is: leave it.
type Change struct {
	Version     int64 // as it was read
	Name        *string
	Password    *string // a new one, for a person who forgot it
	ClearSecond bool    // for a person who lost the authenticator
	Disabled    *bool
	Role        *access.Role
	Kind        *access.SupervisorKind
	Centre      *string // id; empty for every centre
}

// ChangeAccount changes an account of somebody else. The system administrator
// names, disables and resets; a reset disables too. The security
// administrator enables and gives rights. So neither alone can sign in as
// somebody else, or as the other. Every session of the account ends.
func (s *Service) ChangeAccount(ctx context.Context, by Who, id string, c Change) (account store.Account, err error) {
	reset := c.Password != nil || c.ClearSecond
	rights := c.Role != nil || c.Kind != nil || c.Centre != nil || c.Disabled != nil && !*c.Disabled
	if rights || by.Role == access.SecAdmin {
		if err := access.Allow(by.Role, by.Kind, access.AccountRights, access.NoCase); err != nil {
			return account, err
		}
	}
	if reset || c.Name != nil || !rights && by.Role != access.SecAdmin {
		if err := access.Allow(by.Role, by.Kind, access.AccountManage, access.NoCase); err != nil {
			return account, err
		}
	}
	if id == by.Account {
		return account, rule.Refuse(rule.Forbidden, "", "account.own", "id")
	}
	var hash string
	err = s.db.Read(ctx, func(tx *store.Tx) error {
		if account, err = tx.Account(id); err != nil {
			return absent(err, "account.unknown", "id")
		}
		if account.Version != c.Version {
			return stale(store.ErrStale)
		}
		return nil
	})
	if err != nil {
		return account, err
	}
	if c.Password != nil {
		if err := CheckPassword(*c.Password, account.Login, account.Name); err != nil {
			return account, err
		}
		if hash, err = s.hasher.Hash(ctx, *c.Password); err != nil {
			return account, err
		}
	}
	read := account
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		account = read
		logged, err := s.change(tx, &account, c, hash)
		if err != nil {
			return err
		}
		if err := s.keepLast(tx, read, account); err != nil {
			return err
		}
		if err := stale(tx.SaveAccount(account)); err != nil {
			return err
		}
		if err := tx.DeleteSessionsOf(id); err != nil {
			return fmt.Errorf("auth: %w", err)
		}
		if account, err = tx.Account(id); err != nil {
			return fmt.Errorf("auth: %w", err)
		}
		return s.log(tx, by, logged)
	})
	return account, err
}

// change carries out c on the account and returns the entry that says so.
func (s *Service) change(tx *store.Tx, a *store.Account, c Change, hash string) (*AccountChanged, error) {
	logged := &AccountChanged{Account: a.ID}
	var why rule.Collect
	if c.Name != nil {
		if n := utf8.RuneCountInString(strings.TrimSpace(*c.Name)); n < 2 || n > 64 {
			why.Add("", "account.name", "name")
		}
		a.Name = strings.TrimSpace(*c.Name)
		logged.Changed = append(logged.Changed, "name")
	}
	if c.Password != nil {
		a.PasswordHash, a.Disabled = hash, true
		logged.Changed = append(logged.Changed, "password", "disabled")
	}
	if c.ClearSecond {
		a.SecondSealed, a.Disabled = nil, true
		logged.Changed = append(logged.Changed, "second", "disabled")
	}
	if c.Disabled != nil {
		a.Disabled = *c.Disabled
		logged.Changed = append(logged.Changed, map[bool]string{true: "disabled", false: "enabled"}[*c.Disabled])
	}
	if c.Role != nil || c.Kind != nil {
		if c.Role != nil {
			a.Role = string(*c.Role)
		}
		if c.Kind != nil {
			a.Kind = string(*c.Kind)
		} else if a.Role != string(access.Supervisor) {
			a.Kind = ""
		}
		checkRole(&why, "", access.Role(a.Role), access.SupervisorKind(a.Kind))
		logged.Changed = append(logged.Changed, "role")
		logged.Role, logged.Of = a.Role, a.Kind
	}
	if err := movePlace(tx, a, c, logged); err != nil {
		return nil, err
	}
	if len(logged.Changed) == 0 {
		why.Add("", "account.nothing", "")
	}
	if err := why.Err(rule.Invalid); err != nil {
		return nil, err
	}
	slices.Sort(logged.Changed)
	logged.Changed = slices.Compact(logged.Changed)
	return logged, s.apart(tx, a.Name, a.ID, access.Role(a.Role))
}

// movePlace carries out what a change says of an account's centre, or what
// follows from its new role where it says nothing.
func movePlace(tx *store.Tx, a *store.Account, c Change, logged *AccountChanged) error {
	role, was := access.Role(a.Role), a.CentreID
	switch {
	case c.Centre != nil:
		a.CentreID = *c.Centre
	case c.Role != nil && access.Placed(role, was) != nil:
		usual, err := usualPlace(tx, role)
		if err != nil {
			return err
		}
		a.CentreID = usual
	}
	if a.CentreID != was {
		logged.Changed, logged.Centre = append(logged.Changed, "centre"), a.CentreID
	}
	if c.Role == nil && a.CentreID == was && a.Disabled {
		return nil
	}
	return place(tx, role, a.CentreID)
}

// keepLast refuses a change that leaves one of the three administrators'
// roles without anybody who can sign in.
func (s *Service) keepLast(tx *store.Tx, was, is store.Account) error {
	role := access.Role(was.Role)
	if was.Disabled || !is.Disabled && is.Role == was.Role || !slices.Contains(access.Administrators, role) {
		return nil
	}
	accounts, err := tx.Accounts()
	if err != nil {
		return fmt.Errorf("auth: %w", err)
	}
	for _, other := range accounts {
		if other.ID != was.ID && other.Role == was.Role && !other.Disabled {
			return nil
		}
	}
	return rule.Refuse(rule.Forbidden, "", "account.last", "id", "role", was.Role)
}

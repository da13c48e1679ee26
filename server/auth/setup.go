package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/keys"
	"bidroom/server/store"
)

// A Centre is the trading centre that was set up first: it keeps the register,
// and its id and time zone are the installation's.
type Centre struct {
	ID       string `json:"id"`
	Name     string `json:"name"`      // as it is called now
	TimeZone string `json:"time_zone"` // IANA name
}

// centreSetting is the name of the setting that holds the centre.
const centreSetting = "centre"

// least says how many accounts of a role the first start needs: without one of
// them nobody could ever make it.
var least = []struct {
	role access.Role
	n    int
}{{access.SysAdmin, 1}, {access.SecAdmin, 1}, {access.Auditor, 1}, {access.Staff, 1}, {access.Supervisor, 1}}

// NeedsSetup reports whether the first accounts are still to be made.
func (s *Service) NeedsSetup(ctx context.Context) (needed bool, err error) {
	err = s.db.Read(ctx, func(tx *store.Tx) error {
		accounts, err := tx.Accounts()
		needed = len(accounts) == 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("auth: %w", err)
	}
	return needed, nil
}

// Centre returns the centre; before the first start is done it is empty.
func (s *Service) Centre(ctx context.Context) (c Centre, err error) {
	err = s.db.Read(ctx, func(tx *store.Tx) error {
		text, err := tx.Setting(centreSetting)
		if errors.Is(err, store.ErrAbsent) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := json.Unmarshal(text, &c); err != nil {
			return err
		}
		row, err := tx.Centre(c.ID)
		c.Name = row.Name
		return err
	})
	if err != nil {
		return Centre{}, fmt.Errorf("auth: centre: %w", err)
	}
	return c, nil
}

// A First is what the first start makes a centre from.
type First struct {
	Name     string
	TimeZone string // IANA name
	LogKey   string // the verifier of the log's key
	Accounts []NewAccount
}

// SetUp makes the centre and its first accounts, once. It refuses with every
// reason: the three administrators must be there and be three persons, and so
// must staff and a supervisor. It returns the openers of the two roles who
// together open a draw, each as groups on paper; they are kept nowhere else.
func (s *Service) SetUp(ctx context.Context, first First) (openers map[string][]string, err error) {
	var why rule.Collect
	name, zone, accounts := first.Name, first.TimeZone, first.Accounts
	if strings.TrimSpace(name) == "" {
		why.Add("", "setup.name", "centreName")
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "" {
		why.Add("", "setup.zone", "timeZone", "zone", zone)
	}
	checkFirst(&why, accounts)
	for i, a := range accounts {
		checkAccount(&why, "accounts."+strconv.Itoa(i)+".", a, name)
	}
	if err := why.Err(rule.Invalid); err != nil {
		return nil, err
	}
	openers, public, err := s.newOpeners()
	if err != nil {
		return nil, err
	}
	hashes := make([]string, len(accounts))
	for i, a := range accounts {
		hash, err := s.hasher.Hash(ctx, a.Password)
		if err != nil {
			return nil, err
		}
		hashes[i] = hash
	}
	return openers, s.db.Write(ctx, func(tx *store.Tx) error {
		centre := Centre{ID: tx.NewID(), Name: name, TimeZone: zone}
		by := Who{Role: access.Visitor}
		// The log first: its tree is locked, so that of two first starts at once the second finds the accounts of the first.
		if err := s.log(tx, by, &CentreCreated{Centre: centre.ID, TimeZone: zone, LogKey: first.LogKey, Openers: public}); err != nil {
			return err
		}
		if there, err := tx.Accounts(); err != nil {
			return fmt.Errorf("auth: %w", err)
		} else if len(there) > 0 {
			return rule.Refuse(rule.Stale, "", "setup.done", "")
		}
		for name, value := range map[string]any{centreSetting: centre, keys.OpenersSetting: public} {
			text, err := json.Marshal(value)
			if err != nil {
				return fmt.Errorf("auth: %w", err)
			}
			if err := tx.SaveSetting(name, text); err != nil {
				return fmt.Errorf("auth: %w", err)
			}
		}
		first := store.Centre{ID: centre.ID, Name: name, Printed: name, Register: true, CreatedAt: tx.Now, Version: 1}
		if err := tx.InsertCentre(first); err != nil {
			return fmt.Errorf("auth: %w", err)
		}
		if err := s.log(tx, by, centreSet(first)); err != nil {
			return err
		}
		for i, a := range accounts {
			usual, err := usualPlace(tx, a.Role)
			if err != nil {
				return err
			}
			a.Centre = &usual
			if _, err := s.insert(tx, by, a, hashes[i], false); err != nil {
				return err
			}
		}
		return nil
	})
}

// newOpeners makes the openers of the two roles, and their public keys.
func (s *Service) newOpeners() (papers map[string][]string, public keys.Openers, err error) {
	papers, public = map[string][]string{}, keys.Openers{}
	for _, role := range []access.Role{access.Staff, access.Supervisor} {
		opener, err := keys.NewOpener(s.random)
		if err != nil {
			return nil, nil, err
		}
		if public[string(role)], err = opener.Public(); err != nil {
			return nil, nil, err
		}
		papers[string(role)] = opener.Paper()
	}
	return papers, public, nil
}

// checkFirst notes what is wrong with the first accounts together.
func checkFirst(why *rule.Collect, accounts []NewAccount) {
	logins, roles := make(map[string]bool), make(map[string][]access.Role) // roles by person
	for i, a := range accounts {
		field := "accounts." + strconv.Itoa(i) + "."
		if login := normalLogin(a.Login); logins[login] && login != "" {
			why.Add("", "account.twice", field+"login", "login", a.Login)
		} else {
			logins[login] = true
		}
		person := strings.Join(strings.Fields(a.Name), "")
		if err := access.Separate(roles[person], a.Role); err != nil {
			addAll(why, field, err)
		}
		roles[person] = append(roles[person], a.Role)
	}
	for _, need := range least {
		n := 0
		for _, a := range accounts {
			if a.Role == need.role {
				n++
			}
		}
		if n < need.n {
			why.Add("", "setup.missing", "accounts", "role", string(need.role))
		}
	}
}

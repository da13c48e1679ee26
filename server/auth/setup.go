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
	"bidroom/server/store"
)

// A Centre is the trading centre, as it was named at the first start.
type Centre struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
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
		return json.Unmarshal(text, &c)
	})
	if err != nil {
		return Centre{}, fmt.Errorf("auth: centre: %w", err)
	}
	return c, nil
}

// SetUp makes the centre and its first accounts, once. It refuses with every
// reason: the three administrators must be there and be three persons, and so
// must staff and a supervisor. logKey is the verifier of the log's key, which
// the first entry states.
func (s *Service) SetUp(ctx context.Context, name, zone, logKey string, accounts []NewAccount) error {
	var why rule.Collect
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
		return err
	}
	hashes := make([]string, len(accounts))
	for i, a := range accounts {
		hash, err := s.hasher.Hash(ctx, a.Password)
		if err != nil {
			return err
		}
		hashes[i] = hash
	}
	return s.db.Write(ctx, func(tx *store.Tx) error {
		centre := Centre{ID: tx.NewID(), Name: name, TimeZone: zone}
		by := Who{Role: access.Visitor}
		// The log first: its tree is locked, so that of two first starts at once the second finds the accounts of the first.
		if err := s.log(tx, by, &CentreCreated{Centre: centre.ID, TimeZone: zone, LogKey: logKey}); err != nil {
			return err
		}
		if there, err := tx.Accounts(); err != nil {
			return fmt.Errorf("auth: %w", err)
		} else if len(there) > 0 {
			return rule.Refuse(rule.Stale, "", "setup.done", "")
		}
		text, err := json.Marshal(centre)
		if err != nil {
			return fmt.Errorf("auth: %w", err)
		}
		if err := tx.SaveSetting(centreSetting, text); err != nil {
			return fmt.Errorf("auth: %w", err)
		}
		for i, a := range accounts {
			if _, err := s.insert(tx, by, a, hashes[i], false); err != nil {
				return err
			}
		}
		return nil
	})
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

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

// CentreSet enters a centre of the installation, or says how it is called,
// whether it keeps the register, and whether it is closed from now on.
type CentreSet struct {
	Centre   string `json:"centre"`
	Name     string `json:"name"`
	Printed  string `json:"printed"`          // the name on paper
	Region   string `json:"region,omitempty"` // GB/T 2260
	Code     string `json:"code,omitempty"`
	Register bool   `json:"register,string"`
	Closed   bool   `json:"closed,string"`
}

// Kind names the act in the log.
func (*CentreSet) Kind() string { return "centre.set" }

func centreSet(c store.Centre) *CentreSet {
	return &CentreSet{Centre: c.ID, Name: c.Name, Printed: c.Printed, Region: c.Region, Code: c.Code, Register: c.Register, Closed: c.Closed}
}

// checkCentre notes what is wrong with a centre, and takes the name for the
// name on paper where there is no other.
func checkCentre(c *store.Centre) error {
	c.Name, c.Printed, c.Code = strings.TrimSpace(c.Name), strings.TrimSpace(c.Printed), strings.TrimSpace(c.Code)
	if c.Printed == "" {
		c.Printed = c.Name
	}
	var why rule.Collect
	if n := utf8.RuneCountInString(c.Name); n < 2 || n > 64 {
		why.Add("", "centre.name", "name")
	}
	if utf8.RuneCountInString(c.Printed) > 64 {
		why.Add("", "centre.name", "printed")
	}
	if c.Region != "" && (len(c.Region) != 6 || strings.Trim(c.Region, "0123456789") != "") {
		why.Add("", "centre.region", "region")
	}
	if utf8.RuneCountInString(c.Code) > 16 {
		why.Add("", "centre.code", "code")
	}
	return why.Err(rule.Invalid)
}

// Centres lists the centres that somebody sees, the one that keeps the register
// first: every one for a scope of everywhere.
func (s *Service) Centres(ctx context.Context, scope access.Scope) (list []store.Centre, err error) {
	err = s.db.Read(ctx, func(tx *store.Tx) error {
		all, err := tx.Centres()
		for _, c := range all {
			if scope.Sees(c.ID) {
				list = append(list, c)
			}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("auth: %w", err)
	}
	return list, nil
}

// AddCentre enters another centre, for the system administrator. The first one
// goes on keeping the register.
func (s *Service) AddCentre(ctx context.Context, by Who, c store.Centre) (store.Centre, error) {
	if err := access.Allow(by.Role, by.Kind, access.CentreManage, access.NoCase); err != nil {
		return c, err
	}
	c = store.Centre{Name: c.Name, Printed: c.Printed, Region: c.Region, Code: c.Code, Version: 1}
	if err := checkCentre(&c); err != nil {
		return c, err
	}
	return c, s.db.Write(ctx, func(tx *store.Tx) error {
		c.ID, c.CreatedAt = tx.NewID(), tx.Now
		if err := tx.InsertCentre(c); err != nil {
			return centreTaken(err)
		}
		return s.log(tx, by, centreSet(c))
	})
}

// ChangeCentre renames a centre, closes it or opens it again: c is the centre
// as it is to be, with the version that was read. Nobody of a closed centre can
// sign in. It is not closed while a meeting runs there, and the one that keeps
// the register never is.
func (s *Service) ChangeCentre(ctx context.Context, by Who, c store.Centre) (store.Centre, error) {
	if err := access.Allow(by.Role, by.Kind, access.CentreManage, access.NoCase); err != nil {
		return c, err
	}
	if err := checkCentre(&c); err != nil {
		return c, err
	}
	return c, s.db.Write(ctx, func(tx *store.Tx) error {
		was, err := tx.Centre(c.ID)
		if err != nil {
			return absent(err, "centre.unknown", "centre")
		}
		c.Register, c.CreatedAt = was.Register, was.CreatedAt
		if c.Closed && !was.Closed {
			if err := mayClose(tx, was); err != nil {
				return err
			}
		}
		if err := tx.SaveCentre(c); err != nil {
			return centreTaken(err)
		}
		c.Version++
		return s.log(tx, by, centreSet(c))
	})
}

func mayClose(tx *store.Tx, c store.Centre) error {
	if c.Register {
		return rule.Refuse(rule.Forbidden, "", "centre.keeps_register", "closed")
	}
	running, err := tx.RunningIn(c.ID)
	if err != nil {
		return fmt.Errorf("auth: %w", err)
	}
	if running > 0 {
		return rule.Refuse(rule.Premature, "", "centre.runs", "closed")
	}
	return nil
}

func centreTaken(err error) error {
	if errors.Is(err, store.ErrTwice) {
		return rule.Refuse(rule.Invalid, "", "centre.twice", "name")
	}
	return stale(err)
}

// usualPlace is the centre of an account where nothing is said of it: none for
// an administrator, for others the only one there is.
func usualPlace(tx *store.Tx, role access.Role) (string, error) {
	if slices.Contains(access.Administrators, role) {
		return "", nil
	}
	list, err := tx.Centres()
	if err != nil {
		return "", fmt.Errorf("auth: %w", err)
	}
	if len(list) != 1 {
		return "", rule.Refuse(rule.Invalid, "", "account.centre_needed", "centre", "role", string(role))
	}
	return list[0].ID, nil
}

// place refuses a centre that is not there or closed, or where an account of
// the role cannot be; empty is every centre.
func place(tx *store.Tx, role access.Role, centre string) error {
	if !slices.Contains(access.AccountRoles, role) {
		return nil // checkRole refuses it
	}
	if err := access.Placed(role, centre); err != nil || centre == "" {
		return err
	}
	c, err := tx.Centre(centre)
	if err != nil {
		return absent(err, "centre.unknown", "centre")
	}
	if c.Closed {
		return rule.Refuse(rule.Forbidden, "", "centre.closed", "centre")
	}
	return nil
}

// stand gives who the place of an account: what it sees, and whether it is of
// those who keep the register. It reports false if the account's centre is
// closed.
func stand(tx *store.Tx, account store.Account, who *Who) (open bool, err error) {
	who.Scope = access.ScopeOf(who.Role, account.CentreID)
	if account.CentreID == "" {
		who.Keeps = true
		return true, nil
	}
	c, err := tx.Centre(account.CentreID)
	if err != nil {
		return false, fmt.Errorf("auth: centre of an account: %w", err)
	}
	who.Centre, who.Keeps = c.ID, c.Register
	return !c.Closed, nil
}

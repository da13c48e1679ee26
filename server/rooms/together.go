package rooms

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"bidroom/evaluation/rule"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/keys"
	"bidroom/server/store"
)

// halves splits the draw's key between the two roles who keep the centre's
// openers.
func (d *drawn) halves(key keys.DrawKey) (string, error) {
	text, err := d.Setting(keys.OpenersSetting)
	if err != nil {
		return "", fmt.Errorf("openers: %w", err)
	}
	var openers keys.Openers
	if err := json.Unmarshal(text, &openers); err != nil {
		return "", fmt.Errorf("openers: %w", err)
	}
	halves, err := d.s.Box.Halve(key, d.row.ID, openers)
	if err != nil {
		return "", err
	}
	return halves.Text()
}

// A Sitter is who holds a seat of a draw.
type Sitter struct {
	Seat   int
	Name   string
	Answer string // to the invitation
}

// OpenTogether gives the names of those who hold the seats to two roles who
// both give their openers, as groups on paper by role. The server's own key is
// not used.
func (s *Service) OpenTogether(ctx context.Context, by Actor, id, reason string, papers map[access.Role]string) (sitters []Sitter, err error) {
	err = s.onDraw(ctx, id, by, access.PanelOpen, func(d *drawn) error {
		key, err := joined(d.row, papers)
		if err != nil {
			return err
		}
		pool, err := openSealed(key, d.row)
		if errors.Is(err, keys.ErrSealed) {
			return rule.Refuse(rule.Forbidden, "", "draw.openers", "keys")
		}
		if err != nil {
			return err
		}
		for _, h := range d.Holders {
			name, err := d.nameBehind(pool, h.Label)
			if err != nil {
				return err
			}
			sitters = append(sitters, Sitter{h.Seat, name, h.Answer})
		}
		return d.do(&draw.OpenedTogether{Draw: id, Reason: reason})
	})
	if err != nil {
		return nil, err
	}
	return sitters, nil
}

// nameBehind returns the name of who stands behind a label; nothing for that of
// an open seat.
func (d *drawn) nameBehind(pool sealedPool, label string) (string, error) {
	if d.Source != nil {
		return pool.Outside.name(label)
	}
	row, err := d.expertIn(pool.Opened, label)
	return row.Name, err
}

// joined returns the key of a draw from the openers of both roles. It refuses
// with every reason.
func joined(row store.Draw, papers map[access.Role]string) (key keys.DrawKey, err error) {
	halves, err := keys.ParseHalves(row.Halves)
	if err != nil {
		return key, err
	}
	var parts [2][keys.Size]byte
	var why rule.Collect
	for i, role := range []access.Role{access.Staff, access.Supervisor} {
		field := "keys." + string(role)
		opener, err := keys.ParseOpener(strings.Fields(papers[role]))
		var group *keys.GroupError
		if errors.As(err, &group) {
			if group.Group == 0 {
				why.Add("", "opener.form", field)
			} else {
				why.Add("", "opener.group", field, "group", strconv.Itoa(group.Group))
			}
			continue
		}
		if err != nil {
			return key, err
		}
		if parts[i], err = opener.OpenHalf(halves, row.ID, string(role)); errors.Is(err, keys.ErrSealed) {
			why.Add("", "opener.other", field)
		} else if err != nil {
			return key, err
		}
	}
	if err := why.Err(rule.Forbidden); err != nil {
		return key, err
	}
	return keys.Join(parts[0], parts[1]), nil
}

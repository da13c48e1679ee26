package draw

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
)

// ChoiceFormat is the format of a [Choice].
const ChoiceFormat = "bidroom/choice-record"

// What is drawn other than a panel.
const (
	Coefficient = "coefficient"
	Rooms       = "rooms"
	Seats       = "seats"
	Tie         = "tie"
)

var purposes = []string{Coefficient, Rooms, Seats, Tie}

// A Choice is the record of a draw that puts options into an order: values of a
// price coefficient, rooms, places in a room, bids that are tied. What takes
// the first is up to the purpose. Options are not secret, so nothing is sealed.
type Choice struct {
	Format      string   `json:"format"`
	V           string   `json:"v"`
	Draw        string   `json:"draw"`
	Former      string   `json:"former,omitempty"` // the void draw that this one follows
	Reason      string   `json:"reason,omitempty"`
	Purpose     string   `json:"purpose"`
	Options     []string `json:"options"` // sorted by bytes, none twice
	OptionsHash string   `json:"options_hash"`
	Commitments []string `json:"commitments"`
	Shares      []string `json:"shares"`
	Public      string   `json:"public"`
	PublicRole  string   `json:"public_role"`
	Seed        string   `json:"seed"`
	Order       []string `json:"order"` // "NUMBER OPTION", lowest first
}

// ReadChoice reads the record of a choice.
func ReadChoice(text []byte) (*Choice, error) {
	c := new(Choice)
	if err := strict(text, c); err != nil {
		return nil, fmt.Errorf("choice record: %w", err)
	}
	return c, nil
}

// OptionLabel returns the label of an option in a draw.
func OptionLabel(draw, option string) string { return lines("bidroom/option/1", draw, option) }

// OptionsHash returns the hash that stands for what is drawn from. It takes the
// place of a pool's hash in the seed.
func OptionsHash(draw, purpose string, options []string) string {
	return lines(append([]string{"bidroom/options/1", draw, purpose}, options...)...)
}

// A Chosen is an option with its ticket's number.
type Chosen struct {
	Option string
	Number string
}

// Choose returns the options in the order of their tickets. The order in which
// they are given does not matter; an option that stands twice is an error.
func Choose(draw, seed string, options []string) ([]Chosen, error) {
	labels, behind := make([]string, len(options)), make(map[string]string, len(options))
	for i, option := range options {
		labels[i] = OptionLabel(draw, option)
		behind[labels[i]] = option
	}
	tickets, err := Order(seed, labels)
	if err != nil {
		return nil, err
	}
	chosen := make([]Chosen, len(tickets))
	for i, t := range tickets {
		chosen[i] = Chosen{behind[t.Label], t.Number}
	}
	return chosen, nil
}

// Check checks the record of a choice: its options, shares, seed and order. It
// returns an error only if c is no such record.
func (c *Choice) Check() (*Found, error) {
	if c.Format != ChoiceFormat || c.V != "1" || !slices.Contains(purposes, c.Purpose) {
		return nil, errors.New("choice record: another format, version or purpose")
	}
	k := &check{d: &Draw{}, found: &Found{Draw: c.Draw, PoolHash: OptionsHash(c.Draw, c.Purpose, c.Options)},
		r: &Record{Draw: c.Draw, PoolHash: c.OptionsHash, Commitments: c.Commitments, Shares: c.Shares, Public: c.Public, PublicRole: c.PublicRole, Seed: c.Seed}}
	where := ""
	if i := unfit(c.Options); i >= 0 {
		where = "options." + itoa(i)
	}
	if where == "" && k.found.PoolHash != c.OptionsHash {
		where = "options_hash"
	}
	k.say("options", where, Checked)
	k.shares()
	k.seed()
	k.say("order", c.misplaced(k), Checked)
	return k.found, nil
}

// unfit returns the first of the options that is empty, holds a control
// character or does not stand in its place, or -1.
func unfit(options []string) int {
	for i, option := range options {
		if option == "" || slices.ContainsFunc([]rune(option), func(r rune) bool { return r < ' ' }) || i > 0 && options[i-1] >= option {
			return i
		}
	}
	return -1
}

// misplaced returns where the order is not that of the tickets.
func (c *Choice) misplaced(k *check) string {
	if !isHex(c.Seed, sha256.Size) {
		return "seed"
	}
	chosen, err := Choose(c.Draw, c.Seed, c.Options)
	if err != nil {
		return "options"
	}
	all := ""
	for i, o := range chosen {
		line := o.line()
		if i >= len(c.Order) || c.Order[i] != line {
			return "order." + itoa(i)
		}
		all += line + "\n"
	}
	if len(c.Order) > len(chosen) {
		return "order." + itoa(len(chosen))
	}
	k.found.Order = HashEntered([]byte(all))
	return ""
}

package draw

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// RecordFormat is the format of a [Record].
const RecordFormat = "bidroom/draw-record"

// A Record is the public record of one draw: what a stranger needs to check
// it, naming nobody. Its lists hold the very lines that are hashed, without
// the word that these begin with. docs/draw.md describes it.
type Record struct {
	Format      string          `json:"format"`
	V           string          `json:"v"`
	Draw        string          `json:"draw"`
	Former      string          `json:"former,omitempty"`
	Reason      string          `json:"reason,omitempty"`
	Rules       string          `json:"rules"`
	Seats       []string        `json:"seats"`
	Limits      []string        `json:"limits"`
	Beacon      string          `json:"beacon,omitempty"`
	BeaconChain string          `json:"beacon_chain,omitempty"` // what the chain is
	Excluded    []string        `json:"excluded"`
	Dismissed   string          `json:"dismissed,omitempty"` // left out if none is
	Unknown     string          `json:"unknown"`
	Items       []string        `json:"items"`
	PoolHash    string          `json:"pool_hash"`
	Commitments []string        `json:"commitments"` // "PARTY ROLE COMMITMENT"
	Shares      []string        `json:"shares"`      // "PARTY NONCE ENTERED_HASH"
	Public      string          `json:"public,omitempty"`
	PublicRole  string          `json:"public_role,omitempty"`
	Signature   string          `json:"signature,omitempty"`
	Seed        string          `json:"seed,omitempty"`
	Tickets     []string        `json:"tickets"` // "NUMBER LABEL", as far as one was drawn
	Fillings    []RecordFilling `json:"fillings"`
	Unsealed    []string        `json:"unsealed"`
	Opened      []Opened        `json:"opened"`
	Void        string          `json:"void,omitempty"`
}

// A RecordFilling is a seat's filling; one with a reason is a replacement.
type RecordFilling struct {
	Seat   string   `json:"seat"`
	Label  string   `json:"label"`
	Reason string   `json:"reason,omitempty"`
	Skips  []string `json:"skips"` // "LABEL REASON" or "LABEL needed SEAT"
}

// Withheld stands for a count that is not to be told yet.
const Withheld = "<5"

// Record returns the record of a draw as it stands. count writes a count of
// experts, or [Withheld]; opened is what is due to be opened.
func (d *Draw) Record(count func(int) string, opened []Opened) (*Record, error) {
	r := &Record{Format: RecordFormat, V: "1", Draw: d.ID, Former: d.Former, Reason: d.Reason, Rules: d.Rules, Seats: []string{}, Limits: []string{},
		Excluded: []string{}, Unknown: count(d.Unknown), Items: []string{}, PoolHash: d.PoolHash,
		Public: d.Public, PublicRole: d.PublicRole, Signature: d.Signature, Seed: d.Seed, Tickets: []string{}, Fillings: []RecordFilling{},
		Unsealed: append([]string{}, d.Unsealed...), Opened: append([]Opened{}, opened...), Void: d.VoidReason}
	if d.Dismissed > 0 {
		r.Dismissed = count(d.Dismissed)
	}
	for _, s := range d.Seats {
		r.Seats = append(r.Seats, s.line())
	}
	r.Limits = append(r.Limits, d.Limits.lines()...)
	if d.Beacon != nil {
		r.Beacon = d.Beacon.line()
		if d.Beacon.Info != nil {
			r.BeaconChain = d.Beacon.Info.line()
		}
	}
	for _, e := range d.Excluded {
		r.Excluded = append(r.Excluded, e.Ground+" "+count(e.Count))
	}
	for _, i := range d.Items {
		r.Items = append(r.Items, i.Label+" "+i.Item)
	}
	r.Commitments, r.Shares = d.shareLines()
	for i, f := range d.Fillings {
		filling := RecordFilling{Seat: itoa(f.Seat), Label: f.Label, Skips: make([]string, len(f.Skips))}
		if n := i - len(d.Seats); n >= 0 {
			filling.Reason = d.Reasons[n]
		}
		for j, s := range f.Skips {
			filling.Skips[j] = s.line()
		}
		r.Fillings = append(r.Fillings, filling)
	}
	return r, r.tickets(d)
}

// shareLines writes who committed to what, and what was revealed.
func (d *Draw) shareLines() (commitments, shares []string) {
	commitments, shares = []string{}, []string{}
	for _, s := range d.Shares {
		commitments = append(commitments, s.Party+" "+s.Role+" "+s.Commitment)
		if s.Nonce != "" {
			shares = append(shares, s.Party+" "+s.Nonce+" "+s.EnteredHash)
		}
	}
	return commitments, shares
}

// tickets fills in the tickets up to the last that was drawn.
func (r *Record) tickets(d *Draw) error {
	if d.Seed == "" {
		return nil
	}
	tickets, err := d.Order()
	if err != nil {
		return err
	}
	for i := range tickets[:drawnUpTo(tickets, d.Fillings)] {
		r.Tickets = append(r.Tickets, tickets[i].line())
	}
	return nil
}

// drawnUpTo returns how many of the lowest tickets it takes to hold all that
// were drawn.
func drawnUpTo(tickets []Ticket, fillings []Filling) int {
	drawn := map[string]bool{}
	for _, f := range fillings {
		drawn[f.Label] = true
	}
	n, found := 0, 0
	for i := 0; i < len(tickets) && found < len(drawn); i++ {
		if drawn[tickets[i].Label] {
			n, found = i+1, found+1
		}
	}
	return n
}

func (t Ticket) line() string { return t.Number + " " + t.Label }

func (s Skip) line() string {
	if s.Reason == SkipNeeded {
		return s.Label + " " + s.Reason + " " + itoa(s.For)
	}
	return s.Label + " " + s.Reason
}

// ReadRecord reads a record.
func ReadRecord(text []byte) (*Record, error) {
	r := readPlain(text)
	if r == nil {
		r = new(Record)
		if err := strict(text, r); err != nil {
			return nil, fmt.Errorf("draw record: %w", err)
		}
	}
	return r, r.known()
}

// known refuses a record of another format or version.
func (r *Record) known() error {
	if r.Format != RecordFormat || r.V != "1" {
		return errors.New("draw record: another format or version")
	}
	return nil
}

// strict reads JSON that holds one value, whose members are all known.
func strict(text []byte, value any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(value); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("something follows the record")
	}
	return nil
}

// draw reads a record's plan, counts and items into a draw that was pooled
// only. withheld says that a count is not told.
func (r *Record) draw() (d *Draw, withheld bool, err error) {
	d = &Draw{ID: r.Draw, Rules: r.Rules, PoolHash: r.PoolHash, Items: make([]Item, len(r.Items)), Seed: r.Seed}
	for i, text := range r.Seats {
		seat, err := parseSeat(text)
		if err != nil {
			return nil, false, fmt.Errorf("draw record: seats.%d: %w", i, err)
		}
		d.Seats = append(d.Seats, seat)
	}
	if d.Limits, err = parseLimits(r.Limits); err != nil {
		return nil, false, fmt.Errorf("draw record: limits: %w", err)
	}
	if r.Beacon != "" {
		chain, no, _ := strings.Cut(r.Beacon, " ")
		d.Beacon = &Round{Chain: chain}
		if d.Beacon.No, err = strconv.ParseUint(no, 10, 64); err != nil || d.Beacon.line() != r.Beacon {
			return nil, false, fmt.Errorf("draw record: beacon %q", r.Beacon)
		}
		if r.BeaconChain != "" {
			d.Beacon.Info = parseChain(r.BeaconChain)
		}
	}
	for i, text := range r.Excluded {
		ground, count, _ := strings.Cut(text, " ")
		if count == Withheld {
			withheld = true
			continue
		}
		n, err := number(count)
		if err != nil {
			return nil, false, fmt.Errorf("draw record: excluded.%d: %w", i, err)
		}
		d.Excluded = append(d.Excluded, Excluded{ground, n})
	}
	each(len(r.Items), func(i int) { d.Items[i].Label, d.Items[i].Item, _ = strings.Cut(r.Items[i], " ") })
	return d, withheld, nil
}

func parseSeat(text string) (s Seat, err error) {
	words := strings.Split(text, " ")
	if len(words) == 5 && words[3] == "fallback" {
		s.Fallback = strings.Split(words[4], ",")
	} else if len(words) != 3 {
		return s, fmt.Errorf("%q is no seat", text)
	}
	s.Specialties, s.Region = strings.Split(words[1], ","), words[2]
	if s.No, err = number(words[0]); err != nil {
		return s, err
	}
	return s, s.check()
}

func parseLimits(list []string) (l Limits, err error) {
	for _, text := range list {
		if text == EntityLimit+" true" {
			l.Entity = true
			continue
		}
		words := strings.Split(text, " ")
		n, err := number(words[len(words)-1])
		switch {
		case err != nil:
			return l, err
		case len(words) == 2 && words[0] == "employer":
			l.Employer = n
		case len(words) == 2 && words[0] == "region":
			l.Region = n
		case len(words) == 3 && words[0] == "outside":
			l.Home, l.Outside = words[1], n
		case len(words) == 2 && words[0] == MonthLimit:
			l.Month = n
		case len(words) == 2 && words[0] == IntervalLimit:
			l.Interval = n
		}
	}
	if !slices.Equal(l.lines(), list) {
		return l, fmt.Errorf("%q are no limits", list)
	}
	return l, nil
}

// number reads a count as it is written: without sign or leading zeros.
func number(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || itoa(n) != text {
		return 0, fmt.Errorf("%q is no number", text)
	}
	return n, nil
}

// fillings reads the fillings, each as far as it can be read; a seat that is
// no number is seat 0, which no plan has.
func (r *Record) fillings() []Filling {
	list := make([]Filling, len(r.Fillings))
	for i, f := range r.Fillings {
		list[i].Label = f.Label
		if n, err := number(f.Seat); err == nil {
			list[i].Seat = n
		}
		for _, text := range f.Skips {
			words := strings.SplitN(text, " ", 3)
			skip := Skip{Label: words[0]}
			if len(words) > 1 {
				skip.Reason = words[1]
			}
			if len(words) > 2 {
				skip.For, _ = number(words[2])
			}
			if skip.line() != text {
				skip.Reason = "" // nothing that a draw gives
			}
			list[i].Skips = append(list[i].Skips, skip)
		}
	}
	return list
}

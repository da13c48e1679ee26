package draw

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// A State is what is found of a part of a record.
type State string

const (
	Checked      State = "checked"
	NotContained State = "not_contained" // what the record holds of it was checked
	Broken       State = "broken"
)

// A PartFound is a part of a record and what was found of it.
type PartFound struct {
	Part  string `json:"part"`
	State State  `json:"state"`
	Where string `json:"where,omitempty"` // the first member of the record that is not as it should be
}

// Found is what was found of a record.
type Found struct {
	Draw     string      `json:"draw"`
	Parts    []PartFound `json:"parts"`
	PoolHash string      `json:"pool_hash,omitempty"` // as computed
	Seed     string      `json:"seed,omitempty"`      // as computed
	Order    string      `json:"order,omitempty"`     // SHA-256 of all tickets' lines, as computed
}

// Sound reports whether nothing is broken.
func (f *Found) Sound() bool {
	return !slices.ContainsFunc(f.Parts, func(p PartFound) bool { return p.State == Broken })
}

// A BeaconCheck checks the signature of a round; known is false if its chain's
// key is not.
type BeaconCheck func(round Round, signature string) (is, known bool)

// CheckText checks the record of a draw, of a panel or of a choice, as it
// stands in a file. beacon is that of [Record.Check].
func CheckText(text []byte, beacon BeaconCheck) (*Found, error) {
	if r := readPlain(text); r != nil && r.known() == nil {
		return r.Check(beacon)
	}
	var is struct {
		Format string `json:"format"`
	}
	if err := json.Unmarshal(text, &is); err != nil {
		return nil, fmt.Errorf("record of a draw: %w", err)
	}
	if is.Format == ChoiceFormat {
		c, err := ReadChoice(text)
		if err != nil {
			return nil, err
		}
		return c.Check()
	}
	r, err := ReadRecord(text)
	if err != nil {
		return nil, err
	}
	return r.Check(beacon)
}

// Check checks a record, part by part; docs/draw.md says how. beacon checks a
// beacon's signature; nil says that no key is at hand. It returns
// an error only if r is not a record of a draw.
func (r *Record) Check(beacon BeaconCheck) (*Found, error) {
	d, withheld, err := r.draw()
	if err != nil {
		return nil, err
	}
	c := &check{r: r, d: d, found: &Found{Draw: r.Draw}}
	c.compute(withheld)
	c.pool(withheld)
	c.shares()
	c.seed()
	if d.Beacon != nil {
		c.beacon(beacon)
	}
	c.opened()
	tickets := c.order()
	sideBySide(func() {
		if c.ordered {
			c.found.Order = hashOf(tickets)
		}
	}, c.seats)
	return c.found, nil
}

// A check is a record that is being checked.
type check struct {
	r       *Record
	d       *Draw
	found   *Found
	ordered bool  // the tickets could be computed
	places  []int // of what is opened among the items
}

// compute works out what takes long in a large pool and needs nothing that is
// checked before.
func (c *check) compute(withheld bool) {
	sideBySide(func() {
		if !withheld {
			formed := PoolFormed{Draw: c.d.ID, Rules: c.d.Rules, Seats: c.d.Seats, Limits: c.d.Limits, Beacon: c.d.Beacon, Excluded: c.d.Excluded, Items: c.d.Items}
			c.found.PoolHash = formed.Hash()
		}
	}, func() {
		c.places = c.d.places(c.r.Opened)
	}, func() {
		if c.r.Seed != "" {
			_, _ = c.d.Order() // which keeps it, or fails again where that is said
		}
	})
}

// say adds what was found: broken if where is not empty.
func (c *check) say(part, where string, otherwise State) {
	if where != "" {
		otherwise = Broken
	}
	c.found.Parts = append(c.found.Parts, PartFound{part, otherwise, where})
}

func (c *check) pool(withheld bool) {
	where, state := "", Checked
	if i := misplaced(c.d.Items); i >= 0 {
		where = "items." + itoa(i)
	}
	if withheld {
		state = NotContained
	} else if c.found.PoolHash != c.d.PoolHash && where == "" {
		where = "pool_hash"
	}
	c.say("pool", where, state)
}

// shares checks that each party revealed what it had committed to, and that
// nobody alone could steer the seed.
func (c *check) shares() {
	r, state := c.r, Checked
	where := c.committed()
	parties := 0
	for i, text := range r.Shares {
		words := strings.Split(text, " ")
		for parties < len(r.Commitments) && !strings.HasPrefix(r.Commitments[parties], words[0]+" ") {
			parties++
		}
		if where == "" && (parties == len(r.Commitments) || len(words) != 3 || !isHex(words[1], 32) || !isHex(words[2], 32) ||
			!strings.HasSuffix(r.Commitments[parties], " "+lines("bidroom/commit/1", r.Draw, words[0], words[1], words[2]))) {
			where = "shares." + itoa(i)
		}
		parties = min(parties+1, len(r.Commitments))
	}
	if where == "" && (r.Public != "" || len(r.Shares) > 0) {
		switch {
		case c.d.Ready() != nil:
			where = "commitments"
		case !publicShare(r.Public):
			where = "public"
		case r.PublicRole == "" || (r.PublicRole == "staff" || r.PublicRole == "system") && (r.Beacon == "" || r.Public != r.Signature):
			where = "public_role"
		}
	}
	if len(r.Commitments) == 0 || len(r.Shares) < len(r.Commitments) {
		state = NotContained
	}
	c.say("shares", where, state)
}

// committed reads the parties: the server first, nobody twice.
func (c *check) committed() (where string) {
	for i, text := range c.r.Commitments {
		words := strings.Split(text, " ")
		server := len(words) == 3 && words[0] == Server && words[1] == "system"
		if len(words) != 3 || !isHex(words[2], 32) || (words[0] == Server) != (i == 0) || i == 0 && !server ||
			slices.ContainsFunc(c.d.Shares, func(s ShareState) bool { return s.Party == words[0] }) {
			return "commitments." + itoa(i)
		}
		c.d.Shares = append(c.d.Shares, ShareState{Party: words[0], Role: words[1], Commitment: words[2]})
	}
	return ""
}

func (c *check) seed() {
	r := c.r
	complete := len(r.Commitments) > 0 && len(r.Shares) == len(r.Commitments) && r.Public != ""
	if complete {
		words := append([]string{"bidroom/seed/1", r.PoolHash}, r.Shares...)
		c.found.Seed = lines(append(words, publicLines(r.Public, c.d.Beacon, r.Signature)...)...)
	}
	where, state := "", Checked
	if r.Seed != c.found.Seed {
		where = "seed"
	} else if !complete {
		state = NotContained
	}
	c.say("seed", where, state)
}

func (c *check) beacon(checks BeaconCheck) {
	where, state := "", NotContained
	info := c.d.Beacon.Info
	switch {
	case info != nil && info.Hash() != c.d.Beacon.Chain:
		where = "beacon_chain"
	case (c.r.Signature == "") != (c.r.Public == ""):
		where = "signature"
	case c.r.Signature != "" && checks != nil:
		is, known := checks(*c.d.Beacon, c.r.Signature)
		if known {
			state = Checked
		}
		if known && !is {
			where = "signature"
		}
	}
	c.say("beacon", where, state)
}

// opened checks what stands behind the labels that are opened.
func (c *check) opened() {
	where, state := "", Checked
	bad := slices.Index(c.places, -1)
	if bad < 0 {
		bad = len(c.places)
	}
	behind, twice := c.d.arranged(c.r.Opened[:bad], c.places[:bad])
	if twice >= 0 {
		bad = twice
	}
	if bad < len(c.places) {
		where = "opened." + itoa(bad)
	}
	for i, label := range c.r.Unsealed {
		if where == "" && !slices.ContainsFunc(c.r.Fillings, func(f RecordFilling) bool { return f.Label == label }) {
			where = "unsealed." + itoa(i)
		}
	}
	if len(c.r.Opened) == 0 {
		state = NotContained
	}
	c.say("opened", where, state)
	if where == "" {
		c.d.behind = behind
	}
}

// order computes the tickets and compares those of the record.
func (c *check) order() []Ticket {
	where, state := "", Checked
	if c.r.Seed == "" {
		state = NotContained
		if len(c.r.Tickets) > 0 {
			where = "tickets.0"
		}
		c.say("order", where, state)
		return nil
	}
	tickets, err := c.d.Order()
	if err != nil {
		where = "items"
		if !isHex(c.r.Seed, 32) {
			where = "seed"
		}
		c.say("order", where, state)
		return nil
	}
	c.ordered = true
	for i, stated := range c.r.Tickets[:min(len(c.r.Tickets), len(tickets))] {
		if stated != tickets[i].line() {
			where = "tickets." + itoa(i)
			break
		}
	}
	if n := len(c.r.Tickets); where == "" && n > len(tickets) {
		where = "tickets." + itoa(len(tickets))
	} else if where == "" && n < drawnUpTo(tickets, c.r.fillings()) {
		where = "tickets"
	}
	c.say("order", where, state)
	return tickets
}

// hashOf hashes the lines of tickets.
func hashOf(tickets []Ticket) string {
	text := newLongHashing()
	for i := range tickets {
		text.line(tickets[i].Number, " ", tickets[i].Label)
	}
	return text.hex()
}

// seats fills the seats again, and each replacement, where everything behind
// the labels is opened; otherwise it checks the order alone.
func (c *check) seats() {
	stated := c.r.fillings()
	if len(stated) == 0 {
		c.say("seats", "", NotContained)
		return
	}
	if !c.ordered {
		c.say("seats", "fillings.0", Broken)
		return
	}
	where, n := c.fill(stated[:min(len(stated), len(c.d.Seats))], c.d.Seats, 0), len(c.d.Seats)
	for i := n; where == "" && i < len(stated); i++ {
		open := slices.IndexFunc(c.d.Seats, func(s Seat) bool { return s.No == stated[i].Seat })
		if open < 0 {
			where = "fillings." + itoa(i)
			break
		}
		where = c.fill(stated[i:i+1], c.d.Seats[open:open+1], i)
	}
	for i, f := range c.r.Fillings {
		if where == "" && (f.Reason != "") != (i >= n) {
			where = "fillings." + itoa(i)
		}
	}
	state := Checked
	if !c.d.Complete() {
		state = NotContained
	}
	c.say("seats", where, state)
}

// fill carries out fillings of open seats, the first of which is the i-th of
// the record.
func (c *check) fill(stated []Filling, open []Seat, i int) (where string) {
	own, err := c.d.Fill(open)
	if err != nil {
		return "fillings." + itoa(i)
	}
	at, err := c.d.differs(own, stated, open)
	if err != nil || at >= 0 {
		return "fillings." + itoa(i+max(at, 0))
	}
	for _, f := range stated {
		if h := c.d.holder(f.Seat); h != nil {
			h.Label = f.Label
		} else {
			c.d.Holders = append(c.d.Holders, Holder{Seat: f.Seat, Label: f.Label})
		}
		c.d.Fillings = append(c.d.Fillings, f)
	}
	return ""
}

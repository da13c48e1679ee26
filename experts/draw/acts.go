package draw

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Meta is what an act's entry says beside its body.
type Meta struct {
	AtMs  int64
	Actor string // account id, or "system"
	Role  string
}

// An Act is something that was done in a draw; its JSON form is the body of
// its entry in the process log.
type Act interface {
	Kind() string
	// Of returns the id of the draw.
	Of() string
	apply(d *Draw, meta Meta) error
}

// Server is the party name of the server's own share.
const Server = "server"

// A Stage is where a draw stands.
type Stage string

const (
	Pooled     Stage = "pooled"     // the pool stands; the server is to commit
	Committing Stage = "committing" // the parties commit
	Revealing  Stage = "revealing"  // the public share is given; the parties reveal
	Seeded     Stage = "seeded"     // the order stands
	Ordered    Stage = "ordered"    // the order of a choice's options stands, and with it what was drawn
	Filled     Stage = "filled"     // the seats are filled
	Void       Stage = "void"
)

// A Draw is one draw as a fold over its acts. It names nobody.
type Draw struct {
	ID         string
	Stage      Stage
	Former     string // the void draw that this one follows
	Reason     string // why, if it follows one
	Purpose    string // of a choice; empty for a panel
	Subject    string // of a choice: what it is drawn for
	Options    []string
	Rules      string
	Seats      []Seat
	Limits     Limits
	Beacon     *Round
	Excluded   []Excluded
	Dismissed  int
	Unknown    int
	Alerts     int
	Unasked    []string
	Items      []Item
	PoolHash   string // of a choice: its options' hash
	Shares     []ShareState
	Public     string
	PublicBy   string
	PublicRole string
	Signature  string // of the beacon's round
	Seed       string
	Fillings   []Filling // as first filled, and then each replacement
	Reasons    []string  // of each replacement
	Holders    []Holder  // who holds each seat now
	VoidReason string
	Unsealed   []string    // labels
	Unattended *Unattended `json:",omitempty"` // nil if it never was
	Unreached  int         `json:",omitempty"` // experts in a row whom a channel refused without reaching them
	// Of a panel that was drawn elsewhere.
	Source      *Source // nil for one drawn here
	Substitutes []Substitute
	Deviations  []Deviation // from the plan, as far as it could be told
	Lists       []Source    // of substitutes that came later
	Recused     []string    // labels
	// FillUnchecked says that seats were taken as stated, because what
	// stands behind the labels was not at hand.
	FillUnchecked bool

	behind  []Opened          // what stands behind each of the items; none if that is not at hand for all
	opened  map[string]Opened // of a panel that was drawn elsewhere: the persons, by label
	tickets []Ticket          // kept once computed
	ranked  []int32           // the place of each ticket's label among the items
}

// A ShareState is a party's share as far as it is known.
type ShareState struct {
	Party, Role, Device string
	Commitment          string
	CommittedMs         int64
	Nonce, EnteredHash  string // empty before the party revealed
	RevealedMs          int64
}

// A Holder is a seat with the label that holds it.
type Holder struct {
	Seat    int
	Label   string
	Answer  string // "", invited, accepted, declined, unanswered, absent; [InvitedOutside], [SeatOpen]
	Calls   int    // attempts
	Channel string // of the invitation, and then of the last attempt
	Outcome string // of the last attempt; empty before the first
	TriedMs int64  `json:",omitempty"` // when that ended
	AtMs    int64
}

// Reveal gives the draw what stands behind its labels, each of which must be
// what the pool committed to; the draw keeps it. Whoever holds it calls it after
// the pool's act; the seats are then checked and not only taken as stated.
func (d *Draw) Reveal(pool []Opened) error {
	places := d.places(pool)
	if i := slices.Index(places, -1); i >= 0 {
		return refuse("draw.opening", "label", pool[i].Label)
	}
	d.behind = nil
	if behind, twice := d.arranged(pool, places); twice < 0 {
		d.behind = behind
	}
	return nil
}

// places finds which of the items commits to each of the opened: -1 if none.
func (d *Draw) places(opened []Opened) []int {
	places := make([]int, len(opened))
	each(len(opened), func(i int) {
		o, n := &opened[i], i
		found := n < len(d.Items) && d.Items[n].Label == o.Label // mostly they are in the same order
		if !found {
			n, found = slices.BinarySearchFunc(d.Items, o.Label, func(item Item, label string) int { return compare(item.Label, label) })
		}
		if found {
			item := o.item()
			found = d.Items[n].Item == string(item[:]) && o.isBehind(d.ID)
		}
		if !found {
			n = -1
		}
		places[i] = n
	})
	return places
}

// arranged puts what is opened in the order of the items, if that is all of
// them. twice is the index of the first whose item was opened before, or -1.
func (d *Draw) arranged(opened []Opened, places []int) (behind []Opened, twice int) {
	inOrder := 0
	for inOrder < len(places) && places[inOrder] == inOrder {
		inOrder++
	}
	if inOrder == len(d.Items) && inOrder == len(opened) {
		return opened, -1
	}
	behind, there := make([]Opened, len(d.Items)), make([]bool, len(d.Items))
	for i, n := range places {
		if there[n] {
			return nil, i
		}
		behind[n], there[n] = opened[i], true
	}
	if len(places) < len(d.Items) {
		behind = nil
	}
	return behind, -1
}

// Behind returns what stands behind a label of the pool, if that is at hand for
// all of them.
func (d *Draw) Behind(label string) (o Opened, known bool) {
	n, found := slices.BinarySearchFunc(d.Items, label, func(item Item, label string) int { return compare(item.Label, label) })
	if !found || len(d.behind) == 0 {
		return o, false
	}
	return d.behind[n], true
}

// Complete reports whether everything behind the labels is at hand.
func (d *Draw) Complete() bool {
	if d.Source != nil {
		return !slices.ContainsFunc(d.People(), func(label string) bool { return d.opened[label].Label == "" })
	}
	return len(d.behind) == len(d.Items)
}

// Order returns the draw's tickets, lowest first.
func (d *Draw) Order() ([]Ticket, error) {
	if d.tickets != nil {
		return d.tickets, nil
	}
	labels := make([]string, len(d.Items))
	each(len(labels), func(i int) { labels[i] = d.Items[i].Label })
	var err error
	d.tickets, d.ranked, err = order(d.Seed, labels)
	return d.tickets, err
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Apply checks an act against the rules of a draw and carries it out. It
// returns an [*Error] if a rule refuses it; the draw must then be thrown away.
func (d *Draw) Apply(meta Meta, act Act) error {
	if Begins(act) != (d.ID == "") {
		return refuse("draw.order", "kind", act.Kind())
	}
	if d.ID != "" && act.Of() != d.ID {
		return refuse("draw.other", "draw", act.Of())
	}
	return act.apply(d, meta)
}

// Begins reports whether an act is the first of a draw.
func Begins(act Act) bool {
	switch act.(type) {
	case *PoolFormed, *OptionsStated, *Imported:
		return true
	}
	return false
}

// at refuses an act that belongs to another stage.
func (d *Draw) at(stages ...Stage) error {
	if slices.Contains(stages, d.Stage) {
		return nil
	}
	return refuse("draw.stage", "stage", string(d.Stage), "needed", string(stages[0]))
}

// holder returns who holds a seat, or nil.
func (d *Draw) holder(seat int) *Holder {
	i := slices.IndexFunc(d.Holders, func(h Holder) bool { return h.Seat == seat })
	if i < 0 {
		return nil
	}
	return &d.Holders[i]
}

// seat returns a seat of the draw.
func (d *Draw) seat(no int) Seat {
	return d.Seats[slices.IndexFunc(d.Seats, func(s Seat) bool { return s.No == no })]
}

// Comes reports whether the holder is expected: who accepted, or was invited
// by the library that drew.
func (h Holder) Comes() bool { return h.Answer == "accepted" || h.Answer == InvitedOutside }

var kinds = map[string]func() Act{
	"draw.pooled":       func() Act { return new(PoolFormed) },
	"draw.options":      func() Act { return new(OptionsStated) },
	"draw.committed":    func() Act { return new(Committed) },
	"draw.public_share": func() Act { return new(PublicShareGiven) },
	"draw.revealed":     func() Act { return new(Revealed) },
	"draw.filled":       func() Act { return new(SeatsFilled) },
	"draw.invited":      func() Act { return new(Invited) },
	"draw.attempted":    func() Act { return new(Attempted) },
	"draw.answered":     func() Act { return new(Answered) },
	"draw.replaced":     func() Act { return new(Replaced) },
	"draw.rechecked":    func() Act { return new(Rechecked) },
	"draw.voided":       func() Act { return new(Voided) },
	"draw.unsealed":     func() Act { return new(Unsealed) },

	"draw.opened_together": func() Act { return new(OpenedTogether) },

	"draw.imported":     func() Act { return new(Imported) },
	"draw.vacated":      func() Act { return new(Vacated) },
	"draw.supplemented": func() Act { return new(Supplemented) },

	"draw.unattended":       func() Act { return new(UnattendedSet) },
	"draw.unattended_ended": func() Act { return new(UnattendedEnded) },
}

// Kinds lists every kind of act of a draw, sorted.
func Kinds() []string {
	list := make([]string, 0, len(kinds))
	for kind := range kinds {
		list = append(list, kind)
	}
	slices.Sort(list)
	return list
}

// maxBody bounds an act's body, in bytes: that of a pool of 100,000.
const maxBody = 15 << 20

// Decode returns the act of the given kind whose JSON is body.
func Decode(kind string, body []byte) (Act, error) {
	maker, ok := kinds[kind]
	if !ok {
		return nil, fmt.Errorf("no act of kind %q", kind)
	}
	if len(body) > maxBody {
		return nil, fmt.Errorf("act %s: %d bytes are more than %d", kind, len(body), maxBody)
	}
	act := maker()
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(act); err != nil {
		return nil, fmt.Errorf("act %s: %w", kind, err)
	}
	return act, nil
}

func isHex(s string, n int) bool {
	var not byte
	for i := range len(s) { // without a branch: nobody foresees the digits of a hash
		not |= noDigit[s[i]]
	}
	return not == 0 && len(s) == 2*n
}

// noDigit is 0 for the digits of hex in lower case.
var noDigit = func() (no [256]byte) {
	for c := range no {
		if !strings.ContainsRune("0123456789abcdef", rune(c)) {
			no[c] = 1
		}
	}
	return no
}()

func itoa(n int) string { return strconv.Itoa(n) }

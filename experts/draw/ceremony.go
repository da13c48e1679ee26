package draw

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
)

// PoolFormed states the pool before any share is committed.
type PoolFormed struct {
	Draw     string     `json:"draw"`
	Former   string     `json:"former,omitempty"` // the void draw that this one follows
	Reason   string     `json:"reason,omitempty"` // needed with Former
	Rules    string     `json:"rules"`            // hash of the rule profile
	Seats    []Seat     `json:"seats"`
	Limits   Limits     `json:"limits,omitzero"`
	Beacon   *Round     `json:"beacon,omitempty"` // whose signature is to be mixed in
	Excluded []Excluded `json:"excluded"`
	// Matches by name that were found false, and would have kept somebody out.
	Dismissed int      `json:"dismissed,string,omitempty"`
	Unknown   int      `json:"unknown,string"`          // experts of the pool of whom something was never asked
	Unasked   []string `json:"unasked,omitempty"`       // what was never asked of the lot, or is not known of its bidders, for all experts
	Alerts    int      `json:"alerts,string,omitempty"` // experts of the pool of whom there is an alert, which keeps nobody out; not in the hash
	Items     []Item   `json:"items"`                   // by label, ascending
	PoolHash  string   `json:"pool_hash"`
	Services  string   `json:"services,omitempty"` // datum, domain [ServicesDomain], exactly if a limit of service is set
}

// Kind implements [Act].
func (*PoolFormed) Kind() string { return "draw.pooled" }

// Of implements [Act].
func (a *PoolFormed) Of() string { return a.Draw }

func (a *PoolFormed) apply(d *Draw, meta Meta) error {
	if err := begin(meta, a.Former, a.Reason); err != nil {
		return err
	}
	if i := misplaced(a.Items); i >= 0 {
		return refuse("draw.pool_order", "label", a.Items[i].Label)
	}
	if err := planned(a.Draw, a.Seats, a.Limits); err != nil {
		return err
	}
	if err := a.Beacon.check(meta.AtMs); err != nil {
		return err
	}
	if a.Hash() != a.PoolHash {
		return refuse("draw.pool_hash")
	}
	if (a.Services != "") != a.Limits.OfService() || a.Services != "" && !isHex(a.Services, sha256.Size) {
		return refuse("draw.services")
	}
	*d = Draw{ID: a.Draw, Stage: Pooled, Former: a.Former, Reason: a.Reason, Rules: a.Rules, Seats: a.Seats, Limits: a.Limits, Beacon: a.Beacon, Excluded: a.Excluded,
		Dismissed: a.Dismissed, Unknown: a.Unknown, Unasked: a.Unasked, Alerts: a.Alerts, Items: a.Items, PoolHash: a.PoolHash}
	return nil
}

// misplaced returns the index of the first item that is none, or does not
// follow the one before; -1 if all are in order.
func misplaced(items []Item) int {
	bad := make([]bool, len(items))
	each(len(items), func(i int) {
		bad[i] = !isHex(items[i].Label, sha256.Size) || !isHex(items[i].Item, sha256.Size) || i > 0 && items[i-1].Label >= items[i].Label
	})
	return slices.Index(bad, true)
}

// begin refuses a draw that follows a void one without a reason, or by anybody
// but a supervisor.
func begin(meta Meta, former, reason string) error {
	if former == "" {
		return nil
	}
	return second(meta, reason)
}

// second refuses what needs a supervisor and a reason.
func second(meta Meta, reason string) error {
	if meta.Role != "supervisor" {
		return refuse("draw.second")
	}
	if reason == "" {
		return refuse("reason.required")
	}
	return nil
}

// planned refuses a panel's draw without an id, or for seats that are none.
func planned(id string, seats []Seat, limits Limits) error {
	if id == "" || len(seats) == 0 {
		return refuse("draw.no_seats")
	}
	if err := limits.check(len(seats)); err != nil {
		return err
	}
	for _, s := range seats {
		if err := s.check(); err != nil {
			return err
		}
	}
	return nil
}

// Committed is a party's commitment to its share. The server commits first;
// then people of different roles, each with an account and a device of their
// own.
type Committed struct {
	Draw       string `json:"draw"`
	Party      string `json:"party"` // "server", or the account's id
	Device     string `json:"device"`
	Commitment string `json:"commitment"`
}

// Kind implements [Act].
func (*Committed) Kind() string { return "draw.committed" }

// Of implements [Act].
func (a *Committed) Of() string { return a.Draw }

func (a *Committed) apply(d *Draw, meta Meta) error {
	if err := d.at(Pooled, Committing); err != nil {
		return err
	}
	if !isHex(a.Commitment, 32) {
		return refuse("draw.commitment_form")
	}
	if is, _ := d.Beacon.due(meta.AtMs); is {
		return refuse("draw.beacon_due") // what is public by now comes after all commitments
	}
	if d.Stage == Pooled {
		if a.Party != Server || meta.Role != "system" {
			return refuse("draw.server_first")
		}
		d.Stage = Committing
	} else {
		if a.Party == Server || a.Party != meta.Actor || a.Device == "" {
			return refuse("draw.party")
		}
		for _, s := range d.Shares {
			switch {
			case s.Party == a.Party:
				return refuse("draw.party_twice")
			case s.Device == a.Device:
				return refuse("draw.device_twice")
			}
		}
	}
	d.Shares = append(d.Shares, ShareState{Party: a.Party, Role: meta.Role, Device: a.Device, Commitment: a.Commitment, CommittedMs: meta.AtMs})
	return nil
}

// Ready returns nil if enough people have committed: two or more, of two
// roles or more.
func (d *Draw) Ready() error {
	var roles []string
	people := 0
	for _, s := range d.Shares {
		if s.Party == Server {
			continue
		}
		people++
		if !slices.Contains(roles, s.Role) {
			roles = append(roles, s.Role)
		}
	}
	if people < 2 || len(roles) < 2 {
		return refuse("draw.too_few_parties", "people", itoa(people), "roles", itoa(len(roles)))
	}
	return nil
}

// A public share holds at least 64 bits: 25 dice (64.6 bits), or 16 hex
// digits. What could be dice is counted as dice.
var (
	dice      = regexp.MustCompile(`^[1-6]+$`)
	hexDigits = regexp.MustCompile(`^[0-9a-f]{16,200}$`)
)

func publicShare(value string) bool {
	if dice.MatchString(value) {
		return len(value) >= 25 && len(value) <= 200
	}
	return hexDigits.MatchString(value)
}

// PublicShareGiven is the share that a party from outside the centre gives in
// front of everyone, or the signature of a beacon's round, after all
// commitments are logged.
type PublicShareGiven struct {
	Draw  string `json:"draw"`
	Value string `json:"value"` // 25 dice or more, or 16 hex digits or more; the signature of the round, where that is the share
	// Beacon is the signature of the round that the pool named, hex. Whoever
	// knows the chain's key can check it offline.
	Beacon string `json:"beacon,omitempty"`
}

// Kind implements [Act].
func (*PublicShareGiven) Kind() string { return "draw.public_share" }

// Of implements [Act].
func (a *PublicShareGiven) Of() string { return a.Draw }

func (a *PublicShareGiven) apply(d *Draw, meta Meta) error {
	if err := d.at(Committing); err != nil {
		return err
	}
	if err := d.Ready(); err != nil {
		return err
	}
	if err := d.public(a, meta); err != nil {
		return err
	}
	d.Public, d.PublicBy, d.PublicRole, d.Signature, d.Stage = a.Value, meta.Actor, meta.Role, a.Beacon, Revealing
	return nil
}

// Revealed opens a party's commitment. The server reveals first.
type Revealed struct {
	Draw        string `json:"draw"`
	Party       string `json:"party"`
	Nonce       string `json:"nonce"`        // 32 bytes, hex
	EnteredHash string `json:"entered_hash"` // SHA-256 of what was typed, hex
}

// Kind implements [Act].
func (*Revealed) Kind() string { return "draw.revealed" }

// Of implements [Act].
func (a *Revealed) Of() string { return a.Draw }

func (a *Revealed) apply(d *Draw, meta Meta) error {
	if err := d.at(Revealing); err != nil {
		return err
	}
	i := slices.IndexFunc(d.Shares, func(s ShareState) bool { return s.Party == a.Party })
	if i < 0 || a.Party != Server && a.Party != meta.Actor || a.Party == Server && meta.Role != "system" {
		return refuse("draw.party")
	}
	if i > 0 && d.Shares[0].Nonce == "" {
		return refuse("draw.server_reveals_first")
	}
	share := &d.Shares[i]
	if share.Nonce != "" {
		return refuse("draw.revealed_twice")
	}
	if !isHex(a.Nonce, 32) || !isHex(a.EnteredHash, sha256.Size) ||
		lines("bidroom/commit/1", d.ID, a.Party, a.Nonce, a.EnteredHash) != share.Commitment {
		return refuse("draw.not_committed")
	}
	share.Nonce, share.EnteredHash, share.RevealedMs = a.Nonce, a.EnteredHash, meta.AtMs
	if slices.ContainsFunc(d.Shares, func(s ShareState) bool { return s.Nonce == "" }) {
		return nil
	}
	shares := make([]Share, len(d.Shares))
	for i, s := range d.Shares {
		shares[i] = Share{s.Party, s.Nonce, s.EnteredHash}
	}
	d.Seed, d.Stage = Seed(d.PoolHash, shares, publicLines(d.Public, d.Beacon, d.Signature)...), Seeded
	if d.Purpose != "" {
		d.Stage = Ordered
	}
	return nil
}

func publicLines(share string, round *Round, signature string) []string {
	if round == nil {
		return []string{share}
	}
	return []string{share, round.line() + " " + signature}
}

// Voided ends a draw: somebody did not reveal, or the pool was wrong. It
// stays visible. What a choice has drawn cannot be drawn again.
type Voided struct {
	Draw   string `json:"draw"`
	Reason string `json:"reason"`
}

// Kind implements [Act].
func (*Voided) Kind() string { return "draw.voided" }

// Of implements [Act].
func (a *Voided) Of() string { return a.Draw }

func (a *Voided) apply(d *Draw, _ Meta) error {
	if d.Stage == Void || d.Stage == Ordered {
		return refuse("draw.stage", "stage", string(d.Stage), "needed", string(Pooled))
	}
	if a.Reason == "" {
		return refuse("reason.required")
	}
	if d.Source != nil && len(d.Unsealed) > 0 {
		return refuse("draw.arrived")
	}
	d.Stage, d.VoidReason = Void, a.Reason
	return nil
}

// HashEntered returns the hash of what a party typed.
func HashEntered(entered []byte) string {
	sum := sha256.Sum256(entered)
	return hex.EncodeToString(sum[:])
}

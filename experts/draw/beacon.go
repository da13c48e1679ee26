package draw

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// A Round is a round of a public randomness beacon (drand), which lies in the
// future when the pool is formed.
type Round struct {
	Chain string `json:"chain"` // hash of the chain's parameters, hex
	No    uint64 `json:"round,string"`
	Info  *Chain `json:"info,omitempty"` // the parameters; a log of before they stood in it has none
}

func (r Round) line() string { return r.Chain + " " + strconv.FormatUint(r.No, 10) }

// A Chain is what a beacon's chain is: its hash binds all of it but the scheme,
// with which no other signature would be verified.
type Chain struct {
	Scheme  string `json:"scheme"`         // by drand's name
	Key     string `json:"key"`            // public, hex
	Period  uint32 `json:"period,string"`  // seconds between rounds
	Genesis int64  `json:"genesis,string"` // time of round 1, UTC seconds
	Seed    string `json:"seed"`           // the hash of the group that began it, hex
	ID      string `json:"id,omitempty"`   // by drand's name
}

// Hash returns the hash that a chain is known by, in hex, as drand computes it
// (drand/drand v2.1.3, common/chain/info.go), or "" of what is no chain.
func (c Chain) Hash() string {
	if !chainLine.MatchString(c.line()) {
		return ""
	}
	bound, err := hex.DecodeString(c.Key + c.Seed)
	if err != nil {
		return ""
	}
	text := binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(nil, c.Period), uint64(c.Genesis))
	text = append(text, bound...)
	if c.ID != "default" {
		text = append(text, c.ID...)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// DueMs returns when a round is there, in UTC milliseconds, or 0 if no time
// can say so.
func (c Chain) DueMs(round uint64) int64 {
	if round == 0 || c.Period == 0 || round-1 > uint64(math.MaxInt64/2000-c.Genesis)/uint64(c.Period) {
		return 0
	}
	return (c.Genesis + int64(round-1)*int64(c.Period)) * 1000
}

// RoundAt returns the first round that is not there before an instant, in UTC
// milliseconds.
func (c Chain) RoundAt(ms int64) uint64 {
	if ms <= c.Genesis*1000 {
		return 1
	}
	period := int64(c.Period) * 1000
	return uint64((ms-c.Genesis*1000+period-1)/period) + 1
}

func (c Chain) line() string {
	return strings.Join([]string{c.Scheme, c.Key, strconv.FormatUint(uint64(c.Period), 10), strconv.FormatInt(c.Genesis, 10), c.Seed, c.ID}, " ")
}

// chainLine is the form of a chain's line.
var chainLine = regexp.MustCompile(`^[a-z0-9-]{1,64} (?:[0-9a-f]{2}){1,200} [1-9][0-9]{0,8} [1-9][0-9]{0,14} (?:[0-9a-f]{2}){1,64} [A-Za-z0-9_-]{0,64}$`)

// parseChain reads the line of a chain; of what is none it returns a chain
// without a hash.
func parseChain(text string) *Chain {
	if !chainLine.MatchString(text) {
		return new(Chain)
	}
	words := strings.Split(text, " ")
	period, _ := strconv.ParseUint(words[2], 10, 32) // as the form says
	genesis, _ := strconv.ParseInt(words[3], 10, 64)
	return &Chain{Scheme: words[0], Key: words[1], Period: uint32(period), Genesis: genesis, Seed: words[4], ID: words[5]}
}

// check refuses a round that is none, or that was there before its pool.
func (r *Round) check(atMs int64) error {
	if r == nil {
		return nil
	}
	if !isHex(r.Chain, 32) || r.No == 0 || r.Info != nil && r.Info.Hash() != r.Chain {
		return refuse("draw.beacon")
	}
	if r.Info != nil && r.Info.DueMs(r.No) <= atMs {
		return refuse("draw.beacon_past")
	}
	return nil
}

// due reports whether a round is there by an instant; nobody can say so of a
// chain whose parameters are not known.
func (r *Round) due(atMs int64) (is, known bool) {
	if r == nil || r.Info == nil {
		return false, false
	}
	return r.Info.DueMs(r.No) <= atMs, true
}

// public refuses what is not the public share of a draw: dice or digits that
// somebody from outside the centre gave, or the beacon's signature, which
// nobody could choose.
func (d *Draw) public(a *PublicShareGiven, meta Meta) error {
	ofBeacon := d.Beacon != nil && a.Value == a.Beacon
	if !ofBeacon && (meta.Role == "staff" || meta.Role == "system") {
		return refuse("draw.public_outside")
	}
	if !publicShare(a.Value) {
		return refuse("draw.public_form")
	}
	if (d.Beacon == nil) != (a.Beacon == "") || a.Beacon != "" && !isHex(a.Beacon, len(a.Beacon)/2) {
		return refuse("draw.beacon")
	}
	if is, known := d.Beacon.due(meta.AtMs); known && !is {
		return refuse("draw.beacon_early")
	}
	return nil
}

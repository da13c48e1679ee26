package draw_test

import (
	"strings"
	"testing"

	"bidroom/experts/draw"
)

// quicknet is drand's chain of that name, as https://api.drand.sh/CHAIN/info
// gives it; its round 123 was published by drand's documentation.
func quicknet() draw.Chain {
	return draw.Chain{Scheme: "bls-unchained-g1-rfc9380", Period: 3, Genesis: 1692803367, ID: "quicknet",
		Seed: "f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e",
		Key:  "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"}
}

const quicknetHash = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"

func TestChain(t *testing.T) {
	if got := quicknet().Hash(); got != quicknetHash {
		t.Errorf("quicknet is %s", got)
	}
	// drand's first chain, which is called default.
	first := draw.Chain{Scheme: "pedersen-bls-chained", Period: 30, Genesis: 1595431050, ID: "default", Seed: "176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a",
		Key: "868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31"}
	if got := first.Hash(); got != "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce" {
		t.Errorf("the chain default is %s", got)
	}
	for what, change := range map[string]func(*draw.Chain){
		"another period":       func(c *draw.Chain) { c.Period = 4 },
		"another genesis":      func(c *draw.Chain) { c.Genesis++ },
		"another key":          func(c *draw.Chain) { c.Key = "93" + c.Key[2:] },
		"another seed":         func(c *draw.Chain) { c.Seed = "f5" + c.Seed[2:] },
		"another name":         func(c *draw.Chain) { c.ID = "fastnet" },
		"capital letters":      func(c *draw.Chain) { c.Key = strings.ToUpper(c.Key) },
		"no period":            func(c *draw.Chain) { c.Period = 0 },
		"no scheme":            func(c *draw.Chain) { c.Scheme = "" },
		"a space in the name":  func(c *draw.Chain) { c.ID = "quick net" },
		"half a byte of a key": func(c *draw.Chain) { c.Key = c.Key[1:] },
	} {
		c := quicknet()
		change(&c)
		if c.Hash() == quicknetHash {
			t.Errorf("%s is the same chain", what)
		}
	}
	// Round 1 is there at the genesis, and one more every three seconds.
	const genesis = 1692803367_000
	for ms, round := range map[int64]uint64{0: 1, genesis - 1: 1, genesis: 1, genesis + 1: 2, genesis + 3000: 2, genesis + 3001: 3, genesis + 122*3000: 123} {
		if got := quicknet().RoundAt(ms); got != round {
			t.Errorf("at %d: round %d, want %d", ms, got, round)
		}
	}
	for round, ms := range map[uint64]int64{0: 0, 1: genesis, 2: genesis + 3000, 123: genesis + 366_000, 1 << 63: 0} {
		if got := quicknet().DueMs(round); got != ms {
			t.Errorf("round %d at %d, want %d", round, got, ms)
		}
	}
}

// A round that is named lies in the future, all commitments come before it, and
// its signature is the public share, whoever brings it; dice are no staff's.
func TestBeaconIsPublicShare(t *testing.T) {
	chain := quicknet()
	due := chain.DueMs(123)
	for what, tt := range map[string]struct {
		round *draw.Round
		at    int64
		code  string
	}{
		"in the future":      {&draw.Round{Chain: quicknetHash, No: 123, Info: &chain}, due - 1, "<nil>"},
		"just now":           {&draw.Round{Chain: quicknetHash, No: 123, Info: &chain}, due, "draw.beacon_past"},
		"of another chain":   {&draw.Round{Chain: strings.Repeat("0", 64), No: 123, Info: &chain}, due - 1, "draw.beacon"},
		"round 0":            {&draw.Round{Chain: quicknetHash, Info: &chain}, due - 1, "draw.beacon"},
		"without parameters": {&draw.Round{Chain: quicknetHash, No: 123}, due, "<nil>"},
	} {
		act := &draw.PoolFormed{Draw: "D", Rules: "00", Seats: []draw.Seat{{No: 1, Specialties: []string{"A080104"}}}, Beacon: tt.round}
		act.PoolHash = act.Hash()
		if got := code(new(draw.Draw).Apply(draw.Meta{AtMs: tt.at, Role: "staff"}, act)); got != tt.code {
			t.Errorf("%s: %s, want %s", what, got, tt.code)
		}
	}
	c := newCeremony(t)
	c.d.Beacon = &draw.Round{Chain: quicknetHash, No: 123, Info: &chain}
	c.do("system", "system", committed("server", ""))
	c.do("s1", "staff", committed("s1", "desk"))
	c.do("v1", "supervisor", committed("v1", "wall"))
	signature := strings.Repeat("b7", 48)
	given := &draw.PublicShareGiven{Draw: "D", Value: signature, Beacon: signature}
	c.refused("draw.beacon_early", "a1", "agent", given)
	c.ms = due - 2
	c.refused("draw.beacon_early", "a1", "agent", given)
	c.refused("draw.beacon_due", "a1", "agent", committed("a1", "other"))
	dice := &draw.PublicShareGiven{Draw: "D", Value: strings.Repeat("3", 25), Beacon: signature}
	c.refused("draw.public_outside", "s1", "staff", dice)
	c.refused("draw.beacon", "a1", "agent", &draw.PublicShareGiven{Draw: "D", Value: strings.Repeat("3", 25)})
	c.do("system", "system", given)
	if c.d.Stage != draw.Revealing || c.d.Public != signature || c.d.PublicRole != "system" {
		t.Errorf("%+v", c.d)
	}
}

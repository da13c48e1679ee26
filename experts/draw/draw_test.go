package draw_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"bidroom/experts/draw"
)

// testdata/tiny.txt was printed by testdata/tiny.sh, which knows nothing but
// openssl and sort; the script runs again here.
func TestTinyDrawWorkedByShell(t *testing.T) {
	want, err := os.ReadFile("testdata/tiny.txt")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := exec.Command("sh", "testdata/tiny.sh").Output(); err != nil || !bytes.Equal(again, want) {
		t.Errorf("tiny.sh prints something else now: %v\n%s", err, again)
	}
	var got strings.Builder
	var items []draw.Item
	var experts []draw.Opened
	for n := byte(1); n <= 4; n++ {
		o := draw.Open("D1", [16]byte{15: n}, fmt.Sprint("E", n), []string{"A080104"}, "330100", []string{fmt.Sprint("U", n)})
		if !o.Check("D1") {
			t.Errorf("%s does not open", o.Label)
		}
		experts = append(experts, o)
	}
	slices.SortFunc(experts, func(a, b draw.Opened) int { return strings.Compare(a.Label, b.Label) })
	for _, o := range experts {
		fmt.Fprintln(&got, "label", o.Label, o.Expert)
		items = append(items, draw.Item{Label: o.Label, Item: o.Item()})
	}
	formed := &draw.PoolFormed{Draw: "D1", Rules: "00", Seats: []draw.Seat{{No: 1, Specialties: []string{"A080104"}}}, Excluded: []draw.Excluded{{Ground: "R01", Count: 2}}, Items: items}
	pool := formed.Hash()
	fmt.Fprintln(&got, "pool", pool)
	nonce := [32]byte{31: 7}
	fmt.Fprintln(&got, "commitment", draw.Commitment("D1", "server", nonce, []byte("dice")))
	seed := draw.Seed(pool, []draw.Share{{Party: "server", Nonce: hex.EncodeToString(nonce[:]), EnteredHash: draw.HashEntered([]byte("dice"))}}, strings.Repeat("6", 25))
	fmt.Fprintln(&got, "seed", seed)
	var labels []string
	for _, o := range experts {
		labels = append(labels, o.Label)
	}
	tickets, err := draw.Order(seed, labels)
	if err != nil {
		t.Fatal(err)
	}
	for _, ticket := range tickets {
		fmt.Fprintln(&got, "ticket", ticket.Number, ticket.Label)
	}
	if got.String() != string(want) {
		t.Errorf("got\n%s\nwant\n%s", &got, want)
	}
}

// A ceremony takes a draw up to its seats, through the acts' JSON.
type ceremony struct {
	t    *testing.T
	d    draw.Draw
	pool []draw.Opened
	ms   int64
}

func newCeremony(t *testing.T) *ceremony {
	c := &ceremony{t: t}
	for n := byte(0); n < 9; n++ {
		c.pool = append(c.pool, draw.Open("D", [16]byte{n}, fmt.Sprint("E", n), []string{[]string{"A080104", "A060101"}[n%2]}, "330100", []string{fmt.Sprint("U", n)}))
	}
	slices.SortFunc(c.pool, func(a, b draw.Opened) int { return strings.Compare(a.Label, b.Label) })
	act := &draw.PoolFormed{Draw: "D", Rules: "00", Seats: []draw.Seat{{No: 1, Specialties: []string{"A080104"}}, {No: 2, Specialties: []string{"A060101"}}}, Items: []draw.Item{}, Excluded: []draw.Excluded{}}
	for _, o := range c.pool {
		act.Items = append(act.Items, draw.Item{Label: o.Label, Item: o.Item()})
	}
	act.PoolHash = act.Hash()
	c.do("s1", "staff", act)
	return c
}

func (c *ceremony) try(actor, role string, act draw.Act) error {
	c.t.Helper()
	body, err := json.Marshal(act)
	if err != nil {
		c.t.Fatal(err)
	}
	decoded, err := draw.Decode(act.Kind(), body)
	if err != nil {
		c.t.Fatal(err)
	}
	c.ms++
	return c.d.Apply(draw.Meta{AtMs: c.ms, Actor: actor, Role: role}, decoded)
}

func (c *ceremony) do(actor, role string, act draw.Act) {
	c.t.Helper()
	if err := c.try(actor, role, act); err != nil {
		c.t.Fatal(err)
	}
}

func (c *ceremony) refused(code, actor, role string, act draw.Act) {
	c.t.Helper()
	err := c.try(actor, role, act)
	if refusal, ok := err.(*draw.Error); !ok || refusal.Code != code {
		c.t.Errorf("%s by %s: %v, want %s", act.Kind(), actor, err, code)
	}
}

func nonce(party string) [32]byte { return [32]byte{0: byte(len(party)), 1: party[0]} }

func committed(party, device string) *draw.Committed {
	return &draw.Committed{Draw: "D", Party: party, Device: device, Commitment: draw.Commitment("D", party, nonce(party), []byte("typed"))}
}

func revealed(party string) *draw.Revealed {
	n := nonce(party)
	return &draw.Revealed{Draw: "D", Party: party, Nonce: hex.EncodeToString(n[:]), EnteredHash: draw.HashEntered([]byte("typed"))}
}

func (c *ceremony) seed() {
	c.t.Helper()
	c.do("system", "system", committed("server", ""))
	c.do("s1", "staff", committed("s1", "desk"))
	c.do("v1", "supervisor", committed("v1", "wall"))
	c.do("a1", "agent", &draw.PublicShareGiven{Draw: "D", Value: strings.Repeat("3", 25)})
	c.do("system", "system", revealed("server"))
	c.do("s1", "staff", revealed("s1"))
	c.do("v1", "supervisor", revealed("v1"))
}

func TestCeremonyIsHeldInItsOrder(t *testing.T) {
	c := newCeremony(t)
	c.refused("draw.server_first", "s1", "staff", committed("s1", "desk"))
	c.do("system", "system", committed("server", ""))
	c.do("s1", "staff", committed("s1", "desk"))
	c.refused("draw.party_twice", "s1", "staff", committed("s1", "other"))
	c.refused("draw.device_twice", "v1", "supervisor", committed("v1", "desk"))
	c.refused("draw.party", "v1", "supervisor", committed("v2", "wall"))
	c.refused("draw.too_few_parties", "a1", "agent", &draw.PublicShareGiven{Draw: "D", Value: strings.Repeat("3", 25)})
	c.do("s2", "staff", committed("s2", "desk2"))
	c.refused("draw.too_few_parties", "a1", "agent", &draw.PublicShareGiven{Draw: "D", Value: strings.Repeat("3", 25)})
	c.do("v1", "supervisor", committed("v1", "wall"))
	c.refused("draw.stage", "system", "system", revealed("server"))
	c.refused("draw.public_outside", "s1", "staff", &draw.PublicShareGiven{Draw: "D", Value: strings.Repeat("3", 25)})
	c.refused("draw.public_form", "a1", "agent", &draw.PublicShareGiven{Draw: "D", Value: strings.Repeat("3", 24)})
	c.refused("draw.public_form", "a1", "agent", &draw.PublicShareGiven{Draw: "D", Value: strings.Repeat("a", 15)})
	c.do("a1", "agent", &draw.PublicShareGiven{Draw: "D", Value: strings.Repeat("a", 16)})
	c.refused("draw.stage", "x1", "witness", committed("x1", "late"))
	c.refused("draw.server_reveals_first", "s1", "staff", revealed("s1"))
	c.do("system", "system", revealed("server"))
	other := revealed("s1")
	other.Nonce = strings.Repeat("0", 64)
	c.refused("draw.not_committed", "s1", "staff", other)
	c.refused("draw.party", "v1", "supervisor", revealed("s1"))
	c.do("s1", "staff", revealed("s1"))
	c.refused("draw.revealed_twice", "s1", "staff", revealed("s1"))
	c.do("s2", "staff", revealed("s2"))
	c.do("v1", "supervisor", revealed("v1"))
	if c.d.Stage != draw.Seeded {
		t.Errorf("the draw stands at %s", c.d.Stage)
	}
}

// With the pool opened, a seat that was given to a higher ticket is seen;
// without it, the tickets alone still show a label that was left out.
func TestFillingIsChecked(t *testing.T) {
	for _, open := range []bool{true, false} {
		c := newCeremony(t)
		if err := c.d.Reveal(c.pool); err != nil {
			t.Fatal(err)
		}
		c.seed()
		fillings, err := c.d.Fill(c.d.Seats)
		if err != nil {
			t.Fatal(err)
		}
		if !open {
			if err := c.d.Reveal(nil); err != nil {
				t.Fatal(err)
			}
		}
		forged := slices.Clone(fillings)
		tickets, err := c.d.Order()
		if err != nil {
			t.Fatal(err)
		}
		forged[0].Label = tickets[len(tickets)-1].Label
		before := c.d
		c.refused("draw.fill_differs", "s1", "staff", &draw.SeatsFilled{Draw: "D", Fillings: forged})
		c.d = before
		c.do("s1", "staff", &draw.SeatsFilled{Draw: "D", Fillings: fillings})
		if c.d.FillUnchecked == open {
			t.Errorf("pool open %t: unchecked %t", open, c.d.FillUnchecked)
		}
		first := fillings[0].Label
		attempt := &draw.Attempted{Draw: "D", Seat: 1, Label: first, Channel: "manual", Outcome: "called"}
		c.refused("draw.seat", "s2", "staff", attempt) // nobody was invited yet
		c.do("s1", "staff", &draw.Invited{Draw: "D", Seat: 1, Label: first, Channel: "manual"})
		for _, began := range []int64{-1, c.ms + 3} {
			c.refused("draw.began", "s2", "staff", &draw.Attempted{Draw: "D", Seat: 1, Label: first, Channel: "manual", Outcome: "called", BeganMs: began})
		}
		c.refused("draw.outcome", "s2", "staff", &draw.Attempted{Draw: "D", Seat: 1, Label: first, Channel: "manual", Outcome: "perhaps"})
		c.refused("draw.seat", "s2", "staff", &draw.Attempted{Draw: "D", Seat: 1, Label: tickets[len(tickets)-1].Label, Channel: "manual", Outcome: "called"})
		c.do("s2", "staff", attempt)
		c.refused("reason.required", "s2", "staff", &draw.Answered{Draw: "D", Seat: 1, Label: first, Answer: "declined"})
		for who, answer := range map[string]string{"staff": "declined", "system": "unanswered"} {
			c.refused("draw.answer", "s2", who, &draw.Answered{Draw: "D", Seat: 1, Label: first, Answer: answer, Channel: "sip", Reason: "x"})
		}
		// Whoever came answers nothing more, and can be absent from a later meeting.
		for _, accepts := range []bool{false, true} {
			before, second := c.d, fillings[1].Label
			c.d.Holders = slices.Clone(before.Holders)
			c.do("s1", "staff", &draw.Invited{Draw: "D", Seat: 2, Label: second, Channel: "manual"})
			if accepts {
				c.do("s2", "staff", &draw.Answered{Draw: "D", Seat: 2, Label: second, Answer: "accepted"})
			}
			came := &draw.Unsealed{Draw: "D", Seat: 2, Label: second, Expert: second}
			c.do("kiosk", "kiosk", came)
			c.refused("draw.seat", "kiosk", "kiosk", came)
			c.refused("draw.seat", "s2", "staff", &draw.Answered{Draw: "D", Seat: 2, Label: second, Answer: "declined", Reason: "ill"})
			if accepts {
				c.do("s2", "staff", &draw.Answered{Draw: "D", Seat: 2, Label: second, Answer: "absent", Reason: "ill"})
			}
			c.d = before
		}
		asked := c.d
		asked.Holders = slices.Clone(asked.Holders)
		c.do("system", "system", &draw.Answered{Draw: "D", Seat: 1, Label: first, Answer: "declined", Channel: "sip"}) // a key gives no reasons
		c.d = asked
		c.do("s2", "staff", &draw.Answered{Draw: "D", Seat: 1, Label: first, Answer: "declined", Reason: "ill"})
		if open {
			next, err := c.d.Fill(c.d.Seats[:1])
			if err != nil {
				t.Fatal(err)
			}
			if next[0].Label == first {
				t.Error("the expert who declined was drawn again")
			}
			for reason, want := range map[string]string{"unanswered": "draw.leaves", "absent": "draw.leaves", "recused": "draw.leaves", "supplemented": "draw.leaves", "unwell": "draw.leaves", "": "draw.leaves", "conflict": "draw.conflict"} {
				c.refused(want, "system", "system", &draw.Replaced{Draw: "D", Reason: reason, Filling: next[0]})
			}
			c.refused("draw.conflict", "system", "system", &draw.Replaced{Draw: "D", Reason: "declined", Filling: next[0], Conflict: next[0].Label})
			c.do("system", "system", &draw.Replaced{Draw: "D", Reason: "declined", Filling: next[0]})
			// What was under way to the expert who declined is said, and is no attempt to reach the next.
			c.do("system", "system", &draw.Attempted{Draw: "D", Seat: 1, Label: first, Channel: "sms", Outcome: "delivered"})
			if h := c.d.Holders[0]; h.Calls != 0 || h.Outcome != "" {
				t.Errorf("after another's attempt: %+v", h)
			}
		}
	}
}

func BenchmarkOrder100000(b *testing.B) {
	labels := make([]string, 100_000)
	for i := range labels {
		labels[i] = draw.Label("D", [16]byte{}, fmt.Sprint(i))
	}
	seed := draw.Seed("00", nil, "x")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := draw.Order(seed, labels); err != nil {
			b.Fatal(err)
		}
	}
}

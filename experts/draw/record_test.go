package draw_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bidroom/experts/draw"
)

// A random draw is made of what a generator gives: its plan, its pool, its
// ceremony, who declines, and whether it is void.
type randomDraw struct {
	later  int64 // how much the clock is on by now, in milliseconds
	t      *testing.T
	random *rand.Rand
	d      draw.Draw
	pool   []draw.Opened
	few    bool // counts are withheld
}

func (v *randomDraw) some(of []string, least, most int) []string {
	list := []string{}
	for _, i := range v.random.Perm(len(of))[:least+v.random.IntN(most-least+1)] {
		list = append(list, of[i])
	}
	slices.Sort(list)
	return list
}

func (v *randomDraw) hex(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(v.random.Uint32())
	}
	return hex.EncodeToString(b)
}

func (v *randomDraw) do(actor, role string, act draw.Act) bool {
	if err := v.d.Apply(draw.Meta{AtMs: 1 + v.later, Actor: actor, Role: role}, act); err != nil {
		v.t.Fatalf("%s: %v", act.Kind(), err)
	}
	return true
}

// pooled forms the pool. It reports whether the plan can be filled.
func (v *randomDraw) pooled(id string) bool {
	codes, regions := []string{"A01", "A02", "B0102", "B010203"}, []string{"330100", "330182", "330200", "330281", ""}
	for i := range 2 + v.random.IntN(10) {
		salt, _ := hex.DecodeString(v.hex(16))
		v.pool = append(v.pool, draw.Open(id, [16]byte(salt), fmt.Sprint("E", i), v.some(codes, 1, 2), regions[v.random.IntN(len(regions))], v.some([]string{"U1", "U2", "U3", "U4", "U5", "U6", "U7"}, 0, 2)))
	}
	slices.SortFunc(v.pool, func(a, b draw.Opened) int { return strings.Compare(a.Label, b.Label) })
	act := &draw.PoolFormed{Draw: id, Rules: v.hex(32), Excluded: []draw.Excluded{{Ground: "R01", Count: v.random.IntN(9)}}, Unknown: v.random.IntN(3)}
	for i := range 1 + v.random.IntN(4) {
		seat := draw.Seat{No: i + 1, Specialties: v.some(codes, 1, 2)}
		if v.random.IntN(4) == 0 {
			seat.Region = []string{"330182", "330100", "330000", "330200"}[v.random.IntN(4)]
		}
		if v.random.IntN(4) == 0 {
			seat.Fallback = v.some(codes, 1, 1)
		}
		act.Seats = append(act.Seats, seat)
	}
	if v.random.IntN(3) == 0 {
		act.Limits = draw.Limits{Region: v.random.IntN(len(act.Seats) + 1), Home: []string{"330182", "330100"}[v.random.IntN(2)], Outside: 1}
	}
	if v.random.IntN(4) == 0 && len(act.Seats) > 1 {
		act.Limits.Employer = 2
	}
	if v.random.IntN(4) == 0 {
		act.Limits.Month, act.Limits.Interval, act.Limits.Entity = v.random.IntN(draw.MostInMonth+1), v.random.IntN(draw.MostInterval+1), v.random.IntN(2) == 0
		if act.Limits.OfService() {
			act.Services = v.hex(32)
		}
	}
	if v.random.IntN(4) == 0 {
		act.Beacon = &draw.Round{Chain: v.hex(32), No: 1 + v.random.Uint64()}
		if v.random.IntN(3) > 0 {
			chain := &draw.Chain{Scheme: "bls-unchained-g1-rfc9380", Key: v.hex(96), Period: 1 + v.random.Uint32N(30), Genesis: 1 + v.random.Int64N(1e9), Seed: v.hex(32), ID: []string{"", "default", "quicknet"}[v.random.IntN(3)]}
			act.Beacon = &draw.Round{Chain: chain.Hash(), No: 1 + v.random.Uint64N(1e6), Info: chain}
		}
	}
	by := "staff"
	if v.random.IntN(5) == 0 {
		act.Former, act.Reason, by = "D0", "the pool was wrong", "supervisor"
	}
	for _, o := range v.pool {
		act.Items = append(act.Items, draw.Item{Label: o.Label, Item: o.Item()})
	}
	act.PoolHash = act.Hash()
	v.few = v.random.IntN(5) == 0
	return draw.Feasible(act.Seats, act.Limits, v.pool) == nil && v.do("s1", by, act) && v.d.Reveal(v.pool) == nil
}

// run holds the ceremony, up to a point that is drawn too.
func (v *randomDraw) run(id string) {
	end := v.random.IntN(20) // where the draw breaks off; mostly not at all
	parties := []string{"server", "s1", "v1", "a1"}[:3+v.random.IntN(2)]
	roles := map[string]string{"server": "system", "s1": "staff", "v1": "supervisor", "a1": "agent"}
	actor := func(party string) string { return map[bool]string{true: "system", false: party}[party == "server"] }
	shares := map[string]*draw.Revealed{}
	for _, party := range parties {
		s := &draw.Revealed{Draw: id, Party: party, Nonce: v.hex(32), EnteredHash: v.hex(32)}
		shares[party] = s
		sum := draw.HashEntered([]byte(strings.Join([]string{"bidroom/commit/1", id, party, s.Nonce, s.EnteredHash, ""}, "\n")))
		v.do(actor(party), roles[party], &draw.Committed{Draw: id, Party: party, Device: "d" + party, Commitment: sum})
	}
	if end == 0 {
		return
	}
	public := &draw.PublicShareGiven{Draw: id, Value: v.hex(8 + v.random.IntN(20))}
	if v.random.IntN(2) == 0 {
		public.Value = ""
		for range 25 + v.random.IntN(9) {
			public.Value += strconv.Itoa(1 + v.random.IntN(6))
		}
	}
	if v.d.Beacon != nil {
		public.Beacon = v.hex(48)
	}
	who := "witness"
	if v.d.Beacon != nil && v.random.IntN(2) == 0 {
		public.Value, who = public.Beacon, []string{"witness", "staff", "system"}[v.random.IntN(3)]
	}
	v.later = 1 << 50 // every round is there by then
	v.do("x1", who, public)
	for i, party := range parties {
		if i > 0 && end == 1 {
			break
		}
		v.do(actor(party), roles[party], shares[party])
	}
	if end > 2 {
		v.seats(id)
	}
	if end < 5 {
		v.do("v1", "supervisor", &draw.Voided{Draw: id, Reason: "somebody did not reveal"})
	}
}

func (v *randomDraw) seats(id string) {
	fillings, err := v.d.Fill(v.d.Seats)
	if err != nil {
		v.t.Fatal(err)
	}
	v.do("system", "system", &draw.SeatsFilled{Draw: id, Fillings: fillings})
	for range v.random.IntN(4) {
		seat := v.d.Seats[v.random.IntN(len(v.d.Seats))]
		next, err := v.d.Fill([]draw.Seat{seat})
		if err != nil {
			return // nobody is left for it
		}
		label := v.d.Holders[seat.No-1].Label
		v.do("s1", "staff", &draw.Invited{Draw: id, Seat: seat.No, Label: label, Channel: draw.Manual})
		v.do("s1", "staff", &draw.Answered{Draw: id, Seat: seat.No, Label: label, Answer: "declined", Reason: "ill"})
		v.do("system", "system", &draw.Replaced{Draw: id, Reason: "declined", Filling: next[0]})
	}
	for _, h := range v.d.Holders {
		if v.random.IntN(2) == 0 {
			v.do("system", "system", &draw.Unsealed{Draw: id, Seat: h.Seat, Label: h.Label, Expert: v.hex(32)})
		}
	}
}

// record opens all of the pool, what was unsealed, or nothing.
func (v *randomDraw) record() *draw.Record {
	var opened []draw.Opened
	how := v.random.IntN(3)
	for _, o := range v.pool {
		if how == 0 || how == 1 && slices.Contains(v.d.Unsealed, o.Label) {
			opened = append(opened, o)
		}
	}
	record, err := v.d.Record(func(n int) string {
		if v.few && n > 0 && n < 5 {
			return draw.Withheld
		}
		return strconv.Itoa(n)
	}, opened)
	if err != nil {
		v.t.Fatal(err)
	}
	return record
}

func newRandomDraw(t *testing.T, n uint64) *draw.Record {
	for try := uint64(0); ; try++ {
		v := &randomDraw{t: t, random: rand.New(rand.NewPCG(n, try))}
		if id := fmt.Sprint("D", n); v.pooled(id) {
			v.run(id)
			return v.record()
		}
	}
}

// mangle changes one thing of a record that a check must see, or that makes no
// difference; both verifiers have to say the same.
func mangle(r *draw.Record, random *rand.Rand) {
	other := func(text string) string {
		if text == "" {
			return "0"
		}
		i := random.IntN(len(text))
		return text[:i] + string("0123456789abcdef"[random.IntN(16)]) + text[i+1:]
	}
	lists := []*[]string{&r.Items, &r.Commitments, &r.Shares, &r.Tickets, &r.Unsealed}
	list := lists[random.IntN(len(lists))]
	switch n := random.IntN(14); {
	case n > 11 && r.Beacon != "" && r.BeaconChain != "" && random.IntN(2) == 0:
		r.BeaconChain = other(r.BeaconChain)
	case n > 11 && r.Beacon != "":
		r.Public, r.PublicRole = other(r.Public), "staff"

	case n == 0:
		r.PoolHash = other(r.PoolHash)
	case n == 1:
		r.Seed = other(r.Seed)
	case n == 2 && r.Public != "":
		r.Public = other(r.Public)
	case n == 3 && len(r.Opened) > 0:
		o := &r.Opened[random.IntN(len(r.Opened))]
		o.Employers = append(slices.Clone(o.Employers), "U9")
	case n <= 6 && len(r.Fillings) > 0:
		f := &r.Fillings[random.IntN(len(r.Fillings))]
		switch random.IntN(4) {
		case 0:
			f.Label = r.Items[random.IntN(len(r.Items))][:64]
		case 1:
			f.Seat = strconv.Itoa(1 + random.IntN(4))
		case 2:
			f.Skips = append(f.Skips, r.Items[0][:64]+" unfit")
		case 3:
			f.Reason = map[bool]string{true: "declined"}[f.Reason == ""]
		}
	case n == 7 && len(r.Fillings) > 0:
		r.Fillings = r.Fillings[:random.IntN(len(r.Fillings))]
	case n == 8 && len(*list) > 0:
		*list = (*list)[:len(*list)-1]
	case len(*list) > 0:
		i := random.IntN(len(*list))
		(*list)[i] = other((*list)[i])
	}
}

// randomRecords returns records of random draws, every second one mangled, one
// a line, with what Check finds of each; every part is found in every state.
func randomRecords(t *testing.T) (records, found []string) {
	t.Helper()
	states := map[string]int{}
	for n := range uint64(1000) {
		r := newRandomDraw(t, n)
		if n%2 == 1 {
			mangle(r, rand.New(rand.NewPCG(n, 77)))
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		read, err := draw.ReadRecord(text)
		if err != nil {
			t.Fatal(err)
		}
		own, err := read.Check(nil)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if n%2 == 0 && !own.Sound() {
			t.Fatalf("a sound record is broken: %+v\n%s", own, text)
		}
		for _, part := range own.Parts {
			states[part.Part+" "+string(part.State)]++
		}
		said, err := json.Marshal(own)
		if err != nil {
			t.Fatal(err)
		}
		records, found = append(records, string(text)), append(found, string(said))
	}
	for _, part := range []string{"pool", "shares", "seed", "opened", "order", "seats"} {
		for _, state := range []draw.State{draw.Checked, draw.NotContained, draw.Broken} {
			if n := states[part+" "+string(state)]; n < 10 {
				t.Errorf("%s was %s in %d records only", part, state, n)
			}
		}
	}
	if states["beacon not_contained"] < 10 || states["beacon broken"] < 3 {
		t.Errorf("beacons: %v", states)
	}
	t.Log(states)
	return records, found
}

// agrees runs another verifier over records: it must say the same of every
// part, compute the same hashes, and name the same place.
func agrees(t *testing.T, records, want []string, name string, args ...string) {
	t.Helper()
	command := exec.Command(name, args...)
	command.Stdin = strings.NewReader(strings.Join(records, "\n") + "\n")
	var faults bytes.Buffer
	command.Stderr = &faults
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, &faults)
	}
	got := strings.Split(strings.TrimSpace(string(out)), "\n")
	for i, text := range records {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("record %d\n%s\nfirst  %s\nsecond %s", i, text, want[i], got[min(i, len(got)-1)])
		}
	}
}

// The second verifier was written from docs/draw.md and knows nothing of this
// package.
func TestSecondVerifierAgreesOnRandomDraws(t *testing.T) {
	records, want := randomRecords(t)
	agrees(t, records, want, "python3", "testdata/drawverify.py", "-")
}

// recipes are the shell texts of docs/draw.md, as they stand there.
func recipes(t *testing.T) (list []string) {
	t.Helper()
	text, err := os.ReadFile("../../docs/draw.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, after := range strings.Split(string(text), "```sh\n")[1:] {
		recipe, _, closed := strings.Cut(after, "```\n")
		if !closed {
			t.Fatal("a recipe of docs/draw.md has no end")
		}
		list = append(list, recipe)
	}
	if len(list) != 2 {
		t.Fatalf("docs/draw.md has %d recipes", len(list))
	}
	return list
}

// cook runs a recipe beside a record, as a stranger would, and returns what it
// says.
func cook(t *testing.T, recipe string, record any) string {
	t.Helper()
	dir := t.TempDir()
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(record); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "record.json"), text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("sh", "-e")
	command.Dir, command.Stdin = dir, strings.NewReader(recipe)
	out, err := command.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	return string(out)
}

// A sound record is OK by the recipe of the documents, a changed one is not;
// of what a record withholds or does not have yet it says that, and nothing is
// broken.
func TestRecipeOfTheDocuments(t *testing.T) {
	recipe := recipes(t)[0]
	seen := map[string]int{}
	for n := uint64(0); n < 500 && (seen["sound"] < 2 || seen["changed"] < 2 || seen["withheld"] < 2 || seen["unfinished"] < 2); n++ {
		r := newRandomDraw(t, n)
		withheld := strings.Contains(strings.Join(r.Excluded, " "), "<")
		kind := "sound"
		switch {
		case r.Seed == "":
			kind = "unfinished"
		case withheld:
			kind = "withheld"
		case len(r.Fillings) == 0:
			continue
		case n%2 == 1:
			kind = "changed"
			number, label, _ := strings.Cut(r.Tickets[len(r.Tickets)-1], " ")
			last := map[bool]string{true: "0", false: "1"}[number[63] != '0']
			r.Tickets[len(r.Tickets)-1] = number[:63] + last + " " + label
		}
		if seen[kind]++; seen[kind] > 2 {
			continue
		}
		out := cook(t, recipe, r)
		want := map[string]bool{"pool: OK\n": !withheld, "pool: cannot be checked before": withheld, "seed: OK\n": kind != "unfinished", "seed: there is none": kind == "unfinished",
			"order: OK\n": kind == "sound" || kind == "withheld", "BROKEN": kind == "changed"}
		for text, there := range want {
			if strings.Contains(out, text) != there {
				t.Errorf("of a record that is %s it says %q: %v\n%s", kind, text, !there, out)
			}
		}
		if strings.Count(out, " revealed what it committed to\n") != len(r.Shares) {
			t.Errorf("of %d shares\n%s", len(r.Shares), out)
		}
	}
	for _, kind := range []string{"sound", "changed", "withheld", "unfinished"} {
		if seen[kind] < 2 {
			t.Errorf("%d records were %s", seen[kind], kind)
		}
	}
}

// The same of what else is drawn.
func TestRecipeOfChoices(t *testing.T) {
	both := recipes(t)
	functions, _, found := strings.Cut(both[0], "\n\n")
	if !found {
		t.Fatal("the first recipe does not begin with its functions")
	}
	for n := range uint64(2) {
		v := &randomDraw{t: t, random: rand.New(rand.NewPCG(n, 9))}
		c := randomChoice(v, n, "一号“评标室”", `2 "east" \\ west`, "A & B <c>")
		out := cook(t, functions+"\n"+both[1], c)
		if strings.Contains(out, "BROKEN") || strings.Count(out, ": OK\n") != 3 || strings.Count(out, " revealed what it committed to\n") != len(c.Shares) {
			t.Errorf("of a sound record %v\n%s", c.Options, out)
		}
		c.Order[0], c.Order[len(c.Order)-1] = c.Order[len(c.Order)-1], c.Order[0]
		if out := cook(t, functions+"\n"+both[1], c); !strings.Contains(out, "order: BROKEN\n") {
			t.Errorf("the order was changed\n%s", out)
		}
	}
}

// largeRecords returns the records of a draw from a pool of n experts: as
// everybody sees it, and with everything opened.
func largeRecords(tb testing.TB, n int) (public, full *draw.Record) {
	pool := large(n)
	slices.SortFunc(pool, func(a, b draw.Opened) int { return strings.Compare(a.Label, b.Label) })
	seats, limits := largePlan()
	act := &draw.PoolFormed{Draw: "D", Rules: "00", Seats: seats, Limits: limits}
	for _, o := range pool {
		act.Items = append(act.Items, draw.Item{Label: o.Label, Item: o.Item()})
	}
	act.PoolHash = act.Hash()
	c := &ceremony{}
	if err := c.d.Apply(draw.Meta{}, act); err != nil {
		tb.Fatal(err)
	}
	if err := c.d.Reveal(pool); err != nil {
		tb.Fatal(err)
	}
	c.t = new(testing.T)
	c.seed()
	fillings, err := c.d.Fill(seats)
	if err != nil {
		tb.Fatal(err)
	}
	c.do("system", "system", &draw.SeatsFilled{Draw: "D", Fillings: fillings})
	if public, err = c.d.Record(strconv.Itoa, nil); err != nil {
		tb.Fatal(err)
	}
	if full, err = c.d.Record(strconv.Itoa, pool); err != nil {
		tb.Fatal(err)
	}
	return public, full
}

func BenchmarkCheckRecord100000(b *testing.B) {
	public, full := largeRecords(b, 100_000)
	for name, r := range map[string]*draw.Record{"public": public, "full": full} {
		text, err := json.Marshal(r)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if found, err := draw.CheckText(text, nil); err != nil || !found.Sound() {
					b.Fatal(found, err)
				}
			}
		})
	}
}

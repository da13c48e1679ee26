package draw_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"bidroom/experts/draw"
)

// The page that checks records in a browser: it must say of every record what
// this package says. Its packages are those that the pages are built with.
func page(t *testing.T) []string {
	t.Helper()
	if _, err := os.Stat("../../kiosk/node_modules/vite"); err != nil {
		t.Fatal("the packages of the pages are not installed; make bidroom installs them")
	}
	return []string{"node", "../../kiosk/build/drawverify.mjs"}
}

func TestPageAgreesOnRandomDraws(t *testing.T) {
	node := page(t)
	records, want := randomRecords(t)
	public, full := largeRecords(t, 10_000)
	for _, r := range []*draw.Record{public, full} {
		found, err := r.Check(nil)
		if err != nil || !found.Sound() {
			t.Fatal(found, err)
		}
		records, want = append(records, asJSON(t, r)), append(want, asJSON(t, found))
	}
	agrees(t, records, want, node[0], node[1])
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// randomChoice makes the record of a choice among options, some of them beyond
// what sorts the same in UTF-8 and UTF-16, and of more.
func randomChoice(v *randomDraw, n uint64, more ...string) *draw.Choice {
	options := append(v.some([]string{"0.93", "0.94", "0.95", "一号评标室", "二号评标室", "甲公司", "\ufb01", "\U00020000", "seat 1", "seat 2"}, 1, 10), more...)
	slices.Sort(options)
	c := &draw.Choice{Format: draw.ChoiceFormat, V: "1", Draw: fmt.Sprint("C", n), Purpose: v.some([]string{"coefficient", "rooms", "seats", "tie"}, 1, 1)[0],
		Options: options, Public: v.hex(16), PublicRole: "witness"}
	c.OptionsHash = draw.OptionsHash(c.Draw, c.Purpose, c.Options)
	var shares []draw.Share
	for i, party := range []string{"server", "s1", "v1"} {
		var nonce [32]byte
		for j := range nonce {
			nonce[j] = byte(v.random.Uint32())
		}
		entered := []byte(fmt.Sprint("typed by ", party))
		s := draw.Share{Party: party, Nonce: fmt.Sprintf("%x", nonce), EnteredHash: draw.HashEntered(entered)}
		shares = append(shares, s)
		c.Commitments = append(c.Commitments, party+" "+[]string{"system", "staff", "supervisor"}[i]+" "+draw.Commitment(c.Draw, party, nonce, entered))
		c.Shares = append(c.Shares, s.Party+" "+s.Nonce+" "+s.EnteredHash)
	}
	c.Seed = draw.Seed(c.OptionsHash, shares, c.Public)
	chosen, err := draw.Choose(c.Draw, c.Seed, c.Options)
	if err != nil {
		v.t.Fatal(err)
	}
	for _, o := range chosen {
		c.Order = append(c.Order, o.Number+" "+o.Option)
	}
	return c
}

// mangleChoice changes one thing of a record.
func mangleChoice(c *draw.Choice, random *rand.Rand) {
	lists := []*[]string{&c.Options, &c.Commitments, &c.Shares, &c.Order}
	list := lists[random.IntN(len(lists))]
	switch i := random.IntN(len(*list)); random.IntN(6) {
	case 0:
		*list = append(*list, (*list)[i])
	case 1:
		*list = slices.Delete(slices.Clone(*list), i, i+1)
	case 2:
		(*list)[i] += "0"
	case 3:
		slices.Reverse(*list)
	case 4:
		c.Seed = c.Seed[1:] + c.Seed[:1]
	case 5:
		c.PublicRole, c.Public = "staff", c.Public[:len(c.Public)-i]
	}
}

func TestPageAgreesOnRandomChoices(t *testing.T) {
	node := page(t)
	var records, want []string
	broken := 0
	for n := range uint64(300) {
		v := &randomDraw{t: t, random: rand.New(rand.NewPCG(n, 5))}
		c := randomChoice(v, n)
		if n%2 == 1 {
			mangleChoice(c, v.random)
		}
		found, err := c.Check()
		if err != nil {
			t.Fatal(err)
		}
		if n%2 == 0 && !found.Sound() {
			t.Fatalf("a sound record is broken: %+v\n%+v", found, c)
		} else if !found.Sound() {
			broken++
		}
		records, want = append(records, asJSON(t, c)), append(want, asJSON(t, found))
	}
	if broken < 100 {
		t.Errorf("%d of 150 changes were seen", broken)
	}
	agrees(t, records, want, node[0], node[1])
}

// What is no record is no record for both.
func TestPageRefusesWhatIsNoRecord(t *testing.T) {
	node := page(t)
	whole := asJSON(t, newRandomDraw(t, 0))
	changed := func(member string, value any) string {
		var r map[string]any
		if err := json.Unmarshal([]byte(whole), &r); err != nil {
			t.Fatal(err)
		}
		r[member] = value
		return asJSON(t, r)
	}
	var records, want []string
	for _, one := range []struct{ text, where string }{
		{"{", ""}, {"[]", ""}, {whole + "{}", ""}, {changed("format", "bidroom/other"), "format"}, {changed("v", "2"), "v"}, {changed("more", ""), "more"},
		{changed("draw", 1), "draw"}, {changed("items", "no list"), "items"}, {changed("seats", []string{"1 A01"}), "seats.0"},
		{changed("seats", []string{"01 A01 "}), "seats.0"}, {changed("seats", []string{"1 A01, "}), "seats.0"},
		{changed("limits", []string{"employer 1"}), "limits"}, {changed("limits", []string{"region 2", "employer 2"}), "limits"},
		{changed("limits", []string{"outside 3"}), "limits"}, {changed("excluded", []string{"R01 -1"}), "excluded.0"},
		{changed("excluded", []string{"R01 9223372036854775808"}), "excluded.0"}, {changed("beacon", "00 01"), "beacon"},
		{changed("beacon", "00 18446744073709551616"), "beacon"}, {changed("fillings", []any{map[string]any{"seat": 1}}), "fillings.0.seat"},
	} {
		r, err := draw.ReadRecord([]byte(one.text))
		if err == nil {
			_, err = r.Check(nil)
		}
		if err == nil {
			t.Errorf("%s is a record", one.text)
		}
		records, want = append(records, one.text), append(want, fmt.Sprintf(`{"not":"%s"}`, one.where))
	}
	agrees(t, records, want, node[0], node[1])
}

package lead_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bidroom/evaluation/lead"
)

// said writes leads shortly: kind, value and bids.
func said(list []lead.Lead) (lines []string) {
	for _, l := range list {
		lines = append(lines, fmt.Sprintf("%s %s ×%d: %s", l.Kind, l.Value, l.Count, strings.Join(l.Bids, " ")))
	}
	return lines
}

// Worked by hand: both sides of where a step is one.
func TestPriceSteps(t *testing.T) {
	for what, one := range map[string]struct {
		prices string // by bids a, b, …
		want   []string
	}{
		"three equal differences":         {"100 110 120 130", []string{"steps 10 ×1: a b c d"}},
		"one fen off":                     {"100 110 120 131", []string{"steps 10 ×1: a b c"}},
		"two prices are one step":         {"100 110", nil},
		"three prices, a fen off":         {"100 110 121", []string{"ratios 11/10 ×1: a b c"}},
		"and another":                     {"100 110 122", nil},
		"in any order":                    {"120 100 110", []string{"steps 10 ×1: b c a"}},
		"two runs share a price":          {"100 110 120 150 180", []string{"steps 10 ×1: a b c", "steps 30 ×1: c d e"}},
		"a quotient that no decimal is":   {"900 1200 1600", []string{"ratios 4/3 ×1: a b c"}},
		"nearly so":                       {"900 1200 1601", nil},
		"equal prices":                    {"100 100", []string{"price 100 ×1: a b"}},
		"equal prices are one of a run":   {"100 110 110 120", []string{"steps 10 ×1: a b c d", "price 110 ×1: b c"}},
		"equal prices alone make no run":  {"100 100 100", []string{"price 100 ×1: a b c"}},
		"beyond what a float tells apart": {"9007199254740992 9007199254740993 9007199254740995", nil},
		"no prices":                       {"", nil},
	} {
		prices := map[string]int64{}
		for i, field := range strings.Fields(one.prices) {
			var fen int64
			if _, err := fmt.Sscan(field, &fen); err != nil {
				t.Fatal(err)
			}
			prices[string(rune('a'+i))] = fen
		}
		list, more := lead.Find(nil, prices)
		if got := said(list); !slices.Equal(got, one.want) || more != 0 {
			t.Errorf("%s: %q, want %q", what, got, one.want)
		}
	}
}

func TestShared(t *testing.T) {
	a, b, c := lead.Facts{Bid: "a", File: "1"}, lead.Facts{Bid: "b", File: "2"}, lead.Facts{Bid: "c", File: "3"}
	of := func(a, b, c lead.Facts) []string {
		list, _ := lead.Find([]lead.Facts{c, a, b}, nil)
		return said(list)
	}
	if got := of(a, b, c); got != nil {
		t.Errorf("nothing in common: %q", got)
	}
	a.Author, b.Author, c.Author = "张三", "张三", "张 三"
	a.Creator, b.Creator, c.Creator = "WPS", "WPS", "WPS"
	b.Producer, c.Producer = "WPS 11", "WPS 11"
	a.Pages, b.Pages, c.Pages = []string{"p1", "p2", "p3"}, []string{"p1", "p2"}, []string{"p1"}
	want := []string{"pages p1 ×1: a b c", "pages p2 ×1: a b", "author 张三 ×1: a b", "software WPS / WPS 11 ×1: b c"}
	if got := of(a, b, c); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	c.File, a.Origin, b.Origin, a.Images, c.Images = "1", "id", "id", []string{"i1", "i2", "i3"}, []string{"i2", "i3"}
	want = slices.Concat([]string{"file 1 ×1: a c", "origin id ×1: a b"}, want[:2], []string{"images i2 ×2: a c"}, want[2:])
	if got := of(a, b, c); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// No more are listed than may be, and it is said how many there are beside.
func TestMostLeads(t *testing.T) {
	for _, n := range []int{lead.MostLeads, lead.MostLeads + 1} {
		var bids []lead.Facts
		for i := range n {
			for _, side := range []string{"a", "b"} {
				bids = append(bids, lead.Facts{Bid: fmt.Sprint(side, i), File: fmt.Sprint(side, i)})
				bids[len(bids)-1].Author = fmt.Sprint("author ", i)
			}
		}
		if list, more := lead.Find(bids, nil); len(list) != lead.MostLeads || more != n-lead.MostLeads {
			t.Errorf("of %d: %d and %d more", n, len(list), more)
		}
	}
}

// What the bids are called, and in which order they come, changes nothing but
// what they are called by.
func TestRelabelled(t *testing.T) {
	word := rapid.SampledFrom([]string{"", "", "x", "y", "z"})
	words := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"k", "l", "m", "n"}), 0, 3, rapid.ID)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 7).Draw(t, "bids")
		labels := rapid.Permutation([]string{"a", "b", "c", "d", "e", "f", "g"}).Draw(t, "labels")
		var bids, other []lead.Facts
		prices, otherPrices, called := map[string]int64{}, map[string]int64{}, map[string]string{}
		for i := range n {
			f := lead.Facts{Bid: string(rune('a' + i)), File: word.Draw(t, "file"), Document: lead.Document{Author: word.Draw(t, "author"), Creator: word.Draw(t, "creator"), Producer: word.Draw(t, "producer"),
				Pages: words.Draw(t, "pages"), Images: words.Draw(t, "images")}}
			bids, prices[f.Bid] = append(bids, f), rapid.Int64Range(1, 12).Draw(t, "price")
			called[f.Bid], otherPrices[labels[i]] = labels[i], prices[f.Bid]
			f.Bid = labels[i]
			other = slices.Insert(other, rapid.IntRange(0, len(other)).Draw(t, "place"), f)
		}
		first, _ := lead.Find(bids, prices)
		second, _ := lead.Find(other, otherPrices)
		write := func(list []lead.Lead, name func(string) string) (lines []string) {
			for _, l := range list {
				ids := []string{}
				for _, bid := range l.Bids {
					ids = append(ids, name(bid))
				}
				slices.Sort(ids)
				lines = append(lines, fmt.Sprint(l.Kind, l.Value, l.Count, ids))
			}
			slices.Sort(lines)
			return lines
		}
		one, two := write(first, func(b string) string { return called[b] }), write(second, func(b string) string { return b })
		if !slices.Equal(one, two) {
			t.Fatalf("%q\nand by other names %q", one, two)
		}
		if prices := lead.OfPrices(maps.Clone(prices)); len(prices) > len(first) {
			t.Fatalf("%d of prices, of %d", len(prices), len(first))
		}
	})
}

// What is kept of pages is what tells something, and finds the same.
func TestKeep(t *testing.T) {
	bids := []lead.Facts{{Bid: "a", File: "1", Document: lead.Document{Pages: []string{"z", "y", "x", "y"}}}, {Bid: "b", File: "2", Document: lead.Document{Pages: []string{"y", "w", "z"}}}}
	lead.Keep(bids)
	if fmt.Sprint(bids[0].Pages, bids[1].Pages) != "[y z] [y z]" || !bids[0].Valid() {
		t.Errorf("kept %v and %v", bids[0].Pages, bids[1].Pages)
	}
	var many []string
	for i := range lead.MostShared + 1 {
		many = append(many, fmt.Sprintf("%04d", i))
	}
	bids[0].Pages, bids[1].Pages = slices.Clone(many), slices.Clone(many)
	if bids[0].Valid() {
		t.Error("too many pages are valid")
	}
	if lead.Keep(bids); len(bids[1].Pages) != lead.MostShared || !bids[0].Valid() {
		t.Errorf("kept %d", len(bids[1].Pages))
	}
}

func TestText(t *testing.T) {
	long := strings.Repeat("标", lead.MostText)
	for said, want := range map[string]string{" 张三\n": "张三", "a\x00b": "a b", "a\u202eb": "a b", "\xff": "", long: long, long + "书": long} {
		if got := lead.Text(said); got != want || lead.Text(got) != got {
			t.Errorf("%q: %q", said, got)
		}
	}
	for _, f := range []lead.Facts{{Document: lead.Document{Author: " x"}}, {Document: lead.Document{Unread: "lost"}}, {Document: lead.Document{Images: []string{"b", "a"}}}, {Document: lead.Document{Pages: []string{"a", "a"}}}} {
		if f.Valid() {
			t.Errorf("%+v is valid", f)
		}
	}
}

package scoring

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation/scoring/exact"
	"bidroom/evaluation/scoring/formula"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// marks makes one number of the members' marks for each bid that stands, at
// the level that the method states, and sums it up the tree.
func (c *computation) marks() {
	for _, bid := range c.members(SetStanding) {
		switch c.m.members.level {
		case "criterion":
			for _, criterion := range c.m.within[wholeSheet] {
				c.average(bid, criterion, []string{criterion})
			}
			for _, g := range c.m.groups {
				c.sum(bid, g.ID, c.m.within[g.ID])
			}
			c.sum(bid, wholeSheet, c.m.topGroups())
		case "group":
			for _, g := range c.m.topGroups() {
				c.average(bid, g, c.m.within[g])
			}
			c.sum(bid, wholeSheet, c.m.topGroups())
		case "total":
			c.average(bid, wholeSheet, c.m.within[wholeSheet])
		}
		c.sheets(bid)
	}
}

// topGroups returns the groups at the root that hold something to mark.
func (m *Method) topGroups() []string {
	var ids []string
	for _, g := range m.groups {
		if g.Parent == "" && len(m.within[g.ID]) > 0 {
			ids = append(ids, g.ID)
		}
	}
	return ids
}

// sheets sums each member's marks for a bid.
func (c *computation) sheets(bid int) {
	id := c.f.bids[bid].ID
	for i, member := range c.f.members {
		for _, g := range append(c.m.topGroups(), wholeSheet) {
			c.result.Sheets = append(c.result.Sheets, SheetTotal{Member: member, Bid: id, Group: g, Total: exact.String(c.sheet(id, i, c.m.within[g]))})
		}
	}
}

// sheet sums one member's marks of a bid over some criteria.
func (c *computation) sheet(bid string, member int, criteria []string) *big.Rat {
	sum := new(big.Rat)
	for _, criterion := range criteria {
		sum.Add(sum, c.f.marks[Mismatch{bid, criterion}][member])
	}
	return sum
}

// A given mark is what one member gave, at the level that is averaged.
type given struct {
	member string
	mark   *big.Rat
}

// average makes one number of what each member gave: the mean, or the median;
// from so many members on the mean without the highest and the lowest; or the
// mean after marks far from it were replaced.
func (c *computation) average(bid int, id string, criteria []string) {
	marks := make([]given, len(c.f.counted))
	for i, member := range c.f.counted {
		marks[i] = given{c.f.members[member], c.sheet(c.f.bids[bid].ID, member, criteria)}
	}
	by := c.m.members
	kept := marks
	switch {
	case by.median:
		kept = middle(marks)
	case by.from > 0 && len(marks) >= by.from:
		kept = trimmed(marks, by.highest, by.rest)
	case by.beyond != beyond{}:
		kept = by.beyond.near(marks)
	}
	mean := meanOf(kept)
	line := c.markLine(bid, id)
	line.Values = quotient(kept)
	if len(kept) < len(marks) {
		working := Working{Values: line.Values, Exact: exact.String(mean), Approx: exact.Approximate(mean), Result: exact.String(mean)}
		for _, g := range marks {
			if !slices.ContainsFunc(kept, func(k given) bool { return k.member == g.member }) {
				working.SetAside = append(working.SetAside, g.member)
			}
		}
		line.Workings = []Working{working}
	}
	value, r := formula.Value{Num: mean}, (*formula.Rounding)(nil)
	if by.rounding != nil {
		r = &formula.Rounding{Exact: mean, Digits: by.rounding.digits, Mode: by.rounding.mode}
		value.Num = exact.Round(mean, r.Digits, r.Mode)
	}
	line.Exact, line.Approx, line.Rounding, line.Digits, line.Result = outcome(value, r)
	c.put(bid, line, value, true)
}

// trimmed leaves out the highest and the lowest marks. Which of two equal ones
// goes does not matter; it is that of the member who comes first by name.
func trimmed(marks []given, highest, lowest int) []given {
	kept := slices.Clone(marks)
	slices.SortStableFunc(kept, func(a, b given) int { return a.mark.Cmp(b.mark) })
	kept = kept[lowest : len(kept)-highest]
	slices.SortFunc(kept, func(a, b given) int { return cmp.Compare(a.member, b.member) })
	return kept
}

// middle leaves the mark in the middle, or of an even number the two there.
func middle(marks []given) []given {
	aside := (len(marks) - 1) / 2
	return trimmed(marks, aside, aside)
}

// near leaves out the marks that are too far from the mean of all. That the mean
// of the others takes their place does not change this mean. If none is near, all
// stay.
func (b beyond) near(marks []given) []given {
	mean := meanOf(marks)
	far := func(g given) bool {
		distance := new(big.Rat).Sub(g.mark, mean)
		distance.Abs(distance)
		if b.points != nil && distance.Cmp(b.points) <= 0 {
			return false
		}
		return b.percent == nil || distance.Mul(distance, hundred).Cmp(new(big.Rat).Mul(b.percent, new(big.Rat).Abs(mean))) > 0
	}
	if kept := slices.DeleteFunc(slices.Clone(marks), far); len(kept) > 0 {
		return kept
	}
	return marks
}

func meanOf(marks []given) *big.Rat {
	mean := new(big.Rat)
	for _, g := range marks {
		mean.Add(mean, g.mark)
	}
	return mean.Quo(mean, new(big.Rat).SetInt64(int64(len(marks))))
}

// quotient writes a mean for reading.
func quotient(marks []given) string {
	texts := make([]string, len(marks))
	for i, g := range marks {
		texts[i] = exact.String(g.mark)
	}
	return "(" + strings.Join(texts, " + ") + ") ÷ " + strconv.Itoa(len(marks))
}

// sum adds up what the items below a group came to.
func (c *computation) sum(bid int, id string, items []string) {
	if len(items) == 0 {
		return
	}
	total := new(big.Rat)
	texts := make([]string, len(items))
	for i, item := range items {
		number := c.own[bid]["marks("+item+")"].Num
		total.Add(total, number)
		texts[i] = exact.String(number)
	}
	line := c.markLine(bid, id)
	line.Values = strings.Join(texts, " + ")
	line.Exact, line.Approx, line.Rounding, line.Digits, line.Result = outcome(formula.Value{Num: total}, nil)
	c.put(bid, line, formula.Value{Num: total}, true)
}

func (c *computation) markLine(bid int, id string) Line {
	name := "marks(" + id + ")"
	return Line{Kind: LineMarks, Bid: c.f.bids[bid].ID, Name: name, Names: c.m.symbols[name].names, Unit: UnitPoints}
}

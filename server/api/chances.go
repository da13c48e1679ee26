package api

import (
	"math/big"
	"strconv"
	"strings"

	"bidroom/experts"
	"bidroom/experts/draw"
)

// fewest is how many experts a count must be of to be told before the opening.
const fewest = 5

// longestFraction bounds an exact chance, in characters: as much as a line of the
// page takes. Of a longer one the per cent are told.
const longestFraction = 24

// repeatsView shows how often the same people sat. Before the opening it tells
// no count of fewer than five, and nothing of the one who sat most. The warning
// is of everyone who was considered, so it tells nothing of who was excluded.
func repeatsView(r *experts.Repeats, opened bool) *RepeatsView {
	if r == nil {
		return nil
	}
	view := &RepeatsView{Served: few(r.Served, opened), Pairs: few(r.Pairs, opened), Panels: few(r.Panels, opened), Frequent: r.Frequent()}
	if opened {
		view.Most = strconv.Itoa(r.Most)
	}
	return view
}

// chancesView shows chances. Before the opening it tells no group of fewer
// than five, nor lets one be computed from what it tells: then only means stand
// there, and of the number of panels its power of ten.
func chancesView(c *draw.Chances, opened bool) *ChancesView {
	view := &ChancesView{Draws: c.Draws, Guessable: c.Guessable(), Panels: rounded(c.Panels(), 3), AtLeast: c.Draws > 0}
	groups := c.Groups()
	if !opened {
		if groups, view.Blurred = c.Blurred(fewest); view.Blurred {
			view.Panels, view.AtLeast = rounded(c.Panels(), 0), true
		}
	}
	for _, g := range groups {
		view.Groups = append(view.Groups, chanceGroup(g, c.Draws, opened))
	}
	return view
}

func chanceGroup(g draw.Group, draws int, opened bool) ChanceGroup {
	view := ChanceGroup{Seats: g.Seats, Experts: few(g.Experts, opened)}
	if !opened && g.Experts < fewest {
		return view
	}
	view.Mean = inPercent(g.Mean)
	if draws > 0 && g.Error > 0 {
		view.Error = strconv.FormatFloat(100*g.Error, 'f', 2, 64)
	}
	if !opened {
		return view
	}
	if g.Least.Cmp(g.Most) != 0 {
		view.Least, view.Most = inPercent(g.Least), inPercent(g.Most)
	} else if text := g.Mean.String(); draws == 0 && len(text) <= longestFraction && g.Mean.Sign() > 0 {
		view.Exact = text
	}
	return view
}

// inPercent writes a chance in per cent with one decimal, or two below 1 %.
func inPercent(p *big.Rat) string {
	p = new(big.Rat).Mul(p, big.NewRat(100, 1))
	if p.IsInt() {
		return p.Num().String()
	}
	if p.Cmp(big.NewRat(1, 1)) < 0 {
		return p.FloatString(2)
	}
	return p.FloatString(1)
}

var raised = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

// rounded writes a number of panels with so many leading digits, the others 0,
// in groups of three; with none, its power of ten.
func rounded(n *big.Int, digits int) string {
	text := n.String()
	if digits == 0 {
		text = "1" + strings.Repeat("0", len(text)-1)
	} else if len(text) > digits {
		text = text[:digits] + strings.Repeat("0", len(text)-digits)
	}
	if len(text) > 13 {
		return text[:1] + strings.TrimRight("."+text[1:3], ".0") + " × 10" + raised.Replace(strconv.Itoa(len(text)-1))
	}
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

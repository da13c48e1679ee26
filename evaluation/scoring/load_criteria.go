package scoring

import (
	"math/big"

	"bidroom/evaluation/scoring/exact"
)

// maxGroupDepth bounds how deep groups stand inside each other.
const maxGroupDepth = 4

// tree reads the criteria tree and what it adds up to.
func (l *loader) tree(o *object) {
	l.m.within, l.m.points = map[string][]string{}, map[string]string{}
	total := new(big.Rat)
	for _, t := range o.list("criteria") {
		if sum := l.group(l.object(t), "", "", 1); sum != nil {
			total.Add(total, sum)
		}
	}
	for i := range l.m.criteria {
		if c := &l.m.criteria[i]; c.Kind == Points {
			l.m.within[wholeSheet] = append(l.m.within[wholeSheet], c.ID)
		}
	}
	l.m.points[wholeSheet] = exact.String(total)
	if stated := o.decimal("points"); stated != nil && !l.unsummed && stated.Cmp(total) != 0 {
		l.add(o.keys["points"].at, "scoring.file.points", "name", "points", "stated", exact.String(stated), "sum", exact.String(total))
	}
	o.take("points")
}

// group reads a group and returns what it can earn at most. top is the group
// at the root above it, "" if it is that itself.
func (l *loader) group(o *object, top, parent string, depth int) *big.Rat {
	id, _ := o.id(l.items)
	if top == "" {
		top = id
	}
	at := len(l.m.groups)
	l.m.groups = append(l.m.groups, Group{ID: id, Parent: parent, Names: o.words("names", true)})
	blindAt := o.keys["blind"]
	blind := parent == "" && o.truth("blind") // inside another group it is not read, and so a fault
	l.m.groups[at].Blind = blind
	if parent == "" {
		l.hearing(o, at)
	}
	envelopeAt := o.keys["envelope"]
	second := parent == "" && o.choice("envelope", "first", "first", "second") == "second"
	stated := o.decimal("points")
	items := o.list("items")
	if depth > maxGroupDepth {
		l.add(o.at, "scoring.file.deep", "most", "4")
		return nil
	}
	sum := new(big.Rat)
	from := len(l.m.criteria)
	for _, t := range items {
		inner := l.object(t)
		var points *big.Rat
		if inner.keys["items"] != nil {
			points = l.group(inner, top, id, depth+1)
		} else {
			points = l.criterion(inner, top, id)
		}
		if points != nil {
			sum.Add(sum, points)
		}
	}
	for i := range l.m.criteria[from:] {
		c := &l.m.criteria[from+i]
		if c.Kind == Points {
			l.m.within[id] = append(l.m.within[id], c.ID)
		}
		if blind && c.Kind == Pass { // who examines knows whose bid it is
			l.add(blindAt.at, "scoring.file.blind", "name", id)
		}
		c.Blind = c.Blind || blind
		c.OfPrice = c.OfPrice || second
	}
	if second && (!l.m.sealed || len(l.m.within[id]) > 0) { // who marks does not know the prices
		l.add(envelopeAt.at, "scoring.file.envelope", "name", id)
	}
	if blind && len(l.m.within[id]) == 0 {
		l.add(blindAt.at, "scoring.file.blind", "name", id)
	}
	if heard := l.m.groups[at].Hearing != ""; heard && (blind || len(l.m.within[id]) == 0) { // who is heard is seen
		l.add(o.keys["hearing"].at, "scoring.file.hearing", "name", id)
	}
	switch {
	case stated == nil || l.unsummed:
	case len(l.m.within[id]) == 0:
		sum = stated // earned by a formula, as the price is
	case stated.Cmp(sum) != 0:
		l.add(o.keys["points"].at, "scoring.file.points", "name", id, "stated", exact.String(stated), "sum", exact.String(sum))
	}
	if stated != nil && stated.Sign() < 0 {
		l.add(o.keys["points"].at, "scoring.file.range", "name", "points")
	}
	o.take("points")
	o.done()
	l.m.groups[at].Points = exact.String(sum)
	l.m.points[id] = l.m.groups[at].Points
	return sum
}

// hearing reads what a group at the root is marked by.
func (l *loader) hearing(o *object, at int) {
	g := &l.m.groups[at]
	if o.keys["hearing"] != nil {
		g.Hearing = o.choice("hearing", "", "defence", "sample")
	}
	if t := o.keys["minutes"]; t != nil {
		g.Minutes = o.whole("minutes", 0, 1, 480)
		if g.Hearing == "" {
			l.add(t.at, "scoring.file.hearing", "name", g.ID)
		}
	}
}

// criterion reads a leaf and returns its points, nil for one that is passed
// or failed.
func (l *loader) criterion(o *object, top, parent string) *big.Rat {
	c := Criterion{Group: top, Parent: parent, Names: o.words("names", true), Standard: o.words("standard", false)}
	c.ID, _ = o.id(l.items)
	c.Objective = o.truth("objective")
	c.Kind = Kind(o.choice("kind", string(Points), string(Points), string(Pass)))
	if c.Kind == Points {
		if o.want("max") == nil {
			l.unsummed = true
		}
		c.most, c.least, c.step = o.decimal("max"), o.decimal("min"), o.decimal("step")
		if c.least == nil {
			c.least = new(big.Rat)
		}
		if c.step == nil {
			c.step = big.NewRat(1, 100)
		}
		if c.most == nil {
			l.unsummed = true
			c.most = new(big.Rat).Set(c.least)
		} else if c.most.Cmp(c.least) <= 0 || c.step.Sign() <= 0 || !onStep(c.most, c.least, c.step) {
			l.unsummed = true
			l.add(o.keys["max"].at, "scoring.file.range", "name", c.ID)
		}
		o.take("min")
		o.take("step")
		c.Max, c.Min, c.Step = exact.String(c.most), exact.String(c.least), exact.String(c.step)
		l.m.points[c.ID] = c.Max
	}
	o.done()
	l.m.criteria = append(l.m.criteria, c)
	return c.most
}

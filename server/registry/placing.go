package registry

import (
	"slices"
	"strings"
	"sync/atomic"

	"bidroom/experts/spread"
)

// few is how many persons are put in their places one by one: more are merged
// with all others.
const few = 32

// put puts persons in their places, for what was known of them before, and
// takes out whom ids has already.
func (p *people) put(changed []*person, ids map[string]bool) {
	for _, one := range changed {
		ids[one.id] = true
	}
	slices.SortFunc(changed, before)
	if len(ids) <= few && len(p.rows) > few {
		p.amend(changed, ids)
		return
	}
	rows := make([]*person, 0, len(p.rows)+len(changed))
	for _, one := range p.rows {
		if ids[one.id] {
			continue
		}
		for len(changed) > 0 && before(changed[0], one) < 0 {
			rows, changed = append(rows, changed[0]), changed[1:]
		}
		rows = append(rows, one)
	}
	p.rows = append(rows, changed...)
	if 2*len(ids) > len(p.rows) {
		p.settle()
	}
	p.pairAll()
}

// amend is put for a few. The twins that are known are put right with them.
func (p *people) amend(changed []*person, ids map[string]bool) {
	rows, renamed := slices.Clone(p.rows), map[string]*person{} // somebody of each name that is concerned
	for _, at := range slices.Backward(placesOf(rows, ids)) {
		renamed[rows[at].name] = rows[at]
		rows = slices.Delete(rows, at, at+1)
	}
	for _, one := range changed {
		renamed[one.name] = one
		at, _ := slices.BinarySearchFunc(rows, one, before)
		rows = slices.Insert(rows, at, one)
	}
	p.rows = rows
	known := p.paired.Load()
	if known == nil {
		p.pairAll()
		return
	}
	list := p.pairAgain(*known, renamed)
	p.pairs, p.paired = func() []pair { return list }, new(atomic.Pointer[[]pair])
	p.paired.Store(&list)
}

// placesOf finds where some persons stand, in order, on every processor.
func placesOf(rows []*person, ids map[string]bool) []int {
	return slices.Concat(spread.Parts(len(rows), func(from, to int) (found []int) {
		for i := from; i < to; i++ {
			if ids[rows[i].id] {
				found = append(found, i)
			}
		}
		return found
	})...)
}

// settle moves everybody together in memory, in the order in which a search
// goes through them: that takes a third of the time.
func (p *people) settle() {
	var text strings.Builder
	var numbers []word
	for _, one := range p.rows {
		text.WriteString(one.name)
		numbers = append(append(numbers, one.held...), one.employers...)
	}
	together, names := make([]person, len(p.rows)), text.String()
	next := func(n int) []word {
		some := numbers[:n:n]
		numbers = numbers[n:]
		return some
	}
	for i, one := range p.rows {
		together[i] = *one
		together[i].name, names = names[:len(one.name)], names[len(one.name):]
		together[i].held, together[i].employers = next(len(one.held)), next(len(one.employers))
		p.rows[i] = &together[i]
	}
}

package registry

import (
	"slices"
	"sync/atomic"

	"bidroom/experts/spread"
)

// few is how many persons are put in their places one by one: more are merged
// with all others.
const few = 32

// mostShelves bounds how many shelves changes leave before everybody moves
// together.
const mostShelves = 4096

// place puts everybody in order, of whom there is nobody yet.
func (p *people) place(all []*entry) {
	slices.SortFunc(all, p.before)
	p.rows = all
	p.settle()
	p.pairAll()
}

// put puts persons in their places, for what was known of them before, and
// takes out whom ids has already.
func (p *people) put(changed []*entry, ids map[string]bool) {
	for _, one := range changed {
		ids[p.id(one)] = true
	}
	slices.SortFunc(changed, p.before)
	worn := 2*p.shelved > 3*len(p.rows) || len(p.shelves) > mostShelves // many stand elsewhere than in the order of the rows, or are gone
	if !worn && len(ids) <= few && len(p.rows) > few {
		p.amend(changed, ids)
		return
	}
	rows := make([]*entry, 0, len(p.rows)+len(changed))
	for _, one := range p.rows {
		if ids[p.id(one)] {
			continue
		}
		for len(changed) > 0 && p.before(changed[0], one) < 0 {
			rows, changed = append(rows, changed[0]), changed[1:]
		}
		rows = append(rows, one)
	}
	p.rows = append(rows, changed...)
	if worn {
		p.settle()
	}
	p.pairAll()
}

// amend is put for a few. The twins that are known are put right with them.
func (p *people) amend(changed []*entry, ids map[string]bool) {
	rows, renamed := slices.Clone(p.rows), map[string]*entry{} // somebody of each name that is concerned
	for _, at := range slices.Backward(p.placesOf(rows, ids)) {
		renamed[p.name(rows[at])] = rows[at]
		rows = slices.Delete(rows, at, at+1)
	}
	for _, one := range changed {
		renamed[p.name(one)] = one
		at, _ := slices.BinarySearchFunc(rows, one, p.before)
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
func (p *people) placesOf(rows []*entry, ids map[string]bool) []int {
	return slices.Concat(spread.Parts(len(rows), func(from, to int) (found []int) {
		for i := from; i < to; i++ {
			if ids[p.id(rows[i])] {
				found = append(found, i)
			}
		}
		return found
	})...)
}

// settle moves everybody together to one shelf, in the order in which a search
// goes through them: that takes a third of the time.
func (p *people) settle() {
	all := make([]person, len(p.rows))
	for i, one := range p.rows {
		all[i] = p.person(one)
	}
	p.shelves, p.shelved = nil, 0
	p.rows = p.shelve(all)
}

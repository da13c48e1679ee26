package registry

import (
	"fmt"
	mathrand "math/rand/v2"
	"reflect"
	"testing"

	"bidroom/experts"
	"bidroom/experts/conflict"
)

// somebody is a person of whom everything is said, more or less of it.
func somebody(random *mathrand.Rand, id int) person {
	words := func() (list []word) {
		for range random.IntN(4) {
			list = append(list, word(random.Uint32()))
		}
		return list
	}
	one := person{id: fmt.Sprint("p", id), name: fmt.Sprint("名", random.IntN(1000)), spelled: fmt.Sprint("ming ", random.IntN(1000)), region: word(random.Uint32()), status: word(random.Uint32()),
		held: words(), employers: words(), spoken: words(), unasked: uint8(random.Uint32()), phone: random.Uint32(), born: random.Uint32()}
	for range random.IntN(3) {
		one.graded = append(one.graded, experts.Grade{On: conflict.Date{Year: 2026, Month: 1, Day: 1 + random.IntN(28)}, Total: fmt.Sprint(random.IntN(100)), Full: "100"})
	}
	return one
}

// What is put on a shelf is read from it as it was, whatever stands beside it, and
// again once everybody has moved.
func TestShelve(t *testing.T) {
	random := mathrand.New(mathrand.NewPCG(5, 6))
	p, want := new(people), map[string]person{}
	for shelf := range 5 {
		var some []person
		for i := range 100 {
			one := somebody(random, 100*shelf+i)
			some, want[one.id] = append(some, one), one
		}
		p.rows = append(p.rows, p.shelve(some)...)
	}
	for _, settled := range []bool{false, true} {
		if settled {
			p.settle()
		}
		if len(p.rows) != len(want) || settled != (len(p.shelves) == 1) {
			t.Fatalf("%d persons on %d shelves", len(p.rows), len(p.shelves))
		}
		for _, e := range p.rows {
			got := p.person(e)
			// None of a list is an empty part of its shelf.
			for _, list := range []*[]word{&got.held, &got.employers, &got.spoken} {
				if len(*list) == 0 {
					*list = nil
				}
			}
			if !reflect.DeepEqual(got, want[got.id]) {
				t.Errorf("settled %v: %+v, want %+v", settled, got, want[got.id])
			}
		}
	}
}

// However many changes come one by one, the shelves stay few.
func TestShelvesStayFew(t *testing.T) {
	random := mathrand.New(mathrand.NewPCG(7, 8))
	p := new(people)
	var all []person
	for id := range 10_000 {
		all = append(all, somebody(random, id))
	}
	p.place(p.shelve(all))
	for range mostShelves + 10 {
		p.put(p.shelve([]person{somebody(random, random.IntN(10_000))}), map[string]bool{})
	}
	if len(p.shelves) > mostShelves+1 || len(p.rows) != 10_000 {
		t.Errorf("%d persons on %d shelves", len(p.rows), len(p.shelves))
	}
}

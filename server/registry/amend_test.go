package registry

import (
	"fmt"
	"maps"
	mathrand "math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// Persons who come, change and go a few at a time stand where they would if all
// were read anew, and so do the pairs that may be one.
func TestPutAFew(t *testing.T) {
	random := mathrand.New(mathrand.NewPCG(3, 4))
	kept, asked := new(people), new(people)
	someone := func(id int) person {
		name := fmt.Sprintf("王%c", '一'+rune(random.IntN(40)))
		return person{id: fmt.Sprintf("%04d", id), name: name, spelled: Spelled(name), phone: uint32(random.IntN(30)), born: uint32(19700101 + random.IntN(20)),
			employers: []word{kept.employs.of(fmt.Sprintf("单位%d\n", random.IntN(5)))}}
	}
	all := map[string]person{}
	put := func(changed []person, gone ...string) {
		t.Helper()
		for _, one := range changed {
			all[one.id] = one
		}
		ids := map[string]bool{}
		for _, id := range gone {
			ids[id] = true
			delete(all, id)
		}
		for _, p := range []*people{kept, asked} {
			p.employs = kept.employs
			p.put(p.shelve(changed), maps.Clone(ids))
		}
		asked.pairs() // and so they are known when the next change comes
	}
	var first []person
	for id := range 1000 {
		first = append(first, someone(id))
	}
	put(first)
	for step := range 120 { // long enough that everybody moves together once
		var changed []person
		var gone []string
		for range 1 + random.IntN(9) {
			id := random.IntN(1100)
			changed = append(slices.DeleteFunc(changed, func(one person) bool { return one.id == fmt.Sprintf("%04d", id) }), someone(id))
		}
		if id := fmt.Sprintf("%04d", random.IntN(1000)); !slices.ContainsFunc(changed, func(one person) bool { return one.id == id }) {
			gone = append(gone, id)
		}
		put(changed, gone...)
		anew := &people{employs: kept.employs}
		anew.place(anew.shelve(slices.Collect(maps.Values(all))))
		for _, p := range []*people{kept, asked} {
			if got, want := told(p), told(anew); !reflect.DeepEqual(got, want) {
				t.Fatalf("step %d: %d rows and pairs, want %d", step, len(got), len(want))
			}
		}
	}
	if kept.shelved > 3*len(kept.rows)/2+10 {
		t.Errorf("%d stand on shelves of %d: nobody moved together", kept.shelved, len(kept.rows))
	}
	if len(kept.pairs()) < 100 {
		t.Errorf("%d pairs are too few to tell", len(kept.pairs()))
	}
}

// told lists who stands in which place, and the pairs.
func told(p *people) (list []string) {
	for _, one := range p.rows {
		list = append(list, p.id(one)+p.name(one))
	}
	for _, t := range p.pairs() {
		list = append(list, fmt.Sprint(p.id(t.one), p.id(t.other), t.signs))
	}
	return list
}

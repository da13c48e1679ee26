package registry

import (
	"strings"

	"bidroom/experts"
)

// A person is somebody of the register as the database tells it, with what
// people are looked for by.
type person struct {
	id             string
	name           string // normalised
	spelled        string
	region, status word
	held           []word // specialties
	employers      []word // of now
	spoken         []word // languages
	graded         []experts.Grade
	unasked        uint8  // a bit for each of [Subjects]
	phone, born    uint32 // the beginning of the number's keyed hash; yyyymmdd, 0 if not known
}

// An entry is a person as it is kept. It has no pointer, so that a million of
// them are nothing to the garbage collector: what has no fixed length stands on
// a shelf.
type entry struct {
	shelf             uint32 // of the view's
	name, rest, words uint32 // where they begin there: the name; how it is read, with the id behind it; specialties, employers and languages
	nameSize, spelled uint32 // how long they are, in bytes
	id                uint32
	held, employers   uint32 // how many they are
	spoken            uint32
	region, status    word
	graded            uint32 // which of the shelf's, from 1 on; almost nobody has any
	phone, born       uint32
	unasked           uint8
}

// A shelf holds the texts and numbers of many entries, the names together: a
// search goes through them.
type shelf struct {
	names, rest string
	words       []word
	graded      [][]experts.Grade
}

// shelve puts persons on one new shelf. Whoever has an older view does not see
// it.
func (p *people) shelve(persons []person) []*entry {
	if len(persons) == 0 {
		return nil
	}
	var names, rest strings.Builder
	s, entries, rows := &shelf{}, make([]entry, len(persons)), make([]*entry, len(persons))
	for i, one := range persons {
		e := &entries[i]
		*e = entry{shelf: uint32(len(p.shelves)), name: uint32(names.Len()), rest: uint32(rest.Len()), words: uint32(len(s.words)),
			nameSize: uint32(len(one.name)), spelled: uint32(len(one.spelled)), id: uint32(len(one.id)), held: uint32(len(one.held)), employers: uint32(len(one.employers)), spoken: uint32(len(one.spoken)),
			region: one.region, status: one.status, phone: one.phone, born: one.born, unasked: one.unasked}
		names.WriteString(one.name)
		rest.WriteString(one.spelled)
		rest.WriteString(one.id)
		s.words = append(append(append(s.words, one.held...), one.employers...), one.spoken...)
		if len(one.graded) > 0 {
			s.graded = append(s.graded, one.graded)
			e.graded = uint32(len(s.graded))
		}
		rows[i] = e
	}
	s.names, s.rest = names.String(), rest.String()
	p.shelves, p.shelved = append(p.shelves[:len(p.shelves):len(p.shelves)], s), p.shelved+len(persons)
	return rows
}

func (p *people) name(e *entry) string { return p.shelves[e.shelf].names[e.name:][:e.nameSize] }

func (p *people) spelled(e *entry) string { return p.shelves[e.shelf].rest[e.rest:][:e.spelled] }

func (p *people) id(e *entry) string { return p.shelves[e.shelf].rest[e.rest+e.spelled:][:e.id] }

func (p *people) held(e *entry) []word { return p.shelves[e.shelf].words[e.words:][:e.held] }

func (p *people) employers(e *entry) []word {
	return p.shelves[e.shelf].words[e.words+e.held:][:e.employers]
}

func (p *people) spoken(e *entry) []word {
	return p.shelves[e.shelf].words[e.words+e.held+e.employers:][:e.spoken]
}

func (p *people) graded(e *entry) []experts.Grade {
	if e.graded == 0 {
		return nil
	}
	return p.shelves[e.shelf].graded[e.graded-1]
}

// person reads an entry.
func (p *people) person(e *entry) person {
	return person{id: p.id(e), name: p.name(e), spelled: p.spelled(e), region: e.region, status: e.status, held: p.held(e), employers: p.employers(e), spoken: p.spoken(e),
		graded: p.graded(e), unasked: e.unasked, phone: e.phone, born: e.born}
}

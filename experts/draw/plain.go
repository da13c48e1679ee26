package draw

import (
	"encoding/json"
	"slices"
)

// A plain reads the JSON of a record as programs write it. A record can be
// large, and most of what encoding/json does for it is not needed. What is
// unusual is not read: a member that is unknown, stands twice or is null, say.
// Package encoding/json then says whether it is a record, and what is wrong.
type plain struct {
	text string // what was read points into it
	at   int
	odd  bool // something unusual was found
	some []string
	room []string // for lists to come
}

// readPlain returns a record that it reads as encoding/json does, or nil.
func readPlain(text []byte) *Record {
	p, r := &plain{text: string(text)}, new(Record)
	p.object(r)
	if p.next(); p.odd || p.at < len(p.text) {
		return nil
	}
	return r
}

// membered are what objects are read into.
type membered interface {
	// member returns where a member of some name goes, and its place among the
	// members; nil if there is none of that name.
	member(name string) (into any, place int)
}

func (r *Record) member(name string) (any, int) {
	list := []struct {
		name string
		into any
	}{
		{"format", &r.Format}, {"v", &r.V}, {"draw", &r.Draw}, {"former", &r.Former}, {"reason", &r.Reason}, {"rules", &r.Rules}, {"seats", &r.Seats}, {"limits", &r.Limits},
		{"beacon", &r.Beacon}, {"beacon_chain", &r.BeaconChain}, {"excluded", &r.Excluded}, {"dismissed", &r.Dismissed}, {"unknown", &r.Unknown}, {"items", &r.Items},
		{"pool_hash", &r.PoolHash}, {"commitments", &r.Commitments}, {"shares", &r.Shares}, {"public", &r.Public}, {"public_role", &r.PublicRole}, {"signature", &r.Signature},
		{"seed", &r.Seed}, {"tickets", &r.Tickets}, {"fillings", &r.Fillings}, {"unsealed", &r.Unsealed}, {"opened", &r.Opened}, {"void", &r.Void},
	}
	for i, m := range list {
		if m.name == name {
			return m.into, i
		}
	}
	return nil, 0
}

func (f *RecordFilling) member(name string) (any, int) {
	switch name {
	case "seat":
		return &f.Seat, 0
	case "label":
		return &f.Label, 1
	case "reason":
		return &f.Reason, 2
	case "skips":
		return &f.Skips, 3
	}
	return nil, 0
}

func (o *Opened) member(name string) (any, int) {
	switch name {
	case "label":
		return &o.Label, 0
	case "salt":
		return &o.Salt, 1
	case "expert":
		return &o.Expert, 2
	case "specialties":
		return &o.Specialties, 3
	case "region":
		return &o.Region, 4
	case "employers":
		return &o.Employers, 5
	}
	return nil, 0
}

// next returns the byte that follows, behind white space; 0 at the end.
func (p *plain) next() byte {
	for ; p.at < len(p.text); p.at++ {
		if c := p.text[p.at]; c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return c
		}
	}
	return 0
}

// take reads one byte, which must be c.
func (p *plain) take(c byte) {
	if p.next() == c {
		p.at++
	} else {
		p.odd = true
	}
}

// begins reads an opening bracket, and reports whether anything stands before
// the closing one.
func (p *plain) begins(open, end byte) bool {
	p.take(open)
	if p.next() == end {
		p.at++
		return false
	}
	return !p.odd
}

// goesOn reads what follows on one of several within brackets, and reports
// whether that is another.
func (p *plain) goesOn(end byte) bool {
	if p.next() == end {
		p.at++
		return false
	}
	p.take(',')
	return !p.odd
}

func (p *plain) object(into membered) {
	read := 0 // a bit for each member
	for more := p.begins('{', '}'); more; more = p.goesOn('}') {
		name := p.string()
		p.take(':')
		value, place := into.member(name)
		if read&(1<<place) != 0 {
			value = nil
		}
		read |= 1 << place
		switch value := value.(type) {
		case *string:
			*value = p.string()
		case *[]string:
			*value = p.strings()
		case *[]RecordFilling:
			*value = objects[RecordFilling](p)
		case *[]Opened:
			*value = objects[Opened](p)
		default:
			p.odd = true
		}
	}
}

// objects reads a list of objects.
func objects[One any, Into interface {
	*One
	membered
}](p *plain) []One {
	list := []One{}
	for more := p.begins('[', ']'); more; more = p.goesOn(']') {
		if len(list) == cap(list) {
			list = slices.Grow(list, len(list)+1)
		}
		list = append(list, *new(One))
		p.object(Into(&list[len(list)-1]))
	}
	return list
}

// strings reads a list of strings.
func (p *plain) strings() []string {
	p.some = p.some[:0]
	for more := p.begins('[', ']'); more; more = p.goesOn(']') {
		p.some = append(p.some, p.string())
	}
	if len(p.some) > cap(p.room)-len(p.room) {
		p.room = make([]string, 0, max(len(p.some), 1<<12))
	}
	from := len(p.room)
	p.room = append(p.room, p.some...)
	return p.room[from:len(p.room):len(p.room)]
}

// string reads a string.
func (p *plain) string() string {
	p.take('"')
	from := p.at
	for p.at < len(p.text) && !special[p.text[p.at]] {
		p.at++
	}
	if p.at < len(p.text) && p.text[p.at] == '"' {
		p.at++
		return p.text[from : p.at-1]
	}
	return p.escaped(from)
}

// escaped leaves a string to encoding/json that has more than ASCII in it, or
// something escaped.
func (p *plain) escaped(from int) (s string) {
	for p.at < len(p.text) && p.text[p.at] != '"' {
		if p.text[p.at] == '\\' {
			p.at++
		}
		p.at++
	}
	p.at = min(p.at+1, len(p.text))
	if p.odd || json.Unmarshal([]byte(p.text[from-1:p.at]), &s) != nil {
		p.odd = true
	}
	return s
}

// special are the bytes that do not stand for themselves in a string.
var special = func() (is [256]bool) {
	for c := range is {
		is[c] = c < ' ' || c == '"' || c == '\\' || c > '~'
	}
	return is
}()

package scoring

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation/scoring/exact"
	"bidroom/evaluation/scoring/formula"
)

// maxItems bounds every list of a method file.
const maxItems = 200

// An object is a JSON object of a method file that is being read. Reading a
// field marks it; done refuses those that were not read.
type object struct {
	l    *loader
	at   int
	keys map[string]*tree
	left []field
	none bool // it is not an object, which was noted
}

// object reads t as an object; on a fault it notes it and returns an empty one.
func (l *loader) object(t *tree) *object {
	o := &object{l: l, at: t.at, keys: map[string]*tree{}}
	if t.kind != '{' {
		l.add(t.at, "scoring.file.type", "wanted", "{ }")
		o.none = true
		return o
	}
	for _, f := range t.fields {
		if o.keys[f.key] != nil {
			l.add(f.at, "scoring.file.twice", "name", f.key)
		}
		o.keys[f.key] = f.value
	}
	o.left = t.fields
	return o
}

// take returns the field with the given key, or nil.
func (o *object) take(key string) *tree {
	o.left = slices.DeleteFunc(slices.Clone(o.left), func(f field) bool { return f.key == key })
	return o.keys[key]
}

// want returns the field, and notes a fault if there is none.
func (o *object) want(key string) *tree {
	t := o.take(key)
	if t == nil && !o.none {
		o.l.add(o.at, "scoring.file.missing", "name", key)
	}
	return t
}

// done notes every field that was not read.
func (o *object) done() {
	for _, f := range o.left {
		o.l.add(f.at, "scoring.file.unknown", "name", f.key)
	}
}

// text reads a string field of at most a line; fallback stands for a field
// that is not there.
func (o *object) text(key, fallback string) (string, *tree) {
	t := o.take(key)
	switch {
	case t == nil:
		return fallback, &tree{at: o.at}
	case t.kind != '"':
		o.l.add(t.at, "scoring.file.type", "wanted", `" "`)
		return fallback, t
	}
	return t.text, t
}

// choice reads a string field that is one of the given words.
func (o *object) choice(key, fallback string, words ...string) string {
	s, t := o.text(key, fallback)
	if !slices.Contains(words, s) {
		o.l.add(t.at, "scoring.file.choice", "name", key, "found", s, "wanted", strings.Join(words, ", "))
		return fallback
	}
	return s
}

// truth reads a field that is true or false; it is false if not there.
func (o *object) truth(key string) bool {
	t := o.take(key)
	if t != nil && t.kind != 't' && t.kind != 'f' {
		o.l.add(t.at, "scoring.file.type", "wanted", "true, false")
	}
	return t != nil && t.kind == 't'
}

// decimal reads a decimal string field; nil if it is not there or wrong.
func (o *object) decimal(key string) *big.Rat {
	if o.keys[key] == nil {
		return nil
	}
	s, t := o.text(key, "")
	if t.kind != '"' {
		return nil
	}
	return o.l.decimal(s, t)
}

// atLeastZero is [object.decimal] for a number that is not negative.
func (o *object) atLeastZero(key string) *big.Rat {
	number := o.decimal(key)
	if number != nil && number.Sign() < 0 {
		o.l.add(o.keys[key].at, "scoring.file.range", "name", key)
	}
	return number
}

func (l *loader) decimal(s string, t *tree) *big.Rat {
	r, err := exact.Parse(s)
	if err != nil || t.kind != '"' {
		l.add(t.at, "scoring.file.decimal", "found", s)
		return nil
	}
	return r
}

// whole reads a small whole number, as a string as all numbers are.
func (o *object) whole(key string, fallback, least, most int) int {
	s, t := o.text(key, strconv.Itoa(fallback))
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most || strconv.Itoa(n) != s {
		o.l.add(t.at, "scoring.file.whole", "name", key, "found", s, "least", strconv.Itoa(least), "most", strconv.Itoa(most))
		return fallback
	}
	return n
}

// list returns the items of a list field; none if it is not there.
func (o *object) list(key string) []*tree {
	t := o.take(key)
	switch {
	case t == nil:
		return nil
	case t.kind != '[':
		o.l.add(t.at, "scoring.file.type", "wanted", "[ ]")
	case len(t.items) > maxItems:
		o.l.add(t.at, "scoring.file.items", "most", strconv.Itoa(maxItems))
		return nil
	}
	return t.items
}

// texts reads a list of strings.
func (o *object) texts(key string) (texts []string, places []*tree) {
	for _, t := range o.list(key) {
		if t.kind != '"' {
			o.l.add(t.at, "scoring.file.type", "wanted", `" "`)
			continue
		}
		texts, places = append(texts, t.text), append(places, t)
	}
	return texts, places
}

// words reads names by language: at least one, none empty.
func (o *object) words(key string, must bool) map[string]string {
	t := o.take(key)
	if t == nil {
		if must {
			o.want(key)
		}
		return nil
	}
	words := map[string]string{}
	inner := o.l.object(t)
	for _, f := range inner.left {
		if !slices.Contains(languages, f.key) {
			o.l.add(f.at, "scoring.file.language", "found", f.key)
		} else if s, at := inner.text(f.key, ""); s == "" {
			o.l.add(at.at, "scoring.file.empty", "name", f.key)
		} else {
			words[f.key] = s
		}
	}
	if len(inner.left) == 0 && len(words) == 0 && t.kind == '{' {
		o.l.add(t.at, "scoring.file.empty", "name", key)
	}
	return words
}

// languages are those of the catalogue.
var languages = []string{"zh-CN", "en"}

// id reads the id of something that formulas can name, and notes a fault if
// it cannot be one or is taken.
func (o *object) id(taken map[string]bool) (string, *tree) {
	if o.want("id") == nil {
		return "", &tree{at: o.at}
	}
	s, t := o.text("id", "")
	switch {
	case t.kind == '"' && (!isName(s) || formula.Reserved(s) || s == wholeSheet):
		o.l.add(t.at, "scoring.file.id", "found", s)
	case taken[s]:
		o.l.add(t.at, "scoring.file.id_taken", "found", s)
	}
	taken[s] = true
	return s, t
}

// isName reports whether a formula can name s.
func isName(s string) bool {
	if s == "" || len(s) > 40 || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

// rounding reads digits and mode; nil if no digits are stated.
func (o *object) rounding() *rounding {
	stated := o.keys["digits"] != nil
	if !stated && o.keys["mode"] != nil {
		o.l.add(o.at, "scoring.file.missing", "name", "digits")
	}
	r := &rounding{digits: o.whole("digits", 0, -exact.MaxDigits, exact.MaxDigits)}
	r.mode = exact.Mode(o.choice("mode", string(exact.HalfUp), string(exact.HalfUp), string(exact.HalfEven), string(exact.Floor), string(exact.Ceil)))
	if !stated {
		return nil
	}
	return r
}

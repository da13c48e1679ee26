package scoring

import (
	"errors"
	"slices"

	"bidroom/evaluation/scoring/formula"
)

// formulas reads the named formulas in order; each can use those before it.
func (l *loader) formulas(items []*tree) {
	qualified := false
	for _, t := range items {
		o := l.object(t)
		d := &definition{at: t.at, names: o.words("names", true), unit: l.unit(o)}
		d.perBid = o.choice("scope", "bid", "bid", "set") == "bid"
		d.threshold = o.truth("threshold")
		var place *tree
		d.id, place = o.id(l.ids)
		if l.items[d.id] {
			l.add(place.at, "scoring.file.id_taken", "found", d.id)
		}
		d.set = o.keys["over"] != nil
		d.over = Set(slices.Index(setNames, o.choice("over", setNames[0], setNames...)))
		frozen := o.keys["frozen"]
		d.moment = Moment(slices.Index(momentNames, o.choice("frozen", momentNames[0], momentNames...)))
		if text := o.want("expr"); text != nil {
			source, _ := o.text("expr", "")
			if text.kind == '"' {
				l.expression(d, source, text)
			}
		}
		l.place(d, o, frozen)
		switch {
		case d.threshold && (qualified || d.set && d.over == SetQualified):
			l.add(d.at, "scoring.file.threshold_late", "name", d.id)
		case d.set && d.over == SetQualified:
			qualified = true
		}
		o.done()
		l.m.formulas = append(l.m.formulas, d)
		l.define(d)
	}
	if l.count == 0 {
		l.markNeeded()
	}
}

// expression parses and checks the text of a formula.
func (l *loader) expression(d *definition, source string, t *tree) {
	expr, err := formula.Parse(source)
	if err == nil {
		want := formula.Number
		if d.threshold {
			want = formula.Condition
		} else if d.perBid {
			want = 0
		}
		d.expr = expr
		scope := formula.ForSet
		switch {
		case d.perBid && d.set:
			scope = formula.ForBidIn
		case d.perBid:
			scope = formula.ForBid
		}
		err = expr.Check(l.env(), scope, want)
	}
	var fault *formula.Fault
	if errors.As(err, &fault) {
		l.add(inString(l.src, t, fault.Offset), fault.Code, fault.Args...)
		d.expr = nil
	}
}

func (l *loader) env() *formula.Env {
	env := &formula.Env{Symbols: make(map[string]formula.Symbol, len(l.m.symbols)), Tables: l.m.tables}
	for key, s := range l.m.symbols {
		env.Symbols[key] = s.Symbol
	}
	return env
}

// place checks which bids a formula looks at and when its value is known.
func (l *loader) place(d *definition, o *object, frozen *tree) {
	switch {
	case d.perBid && !d.set && frozen != nil:
		l.add(d.at, "scoring.file.bid_set", "name", d.id)
	case !d.perBid && d.threshold:
		l.add(d.at, "scoring.file.threshold_set", "name", d.id)
	}
	if d.expr == nil {
		return
	}
	if d.expr.Aggregates() != d.set {
		if d.set {
			l.add(o.keys["over"].at, "scoring.file.over_unused", "name", d.id)
		} else {
			l.add(d.at, "scoring.file.over_missing", "name", d.id)
		}
	}
	if d.set && frozen == nil {
		l.add(d.at, "scoring.file.missing", "name", "frozen")
	}
	if d.set && frozen != nil && d.over.moment() > d.moment {
		l.add(frozen.at, "scoring.file.frozen_set", "name", d.id, "set", d.over.String(), "moment", d.moment.String())
	}
	for _, name := range d.expr.Names() {
		s := l.m.symbols[name]
		switch {
		case frozen == nil:
			d.moment = max(d.moment, s.moment)
		case s.moment > d.moment:
			l.add(frozen.at, "scoring.file.frozen_name", "name", name, "known", s.moment.String(), "moment", d.moment.String())
		}
	}
	for _, name := range d.expr.Aggregated() {
		if s := l.m.symbols[name]; s.domain > d.over {
			l.add(d.at, "scoring.file.domain", "name", name, "set", d.over.String(), "domain", s.domain.String())
		}
	}
}

// define makes a formula's name known to those after it, also a faulty one,
// so that one fault is not reported again wherever the name stands.
func (l *loader) define(d *definition) {
	s := symbol{Symbol: formula.Symbol{Type: formula.Number, PerBid: d.perBid}, names: d.names, unit: d.unit, moment: d.moment}
	if d.threshold {
		s.Type = formula.Condition
	}
	if d.expr != nil {
		s.Type = d.expr.Type()
		for _, name := range d.expr.OfBid() {
			s.domain = max(s.domain, l.m.symbols[name].domain)
		}
	}
	l.m.symbols[d.id] = s
}

// markNeeded finds for which bids each formula over a bid is computed: those
// that are ranked, and those of any set that a formula over it asks for.
func (l *loader) markNeeded() {
	needed := map[string]Set{}
	need := func(names []string, s Set) {
		for _, name := range names {
			if before, ok := needed[name]; !ok || s < before {
				needed[name] = s
			}
		}
	}
	for _, d := range slices.Backward(l.m.formulas) {
		need(d.expr.Aggregated(), d.over)
		if !d.perBid {
			continue
		}
		d.needed = SetQualified
		if d.threshold {
			d.needed = SetStanding
		}
		if s, ok := needed[d.id]; ok {
			d.needed = min(d.needed, s)
		}
		need(d.expr.OfBid(), d.needed)
	}
}

func (l *loader) partsOf(o *object) {
	parts, places := o.texts("parts")
	for i, id := range parts {
		if !l.rankable(id) {
			l.add(places[i].at, "scoring.file.part", "found", id)
		}
	}
	l.m.parts = parts
}

func (l *loader) rankingOf(o *object) {
	t := o.take("ranking")
	ro := l.object(t)
	if ro.want("by") != nil {
		l.m.ranking.by = l.by(ro)
	}
	l.m.ranking.descending = ro.choice("order", "desc", "desc", "asc") == "desc"
	l.m.ranking.rounding = ro.rounding()
	l.m.ranking.rounded = ro.choice("on", "rounded", "rounded", "raw") == "rounded"
	if l.m.ranking.rounded && l.m.ranking.rounding == nil {
		l.add(t.at, "scoring.file.missing", "name", "digits")
	}
	l.m.ranking.candidates = ro.whole("candidates", 3, 1, MaxBids)
	ties := ro.list("ties")
	for i, item := range ties {
		tie := l.object(item)
		if tie.truth("drawn") {
			l.m.ranking.drawn = true
			if i < len(ties)-1 {
				l.add(item.at, "scoring.file.drawn_last")
			}
		} else if tie.want("by") != nil {
			l.m.ranking.ties = append(l.m.ranking.ties, tieBreak{l.by(tie), tie.choice("order", "asc", "asc", "desc") == "desc"})
		}
		tie.done()
	}
	ro.done()
}

// by reads the name of a number of each bid, to rank by.
func (l *loader) by(o *object) string {
	id, t := o.text("by", "")
	if !l.rankable(id) {
		l.add(t.at, "scoring.file.part", "found", id)
	}
	return id
}

// rankable reports whether every bid that is ranked has a number of this name.
func (l *loader) rankable(id string) bool {
	s, ok := l.m.symbols[id]
	return ok && s.PerBid && s.Type == formula.Number
}

package draw

import "slices"

// A Source says by whom a panel was drawn that was not drawn here, and what of
// it was imported.
type Source struct {
	Library    string `json:"library"`         // of experts
	RecordNo   string `json:"record_no"`       // the library's own number of the draw
	Body       string `json:"body"`            // who drew
	Person     string `json:"person"`          // in charge of it
	DrawnMs    int64  `json:"drawn_ms,string"` // UTC
	File       string `json:"file"`            // SHA-256 of what was imported, hex
	Record     string `json:"record"`          // SHA-256 of the library's own record, hex
	RecordSize int64  `json:"record_size,string"`
}

// mostStated bounds each text of a source, in bytes.
const mostStated = 300

func (s Source) check(atMs int64) error {
	for _, text := range []string{s.Library, s.RecordNo, s.Body, s.Person} {
		if text == "" || len(text) > mostStated {
			return refuse("draw.source")
		}
	}
	if s.DrawnMs <= 0 || s.DrawnMs > atMs || !isHex(s.File, 32) || !isHex(s.Record, 32) || s.RecordSize <= 0 {
		return refuse("draw.source")
	}
	return nil
}

// A Place is a seat and the person that the library drew for it.
type Place struct {
	Seat  int    `json:"seat,string"`
	Label string `json:"label"`
}

// A Substitute follows when somebody falls out.
type Substitute struct {
	Label string `json:"label"`
	For   int    `json:"for,string"` // the only seat that the library means; 0 for every seat that the person fits
}

// mostSubstitutes bounds the substitutes of one panel.
const mostSubstitutes = 200

// Imported states a panel that was drawn elsewhere: who drew it, and a datum
// for each person, which is that person's label ([OpenedPerson]). Conflicts are
// decided in the acts that follow.
type Imported struct {
	Draw   string `json:"draw"`
	Former string `json:"former,omitempty"` // the void draw that this one follows
	Reason string `json:"reason,omitempty"` // needed with Former
	Rules  string `json:"rules"`            // hash of the rule profile
	Seats  []Seat `json:"seats"`
	Limits Limits `json:"limits,omitzero"`
	Source
	Taken       []Place      `json:"taken"` // in the order of the seats
	Substitutes []Substitute `json:"substitutes"`
	Deviations  []Deviation  `json:"deviations"`        // from the plan
	Unasked     []string     `json:"unasked,omitempty"` // as in [PoolFormed]
}

// Kind implements [Act].
func (*Imported) Kind() string { return "draw.imported" }

// Of implements [Act].
func (a *Imported) Of() string { return a.Draw }

func (a *Imported) apply(d *Draw, meta Meta) error {
	if err := begin(meta, a.Former, a.Reason); err != nil {
		return err
	}
	if err := planned(a.Draw, a.Seats, a.Limits); err != nil {
		return err
	}
	if err := a.Source.check(meta.AtMs); err != nil {
		return err
	}
	if slices.ContainsFunc(a.Deviations, func(v Deviation) bool { return !v.valid(a.Seats) }) {
		return refuse("draw.deviations")
	}
	source := a.Source
	*d = Draw{ID: a.Draw, Stage: Filled, Former: a.Former, Reason: a.Reason, Rules: a.Rules, Seats: a.Seats, Limits: a.Limits, Unasked: a.Unasked,
		Source: &source, Deviations: a.Deviations}
	for i, seat := range a.Seats {
		if i >= len(a.Taken) || a.Taken[i].Seat != seat.No {
			return refuse("draw.seat", "seat", itoa(seat.No))
		}
		if err := d.admit(a.Taken[i].Label); err != nil {
			return err
		}
		d.Fillings = append(d.Fillings, Filling{Seat: seat.No, Label: a.Taken[i].Label, Skips: []Skip{}})
		d.Holders = append(d.Holders, Holder{Seat: seat.No, Label: a.Taken[i].Label, Answer: InvitedOutside, AtMs: meta.AtMs})
	}
	if len(a.Taken) > len(a.Seats) {
		return refuse("draw.seat", "seat", itoa(a.Taken[len(a.Seats)].Seat))
	}
	return d.add(a.Substitutes)
}

// InvitedOutside is the answer of a holder whom the library invited: what
// came of it is known once the person is there.
const InvitedOutside = "outside"

// add appends substitutes to those of the panel.
func (d *Draw) add(list []Substitute) error {
	for _, s := range list {
		if s.For != 0 && !slices.ContainsFunc(d.Seats, func(seat Seat) bool { return seat.No == s.For }) {
			return refuse("draw.seat", "seat", itoa(s.For))
		}
		if err := d.admit(s.Label); err != nil {
			return err
		}
		d.Substitutes = append(d.Substitutes, s)
	}
	if len(d.Substitutes) > mostSubstitutes {
		return refuse("draw.substitutes")
	}
	labels := make([]string, len(list))
	for i, s := range list {
		labels[i] = s.Label
	}
	return d.distinct(labels)
}

// distinct refuses the labels of one list of which two are one person's, as
// far as is known who stands behind them.
func (d *Draw) distinct(labels []string) error {
	seen := map[string]bool{}
	for _, label := range labels {
		o, opened := d.opened[label]
		if opened && seen[o.Expert] {
			return refuse("draw.person_twice")
		}
		seen[o.Expert] = opened
	}
	return nil
}

// admit refuses a label that is none, or is another person's of the panel.
func (d *Draw) admit(label string) error {
	if !isHex(label, 32) || slices.Contains(d.People(), label) {
		return refuse("draw.opening", "label", label)
	}
	return nil
}

// People lists the labels of a panel that was drawn elsewhere.
func (d *Draw) People() (labels []string) {
	for _, f := range d.Fillings[:min(len(d.Fillings), len(d.Seats))] {
		labels = append(labels, f.Label)
	}
	for _, s := range d.Substitutes {
		labels = append(labels, s.Label)
	}
	return labels
}

// RevealPersons gives a draw that was imported what its seats need of the
// persons behind the labels; it may be of more than the draw has by now.
func (d *Draw) RevealPersons(list []Opened) {
	d.opened = make(map[string]Opened, len(list))
	for _, o := range list {
		d.opened[o.Label] = o
	}
}

// substitute finds who takes an open seat: the first substitute in the order
// of the lists who has held none and whom the library means for it, or, of
// those meant for no seat of their own, who fits it. Two lists can name one
// person: who sits, leaves this seat just now or has recused is passed over
// like one who does not fit, so that no list is told who is on the panel.
func (d *Draw) substitute(seat Seat) (Filling, error) {
	filling := Filling{Seat: seat.No, Skips: []Skip{}}
	for _, s := range d.free() {
		o := d.opened[s.Label]
		if (s.For == seat.No || s.For == 0 && seat.fits(o)) && !d.barred(o) {
			filling.Label = s.Label
			return filling, nil
		}
		filling.Skips = append(filling.Skips, Skip{Label: s.Label, Reason: SkipUnfit})
	}
	return filling, refuse("draw.unfillable", "seat", itoa(seat.No))
}

// barred reports whether a person holds a seat, under whatever label, or has
// recused from one.
func (d *Draw) barred(o Opened) bool {
	is := func(label string) bool { return label != "" && d.opened[label].Expert == o.Expert }
	return slices.ContainsFunc(d.Holders, func(h Holder) bool { return is(h.Label) }) || slices.ContainsFunc(d.Recused, is)
}

// asMeant reports whether a filling is as everybody can see that the library
// meant: whoever takes the seat is meant for it or for none, and nobody who
// has to take it is passed over.
func (d *Draw) asMeant(f Filling) bool {
	meant := func(label string) Substitute {
		return d.Substitutes[slices.IndexFunc(d.Substitutes, func(s Substitute) bool { return s.Label == label })]
	}
	to := meant(f.Label).For
	return (to == 0 || to == f.Seat) && !slices.ContainsFunc(f.Skips, func(s Skip) bool {
		return s.Reason != SkipUnfit || s.For != 0 || d.owed(meant(s.Label), f.Seat)
	})
}

// owed reports whether a free substitute has to take a seat by what everybody
// can see: it is meant for that one, and there is one list only, which names
// nobody twice.
func (d *Draw) owed(s Substitute, seat int) bool { return s.For == seat && len(d.Lists) == 0 }

// leaves notes who recused, before the seat is another's.
func (d *Draw) leaves(h *Holder, reason string) {
	if d.Source != nil && reason == recused {
		d.Recused = append(d.Recused, h.Label)
	}
}

// free lists the substitutes who have held no seat.
func (d *Draw) free() []Substitute {
	return slices.DeleteFunc(slices.Clone(d.Substitutes), func(s Substitute) bool {
		return slices.ContainsFunc(d.Fillings, func(f Filling) bool { return f.Label == s.Label })
	})
}

// Place returns the number of a label among the substitutes, from 1; 0 for
// whom the library drew for a seat.
func (d *Draw) Place(label string) int {
	return slices.IndexFunc(d.Substitutes, func(s Substitute) bool { return s.Label == label }) + 1
}

// Vacated says that a seat of a panel drawn elsewhere is open: its holder falls
// out, and no substitute is left who could take it.
type Vacated struct {
	Draw   string `json:"draw"`
	Seat   int    `json:"seat,string"`
	Reason string `json:"reason"` // as of [Replaced]
	// Conflict is as of [Replaced].
	Conflict string `json:"conflict,omitempty"`
}

// Kind implements [Act].
func (*Vacated) Kind() string { return "draw.vacated" }

// Of implements [Act].
func (a *Vacated) Of() string { return a.Draw }

func (a *Vacated) apply(d *Draw, meta Meta) error {
	if err := d.elsewhere(); err != nil {
		return err
	}
	h := d.holder(a.Seat)
	if h == nil || h.Label == "" {
		return refuse("draw.seat", "seat", itoa(a.Seat))
	}
	left := slices.ContainsFunc(d.free(), func(s Substitute) bool { return d.owed(s, a.Seat) })
	if d.Complete() {
		_, err := d.substitute(d.seat(a.Seat))
		left = err == nil
	} else {
		d.FillUnchecked = true
	}
	if left {
		return refuse("draw.fill_differs")
	}
	if err := d.checkLeaving(h, a.Reason, a.Conflict); err != nil {
		return err
	}
	d.leaves(h, a.Reason)
	*h = Holder{Seat: h.Seat, Answer: SeatOpen, AtMs: meta.AtMs}
	d.deviate()
	return nil
}

// SeatOpen is the answer of a holder who is nobody.
const SeatOpen = "open"

// elsewhere refuses an act that belongs to a panel drawn elsewhere.
func (d *Draw) elsewhere() error {
	if d.Source == nil {
		return refuse("draw.own")
	}
	return d.at(Filled)
}

// MostLists bounds the supplementary lists of one panel.
const MostLists = 4

// Supplemented adds a list of substitutes that the library drew later.
type Supplemented struct {
	Draw   string `json:"draw"`
	Reason string `json:"reason"`
	Source
	Substitutes []Substitute `json:"substitutes"`
}

// Kind implements [Act].
func (*Supplemented) Kind() string { return "draw.supplemented" }

// Of implements [Act].
func (a *Supplemented) Of() string { return a.Draw }

func (a *Supplemented) apply(d *Draw, meta Meta) error {
	if err := d.elsewhere(); err != nil {
		return err
	}
	if err := second(meta, a.Reason); err != nil {
		return err
	}
	if len(a.Substitutes) == 0 || len(d.Lists) == MostLists {
		return refuse("draw.lists", "most", itoa(MostLists))
	}
	if err := a.Source.check(meta.AtMs); err != nil {
		return err
	}
	d.Lists = append(d.Lists, a.Source)
	return d.add(a.Substitutes)
}

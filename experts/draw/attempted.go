package draw

import "slices"

// outcomes are what an attempt can come to: the channel has the message, it
// is to try again, it refused for good; of a call by a machine that is made
// again, why; of a call by hand, the caller was shown whom to call, and what
// came of it is in [Answered].
var outcomes = []string{"delivered", "again", "refused", "busy", "no_answer", "no_key", "called"}

// Attempted says how one attempt to reach an expert went. It can end after
// the seat went to somebody else, or the draw was voided: what was sent was
// sent.
type Attempted struct {
	Draw    string `json:"draw"`
	Seat    int    `json:"seat,string"`
	Label   string `json:"label"`
	Channel string `json:"channel"`
	Outcome string `json:"outcome"`
	BeganMs int64  `json:"began_ms,string"` // when it began, not later than it ended; UTC
}

// Kind implements [Act].
func (*Attempted) Kind() string { return "draw.attempted" }

// Of implements [Act].
func (a *Attempted) Of() string { return a.Draw }

func (a *Attempted) apply(d *Draw, meta Meta) error {
	if err := d.at(Filled, Void); err != nil {
		return err
	}
	took := slices.ContainsFunc(d.Fillings, func(f Filling) bool { return f.Seat == a.Seat && f.Label == a.Label })
	h := d.holder(a.Seat)
	holds := h != nil && h.Label == a.Label
	if !took || d.Source != nil || a.Channel == "" || holds && h.Answer == "" {
		return refuse("draw.seat", "seat", itoa(a.Seat))
	}
	if !slices.Contains(outcomes, a.Outcome) {
		return refuse("draw.outcome")
	}
	if a.BeganMs < 0 || a.BeganMs > meta.AtMs {
		return refuse("draw.began")
	}
	if a.Outcome != "refused" && a.Outcome != "again" {
		d.Unreached = 0
	}
	if holds {
		if a.Outcome == "refused" && (h.Outcome == "" || h.Outcome == "again") {
			d.Unreached++ // and no telephone rang before, either
		}
		h.Calls++
		h.Channel, h.Outcome, h.TriedMs = a.Channel, a.Outcome, meta.AtMs
	}
	return nil
}

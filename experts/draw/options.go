package draw

import "slices"

// OptionsStated begins a choice: it states what is drawn from, before any
// share is committed. The acts of the ceremony that follow are those of a
// panel's draw.
type OptionsStated struct {
	Draw        string   `json:"draw"`
	Former      string   `json:"former,omitempty"` // the void draw that this one follows
	Reason      string   `json:"reason,omitempty"` // needed with Former
	Purpose     string   `json:"purpose"`
	Subject     string   `json:"drawn_for"` // the coefficient, or the meeting whose bids are tied
	Options     []string `json:"options"`   // as in [Choice]
	OptionsHash string   `json:"options_hash"`
}

// Kind implements [Act].
func (*OptionsStated) Kind() string { return "draw.options" }

// Of implements [Act].
func (a *OptionsStated) Of() string { return a.Draw }

func (a *OptionsStated) apply(d *Draw, meta Meta) error {
	if err := begin(meta, a.Former, a.Reason); err != nil {
		return err
	}
	if a.Draw == "" || a.Subject == "" || !slices.Contains(purposes, a.Purpose) || len(a.Options) < 2 || unfit(a.Options) >= 0 ||
		OptionsHash(a.Draw, a.Purpose, a.Options) != a.OptionsHash {
		return refuse("draw.options")
	}
	*d = Draw{ID: a.Draw, Stage: Pooled, Former: a.Former, Reason: a.Reason, Purpose: a.Purpose, Subject: a.Subject, Options: a.Options, PoolHash: a.OptionsHash}
	return nil
}

// Choice returns the record of a choice whose order stands.
func (d *Draw) Choice() (*Choice, error) {
	if err := d.at(Ordered); err != nil {
		return nil, err
	}
	chosen, err := d.Chosen()
	if err != nil {
		return nil, err
	}
	r := &Choice{Format: ChoiceFormat, V: "1", Draw: d.ID, Former: d.Former, Reason: d.Reason, Purpose: d.Purpose, Options: d.Options, OptionsHash: d.PoolHash,
		Public: d.Public, PublicRole: d.PublicRole, Seed: d.Seed}
	r.Commitments, r.Shares = d.shareLines()
	for _, o := range chosen {
		r.Order = append(r.Order, o.line())
	}
	return r, nil
}

// Chosen returns the options of a choice in the order that was drawn.
func (d *Draw) Chosen() ([]Chosen, error) { return Choose(d.ID, d.Seed, d.Options) }

func (o Chosen) line() string { return o.Number + " " + o.Option }

package draw

import "slices"

// SeatsFilled states which tickets take the seats.
type SeatsFilled struct {
	Draw     string    `json:"draw"`
	Fillings []Filling `json:"fillings"`
}

// Kind implements [Act].
func (*SeatsFilled) Kind() string { return "draw.filled" }

// Of implements [Act].
func (a *SeatsFilled) Of() string { return a.Draw }

func (a *SeatsFilled) apply(d *Draw, meta Meta) error {
	if err := d.at(Seeded); err != nil {
		return err
	}
	own, err := d.Fill(d.Seats)
	if err != nil {
		return err
	}
	if err := d.check(own, a.Fillings, d.Seats); err != nil {
		return err
	}
	for _, f := range a.Fillings {
		d.Holders = append(d.Holders, Holder{Seat: f.Seat, Label: f.Label, AtMs: meta.AtMs})
	}
	d.Fillings, d.Stage = a.Fillings, Filled
	return nil
}

// Fill computes which tickets take the open seats now. It returns nil
// without an error if what stands behind the labels is not at hand.
func (d *Draw) Fill(open []Seat) ([]Filling, error) {
	if !d.Complete() {
		return nil, nil
	}
	if d.Source != nil {
		filling, err := d.substitute(open[0]) // of a panel drawn elsewhere, one at a time
		if err != nil {
			return nil, err
		}
		return []Filling{filling}, nil
	}
	if _, err := d.Order(); err != nil {
		return nil, err
	}
	var sitting []Opened
	var gone []string
	for _, f := range d.Fillings {
		held := slices.ContainsFunc(d.Holders, func(h Holder) bool { return h.Label == f.Label })
		reopened := held && slices.ContainsFunc(open, func(s Seat) bool { return s.No == f.Seat })
		if held && !reopened {
			sitting = append(sitting, d.behind[slices.IndexFunc(d.Items, func(i Item) bool { return i.Label == f.Label })])
		} else {
			gone = append(gone, f.Label)
		}
	}
	return newFiller(open, d.Limits, d.behind, sitting, gone).fill(d.ranked)
}

// check refuses a filling that is not what the draw gives.
func (d *Draw) check(own, stated []Filling, open []Seat) error {
	d.FillUnchecked = d.FillUnchecked || own == nil
	at, err := d.differs(own, stated, open)
	if err != nil {
		return err
	}
	if at >= 0 {
		return refuse("draw.fill_differs")
	}
	return nil
}

// differs compares what was stated with what the draw gives, and returns the
// index of the first filling that is another, or -1. Where what stands behind
// the labels is not at hand, own is nil; then it checks what the tickets alone
// can prove: the seats and labels are the draw's, nobody is taken twice, and
// every lower ticket is a skip.
func (d *Draw) differs(own, stated []Filling, open []Seat) (int, error) {
	for i, seat := range open {
		if i >= len(stated) || stated[i].Seat != seat.No {
			return i, nil
		}
		if own != nil && (own[i].Label != stated[i].Label || !slices.Equal(own[i].Skips, stated[i].Skips)) {
			return i, nil
		}
	}
	if len(stated) > len(open) {
		return len(open), nil
	}
	if own != nil {
		return -1, nil
	}
	order, err := d.served()
	if err != nil {
		return 0, err
	}
	taken := map[string]bool{}
	for _, f := range d.Fillings {
		taken[f.Label] = true
	}
	for i, f := range stated {
		var lower []string
		known := false
		for _, label := range order {
			if known = label == f.Label; known {
				break
			}
			if !taken[label] {
				lower = append(lower, label)
			}
		}
		skips := make([]string, len(f.Skips))
		for j, s := range f.Skips {
			skips[j] = s.Label
		}
		if taken[f.Label] || !known || !slices.Equal(lower, skips) || d.Source != nil && !d.asMeant(f) {
			return i, nil
		}
		taken[f.Label] = true
	}
	return -1, nil
}

// served lists the labels in the order in which they are asked for.
func (d *Draw) served() (order []string, err error) {
	if d.Source != nil {
		for _, s := range d.Substitutes {
			order = append(order, s.Label)
		}
		return order, nil
	}
	tickets, err := d.Order()
	for _, t := range tickets {
		order = append(order, t.Label)
	}
	return order, err
}

// Invited says that the holder of a seat is to be sent the invitation by a
// channel; each attempt is an act of its own, [Attempted]. The draw's key was
// used for it.
type Invited struct {
	Draw    string `json:"draw"`
	Seat    int    `json:"seat,string"`
	Label   string `json:"label"`
	Channel string `json:"channel"`
}

// Kind implements [Act].
func (*Invited) Kind() string { return "draw.invited" }

// Of implements [Act].
func (a *Invited) Of() string { return a.Draw }

func (a *Invited) apply(d *Draw, meta Meta) error {
	if err := d.at(Filled); err != nil {
		return err
	}
	h := d.holder(a.Seat)
	if h == nil || h.Label != a.Label || h.Answer == "declined" || h.Answer == "unanswered" || d.Source != nil {
		return refuse("draw.seat", "seat", itoa(a.Seat))
	}
	if meta.Role == "system" {
		if err := d.invites(meta, a.Channel); err != nil {
			return err
		}
	}
	if h.Answer == "" {
		h.Answer = "invited"
	}
	h.Channel, h.Outcome, h.AtMs = a.Channel, "", meta.AtMs
	return nil
}

// Answered says what the invited expert answered.
type Answered struct {
	Draw   string `json:"draw"`
	Seat   int    `json:"seat,string"`
	Label  string `json:"label"`
	Answer string `json:"answer"` // accepted, declined, unanswered; absent: accepted, and did not come
	Reason string `json:"reason,omitempty"`
	// Channel is the one that the answer itself came by: a key of a telephone,
	// which gives no reasons. It is empty where somebody entered the answer.
	Channel string `json:"channel,omitempty"`
}

// Kind implements [Act].
func (*Answered) Kind() string { return "draw.answered" }

// Of implements [Act].
func (a *Answered) Of() string { return a.Draw }

func (a *Answered) apply(d *Draw, meta Meta) error {
	if err := d.at(Filled); err != nil {
		return err
	}
	h := d.holder(a.Seat)
	before := "invited"
	switch {
	case d.Source != nil:
		before = InvitedOutside
	case a.Answer == "absent":
		before = "accepted"
	}
	came := a.Answer != "absent" && slices.Contains(d.Unsealed, a.Label) // from a later meeting than the one they came to, people can be absent
	if h == nil || h.Label != a.Label || h.Answer != before || came {
		return refuse("draw.seat", "seat", itoa(a.Seat))
	}
	if !slices.Contains([]string{"accepted", "declined", "unanswered", "absent"}, a.Answer) || d.Source != nil && a.Answer == "accepted" {
		return refuse("draw.answer")
	}
	if a.Channel != "" && (meta.Role != "system" || a.Answer != "accepted" && a.Answer != "declined") {
		return refuse("draw.answer") // keys are heard by the program alone
	}
	if meta.Role == "system" && a.Channel == "" {
		if err := d.silent(meta, h, a.Answer); err != nil {
			return err
		}
	}
	if (a.Answer == "declined" && a.Channel == "" || a.Answer == "absent") && a.Reason == "" {
		return refuse("reason.required")
	}
	h.Answer, h.AtMs = a.Answer, meta.AtMs
	return nil
}

// Replaced fills one seat anew from the next ticket on, because its holder
// declined, did not answer, is absent, or recused.
type Replaced struct {
	Draw    string  `json:"draw"`
	Reason  string  `json:"reason"` // declined, unanswered, absent, recused, conflict; supplemented: the seat was open
	Filling Filling `json:"filling"`
	// Conflict is a datum, domain [ConflictDomain], if that is the reason.
	Conflict string `json:"conflict,omitempty"`
}

// Kind implements [Act].
func (*Replaced) Kind() string { return "draw.replaced" }

// Of implements [Act].
func (a *Replaced) Of() string { return a.Draw }

func (a *Replaced) apply(d *Draw, meta Meta) error {
	if err := d.at(Filled); err != nil {
		return err
	}
	h := d.holder(a.Filling.Seat)
	if h == nil {
		return refuse("draw.seat", "seat", itoa(a.Filling.Seat))
	}
	open := d.seat(h.Seat)
	own, err := d.Fill([]Seat{open})
	if err != nil {
		return err
	}
	if err := d.check(own, []Filling{a.Filling}, []Seat{open}); err != nil {
		return err
	}
	if err := d.checkLeaving(h, a.Reason, a.Conflict); err != nil {
		return err
	}
	d.leaves(h, a.Reason)
	*h = Holder{Seat: h.Seat, Label: a.Filling.Label, AtMs: meta.AtMs}
	if d.Source != nil {
		h.Answer = InvitedOutside
	}
	d.Fillings, d.Reasons = append(d.Fillings, a.Filling), append(d.Reasons, a.Reason)
	d.deviate()
	return nil
}

// Unsealed opens one label: its expert checks in. The draw's key was used for
// it. It stays open: to a later meeting the expert checks in without it.
type Unsealed struct {
	Draw   string `json:"draw"`
	Seat   int    `json:"seat,string"`
	Label  string `json:"label"`
	Expert string `json:"expert"` // datum, domain "draw.expert"; the label, of somebody drawn elsewhere
}

// Kind implements [Act].
func (*Unsealed) Kind() string { return "draw.unsealed" }

// Of implements [Act].
func (a *Unsealed) Of() string { return a.Draw }

func (a *Unsealed) apply(d *Draw, meta Meta) error {
	if err := d.at(Filled); err != nil {
		return err
	}
	h := d.holder(a.Seat)
	if h == nil || h.Label != a.Label || !isHex(a.Expert, 32) || slices.Contains(d.Unsealed, a.Label) || d.Source != nil && a.Expert != a.Label {
		return refuse("draw.seat", "seat", itoa(a.Seat))
	}
	d.Unsealed = append(d.Unsealed, a.Label)
	return nil
}

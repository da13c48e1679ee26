package draw

// OpenedTogether says that two roles opened the draw with the keys that they
// keep on paper, and read who holds the seats.
type OpenedTogether struct {
	Draw   string `json:"draw"`
	Reason string `json:"reason"`
}

// Kind implements [Act].
func (*OpenedTogether) Kind() string { return "draw.opened_together" }

// Of implements [Act].
func (a *OpenedTogether) Of() string { return a.Draw }

func (a *OpenedTogether) apply(d *Draw, _ Meta) error {
	if err := d.at(Filled); err != nil {
		return err
	}
	if a.Reason == "" {
		return refuse("reason.required")
	}
	return nil
}

package draw

import "slices"

// A Deviation is where a panel that was drawn elsewhere is not as its plan
// asks. The library decides by its own list who has a specialty, and by its
// own rules who may sit together: so it is stated, and keeps nobody out.
type Deviation struct {
	Seat int    `json:"seat,string"`
	Kind string `json:"kind"` // one of deviationKinds
}

// What can deviate: the person holds none of the seat's specialties, lives in
// another region than the seat names, or is one more of an employer, or of a
// region, than the limits allow.
var deviationKinds = []string{"specialty", "region", "employer", "region_limit"}

func (a Deviation) valid(seats []Seat) bool {
	return slices.Contains(deviationKinds, a.Kind) && slices.ContainsFunc(seats, func(s Seat) bool { return s.No == a.Seat })
}

// Deviations compares persons with the seats they hold, both in the order of
// the plan; a person without a label is nobody.
func Deviations(seats []Seat, limits Limits, sitting []Opened) []Deviation {
	list := []Deviation{}
	employers, regions, atHome := map[string]int{}, map[string]int{}, 0
	for i, seat := range seats {
		o := sitting[i]
		if o.Label == "" {
			continue
		}
		add := func(deviates bool, kind string) {
			if deviates {
				list = append(list, Deviation{seat.No, kind})
			}
		}
		anywhere := seat
		anywhere.Region = ""
		add(!anywhere.fits(o), "specialty")
		add(seat.Region != "" && !Lives(o.Region, seat.Region), "region")
		full := false
		for _, e := range o.Employers {
			employers[e]++
			full = full || employers[e] > limits.perEmployer()
		}
		add(full, "employer")
		regions[o.Region]++
		home := limits.isHome(o.Region)
		if home {
			atHome++
		}
		add(regions[o.Region] > limits.perRegion(len(seats)) || home && atHome > limits.atHome(len(seats)), "region_limit")
	}
	return list
}

// deviate states anew where the panel deviates, if it can be told.
func (d *Draw) deviate() {
	if d.Source == nil || !d.Complete() {
		return
	}
	d.Deviations = d.ownDeviations()
}

// CheckImported refuses an import once its persons are revealed: one who is
// named twice, or a statement of where the panel deviates that is not so.
func (d *Draw) CheckImported() error {
	if err := d.distinct(d.People()); err != nil {
		return err
	}
	if !slices.Equal(d.ownDeviations(), d.Deviations) {
		return refuse("draw.deviations")
	}
	return nil
}

func (d *Draw) ownDeviations() []Deviation {
	sitting := make([]Opened, len(d.Seats))
	for i, seat := range d.Seats {
		sitting[i] = d.opened[d.holder(seat.No).Label]
	}
	return Deviations(d.Seats, d.Limits, sitting)
}

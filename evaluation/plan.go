package evaluation

import (
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation/rule"
)

// A SeatPlan asks for one place on the panel. An expert fits who holds one of
// the specialties or one below them. Fallback names specialties of which one
// is enough when nobody of the first can take the seat.
type SeatPlan struct {
	No             int      `json:"no,string"` // 1-based, also the kiosk's place
	Specialties    []string `json:"specialties,omitempty"`
	Fallback       []string `json:"fallback,omitempty"`
	Region         string   `json:"region,omitempty"`
	Representative bool     `json:"representative,string"`
	Remote         bool     `json:"remote,string,omitempty"` // its expert sits in the meeting's remote room, and is of Region
}

// PanelLimits bind the drawn members of a panel together, and keep out of the
// pool who has served too much. The zero value allows one member of each
// employer, any region, and any service.
type PanelLimits struct {
	Employer int    `json:"employer,string,omitempty"` // at most so many who work at one employer; 0 is 1
	Region   int    `json:"region,string,omitempty"`   // at most so many who live in one region; 0 is any number
	Home     string `json:"home,omitempty"`            // the centre's own region
	Outside  int    `json:"outside,string,omitempty"`  // at least so many who live elsewhere than Home
	Month    int    `json:"month,string,omitempty"`    // nobody serves more often in a month of the calendar; 0 is any number
	Interval int    `json:"interval,string,omitempty"` // at least so many days between two services; 0 is none
	Entity   bool   `json:"entity,string,omitempty"`   // nobody serves the same procuring entity twice running
}

// Bounds of the limits of service.
const (
	mostInMonth  = 31
	mostInterval = 365 // days
)

// PlanSet says how the panel is made up.
type PlanSet struct {
	Seats     []SeatPlan  `json:"seats"`
	Limits    PanelLimits `json:"limits,omitzero"`
	MeetingOn string      `json:"meeting_on,omitempty"`        // yyyy-mm-dd, if it is known already: who is away then is not drawn
	DrawSeats bool        `json:"draw_seats,string,omitempty"` // which seat sits at which kiosk is drawn
	DrawRoom  bool        `json:"draw_room,string,omitempty"`  // the meeting's room is drawn
}

// Kind implements [Act].
func (*PlanSet) Kind() string { return "lot.plan_set" }

func (a *PlanSet) apply(c *Case, _ Meta) error {
	if err := c.preparing(); err != nil {
		return err
	}
	if err := a.keepsPlaces(c.Meeting); err != nil {
		return err
	}
	profile, err := c.Profile()
	if err != nil {
		return err
	}
	experts, representatives := 0, 0
	var refusals rule.Collect
	for i, seat := range a.Seats {
		if seat.Representative {
			representatives++
		} else {
			experts++
		}
		seat.check(i, &refusals)
	}
	a.checkRemote(&refusals)
	a.Limits.check(experts, &refusals)
	if err := refusals.Err(rule.Invalid); err != nil {
		return err
	}
	if err := CheckComposition(profile, c.Lot, experts, representatives); err != nil {
		return err
	}
	c.Plan = *a
	return nil
}

// check refuses the i-th seat of a plan that asks for nobody, or for the same
// twice.
func (s SeatPlan) check(i int, refusals *rule.Collect) {
	field, seat := "seats."+strconv.Itoa(i)+".", strconv.Itoa(s.No)
	if s.No != i+1 {
		refusals.Add("", "plan.numbering", field+"no")
	}
	switch {
	case s.Representative && (len(s.Specialties) > 0 || len(s.Fallback) > 0 || s.Region != "" || s.Remote):
		refusals.Add("", "plan.representative_drawn", field+"representative", "seat", seat)
	case !s.Representative && len(s.Specialties) == 0:
		refusals.Add("招标投标法实施条例 第四十六条", "plan.specialty", field+"specialties", "seat", seat)
	}
	if slices.ContainsFunc(s.Fallback, func(code string) bool { return slices.Contains(s.Specialties, code) }) {
		refusals.Add("", "plan.fallback_same", field+"fallback", "seat", seat)
	}
	noCode := func(code string) bool { return !isCode(code) }
	if slices.ContainsFunc(s.Specialties, noCode) {
		refusals.Add("", "plan.specialty_code", field+"specialties", "seat", seat)
	}
	if slices.ContainsFunc(s.Fallback, noCode) {
		refusals.Add("", "plan.specialty_code", field+"fallback", "seat", seat)
	}
	if s.Region != "" && !isCode(s.Region) {
		refusals.Add("", "plan.region_code", field+"region", "seat", seat)
	}
}

// isCode reports whether a specialty or region can be one: the hash of a pool
// writes them with commas and spaces between.
func isCode(s string) bool {
	return s != "" && len(s) <= 16 && !strings.ContainsFunc(s, func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') })
}

// check refuses limits that nobody can keep, or that say nothing, for so many
// drawn seats.
func (l PanelLimits) check(drawn int, refusals *rule.Collect) {
	most := strconv.Itoa(drawn)
	if l.Employer == 1 || l.Employer < 0 || l.Employer > drawn {
		refusals.Add("", "plan.limit_employer", "limits.employer", "most", most)
	}
	if l.Region < 0 || l.Region > drawn {
		refusals.Add("", "plan.limit_region", "limits.region", "most", most)
	}
	if l.Outside < 0 || l.Outside > drawn {
		refusals.Add("", "plan.limit_outside", "limits.outside", "most", most)
	}
	if (l.Outside > 0) != (l.Home != "") || l.Home != "" && !isCode(l.Home) {
		refusals.Add("", "plan.limit_home", "limits.home")
	}
	if l.Month < 0 || l.Month > mostInMonth {
		refusals.Add("", "plan.limit_month", "limits.month", "most", strconv.Itoa(mostInMonth))
	}
	if l.Interval < 0 || l.Interval > mostInterval {
		refusals.Add("", "plan.limit_interval", "limits.interval", "most", strconv.Itoa(mostInterval))
	}
}

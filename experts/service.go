package experts

import (
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
)

// A Service is a seat that an expert took: checked in, at a meeting that was
// not void.
type Service struct {
	Expert     string        `json:"expert"` // id
	On         conflict.Date `json:"on"`     // of the check-in, in the centre's time zone
	Lot        string        `json:"lot"`
	Entity     string        `json:"entity"`      // the procuring entity's normalised name
	EntityCode string        `json:"entity_code"` // its unified social credit code; empty if it is not known
}

// line is how a hash reads the service.
func (s Service) line() string {
	return s.Expert + " " + s.On.String() + " " + s.Lot + " " + s.EntityCode + " " + s.Entity
}

// For reports whether the service was for a procuring entity: by credit code
// where both are known, else by normalised name.
func (s Service) For(entity conflict.Company) bool {
	if s.EntityCode != "" && entity.CreditCode != "" {
		return s.EntityCode == entity.CreditCode
	}
	return s.Entity == conflict.NormaliseName(entity.Name)
}

// ServicesHash returns what the log commits to of the services that a draw's
// pool was formed by.
func ServicesHash(drawID string, services []Service) string {
	list := make([]string, len(services))
	for i, s := range services {
		list[i] = s.line()
	}
	return draw.ServicesHash(drawID, list)
}

// Bearing returns, of services in their order, those that can bear on a pool
// for a meeting: from the same day a year before on, and the last of each
// expert.
func Bearing(services []Service, meeting conflict.Date) []Service {
	since, last := meeting.YearsBack(1), map[string]int{}
	for i, s := range services {
		last[s.Expert] = i
	}
	var list []Service
	for i, s := range services {
		if !s.On.Before(since) || last[s.Expert] == i {
			list = append(list, s)
		}
	}
	return list
}

// Served is what limits of service are decided by.
type Served struct {
	Limits   draw.Limits
	Meeting  conflict.Date // the day of the meeting
	Entity   conflict.Company
	Services []Service // oldest first
}

// past is what the limits look at of one expert who has services.
type past struct {
	inMonth int  // services in the month of the meeting
	gap     int  // days between the meeting and the service nearest to it
	same    bool // the last service was for the same procuring entity
}

// pasts gathers what counts, by expert.
func (s Served) pasts() map[string]past {
	of := map[string]past{}
	for _, one := range s.Services {
		p, known := of[one.Expert]
		if one.On.Year == s.Meeting.Year && one.On.Month == s.Meeting.Month {
			p.inMonth++
		}
		gap := one.On.DaysTo(s.Meeting)
		gap = max(gap, -gap)
		if !known || gap < p.gap {
			p.gap = gap
		}
		p.same = one.For(s.Entity)
		of[one.Expert] = p
	}
	return of
}

// keptOut lists the limits that are set and keep an expert out of the pool, in
// the order of [draw.ServiceLimits].
func (s Served) keptOut(p past) (limits []string) {
	if s.Limits.Month > 0 && p.inMonth >= s.Limits.Month {
		limits = append(limits, draw.MonthLimit)
	}
	if s.Limits.Interval > 0 && p.gap < s.Limits.Interval {
		limits = append(limits, draw.IntervalLimit)
	}
	if s.Limits.Entity && p.same {
		limits = append(limits, draw.EntityLimit)
	}
	return limits
}

// enough returns how far one limit would have to give to let an expert in whom
// it keeps out: so many services in a month, so few days.
func (p past) enough(limit string) int {
	switch limit {
	case draw.MonthLimit:
		return p.inMonth + 1
	case draw.IntervalLimit:
		return p.gap
	}
	return 0
}

// stated is what the plan says of a limit.
func (s Served) stated(limit string) int {
	switch limit {
	case draw.MonthLimit:
		return s.Limits.Month
	case draw.IntervalLimit:
		return s.Limits.Interval
	}
	return 1
}

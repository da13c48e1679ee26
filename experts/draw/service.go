package draw

import "slices"

// The limits of service, as grounds of an exclusion: each keeps experts out of
// the pool, and binds nobody together.
const (
	MonthLimit    = "month"    // served as often as may be in the month of the meeting
	IntervalLimit = "interval" // served too few days before or after the day of the meeting
	EntityLimit   = "entity"   // served the same procuring entity last
)

// ServiceLimits lists the limits of service, in the order of a pool's
// exclusions.
var ServiceLimits = []string{MonthLimit, IntervalLimit, EntityLimit}

// ServicesDomain is the domain of the datum that says by which services a pool
// was formed: its value is their [ServicesHash].
const ServicesDomain = "draw.services"

// Bounds of the limits of service.
const (
	MostInMonth  = 31
	MostInterval = 365 // days
)

// OfService reports whether a limit of service is set.
func (l Limits) OfService() bool { return l.Month > 0 || l.Interval > 0 || l.Entity }

// serviceLines are the lines of the limits of service that are set.
func (l Limits) serviceLines() (list []string) {
	if l.Month > 0 {
		list = append(list, MonthLimit+" "+itoa(l.Month))
	}
	if l.Interval > 0 {
		list = append(list, IntervalLimit+" "+itoa(l.Interval))
	}
	if l.Entity {
		list = append(list, EntityLimit+" true")
	}
	return list
}

// ServicesHash returns the hash of the services by which a draw's pool was
// formed, each as a line.
func ServicesHash(draw string, services []string) string {
	return lines(slices.Concat([]string{"bidroom/services/1", draw}, services)...)
}

package draw

import (
	"slices"
	"strconv"
	"strings"
)

// A Seat is what one place on the panel needs. An expert fits who holds one
// of the specialties, or of the fall-back ones, and, if a region is named,
// lives there, see [Lives].
type Seat struct {
	No          int      `json:"no,string"`
	Specialties []string `json:"specialties"`
	Region      string   `json:"region,omitempty"`
	Fallback    []string `json:"fallback,omitempty"` // for when nobody of the specialties can take the seat
}

// fitsItself reports whether an expert fits by the seat's own specialties.
func (s Seat) fitsItself(o Opened) bool {
	return (s.Region == "" || Lives(o.Region, s.Region)) &&
		slices.ContainsFunc(s.Specialties, func(code string) bool { return slices.Contains(o.Specialties, code) })
}

// fits reports whether an expert fits, by the fall-back at least.
func (s Seat) fits(o Opened) bool {
	return s.fitsItself(o) || (s.Region == "" || Lives(o.Region, s.Region)) &&
		slices.ContainsFunc(s.Fallback, func(code string) bool { return slices.Contains(o.Specialties, code) })
}

// Lives reports whether a region is another or part of it. Codes are those of
// GB/T 2260, in which pairs of zeros at the end say that a whole province or
// city is meant: 330106 is part of 330100 and of 330000. A region that is not
// known is part of none.
func Lives(region, in string) bool {
	for len(in) > 2 && strings.HasSuffix(in, "00") {
		in = in[:len(in)-2]
	}
	return region != "" && strings.HasPrefix(region, in)
}

// same reports whether the same experts fit both seats.
func (s Seat) same(t Seat) bool {
	return s.Region == t.Region && slices.Equal(s.Specialties, t.Specialties) && slices.Equal(s.Fallback, t.Fallback)
}

// Named returns the specialties that seats name, sorted.
func Named(seats []Seat) []string {
	var codes []string
	for _, s := range seats {
		codes = append(append(codes, s.Specialties...), s.Fallback...)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// line returns the seat as the pool's hash and a record write it: with a
// space after the specialties, region or not.
func (s Seat) line() string {
	text := strconv.Itoa(s.No) + " " + strings.Join(s.Specialties, ",") + " " + s.Region
	if len(s.Fallback) > 0 {
		text += " fallback " + strings.Join(s.Fallback, ",")
	}
	return text
}

// Limits bind the drawn members of a panel together, and say who is in the pool
// by past service. The zero value allows one member of each employer, any
// region, and any service.
type Limits struct {
	Employer int    `json:"employer,string,omitempty"` // at most so many who work at one employer; 0 is 1
	Region   int    `json:"region,string,omitempty"`   // at most so many who live in one region, by the same code; 0 is any number
	Home     string `json:"home,omitempty"`            // the centre's own region
	Outside  int    `json:"outside,string,omitempty"`  // at least so many who are known to live elsewhere than Home
	Month    int    `json:"month,string,omitempty"`    // nobody serves more often in a month of the calendar; 0 is any number
	Interval int    `json:"interval,string,omitempty"` // at least so many days between two services; 0 is none
	Entity   bool   `json:"entity,string,omitempty"`   // nobody serves the same procuring entity twice running
}

func (l Limits) perEmployer() int { return max(1, l.Employer) }

// perRegion returns how many of a drawn panel may live in one region.
func (l Limits) perRegion(size int) int {
	if l.Region > 0 {
		return min(size, l.Region)
	}
	return size
}

// atHome returns how many of a drawn panel may live at home.
func (l Limits) atHome(size int) int { return max(0, size-l.Outside) }

// isHome reports whether somebody counts as one who lives at home: who does, or
// of whom it is not known.
func (l Limits) isHome(region string) bool {
	return l.Outside > 0 && (region == "" || Lives(region, l.Home))
}

// lines returns the limits that are set, as the pool's hash and a record
// write them.
func (l Limits) lines() []string {
	var list []string
	if l.Employer > 1 {
		list = append(list, "employer "+strconv.Itoa(l.Employer))
	}
	if l.Region > 0 {
		list = append(list, "region "+strconv.Itoa(l.Region))
	}
	if l.Outside > 0 {
		list = append(list, "outside "+l.Home+" "+strconv.Itoa(l.Outside))
	}
	return append(list, l.serviceLines()...)
}

// check refuses limits that say the same as others or cannot be met.
func (l Limits) check(seats int) error {
	switch {
	case l.Employer < 0 || l.Employer == 1 || l.Employer > seats,
		l.Region < 0 || l.Region > seats,
		l.Outside < 0 || l.Outside > seats,
		(l.Outside > 0) != (l.Home != ""),
		strings.ContainsAny(l.Home, " \n"),
		l.Month < 0 || l.Month > MostInMonth,
		l.Interval < 0 || l.Interval > MostInterval:
		return refuse("draw.limits")
	}
	return nil
}

// check refuses words that would read otherwise in the lines of the hash.
func (s Seat) check() error {
	if slices.ContainsFunc(slices.Concat(s.Specialties, s.Fallback), func(w string) bool { return w == "" || strings.ContainsAny(w, ", \n") }) ||
		strings.ContainsAny(s.Region, " \n") || len(s.Specialties) == 0 {
		return refuse("draw.seat_words", "seat", strconv.Itoa(s.No))
	}
	return nil
}

// Hash returns the hash that stands for the whole pool: what is drawn from,
// for what, and by which rules.
func (a *PoolFormed) Hash() string {
	text := newLongHashing()
	text.line("bidroom/pool/1")
	text.line(a.Draw)
	text.line("rules ", a.Rules)
	for _, s := range a.Seats {
		text.line("seat ", s.line())
	}
	for _, limit := range a.Limits.lines() {
		text.line("limit ", limit)
	}
	if a.Beacon != nil {
		text.line("beacon ", a.Beacon.line())
	}
	for _, e := range a.Excluded {
		text.line("exclusion ", e.Ground, " ", strconv.Itoa(e.Count))
	}
	for i := range a.Items {
		text.line(a.Items[i].Label, " ", a.Items[i].Item)
	}
	return text.hex()
}

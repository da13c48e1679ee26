package experts

import (
	"cmp"
	"slices"
	"sort"
	"strconv"

	"bidroom/experts/draw"
)

// Relaxations says what would have to give so that the seats can be filled, if
// they cannot: how far a limit of service, where that alone is enough, and then
// what [draw.Relaxations] finds.
func (p *Pool) Relaxations(seats []draw.Seat, limits draw.Limits) []*draw.Error {
	list := draw.Relaxations(seats, limits, p.Opened)
	if len(list) == 0 {
		return nil
	}
	var wider []*draw.Error
	for _, limit := range draw.ServiceLimits {
		if to, is := p.wide(limit, seats, limits); is {
			wider = append(wider, &draw.Error{Code: relaxed[limit], Args: map[string]string{"from": strconv.Itoa(p.served.stated(limit)), "to": strconv.Itoa(to)}})
		}
	}
	if wider != nil {
		list = slices.DeleteFunc(list, func(e *draw.Error) bool { return e.Code == "draw.relax.several" })
	}
	return append(wider, list...)
}

var relaxed = map[string]string{draw.MonthLimit: "draw.relax.month", draw.IntervalLimit: "draw.relax.interval", draw.EntityLimit: "draw.relax.entity"}

// wide finds the least that one limit of service has to give so that the seats
// can be filled with those whom it alone keeps out.
func (p *Pool) wide(limit string, seats []draw.Seat, limits draw.Limits) (to int, is bool) {
	type barred struct {
		draw.Opened
		enough int
	}
	var list []barred
	pasts, stated := p.served.pasts(), p.served.stated(limit)
	for _, c := range p.Clearances {
		if !c.Conflicted && slices.Equal(c.Limits, []string{limit}) {
			list = append(list, barred{p.open(c.Expert, [16]byte{}), pasts[c.Expert.ID].enough(limit)})
		}
	}
	far := func(b barred) int { return max(b.enough-stated, stated-b.enough) }
	slices.SortStableFunc(list, func(a, b barred) int { return cmp.Compare(far(a), far(b)) })
	n := sort.Search(len(list), func(i int) bool {
		pool := slices.Clone(p.Opened)
		for _, b := range list[:i+1] {
			pool = append(pool, b.Opened)
		}
		return draw.Feasible(seats, limits, pool) == nil
	})
	if n == len(list) {
		return 0, false
	}
	return list[n].enough, true
}

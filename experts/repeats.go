package experts

import "bidroom/experts/conflict"

// Repeats says how often the experts who were considered for a pool sat on
// panels within a year: who sits often is easily guessed. Who of them was
// excluded makes no difference, so that nothing here tells it.
type Repeats struct {
	Panels int // lots in which one of them served
	Served int // of them who served
	Pairs  int // of two of them who served together in two lots or more
	Most   int // lots in which the most frequent of them served
}

// A frequent expert sat on so many panels, and on every so-manieth.
const (
	frequentPanels = 3
	frequentShare  = 3
)

// Frequent reports whether somebody is on so many panels that naming that
// expert is a good guess: on three or more, and on a third of them or more.
func (r Repeats) Frequent() bool {
	return r.Most >= frequentPanels && frequentShare*r.Most >= r.Panels
}

// RepeatsOf counts the services of the experts who were considered, from the
// same day a year before the meeting on.
func RepeatsOf(considered []conflict.Expert, services []Service, meeting conflict.Date) (r Repeats) {
	since, among := meeting.YearsBack(1), make(map[string]bool, len(considered))
	for _, e := range considered {
		among[e.ID] = true
	}
	lots, panels := map[string]map[string]bool{}, map[string]int{} // who served in a lot; in how many lots
	for _, s := range services {
		if !among[s.Expert] || s.On.Before(since) || lots[s.Lot][s.Expert] {
			continue
		}
		if lots[s.Lot] == nil {
			lots[s.Lot] = map[string]bool{}
		}
		lots[s.Lot][s.Expert] = true
		panels[s.Expert]++
		r.Most = max(r.Most, panels[s.Expert])
	}
	r.Panels, r.Served, r.Pairs = len(lots), len(panels), pairs(lots)
	return r
}

// pairs counts the pairs of experts who are together in two lots or more.
func pairs(lots map[string]map[string]bool) (n int) {
	together := map[[2]string]int{}
	for _, who := range lots {
		for a := range who {
			for b := range who {
				if a < b {
					together[[2]string{a, b}]++
				}
			}
		}
	}
	for _, times := range together {
		if times >= 2 {
			n++
		}
	}
	return n
}

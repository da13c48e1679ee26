package experts

import (
	"cmp"
	"errors"
	"iter"
	"slices"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/experts/spread"
)

// A Clearance is what the grounds and the limits of service say of one expert.
type Clearance struct {
	Expert     *conflict.Expert
	Conflicted bool     // a ground keeps the expert out
	Limits     []string // of service that do
}

// Excluded reports whether a ground or a limit of service keeps the expert out.
func (c Clearance) Excluded() bool { return c.Conflicted || len(c.Limits) > 0 }

// A Pool is the eligible experts of one draw, and why the others are not.
type Pool struct {
	Clearances []Clearance // of everyone considered, by expert id
	Opened     []draw.Opened
	Excluded   []draw.Excluded // by ground, then by limit of service; an expert counts at every one
	Dismissed  int             // false matches that would have kept somebody out, of everyone considered
	Unknown    int             // eligible experts of whom something was never asked
	Alerts     int             // eligible experts of whom there is something that keeps nobody out and is to be shown
	Unasked    []string        // what was never asked of the lot, or is not known of its bidders, for all; sorted

	served Served
	open   func(e *conflict.Expert, salt [16]byte) draw.Opened
}

// NewPool clears every candidate and labels the eligible ones. named are the
// specialties that the seats name: an expert holds those above its own too. salt
// gives the salt of an expert's label. An expert's employers are those of today, by
// credit code where it is known and by normalised name otherwise.
func NewPool(drawID string, named []string, candidates []conflict.Expert, checker *conflict.Checker, served Served, salt func() ([16]byte, error)) (*Pool, error) {
	pool := &Pool{served: served, open: func(e *conflict.Expert, salt [16]byte) draw.Opened {
		return draw.Open(drawID, salt, e.ID, WithLevels(e.Specialties, named), e.Region, checker.Employers(*e))
	}}
	counts, pasts := map[string]int{}, served.pasts()
	var eligible []int // of the clearances
	var salts [][16]byte
	for found := range cleared(candidates, checker) {
		c := Clearance{Expert: found.expert, Conflicted: len(found.grounds) > 0}
		for _, ground := range found.grounds {
			counts[ground]++
		}
		for _, subject := range found.lacks {
			if !slices.Contains(pool.Unasked, string(subject)) {
				pool.Unasked = append(pool.Unasked, string(subject))
			}
		}
		if p, has := pasts[c.Expert.ID]; has {
			c.Limits = served.keptOut(p)
		}
		for _, limit := range c.Limits {
			counts[limit]++
		}
		pool.Clearances = append(pool.Clearances, c)
		pool.Dismissed += len(found.dismissed)
		if c.Excluded() {
			continue
		}
		if found.unknown {
			pool.Unknown++
		}
		if found.alerts {
			pool.Alerts++
		}
		s, err := salt()
		if err != nil {
			return nil, err
		}
		eligible, salts = append(eligible, len(pool.Clearances)-1), append(salts, s)
	}
	pool.Opened = make([]draw.Opened, len(eligible))
	spread.Each(len(eligible), func(i int) { pool.Opened[i] = pool.open(pool.Clearances[eligible[i]].Expert, salts[i]) })
	slices.SortFunc(pool.Opened, func(a, b draw.Opened) int { return cmp.Compare(a.Label, b.Label) })
	slices.Sort(pool.Unasked)
	for _, ground := range slices.Concat(conflict.Grounds(), draw.ServiceLimits) {
		if counts[ground] > 0 {
			pool.Excluded = append(pool.Excluded, draw.Excluded{Ground: ground, Count: counts[ground]})
		}
	}
	return pool, nil
}

// A finding is what the grounds find of one expert, and what counts for the pool
// as a whole.
type finding struct {
	expert    *conflict.Expert
	grounds   []string           // that keep the expert out
	dismissed []conflict.Match   // that would, had they not been found false
	lacks     []conflict.Subject // what is known of nobody
	unknown   bool               // a ground could not be decided because the expert was never asked
	alerts    bool
}

// clear finds what is of an expert. It puts it where something was found before,
// that nobody needs any more.
func (f *finding) clear(e *conflict.Expert, checker *conflict.Checker) {
	*f = finding{expert: e, grounds: f.grounds[:0], dismissed: f.dismissed[:0], lacks: f.lacks[:0]}
	for answer := range checker.Answers(e) {
		if answer.KeepsOut() {
			f.grounds = append(f.grounds, answer.Ground)
		}
		f.unknown = f.unknown || answer.Unasked()
		f.alerts = f.alerts || answer.Alerts()
		for _, d := range answer.Data {
			if d.Dismissal != nil && answer.Action.KeepsOut() && !slices.Contains(f.dismissed, d.Match) {
				f.dismissed = append(f.dismissed, d.Match)
			}
		}
		for _, subject := range answer.Lacks {
			if !subject.Personal() && !slices.Contains(f.lacks, subject) {
				f.lacks = append(f.lacks, subject)
			}
		}
	}
}

// clearedAtOnce bounds how many findings are in memory.
const clearedAtOnce = 4096

// cleared yields what was found of everyone, in order, which every processor
// works out a part of. A finding is the next one's room.
func cleared(candidates []conflict.Expert, checker *conflict.Checker) iter.Seq[*finding] {
	return func(yield func(*finding) bool) {
		findings := make([]finding, clearedAtOnce)
		for some := range slices.Chunk(candidates, clearedAtOnce) {
			spread.Each(len(some), func(i int) { findings[i].clear(&some[i], checker) })
			for i := range some {
				if !yield(&findings[i]) {
					return
				}
			}
		}
	}
}

// Refusal turns a refusal of package draw, which knows nothing but the
// standard library, into one of package rule; other errors stay as they are.
// more are further reasons, or what would have to give.
func Refusal(err error, more ...*draw.Error) error {
	var e *draw.Error
	if !errors.As(err, &e) {
		return err
	}
	kind := rule.Invalid
	switch e.Code {
	case "draw.stage", "draw.server_first", "draw.server_reveals_first", "draw.too_few_parties":
		kind = rule.Premature
	case "draw.party", "draw.party_twice", "draw.device_twice", "draw.public_outside", "draw.second":
		kind = rule.Forbidden
	}
	refusal := &rule.Refusal{Kind: kind}
	for _, reason := range append([]*draw.Error{e}, more...) {
		refusal.Reasons = append(refusal.Reasons, rule.Reason{Code: reason.Code, Args: reason.Args})
	}
	return refusal
}

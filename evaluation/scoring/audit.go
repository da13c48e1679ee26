package scoring

import (
	"maps"
	"math/big"
	"slices"
	"strconv"

	"bidroom/evaluation/scoring/exact"
)

// A Check names one kind of thing that must hold of a result before it is
// signed.
type Check string

// The checks that look at numbers.
const (
	CheckSums       Check = "sums"       // totals follow from their parts
	CheckRange      Check = "range"      // marks lie within their criterion's range
	CheckMissing    Check = "missing"    // every member marked every criterion of every bid, once
	CheckObjective  Check = "objective"  // members agree on objective criteria
	CheckRanks      Check = "ranks"      // ranks follow from the totals, and ties are decided by the method's rule
	CheckCandidates Check = "candidates" // the candidates are the best ranks, as many as have a place
)

// A Fault is one thing in a stated result that does not hold. Of Bid,
// Criterion and Member those are empty that it is not about.
type Fault struct {
	Check         Check
	What          string // which of the check's rules: catalogue key below "refusal.integrity."
	Bid           string
	Criterion     string // or group
	Member        string
	Stated, Found string // what is stated, and what it should be; empty where there is no number to name
}

// A Stated is a result as somebody states it, with what it is said to rest on.
type Stated struct {
	Members    []string // who marked
	Bids       []string // the bids that are evaluated
	Marks      []Mark
	Sheets     []SheetTotal // the members' totals
	Lines      Derivation   // how the numbers are said to have come about
	Ranking    []BidResult  // in the order of the ranks; of each the bid, rank, tie and total are looked at
	Candidates []string     // bid ids, best first
	TieOrder   []string     // bids in drawn order, where a tie was drawn
}

// Audit holds a stated result against itself and against the method, without
// computing it the way that [Method.Score] does: totals are added up again
// from the marks, ranks counted from the totals, candidates from the ranks. It
// returns everything that does not hold, in the order of the checks. Without
// marks, only ranks and candidates are looked at.
func (m *Method) Audit(s Stated) []Fault {
	a := &audit{m: m, s: s, given: map[string]*big.Rat{}}
	if len(s.Marks) > 0 {
		a.marks()
		a.sheets()
		a.lines()
		for _, at := range m.ObjectiveMismatch(s.Marks) {
			a.add(Fault{Check: CheckObjective, What: "objective", Bid: at.Bid, Criterion: at.Criterion})
		}
	}
	a.ranks()
	a.candidates()
	return a.faults
}

type audit struct {
	m      *Method
	s      Stated
	given  map[string]*big.Rat // marks by markKey
	faults []Fault
}

func markKey(member, bid, criterion string) string { return member + " " + bid + " " + criterion }

func (a *audit) add(f Fault) { a.faults = append(a.faults, f) }

// marks looks at each mark by itself, and whether all are there.
func (a *audit) marks() {
	for _, mark := range a.s.Marks {
		at := Fault{Bid: mark.Bid, Criterion: mark.Criterion, Member: mark.Member, Stated: mark.Value}
		key := markKey(mark.Member, mark.Bid, mark.Criterion)
		if a.given[key] != nil {
			at.Check, at.What = CheckMissing, "twice"
			a.add(at)
			continue
		}
		if !slices.Contains(a.s.Bids, mark.Bid) || !slices.Contains(a.s.Members, mark.Member) {
			at.Check, at.What = CheckRange, "stray"
			a.add(at)
			continue
		}
		if a.m.CheckMark(mark.Criterion, mark.Value) != nil {
			at.Check, at.What = CheckRange, "range"
			if c := a.m.Criterion(mark.Criterion); c != nil {
				at.Found = c.Min + "–" + c.Max
			}
			a.add(at)
		}
		if number, err := exact.Parse(mark.Value); err == nil {
			a.given[key] = number
		}
	}
	for _, member := range a.s.Members {
		for _, bid := range a.s.Bids {
			for _, criterion := range a.m.within[wholeSheet] {
				if a.given[markKey(member, bid, criterion)] == nil {
					a.add(Fault{Check: CheckMissing, What: "missing", Bid: bid, Criterion: criterion, Member: member})
				}
			}
		}
	}
}

// sum adds up a member's marks of a bid over some criteria.
func (a *audit) sum(member, bid string, criteria []string) *big.Rat {
	total := new(big.Rat)
	for _, criterion := range criteria {
		if mark := a.given[markKey(member, bid, criterion)]; mark != nil {
			total.Add(total, mark)
		}
	}
	return total
}

// sheets adds up every stated total of a member again.
func (a *audit) sheets() {
	for _, stated := range a.s.Sheets {
		sum := a.sum(stated.Member, stated.Bid, a.m.within[stated.Group])
		if number, ok := new(big.Rat).SetString(stated.Total); !ok || number.Cmp(sum) != 0 {
			a.add(Fault{Check: CheckSums, What: "sums.sheet", Bid: stated.Bid, Criterion: stated.Group, Member: stated.Member, Stated: stated.Total, Found: exact.String(sum)})
		}
	}
}

// lines adds up the totals of the groups and of all, and holds what members'
// marks were made into between the lowest and the highest of them.
func (a *audit) lines() {
	for _, bid := range a.s.Bids {
		for _, id := range append(slices.Sorted(maps.Keys(a.m.within)), a.m.within[wholeSheet]...) {
			line := a.s.Lines.Line(bid, "marks("+id+")")
			if line == nil {
				continue
			}
			number, ok := new(big.Rat).SetString(line.Result)
			if parts := a.parts(id); parts != nil {
				a.added(bid, id, line.Result, number, parts)
			} else if low, high := a.between(bid, id); !ok || number.Cmp(low) < 0 || number.Cmp(high) > 0 {
				a.add(Fault{Check: CheckSums, What: "sums.mean", Bid: bid, Criterion: id, Stated: line.Result, Found: exact.String(low) + "–" + exact.String(high)})
			}
		}
	}
}

// parts returns what the number of a group or of all is the sum of, or nil if
// it is what members' marks were made into.
func (a *audit) parts(id string) []string {
	switch {
	case a.m.members.level == "criterion" && id == wholeSheet, a.m.members.level == "group" && id == wholeSheet:
		return a.m.topGroups()
	case a.m.members.level == "criterion" && a.m.Criterion(id) == nil:
		return a.m.within[id]
	}
	return nil
}

func (a *audit) added(bid, id, stated string, number *big.Rat, parts []string) {
	total := new(big.Rat)
	for _, part := range parts {
		if line := a.s.Lines.Line(bid, "marks("+part+")"); line != nil {
			if n, ok := new(big.Rat).SetString(line.Result); ok {
				total.Add(total, n)
			}
		}
	}
	if number == nil || number.Cmp(total) != 0 {
		a.add(Fault{Check: CheckSums, What: "sums.group", Bid: bid, Criterion: id, Stated: stated, Found: exact.String(total)})
	}
}

// between returns the lowest and the highest of what the members gave, rounded
// as the method rounds what it makes of them: rounding keeps the order.
func (a *audit) between(bid, id string) (low, high *big.Rat) {
	criteria := a.m.within[id]
	if a.m.Criterion(id) != nil {
		criteria = []string{id}
	}
	for _, member := range a.s.Members {
		sum := a.sum(member, bid, criteria)
		if low == nil || sum.Cmp(low) < 0 {
			low = sum
		}
		if high == nil || sum.Cmp(high) > 0 {
			high = sum
		}
	}
	if r := a.m.members.rounding; r != nil {
		low, high = exact.Round(low, r.digits, r.mode), exact.Round(high, r.digits, r.mode)
	}
	return low, high
}

// A standing is a ranked bid with what its place follows from.
type standing struct {
	BidResult
	total *big.Rat
	ties  []*big.Rat // by the method's tie-breaks, as far as the lines give them
	draw  int        // place in the drawn order; -1 if it is not in it
}

// ranks counts every rank again: a bid's rank is one more than the number of
// bids that come before it.
func (a *audit) ranks() {
	var list []standing
	for _, bid := range a.s.Ranking {
		if bid.Rank == 0 && bid.Total == "" {
			continue
		}
		one := a.standing(bid)
		if one.total == nil || bid.Rank < 1 {
			a.add(Fault{Check: CheckRanks, What: "ranks", Bid: bid.Bid, Stated: strconv.Itoa(bid.Rank)})
			return
		}
		list = append(list, one)
	}
	for _, one := range list {
		before, equal := 0, 0
		for _, other := range list {
			switch order := a.order(other, one); {
			case order < 0:
				before++
			case order == 0:
				equal++ // itself among them
			}
		}
		if rank := before + 1; one.Rank != rank || one.Tied != (equal > 1) {
			f := Fault{Check: CheckRanks, What: "ranks", Bid: one.Bid, Stated: strconv.Itoa(one.Rank), Found: strconv.Itoa(rank)}
			if one.Rank == rank {
				f.What = "ranks.tied"
			}
			a.add(f)
		}
	}
}

func (a *audit) standing(bid BidResult) standing {
	one := standing{BidResult: bid, draw: slices.Index(a.s.TieOrder, bid.Bid)}
	one.total, _ = new(big.Rat).SetString(bid.Total)
	line := a.s.Lines.Line(bid.Bid, "ranking")
	if line == nil {
		return one
	}
	if bid.Total != line.Result {
		a.add(Fault{Check: CheckSums, What: "sums.total", Bid: bid.Bid, Stated: bid.Total, Found: line.Result})
	}
	if !a.m.ranking.rounded {
		if number, ok := new(big.Rat).SetString(line.Exact); ok && bid.Total == line.Result {
			one.total = number
		}
	}
	for _, w := range line.Workings {
		if number, ok := new(big.Rat).SetString(w.Exact); ok {
			one.ties = append(one.ties, number)
		}
	}
	return one
}

// order says which of two bids comes first: negative if x does. Without the
// lines, which name what ties are broken by, the stated ranks decide between
// equal totals.
func (a *audit) order(x, y standing) int {
	by := a.m.ranking
	order := turned(x.total.Cmp(y.total), by.descending)
	if order != 0 || x.Bid == y.Bid {
		return order
	}
	if len(a.s.Lines) == 0 {
		return x.Rank - y.Rank
	}
	for i, tie := range by.ties {
		if i < min(len(x.ties), len(y.ties)) && order == 0 {
			order = turned(x.ties[i].Cmp(y.ties[i]), tie.descending)
		}
	}
	if order == 0 && x.draw >= 0 && y.draw >= 0 {
		order = x.draw - y.draw
	}
	return order
}

func turned(order int, descending bool) int {
	if descending {
		return -order
	}
	return order
}

// candidates counts from the stated ranks who has a place among the
// candidates: all bids of a rank, as long as there are places for all.
func (a *audit) candidates() {
	ranked := slices.DeleteFunc(slices.Clone(a.s.Ranking), func(b BidResult) bool { return b.Rank < 1 })
	slices.SortStableFunc(ranked, func(x, y BidResult) int { return x.Rank - y.Rank })
	places := a.m.ranking.candidates
	due := []string{}
	for _, bid := range ranked {
		upTo := 0 // bids of this rank and before it
		for _, other := range ranked {
			if other.Rank <= bid.Rank {
				upTo++
			}
		}
		if upTo <= places {
			due = append(due, bid.Bid)
		}
	}
	for i := range max(len(due), len(a.s.Candidates)) {
		f := Fault{Check: CheckCandidates, What: "candidates", Stated: strconv.Itoa(i + 1)}
		switch {
		case i >= len(due):
			f.What, f.Bid = "candidates.beyond", a.s.Candidates[i]
		case i >= len(a.s.Candidates):
			f.What, f.Bid = "candidates.left_out", due[i]
		case due[i] != a.s.Candidates[i]:
			f.Bid = a.s.Candidates[i]
		default:
			continue
		}
		a.add(f)
	}
}

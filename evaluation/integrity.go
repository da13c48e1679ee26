package evaluation

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

// The checks that a case makes beside those of [scoring.Method.Audit].
const (
	CheckWeights scoring.Check = "weights"     // the method is the one that was fixed before the opening, and its points add up
	CheckPanel   scoring.Check = "composition" // enough members at every vote, majorities of those who could vote
	CheckReasons scoring.Check = "extremes"    // marks far from the mean have their member's reason
)

// CheckLog says that the case is what its process log holds. Whoever has the
// log makes it; a [Case] by itself does not.
const CheckLog scoring.Check = "log"

// Checks lists what must hold before a report is signed, in the order in
// which it is shown.
var Checks = []scoring.Check{scoring.CheckMissing, scoring.CheckRange, scoring.CheckObjective, CheckReasons, CheckWeights, scoring.CheckSums,
	scoring.CheckRanks, scoring.CheckCandidates, CheckPanel}

// byMarks are the checks that nothing can be said of while marks are sealed.
var byMarks = []scoring.Check{scoring.CheckMissing, scoring.CheckRange, scoring.CheckObjective, CheckReasons, scoring.CheckSums}

// A Checked is what one check found. What is to be done is in the catalogue
// under "integrity.next." and the check's name.
type Checked struct {
	Check   scoring.Check
	Clause  rule.Clause // that the check carries out; empty if the rule is this system's own
	Sealed  bool        // the marks are not at hand, so it could not be made
	Reasons []rule.Reason
}

// Failed reports whether something of the check does not hold.
func (c Checked) Failed() bool { return len(c.Reasons) > 0 }

// correctable names what may be corrected before the report is signed, and so
// must be looked at: sums, marks out of range, objective marks that differ.
const correctable = rule.Clause("政府采购货物和服务招标投标管理办法 第六十四条")

// Integrity makes every check on the tally that stands, and on result, which
// is what the report prints; nil stands for the result as it is computed from
// the sheets. It looks at what is stated, not at how it came about, and
// returns all of [Checks] in their order.
func (c *Case) Integrity(result *scoring.Result) ([]Checked, error) {
	m := c.Meeting
	if m == nil || m.Tally == nil {
		return nil, rule.Refuse(rule.Premature, "", "tally.missing", "")
	}
	profile, err := c.Profile()
	if err != nil {
		return nil, err
	}
	i := &integrity{c: c, profile: profile, list: make([]Checked, len(Checks))}
	for n, check := range Checks {
		i.list[n] = Checked{Check: check, Clause: i.clause(check)}
	}
	i.composition()
	i.listed()
	if method := i.weights(); method != nil {
		i.numbers(method, result)
	}
	return i.list, nil
}

type integrity struct {
	c       *Case
	profile *rule.Profile
	list    []Checked
}

func (i *integrity) clause(check scoring.Check) rule.Clause {
	switch check {
	case scoring.CheckSums, scoring.CheckRange, scoring.CheckObjective:
		return correctable
	case CheckWeights:
		return "招标投标法 第四十条"
	case scoring.CheckCandidates:
		return i.profile.Candidates.Clause
	case CheckPanel:
		return i.profile.Composition.Clause
	case CheckReasons:
		return i.profile.Extreme.Clause
	}
	return ""
}

func (i *integrity) of(check scoring.Check) *Checked { return &i.list[slices.Index(Checks, check)] }

// add notes something that does not hold; args are name, value pairs.
func (i *integrity) add(check scoring.Check, what, field string, args ...string) {
	of, code := i.of(check), "integrity."+what
	of.Reasons = append(of.Reasons, rule.NewReason(of.Clause, code, field, args...))
}

// weights loads the method anew from its file, which adds up its points, and
// holds the file against the hash under which it was fixed.
func (i *integrity) weights() *scoring.Method {
	set := i.c.Method
	if sum := sha256.Sum256([]byte(set.Source)); hex.EncodeToString(sum[:]) != set.Hash {
		i.add(CheckWeights, "weights.hash", "method", "method", set.ID)
	}
	method, err := scoring.Load([]byte(set.Source))
	if err != nil {
		i.add(CheckWeights, "weights.file", "method", "method", set.ID)
		return nil
	}
	return method
}

// numbers audits what the tally and the report state.
func (i *integrity) numbers(method *scoring.Method, result *scoring.Result) {
	c, tally := i.c, i.c.Meeting.Tally
	opened := !slices.ContainsFunc(c.Meeting.Seats, func(s Seat) bool { return s.Sheet == nil || s.Sheet.Text == "" })
	stated := scoring.Stated{Candidates: tally.Candidates, TieOrder: tally.TieOrder}
	for _, line := range tally.Ranking {
		stated.Ranking = append(stated.Ranking, scoring.BidResult{Bid: line.Bid, Rank: line.Rank, Tied: line.Tied, Total: line.Total})
	}
	if opened {
		for _, seat := range c.Meeting.Seats {
			stated.Members = append(stated.Members, SeatActor(seat.No))
		}
		for _, bid := range c.PassedBids() {
			stated.Bids = append(stated.Bids, bid.ID)
		}
		stated.Marks = c.Marks()
		i.reasons()
		if result == nil {
			result = i.computed(method, tally.TieOrder)
		}
		if result != nil {
			stated.Sheets, stated.Lines = result.Sheets, result.Derivation
			i.printed(result)
		}
	} else {
		for _, check := range byMarks {
			i.of(check).Sealed = true
		}
	}
	for _, f := range method.Audit(stated) {
		i.fault(f)
	}
}

// reasons looks for the reason of every mark that is far from the mean. A mark
// that is no number is found by the audit.
func (i *integrity) reasons() {
	list, err := i.c.Extremes()
	if err != nil {
		return
	}
	for _, one := range list {
		if one.Reason == "" {
			i.add(CheckReasons, "extremes.unexplained", one.Bid+" "+one.Criterion, "bidder", i.c.called(one.Bid), "criterion", one.Criterion, "seat", strconv.Itoa(one.Seat))
		}
	}
}

// computed scores the sheets with the method as it was loaded anew. What makes
// that impossible is a mark that the audit finds by itself; anything else is a
// total that nothing bears out.
func (i *integrity) computed(method *scoring.Method, tieOrder []string) *scoring.Result {
	fresh := *i.c
	fresh.method = method
	result, err := fresh.Score(tieOrder)
	var refusal *rule.Refusal
	if errors.As(err, &refusal) {
		for _, reason := range refusal.Reasons {
			if !slices.Contains(ofMarks, reason.Code) {
				i.add(scoring.CheckSums, "sums.none", "")
				break
			}
		}
	}
	return result
}

// ofMarks are the refusals of a score that the audit of the marks names.
var ofMarks = []string{"scoring.mark.missing", "scoring.mark.twice", "scoring.mark.range", "scoring.mark.step", "scoring.mark.number", "scoring.mark.objective",
	"scoring.mark.none", "scoring.mark.bid", "scoring.mark.member", "scoring.mark.criterion", "scoring.mark.pass"}

// printed holds the ranking that the report prints against the tally.
func (i *integrity) printed(result *scoring.Result) {
	ranking := i.c.Meeting.Tally.Ranking
	for _, bid := range result.Bids {
		line := RankedBid{Bid: bid.Bid, Rank: bid.Rank, Tied: bid.Tied, Total: bid.Total}
		n := slices.IndexFunc(ranking, func(r RankedBid) bool { return r.Bid == bid.Bid })
		switch {
		case n < 0:
			continue // listed says so
		case ranking[n] != line && ranking[n].Total == line.Total:
			i.add(scoring.CheckRanks, "ranks.printed", bid.Bid, "bidder", i.c.called(bid.Bid), "stated", strconv.Itoa(ranking[n].Rank), "found", strconv.Itoa(line.Rank))
		case ranking[n] != line && result.Derivation.Line(bid.Bid, "ranking") == nil:
			i.add(scoring.CheckSums, "sums.total", bid.Bid, "bidder", i.c.called(bid.Bid), "stated", ranking[n].Total, "found", line.Total)
		}
	}
}

// listed looks for every bid of the lot in the tally: once, and without a rank
// if it was rejected.
func (i *integrity) listed() {
	times := map[string]int{}
	for _, line := range i.c.Meeting.Tally.Ranking {
		if bid := i.c.Bid(line.Bid); bid == nil || bid.Rejection != nil && line.Rank != 0 || times[line.Bid] > 0 {
			i.add(scoring.CheckRanks, "ranks.stray", line.Bid, "bidder", i.c.called(line.Bid), "stated", strconv.Itoa(line.Rank))
		}
		times[line.Bid]++
	}
	for _, bid := range i.c.Bids {
		if times[bid.ID] == 0 {
			i.add(scoring.CheckRanks, "ranks.left_out", bid.ID, "bidder", i.c.called(bid.ID))
		}
	}
	for _, id := range i.c.Meeting.Tally.Candidates {
		if bid := i.c.Bid(id); bid == nil || bid.Rejection != nil {
			i.add(scoring.CheckCandidates, "candidates.rejected", id, "bidder", i.c.called(id))
		}
	}
}

// fault puts a fault of the audit into words.
func (i *integrity) fault(f scoring.Fault) {
	args := []string{"bidder", i.c.called(f.Bid), "criterion", f.Criterion, "stated", f.Stated, "found", f.Found}
	if f.Member != "" {
		args = append(args, "seat", strings.TrimPrefix(f.Member, "seat:"))
	}
	field := f.Bid
	if f.Criterion != "" {
		field += " " + f.Criterion
	}
	i.add(f.Check, f.What, field, args...)
}

// checkIntegrity refuses to have a report signed of which something does not
// hold.
func (c *Case) checkIntegrity() error {
	list, err := c.Integrity(nil)
	if err != nil {
		return err
	}
	return Refusal(list)
}

// Refusal is nil if every check passed or could not be made, and else a
// refusal with everything that does not hold. It names no mark and no total:
// who is refused may be somebody who must not know them.
func Refusal(list []Checked) error {
	var reasons []rule.Reason
	for _, checked := range list {
		for _, reason := range checked.Reasons {
			reason.Args = maps.Clone(reason.Args)
			delete(reason.Args, "stated")
			delete(reason.Args, "found")
			reasons = append(reasons, reason)
		}
	}
	if len(reasons) == 0 {
		return nil
	}
	return &rule.Refusal{Kind: rule.Premature, Reasons: reasons}
}

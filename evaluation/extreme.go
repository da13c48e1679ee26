package evaluation

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
	"bidroom/evaluation/scoring/exact"
)

func init() {
	register(func() Act { return new(ExtremesExplained) })
}

// ExtremesDomain is the domain of the datum that holds a member's reasons for
// extreme marks. They tell the marks, so they are opened with the sheets.
const ExtremesDomain = "sheet.extremes"

// fewestCompared is from how many marks on a mean of them says something.
const fewestCompared = 3

// MostReason is how many characters a reason has at most.
const MostReason = 500

// An Extreme is a mark that is far from the mean of all members' marks for the
// same bid and criterion (see [rule.Extreme]).
type Extreme struct {
	Seat           int
	Bid, Criterion string // as the sheet calls it: a code where the criterion is marked blind
	Value          string // as the member gave it
	Mean           string // exact: a decimal, or a fraction in lowest terms
	Reason         string // "" while the member has given none
}

// ShownMean is the mean as it is shown: rounded half up to two decimals.
func (e Extreme) ShownMean() string { return shownMean(e.Mean) }

// An ExtremeReason is why a mark is what it is.
type ExtremeReason struct{ Bid, Criterion, Text string }

// ExtremesExplained gives a member's reasons for the extreme marks of the
// sheet that stands. A later one replaces it; with the sheet it lapses.
type ExtremesExplained struct {
	Seat    int   `json:"seat,string"`
	Reasons Datum `json:"reasons_given"` // domain [ExtremesDomain]; its value is an [ExtremesText]
}

// Kind implements [Act].
func (*ExtremesExplained) Kind() string { return "extremes.explained" }

func (a *ExtremesExplained) apply(c *Case, meta Meta) error {
	m, err := c.at(Evaluating, Pricing)
	if err != nil {
		return err
	}
	seat, err := m.ownSeat(meta, a.Seat)
	if err != nil {
		return err
	}
	profile, err := c.Profile()
	if err != nil {
		return err
	}
	switch {
	case !profile.Extreme.Asks():
		return rule.Refuse(rule.Premature, "", "extremes.none", "")
	case slices.ContainsFunc(m.Seats, func(s Seat) bool { return s.Sheet == nil || s.Sheet.Returned }):
		return rule.Refuse(rule.Premature, profile.Extreme.Clause, "extremes.early", "")
	case !a.Reasons.valid():
		return rule.Refuse(rule.Invalid, "", "datum.form", "reasons_given")
	}
	seat.Sheet.Explained, seat.Sheet.Reasons = a.Reasons, nil
	return nil
}

// ExtremesText returns the text that the log commits to: the lines
// "bidroom/extremes/1", lot, meeting, seat, the datum of the sheet, then "bid
// criterion reason" for each, in ascending byte order, each ended by a line
// feed.
func ExtremesText(lot, meeting string, seat int, sheet Datum, reasons []ExtremeReason) string {
	lines := make([]string, 0, len(reasons))
	for _, r := range reasons {
		lines = append(lines, r.Bid+" "+r.Criterion+" "+r.Text+"\n")
	}
	slices.Sort(lines)
	return "bidroom/extremes/1\n" + lot + "\n" + meeting + "\n" + strconv.Itoa(seat) + "\n" + string(sheet) + "\n" + strings.Join(lines, "")
}

// OpenExtremes puts the opened reasons to a seat's sheet, after checking that
// they are what the log commits to, for that sheet. Whoever replays a case
// calls it after the act, where the opening is at hand.
func (c *Case) OpenExtremes(no int, o Opening) error {
	if c.Meeting == nil || c.Meeting.Seat(no) == nil || c.Meeting.Seat(no).Sheet == nil || c.Meeting.Seat(no).Sheet.Explained == "" {
		return rule.Refuse(rule.NotFound, "", "sheet.missing", "seat", "seat", strconv.Itoa(no))
	}
	sheet := c.Meeting.Seat(no).Sheet
	var reasons []ExtremeReason
	lines := strings.Split(strings.TrimSuffix(o.Value, "\n"), "\n")
	for _, line := range lines[min(5, len(lines)):] {
		fields := strings.SplitN(line, " ", 3)
		if len(fields) == 3 {
			reasons = append(reasons, ExtremeReason{fields[0], fields[1], fields[2]})
		}
	}
	if o.Domain != ExtremesDomain || o.DatumHash() != sheet.Explained || ExtremesText(c.Lot.ID, c.Meeting.ID, no, sheet.Marks, reasons) != o.Value {
		return rule.Refuse(rule.Invalid, "", "extremes.form", "reasons_given", "seat", strconv.Itoa(no))
	}
	if err := c.checkReasons(reasons); err != nil {
		return err
	}
	sheet.Reasons = reasons
	return nil
}

func (c *Case) checkReasons(reasons []ExtremeReason) error {
	method, err := c.ScoringMethod()
	if err != nil {
		return err
	}
	var refusals rule.Collect
	given := map[string]bool{}
	for _, r := range reasons {
		key := r.Bid + " " + r.Criterion
		switch {
		case given[key] || c.Marked(r.Bid, method.Criterion(r.Criterion)) == nil:
			refusals.Add("", "extremes.form", key)
		case strings.TrimSpace(r.Text) == "" || strings.ContainsFunc(r.Text, func(c rune) bool { return c < ' ' || c == utf8.RuneError }):
			refusals.Add("", "reason.required", key)
		case utf8.RuneCountInString(r.Text) > MostReason:
			refusals.Add("", "extremes.long", key, "most", strconv.Itoa(MostReason))
		}
		given[key] = true
	}
	return refusals.Err(rule.Invalid)
}

// Extremes returns every extreme mark of the opened sheets with its reason, by
// seat; none while a sheet is not at hand, and none of objective criteria,
// whose marks are equal, or of members whose marks do not count.
func (c *Case) Extremes() ([]Extreme, error) {
	profile, err := c.Profile()
	if err != nil || !profile.Extreme.Asks() || !c.sheetsOpen() {
		return nil, err
	}
	method, err := c.ScoringMethod()
	if err != nil {
		return nil, err
	}
	judged := map[string]bool{}
	for _, criterion := range method.Criteria() {
		judged[criterion.ID] = criterion.Kind == scoring.Points && !criterion.Objective
	}
	type place struct{ bid, criterion string }
	marks, given := map[place][]*big.Rat{}, []Extreme{}
	for _, mark := range c.sheetMarks() {
		seat := c.seatOf(mark.Member)
		if !judged[mark.Criterion] || seat.Representative && method.ExpertsOnly() {
			continue
		}
		number, err := exact.Parse(mark.Value)
		if err != nil {
			return nil, err
		}
		at := place{mark.Bid, mark.Criterion}
		marks[at] = append(marks[at], number)
		given = append(given, Extreme{Seat: seat.No, Bid: mark.Bid, Criterion: mark.Criterion, Value: mark.Value, Reason: seat.Sheet.reason(mark.Bid, mark.Criterion)})
	}
	var list []Extreme
	for _, one := range given {
		all := marks[place{one.Bid, one.Criterion}]
		if len(all) < fewestCompared {
			continue
		}
		mean := new(big.Rat)
		for _, number := range all {
			mean.Add(mean, number)
		}
		mean.Quo(mean, new(big.Rat).SetInt64(int64(len(all))))
		number, err := exact.Parse(one.Value)
		if err != nil {
			return nil, err
		}
		if profile.Extreme.Far(number, mean) {
			one.Mean = exact.String(mean)
			list = append(list, one)
		}
	}
	return list, nil
}

func (c *Case) seatOf(member string) *Seat {
	i := slices.IndexFunc(c.Meeting.Seats, func(s Seat) bool { return SeatActor(s.No) == member })
	return &c.Meeting.Seats[i]
}

func (s *Sheet) reason(bid, criterion string) string {
	for _, r := range s.Reasons {
		if r.Bid == bid && r.Criterion == criterion {
			return r.Text
		}
	}
	return ""
}

// owesReasons reports whether an extreme mark of a seat has no reason yet.
// Where nothing can be said of the marks, the tally says why.
func (c *Case) owesReasons(no int) bool {
	list, err := c.Extremes()
	return err == nil && slices.ContainsFunc(list, func(e Extreme) bool { return e.Seat == no && e.Reason == "" })
}

// extremesExplained refuses while a reason is missing. It names neither bid nor
// seat: whoever reads it must not know the marks.
func (c *Case) extremesExplained() error {
	profile, err := c.Profile()
	if err != nil {
		return err
	}
	list, err := c.Extremes()
	if err != nil {
		return err
	}
	if slices.ContainsFunc(list, func(e Extreme) bool { return e.Reason == "" }) {
		return rule.Refuse(rule.Premature, profile.Extreme.Clause, "extremes.owed", "")
	}
	return nil
}

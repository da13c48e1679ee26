package evaluation

import (
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

func init() {
	register(func() Act { return new(SheetSubmitted) }, func() Act { return new(SheetReturned) })
}

// SheetDomain is the domain of the datum that holds a sheet of marks.
const SheetDomain = "sheet"

// A Sheet is all marks of one member, as submitted.
type Sheet struct {
	SubmittedMs int64
	Marks       Datum           // domain [SheetDomain]; its value is a [SheetText]
	Text        string          // the opened value; empty where it is not at hand
	Returned    bool            // given back to its member to mend
	Reason      string          // why, if returned
	Explained   Datum           // domain [ExtremesDomain]; empty while no extreme mark was explained
	Reasons     []ExtremeReason // opened; empty where they are not at hand
}

// SheetText returns the text that a member signs and the log commits to: the
// lines "bidroom/sheet/1", lot, meeting, seat, then one line "bid criterion
// value" for each mark in ascending byte order, each ended by a line feed.
// Where a criterion is marked blind, the bid's code stands for it.
func SheetText(lot, meeting string, seat int, marks []scoring.Mark) string {
	lines := make([]string, 0, len(marks))
	for _, m := range marks {
		lines = append(lines, m.Bid+" "+m.Criterion+" "+m.Value+"\n")
	}
	slices.Sort(lines)
	return "bidroom/sheet/1\n" + lot + "\n" + meeting + "\n" + strconv.Itoa(seat) + "\n" + strings.Join(lines, "")
}

// ParseSheet returns the marks of a sheet text of the given place, with the
// member named as [SeatActor] names the seat.
func ParseSheet(text, lot, meeting string, seat int) ([]scoring.Mark, error) {
	head := "bidroom/sheet/1\n" + lot + "\n" + meeting + "\n" + strconv.Itoa(seat) + "\n"
	body, ok := strings.CutPrefix(text, head)
	if !ok {
		return nil, rule.Refuse(rule.Invalid, "", "sheet.form", "sheet")
	}
	var marks []scoring.Mark
	for line := range strings.Lines(body) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), " ")
		if len(fields) != 3 || !strings.HasSuffix(line, "\n") {
			return nil, rule.Refuse(rule.Invalid, "", "sheet.form", "sheet")
		}
		marks = append(marks, scoring.Mark{Member: SeatActor(seat), Bid: fields[0], Criterion: fields[1], Value: fields[2]})
	}
	if SheetText(lot, meeting, seat, marks) != text {
		return nil, rule.Refuse(rule.Invalid, "", "sheet.form", "sheet")
	}
	return marks, nil
}

// SheetSubmitted hands in a member's marks, signed with the member's key. The
// log holds their datum; the marks are opened at the tally.
type SheetSubmitted struct {
	Seat      int    `json:"seat,string"`
	Marks     Datum  `json:"marks"`     // domain [SheetDomain]
	Signature string `json:"signature"` // over SigningText("sheet.submitted", …, Marks), r‖s hex
}

// Kind implements [Act].
func (*SheetSubmitted) Kind() string { return "sheet.submitted" }

func (a *SheetSubmitted) apply(c *Case, meta Meta) error {
	m, err := c.at(Evaluating, Pricing)
	if err != nil {
		return err
	}
	seat, err := m.ownSeat(meta, a.Seat)
	if err != nil {
		return err
	}
	method, err := c.ScoringMethod()
	if err != nil {
		return err
	}
	switch {
	case seat.Member.DeclaredMs == 0:
		return rule.Refuse(rule.Premature, "", "seat.not_declared", "seat", "seat", strconv.Itoa(a.Seat))
	case m.Stage == Evaluating && !m.findingsComplete(c, a.Seat):
		return rule.Refuse(rule.Premature, "", "seat.not_examined", "seat", "seat", strconv.Itoa(a.Seat))
	case seat.Sheet != nil && !seat.Sheet.Returned:
		return rule.Refuse(rule.Stale, "", "sheet.submitted", "", "seat", strconv.Itoa(a.Seat))
	case method.Blind() && m.Codes == nil:
		return rule.Refuse(rule.Premature, "", "codes.missing", "codes")
	case !a.Marks.valid():
		return rule.Refuse(rule.Invalid, "", "datum.form", "marks")
	}
	if err := c.heard(); err != nil {
		return err
	}
	if err := c.checkSignature(seat, a.Kind(), string(a.Marks), a.Signature); err != nil {
		return err
	}
	seat.Sheet = &Sheet{SubmittedMs: meta.AtMs, Marks: a.Marks}
	return nil
}

// OpenSheet puts the opened text to the sheet of a seat, after checking that
// it is what was submitted and that every mark is there and within its
// criterion's range. Whoever replays a case calls it after the sheet's act,
// where the opening is at hand.
func (c *Case) OpenSheet(no int, o Opening) error {
	if c.Meeting == nil || c.Meeting.Seat(no) == nil || c.Meeting.Seat(no).Sheet == nil {
		return rule.Refuse(rule.NotFound, "", "sheet.missing", "seat", "seat", strconv.Itoa(no))
	}
	sheet := c.Meeting.Seat(no).Sheet
	if o.Domain != SheetDomain || o.DatumHash() != sheet.Marks {
		return rule.Refuse(rule.Invalid, "", "sheet.opening", "marks", "seat", strconv.Itoa(no))
	}
	marks, err := ParseSheet(o.Value, c.Lot.ID, c.Meeting.ID, no)
	if err != nil {
		return err
	}
	if err := c.checkMarks(marks); err != nil {
		return err
	}
	sheet.Text = o.Value
	return nil
}

// checkMarks refuses marks that are missing, repeated, out of range, or for a
// bid that is not evaluated.
func (c *Case) checkMarks(marks []scoring.Mark) error {
	method, err := c.ScoringMethod()
	if err != nil {
		return err
	}
	given := map[string]bool{}
	var refusals rule.Collect
	for _, mark := range marks {
		bid := c.Marked(mark.Bid, method.Criterion(mark.Criterion))
		key := mark.Bid + " " + mark.Criterion
		switch {
		case bid == nil || bid.Rejection != nil && !bid.Late:
			refusals.Add("", "bid.not_evaluated", key)
		case given[key]:
			refusals.Add("", "mark.twice", key, "bidder", c.called(mark.Bid))
		}
		given[key] = true
		if err := method.CheckMark(mark.Criterion, mark.Value); err != nil {
			refusals.Add("", "mark.range", key, "criterion", mark.Criterion, "value", mark.Value)
		}
	}
	for _, bid := range c.PassedBids() {
		for _, criterion := range method.Criteria() {
			subject := c.Subject(bid.ID, &criterion)
			if key := subject + " " + criterion.ID; criterion.Kind == scoring.Points && !given[key] {
				refusals.Add("", "mark.missing", key, "bidder", c.called(subject), "criterion", criterion.ID)
			}
		}
	}
	return refusals.Err(rule.Invalid)
}

// SheetReturned gives a sheet back to its member to mend one of the faults
// that may be corrected before the report is signed (政府采购货物和服务招标投标管理办法
// 第六十四条): a mark out of range, or objective marks that differ.
type SheetReturned struct {
	Seat   int    `json:"seat,string"`
	Reason string `json:"reason"`
}

// Kind implements [Act].
func (*SheetReturned) Kind() string { return "sheet.returned" }

func (a *SheetReturned) apply(c *Case, _ Meta) error {
	m, err := c.at(Evaluating)
	if err != nil {
		return err
	}
	seat := m.Seat(a.Seat)
	if seat == nil || seat.Sheet == nil || seat.Sheet.Returned {
		return rule.Refuse(rule.NotFound, "", "sheet.missing", "seat", "seat", strconv.Itoa(a.Seat))
	}
	if m.Tied != nil {
		return rule.Refuse(rule.Premature, "", "tie.waits", "")
	}
	if m.Drawn {
		return rule.Refuse(rule.Premature, "", "sheet.drawn", "seat")
	}
	if a.Reason == "" {
		return rule.Refuse(rule.Invalid, "", "reason.required", "reason")
	}
	seat.Sheet.Returned, seat.Sheet.Reason = true, a.Reason
	return nil
}

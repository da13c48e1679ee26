package evaluation

import (
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation/rule"
)

func init() {
	register(func() Act { return new(DraftsDigested) })
}

// DraftDomain is the domain of the datum that holds what a member has typed.
const DraftDomain = "draft"

// draftHead is what a draft's text begins with.
func draftHead(lot, meeting string, seat int) string {
	return "bidroom/draft/1\n" + lot + "\n" + meeting + "\n" + strconv.Itoa(seat) + "\n"
}

// DraftText returns the text that a digest commits to: the lines
// "bidroom/draft/1", lot, meeting, seat, then the lines of the fields in
// ascending byte order, each ended by a line feed. A field's line is
// "bid criterion typed", where typed is JSON on one line: whatever a member
// types, no field can pass for two.
func DraftText(lot, meeting string, seat int, fields []string) string {
	sorted := slices.Sorted(slices.Values(fields))
	if len(sorted) == 0 {
		return draftHead(lot, meeting, seat)
	}
	return draftHead(lot, meeting, seat) + strings.Join(sorted, "\n") + "\n"
}

// CheckDraft refuses the opened text of a draft that is not of the seat whose
// digest it stands in, or not of as many fields.
func (c *Case) CheckDraft(d DraftDigest, o Opening) error {
	body, ok := strings.CutPrefix(o.Value, draftHead(c.Lot.ID, c.Meeting.ID, d.Seat))
	if !ok || o.Domain != DraftDomain || strings.Count(body, "\n") != d.Marks || body != "" && !strings.HasSuffix(body, "\n") {
		return rule.Refuse(rule.Invalid, "", "draft.form", "digest", "seat", strconv.Itoa(d.Seat))
	}
	return nil
}

// A DraftDigest covers what one seat had typed at a moment.
type DraftDigest struct {
	Seat   int   `json:"seat,string"`
	Marks  int   `json:"marks,string"` // how many fields
	Digest Datum `json:"digest"`       // domain [DraftDomain]; its value is a [DraftText]
}

// DraftsDigested commits to the drafts of the panel at one moment, so that
// none of them can be changed later unseen.
type DraftsDigested struct {
	Drafts []DraftDigest `json:"drafts"`
}

// Kind implements [Act].
func (*DraftsDigested) Kind() string { return "drafts.digested" }

func (a *DraftsDigested) apply(c *Case, _ Meta) error {
	m, err := c.at(Evaluating, Pricing, Suspended)
	if err != nil {
		return err
	}
	for _, d := range a.Drafts {
		seat := m.Seat(d.Seat)
		if seat == nil || seat.Member == nil {
			return rule.Refuse(rule.NotFound, "", "seat.empty", "seat", "seat", strconv.Itoa(d.Seat))
		}
		if !d.Digest.valid() {
			return rule.Refuse(rule.Invalid, "", "datum.form", "digest")
		}
		seat.Draft = d.Digest
	}
	return nil
}

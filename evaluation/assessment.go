package evaluation

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring/exact"
)

// The domains of an assessment's data.
const (
	AssessmentDomain       = "assessment.sheet" // canonical JSON of an [AssessmentSheet]
	AssessmentReplyDomain  = "assessment.reply"
	AssessmentAnswerDomain = "assessment.answer"
)

// mostAssessed bounds a text of an assessment, in characters.
const mostAssessed = 1000

// An AssessmentSheet is what one role says of one member.
type AssessmentSheet struct {
	Items []AssessmentMark `json:"items"` // those of the profile, in its order
}

// An AssessmentMark is an exact decimal from 0 to the item's most, with a
// reason if it is less than that.
type AssessmentMark struct {
	Item   string `json:"item"`
	Mark   string `json:"mark"`
	Most   string `json:"most"` // of the item
	Reason string `json:"reason"`
}

// Total is the sum of the marks of a sheet that was checked, an exact decimal.
func (s AssessmentSheet) Total() string {
	sum := new(big.Rat)
	for _, m := range s.Items {
		add(sum, m.Mark)
	}
	return exact.String(sum)
}

// Full is what all items of a sheet come to at most, an exact decimal.
func (s AssessmentSheet) Full() string {
	sum := new(big.Rat)
	for _, m := range s.Items {
		add(sum, m.Most)
	}
	return exact.String(sum)
}

// FullAssessment is the most that all items of a profile come to together, an
// exact decimal.
func FullAssessment(p rule.Assessment) string {
	sum := new(big.Rat)
	for _, item := range p.Items {
		add(sum, item.Most)
	}
	return exact.String(sum)
}

// add adds a decimal that was read before.
func add(sum *big.Rat, decimal string) {
	if number, err := exact.Parse(decimal); err == nil {
		sum.Add(sum, number)
	}
}

// A Served is an expert who sat on the panel when an evaluation ended.
type Served struct {
	Meeting string
	Seat    int
	Label   string // of the draw
	Void    bool   // the meeting was void, after the panel had found something
}

// Served lists who is to be assessed: the experts at the end of each meeting
// that was sealed, or void with findings. Who left before has none that count,
// and a representative is no expert.
func (c *Case) Served() (list []Served) {
	meetings := c.Former
	if c.Meeting != nil {
		meetings = append(slices.Clip(meetings), *c.Meeting)
	}
	for _, m := range meetings {
		if m.Stage != Sealed && (m.Stage != Void || len(m.Findings) == 0) {
			continue
		}
		for _, seat := range m.Seats {
			if seat.Member != nil && seat.Member.Label != "" {
				list = append(list, Served{m.ID, seat.No, seat.Member.Label, m.Stage == Void})
			}
		}
	}
	return list
}

// An Assessment is what one role said of one member who served, with the
// member's reply and what was answered.
type Assessment struct {
	Served
	By       string              // the role
	Versions []AssessmentVersion // oldest first; the last counts
	Reply    *AssessmentReply    // nil if none was given
	Answer   *AssessmentAnswer   // nil while none was given
}

// An AssessmentVersion is one statement of an assessment.
type AssessmentVersion struct {
	AtMs    int64
	Actor   string
	UntilMs int64 // the first instant at which a reply is too late; 0 of a change after a reply
	Sheet   Datum
	Text    string // the opened sheet; empty where it is not at hand
}

// An AssessmentReply is what the member said to the last version.
type AssessmentReply struct {
	AtMs, OnMs int64 // entered; the beginning of the day on which it was given
	Actor      string
	Reply      Datum
	Text       string // empty where it is not at hand
}

// An AssessmentAnswer ends an assessment.
type AssessmentAnswer struct {
	AtMs   int64
	Actor  string
	Upheld bool // else the last version is what it was changed to
	Reason Datum
	Text   string // empty where it is not at hand
}

// Last is the version that counts.
func (a *Assessment) Last() *AssessmentVersion { return &a.Versions[len(a.Versions)-1] }

// MadeBy reports whether somebody stated any of its versions.
func (a *Assessment) MadeBy(account string) bool {
	return slices.ContainsFunc(a.Versions, func(v AssessmentVersion) bool { return v.Actor == account })
}

// Assessment returns what a role said of the member at a seat of a meeting, or
// nil.
func (c *Case) Assessment(meeting string, seat int, by string) *Assessment {
	i := slices.IndexFunc(c.Assessments, func(a Assessment) bool { return a.Meeting == meeting && a.Seat == seat && a.By == by })
	if i < 0 {
		return nil
	}
	return &c.Assessments[i]
}

// AssessmentsOwed counts the experts whom a role is to assess, and those whom
// it has not yet.
func (c *Case) AssessmentsOwed(by string) (owed, of int, err error) {
	profile, err := c.Profile()
	if err != nil || !profile.Assessment.Assesses(by) {
		return 0, 0, err
	}
	for _, one := range c.Served() {
		of++
		if c.Assessment(one.Meeting, one.Seat, by) == nil {
			owed++
		}
	}
	return owed, of, nil
}

// ReadAssessment reads a sheet that was checked when it was stated.
func ReadAssessment(text string) (sheet AssessmentSheet, err error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&sheet); err != nil {
		return sheet, fmt.Errorf("assessment: %w", err)
	}
	if decoder.More() {
		return sheet, errors.New("assessment: more than one value")
	}
	return sheet, nil
}

// ParseAssessment reads a sheet and refuses one that is not of the items of a
// profile, each marked within its bounds, with a reason for every mark that is
// not full.
func ParseAssessment(text string, p rule.Assessment) (sheet AssessmentSheet, err error) {
	if sheet, err = ReadAssessment(text); err != nil || len(sheet.Items) != len(p.Items) {
		return sheet, rule.Refuse(rule.Invalid, p.Clause, "assessment.form", "items")
	}
	step, err := exact.Parse(p.Step)
	if err != nil {
		return sheet, err
	}
	var refusals rule.Collect
	for i, item := range p.Items {
		m, field := sheet.Items[i], "items."+strconv.Itoa(i)
		most, err := exact.Parse(item.Most)
		if err != nil {
			return sheet, err
		}
		mark, wrong := exact.Parse(m.Mark)
		switch {
		case m.Item != item.ID || m.Most != item.Most:
			refusals.Add(p.Clause, "assessment.form", field)
		case wrong != nil || mark.Sign() < 0 || mark.Cmp(most) > 0 || !new(big.Rat).Quo(mark, step).IsInt():
			refusals.Add(p.Clause, "assessment.mark", field+".mark", "item", item.ID, "most", item.Most, "step", p.Step)
		case mark.Cmp(most) < 0 && strings.TrimSpace(m.Reason) == "":
			refusals.Add(p.Clause, "assessment.reason", field+".reason", "item", item.ID, "most", item.Most)
		}
		if utf8.RuneCountInString(m.Reason) > mostAssessed {
			refusals.Add("", "assessment.long", field+".reason", "most", strconv.Itoa(mostAssessed))
		}
	}
	return sheet, refusals.Err(rule.Invalid)
}

// OpenAssessment puts an opened text to the assessment, the reply or the answer
// that holds its datum, after checking it. Whoever replays a case calls it
// after the act, where the opening is at hand.
func (c *Case) OpenAssessment(o Opening) error {
	datum := o.DatumHash()
	for i := range c.Assessments {
		a := &c.Assessments[i]
		for j := range a.Versions {
			if v := &a.Versions[j]; v.Sheet == datum && o.Domain == AssessmentDomain {
				profile, err := c.Profile()
				if err == nil {
					_, err = ParseAssessment(o.Value, profile.Assessment)
				}
				v.Text = o.Value
				return err
			}
		}
		if a.Reply != nil && a.Reply.Reply == datum && o.Domain == AssessmentReplyDomain {
			a.Reply.Text = o.Value
			return checkAssessed(o.Value, "reply")
		}
		if a.Answer != nil && a.Answer.Reason == datum && o.Domain == AssessmentAnswerDomain {
			a.Answer.Text = o.Value
			return checkAssessed(o.Value, "reason")
		}
	}
	return rule.Refuse(rule.NotFound, "", "assessment.opening", "")
}

// checkAssessed refuses a text that says nothing, or too much.
func checkAssessed(text, field string) error {
	if strings.TrimSpace(text) == "" {
		return rule.Refuse(rule.Invalid, "", "field.required", field, "field", field)
	}
	if utf8.RuneCountInString(text) > mostAssessed {
		return rule.Refuse(rule.Invalid, "", "assessment.long", field, "most", strconv.Itoa(mostAssessed))
	}
	return nil
}

package evaluation

import (
	"slices"
	"strconv"

	"bidroom/evaluation/rule"
)

func init() {
	register(func() Act { return new(AssessmentMade) }, func() Act { return new(AssessmentReplied) }, func() Act { return new(AssessmentAnswered) })
}

// A day, and how much one can be longer or shorter where the clocks change, in
// milliseconds.
const (
	dayMs   = 24 * 60 * 60 * 1000
	slackMs = 2 * 60 * 60 * 1000
)

// AssessmentMade says how one role assesses an expert who served, or corrects
// that. Exactly one assessment of each role stands for each who served.
type AssessmentMade struct {
	Meeting string `json:"meeting"`
	Seat    int    `json:"seat,string"`
	Label   string `json:"label"` // of the draw
	Void    bool   `json:"void,string,omitempty"`
	By      string `json:"by"`                    // the role of whoever acts
	UntilMs int64  `json:"reply_until_ms,string"` // the first instant at which a reply is too late
	Sheet   Datum  `json:"marks"`                 // domain [AssessmentDomain]
	Former  Datum  `json:"corrects,omitempty"`    // the sheet that it corrects
}

// Kind implements [Act].
func (*AssessmentMade) Kind() string { return "assessment.made" }

func (a *AssessmentMade) apply(c *Case, meta Meta) error {
	if _, err := c.at(Sealed, Void); err != nil {
		return err
	}
	profile, err := c.Profile()
	if err != nil {
		return err
	}
	p := profile.Assessment
	if !p.Assesses(a.By) || meta.Role != a.By {
		return rule.Refuse(rule.Forbidden, p.Clause, "assessment.role", "by", "role", meta.Role)
	}
	served := Served{a.Meeting, a.Seat, a.Label, a.Void}
	if !slices.Contains(c.Served(), served) {
		return rule.Refuse(rule.NotFound, p.Clause, "assessment.not_served", "seat", "seat", strconv.Itoa(a.Seat))
	}
	if !a.Sheet.valid() {
		return rule.Refuse(rule.Invalid, "", "datum.form", "sheet")
	}
	if term := a.UntilMs - meta.AtMs; term < int64(p.ReplyDays)*dayMs-slackMs || term > int64(p.ReplyDays+1)*dayMs+slackMs {
		return rule.Refuse(rule.Invalid, p.Clause, "assessment.term", "reply_until_ms", "days", strconv.Itoa(p.ReplyDays))
	}
	version := AssessmentVersion{AtMs: meta.AtMs, Actor: meta.Actor, UntilMs: a.UntilMs, Sheet: a.Sheet}
	known := c.Assessment(a.Meeting, a.Seat, a.By)
	if known == nil {
		if a.Former != "" {
			return rule.Refuse(rule.Stale, "", "assessment.changed", "corrects")
		}
		c.Assessments = append(c.Assessments, Assessment{Served: served, By: a.By, Versions: []AssessmentVersion{version}})
		return nil
	}
	switch last := known.Last(); {
	case a.Former == "":
		return rule.Refuse(rule.Stale, p.Clause, "assessment.given", "", "seat", strconv.Itoa(a.Seat))
	case a.Former != last.Sheet:
		return rule.Refuse(rule.Stale, "", "assessment.changed", "corrects")
	case known.Reply != nil:
		return rule.Refuse(rule.Stale, p.Clause, "assessment.replied", "")
	case meta.AtMs >= last.UntilMs:
		return rule.Refuse(rule.Stale, p.Clause, "assessment.over", "")
	}
	known.Versions = append(known.Versions, version)
	return nil
}

// AssessmentReplied is the expert's reply to an assessment, given in person or
// on paper and entered by staff.
type AssessmentReplied struct {
	Meeting string `json:"meeting"`
	Seat    int    `json:"seat,string"`
	By      string `json:"by"`           // whose assessment
	Sheet   Datum  `json:"marks"`        // the version that it replies to, which is the last
	OnMs    int64  `json:"on_ms,string"` // the beginning of the day on which it was given
	Reply   Datum  `json:"reply"`        // domain [AssessmentReplyDomain]
}

// Kind implements [Act].
func (*AssessmentReplied) Kind() string { return "assessment.replied" }

func (a *AssessmentReplied) apply(c *Case, meta Meta) error {
	known, err := c.assessed(a.Meeting, a.Seat, a.By, a.Sheet)
	if err != nil {
		return err
	}
	profile, err := c.Profile()
	if err != nil {
		return err
	}
	clause := profile.Assessment.Clause
	switch last := known.Last(); {
	case known.Reply != nil:
		return rule.Refuse(rule.Stale, clause, "assessment.replied", "")
	case meta.Role != "staff":
		return rule.Refuse(rule.Forbidden, "", "assessment.reply_staff", "")
	case a.OnMs > meta.AtMs || a.OnMs+dayMs+slackMs <= last.AtMs:
		return rule.Refuse(rule.Invalid, "", "assessment.reply_day", "on")
	case a.OnMs >= last.UntilMs:
		return rule.Refuse(rule.Invalid, clause, "assessment.over", "on")
	case !a.Reply.valid():
		return rule.Refuse(rule.Invalid, "", "datum.form", "reply")
	}
	known.Reply = &AssessmentReply{AtMs: meta.AtMs, OnMs: a.OnMs, Actor: meta.Actor, Reply: a.Reply}
	return nil
}

// AssessmentAnswered answers a reply: the assessment stands, or is changed, with
// a reason. Whoever answers is nobody who assessed or corrected that: another of
// the same role, or a supervisor. It ends the assessment.
type AssessmentAnswered struct {
	Meeting string `json:"meeting"`
	Seat    int    `json:"seat,string"`
	By      string `json:"by"`
	Sheet   Datum  `json:"marks"`                // the version that was replied to
	Changed Datum  `json:"changed_to,omitempty"` // domain [AssessmentDomain]; empty if it is upheld
	Reason  Datum  `json:"decision"`             // domain [AssessmentAnswerDomain]
}

// Kind implements [Act].
func (*AssessmentAnswered) Kind() string { return "assessment.answered" }

func (a *AssessmentAnswered) apply(c *Case, meta Meta) error {
	known, err := c.assessed(a.Meeting, a.Seat, a.By, a.Sheet)
	if err != nil {
		return err
	}
	switch {
	case known.Reply == nil:
		return rule.Refuse(rule.Premature, "", "assessment.no_reply", "")
	case known.Answer != nil:
		return rule.Refuse(rule.Stale, "", "assessment.answered", "")
	case meta.Role != a.By && meta.Role != "supervisor":
		return rule.Refuse(rule.Forbidden, "", "assessment.answer_role", "")
	case known.MadeBy(meta.Actor):
		return rule.Refuse(rule.Forbidden, "", "assessment.second_person", "")
	case !a.Reason.valid() || a.Changed != "" && !a.Changed.valid():
		return rule.Refuse(rule.Invalid, "", "datum.form", "reason")
	}
	known.Answer = &AssessmentAnswer{AtMs: meta.AtMs, Actor: meta.Actor, Upheld: a.Changed == "", Reason: a.Reason}
	if a.Changed != "" {
		known.Versions = append(known.Versions, AssessmentVersion{AtMs: meta.AtMs, Actor: meta.Actor, Sheet: a.Changed})
	}
	return nil
}

// assessed returns an assessment whose last version, or the one before an
// answer changed it, is the sheet that an act names.
func (c *Case) assessed(meeting string, seat int, by string, sheet Datum) (*Assessment, error) {
	known := c.Assessment(meeting, seat, by)
	if known == nil {
		return nil, rule.Refuse(rule.NotFound, "", "assessment.none", "seat", "seat", strconv.Itoa(seat))
	}
	if known.Answer == nil && known.Last().Sheet != sheet {
		return nil, rule.Refuse(rule.Stale, "", "assessment.changed", "sheet")
	}
	return known, nil
}

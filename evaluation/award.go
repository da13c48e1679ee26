package evaluation

import (
	"slices"
	"strconv"

	"bidroom/evaluation/rule"
)

func init() {
	register(func() Act { return new(CandidatesPublished) }, func() Act { return new(AwardDecided) })
}

// Published is a publication of the candidates, by whom it was entered and when.
type Published struct {
	CandidatesPublished
	AtMs int64
	By   string
}

// Awarded is the award of a lot, by whom it was entered and when.
type Awarded struct {
	AwardDecided
	AtMs int64
	By   string
}

// What came of objections to the candidates that were published.
const (
	ObjectionsNone     = "none"
	ObjectionsAnswered = "answered" // all of them
)

// CandidatesPublished says when and where the candidates of a sealed meeting are
// published (招标投标法实施条例 第五十四条). A later one takes its place, with the
// reason. Days are of the lot's time zone.
type CandidatesPublished struct {
	On           string `json:"published_on"`    // yyyy-mm-dd, the first day
	Until        string `json:"published_until"` // the last
	Medium       string `json:"medium"`          // where; 1 to 500 characters
	ObjectionsTo string `json:"objections_to"`   // to whom one objects, and how; likewise
	Reason       string `json:"reason,omitempty"`
}

// Kind implements [Act].
func (*CandidatesPublished) Kind() string { return "candidates.published" }

func (a *CandidatesPublished) apply(c *Case, meta Meta) error {
	m, profile, err := c.awarding(meta)
	if err != nil {
		return err
	}
	notice := profile.Publication.Candidates
	if notice.Days == 0 {
		return rule.Refuse(rule.Invalid, profile.Publication.Result.Clause, "publication.none", "")
	}
	if m.Published != nil && !reasoned(a.Reason) {
		return rule.Refuse(rule.Invalid, "", "award.again", "reason", "most", strconv.Itoa(mostReason))
	}
	var refusals rule.Collect
	for _, said := range [][2]string{{"medium", a.Medium}, {"objectionsTo", a.ObjectionsTo}} {
		if !reasoned(said[1]) {
			refusals.Add("", "award.text", said[0], "most", strconv.Itoa(mostReason))
		}
	}
	on, known := dayNumber(a.On)
	until, also := dayNumber(a.Until)
	switch {
	case !known || on < m.sealedDay():
		refusals.Add(notice.Clause, "publication.on", "on")
	case !also || until-on < int64(notice.Days) || until-on > mostPublished:
		refusals.Add(notice.Clause, "publication.until", "until", "days", strconv.Itoa(notice.Days), "most", strconv.Itoa(mostPublished))
	}
	if err := refusals.Err(rule.Invalid); err != nil {
		return err
	}
	if m.Award != nil {
		if awarded, _ := dayNumber(m.Award.On); until >= awarded {
			return rule.Refuse(rule.Premature, notice.Clause, "publication.awarded", "until", "on", m.Award.On)
		}
	}
	m.Published = &Published{CandidatesPublished: *a, AtMs: meta.AtMs, By: meta.Actor}
	return nil
}

// mostPublished bounds how long candidates are published, in days.
const mostPublished = 60

// AwardDecided records to whom the procuring entity awards the lot: a candidate,
// and whoever stands before it by rank is passed over for a reason that the
// lot's rules know. A later one takes its place, with the reason.
type AwardDecided struct {
	Bid        string            `json:"bid"`
	On         string            `json:"decided_on"`           // yyyy-mm-dd, in the lot's time zone
	Objections string            `json:"objections,omitempty"` // none or answered, where candidates are published
	Passed     []CandidatePassed `json:"passed,omitempty"`     // best first
	Reason     string            `json:"reason,omitempty"`
}

// CandidatePassed says why a candidate is passed over.
type CandidatePassed struct {
	Bid    string `json:"bid"`
	Ground string `json:"ground"` // of the lot's rules
	Reason string `json:"reason"` // what happened; 1 to 500 characters
}

// Kind implements [Act].
func (*AwardDecided) Kind() string { return "award.decided" }

func (a *AwardDecided) apply(c *Case, meta Meta) error {
	m, profile, err := c.awarding(meta)
	if err != nil {
		return err
	}
	if !slices.Contains(m.Tally.Candidates, a.Bid) {
		return rule.Refuse(rule.Forbidden, profile.Award.Clause, "award.no_candidate", "bid")
	}
	if m.Award != nil && !reasoned(a.Reason) {
		return rule.Refuse(rule.Invalid, "", "award.again", "reason", "most", strconv.Itoa(mostReason))
	}
	if err := a.checkDay(m, profile, meta); err != nil {
		return err
	}
	before := m.CandidatesBefore(a.Bid)
	if len(a.Passed) != len(before) {
		return rule.Refuse(rule.Invalid, profile.Award.Clause, "award.order", "passed", "count", strconv.Itoa(len(before)))
	}
	var refusals rule.Collect
	for i, passed := range a.Passed {
		field := "passed." + strconv.Itoa(i) + "."
		if passed.Bid != before[i] {
			refusals.Add(profile.Award.Clause, "award.order", field+"bid", "count", strconv.Itoa(len(before)))
		}
		if profile.Award.Passing(passed.Ground) == nil {
			refusals.Add(profile.Award.Clause, "award.ground", field+"ground")
		}
		if !reasoned(passed.Reason) {
			refusals.Add(profile.Award.Clause, "award.text", field+"reason", "most", strconv.Itoa(mostReason))
		}
	}
	if err := refusals.Err(rule.Invalid); err != nil {
		return err
	}
	m.Award = &Awarded{AwardDecided: *a, AtMs: meta.AtMs, By: meta.Actor}
	return nil
}

// checkDay refuses an award before its candidates were published for as long as
// the rules ask, or while an objection is open.
func (a *AwardDecided) checkDay(m *Meeting, profile *rule.Profile, meta Meta) error {
	notice := profile.Publication.Candidates
	day, known := dayNumber(a.On)
	if !known || day < m.sealedDay() || day > (meta.AtMs+aheadMs)/dayMs {
		return rule.Refuse(rule.Invalid, profile.Award.Clause, "award.day", "on")
	}
	if notice.Days == 0 {
		if a.Objections != "" {
			return rule.Refuse(rule.Invalid, "", "award.objections_none", "objections")
		}
		return nil
	}
	if m.Published == nil {
		return rule.Refuse(rule.Premature, notice.Clause, "award.unpublished", "", "days", strconv.Itoa(notice.Days))
	}
	if until, _ := dayNumber(m.Published.Until); day <= until {
		return rule.Refuse(rule.Premature, notice.Clause, "award.standstill", "on", "until", m.Published.Until)
	}
	if a.Objections != ObjectionsNone && a.Objections != ObjectionsAnswered {
		return rule.Refuse(rule.Premature, notice.Clause, "award.objections", "objections")
	}
	return nil
}

// CandidatesBefore lists the candidates who are better than a bid by rank, best
// first; with equal ranks none passes over the other.
func (m *Meeting) CandidatesBefore(bid string) (list []string) {
	own := m.rankOf(bid)
	for _, one := range m.Tally.Candidates {
		if m.rankOf(one) < own {
			list = append(list, one)
		}
	}
	return list
}

func (m *Meeting) rankOf(bid string) int {
	for _, line := range m.Tally.Ranking {
		if line.Bid == bid {
			return line.Rank
		}
	}
	return 0
}

// awarding returns the sealed meeting with the rules of its award, to whom may
// enter what the procuring entity decides.
func (c *Case) awarding(meta Meta) (*Meeting, *rule.Profile, error) {
	m, err := c.at(Sealed)
	if err != nil {
		return nil, nil, err
	}
	profile, err := c.Profile()
	switch {
	case err != nil:
		return nil, nil, err
	case meta.Role != "staff" && meta.Role != "agent":
		return nil, nil, rule.Refuse(rule.Forbidden, "", "award.role", "")
	case profile.Award.Clause == "":
		return nil, nil, rule.Refuse(rule.Invalid, "", "award.rules", "")
	case len(m.Tally.Candidates) == 0:
		return nil, nil, rule.Refuse(rule.Invalid, profile.Award.Clause, "award.no_candidates", "")
	}
	return m, profile, nil
}

// How far a zone's clock can be ahead of UTC and behind it, in milliseconds: a
// verifier without zones takes every day that it can be somewhere.
const (
	aheadMs  = 14 * 60 * 60 * 1000
	behindMs = 12 * 60 * 60 * 1000
)

// sealedDay is the first day on which the meeting can have been sealed.
func (m *Meeting) sealedDay() int64 { return (m.SealedMs - behindMs) / dayMs }

// dayNumber counts the days from 1970-01-01 to a day, yyyy-mm-dd.
func dayNumber(text string) (int64, bool) {
	day, err := rule.ParseDate(text)
	return int64(rule.Date{Year: 1970, Month: 1, Day: 1}.DaysTo(day)), err == nil
}

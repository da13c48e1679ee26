package evaluation

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"bidroom/evaluation/rule"
)

func init() {
	register(
		func() Act { return new(ClarificationRequested) }, func() Act { return new(ClarificationReplied) },
		func() Act { return new(ClarificationJudged) },
	)
}

// What a bidder is asked for in writing.
const (
	AsksClarification = "clarification" // what is unclear, or an obvious slip; its answer changes no price
	AsksLowBid        = "low_bid"       // why the price is not below what the bid costs
	AsksCorrection    = "correction"    // to confirm what its price comes to once an error of arithmetic is corrected
)

// The domains of a clarification's data. What a bidder says of its costs is
// its own, so both stay closed in a public file.
const (
	QuestionsDomain = "clarification.questions" // a [QuestionsText]
	AnswerDomain    = "clarification.reply"
)

// What is asked and answered at most: questions, and characters of one and of
// an answer.
const (
	MostQuestions = 20
	MostQuestion  = 1000
	MostAnswer    = 20000
)

const minuteMs = 60_000

// A Clarification is what the panel asked a bidder in writing, what the bidder
// answered, and what the members make of it.
type Clarification struct {
	ClarificationRequested
	AskedMs    int64
	Questions  []string // opened; empty where the text is not at hand
	Reply      *ClarificationReply
	Judgements []ClarificationJudged // one of each seat that has judged
}

// A ClarificationReply is a bidder's answer.
type ClarificationReply struct {
	ClarificationReplied
	AtMs int64
	Text string // opened; empty where it is not at hand
}

// DueMs is the last instant at which the bidder's answer is in time.
func (c *Clarification) DueMs() int64 { return c.AskedMs + int64(c.Minutes)*minuteMs }

// against counts the seats that do not accept the answer.
func (c *Clarification) against() (n int) {
	for _, j := range c.Judgements {
		if !j.Accepted {
			n++
		}
	}
	return n
}

// judged reports whether every seat has judged the answer.
func (m *Meeting) judged(c *Clarification) bool { return len(c.Judgements) == len(m.Seats) }

// Outcome of a clarification: "" while a seat has not judged it, accepted, or
// not_accepted if more than half of the seats do not accept the answer or, of a
// correction, hold it to be wrong; a panel's seats are odd.
func (m *Meeting) Outcome(c *Clarification) string {
	switch {
	case !m.judged(c):
		return ""
	case 2*c.against() > len(m.Seats):
		return "not_accepted"
	}
	return "accepted"
}

// unjudge takes judgements back.
func (m *Meeting) unjudge(which func(ClarificationJudged) bool) {
	for i := range m.Clarifications {
		m.Clarifications[i].Judgements = slices.DeleteFunc(m.Clarifications[i].Judgements, which)
	}
}

// Clarification returns the clarification with a number, or a refusal.
func (m *Meeting) Clarification(no int) (*Clarification, error) {
	if no < 1 || no > len(m.Clarifications) {
		return nil, rule.Refuse(rule.NotFound, "", "clarification.unknown", "clarification")
	}
	return &m.Clarifications[no-1], nil
}

// ClarificationRequested asks a bidder in writing, by the panel's chair
// (招标投标法实施条例 第五十二条). The bidder has the minutes given from the
// moment at which the request is accepted.
type ClarificationRequested struct {
	Seat    int    `json:"seat,string"`          // the chair's
	No      int    `json:"clarification,string"` // counted from 1 in the meeting
	Asks    string `json:"asks"`
	Bid     string `json:"bid"`
	Minutes int    `json:"minutes,string"`
	// Corrections are those of a correction, each from what the one before gives,
	// the first from the price that was read out.
	Corrections []CorrectionStep `json:"corrections,omitempty"`

	Asked     Datum  `json:"questions"` // domain [QuestionsDomain]
	Signature string `json:"signature"` // over SigningText("clarification.requested", …, Asked), r‖s hex
}

// Kind implements [Act].
func (*ClarificationRequested) Kind() string { return "clarification.requested" }

func (a *ClarificationRequested) apply(c *Case, meta Meta) error {
	m, err := c.at(Examining, Evaluating, Pricing)
	if err != nil {
		return err
	}
	profile, err := c.Profile()
	if err != nil {
		return err
	}
	seat, err := m.ownSeat(meta, a.Seat)
	switch {
	case err != nil:
		return err
	case a.Seat != m.Chair:
		return rule.Refuse(rule.Forbidden, profile.Chair.Clause, "chair.only", "")
	case m.Tied != nil || m.Drawn:
		return rule.Refuse(rule.Premature, "", "clarification.drawn", "")
	case a.No != len(m.Clarifications)+1:
		return rule.Refuse(rule.Stale, "", "stale", "clarification")
	case c.Bid(a.Bid) == nil:
		return rule.Refuse(rule.NotFound, "", "bid.unknown", "bid")
	}
	least, clause := 1, profile.Clarification.Clause
	var refusals rule.Collect
	switch a.Asks {
	case AsksClarification:
	case AsksLowBid:
		least, clause = profile.LowBid.Least(), profile.LowBid.Clause
		if !m.deciding() { // where a bid is rejected
			refusals.Add(clause, "lowbid.examining", "asks")
		}
		if m.LowBid(a.Bid) != nil {
			refusals.Add(clause, "lowbid.asked", "bid", "bidder", c.BidderOf(a.Bid).Name)
		}
	case AsksCorrection:
		clause = profile.Correction.Clause
		if !m.deciding() {
			refusals.Add(clause, "correction.examining", "asks")
		}
		c.checkCorrection(a, profile, &refusals)
	default:
		refusals.Add("", "clarification.asks", "asks")
	}
	if a.Asks != AsksClarification && c.awaitsOffers() { // the price is not known yet
		refusals.Add(ClauseOffers, "offers.owed", "asks")
	}
	if a.Asks != AsksClarification && !c.priced(c.Bid(a.Bid)) {
		refusals.Add("", "prices.sealed", "asks")
	}
	if a.Asks != AsksCorrection && len(a.Corrections) > 0 {
		refusals.Add("", "correction.other", "corrections")
	}
	if c.Bid(a.Bid).Rejection != nil {
		refusals.Add("", "clarification.rejected", "bid", "bidder", c.BidderOf(a.Bid).Name)
	}
	if a.Minutes < least || a.Minutes > rule.MostMinutes {
		refusals.Add(clause, "clarification.minutes", "minutes", "least", strconv.Itoa(least), "most", strconv.Itoa(rule.MostMinutes))
	}
	if !a.Asked.valid() {
		refusals.Add("", "datum.form", "questions")
	}
	if err := refusals.Err(rule.Invalid); err != nil {
		return err
	}
	if err := c.checkSignature(seat, a.Kind(), string(a.Asked), a.Signature); err != nil {
		return err
	}
	m.Clarifications = append(m.Clarifications, Clarification{ClarificationRequested: *a, AskedMs: meta.AtMs})
	return nil
}

// QuestionsText returns the text that the chair signs and the log commits to:
// the lines "bidroom/clarification/1", lot, meeting, number, asks, bid,
// minutes, of a correction each step as its rule, a space and the price in fen,
// then each question, each ended by a line feed.
func QuestionsText(lot, meeting string, a ClarificationRequested, questions []string) string {
	lines := []string{"bidroom/clarification/1", lot, meeting, strconv.Itoa(a.No), a.Asks, a.Bid, strconv.Itoa(a.Minutes)}
	for _, step := range a.Corrections {
		lines = append(lines, step.Rule+" "+strconv.FormatInt(step.PriceFen, 10))
	}
	return strings.Join(append(lines, questions...), "\n") + "\n"
}

// OpenClarification puts an opened text to the clarification that holds its
// datum, after checking it. Whoever replays a case calls it after the act,
// where the opening is at hand.
func (c *Case) OpenClarification(o Opening) error {
	datum := o.DatumHash()
	for i := range c.Meeting.Clarifications {
		one := &c.Meeting.Clarifications[i]
		if one.Asked == datum && o.Domain == QuestionsDomain {
			questions := strings.Split(strings.TrimSuffix(o.Value, "\n"), "\n")
			if questions = questions[min(7+len(one.Corrections), len(questions)):]; QuestionsText(c.Lot.ID, c.Meeting.ID, one.ClarificationRequested, questions) != o.Value {
				return rule.Refuse(rule.Invalid, "", "clarification.form", "questions")
			}
			one.Questions = questions
			return checkQuestions(questions)
		}
		if one.Reply != nil && one.Reply.Reply == datum && o.Domain == AnswerDomain {
			one.Reply.Text = o.Value
			return checkAnswer(o.Value)
		}
	}
	return rule.Refuse(rule.NotFound, "", "clarification.unknown", "")
}

func checkQuestions(questions []string) error {
	var refusals rule.Collect
	if len(questions) == 0 || len(questions) > MostQuestions {
		refusals.Add("", "clarification.questions", "questions", "most", strconv.Itoa(MostQuestions))
	}
	for i, q := range questions {
		field := "questions." + strconv.Itoa(i)
		switch {
		case strings.TrimSpace(q) == "" || strings.ContainsFunc(q, func(r rune) bool { return r < ' ' || r == utf8.RuneError }):
			refusals.Add("", "clarification.question", field, "no", strconv.Itoa(i+1))
		case utf8.RuneCountInString(q) > MostQuestion:
			refusals.Add("", "clarification.long", field, "most", strconv.Itoa(MostQuestion))
		}
	}
	return refusals.Err(rule.Invalid)
}

func checkAnswer(text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return rule.Refuse(rule.Invalid, "", "field.required", "text", "field", "text")
	case utf8.RuneCountInString(text) > MostAnswer:
		return rule.Refuse(rule.Invalid, "", "clarification.long", "text", "most", strconv.Itoa(MostAnswer))
	}
	return nil
}

// ClarificationReplied is the bidder's answer, entered where it came in. That to a
// correction is signed by the bidder (政府采购货物和服务招标投标管理办法 第五十一条
// 第二款), and a slip in entering it can be mended until somebody has judged it.
type ClarificationReplied struct {
	No       int    `json:"clarification,string"`
	Reply    Datum  `json:"reply"`               // domain [AnswerDomain]
	FileHash string `json:"file_hash,omitempty"` // SHA-256 of the signed answer's PDF, hex; empty if there is none
	FileSize int64  `json:"file_size,string,omitempty"`
	Confirms bool   `json:"confirms,string,omitempty"` // a correction
}

// Kind implements [Act].
func (*ClarificationReplied) Kind() string { return "clarification.replied" }

func (a *ClarificationReplied) apply(c *Case, meta Meta) error {
	m, err := c.at(Declaring, Electing, Examining, Evaluating, Pricing, Suspended) // neither a pause nor a way back takes any of the bidder's time
	if err != nil {
		return err
	}
	if m.Stage == Suspended && (m.Held.before(Declaring) || !m.Held.before(Tallied)) {
		return rule.Refuse(rule.Premature, "", "stage.wrong", "", "stage", string(m.Held), "needed", string(Examining))
	}
	one, err := m.Clarification(a.No)
	if err != nil {
		return err
	}
	profile, err := c.Profile()
	if err != nil {
		return err
	}
	switch {
	case one.Reply != nil && (one.Asks != AsksCorrection || len(one.Judgements) > 0):
		return rule.Refuse(rule.Stale, "", "clarification.replied", "")
	case meta.AtMs > one.DueMs():
		return rule.Refuse(rule.Stale, profile.Clarification.Clause, "clarification.late", "", "due", strconv.FormatInt(one.DueMs(), 10))
	case !a.Reply.valid():
		return rule.Refuse(rule.Invalid, "", "datum.form", "reply")
	case (a.FileHash == "") != (a.FileSize == 0) || a.FileSize < 0 || a.FileHash != "" && !isHex(a.FileHash, sha256.Size):
		return rule.Refuse(rule.Invalid, "", "clarification.file", "file_hash")
	case a.Confirms && one.Asks != AsksCorrection:
		return rule.Refuse(rule.Invalid, "", "correction.other", "confirms")
	case one.Asks == AsksCorrection && a.FileHash == "":
		return rule.Refuse(rule.Invalid, profile.Correction.Clause, "correction.unsigned", "file_hash")
	}
	one.Reply = &ClarificationReply{ClarificationReplied: *a, AtMs: meta.AtMs}
	return nil
}

// ClarificationJudged is one member's judgement of an answer, or of its
// absence once it is overdue. A later one of the same member replaces it until
// the stage ends. Of a clarification it says whether the answer is taken into
// account, which changes no price; of a correction, whether it is right.
type ClarificationJudged struct {
	Seat     int    `json:"seat,string"`
	No       int    `json:"clarification,string"`
	Accepted bool   `json:"accepted,string"`
	Reason   string `json:"reason,omitempty"` // needed when it is not accepted
}

// Kind implements [Act].
func (*ClarificationJudged) Kind() string { return "clarification.judged" }

func (a *ClarificationJudged) apply(c *Case, meta Meta) error {
	m, err := c.at(Examining, Evaluating, Pricing)
	if err != nil {
		return err
	}
	seat, err := m.ownSeat(meta, a.Seat)
	if err != nil {
		return err
	}
	one, err := m.Clarification(a.No)
	if err != nil {
		return err
	}
	before := slices.IndexFunc(one.Judgements, func(j ClarificationJudged) bool { return j.Seat == a.Seat })
	switch {
	case seat.Member.DeclaredMs == 0:
		return rule.Refuse(rule.Premature, "", "seat.not_declared", "seat", "seat", strconv.Itoa(a.Seat))
	case one.Asks != AsksClarification && (m.Stage == Evaluating || m.Stage == Pricing && m.counted()) && before >= 0: // what it led to is decided
		return rule.Refuse(rule.Premature, "", "stage.wrong", "", "stage", string(m.Stage), "needed", string(Examining))
	case one.Reply == nil && meta.AtMs <= one.DueMs():
		return rule.Refuse(rule.Premature, "", "clarification.pending", "", "due", strconv.FormatInt(one.DueMs(), 10))
	case one.Reply == nil && a.Accepted && one.Asks != AsksCorrection:
		return rule.Refuse(rule.Invalid, "", "clarification.unanswered", "accepted")
	case !a.Accepted && a.Reason == "":
		return rule.Refuse(rule.Invalid, "", "reason.required", "reason")
	}
	if before >= 0 {
		one.Judgements[before] = *a
	} else {
		one.Judgements = append(one.Judgements, *a)
	}
	if m.deciding() {
		c.lapse(one.Bid)
	}
	return nil
}

// addJudgementsOwed notes every answer that a seat has not judged, of a bid
// that passes.
func (c *Case) addJudgementsOwed(refusals *rule.Collect) {
	m := c.Meeting
	for i := range m.Clarifications {
		one := &m.Clarifications[i]
		if c.Bid(one.Bid).Withdrawn == nil && len(c.Failed(one.Bid)) == 0 && !m.judged(one) && (one.Asks != AsksCorrection || c.Bid(one.Bid).Rejection == nil) {
			refusals.Add("", "clarification.unjudged", "clarification", "bidder", c.BidderOf(one.Bid).Name, "no", strconv.Itoa(one.No))
		}
	}
}

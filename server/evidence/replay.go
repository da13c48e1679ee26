package evidence

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts/draw"
	"bidroom/server/proclog"
)

// A replay runs the acts of a case again: those of the case itself, of each
// draw, and of the recordings, which are three folds that can each go on when
// another cannot.
type replay struct {
	v          *verifier
	c          evaluation.Case
	ended      bool             // an act of the case was refused; nothing of it can be computed any more
	media      *evaluation.Case // holds the recordings only
	unfit      map[string]bool  // recordings of which an act was refused
	draws      []*redrawn
	centre     centreFold
	kiosks     kiosks
	dismissals dismissals
	merges     merges
	named      named
	files      recordedFiles
	data
	sheets     []evaluation.Datum
	tallies    int
	signatures int
	reports    []statedFile
}

// A statedFile is a file that an entry names by its hash.
type statedFile struct {
	entry proclog.Entry
	hash  string
	size  int64
}

func newReplay(v *verifier) *replay {
	return &replay{v: v, media: evaluation.RecordingCase(v.file.Manifest.Lot, nil), data: newData(), unfit: map[string]bool{}}
}

// folds says which fold an entry belongs to, by the beginning of its kind;
// all others are acts of the case.
var folds = []struct {
	prefix string
	apply  func(*replay, proclog.Entry)
}{
	{"draw.", (*replay).draw},
	{"recording.", (*replay).recording},
	{"", (*replay).act},
}

// next takes the next entry of the log.
func (r *replay) next(e proclog.Entry) {
	r.checkOpenings(e)
	if r.v.ofCentre() {
		r.centre.next(r.v, e)
		return
	}
	i := slices.IndexFunc(folds, func(f struct {
		prefix string
		apply  func(*replay, proclog.Entry)
	}) bool {
		return strings.HasPrefix(e.Kind, f.prefix)
	})
	folds[i].apply(r, e)
}

// refused is the finding of an act that a rule refuses.
func refused(e proclog.Entry, err error) Finding {
	f := at(e, "refused")
	var refusal *rule.Refusal
	if errors.As(err, &refusal) {
		f.Reasons = refusal.Reasons
	} else {
		f.Code, f.Detail = "act", err.Error()
	}
	return f
}

// act carries out an act of the case.
func (r *replay) act(e proclog.Entry) {
	if r.ended {
		return
	}
	act, err := evaluation.Decode(e.Kind, e.Body)
	if err == nil {
		r.before(e, act)
		err = r.c.Apply(evaluation.Meta{AtMs: e.AtMs, Actor: e.Actor, Role: e.Role}, act)
	}
	if err != nil {
		f := refused(e, err)
		r.v.report.broken(r.partOfRefusal(act, f), f)
		r.ended = true
		r.v.halt(f)
		return
	}
	r.after(e, act)
}

// partOfRefusal tells which part an act that was refused belongs to.
func (r *replay) partOfRefusal(act evaluation.Act, f Finding) string {
	has := func(code string) bool {
		return slices.ContainsFunc(f.Reasons, func(reason rule.Reason) bool { return reason.Code == code })
	}
	switch act := act.(type) {
	case *evaluation.MeetingTallied:
		if has("tally.tie_order") {
			return PartRanking
		}
		if has("tally.differs") {
			return r.tallyDiffers(act)
		}
	case *evaluation.ReportIssued, *evaluation.ReportSigned, *evaluation.MeetingSealed:
		if has("report.hash") {
			return PartReport
		}
		if part := partOfCheck(f.Reasons); part != "" {
			return part
		}
	}
	if has("signature.wrong") {
		return PartSignatures
	}
	return PartLog
}

// partOfCheck tells which part the first thing that does not hold of a report
// belongs to, or "" if that is of the panel.
func partOfCheck(reasons []rule.Reason) string {
	for _, reason := range reasons {
		check, _, _ := strings.Cut(strings.TrimPrefix(reason.Code, "integrity."), ".")
		switch check {
		case "missing", "twice", "range", "stray", "objective", "weights", "sums":
			return PartScores
		case "ranks", "candidates":
			return PartRanking
		}
	}
	return ""
}

// tallyDiffers tells whether the stated tally differs in a bid's total, or
// only in what follows from the totals.
func (r *replay) tallyDiffers(stated *evaluation.MeetingTallied) string {
	result, err := r.c.Score(stated.TieOrder)
	if err != nil {
		return PartScores
	}
	totals := map[string]string{}
	for _, bid := range result.Bids {
		totals[bid.Bid] = bid.Total
	}
	for _, line := range stated.Ranking {
		if totals[line.Bid] != line.Total {
			return PartScores
		}
	}
	return PartRanking
}

// before looks at what the case alone does not know: whether who checks in was
// drawn, and which sheets a tally counts.
func (r *replay) before(e proclog.Entry, act evaluation.Act) {
	switch act := act.(type) {
	case *evaluation.MemberCheckedIn:
		r.kiosks.use(e, act.Kiosk, r.roomOf(act.Seat))
		if act.Label != "" && !slices.ContainsFunc(r.draws, func(d *redrawn) bool { return d.seated(act.Seat, act.Label) }) {
			r.v.report.broken(PartDraw, at(e, "not_drawn"))
		}
	case *evaluation.MemberMoved:
		r.kiosks.use(e, act.Kiosk, r.roomOf(act.Seat))
	case *evaluation.MemberDirected:
		r.kiosks.use(e, act.Kiosk, r.directedFrom(act))
	case *evaluation.DatumErased:
		r.erase(e, act)
	case *evaluation.CoefficientDrawn:
		r.carried(e, act.Draw, draw.Coefficient, act.Coefficient, act.Coefficient+" "+act.Value)
	case *evaluation.RoomDrawn:
		r.carried(e, act.Draw, draw.Rooms, r.meeting(), act.Order...)
	case *evaluation.SeatsDrawn:
		r.carried(e, act.Draw, draw.Seats, act.Room, act.Order...)
		for _, option := range act.Order {
			kiosk, _ := evaluation.PlaceOf(option)
			r.kiosks.use(e, kiosk, act.Room)
		}
	case *evaluation.TieDrawn:
		r.carried(e, act.Draw, draw.Tie, r.meeting(), act.Order...)
	case *evaluation.BidderAdded, *evaluation.BidderRemoved:
		if r.drawStands() {
			r.v.report.broken(PartConflicts, at(e, "bidders_alone"))
		}
	case *evaluation.BidderConfirmed, *evaluation.BidderDeclined:
		if !slices.Contains([]string{"staff", "supervisor", "agent"}, e.Role) {
			r.v.report.broken(PartConflicts, at(e, "bidders_alone"))
		}
	case *evaluation.FactsStated:
		if r.drawStands() {
			r.v.report.broken(PartConflicts, at(e, "facts_alone"))
		}
	case *evaluation.FactsConfirmed:
		if e.Role != "supervisor" {
			r.v.report.broken(PartConflicts, at(e, "facts_alone"))
		}
	case *evaluation.MeetingTallied:
		if m := r.c.Meeting; m != nil {
			for _, seat := range m.Seats {
				if seat.Sheet != nil && seat.Sheet.Text == "" {
					r.sheets = append(r.sheets, seat.Sheet.Marks)
				}
			}
		}
		r.tallies++
	}
}

// drawStands reports whether a draw of the panel stands.
func (r *replay) drawStands() bool {
	return slices.ContainsFunc(r.draws, func(d *redrawn) bool { return d.Purpose == "" && d.Stage != draw.Void && !d.ended })
}

// after takes from an accepted act what the parts need.
func (r *replay) after(e proclog.Entry, act evaluation.Act) {
	switch act := act.(type) {
	case *evaluation.LotCreated:
		r.named.created, r.named.lot = &e, act.Lot
		if act.ID != e.Tree {
			r.v.report.broken(PartLog, at(e, "other_lot"))
		}
		r.noteProfile()
	case *evaluation.FactsStated:
		r.openFacts(act.Facts)
	case *evaluation.FactsProposed:
		r.openFacts(act.Facts)
	case *evaluation.SheetSubmitted:
		r.signatures++
		r.openSheet(e, act)
	case *evaluation.LeadsFound:
		r.openLeads(e, act)
	case *evaluation.BidsCoded:
		r.openCodes(e, act)
	case *evaluation.DraftsDigested:
		r.openDrafts(e, act)
	case *evaluation.FilesRead:
		r.openReadings(e, act)
	case *evaluation.ReportSigned:
		r.signatures++
		r.wanted = append(r.wanted, wanted{PartSignatures, act.Drawing})
	case *evaluation.MemberDeclared, *evaluation.ReportDissented:
		r.signatures++
	case *evaluation.ClarificationRequested:
		r.signatures++
		r.openClarification(e)
	case *evaluation.ClarificationReplied:
		r.openClarification(e)
	case *evaluation.ExtremesExplained:
		r.openExtremes(e, act)
	case *evaluation.AssessmentMade, *evaluation.AssessmentReplied, *evaluation.AssessmentAnswered:
		r.openAssessment(e)
	case *evaluation.FeeTableChosen:
		r.noteFeeTable()
	case *evaluation.ReportIssued:
		r.reports = append(r.reports, statedFile{e, act.FileHash, act.FileSize})
	case *evaluation.MeetingSealed:
		r.reports = append(r.reports, statedFile{e, act.FileHash, act.FileSize})
	}
}

// recording carries out an act of a recording. Once one was refused, the rest
// of the same recording follows from it and is passed over.
func (r *replay) recording(e proclog.Entry) {
	var of struct {
		Recording string `json:"recording"`
	}
	if json.Unmarshal(e.Body, &of) == nil && of.Recording != "" && r.unfit[of.Recording] {
		return
	}
	act, err := evaluation.Decode(e.Kind, e.Body)
	if err == nil {
		err = r.media.Apply(evaluation.Meta{AtMs: e.AtMs, Actor: e.Actor, Role: e.Role}, act)
	}
	if err != nil {
		r.unfit[of.Recording] = true
		r.v.report.broken(PartRecordings, refused(e, err))
		return
	}
	r.files.next(e, act)
}

// finish says what the folds have found.
func (r *replay) finish() {
	report := r.v.report
	r.finishDraws()
	r.finishScores()
	if r.signatures == 0 {
		report.say(PartSignatures, NotContained)
	} else {
		report.say(PartSignatures, Checked)
		report.note(PartSignatures, "signatures", "count", strconv.Itoa(r.signatures))
	}
}

func (r *replay) finishScores() {
	report := r.v.report
	for _, part := range []string{PartScores, PartRanking} {
		switch {
		case r.tallies == 0:
			report.say(part, NotContained)
			report.note(part, "no_tally")
		case len(r.sheets) == 0:
			report.say(part, Checked)
		default:
			report.say(part, NotContained)
			for _, datum := range r.sheets {
				if by, gone := r.erased[datum]; gone {
					report.erased(part, by)
				}
			}
		}
	}
}

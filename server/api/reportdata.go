package api

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
	"bidroom/experts"
	"bidroom/server/document"
	"bidroom/server/document/figures"
	"bidroom/server/document/paper"
	"bidroom/server/proclog"
)

// reportLanguage is that of the report that is filed.
const reportLanguage = "zh-CN"

// A reportMaker puts together the report of one case.
type reportMaker struct {
	c       *evaluation.Case
	method  *scoring.Method
	result  *scoring.Result
	names   map[int]string
	strokes map[int][]paper.Stroke
	former  []string // names of the members who left, as Meeting.Changes
	points  []scoring.Criterion
	checks  []scoring.Criterion
	zone    *time.Location
	words   func(key string, args ...string) string
	figures figures.Writer
	classes *experts.Classes
}

// report is the evaluation report of a case as it stands.
func (h *Handlers) report(ctx context.Context, c *evaluation.Case) (report document.Report, err error) {
	zone, err := time.LoadLocation(c.Lot.TimeZone)
	if err != nil {
		return report, err
	}
	maker := &reportMaker{c: c, zone: zone, classes: h.Rooms.Classes(), words: func(key string, args ...string) string { return paper.T(reportLanguage, key, args...) }}
	maker.figures = figures.Writer{Lang: reportLanguage, Called: maker.called}
	if maker.method, err = c.ScoringMethod(); err != nil {
		return report, err
	}
	if maker.result, err = c.Score(c.Meeting.Tally.TieOrder); err != nil {
		return report, err
	}
	checked, err := c.Integrity(maker.result)
	if err != nil {
		return report, err
	}
	if err := evaluation.Refusal(checked); err != nil { // what it would print does not hold
		return report, err
	}
	if maker.names, err = h.Rooms.Names(ctx, c); err != nil {
		return report, err
	}
	if maker.strokes, err = h.strokes(ctx, c); err != nil {
		return report, err
	}
	for _, change := range c.Meeting.Changes {
		o, err := h.Rooms.Opening(ctx, c.Lot.ID, change.Member.Name)
		if err != nil {
			return report, err
		}
		maker.former = append(maker.former, o.Value)
	}
	for _, criterion := range maker.method.Criteria() {
		if criterion.Kind == scoring.Pass {
			maker.checks = append(maker.checks, criterion)
		} else {
			maker.points = append(maker.points, criterion)
		}
	}
	report, err = maker.report()
	if err != nil {
		return report, err
	}
	drawn, err := h.drawnOutside(ctx, c.Lot.ID)
	if err != nil {
		return report, err
	}
	if drawn != nil {
		outside := drawnBy(*drawn.Source)
		report.Outside = &outside
	}
	logged, err := h.Rooms.Integrity(ctx, c)
	if err != nil {
		return report, err
	}
	maker.checked(&report, logged)
	report.IssuedAt = h.Now()
	if c.Meeting.Report != nil { // the meeting is about to be sealed
		report.IssuedHash, report.MeetingTo = c.Meeting.Report.FileHash, report.IssuedAt
	}
	if err := h.recorded(ctx, c, maker, &report); err != nil {
		return report, err
	}
	return report, h.checkpoint(ctx, c.Lot.ID, &report)
}

// checkpoint fills in a checkpoint that covers all that the report is made of.
func (h *Handlers) checkpoint(ctx context.Context, lot string, report *document.Report) error {
	if err := h.Rooms.SignGrown(ctx); err != nil {
		return err
	}
	note, _, err := h.Rooms.Checkpoint(ctx, lot, 0)
	if err != nil {
		return err
	}
	checkpoint, err := proclog.OpenCheckpoint(note, h.LogKey)
	if err != nil {
		return err
	}
	fingerprint, err := proclog.KeyFingerprint(h.LogKey)
	if err != nil {
		return err
	}
	report.Checkpoint, report.LogTree, report.LogSize = note, lot, itoa(checkpoint.Size)
	report.LogKey = proclog.FormatFingerprint(fingerprint)
	return nil
}

// strokes reads the members' drawn signatures, by seat.
func (h *Handlers) strokes(ctx context.Context, c *evaluation.Case) (map[int][]paper.Stroke, error) {
	drawn := map[int][]paper.Stroke{}
	for _, seat := range c.Meeting.Seats {
		if seat.Conclusion == nil || !seat.Conclusion.Signed {
			continue
		}
		o, err := h.Rooms.Opening(ctx, c.Lot.ID, seat.Conclusion.Drawing)
		if err != nil {
			return nil, err
		}
		var pad struct {
			Strokes [][]struct {
				X, Y float64
				Ms   int64
			} `json:"strokes"`
		}
		if err := json.Unmarshal([]byte(o.Value), &pad); err != nil {
			return nil, err
		}
		for _, line := range pad.Strokes {
			var stroke paper.Stroke
			for _, p := range line {
				stroke = append(stroke, paper.Point{X: p.X, Y: p.Y, T: p.Ms})
			}
			drawn[seat.No] = append(drawn[seat.No], stroke)
		}
	}
	return drawn, nil
}

func ms(at int64) time.Time {
	if at == 0 {
		return time.Time{}
	}
	return time.UnixMilli(at)
}

func (r *reportMaker) report() (document.Report, error) {
	lot, m := r.c.Lot, r.c.Meeting
	profile, err := r.c.Profile()
	if err != nil {
		return document.Report{}, err
	}
	report := document.Report{Regime: profile.Regime, Location: r.zone, Centre: lot.CentreName, Tender: lot.TenderName, TenderNumber: lot.TenderNumber,
		Lot: lot.Name, LotNumber: lot.Number, Entity: document.Party(lot.ProcuringEntity), Agency: document.Party(lot.Agency),
		Profile: profile.Names[reportLanguage], Method: r.method.Names()[reportLanguage], NoticeMedia: lot.NoticeMedia, BudgetFen: lot.BudgetFen, CeilingFen: lot.CeilingFen,
		OpenedAt: ms(openedMs(r.c)), OpeningPlace: lot.Place, MeetingFrom: ms(m.OpenedMs), MeetingTo: ms(m.SealedMs), BeforeContract: lot.Contract}
	if report.OpeningPlace == "" {
		report.OpeningPlace = lot.CentreName
	}
	for _, seat := range m.Seats {
		report.Panel = append(report.Panel, r.member(seat))
		if seat.Conclusion != nil && seat.Conclusion.Dissent != "" {
			report.Dissents = append(report.Dissents, document.Dissent{Seat: seat.No, Name: r.names[seat.No], At: ms(seat.Conclusion.AtMs), Reasons: seat.Conclusion.Dissent})
		}
	}
	report.Workplaces = r.workplaces()
	for i := range r.c.Bids {
		report.Bids = append(report.Bids, r.bid(&r.c.Bids[i], profile.Ground))
	}
	report.OpeningNotes = r.openingNotes()
	for _, part := range r.result.Bids[0].Parts {
		report.PartNames = append(report.PartNames, r.figures.WithUnit(part.Names[reportLanguage], part.Unit))
	}
	report.TotalName = r.figures.WithUnit(r.words("report.total"), r.result.Unit)
	for _, value := range r.method.Values() {
		report.OpeningColumns = append(report.OpeningColumns, r.figures.WithUnit(value.Names[reportLanguage], value.Unit))
	}
	r.examination(&report)
	r.offers(&report)
	r.hearings(&report)
	if judged := m.Judged; judged != nil {
		report.Competition = &document.Competition{Sufficient: judged.Sufficient, Reason: judged.Reason}
	}
	if err := r.leads(&report); err != nil {
		return document.Report{}, err
	}
	if err := r.clarified(&report); err != nil {
		return document.Report{}, err
	}
	r.scores(&report)
	for _, id := range m.Tally.Candidates {
		report.Candidates = append(report.Candidates, r.index(id))
	}
	r.changes(&report)
	r.events(&report)
	return report, nil
}

func (r *reportMaker) member(seat evaluation.Seat) document.Member {
	member := document.Member{Seat: seat.No, Name: r.names[seat.No], Chair: seat.No == r.c.Meeting.Chair, Representative: seat.Representative,
		Concluded: conclusionWord(seat.Conclusion), Signature: r.strokes[seat.No]}
	for i, code := range seat.Specialties {
		if i > 0 {
			member.Specialty += "; "
		}
		member.Specialty += code
		if name := r.classes.Names(code)[reportLanguage]; name != "" {
			member.Specialty += " " + name
		}
	}
	if seat.Member != nil {
		member.CheckedInAt, member.KeyCode = ms(seat.Member.CheckedMs), keyCode(seat.Member.Key)
	}
	if seat.Conclusion != nil {
		member.ConcludedAt = ms(seat.Conclusion.AtMs)
	}
	return member
}

// workplaces says which seat has which kiosk by draw; nothing if that was not
// drawn.
func (r *reportMaker) workplaces() (lines []string) {
	m := r.c.Meeting
	for _, w := range m.Workplaces {
		var of []string
		for i, seat := range w.Given[:min(len(w.Given), len(w.Order))] {
			if option, _ := m.Workplace(seat); option == w.Order[i] {
				of = append(of, r.words("report.workplace", "seat", strconv.Itoa(seat), "kiosk", placeNames(w.Order)[i]))
			}
		}
		lines = append(lines, r.words("report.workplaces", "draw", w.Draw, "seats", strings.Join(of, "; ")))
	}
	return lines
}

func (r *reportMaker) index(bid string) int {
	return slices.IndexFunc(r.c.Bids, func(b evaluation.Bid) bool { return b.ID == bid })
}

func (r *reportMaker) bid(b *evaluation.Bid, ground func(string) *rule.Ground) document.Bid {
	bidder, view := r.c.BidderOf(b.ID), r.opened(b)
	view.CreditCode, view.LegalRepresentative, view.FileHash = bidder.CreditCode, bidder.LegalRepresentative, b.FileHash
	if b.PriceHash != "" {
		view.FileHash += "\n" + r.words("report.priceHash", "hash", b.PriceHash)
	}
	view.Code, view.BlindHash = r.c.Meeting.Codes.Code(b.ID), b.BlindHash
	for _, party := range bidder.Consortium {
		view.Consortium = append(view.Consortium, party.Name)
	}
	if o := b.Opening; o != nil {
		if offered := r.c.OfferedFen(b); offered != o.PriceFen {
			view.OfferedFen = offered
		}
		if price := r.c.PriceFen(b); price != r.c.OfferedFen(b) {
			view.CorrectedFen = price
		}
	}
	for _, result := range r.result.Bids {
		if result.Bid == b.ID {
			view.Rank, view.Tied, view.Total, view.Unranked = result.Rank, result.Tied, result.Total, r.unranked(result.Unranked)
			for _, part := range result.Parts {
				view.Parts = append(view.Parts, part.Score)
			}
		}
	}
	if j := b.Rejection; j != nil {
		view.Rejection = &document.Rejection{Clause: string(j.Clause), Reason: j.Reason}
		if b.Withdrawn != nil {
			view.Rejection.Ground = r.words("report.withdrawn")
			if b.Undecrypted != "" {
				view.Rejection.Ground = r.words("report.undecrypted." + string(b.Undecrypted))
			}
		}
		if g := ground(j.Ground); g != nil {
			view.Rejection.Ground = g.Names[reportLanguage]
		}
		for _, item := range j.Items {
			view.Rejection.Items = append(view.Rejection.Items, r.method.Criterion(item).Names[reportLanguage])
			view.Rejection.Votes = append(view.Rejection.Votes, r.votes(b.ID, item))
		}
	}
	return view
}

// votes counts the members' findings on one item of one bid.
func (r *reportMaker) votes(bid, item string) (votes document.VoteCount) {
	for _, f := range r.c.Meeting.Findings {
		switch {
		case f.Item != item || f.Bid != bid:
		case f.Pass:
			votes.Passed++
		default:
			votes.Failed++
		}
	}
	return votes
}

// examination fills in how many members found that each bid passes each item.
func (r *reportMaker) examination(report *document.Report) {
	for _, item := range r.checks {
		row := document.ExaminationItem{Group: r.group(item.Group), Name: item.Names[reportLanguage], Standard: item.Standard[reportLanguage]}
		for _, bid := range r.c.Bids {
			row.Votes = append(row.Votes, r.votes(bid.ID, item.ID))
		}
		report.Examination = append(report.Examination, row)
	}
}

// group returns what the method calls one of its top groups.
func (r *reportMaker) group(id string) string {
	for _, g := range r.method.Groups() {
		if g.ID == id {
			return g.Names[reportLanguage]
		}
	}
	return id
}

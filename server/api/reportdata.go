package api

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
	"bidroom/experts"
	"bidroom/server/document"
	"bidroom/server/document/paper"
	"bidroom/server/store"
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
	former  map[int]string // names of members who left, by index of the change
	points  []scoring.Criterion
	checks  []scoring.Criterion
	zone    *time.Location
	words   func(key string) string
}

// renderReport writes the evaluation report of a case as it stands.
func (h *Handlers) renderReport(ctx context.Context, w io.Writer, c *evaluation.Case) error {
	zone, err := time.LoadLocation(c.Lot.TimeZone)
	if err != nil {
		return err
	}
	maker := &reportMaker{c: c, zone: zone, words: func(key string) string { return h.Words(reportLanguage, key, nil) }}
	if maker.method, err = c.ScoringMethod(); err != nil {
		return err
	}
	if maker.result, err = c.Score(c.Meeting.Tally.TieOrder); err != nil {
		return err
	}
	if maker.names, err = h.Rooms.Names(ctx, c); err != nil {
		return err
	}
	if maker.strokes, err = h.strokes(ctx, c); err != nil {
		return err
	}
	for _, criterion := range maker.method.Criteria() {
		if criterion.Kind == scoring.Pass {
			maker.checks = append(maker.checks, criterion)
		} else {
			maker.points = append(maker.points, criterion)
		}
	}
	report, err := maker.report()
	if err != nil {
		return err
	}
	report.IssuedAt, report.LogTree, report.LogKey = h.Now(), c.Lot.ID, h.LogKey
	if err := h.Rooms.DB.Read(ctx, func(tx *store.Tx) error {
		tree, err := tx.Tree(c.Lot.ID)
		if err != nil {
			return err
		}
		report.LogSize = itoa(tree.Size)
		room, err := tx.Room(c.Meeting.Room)
		if err != nil {
			return err
		}
		report.MeetingPlace = room.Name
		gaps, err := tx.Gaps(c.Lot.ID)
		for _, g := range gaps {
			report.Gaps = append(report.Gaps, document.Gap{Feed: g.Feed, From: time.UnixMilli(g.FromMs), To: time.UnixMilli(g.ToMs), Why: maker.words("cause." + g.Cause)})
		}
		return err
	}); err != nil {
		return err
	}
	note, _, err := h.Rooms.Checkpoint(ctx, c.Lot.ID, 0)
	if err != nil {
		return err
	}
	report.Checkpoint = note
	return document.RenderReport(w, report, reportLanguage)
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
		OpenedAt: ms(r.c.OpenedMs), OpeningPlace: lot.Place, MeetingFrom: ms(m.OpenedMs), MeetingTo: ms(m.SealedMs), BeforeContract: lot.Contract}
	if report.OpeningPlace == "" {
		report.OpeningPlace = lot.CentreName
	}
	for _, seat := range m.Seats {
		report.Panel = append(report.Panel, r.member(seat))
		if seat.Conclusion != nil && seat.Conclusion.Dissent != "" {
			report.Dissents = append(report.Dissents, document.Dissent{Seat: seat.No, Name: r.names[seat.No], At: ms(seat.Conclusion.AtMs), Reasons: seat.Conclusion.Dissent})
		}
	}
	for i := range r.c.Bids {
		report.Bids = append(report.Bids, r.bid(&r.c.Bids[i], profile.Ground))
	}
	for _, part := range r.result.Bids[0].Parts {
		report.PartNames = append(report.PartNames, part.Names[reportLanguage])
	}
	report.TotalName = r.words("report.total")
	r.examination(&report)
	r.scores(&report)
	for _, line := range r.result.Derivation {
		report.Derivation = append(report.Derivation, r.line(line))
	}
	for _, id := range m.Tally.Candidates {
		report.Candidates = append(report.Candidates, r.index(id))
	}
	for _, change := range m.Changes {
		report.Changes = append(report.Changes, document.Change{At: ms(change.AtMs), Seat: change.Seat, What: r.words("report.change.left"), Reason: change.Reason})
	}
	for _, i := range m.Incidents {
		report.Incidents = append(report.Incidents, document.Incident{At: ms(i.AtMs), What: r.words("incident." + i.What), Text: i.Text, ClosedAt: ms(i.ClosedMs), Answer: i.Answer})
	}
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
		if name := experts.SpecialtyNames(code)[reportLanguage]; name != "" {
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

func (r *reportMaker) index(bid string) int {
	return slices.IndexFunc(r.c.Bids, func(b evaluation.Bid) bool { return b.ID == bid })
}

func (r *reportMaker) bid(b *evaluation.Bid, ground func(string) *rule.Ground) document.Bid {
	bidder := r.c.BidderOf(b.ID)
	view := document.Bid{Bidder: bidder.Name, CreditCode: bidder.CreditCode, LegalRepresentative: bidder.LegalRepresentative, FileHash: b.FileHash}
	for _, party := range bidder.Consortium {
		view.Consortium = append(view.Consortium, party.Name)
	}
	if o := b.Opening; o != nil {
		view.PriceFen, view.Duration, view.Quality, view.Security = o.PriceFen, o.Duration, o.Quality, o.Security
	}
	for _, result := range r.result.Bids {
		if result.Bid == b.ID {
			view.Rank, view.Tied, view.Total, view.Unranked = result.Rank, result.Tied, result.Total, result.Unranked
			for _, part := range result.Parts {
				view.Parts = append(view.Parts, part.Score)
			}
		}
	}
	if j := b.Rejection; j != nil {
		view.Rejection = &document.Rejection{Clause: string(j.Clause), Reason: j.Reason}
		if g := ground(j.Ground); g != nil {
			view.Rejection.Ground = g.Names[reportLanguage]
		}
		for _, item := range j.Items {
			if criterion := r.method.Criterion(item); criterion != nil {
				view.Rejection.Items = append(view.Rejection.Items, criterion.Names[reportLanguage])
			}
		}
		against := 0
		for _, f := range r.c.Meeting.Findings {
			if f.Bid == b.ID && len(j.Items) > 0 && f.Item == j.Items[0] && !f.Pass {
				against++
			}
		}
		view.Rejection.Votes = strconv.Itoa(against) + ":" + strconv.Itoa(len(r.c.Meeting.Seats)-against)
	}
	return view
}

// examination fills in how many members found that each bid passes each item.
func (r *reportMaker) examination(report *document.Report) {
	for _, item := range r.checks {
		row := document.ExaminationItem{Group: r.group(item.Group), Name: item.Names[reportLanguage]}
		for _, bid := range r.c.Bids {
			passed := 0
			for _, f := range r.c.Meeting.Findings {
				if f.Item == item.ID && f.Bid == bid.ID && f.Pass {
					passed++
				}
			}
			failed := len(r.c.Meeting.Seats) - passed
			row.Passed = append(row.Passed, strconv.Itoa(passed)+":"+strconv.Itoa(failed))
			row.Failed = append(row.Failed, 2*failed > len(r.c.Meeting.Seats))
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

// scores fills in the sheets.
func (r *reportMaker) scores(report *document.Report) {
	for _, criterion := range r.points {
		report.Criteria = append(report.Criteria, document.Criterion{Group: r.group(criterion.Group), Name: criterion.Names[reportLanguage],
			Points: criterion.Max, Objective: criterion.Objective, Standard: criterion.Standard[reportLanguage]})
	}
	value := map[[3]string]string{}
	for _, mark := range r.c.Marks() {
		value[[3]string{mark.Member, mark.Bid, mark.Criterion}] = mark.Value
	}
	for _, seat := range r.c.Meeting.Seats {
		sheet := document.Sheet{Seat: seat.No}
		if seat.Sheet != nil {
			sheet.SubmittedAt, sheet.Hash = ms(seat.Sheet.SubmittedMs), string(seat.Sheet.Marks)
		}
		for _, bid := range r.c.Bids {
			var row []string
			for _, criterion := range r.points {
				row = append(row, value[[3]string{evaluation.SeatActor(seat.No), bid.ID, criterion.ID}])
			}
			sheet.Marks = append(sheet.Marks, row)
			total := ""
			for _, t := range r.result.Sheets {
				if t.Member == evaluation.SeatActor(seat.No) && t.Bid == bid.ID && t.Group == "all" {
					total = t.Total
				}
			}
			sheet.Totals = append(sheet.Totals, total)
		}
		report.Sheets = append(report.Sheets, sheet)
	}
}

func (r *reportMaker) line(l scoring.Line) document.DerivationLine {
	line := document.DerivationLine{Bid: -1, Name: l.Names[reportLanguage], Formula: l.Formula[reportLanguage], Values: l.Values, Exact: l.Exact, Result: l.Result}
	if l.Bid != "" {
		line.Bid = r.index(l.Bid)
	}
	if l.Rounding != "" {
		line.Rounding = l.Rounding + " " + l.Digits
	}
	return line
}

package api

import (
	"cmp"
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/server/access"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// KioskState shows everything a kiosk shows.
func (h *Handlers) KioskState(c *fiber.Ctx, by rooms.Actor) error {
	ctx := c.UserContext()
	state := KioskState{ServerMs: h.Now().UnixMilli(), Duty: string(evaluation.DutyNone)}
	var lot string
	if err := h.Rooms.DB.Read(ctx, func(tx *store.Tx) error {
		k, err := tx.Kiosk(by.Kiosk)
		if err != nil {
			return unknown(err, "kiosk.unknown")
		}
		room, err := tx.Room(k.RoomID)
		if err != nil {
			return err
		}
		state.Kiosk, state.RoomName = kioskView(k), room.Name
		running, err := tx.RunningLots(k.RoomID)
		if err == nil && len(running) > 0 {
			lot = running[0]
		}
		return err
	}); err != nil {
		return err
	}
	if lot == "" {
		return render(c, state)
	}
	cs, err := h.Rooms.CaseOf(ctx, lot)
	if err != nil {
		return err
	}
	if by.Seat > 0 && (by.Lot != lot || cs.Meeting.Seat(by.Seat).Member == nil) { // right after a recusal, nobody sits here
		by.Role, by.Lot, by.Seat = access.Kiosk, "", 0
	}
	if state.Lot, err = h.kioskLot(ctx, h.Language(c), by, cs); err != nil {
		return err
	}
	state.Feed = feedToPublish(by, cs)
	for _, a := range cs.Meeting.Announcements {
		state.Announced = append(state.Announced, announcementView(a, by.Kiosk))
	}
	state.Duty = string(evaluation.DutyCheckIn)
	if by.Seat > 0 {
		state.Duty = string(cs.Owes(by.Seat))
		if state.Member, err = h.kioskMember(ctx, by, cs); err != nil {
			return err
		}
	}
	return render(c, state)
}

// kioskLot shows the case as a member sees it: the bidders once they are
// named, the names of the members present, nobody's marks before the tally.
func (h *Handlers) kioskLot(ctx context.Context, lang string, by rooms.Actor, c *evaluation.Case) (*KioskLot, error) {
	m := c.Meeting
	profile, err := c.Profile()
	if err != nil {
		return nil, err
	}
	method, err := c.ScoringMethod()
	if err != nil {
		return nil, err
	}
	view := &KioskLot{ID: c.Lot.ID, Meeting: m.ID, Number: c.Lot.Number, Name: c.Lot.Name, TenderName: c.Lot.TenderName, Entity: c.Lot.ProcuringEntity.Name,
		Stage: string(m.Stage), Criteria: criterionViews(method), Groups: groupViews(method), Chair: m.Chair, Round: m.Round, LeftBids: len(c.PassedBids()), NextStage: nextStage(c), Envelopes: c.TwoEnvelopes(), Sealed: len(c.PricesDue()),
		Owed: h.owed(lang, c.MayAdvance()), Statement: h.Words("zh-CN", "declaration.statement", map[string]string{"lot": c.Lot.Number + " " + c.Lot.Name})}
	if by.Seat > 0 && m.Stage != evaluation.Assembling {
		view.Bidders = bidderViewsOf(by.Seat, c, profile)
	}
	if by.Seat > 0 && access.Allow(access.Member, "", access.LeadsView, access.Stage(m.Stage)) == nil {
		if view.Leads, err = leadsView(c, by.Seat); err != nil {
			return nil, err
		}
	}
	if by.Seat > 0 {
		view.Hearings = hearingsView(by, c)
		view.Codes = c.ShownTo(by.Seat, c.Meeting.Codes.All())
	}
	if profile.Chair.RepresentativeBarred {
		view.Barred = string(profile.Chair.Clause)
	}
	for _, g := range profile.Rejection.Grounds {
		view.Grounds = append(view.Grounds, GroundView{g.Code, string(g.Clause), g.Names})
	}
	view.Undecided = voteCounts(m.Undecided)
	drawn, err := h.drawnOutside(ctx, c.Lot.ID)
	if err != nil {
		return nil, err
	}
	view.Outside = drawn != nil
	names := map[int]string{}
	if by.Seat > 0 {
		if names, err = h.Rooms.Names(ctx, c); err != nil {
			return nil, err
		}
	}
	kiosks, _, _, err := h.kioskNames(ctx, c)
	if err != nil {
		return nil, err
	}
	view.Seats = seatViews(c, names, kiosks, nil)
	if by.Seat > 0 && allExamined(view.Seats) {
		for _, bid := range c.Bids {
			if failed := c.Failed(bid.ID); len(failed) > 0 {
				view.Majority = append(view.Majority, MajorityView{bid.ID, failed})
			}
		}
	}
	if may(by, access.ClarificationRead, c) {
		view.Asked = clarificationViews(c, profile, by.Seat)
	}
	if view.Asking, err = askingView(c, profile, by.Seat > 0 && allExamined(view.Seats)); err != nil {
		return nil, err
	}
	if m.Judged != nil {
		view.Judged = map[bool]string{true: "sufficient", false: "insufficient"}[m.Judged.Sufficient]
	}
	view.Tied = m.Tied != nil && by.Seat > 0
	view.Silence = string(profile.Dissent.Clause)
	if m.Report != nil {
		view.ReportHash = m.Report.FileHash
	}
	if m.Stage == evaluation.Suspended {
		view.Pause = m.Pauses[len(m.Pauses)-1].Reason
	}
	if view.Checks, err = h.checkViews(ctx, lang, by, c); err != nil {
		return nil, err
	}
	if may(by, access.TallyView, c) {
		view.Result, err = resultView(by, c)
	}
	return view, err
}

// voteCounts counts votes by the seat they are for, the most first.
func voteCounts(votes []evaluation.ChairVoted) []VoteCount {
	var counts []VoteCount
	for _, vote := range votes {
		i := slices.IndexFunc(counts, func(c VoteCount) bool { return c.Seat == vote.For })
		if i < 0 {
			i, counts = len(counts), append(counts, VoteCount{Seat: vote.For})
		}
		counts[i].Votes++
	}
	slices.SortFunc(counts, func(a, b VoteCount) int { return cmp.Or(b.Votes-a.Votes, a.Seat-b.Seat) })
	return counts
}

func allExamined(seats []SeatView) bool {
	for _, s := range seats {
		if s.FindingsDone < s.FindingsOf {
			return false
		}
	}
	return true
}

// kioskMember shows a member what is the member's own.
func (h *Handlers) kioskMember(ctx context.Context, by rooms.Actor, c *evaluation.Case) (*KioskMember, error) {
	m := c.Meeting
	seat := m.Seat(by.Seat)
	names, err := h.Rooms.Names(ctx, c)
	if err != nil {
		return nil, err
	}
	view := &KioskMember{Seat: by.Seat, Name: names[by.Seat], Key: seat.Member.Key, Chair: m.Chair == by.Seat, Concluded: conclusionWord(seat.Conclusion)}
	for _, f := range m.Findings {
		if f.Seat == by.Seat {
			view.Findings = append(view.Findings, FindingView{f.Bid, f.Item, f.Pass, f.Reason, f.Page})
		}
	}
	for _, v := range m.Votes {
		if v.Seat == by.Seat {
			view.Voted = v.For
		}
	}
	if seat.Sheet != nil {
		view.Submitted, view.SheetHash = !seat.Sheet.Returned, string(seat.Sheet.Marks)
		if seat.Sheet.Returned {
			view.Returned = seat.Sheet.Reason
		}
		if view.Receipt, err = h.receipt(ctx, c.Lot.ID, seat); err != nil {
			return nil, err
		}
	}
	extremes, err := c.Extremes()
	if err != nil {
		return nil, err
	}
	for _, e := range extremes {
		if e.Seat == by.Seat && m.Stage == evaluation.Evaluating {
			view.Extremes = append(view.Extremes, OwnExtreme{e.Bid, e.Criterion, e.Value, e.Reason})
		}
	}
	strokes, _, err := h.Rooms.Drafts(ctx, m.ID, by.Seat)
	if err != nil {
		return nil, err
	}
	for _, s := range strokes {
		view.Drafts = append(view.Drafts, DraftView(s))
	}
	if !may(by, access.ReadingKeep, c) {
		return view, nil
	}
	readings, err := h.Rooms.Readings(ctx, m.ID, by.Seat)
	for _, r := range readings {
		view.Readings = append(view.Readings, ReadingView(r))
	}
	return view, err
}

// receipt returns what a member keeps of the sheet submitted last.
func (h *Handlers) receipt(ctx context.Context, lot string, seat *evaluation.Seat) (*Receipt, error) {
	opening, err := h.Rooms.Opening(ctx, lot, seat.Sheet.Marks)
	if err != nil {
		return nil, err
	}
	receipt := &Receipt{Seat: seat.No, SubmittedMs: seat.Sheet.SubmittedMs, SheetHash: string(seat.Sheet.Marks), Salt: opening.Salt}
	err = h.Rooms.DB.Read(ctx, func(tx *store.Tx) error {
		entry, err := tx.LastOf(lot, "sheet.submitted", receipt.SheetHash)
		receipt.Seq = entry.Seq
		return err
	})
	return receipt, err
}

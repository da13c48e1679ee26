package api

import (
	"context"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// CreateLot sets up a lot.
func (h *Handlers) CreateLot(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Tender     string      `json:"tender"`
		Number     string      `json:"number"`
		Name       string      `json:"name"`
		Profile    string      `json:"profile"`
		CeilingFen string      `json:"ceilingFen"`
		BudgetFen  string      `json:"budgetFen"`
		Special    string      `json:"special"`
		LowBid     LowBidLines `json:"lowBid"`
		Method     methodIn    `json:"method"`
		planIn
	}](c)
	if err != nil {
		return err
	}
	method, err := in.Method.stated()
	if err != nil {
		return err
	}
	ceiling, err := fen(in.CeilingFen, "ceilingFen")
	if err != nil {
		return err
	}
	budget, err := fen(in.BudgetFen, "budgetFen")
	if err != nil {
		return err
	}
	centre, err := h.Auth.Centre(c.UserContext())
	if err != nil {
		return err
	}
	plan, err := in.plan()
	if err != nil {
		return err
	}
	id, err := h.Rooms.CreateLot(c.UserContext(), by, rooms.NewLot{Tender: in.Tender, Number: in.Number, Name: in.Name, Profile: in.Profile,
		CeilingFen: ceiling, BudgetFen: budget, Special: in.Special, LowBid: evaluation.LowBidLines(in.LowBid), Method: method, Plan: plan}, centre.TimeZone)
	if err != nil {
		return err
	}
	return h.renderLot(c, by, id)
}

// planIn is a panel plan as a page sends it.
type planIn struct {
	Seats     []SeatPlan  `json:"seats"`
	Limits    PanelLimits `json:"limits"`
	MeetingOn string      `json:"meetingOn"`
	DrawRoom  bool        `json:"drawRoom"`
	DrawSeats bool        `json:"drawSeats"`
}

func (in planIn) plan() (evaluation.PlanSet, error) {
	plan := evaluation.PlanSet{Seats: make([]evaluation.SeatPlan, len(in.Seats)), Limits: evaluation.PanelLimits(in.Limits), MeetingOn: in.MeetingOn, DrawRoom: in.DrawRoom, DrawSeats: in.DrawSeats}
	for i, s := range in.Seats {
		plan.Seats[i] = evaluation.SeatPlan(s)
	}
	if _, err := rule.ParseDate(in.MeetingOn); in.MeetingOn != "" && err != nil {
		return plan, rule.Refuse(rule.Invalid, "", "plan.meeting_on", "meetingOn")
	}
	return plan, nil
}

// SetPlan sets a lot's panel plan.
func (h *Handlers) SetPlan(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[planIn](c)
	if err != nil {
		return err
	}
	plan, err := in.plan()
	if err != nil {
		return err
	}
	if err := h.Rooms.SetPlan(c.UserContext(), by, c.Params("lot"), plan); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// Lots lists the cases.
func (h *Handlers) Lots(c *fiber.Ctx, by rooms.Actor) error {
	offset, limit := paging(c)
	page := Page[LotBrief]{}
	err := h.Rooms.DB.Read(c.UserContext(), func(tx *store.Tx) error {
		rows, total, err := tx.Lots(by.Scope, c.Query("q"), offset, limit)
		if err != nil {
			return err
		}
		page.Total = total
		for _, row := range rows {
			brief, err := brief(tx, row)
			if err != nil {
				return err
			}
			page.Items = append(page.Items, brief)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return render(c, page)
}

func brief(tx *store.Tx, row store.Lot) (LotBrief, error) {
	tender, err := tx.Tender(row.TenderID)
	if err != nil {
		return LotBrief{}, err
	}
	centre, err := tx.Centre(row.CentreID)
	if err != nil {
		return LotBrief{}, err
	}
	b := LotBrief{ID: row.ID, Centre: centre.Name, TenderNumber: tender.Number, TenderName: tender.Name, Number: row.Number, Name: row.Name, Regime: row.Regime,
		Stage: row.Stage, PlannedMs: row.PlannedAt, Next: row.Stage}
	if row.RoomID != "" {
		room, err := tx.Room(row.RoomID)
		if err != nil {
			return b, err
		}
		b.Room = room.Name
	}
	return b, nil
}

// Lot shows a case.
func (h *Handlers) Lot(c *fiber.Ctx, by rooms.Actor) error {
	return h.renderLot(c, by, c.Params("lot"))
}

func (h *Handlers) renderLot(c *fiber.Ctx, by rooms.Actor, id string) error {
	view, err := h.lotView(c.UserContext(), h.Language(c), by, id)
	if err != nil {
		return err
	}
	return render(c, view)
}

func (h *Handlers) lotView(ctx context.Context, lang string, by rooms.Actor, id string) (view LotView, err error) {
	cs, row, err := h.Rooms.Case(ctx, id, by, access.LotRead)
	if err != nil {
		return view, err
	}
	profile, err := cs.Profile()
	if err != nil {
		return view, err
	}
	view = LotView{Version: row.Version, Entity: PartyView(cs.Lot.ProcuringEntity), Agency: PartyView(cs.Lot.Agency),
		CeilingFen: strconv.FormatInt(cs.Lot.CeilingFen, 10), BudgetFen: strconv.FormatInt(cs.Lot.BudgetFen, 10), StartedOn: cs.Lot.StartedOn,
		Profile: cs.Lot.Profile, ProfileName: profile.Names, Plan: planViews(cs.Plan.Seats), Limits: PanelLimits(cs.Plan.Limits), MeetingOn: cs.Plan.MeetingOn, DrawRoom: cs.Plan.DrawRoom, DrawSeats: cs.Plan.DrawSeats, OpenedMs: cs.OpenedMs, OpenedFrom: openingSourceView(cs.OpenedFrom), MayMend: cs.MayMend(by.Account) && may(by, access.BidsMend, cs)}
	if method, err := cs.ScoringMethod(); err == nil {
		view.Method = methodBrief(method, cs.Params())
	}
	if err := h.Rooms.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if view.Brief, err = brief(tx, row); err != nil {
			return err
		}
		view.Beacon = h.beaconName()
		if view.BidderChanges, err = bidderChanges(tx, cs, by); err != nil {
			return err
		}
		if view.Bidders, err = withCorrections(tx, cs, bidderViews(cs, profile)); err != nil {
			return err
		}
		view.Draws, err = drawBriefs(tx, id)
		return err
	}); err != nil {
		return view, err
	}
	if view.Meeting, err = h.meetingView(ctx, lang, by, cs); err != nil {
		return view, err
	}
	if view.Chosen, err = h.chosenViews(ctx, by, cs); err != nil {
		return view, err
	}
	if cs.Meeting != nil && may(by, access.ClarificationRead, cs) {
		view.Asked, view.MayReply = clarificationViews(cs, profile, 0), may(by, access.ClarificationReply, cs)
	}
	view.Offers, view.Hearings, view.Prices = offersView(by, cs), hearingsView(by, cs), pricesView(by, cs)
	view.Steps = h.steps(lang, cs, &view)
	if view.Assessed, err = assessedBy(cs, by); err != nil {
		return view, err
	}
	if view.Checks, err = h.checkViews(ctx, lang, by, cs); err != nil {
		return view, err
	}
	if may(by, access.TallyView, cs) {
		view.Result, err = resultView(by, cs)
	}
	return view, err
}

// may reports whether the reader may do an action at the case's stage.
func may(by rooms.Actor, action access.Action, c *evaluation.Case) bool {
	return access.Allow(by.Role, by.Kind, action, access.Stage(c.Stage())) == nil
}

// meetingView shows the meeting without anything that is not due.
func (h *Handlers) meetingView(ctx context.Context, lang string, by rooms.Actor, c *evaluation.Case) (*MeetingView, error) {
	m := c.Meeting
	if m == nil {
		return nil, nil
	}
	names := map[int]string{}
	if may(by, access.PanelNames, c) {
		var err error
		if names, err = h.Rooms.Names(ctx, c); err != nil {
			return nil, err
		}
	}
	_, counts, err := h.Rooms.Drafts(ctx, m.ID, 0)
	if err != nil {
		return nil, err
	}
	kiosks, roomName, remoteName, err := h.kioskNames(ctx, c)
	if err != nil {
		return nil, err
	}
	view := &MeetingView{ID: m.ID, Room: m.Room, RoomName: roomName, Remote: m.Remote, RemoteName: remoteName, RoomOrder: roomTurns(m), PlannedMs: m.PlannedMs, Stage: string(m.Stage), Held: string(m.Held), OpenedMs: m.OpenedMs,
		SealedMs: m.SealedMs, Chair: m.Chair, Round: m.Round, Seats: seatViews(c, names, kiosks, counts), Owed: h.owed(lang, c.MayAdvance()), NextStage: nextStage(c)}
	if view.Incidents, err = h.incidentViews(ctx, by, c); err != nil {
		return nil, err
	}
	for _, p := range m.Pauses {
		view.Pauses = append(view.Pauses, PauseView{p.FromMs, p.ToMs, p.Reason})
	}
	for _, r := range m.Returns {
		view.Returns = append(view.Returns, ReturnView{string(r.To), r.Reason})
	}
	if m.Report != nil {
		view.ReportHash, view.Workbook = m.Report.FileHash, m.Report.WorkbookHash != ""
	}
	view.Tied = m.Tied != nil && may(by, access.TieView, c)
	if m.Voided != nil {
		view.VoidReason = m.Voided.Reason
	}
	return view, nil
}

// kioskNames returns the names of the kiosks that members sit at, by seat,
// the main room's, once there is one, and the remote room's, if there is one.
func (h *Handlers) kioskNames(ctx context.Context, c *evaluation.Case) (names map[int]string, room, remote string, err error) {
	names = map[int]string{}
	err = h.Rooms.DB.Read(ctx, func(tx *store.Tx) error {
		if room, err = roomName(tx, c.Meeting.Room, ""); err != nil {
			return err
		}
		if remote, err = roomName(tx, c.Meeting.Remote, c.Lot.ID); err != nil {
			return err
		}
		for _, seat := range c.Meeting.Seats {
			if seat.Member == nil {
				continue
			}
			kiosk, err := tx.Kiosk(seat.Member.Kiosk)
			if err != nil {
				return err
			}
			names[seat.No] = kiosk.Name
		}
		return nil
	})
	return names, room, remote, err
}

// roomName names a room; empty if there is none. Of a lot's remote room it
// names the centre too, if that is not the lot's own.
func roomName(tx *store.Tx, id, lot string) (string, error) {
	if id == "" {
		return "", nil
	}
	room, err := tx.Room(id)
	if err != nil || lot == "" {
		return room.Name, err
	}
	own, err := tx.CentreOf(store.NounLot, lot)
	if err != nil || own == room.CentreID {
		return room.Name, err
	}
	centre, err := tx.Centre(room.CentreID)
	return centre.Name + " " + room.Name, err
}

// nextStage returns the stage after the one at which a case stands, or "".
func nextStage(c *evaluation.Case) string {
	stages := c.Stages()
	for i, stage := range stages[:len(stages)-1] {
		if stage == c.Stage() {
			return string(stages[i+1])
		}
	}
	return ""
}

// owed puts what a refusal says into words.
func (h *Handlers) owed(lang string, err error) []Reason {
	return h.reasonViews(lang, reasonsOf(err))
}

func (h *Handlers) reasonViews(lang string, reasons []rule.Reason) []Reason {
	var list []Reason
	for _, r := range reasons {
		list = append(list, Reason{Clause: string(r.Clause), Code: r.Code, Field: r.Field, Args: r.Args, Text: h.Reason(lang, r)})
	}
	return list
}

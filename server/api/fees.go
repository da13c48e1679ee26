package api

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/evaluation/fee"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/document"
	"bidroom/server/rooms"
)

// Fees shows what a lot's experts are owed. The look is logged.
func (h *Handlers) Fees(c *fiber.Ctx, by rooms.Actor) error {
	_, view, err := h.feesView(c.UserContext(), h.Language(c), by, c.Params("lot"))
	if err != nil {
		return err
	}
	return render(c, view)
}

func (h *Handlers) feesView(ctx context.Context, lang string, by rooms.Actor, lot string) (cs *evaluation.Case, view FeesView, err error) {
	cs, earners, err := h.Rooms.Fees(ctx, by, lot)
	if err != nil {
		return nil, view, err
	}
	names, err := h.names(ctx)
	if err != nil {
		return nil, view, err
	}
	view = FeesView{LotNumber: cs.Lot.Number, LotName: cs.Lot.Name, MaySettle: may(by, access.FeeSettle, cs)}
	if err := feeTables(cs, &view); err != nil {
		return nil, view, err
	}
	zone, err := time.LoadLocation(cs.Lot.TimeZone)
	if err != nil {
		return nil, view, err
	}
	total := int64(0)
	for _, e := range earners {
		one, fen, err := h.feeView(lang, cs, e, zone, names)
		if err != nil {
			return nil, view, err
		}
		if total += fen; one.Fen == "" {
			view.Open++
		}
		view.Members = append(view.Members, one)
	}
	view.TotalFen = strconv.FormatInt(total, 10)
	return cs, view, nil
}

// feeTables says which tables there are, and which was chosen.
func feeTables(cs *evaluation.Case, view *FeesView) error {
	profile, err := cs.Profile()
	if err != nil {
		return err
	}
	brief := func(t *fee.Table) FeeTableView {
		return FeeTableView{ID: t.ID, Names: t.Names, Source: string(t.Source), EffectiveFrom: t.EffectiveFrom, NeedsReason: cs.Lot.FeeReason(t, profile)}
	}
	for _, id := range fee.IDs() {
		table, err := fee.Load(id)
		if err != nil {
			return err
		}
		view.Tables = append(view.Tables, brief(table))
	}
	chosen := cs.Fees.Table
	if chosen == nil {
		return nil
	}
	table, err := cs.FeeTable()
	if err != nil {
		return err
	}
	view.Table = &FeeChoiceView{FeeTableView: brief(table), Hash: table.Hash(), Reason: chosen.Reason, PartChoices: table.PartChoices}
	return nil
}

// feeView shows what one expert is owed, and returns it in fen.
func (h *Handlers) feeView(lang string, cs *evaluation.Case, e rooms.NamedEarner, zone *time.Location, names map[string]string) (view FeeView, fen int64, err error) {
	view = FeeView{Meeting: e.Meeting, Seat: e.Seat, Label: e.Label, Name: e.Name, Outcome: string(e.Outcome), LoggedFromMs: e.FromMs, LoggedToMs: e.ToMs}
	view.FromMs, view.ToMs = cs.Times(e.Earner)
	if said := cs.Fees.StatedOf(e.Meeting, e.Seat, e.Label); said != nil {
		view.Stated = &FeeStatedView{Holiday: said.Holiday, Part: said.Part, Reason: said.Reason, By: names[said.By], AtMs: said.AtMs}
		if said.AgreedFen != nil {
			view.Stated.AgreedFen = strconv.FormatInt(*said.AgreedFen, 10)
		}
	}
	found, err := cs.FeeOf(e.Earner, rooms.DaysIn(zone))
	var refusal *rule.Refusal
	switch {
	case errors.As(err, &refusal):
		view.Open = h.reasonViews(lang, refusal.Reasons)
		return view, 0, nil
	case err != nil:
		return view, 0, err
	}
	view.Fen, view.Capital = strconv.FormatInt(found.Fen, 10), document.Capital(found.Fen)
	for _, line := range found.Lines {
		args := maps.Clone(line.Args)
		if hour, err := strconv.ParseInt(args["hourFen"], 10, 64); err == nil {
			args["yuan"] = document.Yuan(hour)
		}
		view.Lines = append(view.Lines, FeeLineView{h.Words(lang, "fee.line."+line.Code, args), strconv.FormatInt(line.Fen, 10)})
	}
	return view, found.Fen, nil
}

// ChooseFeeTable says by which table a lot's experts are paid.
func (h *Handlers) ChooseFeeTable(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Table  string `json:"table"`
		Reason string `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.ChooseFeeTable(c.UserContext(), by, c.Params("lot"), in.Table, in.Reason); err != nil {
		return err
	}
	return h.Fees(c, by)
}

// StateFeeWork takes what an expert worked, in place of what the log says.
func (h *Handlers) StateFeeWork(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Meeting   string `json:"meeting"`
		Seat      int    `json:"seat"`
		Label     string `json:"label"`
		FromMs    int64  `json:"fromMs"`
		ToMs      int64  `json:"toMs"`
		Holiday   bool   `json:"holiday"`
		Part      string `json:"part"`
		AgreedFen string `json:"agreedFen"` // empty if no sum was agreed
		Reason    string `json:"reason"`
		WasMs     int64  `json:"wasMs"` // when it was stated last, as the person saw it
	}](c)
	if err != nil {
		return err
	}
	said := evaluation.FeeWorkStated{Meeting: in.Meeting, Seat: in.Seat, Label: in.Label, FromMs: in.FromMs, ToMs: in.ToMs, Holiday: in.Holiday, Part: in.Part, Reason: in.Reason}
	if in.AgreedFen != "" {
		agreed, err := fen(in.AgreedFen, "agreedFen")
		if err != nil {
			return err
		}
		said.AgreedFen = &agreed
	}
	if err := h.Rooms.StateFeeWork(c.UserContext(), by, c.Params("lot"), said, in.WasMs); err != nil {
		return err
	}
	return h.Fees(c, by)
}

// FeeSlips sends the list of fees with a slip for each expert, as they are
// printed. The look is logged.
func (h *Handlers) FeeSlips(c *fiber.Ctx, by rooms.Actor) error {
	list, err := h.feeList(c, by)
	if err != nil {
		return err
	}
	var pdf bytes.Buffer
	if err := document.RenderFees(&pdf, list, h.Language(c)); err != nil {
		return err
	}
	return sendPDF(c, &pdf)
}

// FeeWorkbook sends the same as an Excel workbook. The look is logged.
func (h *Handlers) FeeWorkbook(c *fiber.Ctx, by rooms.Actor) error {
	list, err := h.feeList(c, by)
	if err != nil {
		return err
	}
	var book bytes.Buffer
	if err := document.WriteFees(&book, list, h.Language(c)); err != nil {
		return err
	}
	return sendWorkbook(c, "fees.xlsx", &book)
}

// feeList is what is printed of a lot's fees.
func (h *Handlers) feeList(c *fiber.Ctx, by rooms.Actor) (list document.FeeList, err error) {
	lang := h.Language(c)
	cs, view, err := h.feesView(c.UserContext(), lang, by, c.Params("lot"))
	if err != nil {
		return list, err
	}
	if view.Table == nil {
		return list, rule.Refuse(rule.Premature, "", "fee.no_table", "table")
	}
	zone, err := time.LoadLocation(cs.Lot.TimeZone)
	if err != nil {
		return list, err
	}
	table := view.Table
	list = document.FeeList{Heading: heading(cs.Lot, zone), Table: table.Names[lang], Source: table.Source, Reason: table.Reason, PrintedAt: h.Now()}
	for _, m := range view.Members {
		one := document.Fee{Seat: m.Seat, Name: m.Name, Outcome: h.Words(lang, "fee.outcome."+m.Outcome, nil), From: ms(m.FromMs), Found: m.Fen != ""}
		if m.ToMs > 0 {
			one.To, one.Minutes = ms(m.ToMs), evaluation.Minutes(m.FromMs, m.ToMs)
		}
		if m.Stated != nil {
			one.Reason = m.Stated.Reason
		}
		for _, line := range m.Lines {
			fen, err := strconv.ParseInt(line.Fen, 10, 64)
			if err != nil {
				return list, err
			}
			one.Lines, one.Fen = append(one.Lines, document.FeeLine{Text: line.Text, Fen: fen}), fen
		}
		for _, reason := range m.Open {
			one.Open = append(one.Open, reason.Text)
		}
		list.Fees = append(list.Fees, one)
	}
	return list, nil
}

package api

import (
	"bytes"
	"cmp"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/document"
	"bidroom/server/document/figures"
	"bidroom/server/document/paper"
	"bidroom/server/rooms"
)

// OpeningTable sends the record of an opening as it is printed.
func (h *Handlers) OpeningTable(c *fiber.Ctx, by rooms.Actor) error {
	table, err := h.openingTable(c, by)
	if err != nil {
		return err
	}
	var pdf bytes.Buffer
	if err := document.RenderOpeningTable(&pdf, table, reportLanguage); err != nil {
		return err
	}
	return sendPDF(c, &pdf)
}

// OpeningWorkbook sends the same as an Excel workbook.
func (h *Handlers) OpeningWorkbook(c *fiber.Ctx, by rooms.Actor) error {
	table, err := h.openingTable(c, by)
	if err != nil {
		return err
	}
	var book bytes.Buffer
	if err := document.WriteOpeningTable(&book, table, reportLanguage); err != nil {
		return err
	}
	return sendWorkbook(c, "opening.xlsx", &book)
}

// openingTable is the record of an opening, once there is one.
func (h *Handlers) openingTable(c *fiber.Ctx, by rooms.Actor) (t document.OpeningTable, err error) {
	cs, _, err := h.Rooms.Case(c.UserContext(), c.Params("lot"), by, access.LotRead)
	if err != nil {
		return t, err
	}
	if cs.OpenedMs == 0 {
		return t, rule.Refuse(rule.Premature, "", "opening.missing", "")
	}
	t, err = openingTable(cs)
	t.PrintedAt = h.Now()
	return t, err
}

// openedMs is when the bids were opened: as the file says by which they were, or
// when the record was entered.
func openedMs(cs *evaluation.Case) int64 {
	if cs.OpenedFrom != nil && cs.OpenedFrom.OpenedMs != 0 {
		return cs.OpenedFrom.OpenedMs
	}
	return cs.OpenedMs
}

func openingTable(cs *evaluation.Case) (t document.OpeningTable, err error) {
	maker := &reportMaker{c: cs, words: func(key string, args ...string) string { return paper.T(reportLanguage, key, args...) }}
	maker.figures = figures.Writer{Lang: reportLanguage, Called: maker.called}
	if maker.zone, err = time.LoadLocation(cs.Lot.TimeZone); err != nil {
		return t, err
	}
	if maker.method, err = cs.ScoringMethod(); err != nil {
		return t, err
	}
	lot := cs.Lot
	t = document.OpeningTable{Heading: heading(lot, maker.zone), Agency: lot.Agency.Name, CeilingFen: lot.CeilingFen, OpenedAt: ms(openedMs(cs)), Place: cmp.Or(lot.Place, lot.CentreName), Notes: maker.openingNotes()}
	for _, value := range maker.method.Values() {
		t.Columns = append(t.Columns, maker.figures.WithUnit(value.Names[reportLanguage], value.Unit))
	}
	for i := range cs.Bids {
		t.Bids = append(t.Bids, maker.opened(&cs.Bids[i]))
	}
	return t, nil
}

func heading(lot evaluation.Lot, zone *time.Location) document.Heading {
	return document.Heading{Location: zone, Centre: lot.CentreName, Tender: lot.TenderName, TenderNumber: lot.TenderNumber, Lot: lot.Name, LotNumber: lot.Number, Entity: lot.ProcuringEntity.Name}
}

// opened says what was read out of a bid.
func (r *reportMaker) opened(b *evaluation.Bid) document.Bid {
	view := document.Bid{Bidder: r.c.BidderOf(b.ID).Name}
	if o := b.Opening; o != nil {
		view.PriceFen, view.Duration, view.Quality, view.Security = o.PriceFen, o.Duration, o.Quality, o.Security
		for _, value := range r.method.Values() {
			view.Values = append(view.Values, value.Stated(o.Values))
		}
	}
	return view
}

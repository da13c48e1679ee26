package api

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"bidroom/evaluation"
	"bidroom/server/document"
	"bidroom/server/rooms"
	"bidroom/server/store"

	"github.com/gofiber/fiber/v2"
)

// A recordIn is what was read out for one bid, as a page sends it.
type recordIn struct {
	Bid      string            `json:"bid"`
	PriceFen string            `json:"priceFen"`
	Duration string            `json:"duration"`
	Quality  string            `json:"quality"`
	Security string            `json:"security"`
	Values   map[string]string `json:"values"`
}

// record reads a record that stands within the given field.
func (in recordIn) record(within string) (evaluation.OpeningRecord, error) {
	price, err := fen(in.PriceFen, within+"priceFen")
	return evaluation.OpeningRecord{Bid: in.Bid, PriceFen: price, Duration: in.Duration, Quality: in.Quality, Security: in.Security, Values: in.Values}, err
}

// OpenBids opens all bids of a lot, but for those that cannot be decrypted.
func (h *Handlers) OpenBids(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Records  []recordIn               `json:"records"`
		Unopened []evaluation.UnopenedBid `json:"unopened"`
	}](c)
	if err != nil {
		return err
	}
	opened := evaluation.BidsOpened{Records: make([]evaluation.OpeningRecord, len(in.Records)), Unopened: in.Unopened}
	for i, one := range in.Records {
		if opened.Records[i], err = one.record("records." + strconv.Itoa(i) + "."); err != nil {
			return err
		}
	}
	if err := h.Rooms.OpenBids(c.UserContext(), by, c.Params("lot"), opened); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// MendOpening mends a slip in the record of the opening.
func (h *Handlers) MendOpening(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Record recordIn `json:"record"`
		Reason string   `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	record, err := in.Record.record("")
	if err != nil {
		return err
	}
	if err := h.Rooms.MendOpening(c.UserContext(), by, c.Params("lot"), evaluation.OpeningCorrected{OpeningRecord: record, Reason: in.Reason}); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// openingView is what was read out for a bid.
func openingView(o *evaluation.OpeningRecord) *OpeningView {
	if o == nil {
		return nil
	}
	view := &OpeningView{Duration: o.Duration, Quality: o.Quality, Security: o.Security, Values: o.Values}
	if o.PriceFen != 0 {
		view.PriceFen, view.Capital = strconv.FormatInt(o.PriceFen, 10), document.Capital(o.PriceFen)
	}
	return view
}

// withCorrections adds to the bidders what the record of the opening said of
// them before.
func withCorrections(tx *store.Tx, c *evaluation.Case, bidders []BidderView) ([]BidderView, error) {
	for _, corrected := range c.Corrections {
		account, err := tx.Account(corrected.By)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(bidders, func(b BidderView) bool { return b.Bid == corrected.Was.Bid })
		bidders[i].Corrections = append(bidders[i].Corrections, OpeningCorrection{Was: *openingView(&corrected.Was), Reason: corrected.Reason, By: account.Name, AtMs: corrected.AtMs})
	}
	return bidders, nil
}

// openingNotes tells of where the record came from, of the bids that could not be decrypted, and of the
// corrections of what was read out.
func (r *reportMaker) openingNotes() (notes []string) {
	if from := r.c.OpenedFrom; from != nil {
		notes = append(notes, r.words("report.openingFrom", "platform", cmp.Or(from.Platform, "—"), "record", cmp.Or(from.RecordNo, "—"),
			"time", ms(r.c.OpenedMs).In(r.zone).Format(time.DateTime), "hash", from.File))
	}
	for _, bid := range r.c.Unopened {
		i := slices.IndexFunc(r.c.Bidders, func(b evaluation.Bidder) bool { return b.ID == bid.Bidder })
		notes = append(notes, r.words("report.openingLost."+string(bid.Unopened.Fault), "bidder", r.c.Bidders[i].Name, "reason", bid.Unopened.Reason))
	}
	for _, o := range r.c.PriceOpenings {
		at := ms(o.AtMs).In(r.zone).Format(time.DateTime)
		notes = append(notes, r.words("report.pricesOpened", "time", at))
		if from := o.From; from != nil {
			notes = append(notes, r.words("report.openingFrom", "platform", cmp.Or(from.Platform, "—"), "record", cmp.Or(from.RecordNo, "—"), "time", at, "hash", from.File))
		}
	}
	for i, corrected := range r.c.Corrections {
		now := *r.c.Bid(corrected.Was.Bid).Opening
		for _, later := range r.c.Corrections[i+1:] {
			if later.Was.Bid == now.Bid {
				now = later.Was
				break
			}
		}
		notes = append(notes, r.words("report.openingCorrected", "time", ms(corrected.AtMs).In(r.zone).Format(time.DateTime), "bidder", r.c.BidderOf(now.Bid).Name,
			"changes", strings.Join(r.openingChanges(corrected.Was, now), "; "), "reason", corrected.Reason))
	}
	return notes
}

// openingChanges says field by field what a correction changed.
func (r *reportMaker) openingChanges(was, now evaluation.OpeningRecord) (changes []string) {
	change := func(name, before, after string) {
		if before != after {
			changes = append(changes, r.words("report.openingChange", "name", name, "before", cmp.Or(before, "—"), "after", cmp.Or(after, "—")))
		}
	}
	change(r.words("report.priceYuan"), document.Yuan(was.PriceFen), document.Yuan(now.PriceFen))
	change(r.words("report.duration"), was.Duration, now.Duration)
	change(r.words("report.quality"), was.Quality, now.Quality)
	change(r.words("report.security"), was.Security, now.Security)
	for _, value := range r.method.Values() {
		change(r.figures.WithUnit(value.Names[reportLanguage], value.Unit), value.Stated(was.Values), value.Stated(now.Values))
	}
	return changes
}

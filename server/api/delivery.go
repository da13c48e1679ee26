package api

import (
	"bytes"
	"io"
	"mime/multipart"
	"path"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/document"
	"bidroom/server/rooms"
)

// DeliveryLimit bounds all that one delivery brings, in bytes; bids that are
// more come in several.
const DeliveryLimit = BidLimit + OpeningLimit

// Deliver takes what an e-bidding platform sends of a lot: bids, each a part
// "bid" of a form whose file is called by its bidder's credit code, and in the
// part "file", or alone as the body, the record of the opening as JSON.
func (h *Handlers) Deliver(c *fiber.Ctx, by rooms.Actor) error {
	lot := c.Params("lot")
	cs, _, err := h.Rooms.Case(c.UserContext(), lot, by, access.LotRead)
	if err != nil {
		return err
	}
	bids, record, err := delivered(c)
	if err != nil {
		return err
	}
	d := rooms.Delivery{Miswritten: document.Miswritten}
	if record != nil {
		if d.Opening, d.Hash, err = readOpening(cs, "opening.json", record, h.Language(c)); err != nil {
			return err
		}
	}
	if d.Bids, err = h.keepBids(bids); err != nil {
		return err
	}
	if err := h.Rooms.Deliver(c.UserContext(), by, lot, d); err != nil {
		return err
	}
	if cs, _, err = h.Rooms.Case(c.UserContext(), lot, by, access.LotRead); err != nil {
		return err
	}
	return render(c, deliveryView(cs, d))
}

// delivered takes a delivery apart: its bids, and its record or nil.
func delivered(c *fiber.Ctx) (bids []*multipart.FileHeader, record []byte, err error) {
	if strings.HasPrefix(c.Get(fiber.HeaderContentType), fiber.MIMEApplicationJSON) {
		if record = c.Body(); len(record) > OpeningLimit {
			return nil, nil, rule.Refuse(rule.TooLarge, "", "file.too_large", "file")
		}
		return nil, record, nil
	}
	form, err := c.MultipartForm()
	if err != nil {
		return nil, nil, rule.Refuse(rule.Invalid, "", "file.missing", "file")
	}
	bids = form.File["bid"]
	switch records := form.File["file"]; {
	case len(records) > 1 || len(records)+len(bids) == 0:
		return nil, nil, rule.Refuse(rule.Invalid, "", "file.missing", "file")
	case len(bids) > evaluation.MaxOpeningLines:
		return nil, nil, rule.Refuse(rule.TooLarge, "", "intake.bids", "bid")
	case len(records) == 1:
		_, record, err = upload(c, OpeningLimit)
	}
	return bids, record, err
}

// keepBids keeps the files of bids under their hashes, once all are what they
// should be.
func (h *Handlers) keepBids(bids []*multipart.FileHeader) (kept []rooms.DeliveredBid, err error) {
	var refusals rule.Collect
	var contents [][]byte
	for _, header := range bids {
		code, isPDF := strings.CutSuffix(strings.ToUpper(path.Base(header.Filename)), ".PDF")
		content, err := contentOf(header)
		if err != nil {
			return nil, err
		}
		if !isPDF || !bytes.HasPrefix(content, []byte("%PDF-")) {
			refusals.Add("", "intake.bid_no_pdf", "bid", "file", header.Filename)
		}
		if slices.ContainsFunc(kept, func(b rooms.DeliveredBid) bool { return b.CreditCode == code }) {
			refusals.Add("", "intake.bid_twice", "bid", "file", header.Filename)
		}
		kept, contents = append(kept, rooms.DeliveredBid{CreditCode: code}), append(contents, content)
	}
	if err := refusals.Err(rule.Invalid); err != nil {
		return nil, err
	}
	for i, content := range contents {
		if kept[i].FileHash, kept[i].FileSize, err = h.Files.Put(bytes.NewReader(content), BidLimit, uuid.NewString()); err != nil {
			return nil, err
		}
	}
	return kept, nil
}

func contentOf(header *multipart.FileHeader) ([]byte, error) {
	file, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

// deliveryView is what is recorded of what a delivery brought.
func deliveryView(cs *evaluation.Case, d rooms.Delivery) DeliveryView {
	view := DeliveryView{Bids: []DeliveredView{}}
	for _, bid := range d.Bids {
		for _, one := range slices.Concat(cs.Bids, cs.Unopened) {
			i := slices.IndexFunc(cs.Bidders, func(b evaluation.Bidder) bool { return b.ID == one.Bidder })
			if cs.Bidders[i].CreditCode == bid.CreditCode {
				view.Bids = append(view.Bids, DeliveredView{CreditCode: bid.CreditCode, Bid: one.ID, FileHash: one.FileHash, FileSize: one.FileSize})
			}
		}
	}
	if d.Opening != nil {
		view.RecordedMs, view.Opening = cs.OpenedMs, openingSourceView(cs.OpenedFrom)
	}
	return view
}

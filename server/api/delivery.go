package api

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
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
// "bid" of a form whose file is called by its bidder's credit code, what they bring
// beside it, each a part "blind" or "price" that is called so too, and in the part
// "file", or alone as the body, the record of the opening as JSON.
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
	if d.Bids, err = deliveredBids(bids); err != nil {
		return err
	}
	if err := h.keepNew(by, cs, d, bids); err != nil {
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
func delivered(c *fiber.Ctx) (bids []bidFile, record []byte, err error) {
	if strings.HasPrefix(c.Get(fiber.HeaderContentType), fiber.MIMEApplicationJSON) {
		if record = c.Body(); len(record) > OpeningLimit {
			return nil, nil, rule.Refuse(rule.TooLarge, "", "file.too_large", "file")
		}
		return nil, record, nil
	}
	if _, err := c.MultipartForm(); err != nil {
		return nil, nil, rule.Refuse(rule.Invalid, "", "file.missing", "file")
	}
	for name, part := range map[string]rooms.BidPart{"bid": rooms.WholeBid, "blind": rooms.BlindPart, "price": rooms.PriceOfBid} {
		for _, file := range form(c, name) {
			bids = append(bids, bidFile{file, part})
		}
	}
	slices.SortStableFunc(bids, func(a, b bidFile) int { return cmp.Compare(a.part, b.part) }) // bids first
	switch records := form(c, "file"); {
	case len(records) > 1 || len(records)+len(bids) == 0:
		return nil, nil, rule.Refuse(rule.Invalid, "", "file.missing", "file")
	case len(bids) > 3*evaluation.MaxOpeningLines:
		return nil, nil, rule.Refuse(rule.TooLarge, "", "intake.bids", "bid")
	case len(records) == 1:
		_, record, err = upload(c, OpeningLimit)
	}
	return bids, record, err
}

// form returns the parts of a name of the form that was sent, if one was.
func form(c *fiber.Ctx, name string) []*multipart.FileHeader {
	form, err := c.MultipartForm()
	if err != nil {
		return nil
	}
	return form.File[name]
}

// A bidFile is a file of a delivery and what it is of a bid.
type bidFile struct {
	*multipart.FileHeader
	part rooms.BidPart
}

// deliveredBids says what bids are, once all are what they should be.
func deliveredBids(parts []bidFile) (bids []rooms.DeliveredBid, err error) {
	var refusals rule.Collect
	for _, part := range parts {
		code, isPDF := strings.CutSuffix(strings.ToUpper(path.Base(part.Filename)), ".PDF")
		bid := rooms.DeliveredBid{CreditCode: code, Part: part.part, FileSize: part.Size}
		var begins bool
		if bid.FileHash, begins, err = hashed(part.FileHeader); err != nil {
			return nil, err
		}
		if !isPDF || !begins {
			refusals.Add("", "intake.bid_no_pdf", "bid", "file", part.Filename)
		}
		if slices.ContainsFunc(bids, func(b rooms.DeliveredBid) bool { return b.CreditCode == code && b.Part == bid.Part }) {
			refusals.Add("", "intake.bid_twice", "bid", "file", part.Filename)
		}
		bids = append(bids, bid)
	}
	return bids, refusals.Err(rule.Invalid)
}

// hashed returns the SHA-256 of a part, in hex, and whether it begins as a PDF does.
func hashed(part *multipart.FileHeader) (hash string, isPDF bool, err error) {
	file, err := part.Open()
	if err != nil {
		return "", false, err
	}
	defer file.Close()
	sum, begins := sha256.New(), make([]byte, len(pdfBegins))
	if n, err := io.ReadFull(file, begins); err != nil { // shorter than that
		begins = begins[:n]
	}
	sum.Write(begins)
	if _, err := io.Copy(sum, file); err != nil {
		return "", false, err
	}
	return hex.EncodeToString(sum.Sum(nil)), string(begins) == pdfBegins, nil
}

const pdfBegins = "%PDF-"

// keepNew keeps the files of the bids that are not in yet under their hashes. One
// that would be refused is not kept, nor one that comes again.
func (h *Handlers) keepNew(by rooms.Actor, cs *evaluation.Case, d rooms.Delivery, parts []bidFile) error {
	fresh, err := d.New(cs)
	if err != nil || len(fresh) == 0 {
		return err
	}
	if err := access.Allow(by.Role, by.Kind, access.BidReceive, access.Stage(cs.Stage())); err != nil {
		return err
	}
	var refusals rule.Collect
	var kept []bidFile
	for i, bid := range d.Bids {
		if !slices.ContainsFunc(fresh, func(b rooms.DeliveredBid) bool { return b.CreditCode == bid.CreditCode && b.Part == bid.Part }) {
			continue
		}
		kept = append(kept, parts[i])
		if bid.Part == rooms.BlindPart {
			if err := addNamedPart(&refusals, cs, bid.CreditCode, parts[i].FileHeader); err != nil {
				return err
			}
		}
	}
	if err := refusals.Err(rule.Invalid); err != nil {
		return err
	}
	for _, part := range kept {
		if err := h.keepPart(part.FileHeader); err != nil {
			return err
		}
	}
	return nil
}

func (h *Handlers) keepPart(part *multipart.FileHeader) error {
	file, err := part.Open()
	if err != nil {
		return err
	}
	defer file.Close()
	_, _, err = h.Files.Put(file, BidLimit, uuid.NewString())
	return err
}

// deliveryView is what is recorded of what a delivery brought.
func deliveryView(cs *evaluation.Case, d rooms.Delivery) DeliveryView {
	view := DeliveryView{Bids: []DeliveredView{}}
	for _, bid := range d.Bids {
		for _, one := range slices.Concat(cs.Bids, cs.Unopened) {
			i := slices.IndexFunc(cs.Bidders, func(b evaluation.Bidder) bool { return b.ID == one.Bidder })
			if cs.Bidders[i].CreditCode != bid.CreditCode {
				continue
			}
			kept := DeliveredView{CreditCode: bid.CreditCode, Bid: one.ID, Part: string(bid.Part)}
			kept.FileHash, kept.FileSize = bid.Part.Of(one)
			view.Bids = append(view.Bids, kept)
		}
	}
	switch {
	case d.Opening == nil:
	case d.Opening.Envelope == evaluation.SecondEnvelope:
		last := cs.PriceOpenings[len(cs.PriceOpenings)-1]
		view.RecordedMs, view.Opening = last.AtMs, openingSourceView(last.From)
	default:
		view.RecordedMs, view.Opening = cs.OpenedMs, openingSourceView(cs.OpenedFrom)
	}
	return view
}

package rooms

import (
	"context"
	"errors"
	"slices"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
)

// A Delivery is what an e-bidding platform, or a file, brings in of a lot in
// one act: bids, the record of their opening, or both.
type Delivery struct {
	Bids    []DeliveredBid
	Opening *evaluation.OpeningFile // nil while the bids are sealed
	Hash    string                  // SHA-256 of the opening file, hex
	// Miswritten is that of [evaluation.OpeningFile.Find].
	Miswritten func(fen int64, written string) string
}

// A DeliveredBid is a bid's file; one that is new is already kept under its hash.
type DeliveredBid struct {
	CreditCode string // of its bidder
	Part       BidPart
	FileHash   string // SHA-256, hex
	FileSize   int64
	bidder     string // its id, of a new one
}

// errUnchanged ends a walk that found everything done.
var errUnchanged = errors.New("nothing to do")

// Deliver takes a delivery. One that brings nothing new changes nothing,
// whenever it comes; one that says otherwise than what is recorded is refused.
func (s *Service) Deliver(ctx context.Context, by Actor, lot string, d Delivery) error {
	err := s.on(ctx, lot, by, access.LotRead, func(w *walk) error { // what it may: new
		fresh, err := d.New(w.Case)
		if err != nil {
			return err
		}
		if len(fresh) > 0 {
			if err := w.allow(access.BidReceive); err != nil {
				return err
			}
		}
		for _, bid := range fresh {
			if err := w.receive(bid); err != nil {
				return err
			}
		}
		switch {
		case d.Opening == nil:
		case d.prices() && len(w.Case.PricesDue()) > 0:
			return w.openPricesFrom(d)
		case d.prices():
			if err := w.pricedSo(d); err != nil {
				return err
			}
		case w.Case.OpenedMs == 0:
			return w.openFrom(d)
		default:
			if err := w.openedSo(d); err != nil {
				return err
			}
		}
		if len(fresh) == 0 {
			return errUnchanged
		}
		return nil
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// receive takes a delivered bid, or a part of one that is in.
func (w *walk) receive(bid DeliveredBid) error {
	if bid.Part != WholeBid {
		return w.receivePart(bid.bidder, bid.Part, bid.FileHash, bid.FileSize)
	}
	return w.do(&evaluation.BidReceived{Bid: w.NewID(), Bidder: bid.bidder, FileHash: bid.FileHash, FileSize: bid.FileSize})
}

func (w *walk) allow(action access.Action) error {
	return access.Allow(w.by.Role, w.by.Kind, action, access.Stage(w.Case.Stage()))
}

// New returns the bids that are not in yet. One of nobody on the list, or another
// than the one that is in, is refused.
func (d Delivery) New(c *evaluation.Case) (fresh []DeliveredBid, err error) {
	var unknown, differs rule.Collect
	for _, bid := range d.Bids {
		i := slices.IndexFunc(c.Bidders, func(b evaluation.Bidder) bool { return b.CreditCode == bid.CreditCode })
		if i < 0 {
			unknown.Add("", "intake.bid_unknown", "bid", "code", bid.CreditCode)
			continue
		}
		bidder := c.Bidders[i]
		switch kept := bid.kept(c, bidder.ID); kept {
		case "":
			bid.bidder = bidder.ID
			fresh = append(fresh, bid)
		case bid.FileHash:
		default:
			differs.Add("", "intake.bid_differs", "bid", "bidder", bidder.Name, "hash", kept)
		}
	}
	if err := unknown.Err(rule.Invalid); err != nil {
		return nil, err
	}
	return fresh, differs.Err(rule.Stale)
}

// kept returns the hash of what is in of the bidder, "" if nothing is.
func (b DeliveredBid) kept(c *evaluation.Case, bidder string) string {
	for _, bid := range slices.Concat(c.Bids, c.Unopened) {
		if bid.Bidder == bidder {
			hash, _ := b.Part.Of(bid)
			return hash
		}
	}
	return ""
}

// openFrom opens the bids with the record of a delivery.
func (w *walk) openFrom(d Delivery) error {
	if err := w.allow(access.BidsOpen); err != nil {
		return err
	}
	found, err := d.Opening.Find(w.Case, d.Miswritten)
	if err != nil {
		return err
	}
	act, err := d.Opening.Opened(found, d.Hash)
	if err != nil {
		return err
	}
	if err := w.do(act); err != nil {
		return err
	}
	return w.recheckHolders()
}

// openedSo refuses a record of the opening that is not the one by which the
// bids were opened.
func (w *walk) openedSo(d Delivery) error {
	before := *w.Case
	before.Bids = slices.Concat(w.Case.Bids, w.Case.Unopened)
	found, err := d.Opening.Find(&before, d.Miswritten)
	if err != nil {
		return err
	}
	if act, err := d.Opening.Opened(found, d.Hash); err != nil || !w.Case.OpenedAs(act) {
		return rule.Refuse(rule.Stale, "", "intake.opened_differs", "file")
	}
	return nil
}

// prices reports whether what a delivery says was opened are second envelopes.
func (d Delivery) prices() bool { return d.Opening.Envelope == evaluation.SecondEnvelope }

// openPricesFrom opens second envelopes with the record of a delivery.
func (w *walk) openPricesFrom(d Delivery) error {
	if err := w.allow(access.PricesOpen); err != nil {
		return err
	}
	found, err := d.Opening.Find(w.Case, d.Miswritten)
	if err != nil {
		return err
	}
	act, err := d.Opening.Priced(found, d.Hash)
	if err != nil {
		return err
	}
	return w.do(act)
}

// pricedSo refuses a record of second envelopes that is not one by which they
// were opened.
func (w *walk) pricedSo(d Delivery) error {
	if len(w.Case.PriceOpenings) == 0 {
		return rule.Refuse(rule.Premature, "", "prices.early", "file")
	}
	found, err := d.Opening.Find(w.Case.BeforePrices(), d.Miswritten)
	if err != nil {
		return err
	}
	if act, err := d.Opening.Priced(found, d.Hash); err != nil || !w.Case.PricedAs(act) {
		return rule.Refuse(rule.Stale, "", "intake.opened_differs", "file")
	}
	return nil
}

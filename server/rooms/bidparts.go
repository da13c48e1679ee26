package rooms

import (
	"context"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
)

// A BidPart is a file that a bid brings beside that of the bid itself.
type BidPart string

// The parts.
const (
	WholeBid   BidPart = ""      // the bid itself
	BlindPart  BidPart = "blind" // what is marked blind
	PriceOfBid BidPart = "price" // the second envelope
)

// ReceiveBidPart takes a part of a bidder's bid, already kept under its hash.
func (s *Service) ReceiveBidPart(ctx context.Context, by Actor, lot, bidder string, part BidPart, fileHash string, size int64) error {
	return s.on(ctx, lot, by, access.BidReceive, func(w *walk) error {
		return w.receivePart(bidder, part, fileHash, size)
	})
}

func (w *walk) receivePart(bidder string, part BidPart, fileHash string, size int64) error {
	for _, bid := range w.Case.Bids {
		if bid.Bidder != bidder {
			continue
		}
		if part == PriceOfBid {
			return w.do(&evaluation.PricePartReceived{Bid: bid.ID, FileHash: fileHash, FileSize: size})
		}
		return w.do(&evaluation.BlindPartReceived{Bid: bid.ID, FileHash: fileHash, FileSize: size})
	}
	return rule.Refuse(rule.Premature, "", "bid.part_alone", "file")
}

// Of returns the hash and size of a part of a bid; none if it is not in.
func (p BidPart) Of(bid evaluation.Bid) (hash string, size int64) {
	switch p {
	case BlindPart:
		return bid.BlindHash, bid.BlindSize
	case PriceOfBid:
		return bid.PriceHash, bid.PriceSize
	}
	return bid.FileHash, bid.FileSize
}

// OpenPrices opens the second envelopes of the bids that pass.
func (s *Service) OpenPrices(ctx context.Context, by Actor, lot string, opened evaluation.PricesOpened) error {
	return s.on(ctx, lot, by, access.PricesOpen, func(w *walk) error { return w.do(&opened) })
}

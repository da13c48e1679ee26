package rooms

import (
	"context"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
)

// ReceiveBlindPart takes the part of a bidder's bid that is marked blind,
// already kept under its hash.
func (s *Service) ReceiveBlindPart(ctx context.Context, by Actor, lot, bidder, fileHash string, size int64) error {
	return s.on(ctx, lot, by, access.BidReceive, func(w *walk) error {
		return w.receiveBlind(bidder, fileHash, size)
	})
}

func (w *walk) receiveBlind(bidder, fileHash string, size int64) error {
	for _, bid := range w.Case.Bids {
		if bid.Bidder == bidder {
			return w.do(&evaluation.BlindPartReceived{Bid: bid.ID, FileHash: fileHash, FileSize: size})
		}
	}
	return rule.Refuse(rule.Premature, "", "bid.blind_alone", "file")
}

// uncode deletes what was typed under codes that stand no more.
func (w *walk) uncode(codes *evaluation.Codes) error {
	if w.Case.Meeting.Codes != nil {
		return nil
	}
	for _, code := range codes.All() {
		if err := w.ForgetDraftsOf(w.Case.Meeting.ID, code); err != nil {
			return err
		}
	}
	return nil
}

// code gives the bids their codes where detailed evaluation has begun and the
// method has something marked blind.
func (w *walk) code() error {
	method, err := w.Case.ScoringMethod()
	if err != nil || !method.Blind() || w.Case.Stage() != evaluation.Evaluating || w.Case.Meeting.Codes != nil {
		return err
	}
	o, err := newOpening(w.s.Random, evaluation.CodesDomain, "")
	if err != nil {
		return err
	}
	var bids []string
	for _, bid := range w.Case.PassedBids() {
		bids = append(bids, bid.ID)
	}
	o.Value = evaluation.CodesText(w.Case.Lot.ID, w.Case.Meeting.ID, o.Salt, w.Case.Meeting.CodesGiven, bids)
	if err := w.asSystem(func() error { return w.do(&evaluation.BidsCoded{Codes: o.DatumHash()}, o) }); err != nil {
		return err
	}
	return w.Case.OpenCodes(o)
}

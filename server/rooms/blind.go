package rooms

import "bidroom/evaluation"

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

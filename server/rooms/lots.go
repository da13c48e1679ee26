package rooms

import (
	"context"
	"slices"
	"strings"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
	"bidroom/server/access"
	"bidroom/server/store"
)

// A NewTender is a tender to be entered.
type NewTender struct {
	Number, Name   string
	Entity, Agency evaluation.Party
	StartedOn      string // yyyy-mm-dd
	NoticeMedia    string
}

// CreateTender enters a tender without lots.
func (s *Service) CreateTender(ctx context.Context, by Actor, t NewTender) (id string, err error) {
	if err := access.Allow(by.Role, by.Kind, access.TenderEdit, access.NoCase); err != nil {
		return "", err
	}
	var refusals rule.Collect
	for field, value := range map[string]string{"number": t.Number, "name": t.Name, "entity.name": t.Entity.Name, "startedOn": t.StartedOn} {
		if value == "" {
			refusals.Add("", "field.required", field, "field", field)
		}
	}
	if err := refusals.Err(rule.Invalid); err != nil {
		return "", err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		id = tx.NewID()
		return taken(tx.InsertTender(store.Tender{ID: id, CentreID: by.Centre, Number: t.Number, Name: t.Name, EntityName: t.Entity.Name, EntityCode: t.Entity.CreditCode,
			AgencyName: t.Agency.Name, AgencyCode: t.Agency.CreditCode, StartedOn: t.StartedOn, NoticeMedia: t.NoticeMedia, CreatedAt: tx.Now}), "tender.number_taken", "number")
	})
	if err == nil {
		s.tellCentre(by.Centre, map[string]string{"tender": id})
	}
	return id, err
}

// A NewLot is a lot to be set up in one act: what it is, how it is evaluated,
// and who is to sit on its panel.
type NewLot struct {
	Tender, Number, Name, Profile string
	CeilingFen, BudgetFen         int64
	Special                       string                 // special condition: water, complex, social, or none
	LowBid                        evaluation.LowBidLines // that the tender documents raise
	Method                        StatedMethod
	Plan                          evaluation.PlanSet
}

// CreateLot sets up a lot of a tender. Its papers bear the name that the
// tender's centre has now.
func (s *Service) CreateLot(ctx context.Context, by Actor, n NewLot, zone string) (id string, err error) {
	if err := access.Allow(by.Role, by.Kind, access.LotCreate, access.NoCase); err != nil {
		return "", err
	}
	profile, err := rule.LoadProfile(n.Profile)
	if err != nil {
		return "", rule.Refuse(rule.Invalid, "", "profile.unknown", "profile", "profile", n.Profile)
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		tender, err := tx.Tender(n.Tender)
		if err == nil && !by.Scope.Sees(tender.CentreID) {
			err = store.ErrAbsent
		}
		if err != nil {
			return absent(err, "tender.unknown", "tender")
		}
		centre, err := tx.Centre(tender.CentreID)
		if err != nil {
			return err
		}
		id = tx.NewID()
		w := &walk{Tx: tx, s: s, Case: new(evaluation.Case), by: by,
			row: store.Lot{ID: id, CentreID: centre.ID, TenderID: tender.ID, Number: n.Number, Name: n.Name, Regime: profile.Regime, Stage: string(evaluation.Preparing), CreatedAt: tx.Now}}
		if err := taken(tx.InsertLot(w.row), "lot.number_taken", "number"); err != nil {
			return err
		}
		lot := evaluation.Lot{ID: id, Tender: tender.ID, TenderNumber: tender.Number, TenderName: tender.Name, Number: n.Number, Name: n.Name,
			Profile: n.Profile, ProfileHash: profile.Hash(), ProfileText: profile.Text(), ProcuringEntity: evaluation.Party{Name: tender.EntityName, CreditCode: tender.EntityCode},
			Agency: evaluation.Party{Name: tender.AgencyName, CreditCode: tender.AgencyCode}, CeilingFen: n.CeilingFen, BudgetFen: n.BudgetFen,
			StartedOn: tender.StartedOn, TimeZone: zone, SpecialCondition: n.Special, LowBid: n.LowBid, Centre: centre.ID, CentreName: centre.Printed, NoticeMedia: tender.NoticeMedia}
		if err := w.do(&evaluation.LotCreated{Lot: lot}); err != nil {
			return err
		}
		if err := w.setMethod(n.Method); err != nil {
			return err
		}
		if err := w.do(&n.Plan); err != nil {
			return err
		}
		return w.save()
	})
	if err == nil {
		s.tellCentre(by.Centre, map[string]string{"lot": id})
	}
	return id, err
}

// A StatedMethod is by which method a lot is evaluated, with what the tender
// documents give it.
type StatedMethod struct {
	Source []byte            // the method file; nil for the one that the lot has
	Params map[string]string // as those of [evaluation.MethodSet]
}

func (w *walk) setMethod(m StatedMethod) error {
	if m.Source == nil {
		m.Source = []byte(w.Case.Method.Source)
	}
	method, err := scoring.Load(m.Source)
	if err != nil {
		return err
	}
	return w.do(&evaluation.MethodSet{ID: method.ID(), Hash: method.Hash(), Source: string(m.Source), Params: m.Params})
}

// SetMethod sets the evaluation method of a lot.
func (s *Service) SetMethod(ctx context.Context, by Actor, lot string, m StatedMethod) error {
	return s.on(ctx, lot, by, access.LotEdit, func(w *walk) error { return w.setMethod(m) })
}

// SetPlan sets how a lot's panel is made up. Once a draw stands, the plan
// stands with it.
func (s *Service) SetPlan(ctx context.Context, by Actor, lot string, plan evaluation.PlanSet) error {
	return s.on(ctx, lot, by, access.PlanEdit, func(w *walk) error {
		if drawn, err := w.standingDraw(); err != nil {
			return err
		} else if drawn {
			return rule.Refuse(rule.Premature, "", "plan.drawn", "")
		}
		return w.do(&plan)
	})
}

// AddBidder enters a bidder. Once a pool was computed over the list it proposes
// that, with a reason, and a second person decides.
func (s *Service) AddBidder(ctx context.Context, by Actor, lot string, b evaluation.Bidder, reason string) error {
	return s.on(ctx, lot, by, access.BidderEdit, func(w *walk) error {
		b.ID = w.NewID()
		return w.changeList(&evaluation.BidderAdded{Bidder: b}, &evaluation.BidderProposed{Added: &b, Reason: reason})
	})
}

// RemoveBidder takes a bidder back, or proposes it as [Service.AddBidder] does.
func (s *Service) RemoveBidder(ctx context.Context, by Actor, lot, bidder, reason string) error {
	return s.on(ctx, lot, by, access.BidderEdit, func(w *walk) error {
		return w.changeList(&evaluation.BidderRemoved{Bidder: bidder, Reason: reason}, &evaluation.BidderProposed{Removed: bidder, Reason: reason})
	})
}

// changeList changes the list of bidders or, once a pool was computed, proposes
// the change: the counts of exclusions must not become an oracle for who was
// drawn.
func (w *walk) changeList(change evaluation.Act, proposed *evaluation.BidderProposed) error {
	drawn, err := w.standingDraw()
	if err != nil {
		return err
	}
	if !drawn {
		return w.do(change)
	}
	proposed.Change, proposed.Reason = w.NewID(), strings.TrimSpace(proposed.Reason)
	return w.do(proposed)
}

// WithdrawBidder takes back a change of the list of bidders that waits.
func (s *Service) WithdrawBidder(ctx context.Context, by Actor, lot, change string) error {
	return s.on(ctx, lot, by, access.BidderEdit, func(w *walk) error {
		return w.do(&evaluation.BidderWithdrawn{Change: change})
	})
}

// DecideBidder takes the second person's word on a change of the list of
// bidders.
func (s *Service) DecideBidder(ctx context.Context, by Actor, lot, change string, confirm bool, reason string) error {
	return s.on(ctx, lot, by, access.BidderDecide, func(w *walk) error {
		if confirm {
			return w.do(&evaluation.BidderConfirmed{Change: change})
		}
		return w.do(&evaluation.BidderDeclined{Change: change, Reason: strings.TrimSpace(reason)})
	})
}

// ReceiveBid takes a bid's file, already kept under its hash, as the bid of a
// bidder.
func (s *Service) ReceiveBid(ctx context.Context, by Actor, lot, bidder, fileHash string, size int64) error {
	return s.on(ctx, lot, by, access.BidReceive, func(w *walk) error {
		return w.do(&evaluation.BidReceived{Bid: w.NewID(), Bidder: bidder, FileHash: fileHash, FileSize: size})
	})
}

// OpenBids opens all bids of a lot with their opening records. From now on
// all bidders are known, and the drawn experts are checked against them: those
// whose bid could not be decrypted, too, for they have bid.
func (s *Service) OpenBids(ctx context.Context, by Actor, lot string, opened evaluation.BidsOpened) error {
	return s.on(ctx, lot, by, access.BidsOpen, func(w *walk) error {
		act := evaluation.BidsOpened{Records: slices.Clone(opened.Records), Unopened: slices.Clone(opened.Unopened)}
		if err := w.do(&act); err != nil {
			return err
		}
		return w.recheckHolders()
	})
}

// OpenOffers opens a round of further offers.
func (s *Service) OpenOffers(ctx context.Context, by Actor, lot string, opened evaluation.OffersOpened) error {
	return s.on(ctx, lot, by, access.OffersOpen, func(w *walk) error { return w.do(&opened) })
}

// MendOpening mends a slip in the record of the opening.
func (s *Service) MendOpening(ctx context.Context, by Actor, lot string, corrected evaluation.OpeningCorrected) error {
	return s.on(ctx, lot, by, access.BidsMend, func(w *walk) error { return w.do(&corrected) })
}

package rooms

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/store"
)

// drawn is a draw that is being written, within the walk of its lot.
type drawn struct {
	*walk
	draw.Draw
	row store.Draw
}

// do applies an act to the draw and appends it to the lot's log.
func (d *drawn) do(act draw.Act, openings ...evaluation.Opening) error {
	if err := d.Apply(draw.Meta{AtMs: d.Now, Actor: d.by.Account, Role: string(d.by.Role)}, act); err != nil {
		return experts.Refusal(err)
	}
	seq, err := d.append(act.Kind(), act)
	if err != nil {
		return err
	}
	for _, o := range openings {
		if err := d.keep(seq, o); err != nil {
			return err
		}
	}
	return nil
}

// onDraw carries out decide on a draw as one act of by.
func (s *Service) onDraw(ctx context.Context, id string, by Actor, action access.Action, decide func(*drawn) error) error {
	lot, err := s.lotOfDraw(ctx, id)
	if err != nil {
		return err
	}
	return s.on(ctx, lot, by, action, func(w *walk) error {
		d := &drawn{walk: w}
		if d.row, err = w.Draw(id); err != nil {
			return absent(err, "draw.unknown", "draw")
		}
		if err := json.Unmarshal(d.row.State, &d.Draw); err != nil {
			return fmt.Errorf("draw %s: %w", id, err)
		}
		if err := d.allow(action); err != nil {
			return err
		}
		if err := decide(d); err != nil {
			return err
		}
		return d.save()
	})
}

func (d *drawn) save() (err error) {
	if d.row.State, err = json.Marshal(d.Draw); err != nil {
		return fmt.Errorf("draw %s: %w", d.row.ID, err)
	}
	d.row.Unattended, d.row.BeaconAt = d.Attends(), awaitsBeacon(&d.Draw)
	return d.SaveDraw(d.row)
}

func (s *Service) lotOfDraw(ctx context.Context, id string) (lot string, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		row, err := tx.Draw(id)
		lot = row.LotID
		return absent(err, "draw.unknown", "draw")
	})
	return lot, err
}

// standingDraw reports whether a draw of the lot stands that is not void.
func (w *walk) standingDraw() (bool, error) {
	_, stands, err := w.lastDraw()
	return stands, err
}

// lastDraw returns the newest draw of the lot, and whether it stands.
func (w *walk) lastDraw() (d draw.Draw, stands bool, err error) {
	rows, err := w.Draws(w.row.ID)
	if err != nil || len(rows) == 0 {
		return d, false, err
	}
	if err := json.Unmarshal(rows[len(rows)-1].State, &d); err != nil {
		return d, false, fmt.Errorf("draw %s: %w", rows[len(rows)-1].ID, err)
	}
	return d, d.Stage != draw.Void, nil
}

// FormPool computes the pool of a lot's panel and lays it down, with the
// server's commitment, before anybody commits a share. After a void draw a
// supervisor does it, with a reason. A round of the beacon can be named as the
// public share. The chances are worked out after the
// commit: that may take seconds, in which nobody else could write.
func (s *Service) FormPool(ctx context.Context, by Actor, lot, reason string, wanted RoundWanted) (id string, err error) {
	round, err := s.round(wanted)
	if err != nil {
		return "", err
	}
	var begun begunDraw
	err = s.on(ctx, lot, by, access.DrawBegin, func(w *walk) (err error) {
		begun, err = w.beginDraw(reason, round)
		return err
	})
	if err != nil {
		return "", err
	}
	return begun.act.Draw, s.keepChances(ctx, lot, begun)
}

// A begunDraw is a new draw, with what its chances are worked out from.
type begunDraw struct {
	act     *draw.PoolFormed
	pool    []draw.Opened
	repeats experts.Repeats
}

// beginDraw lays down the pool of a new draw, where none stands.
func (w *walk) beginDraw(reason string, round *draw.Round) (begun begunDraw, err error) {
	former, stands, err := w.lastDraw()
	switch {
	case err != nil:
		return begun, err
	case stands:
		return begun, rule.Refuse(rule.Stale, "", "draw.stands", "")
	}
	if err := w.mayBegin(former.ID); err != nil {
		return begun, err
	}
	switch {
	case former.ID != "" && reason == "":
		return begun, rule.Refuse(rule.Invalid, "", "reason.required", "reason")
	case len(w.Case.Plan.Seats) == 0:
		return begun, rule.Refuse(rule.Premature, "", "plan.missing", "")
	}
	d := &drawn{walk: w, row: store.Draw{ID: w.NewID(), LotID: w.row.ID, CreatedAt: w.Now}}
	if begun, err = d.form(former.ID, reason, round); err != nil {
		return begun, err
	}
	if err := d.asSystem(d.commitServer); err != nil {
		return begun, err
	}
	if d.row.State, err = json.Marshal(d.Draw); err != nil {
		return begun, err
	}
	d.row.BeaconAt = awaitsBeacon(&d.Draw)
	return begun, d.InsertDraw(d.row)
}

// form computes the pool, seals it and applies its act.
func (d *drawn) form(former, reason string, round *draw.Round) (begun begunDraw, err error) {
	profile, err := d.Case.Profile()
	if err != nil {
		return begun, err
	}
	act := &draw.PoolFormed{Draw: d.row.ID, Former: former, Rules: profile.Hash(), Beacon: round}
	if former != "" {
		act.Reason = reason
	}
	for _, seat := range d.Case.Plan.Seats {
		if !seat.Representative {
			act.Seats = append(act.Seats, draw.Seat{No: seat.No, Specialties: seat.Specialties, Region: seat.Region, Fallback: seat.Fallback})
		}
	}
	act.Limits = draw.Limits(d.Case.Plan.Limits)
	facts, err := d.facts(profile)
	if err != nil {
		return begun, err
	}
	if err := facts.MeetOn(d.Case.Plan.MeetingOn); err != nil {
		return begun, err
	}
	pool, candidates, services, err := d.pool(act, facts)
	if err != nil {
		return begun, err
	}
	if err := draw.Feasible(act.Seats, act.Limits, pool.Opened); err != nil {
		return begun, experts.Refusal(err, pool.Relaxations(act.Seats, act.Limits)...)
	}
	act.Excluded, act.Dismissed, act.Unknown, act.Unasked, act.Alerts = pool.Excluded, pool.Dismissed, pool.Unknown, pool.Unasked, pool.Alerts
	if act.Excluded == nil {
		act.Excluded = []draw.Excluded{}
	}
	act.Items = draw.Items(pool.Opened)
	act.PoolHash = act.Hash()
	register := sealedRegister{Candidates: candidates}
	openings, err := d.stateServices(act, services, &register)
	if err != nil {
		return begun, err
	}
	if err := d.seal(sealedPool{Opened: pool.Opened, Others: facts.OtherLots}, register); err != nil {
		return begun, err
	}
	return begunDraw{act, pool.Opened, experts.RepeatsOf(register.Candidates, services, facts.Meeting)}, d.do(act, openings...)
}

// stateServices has the act commit to the services that decided who is in the
// pool, if the plan limits them, and keeps them with the register.
func (d *drawn) stateServices(act *draw.PoolFormed, services []experts.Service, register *sealedRegister) ([]evaluation.Opening, error) {
	if !act.Limits.OfService() {
		return nil, nil
	}
	stated, err := newOpening(d.s.Random, draw.ServicesDomain, experts.ServicesHash(act.Draw, services))
	act.Services, register.Services = string(stated.DatumHash()), services
	return []evaluation.Opening{stated}, err
}

// pool reads the register and clears everyone who could take a seat: who holds
// one of the specialties or one below. It returns them too, by id, and their
// services.
func (d *drawn) pool(act *draw.PoolFormed, facts conflict.Facts) (pool *experts.Pool, candidates []conflict.Expert, services []experts.Service, err error) {
	codes := draw.Named(act.Seats)
	if candidates, err = d.s.readCandidates(d.Tx, codes); err != nil {
		return nil, nil, nil, err
	}
	if services, err = d.services(candidates, facts.Meeting, act.Limits); err != nil {
		return nil, nil, nil, err
	}
	served := experts.Served{Limits: act.Limits, Meeting: facts.Meeting, Entity: facts.Entity, Services: services}
	pool, err = experts.NewPool(d.row.ID, codes, candidates, conflict.NewChecker(facts), served, func() (salt [16]byte, err error) {
		_, err = io.ReadFull(d.s.Random, salt[:])
		return salt, err
	})
	return pool, candidates, services, err
}

// facts are what conflicts of the lot are decided by.
func (w *walk) facts(profile *rule.Profile) (facts conflict.Facts, err error) {
	started, err := rule.ParseDate(w.Case.Lot.StartedOn)
	if err != nil {
		return facts, err
	}
	today, err := w.today()
	if err != nil {
		return facts, fmt.Errorf("lot %s: %w", w.Case.Lot.ID, err)
	}
	facts = conflict.Facts{Entity: company(w.Case.Lot.ProcuringEntity), Agency: company(w.Case.Lot.Agency), Started: started, Today: today, Rules: profile.Recusal}
	facts.Bidders = bidding(w.Case)
	if facts.OtherLots, err = w.othersBidding(); err != nil {
		return facts, err
	}
	for _, known := range w.Case.Facts {
		rows, err := w.openRows(known.Facts)
		if err != nil {
			return facts, err
		}
		facts.Know(conflict.Subject(known.About), asked(known.Asked), rows)
	}
	companies, err := w.s.Registry.Companies(w.Tx)
	if err != nil {
		return facts, err
	}
	if err := alteredRows(companies.Altered()); err != nil {
		return facts, err
	}
	facts.Register = companies.Register()
	return facts, nil
}

func company(p evaluation.Party) conflict.Company {
	return conflict.Company{Name: p.Name, CreditCode: p.CreditCode}
}

const shareDomain = "draw-share"

// commitServer commits the server's own share, before anyone else may.
func (d *drawn) commitServer() error {
	var share [64]byte // nonce, and what is entered
	if _, err := io.ReadFull(d.s.Random, share[:]); err != nil {
		return fmt.Errorf("share: %w", err)
	}
	sealed, err := d.s.Box.Seal(shareDomain, share[:])
	if err != nil {
		return err
	}
	d.row.ShareSealed = sealed
	return d.do(&draw.Committed{Draw: d.row.ID, Party: draw.Server, Commitment: draw.Commitment(d.row.ID, draw.Server, [32]byte(share[:32]), share[32:])})
}

// Commit takes a party's commitment from its own device.
func (s *Service) Commit(ctx context.Context, by Actor, id, commitment string) error {
	return s.onDraw(ctx, id, by, access.DrawShare, func(d *drawn) error {
		return d.do(&draw.Committed{Draw: id, Party: by.Account, Device: sha256Hex([]byte(by.Device)), Commitment: commitment})
	})
}

// GivePublicShare takes the public share; with it the server reveals its own.
func (s *Service) GivePublicShare(ctx context.Context, by Actor, id, value string) error {
	return s.onDraw(ctx, id, by, access.DrawPublicShare, func(d *drawn) error {
		return d.makePublic(&draw.PublicShareGiven{Draw: id, Value: value})
	})
}

// Reveal opens a party's commitment. When the last has revealed, the order
// stands; the seats are filled, or what was drawn goes into the case.
func (s *Service) Reveal(ctx context.Context, by Actor, id, nonce, entered string) error {
	return s.onDraw(ctx, id, by, access.DrawShare, func(d *drawn) error {
		if err := d.do(&draw.Revealed{Draw: id, Party: by.Account, Nonce: nonce, EnteredHash: draw.HashEntered([]byte(entered))}); err != nil {
			return err
		}
		switch d.Stage {
		case draw.Ordered:
			return d.asSystem(d.carryOut)
		case draw.Revealing:
			return nil
		}
		pool, err := d.unseal()
		if err != nil {
			return err
		}
		fillings, err := d.Fill(d.Seats)
		if err != nil {
			return experts.Refusal(err)
		}
		if err := d.asSystem(func() error { return d.do(&draw.SeatsFilled{Draw: id, Fillings: fillings}) }); err != nil {
			return err
		}
		return d.seatOnce(pool)
	})
}

// VoidDraw ends a draw; it stays visible.
func (s *Service) VoidDraw(ctx context.Context, by Actor, id, reason string) error {
	return s.onDraw(ctx, id, by, access.DrawVoid, func(d *drawn) error { return d.end(reason) })
}

// end makes a draw void. While a member sits whom it drew, the meeting has to
// be void first: whoever stayed would be of a panel that two draws made up, and
// be known to who ended the first.
func (d *drawn) end(reason string) error {
	if d.Source == nil && slices.ContainsFunc(d.Holders, func(h draw.Holder) bool { return d.sits(h.Seat) }) { // of one drawn elsewhere nothing goes once somebody has come
		return rule.Refuse(rule.Premature, "", "draw.sits", "")
	}
	return d.do(&draw.Voided{Draw: d.row.ID, Reason: reason})
}

// Draw reads a draw for its page.
func (s *Service) Draw(ctx context.Context, id string, by Actor) (draw.Draw, store.Draw, store.Lot, error) {
	d, row, lot, err := s.readDraw(ctx, id)
	if err == nil {
		err = access.Allow(by.Role, by.Kind, access.DrawView, access.Stage(lot.Stage))
	}
	if err == nil {
		err = mayChoose(by, evaluation.Stage(lot.Stage), row.Purpose)
	}
	return d, row, lot, err
}

// PublicDraw reads a draw for whoever has its id, which its printed record
// bears: of what it holds only the public record may be shown to them.
func (s *Service) PublicDraw(ctx context.Context, id string) (draw.Draw, store.Lot, error) {
	d, row, lot, err := s.readDraw(ctx, id)
	if err == nil {
		err = mayChoose(Actor{Role: access.Visitor}, evaluation.Stage(lot.Stage), row.Purpose)
	}
	return d, lot, err
}

func (s *Service) readDraw(ctx context.Context, id string) (d draw.Draw, row store.Draw, lot store.Lot, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		if row, err = tx.Draw(id); err != nil {
			return absent(err, "draw.unknown", "draw")
		}
		if lot, err = tx.Lot(row.LotID); err != nil {
			return err
		}
		return json.Unmarshal(row.State, &d)
	})
	return d, row, lot, err
}

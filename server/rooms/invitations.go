package rooms

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/auth/pass"
	"bidroom/server/invite"
	"bidroom/server/store"
)

// An Invitation is what is carried to a drawn expert. It does not say for
// what tender.
type Invitation struct {
	Name, Phone string
	Pass        string // as a person types it
	QR          string
	Place       string      // the name of the centre where the seat is
	Zone        string      // of the times, an IANA name
	Trying      rule.Trying `json:"-"` // by the rules of the lot
	AtMs        int64       `json:"-"` // when it may be carried: now, or when the quiet hours end
	Offer
}

// An Offer is what staff decide of invitations: how they are carried, when
// their experts are to check in, and for how long they are needed, about.
type Offer struct {
	Channel string
	FromMs  int64
	UntilMs int64
	Hours   int
}

// Manual is the channel of what a person carries, by telephone. Every centre
// has it.
const Manual = draw.Manual

const (
	mostHours  = 99
	mostWindow = 24 * time.Hour
)

// check returns every reason why an offer cannot be made.
func (o Offer) check(now int64, channels []string) error {
	var refusals rule.Collect
	if o.Channel != Manual && !slices.Contains(channels, o.Channel) {
		refusals.Add("", "invitation.channel", "channel", "channel", o.Channel)
	}
	if o.FromMs >= o.UntilMs || o.UntilMs-o.FromMs > mostWindow.Milliseconds() {
		refusals.Add("", "invitation.window", "untilMs")
	} else if o.UntilMs <= now {
		refusals.Add("", "invitation.past", "untilMs")
	}
	if o.Hours < 1 || o.Hours > mostHours {
		refusals.Add("", "invitation.hours", "hours")
	}
	return refusals.Err(rule.Invalid)
}

// A passFor says whom a pass lets in; it is sealed.
type passFor struct {
	Lot, Draw, Label string // Label is empty for a representative
	Seat             int
	Name             string // of a representative
	Letter           string // the representative's authorisation
}

const (
	passDomain   = "pass"
	outboxDomain = "outbox"
	passLife     = 14 * 24 * time.Hour
)

// newPass makes a pass for somebody.
func (w *walk) newPass(f passFor) (pass.Pass, error) {
	p, err := pass.New(w.s.Random)
	if err != nil {
		return p, err
	}
	text, err := json.Marshal(f)
	if err != nil {
		return p, err
	}
	sealed, err := w.s.Box.Seal(passDomain, text)
	if err != nil {
		return p, err
	}
	return p, w.InsertPass(store.Pass{Hash: p.Hash(w.s.Box.Index), LotID: w.row.ID, Sealed: sealed, ExpiresAt: w.Now + passLife.Milliseconds()})
}

// Invite sends the invitation to the holder of every seat that has had none.
func (s *Service) Invite(ctx context.Context, by Actor, id string, offer Offer) error {
	return s.onDraw(ctx, id, by, access.InvitationSend, func(d *drawn) error {
		if d.Source != nil {
			return rule.Refuse(rule.Invalid, "", "draw.outside", "", "library", d.Source.Library, "record", d.Source.RecordNo)
		}
		if err := offer.check(d.Now, s.Channels); err != nil {
			return err
		}
		if err := d.onPlannedDay(offer); err != nil {
			return err
		}
		pool, err := d.unseal()
		if err != nil {
			return err
		}
		for i := range d.Holders {
			if d.Holders[i].Answer != "" {
				continue
			}
			if err := d.invite(d.Holders[i], pool, offer); err != nil {
				return err
			}
		}
		return nil
	})
}

// onPlannedDay refuses a check-in on another day than the plan's, for whose
// sake the pool left out who is away.
func (d *drawn) onPlannedDay(offer Offer) error {
	planned := d.Case.Plan.MeetingOn
	zone, err := time.LoadLocation(d.Case.Lot.TimeZone)
	if err != nil {
		return err
	}
	if planned != "" && time.UnixMilli(offer.FromMs).In(zone).Format(time.DateOnly) != planned {
		return rule.Refuse(rule.Invalid, "", "invitation.day", "fromMs", "day", planned)
	}
	return nil
}

// invite puts the invitation of one seat into the outbox, with a new pass.
func (d *drawn) invite(h draw.Holder, pool []draw.Opened, offer Offer) error {
	row, err := d.expertIn(pool, h.Label)
	if err != nil {
		return err
	}
	phone, err := d.s.Box.Open("phone", row.PhoneSealed)
	if err != nil {
		return err
	}
	place, err := d.placeOf(h.Seat)
	if err != nil {
		return err
	}
	p, err := d.newPass(passFor{Lot: d.walk.row.ID, Draw: d.row.ID, Label: h.Label, Seat: h.Seat})
	if err != nil {
		return err
	}
	sealed, err := d.s.sealMessage(outboxItem{Draw: d.row.ID, Seat: h.Seat, Label: h.Label,
		Invitation: Invitation{Name: row.Name, Phone: string(phone), Pass: p.Text(), QR: p.QR(), Place: place, Zone: d.Case.Lot.TimeZone, Offer: offer}})
	if err != nil {
		return err
	}
	if err := d.InsertMessage(store.Message{ID: d.NewID(), DrawID: d.row.ID, Channel: offer.Channel, Sealed: sealed, State: "waiting", NextAt: d.Now, CreatedAt: d.Now}); err != nil {
		return err
	}
	return d.do(&draw.Invited{Draw: d.row.ID, Seat: h.Seat, Label: h.Label, Channel: offer.Channel})
}

type outboxItem struct {
	Draw       string
	Seat       int
	Label      string
	Invitation Invitation
}

// Call gives a caller what is needed to invite the holder of one seat by
// hand, also where a machine was to carry the invitation, or the expert
// accepted and has lost the pass. The caller learns one name, and so is never
// one of the case's own staff.
func (s *Service) Call(ctx context.Context, by Actor, id string, seat int) (invitation Invitation, err error) {
	err = s.onDraw(ctx, id, by, access.InvitationCall, func(d *drawn) error {
		own, err := d.Actors(d.walk.row.ID)
		if err != nil {
			return err
		}
		// Whoever called before for this case may call again.
		if err := access.Apart(by.Account, own); err != nil {
			return err
		}
		i := slices.IndexFunc(d.Holders, func(h draw.Holder) bool { return h.Seat == seat && called(&d.Draw, h) })
		if i < 0 {
			return rule.Refuse(rule.NotFound, "", "draw.seat", "seat", "seat", fmt.Sprint(seat))
		}
		messages, err := d.MessagesOf(id)
		if err != nil {
			return err
		}
		for _, m := range messages {
			item, err := s.openMessage(m)
			if err != nil {
				return err
			}
			if item.Draw == id && item.Seat == seat && item.Label == d.Holders[i].Label {
				invitation = item.Invitation
				return d.do(&draw.Attempted{Draw: id, Seat: seat, Label: item.Label, Channel: Manual, Outcome: "called", BeganMs: d.Now})
			}
		}
		return rule.Refuse(rule.NotFound, "", "draw.seat", "seat", "seat", fmt.Sprint(seat))
	})
	return invitation, err
}

// called reports whether the holder of a seat can be called: who was invited,
// did not decline, and has not checked in.
func called(d *draw.Draw, h draw.Holder) bool {
	return (h.Answer == "invited" || h.Answer == "accepted") && !slices.Contains(d.Unsealed, h.Label)
}

// Calls says which seats' holders somebody may call now, and whether it may be
// nobody because the case is their own.
func (s *Service) Calls(ctx context.Context, by Actor, d *draw.Draw, lot store.Lot) (seats []int, own bool, err error) {
	if d.Source != nil || access.Allow(by.Role, by.Kind, access.InvitationCall, access.Stage(lot.Stage)) != nil {
		return nil, false, nil
	}
	var acted []string
	if err := s.DB.Read(ctx, func(tx *store.Tx) (err error) {
		acted, err = tx.Actors(lot.ID)
		return err
	}); err != nil {
		return nil, false, err
	}
	if access.Apart(by.Account, acted) != nil {
		return nil, true, nil
	}
	for _, h := range d.Holders {
		if called(d, h) {
			seats = append(seats, h.Seat)
		}
	}
	return seats, false, nil
}

func (s *Service) sealMessage(item outboxItem) ([]byte, error) {
	text, err := json.Marshal(item)
	if err != nil {
		return nil, err
	}
	return s.Box.Seal(outboxDomain, roundedUp(text, invitationStep))
}

func (s *Service) openMessage(m store.Message) (item outboxItem, err error) {
	text, err := s.Box.Open(outboxDomain, m.Sealed)
	if err != nil {
		return item, err
	}
	err = json.Unmarshal(text, &item)
	return item, err
}

// Answer takes the answer of the holder of a seat. Whoever declines, does not
// answer, or accepted and did not come to the open meeting is replaced from
// the next ticket on, at once.
func (s *Service) Answer(ctx context.Context, by Actor, id string, seat int, answer, reason string) error {
	return s.onDraw(ctx, id, by, access.InvitationAnswer, func(d *drawn) error {
		i := slices.IndexFunc(d.Holders, func(h draw.Holder) bool { return h.Seat == seat })
		if i < 0 {
			return rule.Refuse(rule.NotFound, "", "draw.seat", "seat", "seat", fmt.Sprint(seat))
		}
		if answer == "absent" && (d.Case.Meeting == nil || d.Case.Meeting.OpenedMs == 0) {
			return rule.Refuse(rule.Premature, "", "draw.not_awaited", "answer")
		}
		if answer == "absent" && d.sits(seat) {
			return rule.Refuse(rule.Invalid, "", "member.twice", "answer", "seat", fmt.Sprint(seat))
		}
		if answer == "unanswered" {
			if err := d.mayAnswer(d.Holders[i]); err != nil {
				return err
			}
		}
		if err := d.do(&draw.Answered{Draw: id, Seat: seat, Label: d.Holders[i].Label, Answer: answer, Reason: reason}); err != nil {
			return err
		}
		if answer == "accepted" {
			return nil
		}
		return d.replace(seat, answer)
	})
}

// mayAnswer refuses to give up an expert whom nothing has tried to reach, or
// who may still answer by the rules of the lot.
func (d *drawn) mayAnswer(h draw.Holder) error {
	rules, err := invite.Of(d.Case)
	if err != nil {
		return err
	}
	from, tried := rules.MaySilent(&d.Draw, h)
	if !tried {
		return rule.Refuse(rule.Premature, rules.Clause, "invitation.untried", "answer")
	}
	if d.Now >= from {
		return nil
	}
	minutes := (from - d.Now + time.Minute.Milliseconds() - 1) / time.Minute.Milliseconds()
	return rule.Refuse(rule.Premature, rules.Clause, "invitation.awaited", "answer", "minutes", fmt.Sprint(minutes))
}

// EnterRepresentative makes a pass for the procuring entity's representative
// on a seat.
func (s *Service) EnterRepresentative(ctx context.Context, by Actor, lot string, seat int, name, letter string) (invitation Invitation, err error) {
	err = s.on(ctx, lot, by, access.RepresentativeEnter, func(w *walk) error {
		var refusals rule.Collect
		if name == "" {
			refusals.Add("", "field.required", "name", "field", "name")
		}
		if letter == "" {
			refusals.Add("政府采购货物和服务招标投标管理办法 第四十五条", "field.required", "letter", "field", "letter")
		}
		if !slices.ContainsFunc(w.Case.Plan.Seats, func(p evaluation.SeatPlan) bool { return p.No == seat && p.Representative }) {
			refusals.Add("", "seat.kind", "seat", "seat", fmt.Sprint(seat))
		}
		if err := refusals.Err(rule.Invalid); err != nil {
			return err
		}
		if err := cmp.Or(w.maySend(), w.gone(name, "name")); err != nil {
			return err
		}
		p, err := w.newPass(passFor{Lot: lot, Seat: seat, Name: name, Letter: letter})
		if err != nil {
			return err
		}
		invitation = Invitation{Name: name, Pass: p.Text(), QR: p.QR(), Place: w.Case.Lot.CentreName}
		return nil
	})
	return invitation, err
}

// maySend refuses representatives where the profile knows a ground on which
// the procuring entity may send nobody, and it is met.
func (w *walk) maySend() error {
	profile, err := w.Case.Profile()
	if err != nil {
		return err
	}
	said := func(g rule.RecusalGround) bool { return g.Action == rule.BlockRepresentatives }
	if !slices.ContainsFunc(slices.Collect(maps.Values(profile.Recusal.Grounds)), said) {
		return nil // the register need not be read
	}
	facts, err := w.facts(profile)
	if err != nil {
		return err
	}
	var refusals rule.Collect
	for _, answer := range conflict.NewChecker(facts).CheckLot() {
		if answer.Verdict == conflict.Conflict && answer.Action == rule.BlockRepresentatives {
			refusals.Add(answer.Clause, "representative.blocked", "seat", "ground", answer.Ground)
		}
	}
	return refusals.Err(rule.Forbidden)
}

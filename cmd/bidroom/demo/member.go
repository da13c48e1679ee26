package demo

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"

	"bidroom/evaluation"
	"bidroom/evaluation/scoring"
	"bidroom/server/api"
)

// Call invites whoever was drawn for a seat last, and has the call answered.
func (p *Play) Call(ctx context.Context, seat int) (call api.CallView, err error) {
	staff, err := p.As(ctx, "staff")
	if err != nil {
		return call, err
	}
	caller, err := p.As(ctx, "caller")
	if err != nil {
		return call, err
	}
	path := "/api/draws/" + p.draw.ID
	if err := staff.Post(ctx, path+"/invitations", Offer("manual"), &p.draw); err != nil {
		return call, err
	}
	at := path + "/seats/" + strconv.Itoa(seat)
	if err := caller.Post(ctx, at+"/call", struct{}{}, &call); err != nil {
		return call, err
	}
	p.passes[seat], p.phones[seat] = call.Pass, call.Phone
	return call, caller.Post(ctx, at+"/answer", map[string]string{"answer": "accepted"}, &p.draw)
}

// Reseat brings the replacement of a member who left to the seat: invited,
// called, checked in with a pass of its own.
func (p *Play) Reseat(ctx context.Context, seat int) error {
	if _, err := p.Call(ctx, seat); err != nil {
		return fmt.Errorf("seat %d: %w", seat, err)
	}
	return p.Sit(ctx, seat)
}

// Declare signs the declaration of the member on one seat.
func (p *Play) Declare(ctx context.Context, seat int) error {
	t := p.seats[seat]
	if err := t.client.Get(ctx, "/api/kiosk/state", &t.state); err != nil {
		return err
	}
	return p.affirm(ctx, t)
}

// Examine makes the findings of the member on one seat.
func (p *Play) Examine(ctx context.Context, seat int) error {
	t := p.seats[seat]
	if err := t.client.Get(ctx, "/api/kiosk/state", &t.state); err != nil {
		return err
	}
	return p.find(ctx, seat, t)
}

// Sit checks the holder of a seat's pass in at the seat's kiosk.
func (p *Play) Sit(ctx context.Context, seat int) error {
	place, err := p.placeOf(ctx, seat)
	if err != nil {
		return err
	}
	room, login := p.room.ID, "staff"
	if p.lot.Plan[seat-1].Remote {
		room, login = p.remote, cmp.Or(p.Guest, login)
	}
	t, err := p.pairIn(ctx, room, login, place)
	if err != nil {
		return err
	}
	if p.seats == nil {
		p.seats = map[int]*terminal{}
	}
	if t.member, err = newKey(p.Random); err != nil {
		return err
	}
	point, err := t.member.point()
	if err != nil {
		return err
	}
	shown := map[string]string{"code": p.passes[seat], "key": point}
	if person, drawn := p.persons[seat]; drawn {
		shown = map[string]string{"identity": person.Identity, "phone": person.Phone[7:], "key": point}
	}
	if err := t.client.Post(ctx, "/api/kiosk/checkin", shown, &t.state); err != nil {
		return err
	}
	p.seats[t.state.Member.Seat] = t
	return nil
}

// affirm signs the declaration of the member at a terminal.
func (p *Play) affirm(ctx context.Context, t *terminal) error {
	statement := t.state.Lot.Statement
	signature, err := p.sealText(t, "member.declared", hashHex(statement))
	if err != nil {
		return err
	}
	return t.client.Post(ctx, "/api/kiosk/declare", map[string]string{"statement": statement, "signature": signature}, &t.state)
}

// opened are the bidders whose bids were opened: the others take no part.
func opened(list []api.BidderView) []api.BidderView {
	return slices.DeleteFunc(slices.Clone(list), func(b api.BidderView) bool { return b.Unopened != nil })
}

// find makes the findings of one member.
func (p *Play) find(ctx context.Context, no int, t *terminal) error {
	var items []string
	for _, criterion := range t.state.Lot.Criteria {
		if criterion.Kind == string(scoring.Pass) && !criterion.OfPrice {
			items = append(items, criterion.ID)
		}
	}
	bidders := opened(t.state.Lot.Bidders)
	for i, bidder := range bidders {
		finding := api.FindingView{Bid: bidder.Bid, Item: items[0], Pass: true, Page: 3}
		if i == len(bidders)-1 && no > 1 {
			finding.Pass, finding.Reason = false, "安全生产许可证已过有效期"
		}
		if err := t.client.Post(ctx, "/api/kiosk/findings", finding, &t.state); err != nil {
			return err
		}
		if err := t.client.Post(ctx, "/api/kiosk/findings/passing", map[string]any{"bid": bidder.Bid, "items": items[1:]}, &t.state); err != nil {
			return err
		}
	}
	return nil
}

// Submit types and submits the marks of the member on one seat.
func (p *Play) Submit(ctx context.Context, seat int) error {
	t := p.seats[seat]
	if err := t.client.Get(ctx, "/api/kiosk/state", &t.state); err != nil {
		return err
	}
	return p.submit(ctx, seat, t, Mark)
}

// SubmitOther is [Play.Submit] with marks of the caller's own.
func (p *Play) SubmitOther(ctx context.Context, seat int, mark func(c api.Criterion, letter string, no int) (string, error)) error {
	t := p.seats[seat]
	if err := t.client.Get(ctx, "/api/kiosk/state", &t.state); err != nil {
		return err
	}
	return p.submit(ctx, seat, t, mark)
}

func (p *Play) submit(ctx context.Context, no int, t *terminal, mark func(c api.Criterion, letter string, no int) (string, error)) error {
	var marks []scoring.Mark
	var drafts []api.DraftView
	give := func(bid, letter string, criterion api.Criterion) error {
		value, err := mark(criterion, letter, no)
		if err != nil {
			return err
		}
		marks = append(marks, scoring.Mark{Bid: bid, Criterion: criterion.ID, Value: value})
		drafts = append(drafts, api.DraftView{Bid: bid, Criterion: criterion.ID, Value: value, Seq: int64(len(drafts) + 1)})
		return nil
	}
	for _, criterion := range t.state.Lot.Criteria {
		switch {
		case criterion.Kind == string(scoring.Pass):
		case criterion.Blind:
			for _, code := range t.state.Lot.Codes {
				if err := give(code, code, criterion); err != nil {
					return err
				}
			}
		default:
			for _, bidder := range opened(t.state.Lot.Bidders) {
				if bidder.Rejection != nil {
					continue
				}
				if err := give(bidder.Bid, bidder.Letter, criterion); err != nil {
					return err
				}
			}
		}
	}
	for some := range slices.Chunk(drafts, 50) { // as a kiosk does
		if err := t.client.Put(ctx, "/api/kiosk/drafts", map[string]any{"drafts": some}, nil); err != nil {
			return err
		}
	}
	var salt [16]byte
	if _, err := io.ReadFull(p.Random, salt[:]); err != nil {
		return err
	}
	opening := evaluation.Opening{Domain: evaluation.SheetDomain, Salt: hex.EncodeToString(salt[:]),
		Value: evaluation.SheetText(t.state.Lot.ID, t.state.Lot.Meeting, no, marks)}
	signature, err := p.sealText(t, "sheet.submitted", string(opening.DatumHash()))
	if err != nil {
		return err
	}
	sheet := map[string]string{"salt": opening.Salt, "text": opening.Value, "signature": signature}
	return t.client.Post(ctx, "/api/kiosk/sheet", sheet, nil)
}

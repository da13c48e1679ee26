package demo

import (
	"context"
	"fmt"
	"strconv"

	"bidroom/evaluation"
	"bidroom/server/api"
)

// A terminal is a kiosk with the member who sits there.
type terminal struct {
	client *Client
	device key
	member key
	state  api.KioskState
}

// Kiosk returns the client of the kiosk that a seat's member sits at, and the
// feed that it should publish now.
func (p *Play) Kiosk(ctx context.Context, seat int) (c *Client, feed string, err error) {
	t := p.seats[seat]
	if t == nil {
		return nil, "", fmt.Errorf("nobody sits at seat %d", seat)
	}
	err = t.client.Get(ctx, "/api/kiosk/state", &t.state)
	return t.client, t.state.Feed, err
}

// checkIn pairs a kiosk for every seat and seats its member there.
func (p *Play) checkIn(ctx context.Context) error {
	p.seats = map[int]*terminal{}
	for _, seat := range p.lot.Plan {
		if err := p.Sit(ctx, seat.No); err != nil {
			return err
		}
	}
	return p.post(ctx, "staff", "/meeting/advance", map[string]string{"to": "declaring"})
}

// Spare pairs a kiosk that nobody sits at in the meeting's room, and returns
// its client and its public key.
func (p *Play) Spare(ctx context.Context) (c *Client, publicKey string, err error) {
	t, err := p.pair(ctx, 0)
	if err != nil {
		return nil, "", err
	}
	publicKey, err = t.device.point()
	return t.client, publicKey, err
}

// pair makes a kiosk for a place of the main room.
func (p *Play) pair(ctx context.Context, place int) (*terminal, error) {
	return p.pairIn(ctx, p.room.ID, "staff", place)
}

// pairIn makes a kiosk for a place of a room, whose centre's staff log in so,
// and opens its session. A kiosk that was paired for an earlier lot is used
// again.
func (p *Play) pairIn(ctx context.Context, room, login string, place int) (*terminal, error) {
	at := room + "/" + strconv.Itoa(place)
	if t := p.paired[at]; t != nil {
		return t, nil
	}
	client, err := NewClient(p.Base)
	if err != nil {
		return nil, err
	}
	t := &terminal{client: client}
	if t.device, err = newKey(p.Random); err != nil {
		return nil, err
	}
	point, err := t.device.point()
	if err != nil {
		return nil, err
	}
	var pairing api.PairingView
	if err := client.Post(ctx, "/api/kiosk/pairings", map[string]string{"publicKey": point}, &pairing); err != nil {
		return nil, err
	}
	staff, err := p.As(ctx, login)
	if err != nil {
		return nil, err
	}
	confirm := map[string]any{"room": room, "seat": place, "name": fmt.Sprintf("机位 %d", place)}
	if err := staff.Post(ctx, "/api/pairings/"+pairing.ID+"/confirm", confirm, nil); err != nil {
		return nil, err
	}
	var challenge struct{ Challenge string }
	if err := client.Post(ctx, "/api/kiosk/challenge", map[string]string{"publicKey": point}, &challenge); err != nil {
		return nil, err
	}
	signature, err := t.device.sign(p.Random, []byte("bidroom/kiosk/1\n"+challenge.Challenge+"\n"))
	if err != nil {
		return nil, err
	}
	var session struct{ Token string }
	answer := map[string]string{"publicKey": point, "challenge": challenge.Challenge, "signature": signature}
	if err := client.Post(ctx, "/api/kiosk/session", answer, &session); err != nil {
		return nil, err
	}
	client.kiosk = session.Token
	if p.paired == nil {
		p.paired = map[string]*terminal{}
	}
	p.paired[at] = t
	return t, nil
}

// sealText signs content for an act of the member at a terminal.
func (p *Play) sealText(t *terminal, kind, content string) (string, error) {
	return t.member.sign(p.Random, evaluation.SigningText(kind, t.state.Lot.ID, t.state.Lot.Meeting, t.state.Member.Seat, content))
}

// each does something at every occupied terminal in the order of the seats.
func (p *Play) each(ctx context.Context, do func(no int, t *terminal) error) error {
	for no := 1; no <= len(p.lot.Plan); no++ {
		t := p.seats[no]
		if err := t.client.Get(ctx, "/api/kiosk/state", &t.state); err != nil {
			return err
		}
		if err := do(no, t); err != nil {
			return fmt.Errorf("seat %d: %w", no, err)
		}
	}
	return nil
}

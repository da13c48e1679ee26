package demo

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"bidroom/experts"
	"bidroom/experts/draw"
	"bidroom/server/api"
)

// Stages lists how far a play can be brought, in order.
var Stages = []string{"register", "tender", "drawn", "invited", "scheduled", "assembling", "declaring", "electing", "examining",
	"evaluating", "tallied", "reporting", "signing", "sealed"}

// A Play takes the made-up centre through a case as its people would: every
// step is a request that the server may refuse.
type Play struct {
	Base   string
	Random io.Reader     // for the keys of kiosks and members, and for shares
	Choice *rand.Rand    // for what the made-up people choose
	Zone   string        // IANA name; that of the whole of China if empty
	Papers api.SetUpView // what the made-up centre keeps on paper
	Guest  string        // login of the staff of another centre, in whose room remote seats are; empty for a room of the same

	people map[string]*Client
	lot    api.LotView
	done   int // steps of the lot that are behind it
	draw   api.DrawView
	room   api.RoomView
	remote string         // id of the room of remote seats
	passes map[int]string // by seat
	phones map[int]string // of whoever was called, by seat
	seats  map[int]*terminal
	paired map[string]*terminal // by room and place, over all lots
	// Who checks in at the seats of an imported panel.
	persons map[int]experts.PanelPerson
}

// As returns the client of one of the demo accounts, signed in.
func (p *Play) As(ctx context.Context, login string) (*Client, error) {
	if c := p.people[login]; c != nil {
		return c, nil
	}
	c, err := NewClient(p.Base)
	if err != nil {
		return nil, err
	}
	if err := c.SignIn(ctx, login, Password, ""); err != nil {
		return nil, err
	}
	if p.people == nil {
		p.people = map[string]*Client{}
	}
	p.people[login] = c
	return c, nil
}

// Passes returns the passes of the people who accepted an invitation, by
// seat, as they are typed: whoever plays on from here needs them.
func (p *Play) Passes() map[int]string { return maps.Clone(p.passes) }

// Phone returns the phone number of the expert who was called for a seat last.
func (p *Play) Phone(seat int) string { return p.phones[seat] }

// Take brings the given lot to a stage, one of [Stages] from "drawn" on: from
// the beginning, or from where the last Take of the same lot left it.
func (p *Play) Take(ctx context.Context, lot, stage string) error {
	steps := []struct {
		stage string
		do    func(context.Context) error
	}{
		{"drawn", p.Draw}, {"invited", p.invite}, {"scheduled", p.schedule}, {"assembling", p.open}, {"declaring", p.checkIn},
		{"electing", p.declare}, {"examining", p.elect}, {"evaluating", p.examine}, {"tallied", p.evaluate},
		{"reporting", p.report}, {"signing", p.issue}, {"sealed", p.sign},
	}
	if !slices.ContainsFunc(steps, func(s struct {
		stage string
		do    func(context.Context) error
	}) bool {
		return s.stage == stage
	}) {
		return fmt.Errorf("no stage %q; there are %v", stage, Stages)
	}
	staff, err := p.As(ctx, "staff")
	if err != nil {
		return err
	}
	if p.lot.Brief.ID != lot {
		p.done = 0
	}
	if err := staff.Get(ctx, "/api/lots/"+lot, &p.lot); err != nil {
		return err
	}
	for _, step := range steps[p.done:] {
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.stage, err)
		}
		p.done++
		if step.stage == stage {
			return nil
		}
	}
	return nil
}

// post acts on the lot as one of the people and keeps the new view.
func (p *Play) post(ctx context.Context, login, path string, in any) error {
	c, err := p.As(ctx, login)
	if err != nil {
		return err
	}
	return c.Post(ctx, "/api/lots/"+p.lot.Brief.ID+path, in, &p.lot)
}

// Draw holds the ceremony: pool, commitments, public share, revelations.
func (p *Play) Draw(ctx context.Context) error {
	staff, err := p.As(ctx, "staff")
	if err != nil {
		return err
	}
	if err := staff.Post(ctx, "/api/lots/"+p.lot.Brief.ID+"/draws", struct{}{}, &p.draw); err != nil {
		return err
	}
	return p.Hold(ctx, p.draw.ID, "agent", &p.draw)
}

// Hold holds the ceremony of a draw that was begun: staff and the supervisor
// put shares in, and giver gives the public one. view becomes the last answer.
func (p *Play) Hold(ctx context.Context, id, giver string, view any) error {
	shares := map[string]Share{}
	for _, login := range []string{"staff", "supervisor"} {
		share, err := p.Commit(ctx, id, login)
		if err != nil {
			return err
		}
		shares[login] = share
	}
	if err := p.GivePublic(ctx, id, giver); err != nil {
		return err
	}
	for _, login := range []string{"staff", "supervisor"} {
		c, err := p.As(ctx, login)
		if err != nil {
			return err
		}
		if err := c.Post(ctx, "/api/draws/"+id+"/reveals", shares[login], view); err != nil {
			return err
		}
	}
	return nil
}

// A Share is what a party of a draw keeps until it reveals.
type Share struct {
	Nonce   string `json:"nonce"`
	Entered string `json:"entered"`
}

// Commit commits a share of one of the people.
func (p *Play) Commit(ctx context.Context, id, login string) (Share, error) {
	c, err := p.As(ctx, login)
	if err != nil {
		return Share{}, err
	}
	var me api.Me
	if err := c.Get(ctx, "/api/me", &me); err != nil {
		return Share{}, err
	}
	var nonce [32]byte
	if _, err := io.ReadFull(p.Random, nonce[:]); err != nil {
		return Share{}, err
	}
	commitment := draw.Commitment(id, me.Account.ID, nonce, []byte(login))
	return Share{hex.EncodeToString(nonce[:]), login}, c.Post(ctx, "/api/draws/"+id+"/commitments", map[string]string{"commitment": commitment}, nil)
}

// GivePublic throws 25 dice for the public share.
func (p *Play) GivePublic(ctx context.Context, id, login string) error {
	c, err := p.As(ctx, login)
	if err != nil {
		return err
	}
	dice := make([]byte, 25)
	for i := range dice {
		dice[i] = byte('1' + p.Choice.IntN(6))
	}
	return c.Post(ctx, "/api/draws/"+id+"/public-share", map[string]string{"value": string(dice)}, nil)
}

// Offer is what invitations say: check-in from tomorrow's hour on, for a day's
// work.
func Offer(channel string) api.InvitationOffer {
	from := time.Now().Add(24 * time.Hour).Truncate(time.Hour)
	return api.InvitationOffer{Channel: channel, FromMs: from.UnixMilli(), UntilMs: from.Add(time.Hour).UnixMilli(), Hours: 6}
}

// invite sends the invitations; the first expert declines, all others accept.
func (p *Play) invite(ctx context.Context) error {
	if p.hasRemote() { // an invitation says where they are
		if err := p.schedule(ctx); err != nil {
			return err
		}
	}
	caller, err := p.As(ctx, "caller")
	if err != nil {
		return err
	}
	staff, err := p.As(ctx, "staff")
	if err != nil {
		return err
	}
	path := "/api/draws/" + p.draw.ID
	p.passes, p.phones = map[int]string{}, map[int]string{}
	declined := false
	for range 2 { // the second time for the replacement
		if err := staff.Post(ctx, path+"/invitations", Offer("manual"), &p.draw); err != nil {
			return err
		}
		for _, seat := range p.draw.Seats {
			if seat.State != "invited" {
				continue
			}
			at := path + "/seats/" + strconv.Itoa(seat.Seat)
			var call api.CallView
			if err := caller.Post(ctx, at+"/call", struct{}{}, &call); err != nil {
				return err
			}
			answer := map[string]string{"answer": "accepted"}
			if !declined {
				declined = true
				answer = map[string]string{"answer": "declined", "reason": "出差在外"}
			} else {
				p.passes[seat.Seat], p.phones[seat.Seat] = call.Pass, call.Phone
			}
			if err := caller.Post(ctx, at+"/answer", answer, &p.draw); err != nil {
				return err
			}
		}
	}
	return nil
}

// schedule opens the bids and plans the meeting in the first free room, or where
// the plan has it drawn.
func (p *Play) schedule(ctx context.Context) error {
	staff, err := p.As(ctx, "staff")
	if err != nil {
		return err
	}
	if p.lot.OpenedMs == 0 {
		if err := p.Enclose(ctx); err != nil {
			return err
		}
		records, err := Opening(&p.lot)
		if err != nil {
			return err
		}
		if err := p.post(ctx, "staff", "/opening", map[string]any{"records": records}); err != nil {
			return err
		}
	}
	plannedMs := p.lot.OpenedMs + 30*60*1000
	if p.lot.DrawRoom || p.lot.DrawSeats {
		return p.inDrawnPlaces(ctx, plannedMs)
	}
	var rooms api.Page[api.RoomView]
	if err := staff.Get(ctx, "/api/rooms", &rooms); err != nil {
		return err
	}
	if p.hasRemote() && p.lot.Meeting != nil {
		p.remote = p.lot.Meeting.Remote
		p.room = rooms.Items[slices.IndexFunc(rooms.Items, func(r api.RoomView) bool { return r.ID == p.lot.Meeting.Room })]
		return nil
	}
	i := slices.IndexFunc(rooms.Items, func(r api.RoomView) bool { return r.Lot == "" })
	if i < 0 {
		return fmt.Errorf("no room is free")
	}
	p.room = rooms.Items[i]
	meeting := map[string]any{"room": p.room.ID, "plannedMs": plannedMs}
	if p.hasRemote() {
		if p.remote, err = p.remoteRoom(ctx); err != nil {
			return err
		}
		meeting["remote"] = p.remote
	}
	return p.post(ctx, "staff", "/meeting", meeting)
}

func (p *Play) open(ctx context.Context) error {
	if err := p.post(ctx, "staff", "/meeting/open", struct{}{}); err != nil {
		return err
	}
	staff, err := p.As(ctx, "staff")
	if err != nil {
		return err
	}
	for _, seat := range p.lot.Plan {
		if seat.Representative {
			var call api.CallView
			at := "/api/lots/" + p.lot.Brief.ID + "/seats/" + strconv.Itoa(seat.No) + "/representative"
			if err := staff.Post(ctx, at, map[string]string{"name": "韩立新", "letter": "授权函〔2026〕17 号"}, &call); err != nil {
				return err
			}
			p.passes[seat.No] = call.Pass
		}
	}
	return nil
}

func (p *Play) declare(ctx context.Context) error {
	if err := p.each(ctx, func(_ int, t *terminal) error { return p.affirm(ctx, t) }); err != nil {
		return err
	}
	return p.post(ctx, "staff", "/meeting/advance", map[string]string{"to": "electing"})
}

func (p *Play) elect(ctx context.Context) error {
	err := p.each(ctx, func(_ int, t *terminal) error {
		return t.client.Post(ctx, "/api/kiosk/vote", map[string]int{"round": t.state.Lot.Round, "for": 2}, &t.state)
	})
	if err != nil {
		return err
	}
	return p.post(ctx, "staff", "/meeting/advance", map[string]string{"to": "examining"})
}

// examine lets every member pass every bid but the last one, whose first
// item four members fail; the chair rejects it.
func (p *Play) examine(ctx context.Context) error {
	if err := p.each(ctx, func(no int, t *terminal) error { return p.find(ctx, no, t) }); err != nil {
		return err
	}
	if err := p.offer(ctx); err != nil {
		return err
	}
	chair := p.seats[2]
	if err := chair.client.Get(ctx, "/api/kiosk/state", &chair.state); err != nil {
		return err
	}
	if err := p.clarify(ctx, chair); err != nil {
		return err
	}
	for _, majority := range chair.state.Lot.Majority {
		rejection := map[string]string{"bid": majority.Bid, "ground": "unqualified", "reason": "安全生产许可证已过有效期，资格评审不通过"}
		if err := chair.client.Post(ctx, "/api/kiosk/rejections", rejection, &chair.state); err != nil {
			return err
		}
	}
	return chair.client.Post(ctx, "/api/kiosk/advance", map[string]string{"to": "evaluating"}, &chair.state)
}

// evaluate types and submits every member's marks, and has them tallied.
func (p *Play) evaluate(ctx context.Context) error {
	err := p.each(ctx, func(no int, t *terminal) error {
		if t.state.Member.Submitted {
			return nil
		}
		return p.submit(ctx, no, t, Mark)
	})
	if err != nil {
		return err
	}
	if p.lot.Prices != nil {
		if err := p.price(ctx); err != nil {
			return err
		}
	}
	return p.post(ctx, "staff", "/meeting/tally", struct{}{})
}

func (p *Play) report(ctx context.Context) error {
	chair := p.seats[2]
	return chair.client.Post(ctx, "/api/kiosk/advance", map[string]string{"to": "reporting"}, &chair.state)
}

func (p *Play) issue(ctx context.Context) error {
	return p.post(ctx, "staff", "/meeting/report", struct{}{})
}

// sign lets all members sign the report but the last expert, who dissents;
// then the meeting is sealed.
func (p *Play) sign(ctx context.Context) error {
	err := p.each(ctx, func(no int, t *terminal) error {
		if no == 4 {
			reasons := "对 B 公司施工组织设计的评分依据有不同意见：进度计划未考虑冬季施工。"
			signature, err := p.sealText(t, "report.dissented", hashHex(reasons))
			if err != nil {
				return err
			}
			return t.client.Post(ctx, "/api/kiosk/dissent", map[string]string{"reasons": reasons, "signature": signature}, nil)
		}
		signature, err := p.sealText(t, "report.signed", t.state.Lot.ReportHash)
		if err != nil {
			return err
		}
		signed := map[string]string{"salt": hashHex(strconv.Itoa(no))[:32], "strokes": Strokes(no), "signature": signature}
		return t.client.Post(ctx, "/api/kiosk/sign", signed, nil)
	})
	if err != nil {
		return err
	}
	return p.post(ctx, "staff", "/meeting/seal", struct{}{})
}

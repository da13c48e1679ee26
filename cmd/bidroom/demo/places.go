package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"bidroom/server/api"
)

// Furnish pairs the kiosks of every room, and a spare one for each.
func (p *Play) Furnish(ctx context.Context) error {
	staff, err := p.As(ctx, "staff")
	if err != nil {
		return err
	}
	var rooms api.Page[api.RoomView]
	if err := staff.Get(ctx, "/api/rooms", &rooms); err != nil {
		return err
	}
	for _, p.room = range rooms.Items {
		for place := range p.room.Seats + 1 {
			if _, err := p.pair(ctx, place); err != nil {
				return err
			}
		}
	}
	return nil
}

// inDrawnPlaces plans the meeting where the plan has its places drawn, and
// draws what is not drawn yet.
func (p *Play) inDrawnPlaces(ctx context.Context, plannedMs int64) error {
	if err := p.Furnish(ctx); err != nil {
		return err
	}
	meeting := map[string]any{"plannedMs": plannedMs}
	if !p.lot.DrawRoom {
		meeting["room"] = p.room.ID
	}
	if err := p.post(ctx, "staff", "/meeting", meeting); err != nil {
		return err
	}
	if p.lot.DrawRoom && len(p.lot.Meeting.RoomOrder) == 0 {
		if err := p.choose(ctx, "rooms", p.lot.Meeting.ID); err != nil {
			return err
		}
	}
	if p.lot.DrawSeats && p.lot.Meeting.Seats[0].Workplace == "" {
		if err := p.choose(ctx, "seats", p.lot.Meeting.Room); err != nil {
			return err
		}
	}
	staff, err := p.As(ctx, "staff")
	if err != nil {
		return err
	}
	var rooms api.Page[api.RoomView]
	if err := staff.Get(ctx, "/api/rooms", &rooms); err != nil {
		return err
	}
	p.room = rooms.Items[slices.IndexFunc(rooms.Items, func(r api.RoomView) bool { return r.ID == p.lot.Meeting.Room })]
	return nil
}

// placeOf returns the place in the room at which a seat's member sits.
func (p *Play) placeOf(ctx context.Context, seat int) (int, error) {
	staff, err := p.As(ctx, "staff")
	if err != nil {
		return 0, err
	}
	if err := staff.Get(ctx, "/api/lots/"+p.lot.Brief.ID, &p.lot); err != nil {
		return 0, err
	}
	drawn := p.lot.Meeting.Seats[seat-1].Workplace
	if i := slices.IndexFunc(p.room.Kiosks, func(k api.KioskView) bool { return k.ID == drawn }); i >= 0 {
		return p.room.Kiosks[i].Seat, nil
	}
	return seat, nil
}

// At returns the client of the kiosk at a place of the meeting's room.
func (p *Play) At(ctx context.Context, place int) (*Client, error) {
	t, err := p.pair(ctx, place)
	if err != nil {
		return nil, err
	}
	return t.client, nil
}

// hasRemote reports whether seats of the lot are in a remote room.
func (p *Play) hasRemote() bool {
	return slices.ContainsFunc(p.lot.Plan, func(s api.SeatPlan) bool { return s.Remote })
}

// remoteRoom returns the first room but the main one for the lot's remote
// seats: of the other centre, if p says so.
func (p *Play) remoteRoom(ctx context.Context) (string, error) {
	staff, err := p.As(ctx, "staff")
	if err != nil {
		return "", err
	}
	var rooms api.Page[api.RemoteRoom]
	if err := staff.Get(ctx, "/api/lots/"+p.lot.Brief.ID+"/rooms", &rooms); err != nil {
		return "", err
	}
	i := slices.IndexFunc(rooms.Items, func(r api.RemoteRoom) bool {
		return r.ID != p.room.ID && (p.Guest != "") == (r.Centre != p.lot.Brief.Centre)
	})
	if i < 0 {
		return "", fmt.Errorf("no room is left for remote seats")
	}
	return rooms.Items[i].ID, nil
}

// AtRemote returns the client of the kiosk at a place of the meeting's remote
// room.
func (p *Play) AtRemote(ctx context.Context, place int) (*Client, error) {
	t, err := p.pairIn(ctx, p.remote, cmp.Or(p.Guest, "staff"), place)
	if err != nil {
		return nil, err
	}
	return t.client, nil
}

// choose holds a draw of the lot that is of no panel.
func (p *Play) choose(ctx context.Context, purpose, subject string) error {
	staff, err := p.As(ctx, "staff")
	if err != nil {
		return err
	}
	path := "/api/lots/" + p.lot.Brief.ID
	var view api.ChoiceView
	if err := staff.Post(ctx, path+"/choices", map[string]string{"purpose": purpose, "subject": subject}, &view); err != nil {
		return err
	}
	if err := p.Hold(ctx, view.ID, "agent", &view); err != nil {
		return err
	}
	return staff.Get(ctx, path, &p.lot)
}

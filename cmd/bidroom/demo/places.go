package demo

import (
	"context"
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

// inDrawnRoom plans the meeting in a room that is drawn, if it is not yet.
func (p *Play) inDrawnRoom(ctx context.Context, plannedMs int64) error {
	if err := p.Furnish(ctx); err != nil {
		return err
	}
	if err := p.post(ctx, "staff", "/meeting", map[string]any{"plannedMs": plannedMs}); err != nil {
		return err
	}
	if len(p.lot.Meeting.RoomOrder) == 0 {
		if err := p.choose(ctx, "rooms", p.lot.Meeting.ID); err != nil {
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

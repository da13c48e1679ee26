package rooms

import (
	"context"
	"slices"
	"strconv"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts/draw"
	"bidroom/server/access"
)

// roomHeld is how long a meeting is taken to need its room, from the time for
// which it is planned: a room fits no other meeting that is planned for less
// than this before or after it.
const roomHeld = 4 * time.Hour

// roomOptions returns the rooms that fit a meeting: free at its time, with a
// kiosk for every member.
func (w *walk) roomOptions(m *evaluation.Meeting) ([]string, error) {
	rooms, err := w.Rooms(access.Scope(w.row.CentreID))
	if err != nil {
		return nil, err
	}
	kiosks, err := w.Kiosks()
	if err != nil {
		return nil, err
	}
	standing := map[string]int{}
	for _, k := range kiosks {
		standing[k.RoomID]++
	}
	taken, err := w.RoomsTaken(w.row.ID, m.PlannedMs-roomHeld.Milliseconds(), m.PlannedMs+roomHeld.Milliseconds())
	if err != nil {
		return nil, err
	}
	var options []string
	for _, room := range rooms {
		if standing[room.ID] >= len(m.Seats) && !slices.Contains(taken, room.ID) {
			options = append(options, evaluation.PlaceOption(room.ID, room.Name))
		}
	}
	if len(options) < 2 {
		return nil, rule.Refuse(rule.Premature, "", "room.too_few", "", "count", strconv.Itoa(len(options)), "seats", strconv.Itoa(len(m.Seats)))
	}
	slices.Sort(options)
	return options, nil
}

// seatOptions returns the kiosks of a room, which must be enough for the seats
// of the meeting.
func (w *walk) seatOptions(m *evaluation.Meeting, room string) ([]string, error) {
	kiosks, err := w.Kiosks()
	if err != nil {
		return nil, err
	}
	var options []string
	for _, k := range kiosks {
		if k.RoomID == room {
			options = append(options, evaluation.PlaceOption(k.ID, k.Name))
		}
	}
	if len(options) < max(2, len(m.SeatsIn(room))) {
		return nil, rule.Refuse(rule.Premature, "", "workplace.too_few", "", "count", strconv.Itoa(len(options)))
	}
	slices.Sort(options)
	return options, nil
}

// placeDrawn refuses what would pull away the ground from under a draw of the
// meeting's places.
func (w *walk) placeDrawn() error {
	list, err := choicesOf(w.Tx, w.row.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(list, func(d Choice) bool {
		return (d.Purpose == draw.Rooms || d.Purpose == draw.Seats) && d.Stage != draw.Void && d.Stage != draw.Ordered
	}) {
		return rule.Refuse(rule.Stale, "", "draw.stands", "")
	}
	return nil
}

// directed tells whoever shows a seat's pass at a kiosk that is not the seat's
// which is, or in which room the seat is. It is logged: at a kiosk where no
// passes are shown it tells that somebody is on the panel.
func (w *walk) directed(f passFor, by Actor) (told, err error) {
	act := &evaluation.MemberDirected{Seat: f.Seat, Kiosk: by.Kiosk}
	if told, err = w.inOtherRoom(f.Seat, by.Room); err != nil {
		return nil, err
	}
	if told != nil {
		act.Room = w.Case.Meeting.RoomOf(f.Seat)
	} else if told = w.Case.Meeting.CheckWorkplace(f.Seat, by.Kiosk); told == nil {
		return nil, nil
	}
	return told, w.do(act)
}

// FailWorkplace states that a seat's kiosk is of no use; the seat gets the next
// of the drawn order.
func (s *Service) FailWorkplace(ctx context.Context, by Actor, lot string, seat int, kiosk, reason string) error {
	return s.on(ctx, lot, by, access.WorkplaceFail, func(w *walk) error {
		return w.do(&evaluation.WorkplaceFailed{Seat: seat, Kiosk: kiosk, Reason: reason})
	})
}

// ReplaceRoom states that the drawn room cannot be used; the next of the order
// takes its place.
func (s *Service) ReplaceRoom(ctx context.Context, by Actor, lot, room, reason string) error {
	return s.on(ctx, lot, by, access.RoomReplace, func(w *walk) error {
		return w.do(&evaluation.RoomReplaced{Room: room, Reason: reason})
	})
}

package rooms

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts/draw"
	"bidroom/server/store"
)

// mayBeRemote refuses a room in which the lot's remote seats cannot be: one
// that is neither of the lot's centre nor offered by another. Once invitations
// name the place of those seats, it stays that.
func (w *walk) mayBeRemote(id string) error {
	offered, err := w.RoomsOffered(w.row.CentreID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(offered, func(r store.Room) bool { return r.ID == id })
	if i < 0 {
		return rule.Refuse(rule.NotFound, "", "room.unknown", "remote")
	}
	invited, err := w.remoteInvited()
	if err != nil || !invited || w.Case.Meeting == nil || w.Case.Meeting.Remote == "" {
		return err
	}
	said, err := w.remotePlace()
	if err != nil {
		return err
	}
	place, err := w.placeIn(offered[i])
	if err == nil && place != said {
		err = rule.Refuse(rule.Stale, "", "room.remote_invited", "remote", "place", said)
	}
	return err
}

// remoteInvited reports whether somebody was invited to a remote seat.
func (w *walk) remoteInvited() (bool, error) {
	rows, err := w.Draws(w.row.ID)
	if err != nil {
		return false, err
	}
	for _, row := range rows {
		var d draw.Draw
		if err := json.Unmarshal(row.State, &d); err != nil {
			return false, fmt.Errorf("draw %s: %w", row.ID, err)
		}
		if d.Stage != draw.Void && slices.ContainsFunc(d.Holders, func(h draw.Holder) bool { return h.Answer != "" && w.isRemote(h.Seat) }) {
			return true, nil
		}
	}
	return false, nil
}

func (w *walk) isRemote(seat int) bool {
	return slices.ContainsFunc(w.Case.Plan.Seats, func(p evaluation.SeatPlan) bool { return p.No == seat && p.Remote })
}

// placeOf returns the place that an invitation to a seat names: the centre's
// own, or that of the remote room, which must be known.
func (w *walk) placeOf(seat int) (string, error) {
	if !w.isRemote(seat) {
		return w.Case.Lot.CentreName, nil
	}
	if w.Case.Meeting == nil || w.Case.Meeting.Remote == "" {
		return "", rule.Refuse(rule.Premature, "", "invitation.remote", "", "seat", strconv.Itoa(seat))
	}
	return w.remotePlace()
}

func (w *walk) remotePlace() (string, error) {
	room, err := w.Room(w.Case.Meeting.Remote)
	if err != nil {
		return "", err
	}
	return w.placeIn(room)
}

// placeIn says where a remote room is: another centre's by the name of that
// centre as it stands on paper, one of the lot's own centre by its own name too.
func (w *walk) placeIn(room store.Room) (string, error) {
	if room.CentreID == w.row.CentreID {
		return w.Case.Lot.CentreName + " " + room.Name, nil
	}
	centre, err := w.Centre(room.CentreID)
	return centre.Printed, err
}

// inOtherRoom tells in which room of the meeting a seat is, if it is not the
// one of the kiosk that somebody stands at; told is nil if it is.
func (w *walk) inOtherRoom(seat int, kioskRoom string) (told, err error) {
	id := w.Case.Meeting.RoomOf(seat)
	if id == kioskRoom || id == "" {
		return nil, nil
	}
	room, err := w.Room(id)
	if err != nil {
		return nil, err
	}
	centre, err := w.Centre(room.CentreID)
	if err != nil {
		return nil, err
	}
	return rule.Refuse(rule.Forbidden, "", "seat.other_room", "kiosk", "seat", strconv.Itoa(seat), "room", room.Name, "centre", centre.Printed), nil
}

// RoomsOffered returns the rooms that the remote seats of a lot can be in, each
// with the name of its centre.
func (s *Service) RoomsOffered(ctx context.Context, lot string) (rooms []store.Room, centres []string, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		row, err := tx.Lot(lot)
		if err != nil {
			return absent(err, "lot.unknown", "lot")
		}
		if rooms, err = tx.RoomsOffered(row.CentreID); err != nil {
			return err
		}
		for _, room := range rooms {
			centre, err := tx.Centre(room.CentreID)
			if err != nil {
				return err
			}
			centres = append(centres, centre.Name)
		}
		return nil
	})
	return rooms, centres, err
}

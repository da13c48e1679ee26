package rooms

import (
	"context"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// RoomSet is a room's entry in the centre's log.
type RoomSet struct {
	Room    string `json:"room"`
	Centre  string `json:"centre"`
	Name    string `json:"name"`
	Seats   int    `json:"seats,string"`
	Offered bool   `json:"offered,string,omitempty"` // to meetings of other centres, as their remote room
}

// Kind names the entry.
func (*RoomSet) Kind() string { return "room.set" }

// SaveRoom enters a room, or changes the one with its id and version.
func (s *Service) SaveRoom(ctx context.Context, by Actor, room store.Room) error {
	if err := access.Allow(by.Role, by.Kind, access.RoomManage, access.NoCase); err != nil {
		return err
	}
	var refusals rule.Collect
	if room.Name == "" {
		refusals.Add("", "field.required", "name", "field", "name")
	}
	if room.Seats < 1 || room.Seats > 15 {
		refusals.Add("", "room.seats", "seats")
	}
	if err := refusals.Err(rule.Invalid); err != nil {
		return err
	}
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		if room.ID == "" {
			room.ID, room.CentreID = tx.NewID(), by.Centre
			if err := tx.InsertRoom(room); err != nil {
				return taken(err, "room.name_taken", "name")
			}
		} else {
			was, err := tx.Room(room.ID)
			if err != nil {
				return absent(err, "room.unknown", "room")
			}
			room.CentreID = was.CentreID
			if err := mayWithdraw(tx, was, room); err != nil {
				return err
			}
			if err := taken(tx.SaveRoom(room), "room.name_taken", "name"); err != nil {
				return absent(err, "room.unknown", "room")
			}
		}
		act := &RoomSet{room.ID, room.CentreID, room.Name, room.Seats, room.Offered}
		_, err := appendEntry(tx, proclog.Centre, act.Kind(), by, act)
		return err
	})
	if err == nil {
		s.tellCentre(room.CentreID, map[string]string{"room": room.ID})
	}
	return err
}

// mayWithdraw refuses to take back the offer of a room in which another centre
// plans or holds a meeting.
func mayWithdraw(tx *store.Tx, was, room store.Room) error {
	if !was.Offered || room.Offered {
		return nil
	}
	lent, err := tx.Lent(room.ID)
	if err == nil && lent > 0 {
		err = rule.Refuse(rule.Premature, "", "room.lent", "offered")
	}
	return err
}

// CaseOf reads a case for a kiosk of a room that its meeting runs in.
func (s *Service) CaseOf(ctx context.Context, lot string) (c *evaluation.Case, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		row, err := tx.Lot(lot)
		if err != nil {
			return absent(err, "lot.unknown", "lot")
		}
		c, err = s.openCase(row)
		return err
	})
	return c, err
}

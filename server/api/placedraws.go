package api

import (
	"slices"

	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/rooms"
)

// placeViews lists what is drawn of the places of a meeting.
func placeViews(by rooms.Actor, c *evaluation.Case, draws []rooms.Choice) (views []ChosenView) {
	m := c.Meeting
	if c.Plan.DrawRoom || m.RoomOrder != nil {
		view := ChosenView{Purpose: draw.Rooms, Subject: m.ID}
		if m.RoomOrder != nil {
			view.Options = placeNames(slices.Sorted(slices.Values(m.RoomOrder.Order)))
			view.Outcome = [][]string{placeNames(m.RoomOrder.Order[len(m.RoomsOut) : len(m.RoomsOut)+1])}
		}
		_, refusal := c.MayDrawRoom()
		views = append(views, chosenView(view, by, c, draws, refusal))
	}
	for _, room := range m.Rooms() {
		i := slices.IndexFunc(m.Workplaces, func(w evaluation.Workplaces) bool { return w.Room == room })
		if i < 0 && !c.Plan.DrawSeats {
			continue
		}
		view := ChosenView{Purpose: draw.Seats, Subject: room}
		if i >= 0 {
			view.Options = placeNames(slices.Sorted(slices.Values(m.Workplaces[i].Order)))
			view.Outcome = [][]string{placeNames(m.Workplaces[i].Order)}
		}
		_, refusal := c.MayDrawSeats(room)
		views = append(views, chosenView(view, by, c, draws, refusal))
	}
	return views
}

// placeNames returns what people call the places that were drawn from.
func placeNames(options []string) []string {
	names := make([]string, len(options))
	for i, option := range options {
		_, names[i] = evaluation.PlaceOf(option)
	}
	return names
}

// roomTurns shows the order in which the rooms of a meeting were drawn.
func roomTurns(m *evaluation.Meeting) (turns []RoomTurn) {
	if m.RoomOrder == nil {
		return nil
	}
	for i, name := range placeNames(m.RoomOrder.Order) {
		switch turn := (RoomTurn{Name: name, State: "next"}); {
		case i < len(m.RoomsOut):
			turns = append(turns, RoomTurn{Name: name, State: "out", Reason: m.RoomsOut[i].Reason})
		case i == len(m.RoomsOut):
			turns = append(turns, RoomTurn{Name: name, State: "taken"})
		default:
			turns = append(turns, turn)
		}
	}
	return turns
}

package api

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"bidroom/evaluation"
	"bidroom/server/document"
)

// changes fills in who left the panel, and who took the seat.
func (r *reportMaker) changes(report *document.Report) {
	changes := r.c.Meeting.Changes
	for i, change := range changes {
		after := r.names[change.Seat]
		for j := i + 1; j < len(changes); j++ {
			if changes[j].Seat == change.Seat {
				after = r.former[j]
				break
			}
		}
		what, reason := r.words("report.change.left"), change.Reason
		if change.Ground != "" {
			what = r.words("report.change.recused")
			reason = r.words("report.recusedFor", "ground", r.words("recuse.ground."+change.Ground), "reason", change.Reason)
		}
		report.Changes = append(report.Changes, document.Change{At: ms(change.AtMs), Seat: change.Seat, What: what, Before: r.former[i], After: after, Reason: reason})
	}
}

// events fills in what went out of order, as it came: incidents, pauses,
// returns to an earlier stage, and what the supervisors told the room.
func (r *reportMaker) events(report *document.Report) {
	m := r.c.Meeting
	for _, i := range m.Incidents {
		text := i.Text
		if words, of := map[string]string{evaluation.MemberConflict: "shared.incident.conflict", evaluation.MemberAlert: "shared.incident.alert", evaluation.RowAltered: "shared.incident.altered"}[i.What]; of {
			text = r.words(words, "seat", strconv.Itoa(i.Seat), "grounds", strings.Join(i.Grounds, ", "))
		}
		report.Incidents = append(report.Incidents, document.Incident{At: ms(i.AtMs), What: r.words("incident." + i.What), Text: text, ClosedAt: ms(i.ClosedMs), Answer: i.Answer})
	}
	for _, p := range m.Pauses {
		report.Incidents = append(report.Incidents, document.Incident{At: ms(p.FromMs), What: r.words("report.pause"), Text: p.Reason, ClosedAt: ms(p.ToMs)})
	}
	for _, back := range m.Returns {
		text := r.words("report.returned", "stage", r.words("stage."+string(back.To)), "reason", back.Reason)
		report.Incidents = append(report.Incidents, document.Incident{At: ms(back.AtMs), What: r.words("report.return"), Text: text})
	}
	for _, a := range m.Announcements {
		report.Incidents = append(report.Incidents, document.Incident{At: ms(a.AtMs), What: r.words("report.announcement"), Text: a.Text})
	}
	for i, out := range m.RoomsOut {
		names := placeNames(m.RoomOrder.Order)
		text := r.words("report.roomReplacedText", "room", names[i], "next", names[i+1], "reason", out.Reason)
		report.Incidents = append(report.Incidents, document.Incident{At: ms(out.AtMs), What: r.words("report.roomReplaced"), Text: text})
	}
	for _, w := range m.Workplaces {
		for _, out := range w.Failed {
			i := slices.IndexFunc(w.Order, func(option string) bool { id, _ := evaluation.PlaceOf(option); return id == out.Kiosk })
			text := r.words("report.workplaceFailedText", "seat", strconv.Itoa(out.Seat), "kiosk", placeNames(w.Order)[i], "reason", out.Reason)
			report.Incidents = append(report.Incidents, document.Incident{At: ms(out.AtMs), What: r.words("report.workplaceFailed"), Text: text})
		}
	}
	slices.SortStableFunc(report.Incidents, func(a, b document.Incident) int { return a.At.Compare(b.At) })
}

// recorded fills in where the meeting was, what was recorded of it, and what
// was not.
func (h *Handlers) recorded(ctx context.Context, c *evaluation.Case, maker *reportMaker, report *document.Report) error {
	recorded, err := h.Rooms.RecordedOf(ctx, c.Lot.ID)
	if err != nil {
		return err
	}
	places, err := h.feedPlaces(ctx, c)
	if err != nil {
		return err
	}
	_, main, remote, err := h.kioskNames(ctx, c)
	if err != nil {
		return err
	}
	report.MeetingPlace = main
	if remote != "" {
		report.MeetingPlace = maker.words("report.placeRemote", "room", main, "remote", remote,
			"seats", seatList(c.Meeting.SeatsIn(c.Meeting.Room)), "away", seatList(c.Meeting.SeatsIn(c.Meeting.Remote)))
	}
	if order := c.Meeting.RoomOrder; order != nil {
		report.MeetingPlace = maker.words("report.placeDrawn", "room", report.MeetingPlace, "count", strconv.Itoa(len(order.Order)), "draw", order.Draw)
	}
	name := func(feed string) string {
		place, known := places[feed]
		switch {
		case !known:
			return feed
		case place.seat == 0:
			return place.name
		}
		return maker.words("report.seatFeed", "feed", place.name, "seat", strconv.Itoa(place.seat))
	}
	byFeed := map[string]document.Recording{}
	for _, one := range recorded.Recordings {
		if one.MeetingID != c.Meeting.ID {
			continue
		}
		from, to := time.UnixMilli(one.StartedAt), time.UnixMilli(one.EndMs)
		if r, more := byFeed[one.Feed]; more {
			from, to = earlier(r.From, from), later(r.To, to)
		}
		byFeed[one.Feed] = document.Recording{Feed: name(one.Feed), From: from, To: to}
	}
	for _, r := range byFeed {
		report.Recordings = append(report.Recordings, r)
	}
	slices.SortFunc(report.Recordings, func(a, b document.Recording) int { return strings.Compare(a.Feed, b.Feed) })
	for _, g := range recorded.Gaps {
		if g.ToMs >= c.Meeting.OpenedMs {
			report.Gaps = append(report.Gaps, document.Gap{Feed: name(g.Feed), From: time.UnixMilli(g.FromMs), To: time.UnixMilli(g.ToMs), Why: maker.words("cause." + g.Cause)})
		}
	}
	return nil
}

// seatList writes the numbers of seats.
func seatList(seats []int) string {
	words := make([]string, len(seats))
	for i, seat := range seats {
		words[i] = strconv.Itoa(seat)
	}
	return strings.Join(words, ", ")
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

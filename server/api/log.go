package api

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/rooms"
)

// Checkpoint gives a tree's newest checkpoint and the proof that it grew from
// the one that the reader holds.
func (h *Handlers) Checkpoint(c *fiber.Ctx, by rooms.Actor) error {
	if tree := c.Query("tree"); tree != proclog.Centre {
		if err := h.Rooms.ReachLot(c.UserContext(), by.Scope, by.Room, tree); err != nil {
			return err
		}
	}
	note, proof, err := h.Rooms.Checkpoint(c.UserContext(), c.Query("tree"), int64(c.QueryInt("since")))
	if err != nil {
		return err
	}
	view := CheckpointView{Note: note}
	for _, hash := range proof {
		view.Proof = append(view.Proof, base64.StdEncoding.EncodeToString(hash[:]))
	}
	return render(c, view)
}

// Log lists the entries of a lot's log.
func (h *Handlers) Log(c *fiber.Ctx, by rooms.Actor) error {
	lot := c.Params("lot")
	cs, _, err := h.Rooms.Case(c.UserContext(), lot, by, access.LogRead)
	if err != nil {
		return err
	}
	feeds := map[string]string{}
	if cs.Meeting != nil {
		for _, seat := range cs.Meeting.Seats {
			if seat.Member != nil {
				feeds[seatActor(seat.No)] = CameraFeed(seat.Member.Kiosk)
			}
		}
	}
	recorded, err := h.Rooms.RecordedOf(c.UserContext(), lot)
	if err != nil {
		return err
	}
	for _, r := range recorded.Recordings {
		feeds[r.ID] = r.Feed
	}
	return h.renderLog(c, lot, feeds, cs.Stage() != evaluation.Preparing && cs.Stage() != evaluation.Scheduled)
}

// Audit lists the entries of the centre's log.
func (h *Handlers) Audit(c *fiber.Ctx, _ rooms.Actor) error {
	return h.renderLog(c, proclog.Centre, nil, true)
}

// mostWithout bounds how many kinds a reader may leave out of a log.
const mostWithout = 16

// renderLog answers one page of a tree's log: from is a sequence number,
// without the kinds to leave out, with commas between; feeds says by actor
// which feed shows who acted, and by recording which feed it is of; opened,
// whether counts of few experts may be told.
func (h *Handlers) renderLog(c *fiber.Ctx, tree string, feeds map[string]string, opened bool) error {
	_, limit := paging(c)
	without := strings.FieldsFunc(c.Query("without"), func(r rune) bool { return r == ',' })
	entries, size, err := h.Rooms.Entries(c.UserContext(), tree, int64(c.QueryInt("from")), limit, without[:min(len(without), mostWithout)]...)
	if err != nil {
		return err
	}
	page := Page[EntryView]{Total: size}
	for _, e := range entries {
		view := EntryView{Seq: e.Seq, Kind: e.Kind, Text: h.Words(h.Language(c), "kind."+e.Kind, nil), AtMs: e.AtMs, Actor: e.Actor, Role: e.Role, Body: plainFields(e.Kind, e.Body, opened), Feed: feeds[e.Actor]}
		switch {
		case e.Role == string(access.Kiosk):
			view.Feed = CameraFeed(e.Actor)
		case view.Feed == "":
			view.Feed = feeds[view.Body["recording"]]
		}
		page.Items = append(page.Items, view)
	}
	return render(c, page)
}

// longestField bounds a field of an entry that is worth showing in a list.
const longestField = 120

// plainFields returns the short text fields of an entry's body, and what a
// change in the register touched or a method was given, with a comma and a space
// between. Other lists hold ids and codes. Before the opening few experts are "<5".
// How many of those who were drawn are unknown is not said at all: whoever can
// change what the register says of an expert would see by it who was drawn.
func plainFields(kind string, body []byte, opened bool) map[string]string {
	var fields map[string]any
	if err := json.Unmarshal(body, &fields); err != nil {
		return nil // the log was parsed before; a body is always an object
	}
	plain := map[string]string{}
	for name, value := range fields {
		text, short := value.(string)
		short = short && len(text) <= longestField
		if list, ok := value.([]any); ok && name == "changed" {
			text, short = joined(list), true
		}
		if given, ok := value.(map[string]any); ok && name == "params" {
			var parts []any
			for _, key := range slices.Sorted(maps.Keys(given)) {
				parts = append(parts, fmt.Sprint(key, " ", given[key]))
			}
			text, short = joined(parts), true
		}
		if short {
			plain[name] = text
		}
	}
	for _, name := range []string{"unknown", "dismissed", "alerts"} {
		if n, err := strconv.Atoi(plain[name]); err == nil {
			plain[name] = few(n, opened)
		}
	}
	if kind == (*draw.Rechecked)(nil).Kind() {
		delete(plain, "unknown")
	}
	return plain
}

func joined(list []any) string {
	parts := make([]string, len(list))
	for i, one := range list {
		parts[i], _ = one.(string)
	}
	return strings.Join(parts, ", ")
}

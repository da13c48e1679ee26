package api

import (
	"encoding/json"
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/auth"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// DrawFile sends the public record of a draw to whoever may see the draw.
func (h *Handlers) DrawFile(c *fiber.Ctx, by rooms.Actor) error {
	d, _, lot, err := h.Rooms.Draw(c.UserContext(), c.Params("draw"), by)
	if err != nil {
		return err
	}
	return h.sendDraw(c, d, lot)
}

// PublicRecord sends the same to anybody who has the draw's id, signed in or
// not: the printed record leads here. One is made at a time, so that nobody who
// asks without an account keeps both cores from a meeting; who waits longer than
// a request may has no answer.
func (h *Handlers) PublicRecord(c *fiber.Ctx, _ auth.Who) error {
	h.records.Lock()
	defer h.records.Unlock()
	d, lot, err := h.Rooms.PublicDraw(c.UserContext(), c.Params("record"))
	if err != nil {
		return err
	}
	return h.sendDraw(c, d, lot)
}

// sendDraw sends the record of a draw for anybody to check, one value a line.
// Before the opening it withholds small counts; it opens who took part only
// when the meeting is sealed.
func (h *Handlers) sendDraw(c *fiber.Ctx, d draw.Draw, lot store.Lot) error {
	if d.Purpose != "" {
		record, err := choiceFile(d)
		if err != nil {
			return err
		}
		return sendRecord(c, d.ID, record)
	}
	if d.Source != nil {
		return rule.Refuse(rule.NotFound, "", "draw.outside", "", "library", d.Source.Library, "record", d.Source.RecordNo)
	}
	cs, err := h.Rooms.CaseOf(c.UserContext(), lot.ID)
	if err != nil {
		return err
	}
	var opened []draw.Opened
	if cs.Stage() == evaluation.Sealed {
		if opened, err = h.openedOf(c, d, lot); err != nil {
			return err
		}
	}
	told := !slices.Contains([]string{string(access.Preparing), string(access.Scheduled)}, lot.Stage)
	record, err := d.Record(func(n int) string { return few(n, told) }, opened)
	if err != nil {
		return err
	}
	return sendRecord(c, d.ID, record)
}

// sendRecord sends a record as a file, one value a line.
func sendRecord(c *fiber.Ctx, id string, record any) error {
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSONCharsetUTF8)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="draw-`+id+`.json"`)
	encoder := json.NewEncoder(c)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	return encoder.Encode(record)
}

// openedOf returns what stands behind the labels whose experts checked in.
func (h *Handlers) openedOf(c *fiber.Ctx, d draw.Draw, lot store.Lot) (opened []draw.Opened, err error) {
	var data []evaluation.Datum
	if err := h.Rooms.DB.Read(c.UserContext(), func(tx *store.Tx) error {
		entries, err := tx.EntriesOf(lot.ID, (*draw.Unsealed)(nil).Kind(), d.ID)
		for _, e := range entries {
			act, err := draw.Decode(e.Kind, e.Body)
			if err != nil {
				return err
			}
			data = append(data, evaluation.Datum(act.(*draw.Unsealed).Expert))
		}
		return err
	}); err != nil {
		return nil, err
	}
	for _, datum := range data {
		opening, err := h.Rooms.Opening(c.UserContext(), lot.ID, datum)
		if refusal := (*rule.Refusal)(nil); errors.As(err, &refusal) {
			continue // erased by a rule
		}
		if err != nil {
			return nil, err
		}
		var o draw.Opened
		if err := json.Unmarshal([]byte(opening.Value), &o); err != nil {
			return nil, err
		}
		opened = append(opened, o)
	}
	return opened, nil
}

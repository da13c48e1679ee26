package api

import (
	"bytes"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/server/document"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// ReceiptPDF sends the member at a kiosk the receipt of the own submitted
// sheet, in the kiosk's language, for the room's printer.
func (h *Handlers) ReceiptPDF(c *fiber.Ctx, by rooms.Actor) error {
	ctx := c.UserContext()
	if by.Seat == 0 {
		return rule.Refuse(rule.Forbidden, "", "seat.empty", "seat", "seat", "")
	}
	cs, err := h.Rooms.CaseOf(ctx, by.Lot)
	if err != nil {
		return err
	}
	seat := cs.Meeting.Seat(by.Seat)
	if seat == nil || seat.Member == nil || seat.Sheet == nil || seat.Sheet.Returned {
		return rule.Refuse(rule.NotFound, "", "sheet.missing", "seat", "seat", strconv.Itoa(by.Seat))
	}
	zone, err := time.LoadLocation(cs.Lot.TimeZone)
	if err != nil {
		return err
	}
	names, err := h.Rooms.Names(ctx, cs)
	if err != nil {
		return err
	}
	opening, err := h.Rooms.Opening(ctx, by.Lot, seat.Sheet.Marks)
	if err != nil {
		return err
	}
	receipt := document.Receipt{Location: zone, Centre: cs.Lot.CentreName, Lot: cs.Lot.Name, LotNumber: cs.Lot.Number, Seat: by.Seat, Name: names[by.Seat],
		SubmittedAt: ms(seat.Sheet.SubmittedMs), SheetHash: string(seat.Sheet.Marks), Salt: opening.Salt, Code: keyCode(seat.Member.Key)}
	if err := h.Rooms.DB.Read(ctx, func(tx *store.Tx) error {
		entry, err := tx.LastOf(by.Lot, "sheet.submitted", string(seat.Sheet.Marks))
		if err != nil {
			return err
		}
		receipt.Sequence = itoa(entry.Seq)
		checkpoint, err := tx.LastCheckpoint(by.Lot)
		receipt.Checkpoint = checkpoint.Note
		return err
	}); err != nil {
		return err
	}
	var pdf bytes.Buffer
	if err := document.RenderReceipt(&pdf, receipt, h.Language(c)); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/pdf")
	return c.Send(pdf.Bytes())
}

// keyCode is the code of a member's key on paper: the first four bytes of the
// point behind the mark of its form.
func keyCode(key string) string { return key[2:10] }

// ChromiumPolicy sends the policy file of a kiosk's browser.
func (h *Handlers) ChromiumPolicy(c *fiber.Ctx, _ rooms.Actor) error {
	policy, err := h.Policy()
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	c.Attachment("bidroom.json")
	return c.Send(policy)
}

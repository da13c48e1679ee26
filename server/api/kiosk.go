package api

import (
	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/server/rooms"
)

// CheckIn seats the member whose pass is shown or typed, with the member's
// new key on this kiosk.
func (h *Handlers) CheckIn(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[passIn](c)
	if err != nil {
		return err
	}
	var member rooms.Actor
	if err := h.asShown(c, by, in, func(shown rooms.Shown) (err error) {
		member, err = h.Rooms.CheckIn(c.UserContext(), by, shown, in.Key)
		return err
	}); err != nil {
		return err
	}
	return h.KioskState(c, member)
}

// passIn is a pass's code, or who the person is whom a library invited.
type passIn struct {
	Code     string `json:"code"`
	Identity string `json:"identity"`
	Phone    string `json:"phone"` // its last four digits
	Key      string `json:"key"`   // P-256 public key, uncompressed point, hex
}

// asShown lets somebody in by what is shown. Who names an identity number and
// is nobody of the panel may have guessed.
func (h *Handlers) asShown(c *fiber.Ctx, by rooms.Actor, in passIn, enter func(rooms.Shown) error) error {
	shown := rooms.Shown{Code: in.Code, Identity: in.Identity, Phone: in.Phone}
	if shown.Identity == "" {
		return enter(shown)
	}
	return h.Auth.Guess(c.UserContext(), by.Kiosk, "person.unknown", func() error { return enter(shown) })
}

// Move seats a member at this kiosk in place of one that failed.
func (h *Handlers) Move(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[passIn](c)
	if err != nil {
		return err
	}
	var member rooms.Actor
	if err := h.asShown(c, by, in, func(shown rooms.Shown) (err error) {
		member, err = h.Rooms.MoveMember(c.UserContext(), by, shown, in.Key)
		return err
	}); err != nil {
		return err
	}
	return h.KioskState(c, member)
}

// Declare takes a signed declaration.
func (h *Handlers) Declare(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Statement string `json:"statement"`
		Signature string `json:"signature"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Declare(c.UserContext(), by, in.Statement, in.Signature); err != nil {
		return err
	}
	return h.KioskState(c, by)
}

// Recuse takes a member off the panel.
func (h *Handlers) Recuse(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Ground string `json:"ground"`
		Reason string `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Recuse(c.UserContext(), by, in.Ground, in.Reason); err != nil {
		return err
	}
	return h.KioskState(c, by)
}

// KioskIncident notes something out of order that a kiosk, or the member at
// it, has seen: a log that forked, a camera that fails.
func (h *Handlers) KioskIncident(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[incidentIn](c)
	if err != nil {
		return err
	}
	lot, err := h.Rooms.RunningIn(c.UserContext(), by.Room)
	if err != nil {
		return err
	}
	if err := h.Rooms.RaiseIncident(c.UserContext(), by, lot, in.What, in.Text, in.Feed); err != nil {
		return err
	}
	return h.KioskState(c, by)
}

// Vote takes a vote for the chair.
func (h *Handlers) Vote(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Round int `json:"round"`
		For   int `json:"for"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Vote(c.UserContext(), by, in.Round, in.For); err != nil {
		return err
	}
	return h.KioskState(c, by)
}

// Find takes a finding.
func (h *Handlers) Find(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[FindingView](c)
	if err != nil {
		return err
	}
	finding := evaluation.FindingMade{Bid: in.Bid, Item: in.Item, Pass: in.Pass, Reason: in.Reason, Page: in.Page}
	if err := h.Rooms.Find(c.UserContext(), by, finding); err != nil {
		return err
	}
	return h.KioskState(c, by)
}

// FindPassing takes a member's findings on the items of a bid that it passes.
func (h *Handlers) FindPassing(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Bid   string   `json:"bid"`
		Items []string `json:"items"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.FindPassing(c.UserContext(), by, in.Bid, in.Items); err != nil {
		return err
	}
	return h.KioskState(c, by)
}

// Reject takes the chair's statement of a rejection.
func (h *Handlers) Reject(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Bid    string `json:"bid"`
		Ground string `json:"ground"`
		Reason string `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Reject(c.UserContext(), by, in.Bid, in.Ground, in.Reason); err != nil {
		return err
	}
	return h.KioskState(c, by)
}

// Judge takes the panel's judgement on competition.
func (h *Handlers) Judge(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Sufficient bool   `json:"sufficient"`
		Reason     string `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Judge(c.UserContext(), by, in.Sufficient, in.Reason); err != nil {
		return err
	}
	return h.KioskState(c, by)
}

// KioskAdvance is the chair's moving the meeting on.
func (h *Handlers) KioskAdvance(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		To evaluation.Stage `json:"to"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Advance(c.UserContext(), by, by.Lot, in.To); err != nil {
		return err
	}
	return h.KioskState(c, by)
}

// savedDraft says which stroke of a field the server holds.
type savedDraft struct {
	Bid       string `json:"bid"`
	Criterion string `json:"criterion"`
	Seq       int64  `json:"seq"`
}

// SaveDrafts keeps what a member typed.
func (h *Handlers) SaveDrafts(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Drafts []DraftView `json:"drafts"`
	}](c)
	if err != nil {
		return err
	}
	strokes := make([]rooms.Stroke, len(in.Drafts))
	saved := make([]savedDraft, len(in.Drafts))
	for i, d := range in.Drafts {
		strokes[i] = rooms.Stroke(d)
		saved[i] = savedDraft{d.Bid, d.Criterion, d.Seq}
	}
	atMs, err := h.Rooms.SaveDrafts(c.UserContext(), by, strokes)
	if err != nil {
		return err
	}
	return render(c, struct {
		Saved []savedDraft `json:"saved"`
		AtMs  int64        `json:"atMs"`
	}{saved, atMs})
}

// savedReading says which reading of a file and a place the server holds.
type savedReading struct {
	File  string `json:"file"`
	Place string `json:"place"`
	Seq   int64  `json:"seq"`
}

// SaveReadings keeps what a member notes, and how long files were open.
func (h *Handlers) SaveReadings(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Kept []ReadingView `json:"kept"`
	}](c)
	if err != nil {
		return err
	}
	readings := make([]rooms.Reading, len(in.Kept))
	saved := make([]savedReading, len(in.Kept))
	for i, r := range in.Kept {
		readings[i] = rooms.Reading(r)
		saved[i] = savedReading{r.File, r.Place, r.Seq}
	}
	atMs, err := h.Rooms.SaveReadings(c.UserContext(), by, readings)
	if err != nil {
		return err
	}
	return render(c, struct {
		Saved []savedReading `json:"saved"`
		AtMs  int64          `json:"atMs"`
	}{saved, atMs})
}

// Submit takes a signed sheet and gives its receipt.
func (h *Handlers) Submit(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Salt      string `json:"salt"`
		Text      string `json:"text"`
		Signature string `json:"signature"`
	}](c)
	if err != nil {
		return err
	}
	seq, atMs, marks, err := h.Rooms.Submit(c.UserContext(), by, in.Salt, in.Text, in.Signature)
	if err != nil {
		return err
	}
	return render(c, Receipt{Seat: by.Seat, SubmittedMs: atMs, SheetHash: string(marks), Salt: in.Salt, Seq: seq})
}

// ExplainExtremes takes a member's reasons for extreme marks.
func (h *Handlers) ExplainExtremes(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Reasons []struct {
			Bid       string `json:"bid"`
			Criterion string `json:"criterion"`
			Text      string `json:"text"`
		} `json:"reasons"`
	}](c)
	if err != nil {
		return err
	}
	reasons := make([]evaluation.ExtremeReason, len(in.Reasons))
	for i, r := range in.Reasons {
		reasons[i] = evaluation.ExtremeReason(r)
	}
	if err := h.Rooms.ExplainExtremes(c.UserContext(), by, reasons); err != nil {
		return err
	}
	return h.KioskState(c, by)
}

// Sign takes a signature under the report.
func (h *Handlers) Sign(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Salt      string `json:"salt"`
		Strokes   string `json:"strokes"`
		Signature string `json:"signature"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Sign(c.UserContext(), by, in.Salt, in.Strokes, in.Signature); err != nil {
		return err
	}
	return h.KioskState(c, by)
}

// Dissent takes a dissent.
func (h *Handlers) Dissent(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Reasons   string `json:"reasons"`
		Signature string `json:"signature"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Dissent(c.UserContext(), by, in.Reasons, in.Signature); err != nil {
		return err
	}
	return h.KioskState(c, by)
}

package api

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/experts/draw"
	"bidroom/server/notify"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// drawBriefs lists a lot's draws.
func drawBriefs(tx *store.Tx, lot string) ([]DrawBrief, error) {
	rows, err := tx.Draws(lot)
	if err != nil {
		return nil, err
	}
	var list []DrawBrief
	for _, row := range rows {
		var d draw.Draw
		if err := json.Unmarshal(row.State, &d); err != nil {
			return nil, err
		}
		list = append(list, DrawBrief{ID: d.ID, Stage: string(d.Stage), CreatedMs: row.CreatedAt, Confirmed: confirmed(d), Seats: len(d.Seats), Outside: d.Source != nil, Wants: d.WantsSupplement()})
	}
	return list, nil
}

func confirmed(d draw.Draw) (n int) {
	for _, holder := range d.Holders {
		if holder.Comes() {
			n++
		}
	}
	return n
}

// FormPool forms the pool of a lot's draw.
func (h *Handlers) FormPool(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Reason      string `json:"reason"`
		BeaconRound uint64 `json:"beaconRound"` // as the public share; 0 for none
		BeaconAtMs  int64  `json:"beaconAtMs"`  // or the first round that is not there before
	}](c)
	if err != nil {
		return err
	}
	id, err := h.Rooms.FormPool(c.UserContext(), by, c.Params("lot"), in.Reason, rooms.RoundWanted{No: in.BeaconRound, AtMs: in.BeaconAtMs})
	if err != nil {
		return err
	}
	return h.renderDraw(c, by, id)
}

// Draw shows a draw.
func (h *Handlers) Draw(c *fiber.Ctx, by rooms.Actor) error {
	return h.renderDraw(c, by, c.Params("draw"))
}

// Commit takes a commitment.
func (h *Handlers) Commit(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Commitment string `json:"commitment"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Commit(c.UserContext(), by, c.Params("draw"), in.Commitment); err != nil {
		return err
	}
	return h.Draw(c, by)
}

// PublicShare takes the public share.
func (h *Handlers) PublicShare(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Value string `json:"value"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.GivePublicShare(c.UserContext(), by, c.Params("draw"), in.Value); err != nil {
		return err
	}
	return h.Draw(c, by)
}

// Beacon takes the signature of the round that is the public share.
func (h *Handlers) Beacon(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Signature string `json:"signature"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.GiveBeacon(c.UserContext(), by, c.Params("draw"), in.Signature); err != nil {
		return err
	}
	return h.Draw(c, by)
}

// Reveal opens a commitment.
func (h *Handlers) Reveal(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Nonce   string `json:"nonce"`
		Entered string `json:"entered"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Reveal(c.UserContext(), by, c.Params("draw"), in.Nonce, in.Entered); err != nil {
		return err
	}
	return h.Draw(c, by)
}

// VoidDraw ends a draw.
func (h *Handlers) VoidDraw(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[withReason](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.VoidDraw(c.UserContext(), by, c.Params("draw"), in.Reason); err != nil {
		return err
	}
	return h.Draw(c, by)
}

// Invite sends the invitations that are due.
func (h *Handlers) Invite(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[InvitationOffer](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Invite(c.UserContext(), by, c.Params("draw"), rooms.Offer(in)); err != nil {
		return err
	}
	h.Carrier.Wake()
	return h.Draw(c, by)
}

// Call shows one invitation to its caller.
func (h *Handlers) Call(c *fiber.Ctx, by rooms.Actor) error {
	no, err := seat(c)
	if err != nil {
		return err
	}
	invitation, err := h.Rooms.Call(c.UserContext(), by, c.Params("draw"), no)
	if err != nil {
		return err
	}
	m, err := Message(invitation)
	if err != nil {
		return err
	}
	return render(c, CallView{Name: invitation.Name, Phone: invitation.Phone, Text: m.Script(h.Words, h.Language(c), invitation.Name), Pass: invitation.Pass})
}

// Message is an invitation as it is carried.
func Message(i rooms.Invitation) (notify.Message, error) {
	zone, err := time.LoadLocation(i.Zone)
	if err != nil {
		return notify.Message{}, err
	}
	return notify.Message{To: i.Phone, City: i.Place, From: ms(i.FromMs).In(zone), Until: ms(i.UntilMs).In(zone), Hours: i.Hours, Pass: i.Pass,
		At: ms(i.AtMs), Tries: i.Trying.Tries, Pause: time.Duration(i.Trying.PauseSeconds) * time.Second}, nil
}

// Answer takes an answer to an invitation.
func (h *Handlers) Answer(c *fiber.Ctx, by rooms.Actor) error {
	no, err := seat(c)
	if err != nil {
		return err
	}
	in, err := decode[struct {
		Answer string `json:"answer"`
		Reason string `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Answer(c.UserContext(), by, c.Params("draw"), no, in.Answer, in.Reason); err != nil {
		return err
	}
	return h.Draw(c, by)
}

// Representative makes the pass of a procuring entity's representative.
func (h *Handlers) Representative(c *fiber.Ctx, by rooms.Actor) error {
	no, err := seat(c)
	if err != nil {
		return err
	}
	in, err := decode[struct {
		Name   string `json:"name"`
		Letter string `json:"letter"`
	}](c)
	if err != nil {
		return err
	}
	invitation, err := h.Rooms.EnterRepresentative(c.UserContext(), by, c.Params("lot"), no, in.Name, in.Letter)
	if err != nil {
		return err
	}
	text := h.Words(h.Language(c), "invitation.text", map[string]string{"pass": invitation.Pass, "place": invitation.Place})
	return render(c, CallView{Name: invitation.Name, Text: text, Pass: invitation.Pass})
}

// ticketsShown bounds how many tickets a page is sent.
const ticketsShown = 60

// few hides counts below five before the opening, so that they do not become
// an oracle for who is in the pool.
func few(n int, opened bool) string {
	if n > 0 && n < fewest && !opened {
		return "<5"
	}
	return strconv.Itoa(n)
}

// fewUnknown says of how many of the pool something was never asked. Of a panel
// drawn elsewhere that would be of those who hold its seats: whoever can change
// what the register says of an expert would see by it who does, so that it is
// empty.
func fewUnknown(d draw.Draw, opened bool) string {
	if d.Source != nil {
		return ""
	}
	return few(d.Unknown, opened)
}

// exclusions says of each ground what the lot's profile says of it.
func exclusions(profile *rule.Profile, d draw.Draw, opened bool) (counts []ExclusionCount) {
	for _, e := range d.Excluded {
		said := profile.Recusal.Grounds[e.Ground]
		action := cmp.Or(said.Action, rule.Exclude) // a limit of the plan has no clause and is in no profile
		counts = append(counts, ExclusionCount{e.Ground, string(said.Clause), string(action), few(e.Count, opened), slices.Contains(draw.ServiceLimits, e.Ground)})
	}
	return counts
}

func (h *Handlers) renderDraw(c *fiber.Ctx, by rooms.Actor, id string) error {
	d, row, lot, err := h.Rooms.Draw(c.UserContext(), id, by)
	if err != nil {
		return err
	}
	if d.Purpose != "" {
		return h.renderChoice(c, by, d, row, lot)
	}
	view := DrawView{PoolHash: d.PoolHash, Confirmed: confirmed(d)}
	opened := lot.Stage != "preparing" && lot.Stage != "scheduled"
	view.PoolSize, view.Unknown, view.Unasked = few(len(d.Items), opened), fewUnknown(d, opened), d.Unasked
	view.Dismissed, view.Alerts = few(d.Dismissed, opened), few(d.Alerts, opened)
	chances, err := h.Rooms.Chances(row)
	if err != nil {
		return err
	}
	if chances != nil {
		view.Chances = chancesView(chances.Chances, opened)
		view.Chances.Repeats = repeatsView(chances.Repeats, opened)
	}
	of, err := h.Rooms.CaseOf(c.UserContext(), lot.ID)
	if err != nil {
		return err
	}
	profile, err := of.Profile()
	if err != nil {
		return err
	}
	view.Exclusions = exclusions(profile, d, opened)
	rules := profile.Invitation
	view.Inviting = InvitingView{string(rules.Clause), rules.From, rules.Until, rules.AnswerMinutes, rules.Call.Tries, rules.Message.Tries}
	view.Limits = PanelLimits(d.Limits)
	for _, s := range d.Seats {
		view.Plan = append(view.Plan, SeatPlan{No: s.No, Specialties: s.Specialties, Fallback: s.Fallback, Region: s.Region})
	}
	seats, own, err := h.Rooms.Calls(c.UserContext(), by, &d, lot)
	if err != nil {
		return err
	}
	view.OwnCase = own
	for _, holder := range d.Holders {
		state := holder.Answer
		if state == "" {
			state = "filled"
		}
		view.Seats = append(view.Seats, DrawSeat{Seat: holder.Seat, Label: holder.Label, State: state, Calls: holder.Calls, Channel: holder.Channel, Outcome: holder.Outcome, AtMs: holder.AtMs, MayCall: slices.Contains(seats, holder.Seat), Place: d.Place(holder.Label)})
	}
	view.Outside = outsideView(d)
	if err := h.unattended(c, by, d, lot, &view); err != nil {
		return err
	}
	view.Channels = append([]string{rooms.Manual}, h.Rooms.Channels...)
	if view.CeremonyView, err = h.ceremony(c, by, d, row, lot); err != nil {
		return err
	}
	if view.Tickets, err = ticketViews(d, ticketsShown); err != nil {
		return err
	}
	return render(c, view)
}

// ticketViews lists the first tickets, at most as many, with the seats they
// took.
func ticketViews(d draw.Draw, most int) ([]TicketView, error) {
	if d.Seed == "" {
		return nil, nil
	}
	tickets, err := d.Order()
	if err != nil {
		return nil, err
	}
	var list []TicketView
	for i, t := range tickets[:min(len(tickets), most)] {
		view := TicketView{Order: i + 1, Ticket: t.Number, Label: t.Label}
		for i, f := range d.Fillings {
			switch {
			case f.Label == t.Label:
				view.Seat = f.Seat
			case f.Seat == view.Seat && view.Left == "" && i >= len(d.Seats):
				view.Left = d.Reasons[i-len(d.Seats)]
			}
		}
		for _, f := range d.Fillings {
			for _, skip := range f.Skips {
				if skip.Label == t.Label && view.Seat == 0 {
					view.Skip, view.For = skip.Reason, skip.For
				}
			}
		}
		list = append(list, view)
	}
	return list, nil
}

package api

import (
	"context"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/document"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// StateOptions begins a draw that is of no panel.
func (h *Handlers) StateOptions(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Purpose string `json:"purpose"`
		Subject string `json:"subject"`
		Reason  string `json:"reason"`
	}](c)
	if err != nil {
		return err
	}
	id, err := h.Rooms.StateOptions(c.UserContext(), by, c.Params("lot"), in.Purpose, in.Subject, in.Reason)
	if err != nil {
		return err
	}
	return h.renderDraw(c, by, id)
}

// renderChoice shows a draw that is of no panel.
func (h *Handlers) renderChoice(c *fiber.Ctx, by rooms.Actor, d draw.Draw, row store.Draw, lot store.Lot) (err error) {
	view := ChoiceView{Purpose: d.Purpose, OptionsHash: d.PoolHash}
	cs, err := h.Rooms.CaseOf(c.UserContext(), lot.ID)
	if err != nil {
		return err
	}
	view.Names = coefficientNames(cs, d.Subject)
	for _, option := range d.Options {
		view.Options = append(view.Options, OptionView{Option: option, Word: optionWord(cs, d.Purpose, option), Group: tieGroup(cs, option)})
	}
	if d.Stage == draw.Ordered {
		chosen, err := d.Chosen()
		if err != nil {
			return err
		}
		for _, o := range chosen {
			view.Order = append(view.Order, OptionView{Option: o.Option, Word: optionWord(cs, d.Purpose, o.Option), Group: tieGroup(cs, o.Option), Ticket: o.Number})
		}
	}
	if view.CeremonyView, err = h.ceremony(c, by, d, row, lot); err != nil {
		return err
	}
	return render(c, view)
}

// coefficientNames returns what the method calls a coefficient.
func coefficientNames(c *evaluation.Case, id string) Words {
	method, err := c.ScoringMethod()
	if err != nil {
		return nil
	}
	for _, q := range method.Drawn() {
		if q.ID == id {
			return q.Names
		}
	}
	return nil
}

// optionWord returns what people call an option: a value, a place, or a bidder.
func optionWord(c *evaluation.Case, purpose, option string) string {
	if purpose != draw.Tie {
		_, value, _ := strings.Cut(option, " ")
		return value
	}
	i := slices.IndexFunc(c.Bidders, func(b evaluation.Bidder) bool { return c.Bid(option) != nil && b.ID == c.Bid(option).Bidder })
	if i < 0 {
		return option
	}
	return letter(i) + " " + c.Bidders[i].Name
}

// tieGroup returns which of the groups that wait for a draw a bid belongs to,
// from 1; 0 if it waits for none.
func tieGroup(c *evaluation.Case, bid string) int {
	if c.Meeting == nil || c.Meeting.Tied == nil {
		return 0
	}
	return 1 + slices.IndexFunc(c.Meeting.Tied.Groups, func(g evaluation.TieGroup) bool { return slices.Contains(g.Bids, bid) })
}

// chosenViews lists what a case draws beside its panel: the coefficients of
// its method, the meeting's places, and for whom it is due the order of tied
// bids.
func (h *Handlers) chosenViews(ctx context.Context, by rooms.Actor, c *evaluation.Case) (views []ChosenView, err error) {
	draws, err := h.Rooms.Choices(ctx, c.Lot.ID)
	if err != nil {
		return nil, err
	}
	if method, err := c.ScoringMethod(); err == nil {
		for _, q := range method.Drawn() {
			view := ChosenView{Purpose: draw.Coefficient, Subject: q.ID, Names: q.Names, Options: q.OneOf, Moment: q.Moment.String()}
			if drawn := c.Coefficient(q.ID); drawn != nil {
				view.Outcome = [][]string{{drawn.Value}}
			}
			_, refusal := c.MayDraw(q.ID)
			views = append(views, chosenView(view, by, c, draws, refusal))
		}
	}
	if c.Meeting == nil {
		return views, nil
	}
	views = append(views, placeViews(by, c, draws)...)
	if !may(by, access.TieView, c) {
		return views, nil
	}
	view := ChosenView{Purpose: draw.Tie, Subject: c.Meeting.ID}
	bids, refusal := c.TiedBids()
	for _, bid := range bids {
		view.Options = append(view.Options, optionWord(c, draw.Tie, bid))
	}
	for _, order := range c.Meeting.Ordered {
		var words []string
		for _, bid := range order.Bids {
			words = append(words, optionWord(c, draw.Tie, bid))
		}
		view.Outcome = append(view.Outcome, words)
	}
	if view = chosenView(view, by, c, draws, refusal); len(view.Options)+len(view.Draws) > 0 {
		views = append(views, view)
	}
	return views, nil
}

// chosenView adds the draws that were begun, and whether the reader may begin
// one: refusal is what the case says to that.
func chosenView(view ChosenView, by rooms.Actor, c *evaluation.Case, draws []rooms.Choice, refusal error) ChosenView {
	stands := false
	for _, d := range draws {
		if d.Purpose != view.Purpose || d.Subject != view.Subject {
			continue
		}
		view.Draws = append(view.Draws, DrawBrief{ID: d.ID, Stage: string(d.Stage), CreatedMs: d.CreatedMs})
		view.Again = d.Stage == draw.Void
		stands = d.Stage != draw.Void && d.Stage != draw.Ordered
	}
	needed := access.DrawPool
	if view.Again {
		needed = access.DrawSecond
	}
	view.Due = refusal == nil && !stands && may(by, needed, c)
	return view
}

// choiceFile returns the record of a choice for anybody to check; there is
// none before its order stands.
func choiceFile(d draw.Draw) (*draw.Choice, error) {
	if d.Stage != draw.Ordered {
		return nil, rule.Refuse(rule.Premature, "", "draw.unordered", "")
	}
	return d.Choice()
}

// sendChoiceRecord sends the record of a draw that is of no panel as PDF.
func (h *Handlers) sendChoiceRecord(c *fiber.Ctx, d draw.Draw, row store.Draw, cs *evaluation.Case) error {
	m := &recordMaker{h: h, lang: h.Language(c), d: d, c: cs, opened: true}
	if err := h.Rooms.DB.Read(c.UserContext(), func(tx *store.Tx) error {
		if err := m.basics(tx, row); err != nil {
			return err
		}
		if err := m.shares(tx); err != nil {
			return err
		}
		return m.acts(tx)
	}); err != nil {
		return err
	}
	m.record.Algorithm = choiceAlgorithms
	m.record.Subject = m.words("desk-choice.title."+d.Purpose, "name", coefficientNames(cs, d.Subject)[m.lang])
	for _, option := range d.Options {
		m.record.Options = append(m.record.Options, document.DrawOption{Option: option, Word: optionWord(cs, d.Purpose, option)})
	}
	if d.Stage == draw.Ordered {
		chosen, err := d.Chosen()
		if err != nil {
			return err
		}
		for _, o := range chosen {
			m.record.Order = append(m.record.Order, document.DrawOption{Option: o.Option, Word: optionWord(cs, d.Purpose, o.Option), Ticket: o.Number})
		}
	}
	return m.send(c)
}

package api

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
	"bidroom/server/access"
	"bidroom/server/rooms"
)

// Bounds of a trial. It is asked for at every pause of whoever writes a method,
// so it must be over before the next.
const (
	trialBids    = 12
	trialMembers = 9
	trialTime    = 2 * time.Second
	trialBytes   = 2 << 20 // of the numbers and formulas of a derivation
)

// MethodFile shows the file of a built-in method.
func (h *Handlers) MethodFile(c *fiber.Ctx, _ rooms.Actor) error {
	stated, err := methodIn{ID: c.Params("method")}.stated()
	if err != nil {
		return err
	}
	return render(c, MethodFile{Source: string(stated.Source)})
}

// LotMethodFile shows the file of the method that a lot has.
func (h *Handlers) LotMethodFile(c *fiber.Ctx, by rooms.Actor) error {
	cs, _, err := h.Rooms.Case(c.UserContext(), c.Params("lot"), by, access.LotRead)
	if err != nil {
		return err
	}
	method, err := cs.ScoringMethod()
	if err != nil {
		return err
	}
	return render(c, MethodFile{Source: string(method.Source())})
}

// TryMethod reads a method's file, runs it over bids and marks, and keeps
// nothing of either.
func (h *Handlers) TryMethod(c *fiber.Ctx, _ rooms.Actor) error {
	in, err := decode[struct {
		Source string        `json:"source"`
		Input  scoring.Input `json:"input"`
	}](c)
	if err != nil {
		return err
	}
	method, err := scoring.Load([]byte(in.Source))
	if err != nil {
		return err
	}
	if err := trialBounds(in.Input); err != nil {
		return err
	}
	h.trials.Lock()
	defer h.trials.Unlock()
	result, err := h.tried(method, in.Input)
	if err != nil {
		return err
	}
	return render(c, trialView(result))
}

// trialBounds refuses more than a trial takes.
func trialBounds(in scoring.Input) error {
	var refusals rule.Collect
	if len(in.Bids) > trialBids {
		refusals.Add("", "scoring.input.bids", "bids", "most", strconv.Itoa(trialBids))
	}
	members := map[string]bool{}
	for _, mark := range in.Marks {
		members[mark.Member] = true
	}
	if len(members) > trialMembers {
		refusals.Add("", "scoring.mark.members", "marks", "most", strconv.Itoa(trialMembers))
	}
	return refusals.Err(rule.TooLarge)
}

// tried computes a result within the bounds of a trial.
func (h *Handlers) tried(method *scoring.Method, in scoring.Input) (*scoring.Result, error) {
	until, left := h.Now().Add(trialTime), trialBytes
	result, err := method.ScoreWhile(in, func(line scoring.Line) bool {
		left -= len(line.Values) + len(line.Exact)
		for _, w := range line.Workings {
			left -= len(w.Expr) + len(w.Values) + len(w.Exact)
		}
		return left > 0 && h.Now().Before(until)
	})
	if errors.Is(err, scoring.ErrStopped) {
		return nil, rule.Refuse(rule.TooLarge, "", "method.trial_long", "", "seconds", strconv.Itoa(int(trialTime.Seconds())))
	}
	return result, err
}

func trialView(result *scoring.Result) TrialView {
	view := TrialView{Unit: string(result.Unit), Candidates: result.Candidates, Undecided: result.Undecided, ToDraw: slices.Concat(result.ToDraw...)}
	for _, bid := range result.Bids {
		one := rankLine(bid)
		one.Letter = bid.Bid
		view.Ranking = append(view.Ranking, one)
	}
	for _, line := range result.Derivation {
		view.Derivation = append(view.Derivation, derivationLine(line))
	}
	return view
}

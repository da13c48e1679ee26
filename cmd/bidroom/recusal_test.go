package main

import (
	"context"
	"slices"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/rooms"
	"bidroom/server/store/storetest"
)

// A recusal at each stage, and a member who leaves: what the member did is
// void, the next ticket takes the seat and does it again, and the case goes
// on to its seal with evidence that verifies.
func TestReplacedInMeeting(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "tender")
		ctx := t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		r := &recusals{t: t, c: c, p: p, lot: lots[0]}

		must(p.Take(ctx, r.lot, "declaring"))
		must(p.Declare(ctx, 1))
		r.recuse(ctx, 1)
		must(p.Reseat(ctx, 1))

		must(p.Take(ctx, r.lot, "examining"))
		must(p.Examine(ctx, 1))
		must(p.Examine(ctx, 2))
		r.recuse(ctx, 2) // the chair
		if m := r.meeting(ctx); m.Chair != 0 || !slices.ContainsFunc(m.Findings, func(f evaluation.FindingMade) bool { return f.Seat == 1 }) {
			t.Errorf("after the chair left: chair %d, %d findings", m.Chair, len(m.Findings))
		}
		must(p.Reseat(ctx, 2))
		if err := p.Examine(ctx, 2); err == nil || !strings.Contains(err.Error(), "seat.not_declared") {
			t.Errorf("a finding before the declaration: %v", err)
		}
		if err := r.vote(ctx, 2, 2); err == nil || !strings.Contains(err.Error(), "seat.not_declared") {
			t.Errorf("a vote before the declaration: %v", err)
		}
		must(p.Declare(ctx, 2))
		for seat := 1; seat <= 5; seat++ {
			must(r.vote(ctx, seat, 2))
		}

		must(p.Take(ctx, r.lot, "evaluating"))
		for seat, leave := range map[int]func(context.Context, int){3: r.recuse, 4: r.leave} {
			must(p.Submit(ctx, seat))
			leave(ctx, seat)
			must(p.Reseat(ctx, seat))
			must(p.Declare(ctx, seat))
			if err := p.Submit(ctx, seat); err == nil || !strings.Contains(err.Error(), "seat.not_examined") {
				t.Errorf("a sheet before the findings: %v", err)
			}
			must(p.Examine(ctx, seat))
			must(p.Judge(ctx, seat, 1, true, "")) // what was asked before this member came
		}

		must(p.Take(ctx, r.lot, "sealed"))
		replay(t, c, r.lot)
		takeOut(t, c, p, r.lot)
		if broken, err := c.handlers.Rooms.DB.Invariants(ctx); err != nil || len(broken) > 0 {
			t.Errorf("after the case: %v %v", broken, err)
		}
		r.stated(ctx)
	})
}

type recusals struct {
	t   *testing.T
	c   *centre
	p   *demo.Play
	lot string
}

func (r *recusals) meeting(ctx context.Context) *evaluation.Meeting {
	r.t.Helper()
	c, _, err := r.c.handlers.Rooms.Case(ctx, r.lot, rooms.Actor{Role: access.Staff}, access.LotRead)
	if err != nil {
		r.t.Fatal(err)
	}
	return c.Meeting
}

// recuse takes the member off a seat by its own word.
func (r *recusals) recuse(ctx context.Context, seat int) {
	r.t.Helper()
	kiosk, _, err := r.p.Kiosk(ctx, seat)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := kiosk.Post(ctx, "/api/kiosk/recuse", map[string]string{"ground": "kin", "reason": "投标人的负责人是我的近亲属"}, nil); err != nil {
		r.t.Fatal(err)
	}
	r.vacated(ctx, seat)
}

// leave has staff state that the member left.
func (r *recusals) leave(ctx context.Context, seat int) {
	r.t.Helper()
	staff, err := r.p.As(ctx, "staff")
	if err != nil {
		r.t.Fatal(err)
	}
	if err := staff.Post(ctx, "/api/lots/"+r.lot+"/seats/4/left", map[string]string{"reason": "突发疾病送医"}, nil); err != nil {
		r.t.Fatal(err)
	}
	r.vacated(ctx, seat)
}

// vacated holds that nothing of what was done on a seat counts any more.
func (r *recusals) vacated(ctx context.Context, no int) {
	r.t.Helper()
	m := r.meeting(ctx)
	seat := m.Seat(no)
	change := m.Changes[len(m.Changes)-1]
	if seat.Member != nil || seat.Sheet != nil || seat.Draft != "" || change.Seat != no || change.Member.Label == "" {
		r.t.Errorf("seat %d is not empty: %+v, the last change %+v", no, seat, change)
	}
	if slices.ContainsFunc(m.Findings, func(f evaluation.FindingMade) bool { return f.Seat == no }) ||
		slices.ContainsFunc(m.Votes, func(v evaluation.ChairVoted) bool { return v.Seat == no || v.For == no }) {
		r.t.Errorf("seat %d: what its member found or voted still counts", no)
	}
	strokes, _, err := r.c.handlers.Rooms.Drafts(ctx, m.ID, no)
	if err != nil || len(strokes) > 0 {
		r.t.Errorf("seat %d: %d drafts are left: %v", no, len(strokes), err)
	}
}

// vote has a member vote for the chair.
func (r *recusals) vote(ctx context.Context, seat, chair int) error {
	kiosk, _, err := r.p.Kiosk(ctx, seat)
	if err != nil {
		return err
	}
	return kiosk.Post(ctx, "/api/kiosk/vote", map[string]int{"round": r.meeting(ctx).Round, "for": chair}, nil)
}

// stated holds that the log says of each who left, and right after it who
// was drawn instead: somebody who never held a seat before.
func (r *recusals) stated(ctx context.Context) {
	r.t.Helper()
	entries, _, err := r.c.handlers.Rooms.Entries(ctx, r.lot, 0, 100_000)
	if err != nil {
		r.t.Fatal(err)
	}
	drawn := map[string]bool{}
	reasons := map[string]int{}
	for i, e := range entries {
		act, err := draw.Decode(e.Kind, e.Body)
		if err != nil {
			continue
		}
		switch a := act.(type) {
		case *draw.SeatsFilled:
			for _, f := range a.Fillings {
				drawn[f.Label] = true
			}
		case *draw.Replaced:
			if drawn[a.Filling.Label] {
				r.t.Errorf("entry %d draws somebody again", e.Seq)
			}
			drawn[a.Filling.Label] = true
			if e.Role != "system" {
				r.t.Errorf("entry %d is an act of %s", e.Seq, e.Role)
			}
			reasons[entries[i-1].Kind+" "+a.Reason]++
		}
	}
	if reasons["member.recused recused"] != 3 || reasons["member.left absent"] != 1 {
		r.t.Errorf("the replacements follow %v", reasons)
	}
}

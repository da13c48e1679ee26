package main

import (
	"bytes"
	"context"
	"crypto/rand"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/evaluation"
	"bidroom/evaluation/scoring"
	"bidroom/experts/draw"
	"bidroom/server/api"
	"bidroom/server/store/storetest"
)

// drawing returns the file of a method with a coefficient that is drawn at
// the opening, one that is drawn at the tally, and ties that are drawn.
func drawing(t *testing.T) string {
	t.Helper()
	method, err := scoring.Builtin("cn-works-baseline")
	if err != nil {
		t.Fatal(err)
	}
	source := string(method.Source())
	for _, change := range [][2]string{
		{"\n \"formulas\": [", "\n \"drawn\": [{\"id\": \"k\", \"one_of\": [\"0.9\", \"0.95\", \"1\"], \"names\": {\"zh-CN\": \"系数\", \"en\": \"Factor\"}}," +
			"{\"id\": \"m\", \"moment\": \"tally\", \"unit\": \"money\", \"one_of\": [\"1\", \"1.5\"], \"names\": {\"zh-CN\": \"加价\", \"en\": \"Surcharge\"}}],\n \"formulas\": ["},
		{"marks(commercial) + price_score\"", "marks(commercial) + price_score * k + m\""},
		{"{\"by\": \"marks(technical)\", \"order\": \"desc\"}]", "{\"by\": \"marks(technical)\", \"order\": \"desc\"}, {\"drawn\": true}]"},
	} {
		if strings.Count(source, change[0]) != 1 {
			t.Fatalf("the method holds %q not once", change[0])
		}
		source = strings.Replace(source, change[0], change[1], 1)
	}
	return source
}

// opened gives the first lot the method of [drawing] and opens its bids; the
// prices of A and E, who get the same marks, are equal.
func opened(t *testing.T, p *demo.Play, lot string) {
	t.Helper()
	staff := as(t, p, "staff")
	var view api.LotView
	if err := staff.Post(t.Context(), "/api/lots/"+lot+"/method", map[string]string{"source": drawing(t)}, &view); err != nil {
		t.Fatal(err)
	}
	refused(t, staff.Post(t.Context(), "/api/lots/"+lot+"/choices", coefficient("k"), nil), "opening.missing")
	records, err := demo.Opening(&view)
	if err != nil {
		t.Fatal(err)
	}
	records[4]["priceFen"] = records[0]["priceFen"]
	if err := staff.Post(t.Context(), "/api/lots/"+lot+"/opening", map[string]any{"records": records}, &view); err != nil {
		t.Fatal(err)
	}
}

func coefficient(id string) map[string]string {
	return map[string]string{"purpose": "coefficient", "subject": id}
}

// chosen returns what a lot has drawn for something.
func chosen(t *testing.T, who *demo.Client, lot, purpose, subject string) (one api.ChosenView, there bool) {
	t.Helper()
	var view api.LotView
	if err := who.Get(t.Context(), "/api/lots/"+lot, &view); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(view.Chosen, func(c api.ChosenView) bool { return c.Purpose == purpose && (subject == "" || c.Subject == subject) })
	if i < 0 {
		return one, false
	}
	return view.Chosen[i], true
}

// A case whose method draws two coefficients and the order of a tie, over the
// network, on every database: each is drawn by a ceremony at its moment, a
// void one is drawn again by a supervisor only, and the evidence verifies.
func TestCaseWithMoreToDraw(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "tender")
		ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute)
		defer cancel()
		lot, path := lots[0], "/api/lots/"+lots[0]
		staff, supervisor, agent, witness := as(t, p, "staff"), as(t, p, "supervisor"), as(t, p, "agent"), as(t, p, "witness")
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		var view api.ChoiceView
		begin := func(who *demo.Client, what map[string]string) {
			t.Helper()
			must(who.Post(ctx, path+"/choices", what, &view))
		}
		opened(t, p, lot)
		must(p.Take(ctx, lot, "scheduled"))

		refused(t, staff.Post(ctx, path+"/meeting/open", struct{}{}, nil), "coefficient.undrawn")
		refused(t, staff.Post(ctx, path+"/choices", coefficient("m"), nil), "stage.wrong")
		refused(t, staff.Post(ctx, path+"/choices", coefficient("x"), nil), "coefficient.unknown")
		refused(t, supervisor.Post(ctx, path+"/choices", coefficient("k"), nil), "access.role")
		begin(staff, coefficient("k"))
		void := view.ID
		refused(t, staff.Post(ctx, path+"/choices", coefficient("k"), nil), "draw.stands")
		refused(t, staff.Get(ctx, "/api/draws/"+void+"/record.json", nil), "draw.unordered")
		for panels, body := range map[string]any{"/invitations": demo.Offer("manual"), "/seats/1/answer": map[string]string{"answer": "accepted"}, "/seats/1/call": struct{}{},
			"/open": map[string]any{"reason": "停电", "keys": map[string]string{}}} {
			refused(t, staff.Post(ctx, "/api/draws/"+void+panels, body, nil), "draw.unknown")
		}
		must(staff.Post(ctx, "/api/draws/"+void+"/void", map[string]string{"reason": "一方离场"}, &view))
		again := coefficient("k")
		again["reason"] = "一方离场，重新抽取"
		refused(t, staff.Post(ctx, path+"/choices", again, nil), "access.role")
		refused(t, supervisor.Post(ctx, path+"/choices", coefficient("k"), nil), "reason.required")
		begin(supervisor, again)
		if view.Former != void || view.Stage != "committing" {
			t.Errorf("the second draw follows %q and is %s", view.Former, view.Stage)
		}
		must(p.Hold(ctx, view.ID, "agent", &view))
		k, _ := chosen(t, agent, lot, "coefficient", "k")
		if view.Stage != "ordered" || len(k.Outcome) != 1 || k.Outcome[0][0] != view.Order[0].Word || len(k.Draws) != 2 || k.Due {
			t.Errorf("drawn %+v, the lot says %+v", view.Order, k)
		}
		refused(t, supervisor.Post(ctx, "/api/draws/"+view.ID+"/void", map[string]string{"reason": "不满意"}, nil), "draw.stage")
		refused(t, supervisor.Post(ctx, path+"/choices", again, nil), "coefficient.drawn")
		checkChoice(t, staff, view.ID, "系数")
		var record draw.Choice
		must(staff.Get(ctx, "/api/draws/"+view.ID+"/record.json", &record))
		if record.Former != void || record.Reason != again["reason"] {
			t.Errorf("the record says to follow %q because of %q", record.Former, record.Reason)
		}

		must(p.Take(ctx, lot, "evaluating"))
		refused(t, staff.Post(ctx, path+"/choices", coefficient("m"), nil), "seat.not_submitted")
		for seat := 1; seat <= 5; seat++ {
			must(p.Submit(ctx, seat))
		}
		refused(t, staff.Post(ctx, path+"/meeting/tally", struct{}{}, nil), "coefficient.undrawn")
		begin(staff, coefficient("m"))
		must(p.Hold(ctx, view.ID, "witness", &view))

		must(staff.Post(ctx, path+"/meeting/tally", struct{}{}, nil))
		refused(t, staff.Post(ctx, path+"/meeting/tally", struct{}{}, nil), "tie.waits")
		refused(t, staff.Post(ctx, path+"/seats/1/returned", map[string]string{"reason": "x"}, nil), "tie.waits")
		tied, there := chosen(t, staff, lot, "tie", "")
		if !there || !tied.Due || len(tied.Options) != 2 || tied.Options[0][0] != 'A' || tied.Options[1][0] != 'E' {
			t.Fatalf("tied are %+v", tied)
		}
		if _, there := chosen(t, agent, lot, "tie", ""); there {
			t.Error("the agent is told that bids are tied")
		}
		waits(t, p, lot, true)
		begin(staff, map[string]string{"purpose": "tie", "subject": tied.Subject})
		refused(t, agent.Get(ctx, "/api/draws/"+view.ID, nil), "access.stage")
		refused(t, agent.Post(ctx, "/api/draws/"+view.ID+"/commitments", map[string]string{"commitment": strings.Repeat("a", 64)}, nil), "access.stage")
		must(p.Hold(ctx, view.ID, "witness", &view))
		order := []string{view.Order[0].Option, view.Order[1].Option}
		must(witness.Get(ctx, "/api/draws/"+view.ID, &view))
		checkChoice(t, supervisor, view.ID, "并列")
		anybody, err := demo.NewClient(p.Base)
		must(err)
		refused(t, anybody.Get(ctx, "/api/records/"+view.ID, nil), "access.stage")

		waits(t, p, lot, false)
		// Going back gives no second draw: the order that was drawn stands.
		must(staff.Post(ctx, path+"/meeting/tally", struct{}{}, nil))
		must(supervisor.Post(ctx, path+"/meeting/return", map[string]string{"to": "evaluating", "reason": "复核评分"}, nil))
		must(p.Take(ctx, lot, "sealed"))
		cs, err := c.handlers.Rooms.CaseOf(ctx, lot)
		must(err)
		if tally := cs.Meeting.Tally; !slices.Equal(tally.TieOrder, order) || tally.Ranking[slices.IndexFunc(tally.Ranking, func(r evaluation.RankedBid) bool { return r.Bid == order[0] })].Tied {
			t.Errorf("drawn %v, the tally says %+v", order, tally)
		}
		takeOut(t, c, p, lot)
		must(agent.Get(ctx, "/api/draws/"+view.ID, nil))
		must(anybody.Get(ctx, "/api/records/"+view.ID, nil))
	})
}

// waits holds who is told that the tally waits for the draw of a tie: members,
// staff and supervisors, and nobody who is not in the room.
func waits(t *testing.T, p *demo.Play, lot string, tied bool) {
	t.Helper()
	if _, state := atKiosk(t, p, 1); state.Lot.Tied != tied {
		t.Errorf("a member is told that the tally waits: %t", state.Lot.Tied)
	}
	for login, told := range map[string]bool{"staff": tied, "supervisor": tied, "agent": false} {
		var view api.LotView
		if err := as(t, p, login).Get(t.Context(), "/api/lots/"+lot, &view); err != nil || view.Meeting.Tied != told {
			t.Errorf("%s is told that the tally waits: %t, %v", login, view.Meeting.Tied, err)
		}
	}
}

// checkChoice checks the record of a choice with the command, and that it can
// be printed.
func checkChoice(t *testing.T, who *demo.Client, id, says string) {
	t.Helper()
	var file, pdf []byte
	if err := who.Get(t.Context(), "/api/draws/"+id+"/record.json", &file); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "choice.json")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	code, parts, faults := drawVerify(t, name)
	if code != 0 || len(parts) != 4 || slices.ContainsFunc([]string{"options", "shares", "seed", "order"}, func(part string) bool { return parts[part] != "checked" }) {
		t.Errorf("draw verify ended with %d: %v %s", code, parts, faults)
	}
	if err := who.Get(t.Context(), "/api/draws/"+id+"/record.pdf", &pdf); err != nil {
		t.Fatal(err)
	}
	read := exec.Command("pdftotext", "-", "-")
	read.Stdin = bytes.NewReader(pdf)
	if text, err := read.Output(); err != nil || !bytes.Contains(text, []byte(says)) || !bytes.Contains(text, []byte(id)) {
		t.Errorf("the printed record does not say %q: %v\n%s", says, err, text)
	}
}

// A ceremony goes on after the server was killed between any two of its steps.
func TestKilledBetweenShares(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		server := serve(t, db)
		p := &demo.Play{Base: server.address(), Random: rand.Reader, Choice: mathrand.New(mathrand.NewPCG(7, 7))}
		ctx := t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		again := func() {
			server.kill()
			server.start()
		}
		must(p.SetUp(ctx, 7))
		lots, err := p.Tender(ctx)
		must(err)
		opened(t, p, lots[0])
		var view api.ChoiceView
		must(as(t, p, "staff").Post(ctx, "/api/lots/"+lots[0]+"/choices", coefficient("k"), &view))
		server0 := view.Shares[0].Commitment
		again()
		shares := map[string]demo.Share{}
		for _, login := range []string{"staff", "witness"} {
			shares[login], err = p.Commit(ctx, view.ID, login)
			must(err)
			again()
		}
		must(p.GivePublic(ctx, view.ID, "agent"))
		for _, login := range []string{"staff", "witness"} {
			again()
			must(as(t, p, login).Post(ctx, "/api/draws/"+view.ID+"/reveals", shares[login], &view))
		}
		again()
		k, _ := chosen(t, as(t, p, "staff"), lots[0], "coefficient", "k")
		if view.Shares[0].Commitment != server0 || view.Stage != "ordered" || len(k.Outcome) != 1 || k.Outcome[0][0] != view.Order[0].Word {
			t.Errorf("drawn %+v, the lot says %+v", view, k)
		}
	})
}

// A panel is drawn again only after a void draw, by a supervisor with a
// reason.
func TestSecondPanelDrawNeedsASupervisor(t *testing.T) {
	_, _, p, lots := played(t, "", "tender")
	ctx, path := t.Context(), "/api/lots/"+lots[0]+"/draws"
	staff, supervisor := as(t, p, "staff"), as(t, p, "supervisor")
	again := map[string]string{"reason": "一方离场，重新抽取"}
	refused(t, supervisor.Post(ctx, path, again, nil), "access.role")
	refused(t, as(t, p, "agent").Post(ctx, path, struct{}{}, nil), "access.role")
	var first, second api.DrawView
	if err := staff.Post(ctx, path, struct{}{}, &first); err != nil {
		t.Fatal(err)
	}
	refused(t, supervisor.Post(ctx, path, again, nil), "draw.stands")
	if err := staff.Post(ctx, "/api/draws/"+first.ID+"/void", map[string]string{"reason": "一方离场"}, nil); err != nil {
		t.Fatal(err)
	}
	refused(t, staff.Post(ctx, path, again, nil), "access.role")
	refused(t, supervisor.Post(ctx, path, map[string]string{"reason": ""}, nil), "reason.required")
	if err := supervisor.Post(ctx, path, again, &second); err != nil || second.Former != first.ID || second.Reason != again["reason"] {
		t.Errorf("the second draw follows %q for %q: %v", second.Former, second.Reason, err)
	}
}

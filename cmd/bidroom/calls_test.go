package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/notify/siptest"
	"bidroom/server/store/storetest"
)

// Experts are called by a machine and answer by a key. A server that is killed
// in the middle of a call calls again after its next start; who cannot come is
// replaced at once; and neither the log nor what the program prints says whom
// it called.
func TestCalledByMachine(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		ctx := t.Context()
		phone := siptest.Start(t, siptest.Script{Scenario: "hangs_up", Filled: []string{"[talks]", "1200"}, Calls: 100, Keys: []string{"", "1", "2", "1"}})
		prompts, _ := siptest.Prompts(t, "zh-CN")
		server := serve(t, db, "--channels", channelsFile(t, fmt.Sprintf(`{"sip":{"server":%q,"from":"057188880000","prompts":%q}}`, phone.Address, prompts)))
		p, lot, path := drawnAt(t, server.address())
		staff := as(t, p, "staff")
		var view api.DrawView
		if err := staff.Post(ctx, path+"/invitations", demo.Offer("sip"), &view); err != nil {
			t.Fatal(err)
		}
		first := map[int]string{}
		for _, seat := range view.Seats {
			first[seat.Seat] = seat.Label
		}
		eventually(t, "nobody was called", func() bool { return len(phone.Heard()) == 1 })
		server.kill()
		server.start()
		eventually(t, "not everybody was called", func() bool { return len(attempts(ctx, t, staff, lot)) == 4 })
		if err := staff.Get(ctx, path, &view); err != nil {
			t.Fatal(err)
		}
		states, replaced := map[string]int{}, 0
		for _, seat := range view.Seats {
			states[seat.State]++
			if seat.Label != first[seat.Seat] {
				replaced = seat.Seat
			}
		}
		if want := map[string]int{"accepted": 3, "filled": 1}; !maps.Equal(states, want) || replaced == 0 || len(phone.Heard()) != 5 {
			t.Fatalf("%v after %d calls, seat %d replaced", states, len(phone.Heard()), replaced)
		}
		if err := staff.Post(ctx, path+"/invitations", demo.Offer("sip"), &view); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the next was not called", func() bool {
			return staff.Get(ctx, path, &view) == nil && view.Confirmed == 4
		})
		calledBy(t, staff, lot, replaced, first[replaced])
		holds(t, "the record", pdf(t, staff, path+"/record.pdf"), "语音电话（按键答复）", "谢绝")
		caller := as(t, p, "caller")
		var log api.Page[api.EntryView]
		if err := staff.Get(ctx, "/api/lots/"+lot+"/log?limit=200", &log); err != nil {
			t.Fatal(err)
		}
		written, err := json.Marshal(log)
		if err != nil {
			t.Fatal(err)
		}
		var secrets []string
		for _, seat := range view.Seats { // who accepted can be called by hand: the pass may be lost
			var call api.CallView
			if err := caller.Post(ctx, fmt.Sprintf("%s/seats/%d/call", path, seat.Seat), struct{}{}, &call); err != nil {
				t.Fatal(err)
			}
			secrets = append(secrets, call.Phone, call.Name, call.Pass)
		}
		server.kill() // so that all that it says is there
		for _, secret := range secrets {
			if secret == "" || strings.Contains(string(written), secret) || strings.Contains(server.said.String(), secret) {
				t.Errorf("%q is in the log, or printed: %s", secret, server.said.String())
			}
		}
	})
}

// Whose answer staff have entered while a machine talked to them is not
// entered again, and the attempt is one all the same.
func TestAnsweredMeanwhile(t *testing.T) {
	ctx, hold := t.Context(), make(chan struct{})
	phone := siptest.Start(t, siptest.Script{Scenario: "hangs_up", Filled: []string{"[talks]", "4000"}, Calls: 100, Keys: []string{"2", ""}, Hold: hold})
	prompts, _ := siptest.Prompts(t, "zh-CN")
	c := beginAs(t, Config{Data: filepath.Join(t.TempDir(), "centre"), Listen: "127.0.0.1:0",
		Channels: channelsFile(t, fmt.Sprintf(`{"sip":{"server":%q,"from":"057188880000","prompts":%q}}`, phone.Address, prompts))})
	p, lot, path := drawnAt(t, c.address())
	staff := as(t, p, "staff")
	var view api.DrawView
	if err := staff.Post(ctx, path+"/invitations", demo.Offer("sip"), &view); err != nil {
		t.Fatal(err)
	}
	eventually(t, "nobody was called", func() bool { return len(phone.Heard()) == 1 })
	for _, seat := range view.Seats {
		if err := staff.Post(ctx, fmt.Sprintf("%s/seats/%d/answer", path, seat.Seat), map[string]string{"answer": "accepted"}, nil); err != nil {
			t.Fatal(err)
		}
	}
	close(hold)
	eventually(t, "the attempt is not in the log", func() bool { return len(attempts(ctx, t, staff, lot)) == 1 })
	if err := staff.Get(ctx, path, &view); err != nil || view.Confirmed != 4 || attempts(ctx, t, staff, lot)[0].Outcome != "delivered" {
		t.Errorf("%v, %d confirmed, %+v", err, view.Confirmed, attempts(ctx, t, staff, lot))
	}
}

// calledBy checks the entries of a seat whose first holder said by a key that
// they cannot come, and whose second comes.
func calledBy(t *testing.T, staff *demo.Client, lot string, seat int, gone string) {
	t.Helper()
	var log api.Page[api.EntryView]
	if err := staff.Get(t.Context(), "/api/lots/"+lot+"/log?limit=200", &log); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range log.Items {
		of := e.Body["label"] == gone
		switch {
		case e.Body["seat"] != fmt.Sprint(seat) && e.Kind != "draw.replaced":
		case e.Kind == "draw.attempted":
			got = append(got, fmt.Sprint(of, " ", e.Body["channel"], " ", e.Body["outcome"], " ", e.Role))
		case e.Kind == "draw.answered":
			got = append(got, fmt.Sprint(of, " ", e.Body["channel"], " ", e.Body["answer"], e.Body["reason"], " ", e.Role))
		case e.Kind == "draw.replaced":
			got = append(got, e.Body["reason"]+" "+e.Role)
		}
	}
	want := "true sip delivered system, true sip declined system, declined system, false sip delivered system, false sip accepted system"
	if strings.Join(got, ", ") != want {
		t.Errorf("the log says\n%s, want\n%s", strings.Join(got, ", "), want)
	}
}

// Nobody is given up whom nobody has called: who was to be called by hand is
// entered as not answering after a call, and not before.
func TestUnansweredByHand(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	c, _ := begin(t, "")
	p, _, path := drawnAt(t, c.address())
	staff, caller := as(t, p, "staff"), as(t, p, "caller")
	var view api.DrawView
	if err := staff.Post(ctx, path+"/invitations", demo.Offer("manual"), &view); err != nil {
		t.Fatal(err)
	}
	if want := (api.InvitingView{From: "08:00", Until: "21:00", Answer: 30, Calls: 4, Messages: 12}); view.Inviting != want {
		t.Errorf("%+v, want %+v", view.Inviting, want)
	}
	first := view.Seats[0].Label
	answer := map[string]string{"answer": "unanswered"}
	refused(t, staff.Post(ctx, path+"/seats/1/answer", answer, nil), "invitation.untried")
	if err := caller.Post(ctx, path+"/seats/1/call", struct{}{}, nil); err != nil {
		t.Fatal(err)
	}
	if err := staff.Post(ctx, path+"/seats/1/answer", answer, &view); err != nil || view.Seats[0].Label == first {
		t.Errorf("%+v, %v", view.Seats[0], err)
	}
}

package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	mathrand "math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/notify/siptest"
	"bidroom/server/store/storetest"
)

// leaveFrom is an offer to leave the invitations to the server, at once.
func leaveFrom(offer api.InvitationOffer) api.UnattendedOffer {
	return api.UnattendedOffer{InvitationOffer: offer}
}

// A server that nobody attends calls, replaces and calls again until everybody
// comes, though it is killed in the middle of a call; every step is its own.
func TestUnattendedUntilFull(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		ctx := t.Context()
		phone := siptest.Start(t, siptest.Script{Scenario: "hangs_up", Filled: []string{"[talks]", "1200"}, Calls: 100, Keys: []string{"", "1", "2", "1"}})
		prompts, _ := siptest.Prompts(t, "zh-CN")
		server := serve(t, db, "--channels", channelsFile(t, fmt.Sprintf(`{"sip":{"server":%q,"from":"057188880000","prompts":%q}}`, phone.Address, prompts)))
		p, lot, path := drawnAt(t, server.address())
		staff, supervisor := as(t, p, "staff"), as(t, p, "supervisor")
		refused(t, staff.Post(ctx, path+"/unattended", leaveFrom(demo.Offer("manual")), nil), "unattended.channel")
		refused(t, staff.Post(ctx, path+"/unattended", leaveFrom(demo.Offer("sms")), nil), "invitation.channel")
		late := leaveFrom(demo.Offer("sip"))
		late.StartMs = late.UntilMs
		refused(t, staff.Post(ctx, path+"/unattended", late, nil), "unattended.from")
		refused(t, supervisor.Post(ctx, path+"/unattended", leaveFrom(demo.Offer("sip")), nil), "access.role")

		later := leaveFrom(demo.Offer("sip"))
		later.StartMs = time.Now().Add(time.Hour).UnixMilli()
		var view api.DrawView
		if err := staff.Post(ctx, path+"/unattended", later, &view); err != nil || view.Unattended == nil || view.Unattended.Next != "begin" || view.Unattended.NextMs != later.StartMs || !view.MayAttend || view.MayLeave {
			t.Fatalf("%+v %v", view.Unattended, err)
		}
		refused(t, staff.Post(ctx, path+"/unattended", later, nil), "draw.unattended_stands")
		refused(t, supervisor.Post(ctx, path+"/supplementary", map[string]string{"reason": "补抽"}, nil), "draw.supplement")
		if err := supervisor.Post(ctx, path+"/attended", map[string]string{"reason": "今晚有人值守"}, &view); err != nil || view.Unattended.Why != "withdrawn" || view.Unattended.EndedBy == "" {
			t.Fatalf("%+v %v", view.Unattended, err)
		}
		if err := staff.Post(ctx, path+"/unattended", leaveFrom(demo.Offer("sip")), nil); err != nil {
			t.Fatal(err)
		}
		eventually(t, "nobody was called", func() bool { return len(phone.Heard()) == 1 })
		server.kill()
		server.start()
		eventually(t, "the panel is not full", func() bool {
			return staff.Get(ctx, path, &view) == nil && view.Unattended.Why == "full"
		})
		if view.Confirmed != 4 || view.MayAttend || view.Supplement {
			t.Errorf("%d confirmed: %+v", view.Confirmed, view.Unattended)
		}
		var log api.Page[api.EntryView]
		if err := staff.Get(ctx, "/api/lots/"+lot+"/log?limit=200", &log); err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, e := range log.Items {
			switch e.Kind {
			case "draw.unattended", "draw.unattended_ended", "draw.invited", "draw.answered", "draw.replaced":
				got[strings.TrimSpace(e.Kind+" "+e.Role+" "+e.Body["why"]+e.Body["answer"])]++
			}
		}
		if want := map[string]int{"draw.unattended staff": 2, "draw.unattended_ended supervisor withdrawn": 1, "draw.unattended_ended system full": 1,
			"draw.invited system": 5, "draw.answered system accepted": 4, "draw.answered system declined": 1, "draw.replaced system": 1}; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("the log holds %v, want %v", got, want)
		}
		holds(t, "the record", pdf(t, staff, path+"/record.pdf"), "谢绝")
	})
}

// Whom a message did not reach before the night is not given up by the night:
// the second attempt comes in the morning, and the time to answer after it.
// When nobody is left, nothing is drawn before a supervisor says so.
func TestUnattendedOvernight(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		ctx := t.Context()
		var ahead atomic.Int64
		zone, err := time.LoadLocation("Asia/Shanghai")
		if err != nil {
			t.Fatal(err)
		}
		now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
		// to sets the clock to a time of the day that is ahead.
		to := func(hour, minute int) {
			at := now().In(zone)
			next := time.Date(at.Year(), at.Month(), at.Day(), hour, minute, 0, 0, zone)
			if !next.After(at) {
				next = next.AddDate(0, 0, 1)
			}
			ahead.Add(int64(next.Sub(at)))
		}
		to(20, 30)
		g := newCarrier(t, func(n int) int {
			if n < 4 {
				return http.StatusServiceUnavailable
			}
			return http.StatusOK
		})
		cfg := Config{Data: filepath.Join(t.TempDir(), "centre"), Listen: "127.0.0.1:0", DB: db, now: now,
			Channels: channelsFile(t, fmt.Sprintf(`{"webhook":{"url":%q,"key":"0123456789abcdef0123456789abcdef"}}`, g.URL))}
		c := beginAs(t, cfg)
		p, lot, path := drawnIn(t, c.address(), zone.String())
		offer := leaveFrom(demo.Offer("webhook"))
		offer.FromMs = now().Add(300 * time.Hour).UnixMilli() // later than the pool can last
		offer.UntilMs = now().Add(301 * time.Hour).UnixMilli()
		staff := as(t, p, "staff")
		var view api.DrawView
		if err := staff.Post(ctx, path+"/unattended", offer, &view); err != nil {
			t.Fatal(err)
		}
		first := view.Seats[0].Label
		eventually(t, "the gateway was not tried", func() bool { return len(attempts(ctx, t, staff, lot)) == 4 })

		to(21, 0) // the retries are due by now
		time.Sleep(2 * attendEvery)
		to(23, 0) // the time to answer would be over
		staff = again(t, c, "staff")
		time.Sleep(2 * attendEvery)
		if err := staff.Get(ctx, path, &view); err != nil || len(g.carried()) != 4 || view.Unattended.Next != "try" || view.Seats[0].Label != first {
			t.Fatalf("%d messages by the night: %+v, %v", len(g.carried()), view.Unattended, err)
		}
		to(8, 0)
		staff = again(t, c, "staff")
		eventually(t, "the second attempt did not come", func() bool { return len(attempts(ctx, t, staff, lot)) == 8 })
		to(8, 20)
		staff = again(t, c, "staff")
		time.Sleep(2 * attendEvery)
		if err := staff.Get(ctx, path, &view); err != nil || view.Unattended.Next != "answer" || view.Seats[0].Label != first {
			t.Fatalf("before the time to answer is over: %+v, %v", view.Unattended, err)
		}
		// Each round gives up everybody, until nobody is left for a seat.
		for round := 0; view.Unattended.Why == ""; round++ {
			if round == 100 {
				t.Fatal("the pool has no end")
			}
			before := len(g.carried()) // before the clock moves, which is what the server waits for
			ahead.Add(int64(32 * time.Minute))
			if at := now().In(zone); at.Hour() >= 20 || at.Hour() < 8 {
				to(8, 0)
			}
			staff = again(t, c, "staff")
			eventually(t, "the next were not invited", func() bool {
				return staff.Get(ctx, path, &view) == nil && (view.Unattended.Why != "" || len(g.carried()) > before)
			})
		}
		if view.Unattended.Why != "exhausted" || view.Unattended.Seat == 0 || !view.Supplement {
			t.Fatalf("%+v", view.Unattended)
		}
		var of api.LotView
		if err := staff.Get(ctx, "/api/lots/"+lot, &of); err != nil || len(of.Draws) != 1 {
			t.Fatalf("%d draws: %v", len(of.Draws), err)
		}
		refused(t, staff.Post(ctx, path+"/supplementary", map[string]string{"reason": "补抽"}, nil), "access.role")
		supervisor := again(t, c, "supervisor")
		refused(t, supervisor.Post(ctx, path+"/supplementary", map[string]string{"reason": ""}, nil), "reason.required")
		if err := supervisor.Post(ctx, path+"/supplementary", map[string]string{"reason": "名单用尽，批准补抽"}, &view); err != nil {
			t.Fatal(err)
		}
		if view.Stage != "committing" || view.Former != strings.TrimPrefix(path, "/api/draws/") || view.Unattended != nil || view.Reason == "" {
			t.Errorf("%+v", view.CeremonyView)
		}
	})
}

// What staff had sent for a check-in that is over, before a gateway took it,
// nobody carries any more: the server invites anew, for the check-in of now.
func TestUnattendedAfterAnotherCheckIn(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	var ahead atomic.Int64
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	g := newCarrier(t, func(n int) int {
		if n < 4 {
			return http.StatusServiceUnavailable
		}
		return http.StatusOK
	})
	c := beginAs(t, Config{Data: filepath.Join(t.TempDir(), "centre"), Listen: "127.0.0.1:0", now: now,
		Channels: channelsFile(t, fmt.Sprintf(`{"webhook":{"url":%q,"key":"0123456789abcdef0123456789abcdef"}}`, g.URL))})
	p, lot, path := drawnAt(t, c.address())
	staff := as(t, p, "staff")
	within := func(from, until time.Duration) api.InvitationOffer {
		return api.InvitationOffer{Channel: "webhook", FromMs: now().Add(from).UnixMilli(), UntilMs: now().Add(until).UnixMilli(), Hours: 6}
	}
	if err := staff.Post(ctx, path+"/invitations", within(time.Minute, 2*time.Minute), nil); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the gateway was not tried", func() bool { return len(attempts(ctx, t, staff, lot)) == 4 })
	ahead.Add(int64(2 * time.Hour))
	staff = again(t, c, "staff")
	if err := staff.Post(ctx, path+"/unattended", leaveFrom(within(time.Hour, 2*time.Hour)), nil); err != nil {
		t.Fatal(err)
	}
	eventually(t, "nobody was invited anew", func() bool { return len(g.carried()) == 8 })
	time.Sleep(2 * attendEvery)
	var view api.DrawView
	if err := staff.Get(ctx, path, &view); err != nil || len(g.carried()) != 8 || view.Unattended.Next != "answer" {
		t.Errorf("%d messages: %+v, %v", len(g.carried()), view.Unattended, err)
	}
}

// A server that starts again without the channel stops, and says so.
func TestUnattendedWithoutItsChannel(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	cfg := Config{Data: filepath.Join(t.TempDir(), "centre"), Listen: "127.0.0.1:0",
		Channels: channelsFile(t, `{"webhook":{"url":"http://127.0.0.1:9/","key":"0123456789abcdef0123456789abcdef"}}`)}
	c, err := start(context.Background(), cfg, true, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	p, _, path := drawnAt(t, c.address())
	later := leaveFrom(demo.Offer("webhook"))
	later.StartMs = time.Now().Add(time.Minute).UnixMilli()
	var view api.DrawView
	if err := as(t, p, "staff").Post(ctx, path+"/unattended", later, &view); err != nil || view.Unattended.Next != "begin" || view.Unattended.Answer != 30 {
		t.Errorf("%+v, %v", view.Unattended, err)
	}
	if err := c.stop(); err != nil || t.Failed() {
		t.Fatal(err)
	}
	cfg.Channels = ""
	c = beginAs(t, cfg)
	staff := again(t, c, "staff")
	eventually(t, "it does not stop", func() bool { return staff.Get(ctx, path, &view) == nil && view.Unattended.Why == "unset" })
	holds(t, "the record", pdf(t, staff, path+"/record.pdf"), "本中心已停用所定的通知方式")
}

// again signs somebody in anew, because the clock was set on.
func again(t *testing.T, c *centre, who string) *demo.Client {
	t.Helper()
	return as(t, &demo.Play{Base: c.address(), Random: rand.Reader, Choice: mathrand.New(mathrand.NewPCG(7, 7))}, who)
}

// A panel that a library drew is the library's to invite, open seats and all.
func TestUnattendedOutside(t *testing.T) {
	t.Parallel()
	c := beginAs(t, Config{Data: filepath.Join(t.TempDir(), "centre"), Listen: "127.0.0.1:0",
		Channels: channelsFile(t, `{"webhook":{"url":"http://127.0.0.1:9/","key":"0123456789abcdef0123456789abcdef"}}`)})
	ctx := t.Context()
	p := &demo.Play{Base: c.address(), Random: rand.Reader, Choice: mathrand.New(mathrand.NewPCG(7, 7))}
	if err := p.SetUp(ctx, 7); err != nil {
		t.Fatal(err)
	}
	lots, err := p.Tender(ctx)
	if err != nil {
		t.Fatal(err)
	}
	staff := as(t, p, "staff")
	var lot api.LotView
	if err := staff.Get(ctx, "/api/lots/"+lots[0], &lot); err != nil {
		t.Fatal(err)
	}
	var view api.DrawView
	if err := staff.Post(ctx, "/api/lots/"+lots[0]+"/outside", demo.Panel(lot.Plan, 0, 1), &view); err != nil {
		t.Fatal(err)
	}
	path := "/api/draws/" + view.ID
	refused(t, staff.Post(ctx, path+"/unattended", leaveFrom(demo.Offer("webhook")), nil), "draw.outside")
	if err := staff.Post(ctx, path+"/seats/1/answer", map[string]string{"answer": "declined", "reason": "专家库告知不能到场"}, &view); err != nil || view.Seats[0].State != "open" || view.MayLeave {
		t.Fatalf("%+v %v", view.Seats, err)
	}
	refused(t, staff.Post(ctx, path+"/unattended", leaveFrom(demo.Offer("webhook")), nil), "draw.outside")
	refused(t, staff.Post(ctx, path+"/attended", map[string]string{"reason": "有人"}, nil), "draw.attended")
	refused(t, as(t, p, "supervisor").Post(ctx, path+"/supplementary", map[string]string{"reason": "补抽"}, nil), "draw.supplement")
}

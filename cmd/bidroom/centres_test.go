package main

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server"
	"bidroom/server/access"
	"bidroom/server/api"
	"bidroom/server/auth"
	"bidroom/server/proclog"
	"bidroom/server/rooms"
	"bidroom/server/store/storetest"
)

// county adds a second centre with an account of each role that is of one
// centre, whose logins are the role after "county-".
func county(t *testing.T, p *demo.Play) api.CentreView {
	t.Helper()
	ctx, sys, sec := t.Context(), as(t, p, "sysadmin"), as(t, p, "secadmin")
	var centre api.CentreView
	if err := sys.Post(ctx, "/api/centres", map[string]any{"name": "临溪县", "printed": "临溪县公共资源交易中心", "region": "330127", "code": "LX"}, &centre); err != nil {
		t.Fatal(err)
	}
	for role, name := range map[string]string{"staff": "方县一", "supervisor": "方县二", "agent": "方县三", "witness": "方县四"} {
		kind := map[string]string{"supervisor": "regulator"}[role]
		var made api.Account
		if err := sys.Post(ctx, "/api/accounts", map[string]any{"login": "county-" + role, "name": name, "role": role, "kind": kind, "centre": centre.ID, "password": demo.Password}, &made); err != nil {
			t.Fatal(err)
		}
		if err := sec.Patch(ctx, "/api/accounts/"+made.ID, map[string]any{"version": made.Version, "disabled": false}, &made); err != nil || made.Centre != centre.ID {
			t.Fatalf("%+v %v", made, err)
		}
	}
	return centre
}

// answered is what a client was told: the status and the text without what
// differs between any two requests.
func answered(t *testing.T, err error) (status int, text string) {
	t.Helper()
	var answer *demo.Answer
	if err != nil && !errors.As(err, &answer) {
		t.Fatal(err)
	}
	if err == nil {
		return http.StatusOK, ""
	}
	var body map[string]any
	if json.Unmarshal([]byte(answer.Body), &body) == nil {
		delete(body, "number")
		plain, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.Status, string(plain)
	}
	return answer.Status, answer.Body
}

var placedParameter = regexp.MustCompile(`:(lot|draw|room|kiosk)\b`)

// To people of another centre a centre's lots, draws, rooms and kiosks are not
// there: every route of the table that names one answers them as it answers for
// an id that nobody has.
func TestOtherCentresAreNotThere(t *testing.T) {
	c, _, p, lots := played(t, "", "declaring")
	ctx := t.Context()
	other := county(t, p)
	var me api.Me
	if err := as(t, p, "staff").Get(ctx, "/api/me", &me); err != nil {
		t.Fatal(err)
	}
	var lot api.LotView
	if err := as(t, p, "staff").Get(ctx, "/api/lots/"+lots[0], &lot); err != nil {
		t.Fatal(err)
	}
	var places api.Page[api.RoomView]
	if err := as(t, p, "staff").Get(ctx, "/api/rooms", &places); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(places.Items, func(r api.RoomView) bool { return len(r.Kiosks) > 0 })
	there := map[string]string{"lot": lots[0], "draw": lot.Draws[0].ID, "room": places.Items[i].ID, "kiosk": places.Items[i].Kiosks[0].ID}
	asked := map[string]int{}
	for _, r := range server.Table(c.handlers) {
		if !placedParameter.MatchString(r.Path) || !slices.Contains(r.By, auth.ByAccount) {
			continue
		}
		for _, role := range []access.Role{access.Staff, access.Supervisor, access.Agent, access.Witness} {
			kind := map[access.Role]access.SupervisorKind{access.Supervisor: access.Regulator}[role]
			if access.Ever(role, kind, r.Action) != nil {
				continue
			}
			client := as(t, p, "county-"+string(role))
			call := func(ids map[string]string) (int, string) {
				path := regexp.MustCompile(`:[a-z]+`).ReplaceAllStringFunc(r.Path, func(name string) string {
					if id, ok := ids[name[1:]]; ok {
						return id
					}
					return "1"
				})
				return answered(t, client.Raw(ctx, r.Method, path, "application/json", strings.NewReader("{}")))
			}
			status, text := call(there)
			none, noneText := call(map[string]string{"lot": "none", "draw": "none", "room": "none", "kiosk": "none"})
			if status != http.StatusNotFound || none != status || text != noneText {
				t.Errorf("%s %s by %s: %d %s; for what nobody has %d %s", r.Method, r.Path, role, status, text, none, noneText)
			}
			asked[string(role)]++
		}
	}
	if asked["staff"] < 40 || asked["supervisor"] < 25 || asked["agent"] < 15 || asked["witness"] < 8 {
		t.Errorf("only %v routes were asked", asked)
	}
	for _, role := range []access.Role{access.Staff, access.Supervisor, access.Agent, access.Witness, access.Kiosk} {
		who := auth.Who{By: auth.ByAccount, Role: role, Kind: map[access.Role]access.SupervisorKind{access.Supervisor: access.Regulator}[role], Scope: access.Scope(other.ID)}
		if role == access.Kiosk {
			who.By, who.Room = auth.ByKiosk, "another"
		}
		for _, topic := range []string{"lot:" + lots[0], "room:" + there["room"], "centre:" + me.Centre.ID} {
			if err := c.handlers.MayFollow(who)(topic); err == nil {
				t.Errorf("%s of another centre may follow %s", role, topic)
			}
		}
		who.Scope, who.Room = access.Scope(me.Centre.ID), there["room"]
		for _, topic := range []string{"lot:" + lots[0], "room:" + there["room"]} {
			if err := c.handlers.MayFollow(who)(topic); err != nil {
				t.Errorf("%s of the centre may not follow %s: %v", role, topic, err)
			}
		}
	}
	for login, rooms := range map[string]int{"supervisor": 1, "county-supervisor": 0} {
		var wall api.WallView
		if err := as(t, p, login).Get(ctx, "/api/wall", &wall); err != nil || len(wall.Rooms) != rooms {
			t.Errorf("the wall of %s shows %d rooms: %v", login, len(wall.Rooms), err)
		}
	}
	for path, want := range map[string]string{
		"/api/lots/" + lots[0]:                         "lot.unknown",
		"/api/draws/" + there["draw"]:                  "draw.unknown",
		"/api/checkpoint?tree=" + lots[0]:              "lot.unknown",
		"/api/lots/" + lots[0] + "/export":             "lot.unknown",
		"/api/draws/" + there["draw"] + "/record.json": "draw.unknown",
	} {
		refused(t, as(t, p, "county-staff").Get(ctx, path, nil), want)
	}
}

// Lists, and ids in the bodies of requests, are the centre's own; a supervisor
// of every centre sees them all.
func TestListsOfOneCentre(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _, p, lots := played(t, db, "tender")
		ctx := t.Context()
		centre := county(t, p)
		staff, city := as(t, p, "county-staff"), as(t, p, "staff")
		total := func(c *demo.Client, path string) int64 {
			t.Helper()
			var page struct{ Total int64 }
			if err := c.Get(ctx, path, &page); err != nil {
				t.Fatal(err)
			}
			return page.Total
		}
		for _, path := range []string{"/api/lots", "/api/tenders", "/api/rooms", "/api/lots?q=QX"} {
			if here, there := total(city, path), total(staff, path); here == 0 || there != 0 {
				t.Errorf("%s has %d for its own staff and %d for others", path, here, there)
			}
		}
		var tenders api.Page[api.TenderBrief]
		if err := city.Get(ctx, "/api/tenders", &tenders); err != nil {
			t.Fatal(err)
		}
		tender := map[string]any{"number": tenders.Items[0].Number, "name": "县医院门诊楼", "startedOn": "2026-09-01", "entity": api.PartyView{Name: "临溪县医院"}}
		var made struct{ ID string }
		if err := staff.Post(ctx, "/api/tenders", tender, &made); err != nil { // the number is the other centre's too
			t.Fatal(err)
		}
		lot := map[string]any{"tender": tenders.Items[0].ID, "number": "01", "name": "门诊楼", "profile": "cn-tendering-2019", "method": map[string]string{"id": "cn-works-baseline"}, "ceilingFen": "100000000",
			"seats": []api.SeatPlan{{No: 1, Specialties: []string{"A080104"}}, {No: 2, Specialties: []string{"A080104"}}, {No: 3, Specialties: []string{"A080104"}}, {No: 4, Specialties: []string{"A080104"}}, {No: 5, Representative: true}}}
		refused(t, staff.Post(ctx, "/api/lots", lot, nil), "tender.unknown")
		lot["tender"] = made.ID
		var entered api.LotView
		if err := staff.Post(ctx, "/api/lots", lot, &entered); err != nil {
			t.Fatal(err)
		}
		if cs, _, err := c.handlers.Rooms.Case(ctx, entered.Brief.ID, rooms.SystemActor, access.ExportPublic); cs.Lot.CentreName != centre.Printed || cs.Lot.Centre != centre.ID {
			t.Errorf("the lot's papers bear %q of %q: %v", cs.Lot.CentreName, cs.Lot.Centre, err)
		}
		var places api.Page[api.RoomView]
		if err := city.Get(ctx, "/api/rooms", &places); err != nil {
			t.Fatal(err)
		}
		refused(t, staff.Post(ctx, "/api/lots/"+entered.Brief.ID+"/meeting", map[string]any{"room": places.Items[0].ID, "plannedMs": 1_900_000_000_000}, nil), "room.unknown")
		if err := staff.Post(ctx, "/api/rooms", map[string]any{"name": places.Items[0].Name, "seats": 5}, nil); err != nil {
			t.Fatal(err)
		}
		if total(city, "/api/rooms") != places.Total || total(staff, "/api/rooms") != 1 {
			t.Error("a room is in the list of another centre")
		}
		var me api.Me
		if err := staff.Get(ctx, "/api/me", &me); err != nil || me.Centre.Name != centre.Name || !me.Centre.Several || me.Account.Keeps {
			t.Errorf("%+v %v", me, err)
		}
		refused(t, staff.Post(ctx, "/api/experts/find", map[string]string{"text": ""}, nil), "access.register")
		refused(t, staff.Get(ctx, "/api/experts/export", nil), "access.register")

		var accounts api.Page[api.Account]
		sec := as(t, p, "secadmin")
		if err := sec.Get(ctx, "/api/accounts", &accounts); err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(accounts.Items, func(a api.Account) bool { return a.Login == "county-supervisor" })
		over := accounts.Items[i]
		if got := total(as(t, p, "county-supervisor"), "/api/lots"); got != 1 {
			t.Errorf("a county's supervisor sees %d lots, not the one there", got)
		}
		if err := sec.Patch(ctx, "/api/accounts/"+over.ID, map[string]any{"version": over.Version, "centre": ""}, &over); err != nil {
			t.Fatal(err)
		}
		wide, err := demo.NewClient(p.Base)
		if err != nil {
			t.Fatal(err)
		}
		if err := wide.SignIn(ctx, "county-supervisor", demo.Password, ""); err != nil {
			t.Fatal(err)
		}
		if got := total(wide, "/api/lots"); got != int64(len(lots)+1) {
			t.Errorf("a supervisor of every centre sees %d of %d lots", got, len(lots)+1)
		}
		broken, err := c.handlers.Rooms.DB.Invariants(ctx)
		if err != nil || len(broken) > 0 {
			t.Errorf("%v %v", broken, err)
		}
	})
}

// Only the system administrator enters, renames and closes centres; nobody of a
// closed one gets in, and the one that keeps the register stays.
func TestCentres(t *testing.T) {
	c, _ := begin(t, "")
	p := setUp(t, &demo.Play{Base: c.address()})
	ctx, sys := t.Context(), as(t, p, "sysadmin")
	centre := county(t, p)
	want := api.CentreView{ID: centre.ID, Name: "临溪县", Printed: "临溪县公共资源交易中心", Region: "330127", Code: "LX", Version: 1}
	if !reflect.DeepEqual(centre, want) {
		t.Errorf("%+v", centre)
	}
	path := "/api/centres/" + centre.ID
	for _, other := range []string{"secadmin", "auditor", "staff", "supervisor", "county-staff"} {
		refused(t, as(t, p, other).Patch(ctx, path, map[string]any{"name": "临溪", "version": 1}, nil), "access.role")
	}
	refused(t, sys.Post(ctx, "/api/centres", map[string]any{"name": "临溪县"}, nil), "centre.twice")
	refused(t, sys.Post(ctx, "/api/centres", map[string]any{"name": "临"}, nil), "centre.name")
	refused(t, sys.Post(ctx, "/api/centres", map[string]any{"name": "竹溪县", "region": "3301"}, nil), "centre.region")
	refused(t, sys.Patch(ctx, "/api/centres/none", map[string]any{"name": "竹溪县", "version": 1}, nil), "centre.unknown")
	refused(t, sys.Post(ctx, "/api/accounts", map[string]any{"login": "x1", "name": "何处", "role": "staff", "password": demo.Password}, nil), "account.centre_needed")
	refused(t, sys.Post(ctx, "/api/accounts", map[string]any{"login": "x1", "name": "何处", "role": "staff", "centre": "", "password": demo.Password}, nil), "account.centre_needed")
	refused(t, sys.Post(ctx, "/api/accounts", map[string]any{"login": "x1", "name": "何处", "role": "auditor", "centre": centre.ID, "password": demo.Password}, nil), "account.centre_none")
	refused(t, sys.Post(ctx, "/api/accounts", map[string]any{"login": "x1", "name": "何处", "role": "staff", "centre": "none", "password": demo.Password}, nil), "centre.unknown")

	closed := map[string]any{"name": "临溪县", "printed": "临溪县公共资源交易中心", "closed": true, "version": 1}
	if err := sys.Patch(ctx, path, closed, &centre); err != nil || !centre.Closed {
		t.Fatalf("%+v %v", centre, err)
	}
	refused(t, sys.Patch(ctx, path, closed, nil), "account.stale")
	refused(t, as(t, p, "county-staff").Get(ctx, "/api/lots", nil), "access.sign_in")
	again, err := demo.NewClient(p.Base)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, again.SignIn(ctx, "county-staff", demo.Password, ""), "auth.wrong")
	refused(t, sys.Post(ctx, "/api/accounts", map[string]any{"login": "x1", "name": "何处", "role": "staff", "centre": centre.ID, "password": demo.Password}, nil), "centre.closed")
	if err := sys.Patch(ctx, path, map[string]any{"name": "临溪县", "closed": false, "version": 2}, &centre); err != nil || centre.Printed != "临溪县" {
		t.Fatalf("%+v %v", centre, err)
	}
	if err := again.SignIn(ctx, "county-staff", demo.Password, ""); err != nil {
		t.Fatal(err)
	}
	var all api.Page[api.CentreView]
	if err := sys.Get(ctx, "/api/centres", &all); err != nil || len(all.Items) != 2 || !all.Items[0].Register {
		t.Fatalf("%+v %v", all, err)
	}
	if err := again.Get(ctx, "/api/centres", &all); err != nil || len(all.Items) != 1 || all.Items[0].ID != centre.ID {
		t.Errorf("%+v %v", all, err)
	}
	if err := sys.Get(ctx, "/api/centres", &all); err != nil {
		t.Fatal(err)
	}
	first := all.Items[0]
	refused(t, sys.Patch(ctx, "/api/centres/"+first.ID, map[string]any{"name": first.Name, "closed": true, "version": first.Version}, nil), "centre.keeps_register")
}

// toldTo is how many seats that an expert took the register tells staff of a
// centre of.
func toldTo(t *testing.T, c *centre, centre, expert string) int {
	t.Helper()
	look, err := c.handlers.Rooms.ViewExpert(t.Context(), rooms.Actor{Account: "reader", Role: access.Staff, Centre: centre, Scope: access.Scope(centre)}, expert, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	return len(look.Services)
}

// Staff of a centre see of an expert who took a seat there what they need, and
// of the register nothing else; each look names the centre.
func TestServedExpert(t *testing.T) {
	c, _, p, lots := played(t, "", "declaring")
	ctx := t.Context()
	county(t, p)
	staff := as(t, p, "staff")
	var lot api.LotView
	if err := staff.Get(ctx, "/api/lots/"+lots[0], &lot); err != nil {
		t.Fatal(err)
	}
	var me api.Me
	if err := staff.Get(ctx, "/api/me", &me); err != nil {
		t.Fatal(err)
	}
	for _, seat := range lot.Meeting.Seats {
		path := "/api/lots/" + lots[0] + "/seats/" + strconv.Itoa(seat.No) + "/expert"
		if seat.Representative {
			refused(t, staff.Get(ctx, path, nil), "expert.not_served")
			continue
		}
		var raw []byte
		if err := staff.Get(ctx, path, &raw); err != nil {
			t.Fatal(err)
		}
		var view map[string]any
		if err := json.Unmarshal(raw, &view); err != nil {
			t.Fatal(err)
		}
		if keys := slices.Sorted(maps.Keys(view)); view["name"] != seat.Name || !slices.Equal(keys, []string{"name", "services", "specialties", "status", "until"}) || len(view["services"].([]any)) != 1 {
			t.Errorf("seat %d: %s", seat.No, raw)
		}
		refused(t, as(t, p, "supervisor").Get(ctx, path, nil), "access.role")
		refused(t, as(t, p, "county-staff").Get(ctx, path, nil), "lot.unknown")
	}
	refused(t, staff.Get(ctx, "/api/lots/"+lots[1]+"/seats/1/expert", nil), "access.stage")
	sat := drawnFor(ctx, t, p, 1)
	if here, there := toldTo(t, c, me.Centre.ID, sat), toldTo(t, c, "another", sat); here != 1 || there != 0 {
		t.Errorf("while the meeting runs its own centre is told of %d seats, and another of %d", here, there)
	}
	entries, _, err := c.handlers.Rooms.Entries(ctx, proclog.Centre, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	looks := 0
	for _, e := range entries {
		var body rooms.RegisterViewed
		if e.Kind == body.Kind() && json.Unmarshal(e.Body, &body) == nil && body.Centre == me.Centre.ID {
			looks++
		}
	}
	if looks != 6 { // five pages, and who was found by a telephone number
		t.Errorf("%d looks are logged with their centre, not 6", looks)
	}
}

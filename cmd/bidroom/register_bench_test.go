//catalogue:data a made-up register, and what somebody looks for in it

package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/access"
	"bidroom/server/api"
	"bidroom/server/registry/registrytest"
	"bidroom/server/rooms"
	"bidroom/server/store/storetest"
)

// BenchmarkRegister1000000 asks a server for everything that the desk's pages
// of the register ask for, in a register of a million experts and 200,000
// companies that was imported before.
func BenchmarkRegister1000000(b *testing.B) {
	storetest.EachPlace(b, func(b *testing.B, db string) {
		c, err := start(b.Context(), Config{Data: filepath.Join(b.TempDir(), "centre"), Listen: "127.0.0.1:0", DB: db}, true, slog.New(slog.DiscardHandler))
		if err != nil {
			b.Fatal(err)
		}
		defer func() {
			if err := c.stop(); err != nil {
				b.Error(err)
			}
		}()
		p := &demo.Play{Base: c.address()}
		if err := p.People(b.Context()); err != nil {
			b.Fatal(err)
		}
		city(b, c.handlers.Rooms)
		walk(b, p)
	})
}

// importedAtOnce is how many rows of the city one import brings.
const importedAtOnce = 20_000

// city has the register of a city imported.
func city(b *testing.B, s *rooms.Service) {
	by := rooms.Actor{Account: "staff", Role: access.Staff}
	take := func(r *rooms.Register) {
		r.Says = func(string, string) bool { return true }
		i, err := s.KeepImport(b.Context(), by, "city.xlsx", "")
		if err == nil {
			err = s.Import(b.Context(), by, i, r, "00", func(int64) {})
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	for from := 0; from < registrytest.Companies; from += importedAtOnce {
		r := new(rooms.Register)
		for i := range importedAtOnce {
			one := registrytest.Company(from + i)
			r.Companies = append(r.Companies, &one)
		}
		take(r)
	}
	people := registrytest.NewPeople()
	for range registrytest.Experts / importedAtOnce {
		r := new(rooms.Register)
		for range importedAtOnce {
			e, phone := people.Next()
			r.People = append(r.People, &rooms.Person{Expert: e, Phone: phone})
		}
		take(r)
	}
}

// walk asks for one page after the other, as staff or as a supervisor.
func walk(b *testing.B, p *demo.Play) {
	ctx := b.Context()
	staff, err := p.As(ctx, "staff")
	if err != nil {
		b.Fatal(err)
	}
	supervisor, err := p.As(ctx, "supervisor")
	if err != nil {
		b.Fatal(err)
	}
	measure := func(name string, do func() error) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := do(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	get := func(name, path string, by *demo.Client) {
		measure(name, func() error { return by.Get(ctx, path, new([]byte)) })
	}
	var experts api.ExpertPage
	for deadline := time.Now().Add(5 * time.Minute); ; { // it reads the register first
		err = errors.Join(staff.Post(ctx, "/api/experts/find", map[string]any{}, &experts), staff.Get(ctx, "/api/experts/twins", nil))
		if err == nil || time.Now().After(deadline) {
			break
		}
	}
	if err != nil || experts.Total < registrytest.Experts*9/10 {
		b.Fatalf("%d experts: %v", experts.Total, err)
	}
	identity, phone := func() (string, string) { e, phone := registrytest.NewPeople().Next(); return e.Identity, phone }()
	for _, search := range []struct {
		name string
		by   map[string]any
	}{
		{"first", map[string]any{}},
		{"last", map[string]any{"offset": experts.Total - 20}},
		{"surname", map[string]any{"text": "王"}},
		{"name", map[string]any{"text": "王伟"}},
		{"pinyin", map[string]any{"text": "zhangwei"}},
		{"initials", map[string]any{"text": "zw"}},
		{"identity", map[string]any{"text": identity}},
		{"phone", map[string]any{"text": phone}},
		{"nobody", map[string]any{"text": "qqqqqq"}},
		{"specialty", map[string]any{"specialty": registrytest.Leaf(1)}},
		{"specialties_below", map[string]any{"specialty": "A08"}},
		{"region", map[string]any{"region": "330100"}},
		{"standing", map[string]any{"status": "active", "offset": 900_000}},
		{"employer", map[string]any{"employer": "第1999"}},
		{"employer_code", map[string]any{"employer": registrytest.CompanyCode(1999)}},
		{"combined", map[string]any{"text": "z", "specialty": "A0801", "region": "330200", "status": "active", "employer": "建设"}},
	} {
		measure("experts/"+search.name, func() error { return staff.Post(ctx, "/api/experts/find", search.by, new([]byte)) })
	}
	expert := "/api/experts/" + experts.Items[0].ID
	get("expert", expert, staff)
	get("expert/today", expert+"?day="+today(b), staff)
	get("expert/matches", expert+"/matches", staff)
	get("expert/waiting", "/api/matches", supervisor)
	var twins api.Page[api.ExpertTwinView]
	measure("experts/twins", func() error { return staff.Get(ctx, "/api/experts/twins", &twins) })
	get("experts/twins/last", fmt.Sprintf("/api/experts/twins?offset=%d", max(0, twins.Total-20)), staff)
	get("experts/twins/apart", "/api/experts/twins?apart=true", staff)
	if len(twins.Items) > 0 {
		get("experts/compared", "/api/experts/"+twins.Items[0].One.ID+"/compared/"+twins.Items[0].Other.ID, staff)
	}
	companies(b, staff, get)
	get("imports", "/api/imports", staff)
	get("specialties", "/api/specialties", staff)
	get("export/experts", "/api/experts/export?specialty="+registrytest.Leaf(1)+"&sheet=experts", staff)
	get("export/companies", "/api/companies/export?sheet=companies", staff)
	measure("edit", func() error { // and then a search, which sees it
		var view api.ExpertView
		if err := staff.Get(ctx, expert, &view); err != nil {
			return err
		}
		leave := map[string]any{"version": view.Version, "leave": map[string]any{"rows": []map[string]string{{"from": "2030-01-01", "to": fmt.Sprintf("2030-01-%02d", 1+view.Version%28)}}}}
		if err := staff.Patch(ctx, expert, leave, nil); err != nil {
			return err
		}
		return staff.Post(ctx, "/api/experts/find", map[string]any{}, nil)
	})
}

// companies asks for the pages of companies.
func companies(b *testing.B, staff *demo.Client, get func(name, path string, by *demo.Client)) {
	find := func(q string, offset int) string {
		return fmt.Sprintf("/api/companies?q=%s&offset=%d", url.QueryEscape(q), offset)
	}
	get("companies/first", find("", 0), staff)
	get("companies/last", find("", registrytest.Companies-20), staff)
	get("companies/name", find("第1999建设", 0), staff)
	get("companies/pinyin", find("jiangcheng", 0), staff)
	get("companies/initials", find("jcd", 0), staff)
	get("companies/code", find(registrytest.CompanyCode(1999), 0), staff)
	get("companies/none", find("qqqqqq", 0), staff)
	var page api.Page[api.CompanyView]
	if err := staff.Get(b.Context(), find(registrytest.CompanyCode(1999), 0), &page); err != nil || len(page.Items) != 1 {
		b.Fatalf("%d companies of a code: %v", len(page.Items), err)
	}
	company := "/api/companies/" + page.Items[0].ID
	get("company", company, staff)
	get("company/today", company+"?day="+today(b), staff)
	get("company/group", company+"/group?profile=cn-tendering-2019", staff)
	get("company/experts", company+"/experts", staff)
	get("companies/twins", "/api/companies/twins", staff)
	get("companies/twins/apart", "/api/companies/twins?apart=true", staff)
}

// today is the day in the centre's zone: on one that is over there, the register
// said nothing yet.
func today(b *testing.B) string {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		b.Fatal(err)
	}
	return time.Now().In(zone).Format(time.DateOnly)
}

package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"mime/multipart"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/experts"
	"bidroom/server/api"
)

// panelForm writes a panel as a form with a table, as the desk sends it.
func panelForm(t *testing.T, f *experts.PanelFile, change func(rows [][]string), said map[string]string) (kind string, body *bytes.Buffer) {
	t.Helper()
	rows := [][]string{{"类别", "席位", "姓名", "身份证号", "手机号码", "专业代码", "所在地区", "工作单位", "单位信用代码"}}
	row := func(standing string, p experts.PanelPerson) {
		seat := ""
		if p.Seat > 0 {
			seat = strconv.Itoa(p.Seat)
		}
		rows = append(rows, []string{standing, seat, p.Name, p.Identity, p.Phone, strings.Join(p.Specialties, "；"), p.Region, p.Employer, p.EmployerCode})
	}
	for _, p := range f.Seats {
		row("正选", p)
	}
	for _, p := range f.Substitutes {
		row("候补", p)
	}
	if change != nil {
		change(rows)
	}
	var table bytes.Buffer
	if err := csv.NewWriter(&table).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	body = new(bytes.Buffer)
	form := multipart.NewWriter(body)
	part := func(field, name string, content []byte) {
		w, err := form.CreateFormFile(field, name)
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	part("file", "名单.csv", table.Bytes())
	fields := map[string]string{"library": f.Library, "recordNo": f.RecordNo, "body": f.DrawnBy.Body, "person": f.DrawnBy.Person, "drawnAt": f.DrawnAt}
	for name, value := range said {
		fields[name] = value
	}
	if fields["record"] != "none" {
		part("record", "记录.pdf", f.Record.Content)
	}
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return form.FormDataContentType(), body
}

// A table on the desk gives the same panel as JSON; the preview says how many
// there are, and every fault by its row and column alone.
func TestPanelTable(t *testing.T) {
	_, _, p, lots := played(t, "", "tender")
	ctx, path := t.Context(), "/api/lots/"+lots[0]+"/outside"
	staff := as(t, p, "staff")
	var lot api.LotView
	if err := staff.Get(ctx, "/api/lots/"+lots[0], &lot); err != nil {
		t.Fatal(err)
	}
	panel := demo.Panel(lot.Plan, 2, 1)
	panel.Substitutes[1].Seat = 3
	cell := func(row, column int, text string) func([][]string) {
		return func(rows [][]string) { rows[row][column] = text }
	}
	for what, tt := range map[string]struct {
		change func([][]string)
		said   map[string]string
		codes  []string
	}{
		"a phone that is none":    {cell(1, 4, "王喆1380"), nil, []string{"outside.cell"}},
		"an identity number lost": {cell(1, 3, "3.3010119E+17"), nil, []string{"outside.cell"}},
		"no standing":             {cell(2, 0, ""), nil, []string{"outside.cell"}},
		"another standing":        {cell(2, 0, "王喆"), nil, []string{"outside.cell"}},
		"a seat in words":         {cell(1, 1, "一号"), nil, []string{"outside.seat"}},
		"a seat of nobody":        {cell(1, 1, "9"), nil, []string{"outside.seat_unplanned", "outside.seat_missing"}},
		"the representative's":    {cell(1, 1, "5"), nil, []string{"outside.seat_unplanned", "outside.seat_missing"}},
		"two faults of two rows":  {func(rows [][]string) { rows[1][3], rows[2][5] = "110105194912310021", "土建" }, nil, []string{"outside.identity", "outside.specialties"}},
		"an even panel":           {cell(1, 0, "候补"), nil, []string{"outside.seat_missing", "panel.small", "panel.even"}},
		"no column of phones":     {cell(0, 4, "电话"), nil, []string{"import.column_unknown", "import.column_missing"}},
		"no library":              {nil, map[string]string{"library": ""}, []string{"outside.library"}},
		"no time":                 {nil, map[string]string{"drawnAt": "昨天"}, []string{"outside.drawn_at"}},
		"a time without sense":    {nil, map[string]string{"drawnAt": "0001-01-01T00:00:00Z"}, []string{"outside.drawn_at"}},
		"drawn tomorrow":          {nil, map[string]string{"drawnAt": "2999-01-01T00:00:00+08:00"}, []string{"outside.drawn_later"}},
		"no record":               {nil, map[string]string{"record": "none"}, []string{"outside.record"}},
	} {
		kind, body := panelForm(t, panel, tt.change, tt.said)
		codes, text := codesOf(staff.Raw(ctx, "POST", path+"/preview", kind, body))
		if !slices.Equal(codes, tt.codes) {
			t.Errorf("%s: refused with %v, want %v", what, codes, tt.codes)
		}
		for _, person := range slices.Concat(panel.Seats, panel.Substitutes) {
			if strings.Contains(text, person.Name) || strings.Contains(text, person.Identity) || strings.Contains(text, person.Phone) {
				t.Errorf("%s: the refusal tells who: %s", what, text)
			}
		}
		if strings.Contains(text, "王喆") || strings.Contains(text, "110105194912310021") || strings.Contains(text, "{value}") {
			t.Errorf("%s: the refusal tells what stands there: %s", what, text)
		}
	}
	other := *panel
	other.Lot = "2026-999-01"
	refused(t, staff.Post(ctx, path+"/preview", &other, nil), "outside.lot")
	if other.Lot = lot.Brief.Number; staff.Post(ctx, path+"/preview", &other, nil) != nil {
		t.Error("the lot that the file names is not taken for this one")
	}
	large := *panel
	large.Record = &experts.PanelRecord{Content: make([]byte, 2<<20+1)}
	refused(t, staff.Post(ctx, path+"/preview", &large, nil), "outside.record_large")
	refused(t, staff.Raw(ctx, "POST", path, "application/json", strings.NewReader(`{"王喆":1}`)), "outside.json")
	var template []byte
	if err := staff.Get(ctx, "/api/outside/template.xlsx", &template); err != nil {
		t.Fatal(err)
	}
	refused(t, staff.PostFile(ctx, path, "panel.xlsx", template, nil), "outside.record")

	var preview api.PanelPreview
	if err := staff.Post(ctx, path+"/preview", panel, &preview); err != nil || preview.Seats != 4 || preview.Substitutes != 2 || preview.Source.Library != panel.Library || len(preview.Deviations) != 0 {
		t.Fatalf("%+v %v", preview, err)
	}
	if err := staff.Get(ctx, "/api/lots/"+lots[0], &lot); err != nil || len(lot.Draws) != 0 {
		t.Fatalf("a preview keeps %+v: %v", lot.Draws, err)
	}
	kind, body := panelForm(t, panel, nil, nil)
	if err := staff.Raw(ctx, "POST", path, kind, body); err != nil {
		t.Fatal(err)
	}
	if err := staff.Get(ctx, "/api/lots/"+lots[0], &lot); err != nil || len(lot.Draws) != 1 || !lot.Draws[0].Outside {
		t.Fatalf("%+v %v", lot.Draws, err)
	}
	draw := "/api/draws/" + lot.Draws[0].ID
	refused(t, staff.Get(ctx, draw+"/record.json", nil), "draw.outside")
	refused(t, staff.Post(ctx, "/api/lots/"+lots[0]+"/draws", struct{}{}, nil), "draw.stands")
	refused(t, staff.Post(ctx, draw+"/invitations", demo.Offer("manual"), nil), "draw.outside")
	var record []byte
	if err := staff.Get(ctx, draw+"/record.pdf", &record); err != nil || !bytes.HasPrefix(record, []byte("%PDF-")) {
		t.Errorf("no record on paper: %v", err)
	}
	var view api.DrawView
	if err := staff.Get(ctx, draw, &view); err != nil || !slices.Equal(view.Outside.Followers, []api.Follower{{No: 1}, {No: 2, For: 3}}) {
		t.Errorf("%+v %v", view.Outside, err)
	}
}

// codesOf returns the codes of a refusal, as they were said, and its whole
// answer.
func codesOf(err error) (codes []string, text string) {
	var answer *demo.Answer
	if !errors.As(err, &answer) {
		return nil, ""
	}
	var body struct {
		Reasons []struct{ Code, Text string }
	}
	if json.Unmarshal([]byte(answer.Body), &body) != nil {
		return nil, answer.Body
	}
	for _, reason := range body.Reasons {
		codes = append(codes, reason.Code)
	}
	return codes, answer.Body
}

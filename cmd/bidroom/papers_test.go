package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/experts/draw"
	"bidroom/server/api"
	"bidroom/server/proclog"
	"bidroom/server/store/storetest"
)

// pdf reads the text of a PDF from a path, without spaces.
func pdf(t *testing.T, c *demo.Client, path string) string {
	t.Helper()
	var file []byte
	if err := c.Get(t.Context(), path, &file); err != nil {
		t.Fatal(err)
	}
	read := exec.Command("pdftotext", "-raw", "-", "-")
	read.Stdin = bytes.NewReader(file)
	text, err := read.Output()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if strings.Contains(string(text), "report.") {
		t.Errorf("%s prints a key", path)
	}
	return strings.Join(strings.Fields(string(text)), "")
}

// holds fails the test for every text that a page does not hold.
func holds(t *testing.T, name, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, strings.Join(strings.Fields(text), "")) {
			t.Errorf("%s does not hold %q", name, text)
		}
	}
}

// What was read out at the opening is printed once it was, in figures and in words.
func TestOpeningTable(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		p, _ := people(t, db)
		lots, err := p.Tender(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		staff, path := as(t, p, "staff"), "/api/lots/"+lots[0]
		for _, file := range []string{"/opening.pdf", "/opening.xlsx"} {
			refused(t, staff.Get(t.Context(), path+file, new([]byte)), "opening.missing")
		}
		var view api.LotView
		if err := staff.Get(t.Context(), path, &view); err != nil {
			t.Fatal(err)
		}
		records, err := demo.Opening(&view)
		if err != nil {
			t.Fatal(err)
		}
		records[0]["priceFen"] = "9512345678"
		if err := staff.Post(t.Context(), path+"/opening", map[string]any{"records": records}, &view); err != nil {
			t.Fatal(err)
		}
		page := pdf(t, as(t, p, "supervisor"), path+"/opening.pdf")
		holds(t, "the table", page, "开标记录表", view.Brief.Number, "95,123,456.78", "玖仟伍佰壹拾贰万叁仟肆佰伍拾陆元柒角捌分")
		for _, bidder := range view.Bidders {
			holds(t, "the table", page, bidder.Name)
		}
		var book []byte
		if err := staff.Get(t.Context(), path+"/opening.xlsx", &book); err != nil || !bytes.HasPrefix(book, []byte("PK")) {
			t.Errorf("the workbook: %d bytes, %v", len(book), err)
		}
	})
}

// The record of a draw states all that anybody needs to compute it again, and
// names nobody before the end; a receipt states what finds the sheet in the
// log.
func TestPapers(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		p, c := people(t, db)
		ctx := t.Context()
		lots, err := p.Tender(ctx)
		if err != nil {
			t.Fatal(err)
		}
		lot := lots[0]
		if err := p.Take(ctx, lot, "invited"); err != nil {
			t.Fatal(err)
		}
		staff, witness := as(t, p, "staff"), as(t, p, "witness")
		var view api.LotView
		if err := staff.Get(ctx, "/api/lots/"+lot, &view); err != nil {
			t.Fatal(err)
		}
		var d api.DrawView
		path := "/api/draws/" + view.Draws[0].ID
		if err := staff.Get(ctx, path, &d); err != nil {
			t.Fatal(err)
		}
		early := pdf(t, witness, path+"/record.pdf")
		holds(t, "the record", early, d.ID, d.PoolHash, d.Seed, d.PublicShare, d.PublicBy, d.Lot.Number, "A080104 建筑工程 · 土建工程", "招标人代表（不抽取）", "专家姓名已封存", "监督人员", "工作人员", "代理机构人员", "人工电话", "已接受")
		for _, share := range d.Shares {
			holds(t, "the record", early, share.Commitment, share.Nonce, share.EnteredHash)
		}
		for _, ticket := range d.Tickets {
			if ticket.Seat > 0 {
				holds(t, "the record", early, ticket.Label, ticket.Ticket)
			}
		}
		holds(t, "the record", early, c.address()+"/desk/verify?record="+d.ID)
		checkRecordFile(t, p, path, false)
		for _, file := range []string{"/record.pdf", "/record.json"} {
			refused(t, as(t, p, "auditor").Get(ctx, path+file, nil), "access.role")
		}
		refused(t, staff.Get(ctx, "/api/draws/none/record.pdf", nil), "draw.unknown")

		if err := p.Take(ctx, lot, "evaluating"); err != nil {
			t.Fatal(err)
		}
		kiosk, _, err := p.Kiosk(ctx, 2)
		if err != nil {
			t.Fatal(err)
		}
		refused(t, kiosk.Get(ctx, "/api/kiosk/receipt.pdf", nil), "sheet.missing")
		if err := p.Take(ctx, lot, "tallied"); err != nil {
			t.Fatal(err)
		}
		if err := c.handlers.Rooms.SignGrown(ctx); err != nil {
			t.Fatal(err)
		}
		var state api.KioskState
		if err := kiosk.Get(ctx, "/api/kiosk/state", &state); err != nil {
			t.Fatal(err)
		}
		receipt := pdf(t, kiosk, "/api/kiosk/receipt.pdf")
		holds(t, "the receipt", receipt, state.Member.SheetHash, state.Member.Name, state.Lot.Name, state.Member.Key[2:10])
		entries, _, err := c.handlers.Rooms.Entries(ctx, lot, 0, 100_000)
		if err != nil {
			t.Fatal(err)
		}
		own := slices.IndexFunc(entries, func(e proclog.Entry) bool {
			return e.Kind == "sheet.submitted" && bytes.Contains(e.Body, []byte(state.Member.SheetHash))
		})
		text, err := json.Marshal(entries[own].Seq)
		if err != nil {
			t.Fatal(err)
		}
		holds(t, "the receipt", receipt, string(text))
		for no := 1; no <= 5; no++ {
			other, _, err := p.Kiosk(ctx, no)
			if err != nil {
				t.Fatal(err)
			}
			var seen api.KioskState
			if err := other.Get(ctx, "/api/kiosk/state", &seen); err != nil {
				t.Fatal(err)
			}
			if no != 2 && strings.Contains(receipt, seen.Member.SheetHash) {
				t.Errorf("the receipt of seat 2 holds the sheet of seat %d", no)
			}
			if seen.Member.Name != "" && no < 5 && strings.Contains(early, seen.Member.Name) {
				t.Errorf("the record names %s", seen.Member.Name)
			}
		}
		if err := p.Take(ctx, lot, "sealed"); err != nil {
			t.Fatal(err)
		}
		holds(t, "the record at the end", pdf(t, staff, path+"/record.pdf"), state.Member.Name, "拆封")
		checkRecordFile(t, p, path, true)
		checkReplaced(t, p, lots[1])
	})
}

// checkReplaced has somebody decline, which the record then states with the
// label that came after.
func checkReplaced(t *testing.T, p *demo.Play, lot string) {
	t.Helper()
	ctx := t.Context()
	if err := p.Take(ctx, lot, "drawn"); err != nil {
		t.Fatal(err)
	}
	staff := as(t, p, "staff")
	var view api.LotView
	if err := staff.Get(ctx, "/api/lots/"+lot, &view); err != nil {
		t.Fatal(err)
	}
	path := "/api/draws/" + view.Draws[0].ID
	var before, after api.DrawView
	if err := staff.Post(ctx, path+"/invitations", demo.Offer("manual"), &before); err != nil {
		t.Fatal(err)
	}
	if err := staff.Post(ctx, path+"/seats/1/answer", map[string]string{"answer": "declined", "reason": "出差"}, &after); err != nil {
		t.Fatal(err)
	}
	if before.Seats[0].Label == after.Seats[0].Label || draw.Stage(after.Stage) != draw.Filled {
		t.Fatalf("seat 1 was not filled anew: %+v", after.Seats)
	}
	holds(t, "the record", pdf(t, staff, path+"/record.pdf"), before.Seats[0].Label, after.Seats[0].Label, "出差", "谢绝")
}

// The policy file names the centre's own addresses, and goes to whoever sets
// up machines.
func TestChromiumPolicy(t *testing.T) {
	c, _ := begin(t, "")
	p := setUp(t, &demo.Play{Base: c.address()})
	var policy struct {
		VideoCaptureAllowedUrls, AudioCaptureAllowedUrls []string
	}
	if err := as(t, p, "sysadmin").Get(t.Context(), "/api/chromium-policy.json", &policy); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(policy.VideoCaptureAllowedUrls, c.address()) || !slices.Contains(policy.AudioCaptureAllowedUrls, c.address()) {
		t.Errorf("%+v does not name %s", policy, c.address())
	}
	refused(t, as(t, p, "staff").Get(t.Context(), "/api/chromium-policy.json", nil), "access.role")
}

// checkRecordFile takes the public record of a draw and checks it on the
// command line: it opens nobody before the end, and then those who sat.
func checkRecordFile(t *testing.T, p *demo.Play, path string, sealed bool) {
	t.Helper()
	var text []byte
	if err := as(t, p, "witness").Get(t.Context(), path+"/record.json", &text); err != nil {
		t.Fatal(err)
	}
	// Whoever has the printed record reads the same without an account.
	var public []byte
	anybody, err := demo.NewClient(p.Base)
	if err == nil {
		err = anybody.Get(t.Context(), "/api/records/"+strings.TrimPrefix(path, "/api/draws/"), &public)
	}
	if err != nil || !bytes.Equal(public, text) {
		t.Errorf("the public record is another, of %d bytes: %v", len(public), err)
	}
	refused(t, anybody.Get(t.Context(), "/api/records/none", nil), "draw.unknown")
	record, err := draw.ReadRecord(text)
	if err != nil {
		t.Fatal(err)
	}
	if opened := len(record.Opened); sealed != (opened > 0) || opened != len(record.Unsealed) {
		t.Errorf("sealed %t: %d of %d unsealed labels are opened", sealed, opened, len(record.Unsealed))
	}
	if !sealed {
		for _, line := range append(record.Excluded, "unknown "+record.Unknown, "dismissed "+record.Dismissed) {
			if _, count, _ := strings.Cut(line, " "); len(count) == 1 && count != "0" && count < "5" {
				t.Errorf("a small count is told: %s", line)
			}
		}
	}
	file := filepath.Join(t.TempDir(), "record.json")
	for _, changed := range []bool{false, true} {
		if changed {
			text = bytes.Replace(text, []byte(`"public": "`), []byte(`"public": "1`), 1)
		}
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		var out, faults bytes.Buffer
		if code := run([]string{"draw", "verify", file, "--lang", "en"}, &out, &faults); code != map[bool]int{true: 1}[changed] {
			t.Errorf("changed %t: exit code %d\n%s%s", changed, code, &out, &faults)
		}
		want := []string{"Shares: checked\n", "Seed: checked\n", "Order of the tickets: checked\n", "Who took the seats: not contained\n"}
		if changed {
			want[1] = "Seed: BROKEN seed\n"
		} else if sealed {
			want = append(want, "What was drawn from: checked\n", "Experts opened: checked\n")
		}
		for _, line := range want {
			if !strings.Contains(out.String(), line) {
				t.Errorf("%s is missing:\n%s", line, &out)
			}
		}
	}
}

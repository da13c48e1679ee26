package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/evidence"
	"bidroom/server/store/storetest"
)

// printed is the text of a PDF, without spaces.
func printed(t *testing.T, pdf []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "printed.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", "-raw", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(text)), "")
}

// Experts are paid by a published table from the times of the log; staff state
// with a reason what it does not know; nobody is told a name to whom it is not
// due, and both verifiers take what was settled.
func TestFees(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, cfg, p, lots := played(t, db, "sealed")
		ctx, lot := t.Context(), lots[0]
		as := func(login string) *demo.Client { return as(t, p, login) }
		path := "/api/lots/" + lot + "/fees"
		var view api.FeesView
		do := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		refused(t, as("agent").Get(ctx, path, nil), "access.role")
		refused(t, as("staff").Get(ctx, "/api/lots/"+lots[1]+"/fees", nil), "access.stage")
		do(as("staff").Get(ctx, path, &view))
		if len(view.Members) != 4 || view.Table != nil || view.Members[0].Name == "" || view.Members[0].Fen != "" || !view.MaySettle {
			t.Fatalf("%+v", view)
		}
		refused(t, as("staff").Get(ctx, path+".pdf", nil), "fee.no_table")
		refused(t, as("staff").Get(ctx, path+".xlsx", nil), "fee.no_table")
		const shandong = "cn-shandong-gp-2017"
		refused(t, as("supervisor").Put(ctx, path+"/table", map[string]string{"table": shandong, "reason": "参照"}, nil), "access.role")
		refused(t, as("staff").Put(ctx, path+"/table", map[string]string{"table": shandong}, nil), "fee.table_reason")
		refused(t, as("staff").Put(ctx, path+"/table", map[string]string{"table": "../x", "reason": "参照"}, nil), "fee.table_other")
		do(as("staff").Put(ctx, path+"/table", map[string]string{"table": shandong, "reason": "本市规定工程招标参照执行"}, &view))
		if view.Table.ID != shandong || view.TotalFen != "160000" || view.Members[0].Fen != "40000" || view.Members[0].Capital != "肆佰元整" {
			t.Fatalf("%+v", view)
		}
		first := view.Members[0]
		state := func(login string, more map[string]any) error {
			sent := map[string]any{"meeting": first.Meeting, "seat": first.Seat, "label": first.Label, "fromMs": first.ToMs - 260*60_000, "toMs": first.ToMs, "reason": "到场后候场两小时"}
			for name, value := range more {
				sent[name] = value
			}
			return as(login).Post(ctx, path+"/work", sent, &view)
		}
		refused(t, state("supervisor", nil), "access.role")
		refused(t, state("staff", map[string]any{"reason": " "}), "fee.reason")
		refused(t, state("staff", map[string]any{"agreedFen": "50000"}), "fee.agreed_stated")
		refused(t, state("staff", map[string]any{"agreedFen": "5e4"}), "money.form")
		do(state("staff", map[string]any{"fromMs": first.ToMs - 260*60_000})) // 4 h 20 min: the published example
		if now := view.Members[0]; now.Fen != "55000" || now.Stated.Reason != "到场后候场两小时" || now.LoggedFromMs != first.FromMs || len(now.Lines) != 3 || view.TotalFen != "175000" {
			t.Fatalf("%+v", now)
		}
		refused(t, state("staff", nil), "stale") // as it was before
		var pdf []byte
		for _, lang := range []string{"zh-CN", "en"} {
			do(as("supervisor").Get(ctx, path+".pdf?lang="+lang, &pdf))
			seen := printed(t, pdf)
			for _, want := range []string{first.Name, "伍佰伍拾元整", "1,750.00", "鲁财采〔2017〕28号", "到场后候场两小时"} {
				if !strings.Contains(seen, want) {
					t.Errorf("%s: no %q", lang, want)
				}
			}
			if strings.Contains(seen, "fee.") || strings.Contains(seen, "report.") {
				t.Errorf("%s: a key stands there", lang)
			}
		}
		do(as("supervisor").Get(ctx, path+".xlsx", &pdf))
		if !bytes.HasPrefix(pdf, []byte("PK")) {
			t.Error("the workbook is none")
		}
		refused(t, as("agent").Get(ctx, path+".xlsx", nil), "access.role")

		// Who sat at a void meeting may sit again, and is not named.
		do(p.Take(ctx, lots[1], "evaluating"))
		do(as("supervisor").Post(ctx, "/api/lots/"+lots[1]+"/meeting/void", map[string]string{"reason": "停电"}, nil))
		var void api.FeesView
		do(as("staff").Get(ctx, "/api/lots/"+lots[1]+"/fees", &void))
		if len(void.Members) != 4 || slices.ContainsFunc(void.Members, func(m api.FeeView) bool { return m.Name != "" || m.Outcome != "stopped" }) {
			t.Errorf("of the void meeting %+v", void.Members)
		}
		for _, tree := range []string{lot, "centre"} {
			entries, _, err := c.handlers.Rooms.Entries(ctx, tree, 0, 100_000)
			do(err)
			looks := 0
			for _, e := range entries {
				if e.Kind == "fee.viewed" {
					looks++
				}
				if strings.Contains(string(e.Body), first.Name) {
					t.Errorf("%s names %s", e.Kind, first.Name)
				}
			}
			if tree == "centre" && looks < 5 {
				t.Errorf("%d looks are logged", looks)
			}
		}
		replay(t, c, lot)
		for _, full := range []string{"", "--full"} {
			if code, states := statesOf(t, exported(t, cfg, append([]string{lot}, strings.Fields(full)...)...)); code != 0 || states[evidence.PartLog] != evidence.Checked {
				t.Errorf("verify of the file %s: %d %v", full, code, states)
			}
		}
	})
}

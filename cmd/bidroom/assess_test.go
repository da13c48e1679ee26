package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bidroom/cmd/bidroom/demo"
	"bidroom/evaluation"
	"bidroom/server/api"
	"bidroom/server/evidence"
	"bidroom/server/store/storetest"
)

// fullMarks are those of every item, but for the first.
func fullMarks(view api.AssessmentsView, first, reason string) (marks []api.AssessmentMark) {
	for i, item := range view.Items {
		m := api.AssessmentMark{Item: item.ID, Mark: item.Most}
		if i == 0 {
			m.Mark, m.Reason = first, reason
		}
		marks = append(marks, m)
	}
	return marks
}

// assessing is what is sent of an assessment.
func assessing(seat api.AssessedMember, by string, more map[string]any) map[string]any {
	sent := map[string]any{"meeting": seat.Meeting, "seat": seat.Seat, "by": by, "sheet": ""}
	for _, given := range seat.Given {
		if given.By == by {
			sent["sheet"] = given.Sheet
		}
	}
	for name, value := range more {
		sent[name] = value
	}
	return sent
}

// A panel is assessed by both sides once its meeting is sealed: nobody is told a
// name to whom it is not due, an expert's reply is answered by another person,
// no text stands in the log, and a stranger checks all of it.
func TestAssessment(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, cfg, p, lots := played(t, db, "tender")
		ctx, lot := t.Context(), lots[0]
		do := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		as := func(login string) *demo.Client { return as(t, p, login) }
		look := func(login string) (view api.AssessmentsView) {
			t.Helper()
			do(as(login).Get(ctx, "/api/lots/"+lot+"/assessments", &view))
			return view
		}
		path := "/api/lots/" + lot + "/assessments"
		do(p.Take(ctx, lot, "invited"))
		sat := drawnFor(ctx, t, p, 1)
		do(p.Take(ctx, lot, "evaluating"))
		if view := look("staff"); len(view.Members) != 0 || len(view.By) != 0 || view.Own != "" {
			t.Errorf("before the seal: %+v", view)
		}
		do(p.Take(ctx, lot, "sealed"))
		if there := toldTo(t, c, "another", sat); there != 1 {
			t.Errorf("another centre is told of %d seats, once the lot is sealed", there)
		}
		refused(t, as("witness").Get(ctx, path, nil), "access.role")

		view := look("staff")
		if len(view.Members) != 4 || view.Own != "staff" || view.Full != "100" || slices.ContainsFunc(view.Members, func(m api.AssessedMember) bool { return m.Name == "" }) {
			t.Fatalf("after the seal: %+v", view)
		}
		if agents := look("agent"); agents.Own != "agent" || agents.Members[0].Name != "" || len(agents.By) != 1 {
			t.Errorf("an agent sees %+v", agents)
		}
		first := view.Members[0]
		post := func(login, what string, seat api.AssessedMember, by string, more map[string]any) error {
			return as(login).Post(ctx, path+what, assessing(seat, by, more), nil)
		}
		refused(t, post("staff", "", first, "staff", map[string]any{"items": fullMarks(view, "6.5", "")}), "assessment.reason")
		refused(t, post("supervisor", "", first, "supervisor", map[string]any{"items": fullMarks(view, "10", "")}), "assessment.role")
		const why = "签到截止后半小时到场"
		do(post("staff", "", first, "staff", map[string]any{"items": fullMarks(view, "5", why)}))
		refused(t, post("staff", "", first, "staff", map[string]any{"items": fullMarks(view, "10", "")}), "assessment.given")
		do(post("agent", "", first, "agent", map[string]any{"items": fullMarks(view, "10", "")}))
		first = look("staff").Members[0]
		do(post("staff", "", first, "staff", map[string]any{"items": fullMarks(view, "6.5", why)})) // corrected
		refused(t, post("staff", "/reply", first, "staff", map[string]any{"on": time.Now().Format(time.DateOnly), "reply": "有交通管制"}), "assessment.changed")
		first = look("staff").Members[0]
		if given := first.Given[0]; given.Total != "96.5" || len(given.Former) != 1 || given.Former[0].Total != "95" || !given.MayReply || given.MayEnd {
			t.Errorf("%+v", given)
		}
		zone, err := time.LoadLocation("Asia/Shanghai")
		do(err)
		do(post("staff", "/reply", first, "staff", map[string]any{"on": time.Now().In(zone).Format(time.DateOnly), "reply": "有交通管制"}))
		refused(t, post("staff", "/answer", first, "staff", map[string]any{"reason": "已核对"}), "assessment.second_person")
		refused(t, post("agent", "/answer", first, "staff", map[string]any{"reason": "已核对"}), "assessment.answer_role")
		do(post("supervisor", "/answer", first, "staff", map[string]any{"reason": "已核对交通管制公告", "items": fullMarks(view, "9", why)}))
		first = look("supervisor").Members[0]
		if given := first.Given[0]; given.Total != "99" || given.Reply.Text != "有交通管制" || given.Answer.Upheld || given.Answer.Text != "已核对交通管制公告" {
			t.Errorf("in the end %+v", given)
		}
		var now api.LotView
		do(as("staff").Get(ctx, "/api/lots/"+lot, &now))
		if want := []api.AssessedBy{{Role: "staff", Given: 1, Of: 4}, {Role: "agent", Given: 1, Of: 4}}; !slices.Equal(now.Assessed, want) {
			t.Errorf("the case says %+v", now.Assessed)
		}

		var notice []byte
		do(as("staff").Get(ctx, path+"/notice.pdf?by=staff&seat=1&meeting="+first.Meeting, &notice))
		if !strings.HasPrefix(string(notice), "%PDF-") {
			t.Errorf("the notice begins with %q", notice[:min(len(notice), 20)])
		}
		refused(t, as("agent").Get(ctx, path+"/notice.pdf?by=staff&seat=1&meeting="+first.Meeting, nil), "assessment.none")

		// The register tells of it: on the expert's page, in a search, and to whom something is due.
		grades := func(id, day string) (view api.ExpertView) {
			t.Helper()
			do(as("staff").Get(ctx, "/api/experts/"+id+day, &view))
			return view
		}
		told := grades(sat, "").Assessed
		if len(told.Items) != 2 || told.Items[1].By != "agent" && told.Items[0].By != "agent" || told.Means[0] != (api.MeanView{Years: 1, Mean: "99.50", Count: 2}) {
			t.Errorf("the register says %+v", told)
		}
		found := func(below string) []string {
			t.Helper()
			var page api.ExpertPage
			do(as("staff").Post(ctx, "/api/experts/find", map[string]any{"below": below, "years": 1}, &page))
			ids := []string{}
			for _, e := range page.Items {
				ids = append(ids, e.ID)
			}
			return ids
		}
		if above, at := found("99.6"), found("99.5"); !slices.Equal(above, []string{sat}) || len(at) != 0 {
			t.Errorf("below 99.6 are %v, below 99.5 %v", above, at)
		}
		refused(t, as("staff").Post(ctx, "/api/experts/find", map[string]any{"below": "0"}, nil), "register.below")
		due := func(login string) (view api.AssessmentsDue) {
			t.Helper()
			do(as(login).Get(ctx, "/api/assessments/due", &view))
			return view
		}
		if staff := due("staff").Lots; len(staff) != 1 || staff[0].Given != 1 || staff[0].Of != 4 || staff[0].Waits != 0 || len(due("supervisor").Lots) != 0 {
			t.Errorf("due: %+v, of supervisors %+v", staff, due("supervisor"))
		}

		// What the logs say goes out with the rest, and is not taken in again.
		var sheet []byte
		do(as("staff").Get(ctx, "/api/experts/export?sheet=assessments", &sheet))
		if text := string(sheet); strings.Count(text, "\n") != 3 || !strings.Contains(text, why) || !strings.Contains(text, lot+" "+first.Meeting+" 1 staff") {
			t.Errorf("taken out is %s", text)
		}
		before := grades(sat, "").Version
		letIn(t, as("staff"), "assessments.csv", sheet, registered(t)["identity"])
		if now := grades(sat, ""); now.Version != before || len(now.Assessed.Items) != 2 {
			t.Errorf("what came in as it went out changed %+v", now.Assessed)
		}

		// Of a panel whose meeting was void nobody is told, since it may sit again.
		do(p.Take(ctx, lots[1], "invited"))
		other := drawnFor(ctx, t, p, 1)
		do(p.Take(ctx, lots[1], "evaluating"))
		do(as("supervisor").Post(ctx, "/api/lots/"+lots[1]+"/meeting/void", map[string]string{"reason": "停电"}, nil))
		var void api.AssessmentsView
		do(as("staff").Get(ctx, "/api/lots/"+lots[1]+"/assessments", &void))
		if len(void.Members) != 4 || slices.ContainsFunc(void.Members, func(m api.AssessedMember) bool { return m.Name != "" || !m.Void }) {
			t.Fatalf("of the void meeting %+v", void.Members)
		}
		do(as("staff").Post(ctx, "/api/lots/"+lots[1]+"/assessments", assessing(void.Members[0], "staff", map[string]any{"items": fullMarks(void, "1", why)}), nil))
		if told := grades(other, "").Assessed; other != sat && len(told.Items) != 0 || len(found("95")) != 0 {
			t.Errorf("of the void meeting the register says %+v", told)
		}
		var was api.LotView
		do(as("staff").Get(ctx, "/api/lots/"+lots[1], &was))
		do(as("staff").Post(ctx, "/api/lots/"+lots[1]+"/meeting", map[string]any{"room": was.Meeting.Room, "plannedMs": time.Now().UnixMilli(), "reason": "恢复供电"}, nil))
		do(as("staff").Post(ctx, "/api/lots/"+lots[1]+"/meeting/open", struct{}{}, nil))
		do(as("staff").Get(ctx, "/api/lots/"+lots[1]+"/assessments", &void))
		if len(void.Members) != 4 || slices.ContainsFunc(void.Members, func(m api.AssessedMember) bool { return m.Name != "" }) {
			t.Errorf("while the same panel comes again, of the void meeting %+v", void.Members)
		}

		// What was said of an entry that goes is said of the one that stands.
		var all api.ExpertPage
		do(as("staff").Post(ctx, "/api/experts/find", map[string]any{"limit": 50}, &all))
		stands := all.Items[slices.IndexFunc(all.Items, func(e api.ExpertBrief) bool { return e.ID != sat && e.ID != other })].ID
		mergeExperts(ctx, t, as("staff"), stands, sat)
		if told := grades(stands, "").Assessed; len(told.Items) != 2 || !slices.Equal(found("99.6"), []string{stands}) {
			t.Errorf("after the merge the register says %+v", told)
		}

		for _, tree := range []string{lot, "centre"} {
			entries, _, err := c.handlers.Rooms.Entries(ctx, tree, 0, 100_000)
			do(err)
			for _, e := range entries {
				for _, said := range []string{why, "交通管制", "已核对"} {
					if strings.Contains(string(e.Body), said) {
						t.Errorf("%s says %q", e.Kind, said)
					}
				}
			}
		}
		replay(t, c, lot)
		for _, full := range []string{"", "--full"} {
			if code, states := statesOf(t, exported(t, cfg, append([]string{lot}, strings.Fields(full)...)...)); code != 0 || states[evidence.PartLog] != evidence.Checked {
				t.Errorf("verify of the file %s: %d %v", full, code, states)
			}
		}
		if cs, err := c.handlers.Rooms.CaseOf(ctx, lot); err != nil || cs.Stage() != evaluation.Sealed || len(cs.Assessments) != 2 {
			t.Errorf("the case: %v", err)
		}
	})
}

package conflict_test

import (
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
)

func day(t testing.TB, s string) (d conflict.Date) {
	t.Helper()
	if err := d.UnmarshalText([]byte(s)); err != nil {
		t.Fatal(err)
	}
	return d
}

func recusal(t testing.TB, id string) rule.Recusal {
	t.Helper()
	profile, err := rule.LoadProfile(id)
	if err != nil {
		t.Fatal(err)
	}
	return profile.Recusal
}

// TestProfiles: every ground that a profile names exists and has an action; a
// province's profile keeps what it does not state.
func TestProfiles(t *testing.T) {
	exists := map[string]bool{}
	for _, id := range conflict.Grounds() {
		exists[id] = true
	}
	actions := map[rule.Action]bool{}
	for _, action := range rule.Actions {
		actions[action] = true
	}
	for _, id := range rule.ProfileIDs() {
		for ground, said := range recusal(t, id).Grounds {
			if !exists[ground] || !actions[said.Action] {
				t.Errorf("%s: ground %q with action %q", id, ground, said.Action)
			}
		}
	}
	national, province := recusal(t, "cn-tendering-2019"), recusal(t, "cn-chongqing-tendering-2018")
	if got := province.Grounds["R23"].Action; got != rule.BlockRepresentatives || national.Grounds["R23"].Action != "" {
		t.Errorf("R23 in Chongqing: %q", got)
	}
	if province.Grounds["R01"].Clause != national.Grounds["R01"].Clause || province.Percent != 50 {
		t.Errorf("Chongqing lost what its base says: %+v", province.Grounds["R01"])
	}
}

func verdict(t testing.TB, answers []conflict.Answer, ground string) conflict.Answer {
	t.Helper()
	for _, answer := range answers {
		if answer.Ground == ground {
			return answer
		}
	}
	t.Fatalf("%s was not answered", ground)
	return conflict.Answer{}
}

// TestUnknownIsNotClear: an expert who was never asked anything, with a lot of
// which nothing is known, is clear of no ground that needs to know.
func TestUnknownIsNotClear(t *testing.T) {
	facts := conflict.Facts{Register: conflict.NewRegister(nil), Rules: recusal(t, "cn-government-procurement-2017"), Bidders: []conflict.Company{{Name: "甲建设有限公司"}}, Started: day(t, "2025-03-01"), Today: day(t, "2025-03-10")}
	needsNothing := map[string]bool{"R25": true}
	for _, answer := range conflict.NewChecker(facts).Check(conflict.Expert{ID: "e", Name: "专家", Status: conflict.Active}) {
		if want := map[bool]conflict.Verdict{true: conflict.Clear, false: conflict.Unknown}[needsNothing[answer.Ground]]; answer.Verdict != want {
			t.Errorf("%s is %s, want %s", answer.Ground, answer.Verdict, want)
		}
	}
}

// TestAlertsKeepNobodyOut: an expert who shares a phone with the bidder is
// shown, and stays in the pool.
func TestAlertsKeepNobodyOut(t *testing.T) {
	phone := conflict.Signal{Kind: "phone", Hash: "5f2c"}
	facts := conflict.Facts{Rules: recusal(t, "cn-tendering-2019"), Bidders: []conflict.Company{{Name: "甲建设有限公司", CreditCode: "C1"}},
		Register: conflict.NewRegister([]conflict.Company{{Name: "甲建设有限公司", CreditCode: "C1", Signals: []conflict.Signal{phone}}}), Today: day(t, "2025-03-10"), Started: day(t, "2025-03-01")}
	got := verdict(t, conflict.NewChecker(facts).Check(conflict.Expert{ID: "e", Name: "专家", Signals: []conflict.Signal{phone}}), "R22")
	if got.Verdict != conflict.Conflict || got.KeepsOut() || got.Data[0] != (conflict.Datum{Kind: "phone", Company: "甲建设有限公司"}) {
		t.Errorf("%+v", got)
	}
}

// TestRepresentativesBlocked: in Chongqing a tie over two levels between the
// procuring entity and a bidder keeps all representatives away.
func TestRepresentativesBlocked(t *testing.T) {
	held := func(by string, percent conflict.Percent) []conflict.Shareholder {
		return []conflict.Shareholder{{Name: by, Percent: percent * conflict.Whole / 100}}
	}
	for _, tt := range []struct {
		name    string
		percent conflict.Percent
		entity  string
		want    conflict.Verdict
	}{
		{"controls", 50, "江城城投集团", conflict.Conflict},
		{"holds less", 49, "江城城投集团", conflict.Clear},
		{"not in the register", 50, "江城市住房局", conflict.Unknown},
	} {
		facts := conflict.Facts{Rules: recusal(t, "cn-chongqing-tendering-2018"), Entity: conflict.Company{Name: tt.entity}, Bidders: []conflict.Company{{Name: "甲建设有限公司"}},
			Register: conflict.NewRegister([]conflict.Company{
				{Name: "甲建设有限公司", Shareholders: held("乙控股有限公司", 51)}, {Name: "乙控股有限公司", Shareholders: held("江城城投集团", tt.percent)},
				{Name: "江城城投集团", People: []conflict.Post{{Name: "张三", Office: "director"}}},
			})}
		got := verdict(t, conflict.NewChecker(facts).CheckLot(), "R23")
		if got.Verdict != tt.want || got.KeepsOut() {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}

// TestAway: leave keeps out on its first and last day and between, of a
// meeting that is known; who is drawn already is not asked.
func TestAway(t *testing.T) {
	leave := []conflict.Period{{From: day(t, "2026-02-27"), To: day(t, "2026-03-01")}, {From: day(t, "2026-05-01"), To: day(t, "2026-05-01")}}
	for meeting, want := range map[string]conflict.Verdict{"": conflict.Clear, "2026-02-26": conflict.Clear, "2026-02-27": conflict.Conflict, "2026-02-28": conflict.Conflict,
		"2026-03-01": conflict.Conflict, "2026-03-02": conflict.Clear, "2026-05-01": conflict.Conflict, "2026-05-02": conflict.Clear} {
		facts := conflict.Facts{Register: conflict.NewRegister(nil), Rules: recusal(t, "cn-tendering-2019"), Today: day(t, "2026-02-28"), Started: day(t, "2026-01-05")}
		if meeting != "" {
			facts.Meeting = day(t, meeting)
		}
		answer := verdict(t, conflict.NewChecker(facts).Check(conflict.Expert{ID: "e", Name: "专家", Status: conflict.Active, Leave: leave}), "R25")
		if answer.Verdict != want || answer.KeepsOut() != (want == conflict.Conflict) {
			t.Errorf("for a meeting on %s: %+v, want %s", meeting, answer, want)
		}
	}
	facts := conflict.Facts{Today: day(t, "2026-02-28")}
	if err := facts.MeetOn(""); err != nil || facts.Meeting != facts.Today {
		t.Errorf("without a plan the meeting is on %s: %v", facts.Meeting, err)
	}
	if err := facts.MeetOn("2026-03-04"); err != nil || facts.Meeting != day(t, "2026-03-04") || facts.MeetOn("2026-02-30") == nil {
		t.Errorf("the planned meeting is on %s: %v", facts.Meeting, err)
	}
}

package evaluation_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
)

// marks is a sheet of full marks, but for the first item.
func marks(mark, reason string) string {
	return `{"items":[{"item":"punctuality","mark":"` + mark + `","most":"10","reason":"` + reason + `"},{"item":"discipline","mark":"20","most":"20","reason":""},{"item":"competence","mark":"30","most":"30","reason":""},` +
		`{"item":"fairness","mark":"20","most":"20","reason":""},{"item":"secrecy","mark":"10","most":"10","reason":""},{"item":"assistance","mark":"10","most":"10","reason":""}]}`
}

// codeOf is the code of the first reason of a refusal; empty of none.
func codeOf(t *testing.T, err error) string {
	t.Helper()
	var refusal *rule.Refusal
	if !errors.As(err, &refusal) {
		if err != nil {
			t.Fatal(err)
		}
		return ""
	}
	return refusal.Reasons[0].Code
}

func TestParseAssessment(t *testing.T) {
	profile, err := rule.LoadProfile("cn-tendering-2019")
	if err != nil {
		t.Fatal(err)
	}
	if full := evaluation.FullAssessment(profile.Assessment); full != "100" {
		t.Errorf("all items come to %s", full)
	}
	for _, tt := range []struct{ name, text, code, total string }{
		{"full", marks("10", ""), "", "100"},
		{"half a point less, with a reason", marks("9.5", "迟到五分钟"), "", "99.5"},
		{"nothing of the item", marks("0", "未按时到场"), "", "90"},
		{"half a point less, without a reason", marks("9.5", ""), "assessment.reason", ""},
		{"a reason of blanks", marks("9.5", "  "), "assessment.reason", ""},
		{"half a point more", marks("10.5", "好"), "assessment.mark", ""},
		{"less than nothing", marks("-0.5", "差"), "assessment.mark", ""},
		{"off the step", marks("9.25", "迟到"), "assessment.mark", ""},
		{"no mark", marks("", "迟到"), "assessment.mark", ""},
		{"no decimal", marks("1e1", "迟到"), "assessment.mark", ""},
		{"the longest reason", marks("9", strings.Repeat("迟", 1000)), "", "99"},
		{"a longer one", marks("9", strings.Repeat("迟", 1001)), "assessment.long", ""},
		{"an item less", `{"items":[{"item":"punctuality","mark":"10","reason":""}]}`, "assessment.form", ""},
		{"another bound", strings.Replace(marks("9", "迟到"), `"most":"10"`, `"most":"9"`, 1), "assessment.form", ""},
		{"another item", strings.Replace(marks("10", ""), "punctuality", "clothing", 1), "assessment.form", ""},
		{"another member", strings.Replace(marks("10", ""), `"items"`, `"total":"3","items"`, 1), "assessment.form", ""},
		{"two values", marks("10", "") + "{}", "assessment.form", ""},
		{"none", "", "assessment.form", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sheet, err := evaluation.ParseAssessment(tt.text, profile.Assessment)
			if code := codeOf(t, err); code != tt.code || code == "" && sheet.Total() != tt.total {
				t.Errorf("%q, in all %s", code, sheet.Total())
			}
		})
	}
}

// as applies an act by an actor in a role, so many days after the case began.
func (p *play) as(actor, role string, day int64, act evaluation.Act) error {
	return p.c.Apply(evaluation.Meta{AtMs: p.ms + day*day1, Actor: actor, Role: role}, act)
}

const day1 = 24 * 60 * 60 * 1000

// One assessment of each role stands for each expert; what is corrected is
// named, in time and before a reply; a reply is answered once, by another.
func TestAssessment(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-works-baseline")
	p.upTo(evaluation.Sealed)
	served := p.c.Served()
	if len(served) != 4 || served[3].Seat != 4 { // the fifth is a representative
		t.Fatalf("served: %+v", served)
	}
	sheets := map[string]evaluation.Opening{}
	for _, mark := range []string{"9", "8", "7", "6"} {
		sheets[mark] = datum(evaluation.AssessmentDomain, marks(mark, "迟到"))
	}
	made := func(by, mark, corrects string, day int64, change ...func(*evaluation.AssessmentMade)) *evaluation.AssessmentMade {
		a := &evaluation.AssessmentMade{Meeting: "meeting", Seat: 1, Label: served[0].Label, By: by, UntilMs: p.ms + (day+10)*day1, Sheet: sheets[mark].DatumHash()}
		if corrects != "" {
			a.Former = sheets[corrects].DatumHash()
		}
		for _, c := range change {
			c(a)
		}
		return a
	}
	replied := func(mark string, day int64) *evaluation.AssessmentReplied {
		return &evaluation.AssessmentReplied{Meeting: "meeting", Seat: 1, By: "staff", Sheet: sheets[mark].DatumHash(), OnMs: p.ms + day*day1, Reply: datum(evaluation.AssessmentReplyDomain, "没有迟到").DatumHash()}
	}
	answered := func(mark, to string) *evaluation.AssessmentAnswered {
		a := &evaluation.AssessmentAnswered{Meeting: "meeting", Seat: 1, By: "staff", Sheet: sheets[mark].DatumHash(), Reason: datum(evaluation.AssessmentAnswerDomain, "已核对").DatumHash()}
		if to != "" {
			a.Changed = sheets[to].DatumHash()
		}
		return a
	}
	for i, step := range []struct {
		actor, role string
		day         int64
		act         evaluation.Act
		code        string
	}{
		{"v1", "supervisor", 0, made("supervisor", "9", "", 0), "assessment.role"},
		{"s1", "staff", 0, made("agent", "9", "", 0), "assessment.role"},
		{"s1", "staff", 0, made("staff", "9", "", 0, func(a *evaluation.AssessmentMade) { a.Seat = 5 }), "assessment.not_served"},
		{"s1", "staff", 0, made("staff", "9", "", 0, func(a *evaluation.AssessmentMade) { a.Label = served[1].Label }), "assessment.not_served"},
		{"s1", "staff", 0, made("staff", "9", "", 0, func(a *evaluation.AssessmentMade) { a.Void = true }), "assessment.not_served"},
		{"s1", "staff", 0, made("staff", "9", "", 0, func(a *evaluation.AssessmentMade) { a.Meeting = "another" }), "assessment.not_served"},
		{"s1", "staff", 0, made("staff", "9", "", 0, func(a *evaluation.AssessmentMade) { a.Sheet = "" }), "datum.form"},
		{"s1", "staff", 0, made("staff", "9", "", -1), "assessment.term"},
		{"s1", "staff", 0, made("staff", "9", "", 2), "assessment.term"},
		{"s1", "staff", 0, made("staff", "9", "8", 0), "assessment.changed"},
		{"s1", "staff", 0, replied("9", 0), "assessment.none"},
		{"s1", "staff", 0, made("staff", "9", "", 0), ""},
		{"a1", "agent", 0, made("agent", "6", "", 0), ""},
		{"s2", "staff", 0, made("staff", "8", "", 0), "assessment.given"},
		{"s2", "staff", 0, made("staff", "7", "8", 0), "assessment.changed"},
		{"s2", "staff", 10, made("staff", "8", "9", 10), "assessment.over"},
		{"s2", "staff", 9, made("staff", "8", "9", 9), ""},
		{"s1", "staff", 10, replied("9", 10), "assessment.changed"},
		{"a1", "agent", 10, replied("8", 10), "assessment.reply_staff"},
		{"s1", "staff", 10, replied("8", 7), "assessment.reply_day"},
		{"s1", "staff", 10, replied("8", 11), "assessment.reply_day"},
		{"s1", "staff", 19, replied("8", 19), "assessment.over"},
		{"v1", "supervisor", 19, answered("8", ""), "assessment.no_reply"},
		{"s1", "staff", 25, replied("8", 18), ""}, // entered later
		{"s1", "staff", 25, replied("8", 18), "assessment.replied"},
		{"s2", "staff", 18, made("staff", "7", "8", 18), "assessment.replied"},
		{"s2", "staff", 26, answered("8", ""), "assessment.second_person"},
		{"s1", "staff", 26, answered("8", ""), "assessment.second_person"}, // whose own was corrected
		{"a1", "agent", 26, answered("8", ""), "assessment.answer_role"},
		{"v1", "supervisor", 26, answered("9", ""), "assessment.changed"},
		{"s3", "staff", 26, answered("8", "7"), ""},
		{"v1", "supervisor", 26, answered("8", ""), "assessment.answered"},
		{"s1", "staff", 26, replied("7", 18), "assessment.replied"},
	} {
		if code := codeOf(t, p.as(step.actor, step.role, step.day, step.act)); code != step.code {
			t.Fatalf("step %d, %s: %q, want %q", i, step.act.Kind(), code, step.code)
		}
	}
	for role, want := range map[string][2]int{"staff": {3, 4}, "agent": {3, 4}, "supervisor": {0, 0}} {
		if owed, of, err := p.c.AssessmentsOwed(role); err != nil || [2]int{owed, of} != want {
			t.Errorf("%s owes %d of %d, %v", role, owed, of, err)
		}
	}
	for _, text := range []evaluation.Opening{sheets["9"], sheets["8"], sheets["7"], datum(evaluation.AssessmentReplyDomain, "没有迟到"), datum(evaluation.AssessmentAnswerDomain, "已核对")} {
		if err := p.c.OpenAssessment(text); err != nil {
			t.Error(err)
		}
	}
	if code := codeOf(t, p.c.OpenAssessment(datum(evaluation.AssessmentReplyDomain, "另一份"))); code != "assessment.opening" {
		t.Errorf("another text is taken: %q", code)
	}
	a := p.c.Assessment("meeting", 1, "staff")
	if a.Last().Text != sheets["7"].Value || a.Reply.Text != "没有迟到" || a.Answer.Text != "已核对" || a.Answer.Upheld {
		t.Errorf("%+v", a)
	}
}

// Who left is not assessed, and after a void meeting only who found something.
func TestServed(t *testing.T) {
	for _, tt := range []struct {
		stage evaluation.Stage
		want  string
	}{
		{evaluation.Examining, "[]"},
		{evaluation.Evaluating, "[{meeting 1 true} {meeting 3 true} {meeting 4 true}]"},
	} {
		p := newPlay(t)
		p.prepare("cn-works-baseline")
		p.upTo(tt.stage)
		p.do("staff", &evaluation.MemberLeft{Seat: 2, Reason: "生病"}, &evaluation.MeetingVoided{Reason: "停电"})
		var got []string
		for _, one := range p.c.Served() {
			got = append(got, fmt.Sprintf("{%s %d %t}", one.Meeting, one.Seat, one.Void))
		}
		if s := fmt.Sprint(got); s != tt.want {
			t.Errorf("void at %s: %s, want %s", tt.stage, s, tt.want)
		}
		p.do("staff", &evaluation.MeetingScheduled{Meeting: "again", Room: "room", Names: "meeting", Reason: "恢复供电"})
		if s := len(p.c.Served()); s != len(got) {
			t.Errorf("%d after the next meeting was planned", s)
		}
		if code := codeOf(t, p.as("s1", "staff", 0, &evaluation.AssessmentMade{Meeting: "meeting", Seat: 1, By: "staff"})); code != "stage.wrong" {
			t.Errorf("before the next meeting: %q", code)
		}
	}
}

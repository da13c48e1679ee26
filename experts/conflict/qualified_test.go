package conflict_test

import (
	"slices"
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
)

// entryAnswer answers one ground of who may be drawn at all, on 30 November 2026.
func entryAnswer(t *testing.T, profile, ground string, e conflict.Expert) conflict.Answer {
	t.Helper()
	answers := conflict.CheckEntry(recusal(t, profile), e, day(t, "2026-11-30"))
	i := slices.IndexFunc(answers, func(a conflict.Answer) bool { return a.Ground == ground })
	if i < 0 {
		return conflict.Answer{}
	}
	return answers[i]
}

const none = conflict.Verdict("")

// 招标投标法 第三十七条第三款: eight years and a senior title or the like.
// 政府采购评审专家管理办法 第六条: a middle title with eight years, or a
// senior one, and below seventy; so is Chongqing's age, 条例 第二十七条.
func TestQualified(t *testing.T) {
	const national, province, procurement = "cn-tendering-2019", "cn-chongqing-tendering-2018", "cn-government-procurement-2017"
	for _, tt := range []struct {
		profile, level, since, born string
		title, age                  conflict.Verdict
	}{
		{national, "senior", "2018-11-30", "1950-01-01", conflict.Clear, none},
		{national, "senior", "2018-12-01", "1950-01-01", conflict.Conflict, none},
		{national, "equal", "2010-01-01", "", conflict.Clear, none},
		{national, "middle", "", "", conflict.Conflict, none},
		{national, "senior", "", "", conflict.Unknown, none},
		{national, "", "2010-01-01", "", conflict.Unknown, none},
		{national, "", "2020-01-01", "", conflict.Conflict, none},
		{province, "senior", "2010-01-01", "1956-12-01", conflict.Clear, conflict.Clear},
		{province, "senior", "2010-01-01", "1956-11-30", conflict.Clear, conflict.Conflict},
		{procurement, "senior", "", "", conflict.Clear, conflict.Unknown},
		{procurement, "middle", "2018-11-30", "1980-01-01", conflict.Clear, conflict.Clear},
		{procurement, "middle", "2018-12-01", "1980-01-01", conflict.Conflict, conflict.Clear},
		{procurement, "middle", "", "1980-01-01", conflict.Unknown, conflict.Clear},
		{procurement, "", "2010-01-01", "1980-01-01", conflict.Unknown, conflict.Clear},
		{procurement, "other", "2010-01-01", "1980-01-01", conflict.Conflict, conflict.Clear},
	} {
		e := conflict.Expert{TitleLevel: tt.level, FieldSince: day(t, tt.since), Born: day(t, tt.born)}
		title, age := entryAnswer(t, tt.profile, "R31", e), entryAnswer(t, tt.profile, "R32", e)
		if title.Verdict != tt.title || age.Verdict != tt.age {
			t.Errorf("%+v: %+v, %+v", tt, title, age)
		}
		if title.Clause == "" || title.Verdict == conflict.Unknown && !title.Unasked() || title.KeepsOut() != (tt.title == conflict.Conflict) {
			t.Errorf("%+v: %+v", tt, title)
		}
	}
}

// 铁路建设工程评标专家库及评标专家管理办法: a level equal to a senior title is that of
// a bachelor after twelve years, of a master after six and of a doctor after three.
func TestEqualLevel(t *testing.T) {
	const law, office = "招标投标法 第三十七条第三款", "铁路建设工程评标专家库及评标专家管理办法（国铁工程监〔2017〕27号）"
	for _, tt := range []struct {
		level, education, since string
		verdict                 conflict.Verdict
		clause                  rule.Clause
	}{
		{"middle", "bachelor", "2014-11-30", conflict.Clear, office},
		{"middle", "bachelor", "2014-12-01", conflict.Conflict, law},
		{"middle", "master", "2020-11-30", conflict.Clear, office},
		{"middle", "master", "2020-12-01", conflict.Conflict, law},
		{"other", "doctor", "2023-11-30", conflict.Clear, office},
		{"other", "doctor", "2023-12-01", conflict.Conflict, law},
		{"other", "college", "1990-01-01", conflict.Conflict, law},
		{"senior", "college", "2018-11-30", conflict.Clear, law},
		{"senior", "college", "2018-12-01", conflict.Conflict, law},
		{"equal", "bachelor", "2018-11-30", conflict.Conflict, law}, // here the education says what is equal
		{"middle", "", "2014-11-30", conflict.Unknown, law},
		{"middle", "", "2023-12-01", conflict.Conflict, law}, // too short for any
		{"", "bachelor", "2018-11-30", conflict.Unknown, law},
		{"", "doctor", "2023-11-30", conflict.Clear, office},
		{"middle", "master", "", conflict.Unknown, law},
	} {
		answer := entryAnswer(t, "cn-railway-tendering-2017", "R31", conflict.Expert{TitleLevel: tt.level, Education: tt.education, FieldSince: day(t, tt.since)})
		if answer.Verdict != tt.verdict || answer.Clause != tt.clause {
			t.Errorf("%+v: %+v", tt, answer)
		}
	}
}

// 政府采购评审专家管理办法 第六条第二款: title and age, and nothing else, can be
// relaxed where a profession has few experts; the law on tendering knows no such
// thing, and each for itself.
func TestRelaxed(t *testing.T) {
	e := conflict.Expert{TitleLevel: "other", FieldSince: day(t, "2020-01-01"), Born: day(t, "1950-01-01")}
	for _, tt := range []struct {
		profile    string
		relaxed    []string
		title, age conflict.Verdict
	}{
		{"cn-government-procurement-2017", nil, conflict.Conflict, conflict.Conflict},
		{"cn-government-procurement-2017", []string{"R31"}, conflict.Clear, conflict.Conflict},
		{"cn-government-procurement-2017", []string{"R32"}, conflict.Conflict, conflict.Clear},
		{"cn-government-procurement-2017", []string{"R31", "R32"}, conflict.Clear, conflict.Clear},
		{"cn-chongqing-tendering-2018", []string{"R31", "R32"}, conflict.Conflict, conflict.Conflict},
	} {
		e.Relaxed = tt.relaxed
		title, age := entryAnswer(t, tt.profile, "R31", e), entryAnswer(t, tt.profile, "R32", e)
		if title.Verdict != tt.title || age.Verdict != tt.age {
			t.Errorf("%+v: %+v, %+v", tt, title, age)
		}
		if rests := slices.Contains(age.Rests, conflict.Datum{Kind: "relaxed"}); rests != (tt.age == conflict.Clear) {
			t.Errorf("%+v: rests on %+v", tt, age.Rests)
		}
	}
}

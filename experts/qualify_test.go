package experts_test

import (
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
)

func on(t *testing.T, text string) (d conflict.Date) {
	t.Helper()
	if err := d.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return d
}

// 招标投标法 第三十七条第三款: eight years and a senior title or the like.
// 政府采购评审专家管理办法 第六条: a middle title with eight years, or a
// senior one, and below seventy; so is Chongqing's age, 条例 第二十七条.
func TestConditions(t *testing.T) {
	const national, province, procurement = "cn-tendering-2019", "cn-chongqing-tendering-2018", "cn-government-procurement-2017"
	for _, tt := range []struct {
		profile, level, since, born, title, age string
	}{
		{national, "senior", "2018-11-30", "1950-01-01", experts.Met, ""},
		{national, "senior", "2018-12-01", "1950-01-01", experts.Unmet, ""},
		{national, "equal", "2010-01-01", "", experts.Met, ""},
		{national, "middle", "", "", experts.Unmet, ""},
		{national, "senior", "", "", experts.NotKnown, ""},
		{national, "", "2010-01-01", "", experts.NotKnown, ""},
		{national, "", "2020-01-01", "", experts.Unmet, ""},
		{province, "senior", "2010-01-01", "1956-12-01", experts.Met, experts.Met},
		{province, "senior", "2010-01-01", "1956-11-30", experts.Met, experts.Unmet},
		{procurement, "senior", "", "", experts.Met, experts.NotKnown},
		{procurement, "middle", "2018-11-30", "1980-01-01", experts.Met, experts.Met},
		{procurement, "middle", "2018-12-01", "1980-01-01", experts.Unmet, experts.Met},
		{procurement, "middle", "", "1980-01-01", experts.NotKnown, experts.Met},
		{procurement, "", "2010-01-01", "1980-01-01", experts.NotKnown, experts.Met},
		{procurement, "other", "2010-01-01", "1980-01-01", experts.Unmet, experts.Met},
	} {
		profile, err := rule.LoadProfile(tt.profile)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, c := range experts.Conditions(profile.Qualification, experts.Career{Title: tt.level, Since: on(t, tt.since), Born: on(t, tt.born)}, on(t, "2026-11-30")) {
			if got[c.Kind] = c.State; c.Clause == "" {
				t.Errorf("%s: no clause for %s", tt.profile, c.Kind)
			}
		}
		if got["title"] != tt.title || got["age"] != tt.age {
			t.Errorf("%+v: %v", tt, got)
		}
	}
	if born := experts.BornOn("11010519491231002X"); born != on(t, "1949-12-31") || experts.BornOn("110105194912310021") != (conflict.Date{}) {
		t.Errorf("born on %s", born)
	}
}

// 铁路建设工程评标专家库及评标专家管理办法: a level equal to a senior title is that of
// a bachelor after twelve years, of a master after six and of a doctor after three.
func TestEqualLevel(t *testing.T) {
	profile, err := rule.LoadProfile("cn-railway-tendering-2017")
	if err != nil {
		t.Fatal(err)
	}
	const law, office = "招标投标法 第三十七条第三款", "铁路建设工程评标专家库及评标专家管理办法（国铁工程监〔2017〕27号）"
	for _, tt := range []struct {
		level, education, since, state string
		clause                         rule.Clause
	}{
		{"middle", "bachelor", "2014-11-30", experts.Met, office},
		{"middle", "bachelor", "2014-12-01", experts.Unmet, law},
		{"middle", "master", "2020-11-30", experts.Met, office},
		{"middle", "master", "2020-12-01", experts.Unmet, law},
		{"other", "doctor", "2023-11-30", experts.Met, office},
		{"other", "doctor", "2023-12-01", experts.Unmet, law},
		{"other", "college", "1990-01-01", experts.Unmet, law},
		{"senior", "college", "2018-11-30", experts.Met, law},
		{"senior", "college", "2018-12-01", experts.Unmet, law},
		{"equal", "bachelor", "2018-11-30", experts.Unmet, law}, // here the education says what is equal
		{"middle", "", "2014-11-30", experts.NotKnown, law},
		{"middle", "", "2023-12-01", experts.Unmet, law}, // too short for any
		{"", "bachelor", "2018-11-30", experts.NotKnown, law},
		{"", "doctor", "2023-11-30", experts.Met, office},
		{"middle", "master", "", experts.NotKnown, law},
	} {
		list := experts.Conditions(profile.Qualification, experts.Career{Title: tt.level, Education: tt.education, Since: on(t, tt.since)}, on(t, "2026-11-30"))
		if len(list) != 1 || list[0].State != tt.state || list[0].Clause != tt.clause {
			t.Errorf("%+v: %+v", tt, list)
		}
	}
}

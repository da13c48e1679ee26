package conflict_test

import (
	"testing"
	"unicode/utf8"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
)

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"华东建工(集团)股份有限公司": "华东建工集团", "華東建工集團有限責任公司": "华东建工集团", "天和会计师事务所（特殊普通合伙）": "天和会计师事务所",
		"ＡＢＣ　科技有限公司": "ABC科技", "Abc Co., Ltd.": "ABC", "公司": "公司", "有限公司": "有限", "": "", "···": "",
		"甲公司有限公司": "甲", "总公司": "总",
	} {
		if got := conflict.NormaliseName(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{
		"华东建工集团股份有限公司西南分公司": "华东建工集团", "中国某银行股份有限公司江城支行": "中国某银行", "华东建工集团公司第三分公司": "华东建工集团", "甲有限公司乙项目部丙分公司": "甲",
		"西南分公司": "", "华东建工集团西南分公司": "", "有限公司分公司": "", "甲有限公司": "", "甲有限公司工会": "", "": "",
	} {
		if got := conflict.HeadName(name); got != want {
			t.Errorf("the head of %q is %q, want %q", name, got, want)
		}
	}
}

// FuzzNames: what is normalised stays as it is, and no branch is its own head.
func FuzzNames(f *testing.F) {
	for _, name := range []string{"华东建工(集团)股份有限公司", "華東建工集團", "Ａ　ｂ Co., Ltd.", "甲有限公司乙分公司", "薴公司", "ſ", "ß", "ŉ", "ǅ", "\xff公司", "有限公司"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		plain := conflict.NormaliseName(name)
		if again := conflict.NormaliseName(plain); again != plain {
			t.Errorf("%q becomes %q and then %q", name, plain, again)
		}
		if person := conflict.NormalisePerson(name); conflict.NormalisePerson(person) != person {
			t.Errorf("%q is not settled", person)
		}
		if head := conflict.HeadName(name); head != "" && (head == plain || conflict.NormaliseName(head) != head || !utf8.ValidString(head)) {
			t.Errorf("%q is a branch of %q", name, head)
		}
	})
}

// FuzzParseDate: what is read as a date is written as it was, and lies after
// the same day a year before.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2024-02-29", "2023-02-29", "+024-01-01", "0001-01-01", "9999-12-31", "2024-1-01", "２０２４-01-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := rule.ParseDate(s)
		if err != nil {
			return
		}
		if d.String() != s {
			t.Errorf("%q is written %q", s, d)
		}
		if back := d.YearsBack(1); !back.Before(d) || d.Before(back) || back.Day < d.Day-1 || back.Month != d.Month {
			t.Errorf("a year before %s is %s", d, back)
		}
	})
}

// A company is found by a code that it bore, unless another bears it now, and
// who states either code works for one employer.
func TestFormerCodes(t *testing.T) {
	now, then := "91330100MA2H0XK11J", "91330100MA2H0XK22X"
	stated := func(id, code string) conflict.Expert {
		return conflict.Expert{ID: id, Name: id, Affiliated: conflict.DeclaredSome, Affiliations: []conflict.Affiliation{{Company: "蜀江", CreditCode: code}}}
	}
	for _, tt := range []struct {
		what      string
		companies []conflict.Company
		want      string
	}{
		{"borne before", []conflict.Company{{Name: "蜀江建设", CreditCode: now, FormerCodes: []string{then}}}, now},
		{"another's now", []conflict.Company{{Name: "蜀江建设", CreditCode: now, FormerCodes: []string{then}}, {Name: "江源", CreditCode: then}}, then},
		{"another's, which comes first", []conflict.Company{{Name: "江源", CreditCode: then}, {Name: "蜀江建设", CreditCode: now, FormerCodes: []string{then}}}, then},
		{"not known", nil, then},
	} {
		t.Run(tt.what, func(t *testing.T) {
			checker := conflict.NewChecker(conflict.Facts{Rules: recusal(t, "cn-chongqing-tendering-2018"), Register: conflict.NewRegister(tt.companies), Today: day(t, "2026-05-04"), Started: day(t, "2026-05-04"),
				Bidders: []conflict.Company{{Name: "投标人", CreditCode: now}}, Panel: []conflict.Expert{stated("member", now)}})
			if got := checker.Employers(stated("e", then)); len(got) != 1 || got[0] != tt.want {
				t.Errorf("the employer is %v, want %s", got, tt.want)
			}
			found := map[string]bool{}
			for _, answer := range checker.Check(stated("e", then)) {
				found[answer.Ground] = answer.Verdict == conflict.Conflict
			}
			employed, colleague := found["R01"], found["R17"]
			if one := tt.want == now; employed != one || colleague != one {
				t.Errorf("employed by the bidder %t, colleague of a member %t, want %t", employed, colleague, one)
			}
		})
	}
}

// Who is stated by a number under which the expert was entered before is the
// expert; a namesake with another number is not.
func TestFormerIndexes(t *testing.T) {
	facts := conflict.Facts{Register: conflict.NewRegister(nil), Rules: recusal(t, "cn-tendering-2019"), Today: day(t, "2026-05-04"), Started: day(t, "2026-05-04"), AtFault: []conflict.Person{{Name: "陈静", Index: "old"}},
		Named: []conflict.NamedPerson{{Person: conflict.Person{Name: "别人", Index: "old"}, Bidder: "投标人"}}}
	checker := conflict.NewChecker(facts)
	for former, want := range map[string]bool{"old": true, "other": false} {
		found := map[string]bool{}
		for _, answer := range checker.Check(conflict.Expert{ID: "e", Name: "陈静", Index: "new", FormerIndexes: []string{former}}) {
			found[answer.Ground] = len(answer.Data) > 0
		}
		if found["R19"] != want || found["R20"] != want {
			t.Errorf("by %q: at fault %t, named %t, want %t", former, found["R19"], found["R20"], want)
		}
	}
}

package experts_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"bidroom/experts"
	"bidroom/experts/conflict"
)

func signal(kind, hash string) []conflict.Signal { return []conflict.Signal{{Kind: kind, Hash: hash}} }

// Two companies beside each other: in what they agree, and whether that makes
// them a pair. Each way of writing stands beside one that is another name.
func TestCompanyTwins(t *testing.T) {
	named := func(name string, former ...string) conflict.Company {
		return conflict.Company{Name: name, FormerNames: former}
	}
	coded := func(code string, former ...string) conflict.Company {
		return conflict.Company{Name: code, CreditCode: code, FormerCodes: former}
	}
	for _, tt := range []struct {
		what  string
		a, b  conflict.Company
		signs []experts.Sign
		twins bool
	}{
		{what: "full width", a: named("ＡＢＣ科技有限公司"), b: named("abc 科技有限公司"), signs: []experts.Sign{{Kind: "name", Value: "ABC科技"}}, twins: true},
		{what: "another letter", a: named("ＡＢＤ科技有限公司"), b: named("abc科技有限公司")},
		{what: "traditional", a: named("華東建工集團有限公司"), b: named("华东建工集团有限公司"), signs: []experts.Sign{{Kind: "name", Value: "华东建工集团"}}, twins: true},
		{what: "another character", a: named("華東建工集團有限公司"), b: named("华南建工集团有限公司")},
		{what: "legal form", a: named("蜀江建设股份有限公司"), b: named("蜀江建设有限责任公司"), signs: []experts.Sign{{Kind: "name", Value: "蜀江建设"}}, twins: true},
		{what: "a group is no legal form", a: named("蜀江建设集团有限公司"), b: named("蜀江建设有限公司")},
		{what: "a branch is no company of the name", a: named("蜀江建设有限公司成都分公司"), b: named("蜀江建设有限公司")},
		{what: "brackets", a: named("蜀江（成都）有限公司"), b: named("蜀江(成都)有限公司"), signs: []experts.Sign{{Kind: "name", Value: "蜀江成都"}}, twins: true},
		{what: "one was what the other is", a: named("甲有限公司", "乙有限公司"), b: named("乙股份有限公司"), signs: []experts.Sign{{Kind: "former_name", Value: "乙"}}, twins: true},
		{what: "both were", a: named("甲有限公司", "丙厂"), b: named("乙有限公司", "丙厂"), signs: []experts.Sign{{Kind: "former_name", Value: "丙厂"}}, twins: true},
		{what: "nobody was", a: named("甲有限公司", "丙厂"), b: named("乙有限公司", "丁厂")},
		{what: "the same organisation elsewhere", a: coded("91330100MA2H0XK11J"), b: coded("91330110MA2H0XK11Q"), signs: []experts.Sign{{Kind: "organisation", Value: "MA2H0XK11"}}, twins: true},
		{what: "under a former code", a: coded("91330100MA2H0XK33L", "91330100MA2H0XK11J"), b: coded("91330110MA2H0XK11Q"), signs: []experts.Sign{{Kind: "organisation", Value: "MA2H0XK11"}}, twins: true},
		{what: "another organisation at the same place", a: coded("91330100MA2H0XK11J"), b: coded("91330100MA2H0XK12F")},
		{what: "no codes", a: coded(""), b: coded("")},
		{what: "a bank account", a: conflict.Company{Name: "甲", Signals: signal("bank_account", "a")}, b: conflict.Company{Name: "乙", Signals: signal("bank_account", "a")}, signs: []experts.Sign{{Kind: "bank_account", Value: "a"}}, twins: true},
		{what: "another bank account", a: conflict.Company{Name: "甲", Signals: signal("bank_account", "a")}, b: conflict.Company{Name: "乙", Signals: signal("bank_account", "b")}},
		{what: "an address alone", a: conflict.Company{Name: "甲", Signals: signal("address", "a")}, b: conflict.Company{Name: "乙", Signals: signal("address", "a")}, signs: []experts.Sign{{Kind: "address", Value: "a"}}},
		{what: "an address and who leads", a: conflict.Company{Name: "甲", LegalRepresentative: "张 卫東", Signals: signal("address", "a")}, b: conflict.Company{Name: "乙", LegalRepresentative: "张卫东", Signals: signal("address", "a")},
			signs: []experts.Sign{{Kind: "address", Value: "a"}, {Kind: "legal_representative", Value: "张卫东"}}, twins: true},
		{what: "an address, and another leads", a: conflict.Company{Name: "甲", LegalRepresentative: "张卫东", Signals: signal("address", "a")}, b: conflict.Company{Name: "乙", LegalRepresentative: "张卫南", Signals: signal("address", "a")},
			signs: []experts.Sign{{Kind: "address", Value: "a"}}},
		{what: "who leads alone", a: conflict.Company{Name: "甲", LegalRepresentative: "张卫东"}, b: conflict.Company{Name: "乙", LegalRepresentative: "张卫东"}, signs: []experts.Sign{{Kind: "legal_representative", Value: "张卫东"}}},
		{what: "an account of another kind", a: conflict.Company{Name: "甲", Signals: signal("bank_account", "a")}, b: conflict.Company{Name: "乙", Signals: signal("phone", "a")}},
	} {
		t.Run(tt.what, func(t *testing.T) {
			for _, both := range [][2]conflict.Company{{tt.a, tt.b}, {tt.b, tt.a}} {
				if got := experts.CompanySigns(both[0], both[1]); !reflect.DeepEqual(got, tt.signs) {
					t.Errorf("they agree in %v, want %v", got, tt.signs)
				}
				want := []experts.Twin(nil)
				if tt.twins {
					want = []experts.Twin{{Pair: experts.Pair{One: 0, Other: 1}, Signs: tt.signs}}
				}
				if got := experts.CompanyTwins(both[:]); !reflect.DeepEqual(got, want) {
					t.Errorf("pairs are %v, want %v", got, want)
				}
			}
		})
	}
}

// The likeliest pair comes first; what many have is paired with neighbours, and
// an account that more than eight have is no sign.
func TestManyTwins(t *testing.T) {
	list := []conflict.Company{
		{Name: "甲", Signals: signal("bank_account", "a")}, {Name: "乙", Signals: signal("bank_account", "a")},
		{Name: "丙", CreditCode: "91330100MA2H0XK11J"}, {Name: "丁", CreditCode: "91330110MA2H0XK11Q"},
		{Name: "戊", FormerNames: []string{"己"}}, {Name: "己"},
	}
	var order []experts.Pair
	for _, twin := range experts.CompanyTwins(list) {
		order = append(order, twin.Pair)
	}
	if want := []experts.Pair{{One: 2, Other: 3}, {One: 4, Other: 5}, {One: 0, Other: 1}}; !slices.Equal(order, want) {
		t.Errorf("the order is %v, want %v", order, want)
	}
	for size, want := range map[int]int{1: 0, 2: 1, 8: 28, 9: 8, 100: 99} {
		same := make([]conflict.Company, size)
		for i := range same {
			same[i] = conflict.Company{Name: "甲有限公司", CreditCode: fmt.Sprintf("91330100MA2%06dX", i)}
		}
		if got := len(experts.CompanyTwins(same)); got != want {
			t.Errorf("%d of one name make %d pairs, want %d", size, got, want)
		}
	}
	for size, want := range map[int]int{8: 28, 9: 0} {
		sharing := make([]conflict.Company, size)
		for i := range sharing {
			sharing[i] = conflict.Company{Name: fmt.Sprint("企业", i), Signals: signal("bank_account", "a")}
		}
		if got := len(experts.CompanyTwins(sharing)); got != want {
			t.Errorf("an account of %d makes %d pairs, want %d", size, got, want)
		}
	}
}

// What a merge makes of two entries: what stands, what is chosen of the other,
// what comes together, and what was stays as it was.
func TestMergeCompany(t *testing.T) {
	post := func(name string) conflict.Post { return conflict.Post{Name: name, Office: "director"} }
	into := conflict.Company{Name: "甲有限公司", CreditCode: "1", FormerNames: []string{"甲厂"}, People: []conflict.Post{post("子"), post("丑")}, Shareholders: []conflict.Shareholder{{Name: "子", Percent: 60}}, Signals: signal("phone", "a")}
	from := conflict.Company{Name: "乙有限公司", CreditCode: "2", FormerCodes: []string{"3", "1"}, FormerNames: []string{"甲厂", "甲有限公司", "乙厂"}, LegalRepresentative: "寅", People: []conflict.Post{post("丑"), post("卯")},
		Shareholders: []conflict.Shareholder{{Name: "寅", Percent: 100}}, Signals: signal("address", "b")}
	stands := conflict.Company{Name: "甲有限公司", CreditCode: "1", FormerCodes: []string{"2", "3"}, FormerNames: []string{"甲厂", "乙有限公司", "乙厂"}, LegalRepresentative: "寅", People: []conflict.Post{post("子"), post("丑"), post("卯")},
		Shareholders: into.Shareholders, Signals: append(signal("phone", "a"), signal("address", "b")...)}
	if got := experts.MergeCompany(into, from, nil); !reflect.DeepEqual(got, stands) {
		t.Errorf("made %+v, want %+v", got, stands)
	}
	taken := stands
	taken.Name, taken.FormerNames, taken.Shareholders = "乙有限公司", []string{"甲厂", "甲有限公司", "乙厂"}, from.Shareholders
	if got := experts.MergeCompany(into, from, []string{"name", "shareholders"}); !reflect.DeepEqual(got, taken) {
		t.Errorf("with what was chosen made %+v, want %+v", got, taken)
	}
	if into.FormerNames[0] != "甲厂" || len(into.FormerNames) != 1 || len(into.People) != 2 {
		t.Errorf("what was has become %+v", into)
	}
	again := experts.MergeCompany(stands, conflict.Company{CreditCode: "2"}, nil)
	if !reflect.DeepEqual(again, stands) {
		t.Errorf("a code of which nothing is said made %+v", again)
	}
}

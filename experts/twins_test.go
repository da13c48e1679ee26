package experts_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"bidroom/evaluation/rule"
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
	into := conflict.Company{Name: "甲有限公司", CreditCode: "1", FormerNames: []string{"甲厂"}, People: []conflict.Post{post("子"), post("丑")}, Shareholders: []conflict.Shareholder{{Name: "子", Percent: conflict.Whole / 100 * 60}}, Signals: signal("phone", "a")}
	from := conflict.Company{Name: "乙有限公司", CreditCode: "2", FormerCodes: []string{"3", "1"}, FormerNames: []string{"甲厂", "甲有限公司", "乙厂"}, LegalRepresentative: "寅", People: []conflict.Post{post("丑"), post("卯")},
		Shareholders: []conflict.Shareholder{{Name: "寅", Percent: conflict.Whole}}, Signals: signal("address", "b")}
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

// Two entries beside each other: in what they agree, and whether that makes
// them a pair.
func TestPersonTwins(t *testing.T) {
	one := experts.Traits{Name: "陈静", Phone: "0a1b2c3d", Born: "19900307", Employers: []experts.Employer{{Name: "江源设计院", Code: "91330100MA2H0XK11J"}, {Name: "江城大学"}}}
	sign := func(pairs ...string) (list []experts.Sign) {
		for i := 0; i < len(pairs); i += 2 {
			list = append(list, experts.Sign{Kind: pairs[i], Value: pairs[i+1]})
		}
		return list
	}
	for _, tt := range []struct {
		what  string
		other experts.Traits
		signs []experts.Sign
	}{
		{"everything", one, sign("phone", "0a1b2c3d", "birth", "19900307", "employer", "江源设计院", "employer", "江城大学")},
		{"the telephone", experts.Traits{Name: "陈静", Phone: "0a1b2c3d", Born: "19900308"}, sign("phone", "0a1b2c3d")},
		{"another telephone", experts.Traits{Name: "陈静", Phone: "0a1b2c3e"}, nil},
		{"the telephone of another name", experts.Traits{Name: "陈竞", Phone: "0a1b2c3d", Born: "19900307"}, nil},
		{"the day of birth", experts.Traits{Name: "陈静", Born: "19900307"}, sign("birth", "19900307")},
		{"the day before", experts.Traits{Name: "陈静", Born: "19900306"}, nil},
		{"an employer by its code", experts.Traits{Name: "陈静", Employers: []experts.Employer{{Name: "江源勘察设计院", Code: "91330100MA2H0XK11J"}}}, sign("employer", "江源勘察设计院")},
		{"an employer by its name", experts.Traits{Name: "陈静", Employers: []experts.Employer{{Name: "江城大学", Code: "91330100MA2H0XK22X"}}}, sign("employer", "江城大学")},
		{"another employer", experts.Traits{Name: "陈静", Employers: []experts.Employer{{Name: "江城学院"}}}, nil},
		{"nothing but the name", experts.Traits{Name: "陈静"}, nil},
		{"nothing", experts.Traits{}, nil},
	} {
		t.Run(tt.what, func(t *testing.T) {
			for _, both := range [][2]experts.Traits{{one, tt.other}, {tt.other, one}} {
				if got := experts.PersonSigns(both[0], both[1]); !reflect.DeepEqual(got, tt.signs) {
					t.Errorf("they agree in %v, want %v", got, tt.signs)
				}
				want := []experts.Twin(nil)
				if len(tt.signs) > 0 {
					want = []experts.Twin{{Pair: experts.Pair{One: 0, Other: 1}, Signs: tt.signs}}
				}
				if got := experts.PersonTwins(2, func(i int) experts.Traits { return both[i] }); !reflect.DeepEqual(got, want) {
					t.Errorf("pairs are %v, want %v", got, want)
				}
			}
		})
	}
	// Two agree in nothing that neither states.
	for _, tt := range []struct {
		alike experts.Traits
		signs []experts.Sign
	}{
		{experts.Traits{Name: "陈静", Born: "19900307"}, sign("birth", "19900307")},
		{experts.Traits{Name: "陈静", Phone: "0a1b2c3d"}, sign("phone", "0a1b2c3d")},
		{experts.Traits{Phone: "0a1b2c3d", Born: "19900307"}, nil},
	} {
		if got := experts.PersonSigns(tt.alike, tt.alike); !reflect.DeepEqual(got, tt.signs) {
			t.Errorf("two of %+v agree in %v, want %v", tt.alike, got, tt.signs)
		}
	}
}

// Of two standings the stricter one holds, whichever entry has it.
func TestStricter(t *testing.T) {
	today := conflict.Date{Year: 2026, Month: 5, Day: 4}
	parse := func(day string) (d conflict.Date) {
		if day != "" {
			var err error
			if d, err = rule.ParseDate(day); err != nil {
				t.Fatal(err)
			}
		}
		return d
	}
	standing := func(status conflict.Status, until string) conflict.Expert {
		return conflict.Expert{Status: status, Until: parse(until)}
	}
	for _, tt := range []struct {
		what        string
		lax, strict conflict.Expert
		same        bool
	}{
		{what: "removed, punished", lax: standing("punished", ""), strict: standing("removed", "")},
		{what: "punished, suspended", lax: standing("suspended", "2099-01-01"), strict: standing("punished", "")},
		{what: "suspended, applied", lax: standing("applied", ""), strict: standing("suspended", "2026-05-04")},
		{what: "applied, a suspension that was over yesterday", lax: standing("suspended", "2026-05-03"), strict: standing("applied", "")},
		{what: "active, a suspension that is over", lax: standing("active", ""), strict: standing("suspended", "2026-05-03"), same: true},
		{what: "under review, active", lax: standing("active", ""), strict: standing("under_review", "")},
		{what: "suspended longer", lax: standing("suspended", "2026-06-01"), strict: standing("suspended", "2026-06-02")},
		{what: "removed for ever", lax: standing("removed", "2030-01-01"), strict: standing("removed", "")},
		{what: "a term that ends earlier", lax: standing("active", "2029-12-31"), strict: standing("active", "2028-12-31")},
		{what: "a term that ends", lax: standing("active", ""), strict: standing("active", "2028-12-31")},
		{what: "the same", lax: standing("active", "2028-12-31"), strict: standing("active", "2028-12-31"), same: true},
	} {
		t.Run(tt.what, func(t *testing.T) {
			if experts.Stricter(tt.lax, tt.strict, today) || experts.Stricter(tt.strict, tt.lax, today) == tt.same {
				t.Errorf("%v is stricter than %v", tt.lax, tt.strict)
			}
			if tt.same {
				return
			}
			for _, both := range [][2]conflict.Expert{{tt.lax, tt.strict}, {tt.strict, tt.lax}} {
				if got := experts.MergeExpert(both[0], both[1], today); got.Status != tt.strict.Status || got.Until != tt.strict.Until {
					t.Errorf("%v and %v make %s until %s", both[0], both[1], got.Status, got.Until)
				}
			}
		})
	}
}

// What was asked of either is known of both, and the numbers and what decides
// of the person come together.
func TestMergeExpert(t *testing.T) {
	for _, tt := range []struct{ into, from, want conflict.Asked }{
		{"", "", ""}, {"", "none", "none"}, {"none", "", "none"}, {"", "some", "some"}, {"none", "some", "some"}, {"some", "none", "some"}, {"none", "none", "none"},
	} {
		got := experts.MergeExpert(conflict.Expert{Related: tt.into, Penalised: tt.from, Appointed: tt.into, Invested: tt.from}, conflict.Expert{Related: tt.from, Penalised: tt.into, Appointed: tt.from, Invested: tt.into}, conflict.Date{})
		if got.Related != tt.want || got.Penalised != tt.want || got.Appointed != tt.want || got.Invested != tt.want {
			t.Errorf("of %q and %q is known %+v, want %q", tt.into, tt.from, got, tt.want)
		}
	}
	spouse, child := conflict.Relation{Kind: "spouse", Name: "子"}, conflict.Relation{Kind: "child", Name: "丑"}
	office, less, more := conflict.Appointment{Company: "甲", Office: "director"}, conflict.Holding{Company: "甲", Percent: conflict.Whole / 3}, conflict.Holding{Company: "甲", Percent: conflict.Whole / 2}
	into := conflict.Expert{Name: "陈静", Index: "a", FormerIndexes: []string{"b"}, Specialties: []string{"A08"}, Relations: []conflict.Relation{spouse}, Offices: []conflict.Appointment{office}, Holdings: []conflict.Holding{less}, Status: conflict.Active}
	from := conflict.Expert{Name: "陈 静", Index: "c", FormerIndexes: []string{"a", "d"}, Specialties: []string{"A01", "A08"}, Relations: []conflict.Relation{child, spouse}, Offices: []conflict.Appointment{office}, Holdings: []conflict.Holding{more}, Penalties: []conflict.Penalty{{Kind: "bad_record"}}, Status: conflict.Active}
	want := conflict.Expert{Name: "陈静", Index: "a", FormerIndexes: []string{"b", "c", "d"}, Specialties: []string{"A08", "A01"}, Relations: []conflict.Relation{spouse, child}, Offices: []conflict.Appointment{office}, Holdings: []conflict.Holding{less, more}, Penalties: from.Penalties, Status: conflict.Active}
	if got := experts.MergeExpert(into, from, conflict.Date{}); !reflect.DeepEqual(got, want) {
		t.Errorf("made %+v, want %+v", got, want)
	}
}

// A number of fifteen digits is that of eighteen of the same person: the first
// is GB 11643's own example, the second's check is worked by hand (220 mod 11 is
// 0, which is 1).
func TestFullIdentity(t *testing.T) {
	for short, want := range map[string]string{"110105491231002": "11010519491231002X", "440524880101001": "440524198801010011", "11010519491231002X": "11010519491231002X", "11010549123100": "11010549123100", "11010549123100X": "11010549123100X", "": ""} {
		if got := experts.FullIdentity(short); got != want {
			t.Errorf("%q is %q, want %q", short, got, want)
		}
	}
}

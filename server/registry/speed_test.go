//catalogue:data names to be searched among

package registry

import (
	"fmt"
	mathrand "math/rand/v2"
	"testing"

	"bidroom/experts"
	"bidroom/experts/conflict"
)

// million is a made-up register of a million experts.
func million() *people {
	random := mathrand.New(mathrand.NewPCG(1, 2))
	surnames, given := []rune("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁单解曾仇查"), []rune("伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂红玉萍建华文辉力国庆志宏海燕春梅晓东")
	p := new(people)
	all := make([]person, 1_000_000)
	for i := range all {
		name := string([]rune{surnames[random.IntN(len(surnames))], given[random.IntN(len(given))], given[random.IntN(len(given))]})
		all[i] = person{id: fmt.Sprint(i), name: name, spelled: Spelled(name), region: p.regions.of(fmt.Sprint(random.IntN(13))), status: p.statuses.of("active"),
			phone: random.Uint32(), born: uint32(19500101 + 10_000*random.IntN(50) + 100*random.IntN(12) + random.IntN(28)), held: []word{p.specialties.of(fmt.Sprint("A", random.IntN(150)))}, employers: []word{p.employs.of(fmt.Sprintf("单位%d\n", random.IntN(200_000)))}}
	}
	p.place(p.shelve(all))
	return p
}

// BenchmarkFind1000000 searches a million experts, who are in memory already.
func BenchmarkFind1000000(b *testing.B) {
	p := million()
	for _, q := range []Query{{}, {Text: "伟"}, {Text: "zhangwei"}, {Text: "zw"}, {Text: "z"}, {Specialty: "A1"}, {Region: "7"}, {Employer: "单位1"}, {Text: "zw", Specialty: "A1", Region: "7", Employer: "单位1"}} {
		b.Run(fmt.Sprintf("%+v", q), func(b *testing.B) {
			for b.Loop() {
				p.find(q, 0, 50)
			}
		})
	}
}

// BenchmarkPersonTwins1000000 finds which of a million entries may be one
// person, in a register with some five hundred of each name.
func BenchmarkPersonTwins1000000(b *testing.B) {
	p := million()
	for b.Loop() {
		b.ReportMetric(float64(len(p.pairsOf(p.rows))), "pairs")
	}
}

// madeUpCompanies is a made-up register of 200,000 companies.
func madeUpCompanies() []conflict.Company {
	random := mathrand.New(mathrand.NewPCG(1, 2))
	text := func(from string, n int) string {
		runes, made := []rune(from), make([]rune, n)
		for i := range made {
			made[i] = runes[random.IntN(len(runes))]
		}
		return string(made)
	}
	list := make([]conflict.Company, 200_000)
	for i := range list {
		list[i] = conflict.Company{Name: text("江河山川东西南北城乡建设工程安装装饰园林市政水利机电信息", 5) + "工程有限公司", FormerNames: []string{text("江河山川东西南北城乡建设工程", 6) + "公司"},
			CreditCode: text("0123456789ABCDEFGHJKLMNPQRTUWXY", 18), LegalRepresentative: text("王李张刘陈杨黄赵吴周伟芳娜秀英敏静丽强磊", 3),
			Signals: []conflict.Signal{{Kind: "phone", Hash: text("0123456789abcdef", 64)}, {Kind: "bank_account", Hash: text("0123456789abcdef", 64)}, {Kind: "address", Hash: text("0123", 8)}}}
	}
	return list
}

// BenchmarkCompanyTwins200000 finds which of 200,000 companies may be one.
func BenchmarkCompanyTwins200000(b *testing.B) {
	list := madeUpCompanies()
	for b.Loop() {
		b.ReportMetric(float64(len(experts.CompanyTwins(list))), "pairs")
	}
}

// BenchmarkFindCompanies200000 searches 200,000 companies with a former name
// each, who are in memory already.
func BenchmarkFindCompanies200000(b *testing.B) {
	c := new(Companies)
	for _, one := range madeUpCompanies() {
		c.found = append(c.found, soughtOf(one))
	}
	for _, text := range []string{"", "建设", "jianghe", "jhcx", "j", "gongcheng", "xyz", "9133"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				c.Find(text, 0, 50)
			}
		})
	}
}

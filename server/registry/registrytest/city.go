//catalogue:data a made-up register

// Package registrytest makes up the register of a city, for measurements.
package registrytest

import (
	"fmt"
	"math/rand/v2"

	"bidroom/experts"
	"bidroom/experts/conflict"
)

// How large the register of the city is.
const (
	Experts   = 1_000_000
	Companies = 200_000
	leaves    = 300 // specialties, of which nearly everyone holds two
)

var (
	families = []rune("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单解仇查")
	given    = []rune("伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华文辉力志国建新春梅松林海波宁浩宇鹏飞琳雪慧婷颖欣怡佳嘉俊德福生永昌盛康立成安邦正清源泉江山峰岩晓东晨阳光")
	since    = conflict.Period{From: conflict.Date{Year: 2015, Month: 3, Day: 1}}
)

// Leaf is a specialty of the city.
func Leaf(i int) string { return fmt.Sprintf("A08%02d%02d", i/20, i%20) }

// CompanyName is what the i-th company is called.
func CompanyName(i int) string { return fmt.Sprintf("江城第%d建设工程有限公司", i) }

// CompanyCode is the i-th company's credit code, which no authority would give.
func CompanyCode(i int) string { return fmt.Sprintf("9133%014d", i) }

// Company is the i-th company: they stand in groups of ten, over three levels.
func Company(i int) conflict.Company {
	c := conflict.Company{Name: CompanyName(i), CreditCode: CompanyCode(i), LegalRepresentative: fmt.Sprint("法人", i),
		People: []conflict.Post{{Name: fmt.Sprint("董事", i), Office: "director", Period: since}, {Name: fmt.Sprint("监事", i), Office: "supervisor", Period: since}}}
	if at := i % 10; at > 0 {
		above := i - at + at/4
		c.Shareholders = []conflict.Shareholder{{Name: CompanyName(above), CreditCode: CompanyCode(above), Percent: conflict.Whole / 100 * 60, Period: since}}
	}
	return c
}

// A People makes one expert after the other; the same ones each time.
type People struct {
	random *rand.Rand
	made   int
}

// NewPeople begins with the first expert.
func NewPeople() *People { return &People{random: rand.New(rand.NewPCG(1, 2))} }

// Next makes an expert, who works for a company of the city, and a telephone
// number.
func (p *People) Next() (e conflict.Expert, phone string) {
	i, employer, r := p.made, p.random.IntN(Companies), p.random
	p.made++
	name := []rune{families[r.IntN(len(families))], given[r.IntN(len(given))], given[r.IntN(len(given))]}
	body := fmt.Sprintf("99%04d%04d%02d%02d%03d", i/1000, 1950+r.IntN(50), 1+r.IntN(12), 1+r.IntN(28), i%1000)
	e = conflict.Expert{Name: string(name), Identity: body + string(experts.IdentityCheck(body)), Region: fmt.Sprintf("330%d00", 1+r.IntN(9)), Status: conflict.Active,
		Specialties: []string{Leaf(r.IntN(leaves))}, Affiliated: conflict.DeclaredSome,
		Affiliations: []conflict.Affiliation{{Company: CompanyName(employer), CreditCode: CompanyCode(employer), Position: "高级工程师", Period: since}},
		Related:      conflict.DeclaredSome, Relations: []conflict.Relation{{Kind: "spouse", Name: fmt.Sprint("配偶", i), Company: CompanyName(r.IntN(Companies)), DeclaredOn: since.From}},
		Interested: conflict.DeclaredNone}
	if second := Leaf(r.IntN(leaves)); second != e.Specialties[0] {
		e.Specialties = append(e.Specialties, second)
	}
	return e, fmt.Sprintf("1%010d", i)
}

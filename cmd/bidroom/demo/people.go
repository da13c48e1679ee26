// Package demo makes a centre that does not exist: its register, its
// accounts, a tender with its bids, and people who take a case through its
// stages as real ones would, over the network.
package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"bidroom/experts"
	"bidroom/server/document/register"
)

// How large the made-up register is.
const (
	Experts   = 400
	Companies = 80
)

// Specialties are the codes that the made-up experts hold (评标专家专业分类标准).
var Specialties = []string{
	"A080101", "A080102", "A080103", "A080104", "A080105", "A080106", "A080107", "A080108", "A080109", "A080110", "A080111", "A080112", "A080113",
	"A080114", "A080201", "A080202", "A080203", "A080204", "A080205", "A080301", "A080302", "A080303", "A080801", "A080802", "A080804",
	"A083201", "A083202", "A083203", "A060101", "A060102", "A060201", "A050101", "A050201", "A040101", "A040102", "A090101", "A090102", "A090701",
	"B013201", "B013202", "B013204", "B013301", "B020104", "B020106", "C020114", "C040200",
}

var (
	families = strings.Split("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤", "")
	given    = strings.Split("伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华文辉力志国建新春梅松林海波宁浩宇鹏飞琳雪慧婷颖欣怡佳嘉俊德福生永昌盛康立成安邦正清源泉江山峰岩晓东晨阳光", "")
	regions  = []string{"330102", "330105", "330106", "330108", "330109", "330110"}
	places   = strings.Split("青溪 云栖 南屏 东皋 石门 河坊 龙井 梅坞 桐江 富春 天目 苕溪 运河 湘湖 钱塘 西兴 临平 良渚 径山 余杭", " ")
	trades   = strings.Split("建设 市政工程 路桥 水利水电 园林绿化 建筑设计 工程监理 工程咨询 信息技术 安防科技 医疗器械 环境科技 机电安装 装饰工程 检测技术", " ")
	titles   = []string{"高级工程师", "正高级工程师", "高级经济师", "教授", "研究员"}
)

// A world is the made-up register while it is being made.
type world struct {
	choice    *rand.Rand
	companies []company
	rows      []register.Row
	number    map[string]int // rows so far, by sheet
}

type company struct{ name, code, head string }

// Register makes the register from a seed: the same seed, the same rows.
func Register(seed uint64) []register.Row {
	w := &world{choice: rand.New(rand.NewPCG(seed, 1)), number: map[string]int{}}
	for i := range Companies {
		w.company(i)
	}
	for i := range w.companies {
		w.shareholders(i)
	}
	for i := range Experts {
		w.expert(i)
	}
	order := []string{"companies", "people", "shareholders", "experts", "affiliations", "offices", "holdings", "relations", "penalties"}
	slices.SortStableFunc(w.rows, func(a, b register.Row) int { return slices.Index(order, a.Sheet) - slices.Index(order, b.Sheet) })
	return w.rows
}

func pick[T any](w *world, list []T) T { return list[w.choice.IntN(len(list))] }

func (w *world) row(sheet string, fields map[string]string) {
	w.number[sheet]++
	w.rows = append(w.rows, register.Row{Sheet: sheet, Number: w.number[sheet] + 1, Fields: fields})
}

func (w *world) person() string {
	name := pick(w, families) + pick(w, given)
	if w.choice.IntN(3) > 0 {
		name += pick(w, given)
	}
	return name
}

// CreditCode returns the n-th made-up credit code, with a valid check
// character.
func CreditCode(n int) string {
	body := fmt.Sprintf("9133010%01dMA2%06d", n%8+1, 100000+n)
	return body + string(experts.CreditCheck(body))
}

func (w *world) company(i int) {
	c := company{name: places[i%len(places)] + trades[i/len(places)*3%len(trades)+i%3] + "有限公司", code: CreditCode(i), head: w.person()}
	w.companies = append(w.companies, c)
	former := ""
	if i%7 == 3 {
		former = places[i%len(places)] + "老字号" + trades[i%len(trades)] + "公司"
	}
	w.row("companies", map[string]string{"credit_code": c.code, "name": c.name, "legal_representative": c.head, "former_names": former, "region": pick(w, regions)})
	w.row("people", map[string]string{"credit_code": c.code, "name": c.head, "position": "director", "from": "2015-06-01"})
	w.row("people", map[string]string{"credit_code": c.code, "name": w.person(), "position": "supervisor", "from": "2018-03-15"})
}

// shareholders gives every fourth company a holding company of the register,
// so that groups over several levels exist.
func (w *world) shareholders(i int) {
	c := w.companies[i]
	w.row("shareholders", map[string]string{"credit_code": c.code, "holder": c.head, "percent": "30"})
	if i%4 == 1 {
		holder := w.companies[i-1]
		w.row("shareholders", map[string]string{"credit_code": c.code, "holder": holder.name, "holder_code": holder.code, "percent": "51"})
	}
}

// IdentityNumber returns the n-th made-up identity number, with a valid check
// character.
func IdentityNumber(n int) string {
	body := fmt.Sprintf("%s%04d%02d%02d%03d", regions[n%len(regions)], 1958+n%35, n%12+1, n%28+1, n%1000)
	return body + string(experts.IdentityCheck(body))
}

func (w *world) expert(i int) {
	name, identity := w.person(), IdentityNumber(i)
	var codes []string
	for _, at := range w.choice.Perm(len(Specialties))[:1+w.choice.IntN(3)] {
		codes = append(codes, Specialties[at])
	}
	// The demo tender's seats need these; a quarter of the experts hold one.
	if i%4 == 0 {
		codes = append(codes, []string{"A080104", "A060101", "A083203", "B013202"}[i/4%4])
	}
	slices.Sort(codes)
	fields := map[string]string{"identity": identity, "name": name, "phone": fmt.Sprintf("139%08d", 10000000+i*7919), "region": pick(w, regions),
		"specialties": strings.Join(slices.Compact(codes), ";"), "title": pick(w, titles), "status": "active", "penalties_asked": "2026-01-10"}
	if i%5 > 0 { // as below, every fifth was never asked
		fields["offices_asked"], fields["holdings_asked"] = "2026-01-10", "2026-01-10"
	}
	switch {
	case i%10 == 3: // what qualifies some nobody asked
	case i%23 == 6:
		fields["title"], fields["title_level"], fields["field_since"] = "工程师", "middle", "2015-07-01"
	default:
		fields["title_level"], fields["field_since"] = "senior", "2005-07-01"
	}
	switch {
	case i%57 == 5:
		fields["status"], fields["until"] = "suspended", "2099-12-31"
	case i%83 == 7:
		fields["status"] = "removed"
	}
	w.row("experts", fields)
	w.conflicts(i, name, identity)
}

// conflicts gives an expert a work place, kin, and here and there a past that
// keeps the expert off a panel on which the first companies bid.
func (w *world) conflicts(i int, name, identity string) {
	employer := company{name: places[i%len(places)] + []string{"设计研究院", "职业技术学院", "造价咨询事务所", "质量监督站", "工程学会"}[i%5] + fmt.Sprint(i/20+1)}
	if i%9 == 2 {
		employer = w.companies[i/9%len(w.companies)]
	}
	w.row("affiliations", map[string]string{"identity": identity, "name": name, "company": employer.name, "credit_code": employer.code, "from": "2012-07-01"})
	if i%13 == 4 { // left a bidder less than three years ago
		past := w.companies[i%12]
		w.row("affiliations", map[string]string{"identity": identity, "name": name, "company": past.name, "credit_code": past.code, "from": "2009-01-01", "to": "2025-04-30"})
	}
	if i%41 == 8 { // directs a company that may bid, or did until lately
		in := w.companies[i%24]
		w.row("offices", map[string]string{"identity": identity, "name": name, "company": in.name, "credit_code": in.code, "office": "director", "document": "企业信用公示 2026-01-10", "from": "2018-06-01", "to": []string{"", "2025-06-30"}[i%2]})
	}
	if i%43 == 11 { // holds a part of one
		in := w.companies[i%24]
		w.row("holdings", map[string]string{"identity": identity, "name": name, "company": in.name, "credit_code": in.code, "percent": "12.5", "controlling": "no", "document": "股东名册", "from": "2016-01-01"})
	}
	switch {
	case i%17 == 6: // a bidder's head is kin
		w.row("relations", map[string]string{"identity": identity, "name": name, "relation": "sibling", "relative": w.companies[i%12].head, "declared_on": "2026-01-10"})
	case i%5 > 0: // every fifth was never asked
		w.row("relations", map[string]string{"identity": identity, "name": name, "relation": "none", "declared_on": "2026-01-10"})
	}
	if i%5 > 0 {
		w.row("relations", map[string]string{"identity": identity, "name": name, "relation": "no_interest", "declared_on": "2026-01-10"})
	}
	for _, library := range [][2]string{{"comprehensive", "省综合评标专家库"}, {"finance", "省政府采购评审专家库"}} {
		if i%7 > 0 { // every seventh was never looked up
			w.row("libraries", map[string]string{"identity": identity, "name": name, "library_kind": library[0], "library": library[1], "document": fmt.Sprintf("聘书〔2024〕%04d 号", i+1), "from": "2024-03-15", "to": "2099-03-14"})
		}
	}
	if i%101 == 9 {
		w.row("penalties", map[string]string{"identity": identity, "name": name, "kind": "administrative", "from": "2024-05-01", "to": "2026-05-01", "document": "处罚决定〔2024〕9 号"})
	}
}

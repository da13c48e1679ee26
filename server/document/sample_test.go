package document

import (
	"fmt"
	"math"
	"strings"
	"time"

	"bidroom/server/document/paper"
)

var shanghai = time.FixedZone("CST", 8*3600)

func clock(minute int) time.Time {
	return time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC).Add(time.Duration(minute) * time.Minute)
}

// scrawl is a made-up signature of two strokes.
func scrawl(seed int) []paper.Stroke {
	var first, second paper.Stroke
	for i := range 60 {
		x := float64(i) * 3
		first = append(first, paper.Point{X: x, Y: 40 + 25*math.Sin(x/14+float64(seed)), T: int64(i * 8)})
		second = append(second, paper.Point{X: 60 + 40*math.Cos(x/28), Y: 40 + 30*math.Sin(x/(20+float64(seed)))})
	}
	return []paper.Stroke{first, second}
}

const sampleCheckpoint = "bidroom.example/lot/018f3c5e-7d2a-7bb0-9c1e-5a0f3b2d4c61\n1284\nq1kZl0Xx0n1K3W3o4bZl9eXk1n1w4m0Yg8mT2fQw3sE=\n\n" +
	"— bidroom.example/centre 5c1f0a2eAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==\n"

// sampleReport makes a report with every kind of item. What it says of
// numbers is for the layout and not computed by a method.
func sampleReport(bids, members, criteria int) Report {
	r := Report{
		Regime: "tendering", Location: shanghai,
		Centre: "南江市公共资源交易中心", Tender: "南江市滨河新区综合服务中心建设工程", TenderNumber: "NJ-2026-017",
		Lot: "滨河新区综合服务中心主体施工（含地下室、人防及室外配套工程）", LotNumber: "NJ-2026-017-02",
		Entity: Party{"南江市滨河新区开发建设管理委员会", "11510000MB0X00015A"}, Agency: Party{"四川中衡工程咨询有限公司", "91510000765432109P"},
		Profile: "招标投标（全国）", Method: "综合评估法（基准价去极值平均）", NoticeMedia: "中国招标投标公共服务平台、南江市公共资源交易网",
		BudgetFen: 98_000_000_00, CeilingFen: 96_500_000_00, OpenedAt: clock(0), OpeningPlace: "第一开标室", MeetingPlace: "第二评标室",
		MeetingFrom: clock(60), MeetingTo: clock(400), OpeningColumns: []string{"项目经理业绩（项）"},
		OpeningNotes: []string{"四川蓉城建工有限公司的投标文件因投标人原因未解密，视为撤销其投标文件：证书过期", "2026 年 11 月 3 日更正 华远建设集团有限公司的开标记录：工期由 400 日历天 改为 420 日历天。原因：误读"},
		PartNames:    []string{"商务", "技术", "报价"}, TotalName: "总分", BeforeContract: "1. 请招标人核实第一中标候选人项目经理的在建项目情况。\n2. 地下室防水做法的备选方案应在签订合同前书面确认，不得改变投标报价。",
		IssuedAt: clock(380), LogTree: "018f3c5e-7d2a-7bb0-9c1e-5a0f3b2d4c61", LogSize: "1284", Checkpoint: sampleCheckpoint, LogKey: "5c1f0a2e 9b7d 44c0 8f12",
	}
	for i := range members {
		m := Member{Seat: i + 1, Name: []string{"欧阳淑贞", "王喆", "李建国", "赵雪梅", "陈堃", "周明远", "吴桂芳"}[i%7],
			Specialty: "A080104 土建工程", CheckedInAt: clock(40 + i), KeyCode: fmt.Sprintf("K7Q2-%04d", i), Concluded: "signed", ConcludedAt: clock(390), Signature: scrawl(i)}
		r.Panel = append(r.Panel, m)
	}
	r.Panel[0].Chair = true
	r.Panel[members-1].Representative = true
	r.Panel[1].Concluded, r.Panel[1].Signature = "dissented", nil
	r.Panel[2].Concluded, r.Panel[2].Signature = "deemed", nil
	r.Extremes = []Extreme{{"王喆", "华远建设集团有限公司", "施工组织设计的完整性", "2.5", "7.10", "未结合本项目地质条件，关键工序缺少针对性措施"}}
	for i := range criteria {
		r.Criteria = append(r.Criteria, Criterion{Group: []string{"商务", "技术"}[i%2], Name: []string{"施工组织设计的完整性", "质量保证措施", "安全文明施工", "进度计划", "项目经理业绩"}[i%5] + strings.Repeat("与针对性", i/5%2),
			Points: fmt.Sprint(4 + i%5), Objective: i%5 == 4, Standard: "内容完整、针对性强、措施具体可行的得 80%–100% 的分值；内容基本完整、措施可行的得 60%–80%；内容欠缺的得 60% 以下。缺项不得分。"})
	}
	for i := range bids {
		b := Bid{Bidder: fmt.Sprintf("%s建设集团有限公司%s", []string{"华远", "中交第四航务工程局", "蜀江", "北方国际", "金沙江水利水电", "鼎泰"}[i%6], strings.Repeat("南江分公司第三工程处", i%4/3)),
			CreditCode: fmt.Sprintf("9151000076543%04dP", i), LegalRepresentative: "张卫东", FileHash: strings.Repeat(fmt.Sprintf("%08x", 0x9e3779b9*uint32(i+1)), 8),
			PriceFen: 95_123_456_78 - int64(i)*123_456_78, Duration: "540 日历天", Quality: "合格", Security: "银行保函", Values: []string{fmt.Sprint(i % 4)},
			Rank: i + 1, Total: fmt.Sprintf("%.2f", 93.15-float64(i)*0.37), Parts: []string{"23.40", "41.25", "28.50"}}
		if i == 1 {
			b.Consortium = []string{"四川省地质工程勘察院集团有限公司"}
		}
		r.Bids = append(r.Bids, b)
	}
	last := bids - 1
	r.Bids[last] = Bid{Bidder: r.Bids[last].Bidder, PriceFen: r.Bids[last].PriceFen, Values: []string{"0"}, Rejection: &Rejection{Ground: "投标文件没有对招标文件的实质性要求和条件作出响应",
		Clause: "招标投标法实施条例 第五十一条第六项", Items: []string{"投标有效期"}, Reason: "投标有效期承诺为 60 日，招标文件要求不少于 90 日（投标文件第 12 页）。", Votes: []VoteCount{{0, members}}}}
	for i, name := range []string{"投标文件签字盖章", "投标函格式", "营业执照与资质证书", "安全生产许可证", "投标有效期", "工期", "投标保证金"} {
		item := ExaminationItem{Group: []string{"形式评审", "资格评审", "响应性评审"}[i/3], Name: name, Standard: "符合招标文件第二章投标人须知的要求。"}
		for b := range bids {
			votes := VoteCount{Passed: members}
			if b == last && i == 4 {
				votes = VoteCount{Failed: members}
			}
			item.Votes = append(item.Votes, votes)
		}
		r.Examination = append(r.Examination, item)
	}
	var marks [][]string
	for b := range bids {
		var row []string
		for c := range criteria {
			row = append(row, fmt.Sprintf("%.2f", 3.5+float64((b+c)%5)*0.25))
		}
		if b == last {
			row = nil
		}
		marks = append(marks, row)
	}
	for i := range members {
		s := Sheet{Seat: i + 1, SubmittedAt: clock(300 + i), Hash: strings.Repeat("c0ffee00", 8), Marks: marks}
		for b := range bids {
			total := fmt.Sprintf("%.2f", 64.65-float64(b)*0.1)
			if b == last {
				total = ""
			}
			s.Totals = append(s.Totals, total)
		}
		r.Sheets = append(r.Sheets, s)
	}
	r.Derivation = append(r.Derivation, DerivationLine{Bid: -1, Name: "评标基准价", Formula: "去掉一个最高报价和一个最低报价后的算术平均值 × 0.98", Values: "mean(94,999,999.00, 94,876,543.22, …) × 0.98", Exact: "92745678901/1000", Rounding: "四舍五入，2 位", Result: "92,745,678.90", More: []string{"去掉：1、5"}})
	r.Comparison = Comparison{Columns: []string{"投标报价（元）", "偏差率（%）", "报价得分（分）", "总分（分）"}, Rows: make([][]string, bids)}
	for b := range bids - 1 {
		r.Comparison.Rows[b] = []string{Yuan(r.Bids[b].PriceFen), "2.43", "28.54", r.Bids[b].Total}
		r.Derivation = append(r.Derivation,
			DerivationLine{Bid: b, Name: "偏差率", Formula: "（评标价 − 评标基准价）÷ 评标基准价", Values: "(94,999,999.00 − 92,745,678.90) ÷ 92,745,678.90", Exact: "225432010/9274567890", Rounding: "四舍五入，4 位", Result: "0.0243"},
			DerivationLine{Bid: b, Name: "报价得分", Formula: "30 − 偏差率 × 100 × 0.6", Values: "30 − 0.0243 × 100 × 0.6", Result: "28.54"})
	}
	r.Candidates = []int{0, 1, 2}
	r.Corrections = []Correction{{Bid: 2, BeforeFen: 94_876_543_22, AfterFen: 94_876_534_22, Reason: "单价与工程量的乘积与合价不一致，以单价为准修正合价。", Confirmed: "已书面确认"}}
	r.LowBids = []LowBid{{Bid: 3, PriceFen: 40_000_000_00, Trigger: "报价低于全部通过符合性审查供应商报价平均值的 50%", Questions: "1. 请说明报价构成。", AskedAt: clock(200), DueAt: clock(240), AnsweredAt: clock(235), Justification: "自有大型机械和劳务班组，附近期同类合同三份。", Decision: "说明合理，一致同意接受。"}}
	r.Leads = []Lead{{Kind: "文件作者相同\n对应条款：招标投标法实施条例 第四十条第一项", Bidders: "华远建设集团有限公司\n四川蓉城建工有限公司", Evidence: "作者：张三丰\n常见巧合：Administrator 等软件默认的用户名很多电脑都有，人名也会重名。", Decided: "评标委员会予以处理\n1 号，予以处理：落款与另一份标书相同"}}
	r.LeadNotes = []string{"某公司的文件已加密，文件属性未能比对。"}
	r.Clarifications = []Clarification{{Bid: 0, AskedAt: clock(180), DueAt: clock(210), AnsweredAt: clock(205), Outcome: "采纳", Question: "投标文件第 84 页塔吊数量与第 91 页不一致，请说明。", Answer: "以第 91 页为准，共三台；不改变投标报价和工期。"}}
	r.Changes = []Change{{At: clock(62), Seat: 4, What: "回避", Before: "孙立新", After: "赵雪梅", Reason: "公布投标人名单后，孙立新说明其配偶任职于投标人。由递补的赵雪梅接替，其结论全部重新作出。"}}
	r.Dissents = []Dissent{{Seat: 2, Name: "王喆", At: clock(391), Reasons: "对第三名投标人“安全文明施工”一项的多数打分有不同意见：该投标文件未提出深基坑专项方案，按评分标准应在 60% 以下。"}}
	r.Incidents = []Incident{{At: clock(150), What: "设备故障", Text: "机位 3 摄像头断开。", ClosedAt: clock(152), Answer: "更换数据线后恢复。"}}
	r.Recordings = []Recording{{Feed: "机位 3 摄像头", From: clock(60), To: clock(379)}}
	r.Gaps = []Gap{{Feed: "机位 3 摄像头", From: clock(150), To: clock(152), Why: "设备断开"}}
	return r
}

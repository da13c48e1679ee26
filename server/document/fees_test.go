package document

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"bidroom/kiosk/catalogue"
)

var settled = Heading{shanghai, "南江市公共资源交易中心", "南江市滨河新区综合服务中心建设工程", "NJ-2026-017", "主体施工", "NJ-2026-017-02", "南江市滨河新区开发建设管理委员会"}

// The list has every expert, and each whose fee is found gets a slip of one page.
func TestFees(t *testing.T) {
	l := FeeList{Heading: settled, Table: "山东省政府采购评审劳务报酬标准", Source: "鲁财采〔2017〕28号", Reason: "市财政局文件规定工程建设项目参照执行", PrintedAt: clock(0), Fees: []Fee{
		{Seat: 1, Name: "王喆", Outcome: "参加评审至报告签署", From: clock(0), To: clock(260), Minutes: 260, Found: true, Fen: 550_00,
			Lines: []FeeLine{{"3 小时以内", 400_00}, {"超过 3 小时后的 1 个整小时，每小时 100.00 元", 500_00}, {"不足一小时的 20 分钟，按半小时的金额计", 550_00}}},
		{Seat: 2, Name: "钱文", Outcome: "评审结束前离开", From: clock(0), To: clock(1440), Minutes: 1440, Reason: "突发疾病，由 120 送医", Found: true, Fen: 200_00, Lines: []FeeLine{{"双方商定的金额", 200_00}}},
		{Seat: 3, Outcome: "参加评审至报告签署", From: clock(0), Open: []string{"席位 3 的专家没有签名"}},
	}}
	for _, lang := range catalogue.Languages() {
		var out bytes.Buffer
		if err := RenderFees(&out, l, lang); err != nil {
			t.Fatal(err)
		}
		file := save(t, out.Bytes())
		page := func(no string) string {
			return flat(run(t, "pdftotext", "-raw", "-f", no, "-l", no, file, "-"))
		}
		for no, want := range map[string][]string{
			"1": {"王喆", "钱文", "550.00", "750.00", "柒佰伍拾元整", "席位3的专家没有签名", "市财政局文件规定工程建设项目参照执行", flat(catalogue.Text(lang, "report.fees.open", map[string]string{"count": "1"}))},
			"2": {"王喆", "超过3小时后的1个整小时", "伍佰伍拾元整"}, "3": {"钱文", "突发疾病，由120送医", "贰佰元整"},
		} {
			seen := page(no)
			for _, text := range want {
				if !strings.Contains(seen, text) {
					t.Errorf("%s, page %s: no %q", lang, no, text)
				}
			}
			if strings.Contains(seen, "report.") {
				t.Errorf("%s, page %s: a key stands there", lang, no)
			}
		}
		if pages := flat(run(t, "pdfinfo", file)); !strings.Contains(pages, "Pages:3Encrypted") || strings.Contains(page("2"), "钱文") {
			t.Errorf("%s: %s", lang, pages)
		}
		laidOut(t, file)
		sheets, book := opened(t, func(out *bytes.Buffer) error { return WriteFees(out, l, lang) })
		counted, written := numbers(t, book, sheets), cells(sheets)
		for _, want := range []string{"400.00", "500.00", "550.00", "200.00", "750.00", "260", "1440"} {
			if !slices.Contains(counted, want) {
				t.Errorf("%s: %s is no number of the workbook", lang, want)
			}
		}
		for _, want := range []string{"王喆", "钱文", "柒佰伍拾元整", "席位3的专家没有签名", "突发疾病，由120送医", "市财政局文件规定工程建设项目参照执行", "超过3小时后的1个整小时"} {
			if !strings.Contains(written, want) {
				t.Errorf("%s: no %q in the workbook", lang, want)
			}
		}
		if strings.Contains(written, "report.") {
			t.Errorf("%s: a key stands in the workbook", lang)
		}
	}
}

// read is the text of what render writes, and its file; no key stands in it.
func read(t *testing.T, render func(*bytes.Buffer) error) (seen, file string) {
	t.Helper()
	var out bytes.Buffer
	if err := render(&out); err != nil {
		t.Fatal(err)
	}
	file = save(t, out.Bytes())
	laidOut(t, file)
	seen = flat(run(t, "pdftotext", "-raw", file, "-"))
	if strings.Contains(seen, "report.") {
		t.Errorf("a key stands there: %s", seen)
	}
	return seen, file
}

var first, second = Bid{Bidder: "中建西部建设集团第三建筑工程有限公司", PriceFen: 95_123_456_78, Duration: "540日历天", Quality: "合格"},
	Bid{Bidder: "四川蓉城建工有限公司", PriceFen: 96_000_000_00, Duration: "530日历天", Quality: "合格"}

// A notice shows what its rules name and nothing else.
func TestNotices(t *testing.T) {
	known := map[string]string{"price": "95,123,456.78", "duration": "540日历天", "quality": "合格", "total": "91.35分"}
	for lang, shows := range map[string][]string{"zh-CN": {"price", "quality", "duration", "total", "leader", "qualification"}, "en": {"price", "items", "members"}} {
		for _, shows := range [][]string{shows, nil} {
			n := Notice{Heading: settled, Agency: "南江招标代理有限公司", Clause: "招标投标法实施条例 第五十四条第一款", Shows: shows, On: "2026-11-25", Until: "2026-11-28", Medium: "省公共资源交易平台", ObjectionsTo: "李敏",
				Bids: []NoticeBid{{first, 1, "91.35分"}, {second, 2, "88.20分"}}, PrintedAt: clock(0)}
			for _, result := range []bool{false, true} {
				one, render := n, RenderCandidateNotice
				if result {
					one.Until, one.Bids, render = "", n.Bids[:1], RenderResultNotice
					if slices.Contains(shows, "members") {
						one.Members = []NoticeMember{{"王喆", false}, {"李代表", true}}
					}
				}
				seen, _ := read(t, func(out *bytes.Buffer) error { return render(out, one, lang) })
				for what, value := range known {
					if strings.Contains(seen, value) != slices.Contains(shows, what) {
						t.Errorf("%s, shows %v: %s %q", lang, shows, what, value)
					}
				}
				named := strings.Contains(seen, "王喆") && strings.Contains(seen, "李代表")
				if named != (len(one.Members) > 0) || strings.Contains(seen, second.Bidder) == result || !strings.Contains(seen, first.Bidder) {
					t.Errorf("%s, shows %v, result %t: %s", lang, shows, result, seen)
				}
			}
		}
	}
}

// A letter tells a bidder of its own bid only.
func TestAwardLetters(t *testing.T) {
	for _, lang := range catalogue.Languages() {
		letter, _ := read(t, func(out *bytes.Buffer) error {
			return RenderAwardLetter(out, AwardLetter{Heading: settled, Agency: "南江招标代理有限公司", Bid: first, On: "2026-12-01", ContractDays: 30, Clause: "招标投标法 第四十六条第一款", PrintedAt: clock(0)}, lang)
		})
		if !strings.Contains(letter, "玖仟伍佰壹拾贰万叁仟肆佰伍拾陆元柒角捌分") || !strings.Contains(letter, "招标投标法第四十六条第一款") {
			t.Errorf("%s: %s", lang, letter)
		}
		letters, file := read(t, func(out *bytes.Buffer) error {
			return RenderResultLetters(out, ResultLetters{Heading: settled, Winner: first.Bidder, On: "2026-12-01", Clause: "政府采购货物和服务招标投标管理办法 第六十九条", PrintedAt: clock(0),
				Letters: []ResultLetter{{Bidder: second.Bidder, Rank: 2, Total: "88.20分"}, {Bidder: "成都某某有限公司", Rejection: "未提交投标保证金", Clause: "第五十一条"}}}, lang)
		})
		own := flat(run(t, "pdftotext", "-raw", "-f", "2", "-l", "2", file, "-"))
		if !strings.Contains(letters, "88.20分") || strings.Contains(own, "88.20") || strings.Contains(own, second.Bidder) || !strings.Contains(own, "未提交投标保证金") {
			t.Errorf("%s: %s", lang, own)
		}
	}
}

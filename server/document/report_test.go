package document

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bidroom/kiosk/catalogue"
)

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// save checks that a PDF is whole and all its fonts are in it, and returns
// its file.
func save(t *testing.T, pdf []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "test.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "qpdf", "--check", file)
	fonts := strings.Split(strings.TrimSpace(run(t, "pdffonts", file)), "\n")[2:]
	for _, line := range fonts {
		if !strings.Contains(line, "Identity-H       yes no  yes") {
			t.Errorf("font is not embedded: %s", line)
		}
	}
	return file
}

// flat is text without blanks and line ends, since lines break anywhere.
func flat(text string) string {
	return strings.Join(strings.Fields(text), "")
}

func renderReport(t *testing.T, r Report, lang string) string {
	t.Helper()
	var out bytes.Buffer
	if err := RenderReport(&out, r, lang); err != nil {
		t.Fatal(err)
	}
	return save(t, out.Bytes())
}

// The items are those of 评标委员会和评标方法暂行规定 第四十二条 (tb) and
// 政府采购货物和服务招标投标管理办法 第五十八条 (gp), with what the sample says of
// each. They are looked for in reading order of the page, without blanks.
var reportItems = map[string][]string{
	"basic data":                 {"NJ-2026-017-02", "南江市滨河新区开发建设管理委员会", "四川中衡工程咨询有限公司", "玖仟陆佰伍拾万元整", "综合评估法（基准价去极值平均）"},
	"media of the notice":        {"中国招标投标公共服务平台、南江市公共资源交易网"},
	"opening, time and place":    {"2026-11-2309:00:00", "第一开标室"},
	"evaluation, time and place": {"2026-11-2310:00:00", "2026-11-2315:40:00", "第二评标室"},
	"panel":                      {"欧阳淑贞", "王喆", "李建国", "赵雪梅", "陈堃", "A080104土建工程"},
	"opening record":             {"95,123,456.78", "540日历天", "银行保函", "项目经理业绩（项）"},
	"opening, otherwise":         {"四川蓉城建工有限公司的投标文件因投标人原因未解密", "工期由400日历天改为420日历天"},
	"bidders":                    {"中交第四航务工程局建设集团有限公司", "四川省地质工程勘察院集团有限公司", "张卫东"},
	"examination":                {"投标有效期", "5:0", "0:5"},
	"rejected with reasons":      {"招标投标法实施条例第五十一条第六项", "投标有效期承诺为60日"},
	"corrections":                {"94,876,534.22", "已书面确认"},
	"low bids":                   {"40,000,000.00", "说明合理，一致同意接受。"},
	"standards and factors":      {"施工组织设计的完整性", "内容完整、针对性强、措施具体可行的得"},
	"scores by member":           {"64.65", "64.25"},
	"marks":                      {"4.25"},
	"marks far from the mean":    {"7.10", "关键工序缺少针对性措施"},
	"prices and scores compared": {"偏差率（%）", "28.54"},
	"derivation":                 {"评标基准价", "92745678901/1000", "92,745,678.90", "四舍五入，2位", "去掉：1、5"},
	"ranking":                    {"93.15", "92.78", "92.41"},
	"candidates":                 {"玖仟伍佰壹拾贰万叁仟肆佰伍拾陆元柒角捌分"},
	"before the contract":        {"地下室防水做法的备选方案应在签订合同前书面确认"},
	"leads":                      {"作者：张三丰", "落款与另一份标书相同", "文件已加密"},
	"clarifications":             {"请说明。", "以第91页为准，共三台；不改变投标报价和工期。"},
	"changes and recusals":       {"孙立新说明其配偶任职于投标人"},
	"dissent":                    {"该投标文件未提出深基坑专项方案"},
	"incidents":                  {"更换数据线后恢复。"},
	"recordings":                 {"2026-11-2315:19:00"},
	"gaps":                       {"2026-11-2311:30:00", "2026-11-2311:32:00", "设备断开"},
	"signatures":                 {"K7Q2-0000"},
	"checkpoint":                 {"q1kZl0Xx0n1K3W3o4bZl9eXk1n1w4m0Yg8mT2fQw3sE=", "bidroomverify", "5c1f0a2e9b7d44c08f12"},
}

func TestReportHoldsEveryItem(t *testing.T) {
	for _, regime := range []string{"tendering", governmentProcurement} {
		for _, lang := range catalogue.Languages() {
			r := sampleReport(6, 5, 10)
			r.Regime = regime
			text := run(t, "pdftotext", "-raw", renderReport(t, r, lang), "-")
			seen := flat(text)
			for item, wants := range reportItems {
				for _, want := range wants {
					if !strings.Contains(seen, want) {
						t.Errorf("%s, %s: %s: no %q", regime, lang, item, want)
					}
				}
			}
			area := "report.tb."
			if regime == governmentProcurement {
				area = "report.gp."
			}
			for _, key := range []string{area + "entity", area + "rejections", area + "representative", area + "signaturesText", area + "signedDeemed", area + "examination", area + "tender", area + "ceiling",
				"report.basics", "report.panel", "report.opening", "report.compliant", "report.standards", "report.scores", "report.comparison", "report.ranking", "report.recordings",
				"report.recommendation", "report.candidate.1", "report.candidate.3", "report.beforeContract", "report.clarifications", "report.changes",
				"report.dissents", "report.incidents", "report.signatures", "report.evidence", "report.hashOwn", "report.chair"} {
				if want := flat(catalogue.Text(lang, key, nil)); !strings.Contains(seen, want) {
					t.Errorf("%s, %s: no %q", regime, lang, want)
				}
			}
			for _, key := range catalogue.Keys(lang) {
				if strings.HasPrefix(key, "report.") && strings.Contains(text, key) {
					t.Errorf("%s, %s: the key %s is printed", regime, lang, key)
				}
			}
			if strings.Contains(text, "{") {
				t.Errorf("%s, %s: a placeholder is printed", regime, lang)
			}
		}
	}
}

// A panel that a library drew is said to be, and by whom.
func TestReportOfOutsidePanel(t *testing.T) {
	for lang, words := range map[string]string{"en": "notrecomputed", "zh-CN": "未重新计算"} {
		r := sampleReport(6, 5, 2)
		r.Outside = &OutsideDraw{Library: "浙江省综合性评标专家库", RecordNo: "CQ-2026-3117", Body: "浙江省公共资源交易中心", Person: "蒋惠兰", DrawnAt: clock(-300), Record: strings.Repeat("c1", 32)}
		seen := flat(run(t, "pdftotext", "-raw", renderReport(t, r, lang), "-"))
		for _, want := range []string{"CQ-2026-3117", "浙江省综合性评标专家库", "浙江省公共资源交易中心", "蒋惠兰", r.Outside.Record, words} {
			if !strings.Contains(seen, want) {
				t.Errorf("%s: no %q", lang, want)
			}
		}
	}
}

// Every bid's row of every member's sheet is there and whole: on the line
// that pdftotext finds for a row stand the number, all marks and the sum.
func TestReportOfFortyBidders(t *testing.T) {
	const bids, members, criteria = 40, 7, 25
	r := sampleReport(bids, members, criteria)
	for i := range r.Sheets {
		for b := range r.Sheets[i].Totals {
			if r.Sheets[i].Totals[b] != "" {
				r.Sheets[i].Totals[b] = "9" + r.Sheets[i].Totals[b] // told from other sums
			}
		}
	}
	whole := 0
	for line := range strings.SplitSeq(run(t, "pdftotext", "-layout", renderReport(t, r, "zh-CN"), "-"), "\n") {
		if fields := strings.Fields(line); len(fields) > criteria && strings.HasPrefix(fields[len(fields)-1], "96") {
			marks := fields[len(fields)-1-criteria : len(fields)-1]
			for _, mark := range marks {
				if !strings.Contains(mark, ".") {
					t.Errorf("a row is torn: %s", line)
				}
			}
			whole++
		}
	}
	if want := (bids - 1) * members; whole != want {
		t.Errorf("%d whole rows of sheets, want %d", whole, want)
	}
}

func TestReportWithoutAnything(t *testing.T) {
	file := renderReport(t, Report{}, "zh-CN")
	if text := run(t, "pdftotext", file, "-"); !strings.Contains(text, "评标委员会未推荐中标候选人。") {
		t.Error("an empty report does not say that there is no candidate")
	}
}

func TestReportIsTheSameTwice(t *testing.T) {
	var a, b bytes.Buffer
	for _, out := range []*bytes.Buffer{&a, &b} {
		if err := RenderReport(out, sampleReport(6, 5, 10), "zh-CN"); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same report has other bytes")
	}
	var other bytes.Buffer
	r := sampleReport(6, 5, 10)
	r.Bids[0].Total = "93.16"
	if err := RenderReport(&other, r, "zh-CN"); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(a.Bytes(), other.Bytes()) {
		t.Error("another score has the same bytes")
	}
}

func TestReportSaysWhatWasSigned(t *testing.T) {
	r := sampleReport(6, 5, 4)
	r.IssuedHash = strings.Repeat("ab", 32)
	seen := flat(run(t, "pdftotext", "-raw", renderReport(t, r, "zh-CN"), "-"))
	if strings.Count(seen, r.IssuedHash) != 2 || strings.Contains(seen, "sha256sum") {
		t.Error("the signed report does not name the hash of what was signed, once on the cover and once at the end")
	}
}

func TestReportThatDoesNotFitTogether(t *testing.T) {
	for name, spoil := range map[string]func(*Report){
		"four candidates":           func(r *Report) { r.Candidates = []int{0, 1, 2, 3} },
		"candidate out of range":    func(r *Report) { r.Candidates = []int{6} },
		"negative bid":              func(r *Report) { r.LowBids[0].Bid = -1 },
		"derivation out of range":   func(r *Report) { r.Derivation[0].Bid = 6 },
		"values without a column":   func(r *Report) { r.OpeningColumns = nil },
		"examination of fewer bids": func(r *Report) { r.Examination[0].Votes = nil },
		"sheet without totals":      func(r *Report) { r.Sheets[0].Totals = nil },
		"marks for fewer criteria":  func(r *Report) { r.Criteria = r.Criteria[:9] },
		"comparison of fewer bids":  func(r *Report) { r.Comparison.Rows = r.Comparison.Rows[:5] },
		"comparison without a name": func(r *Report) { r.Comparison.Columns = r.Comparison.Columns[:3] },
		"parts without a name":      func(r *Report) { r.PartNames = r.PartNames[:1] },
	} {
		r := sampleReport(6, 5, 10)
		spoil(&r)
		if err := RenderReport(new(bytes.Buffer), r, "zh-CN"); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestTimesAreTheCentres(t *testing.T) {
	r := sampleReport(6, 5, 4)
	r.Location = time.FixedZone("", 6*3600)
	if seen := flat(run(t, "pdftotext", "-raw", renderReport(t, r, "en"), "-")); !strings.Contains(seen, "2026-11-2307:00:00") {
		t.Error("the opening is not at 07:00 in a zone two hours behind")
	}
}

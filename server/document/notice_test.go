package document

import (
	"bytes"
	"strings"
	"testing"

	"bidroom/kiosk/catalogue"
)

func TestAssessmentNotice(t *testing.T) {
	n := AssessmentNotice{Heading: Heading{shanghai, "南江市公共资源交易中心", "南江市滨河新区综合服务中心建设工程", "NJ-2026-017", "主体施工", "NJ-2026-017-02", "南江市滨河新区开发建设管理委员会"},
		Seat: 2, Name: "王喆", By: "工作人员", Clause: "评标专家和评标专家库管理办法", At: clock(0), Until: clock(14400), Total: "96.5", Full: "100", Hash: strings.Repeat("5a", 32)}
	for _, item := range []string{"按时到场", "遵守评标纪律", "专业水平与评审质量", "客观公正", "保守秘密", "协助答复异议、投诉"} {
		n.Items = append(n.Items, NoticeItem{item, "10", "10", ""})
	}
	n.Items[0] = NoticeItem{"按时到场", "6.5", "10", strings.Repeat("签到截止后三十五分钟到场。", 12)}
	for _, lang := range catalogue.Languages() {
		for _, replied := range []bool{false, true} {
			one := n
			want := []string{"王喆", "NJ-2026-017-02", "6.5/10", "96.5/100", "签到截止后三十五分钟到场。", one.Hash}
			unwanted := "当日省道封闭"
			if replied {
				one.Reply, one.RepliedOn, one.Answer = "当日省道封闭", clock(1440), "经核对公告"
				want, unwanted = append(want, "当日省道封闭", "2026-11-24", "经核对公告", flat(catalogue.Text(lang, "report.notice.changed", nil))), flat(catalogue.Text(lang, "report.notice.how", nil))[:30]
			} else {
				want = append(want, "2026-12-03")
			}
			var out bytes.Buffer
			if err := RenderAssessmentNotice(&out, one, lang); err != nil {
				t.Fatal(err)
			}
			file := save(t, out.Bytes())
			seen := flat(run(t, "pdftotext", "-raw", file, "-"))
			for _, text := range want {
				if !strings.Contains(seen, text) {
					t.Errorf("%s, replied %v: no %q", lang, replied, text)
				}
			}
			if strings.Contains(seen, unwanted) || strings.Contains(seen, "report.") {
				t.Errorf("%s, replied %v: %q stands there, or a key", lang, replied, unwanted)
			}
			if pages := run(t, "pdfinfo", file); !strings.Contains(flat(pages), "Pages:1Encrypted") {
				t.Errorf("%s: not one page: %s", lang, pages)
			}
		}
	}
}

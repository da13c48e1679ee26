package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"bidroom/cmd/bidroom/demo"
	"bidroom/evaluation"
	"bidroom/server/api"
	"bidroom/server/proclog"
)

// The items of 评标委员会和评标方法暂行规定 第四十二条, in its order, each with the
// heading it stands under and what the first lot of the demo says of it. In
// that meeting nothing went out of order, which the report says in words.
var tenderingItems = [][]string{
	{"基本情况和数据表", "招标人", "青溪市住房和城乡建设局（统一社会信用代码：11330100MB0Q00001X）", "招标项目编号", "QX2026-017", "最高投标限价", "48,600,000.00 元（大写：人民币肆仟捌佰陆拾万元整）"},
	{"评标委员会成员名单", "评标委员会由 5 人组成，其中专家 4 人，代表 1 人。", "评标专家、负责人", "招标人代表"},
	{"开标记录", "当众宣读 6 份投标文件的下列内容", "青溪建设有限公司", "44,760,600.00", "180 日历天", "投标保函"},
	{"初步评审", "安全生产许可证", "5:0", "符合要求的投标一览表", "石门市政工程有限公司"},
	{"否决投标情况说明", "河坊路桥有限公司", "招标投标法实施条例 第五十一条第三项", "安全生产许可证已过有效期，资格评审不通过", "通过 1 人", "不通过 4 人"},
	{"算术修正", "本次评标没有算术修正。", "异常低价投标审查", "本次评标没有启动异常低价投标审查。"},
	{"评标标准、评标方法和评标因素", "综合评估法（评标基准价法）", "施工方案与技术措施", "针对性强、切实可行得6.5至8分", "初步评审标准", "与营业执照、资质证书、安全生产许可证一致"},
	{"评分表", "各成员打分合计", "评分表在过程日志中的哈希值"},
	{"评标价格或评分比较一览表", "投标报价（元）", "偏差率（%）", "报价得分（分）", "排序依据（综合得分）（分）",
		"计算过程", "去掉：东皋建设有限公司、石门市政工程有限公司", "取数范围：通过初步评审的投标", "固定时点：初步评审结束时固定", "四舍五入，保留 2 位小数"},
	{"经评审的投标人排序", "综合结果（分）", "98.48"},
	{"推荐的中标候选人与签订合同前要处理的事宜", "第一中标候选人", "人民币肆仟肆佰柒拾陆万零陆佰元整", "第三中标候选人", "签订合同前要处理的事宜", "没有签订合同前要处理的事宜。"},
	{"澄清、说明、补正事项纪要", "青溪建设有限公司", "请说明以哪一处为准。", "第 15 页进度表的单位未注明，请补正。"},
	{"评标委员会成员更换与回避", "评标委员会成员没有更换，没有成员回避。"},
	{"不同意见", "进度计划未考虑冬季施工。"},
	{"异常事件与录音录像", "没有记录异常事件。", "过程日志中没有本次评标的录音录像。", "过程日志没有记录录音录像中断。"},
	{"评标委员会成员签字", "拒绝签字又不书面说明的，视为同意评标结果", "已书面提出不同意见，见“不同意见”。"},
	{"核验", "评标委员会签署的报告文件的 SHA-256 值为"},
}

// The items of 政府采购货物和服务招标投标管理办法 第五十八条, and what stands of a
// meeting in which a good deal went out of order.
var procurementItems = [][]string{
	{"基本情况和数据表", "采购人", "采购项目编号", "公告发布媒体", "中国招标投标公共服务平台", "开标时间", "开标地点", "青溪市公共资源交易中心（演示）", "其中投标无效 1 家"},
	{"评标委员会成员名单", "采购人代表"},
	{"开标记录", "龙井建设有限公司", "4,789,200.00", "小微企业价格扣除比例"},
	{"资格审查与符合性审查", "签署、盖章", "无效投标情况说明", "苕溪路桥有限公司", "政府采购货物和服务招标投标管理办法 第六十三条第三项"},
	{"评标标准、评标方法和评标因素", "综合评分法（低价优先法）", "技术参数响应"},
	{"评标价格或评分比较一览表", "评标价（元）", "价格得分（分）"},
	{"经评审的投标人排序", "天目市政工程有限公司"},
	{"推荐的中标候选人与签订合同前要处理的事宜", "第一中标候选人", "99.76"},
	{"澄清、说明、补正事项纪要", "投标文件第 12 页与第 3 页的项目负责人姓名不一致"},
	{"评标委员会成员更换与回避", "没有更换"},
	{"异常事件与录音录像", "设备故障", "机位 3 的话筒没有声音", "已更换话筒", "评标暂停", "空调故障", "监督人员通知", "请各位成员独立评审。",
		"录音录像", "（席位 3）", "录音录像中断", "网络中断"},
	{"评标委员会成员签字", "持不同意见的成员应当签署不同意见及理由"},
}

// The reports of a whole case, at each stage at which one is made: every item
// that the law asks for stands in it, under its heading and in its order.
func TestReports(t *testing.T) {
	p, c := people(t, "")
	ctx := t.Context()
	lots, err := p.Tender(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Take(ctx, lots[0], "signing"); err != nil {
		t.Fatal(err)
	}
	issued := checkReport(t, c, p, lots[0])
	holds(t, "the report before it is signed", issued, "至本报告签署完毕", "没有成员书面提出不同意见", "用 sha256sum 计算本文件的值即可比对")
	if err := p.Take(ctx, lots[0], "sealed"); err != nil {
		t.Fatal(err)
	}
	inOrder(t, checkReport(t, c, p, lots[0]), tenderingItems)

	if err := p.Take(ctx, lots[1], "evaluating"); err != nil {
		t.Fatal(err)
	}
	outOfOrder(t, c, p, lots[1])
	if err := p.Take(ctx, lots[1], "sealed"); err != nil {
		t.Fatal(err)
	}
	inOrder(t, checkReport(t, c, p, lots[1]), procurementItems)
}

// inOrder holds a report against what it must say, heading by heading.
func inOrder(t *testing.T, text string, items [][]string) {
	t.Helper()
	rest := text
	for _, item := range items {
		for _, want := range item {
			_, after, found := strings.Cut(rest, strings.Join(strings.Fields(want), ""))
			switch {
			case found && want == item[0]:
				rest = after
			case !found:
				t.Errorf("%s: no %q, or not in its place", item[0], want)
			}
		}
	}
}

// checkReport reads the report of a lot and checks what any of them must be: a
// whole file with its fonts, its pages numbered, and on each the checkpoint,
// which is the log's own, as a code. It returns the text behind the contents.
func checkReport(t *testing.T, c *centre, p *demo.Play, lot string) string {
	t.Helper()
	ctx := t.Context()
	var pdf []byte
	if err := as(t, p, "staff").Get(ctx, "/api/lots/"+lot+"/report.pdf", &pdf); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "report.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	tool(t, "qpdf", "--check", file)
	for _, font := range strings.Split(strings.TrimSpace(tool(t, "pdffonts", file)), "\n")[2:] {
		if !strings.Contains(font, "Identity-H       yes no  yes") {
			t.Errorf("font is not embedded: %s", font)
		}
	}
	tool(t, "pdftoppm", "-r", "200", "-gray", file, filepath.Join(dir, "page"))
	pictures, err := filepath.Glob(filepath.Join(dir, "page*.pgm"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(pictures)
	codes := strings.Split(strings.TrimSpace(tool(t, "node", append([]string{"../../server/document/testdata/codes.cjs"}, pictures...)...)), "\n")
	var held string
	if err := json.Unmarshal([]byte(codes[0]), &held); err != nil {
		t.Fatalf("no code can be read on the first page: %v", err)
	}
	for i, code := range codes {
		if code != codes[0] {
			t.Errorf("page %d has another code", i+1)
		}
		no := strconv.Itoa(i + 1)
		holds(t, "page "+no, strings.Join(strings.Fields(tool(t, "pdftotext", "-f", no, "-l", no, file, "-")), ""), "第 "+no+" 页 共 "+strconv.Itoa(len(pictures))+" 页")
	}
	covers(t, c, lot, held)
	checkWorkbook(t, c, p, lot, tool(t, "pdftotext", "-layout", file, "-"))
	text := strings.Join(strings.Fields(tool(t, "pdftotext", "-f", "3", "-raw", file, "-")), "")
	if strings.Contains(text, "report.") || strings.Contains(text, "half_up") {
		t.Error("a key or a word of the program is printed")
	}
	return text
}

var decimals = regexp.MustCompile(`\d[\d,]*\.\d+`)

// checkWorkbook holds the workbook of a lot's report against its pages, and
// against the log, whose last report names its hash.
func checkWorkbook(t *testing.T, c *centre, p *demo.Play, lot, pages string) {
	t.Helper()
	var book []byte
	if err := as(t, p, "supervisor").Get(t.Context(), "/api/lots/"+lot+"/report.xlsx", &book); err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var seen strings.Builder
	for _, sheet := range file.GetSheetList() {
		rows, err := file.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			seen.WriteString(strings.Join(row, " ") + "\n")
		}
	}
	written := decimals.FindAllString(seen.String(), -1)
	printed := decimals.FindAllString(pages, -1)
	for _, figure := range printed {
		if !slices.Contains(written, figure) {
			t.Errorf("%s stands in the report and not in its workbook", figure)
		}
	}
	if len(printed) < 50 {
		t.Errorf("only %d figures were compared", len(printed))
	}
	if strings.Contains(seen.String(), "report.") {
		t.Error("a key stands in the workbook")
	}
	entries, _, err := c.handlers.Rooms.Entries(t.Context(), lot, 0, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	var stated string
	for _, e := range entries {
		if e.Kind == "report.issued" || e.Kind == "meeting.sealed" {
			stated = string(e.Body)
		}
	}
	if hash := sha256.Sum256(book); !strings.Contains(stated, `"workbook_hash":"`+hex.EncodeToString(hash[:])+`","workbook_size":"`+strconv.Itoa(len(book))+`"`) {
		t.Errorf("the log does not name this workbook: %s", stated)
	}
}

// covers checks that a checkpoint is of the lot's log just before the entry
// that states the report's hash.
func covers(t *testing.T, c *centre, lot, note string) {
	t.Helper()
	checkpoint, err := proclog.OpenCheckpoint(note, c.handlers.LogKey)
	if err != nil {
		t.Fatal(err)
	}
	entries, _, err := c.handlers.Rooms.Entries(t.Context(), lot, 0, 100_000)
	if err != nil {
		t.Fatal(err)
	}
	if next := entries[checkpoint.Size].Kind; next != "report.issued" && next != "meeting.sealed" || checkpoint.Tree() != lot {
		t.Errorf("the checkpoint of %s at %d is followed by a %s", checkpoint.Tree(), checkpoint.Size, next)
	}
	var memory proclog.Memory
	for _, e := range entries[:checkpoint.Size] {
		text, err := e.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if err := memory.Add(proclog.LeafHash(text)); err != nil {
			t.Fatal(err)
		}
	}
	if root, err := memory.RootAt(checkpoint.Size); err != nil || root != checkpoint.Root {
		t.Errorf("the checkpoint is not of the lot's log: %v", err)
	}
}

func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(context.Background(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// outOfOrder lets things happen in a meeting that its report must state: an
// incident and its end, a pause, an announcement, a recording with a gap.
func outOfOrder(t *testing.T, c *centre, p *demo.Play, lot string) {
	t.Helper()
	ctx := t.Context()
	super := as(t, p, "supervisor")
	var view api.LotView
	do := func(path string, in any) {
		t.Helper()
		if err := super.Post(ctx, "/api/lots/"+lot+path, in, &view); err != nil {
			t.Fatal(err)
		}
	}
	do("/incidents", map[string]string{"what": "equipment", "text": "机位 3 的话筒没有声音"})
	do("/incidents/"+view.Meeting.Incidents[0].ID+"/close", map[string]string{"answer": "已更换话筒"})
	do("/meeting/suspend", map[string]string{"reason": "空调故障"})
	do("/meeting/resume", map[string]string{"reason": "已修好"})
	if err := super.Post(ctx, "/api/rooms/"+view.Meeting.Room+"/announcements", map[string]string{"text": "请各位成员独立评审。"}, nil); err != nil {
		t.Fatal(err)
	}
	_, feed, err := p.Kiosk(ctx, 3)
	if err != nil {
		t.Fatal(err)
	}
	from := time.Now().UnixMilli()
	if err := c.handlers.Rooms.StartRecording(ctx, lot, &evaluation.RecordingStarted{Recording: "R3", Meeting: view.Meeting.ID, Feed: feed, File: "R3.mp4", StartMs: from, Codecs: "avc1.42e01f,opus"}); err != nil {
		t.Fatal(err)
	}
	if err := c.handlers.Rooms.StateGap(ctx, lot, &evaluation.RecordingGap{Feed: feed, FromMs: from + 1, ToMs: from + 5000, Cause: "network"}); err != nil {
		t.Fatal(err)
	}
}

package document

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"bidroom/kiosk/catalogue"
)

func sampleDraw() DrawRecord {
	hash := func(n int) string { return strings.Repeat(fmt.Sprintf("%04x", 40503*(n+7)&0xffff), 16) }
	r := DrawRecord{
		Heading: Heading{shanghai, "南江市公共资源交易中心", "南江市滨河新区综合服务中心建设工程", "NJ-2026-017", "滨河新区综合服务中心主体施工", "NJ-2026-017-02", "南江市滨河新区开发建设管理委员会"},
		ID:      "0193a1c2-7d2a-7bb0-9c1e-5a0f3b2d4c61", Agency: "四川中衡工程咨询有限公司", Profile: "招标投标（全国）",
		Place: "抽取室", Terminal: "NJ-CQ-01", Address: "10.1.4.20", CreatedAt: clock(-200), CompletedAt: clock(-150),
		People:   []DrawPerson{{"申请人", "何敏"}, {"抽取人", "罗建平"}, {"见证人员", "曾晓燕"}, {"监督人员", "谢国强"}},
		Plan:     []DrawSeat{{Seat: 1, Specialties: "A080104 土建工程", Region: "市内", Supply: "126"}, {Seat: 2, Specialties: "A060101 建筑工程造价", Supply: "<5"}, {Seat: 3, Representative: true}},
		Recusals: []string{hash(1), hash(2)}, Exclusions: []Count{{"三年内与投标人存在劳动关系", "12"}, {"暂停参加评标", "<5"}}, Dismissed: "23", Unknown: "<5", PoolSize: "187", PoolHash: hash(3), Algorithm: "bidroom/ticket/1",
		Shares: []DrawShare{{Party: "服务器", Role: "系统", Commitment: hash(4), CommittedAt: clock(-190), Nonce: hash(5), EnteredHash: hash(6), RevealedAt: clock(-180)},
			{Party: "谢国强", Role: "监督人员", Commitment: hash(7), CommittedAt: clock(-188)}},
		PublicShare: "3 1 6 6 2 5 4 1 2 3 6 1 5 5 2 4 6 3 1 2 2 5 4 6 1", PublicBy: "曾晓燕", Seed: hash(8),
		Picks:    []Pick{{Order: 1, Label: hash(9), Ticket: hash(10), Seat: 1}, {Order: 2, Label: hash(11), Ticket: hash(12), Skip: "席位 2 需要"}},
		Attempts: []Attempt{{clock(-170), 1, "电话", "无人接听"}, {clock(-160), 1, "电话", "接受"}}, Replacements: []Replacement{{clock(-165), 2, hash(11), hash(13), "拒绝：出差", "罗建平"}},
		Conditions: []string{"外地专家不少于 1 人（本地区 330100）。"}, LogTree: "0193a1c2", LogSize: "88", Checkpoint: sampleCheckpoint,
	}
	return r
}

func TestDrawRecord(t *testing.T) {
	for _, lang := range catalogue.Languages() {
		for _, named := range []bool{false, true} {
			r := sampleDraw()
			if named {
				r.Names = []SeatName{{1, "王喆", r.Picks[0].Label}}
				r.ReleasedAt, r.ReleasedBy = clock(0), "谢国强"
			}
			var out bytes.Buffer
			if err := RenderDrawRecord(&out, r, lang); err != nil {
				t.Fatal(err)
			}
			seen := flat(run(t, "pdftotext", "-raw", save(t, out.Bytes()), "-"))
			for _, want := range []string{r.ID, "NJ-2026-017-02", "NJ-CQ-01", "10.1.4.20", "何敏", "曾晓燕", "A080104土建工程", "<5", flat(catalogue.Text(lang, "report.draw.dismissed", nil)) + "23", "187", r.PoolHash, r.Seed, flat(r.PublicShare),
				"三年内与投标人存在劳动关系", r.Shares[0].Commitment, r.Shares[0].Nonce, r.Picks[1].Ticket, "席位2需要", "无人接听", "拒绝：出差", "外地专家不少于1人",
				flat(catalogue.Text(lang, "report.draw.notRevealed", nil)), "bidroom/ticket/1", "2026-11-2305:40:00"} {
				if !strings.Contains(seen, want) {
					t.Errorf("%s: no %q", lang, want)
				}
			}
			if strings.Contains(seen, "report.") {
				t.Errorf("%s: a key is printed", lang)
			}
			if strings.Contains(seen, "王喆") != named || strings.Contains(seen, flat(catalogue.Text(lang, "report.draw.sealed", nil))) == named {
				t.Errorf("%s: names given %v, but the page says otherwise", lang, named)
			}
		}
	}
}

func TestDrawRecordVoid(t *testing.T) {
	r := DrawRecord{VoidReason: "一方未揭示随机份额", Former: "0193a1c2-0000"}
	var out bytes.Buffer
	if err := RenderDrawRecord(&out, r, "zh-CN"); err != nil {
		t.Fatal(err)
	}
	if seen := flat(run(t, "pdftotext", save(t, out.Bytes()), "-")); strings.Contains(seen, "report.") || !strings.Contains(seen, "本次抽取已作废：一方未揭示随机份额") || !strings.Contains(seen, "0193a1c2-0000") {
		t.Error("a void draw does not say so")
	}
}

// A draw that a library made says by whom, and nothing of tickets or shares.
func TestDrawRecordOutside(t *testing.T) {
	r := sampleDraw()
	r.Outside = &OutsideDraw{Library: "浙江省综合性评标专家库", RecordNo: "CQ-2026-3117", Body: "浙江省公共资源交易中心", Person: "蒋惠兰", DrawnAt: clock(-300), File: strings.Repeat("8e", 32), Record: strings.Repeat("c1", 32),
		Substitutes: 3, Deviations: []string{"席位 4 专业不符"}, Lists: []OutsideDraw{{Library: "补充库", RecordNo: "CQ-2026-3118"}}}
	for _, lang := range catalogue.Languages() {
		var out bytes.Buffer
		if err := RenderDrawRecord(&out, r, lang); err != nil {
			t.Fatal(err)
		}
		seen := flat(run(t, "pdftotext", "-raw", save(t, out.Bytes()), "-"))
		for _, want := range []string{"浙江省综合性评标专家库", "CQ-2026-3117", "浙江省公共资源交易中心", "蒋惠兰", r.Outside.File, r.Outside.Record, "席位4专业不符", "CQ-2026-3118", "拒绝：出差",
			flat(catalogue.Text(lang, "report.draw.outsideText", nil))} {
			if !strings.Contains(seen, want) {
				t.Errorf("%s: no %q", lang, want)
			}
		}
		for _, not := range []string{r.Seed, r.PoolHash, "report.", flat(catalogue.Text(lang, "report.draw.picks", nil))} {
			if strings.Contains(seen, not) {
				t.Errorf("%s: %q is printed", lang, not)
			}
		}
	}
}

func TestReceipt(t *testing.T) {
	r := Receipt{Location: shanghai, Centre: "南江市公共资源交易中心", Lot: "滨河新区综合服务中心主体施工（含地下室、人防及室外配套工程）", LotNumber: "NJ-2026-017-02", Seat: 3, Name: "王喆",
		SubmittedAt: clock(300), SheetHash: strings.Repeat("c0ffee00", 8), Salt: strings.Repeat("ab", 16), Code: "K7Q2-0003", Sequence: "412", Checkpoint: sampleCheckpoint}
	for _, lang := range catalogue.Languages() {
		var out bytes.Buffer
		if err := RenderReceipt(&out, r, lang); err != nil {
			t.Fatal(err)
		}
		file := save(t, out.Bytes())
		seen := flat(run(t, "pdftotext", "-raw", file, "-"))
		for _, want := range []string{r.SheetHash, r.Salt, r.Code, "412", "2026-11-2314:00:00", "王喆"} {
			if !strings.Contains(seen, want) {
				t.Errorf("%s: no %q", lang, want)
			}
		}
		if info := run(t, "pdfinfo", file); !strings.Contains(info, "Pages:           1") || !strings.Contains(info, "(A5)") {
			t.Errorf("%s: not one page of A5: %s", lang, info)
		}
	}
}

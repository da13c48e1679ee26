package document

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"time"
)

func sampleBid(kind, bidder string) DemoBid {
	return DemoBid{Kind: kind, Bidder: bidder, CreditCode: "91510000MA6200000X", Representative: "张卫东", Agent: "刘敏", Manager: "何志刚", Engineer: "罗晓峰",
		Staff: [4]string{"曾勇", "谢芳", "邓凯", "冯丽"}, Entity: "南江市滨河新区开发建设管理委员会", Lot: "滨河新区综合服务中心主体施工", LotNumber: "NJ-2026-017-02",
		PriceFen: 95_123_456_78, Duration: "540 日历天", Quality: "合格", Date: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)}
}

func renderBid(t *testing.T, b DemoBid) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := RenderDemoBid(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestDemoBid(t *testing.T) {
	for _, kind := range []string{"works", "procurement"} {
		b := sampleBid(kind, "蜀江建设集团有限公司")
		file := save(t, renderBid(t, b))
		text := run(t, "pdftotext", "-layout", file, "-")
		if pages := strings.Count(text, "\f"); pages < 8 {
			t.Errorf("%s: %d pages, want eight or more", kind, pages)
		}
		for n, page := range strings.Split(strings.TrimSuffix(text, "\f"), "\f") {
			if len(strings.Fields(page)) < 12 {
				t.Errorf("%s: page %d is nearly empty: %q", kind, n+1, page)
			}
		}
		seen := flat(text)
		for _, want := range []string{"目录", b.Bidder, b.CreditCode, "95,123,456.78", "玖仟伍佰壹拾贰万叁仟肆佰伍拾陆元柒角捌分", b.Manager, "一、投标函", "540日历天"} {
			if !strings.Contains(seen, want) {
				t.Errorf("%s: no %q", kind, want)
			}
		}
		if strings.ContainsAny(text, "{}|~@") {
			t.Errorf("%s: a mark of the text is printed", kind)
		}
		if n := strings.Count(run(t, "qpdf", "--json", "--json-key=outlines", file), `"title"`); n < 10 {
			t.Errorf("%s: outline of %d entries", kind, n)
		}
	}
}

// The parts of the price sum to the price, to the fen.
func TestDemoBidPrices(t *testing.T) {
	for _, price := range []int64{1, 99, 95_123_456_78, 1_000_000_000_01} {
		b := sampleBid("works", "蜀江建设集团有限公司")
		b.PriceFen = price
		sum, inTable := int64(0), false
		for line := range strings.SplitSeq(run(t, "pdftotext", "-layout", save(t, renderBid(t, b)), "-"), "\n") {
			fields := strings.Fields(line)
			inTable = inTable && !strings.Contains(line, "合计") || strings.Contains(line, "单项工程")
			if inTable && len(fields) == 4 && strings.HasSuffix(fields[2], "%") {
				fen, err := strconv.ParseInt(strings.NewReplacer(",", "", ".", "").Replace(fields[3]), 10, 64)
				if err != nil {
					t.Fatal(err)
				}
				sum += fen
			}
		}
		if sum != price {
			t.Errorf("the parts of %d sum to %d", price, sum)
		}
	}
}

func TestDemoBidsDiffer(t *testing.T) {
	a, again, b := renderBid(t, sampleBid("works", "甲公司")), renderBid(t, sampleBid("works", "甲公司")), renderBid(t, sampleBid("works", "乙公司"))
	if !bytes.Equal(a, again) {
		t.Error("the same bid has other bytes")
	}
	if bytes.Equal(a, b) {
		t.Error("two bidders have the same bid")
	}
	if err := RenderDemoBid(new(bytes.Buffer), DemoBid{Kind: "poem"}); err == nil {
		t.Error("a bid of no kind was written")
	}
}

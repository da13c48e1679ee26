package document

import (
	"bytes"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"bidroom/kiosk/catalogue"
)

// sampleAnalysis hangs on one member, and has a method that no more trims.
func sampleAnalysis(bids, criteria int) Analysis {
	r := sampleReport(bids, 5, criteria)
	a := Analysis{Heading: Heading{shanghai, r.Centre, r.Tender, r.TenderNumber, r.Lot, r.LotNumber, r.Entity.Name}, PrintedAt: clock(0),
		Margins: []string{"A 领先 B 0.12 分"}, Ranking: []string{"1. A 92.40 分", "2. B 92.28 分"}, Totals: []BidTotal{{"A", "92.40", "92.40 分"}, {"B", "92.28", "92.28 分"}, {"C", "80", "80.00 分"}}, Extremes: r.Extremes}
	for range 5 {
		a.Without = append(a.Without, WithoutSeat{Member: "席位 1", Ranking: a.Ranking})
	}
	a.Without[2] = WithoutSeat{Member: "席位 3", Ranking: []string{"1. B 92.31 分", "2. A 92.02 分"}, Changed: true, Why: "去掉后人数不足"}
	a.Without[4] = WithoutSeat{Member: "席位 5", Why: "去掉后没有计分的成员"}
	for _, bid := range r.Bids {
		of := BidSpread{Bidder: bid.Bidder}
		for _, c := range r.Criteria {
			of.Criteria = append(of.Criteria, CriterionSpread{Name: c.Name, Max: c.Points, Least: "1.5", Mean: "2.33", Greatest: c.Points})
		}
		a.Spreads = append(a.Spreads, of)
	}
	return a
}

func TestAnalysis(t *testing.T) {
	a := sampleAnalysis(6, 10)
	for _, lang := range catalogue.Languages() {
		var out bytes.Buffer
		if err := RenderAnalysis(&out, a, lang); err != nil {
			t.Fatal(err)
		}
		seen := flat(run(t, "pdftotext", "-raw", save(t, out.Bytes()), "-"))
		for _, want := range []string{"NJ-2026-017-02", "A领先B0.12分", "C80.00分", "1.B92.31分", "去掉后人数不足", "未结合本项目地质条件", flat(a.Spreads[5].Bidder),
			flat(catalogue.Text(lang, "hangs.title", nil)), flat(catalogue.Text(lang, "hangs.counts", nil)), flat(catalogue.Text(lang, "hangs.changed", nil)), flat(catalogue.Text(lang, "hangs.plot", nil))} {
			if !strings.Contains(seen, want) {
				t.Errorf("%s: no %q", lang, want)
			}
		}
		if got, same := strings.Count(seen, flat(catalogue.Text(lang, "hangs.same", nil))), 3; got < same {
			t.Errorf("%s: %d rankings stay, want %d", lang, got, same)
		}
		if strings.Contains(seen, "hangs.") || strings.Contains(seen, "report.") {
			t.Errorf("%s: a key stands there", lang)
		}
	}
	a.Margins, a.Extremes = nil, nil
	var out bytes.Buffer
	if err := RenderAnalysis(&out, a, "zh-CN"); err != nil {
		t.Fatal(err)
	}
	seen := flat(run(t, "pdftotext", "-raw", save(t, out.Bytes()), "-"))
	if !strings.Contains(seen, flat(catalogue.Text("zh-CN", "hangs.marginNone", nil))) || strings.Contains(seen, flat(catalogue.Text("zh-CN", "hangs.extremes", nil))) {
		t.Errorf("of one bid, and for whom no single marks are due: %s", seen)
	}
}

// The bars are as wide as what they stand for, in a cell less its padding: a total
// is a mark, as thin as can be seen; of four points, from 1.5 to 4 is five eighths.
func TestAnalysisBars(t *testing.T) {
	a := sampleAnalysis(1, 1)
	a.Extremes = nil
	var out bytes.Buffer
	if err := RenderAnalysis(&out, a, "en"); err != nil {
		t.Fatal(err)
	}
	plain := run(t, "qpdf", "--qdf", "--object-streams=disable", save(t, out.Bytes()), "-")
	bars := regexp.MustCompile(`0\.471 0\.549 0\.686 rg\n([0-9.]+) [0-9.]+ ([0-9.]+) -?[0-9.]+ re f`).FindAllStringSubmatch(plain, -1)
	wide := []float64{0.6, 0.6, 0.6, (44 - 2*1.2) * 5 / 8}
	if len(bars) != len(wide) {
		t.Fatalf("%d bars are drawn, want %d", len(bars), len(wide))
	}
	for i, bar := range bars {
		width, err := strconv.ParseFloat(bar[2], 64)
		if want := wide[i] / 25.4 * 72; err != nil || math.Abs(width-want) > 0.1 {
			t.Errorf("bar %d is %g points wide, want %g", i, width, want)
		}
	}
}

func TestPart(t *testing.T) {
	for _, tt := range []struct {
		mark, most string
		want       float64
	}{{"1", "4", 0.25}, {"7/3", "7", 1.0 / 3}, {"-2", "4", -0.5}, {"1", "0", 0}, {"x", "4", 0}} {
		if got := part(tt.mark, tt.most); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("%s of %s is %v, want %v", tt.mark, tt.most, got, tt.want)
		}
	}
}

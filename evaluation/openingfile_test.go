package evaluation_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
)

// asWritten stands for the capital figures, of which this package knows nothing.
func asWritten(fen int64, written string) string {
	if right := fmt.Sprint(fen); written != right {
		return right
	}
	return ""
}

// coded is [received] of a lot whose bidders have credit codes.
func coded(t *testing.T, bids int) *play {
	t.Helper()
	p, _ := received(t, bids)
	for i := range p.c.Bidders {
		p.c.Bidders[i].CreditCode = "CODE-" + p.c.Bidders[i].ID
	}
	return p
}

// lines are the right lines of the bids of received.
func lines(bids int) (list []evaluation.OpeningLine) {
	for i := range bids {
		code := "CODE-" + string(rune('a'+i))
		list = append(list, evaluation.OpeningLine{CreditCode: code, Price: "0.9", Row: i + 2})
	}
	return list
}

func faults(found *evaluation.FoundOpening) (said []string) {
	for _, r := range found.Faults {
		said = append(said, r.Code+" "+r.Field)
	}
	for _, line := range found.Lines {
		for _, r := range line.Faults {
			said = append(said, r.Code+" "+r.Field)
		}
	}
	return said
}

// Every fault of a line is named by its row and field; beside it the limits that
// are still kept.
func TestOpeningFileFaults(t *testing.T) {
	p := coded(t, 4)
	long := strings.Repeat("长", 100)
	for what, tt := range map[string]struct {
		change func(*evaluation.OpeningFile)
		want   []string
	}{
		"right":               {func(*evaluation.OpeningFile) {}, nil},
		"by number":           {func(f *evaluation.OpeningFile) { f.Lot = p.c.Lot.Number }, nil},
		"another lot":         {func(f *evaluation.OpeningFile) { f.Lot = "X" }, []string{"intake.lot lot"}},
		"long names":          {func(f *evaluation.OpeningFile) { f.Platform, f.RecordNo = long, long }, nil},
		"longer names":        {func(f *evaluation.OpeningFile) { f.Platform, f.RecordNo = long+"长", "a\nb" }, []string{"intake.text platform", "intake.text record_no"}},
		"nobody's bid":        {func(f *evaluation.OpeningFile) { f.Bids[1].CreditCode = "X" }, []string{"intake.row_missing file", "intake.bidder_unknown rows.3.credit_code"}},
		"another name":        {func(f *evaluation.OpeningFile) { f.Bids[1].Name = "别家" }, []string{"intake.bidder_name rows.3.name"}},
		"its name":            {func(f *evaluation.OpeningFile) { f.Bids[1].Name = p.c.Bidders[1].Name }, nil},
		"twice":               {func(f *evaluation.OpeningFile) { f.Bids[3].CreditCode = "CODE-a" }, []string{"intake.row_missing file", "intake.twice rows.5.credit_code"}},
		"another file":        {func(f *evaluation.OpeningFile) { f.Bids[0].File = strings.Repeat("0", 64) }, []string{"intake.file_differs rows.2.file"}},
		"its file":            {func(f *evaluation.OpeningFile) { f.Bids[0].File = p.c.Bids[0].FileHash }, nil},
		"no price":            {func(f *evaluation.OpeningFile) { f.Bids[0].Price = "" }, []string{"intake.price_missing rows.2.price"}},
		"a price of nothing":  {func(f *evaluation.OpeningFile) { f.Bids[0].Price = "0.00" }, []string{"intake.price rows.2.price"}},
		"one fen":             {func(f *evaluation.OpeningFile) { f.Bids[0].Price = "0.01" }, nil},
		"half a fen":          {func(f *evaluation.OpeningFile) { f.Bids[0].Price = "1.005" }, []string{"intake.price rows.2.price"}},
		"the most":            {func(f *evaluation.OpeningFile) { f.Bids[0].Price = "9999999999999.99" }, nil},
		"more than that":      {func(f *evaluation.OpeningFile) { f.Bids[0].Price = "10000000000000" }, []string{"intake.price rows.2.price"}},
		"a point and no more": {func(f *evaluation.OpeningFile) { f.Bids[0].Price = "1." }, []string{"intake.price rows.2.price"}},
		"other digits":        {func(f *evaluation.OpeningFile) { f.Bids[0].Price = "１" }, []string{"intake.price rows.2.price"}},
		"its capitals":        {func(f *evaluation.OpeningFile) { f.Bids[0].Capital = "90" }, nil},
		"other capitals":      {func(f *evaluation.OpeningFile) { f.Bids[0].Capital = "9" }, []string{"intake.capital rows.2.capital"}},
		"a long duration":     {func(f *evaluation.OpeningFile) { f.Bids[0].Duration = long + "长" }, []string{"intake.text_of rows.2.duration"}},
		"no such number":      {func(f *evaluation.OpeningFile) { f.Bids[0].Values = map[string]string{"x": "1"} }, []string{"opening.value_unknown rows.2.values"}},
		"lost with a price": {func(f *evaluation.OpeningFile) {
			f.Bids[0].Undecrypted = &evaluation.OpeningFailure{Fault: "bidder", Reason: "证书过期"}
		}, []string{"intake.price_undecrypted rows.2.price"}},
		"lost": {func(f *evaluation.OpeningFile) {
			f.Bids[0].Price, f.Bids[0].Undecrypted = "", &evaluation.OpeningFailure{Fault: "other", Reason: strings.Repeat("长", 300)}
		}, nil},
		"lost, with what was read out": {func(f *evaluation.OpeningFile) {
			f.Bids[0].Price, f.Bids[0].Quality, f.Bids[0].Undecrypted = "", "合格", &evaluation.OpeningFailure{Fault: "other", Reason: "平台故障"}
		}, []string{"intake.read_undecrypted rows.2.undecrypted"}},
		"lost by nobody": {func(f *evaluation.OpeningFile) {
			f.Bids[0].Price, f.Bids[0].Undecrypted = "", &evaluation.OpeningFailure{Fault: "x", Reason: strings.Repeat("长", 301)}
		}, []string{"intake.fault rows.2.fault", "intake.why rows.2.why"}},
		"no bid": {func(f *evaluation.OpeningFile) { f.Bids = f.Bids[1:] }, []string{"intake.row_missing file"}},
	} {
		f := &evaluation.OpeningFile{Bids: lines(4)}
		tt.change(f)
		found, err := f.Find(&p.c, asWritten)
		if err != nil {
			t.Fatal(err)
		}
		if got := faults(found); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", what, got, tt.want)
		}
		if _, err := f.Opened(found, strings.Repeat("0", 64)); (err == nil) != (tt.want == nil) {
			t.Errorf("%s: %v", what, err)
		}
	}
	f := &evaluation.OpeningFile{Bids: make([]evaluation.OpeningLine, evaluation.MaxOpeningLines+1)}
	if found, err := f.Find(&p.c, asWritten); err != nil || !slices.Equal(faults(found), []string{"intake.many file"}) {
		t.Errorf("%v %v", faults(found), err)
	}
}

// What a file says is what the record says, and the same again from another
// file; a correction does not make it another.
func TestOpenedAs(t *testing.T) {
	p := coded(t, 4)
	f := &evaluation.OpeningFile{Platform: "平台", Bids: lines(4)}
	f.Bids[0].Price, f.Bids[0].Duration = "12345678.9", "60 日"
	f.Bids[3].Price, f.Bids[3].Undecrypted = "", &evaluation.OpeningFailure{Fault: "other", Reason: "平台故障"}
	act := func(f *evaluation.OpeningFile, hash string) *evaluation.BidsOpened {
		t.Helper()
		before := p.c
		before.Bids = slices.Concat(p.c.Bids, p.c.Unopened)
		found, err := f.Find(&before, asWritten)
		if err != nil {
			t.Fatal(err)
		}
		act, err := f.Opened(found, hash)
		if err != nil {
			t.Fatal(err)
		}
		return act
	}
	later := act(f, strings.Repeat("a", 64))
	later.Source.OpenedMs = 1 << 50
	refusals(t, p, "s1", later, "opening.later")
	refusals(t, p, "s1", act(f, "a"), "opening.source")
	refusals(t, p, "s1", act(f, strings.Repeat("a", 64)), "")
	if got := p.c.Bid("bid-a").Opening; got.PriceFen != 1234567890 || got.Duration != "60 日" || p.c.OpenedFrom.Platform != "平台" {
		t.Errorf("%+v", got)
	}
	mended := *p.c.Bid("bid-b").Opening
	mended.PriceFen = 91
	refusals(t, p, "s2", &evaluation.OpeningCorrected{OpeningRecord: mended, Reason: "笔误"}, "")
	if !p.c.OpenedAs(act(f, strings.Repeat("b", 64))) {
		t.Error("the same file says something else")
	}
	for what, change := range map[string]func(*evaluation.OpeningFile){
		"a price":    func(f *evaluation.OpeningFile) { f.Bids[1].Price = "0.91" }, // as it was corrected
		"a platform": func(f *evaluation.OpeningFile) { f.Platform = "别的平台" },
		"a reason": func(f *evaluation.OpeningFile) {
			f.Bids[3].Undecrypted = &evaluation.OpeningFailure{Fault: "bidder", Reason: "平台故障"}
		},
	} {
		other := *f
		other.Bids = slices.Clone(f.Bids)
		change(&other)
		if p.c.OpenedAs(act(&other, strings.Repeat("a", 64))) {
			t.Errorf("%s changes nothing", what)
		}
	}
	if by, _ := received(t, 4); by.c.OpenedAs(act(f, "a")) {
		t.Error("opened before it was")
	}
}

// Whatever is sent is refused with reasons, or says what it says again.
func FuzzOpeningFile(f *testing.F) {
	f.Add([]byte(`{"format":"bidroom/opening","v":"1","bids":[{"credit_code":"CODE-a","price":"1.5"}]}`))
	f.Add([]byte(`{"format":"bidroom/opening","v":"1","opened_at":"2026-11-30T09:30:00+08:00","bids":[{"credit_code":"CODE-b","undecrypted":{"fault":"other","reason":"x"}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := evaluation.ReadOpeningFile(text)
		if err != nil {
			return
		}
		p := coded(t, 3)
		found, err := file.Find(&p.c, asWritten)
		if err != nil {
			t.Fatal(err)
		}
		act, err := file.Opened(found, strings.Repeat("a", 64))
		if (err == nil) != (len(faults(found)) == 0) {
			t.Fatalf("%v with %v", err, faults(found))
		}
		if err != nil {
			return
		}
		body, err := json.Marshal(act)
		if err != nil {
			t.Fatal(err)
		}
		again, err := evaluation.Decode(act.Kind(), body)
		if err != nil {
			t.Fatal(err)
		}
		if code(t, p.try("s1", again)) == "" && !p.c.OpenedAs(act) {
			t.Errorf("%s was recorded as something else", text)
		}
	})
}

package api

import (
	"errors"
	"strings"
	"testing"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
	"bidroom/server/document/register"
)

// prepared is a case as far as a file of its opening needs it.
func prepared(t testing.TB) *evaluation.Case {
	t.Helper()
	method, err := scoring.Builtin("cn-works-baseline")
	if err != nil {
		t.Fatal(err)
	}
	return &evaluation.Case{Lot: evaluation.Lot{TimeZone: "Asia/Shanghai"}, Method: evaluation.MethodSet{Source: string(method.Source())}}
}

func TestOpeningTimes(t *testing.T) {
	for said, want := range map[string]string{
		"2026-11-30T09:30:00+08:00": "2026-11-30T01:30:00Z",
		"2026-11-30T01:30:00Z":      "2026-11-30T01:30:00Z",
		"2026-11-30 09:30":          "",
		"1999-12-31T23:59:59Z":      "",
		"2000-01-01T00:00:00Z":      "2000-01-01T00:00:00Z",
	} {
		f, _, err := readOpening(prepared(t), "a.json", []byte(`{"format":"bidroom/opening","v":"1","bids":[],"opened_at":"`+said+`"}`), "en")
		if err != nil {
			t.Fatal(err)
		}
		if got := time.UnixMilli(f.OpenedMs).UTC().Format(time.RFC3339); want == "" && len(f.Faults) != 1 || want != "" && (got != want || len(f.Faults) > 0) {
			t.Errorf("%s is %s %v", said, got, f.Faults)
		}
	}
	// Rows that state another time than the first that states one are refused.
	f, _, err := readOpening(prepared(t), "a.csv", []byte("Credit code,Opened at\n91510000MA6200000N,\n91510000MA6200000N,2026-11-30 9:30\n91510000MA6200000N,2026-11-30 9:30:00\n91510000MA6200000N,2026-11-30 9:31\n"), "en")
	if err != nil || time.UnixMilli(f.OpenedMs).UTC().Format(time.RFC3339) != "2026-11-30T01:30:00Z" || len(f.Bids) != 4 {
		t.Fatalf("%+v %v", f, err)
	}
	for i, line := range f.Bids {
		if (len(line.Faults) > 0) != (i == 3) {
			t.Errorf("row %d: %v", line.Row, line.Faults)
		}
	}
}

// A table of more rows than are taken is refused for that, and the rest is not
// read; money of the method is in fen.
func TestOpeningTableBounds(t *testing.T) {
	row := "91510000MA6200000N,1\n"
	f, _, err := readOpening(prepared(t), "a.csv", []byte("Credit code,Bid price (yuan)\n"+strings.Repeat(row, 2*evaluation.MaxOpeningLines)), "en")
	if err != nil || len(f.Bids) != evaluation.MaxOpeningLines+1 {
		t.Errorf("%d rows, %v", len(f.Bids), err)
	}
	sheet := register.Opening(register.Column{Key: register.OpeningValue + "fee_fen", Kind: register.Money, Heads: map[string]string{"en": "Fee"}})
	for said, want := range map[string]string{"12.5": "1250", "0.05": "5", "0": "0"} {
		f, err := readOpeningTable(sheet, time.UTC, "a.csv", []byte("Credit code,Fee\n91510000MA6200000N,"+said+"\n"), "en")
		if err != nil || f.Bids[0].Values["fee_fen"] != want {
			t.Errorf("%s yuan are %v fen, %v", said, f.Bids[0].Values, err)
		}
	}
}

// FuzzOpeningUpload reads whatever is sent as the record of an opening, by its
// name: JSON or a table. It is read or refused.
func FuzzOpeningUpload(f *testing.F) {
	f.Add([]byte(`{"format":"bidroom/opening","v":"1","opened_at":"x","bids":[{"credit_code":"A","price":"1"}]}`), false)
	f.Add([]byte("统一社会信用代码,投标报价（元）,未解密的责任方,开标时间\n91510000MA6200000N,\"1,234.5\",投标人原因,2026-11-30 9:30\n"), true)
	c := prepared(f)
	f.Fuzz(func(t *testing.T, text []byte, table bool) {
		name := "a.json"
		if table {
			name = "a.csv"
		}
		file, hash, err := readOpening(c, name, text, "zh-CN")
		var refusal *rule.Refusal
		if err != nil && !errors.As(err, &refusal) {
			t.Fatalf("a fault: %v", err)
		}
		if err == nil && (file == nil || len(hash) != 64) {
			t.Errorf("read %+v", file)
		}
	})
}

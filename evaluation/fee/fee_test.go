package fee_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation/fee"
	"bidroom/evaluation/rule"
)

const (
	shandong  = "cn-shandong-gp-2017"
	guangdong = "cn-guangdong-gp-2020"
	shanxi    = "cn-shanxi-gp-2021"
)

func load(t *testing.T, id string) *fee.Table {
	t.Helper()
	table, err := fee.Load(id)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func day(hours, minutes int) fee.Work {
	return fee.Work{Outcome: fee.Evaluated, Minutes: 60*hours + minutes, Days: 1}
}

func part(w fee.Work, as string) fee.Work { w.Part = as; return w }

func ended(w fee.Work, o fee.Outcome) fee.Work { w.Outcome = o; return w }

func holiday(w fee.Work) fee.Work { w.Holiday = true; return w }

// The sums were worked by hand from the published texts: yuan, or the reason
// why the table gives none.
func TestOf(t *testing.T) {
	for _, tt := range []struct {
		table string
		work  fee.Work
		yuan  int64
		open  string
	}{
		// The three published worked examples.
		{shandong, day(4, 20), 550, ""}, {guangdong, day(4, 20), 600, ""},
		{shandong, day(4, 40), 600, ""}, {guangdong, day(4, 40), 700, ""},
		{guangdong, day(9, 10), 1150, ""},

		{shandong, day(0, 0), 400, ""}, {shandong, day(2, 59), 400, ""}, {shandong, day(3, 0), 400, ""}, {shandong, day(3, 1), 450, ""},
		{shandong, day(3, 29), 450, ""}, {shandong, day(3, 30), 0, "fee.open.part"}, {shandong, day(3, 31), 500, ""}, {shandong, day(3, 59), 500, ""}, {shandong, day(4, 0), 500, ""},
		{shandong, part(day(3, 30), fee.Half), 450, ""}, {shandong, part(day(3, 30), fee.Whole), 500, ""}, {shandong, part(day(3, 30), fee.None), 0, "fee.part_stated"},
		{shandong, day(8, 59), 1000, ""}, {shandong, day(9, 0), 1000, ""}, {shandong, day(9, 1), 1000, ""}, {shandong, day(8, 29), 950, ""},
		{shandong, day(10, 0), 1000, ""}, {shandong, day(10, 1), 0, "fee.open.long"},
		{shandong, fee.Work{Outcome: fee.Evaluated, Minutes: 200, Days: 2}, 0, "fee.open.days"},
		{shandong, ended(day(4, 20), fee.Stopped), 550, ""}, {shandong, ended(day(4, 20), fee.NotStarted), 200, ""}, {shandong, ended(day(0, 5), fee.Recused), 200, ""},
		{shandong, ended(day(1, 0), fee.Left), 0, "fee.open.left"}, {shandong, holiday(day(4, 20)), 0, "fee.open.holiday"},

		{guangdong, day(1, 59), 400, ""}, {guangdong, day(2, 0), 400, ""}, {guangdong, day(2, 1), 400, ""}, {guangdong, day(2, 30), 400, ""}, {guangdong, day(2, 31), 500, ""}, {guangdong, day(3, 0), 500, ""},
		{guangdong, day(7, 31), 1000, ""}, {guangdong, day(8, 0), 1000, ""}, {guangdong, day(8, 30), 1000, ""}, {guangdong, day(8, 31), 1150, ""}, {guangdong, day(24, 0), 3400, ""},
		{guangdong, ended(day(1, 0), fee.Stopped), 0, "fee.open.stopped"}, {guangdong, ended(day(1, 0), fee.NotStarted), 200, ""}, {guangdong, ended(day(0, 1), fee.Recused), 200, ""},

		{shanxi, day(1, 59), 300, ""}, {shanxi, day(2, 0), 300, ""}, {shanxi, day(2, 1), 0, "fee.open.part"},
		{shanxi, part(day(2, 1), fee.None), 300, ""}, {shanxi, part(day(2, 59), fee.Whole), 400, ""}, {shanxi, part(day(2, 1), fee.Half), 0, "fee.part_stated"},
		{shanxi, day(6, 0), 700, ""}, {shanxi, day(7, 0), 800, ""}, {shanxi, day(8, 0), 800, ""}, {shanxi, part(day(7, 30), fee.Whole), 800, ""},
		{shanxi, day(9, 0), 900, ""}, {shanxi, day(10, 0), 1000, ""}, {shanxi, day(11, 0), 1000, ""},
		{shanxi, holiday(day(2, 0)), 600, ""}, {shanxi, holiday(day(11, 0)), 2000, ""},
		{shanxi, ended(day(2, 0), fee.Stopped), 300, ""}, {shanxi, ended(day(2, 1), fee.Stopped), 400, ""}, {shanxi, holiday(ended(day(2, 1), fee.Stopped)), 800, ""},
		{shanxi, ended(day(1, 0), fee.NotStarted), 100, ""}, {shanxi, holiday(ended(day(1, 0), fee.NotStarted)), 0, "fee.open.holiday"}, {shanxi, ended(day(0, 1), fee.Recused), 0, "fee.open.recused"},

		{shandong, fee.Work{Outcome: fee.Evaluated, Minutes: -1, Days: 1}, 0, "fee.time"}, {shandong, fee.Work{Outcome: fee.Evaluated}, 0, "fee.time"},
	} {
		got, err := load(t, tt.table).Of(tt.work)
		var refusal *rule.Refusal
		switch {
		case errors.As(err, &refusal):
			if len(refusal.Reasons) != 1 || refusal.Reasons[0].Code != tt.open {
				t.Errorf("%s %+v: %v, want %q", tt.table, tt.work, err, tt.open)
			}
		case err != nil || tt.open != "" || got.Fen != 100*tt.yuan || got.Lines[len(got.Lines)-1].Fen != got.Fen:
			t.Errorf("%s %+v: %+v %v, want %d yuan", tt.table, tt.work, got, err, tt.yuan)
		}
	}
}

// A fee can be followed line by line.
func TestLines(t *testing.T) {
	codes := func(table string, w fee.Work) (list []string) {
		f, err := load(t, table).Of(w)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range f.Lines {
			list = append(list, line.Code)
		}
		return list
	}
	for _, tt := range []struct {
		table string
		work  fee.Work
		want  string
	}{
		{shandong, day(4, 20), "base hours part.half"}, {guangdong, day(9, 10), "base hours hours part.none"},
		{shanxi, holiday(part(day(10, 20), fee.Whole)), "base hours step_cap hours part_agreed.whole day_cap holiday"},
	} {
		if got := strings.Join(codes(tt.table, tt.work), " "); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.table, got, tt.want)
		}
	}
}

// A sum is agreed only where the table leaves one open, but for nobody who
// broke the rules.
func TestAgreed(t *testing.T) {
	sum := func(fen int64) *int64 { return &fen }
	long := day(10, 1)
	for _, tt := range []struct {
		work   fee.Work
		agreed int64
		want   string
	}{
		{long, 1200_00, ""}, {long, 1, ""}, {long, 0, ""}, {day(4, 0), 0, ""}, {day(4, 0), 1, "fee.agreed_stated"},
		{long, -1, "fee.agreed_range"}, {long, 100_000_00, ""}, {long, 100_000_01, "fee.agreed_range"},
	} {
		tt.work.AgreedFen = sum(tt.agreed)
		got, err := load(t, shandong).Of(tt.work)
		if tt.want == "" && (err != nil || got.Fen != tt.agreed || len(got.Lines) != 1) || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%+v agreed %d: %+v %v", tt.work, tt.agreed, got, err)
		}
	}
}

func TestTables(t *testing.T) {
	if ids := fee.IDs(); !slices.Equal(ids, []string{guangdong, shandong, shanxi}) {
		t.Errorf("%v", ids)
	}
	text := load(t, guangdong).Text()
	if again, err := fee.Read(text); err != nil || again.Hash() != load(t, guangdong).Hash() || !again.BuiltIn() {
		t.Errorf("read again: %v", err)
	}
	if other, err := fee.Read(strings.Replace(text, "15000", "16000", 1)); err != nil || other.BuiltIn() {
		t.Errorf("another sum: %v", err)
	}
	for what, change := range map[string][2]string{
		"no id": {`"cn-guangdong-gp-2020"`, `""`}, "no source": {`"粤财采购〔2020〕17号"`, `""`}, "a name that is unknown": {`"id"`, `"idd"`}, "a sum below nothing": {`"base_fen": 40000`, `"base_fen": -40000`},
		"half a fen": {"15000", "15001"}, "steps out of order": {`"to_hours": 8`, `"to_hours": 2`}, "a last step with an end": {`"to_hours": 0`, `"to_hours": 9`},
		"parts that overlap": {`"from": 31`, `"from": 30`}, "a part of more than an hour": {`"to": 59`, `"to": 60`}, "a part that counts as nothing known": {`"none"`, `"most"`},
		"a way of stopping": {`"stopped": ""`, `"stopped": "never"`}, "hours without end": {`"base_hours": 2`, `"base_hours": 25`}, "no base": {`"base_hours": 2`, `"base_hours": 0`},
		"a fraction": {"15000", "150.5"}, "a choice misspelt": {`"part_choices": []`, `"part_choices": ["all"]`}, "a factor too many": {`"holiday_times": 0`, `"holiday_times": 11`}, "a sum too large": {`"base_fen": 40000`, `"base_fen": 10000001`},
	} {
		changed := strings.Replace(text, change[0], change[1], 1)
		if _, err := fee.Read(changed); err == nil || changed == text {
			t.Errorf("%s is read", what)
		}
	}
	for _, id := range []string{"", "none", "../fee", "a/b", guangdong + ".json"} {
		if _, err := fee.Load(id); err == nil {
			t.Errorf("%q is loaded", id)
		}
	}
}

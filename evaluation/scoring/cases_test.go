package scoring_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"bidroom/evaluation/scoring"
)

// A caseFile is a worked case in testdata/cases: figures that were published,
// or worked by hand with the working beside them.
type caseFile struct {
	Source string    `json:"source"`
	Method string    `json:"method"`
	Runs   []caseRun `json:"runs"`
}

type caseRun struct {
	Name    string        `json:"name"`
	Working []string      `json:"working"`
	Input   scoring.Input `json:"input"`
	Expect  struct {
		Ranking    [][]any                      `json:"ranking"` // bid, rank, total, and true if tied
		Candidates []string                     `json:"candidates"`
		Undecided  []string                     `json:"undecided"`
		Unranked   map[string]string            `json:"unranked"`
		Results    map[string]map[string]string `json:"results"`   // by bid ("" for the set) and name
		Exact      map[string]map[string]string `json:"exact"`     // the same before rounding
		SetAside   map[string][]string          `json:"set_aside"` // by name of a formula of the set
	} `json:"expect"`
}

func readCase(t *testing.T, path string) caseFile {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var c caseFile
	d := json.NewDecoder(strings.NewReader(string(src)))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return c
}

func TestCases(t *testing.T) {
	paths, err := filepath.Glob("testdata/cases/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range paths {
		c := readCase(t, path)
		m, err := scoring.Builtin(c.Method)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for _, run := range c.Runs {
			t.Run(strings.TrimSuffix(filepath.Base(path), ".json")+"/"+run.Name, func(t *testing.T) { checkRun(t, m, run) })
		}
	}
}

func checkRun(t *testing.T, m *scoring.Method, run caseRun) {
	result, err := m.Score(run.Input)
	if err != nil {
		t.Fatal(explain(err))
	}
	if faults := m.Audit(statedOf(run.Input, result)); len(faults) > 0 {
		t.Errorf("the audit finds %+v", faults)
	}
	want := run.Expect
	if want.Ranking == nil && want.Results == nil {
		t.Fatal("the case expects nothing")
	}
	unranked := map[string]string{}
	var ranking [][]any
	for _, bid := range result.Bids {
		if bid.Rank == 0 {
			unranked[bid.Bid] = bid.Unranked
			continue
		}
		row := []any{bid.Bid, jsonRank(t, bid), bid.Total}
		if bid.Tied {
			row = append(row, true)
		}
		ranking = append(ranking, row)
	}
	if want.Ranking != nil && !reflect.DeepEqual(ranking, want.Ranking) {
		t.Errorf("ranking %v, want %v", ranking, want.Ranking)
	}
	if want.Candidates != nil && !reflect.DeepEqual(result.Candidates, want.Candidates) {
		t.Errorf("candidates %v, want %v", result.Candidates, want.Candidates)
	}
	if !reflect.DeepEqual(result.Undecided, want.Undecided) {
		t.Errorf("undecided %v, want %v", result.Undecided, want.Undecided)
	}
	if len(unranked)+len(want.Unranked) > 0 && !reflect.DeepEqual(unranked, want.Unranked) {
		t.Errorf("unranked %v, want %v", unranked, want.Unranked)
	}
	checkLines(t, result.Derivation, want.Results, func(l *scoring.Line) string { return l.Result })
	checkLines(t, result.Derivation, want.Exact, func(l *scoring.Line) string { return l.Exact })
	for name, aside := range want.SetAside {
		line := result.Derivation.Line("", name)
		if line == nil || len(line.Workings) == 0 || !reflect.DeepEqual(line.Workings[0].SetAside, aside) {
			t.Errorf("%s: %+v, want set aside %v", name, line, aside)
		}
	}
}

// jsonRank reads the rank as JSON gives it: a string.
func jsonRank(t *testing.T, bid scoring.BidResult) any {
	t.Helper()
	src, err := json.Marshal(bid)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(src, &fields); err != nil {
		t.Fatal(err)
	}
	return fields["rank"]
}

func checkLines(t *testing.T, d scoring.Derivation, want map[string]map[string]string, of func(*scoring.Line) string) {
	t.Helper()
	for bid, names := range want {
		for name, value := range names {
			if line := d.Line(bid, name); line == nil || of(line) != value {
				t.Errorf("%q %s: %+v, want %s", bid, name, line, value)
			}
		}
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bidroom/evaluation/scoring"
)

// The command runs a built-in method by its id and a file by its name, and
// says of what it refuses where and why, in the language that is asked for.
func TestScore(t *testing.T) {
	method, err := scoring.Builtin("lowest-price-ratio-200")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	keep := func(name string, text []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var worked struct {
		Runs []struct{ Input json.RawMessage }
	}
	text, err := os.ReadFile("../../evaluation/scoring/testdata/cases/02-negometrix-low-bid-200-points.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &worked); err != nil {
		t.Fatal(err)
	}
	input := keep("input.json", worked.Runs[0].Input)
	whole, broken := keep("whole.json", method.Source()), keep("broken.json", bytes.Replace(method.Source(), []byte(`"criteria"`), []byte(`"criterai"`), 1))
	score := func(code int, args ...string) string {
		t.Helper()
		var out, faults bytes.Buffer
		if got := run(append([]string{"score"}, args...), &out, &faults); got != code {
			t.Errorf("%v ended with %d: %s", args, got, &faults)
		}
		return out.String() + faults.String()
	}
	if own, builtIn := score(0, whole, input), score(0, "lowest-price-ratio-200", input); own != builtIn || !strings.Contains(own, `"derivation"`) {
		t.Errorf("the file gives %s\nthe id %s", own, builtIn)
	}
	if said := score(1, broken, input, "--lang", "en"); !strings.Contains(said, "of the file: there is no field “criterai”") || strings.Contains(said, "scoring.") {
		t.Errorf("a broken file: %s", said)
	}
	if said := score(1, "--lang", "zh-CN", broken, input); !strings.Contains(said, "文件第") {
		t.Errorf("a broken file, in Chinese: %s", said)
	}
	score(1, whole, "missing.json")
	// The figures are the published ones: 40 + 30 + 20 and 70 × 8000 / 10000 of 200.
	for lang, want := range map[string][]string{
		"en": {"Rank  Bid  Total (points)  Price score (points)  Share of all points (%)\n1     A    146             56                    73\n2     B    144             70                    72\n\nRecommended: A, B\n",
			"\nNumbers that all bids share\n", "\nA\n  bid price: 10,000.00 yuan\n  Experience: 40 points\n",
			"  Price score: 56 points\n      = points(Price) × Lowest price ÷ bid price\n      = 70 × 8000 ÷ 10000\n"},
		"zh-CN": {"名次", "推荐: ", "全体投标人共用的数字"},
	} {
		said := score(0, "--table", whole, input, "--lang", lang)
		for _, text := range want {
			if !strings.Contains(said, text) {
				t.Errorf("the table in %s has no %q:\n%s", lang, text, said)
			}
		}
		for _, line := range strings.Split(said, "\n") {
			if strings.Contains(line, "scoring.") || strings.Contains(line, "result.") || strings.Contains(line, "report.") {
				t.Errorf("a key in %q", line)
			}
		}
	}
	score(2, whole)
}

package scoring_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"bidroom/evaluation/scoring"
	"bidroom/evaluation/scoring/formula"
)

// docPart takes the code block after a marker out of docs/methods.md.
func docPart(t *testing.T, marker string) string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("..", "..", "docs", "methods.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, ok := strings.Cut(string(src), "<!-- "+marker+" -->\n```json\n")
	part, _, closed := strings.Cut(after, "```")
	if !ok || !closed {
		t.Fatalf("docs/methods.md has no part %q", marker)
	}
	return part
}

// The example of the documentation gives what stands below it there.
func TestDocumentedExample(t *testing.T) {
	m := load(t, docPart(t, "example"))
	var in scoring.Input
	if err := json.Unmarshal([]byte(docPart(t, "input")), &in); err != nil {
		t.Fatal(err)
	}
	result, err := m.Score(in)
	if err != nil {
		t.Fatal(explain(err))
	}
	a, b, c := result.Bids[1], result.Bids[0], result.Bids[2]
	if a.Bid != "A" || a.Total != "82.34" || b.Bid != "B" || b.Total != "91.69" || b.Rank != 1 || c.Unranked != "not_passed" {
		t.Errorf("%+v", result.Bids)
	}
	for _, line := range result.Derivation.Follow("A") {
		if line.Bid != "" && line.Bid != "A" {
			t.Errorf("following A leads to %+v", line)
		}
	}
	if line := result.Derivation.Follow("A").Line("A", "deviation"); line == nil || line.Result != "-4.91" || line.Values != "round((920000 - 967500) ÷ 967500 × 100, 2)" {
		t.Errorf("%+v", line)
	}

	// The part on tables fits into it, and so do the formulas that use it.
	src := strings.Replace(docPart(t, "example"), `"formulas"`, strings.TrimSpace(docPart(t, "part"))+`, "formulas"`, 1)
	load(t, strings.Replace(src, "max(0, points(price) - if(deviation > 0, 2, 1) * abs(deviation))", "table(by_deviation, deviation)", 1))
}

// The formulas that the documentation gives for tender documents' phrases are of
// the language.
func TestDocumentedFormulas(t *testing.T) {
	src, err := os.ReadFile(filepath.Join("..", "..", "docs", "methods.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(src), "as tender documents have them:\n")
	table, _, _ = strings.Cut(table, "\nThe last two")
	found := regexp.MustCompile("(?m)\\| `([^`]+)` \\|$").FindAllStringSubmatch(table, -1)
	if len(found) != strings.Count(table, "\n| ")-1 {
		t.Errorf("%d formulas in\n%s", len(found), table)
	}
	for _, one := range found {
		if _, err := formula.Parse(one[1]); err != nil {
			t.Errorf("%s: %v", one[1], err)
		}
	}
}

// Every built-in method stands in the documentation's list.
func TestDocumentedMethods(t *testing.T) {
	src, err := os.ReadFile(filepath.Join("..", "..", "docs", "methods.md"))
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| `[a-z0-9-]+`.*").FindAllString(string(src), -1) {
		first, _, _ := strings.Cut(strings.TrimPrefix(row, "|"), "|")
		for _, id := range regexp.MustCompile("`([a-z0-9-]+-[a-z0-9-]+)`").FindAllStringSubmatch(first, -1) {
			listed[id[1]] = true
		}
	}
	for _, id := range scoring.BuiltinIDs() {
		if !listed[id] {
			t.Errorf("docs/methods.md does not list %s", id)
		}
		delete(listed, id)
	}
	for id := range listed {
		t.Errorf("docs/methods.md lists %s, which is not built in", id)
	}
}

package document

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// onPaper checks a printed file as a reader with a phone sees it: at 200 dots
// per inch and in shades of grey the code of every page says content, and
// every page states its number out of all.
func onPaper(t *testing.T, file, content string) {
	t.Helper()
	dir := t.TempDir()
	run(t, "pdftoppm", "-r", "200", "-gray", file, filepath.Join(dir, "page"))
	pictures, err := filepath.Glob(filepath.Join(dir, "page*.pgm"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(pictures)
	for i, line := range strings.Split(strings.TrimSpace(run(t, "node", append([]string{"testdata/codes.cjs"}, pictures...)...)), "\n") {
		var read *string
		if err := json.Unmarshal([]byte(line), &read); err != nil || read == nil || *read != content {
			t.Errorf("the code of page %d says %s", i+1, line)
		}
	}
	for i := range pictures {
		no := strconv.Itoa(i + 1)
		want := flat("第 " + no + " 页 共 " + strconv.Itoa(len(pictures)) + " 页")
		if text := flat(run(t, "pdftotext", "-f", no, "-l", no, file, "-")); strings.Count(text, want) != 1 {
			t.Errorf("page %s does not say %s", no, want)
		}
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Error(err)
	}
}

func TestCodesOnPaper(t *testing.T) {
	onPaper(t, renderReport(t, sampleReport(6, 5, 10), "zh-CN"), sampleCheckpoint)
}

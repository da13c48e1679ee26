package catalogue

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryFieldOfTheLogHasAName holds the names that pages give to members of
// entries against the tables of docs/process-log.md, section 11, both ways.
func TestEveryFieldOfTheLogHasAName(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "process-log.md"))
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile("(?m)^\\| `[a-z]+\\.[a-z_]+` \\| `([^`]+)` \\|")
	object := regexp.MustCompile(`[a-z_]+(?:\[\])?\{[^{}]*\}\??`)
	list := regexp.MustCompile(`[a-z_]+\[\]\??`)
	members := map[string]bool{}
	for _, m := range row.FindAllStringSubmatch(string(text), -1) {
		// Of objects pages show this one only.
		plain := strings.ReplaceAll(m[1], "params{…}", "params")
		for object.MatchString(plain) { // from within
			plain = object.ReplaceAllString(plain, "")
		}
		plain = strings.ReplaceAll(plain, "changed[]", "changed") // the one list that pages show
		plain = list.ReplaceAllString(plain, "")
		if strings.ContainsAny(plain, "{}[]") {
			t.Fatalf("cannot read %q: left is %q", m[1], plain)
		}
		for name := range strings.SplitSeq(plain, ",") {
			if name = strings.Trim(name, " ?"); name != "" {
				members[name] = true
			}
		}
	}
	if len(members) < 50 {
		t.Fatalf("%d members found in the tables", len(members))
	}
	for name := range members {
		if !Has("entry.field." + name) {
			t.Errorf("%s has no name", name)
		}
	}
	for _, key := range Keys(Chinese) {
		if name, is := strings.CutPrefix(key, "entry.field."); is && !members[name] {
			t.Errorf("%s is a member of no entry", name)
		}
	}
}

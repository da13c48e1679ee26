package catalogue

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A source is one file of ours that may name keys.
type source struct {
	path string // from the top of the repository
	text string
}

// sources reads every Go, Vue and TypeScript file that is built in; tests
// would count keys as used that nothing shows.
func sources(t *testing.T) []source {
	t.Helper()
	top := filepath.Join("..", "..")
	var found []source
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if name == "node_modules" || name == "dist" || name == "testdata" || name == "e2e" || (strings.HasPrefix(name, ".") && path != top) {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, ".test.ts") || !slices.Contains([]string{".go", ".ts", ".vue"}, filepath.Ext(name)) {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(top, path)
		found = append(found, source{filepath.ToSlash(rel), string(text)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

var (
	quoted = regexp.MustCompile("['\"`]([A-Za-z0-9_.-]+)['\"`]")
	prefix = regexp.MustCompile("['\"`]([a-z0-9_-]+\\.(?:[A-Za-z0-9_-]+\\.)*)(?:['\"`]|\\$\\{)")

	// Where a source asks for a text, as far as the key is a literal.
	asked = regexp.MustCompile(`\bt\(\s*'([A-Za-z0-9_.-]+[A-Za-z0-9_-])'|catalogue\.Text\([^,()]+,\s*"([A-Za-z0-9_.-]+[A-Za-z0-9_-])"`)

	// Where a Go source refuses, as far as the code is a literal.
	refused = regexp.MustCompile(`(?:\brule\.Refuse\(rule\.\w+,\s*(?:"[^"]*"|[\w.]+),|\brule\.NewReason\((?:"[^"]*"|[\w.]+),)\s*"([a-z0-9_.]+)"|\.Add\((?:"[^"]*"|[\w.]+), "([a-z0-9_]+(?:\.[a-z0-9_]+)+)", `)
)

func TestEveryKeyIsUsed(t *testing.T) {
	literals, prefixes := map[string]bool{}, map[string]bool{}
	for _, s := range sources(t) {
		for _, m := range quoted.FindAllStringSubmatch(s.text, -1) {
			literals[m[1]] = true
		}
		for _, m := range prefix.FindAllStringSubmatch(s.text, -1) {
			prefixes[m[1]] = true
		}
	}
	delete(prefixes, "refusal.") // every refusal is put together; its code is what must be used
	for _, key := range Keys(Chinese) {
		if !used(key, literals, prefixes) {
			t.Errorf("%s is used nowhere", key)
		}
	}
}

func used(key string, literals, prefixes map[string]bool) bool {
	if code, isRefusal := strings.CutPrefix(key, "refusal."); literals[key] || isRefusal && literals[code] {
		return true
	}
	for i := range len(key) {
		if key[i] == '.' && prefixes[key[:i+1]] {
			return true
		}
	}
	return false
}

func TestEveryAskedKeyExists(t *testing.T) {
	for _, s := range sources(t) {
		for _, m := range asked.FindAllStringSubmatch(s.text, -1) {
			if key := m[1] + m[2]; strings.Contains(key, ".") && !Has(key) {
				t.Errorf("%s asks for %s, which is not in the catalogue", s.path, key)
			}
		}
		if !strings.HasSuffix(s.path, ".go") {
			continue
		}
		for _, m := range refused.FindAllStringSubmatch(s.text, -1) {
			if key := "refusal." + m[1] + m[2]; !Has(key) {
				t.Errorf("%s refuses with %s, which is not in the catalogue", s.path, key)
			}
		}
	}
}

// A Chinese literal in Go is either the name of a clause, or data: the folder
// demo is a made-up centre, and any other file of data says so, and why, in a
// line "//catalogue:data …".
var (
	clause   = regexp.MustCompile(`第[零〇一二三四五六七八九十百千0-9]+[条款项章]|^(?:[\p{Han}（）《》]+(?:法|条例|办法|规定|规范))$|[0-9]+ 号令?`)
	dataFile = regexp.MustCompile(`(?m)^\s*//\s?catalogue:data \S`)
)

func TestNoChineseLiteralInGo(t *testing.T) {
	for _, s := range sources(t) {
		if !strings.HasSuffix(s.path, ".go") || strings.Contains(s.path, "/demo/") || dataFile.MatchString(s.text) {
			continue
		}
		for line, literal := range chineseLiterals(t, s) {
			t.Errorf("%s:%d: %s belongs into the catalogue", s.path, line, literal)
		}
	}
}

// chineseLiterals returns the literals of a Go file that hold Chinese and are
// no clause, by line.
func chineseLiterals(t *testing.T, s source) map[int]string {
	found := map[int]string{}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, s.path, s.text, 0)
	if err != nil {
		t.Logf("%s does not parse: %v", s.path, err) // the compiler's business
		return found
	}
	ast.Inspect(file, func(n ast.Node) bool {
		literal, ok := n.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING && literal.Kind != token.CHAR {
			return true
		}
		text, err := strconv.Unquote(literal.Value)
		if err == nil && han.MatchString(text) && !clause.MatchString(text) {
			found[files.Position(literal.Pos()).Line] = literal.Value
		}
		return true
	})
	return found
}

// The scanners are themselves tested: one that finds nothing would pass
// everything.
func TestScanners(t *testing.T) {
	literals := chineseLiterals(t, source{"x.go", `package x
const a = "招标投标法 第三十七条第二款"
const b = "系统错误"
const c = "招标投标法实施条例"
var d = '无' // 注释`})
	if got := slices.Sorted(maps.Keys(literals)); !slices.Equal(got, []int{3, 5}) {
		t.Errorf("Chinese literals found in lines %v, want 3 and 5", got)
	}
	for text, want := range map[string]string{
		`:label="t('shell.case')"`:                "shell.case",
		`catalogue.Text(lang, "stage.open", nil)`: "stage.open",
		"t(`stage.${x}`)":                         "",
		`rule.Refuse(rule.Invalid, "某法 第一条", "panel.even", "x")`: "panel.even",
		`c.Add(rule.Clause(x), "a")`:                             "",
		`reasons.Add(CompositionClause, "panel.even", "plan")`:   "panel.even",
		`rule.NewReason("", "login.wrong", "login")`:             "login.wrong",
	} {
		var got string
		for _, m := range append(asked.FindAllStringSubmatch(text, -1), refused.FindAllStringSubmatch(text, -1)...) {
			got += m[1] + m[2]
		}
		if got != want {
			t.Errorf("key found in %s: %q, want %q", text, got, want)
		}
	}
	literal := map[string]bool{"panel.even": true, "a.x": true}
	dynamic := map[string]bool{"stage.": true, "draw.seat.": true}
	for key, want := range map[string]bool{
		"refusal.panel.even": true, "a.x": true, "stage.open": true, "draw.seat.open": true, "draw.pool": false, "refusal.a.y": false, "panel.odd": false,
	} {
		if used(key, literal, dynamic) != want {
			t.Errorf("used(%s) = %v, want %v", key, !want, want)
		}
	}
}

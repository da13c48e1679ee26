package scoring_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring/formula"
)

var codePattern = regexp.MustCompile(`"(scoring\.(?:method|file|expr|undefined|input|bid|mark|tie)\.[a-z_0-9]+)"`)

// readWords reads what the catalogue says of each code, by language.
func readWords(t *testing.T) map[string]map[string]string {
	t.Helper()
	words := map[string]map[string]string{}
	for _, language := range []string{"zh-CN", "en"} {
		src, err := os.ReadFile(filepath.Join("..", "..", "kiosk", "catalogue", language, "refusal_scoring.json"))
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]string
		if err := json.Unmarshal(src, &texts); err != nil {
			t.Fatal(err)
		}
		words[language] = texts
	}
	return words
}

var placeholder = regexp.MustCompile(`\{([a-z_]+)\}`)

// checkArgs asks for an argument for every placeholder in a reason's words.
func checkArgs(t *testing.T, reason rule.Reason) {
	t.Helper()
	for language, texts := range readWords(t) {
		for _, name := range placeholder.FindAllStringSubmatch(texts[reason.Code], -1) {
			if _, ok := reason.Args[name[1]]; !ok {
				t.Errorf("%s: the words of %s ask for %s; the reason has %v", language, reason.Code, name[1], reason.Args)
			}
		}
	}
}

// Every word of the language has words for people in both languages, and the
// pages know the same words.
func TestWordsOfTheLanguage(t *testing.T) {
	for _, language := range []string{"zh-CN", "en"} {
		src, err := os.ReadFile(filepath.Join("..", "..", "kiosk", "catalogue", language, "result.json"))
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]string
		if err := json.Unmarshal(src, &texts); err != nil {
			t.Fatal(err)
		}
		for _, word := range formula.Words() {
			if texts["fn."+word] == "" {
				t.Errorf("%s: nothing for %s", language, word)
			}
		}
	}
	src, err := os.ReadFile(filepath.Join("..", "..", "kiosk", "src", "shared", "derivation.ts"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "(" + strings.Join(formula.Words(), "|") + ")"; !strings.Contains(string(src), want) {
		t.Errorf("derivation.ts does not know %s", want)
	}
}

// Every code that a refusal can carry has words in both languages, and no
// words are left over.
func TestWords(t *testing.T) {
	words := readWords(t)
	codes := map[string]bool{}
	for _, pattern := range []string{"*.go", "formula/*.go"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			src, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range codePattern.FindAllSubmatch(src, -1) {
				codes[string(found[1])] = true
			}
		}
	}
	if len(codes) < 50 {
		t.Fatalf("only %d codes found", len(codes))
	}
	for language, texts := range words {
		for code := range codes {
			if texts[code] == "" {
				t.Errorf("%s: no words for %s", language, code)
			}
		}
		for code := range texts {
			if !codes[code] {
				t.Errorf("%s: words for %s, which no refusal carries", language, code)
			}
		}
	}
}

package rule_test

import (
	"testing"

	"bidroom/evaluation/rule"
)

// RFC 8259, section 4: of a name that stands twice each reader makes what it will.
func TestStrict(t *testing.T) {
	type line struct {
		Price  string            `json:"price"`
		Values map[string]string `json:"values"`
		Lines  []line            `json:"lines"`
	}
	for text, right := range map[string]bool{
		`{"price":"1","values":{"a":"1","b":"2"},"lines":[{"price":"1"},{"price":"2"}]}`: true,
		` {} `:                                  true,
		`{"price":"1","price":"2"}`:             false,
		`{"price":"1","PRICE":"2"}`:             false,
		`{"lines":[],"lineſ":[]}`:               false,
		`{"values":{"a":"1","A":"2"}}`:          false,
		`{"lines":[{"price":"1","price":"1"}]}`: false,
		`{"more":1}`:                            false,
		`{"price":1}`:                           false,
		`{} {}`:                                 false,
		`{}x`:                                   false,
		`{"price":"1"`:                          false,
		"{\"price\":\"\xff\"}":                  false,
		``:                                      false,
	} {
		if err := rule.Strict([]byte(text), new(line)); (err == nil) != right {
			t.Errorf("%s: %v", text, err)
		}
	}
}

package scoring_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"bidroom/evaluation/scoring"
)

func validate(t *testing.T, schema *jsonschema.Schema, src []byte) error {
	t.Helper()
	file, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(file)
}

// The schema takes every method that the program takes, and refuses what a file
// can get wrong without formulas being looked at.
func TestSchema(t *testing.T) {
	text, err := jsonschema.UnmarshalJSON(bytes.NewReader(scoring.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("method.schema.json", text); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("method.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range scoring.BuiltinIDs() {
		m, err := scoring.Builtin(id)
		if err != nil {
			t.Fatal(explain(err))
		}
		if err := validate(t, schema, m.Source()); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	for _, src := range []string{small, docPart(t, "example")} {
		if err := validate(t, schema, []byte(src)); err != nil {
			t.Error(err)
		}
	}
	seen := []string{"missing", "unknown", "type", "choice", "decimal", "whole", "language", "method_id", "rows", "row", "empty"}
	conditional := []string{"no members", "mode without digits", "frozen not stated", "a bid's formula over a set that is not frozen", "ranked on rounded without digits", "replaced beyond nothing", "beyond without replaced"}
	for _, tt := range faultTests {
		code, _, _ := strings.Cut(strings.TrimPrefix(tt.want[0], "file."), "@")
		if !slices.Contains(seen, code) || slices.Contains(conditional, tt.name) {
			continue
		}
		if err := validate(t, schema, change(t, tt.old, tt.new)); err == nil {
			t.Errorf("%s: the schema lets it pass", tt.name)
		}
	}
}

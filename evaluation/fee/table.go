// Package fee says what an expert is owed for an evaluation (评审劳务费) by the
// table that a province has published, line by line.
//
// A [Table] is data, with its source and the day it took effect. Money is whole
// fen, time whole minutes; nothing is rounded but as the table says. What a
// table does not say is refused with its name, until the sum is agreed: it is
// never guessed.
package fee

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"bidroom/evaluation/rule"
)

//go:embed tables/*.json
var tableFiles embed.FS

// What a part of an hour counts as.
const (
	None  = "none"
	Half  = "half" // of an hour's sum
	Whole = "whole"
)

// How the fee of an evaluation is found that was stopped after it had begun.
const (
	ByTime  = "by_time"  // like that of one which was not
	ByHours = "by_hours" // by StoppedHours
)

// A Table holds what one province pays. Sums are in fen; one of 0 is not stated.
type Table struct {
	ID            string            `json:"id"`
	Names         map[string]string `json:"names"`  // by language
	Regime        string            `json:"regime"` // of a rule profile: tendering or government_procurement
	Region        string            `json:"region"` // GB/T 2260
	Source        rule.Clause       `json:"source"`
	EffectiveFrom string            `json:"effective_from"` // yyyy-mm-dd; empty if the day is not known

	BaseHours int   `json:"base_hours"` // up to which, included, BaseFen is owed
	BaseFen   int64 `json:"base_fen"`
	// Steps are what each further hour earns, in their order; the last has no end.
	Steps []Step `json:"steps"`
	// Parts say what a part of an hour beyond BaseHours counts as, by its minutes.
	Parts       []Part   `json:"parts"`
	PartChoices []string `json:"part_choices"` // what a part that Parts does not state may be agreed to count as

	DayCapFen       int64 `json:"day_cap_fen"`
	AgreedOverHours int   `json:"agreed_over_hours"` // beyond which the sum is agreed; 0 for never
	HolidayTimes    int64 `json:"holiday_times"`     // what an evaluation on a legal holiday is multiplied by; 0 if not stated

	Stopped          string `json:"stopped"` // ByTime, ByHours; empty if not stated
	StoppedHours     int    `json:"stopped_hours"`
	StoppedFen       int64  `json:"stopped_fen"`        // up to StoppedHours, included
	StoppedBeyondFen int64  `json:"stopped_beyond_fen"` // after them

	NotStartedFen int64 `json:"not_started_fen"`
	RecusedFen    int64 `json:"recused_fen"` // recused on arrival

	text string
}

// A Step is what an hour earns, up to ToHours of the whole time; 0 has no end.
type Step struct {
	ToHours int   `json:"to_hours"`
	HourFen int64 `json:"hour_fen"`
	CapFen  int64 `json:"cap_fen"` // of everything up to ToHours; 0 for none
}

// A Part says what minutes of a begun hour, From to To included, count as.
type Part struct {
	From int    `json:"from"`
	To   int    `json:"to"`
	As   string `json:"as"`
}

// Load returns the built-in table with the given id.
func Load(id string) (*Table, error) {
	if id == "" || strings.ContainsAny(id, "/\\.") {
		return nil, fmt.Errorf("fee table %q: not a table's id", id)
	}
	text, err := tableFiles.ReadFile("tables/" + id + ".json")
	if err != nil {
		return nil, fmt.Errorf("fee table %q: %w", id, err)
	}
	return Read(string(text))
}

// IDs lists the built-in tables, sorted.
func IDs() []string {
	files, err := tableFiles.ReadDir("tables")
	if err != nil {
		panic(err) // the files are part of the program
	}
	var ids []string
	for _, f := range files {
		ids = append(ids, strings.TrimSuffix(f.Name(), path.Ext(f.Name())))
	}
	return ids
}

// Read reads a table, and refuses one by which no fee can be found.
func Read(text string) (*Table, error) {
	t := &Table{text: text}
	if err := rule.Strict([]byte(text), t); err != nil {
		return nil, fmt.Errorf("fee table: %w", err)
	}
	if err := t.check(); err != nil {
		return nil, fmt.Errorf("fee table %q: %w", t.ID, err)
	}
	return t, nil
}

// Text returns the table as it was read, and Hash its SHA-256, hex.
func (t *Table) Text() string { return t.text }

// Hash returns the SHA-256 hash of the table's text, in hex.
func (t *Table) Hash() string {
	sum := sha256.Sum256([]byte(t.text))
	return hex.EncodeToString(sum[:])
}

// BuiltIn reports whether the program carries this very table.
func (t *Table) BuiltIn() bool {
	built, err := Load(t.ID)
	return err == nil && built.text == t.text
}

// Bounds of what a table can say, so that no sum leaves an int64.
const (
	mostHours = 24
	mostSum   = 100_000_00
)

func (t *Table) check() error {
	sums := []int64{t.BaseFen, t.DayCapFen, t.StoppedFen, t.StoppedBeyondFen, t.NotStartedFen, t.RecusedFen}
	hours := []int{t.BaseHours, t.AgreedOverHours, t.StoppedHours}
	from := t.BaseHours
	for i, step := range t.Steps {
		sums, hours = append(sums, step.HourFen, step.CapFen), append(hours, step.ToHours)
		last := i == len(t.Steps)-1
		if last != (step.ToHours == 0) || !last && step.ToHours <= from || step.HourFen%2 != 0 {
			return fmt.Errorf("step %d", i+1)
		}
		from = step.ToHours
	}
	minute := 0
	for i, part := range t.Parts {
		if part.From <= minute || part.To < part.From || part.To > 59 || !slices.Contains([]string{None, Half, Whole}, part.As) {
			return fmt.Errorf("part %d", i+1)
		}
		minute = part.To
	}
	switch {
	case t.ID == "" || t.Source == "" || t.Regime == "" || t.Names["zh-CN"] == "":
		return errors.New("id, names, regime and source are needed")
	case t.BaseHours == 0 || t.BaseFen == 0 || len(t.Steps) == 0:
		return errors.New("base_hours, base_fen and steps are needed")
	case slices.ContainsFunc(sums, func(fen int64) bool { return fen < 0 || fen > mostSum }):
		return errors.New("a sum is out of range")
	case slices.ContainsFunc(hours, func(h int) bool { return h < 0 || h > mostHours }):
		return errors.New("hours are out of range")
	case t.HolidayTimes < 0 || t.HolidayTimes > 10:
		return errors.New("holiday_times is out of range")
	case slices.ContainsFunc(t.PartChoices, func(as string) bool { return !slices.Contains([]string{None, Half, Whole}, as) }):
		return errors.New("part_choices")
	case !slices.Contains([]string{"", ByTime, ByHours}, t.Stopped), (t.Stopped == ByHours) != (t.StoppedHours > 0 && t.StoppedFen > 0 && t.StoppedBeyondFen > 0):
		return errors.New("stopped")
	}
	return nil
}

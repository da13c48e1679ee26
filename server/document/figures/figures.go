// Package figures puts the numbers of a result into words: what each is called,
// the formula it came from, the numbers put in, and what was rounded and set
// aside on the way.
package figures

import (
	"regexp"
	"slices"
	"strings"

	"bidroom/evaluation/scoring"
	"bidroom/evaluation/scoring/formula"
	"bidroom/kiosk/catalogue"
)

// A Writer writes figures in one language.
type Writer struct {
	Lang   string
	Called func(id string) string // what a bid or a member is called
}

// A Figure is one number of a derivation in words; what does not apply is empty.
type Figure struct {
	Name     string
	Formula  string
	Values   string   // the formula with numbers put in
	More     []string // what was set aside, on the way, over which bids
	Exact    string   // before rounding, if that is not the result
	Rounding string
	Result   string // with its unit
}

func (w Writer) words(key string, args ...string) string {
	said := map[string]string{}
	for i := 0; i+1 < len(args); i += 2 {
		said[args[i]] = args[i+1]
	}
	return catalogue.Text(w.Lang, key, said)
}

// Figure puts a number of the derivation into words, as the pages do.
func (w Writer) Figure(l scoring.Line) Figure {
	f := Figure{Name: w.Name(l), Values: w.formula(l.Values), Exact: w.exactly(l.Exact, l.Approx),
		Rounding: w.rounding(l.Rounding, l.Digits), Result: w.Amount(l.Result, l.Unit)}
	if l.Exact == l.Result {
		f.Exact = ""
	}
	if l.Kind != scoring.LineInput {
		f.Formula = w.formula(l.Formula[w.Lang])
	}
	for _, working := range l.Workings {
		f.More = append(f.More, w.working(working, len(l.Workings) > 1)...)
	}
	if l.Over != "" {
		f.More = append(f.More, w.labelled("result.over", w.words("scoring.set."+l.Over)))
	}
	if l.Frozen != "" {
		f.More = append(f.More, w.labelled("result.frozen", w.words("scoring.moment."+l.Frozen)))
	}
	return f
}

// Name is what a number is called; the points of a thing are not the thing, nor
// is what is ranked by the formula that gave it.
func (w Writer) Name(l scoring.Line) string {
	name := l.Names[w.Lang]
	switch {
	case name == "":
		name = l.Name
	case strings.HasPrefix(l.Name, "points("):
		name = w.words("result.mostOf", "name", name)
	case l.Kind == scoring.LineRanking:
		name = w.words("report.withUnit", "name", w.words("scoring.line.ranking"), "unit", name)
	}
	return name
}

// working states an intermediate result, and what it left out.
func (w Writer) working(of scoring.Working, several bool) (texts []string) {
	if len(of.SetAside) > 0 {
		names := make([]string, len(of.SetAside))
		for i, id := range of.SetAside {
			names[i] = w.Called(id)
		}
		texts = append(texts, w.labelled("result.aside", strings.Join(names, w.words("report.and"))))
	}
	rounding := w.rounding(of.Rounding, of.Digits)
	if !several && rounding == "" {
		return texts
	}
	result := of.Result
	if rounding == "" {
		result = w.exactly(of.Exact, of.Approx)
	} else {
		rounding = w.words("result.rounded", "exact", w.exactly(of.Exact, of.Approx), "how", rounding)
	}
	comes := w.words("result.comesTo", "values", w.formula(of.Values), "result", result)
	if rounding != "" {
		comes = w.words("report.withUnit", "name", comes, "unit", rounding)
	}
	return append(texts, w.labelled("result.working", comes))
}

func (w Writer) labelled(label, value string) string {
	return w.words("report.labelled", "label", w.words(label), "value", value)
}

func (w Writer) rounding(mode, digits string) string {
	if mode == "" {
		return ""
	}
	return w.words("scoring.rounding."+mode, "digits", digits)
}

func (w Writer) exactly(exact, approx string) string {
	if approx == "" {
		return exact
	}
	return w.words("result.approx", "exact", exact, "approx", approx)
}

var functions = regexp.MustCompile(`\b(` + strings.Join(formula.Words(), "|") + `)\b`)

// formula puts words for the functions of a formula.
func (w Writer) formula(text string) string {
	return functions.ReplaceAllStringFunc(text, func(word string) string { return w.words("result.fn." + word) })
}

// Amount writes a number with its unit.
func (w Writer) Amount(value string, unit scoring.Unit) string {
	switch {
	case value == "yes" || value == "no":
		return w.words("scoring.value." + value)
	case unit == scoring.NoUnit || unit == scoring.UnitRatio:
		return value
	}
	return w.words("result.amount", "amount", Grouped(value, unit), "unit", w.words("scoring.unit."+string(unit)))
}

// WithUnit names a column of numbers.
func (w Writer) WithUnit(name string, unit scoring.Unit) string {
	if unit == scoring.NoUnit || unit == scoring.UnitRatio {
		return name
	}
	return w.words("report.withUnit", "name", name, "unit", w.words("scoring.unit."+string(unit)))
}

// Unranked says why a bid has no rank, "" if it has one.
func (w Writer) Unranked(why string, derivation scoring.Derivation) string {
	why, failed, _ := strings.Cut(why, ":")
	if why == "" {
		return ""
	}
	name := failed
	for _, line := range derivation {
		if line.Name == failed {
			name = w.Name(line)
		}
	}
	return w.words("scoring.unranked."+why, "name", name)
}

var wholeNumber = regexp.MustCompile(`^-?\d+$`)

// Grouped sets commas into an amount of money.
func Grouped(value string, unit scoring.Unit) string {
	whole, fraction, cents := strings.Cut(value, ".")
	if unit != scoring.UnitMoney || !wholeNumber.MatchString(whole) {
		return value
	}
	sign := ""
	if whole[0] == '-' {
		sign, whole = "-", whole[1:]
	}
	var groups []string
	for len(whole) > 3 {
		groups = append(groups, whole[len(whole)-3:])
		whole = whole[:len(whole)-3]
	}
	groups = append(groups, whole)
	slices.Reverse(groups)
	text := sign + strings.Join(groups, ",")
	if cents {
		text += "." + fraction
	}
	return text
}

package api

import (
	"regexp"
	"slices"
	"strings"

	"bidroom/evaluation"
	"bidroom/evaluation/scoring"
	"bidroom/server/document"
)

// scores fills in the sheets, and every number that came of them.
func (r *reportMaker) scores(report *document.Report) {
	for _, criterion := range r.points {
		report.Criteria = append(report.Criteria, document.Criterion{Group: r.group(criterion.Group), Name: criterion.Names[reportLanguage],
			Points: criterion.Max, Objective: criterion.Objective, Standard: criterion.Standard[reportLanguage]})
	}
	for _, seat := range r.c.Meeting.Seats {
		report.Sheets = append(report.Sheets, r.sheet(seat))
	}
	report.Comparison = r.comparison()
	for _, line := range r.result.Derivation {
		report.Derivation = append(report.Derivation, r.line(line))
	}
}

func (r *reportMaker) sheet(seat evaluation.Seat) document.Sheet {
	sheet := document.Sheet{Seat: seat.No, SubmittedAt: ms(seat.Sheet.SubmittedMs), Hash: string(seat.Sheet.Marks)}
	member := evaluation.SeatActor(seat.No)
	marks := map[[2]string]string{}
	for _, mark := range r.c.Marks() {
		if mark.Member == member {
			marks[[2]string{mark.Bid, mark.Criterion}] = mark.Value
		}
	}
	for _, bid := range r.c.Bids {
		var row []string
		total := ""
		if bid.Rejection == nil {
			for _, criterion := range r.points {
				row = append(row, marks[[2]string{bid.ID, criterion.ID}])
			}
		}
		for _, t := range r.result.Sheets {
			if t.Member == member && t.Bid == bid.ID && t.Group == "all" {
				total = t.Total
			}
		}
		sheet.Marks, sheet.Totals = append(sheet.Marks, row), append(sheet.Totals, total)
	}
	return sheet
}

// comparison sets the lines of every ranked bid's derivation side by side.
func (r *reportMaker) comparison() document.Comparison {
	table := document.Comparison{Rows: make([][]string, len(r.c.Bids))}
	for place, bid := range r.result.Bids {
		var row []string
		for _, line := range r.result.Derivation {
			if line.Bid != bid.Bid || line.Kind == scoring.LineThreshold {
				continue
			}
			if place == 0 {
				table.Columns = append(table.Columns, r.withUnit(r.lineName(line), line.Unit))
			}
			row = append(row, grouped(line.Result, line.Unit))
		}
		if len(row) == len(table.Columns) {
			table.Rows[r.index(bid.Bid)] = row
		}
	}
	return table
}

// line puts a number of the derivation into words, as the pages do.
func (r *reportMaker) line(l scoring.Line) document.DerivationLine {
	line := document.DerivationLine{Bid: -1, Name: r.lineName(l), Values: r.formula(l.Values), Exact: r.exactly(l.Exact, l.Approx),
		Rounding: r.rounding(l.Rounding, l.Digits), Result: r.amount(l.Result, l.Unit)}
	if l.Bid != "" {
		line.Bid = r.index(l.Bid)
	}
	if l.Exact == l.Result {
		line.Exact = ""
	}
	if l.Kind != scoring.LineInput {
		line.Formula = r.formula(l.Formula[reportLanguage])
	}
	for _, w := range l.Workings {
		line.More = append(line.More, r.working(w, len(l.Workings) > 1)...)
	}
	if l.Over != "" {
		line.More = append(line.More, r.labelled("result.over", r.words("scoring.set."+l.Over)))
	}
	if l.Frozen != "" {
		line.More = append(line.More, r.labelled("result.frozen", r.words("scoring.moment."+l.Frozen)))
	}
	return line
}

// lineName is what a number is called; the points of a thing are not the
// thing, nor is what is ranked by the formula that gave it.
func (r *reportMaker) lineName(l scoring.Line) string {
	name := l.Names[reportLanguage]
	switch {
	case name == "":
		name = l.Name
	case strings.HasPrefix(l.Name, "points("):
		name = r.words("result.mostOf", "name", name)
	case l.Kind == scoring.LineRanking:
		name = r.words("report.withUnit", "name", r.words("scoring.line.ranking"), "unit", name)
	}
	return name
}

// working states an intermediate result, and what it left out.
func (r *reportMaker) working(w scoring.Working, several bool) (texts []string) {
	if len(w.SetAside) > 0 {
		names := make([]string, len(w.SetAside))
		for i, id := range w.SetAside {
			if seat, isSeat := strings.CutPrefix(id, "seat:"); isSeat {
				names[i] = r.words("report.seatNo", "seat", seat)
			} else {
				names[i] = r.c.BidderOf(id).Name
			}
		}
		texts = append(texts, r.labelled("result.aside", strings.Join(names, r.words("report.and"))))
	}
	rounding := r.rounding(w.Rounding, w.Digits)
	if !several && rounding == "" {
		return texts
	}
	result := w.Result
	if rounding == "" {
		result = r.exactly(w.Exact, w.Approx)
	} else {
		rounding = r.words("result.rounded", "exact", r.exactly(w.Exact, w.Approx), "how", rounding)
	}
	comes := r.words("result.comesTo", "values", r.formula(w.Values), "result", result)
	if rounding != "" {
		comes = r.words("report.withUnit", "name", comes, "unit", rounding)
	}
	return append(texts, r.labelled("result.working", comes))
}

func (r *reportMaker) labelled(label, value string) string {
	return r.words("report.labelled", "label", r.words(label), "value", value)
}

func (r *reportMaker) rounding(mode, digits string) string {
	if mode == "" {
		return ""
	}
	return r.words("scoring.rounding."+mode, "digits", digits)
}

func (r *reportMaker) exactly(exact, approx string) string {
	if approx == "" {
		return exact
	}
	return r.words("result.approx", "exact", exact, "approx", approx)
}

var functions = regexp.MustCompile(`\b(mean|sum|lowest|highest|count|abs|min|max|clamp|if|round|floor|ceil|half_up|half_even|table|marks|points|trim|where|and|or|not)\b`)

// formula puts words for the functions of a formula.
func (r *reportMaker) formula(text string) string {
	return functions.ReplaceAllStringFunc(text, func(word string) string { return r.words("result.fn." + word) })
}

// amount writes a number with its unit.
func (r *reportMaker) amount(value string, unit scoring.Unit) string {
	switch {
	case value == "yes" || value == "no":
		return r.words("scoring.value." + value)
	case unit == scoring.NoUnit || unit == scoring.UnitRatio:
		return value
	}
	return r.words("result.amount", "amount", grouped(value, unit), "unit", r.words("scoring.unit."+string(unit)))
}

// withUnit names a column of numbers.
func (r *reportMaker) withUnit(name string, unit scoring.Unit) string {
	if unit == scoring.NoUnit || unit == scoring.UnitRatio {
		return name
	}
	return r.words("report.withUnit", "name", name, "unit", r.words("scoring.unit."+string(unit)))
}

var wholeNumber = regexp.MustCompile(`^-?\d+$`)

// grouped sets commas into an amount of money.
func grouped(value string, unit scoring.Unit) string {
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

// unranked says why a bid has no rank.
func (r *reportMaker) unranked(why string) string {
	why, failed, _ := strings.Cut(why, ":")
	if why == "" {
		return ""
	}
	name := failed
	for _, line := range r.result.Derivation {
		if line.Name == failed {
			name = r.lineName(line)
		}
	}
	return r.words("scoring.unranked."+why, "name", name)
}

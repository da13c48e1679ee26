package api

import (
	"strings"

	"bidroom/evaluation"
	"bidroom/evaluation/scoring"
	"bidroom/server/document"
	"bidroom/server/document/figures"
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
				table.Columns = append(table.Columns, r.figures.WithUnit(r.figures.Name(line), line.Unit))
			}
			row = append(row, figures.Grouped(line.Result, line.Unit))
		}
		if len(row) == len(table.Columns) {
			table.Rows[r.index(bid.Bid)] = row
		}
	}
	return table
}

// line puts a number of the derivation into words, as the pages do.
func (r *reportMaker) line(l scoring.Line) document.DerivationLine {
	f := r.figures.Figure(l)
	line := document.DerivationLine{Bid: -1, Name: f.Name, Formula: f.Formula, Values: f.Values, More: f.More, Exact: f.Exact, Rounding: f.Rounding, Result: f.Result, Value: l.Result}
	if l.Result == "yes" || l.Result == "no" {
		line.Value = ""
	}
	if l.Bid != "" {
		line.Bid = r.index(l.Bid)
	}
	return line
}

// called names a bid by its bidder and a member by the seat.
func (r *reportMaker) called(id string) string {
	if seat, isSeat := strings.CutPrefix(id, "seat:"); isSeat {
		return r.words("report.seatNo", "seat", seat)
	}
	return r.c.BidderOf(id).Name
}

// unranked says why a bid has no rank.
func (r *reportMaker) unranked(why string) string {
	return r.figures.Unranked(why, r.result.Derivation)
}

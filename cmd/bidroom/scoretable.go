package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"bidroom/evaluation/scoring"
	"bidroom/kiosk/catalogue"
	"bidroom/server/document/figures"
)

// printResult prints the ranking as a table, and below it how every number came
// about.
func printResult(out io.Writer, result *scoring.Result, lang string) {
	say := func(key string) string { return catalogue.Text(lang, key, nil) }
	f := figures.Writer{Lang: lang, Called: func(id string) string { return id }}
	rows := [][]string{{say("result.rank"), say("scoring.bid"), f.WithUnit(say("result.total"), result.Unit)}}
	parts := partsOf(result)
	for _, part := range parts {
		rows[0] = append(rows[0], f.WithUnit(inLanguage(part.Names, lang, part.Name), part.Unit))
	}
	for _, bid := range result.Bids {
		row := []string{strconv.Itoa(bid.Rank), bid.Bid, bid.Total}
		if bid.Tied {
			row[0] += " " + say("result.tied")
		}
		if bid.Rank == 0 {
			row[0], row[2] = "-", f.Unranked(bid.Unranked, result.Derivation)
		}
		for _, part := range parts {
			score := ""
			if i := slices.IndexFunc(bid.Parts, func(own scoring.Part) bool { return own.Name == part.Name }); i >= 0 {
				score = bid.Parts[i].Score
			}
			row = append(row, score)
		}
		rows = append(rows, row)
	}
	aligned(out, rows)
	fmt.Fprintf(out, "\n%s: %s\n", say("result.recommended"), strings.Join(result.Candidates, ", "))
	if len(result.Undecided) > 0 {
		fmt.Fprintf(out, "%s: %s\n", say("scoring.undecided"), strings.Join(result.Undecided, ", "))
	}
	for _, group := range result.ToDraw {
		fmt.Fprintf(out, "%s: %s\n", say("scoring.toDraw"), strings.Join(group, ", "))
	}
	of := "?"
	for _, line := range result.Derivation {
		if line.Bid != of {
			of = line.Bid
			heading := of
			if of == "" {
				heading = say("result.common")
			}
			fmt.Fprintf(out, "\n%s\n", heading)
		}
		printFigure(out, f.Figure(line))
	}
}

// printFigure prints a number on a line, and below it the formula, the formula
// with numbers put in, and the rest.
func printFigure(out io.Writer, f figures.Figure) {
	fmt.Fprintf(out, "  %s: %s\n", f.Name, f.Result)
	if f.Values == "" {
		return // it was given
	}
	for _, text := range []string{f.Formula, f.Values, f.Exact} {
		if text != "" {
			fmt.Fprintf(out, "      = %s\n", text)
		}
	}
	for _, text := range append(f.More, f.Rounding) {
		if text != "" {
			fmt.Fprintf(out, "      %s\n", text)
		}
	}
}

// partsOf returns the parts that the method shows, of a bid that has most of them.
func partsOf(result *scoring.Result) (parts []scoring.Part) {
	for _, bid := range result.Bids {
		if len(bid.Parts) > len(parts) {
			parts = bid.Parts
		}
	}
	return parts
}

// aligned prints rows in columns; what is full width takes two places.
func aligned(out io.Writer, rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, text := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], places(text))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, text := range row {
			line.WriteString(text)
			line.WriteString(strings.Repeat(" ", widths[i]-places(text)+2))
		}
		fmt.Fprintln(out, strings.TrimRight(line.String(), " "))
	}
}

func places(text string) (n int) {
	for _, r := range text {
		n++
		if kind := width.LookupRune(r).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
			n++
		}
	}
	return n
}

package register

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A line is a row of a file before its columns are known: cells by column,
// from 0.
type line struct {
	number int
	cells  []raw
}

// blank reports whether nothing stands in the line.
func (l line) blank() bool {
	for _, c := range l.cells {
		if strings.TrimSpace(c.text) != "" {
			return false
		}
	}
	return true
}

// A lineReader gives the lines of a sheet, in order, io.EOF after the last.
type lineReader interface {
	read() (line, error)
	close()
}

// A worksheetReader reads the rows of a worksheet (ECMA-376-1, 18.3.1).
type worksheetReader struct {
	w       *workbook
	decoder *elements
	done    func()
	number  int
}

func (w *workbook) rows(s worksheet) (*worksheetReader, error) {
	decoder, done, err := w.open(s.part)
	if err != nil {
		return nil, err
	}
	return &worksheetReader{w: w, decoder: decoder, done: done}, nil
}

func (r *worksheetReader) close() { r.done() }

func (r *worksheetReader) read() (line, error) {
	for {
		token, err := r.decoder.next()
		if err == io.EOF {
			return line{}, io.EOF
		}
		if err == nil {
			if start, ok := token.(xml.StartElement); ok && start.Name.Local == "row" {
				var l line
				if l, err = r.row(start); err == nil {
					return l, nil
				}
			}
		}
		if err != nil {
			return line{}, rowError{r.number, err}
		}
	}
}

// row reads one row, whose start was read.
func (r *worksheetReader) row(start xml.StartElement) (line, error) {
	r.number++
	if at := attribute(start, "r"); at != "" {
		n, err := strconv.Atoi(at)
		if err != nil || n < r.number || n > 1<<20 {
			return line{}, errors.New("rows are out of order")
		}
		r.number = n
	}
	l := line{number: r.number}
	for {
		token, err := r.decoder.next()
		if err != nil {
			return l, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			column, err := columnOf(attribute(t, "r"), len(l.cells))
			if err != nil {
				return l, err
			}
			cell, err := r.cell(t)
			if err != nil {
				return l, err
			}
			if column >= maxColumns {
				if cell.text != "" {
					return l, errTooLarge
				}
				continue
			}
			for len(l.cells) <= column {
				l.cells = append(l.cells, raw{})
			}
			l.cells[column] = cell
		case xml.EndElement:
			if t.Name.Local == "row" {
				return l, nil
			}
		}
	}
}

// columnOf returns the column of a reference such as AB12, from 0; without
// one it is the next.
func columnOf(reference string, next int) (int, error) {
	if reference == "" {
		return next, nil
	}
	n := 0
	for _, c := range strings.TrimRight(reference, "0123456789") {
		if c < 'A' || c > 'Z' || n > 1<<14 {
			return 0, fmt.Errorf("cell %.20q", reference)
		}
		n = n*26 + int(c-'A') + 1
	}
	if n == 0 {
		return 0, fmt.Errorf("cell %.20q", reference)
	}
	return n - 1, nil
}

// cell reads one cell, whose start was read.
func (r *worksheetReader) cell(start xml.StartElement) (raw, error) {
	var value strings.Builder
	element, phonetic := "", false
	for {
		token, err := r.decoder.next()
		if err != nil {
			return raw{}, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			element = t.Name.Local
			phonetic = phonetic || element == "rPh"
		case xml.CharData:
			if (element == "v" || element == "t") && !phonetic {
				value.Write(t)
			}
		case xml.EndElement:
			element = ""
			if t.Name.Local == "rPh" {
				phonetic = false
			}
			if t.Name.Local == "c" {
				return r.typed(start, value.String())
			}
		}
	}
}

func (r *worksheetReader) typed(start xml.StartElement, value string) (raw, error) {
	switch kind := attribute(start, "t"); kind {
	case "s":
		if value == "" {
			return raw{}, nil
		}
		text, err := r.w.texts.at(value)
		return raw{text: text}, err
	case "inlineStr", "str", "d":
		return raw{text: value}, nil
	case "b":
		return raw{text: map[string]string{"0": "FALSE", "1": "TRUE"}[value]}, nil
	case "e":
		return raw{text: value, fault: true}, nil
	case "", "n":
		style, _ := strconv.Atoi(attribute(start, "s")) // none is style 0
		return raw{text: value, number: value != "", percent: r.w.percent[style], epoch04: r.w.epoch04}, nil
	default:
		return raw{}, fmt.Errorf("cell of type %.20q", kind)
	}
}

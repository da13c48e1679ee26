package register

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// A workbook is an opened Excel file.
type workbook struct {
	parts   map[string]*zip.File
	sheets  []worksheet
	texts   texts
	percent map[int]bool // cell styles that show a percentage
	epoch04 bool
}

// A worksheet is one sheet of a workbook.
type worksheet struct {
	name string
	part string // of the zip
}

// errNotExcel is the fault behind the refusal "import.not_excel".
var errNotExcel = errors.New("not an Excel workbook")

func openWorkbook(r io.ReaderAt, size int64) (*workbook, error) {
	archive, err := openZip(r, size, maxParts)
	if errors.Is(err, errManyEntries) {
		return nil, errTooLarge
	}
	if errors.Is(err, zip.ErrFormat) {
		return nil, errNotExcel
	}
	if err != nil {
		return nil, err
	}
	if len(archive.File) > maxParts {
		return nil, errTooLarge
	}
	w := &workbook{parts: map[string]*zip.File{}, percent: map[int]bool{}}
	for _, f := range archive.File {
		w.parts[strings.ReplaceAll(f.Name, `\`, "/")] = f
	}
	targets, shared, styles, err := w.relations()
	if err != nil {
		return nil, err
	}
	if err := w.readSheets(targets); err != nil {
		return nil, err
	}
	if styles != "" {
		if err := w.each(styles, w.style()); err != nil {
			return nil, err
		}
	}
	if shared != "" {
		if err := w.each(shared, w.texts.add()); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// each calls f for every token of a part, to its well-formed end.
func (w *workbook) each(part string, f func(xml.Token) error) error {
	decoder, closePart, err := w.open(part)
	if err != nil {
		return err
	}
	defer closePart()
	for {
		token, err := decoder.next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = f(token)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", part, err)
		}
	}
}

func (w *workbook) open(part string) (*elements, func(), error) {
	file, ok := w.parts[part]
	if !ok {
		return nil, nil, fmt.Errorf("%s: %w", part, errNotExcel)
	}
	unpacked, err := file.Open()
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", part, err)
	}
	return newElements(unpacked), func() { _ = unpacked.Close() }, nil // reading only: what Close says of the end was seen
}

// relations returns where the parts of the workbook are (ECMA-376-2).
func (w *workbook) relations() (targets map[string]string, shared, styles string, err error) {
	targets = map[string]string{}
	err = w.each("xl/_rels/workbook.xml.rels", func(token xml.Token) error {
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "Relationship" {
			return nil
		}
		target := attribute(start, "Target")
		if strings.HasPrefix(target, "/") {
			target = strings.TrimPrefix(target, "/")
		} else {
			target = path.Join("xl", target)
		}
		targets[attribute(start, "Id")] = target
		switch kind := attribute(start, "Type"); {
		case strings.HasSuffix(kind, "/sharedStrings"):
			shared = target
		case strings.HasSuffix(kind, "/styles"):
			styles = target
		}
		return nil
	})
	return targets, shared, styles, err
}

func (w *workbook) readSheets(targets map[string]string) error {
	return w.each("xl/workbook.xml", func(token xml.Token) error {
		start, ok := token.(xml.StartElement)
		if !ok {
			return nil
		}
		switch start.Name.Local {
		case "workbookPr":
			on := attribute(start, "date1904")
			w.epoch04 = on == "1" || on == "true"
		case "sheet":
			part, ok := targets[attribute(start, "id")]
			if !ok || len(w.sheets) >= maxParts {
				return errNotExcel
			}
			w.sheets = append(w.sheets, worksheet{attribute(start, "name"), part})
		}
		return nil
	})
}

// style notes which cell styles show a percentage: formats 9 and 10, and
// the file's own with a % in them (ECMA-376-1, 18.8.30).
func (w *workbook) style() func(xml.Token) error {
	formats := map[string]bool{"9": true, "10": true}
	inCells, n := false, 0
	return func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "numFmt":
				if strings.Contains(attribute(t, "formatCode"), "%") {
					formats[attribute(t, "numFmtId")] = true
				}
			case "cellXfs":
				inCells = true
			case "xf":
				if inCells {
					w.percent[n] = formats[attribute(t, "numFmtId")]
					n++
				}
			}
		case xml.EndElement:
			if t.Name.Local == "cellXfs" {
				inCells = false
			}
		}
		return nil
	}
}

// texts are the shared texts of a workbook, in one piece of memory.
type texts struct {
	all  []byte
	ends []uint32
}

// add collects the texts of sharedStrings.xml: every <t> of an <si>, without
// the phonetic ones of <rPh>.
func (s *texts) add() func(xml.Token) error {
	inText, phonetic := false, false
	return func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			inText = t.Name.Local == "t" && !phonetic
			phonetic = phonetic || t.Name.Local == "rPh"
		case xml.CharData:
			if inText {
				s.all = append(s.all, t...)
			}
		case xml.EndElement:
			inText = false
			switch t.Name.Local {
			case "rPh":
				phonetic = false
			case "si":
				s.ends = append(s.ends, uint32(len(s.all)))
			}
		}
		if len(s.all) > maxStrings || len(s.ends) > maxStrings/4 {
			return errTooLarge
		}
		return nil
	}
}

func (s *texts) at(index string) (string, error) {
	i, err := strconv.Atoi(strings.TrimSpace(index))
	if err != nil || i < 0 || i >= len(s.ends) {
		return "", fmt.Errorf("shared text %.20q of %d", index, len(s.ends))
	}
	from := uint32(0)
	if i > 0 {
		from = s.ends[i-1]
	}
	return string(s.all[from:s.ends[i]]), nil
}

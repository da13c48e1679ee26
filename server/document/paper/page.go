package paper

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"
	"unicode/utf16"

	"codeberg.org/go-pdf/fpdf"

	"bidroom/evaluation/rule"
	"bidroom/kiosk/catalogue"
)

// Measures of a page, in mm.
const (
	left, right = 22.0, 18.0 // the left edge is bound
	top         = 24.0
	bottom      = 37.0
	codeSize    = 25.0 // of the code in the footer
)

// Options says what every page of a document shares.
type Options struct {
	Lang    string    // zh-CN or en
	Title   string    // in the properties of the file
	Header  string    // at the left above every page, such as the lot
	Centre  string    // at the right above every page
	Created time.Time // in the properties of the file; its zone is printed nowhere
	Small   bool      // A5 instead of A4
	Code    string    // what the code in every footer says; empty for none
	Beside  string    // what stands beside that code
}

// A Doc is a document while it is set. Its zero value is of no use: see
// [New]. It may not be used by two goroutines at once.
type Doc struct {
	Options
	pdf       *fpdf.Fpdf
	w, h      float64 // of the current page, mm
	y         float64 // where the next block starts, from the upper edge
	size      string  // A4 or A5
	landscape bool
	fresh     bool // nothing is set on the page yet, and the file does not have it

	faces   map[string]bool // that the file has
	missing map[rune]bool
	err     error

	pending  []func() // headings that wait for what follows them
	waiting  float64  // their height
	headings []heading
	contents *contents
	pages    []page
	code     [][]bool
}

type page struct{ w, h float64 }

type heading struct {
	level int
	text  string
	page  int // 1-based
	y     float64
}

// New starts a document with its first page, upright.
func New(o Options) (*Doc, error) {
	size := "A4"
	if o.Small {
		size = "A5"
	}
	d := &Doc{Options: o, pdf: fpdf.New("P", "mm", size, ""), faces: map[string]bool{}, missing: map[rune]bool{}, size: size}
	d.pdf.SetAutoPageBreak(false, 0)
	d.pdf.SetCatalogSort(true)
	d.pdf.SetCreationDate(o.Created)
	d.pdf.SetModificationDate(o.Created)
	d.pdf.SetTitle(utf16Text(o.Title), false)
	d.pdf.SetCreator("bidroom", false)
	d.pdf.SetProducer("bidroom", false)
	d.pdf.SetLang(o.Lang)
	if o.Code != "" {
		bits, err := codeBits(o.Code)
		if err != nil {
			return nil, err
		}
		d.code = bits
	}
	d.newPage()
	return d, nil
}

// utf16Text writes text as PDF properties have it (ISO 32000-1, 7.9.2.2).
func utf16Text(text string) string {
	bytes := []byte{0xFE, 0xFF}
	for _, unit := range utf16.Encode([]rune(text)) {
		bytes = append(bytes, byte(unit>>8), byte(unit))
	}
	return string(bytes)
}

// T returns the text of a key in the document's language; args are name,
// value pairs.
func (d *Doc) T(key string, args ...string) string { return T(d.Lang, key, args...) }

// T returns the text of a key in lang; args are name, value pairs.
func T(lang, key string, args ...string) string {
	named := make(map[string]string, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		named[args[i]] = args[i+1]
	}
	return catalogue.Text(lang, key, named)
}

// Width returns the breadth that text has on the current page, in mm.
func (d *Doc) Width() float64 { return d.w - left - right }

func (d *Doc) floor() float64 { return d.h - bottom }

// newPage turns to the next page. It comes into being with the first thing
// that is set on it, so that none stays empty.
func (d *Doc) newPage() {
	d.fresh = true
	d.w, d.h = d.pdf.GetPageSizeStr(d.size).Wd, d.pdf.GetPageSizeStr(d.size).Ht
	if d.landscape {
		d.w, d.h = d.h, d.w
	}
	d.y = top
}

// open makes the page that newPage turned to.
func (d *Doc) open() {
	if !d.fresh {
		return
	}
	orientation := "P"
	if d.landscape {
		orientation = "L"
	}
	d.pdf.AddPageFormat(orientation, d.pdf.GetPageSizeStr(d.size))
	d.pages = append(d.pages, page{d.w, d.h})
	d.fresh = false
}

// Upright goes on upright; if the current page lies, on a new one.
func (d *Doc) Upright() { d.turn(false) }

// Lying goes on across; if the current page stands, on a new one.
func (d *Doc) Lying() { d.turn(true) }

func (d *Doc) turn(landscape bool) {
	if d.landscape != landscape {
		d.landscape = landscape
		d.newPage()
	}
}

// NewPage goes on at the top of a page.
func (d *Doc) NewPage() {
	if d.y > top {
		d.newPage()
	}
}

// Skip leaves mm of space.
func (d *Doc) Skip(mm float64) { d.y += mm }

// place makes room for a block that is h mm high at least in its first part,
// together with the headings that wait for it, and sets those.
func (d *Doc) place(h float64) {
	if d.y > top && d.y+d.waiting+h > d.floor() {
		d.newPage()
	}
	d.open()
	pending := d.pending
	d.pending, d.waiting = nil, 0
	for _, set := range pending {
		set()
	}
}

// set prints one line of text whose base line is at y.
func (d *Doc) set(x, y float64, text string, s style) {
	var run []rune
	var current *face
	flush := func() {
		if len(run) > 0 {
			d.use(current, s.size)
			d.pdf.Text(x, y, string(run))
			x += d.runWidth(current, run, s.size)
			run = run[:0]
		}
	}
	for _, r := range text {
		f, code, w := d.glyph(r, s.bold)
		if f != current {
			flush()
			current = f
		}
		if r <= 0xFFFF {
			run = append(run, code)
			continue
		}
		// The page shows the code of the font; what is searched and copied
		// is the character (ISO 32000-1, 14.9.4).
		flush()
		d.use(f, s.size)
		d.pdf.RawWriteStr(fmt.Sprintf("/Span <</ActualText <%X>>> BDC", utf16Text(string(r))))
		d.pdf.Text(x, y, string(code))
		d.pdf.RawWriteStr("EMC")
		x += float64(w) / 1000 * s.size * millimetres
	}
	flush()
}

func (d *Doc) runWidth(f *face, run []rune, size float64) float64 {
	sum := 0
	for _, code := range run {
		w, _ := f.has(code)
		sum += w
	}
	return float64(sum) / 1000 * size * millimetres
}

// use selects a face, which is put into the file at its first use.
func (d *Doc) use(f *face, size float64) {
	if !d.faces[f.family] {
		d.faces[f.family] = true
		// fpdf writes into the font it is given while it cuts it.
		d.pdf.AddUTF8FontFromBytes(f.family, "", bytes.Clone(f.ttf))
	}
	d.pdf.SetFont(f.family, "", size)
}

// on does something on a page that is already set. The library counts from
// the lower edge of the last page, so heights are shifted to the page's own.
func (d *Doc) on(number int, do func(p page, shift float64)) {
	last := d.pdf.PageNo()
	d.pdf.SetPage(number)
	d.pdf.SetFillColor(0, 0, 0) // the page may have ended with another
	do(d.pages[number-1], d.pages[len(d.pages)-1].h-d.pages[number-1].h)
	d.pdf.SetPage(last)
}

// Write completes the document and writes it. The error is a *rule.Refusal
// of kind Invalid, with a reason "document.glyph" for each character that
// cannot be printed; any other error is a fault.
func (d *Doc) Write(w io.Writer) error {
	if len(d.pending) > 0 || len(d.pages) == 0 {
		d.place(0)
	}
	d.writeContents()
	for number := 1; number <= len(d.pages); number++ {
		d.on(number, func(p page, shift float64) { d.margins(p, number, shift) })
	}
	for _, h := range d.headings {
		d.on(h.page, func(_ page, shift float64) { d.pdf.Bookmark(outlineText(h.text), h.level-1, h.y+shift) })
	}
	if err := d.refusal(); err != nil {
		return err
	}
	if d.err != nil {
		return d.err
	}
	if err := d.pdf.Output(w); err != nil {
		return fmt.Errorf("document: writing PDF: %w", err)
	}
	return nil
}

// outlineText replaces what the library cannot put into an outline by the
// printer's mark for a missing letter; the page itself has the character.
func outlineText(text string) string {
	runes := []rune(clean(text))
	for i, r := range runes {
		if r > 0xFFFF {
			runes[i] = '〓'
		}
	}
	return string(runes)
}

func (d *Doc) refusal() error {
	var reasons rule.Collect
	missing := make([]rune, 0, len(d.missing))
	for r := range d.missing {
		missing = append(missing, r)
	}
	slices.Sort(missing)
	for _, r := range missing {
		reasons.Add("", "document.glyph", "", "character", string(r), "code", fmt.Sprintf("U+%04X", r))
	}
	return reasons.Err(rule.Invalid)
}

// margins sets the header and the footer of a page.
func (d *Doc) margins(p page, number int, shift float64) {
	small := style{size: 8}
	d.ink(0.25)
	d.pdf.SetLineWidth(0.2)
	headerY := 15.0 + shift
	centre := d.fit(d.Centre, small, (p.w-left-right)/2)
	d.set(left, headerY, d.fit(d.Header, small, p.w-left-right-d.width(centre, small)-6), small)
	d.set(p.w-right-d.width(centre, small), headerY, centre, small)
	d.pdf.Line(left, headerY+2, p.w-right, headerY+2)

	footer := p.h - bottom + 5 + shift
	d.pdf.Line(left, footer, p.w-right, footer)
	count := d.T("report.page", "page", strconv.Itoa(number), "pages", strconv.Itoa(len(d.pages)))
	d.set((p.w-d.width(count, small))/2, p.h-9+shift, count, small)
	if d.code != nil {
		d.drawCode(d.code, p.w-right-codeSize, footer+2, codeSize)
		tiny := style{size: 6.5}
		if d.Small {
			tiny.size = 5.5
		}
		y := footer + 4
		for _, line := range d.lines(d.Beside, tiny, p.w-left-right-codeSize-8) {
			d.set(left, y, line, tiny)
			y += lead(tiny.size) * 0.85
		}
	}
	d.ink(0)
}

// fit shortens text to width mm with an ellipsis; only margins shorten.
func (d *Doc) fit(text string, s style, width float64) string {
	text = outlineText(text)
	if d.width(text, s) <= width {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && d.width(string(runes)+"…", s) > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// ink sets how grey text and lines are: 0 is black.
func (d *Doc) ink(grey float64) {
	level := int(grey * 255)
	d.pdf.SetTextColor(level, level, level)
	d.pdf.SetDrawColor(level, level, level)
}

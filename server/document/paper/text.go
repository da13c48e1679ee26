package paper

import (
	"fmt"
	"strings"
	"unicode"
)

// Marks that may not start a line, and marks that may not end one.
const (
	closing = "、。，．：；？！）》」』】〕〉〗”’…—·～％‰℃〞,.!?:;)]}%°"
	opening = "（《「『【〔〈〖“‘〝([{¥￥$§№"
)

// A style is how a piece of text is set.
type style struct {
	size float64 // points
	bold bool
}

const millimetres = 25.4 / 72 // per point

// lead is the distance of two lines of text of a size in points, in mm.
func lead(size float64) float64 { return size * 1.5 * millimetres }

// glyph finds the face that writes r, the code it has there, and its width
// in thousandths of the size. What no face has is noted and stands as a
// blank square; the document will be refused.
func (d *Doc) glyph(r rune, isBold bool) (*face, rune, int) {
	first := regular
	if isBold {
		first = bold
	}
	if f, code, w := faceOf(r, first); f != nil {
		return f, code, w
	}
	d.missing[r] = true
	return first(), '■', 1000
}

// faceOf finds the face that writes r, and the code and width it has there; nil
// if none does. The first is the one that is asked first.
func faceOf(r rune, first func() *face) (*face, rune, int) {
	if w, ok := first().has(r); ok {
		return first(), r, w
	}
	code := r
	if r > 0xFFFF {
		code = plane2()[r]
	}
	if code == 0 || r >= 0xE000 && r < 0xF900 { // private use: there the further fonts have other characters
		return nil, 0, 0
	}
	for _, next := range []func() *face{rare, rarest} {
		if w, ok := next().has(code); ok {
			return next(), code, w
		}
	}
	return nil, 0, 0
}

// Foreign makes text printable that comes from outside and that nobody can be
// asked to write otherwise: what no face has stands as its code, as in [U+1F600].
func Foreign(text string) string {
	var printable strings.Builder
	for _, r := range clean(text) {
		if f, _, _ := faceOf(r, regular); f == nil && r != '\n' {
			fmt.Fprintf(&printable, "[U+%04X]", r)
			continue
		}
		printable.WriteRune(r)
	}
	return printable.String()
}

// width returns the width of text on one line, in mm.
func (d *Doc) width(text string, s style) float64 {
	sum := 0
	for _, r := range text {
		_, _, w := d.glyph(r, s.bold)
		sum += w
	}
	return float64(sum) / 1000 * s.size * millimetres
}

// Least returns the width in mm that text needs at a size in points so that no
// word is broken.
func (d *Doc) Least(text string, size float64) float64 {
	widest := 0.0
	for paragraph := range strings.SplitSeq(clean(text), "\n") {
		for _, unit := range units(paragraph) {
			widest = max(widest, d.width(strings.TrimRight(unit, " "), style{size: size, bold: true}))
		}
	}
	return widest
}

// clean makes text printable: line ends become \n, a tab becomes a space, and
// what has no width of its own (controls, joiners, byte order marks) goes.
// Bytes that are not UTF-8 become U+FFFD, which no font has.
func clean(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "�"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			return '\n'
		case r == '\t' || r == '\u00a0':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text)
}

// lines breaks text into lines of at most width mm. There is always at least
// one line.
func (d *Doc) lines(text string, s style, width float64) []string {
	var all []string
	for paragraph := range strings.SplitSeq(clean(text), "\n") {
		all = d.breakParagraph(all, paragraph, s, width)
	}
	return all
}

func (d *Doc) breakParagraph(all []string, paragraph string, s style, width float64) []string {
	var line strings.Builder
	used := 0.0
	flush := func() {
		all = append(all, strings.TrimRight(line.String(), " "))
		line.Reset()
		used = 0
	}
	for _, unit := range units(paragraph) {
		w := d.width(unit, s)
		bare := d.width(strings.TrimRight(unit, " "), s) // a blank may hang over the edge
		if used+bare > width && used > 0 {
			flush()
		}
		if bare <= width {
			line.WriteString(unit)
			used += w
			continue
		}
		for _, r := range unit { // wider than any line: broken anywhere
			w := d.width(string(r), s)
			if used+w > width && used > 0 {
				flush()
			}
			line.WriteRune(r)
			used += w
		}
	}
	flush()
	return all
}

// units cuts a paragraph into pieces between which a line may break.
func units(paragraph string) []string {
	var all []string
	var unit strings.Builder
	var before rune
	for _, r := range paragraph {
		if before != 0 && mayBreak(before, r) {
			all = append(all, unit.String())
			unit.Reset()
		}
		unit.WriteRune(r)
		before = r
	}
	if unit.Len() > 0 {
		all = append(all, unit.String())
	}
	return all
}

// mayBreak reports whether a line may break between two characters.
func mayBreak(a, b rune) bool {
	switch {
	case strings.ContainsRune(closing, b), strings.ContainsRune(opening, a):
		return false
	case b == ' ':
		return false
	case a == ' ':
		return true
	case wideRune(a) || wideRune(b):
		return true
	default:
		return strings.ContainsRune(opening, b) && wideRune(b)
	}
}

// wideRune reports whether lines may break on either side of r: hanzi, kana,
// full-width forms.
func wideRune(r rune) bool { return r >= 0x2E80 }

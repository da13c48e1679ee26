package pades

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"slices"
	"time"
	"unicode/utf16"
)

// dateForm is a date of ISO 32000-1, 7.9.4, in UTC.
const dateForm = "D:20060102150405Z"

// A placed is an update of which the signature is still to be put in.
type placed struct {
	file           []byte
	before, behind int // where the string of Contents begins and ends, its brackets with it
}

// signed are the bytes that the signature is over.
func (p *placed) signed() []byte {
	return slices.Concat(p.file[:p.before], p.file[p.behind:])
}

// fill puts the signature in; the rest of the room is zeros.
func (p *placed) fill(signature []byte) {
	hex.Encode(p.file[p.before+1:], signature)
}

// textString writes a text string as hexadecimal UTF-16BE: as literal
// characters its bytes can be brackets and backslashes.
func textString(text string) string {
	encoded := []byte{0xFE, 0xFF}
	for _, unit := range utf16.Encode([]rune(text)) {
		encoded = append(encoded, byte(unit>>8), byte(unit))
	}
	return fmt.Sprintf("<%X>", encoded)
}

// signerName is what a signature's dictionary calls the signer.
func signerName(of *x509.Certificate) string {
	if name := of.Subject.CommonName; name != "" || len(of.Subject.Organization) == 0 {
		return name
	}
	return of.Subject.Organization[0]
}

// place writes the update of ISO 32000-1, 7.5.6, by which a file bears one
// signature: its dictionary, an invisible field for it on the first page, that
// page and the catalogue. room is the length of the signature in bytes. The
// same arguments give the same bytes, by which the update is checked, too.
func (b *base) place(name string, at time.Time, room int) (*placed, error) {
	if b.catalog.get("AcroForm") != nil {
		return nil, malformed("there is a form already")
	}
	annotations, err := b.annotated(b.size + 1)
	if err != nil {
		return nil, err
	}
	p := &placed{file: slices.Clone(b.text)}
	if !bytes.HasSuffix(p.file, []byte("\n")) {
		p.file = append(p.file, '\n')
	}
	offsets := map[int]int{}
	object := func(n int, content []byte) {
		offsets[n] = len(p.file)
		p.file = fmt.Appendf(p.file, "%d 0 obj\n%s\nendobj\n", n, content)
	}
	ranges := p.signature(b.size, name, at, room, offsets)
	object(b.size+1, fmt.Appendf(nil, "<<\n/Type /Annot\n/Subtype /Widget\n/FT /Sig\n/T (Signature)\n/F 132\n/Rect [0 0 0 0]\n/P %d 0 R\n/V %d 0 R\n>>", b.page, b.size))
	object(b.page, b.first.with("Annots", annotations).bytes())
	object(b.root, b.formed(b.size+1).bytes())
	b.end(p, offsets)
	copy(p.file[ranges:], fmt.Sprintf("%d %d %d]", p.before, p.behind, len(p.file)-p.behind))
	return p, nil
}

// rangesRoom is the room for the numbers of a ByteRange.
const rangesRoom = 3*10 + len("  ]")

// signature writes the signature's dictionary, and returns where the numbers of
// its ByteRange are to be put.
func (p *placed) signature(n int, name string, at time.Time, room int, offsets map[int]int) (ranges int) {
	offsets[n] = len(p.file)
	p.file = fmt.Appendf(p.file, "%d 0 obj\n<<\n/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.CAdES.detached\n/M (%s)\n/Name %s\n/ByteRange [0 ", n, at.UTC().Format(dateForm), textString(name))
	ranges = len(p.file)
	p.file = append(p.file, bytes.Repeat([]byte(" "), rangesRoom)...)
	p.file = append(p.file, "\n/Contents "...)
	p.before = len(p.file)
	p.file = append(p.file, '<')
	p.file = append(p.file, bytes.Repeat([]byte("0"), 2*room)...)
	p.file = append(p.file, '>')
	p.behind = len(p.file)
	p.file = append(p.file, "\n>>\nendobj\n"...)
	return ranges
}

// annotated are the annotations of the first page with one more.
func (b *base) annotated(field int) ([]byte, error) {
	old := b.first.get("Annots")
	if old == nil {
		return fmt.Appendf(nil, "[%d 0 R]", field), nil
	}
	if old[0] != '[' {
		return nil, malformed("the first page's annotations")
	}
	return fmt.Appendf(slices.Clone(old[:len(old)-1]), " %d 0 R]", field), nil
}

// formed is the catalogue with a form of one field, and what says that the file
// holds a signature of this kind (EN 319 142-1; ISO 32000-1, 7.12).
func (b *base) formed(field int) dict {
	d := b.catalog.with("AcroForm", fmt.Appendf(nil, "<< /Fields [%d 0 R] /SigFlags 3 >>", field))
	if d.get("Version") == nil {
		d = d.with("Version", []byte("/1.7"))
	}
	if d.get("Extensions") == nil {
		d = d.with("Extensions", []byte("<< /ESIC << /BaseVersion /1.7 /ExtensionLevel 1 >> >>"))
	}
	return d
}

// end writes the cross-reference table of an update and its trailer.
func (b *base) end(p *placed, offsets map[int]int) {
	table := len(p.file)
	numbers := []int{b.page, b.root, b.size, b.size + 1}
	slices.Sort(numbers)
	p.file = append(p.file, "xref\n"...)
	for i := 0; i < len(numbers); {
		run := 1
		for i+run < len(numbers) && numbers[i+run] == numbers[i]+run {
			run++
		}
		p.file = fmt.Appendf(p.file, "%d %d\n", numbers[i], run)
		for ; run > 0; run, i = run-1, i+1 {
			p.file = fmt.Appendf(p.file, "%010d 00000 n \n", offsets[numbers[i]])
		}
	}
	trailer := b.trailer.with("Size", fmt.Appendf(nil, "%d", b.size+2)).with("Prev", fmt.Appendf(nil, "%d", b.table))
	p.file = fmt.Appendf(p.file, "trailer\n%s\nstartxref\n%d\n%%%%EOF\n", trailer.bytes(), table)
}

package pass

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// alphabet is Crockford's base 32: no I, L, O, U, so that nothing that is
// read aloud or copied by hand is mistaken (crockford.com/base32.html).
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Base32 writes the first 5·n bits of data as n characters.
func Base32(data []byte, n int) string {
	code := make([]byte, n)
	for i := range code {
		var v int
		for bit := 5 * i; bit < 5*i+5; bit++ {
			v = v<<1 | int(data[bit/8]>>(7-bit%8)&1)
		}
		code[i] = alphabet[v]
	}
	return string(code)
}

// normalCode reads what a person typed or a camera saw: any case, full or
// half width, with or without spaces and hyphens, O for 0, I or L for 1.
func normalCode(typed string) string {
	return strings.Map(func(r rune) rune {
		switch r = unicode.ToUpper(r); {
		case r == 'O':
			return '0'
		case r == 'I' || r == 'L':
			return '1'
		case strings.ContainsRune(alphabet, r):
			return r
		case r == ' ' || r == '-' || r == '\t' || r == '\n' || r == '\r' || r == '—' || r == '–':
			return -1
		}
		return '?' // no character of a code
	}, width.Narrow.String(typed))
}

// Groups writes a code in groups of four.
func Groups(code string) string {
	var b strings.Builder
	for i, r := range code {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// parity is the check character of a code: the value that makes the code a
// word of the Reed-Solomon code with the one root α over GF(32). It finds
// every single wrong character and every two that were exchanged, so that a
// slip of the finger is told from a pass that is not valid.
func parity(code string) byte {
	sum := 0
	for i := range len(code) {
		sum = times2(sum ^ strings.IndexByte(alphabet, code[i]))
	}
	return alphabet[sum]
}

// times2 multiplies by α in GF(32), with the polynomial x⁵+x²+1.
func times2(v int) int {
	v <<= 1
	if v&32 != 0 {
		v ^= 0b100101
	}
	return v
}

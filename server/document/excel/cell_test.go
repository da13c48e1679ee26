package excel

import (
	"strings"
	"testing"
	"unicode/utf16"
)

// Both sides of what Excel holds: 15 significant digits, wherever the point is.
func TestNumbersThatExcelHolds(t *testing.T) {
	for text, format := range map[string]string{
		"0":                    "0",
		"24.50":                "0.00",
		"-0.37":                "0.00",
		"0.000000000000012345": "0.000000000000000000",
		"9,999,999,999,999.99": "#,##0.00",
		"999.99":               "0.00",
		"1,234":                "#,##0",
		"123456789012345":      "0",
	} {
		if c := Number(text); !c.number || c.format() != format || c.value() != strings.ReplaceAll(text, ",", "") {
			t.Errorf("Number(%q): number %t, format %s, value %s; want format %s", text, c.number, c.format(), c.value(), format)
		}
	}
	for _, text := range []string{"", "—", "10,000,000,000,000.00", "1234567890123456", "0.1234567890123456", "007", "1/3", "1e5", "+1", " 1", "1,23", "12,34,567", ".5", "5.", "-0.00", "=1"} {
		if Number(text).number {
			t.Errorf("Number(%q) is a number", text)
		}
	}
	if Text("24.5").number {
		t.Error("a text became a number")
	}
}

// Nothing of a text is lost, and no piece is more than a cell holds with its
// guard, counted as Excel counts.
func TestPieces(t *testing.T) {
	for name, text := range map[string]string{"short": "评标", "empty": "", "just": strings.Repeat("a", most), "one more": strings.Repeat("a", most+1), "pairs": strings.Repeat("𫖯", most)} {
		parts := pieces(text)
		if strings.Join(parts, "") != text {
			t.Errorf("%s: the pieces are another text", name)
		}
		for _, part := range parts {
			if n := len(utf16.Encode([]rune(part))); n > most {
				t.Errorf("%s: a piece of %d units", name, n)
			}
		}
	}
	if n := len(pieces(strings.Repeat("a", most))); n != 1 {
		t.Errorf("a text that fits is cut into %d", n)
	}
}

func FuzzGuard(f *testing.F) {
	for _, s := range []string{"=1", "'=1", "''=1", "'''=1", "a", "", "+", "'x", "\t=1", "-5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g := Guard(s)
		if formula(g) {
			t.Errorf("Guard(%q) = %q is a formula", s, g)
		}
		if got := Unguard(g); len(g) > len(s) && got != s {
			t.Errorf("Unguard(Guard(%q)) = %q", s, got)
		}
	})
}

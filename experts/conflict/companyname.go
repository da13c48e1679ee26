//catalogue:data legal-form suffixes of Chinese company names

package conflict

import (
	"strings"
	"unicode"
)

// legalForms are the endings that do not tell one company from another,
// longest first.
var legalForms = []string{"股份有限责任公司", "有限责任公司", "股份有限公司", "有限公司", "股份公司", "公司"}

// NormaliseName returns a company's name without what people write in
// different ways: width, case, spaces, punctuation, and the legal form.
func NormaliseName(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r >= 0xff01 && r <= 0xff5e {
			r -= 0xfee0 // full width to half
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToUpper(r))
		}
	}
	plain := b.String()
	for _, form := range legalForms {
		if short, ok := strings.CutSuffix(plain, form); ok && short != "" {
			return short
		}
	}
	return plain
}

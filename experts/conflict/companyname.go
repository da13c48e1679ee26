//catalogue:data legal forms and branches in Chinese company names

package conflict

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
)

// legalForms are the endings that do not tell one company from another, in
// the order in which they are tried. 集团 is none of them: a group's parent
// and a company of the same name without it are two companies.
var legalForms = []string{"股份有限责任公司", "有限责任公司", "股份有限公司", "有限公司", "股份公司", "公司", "特殊普通合伙", "普通合伙", "有限合伙",
	"COMPANYLIMITED", "COLTD", "LIMITED", "LTD", "INC"}

// heads end the name of a company within that of its branch.
var heads = []string{"有限责任公司", "有限公司", "股份公司", "集团公司"}

// branches are the endings of what is no person of its own in law: its people
// are employed by the company whose name comes before (公司法 第十三条第二款).
var branches = []string{"分公司", "分行", "支行", "分院", "分所", "分店", "办事处", "项目部", "项目经理部", "营业部", "事业部", "分支机构"}

//go:embed simplified.txt
var simplifiedTable string

// simplified maps a traditional character to its simplified one; 0 where there
// is none. It is an array because every name of a register goes through it.
var simplified = func() *[0x10000]uint16 {
	table := new([0x10000]uint16)
	for line := range strings.Lines(simplifiedTable) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, pair := range strings.Fields(line) {
			runes := []rune(pair)
			table[runes[0]] = uint16(runes[1])
		}
	}
	return table
}()

// plain returns a name without what people write in different ways: width,
// case, traditional characters, spaces and punctuation.
func plain(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	for _, r := range name {
		if r >= 0xff01 && r <= 0xff5e {
			r -= 0xfee0 // full width to half
		}
		if r < 0x10000 && simplified[r] != 0 {
			r = rune(simplified[r])
		}
		han := r >= 0x4e00 && r <= 0x9fa5
		if han || unicode.IsLetter(r) || unicode.IsDigit(r) {
			if !han {
				r = unicode.ToUpper(r)
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// NormaliseName returns a company's name without what people write in
// different ways, and without its legal form.
func NormaliseName(name string) string { return withoutForm(plain(name)) }

func withoutForm(name string) string {
	for {
		i := slices.IndexFunc(legalForms, func(form string) bool { return len(name) > len(form) && strings.HasSuffix(name, form) })
		if i < 0 {
			return name
		}
		name = strings.TrimSuffix(name, legalForms[i])
	}
}

// HeadName returns the normalised name of the company whose branch bears the
// name, or "" if it is no branch's or does not say whose.
func HeadName(name string) string { return headOf(plain(name)) }

func headOf(whole string) string {
	if !slices.ContainsFunc(branches, func(ending string) bool { return strings.HasSuffix(whole, ending) }) {
		return ""
	}
	first := -1
	for _, form := range heads {
		if i := strings.Index(whole, form); i > 0 && (first < 0 || i+len(form) < first) && i+len(form) < len(whole) {
			first = i + len(form)
		}
	}
	if first < 0 {
		return ""
	}
	return withoutForm(whole[:first])
}

// NormalisePerson returns a person's name without what people write in
// different ways.
func NormalisePerson(name string) string { return plain(name) }

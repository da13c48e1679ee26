package experts

import (
	"cmp"
	_ "embed"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// A Specialty is one line of the classification of evaluation experts
// (公共资源交易评标专家专业分类标准, 发改法规〔2018〕316号): a letter for works, goods or
// services, then two digits for each of three levels.
type Specialty struct {
	Code   string
	Parent string // code of the nearest one above that has a name; empty for the three letters
	Names  map[string]string
}

//go:embed specialties.tsv
var specialtyFile string

// ownSpecialties are the upper levels and the most used leaves; the file is
// read once, before main starts.
var ownSpecialties = readSpecialties(specialtyFile)

func readSpecialties(file string) (list []Specialty) {
	for line := range strings.Lines(file) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		s := Specialty{Code: f[0], Parent: f[1], Names: map[string]string{"zh-CN": f[2], "en": f[3]}}
		list = append(list, s)
	}
	return list
}

// Classes names the codes of specialties: the upper levels and the most used
// leaves, which the program has, and what a register imported. A code without a
// name is as good as one with it.
type Classes struct {
	list   []Specialty
	byCode map[string]Specialty
}

// NewClasses adds the imported names, which go before the program's; their
// parents are found here. A name that is missing in a language is the other's.
func NewClasses(imported []Specialty) *Classes {
	c := &Classes{byCode: map[string]Specialty{}}
	for _, s := range slices.Concat(ownSpecialties, imported) {
		c.byCode[s.Code] = s
	}
	c.list = slices.SortedFunc(maps.Values(c.byCode), func(a, b Specialty) int { return strings.Compare(a.Code, b.Code) })
	for i, s := range c.list {
		s.Parent = c.above(s.Code)
		s.Names = map[string]string{"zh-CN": cmp.Or(s.Names["zh-CN"], s.Names["en"]), "en": cmp.Or(s.Names["en"], s.Names["zh-CN"])}
		c.list[i], c.byCode[s.Code] = s, s
	}
	return c
}

// above returns the nearest code above one that has a name.
func (c *Classes) above(code string) string {
	for n := len(code) - 2; n > 0; n -= 2 {
		if _, named := c.byCode[code[:n]]; named {
			return code[:n]
		}
	}
	return ""
}

// List returns all that have names, by code.
func (c *Classes) List() []Specialty { return c.list }

// WithLevels returns the codes that an expert holds and those of named that
// stand above one of them: who holds A080104 holds A0801. The result is sorted.
func WithLevels(held, named []string) []string {
	all := slices.Clone(held)
	for _, code := range named {
		level := len(code)%2 == 1 // a letter and pairs of digits; A080 is none
		if level && slices.ContainsFunc(held, func(one string) bool { return strings.HasPrefix(one, code) }) {
			all = append(all, code)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Names returns what a code is called, by language; nothing for a code that is
// not in the list. A leaf is named with the level above it, for many of them
// are called alike.
func (c *Classes) Names(code string) map[string]string {
	s, ok := c.byCode[code]
	if !ok {
		return nil
	}
	above, ok := c.byCode[s.Parent]
	if !ok || len(code) < len("A080104") || strings.HasPrefix(s.Names["zh-CN"], above.Names["zh-CN"]) {
		return s.Names
	}
	return map[string]string{"zh-CN": above.Names["zh-CN"] + " · " + s.Names["zh-CN"], "en": above.Names["en"] + " · " + s.Names["en"]}
}

var codeForm = regexp.MustCompile(`^[ABC]([0-9]{2}){0,3}$`)

// ValidSpecialty reports whether a code has the form of the classification, at
// any of its four levels.
func ValidSpecialty(code string) bool { return codeForm.MatchString(code) }

package experts

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
)

// A Specialty is one line of the classification of evaluation experts
// (公共资源交易评标专家专业分类标准, 发改法规〔2018〕316号): a letter for works, goods or
// services, then two digits for each of three levels.
type Specialty struct {
	Code   string
	Parent string // code of the one above; empty for the three letters
	Names  map[string]string
}

//go:embed specialties.tsv
var specialtyFile string

// specialties is the list by code; it is read once, before main starts.
var specialties, specialtyByCode = readSpecialties(specialtyFile)

func readSpecialties(file string) (list []Specialty, byCode map[string]Specialty) {
	byCode = map[string]Specialty{}
	for line := range strings.Lines(file) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		s := Specialty{Code: f[0], Parent: f[1], Names: map[string]string{"zh-CN": f[2], "en": f[3]}}
		list, byCode[s.Code] = append(list, s), s
	}
	return list, byCode
}

// Specialties lists the upper levels and the most used leaves, by code. A
// code that is not among them is as good as one that is.
func Specialties() []Specialty { return specialties }

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

// SpecialtyNames returns what a code is called, by language; nothing for a
// code that is not in the list. A leaf is named with the level above it, for
// many of them are called alike.
func SpecialtyNames(code string) map[string]string {
	s, ok := specialtyByCode[code]
	if !ok {
		return nil
	}
	above, ok := specialtyByCode[s.Parent]
	if !ok || len(code) < len("A080104") || strings.HasPrefix(s.Names["zh-CN"], above.Names["zh-CN"]) {
		return s.Names
	}
	return map[string]string{"zh-CN": above.Names["zh-CN"] + " · " + s.Names["zh-CN"], "en": above.Names["en"] + " · " + s.Names["en"]}
}

var codeForm = regexp.MustCompile(`^[ABC]([0-9]{2}){0,3}$`)

// ValidSpecialty reports whether a code has the form of the classification, at
// any of its four levels.
func ValidSpecialty(code string) bool { return codeForm.MatchString(code) }

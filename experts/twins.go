package experts

import (
	"cmp"
	"hash/fnv"
	"io"
	"slices"

	"bidroom/experts/conflict"
	"bidroom/experts/spread"
)

// A Sign is something in which two entries of the register agree, so that they
// may be one person or one company.
type Sign struct {
	Kind  string
	Value string // what both state; a keyed hash where it is sealed
}

// Signs of companies. Those of [conflict.SignalKinds] are signs too.
const (
	SameOrganisation = "organisation"         // the part of the credit code that stays when its issuer or place changes
	SameName         = "name"                 // without its legal form
	SameFormerName   = "former_name"          // what one is called the other was, or both were
	SameHead         = "legal_representative" // counts only beside another
)

// A Twin is a pair of entries that may be one, with everything in which they
// agree.
type Twin struct {
	Pair
	Signs []Sign
}

// weights say how much a sign counts for when pairs are put in order.
var weights = map[string]int{SameOrganisation: 100, SameName: 50, SameFormerName: 40, "bank_account": 30, SamePhone: 50, SameBirth: 40, SameEmployer: 20}

// Strength says how much the signs of a pair count for.
func (t Twin) Strength() (sum int) {
	for _, s := range t.Signs {
		sum += max(weights[s.Kind], 5)
	}
	return sum
}

// strongest sorts twins by what they agree in, then by their place.
func strongest(list []Twin) []Twin {
	slices.SortStableFunc(list, func(a, b Twin) int { return b.Strength() - a.Strength() })
	return list
}

// A Pair is two entries, by their place in a list, the first before the second.
type Pair struct{ One, Other int }

// mostAlike bounds how many entries that agree in one thing are paired each
// with each; of more, neighbours are.
const mostAlike = 8

// A Key is a hash of something that entries can have in common.
type Key uint64

// NewKey hashes a value of a kind. Two that differ may have one key, so that a
// pair has to be looked at.
func NewKey(kind string, values ...string) Key {
	hash := fnv.New64a()
	for _, text := range append(values, kind) {
		io.WriteString(hash, text)
		hash.Write([]byte{0})
	}
	return Key(hash.Sum64())
}

// Alike returns the pairs among n entries that have a key in common, in order.
// A key that more than most entries have pairs none; most 0 sets no bound. keys
// is called on every processor.
func Alike(n, most int, keys func(i int) []Key) (pairs []Pair) {
	type keyed struct {
		key   Key
		entry int
	}
	all := slices.Concat(spread.Parts(n, func(from, to int) (part []keyed) {
		for i := from; i < to; i++ {
			for _, key := range keys(i) {
				part = append(part, keyed{key, i})
			}
		}
		return part
	})...)
	slices.SortFunc(all, func(a, b keyed) int { return cmp.Or(cmp.Compare(a.key, b.key), a.entry-b.entry) })
	all = slices.Compact(all)
	for from, to := 0, 0; from < len(all); from = to {
		for to = from + 1; to < len(all) && all[to].key == all[from].key; to++ {
		}
		same := all[from:to]
		if most > 0 && len(same) > most {
			continue
		}
		for i := range same {
			last := len(same)
			if len(same) > mostAlike {
				last = min(i+2, last)
			}
			for _, other := range same[i+1 : last] {
				pairs = append(pairs, Pair{same[i].entry, other.entry})
			}
		}
	}
	return inOrder(pairs)
}

// inOrder sorts pairs and leaves each once.
func inOrder(pairs []Pair) []Pair {
	slices.SortFunc(pairs, func(a, b Pair) int { return cmp.Or(a.One-b.One, a.Other-b.Other) })
	return slices.Compact(pairs)
}

// organisation is the part of a credit code that names the organisation, as
// distinct from who registered it and where: characters 9 to 17 of GB 32100.
func organisation(code string) string {
	if len(code) != 18 {
		return ""
	}
	return code[8:17]
}

// Signs of persons of one name.
const (
	SamePhone    = "phone"
	SameBirth    = "birth" // the date in the identity number
	SameEmployer = "employer"
)

// CompanyTwins returns the pairs of companies that may be one, the likeliest
// first: that agree in a name, in the organisation of their credit codes, in a
// bank account, or in another signal and the legal representative. An account
// or another signal that more than eight have is a sign of nothing.
func CompanyTwins(list []conflict.Company) (twins []Twin) {
	pairs := Alike(len(list), 0, func(i int) (keys []Key) {
		for _, code := range organisations(list[i]) {
			keys = append(keys, NewKey(SameOrganisation, code))
		}
		for _, name := range names(list[i]) {
			if name != "" {
				keys = append(keys, NewKey(SameName, name))
			}
		}
		return keys
	})
	pairs = append(pairs, Alike(len(list), mostAlike, func(i int) (keys []Key) {
		head := conflict.NormalisePerson(list[i].LegalRepresentative)
		for _, s := range list[i].Signals {
			switch {
			case s.Kind == "bank_account":
				keys = append(keys, NewKey(s.Kind, s.Hash))
			case head != "":
				keys = append(keys, NewKey(s.Kind, s.Hash, head))
			}
		}
		return keys
	})...)
	for _, pair := range inOrder(pairs) {
		if signs := CompanySigns(list[pair.One], list[pair.Other]); len(signs) > 0 {
			twins = append(twins, Twin{pair, signs})
		}
	}
	return strongest(twins)
}

// CompanySigns returns everything in which two companies agree.
func CompanySigns(a, b conflict.Company) (signs []Sign) {
	for _, code := range organisations(a) {
		if slices.Contains(organisations(b), code) {
			signs = append(signs, Sign{SameOrganisation, code})
		}
	}
	as, bs := names(a), names(b)
	for i, name := range as {
		switch j := slices.Index(bs, name); {
		case j < 0 || name == "":
		case i == 0 && j == 0:
			signs = append(signs, Sign{SameName, name})
		default:
			signs = append(signs, Sign{SameFormerName, name})
		}
	}
	for _, kind := range conflict.SignalKinds {
		for _, s := range a.Signals {
			if s.Kind == kind && slices.Contains(b.Signals, s) {
				signs = append(signs, Sign{kind, s.Hash})
			}
		}
	}
	if head := conflict.NormalisePerson(a.LegalRepresentative); head != "" && head == conflict.NormalisePerson(b.LegalRepresentative) {
		signs = append(signs, Sign{SameHead, head})
	}
	return signs
}

func organisations(c conflict.Company) (list []string) {
	for _, code := range append([]string{c.CreditCode}, c.FormerCodes...) {
		if code = organisation(code); code != "" && !slices.Contains(list, code) {
			list = append(list, code)
		}
	}
	return list
}

// names are the normalised names of a company, the present one first, also if
// it is empty.
func names(c conflict.Company) []string {
	list := []string{conflict.NormaliseName(c.Name)}
	for _, former := range c.FormerNames {
		if name := conflict.NormaliseName(former); name != "" && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// Traits are by what a person is compared with a namesake.
type Traits struct {
	Name      string     // normalised
	Phone     string     // the beginning of its keyed hash
	Born      string     // yyyymmdd, of the identity number
	Employers []Employer // of today
}

// An Employer is where a person works: the company's name as [conflict.EmployerName]
// has it, and its credit code where it is stated.
type Employer struct{ Name, Code string }

// keys are by what a person is paired, each with the name.
func (t Traits) keys() (keys []Key) {
	if t.Name == "" {
		return nil
	}
	if t.Phone != "" {
		keys = append(keys, NewKey(SamePhone, t.Name, t.Phone))
	}
	if t.Born != "" {
		keys = append(keys, NewKey(SameBirth, t.Name, t.Born))
	}
	for _, e := range t.Employers {
		for _, value := range []string{e.Name, e.Code} {
			if value != "" {
				keys = append(keys, NewKey(SameEmployer, t.Name, value))
			}
		}
	}
	return keys
}

// PersonTwins returns the pairs among n entries that may be one person, the
// likeliest first: of one name, and with the telephone number, the date of birth
// or an employer of today in common. traits is called on every processor.
func PersonTwins(n int, traits func(i int) Traits) (twins []Twin) {
	for _, pair := range Alike(n, 0, func(i int) []Key { return traits(i).keys() }) {
		if signs := PersonSigns(traits(pair.One), traits(pair.Other)); len(signs) > 0 {
			twins = append(twins, Twin{pair, signs})
		}
	}
	return strongest(twins)
}

// PersonSigns returns everything in which two entries of one name agree; none
// if the names differ.
func PersonSigns(a, b Traits) (signs []Sign) {
	if a.Name == "" || a.Name != b.Name {
		return nil
	}
	if a.Phone != "" && a.Phone == b.Phone {
		signs = append(signs, Sign{SamePhone, a.Phone})
	}
	if a.Born != "" && a.Born == b.Born {
		signs = append(signs, Sign{SameBirth, a.Born})
	}
	for _, one := range a.Employers {
		for _, other := range b.Employers {
			if one.Name != "" && one.Name == other.Name || one.Code != "" && one.Code == other.Code {
				if sign := (Sign{SameEmployer, min(one.Name, other.Name)}); !slices.Contains(signs, sign) {
					signs = append(signs, sign)
				}
			}
		}
	}
	return signs
}

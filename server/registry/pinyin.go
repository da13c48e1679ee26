//catalogue:data how surnames are read

package registry

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"

	"bidroom/experts/conflict"
)

// surnames are read as here where they begin a name, and otherwise as the
// table has them first; it decides where a name stands in a list. A search
// finds every reading.
var surnames = map[string]string{"单": "shan", "解": "xie", "曾": "zeng", "仇": "qiu", "查": "zha", "任": "ren", "区": "ou", "盖": "ge", "朴": "piao", "华": "hua",
	"员": "yun", "缪": "miao", "折": "she", "乐": "yue", "覃": "qin", "繁": "po", "黑": "he", "秘": "bi", "种": "chong", "洗": "xian", "冼": "xian", "燕": "yan",
	"召": "shao", "晁": "chao", "翟": "zhai", "隗": "wei", "宓": "mi", "臧": "zang", "尉": "wei", "过": "guo", "哈": "ha", "能": "nai", "撒": "sa", "幺": "yao",
	"尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "澹台": "tan tai", "单于": "chan yu", "令狐": "ling hu", "鲜于": "xian yu", "尉犁": "yu li"}

const longestSurname = len("尉迟")

// A syllable is one of some four hundred ways in which a character can be
// read, without its tone, by number.
type syllable uint16

// readings has how every character can be read; ü is v, as it is typed.
var syllables, readings, initials = readTable()

// firstHan to lastHan is what the table covers: the basic plane's characters.
const firstHan, lastHan = 0x3400, 0x9fff

func readTable() (words []string, of [lastHan - firstHan + 1][]syllable, initials [lastHan - firstHan + 1]uint32) {
	number := map[string]syllable{}
	for r, text := range pinyin.PinyinDict {
		if r < firstHan || r > lastHan {
			continue
		}
		for toned := range strings.SplitSeq(text, ",") {
			word := toneless(toned)
			n, known := number[word]
			if !known {
				n = syllable(len(words))
				number[word], words = n, append(words, word)
			}
			if list := &of[r-firstHan]; !slices.Contains(*list, n) {
				*list = append(*list, n)
			}
			if word[0] >= 'a' && word[0] <= 'z' {
				initials[r-firstHan] |= 1 << (word[0] - 'a')
			}
		}
	}
	return words, of, initials
}

// toneless returns letters without their marks, in lower case, ü as v.
func toneless(text string) string {
	var b strings.Builder
	marks := []rune(norm.NFD.String(strings.ToLower(text)))
	for i, r := range marks {
		switch {
		case r == 'u' && i+1 < len(marks) && slices.Contains(following(marks[i+1:]), '\u0308'):
			b.WriteByte('v')
		case !unicode.Is(unicode.Mn, r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// following returns the marks that a text begins with.
func following(text []rune) []rune {
	end := slices.IndexFunc(text, func(r rune) bool { return !unicode.Is(unicode.Mn, r) })
	if end < 0 {
		end = len(text)
	}
	return text[:end]
}

func read(r rune) []syllable {
	if r < firstHan || r > lastHan {
		return nil
	}
	return readings[r-firstHan]
}

// Spelled writes a name as it is read, a syllable for each character: what
// people expect a list to be ordered by. A character without a reading stays.
func Spelled(name string) string {
	var words []string
	for _, length := range []int{longestSurname, len("单")} {
		if spelled, ok := surnames[name[:min(length, len(name))]]; ok {
			words, name = append(words, spelled), name[min(length, len(name)):]
			break
		}
	}
	for _, r := range name {
		word := string(r)
		if list := read(r); len(list) > 0 {
			word = syllables[list[0]]
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// Readings writes how the characters of a text can be read: "zhong/chong qing".
// What has no reading is left out.
func Readings(text string) string {
	var words []string
	for _, r := range text {
		var all []string
		for _, n := range read(r) {
			all = append(all, syllables[n])
		}
		if len(all) > 0 {
			words = append(words, strings.Join(all, "/"))
		}
	}
	return strings.Join(words, " ")
}

// A match decides whether a name is what was typed. Characters are looked for
// as they are. Letters are a name as it is read, from any of its characters on:
// every syllable in full but the last, or the initial of each.
type match struct {
	plain   string // as names are normalised
	letters string // toneless; empty where characters were typed
	begins  []bool // by character: whether the letters can begin with it
	// step says, where the letters from a place on begin with a syllable, how
	// many they are; and less than 0 where the syllable begins with all of them.
	step [][]int8
}

// longestTyped bounds what is looked for, in bytes.
const longestTyped = 120

func newMatch(typed string) *match {
	if len(typed) > longestTyped {
		typed = strings.ToValidUTF8(typed[:longestTyped], "")
	}
	m := &match{plain: conflict.NormalisePerson(norm.NFC.String(typed))}
	for _, r := range toneless(typed) {
		switch {
		case r >= 'a' && r <= 'z':
			m.letters += string(r)
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			m.letters = ""
			return m
		}
	}
	for at := range m.letters {
		step := make([]int8, len(syllables))
		for n, word := range syllables {
			switch rest := m.letters[at:]; {
			case strings.HasPrefix(word, rest):
				step[n] = -1
			case strings.HasPrefix(rest, word):
				step[n] = int8(len(word))
			}
		}
		m.step = append(m.step, step)
	}
	if m.letters != "" {
		m.begins = make([]bool, len(readings))
		for i := range m.begins {
			m.begins[i] = initials[i]&(1<<(m.letters[0]-'a')) != 0
		}
	}
	return m
}

// finds reports whether a normalised name is what was typed.
func (m *match) finds(name string) bool {
	if strings.Contains(name, m.plain) {
		return true
	}
	if m.letters == "" {
		return false
	}
	for from, r := range name {
		if r >= firstHan && r <= lastHan && m.begins[r-firstHan] && (m.spells(name[from:], 0) || m.abbreviates(name[from:])) {
			return true
		}
	}
	return false
}

// spells reports whether a name begins with the letters from a place on.
func (m *match) spells(name string, at int) bool {
	r, size := utf8.DecodeRuneInString(name)
	for _, n := range read(r) {
		step := m.step[at][n]
		if step < 0 || step > 0 && m.spells(name[size:], at+int(step)) {
			return true
		}
	}
	return false
}

// abbreviates reports whether the letters are the initials that a name begins
// with.
func (m *match) abbreviates(name string) bool {
	at := 0
	for _, r := range name {
		if at == len(m.letters) {
			return true
		}
		if r < firstHan || r > lastHan || initials[r-firstHan]&(1<<(m.letters[at]-'a')) == 0 {
			return false
		}
		at++
	}
	return at == len(m.letters)
}

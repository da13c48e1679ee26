package draw

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
)

// agreed reports whether a text is read as plain; it must then be what
// encoding/json reads.
func agreed(t *testing.T, text []byte) (plain bool) {
	t.Helper()
	r, want := readPlain(text), new(Record)
	if err := strict(text, want); r != nil && (err != nil || !reflect.DeepEqual(r, want)) {
		t.Fatalf("read as plain %+v\nand by encoding/json %+v %v\nfrom %q", r, want, err, text)
	}
	return r != nil
}

func TestMembersAreThoseOfJSON(t *testing.T) {
	for _, into := range []membered{new(Record), new(RecordFilling), new(Opened)} {
		value := reflect.ValueOf(into).Elem()
		for i := range value.NumField() {
			name, _, _ := strings.Cut(value.Type().Field(i).Tag.Get("json"), ",")
			member, place := into.member(name)
			if member != value.Field(i).Addr().Interface() || place != i {
				t.Errorf("%s of %s: %T, %d", name, value.Type(), member, place)
			}
		}
	}
}

func sample(tb testing.TB) []byte {
	text, err := os.ReadFile("testdata/panel.json")
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

// What programs write is read as plain, in one line or in many, with every
// string that JSON can hold.
func TestPlainRecordIsReadAsByJSON(t *testing.T) {
	r := new(Record)
	if err := strict(sample(t), r); err != nil {
		t.Fatal(err)
	}
	for _, void := range []string{"", "专家\n不足", "\"<&>\\ \u2028\x7f", "\U00020000", "\xff", strings.Repeat("x", 100_000)} {
		r.Void = void
		for _, lists := range [][]string{nil, {}, {"", void}} {
			r.Unsealed = append([]string{}, lists...)
			text, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			var lines bytes.Buffer
			if err := json.Indent(&lines, text, "\r", "\t"); err != nil {
				t.Fatal(err)
			}
			for _, one := range [][]byte{text, lines.Bytes(), append(lines.Bytes(), " \n"...)} {
				if !agreed(t, one) {
					t.Errorf("not read: %q", one)
				}
			}
		}
	}
}

// unusual is left to encoding/json, which takes some of it.
var unusual = []string{"", "{", "{}{}", "{},", "[]", "null", `{"draw":"D"`, `{"draw":"D",}`, `{"draw":"D"}x`, "{}\x00", `{"draw":null}`, `{"Draw":"D"}`, `{"draw":"D","draw":"E"}`,
	`{"other":"D"}`, `{"draw":1}`, `{"draw":["D"]}`, `{"seats":"1"}`, `{"seats":[1]}`, `{"seats":["1",]}`, `{"seats":["1" "2"]}`, `{"seats":null}`, `{"opened":[null]}`,
	`{"opened":[{"label":"a"},{"label":"b"}],"opened":[{"salt":"c"}]}`, `{"opened":["a"]}`, `{"opened":[{"employers":null}]}`, "{\"draw\":\"a\tb\"}", `{"draw":"a\`, `{"draw":"a\"`, `{"draw":"\u12"}`, `{"draw":"\x"}`, `{"draw" "D"}`}

func TestWhatIsUnusualIsLeftToJSON(t *testing.T) {
	for _, text := range unusual {
		if agreed(t, []byte(text)) {
			t.Errorf("read as plain: %q", text)
		}
	}
}

// Bytes of a record are changed, by chance.
func TestChangedRecordIsReadAsByJSON(t *testing.T) {
	text, random, plain := sample(t), rand.New(rand.NewPCG(1, 3)), 0
	const times = 3000
	for range times {
		changed := bytes.Clone(text)
		for range 1 + random.IntN(3) {
			i := random.IntN(len(changed))
			switch c := "\"\\{}[],: \n\x00a\xe4n"[random.IntN(14)]; random.IntN(3) {
			case 0:
				changed[i] = c
			case 1:
				changed = append(changed[:i], changed[i+1:]...)
			default:
				changed = append(changed[:i], append([]byte{c}, changed[i:]...)...)
			}
		}
		if agreed(t, changed) {
			plain++
		}
	}
	if plain < times/10 || plain > times*9/10 {
		t.Errorf("%d of %d were read", plain, times)
	}
}

func FuzzPlain(f *testing.F) {
	f.Add(sample(f))
	for _, text := range unusual {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) { agreed(t, text) })
}

package proclog_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf8"

	"bidroom/server/proclog"
)

// RFC 8785 section 3.2.3 gives these members and their order.
const rfc8785Input = `{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",` +
	`"\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`

var canonicalTests = []struct{ name, in, want string }{
	{"sorted as RFC 8785 does", rfc8785Input, `{"\r":"Carriage Return","1":"One","` + "\u0080" + `":"Control","ö":"Latin Small Letter O With Diaeresis",` +
		`"€":"Euro Sign","😀":"Emoji: Grinning Face","` + "\ufb33" + `":"Hebrew Letter Dalet With Dagesh"}`},
	// The string of RFC 8785 section 3.2.2.2.
	{"strings as RFC 8785 does", `"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"`, `"€$\u000f\nA'B\"\\\\\"/"`},
	{"spaces go", " { \"b\" : [ true , null , \"x\" ] , \"a\" : { } } ", `{"a":{},"b":[true,null,"x"]}`},
	{"markup stays as it is", `"\u003cb>&"`, `"<b>&"`},
	{"a pair of surrogates", `"\ud83d\ude00"`, `"😀"`},
	{"delete is not escaped", `"\u007f"`, "\"\u007f\""},
	{"32 deep", strings.Repeat("[", 32) + strings.Repeat("]", 32), strings.Repeat("[", 32) + strings.Repeat("]", 32)},
}

var uncanonicalTests = []struct{ name, in string }{
	{"a number", `{"a":1}`},
	{"a number deep inside", `[[{"a":[-0.5e1]}]]`},
	{"a name twice", `{"a":"1","b":"2","a":"1"}`},
	{"a name twice, written differently", `{"a":"1","\u0061":"1"}`},
	{"a lone high surrogate", `"\ud800"`},
	{"a lone low surrogate", `"\udc00x"`},
	{"surrogates the wrong way round", `"\udc00\ud800"`},
	{"invalid UTF-8", "\"\xff\""},
	{"33 deep and more", strings.Repeat("[", 34) + strings.Repeat("]", 34)},
	{"text after the value", `{} {}`},
	{"nothing", ``},
	{"half an object", `{"a":"b"`},
}

func TestCanonical(t *testing.T) {
	for _, tt := range canonicalTests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := proclog.Canonical(json.RawMessage(tt.in))
			if err != nil || string(got) != tt.want {
				t.Errorf("Canonical(%s) = %s, %v, want %s", tt.in, got, err, tt.want)
			}
		})
	}
	for _, tt := range uncanonicalTests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := proclog.Canonical(json.RawMessage(tt.in)); err == nil {
				t.Errorf("Canonical(%q) = %q, want an error", tt.in, got)
			}
		})
	}
}

// Python's json module and this package must write the same bytes.
func TestCanonicalAgreesWithPython(t *testing.T) {
	var in, want bytes.Buffer
	for _, tt := range canonicalTests {
		in.WriteString(tt.in + "\n")
		want.WriteString(tt.want + "\n")
	}
	command := exec.Command("python3", "-X", "utf8", "testdata/canonical.py")
	command.Stdin = &in
	got, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("Python writes\n%s\nwant\n%s", got, &want)
	}
}

func FuzzCanonical(f *testing.F) {
	for _, tt := range canonicalTests {
		f.Add([]byte(tt.in))
	}
	for _, tt := range uncanonicalTests {
		f.Add([]byte(tt.in))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if utf8.Valid(in) && proclog.IsCanonical(in) {
			if again, err := proclog.Rewritten(in); err != nil || !bytes.Equal(again, in) {
				t.Errorf("%q is taken, and rewritten as %q, %v", in, again, err)
			}
		}
		once, err := proclog.Canonical(json.RawMessage(in))
		if slow, slowErr := proclog.Rewritten(in); utf8.Valid(in) && json.Valid(in) && ((err == nil) != (slowErr == nil) || err == nil && !bytes.Equal(once, slow)) {
			t.Errorf("%q becomes %q, %v, and token by token %q, %v", in, once, err, slow, slowErr)
		}
		if err != nil {
			return
		}
		twice, err := proclog.Canonical(json.RawMessage(once))
		if err != nil || !bytes.Equal(once, twice) {
			t.Errorf("%q becomes %q and then %q, %v", in, once, twice, err)
		}
		var a, b any
		if err := json.Unmarshal(in, &a); err != nil {
			t.Fatalf("%q was taken: %v", in, err)
		}
		if err := json.Unmarshal(once, &b); err != nil {
			t.Fatalf("%q is no JSON: %v", once, err)
		}
		x, errX := json.Marshal(a)
		y, errY := json.Marshal(b)
		if errX != nil || errY != nil || !bytes.Equal(x, y) {
			t.Errorf("%q says something else than %q", once, in)
		}
	})
}

// What is taken as canonical at a glance is what rewriting it gives, whatever
// one byte of it is changed to; and what rewriting gives is taken so.
func TestCanonicalAtAGlance(t *testing.T) {
	texts := []string{`{"a":{"":[[],{},"x"],"b":true},"é":[null,false,"\n\"\\\b\f\r\t"],"😀":"","ﬀ":"/"}`, `{"a":"1","a":"2"}`, `["\u001f","�"]`}
	for _, tt := range canonicalTests {
		texts = append(texts, tt.in, tt.want)
		closer := strings.Contains(tt.want, `\u`) || strings.Contains(tt.want, `{"\`)
		if got := proclog.IsCanonical([]byte(tt.want)); got == closer {
			t.Errorf("%s is canonical at a glance: %t", tt.want, got)
		}
	}
	for _, tt := range uncanonicalTests {
		texts = append(texts, tt.in)
	}
	taken := 0
	agree := func(text []byte) {
		if !utf8.Valid(text) || !proclog.IsCanonical(text) {
			return
		}
		taken++
		if again, err := proclog.Rewritten(text); err != nil || !bytes.Equal(again, text) {
			t.Errorf("%q is taken, and rewritten as %q, %v", text, again, err)
		}
	}
	for _, text := range texts {
		agree([]byte(text))
		for i := range text {
			for _, other := range []byte("\"\\{}[]:,tfnul01ab /\n\x00\xff") {
				changed := []byte(text)
				changed[i] = other
				agree(changed)
			}
			agree([]byte(text[:i] + text[i+1:]))
			agree([]byte(text[:i] + text[i:i+1] + text[i:]))
		}
	}
	if taken < 100 {
		t.Errorf("only %d texts were taken", taken)
	}
}

package pass

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bidroom/evaluation/rule"
)

// codes returns the codes of a refusal, with spaces between.
func codes(err error) string {
	var refusal *rule.Refusal
	if err == nil {
		return ""
	}
	if !errors.As(err, &refusal) {
		return "fault: " + err.Error()
	}
	var list []string
	for _, reason := range refusal.Reasons {
		list = append(list, reason.Code)
	}
	return strings.Join(list, " ")
}

// TestBase32: the values were made with
// python3 -c 'n=int(HEX,16); print("".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[n>>5*(7-i)&31] for i in range(8)))'.
func TestBase32(t *testing.T) {
	for text, want := range map[string]string{
		"\x00\x00\x00\x00\x00": "00000000", "\xff\xff\xff\xff\xff": "ZZZZZZZZ",
		"\x01\x23\x45\x67\x89": "04HMASW9", "\xde\xad\xbe\xef\x42": "VTPVXVT2",
	} {
		if got := Base32([]byte(text), 8); got != want {
			t.Errorf("Base32(%x) = %s, want %s", text, got, want)
		}
	}
}

func TestRead(t *testing.T) {
	p, err := New(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Code) != 12 || len(p.Text()) != 14 {
		t.Fatalf("code %q, text %q", p.Code, p.Text())
	}
	full := strings.Map(func(r rune) rune { // as a Chinese input method writes it
		if r == '-' {
			return '－'
		}
		return r + 0xfee0
	}, p.Text())
	for _, typed := range []string{p.Code, p.Text(), strings.ToLower(p.Text()), p.QR(), " " + p.Code + "\n", full,
		strings.ReplaceAll(p.Code, "0", "o"), strings.ReplaceAll(p.Code, "1", "l")} {
		if got, err := Read(typed); err != nil || got != p {
			t.Errorf("Read(%q) = %v, %v", typed, got, err)
		}
	}
	for typed, want := range map[string]string{
		"": "pass.form", p.Code[:11]: "pass.form", p.Code + "0": "pass.form", "BIDROOM:KIOSK:" + p.Code: "pass.form",
		strings.Repeat("0", 5000): "pass.form", "U" + p.Code[1:]: "pass.form", "王" + p.Code[1:]: "pass.form",
	} {
		if _, err := Read(typed); codes(err) != want {
			t.Errorf("Read(%q): %v", typed, err)
		}
	}
}

// TestParity: every wrong character and every exchange of two is found.
func TestParity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, err := New(strings.NewReader(string(rapid.SliceOfN(rapid.Byte(), 7, 7).Draw(t, "random"))))
		if err != nil {
			t.Fatal(err)
		}
		i, j := rapid.IntRange(0, 11).Draw(t, "i"), rapid.IntRange(0, 11).Draw(t, "j")
		wrong := []byte(p.Code)
		wrong[i] = alphabet[rapid.IntRange(0, 31).Draw(t, "character")]
		swapped := []byte(p.Code)
		swapped[i], swapped[j] = swapped[j], swapped[i]
		for _, slip := range []string{string(wrong), string(swapped)} {
			if _, err := Read(slip); slip != p.Code && codes(err) != "pass.slip" {
				t.Fatalf("%s for %s: %v", slip, p.Code, err)
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("BIDROOM:PASS:0123-4567-89AB")
	f.Add("\xff")
	f.Fuzz(func(t *testing.T, typed string) {
		p, err := Read(typed)
		if err != nil {
			return
		}
		if again, err := Read(p.QR()); err != nil || again != p {
			t.Errorf("%q was read as %q, which is read as %q, %v", typed, p.Code, again.Code, err)
		}
	})
}

func TestCheckTime(t *testing.T) {
	for nowMs, want := range map[int64]string{999: "pass.early", 1000: "", 1999: "", 2000: "pass.expired"} {
		if got := codes(CheckTime(nowMs, 1000, 2000, time.UTC)); got != want {
			t.Errorf("at %d: %q, want %q", nowMs, got, want)
		}
	}
}

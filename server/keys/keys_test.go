package keys

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func made[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestPaper(t *testing.T) {
	m := made[Master](t)(New(rand.Reader))
	groups := m.Paper()
	if back := made[Master](t)(ParsePaper(groups)); back != m {
		t.Error("the key read from paper is another")
	}
	soft := strings.Fields(strings.NewReplacer("0", "o", "1", "l").Replace(strings.ToLower(strings.Join(groups, " "))))
	if back := made[Master](t)(ParsePaper(soft)); back != m {
		t.Error("small letters, and letters that look like digits, are not taken")
	}
	const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	for i, group := range groups {
		for at := range group {
			for _, slip := range strings.Replace(letters, group[at:at+1], "", 1) {
				wrong := slices.Clone(groups)
				wrong[i] = group[:at] + string(slip) + group[at+1:]
				_, err := ParsePaper(wrong)
				var said *GroupError
				if !errors.As(err, &said) || said.Group != i+1 {
					t.Errorf("group %d, %s for %s: %v", i+1, wrong[i], group, err)
				}
			}
		}
	}
	if sum := check('1', []byte("23456789")); sum != 0xF4 { // the catalogue of parametrised CRC algorithms, CRC-8/SMBUS
		t.Errorf("the check value is %#x", sum)
	}
	for _, few := range [][]string{nil, groups[:7], append(slices.Clone(groups), groups[0])} {
		if _, err := ParsePaper(few); err == nil {
			t.Errorf("%d groups were taken", len(few))
		}
	}
}

func TestSave(t *testing.T) {
	file := filepath.Join(t.TempDir(), "master.key")
	m := made[Master](t)(New(rand.Reader))
	if err := m.Save(file); err != nil {
		t.Fatal(err)
	}
	if info := made[os.FileInfo](t)(os.Stat(file)); info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file has mode %v", info.Mode())
	}
	if made[Master](t)(Load(file)) != m {
		t.Error("another key was read than was saved")
	}
	if err := m.Save(file); err == nil {
		t.Error("a key was written over")
	}
}

func TestBox(t *testing.T) {
	m := made[Master](t)(New(rand.Reader))
	box := made[*Box](t)(m.Box(rand.Reader))
	stranger := made[*Box](t)(made[Master](t)(New(rand.Reader)).Box(rand.Reader))
	sealed := made[[]byte](t)(box.Seal("phone", []byte("13800138000")))
	if plain := made[[]byte](t)(box.Open("phone", sealed)); string(plain) != "13800138000" {
		t.Errorf("opened %q", plain)
	}
	if bytes.Contains(sealed, []byte("138001")) {
		t.Error("what is sealed can be read")
	}
	flipped := slices.Clone(sealed)
	flipped[len(flipped)-1] ^= 1
	for name, open := range map[string]func() ([]byte, error){
		"another domain": func() ([]byte, error) { return box.Open("identity", sealed) },
		"another key":    func() ([]byte, error) { return stranger.Open("phone", sealed) },
		"a flipped bit":  func() ([]byte, error) { return box.Open("phone", flipped) },
		"nothing":        func() ([]byte, error) { return box.Open("phone", nil) },
	} {
		if _, err := open(); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if box.Index("phone", "1") != box.Index("phone", "1") || box.Index("phone", "1") == box.Index("identity", "1") ||
		box.Index("phone", "1") == stranger.Index("phone", "1") {
		t.Error("an index is not of its domain and key alone")
	}
}

func TestTwoRolesOpenADraw(t *testing.T) {
	box := made[*Box](t)(made[Master](t)(New(rand.Reader)).Box(rand.Reader))
	openers, public := map[string]Opener{}, Openers{}
	for _, role := range []string{"staff", "supervisor"} {
		openers[role] = made[Opener](t)(NewOpener(rand.Reader))
		public[role] = made[string](t)(openers[role].Public())
	}
	key, wrapped, err := box.NewDrawKey("d1")
	if err != nil {
		t.Fatal(err)
	}
	if made[DrawKey](t)(box.UnwrapDraw("d1", wrapped)) != key {
		t.Error("the server unwraps another key")
	}
	if _, err := box.UnwrapDraw("d2", wrapped); !errors.Is(err, ErrSealed) {
		t.Errorf("the key of another draw was unwrapped: %v", err)
	}
	halves := made[Halves](t)(box.Halve(key, "d1", public))
	halves = made[Halves](t)(ParseHalves(made[string](t)(halves.Text())))
	one := made[[Size]byte](t)(openers["staff"].OpenHalf(halves, "d1", "staff"))
	other := made[[Size]byte](t)(openers["supervisor"].OpenHalf(halves, "d1", "supervisor"))
	if Join(one, other) != key {
		t.Error("the two halves give another key")
	}
	if DrawKey(one) == key || DrawKey(other) == key || Join(one, one) == key {
		t.Error("one half is enough")
	}
	for name, open := range map[string]func() ([Size]byte, error){
		"the other's half":        func() ([Size]byte, error) { return openers["staff"].OpenHalf(halves, "d1", "supervisor") },
		"another draw":            func() ([Size]byte, error) { return openers["staff"].OpenHalf(halves, "d2", "staff") },
		"a role without a half":   func() ([Size]byte, error) { return openers["staff"].OpenHalf(halves, "d1", "auditor") },
		"a half that is no half":  func() ([Size]byte, error) { return openers["staff"].OpenHalf(Halves{"staff": "zz"}, "d1", "staff") },
		"halves that are missing": func() ([Size]byte, error) { return openers["staff"].OpenHalf(Halves{}, "d1", "staff") },
	} {
		if _, err := open(); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := box.Halve(key, "d1", Openers{"staff": public["staff"]}); err == nil {
		t.Error("a key was split for one role")
	}
}

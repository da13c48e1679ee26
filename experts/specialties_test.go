package experts

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

var specialtyCode = regexp.MustCompile(`^[ABC](\d\d){0,3}$`)

// The list is what its file promises: codes of the standard's form, in order,
// each below its parent, each named in both languages.
func TestSpecialties(t *testing.T) {
	list := NewClasses(nil).List()
	if len(list) < 80 {
		t.Fatalf("%d specialties", len(list))
	}
	han := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	for i, s := range list {
		if i > 0 && list[i-1].Code >= s.Code {
			t.Errorf("%s stands after %s", s.Code, list[i-1].Code)
		}
		want := ""
		if len(s.Code) > 1 {
			want = s.Code[:max(1, len(s.Code)-2)]
		}
		if !specialtyCode.MatchString(s.Code) || s.Parent != want {
			t.Errorf("%q below %q", s.Code, s.Parent)
		}
		if s.Parent != "" && !slices.ContainsFunc(list[:i], func(above Specialty) bool { return above.Code == s.Parent }) {
			t.Errorf("%s stands below %s, which is not there before it", s.Code, s.Parent)
		}
		if !han(s.Names["zh-CN"]) || han(s.Names["en"]) || s.Names["en"] == "" {
			t.Errorf("%s is called %v", s.Code, s.Names)
		}
	}
}

func TestSpecialtyNames(t *testing.T) {
	for code, want := range map[string]string{
		"A": "工程", "A08": "工程施工", "A0801": "建筑工程", "A080104": "建筑工程 · 土建工程", "A060101": "土建工程 · 建筑",
		"A090701": "安全防范工程 · 安全防范系统工程", "C040200": "财务管理（不分小类）", "Z01": "", "": "", "a080104": "",
	} {
		if got := NewClasses(nil).Names(code)["zh-CN"]; got != want {
			t.Errorf("%q is called %q, want %q", code, got, want)
		}
	}
}

// What is imported goes before what the program says, stands below the nearest
// code that has a name, and is called in a language what it is in the other.
func TestImportedClasses(t *testing.T) {
	name := func(zh, en string) map[string]string { return map[string]string{"zh-CN": zh, "en": en} }
	c := NewClasses([]Specialty{{Code: "A080104", Names: name("土木工程", "Civil works")}, {Code: "C991234", Names: name("沙盘制作", "")}, {Code: "C9912", Names: name("模型", "Models")}, {Code: "B770001", Names: name("无人机", "Drones")}})
	for code, want := range map[string][3]string{
		"A080104": {"A0801", "建筑工程 · 土木工程", "Building construction · Civil works"},
		"A0801":   {"A08", "建筑工程", "Building construction"},
		"C991234": {"C9912", "模型 · 沙盘制作", "Models · 沙盘制作"},
		"C9912":   {"C", "模型", "Models"},
		"B770001": {"B", "货物 · 无人机", "Goods · Drones"},
	} {
		at := slices.IndexFunc(c.List(), func(s Specialty) bool { return s.Code == code })
		if at < 0 || c.List()[at].Parent != want[0] || c.Names(code)["zh-CN"] != want[1] || c.Names(code)["en"] != want[2] {
			t.Errorf("%s is called %v", code, c.Names(code))
		}
	}
	if !slices.IsSortedFunc(c.List(), func(a, b Specialty) int { return strings.Compare(a.Code, b.Code) }) || len(c.List()) != len(NewClasses(nil).List())+3 {
		t.Errorf("%d names", len(c.List()))
	}
}

// Who holds a specialty holds what stands above it, as far as it is named;
// never what stands beside or below.
func TestWithLevels(t *testing.T) {
	for _, tt := range []struct{ held, named, want string }{
		{"A080104", "", "A080104"},
		{"A080104", "A080104", "A080104"},
		{"A080104", "A0801", "A0801 A080104"},
		{"A080104", "A A08 A0801 A0802 A08010401 B", "A A08 A0801 A080104"},
		{"A080104 A060101", "A0801 A0601", "A0601 A060101 A0801 A080104"},
		{"A0801", "A080104", "A0801"},
		{"", "A", ""},
		{"A080104", "A0 A080 A08010", "A080104"},
	} {
		if got := strings.Join(WithLevels(strings.Fields(tt.held), strings.Fields(tt.named)), " "); got != tt.want {
			t.Errorf("WithLevels(%q, %q) = %q, want %q", tt.held, tt.named, got, tt.want)
		}
	}
}

package rooms

import (
	"slices"
	"strings"
	"testing"

	"bidroom/experts/conflict"
)

// relaxed is somebody of seventy-five with a middle title, for whom both were
// relaxed in government procurement.
func relaxed() *Person {
	return &Person{Expert: conflict.Expert{Name: "周明", Identity: "110101195101010014", Status: conflict.Active, Specialties: []string{"A080104"}, TitleLevel: "other",
		FieldSince: conflict.Date{Year: 1990, Month: 7, Day: 1}, Relaxed: []string{"R31", "R32"}}, Phone: "13800000000", Despite: "稀缺专业"}
}

// What is relaxed stands with its reason, and with what it was relaxed for.
func TestRelaxedStandsWithItsReason(t *testing.T) {
	everything := func(*Person) {}
	for what, tt := range map[string]struct {
		file func(*Person)
		says []string // of the columns
		want string
	}{
		"a file of neither":             {everything, nil, "R31 R32"},
		"another title":                 {func(p *Person) { p.TitleLevel = "middle" }, []string{"title_level"}, "R32"},
		"the same title":                {func(p *Person) { p.TitleLevel = "other" }, []string{"title_level"}, "R31 R32"},
		"the reason alone, unchanged":   {func(p *Person) { p.Despite = "稀缺专业" }, []string{"despite"}, "R31 R32"},
		"another reason alone":          {func(p *Person) { p.Despite = "再延长一年" }, []string{"despite"}, ""},
		"no reason any more":            {everything, []string{"despite"}, ""},
		"a reason and what it is for":   {func(p *Person) { p.Despite, p.Relaxed = "再延长一年", []string{"R32"} }, []string{"despite", "relaxed"}, "R32"},
		"what it is for, and no reason": {func(p *Person) { p.Relaxed = []string{"R32"} }, []string{"relaxed"}, "R31 R32"},
	} {
		file := &Person{Expert: conflict.Expert{Identity: relaxed().Identity, Status: conflict.Active, Specialties: []string{"A080104"}}}
		tt.file(file)
		file.keepUnsaid(relaxed(), func(_, column string) bool { return slices.Contains(tt.says, column) })
		if got := strings.Join(file.Relaxed, " "); got != tt.want {
			t.Errorf("%s: %q with %q, want %q", what, got, file.Despite, tt.want)
		}
	}
}

// By hand a reason is given for what can be relaxed alone: not for the eight years
// of the law on tendering, nor for Chongqing's age.
func TestRelaxedByHand(t *testing.T) {
	today := conflict.Date{Year: 2026, Month: 11, Day: 30}
	person := PersonEdit{Name: "周明", Specialties: []string{"A080104"}, Status: conflict.Active, Reason: "续聘", DecidedBy: "市公管办", Despite: "稀缺专业"}
	for what, tt := range map[string]struct {
		was  func(*Person)
		edit ExpertEdit
		want string
	}{
		"active for the first time": {func(p *Person) { p.Status, p.Despite, p.Relaxed = conflict.Applied, "", nil }, ExpertEdit{Person: &person}, "R31 R32"},
		"qualified for one of two":  {func(p *Person) { p.Status, p.Despite, p.Relaxed, p.TitleLevel = conflict.Applied, "", nil, "middle" }, ExpertEdit{Person: &person}, "R32"},
		"nothing is said of it":     {func(*Person) {}, ExpertEdit{Leave: &Leave{}}, "R31 R32"},
		"suspended":                 {func(*Person) {}, ExpertEdit{Person: &PersonEdit{Name: "周明", Specialties: person.Specialties, Status: conflict.Suspended, Until: "2099-01-01", Reason: "迟到", DecidedBy: "市公管办"}}, ""},
		"another title":             {func(*Person) {}, ExpertEdit{Qualification: &Qualification{TitleLevel: "middle", FieldSince: "2020-01-01"}}, "R32"},
		"another number":            {func(*Person) {}, ExpertEdit{Identity: &IdentityEdit{Number: "11010519491231002X", Reason: "录入有误"}}, "R31"},
	} {
		p := relaxed()
		tt.was(p)
		if err := tt.edit.into(p, today); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if got := strings.Join(p.Relaxed, " "); got != tt.want {
			t.Errorf("%s: %q, want %q", what, got, tt.want)
		}
	}
}

// Of two entries the stricter standing goes with what was relaxed in it, and what
// was relaxed for a title does not go over to another.
func TestRelaxedOfMerged(t *testing.T) {
	today := conflict.Date{Year: 2026, Month: 11, Day: 30}
	for what, tt := range map[string]struct {
		change func(into, from *Person)
		take   []string
		want   string
	}{
		"as it stands":        {func(_, from *Person) { from.Relaxed = nil }, nil, "R31 R32"},
		"the other is out":    {func(_, from *Person) { from.Status, from.Despite, from.Relaxed = conflict.Removed, "", nil }, nil, ""},
		"the other's title":   {func(_, from *Person) { from.TitleLevel, from.Relaxed = "middle", nil }, []string{"titleLevel"}, "R32"},
		"no title of its own": {func(into, from *Person) { into.TitleLevel, into.Relaxed = "", []string{"R31"} }, nil, ""},
	} {
		into, from := relaxed(), relaxed()
		tt.change(into, from)
		if got := strings.Join(mergePerson(into, from, tt.take, today).Relaxed, " "); got != tt.want {
			t.Errorf("%s: %q, want %q", what, got, tt.want)
		}
	}
}

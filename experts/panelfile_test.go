package experts_test

import (
	"encoding/json"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
)

var panelSeats = []draw.Seat{{No: 1, Specialties: []string{"A0801"}}, {No: 2, Specialties: []string{"A060101"}}}

// panelJSON is a panel as a library writes it.
const panelJSON = `{"format": "bidroom/outside-panel", "v": "1", "lot": "01", "library": "省库", "record_no": "CQ-1",
 "drawn_by": {"body": "省中心", "person": "蒋惠兰"}, "drawn_at": "2026-11-23T09:30:00+08:00",
 "seats": [
  {"seat": 1, "name": "王喆", "identity": "11010519491231002X", "phone": "13800000000", "specialties": ["A080104"], "region": "330100", "employer": "设计院", "employer_code": ""},
  {"seat": 2, "name": "李敏", "identity": "440524188001010014", "phone": "13800000001", "specialties": ["A060101", "A080107"], "region": "330200", "employer": "造价所"}],
 "substitutes": [{"seat": 2, "name": "赵刚", "identity": "110101199003070011", "phone": "13800000002", "specialties": ["A060101"], "region": "330200", "employer": "造价所"}],
 "record": {"content": "JVBERi0="}}`

// faults lists what is wrong with a panel as "code field".
func faults(f *experts.PanelFile, supplementary bool) (list []string) {
	var refusals rule.Collect
	f.Check(panelSeats, supplementary, &refusals)
	var refusal *rule.Refusal
	if errors.As(refusals.Err(rule.Invalid), &refusal) {
		for _, r := range refusal.Reasons {
			list = append(list, strings.TrimPrefix(r.Code, "outside.")+" "+r.Field)
		}
	}
	return list
}

func TestPanelFile(t *testing.T) {
	read := func() *experts.PanelFile {
		f, err := experts.ReadPanelFile([]byte(panelJSON))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	if got := faults(read(), false); len(got) > 0 {
		t.Errorf("a whole panel: %v", got)
	}
	if f := read(); string(f.Record.Content) != "%PDF-" || f.Substitutes[0].Row != 3 {
		t.Errorf("%+v", f)
	}
	for what, tt := range map[string]struct {
		change func(*experts.PanelFile)
		want   string
	}{
		"no library":               {func(f *experts.PanelFile) { f.Library = "" }, "library library"},
		"two lines":                {func(f *experts.PanelFile) { f.RecordNo = "1\n2" }, "recordNo recordNo"},
		"a long body":              {func(f *experts.PanelFile) { f.DrawnBy.Body = strings.Repeat("省", 101) }, "body body"},
		"blanks around":            {func(f *experts.PanelFile) { f.DrawnBy.Person = " 蒋" }, "person person"},
		"a seat too few":           {func(f *experts.PanelFile) { f.Seats = f.Seats[:1] }, "seat_missing file"},
		"a seat twice":             {func(f *experts.PanelFile) { f.Seats[1].Seat = 1 }, "seat_twice rows.2.seat, seat_missing file"},
		"no seat of the plan":      {func(f *experts.PanelFile) { f.Substitutes[0].Seat = 5 }, "seat_unplanned rows.3.seat"},
		"a member without a seat":  {func(f *experts.PanelFile) { f.Seats[1].Seat = 0 }, "seat_unplanned rows.2.seat, seat_missing file"},
		"somebody twice":           {func(f *experts.PanelFile) { f.Substitutes[0].Identity = f.Seats[0].Identity }, "twice rows.3.identity"},
		"a slip in a number":       {func(f *experts.PanelFile) { f.Seats[0].Identity = "110105194912310021" }, "identity rows.1.identity"},
		"no phone":                 {func(f *experts.PanelFile) { f.Seats[0].Phone = "057512345678" }, "phone rows.1.phone"},
		"no name":                  {func(f *experts.PanelFile) { f.Seats[0].Name = "" }, "name rows.1.name"},
		"no specialty":             {func(f *experts.PanelFile) { f.Seats[0].Specialties = nil }, "specialties rows.1.specialties"},
		"a specialty that is none": {func(f *experts.PanelFile) { f.Seats[0].Specialties = []string{"土建"} }, "specialties rows.1.specialties"},
		"specialties without end":  {func(f *experts.PanelFile) { f.Seats[0].Specialties = slices.Repeat([]string{"A08"}, 21) }, "specialties rows.1.specialties"},
		"two regions":              {func(f *experts.PanelFile) { f.Seats[0].Region = "330100 330200" }, "region rows.1.region"},
		"no employer":              {func(f *experts.PanelFile) { f.Seats[0].Employer = "" }, "employer rows.1.employer"},
		"a wrong credit code":      {func(f *experts.PanelFile) { f.Seats[0].EmployerCode = "91330100MA2H300111" }, "employer_code rows.1.employerCode"},
		"people without end":       {func(f *experts.PanelFile) { f.Substitutes = slices.Repeat(f.Substitutes, 99) }, "many file"},
	} {
		f := read()
		tt.change(f)
		if got := strings.Join(faults(f, false), ", "); got != tt.want {
			t.Errorf("%s: %q, want %q", what, got, tt.want)
		}
	}
	list := read()
	if got := strings.Join(faults(list, true), ", "); got != "supplementary rows.1.standing, supplementary rows.2.standing" {
		t.Errorf("a panel as a supplementary list: %s", got)
	}
	if list.Seats = nil; len(faults(list, true)) > 0 {
		t.Errorf("a supplementary list: %v", faults(list, true))
	}
	if list.Substitutes = nil; strings.Join(faults(list, true), ", ") != "no_substitutes file" {
		t.Errorf("an empty list: %v", faults(list, true))
	}
}

// What cannot be read is refused without a word of what it holds.
func TestPanelFileThatCannotBeRead(t *testing.T) {
	for text, code := range map[string]string{
		"": "outside.json", "[]": "outside.json", panelJSON + "x": "outside.json", strings.Replace(panelJSON, `"lot"`, `"secret"`, 1): "outside.json",
		strings.Replace(panelJSON, `"name": "王喆"`, `"name": 110105`, 1): "outside.json", strings.Replace(panelJSON, `JVBERi0=`, `王喆`, 1): "outside.json",
		strings.Replace(panelJSON, "王喆", "\xff", 1): "outside.json", strings.Replace(panelJSON, `"v": "1"`, `"v": "2"`, 1): "outside.format",
		strings.Replace(panelJSON, "outside-panel", "draw-record", 1): "outside.format",
	} {
		_, err := experts.ReadPanelFile([]byte(text))
		var refusal *rule.Refusal
		if !errors.As(err, &refusal) || refusal.Reasons[0].Code != code {
			t.Errorf("%.60q: %v, want %s", text, err, code)
			continue
		}
		if said, err := json.Marshal(refusal.Reasons); err != nil || strings.Contains(string(said), "王喆") || strings.Contains(string(said), "110105") || strings.Contains(string(said), "secret") {
			t.Errorf("it says %s %v", said, err)
		}
	}
}

func FuzzPanelFile(f *testing.F) {
	f.Add([]byte(panelJSON))
	f.Add([]byte(`{"format":"bidroom/outside-panel","v":"1","seats":[{"seat":-1,"specialties":[""]}],"substitutes":[{}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := experts.ReadPanelFile(text)
		var refusal *rule.Refusal
		if err != nil {
			if !errors.As(err, &refusal) {
				t.Errorf("a fault: %v", err)
			}
			return
		}
		if len(faults(file, false)) > 0 {
			return
		}
		for _, p := range append(file.Seats, file.Substitutes...) { // whatever is well formed can be taken
			o, err := draw.OpenPerson([16]byte{}, p.Person())
			if err != nil {
				t.Fatal(err)
			}
			if again, err := o.Person(); err != nil || again.Identity != p.Identity || again.Name != p.Name {
				t.Errorf("%+v became %+v: %v", p, again, err)
			}
		}
	})
}

// docs/draw.md shows a file whose members are those that are read.
func TestPanelFileIsDescribed(t *testing.T) {
	text, err := os.ReadFile("../docs/draw.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```json\n(.*?)```").FindSubmatch(text)
	if block == nil {
		t.Fatal("docs/draw.md shows no JSON")
	}
	shown := regexp.MustCompile(`"BASE64"`).ReplaceAll(block[1], []byte(`"UERG"`))
	f, err := experts.ReadPanelFile(shown)
	if err != nil {
		t.Fatal(err)
	}
	if f.Lot == "" || f.Library == "" || f.RecordNo == "" || f.DrawnBy.Person == "" || len(f.Seats) != 1 || f.Seats[0].EmployerCode == "" || f.Substitutes[0].Seat != 3 || string(f.Record.Content) != "PDF" {
		t.Errorf("read %+v", f)
	}
}

// Who is in the register is known by both; of who is not, nothing was asked.
func TestCandidate(t *testing.T) {
	p := draw.Person{Employer: "公司甲", EmployerCode: "91330100MA2C000000", Name: "王喆", Region: "330100", Specialties: []string{"A080104"}}
	rules, err := rule.LoadProfile("cn-tendering-2019")
	if err != nil {
		t.Fatal(err)
	}
	said := func(bidder string, e conflict.Expert) (out, unknown bool) {
		checker := conflict.NewChecker(conflict.Facts{Register: conflict.NewRegister(nil), Bidders: []conflict.Company{{Name: bidder, LegalRepresentative: "甲"}}, Started: conflict.Date{Year: 2026, Month: 11, Day: 1},
			Today: conflict.Date{Year: 2026, Month: 11, Day: 23}, Rules: rules.Recusal})
		for _, answer := range checker.Check(e) {
			if answer.Ground == "R01" {
				return answer.KeepsOut(), answer.Unasked()
			}
		}
		t.Fatal("R01 is not answered")
		return false, false
	}
	asked := conflict.Expert{ID: "e1", Name: "王喆", Status: conflict.Active, Affiliated: conflict.DeclaredSome, Affiliations: []conflict.Affiliation{{Company: "公司乙"}}}
	never := conflict.Expert{ID: "e1", Name: "王喆", Status: conflict.Active}
	for _, tt := range []struct {
		bidder       string
		known        *conflict.Expert
		out, unknown bool
	}{
		{"公司甲", nil, true, false}, {"公司丙", nil, false, true}, {"公司甲", &asked, true, false}, {"公司乙", &asked, true, false}, {"公司丙", &asked, false, false}, {"公司丙", &never, false, true},
	} {
		e := experts.Candidate("L", p, tt.known)
		if out, unknown := said(tt.bidder, e); out != tt.out || unknown != tt.unknown || e.ID != "L" {
			t.Errorf("bidder %s, known %v: out %v, unknown %v", tt.bidder, tt.known != nil, out, unknown)
		}
	}
	p.Identity = "11010519491231002X"
	for _, known := range []*conflict.Expert{nil, &asked} {
		if born := experts.Candidate("L", p, known).Born; born.String() != "1949-12-31" {
			t.Errorf("born on %s", born)
		}
	}
	if len(asked.Affiliations) != 1 {
		t.Error("what the register holds was changed")
	}
}

// A library drew whom it has; of which kind it is nobody says, so that no other
// entry of the register speaks against it, and one that will do is enough.
func TestCandidateIsInTheLibraryThatDrew(t *testing.T) {
	rules, err := rule.LoadProfile("cn-tendering-2019")
	if err != nil {
		t.Fatal(err)
	}
	day := conflict.Date{Year: 2026, Month: 11, Day: 23}
	for what, tt := range map[string]struct {
		known *conflict.Expert
		want  conflict.Verdict
	}{
		"not in the register":  {nil, conflict.Unknown},
		"in none as looked up": {&conflict.Expert{Listed: conflict.DeclaredNone}, conflict.Unknown},
		"in another":           {&conflict.Expert{Listed: conflict.DeclaredSome, Libraries: []conflict.Membership{{Kind: "other"}}}, conflict.Unknown},
		"in one that will do":  {&conflict.Expert{Listed: conflict.DeclaredSome, Libraries: []conflict.Membership{{Kind: "comprehensive"}}}, conflict.Clear},
	} {
		for _, answer := range conflict.CheckEntry(rules.Recusal, experts.Candidate("L", draw.Person{Name: "王喆"}, tt.known), day) {
			if answer.Ground == "R26" && answer.Verdict != tt.want {
				t.Errorf("%s: %+v, want %s", what, answer, tt.want)
			}
		}
	}
}

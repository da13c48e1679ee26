package experts

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
)

// A PanelFile is a panel that was drawn elsewhere, as its library hands it
// over; docs/draw.md describes its JSON.
type PanelFile struct {
	Format      string        `json:"format"`
	V           string        `json:"v"`
	Lot         string        `json:"lot,omitempty"` // the number of the lot that it is for, if the library says
	Library     string        `json:"library"`
	RecordNo    string        `json:"record_no"`
	DrawnBy     DrawnBy       `json:"drawn_by"`
	DrawnAt     string        `json:"drawn_at"` // RFC 3339
	Seats       []PanelPerson `json:"seats"`
	Substitutes []PanelPerson `json:"substitutes"`
	Record      *PanelRecord  `json:"record,omitempty"`
	Reason      string        `json:"reason,omitempty"` // of a second panel or a supplementary list
}

// DrawnBy is who drew: a body, and the person in charge.
type DrawnBy struct {
	Body   string `json:"body"`
	Person string `json:"person"`
}

// A PanelPerson is a person of a panel file.
type PanelPerson struct {
	Seat         int      `json:"seat,omitempty"` // of a substitute: the only seat it is for; 0 for any
	Name         string   `json:"name"`
	Identity     string   `json:"identity"`
	Phone        string   `json:"phone"`
	Specialties  []string `json:"specialties"`
	Region       string   `json:"region"`
	Employer     string   `json:"employer"`
	EmployerCode string   `json:"employer_code,omitempty"`
	Row          int      `json:"-"` // where it stands: in a table its row, else its number among seats and then substitutes
}

// A PanelRecord is the library's own record of the draw.
type PanelRecord struct {
	Content []byte `json:"content"` // base64
}

// PanelFormat is the format of a [PanelFile].
const PanelFormat = "bidroom/outside-panel"

// Bounds of a panel file.
const (
	MaxPanelPersons = 100
	maxPanelText    = 100 // characters of a text
	maxPanelCodes   = 20
)

// ReadPanelFile reads the JSON of a panel. What is wrong with it is refused
// without a word of what it holds.
func ReadPanelFile(text []byte) (*PanelFile, error) {
	f := new(PanelFile)
	if rule.Strict(text, f) != nil {
		return nil, rule.Refuse(rule.Invalid, "", "outside.json", "file")
	}
	if f.Format != PanelFormat || f.V != "1" {
		return nil, rule.Refuse(rule.Invalid, "", "outside.format", "file", "format", PanelFormat)
	}
	for i := range f.Seats {
		f.Seats[i].Row = i + 1
	}
	for i := range f.Substitutes {
		f.Substitutes[i].Row = len(f.Seats) + i + 1
	}
	return f, nil
}

// Check adds every fault of a panel for the drawn seats of a plan. Each is
// named by its row and field, never by what stands there. A supplementary list
// has substitutes only. When it was drawn is for whoever has a clock to check.
func (f *PanelFile) Check(seats []draw.Seat, supplementary bool, refusals *rule.Collect) {
	for _, said := range []struct{ text, field, code string }{
		{f.Library, "library", "outside.library"}, {f.RecordNo, "recordNo", "outside.recordNo"}, {f.DrawnBy.Body, "body", "outside.body"}, {f.DrawnBy.Person, "person", "outside.person"},
	} {
		if !stated(said.text) {
			refusals.Add("", said.code, said.field)
		}
	}
	switch {
	case len(f.Seats)+len(f.Substitutes) > MaxPanelPersons:
		refusals.Add("", "outside.many", "file", "most", strconv.Itoa(MaxPanelPersons))
		return
	case supplementary && len(f.Substitutes) == 0:
		refusals.Add("", "outside.no_substitutes", "file")
	}
	f.checkSeats(seats, supplementary, refusals)
	seen := map[string]int{}
	for _, p := range slices.Concat(f.Seats, f.Substitutes) {
		p.check(refusals)
		if first, twice := seen[p.Identity]; twice && p.Identity != "" {
			refusals.Add("", "outside.twice", p.field("identity"), "row", strconv.Itoa(p.Row), "first", strconv.Itoa(first))
		} else {
			seen[p.Identity] = p.Row
		}
	}
}

// checkSeats holds the seats of the file against those of the plan.
func (f *PanelFile) checkSeats(seats []draw.Seat, supplementary bool, refusals *rule.Collect) {
	planned := func(no int) bool { return slices.ContainsFunc(seats, func(s draw.Seat) bool { return s.No == no }) }
	taken := map[int]bool{}
	for _, p := range f.Seats {
		switch {
		case supplementary:
			refusals.Add("", "outside.supplementary", p.field("standing"), "row", strconv.Itoa(p.Row))
		case !planned(p.Seat):
			refusals.Add("", "outside.seat_unplanned", p.field("seat"), "row", strconv.Itoa(p.Row), "seat", strconv.Itoa(p.Seat))
		case taken[p.Seat]:
			refusals.Add("", "outside.seat_twice", p.field("seat"), "row", strconv.Itoa(p.Row), "seat", strconv.Itoa(p.Seat))
		}
		taken[p.Seat] = true
	}
	for _, p := range f.Substitutes {
		if p.Seat != 0 && !planned(p.Seat) {
			refusals.Add("", "outside.seat_unplanned", p.field("seat"), "row", strconv.Itoa(p.Row), "seat", strconv.Itoa(p.Seat))
		}
	}
	for _, s := range seats {
		if !supplementary && !taken[s.No] {
			refusals.Add("", "outside.seat_missing", "file", "seat", strconv.Itoa(s.No))
		}
	}
}

func (p PanelPerson) field(name string) string { return "rows." + strconv.Itoa(p.Row) + "." + name }

// check adds what is wrong with a person's values.
func (p PanelPerson) check(refusals *rule.Collect) {
	wrong := func(bad bool, field, code string) {
		if bad {
			refusals.Add("", code, p.field(field), "row", strconv.Itoa(p.Row))
		}
	}
	wrong(!stated(p.Name), "name", "outside.name")
	wrong(!ValidIdentity(p.Identity), "identity", "outside.identity")
	wrong(!ValidMobile(p.Phone), "phone", "outside.phone")
	wrong(len(p.Specialties) == 0 || len(p.Specialties) > maxPanelCodes || slices.ContainsFunc(p.Specialties, func(code string) bool { return !ValidSpecialty(code) }),
		"specialties", "outside.specialties")
	wrong(!stated(p.Region) || strings.ContainsAny(p.Region, " \t"), "region", "outside.region")
	wrong(!stated(p.Employer), "employer", "outside.employer")
	wrong(p.EmployerCode != "" && !ValidCreditCode(p.EmployerCode), "employerCode", "outside.employer_code")
}

// stated reports whether a text says something, in one line.
func stated(text string) bool {
	return strings.TrimSpace(text) == text && text != "" && utf8.RuneCountInString(text) <= maxPanelText && !strings.ContainsFunc(text, unicode.IsControl)
}

// Person returns what stands behind the label of a person.
func (p PanelPerson) Person() draw.Person {
	codes := slices.Clone(p.Specialties)
	slices.Sort(codes)
	return draw.Person{Employer: p.Employer, EmployerCode: p.EmployerCode, Identity: p.Identity, Name: p.Name, Region: p.Region, Specialties: slices.Compact(codes)}
}

// Persons returns what the seats of a draw need of persons who were drawn
// elsewhere, each an expert by the identity number. Every one must be what its label stands for.
func Persons(list []draw.OpenedPerson, seats []draw.Seat) ([]draw.Opened, error) {
	opened := make([]draw.Opened, len(list))
	named := draw.Named(seats)
	for i, o := range list {
		p, err := o.Person()
		if err != nil {
			return nil, err
		}
		opened[i] = draw.Opened{Label: o.Label, Expert: p.Identity, Specialties: WithLevels(p.Specialties, named), Region: p.Region, Employers: conflict.Employers(Candidate(o.Label, p, nil), conflict.Date{})}
	}
	return opened, nil
}

// Candidate returns what is known of a person who was drawn elsewhere, for the
// conflict check: what the library says, and if the register knows the person
// all that it says. Who is not in the register was never asked anything.
func Candidate(label string, p draw.Person, known *conflict.Expert) conflict.Expert {
	works := conflict.Affiliation{Company: p.Employer, CreditCode: p.EmployerCode}
	if known == nil {
		return conflict.Expert{ID: label, Name: p.Name, Region: p.Region, Specialties: p.Specialties, Status: conflict.Active,
			Affiliations: []conflict.Affiliation{works}, Affiliated: conflict.StatedToday, Listed: conflict.StatedToday, Born: BornOn(p.Identity)}
	}
	e := *known
	e.Born = BornOn(p.Identity)
	e.ID, e.Listed = label, conflict.StatedToday // in the library that drew, whatever others the register has
	e.Affiliations = append(slices.Clone(e.Affiliations), works)
	if e.Affiliated == conflict.NeverAsked && len(known.Affiliations) == 0 {
		e.Affiliated = conflict.StatedToday
	}
	return e
}

// Unasked lists what was never asked of the lot, or is not known of its
// bidders, as far as it could decide a conflict of one of the candidates.
func Unasked(checker *conflict.Checker, candidates []conflict.Expert) (list []string) {
	for _, e := range candidates {
		for _, answer := range checker.Check(e) {
			for _, subject := range answer.Lacks {
				if !subject.Personal() && !slices.Contains(list, string(subject)) {
					list = append(list, string(subject))
				}
			}
		}
	}
	slices.Sort(list)
	return list
}

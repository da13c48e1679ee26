package rooms

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
)

// What the register holds of a person beside the person, as pages read and
// write it: days are yyyy-mm-dd or empty, and an answer is none, some or
// never_asked with the day of the asking.

// Affiliations are where an expert works and worked.
type Affiliations struct {
	Asked string           `json:"asked"`
	On    string           `json:"on"`
	Rows  []AffiliationRow `json:"rows"`
}

// An AffiliationRow is one of an expert's employers.
type AffiliationRow struct {
	Company    string `json:"company"`
	CreditCode string `json:"creditCode"`
	Position   string `json:"position"`
	From       string `json:"from"`
	To         string `json:"to"`
}

// Relations are what an expert declared of kin and of other interests.
type Relations struct {
	Related      string        `json:"related"`
	RelatedOn    string        `json:"relatedOn"`
	Interested   string        `json:"interested"`
	InterestedOn string        `json:"interestedOn"`
	Rows         []RelationRow `json:"rows"`
}

// A RelationRow is one declared relation.
type RelationRow struct {
	Relation   string `json:"relation"`
	Name       string `json:"name"`
	Company    string `json:"company"`
	CreditCode string `json:"creditCode"`
	Position   string `json:"position"`
	DeclaredOn string `json:"declaredOn"`
}

// Penalties are what authorities decided against an expert.
type Penalties struct {
	Asked string       `json:"asked"`
	On    string       `json:"on"`
	Rows  []PenaltyRow `json:"rows"`
}

// A PenaltyRow is one decision.
type PenaltyRow struct {
	Kind     string `json:"kind"`
	Document string `json:"document"`
	From     string `json:"from"`
	To       string `json:"to"`
}

// Libraries are the libraries of experts that an expert is or was in.
type Libraries struct {
	Asked string       `json:"asked"`
	On    string       `json:"on"`
	Rows  []LibraryRow `json:"rows"`
}

// A LibraryRow is one of them.
type LibraryRow struct {
	Kind     string `json:"kind"`
	Name     string `json:"name"`
	Document string `json:"document"` // that it rests on
	From     string `json:"from"`
	To       string `json:"to"`
}

// Leave is when an expert cannot come.
type Leave struct {
	Rows []LeaveRow `json:"rows"`
}

// A LeaveRow is one absence, both its days included.
type LeaveRow struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// neverAsked is [conflict.NeverAsked] as pages say it.
const neverAsked = "never_asked"

func sayAsked(a conflict.Asked) string {
	if a == conflict.NeverAsked {
		return neverAsked
	}
	return string(a)
}

// AffiliationsOf returns the employers of a person.
func AffiliationsOf(p *Person) Affiliations {
	said := Affiliations{Asked: sayAsked(p.Affiliated), On: p.AffiliatedOn.String()}
	for _, a := range p.Affiliations {
		said.Rows = append(said.Rows, AffiliationRow{a.Company, a.CreditCode, a.Position, a.From.String(), a.To.String()})
	}
	return said
}

// RelationsOf returns what a person declared.
func RelationsOf(p *Person) Relations {
	said := Relations{Related: sayAsked(p.Related), RelatedOn: p.RelatedOn.String(), Interested: sayAsked(p.Interested), InterestedOn: p.InterestedOn.String()}
	for _, r := range p.Relations {
		said.Rows = append(said.Rows, RelationRow{r.Kind, r.Name, r.Company, r.CreditCode, r.Position, r.DeclaredOn.String()})
	}
	return said
}

// PenaltiesOf returns what was decided against a person.
func PenaltiesOf(p *Person) Penalties {
	said := Penalties{Asked: sayAsked(p.Penalised), On: p.PenalisedOn.String()}
	for _, one := range p.Penalties {
		said.Rows = append(said.Rows, PenaltyRow{one.Kind, one.Document, one.From.String(), one.To.String()})
	}
	return said
}

// LibrariesOf returns the libraries that a person is or was in.
func LibrariesOf(p *Person) Libraries {
	said := Libraries{Asked: sayAsked(p.Listed), On: p.ListedOn.String()}
	for _, one := range p.Libraries {
		said.Rows = append(said.Rows, LibraryRow{one.Kind, one.Name, one.Document, one.From.String(), one.To.String()})
	}
	return said
}

// LeaveOf returns when a person cannot come.
func LeaveOf(p *Person) (said Leave) {
	for _, one := range p.Leave {
		said.Rows = append(said.Rows, LeaveRow{one.From.String(), one.To.String()})
	}
	return said
}

// A reader reads one part of an edit and notes everything that is wrong with
// it, by field and row. The rows of a part count from 1, as a page shows them.
type reader struct {
	*rule.Collect
	part  string
	row   int // 0 for the part as a whole
	today conflict.Date
	fault error // of the program
}

func (r *reader) err() error {
	if r.fault != nil {
		return r.fault
	}
	return r.Err(rule.Invalid)
}

// rowsMost bounds the rows of a part.
const rowsMost = 100

// of begins with the rows of a part.
func (r *reader) of(part string, rows int) {
	r.part, r.row = part, 0
	if rows > rowsMost {
		r.wrong("rows", "register.many", "most", strconv.Itoa(rowsMost))
	}
}

func (r *reader) wrong(field, code string, args ...string) {
	if r.row == 0 {
		r.Add("", code, r.part+"."+field, args...)
		return
	}
	r.Add("", code, fmt.Sprintf("%s.%d.%s", r.part, r.row, field), append(args, "row", strconv.Itoa(r.row))...)
}

// text reads a text; missing is what an empty one is refused with, if
// anything.
func (r *reader) text(field, value, missing string) string {
	return r.longText(field, value, missing, longestFact)
}

func (r *reader) longText(field, value, missing string, longest int) string {
	value = strings.TrimSpace(value)
	if value == "" && missing != "" {
		r.wrong(field, missing)
	}
	if utf8.RuneCountInString(value) > longest {
		if r.row == 0 {
			r.wrong(field, "register.long", "longest", strconv.Itoa(longest))
		} else {
			r.wrong(field, "register.row_long", "longest", strconv.Itoa(longest))
		}
	}
	return value
}

func (r *reader) creditCode(value string) string {
	value = strings.ToUpper(strings.TrimSpace(value))
	if value != "" && !experts.ValidCreditCode(value) {
		r.wrong("creditCode", "register.row_credit_code")
	}
	return value
}

// day reads a day; bad is what one that does not exist, or is missing where it
// is needed, is refused with.
func (r *reader) day(field, value, bad string, needed bool) conflict.Date {
	value = strings.TrimSpace(value)
	day, err := rule.ParseDate(value)
	if err != nil && (needed || value != "") {
		r.wrong(field, bad)
	}
	return day
}

// past reads a day that may not lie ahead.
func (r *reader) past(field, value, bad, ahead string) conflict.Date {
	day := r.day(field, value, bad, true)
	if r.today.Before(day) {
		r.wrong(field, ahead)
	}
	return day
}

// period reads a first day and a last one, which may be missing.
func (r *reader) period(from, to string, endNeeded bool) (p conflict.Period) {
	p = conflict.Period{From: r.day("from", from, "register.row_from", true), To: r.day("to", to, "register.row_to", endNeeded)}
	if (p.To != conflict.Date{}) && p.To.Before(p.From) {
		r.wrong("to", "register.row_order")
	}
	return p
}

// asked reads an answer and its day. Some is said with rows and only with
// rows.
func (r *reader) asked(field, onField, said, on string, rows int) (answer conflict.Asked, day conflict.Date) {
	r.row = 0
	if said == neverAsked {
		if rows > 0 {
			r.wrong(field, "register.rows_unasked")
		}
		return conflict.NeverAsked, day
	}
	answer = conflict.Asked(said)
	switch {
	case answer != conflict.DeclaredNone && answer != conflict.DeclaredSome:
		r.wrong(field, "register.asked")
	case answer == conflict.DeclaredNone && rows > 0:
		r.wrong(field, "register.rows_none")
	case answer == conflict.DeclaredSome && rows == 0:
		r.wrong(field, "register.rows_some")
	}
	return answer, r.past(onField, on, "register.asked_on", "register.asked_ahead")
}

func (a Affiliations) into(p *Person, r *reader) {
	r.of("affiliations", len(a.Rows))
	p.Affiliations = nil
	for i, row := range a.Rows {
		r.row = i + 1
		p.Affiliations = append(p.Affiliations, conflict.Affiliation{Company: r.text("company", row.Company, "register.row_company"), CreditCode: r.creditCode(row.CreditCode),
			Position: r.text("position", row.Position, ""), Period: r.period(row.From, row.To, false)})
	}
	p.Affiliated, p.AffiliatedOn = r.asked("asked", "on", a.Asked, a.On, len(a.Rows))
}

func (a Relations) into(p *Person, r *reader) {
	r.of("relations", len(a.Rows))
	p.Relations = nil
	kin, others := 0, 0
	for i, row := range a.Rows {
		r.row = i + 1
		one := conflict.Relation{Kind: row.Relation, Name: r.text("name", row.Name, ""), Company: r.text("company", row.Company, ""), CreditCode: r.creditCode(row.CreditCode),
			Position: r.text("position", row.Position, ""), DeclaredOn: r.past("declaredOn", row.DeclaredOn, "register.row_declared", "register.row_declared_ahead")}
		if !conflict.KnownRelation(one.Kind) {
			r.wrong("relation", "register.row_relation")
		}
		if one.Name == "" && one.Company == "" {
			r.wrong("name", "register.row_whose")
		}
		if one.IsKin() {
			kin++
		} else {
			others++
		}
		p.Relations = append(p.Relations, one)
	}
	p.Related, p.RelatedOn = r.asked("related", "relatedOn", a.Related, a.RelatedOn, kin)
	p.Interested, p.InterestedOn = r.asked("interested", "interestedOn", a.Interested, a.InterestedOn, others)
}

func (a Penalties) into(p *Person, r *reader) {
	r.of("penalties", len(a.Rows))
	p.Penalties = nil
	for i, row := range a.Rows {
		r.row = i + 1
		if !slices.Contains(conflict.PenaltyKinds, row.Kind) {
			r.wrong("kind", "register.row_penalty")
		}
		p.Penalties = append(p.Penalties, conflict.Penalty{Kind: row.Kind, Document: r.text("document", row.Document, ""), Period: r.period(row.From, row.To, false)})
	}
	p.Penalised, p.PenalisedOn = r.asked("asked", "on", a.Asked, a.On, len(a.Rows))
}

func (a Libraries) into(p *Person, r *reader) {
	r.of("libraries", len(a.Rows))
	p.Libraries = nil
	for i, row := range a.Rows {
		r.row = i + 1
		if !slices.Contains(conflict.LibraryKinds, row.Kind) {
			r.wrong("kind", "register.row_library")
		}
		p.Libraries = append(p.Libraries, conflict.Membership{Kind: row.Kind, Name: r.text("name", row.Name, "register.row_library_name"), Document: r.text("document", row.Document, ""),
			Period: r.period(row.From, row.To, false)})
	}
	p.Listed, p.ListedOn = r.asked("asked", "on", a.Asked, a.On, len(a.Rows))
}

func (a Leave) into(p *Person, r *reader) {
	r.of("leave", len(a.Rows))
	p.Leave = nil
	for i, row := range a.Rows {
		r.row = i + 1
		p.Leave = append(p.Leave, r.period(row.From, row.To, true))
	}
}

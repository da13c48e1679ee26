package api

import (
	"cmp"
	"context"
	"errors"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/document/register"
	"bidroom/server/rooms"
)

// A registerFile is a register while it is put together from the rows of
// several sheets.
type registerFile struct {
	file      *register.Reader
	rooms     *rooms.Service               // for what the register has already
	people    map[string]*rooms.Person     // by identity number
	stands    map[string]bool              // by identity number: the file says how the register stands to the person
	companies map[string]*conflict.Company // by credit code
	classed   map[string]bool              // codes of specialties that the file names
	pictured  map[string]bool              // photos that are somebody's
	problems  []register.Problem
	rows      int64
	out       rooms.Register
}

// readRegister puts the rows of a register together. Rows with faults are
// left out and named in problems.
func readRegister(ctx context.Context, rows *register.Reader, service *rooms.Service) (*registerFile, error) {
	r := &registerFile{file: rows, rooms: service, people: map[string]*rooms.Person{}, stands: map[string]bool{}, companies: map[string]*conflict.Company{}, classed: map[string]bool{}, pictured: map[string]bool{}}
	r.out.Says, r.out.Mends = rows.Says(), rows.Mends()
	for row, problems := range rows.Rows() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r.rows++
		if len(problems) == 0 && row.Fields["reference"] != "" {
			here, err := r.rooms.MadeHere(ctx, row.Fields["reference"])
			if err != nil {
				return nil, err
			}
			if here { // the logs say it
				continue
			}
		}
		if len(problems) == 0 {
			if err := r.lookUp(ctx, row); err != nil {
				return nil, err
			}
			if row.Sheet != "photos" {
				problems = r.take(row)
			} else if one, err := r.takePhoto(row); err != nil {
				return nil, err
			} else if one != nil {
				problems = append(problems, *one)
			}
		}
		r.problems = append(r.problems, problems...)
	}
	r.file = nil // what was read of it waits for somebody, the file does not
	return r, rows.Err()
}

// lookUp lists who of the register a row speaks of, a person or a company, if
// the file has no sheet of these, or has there no more than what an earlier
// import left out: then its rows say something of those that are known.
func (r *registerFile) lookUp(ctx context.Context, row register.Row) error {
	if slices.Contains(photoSheets[1:], row.Sheet) {
		return r.lookUpExpert(ctx, experts.FullIdentity(row.Fields["identity"]))
	}
	code := row.Fields["credit_code"]
	if !slices.Contains(ofCompany, row.Sheet) || r.companies[code] != nil || r.out.Says("companies", "credit_code") && !r.out.Mends {
		return nil
	}
	known, err := r.rooms.KnowsCompany(ctx, code)
	if known {
		r.companies[code] = &conflict.Company{CreditCode: code}
		r.out.Companies = append(r.out.Companies, r.companies[code])
	}
	return err
}

func (r *registerFile) lookUpExpert(ctx context.Context, identity string) error {
	if r.people[identity] != nil || r.out.Says("experts", "identity") && !r.out.Mends {
		return nil
	}
	known, err := r.rooms.KnownExpert(ctx, identity)
	if known != nil {
		r.people[identity], r.stands[identity] = known, true // as the register says
		r.out.People = append(r.out.People, known)
	}
	return err
}

// ofCompany are the sheets that say something of the companies of another.
var ofCompany = []string{"people", "shareholders", "signals"}

// take puts in one row and returns what is wrong with it.
func (r *registerFile) take(row register.Row) (problems []register.Problem) {
	f := row.Fields
	wrong := func(column, code string) {
		problems = append(problems, row.Problem(column, code))
	}
	if identity, stated := f["identity"]; stated {
		f["identity"] = experts.FullIdentity(identity)
	}
	person, known := r.people[f["identity"]]
	company, listed := r.companies[f["credit_code"]]
	switch row.Sheet {
	case "companies":
		if !experts.ValidCreditCode(f["credit_code"]) {
			wrong("credit_code", "register.credit_code")
		} else if listed {
			wrong("credit_code", "register.twice")
		}
		former := list(strings.ToUpper(f["former_codes"]))
		if slices.ContainsFunc(former, func(code string) bool { return !experts.ValidCreditCode(code) || code == f["credit_code"] }) {
			wrong("former_codes", "register.former_code")
		}
		if len(problems) == 0 {
			r.companies[f["credit_code"]] = &conflict.Company{Name: f["name"], CreditCode: f["credit_code"], FormerNames: list(f["former_names"]), FormerCodes: former, LegalRepresentative: f["legal_representative"]}
			r.out.Companies = append(r.out.Companies, r.companies[f["credit_code"]])
		}
	case "people", "shareholders", "signals":
		if !listed {
			wrong("credit_code", "register.company_missing")
			return problems
		}
		if rowsOfCompany(company, row.Sheet) >= rooms.MostRows {
			return append(problems, row.Problem("", "register.company_rows", "most", strconv.Itoa(rooms.MostRows)))
		}
		if column, code := r.addToCompany(company, row.Sheet, f); code != "" {
			wrong(column, code)
		}
	case "classification":
		code := strings.ToUpper(f["code"])
		if !experts.ValidSpecialty(code) {
			wrong("code", "register.class_code")
		} else if r.classed[code] {
			wrong("code", "register.twice")
		}
		if len(problems) == 0 {
			r.classed[code] = true
			r.out.Classes = append(r.out.Classes, experts.Specialty{Code: code, Names: map[string]string{"zh-CN": f["class_name"], "en": f["class_name_en"]}})
		}
	case "experts":
		if !experts.ValidIdentity(f["identity"]) {
			wrong("identity", "register.identity")
		} else if known {
			wrong("identity", "register.twice")
		}
		if !experts.ValidMobile(f["phone"]) {
			wrong("phone", "register.phone")
		}
		if f["relaxed"] != "" && f["despite"] == "" {
			wrong("relaxed", "register.relaxed")
		}
		if len(problems) == 0 {
			p := &rooms.Person{Expert: conflict.Expert{Name: f["name"], Identity: f["identity"], Region: f["region"],
				Specialties: list(f["specialties"]), Status: conflict.Status(f["status"]), Until: date(f["until"]), Relaxed: relaxed[f["relaxed"]],
				Education: f["education"], TitleLevel: f["title_level"], FieldSince: date(f["field_since"])}, Phone: f["phone"], Title: f["title"],
				Reason: f["reason"], DecidedBy: f["decided_by"], Despite: f["despite"], AffiliatedOn: date(f["affiliations_asked"]), AppointedOn: date(f["offices_asked"]), InvestedOn: date(f["holdings_asked"]), PenalisedOn: date(f["penalties_asked"]), ListedOn: date(f["libraries_asked"]),
				TitledOn: date(f["titled_on"]), Languages: list(f["languages"])}
			p.Appointed, p.Invested = noneOn(p.AppointedOn), noneOn(p.InvestedOn)
			p.Affiliated, p.Penalised, p.Listed = noneOn(p.AffiliatedOn), noneOn(p.PenalisedOn), noneOn(p.ListedOn) // unless a row follows
			r.people[p.Identity], r.stands[p.Identity] = p, p.Status != ""
			r.out.People = append(r.out.People, p)
		}
	default:
		if !known {
			wrong("identity", "register.expert_missing")
			return problems
		}
		if rowsOfExpert(person, row.Sheet) >= rooms.MostRows {
			return append(problems, row.Problem("", "register.expert_rows", "most", strconv.Itoa(rooms.MostRows)))
		}
		if row.Sheet == "evidence" && !slices.Contains(person.Specialties, f["code"]) {
			wrong("code", "register.not_held")
			return problems
		}
		if row.Sheet == "assessments" {
			past := rooms.PastAssessment{Evaluation: f["evaluation"], On: date(f["on"]), By: f["by"], Total: f["points"], Full: f["full"], Reason: f["reason"], Reference: f["reference"]}
			if percent := past.Grade().Percent(); percent == nil || percent.Cmp(big.NewRat(100, 1)) > 0 {
				wrong("points", "register.points")
				return problems
			}
			person.Assessments = append(person.Assessments, past)
			return problems
		}
		if column, code := wrongTie(row.Sheet, f); code != "" {
			wrong(column, code)
			return problems
		}
		addTo(person, row.Sheet, f, r.stands[person.Identity])
	}
	return problems
}

// takePhoto puts in the photo that a row names and returns what is wrong with
// it.
func (r *registerFile) takePhoto(row register.Row) (*register.Problem, error) {
	wrong := func(column, code string, args ...string) (*register.Problem, error) {
		problem := row.Problem(column, code, args...)
		return &problem, nil
	}
	identity, name := experts.FullIdentity(row.Fields["identity"]), register.PhotoName(row.Fields["file"])
	person := r.people[identity]
	switch {
	case !experts.ValidIdentity(identity):
		return wrong("identity", "register.photo_whose")
	case person == nil:
		return wrong("identity", "register.expert_missing")
	case person.Picture != nil:
		return wrong("identity", "register.twice")
	case r.pictured[name]:
		return wrong("file", "register.twice")
	}
	r.pictured[name] = true
	content, err := r.file.Photo(name)
	if err == nil {
		person.Picture, err = rooms.PictureOf(content)
	}
	var refusal *rule.Refusal
	if errors.As(err, &refusal) {
		return &register.Problem{Sheet: row.Sheet, Row: row.Number, Column: "file", Code: refusal.Reasons[0].Code, Args: refusal.Reasons[0].Args}, nil
	}
	return nil, err
}

// rowsOfCompany counts what a sheet has said of a company so far.
func rowsOfCompany(c *conflict.Company, sheet string) int {
	return map[string]int{"people": len(c.People), "shareholders": len(c.Shareholders), "signals": len(c.Signals)}[sheet]
}

// rowsOfExpert counts what a sheet has said of an expert so far.
func rowsOfExpert(p *rooms.Person, sheet string) int {
	return map[string]int{"affiliations": len(p.Affiliations), "offices": len(p.Offices), "holdings": len(p.Holdings), "relations": len(p.Relations), "penalties": len(p.Penalties), "libraries": len(p.Libraries), "evidence": len(p.Evidence), "leave": len(p.Leave), "assessments": len(p.Assessments)}[sheet]
}

// addToCompany puts in what another sheet says of a company, unless it is
// wrong.
func (r *registerFile) addToCompany(c *conflict.Company, sheet string, f map[string]string) (column, code string) {
	when := period(f)
	if when.To != (conflict.Date{}) && when.To.Before(when.From) {
		return "to", "register.period"
	}
	switch sheet {
	case "people":
		c.People = append(c.People, conflict.Post{Name: f["name"], Office: f["position"], Period: when})
	case "shareholders":
		holder := conflict.Shareholder{Name: f["holder"], CreditCode: f["holder_code"], Percent: part(f["percent"]), Period: when}
		switch {
		case experts.ValidIdentity(holder.CreditCode):
			holder.CreditCode = "" // a person, who is known by name; the number is nothing to keep
		case holder.CreditCode != "" && !experts.ValidCreditCode(holder.CreditCode):
			return "holder_code", "register.credit_code"
		}
		if conflict.Overholds(c.Shareholders, holder) {
			return "percent", "register.percent_sum"
		}
		c.Shareholders = append(c.Shareholders, holder)
	case "signals":
		signal, ok := r.rooms.ReadSignal(f["signal"], f["value"])
		if !ok {
			return "value", "register.signal"
		}
		if !slices.Contains(c.Signals, signal) {
			c.Signals = append(c.Signals, signal)
		}
	}
	return "", ""
}

// wrongTie says what is wrong with an office or a holding of an expert.
func wrongTie(sheet string, f map[string]string) (column, code string) {
	if sheet != "offices" && sheet != "holdings" {
		return "", ""
	}
	when := period(f)
	switch {
	case f["company"] == "" && f["credit_code"] == "":
		return "company", "register.firm"
	case f["credit_code"] != "" && !experts.ValidCreditCode(f["credit_code"]):
		return "credit_code", "register.credit_code"
	case when.To != (conflict.Date{}) && when.To.Before(when.From):
		return "to", "register.period"
	case sheet == "holdings" && f["percent"] == "" && f["controlling"] != rooms.Controls:
		return "percent", "register.no_part"
	}
	return "", ""
}

// addTo puts in what another sheet says of an expert. What follows from a
// penalty for how the register stands to the person counts unless the file says
// that itself.
func addTo(p *rooms.Person, sheet string, f map[string]string, stands bool) {
	switch sheet {
	case "affiliations":
		p.Affiliated = conflict.DeclaredSome
		p.Affiliations = append(p.Affiliations, conflict.Affiliation{Company: f["company"], CreditCode: f["credit_code"], Position: f["position"], Period: period(f)})
	case "offices":
		p.Appointed = conflict.DeclaredSome
		p.Offices = append(p.Offices, conflict.Appointment{Company: f["company"], CreditCode: f["credit_code"], Office: f["office"], Document: f["document"], Period: period(f)})
	case "holdings":
		p.Invested = conflict.DeclaredSome
		p.Holdings = append(p.Holdings, conflict.Holding{Company: f["company"], CreditCode: f["credit_code"], Percent: part(f["percent"]), Controlling: f["controlling"] == rooms.Controls, Document: f["document"], Period: period(f)})
	case "evidence":
		p.Evidence = append(p.Evidence, rooms.Evidence{Code: f["code"], Text: f["text"], On: date(f["on"])})
	case "leave":
		p.Leave = append(p.Leave, period(f))
	case "libraries":
		p.Listed = conflict.DeclaredSome
		p.Libraries = append(p.Libraries, conflict.Membership{Kind: f["library_kind"], Name: f["library"], Document: f["document"], Period: period(f)})
	case "relations":
		declared(p, f)
	case "penalties":
		if f["kind"] == "none" {
			p.Penalised, p.PenalisedOn = cmp.Or(p.Penalised, conflict.DeclaredNone), cmp.Or(p.PenalisedOn, date(f["from"]))
			return
		}
		p.Penalised = conflict.DeclaredSome
		p.Penalties = append(p.Penalties, conflict.Penalty{Kind: f["kind"], Document: f["document"], Period: period(f)})
		switch {
		case stands:
		case f["kind"] == "banned" && f["to"] == "":
			p.Status = conflict.Removed
		case f["kind"] == "banned":
			p.Status, p.Until = conflict.Suspended, date(f["to"])
		case f["kind"] == "administrative", f["kind"] == "criminal":
			p.Status = conflict.Punished
		}
	}
}

// declared puts in a row of what an expert declared: kin, or another relation,
// or that there is none of the one or the other.
func declared(p *rooms.Person, f map[string]string) {
	asked, on, day := &p.Related, &p.RelatedOn, date(f["declared_on"])
	switch f["relation"] {
	case "no_interest", conflict.Economic, conflict.Other:
		asked, on = &p.Interested, &p.InterestedOn
	}
	if on.Before(day) {
		*on = day
	}
	switch f["relation"] {
	case "none", "no_interest":
		*asked = cmp.Or(*asked, conflict.DeclaredNone)
	default:
		*asked = conflict.DeclaredSome
		p.Relations = append(p.Relations, conflict.Relation{Kind: f["relation"], Name: f["relative"], Company: f["company"], CreditCode: f["credit_code"], Position: f["position"], DeclaredOn: day})
	}
}

// noneOn is what a day of asking says without more.
func noneOn(day conflict.Date) conflict.Asked {
	if (day == conflict.Date{}) {
		return conflict.NeverAsked
	}
	return conflict.DeclaredNone
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ";")
}

// date reads a day that the sheet's reader has checked already.
func date(s string) (d conflict.Date) {
	if parsed, err := rule.ParseDate(s); err == nil {
		d = parsed
	}
	return d
}

func period(f map[string]string) conflict.Period {
	return conflict.Period{From: date(f["from"]), To: date(f["to"])}
}

// part reads a percentage that the sheet's reader has checked already; none if
// it is empty.
func part(s string) (p conflict.Percent) {
	if parsed, err := conflict.ParsePercent(s); err == nil {
		p = parsed
	}
	return p
}

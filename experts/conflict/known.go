package conflict

import (
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"bidroom/evaluation/rule"
)

// A Row is one thing that is known of a lot about a subject. Which of its
// parts are used, the subject says; see columns.
type Row struct {
	Kind       string `json:"kind,omitempty"`  // of a unit or a role; the state of a challenge
	Name       string `json:"name,omitempty"`  // of a person
	Index      string `json:"index,omitempty"` // of the person; see [Expert]
	Company    string `json:"company,omitempty"`
	CreditCode string `json:"credit_code,omitempty"`
	Bidder     string `json:"bidder,omitempty"`
	BidderCode string `json:"bidder_code,omitempty"`
	On         Date   `json:"on,omitzero"`
}

// What a row's kind can be.
var (
	UnitKinds       = []string{"approval", "supervisor", "gp_supervisor"}
	RoleKinds       = []string{"tender_documents", "estimate", "design", "demand_review", "feasibility"}
	ChallengeStates = []string{"open", "upheld", "rejected"}
)

// columns says of each subject that can be stated which parts its rows have,
// and which of them every row must have. A person or a company is one of two
// that will do.
var columns = map[Subject]struct {
	kinds                                 []string
	person, company, bidder, day, needDay bool
}{
	OfUnits:       {kinds: UnitKinds, company: true},
	OfRoles:       {kinds: RoleKinds, person: true, company: true, day: true},
	OfNamed:       {person: true, bidder: true},
	OfFormerPanel: {person: true},
	OfDisputes:    {person: true, company: true, bidder: true, day: true, needDay: true},
	OfChallenges:  {kinds: ChallengeStates, person: true, bidder: true, day: true, needDay: true},
}

// Stated lists the subjects that people state of a lot, in the order in which
// they come up.
var Stated = []Subject{OfUnits, OfRoles, OfFormerPanel, OfNamed, OfDisputes, OfChallenges}

const (
	mostRows    = 500
	longestText = 100 // in characters
)

// CheckRows refuses rows that a subject cannot have, with every reason.
// Fields are named "rows.N.part", from 1 on.
func CheckRows(s Subject, rows []Row, today Date) error {
	var refusals rule.Collect
	if len(rows) > mostRows {
		refusals.Add("", "facts.many", "rows", "most", fmt.Sprint(mostRows))
		return refusals.Err(rule.Invalid)
	}
	for i, row := range rows {
		wrong := row.wrong(s, today)
		for _, part := range slices.Sorted(maps.Keys(wrong)) {
			refusals.Add("", wrong[part], fmt.Sprintf("rows.%d.%s", i+1, part), "row", fmt.Sprint(i+1))
		}
		if slices.Contains(rows[:i], row) {
			refusals.Add("", "facts.twice", fmt.Sprintf("rows.%d", i+1), "row", fmt.Sprint(i+1))
		}
	}
	return refusals.Err(rule.Invalid)
}

// wrong says which parts of a row are missing, too many, or not what they
// should be.
func (r Row) wrong(s Subject, today Date) map[string]string {
	has, wrong := columns[s], map[string]string{}
	if len(has.kinds) > 0 && !slices.Contains(has.kinds, r.Kind) || len(has.kinds) == 0 && r.Kind != "" {
		wrong["kind"] = "facts.kind"
	}
	for part, one := range map[string]struct {
		text string
		ok   bool
	}{"name": {r.Name, has.person}, "company": {r.Company, has.company}, "creditCode": {r.CreditCode, has.company}, "bidder": {r.BidderCode, has.bidder}, "identity": {r.Index, has.person && r.Name != ""}} {
		if one.text != "" && !one.ok {
			wrong[part] = "facts.unfit"
		} else if utf8.RuneCountInString(one.text) > longestText {
			wrong[part] = "facts.long"
		}
	}
	switch {
	case has.person && has.company && r.Name == "" && r.Company == "":
		wrong["name"] = "facts.nobody"
	case has.person && !has.company && r.Name == "":
		wrong["name"] = "facts.no_name"
	case has.company && !has.person && r.Company == "", r.CreditCode != "" && r.Company == "":
		wrong["company"] = "facts.no_company"
	}
	if has.bidder && r.BidderCode == "" {
		wrong["bidder"] = "facts.no_bidder"
	}
	switch {
	case r.On == Date{} && has.needDay:
		wrong["on"] = "facts.no_day"
	case r.On != Date{} && !has.day:
		wrong["on"] = "facts.unfit"
	case today.Before(r.On):
		wrong["on"] = "facts.later"
	}
	return wrong
}

// Know adds what is known of a subject. That nothing is listed counts only if
// it was asked.
func (f *Facts) Know(s Subject, asked Asked, rows []Row) {
	if asked != NeverAsked {
		f.Asked = append(f.Asked, s)
	}
	for _, r := range rows {
		person := Person{r.Name, r.Index}
		switch s {
		case OfUnits:
			f.Units = append(f.Units, Unit{r.Kind, Company{Name: r.Company, CreditCode: r.CreditCode}})
		case OfRoles:
			f.Roles = append(f.Roles, Role{r.Kind, person, r.Company, r.CreditCode, r.On})
		case OfNamed:
			f.Named = append(f.Named, NamedPerson{person, r.Bidder})
		case OfFormerPanel:
			f.AtFault = append(f.AtFault, person)
		case OfDisputes:
			f.Disputes = append(f.Disputes, Dispute{person, r.Company, r.CreditCode, r.Bidder, r.BidderCode, r.On})
		case OfChallenges:
			f.Challenges = append(f.Challenges, Challenge{person, r.Bidder, r.On, r.Kind})
		}
	}
}

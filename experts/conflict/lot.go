package conflict

import "bidroom/evaluation/rule"

// Facts are what the grounds are decided against.
type Facts struct {
	Rules    rule.Recusal
	Bidders  []Company // consortium members included
	Register *Register // for names, groups and people
	Entity   Company   // the procuring entity
	Agency   Company
	Started  Date // the day the procurement activity began; windows count back from it
	Today    Date
	Meeting  Date // the day of the meeting, while a pool is formed; who was drawn says for himself that he cannot come

	// Asked are the subjects that were asked of this lot. What is listed
	// below counts also without; that nothing is listed counts only with.
	Asked      []Subject
	Units      []Unit
	Roles      []Role
	Named      []NamedPerson
	OtherLots  []Company // bidders of the tender's other lots
	AtFault    []Person  // on a panel of this lot whose result was annulled
	Disputes   []Dispute
	Challenges []Challenge
	Panel      []Expert // who sits already
}

// MeetOn says on which day a lot's panel meets: the planned one, yyyy-mm-dd, or
// today's if none is planned.
func (f *Facts) MeetOn(planned string) (err error) {
	f.Meeting = f.Today
	if planned != "" {
		f.Meeting, err = rule.ParseDate(planned)
	}
	return err
}

// A Subject is something that can be asked of an expert, or for a lot.
type Subject string

const (
	OfAffiliations  Subject = "affiliations" // of the expert, as are the next nine
	OfOffices       Subject = "offices"
	OfHoldings      Subject = "holdings"
	OfKin           Subject = "kin"
	OfKinship       Subject = "kinship" // what a relation with an unknown name is
	OfInterests     Subject = "interests"
	OfPenalties     Subject = "penalties"
	OfLibraries     Subject = "libraries"
	OfQualification Subject = "qualification" // title, education, years in the field
	OfAge           Subject = "age"
	OfCompanies     Subject = "companies" // who leads and holds a bidder
	OfUnits         Subject = "units"
	OfRoles         Subject = "roles"
	OfNamed         Subject = "named"
	OfFormerPanel   Subject = "former_panel"
	OfDisputes      Subject = "disputes"
	OfChallenges    Subject = "challenges"
	OfSignals       Subject = "signals"
)

// Personal reports whether it is the expert who was not asked, and not the
// lot or the register of companies that lacks something for everybody.
func (s Subject) Personal() bool {
	switch s {
	case OfAffiliations, OfOffices, OfHoldings, OfKin, OfKinship, OfInterests, OfPenalties, OfLibraries, OfQualification, OfAge:
		return true
	}
	return false
}

// A Unit is an authority that has to do with the lot.
type Unit struct {
	Kind string // approval, supervisor (administrative), or gp_supervisor (of government procurement)
	Company
}

// A Person is who is stated to be or to have done something. A name alone is
// every namesake's too; the index is that of [Expert].
type Person struct {
	Name  string
	Index string
}

// A Role is what somebody did for the tender before its opening.
type Role struct {
	Kind       string // one of RoleKinds
	Person            // if stated
	Company    string // the firm that did it, if stated
	CreditCode string
	On         Date
}

// A NamedPerson is somebody whom a bid names for carrying out the contract.
type NamedPerson struct {
	Person
	Bidder string
}

// A Dispute is a lawsuit or complaint between a person or a firm and a
// company.
type Dispute struct {
	Person                   // or
	Company           string // the firm
	CreditCode        string
	Against           string
	AgainstCreditCode string
	On                Date // of its last act
}

// A Challenge is a bidder's written application that an expert recuse.
type Challenge struct {
	Person
	By    string // the bidder
	On    Date
	State string // one of ChallengeStates
}

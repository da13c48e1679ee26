// Package conflict decides who may not sit because of an interest. A ground is
// a predicate; its clause, its look-back window and its action are the rule
// profile's. The answer is conflict, clear or unknown, with every datum that
// speaks for a conflict and its day, and every ground is answered, not only
// the first. What was never asked is unknown, never clear.
//
// It also holds the facts that grounds are decided by: what the register
// knows of people and companies, and what is known of the lot.
package conflict

// An Expert is a person of the register, as far as conflicts and seats need
// to know.
type Expert struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Identity string `json:"-"`                        // GB 11643 number; sealed elsewhere
	Index    string `json:"identity_index,omitempty"` // a keyed hash of it, hex, that tells namesakes apart
	// FormerIndexes are those of other numbers under which the person was entered.
	FormerIndexes []string `json:"former_indexes,omitempty"`

	// What qualifies the expert; empty is what is not known.
	Education  string `json:"education,omitempty"`   // one of rule.Educations
	TitleLevel string `json:"title_level,omitempty"` // one of rule.TitleLevels
	FieldSince Date   `json:"field_since,omitzero"`  // the day since which the expert works in the field
	Born       Date   `json:"born,omitzero"`         // as the identity number says
	// Relaxed are the grounds, R31 or R32, of which it was decided and recorded with
	// the reason that the expert need not meet them, 政府采购评审专家管理办法 第六条
	// 第二款.
	Relaxed []string `json:"relaxed,omitempty"`

	Region       string        `json:"region"`
	Specialties  []string      `json:"specialties"`
	Status       Status        `json:"status"`
	Until        Date          `json:"until"` // of a suspension
	Affiliations []Affiliation `json:"affiliations"`
	Affiliated   Asked         `json:"affiliated"`
	Offices      []Appointment `json:"offices,omitempty"`
	Appointed    Asked         `json:"appointed,omitempty"` // whether offices were asked for
	Holdings     []Holding     `json:"holdings,omitempty"`
	Invested     Asked         `json:"invested,omitempty"` // whether holdings were asked for
	Relations    []Relation    `json:"relations"`
	Related      Asked         `json:"related"`    // whether kin were asked for
	Interested   Asked         `json:"interested"` // whether other relations were asked for
	Penalties    []Penalty     `json:"penalties"`
	Penalised    Asked         `json:"penalised"` // whether penalties and bad records were looked up
	Libraries    []Membership  `json:"libraries,omitempty"`
	Listed       Asked         `json:"listed,omitempty"` // whether it was looked up in which libraries the expert is
	Signals      []Signal      `json:"signals"`
	Leave        []Period      `json:"leave,omitempty"`      // when the expert cannot come; why is not asked
	Dismissals   []Dismissal   `json:"dismissals,omitempty"` // of false matches; one of what is not so any more is of no effect
}

// A Status is how an expert stands in the register.
type Status string

const (
	Applied     Status = "applied"
	UnderReview Status = "under_review"
	Active      Status = "active"
	Suspended   Status = "suspended"
	Punished    Status = "punished"
	Removed     Status = "removed"
)

// Statuses lists every status.
var Statuses = []Status{Applied, UnderReview, Active, Suspended, Punished, Removed}

// Asked says what is known of a thing that an expert declares. Having
// declared none is not the same as never having been asked.
type Asked string

const (
	NeverAsked   Asked = ""
	DeclaredNone Asked = "none"
	DeclaredSome Asked = "some"
	// StatedToday is what another says to be so today, such as the library that drew
	// an expert: the expert was never asked, nor for what was before.
	StatedToday Asked = "stated"
)

// An Affiliation is where an expert works or worked.
type Affiliation struct {
	Company    string `json:"company"`
	CreditCode string `json:"credit_code"`
	Position   string `json:"position,omitempty"`
	Period
}

// An Appointment is an office that an expert declared to hold, or to have held,
// in a company.
type Appointment struct {
	Company    string `json:"company"`
	CreditCode string `json:"credit_code"`
	Office     string `json:"office"`             // one of Offices
	Document   string `json:"document,omitempty"` // that says so
	Period
}

// Offices lists every office that an expert can declare; a manager is any of the
// senior ones, 公司法 第二百六十五条.
var Offices = []string{"legal_representative", "director", "supervisor", "manager"}

// A Holding is a part of a company that an expert declared to hold, or to have
// held.
type Holding struct {
	Company     string  `json:"company"`
	CreditCode  string  `json:"credit_code"`
	Percent     Percent `json:"percent,omitempty"`     // none of who controls the company without
	Controlling bool    `json:"controlling,omitempty"` // whatever the part
	Document    string  `json:"document,omitempty"`    // that says so
	Period
}

// A Relation is a person, or a company, to whom an expert declared a tie.
type Relation struct {
	Kind       string `json:"kind"` // a kind of kin, see kinship.go; economic; or other
	Name       string `json:"name"`
	Company    string `json:"company"` // where that person works, if stated
	CreditCode string `json:"credit_code"`
	Position   string `json:"position,omitempty"` // there
	DeclaredOn Date   `json:"declared_on"`
}

// Kinds of relation that are not kin.
const (
	Economic = "economic" // money: a holding, a loan, a paid advice
	Other    = "other"
)

// A Penalty is what an authority decided against an expert.
type Penalty struct {
	Kind     string `json:"kind"` // one of PenaltyKinds
	Document string `json:"document,omitempty"`
	Period          // from the decision to the end of a ban
}

// PenaltyKinds lists every kind of penalty. Dismissed is who was from a public
// post; dishonest, who is on a list of the seriously dishonest; bribery is a
// record of bribes or of fraud.
var PenaltyKinds = []string{"administrative", "criminal", "banned", "bad_record", "dismissed", "dishonest", "bribery"}

// A Membership is a library of experts that a person is or was in.
type Membership struct {
	Kind     string `json:"kind"` // one of LibraryKinds
	Name     string `json:"name"`
	Document string `json:"document,omitempty"` // that it rests on, such as a letter of appointment
	Period
}

// LibraryKinds lists every kind of library: the comprehensive one of a province,
// that of a State Council department, that of an agency, that of a finance
// department at provincial level or above; or another.
var LibraryKinds = []string{"comprehensive", "state_council", "agency", "finance", "other"}

// A Signal is a phone number, an address, a bank account, an e-mail address
// or a device, known only by a keyed hash. Two who share one are shown to the
// supervisor; it keeps nobody out.
type Signal struct {
	Kind string `json:"kind"`
	Hash string `json:"hash"` // HMAC, hex; never the plain text
}

// SignalKinds lists what a signal of a company can be.
var SignalKinds = []string{"phone", "email", "address", "bank_account"}

// A Company is a company of the register.
type Company struct {
	Name                string        `json:"name"`
	FormerNames         []string      `json:"former_names"`
	CreditCode          string        `json:"credit_code"`
	FormerCodes         []string      `json:"former_codes,omitempty"` // under which it is stated too
	LegalRepresentative string        `json:"legal_representative"`
	People              []Post        `json:"people"`
	Shareholders        []Shareholder `json:"shareholders"`
	Signals             []Signal      `json:"signals"`
}

// A Post is a person's office in a company; a controller may be a company.
type Post struct {
	Name   string `json:"name"`
	Office string `json:"office"` // director, supervisor, manager, controller
	Period
}

// A Shareholder is a person or company that holds part of another.
type Shareholder struct {
	Name       string  `json:"name"`
	CreditCode string  `json:"credit_code"` // empty for a person
	Percent    Percent `json:"percent"`
	Period
}

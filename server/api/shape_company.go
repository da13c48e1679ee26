package api

// CompanyTwinView is two companies that may be one.
type CompanyTwinView struct {
	One   CompanyView `json:"one"`
	Other CompanyView `json:"other"`
	Signs []SignView  `json:"signs"`
}

// ComparedCompaniesView is two companies beside each other, and what would
// stand if the other went into the one.
type ComparedCompaniesView struct {
	One     CompanyDetail `json:"one"`
	Other   CompanyDetail `json:"other"`
	Merged  CompanyDetail `json:"merged"`
	Changed []string      `json:"changed"` // of the one
	Signs   []SignView    `json:"signs"`
	Judged  *JudgedView   `json:"judged"` // null if nobody held them apart
}

// CompanyView is a company in the register.
type CompanyView struct {
	ID                  string   `json:"id"`
	Name                string   `json:"name"`
	FormerNames         []string `json:"formerNames"`
	CreditCode          string   `json:"creditCode"`
	LegalRepresentative string   `json:"legalRepresentative"`
	People              int      `json:"people"`
	Shareholders        int      `json:"shareholders"`
}

// CompanyDetail is all that the register says of a company, now or on a past
// day.
type CompanyDetail struct {
	ID                  string        `json:"id"`
	Version             int64         `json:"version"` // of what the register says now
	Altered             bool          `json:"altered"` // the row differs from its last version
	Day                 string        `json:"day"`     // that was asked for; empty for now
	Name                string        `json:"name"`
	FormerNames         []string      `json:"formerNames"`
	CreditCode          string        `json:"creditCode"`
	FormerCodes         []string      `json:"formerCodes"`
	LegalRepresentative string        `json:"legalRepresentative"`
	People              []PostView    `json:"people"`
	Shareholders        []HolderView  `json:"shareholders"`
	Signals             []SignalView  `json:"signals"`
	History             []VersionView `json:"history"`    // newest first
	MergedInto          *EntryRef     `json:"mergedInto"` // the company that stands instead; null if it stands itself
}

// PostView is a person's office in a company.
type PostView struct {
	Name   string `json:"name"`
	Office string `json:"office"` // director, supervisor, manager, controller, staff
	From   string `json:"from"`
	To     string `json:"to"`
}

// HolderView is a shareholder.
type HolderView struct {
	Name       string `json:"name"`
	CreditCode string `json:"creditCode"` // empty for a person
	Percent    string `json:"percent"`    // exact decimal
	From       string `json:"from"`
	To         string `json:"to"`
}

// SignalView is a telephone number, an address or an account, of which no more
// is known than a keyed hash.
type SignalView struct {
	Kind string `json:"kind"` // phone, email, address, bank_account
	Hash string `json:"hash"`
}

// CompanyGroupView is a company's group as the conflict checks see it today.
type CompanyGroupView struct {
	Percent int          `json:"percent"` // from which a holding counts
	Members []KinView    `json:"members"` // the nearest first
	Sharers []SharerView `json:"sharers"`
}

// KinView is a company of the group and the way that leads to it.
type KinView struct {
	ID         string      `json:"id"`
	Name       string      `json:"name"`
	CreditCode string      `json:"creditCode"`
	Way        []JointView `json:"way"`
}

// JointView is one step of the way.
type JointView struct {
	Name    string `json:"name"`    // who is reached
	Up      bool   `json:"up"`      // who is reached controls the one before; else the other way round
	Office  string `json:"office"`  // controller; empty if it is by shares
	Percent string `json:"percent"` // of the shares, exact decimal; empty of a controller
}

// SharerView is a company that shares a signal.
type SharerView struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	CreditCode string   `json:"creditCode"`
	Kinds      []string `json:"kinds"`
}

// CompanyExpertsView are the experts who work or worked for a company.
type CompanyExpertsView struct {
	Total int64          `json:"total"` // of what they state
	Today int64          `json:"today"` // of it, what holds today
	Items []EmployeeView `json:"items"` // the first hundred; who works there comes first
}

// EmployeeView is an expert who works or worked for a company.
type EmployeeView struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Status string `json:"status"`
	From   string `json:"from"`
	To     string `json:"to"`
}

package api

// ExpertView is an expert in the register; identity number and phone are
// masked.
type ExpertView struct {
	ID           string            `json:"id"`
	Name         string            `json:"name"`
	Identity     string            `json:"identity"` // masked
	Phone        string            `json:"phone"`    // masked
	Region       string            `json:"region"`
	Title        string            `json:"title"`
	Status       string            `json:"status"`
	Until        string            `json:"until"`
	Specialties  []SpecialtyView   `json:"specialties"`
	Affiliations []AffiliationView `json:"affiliations"`
	Relations    []RelationView    `json:"relations"`
}

// SpecialtyView is a specialty code with its names.
type SpecialtyView struct {
	Code   string `json:"code"`
	Parent string `json:"parent"` // code of the one above; empty at the top
	Names  Words  `json:"names"`  // empty for a code that is not in the list
}

// AffiliationView is where an expert works or worked.
type AffiliationView struct {
	Company    string `json:"company"`
	CreditCode string `json:"creditCode"`
	From       string `json:"from"`
	To         string `json:"to"`
}

// RelationView is a declared relation.
type RelationView struct {
	Relation   string `json:"relation"`
	State      string `json:"state"` // none, some, never_asked
	DeclaredOn string `json:"declaredOn"`
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

// ImportView is a register import and how far it is.
type ImportView struct {
	ID        string        `json:"id"`
	File      string        `json:"file"`
	State     string        `json:"state"`  // kept, reading, ready, writing, done, failed
	Failed    []Reason      `json:"failed"` // why it could not be read, or written
	Total     int64         `json:"total"`
	Done      int64         `json:"done"`
	Good      int64         `json:"good"`
	Bad       int64         `json:"bad"`
	Problems  []ProblemView `json:"problems"` // the first hundred
	CreatedMs int64         `json:"createdMs"`
}

// ProblemView is one fault of one row.
type ProblemView struct {
	Sheet  string `json:"sheet"`
	Row    int    `json:"row"`
	Column string `json:"column"`
	Text   string `json:"text"`
}

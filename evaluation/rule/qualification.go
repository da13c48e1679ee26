package rule

// Qualification is what a profile asks of an expert at entry into a register.
// It keeps nobody out of a pool.
type Qualification struct {
	Clause    Clause             `json:"clause"`
	Ways      []QualificationWay `json:"ways"` // one of them is enough
	BelowAge  int                `json:"below_age"`
	AgeClause Clause             `json:"age_clause"`
}

// A QualificationWay is one of some levels of title, or an education that is of
// equal level, with years of work in the field.
type QualificationWay struct {
	Clause     Clause   `json:"clause"` // "" if it is that of the qualification
	Titles     []string `json:"titles"`
	Educations []string `json:"educations"`
	Years      int      `json:"years"`
}

package rule

// A QualificationWay is one of some levels of title, or an education that is of
// equal level, with years of work in the field.
type QualificationWay struct {
	Clause     Clause   `json:"clause,omitempty"` // "" if it is that of the ground
	Titles     []string `json:"titles,omitempty"`
	Educations []string `json:"educations,omitempty"`
	Years      int      `json:"years,omitempty"`
}

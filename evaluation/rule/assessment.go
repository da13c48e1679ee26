package rule

import "slices"

// Assessment is how a profile has the members of a panel assessed after each
// evaluation (一标一评). Nothing follows from an assessment by itself.
type Assessment struct {
	Clause    Clause           `json:"clause"`
	By        []string         `json:"by"`    // roles that each give one assessment of each expert; none if nobody is assessed
	Items     []AssessmentItem `json:"items"` // in the order of the form
	Step      string           `json:"step"`  // of a mark, an exact decimal
	ReplyDays int              `json:"reply_days"`
}

// An AssessmentItem is one thing that is assessed; its words are in the
// catalogue, below "assessment.item.".
type AssessmentItem struct {
	ID   string `json:"id"`
	Most string `json:"most"` // exact decimal
}

// Assesses reports whether a role gives an assessment.
func (a Assessment) Assesses(role string) bool { return slices.Contains(a.By, role) }

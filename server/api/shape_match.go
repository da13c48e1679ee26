package api

// MatchView is a match by name: what is known of an expert, and what the
// register says of a company.
type MatchView struct {
	ID         string `json:"id"`   // by all that it holds
	Own        string `json:"own"`  // what is alike: name, affiliation, office, holding, or the kind of a relation
	Name       string `json:"name"` // of the expert or the relative; empty where a company was stated
	Firm       string `json:"firm"` // that was stated, if one was
	FirmCode   string `json:"firmCode"`
	Position   string `json:"position"`
	Held       string `json:"held"` // the expert's office
	Part       string `json:"part"` // of a holding in percent, exact decimal; empty of none
	From       string `json:"from"` // of the affiliation, the office or the holding
	To         string `json:"to"`
	DeclaredOn string `json:"declaredOn"` // the relation
	Company    string `json:"company"`
	CreditCode string `json:"creditCode"`
	Office     string `json:"office"`  // of the namesake there; empty where the company's own name is alike
	Percent    string `json:"percent"` // of a shareholder, exact decimal
	OfficeFrom string `json:"officeFrom"`
	OfficeTo   string `json:"officeTo"`
}

// ExpertMatch is a match of an expert and what was said of it.
type ExpertMatch struct {
	MatchView
	Found     bool   `json:"found"`     // what the register holds now is alike; otherwise no dismissal is of effect
	State     string `json:"state"`     // open, waiting, dismissed or declined; back_waiting, dismissed and proposed to be taken back
	Reason    string `json:"reason"`    // of the proposal, or of the dismissal
	Declined  string `json:"declined"`  // why the last proposal was
	By        string `json:"by"`        // name of who proposed it
	DecidedBy string `json:"decidedBy"` // name of who confirmed it
	On        string `json:"on"`        // the day of the dismissal
}

// ExpertMatchesView is every match by name of an expert.
type ExpertMatchesView struct {
	Matches []ExpertMatch `json:"matches"`
	MayTell bool          `json:"mayTell"` // that one is false
}

// WaitingMatch is a proposal that waits for a second person.
type WaitingMatch struct {
	ID      string `json:"id"`
	Expert  string `json:"expert"` // name
	Company string `json:"company"`
	Back    bool   `json:"back"` // a dismissal is to be taken back
	By      string `json:"by"`
	AtMs    int64  `json:"atMs"`
}

// WaitingMatchesView is every proposal that waits, oldest first.
type WaitingMatchesView struct {
	Waiting []WaitingMatch `json:"waiting"`
}

// ProposedMatchView is a proposal as the second person sees it.
type ProposedMatchView struct {
	WaitingMatch
	Match  MatchView `json:"match"`
	Reason string    `json:"reason"`
	State  string    `json:"state"` // waiting, confirmed or declined
}

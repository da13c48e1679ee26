package api

// MethodFile is a method as its file has it.
type MethodFile struct {
	Source string `json:"source"`
}

// TrialView is what a method makes of bids and marks that are made up.
type TrialView struct {
	Ranking    []RankView       `json:"ranking"`
	Unit       string           `json:"unit"` // of the totals: catalogue key below "scoring.unit."
	Candidates []string         `json:"candidates"`
	Undecided  []string         `json:"undecided"` // tied across the last place
	ToDraw     []string         `json:"toDraw"`    // equal in everything: a draw would order them
	Derivation []DerivationLine `json:"derivation"`
}

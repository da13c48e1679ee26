package api

// PanelSource says by whom a panel was drawn elsewhere.
type PanelSource struct {
	Library    string `json:"library"`
	RecordNo   string `json:"recordNo"`
	Body       string `json:"body"`   // who drew
	Person     string `json:"person"` // in charge of it
	DrawnMs    int64  `json:"drawnMs"`
	File       string `json:"file"`   // SHA-256 of what was imported, hex
	Record     string `json:"record"` // SHA-256 of the library's own record, hex
	RecordSize int64  `json:"recordSize"`
}

// PanelDeviation is where a panel drawn elsewhere is not as its plan asks.
type PanelDeviation struct {
	Seat int    `json:"seat"`
	Kind string `json:"kind"` // catalogue key below "desk-outside.deviation."
}

// PanelPreview says what a panel file holds, without its people.
type PanelPreview struct {
	Source      PanelSource      `json:"source"`
	Seats       int              `json:"seats"`
	Substitutes int              `json:"substitutes"`
	Deviations  []PanelDeviation `json:"deviations"`
}

// OutsideView is what is known of a panel that was drawn elsewhere.
type OutsideView struct {
	Source      PanelSource      `json:"source"`
	Lists       []PanelSource    `json:"lists"` // of substitutes that came later
	ListsLeft   int              `json:"listsLeft"`
	Substitutes int              `json:"substitutes"`
	Followers   []Follower       `json:"followers"` // the substitutes in their order
	Deviations  []PanelDeviation `json:"deviations"`
	Arrived     int              `json:"arrived"` // how many have checked in; then the panel cannot be withdrawn
}

// Follower is one substitute, by number alone.
type Follower struct {
	No  int  `json:"no"`
	For int  `json:"for"` // the only seat it is meant for; 0 for any that it fits
	Sat bool `json:"sat"` // holds, or has held, a seat
}

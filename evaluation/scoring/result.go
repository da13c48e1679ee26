package scoring

// A Result is the outcome of an evaluation. In JSON every number is a string.
type Result struct {
	Bids       []BidResult `json:"bids"`       // by rank, equal ranks by id; then those not ranked, by id
	Unit       Unit        `json:"unit"`       // of the totals
	Candidates []string    `json:"candidates"` // bid ids, best first

	// Undecided lists bids tied across the last place of the candidates, by
	// id: there are not places for all of them, and the method does not say
	// who goes first.
	Undecided []string `json:"undecided,omitempty"`

	// ToDraw lists groups of bids that are equal in everything and that the
	// method orders by a draw which has not been held, each by id.
	ToDraw [][]string `json:"to_draw,omitempty"`

	Sheets     []SheetTotal `json:"sheets,omitempty"`
	Derivation Derivation   `json:"derivation"`
}

// A BidResult is the outcome for one bid.
type BidResult struct {
	Bid      string `json:"bid"`
	Rank     int    `json:"rank,string"` // 1 is best; 0 if it is not ranked
	Tied     bool   `json:"tied"`        // another bid has the same rank
	Total    string `json:"total"`       // what is ranked by, as it is published; empty if it is not ranked
	Parts    []Part `json:"parts"`       // what the method shows beside the total, in its order
	Unranked string `json:"unranked,omitempty"`
	// Unranked says why: not_opened, not_passed, rejected_late, with words
	// under "scoring.unranked.", or "threshold:" and the id of the first
	// formula that it fails.
}

// A Part is one number of a bid that is shown beside its total.
type Part struct {
	Name  string            `json:"name"` // id of the formula or input, or marks(id)
	Names map[string]string `json:"names"`
	Unit  Unit              `json:"unit,omitempty"`
	Score string            `json:"score"`
}

// A SheetTotal is the sum of one member's marks for one bid.
type SheetTotal struct {
	Member string `json:"member"`
	Bid    string `json:"bid"`
	Group  string `json:"group"` // top-level group, or "all"
	Total  string `json:"total"`
}

// A LineKind says what a [Line] is about; its words are in the catalogue under
// "scoring.line.".
type LineKind string

// The kinds.
const (
	LineInput     LineKind = "input"     // a number that was given
	LineMarks     LineKind = "marks"     // what the members' marks come to
	LineFormula   LineKind = "formula"   // a formula of the method
	LineThreshold LineKind = "threshold" // a condition for being ranked
	LineRanking   LineKind = "ranking"   // what is ranked by
)

// A Line is one number of a derivation and how it came about.
type Line struct {
	Kind  LineKind          `json:"kind"`
	Bid   string            `json:"bid,omitempty"` // empty for a number of the whole set
	Name  string            `json:"name"`          // id of the formula or input, or marks(id)
	Names map[string]string `json:"names,omitempty"`
	Unit  Unit              `json:"unit,omitempty"`

	Expr    string            `json:"expr,omitempty"`    // the formula as the method file has it
	Formula map[string]string `json:"formula,omitempty"` // the same for people, by language, with the names of things
	Values  string            `json:"values,omitempty"`  // the formula with numbers put in
	Over    string            `json:"over,omitempty"`    // the set of bids it looks at; words under "scoring.set."
	Frozen  string            `json:"frozen,omitempty"`  // the moment from which it no longer changes; words under "scoring.moment."

	Workings []Working `json:"workings,omitempty"` // intermediate results, in order

	// Exact is the value before rounding: a decimal, or a fraction in lowest
	// terms if it has none that ends. Rounding is empty if nothing is rounded,
	// else a mode, whose words are in the catalogue under "scoring.rounding.".
	Exact    string `json:"exact"`
	Approx   string `json:"approx,omitempty"` // of Exact, if it is a fraction, to six places
	Rounding string `json:"rounding,omitempty"`
	Digits   string `json:"digits,omitempty"` // decimal places kept by the rounding
	Result   string `json:"result"`           // "yes" or "no" for a condition; words under "scoring.value."
}

// A Working is an intermediate result within a line.
type Working struct {
	Expr     string   `json:"expr"`
	Values   string   `json:"values"`
	Exact    string   `json:"exact"`
	Approx   string   `json:"approx,omitempty"`
	Rounding string   `json:"rounding,omitempty"`
	Digits   string   `json:"digits,omitempty"`
	Result   string   `json:"result"`
	SetAside []string `json:"set_aside,omitempty"` // bids of the set that a clause left out; members, for marks
}

// A Derivation is every number of a result: first those of the whole set, then
// those of each bid in the order of the result's bids; among them each after
// those it depends on.
type Derivation []Line

// Follow returns the lines that lead to one bid's result: those of the whole
// set and its own, in order.
func (d Derivation) Follow(bid string) Derivation {
	var own Derivation
	for _, line := range d {
		if line.Bid == "" || line.Bid == bid {
			own = append(own, line)
		}
	}
	return own
}

// Line returns the line of a name for a bid, "" for the whole set, or nil.
func (d Derivation) Line(bid, name string) *Line {
	for i := range d {
		if d[i].Bid == bid && d[i].Name == name {
			return &d[i]
		}
	}
	return nil
}

package rule

// An Action is what follows when a ground of recusal is met.
type Action string

const (
	Exclude              Action = "exclude"               // may not sit; who sits already is replaced
	NotEligible          Action = "not_eligible"          // may be in no pool at all
	SwitchRole           Action = "switch_role"           // may sit only as the unit's representative
	Decide               Action = "decide"                // kept out until a second person has decided
	Alert                Action = "alert"                 // shown to the supervisor; keeps nobody out
	BlockRepresentatives Action = "block_representatives" // the procuring entity may send nobody
)

// Actions lists the actions, the hardest first.
var Actions = []Action{NotEligible, Exclude, SwitchRole, Decide, BlockRepresentatives, Alert}

// KeepsOut reports whether an expert of whom the ground is true may not be
// drawn.
func (a Action) KeepsOut() bool {
	return a == Exclude || a == NotEligible || a == SwitchRole || a == Decide
}

// Recusal is what a profile says of conflicts of interest.
type Recusal struct {
	Clause  Clause                   `json:"clause"`
	Percent int                      `json:"percent"` // the holding from which a shareholder controls a company
	Grounds map[string]RecusalGround `json:"grounds"` // by id; a ground that is not here does not count
}

// A RecusalGround is what a profile says of one ground. Without Years and Ever
// only what is true today counts.
type RecusalGround struct {
	Clause  Clause   `json:"clause"`            // "" for a rule of the centre's own
	Years   int      `json:"years,omitempty"`   // counted back from the day the procurement activity began, that day inclusive
	Ever    bool     `json:"ever,omitempty"`    // however long ago
	Action  Action   `json:"action"`            // "" where a province's profile takes a ground of its base away
	Kinship []string `json:"kinship,omitempty"` // classes of kin that count, of grounds of kinship
	Kinds   []string `json:"kinds,omitempty"`   // of penalty that count; of library from which an expert may be drawn
	// Ways are those in which an expert is qualified, of which one is enough.
	Ways     []QualificationWay `json:"ways,omitempty"`
	BelowAge int                `json:"below_age,omitempty"` // that an expert has to be of
	// Relaxed is where whoever has it recorded for a profession of few experts that
	// a condition is relaxed may be drawn all the same.
	Relaxed bool `json:"relaxed,omitempty"`
	// The first and the last day, yyyy-mm-dd, on which a procurement activity
	// began for which the ground counts; "" is without bound.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// InForce reports whether the ground counts for a procurement activity that
// began on a day, yyyy-mm-dd.
func (g RecusalGround) InForce(day string) bool {
	return g.Action != "" && g.From <= day && (g.To == "" || day <= g.To)
}

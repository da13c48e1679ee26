package rule

// A Profile holds the constants of one legal regime, region and period. It is
// data, so that a number is corrected without touching code. A province's
// profile names the national one as its base and states only what differs. A
// case has the whole text of its profile in its first act, and is held to that
// text for good, whatever a later program carries.
type Profile struct {
	ID            string            `json:"id"`
	Base          string            `json:"base"`   // profile id; "" for a profile that stands alone
	Names         map[string]string `json:"names"`  // by language
	Regime        string            `json:"regime"` // tendering or government_procurement
	Region        string            `json:"region"` // "" for the whole country
	EffectiveFrom string            `json:"effective_from"`
	EffectiveTo   string            `json:"effective_to"` // "" while in force

	Composition struct {
		Clause       Clause         `json:"clause"`
		Least        int            `json:"least"`
		LeastSpecial map[string]int `json:"least_special"` // by special condition of the lot
		BudgetFen    int64          `json:"budget_fen"`    // from this budget on LeastBudget applies; 0 = never
		LeastBudget  int            `json:"least_budget"`
	} `json:"composition"`

	Chair struct {
		Clause               Clause `json:"clause"`
		RepresentativeBarred bool   `json:"representative_barred"`
	} `json:"chair"`

	Rejection struct {
		Grounds []Ground `json:"grounds"`
	} `json:"rejection"`

	// Fewer says what happens when fewer than three bids are left after the
	// examination: "judge" lets the panel decide whether competition is
	// still sufficient, "void" ends the procurement.
	Fewer struct {
		Clause Clause `json:"clause"`
		Then   string `json:"then"`
	} `json:"fewer"`

	// Clarification is of what the panel asks a bidder in writing.
	Clarification struct {
		Clause Clause `json:"clause"`
	} `json:"clarification"`

	Correction Correction `json:"correction"`

	LowBid LowBid `json:"low_bid"`

	Extreme Extreme `json:"extreme"`

	Candidates struct {
		Clause Clause `json:"clause"`
		Most   int    `json:"most"`
	} `json:"candidates"`

	Award Award `json:"award"`

	Publication Publication `json:"publication"`

	Dissent struct {
		Clause Clause `json:"clause"`
	} `json:"dissent"`

	Recusal Recusal `json:"recusal"`

	Assessment Assessment `json:"assessment"`

	Invitation Invitation `json:"invitation"`

	Retention struct {
		Clause Clause `json:"clause"`
		Years  int    `json:"years"`
	} `json:"retention"`

	text string
}

// A Ground is a reason for which a bid must be rejected.
type Ground struct {
	Code   string            `json:"code"`
	Clause Clause            `json:"clause"`
	Names  map[string]string `json:"names"`
}

// InForce reports whether the profile is that of a procurement activity that
// began on the given day, yyyy-mm-dd.
func (p *Profile) InForce(day string) bool {
	return p.EffectiveFrom <= day && (p.EffectiveTo == "" || day <= p.EffectiveTo)
}

// LeastMembers returns the smallest lawful panel for a lot with the given
// special condition ("" for none) and budget in fen.
func (p *Profile) LeastMembers(special string, budgetFen int64) int {
	least := p.Composition.Least
	if n, ok := p.Composition.LeastSpecial[special]; ok && special != "" {
		least = max(least, n)
	}
	if p.Composition.BudgetFen > 0 && budgetFen >= p.Composition.BudgetFen {
		least = max(least, p.Composition.LeastBudget)
	}
	return least
}

// Ground returns the rejection ground with the given code, or nil.
func (p *Profile) Ground(code string) *Ground {
	for i := range p.Rejection.Grounds {
		if p.Rejection.Grounds[i].Code == code {
			return &p.Rejection.Grounds[i]
		}
	}
	return nil
}

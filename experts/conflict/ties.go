package conflict

// A tie is what an expert is or was in a company, as the expert stated it: on
// its staff, in an office, or as one who holds a part of it.
type tie struct {
	held          // the company is that of each node
	stated Match  // with no more than the expert's side
	name   string // of the company, as it was stated
	nodes  []int32
}

// ties returns what an expert stated to be, with the companies that it can be
// in.
func (r *lookup) ties(e *Expert) []tie {
	list := make([]tie, 0, len(e.Affiliations)+len(e.Offices)+len(e.Holdings))
	add := func(h held, stated Match, name, code string) {
		list = append(list, tie{h, stated, name, r.find(name, code)})
	}
	for _, a := range e.Affiliations {
		add(held{office: "employed", Period: a.Period}, Match{Affiliation: a}, a.Company, a.CreditCode)
	}
	for _, a := range e.Offices {
		add(held{office: a.Office, Period: a.Period}, Match{Appointment: a}, a.Company, a.CreditCode)
	}
	for _, part := range e.Holdings {
		h := held{office: "shareholder", percent: part.Percent, Period: part.Period}
		if part.Controlling {
			h.office = controller
		}
		add(h, Match{Holding: part}, part.Company, part.CreditCode)
	}
	return list
}

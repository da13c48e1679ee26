package evidence

import (
	"encoding/json"
	"slices"

	"bidroom/evaluation"
	"bidroom/experts/conflict"
	"bidroom/server/proclog"
)

// matchDomain is the domain of a statement's datum in the centre's tree.
const matchDomain = "register.match"

// dismissals holds what candidates' records say of false matches against what
// the centre's tree says of them: one person proposed each, and another of
// another role confirmed it before the entry that it counts for.
type dismissals struct {
	counted []countedDismissal
	said    []saidOfMatch // in the order of the tree
}

// A countedDismissal is one that an entry of the lot was decided by.
type countedDismissal struct {
	entry proclog.Entry
	conflict.Dismissal
}

// A saidOfMatch is an entry of the centre's tree on a match.
type saidOfMatch struct {
	proclog.Entry
	Subject    string           `json:"subject"`
	Match      evaluation.Datum `json:"match"`
	Back       evaluation.Datum `json:"back"`
	ProposedBy string           `json:"proposed_by"`
}

func (d *dismissals) next(e proclog.Entry) {
	said := saidOfMatch{Entry: e}
	if json.Unmarshal(e.Body, &said) == nil { // else nothing is found to be said
		said.Entry = e
		d.said = append(d.said, said)
	}
}

// use notes by which dismissals an entry of the lot was decided.
func (d *dismissals) use(e proclog.Entry, candidates []conflict.Expert) {
	for _, candidate := range candidates {
		for _, one := range candidate.Dismissals {
			d.counted = append(d.counted, countedDismissal{e, one})
		}
	}
}

func (d *dismissals) finish(r *Report) {
	for _, one := range d.counted {
		if !d.holds(one) {
			f := at(one.entry, "dismissal")
			f.Detail = one.Expert
			r.broken(PartConflicts, f)
		}
	}
}

// holds reports whether two people said what a dismissal says, and did not take
// it back.
func (d *dismissals) holds(one countedDismissal) bool {
	value, err := proclog.Canonical(one.Statement)
	if err != nil || one.Check() != nil {
		return false
	}
	datum := evaluation.Opening{Domain: matchDomain, Salt: one.Salt, Value: string(value)}.DatumHash()
	proposed, confirmed := -1, -1
	for i, said := range d.said {
		switch {
		case said.AtMs > one.entry.AtMs:
		case said.Match == datum && said.Subject == one.Expert && said.Back == "" && said.Kind == "match.proposed" && said.Role == "staff" && said.Actor == one.Proposed:
			proposed = i
		case said.Match == datum && said.Subject == one.Expert && said.Back == "" && said.Kind == "match.confirmed" && said.Role == "supervisor" && said.Actor == one.Decided && said.ProposedBy == one.Proposed:
			confirmed = i
		}
	}
	back := slices.ContainsFunc(d.said, func(said saidOfMatch) bool {
		return said.Kind == "match.confirmed" && said.Back == datum && said.AtMs < one.entry.AtMs
	})
	return proposed >= 0 && proposed < confirmed && !back
}

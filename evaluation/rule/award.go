package rule

import (
	"fmt"
	"slices"
)

// Award is what a profile says of the award (定标) and of the letters that tell
// of it.
type Award struct {
	Clause Clause `json:"clause"` // empty where the profile says nothing of it
	// Passed are the reasons for which a candidate is passed over, and nothing
	// else is one.
	Passed []Ground `json:"passed"`
	// Contract is within how many days of the letter the contract is signed.
	Contract struct {
		Clause Clause `json:"clause"`
		Days   int    `json:"days"`
	} `json:"contract"`
	// Others is what a bidder who is not awarded is told beside that.
	Others struct {
		Clause Clause   `json:"clause"`
		Shows  []string `json:"shows"` // of [OwnShows]
	} `json:"others"`
}

// OwnShows lists what a bidder who is not awarded can be told: of its own bid.
var OwnShows = []string{"rank", "total", "rejection"}

// Publication is what is published, of the candidates (中标候选人公示) and of the
// result (中标结果公告).
type Publication struct {
	Candidates Notice `json:"candidates"`
	Result     Notice `json:"result"`
}

// A Notice is published with the names of those that it is of, and with what
// the profile lets it show.
type Notice struct {
	Clause Clause   `json:"clause"`
	Days   int      `json:"days"`  // for which it is published at least, the first not counted; 0 if it is not published, or for no stated time
	Shows  []string `json:"shows"` // of [NoticeShows]
}

// NoticeShows lists what a notice can show. What is marked by hand is not known
// to the case, and is left for the procuring entity to fill in.
var NoticeShows = []string{
	"price", "duration", "quality", "total", // of each bid that the notice is of
	"leader", "qualification", "items", // by hand
	"members", // the panel, by name
}

// Passing returns the reason with the given code, or nil.
func (a Award) Passing(code string) *Ground {
	i := slices.IndexFunc(a.Passed, func(g Ground) bool { return g.Code == code })
	if i < 0 {
		return nil
	}
	return &a.Passed[i]
}

// most days that a profile can ask for.
const mostNoticeDays = 60

func (a Award) check() error {
	for i, g := range a.Passed {
		if g.Code == "" || a.Passing(g.Code) != &a.Passed[i] {
			return fmt.Errorf("award: reason %q", g.Code)
		}
	}
	if a.Contract.Days > mostNoticeDays {
		return fmt.Errorf("award: a contract within %d days", a.Contract.Days)
	}
	return within("award", a.Others.Shows, OwnShows)
}

func (p Publication) check() error {
	if slices.Contains(p.Candidates.Shows, "members") {
		return fmt.Errorf("publication: the panel is named before the award")
	}
	for _, n := range []Notice{p.Candidates, p.Result} {
		if n.Days > mostNoticeDays {
			return fmt.Errorf("publication: %d days", n.Days)
		}
		if err := within("publication", n.Shows, NoticeShows); err != nil {
			return err
		}
	}
	return nil
}

func within(what string, said, known []string) error {
	for i, one := range said {
		if !slices.Contains(known, one) || slices.Contains(said[:i], one) {
			return fmt.Errorf("%s: shows %q", what, one)
		}
	}
	return nil
}

package evidence

import (
	"encoding/json"
	"slices"

	"bidroom/evaluation"
	"bidroom/server/proclog"
)

// named follows what the centre of the lot was called on paper.
type named struct {
	names   []string // in the order of the centre's tree
	created *proclog.Entry
	lot     evaluation.Lot // as it was created
}

// next takes an entry "centre.set", of whichever centre.
func (n *named) next(e proclog.Entry) {
	var body struct {
		Centre  string `json:"centre"`
		Printed string `json:"printed"`
	}
	if json.Unmarshal(e.Body, &body) == nil && n.created != nil && body.Centre == n.lot.Centre {
		n.names = append(n.names, body.Printed)
	}
}

// finish finds a lot whose papers bear a name that its centre never had. The
// file need not say what centres were called: of an installation that was begun
// before they were, the log does not.
func (n *named) finish(r *Report) {
	switch {
	case n.created == nil:
	case len(n.names) == 0:
		r.note(PartCheckpoints, "no_centre")
	case !slices.Contains(n.names, n.lot.CentreName):
		r.broken(PartCheckpoints, at(*n.created, "centre_name"))
	}
}

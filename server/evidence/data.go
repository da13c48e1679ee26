package evidence

import (
	"encoding/json"
	"slices"
	"strconv"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts/draw"
	"bidroom/server/proclog"
)

// data follows what stands in the entries as data: which the file opens,
// which were erased and by which rule.
type data struct {
	present map[string]bool                  // stood in an entry
	opened  []evaluation.Opening             // what the file opens of the present entry
	open    map[evaluation.Datum]bool        // what it opens of any
	erased  map[evaluation.Datum]rule.Clause // by the entries so far
	wanted  []wanted
	facts   map[evaluation.Datum]string // what is known of the lot, as far as the file opens it
}

// A wanted datum is one whose value a part of a full file is about.
type wanted struct {
	part  string
	datum evaluation.Datum
}

func newData() data {
	return data{present: map[string]bool{}, open: map[evaluation.Datum]bool{}, erased: map[evaluation.Datum]rule.Clause{}, facts: map[evaluation.Datum]string{}}
}

// erase notes that a datum was erased. It must have stood in an entry before,
// and the file must not hold what was deleted.
func (r *replay) erase(e proclog.Entry, act *evaluation.DatumErased) {
	r.erased[act.Datum] = act.Rule
	switch {
	case !r.present[string(act.Datum)]:
		r.v.report.broken(PartLog, at(e, "erased_unknown"))
	case r.open[act.Datum]:
		r.v.report.broken(PartLog, at(e, "erased_kept"))
	}
}

// finishOpenings says which data were erased, and what a full file lacks
// without that.
func (r *replay) finishOpenings() {
	report := r.v.report
	for seq := range r.v.openings { // of entries that are not there
		report.broken(PartLog, Finding{Tree: r.v.walk.Tree, From: seq, Seq: seq, Code: "opening"})
	}
	if len(r.erased) > 0 {
		report.note(PartLog, "erased", "count", strconv.Itoa(len(r.erased)))
	}
	if r.v.file.Manifest.Scope != Full {
		return
	}
	for _, w := range r.wanted {
		if r.open[w.datum] {
			continue
		}
		if by, gone := r.erased[w.datum]; gone {
			report.erased(w.part, by)
		} else {
			report.say(w.part, NotContained)
		}
	}
}

// partOf is the part that a datum's value is needed for.
func partOf(domain string) string {
	switch domain {
	case evaluation.SheetDomain, evaluation.CodesDomain:
		return PartScores
	case draw.ExpertDomain, draw.PersonDomain:
		return PartDraw
	case evaluation.FactsDomain, draw.ServicesDomain, draw.ConflictDomain:
		return PartConflicts
	case "signature.drawing":
		return PartSignatures
	}
	return PartLog
}

// checkOpenings holds what the file opens of an entry against the data that
// stand in it.
func (r *replay) checkOpenings(e proclog.Entry) {
	texts := hashesIn(e.Body)
	if e.Kind != "datum.erased" { // which names a datum of an earlier entry
		for _, text := range texts {
			r.present[text] = true
		}
	}
	r.opened = r.v.openings[e.Seq]
	for _, o := range r.opened {
		if !slices.Contains(texts, string(o.DatumHash())) {
			r.v.report.broken(partOf(o.Domain), at(e, "opening"))
		}
	}
	delete(r.v.openings, e.Seq)
}

// hashesIn lists every string of a JSON value that has the form of a hash.
func hashesIn(body []byte) (list []string) {
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			if len(v) == 64 {
				list = append(list, v)
			}
		case []any:
			for _, one := range v {
				walk(one)
			}
		case map[string]any:
			for _, one := range v {
				walk(one)
			}
		}
	}
	var v any
	if json.Unmarshal(body, &v) == nil { // an entry's body was parsed before
		walk(v)
	}
	return list
}

package evidence

import (
	"slices"

	"bidroom/evaluation/rule"
)

// A State is what a verifier says of one part of a case.
type State string

const (
	Checked      State = "checked"
	NotContained State = "not_contained"
	Outside      State = "outside" // drawn elsewhere, by whom the part's note says: not recomputed
	Erased       State = "erased"  // by the rules that the part names
	Broken       State = "broken"  // at the findings that the part lists
)

// The parts of a case, in the order in which they are reported.
const (
	PartLog         = "log"         // the entries: form, sequence, time, and that every act was allowed
	PartCheckpoints = "checkpoints" // signed, of these entries, and held by the centre's tree
	PartKeys        = "keys"        // the log's key, and those of the kiosks
	PartDraw        = "draw"        // pool, shares, seed, order, seats
	PartConflicts   = "conflicts"   // every exclusion from the pool
	PartScores      = "scores"      // from the members' sheets
	PartRanking     = "ranking"     // and the candidates
	PartSignatures  = "signatures"  // of the members
	PartReport      = "report"      // the files that were signed
	PartRecordings  = "recordings"  // every segment's bytes
)

// Parts lists the parts in the order of the report.
var Parts = []string{PartLog, PartCheckpoints, PartKeys, PartDraw, PartConflicts, PartScores, PartRanking, PartSignatures, PartReport, PartRecordings}

// A Finding is one thing that is broken, and where. If more than one entry can
// be at fault, they are those from From to Seq.
type Finding struct {
	Tree    string        `json:"tree,omitempty"`
	From    int64         `json:"from,string"`
	Seq     int64         `json:"seq,string"`
	Kind    string        `json:"kind,omitempty"`
	Code    string        `json:"code"`              // catalogue key below "verify.why."
	Reasons []rule.Reason `json:"reasons,omitempty"` // why a rule refuses the act
	Detail  string        `json:"detail,omitempty"`  // what was found, for whoever looks closer
}

// A Note is something to know of a part. Code is a catalogue key below
// "verify.note.".
type Note struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// A Part is what was found of one part.
type Part struct {
	Name     string        `json:"name"`
	State    State         `json:"state"`
	Rules    []rule.Clause `json:"rules,omitempty"` // by which something was erased
	Findings []Finding     `json:"findings,omitempty"`
	Notes    []Note        `json:"notes,omitempty"`
}

// A Gap is a stated gap of a recording.
type Gap struct {
	Feed   string `json:"feed"`
	FromMs int64  `json:"from_ms,string"`
	ToMs   int64  `json:"to_ms,string"`
	Cause  string `json:"cause"`
}

// A Report is what a verifier says of a file.
type Report struct {
	Manifest    Manifest `json:"manifest"`
	Entries     int64    `json:"entries,string"`
	Fingerprint string   `json:"fingerprint"` // of the log's key, hex
	// Itself says that the file is consistent with itself only: neither a
	// key's fingerprint nor a held checkpoint was given to hold it against.
	Itself bool   `json:"itself_only"`
	Parts  []Part `json:"parts"`
	Gaps   []Gap  `json:"gaps,omitempty"`
}

// Sound reports whether nothing is broken.
func (r *Report) Sound() bool {
	return !slices.ContainsFunc(r.Parts, func(p Part) bool { return p.State == Broken })
}

// Part returns a part by name.
func (r *Report) Part(name string) *Part {
	return &r.Parts[slices.Index(Parts, name)]
}

func newReport(m Manifest) *Report {
	r := &Report{Manifest: m}
	for _, name := range Parts {
		r.Parts = append(r.Parts, Part{Name: name})
	}
	return r
}

// broken notes a finding.
func (r *Report) broken(part string, f Finding) {
	r.say(part, Broken)
	p := r.Part(part)
	p.Findings = append(p.Findings, f)
}

// byWeight orders the states: what was said of one thing of a part is not
// taken back by what is said of another.
var byWeight = []State{"", Checked, NotContained, Outside, Erased, Broken}

// say gives a part a state, unless it has a weightier one.
func (r *Report) say(part string, s State) {
	if p := r.Part(part); slices.Index(byWeight, s) > slices.Index(byWeight, p.State) {
		p.State = s
	}
}

// erased says that something of a part was erased by a rule.
func (r *Report) erased(part string, by rule.Clause) {
	r.say(part, Erased)
	if p := r.Part(part); !slices.Contains(p.Rules, by) {
		p.Rules = append(p.Rules, by)
	}
}

// note adds something to know of a part; args are name, value pairs.
func (r *Report) note(part, code string, args ...string) {
	n := Note{Code: code}
	for i := 0; i+1 < len(args); i += 2 {
		if n.Args == nil {
			n.Args = map[string]string{}
		}
		n.Args[args[i]] = args[i+1]
	}
	p := r.Part(part)
	p.Notes = append(p.Notes, n)
}

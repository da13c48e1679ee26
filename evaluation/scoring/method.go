package scoring

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"math/big"
	"path"
	"slices"
	"strings"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring/exact"
	"bidroom/evaluation/scoring/formula"
)

// A Method is a loaded method file. It does not change.
type Method struct {
	id       string
	names    map[string]string
	citation string
	src      []byte
	hash     string

	groups   []Group
	criteria []Criterion
	within   map[string][]string // group id: ids of the points criteria below it
	points   map[string]string   // group or criterion id, or "all": what it can earn at most
	members  members
	inputs   [3][]Quantity // by inputKind
	tables   map[string]*formula.Table
	// tableNames names the tables by language.
	tableNames map[string]map[string]string
	formulas   []*definition
	parts      []string
	ranking    ranking
	shuffled   bool // every member is shown the bids in another order
	rounds     bool // bidders make further offers, of which the last is evaluated
	sealed     bool // prices are in a second envelope until the marks are locked
	symbols    map[string]symbol
}

// members says how the marks of the members become one number.
type members struct {
	level         string // criterion, group or total: what is averaged
	expertsOnly   bool   // the marks of who represents the procuring entity do not count
	median        bool   // instead of the mean
	from          int    // trimmed from so many members on; 0 = never
	highest, rest int    // how many are then set aside at the top and at the bottom
	beyond        beyond // marks that far from the mean are replaced
	rounding      *rounding
}

// beyond says from where on a mark is so far from the mean of all that the mean
// of the others takes its place: further than a percentage of that mean and than
// so many points. Without either (nil) none is.
type beyond struct{ percent, points *big.Rat }

type rounding struct {
	digits int
	mode   exact.Mode
}

// A definition is one named formula.
type definition struct {
	id        string
	names     map[string]string
	unit      Unit
	perBid    bool
	threshold bool
	over      Set  // of a formula with an aggregate
	set       bool // over was stated
	expr      *formula.Expr
	moment    Moment
	needed    Set // per bid: for which bids it is computed
	at        int // byte of the file
}

// ranking says how scores become an order.
type ranking struct {
	by         string
	descending bool
	rounded    bool // the rounded number is what is compared
	rounding   *rounding
	ties       []tieBreak
	drawn      bool // bids still equal are ordered by a draw
	candidates int
}

type tieBreak struct {
	by         string
	descending bool
}

// ID returns the id that the file states.
func (m *Method) ID() string { return m.id }

// Names returns the method's name by language.
func (m *Method) Names() map[string]string { return m.names }

// Citation returns the clause or publication that the method carries out.
func (m *Method) Citation() string { return m.citation }

// Source returns a copy of the file.
func (m *Method) Source() []byte { return slices.Clone(m.src) }

// Hash returns the SHA-256 hash of the file, in hex.
func (m *Method) Hash() string { return m.hash }

// Criteria returns the criteria in the order of the file.
func (m *Method) Criteria() []Criterion { return m.criteria }

// Groups returns the groups of the criteria tree in the order of the file,
// each before those inside it.
func (m *Method) Groups() []Group { return m.groups }

// Params returns the numbers that the tender documents give the method.
func (m *Method) Params() []Quantity { return m.inputs[ofTender] }

// Values returns the numbers of each bid that the method takes from the
// opening record, beside the price.
func (m *Method) Values() []Quantity { return m.inputs[ofBid] }

// Drawn returns the coefficients that are drawn, with what they may be.
func (m *Method) Drawn() []Quantity { return m.inputs[ofDraw] }

// TrimsFrom returns from how many members on the highest and lowest marks are
// set aside; 0 if they never are.
func (m *Method) TrimsFrom() int { return m.members.from }

// ExpertsOnly reports whether the marks of who represents the procuring entity
// do not count.
func (m *Method) ExpertsOnly() bool { return m.members.expertsOnly }

// Blind reports whether anything is marked blind.
func (m *Method) Blind() bool {
	return slices.ContainsFunc(m.groups, func(g Group) bool { return g.Blind })
}

// Shuffled reports whether every member is shown the bids in an order of their
// own.
func (m *Method) Shuffled() bool { return m.shuffled }

// Rounds reports whether bidders make further offers before detailed
// evaluation, of which the last is what is evaluated.
func (m *Method) Rounds() bool { return m.rounds }

// TwoEnvelopes reports whether prices, and the numbers of each bid beside them,
// are in an envelope of their own (双信封) that is opened once the marks are locked.
func (m *Method) TwoEnvelopes() bool { return m.sealed }

// CandidatesAtMost returns how many bids the method recommends at most.
func (m *Method) CandidatesAtMost() int { return m.ranking.candidates }

// Criterion returns the criterion with the given id, or nil.
func (m *Method) Criterion(id string) *Criterion {
	i := slices.IndexFunc(m.criteria, func(c Criterion) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return &m.criteria[i]
}

// Load reads a method file. The error is a *rule.Refusal of kind Invalid; the
// Field of each reason is the "line:column" of the fault.
func Load(src []byte) (*Method, error) {
	sum := sha256.Sum256(src)
	m := &Method{src: slices.Clone(src), hash: hex.EncodeToString(sum[:])}
	l := &loader{faults: faults{src: m.src}, m: m}
	l.load()
	if err := l.err(); err != nil {
		return nil, err
	}
	return m, nil
}

//go:embed method.schema.json
var schema []byte

// Schema returns the JSON Schema of a method file, draft 2020-12. What it lets
// pass [Load] can still refuse: it knows nothing of formulas and of sums.
func Schema() []byte { return slices.Clone(schema) }

//go:embed methods/*.json
var methodFiles embed.FS

// Builtin returns the built-in method with the given id. The error is a
// *rule.Refusal of kind NotFound if there is none.
func Builtin(id string) (*Method, error) {
	if !slices.Contains(BuiltinIDs(), id) {
		return nil, rule.Refuse(rule.NotFound, "", "scoring.method.unknown", "method", "method", id)
	}
	src, err := methodFiles.ReadFile("methods/" + id + ".json")
	if err != nil {
		return nil, fmt.Errorf("method %q: %w", id, err)
	}
	return Load(src)
}

// BuiltinIDs lists the built-in methods, sorted.
func BuiltinIDs() []string {
	files, err := methodFiles.ReadDir("methods")
	if err != nil {
		panic(err) // the files are part of the program
	}
	ids := make([]string, 0, len(files))
	for _, f := range files {
		ids = append(ids, strings.TrimSuffix(f.Name(), path.Ext(f.Name())))
	}
	slices.Sort(ids)
	return ids
}

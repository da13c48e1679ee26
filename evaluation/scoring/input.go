package scoring

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring/exact"
)

// MaxBids bounds the bids of one lot, and MaxMembers the members that mark.
const (
	MaxBids    = 500
	MaxMembers = 99
)

// An Input is all that a result depends on, beside the method.
type Input struct {
	Bids  []Bid  `json:"bids"`
	Marks []Mark `json:"marks,omitempty"`

	// Representatives lists those members who represent the procuring entity,
	// for a method that does not count their marks.
	Representatives []string `json:"representatives,omitempty"`

	// Drawn holds the drawn coefficients by id.
	Drawn map[string]string `json:"drawn,omitempty"`

	// TieOrder lists bids in drawn order, where the method lets a draw order
	// bids that are still equal; nil before it was drawn.
	TieOrder []string `json:"tie_order,omitempty"`

	// Params holds what the tender documents state, by id; money as whole fen
	// under the id with "_fen" after it. What the method does not know is
	// left aside.
	Params map[string]string `json:"params,omitempty"`
}

// A Bid is what is scored.
type Bid struct {
	ID       string `json:"id"`
	PriceFen int64  `json:"price_fen,string"` // offered last, after arithmetic correction; may be 0 if the method does not look at it

	// OpeningFen is the price that was read out, if a later offer or correction
	// changed it; else 0.
	OpeningFen int64 `json:"opening_fen,string,omitempty"`

	// Values holds further numbers of the opening record by id, as Params.
	Values map[string]string `json:"values,omitempty"`

	Opened       bool `json:"opened"`
	Passed       bool `json:"passed"`                  // the preliminary examination
	RejectedLate bool `json:"rejected_late,omitempty"` // after it passed: counts in what was frozen before, and is not ranked
}

// A Mark is what one member gave one bid on one criterion.
type Mark struct {
	Member    string `json:"member"`
	Bid       string `json:"bid"`
	Criterion string `json:"criterion"`
	Value     string `json:"value"`
}

// inputKind says where a [Quantity] comes from.
type inputKind uint8

const (
	ofTender inputKind = iota // the tender documents, one for all bids
	ofBid                     // the opening record, one for each bid
	ofDraw                    // a draw, one for all bids
)

// A Quantity is a number that a method needs beside prices and marks.
type Quantity struct {
	ID      string
	Names   map[string]string
	Unit    Unit
	Default string   // decimal; empty if the number must be given
	OneOf   []string // what it may be; empty for any within the range
	Min     string   // decimal, or empty
	Max     string   // decimal, or empty
	Moment  Moment   // of one that is drawn: when

	least, most *big.Rat
}

// Key returns the key under which the number is given in Params, Values or
// Drawn: the id, and for money the id with "_fen" after it.
func (q *Quantity) Key() string {
	if q.Unit == UnitMoney {
		return q.ID + "_fen"
	}
	return q.ID
}

// Given writes a decimal of the method, such as one of OneOf, as Params, Values
// and Drawn have it: money in fen.
func (q *Quantity) Given(value string) string {
	number, err := exact.Parse(value)
	if err != nil || q.Unit != UnitMoney {
		return value
	}
	return exact.String(number.Mul(number, hundred))
}

// Stated writes what given has of the number as the method does: money in yuan;
// "" if it has nothing.
func (q *Quantity) Stated(given map[string]string) string {
	text := given[q.Key()]
	number, err := exact.Parse(text)
	if err != nil || q.Unit != UnitMoney {
		return text
	}
	return exact.String(number.Quo(number, hundred))
}

// Check notes under field what is wrong with the number that given has by the
// key.
func (q *Quantity) Check(given map[string]string, field string, refusals *rule.Collect) {
	q.read(refusals, given, field)
}

// read takes the number out of given, and notes under field what is wrong.
func (q *Quantity) read(refusals *rule.Collect, given map[string]string, field string) *big.Rat {
	text, ok := given[q.Key()]
	if !ok {
		if q.Default == "" {
			refusals.Add("", "scoring.input.missing", field, "name", q.Key())
			return nil
		}
		number, _ := exact.Parse(q.Default) // checked when the method was loaded
		return number
	}
	number, err := exact.Parse(text)
	if err != nil {
		refusals.Add("", "scoring.input.number", field, "name", q.Key(), "value", text)
		return nil
	}
	if q.Unit == UnitMoney {
		if !number.IsInt() {
			refusals.Add("", "scoring.input.fen", field, "name", q.Key(), "value", text)
		}
		number.Quo(number, hundred)
	}
	if !q.allows(number) {
		refusals.Add("", "scoring.input.range", field, "name", q.Key(), "value", text, "allowed", q.allowed())
	}
	return number
}

// allowed writes what the method states, in the unit in which the number is
// given.
func (q *Quantity) allowed() string {
	var parts []string
	for _, one := range q.OneOf {
		parts = append(parts, q.Given(one))
	}
	if q.least != nil {
		parts = append(parts, "≥ "+q.Given(q.Min))
	}
	if q.most != nil {
		parts = append(parts, "≤ "+q.Given(q.Max))
	}
	return strings.Join(parts, ", ")
}

// allows reports whether the number is within what the method states.
func (q *Quantity) allows(number *big.Rat) bool {
	if len(q.OneOf) > 0 && !slices.ContainsFunc(q.OneOf, func(s string) bool {
		one, err := exact.Parse(s)
		return err == nil && one.Cmp(number) == 0
	}) {
		return false
	}
	return (q.least == nil || number.Cmp(q.least) >= 0) && (q.most == nil || number.Cmp(q.most) <= 0)
}

var hundred = big.NewRat(100, 1)

func yuan(fen int64) *big.Rat { return new(big.Rat).SetFrac64(fen, 100) }

// facts are an input that was checked, in an order that does not depend on
// the order in which it was given.
type facts struct {
	bids    []Bid // by id
	members []string
	counted []int                   // of the members: whose marks count
	marks   map[Mismatch][]*big.Rat // by bid and criterion: a mark of each member, in their order
	whole   map[string]*big.Rat     // params and drawn coefficients
	values  []map[string]*big.Rat   // by bid
	order   map[string]int          // of TieOrder
}

// check reads an input, and refuses with every reason.
func (m *Method) check(in Input) (*facts, error) {
	var refusals rule.Collect
	f := &facts{bids: slices.Clone(in.Bids), marks: map[Mismatch][]*big.Rat{}, whole: map[string]*big.Rat{}, order: map[string]int{}}
	slices.SortFunc(f.bids, func(a, b Bid) int { return cmp.Compare(a.ID, b.ID) })
	if len(in.Bids) > MaxBids {
		return nil, rule.Refuse(rule.TooLarge, "", "scoring.input.bids", "bids", "most", strconv.Itoa(MaxBids))
	}
	m.readParams(&refusals, in.Params, f.whole)
	for i := range m.inputs[ofDraw] {
		q := &m.inputs[ofDraw][i]
		f.whole[q.ID] = q.read(&refusals, in.Drawn, "drawn."+q.Key())
	}
	m.checkBids(f, &refusals)
	m.checkMarks(f, in.Marks, &refusals)
	m.checkRepresentatives(f, in.Representatives, &refusals)
	m.checkTieOrder(f, in.TieOrder, &refusals)
	if err := refusals.Err(rule.Invalid); err != nil {
		return nil, err
	}
	return f, nil
}

func (m *Method) readParams(refusals *rule.Collect, given map[string]string, into map[string]*big.Rat) {
	for i := range m.inputs[ofTender] {
		q := &m.inputs[ofTender][i]
		into[q.ID] = q.read(refusals, given, "params."+q.Key())
	}
}

// CheckParams notes why the method has no result by params, as Params of an
// [Input]: before there are any bids.
func (m *Method) CheckParams(refusals *rule.Collect, given map[string]string) {
	m.readParams(refusals, given, map[string]*big.Rat{})
}

func (m *Method) checkBids(f *facts, refusals *rule.Collect) {
	f.values = make([]map[string]*big.Rat, len(f.bids))
	used := m.used()
	priced := used[symbolPrice] || used[symbolOpeningPrice]
	for i, bid := range f.bids {
		field := "bids." + bid.ID
		switch {
		case bid.ID == "":
			refusals.Add("", "scoring.bid.unnamed", "bids")
		case i > 0 && f.bids[i-1].ID == bid.ID:
			refusals.Add("", "scoring.bid.twice", field, "bid", bid.ID)
		}
		if (bid.Passed && !bid.Opened) || (bid.RejectedLate && !bid.Passed) {
			refusals.Add("", "scoring.bid.state", field, "bid", bid.ID)
		}
		if !bid.Opened {
			continue
		}
		if bid.PriceFen < 0 || bid.PriceFen == 0 && priced || bid.OpeningFen < 0 {
			refusals.Add("", "scoring.bid.price", field+".price_fen", "bid", bid.ID)
		}
		f.values[i] = map[string]*big.Rat{}
		for j := range m.inputs[ofBid] {
			q := &m.inputs[ofBid][j]
			f.values[i][q.ID] = q.read(refusals, bid.Values, field+".values."+q.Key())
		}
	}
}

// checkMarks asks for one mark of every member for every points criterion of
// every bid that stands. Marks of a bid rejected meanwhile are checked, and
// not used.
func (m *Method) checkMarks(f *facts, marks []Mark, refusals *rule.Collect) {
	type place struct{ member, bid, criterion string }
	given := map[place]*big.Rat{}
	bids := map[string]bool{}
	for _, bid := range f.bids {
		bids[bid.ID] = true
	}
	for _, mark := range marks {
		at := place{mark.Member, mark.Bid, mark.Criterion}
		field := "marks." + mark.Member + "." + mark.Bid + "." + mark.Criterion
		if _, twice := given[at]; twice {
			refusals.Add("", "scoring.mark.twice", field, "member", mark.Member, "bid", mark.Bid, "criterion", mark.Criterion)
		}
		if !bids[mark.Bid] {
			refusals.Add("", "scoring.mark.bid", field, "member", mark.Member, "bid", mark.Bid)
		}
		if mark.Member == "" {
			refusals.Add("", "scoring.mark.member", field, "bid", mark.Bid)
		} else if !slices.Contains(f.members, mark.Member) {
			f.members = append(f.members, mark.Member)
		}
		given[at] = m.checkMark(refusals, mark.Criterion, mark.Value, field)
	}
	slices.Sort(f.members)
	asked := slices.ContainsFunc(m.criteria, func(c Criterion) bool { return c.Kind == Points })
	switch {
	case asked && len(f.members) == 0 && slices.ContainsFunc(f.bids, Bid.stands):
		refusals.Add("", "scoring.mark.none", "marks")
	case len(f.members) > MaxMembers:
		refusals.Add("", "scoring.mark.members", "marks", "most", strconv.Itoa(MaxMembers))
		return
	}
	for _, bid := range f.bids {
		if !bid.stands() {
			continue
		}
		for _, c := range m.criteria {
			if c.Kind != Points {
				continue
			}
			at := Mismatch{bid.ID, c.ID}
			for _, member := range f.members {
				mark, ok := given[place{member, bid.ID, c.ID}]
				if !ok {
					refusals.Add("", "scoring.mark.missing", "marks."+member+"."+bid.ID+"."+c.ID, "member", member, "bid", bid.ID, "criterion", c.ID)
				}
				f.marks[at] = append(f.marks[at], mark)
			}
		}
	}
	for _, at := range m.ObjectiveMismatch(marks) {
		if i := slices.IndexFunc(f.bids, func(b Bid) bool { return b.ID == at.Bid }); i >= 0 && f.bids[i].stands() {
			refusals.Add(objectiveClause, "scoring.mark.objective", "marks."+at.Bid+"."+at.Criterion, "bid", at.Bid, "criterion", at.Criterion)
		}
	}
}

// checkRepresentatives finds whose marks count.
func (m *Method) checkRepresentatives(f *facts, representatives []string, refusals *rule.Collect) {
	for i, member := range f.members {
		if !m.members.expertsOnly || !slices.Contains(representatives, member) {
			f.counted = append(f.counted, i)
		}
	}
	if len(f.members) > 0 && len(f.counted) == 0 {
		refusals.Add("", "scoring.mark.no_expert", "representatives")
	}
}

// objectiveClause lists objective marks that differ among the faults that are
// put right before the report is signed.
const objectiveClause rule.Clause = "政府采购货物和服务招标投标管理办法 第六十四条"

// stands reports whether the bid is still in the evaluation.
func (b Bid) stands() bool { return b.Opened && b.Passed && !b.RejectedLate }

// in reports whether the bid belongs to the set, as far as the state of the
// bid tells: thresholds are looked at elsewhere.
func (b Bid) in(s Set) bool {
	switch s {
	case SetOpened:
		return b.Opened
	case SetPassed:
		return b.Opened && b.Passed
	}
	return b.stands()
}

func (m *Method) checkTieOrder(f *facts, order []string, refusals *rule.Collect) {
	if len(order) > 0 && !m.ranking.drawn {
		refusals.Add("", "scoring.tie.not_drawn", "tie_order")
	}
	for i, id := range order {
		if _, twice := f.order[id]; twice || !slices.ContainsFunc(f.bids, func(b Bid) bool { return b.ID == id }) {
			refusals.Add("", "scoring.tie.bid", "tie_order", "bid", id)
		}
		f.order[id] = i
	}
}

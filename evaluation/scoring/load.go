package scoring

import (
	"math/big"
	"slices"

	"bidroom/evaluation/scoring/exact"
	"bidroom/evaluation/scoring/formula"
)

// fileFormat names the format of a method file and its version.
const fileFormat = "bidroom/method/1"

// wholeSheet is the id that stands for all groups together in marks() and
// points().
const wholeSheet = "all"

// A loader turns a file into a method. It notes faults and goes on, so that
// all of them are reported, but formulas are looked at only if everything
// they can name was right.
type loader struct {
	faults
	m     *Method
	items map[string]bool // ids of groups and criteria taken
	ids   map[string]bool // ids of everything else that formulas can name

	unsummed bool // the points of a criterion are wrong, so no sum can be right
}

func (l *loader) load() {
	root := readTree(&l.faults)
	if root == nil {
		return
	}
	l.items, l.ids = map[string]bool{}, map[string]bool{symbolPrice: true, symbolOpeningPrice: true}
	o := l.object(root)
	if o.want("format") != nil {
		o.choice("format", fileFormat, fileFormat)
	}
	if t := o.want("id"); t != nil {
		l.m.id, _ = o.text("id", "")
		if !isMethodID(l.m.id) {
			l.add(t.at, "scoring.file.method_id", "found", l.m.id)
		}
	}
	l.m.names = o.words("names", true)
	if t := o.want("source"); t != nil {
		if l.m.citation, t = o.text("source", ""); l.m.citation == "" {
			l.add(t.at, "scoring.file.empty", "name", "source")
		}
	}
	l.m.sealed = o.choice("envelopes", "one", "one", "two") == "two"
	l.tree(o)
	l.m.shuffled = o.choice("order", "received", "received", "shuffled") == "shuffled"
	l.m.rounds = o.choice("offers", "one", "one", "rounds") == "rounds"
	if l.m.rounds && l.m.sealed { // whoever negotiates has named a price
		l.add(o.keys["envelopes"].at, "scoring.file.envelopes")
	}
	l.membersOf(o)
	for kind, key := range []string{ofTender: "params", ofBid: "values", ofDraw: "drawn"} {
		for _, t := range o.list(key) {
			l.quantity(l.object(t), inputKind(kind))
		}
	}
	l.tables(o.list("tables"))
	o.take("formulas")
	o.take("parts")
	o.want("ranking")
	o.done()
	if l.count == 0 {
		l.declare()
		l.formulas(o.list("formulas"))
		l.partsOf(o)
		l.rankingOf(o)
	}
}

// isMethodID reports whether s can name a method, and a file.
func isMethodID(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			return false
		}
	}
	return s != "" && len(s) <= 60 && s[0] != '-'
}

func (l *loader) membersOf(o *object) {
	l.m.members.level = "criterion"
	t := o.take("members")
	if t == nil {
		if len(l.m.criteria) > 0 && slices.ContainsFunc(l.m.criteria, func(c Criterion) bool { return c.Kind == Points }) {
			l.add(o.at, "scoring.file.missing", "name", "members")
		}
		return
	}
	mo := l.object(t)
	l.m.members.level = mo.choice("level", "criterion", "criterion", "group", "total")
	l.m.members.expertsOnly = mo.choice("whose", "all", "all", "experts") == "experts"
	switch mo.choice("average", "mean", "mean", "trimmed", "median", "replaced") {
	case "median":
		l.m.members.median = true
	case "replaced":
		l.m.members.beyond = beyond{mo.atLeastZero("beyond_percent"), mo.atLeastZero("beyond_points")}
		if mo.keys["beyond_percent"] == nil && mo.keys["beyond_points"] == nil {
			l.add(t.at, "scoring.file.missing", "name", "beyond_percent")
		}
	case "trimmed":
		l.m.members.from = mo.whole("from", 5, 1, MaxMembers)
		l.m.members.highest = mo.whole("highest", 1, 0, MaxMembers)
		l.m.members.rest = mo.whole("lowest", 1, 0, MaxMembers)
		if l.m.members.highest+l.m.members.rest >= l.m.members.from {
			l.add(t.at, "scoring.file.trim_all")
		}
	}
	l.m.members.rounding = mo.rounding()
	mo.done()
}

func (l *loader) quantity(o *object, kind inputKind) {
	q := Quantity{Names: o.words("names", true)}
	q.ID, _ = o.id(l.ids)
	q.Unit = l.unit(o)
	var defaultAt *tree
	q.least, q.most = o.decimal("min"), o.decimal("max")
	q.Min, _ = o.text("min", "")
	q.Max, _ = o.text("max", "")
	q.Default, defaultAt = o.text("default", "")
	var places []*tree
	q.OneOf, places = o.texts("one_of")
	var options []*big.Rat
	for i, place := range places {
		number := l.decimal(q.OneOf[i], place)
		if number == nil {
			continue
		}
		if slices.ContainsFunc(options, func(other *big.Rat) bool { return other.Cmp(number) == 0 }) {
			l.add(place.at, "scoring.file.option_twice", "found", q.OneOf[i])
		}
		options = append(options, number)
	}
	if kind == ofDraw {
		switch len(q.OneOf) {
		case 0:
			l.add(o.at, "scoring.file.missing", "name", "one_of")
		case 1:
			l.add(o.at, "scoring.file.one_option")
		}
		if o.choice("moment", AtOpening.String(), AtOpening.String(), AtTally.String()) == AtTally.String() {
			q.Moment = AtTally
		}
	}
	if q.Default != "" {
		if number := l.decimal(q.Default, defaultAt); number != nil && !q.allows(number) {
			l.add(defaultAt.at, "scoring.file.default", "found", q.Default)
		}
	}
	o.done()
	l.m.inputs[kind] = append(l.m.inputs[kind], q)
}

func (l *loader) unit(o *object) Unit {
	words := make([]string, len(units))
	for i, unit := range units {
		words[i] = string(unit)
	}
	return Unit(o.choice("unit", "", words...))
}

func (l *loader) tables(items []*tree) {
	l.m.tables, l.m.tableNames = map[string]*formula.Table{}, map[string]map[string]string{}
	taken := map[string]bool{}
	for _, t := range items {
		o := l.object(t)
		id, _ := o.id(taken)
		names := o.words("names", true)
		table := &formula.Table{Linear: o.choice("kind", "steps", "steps", "linear") == "linear"}
		if !table.Linear {
			table.Upper = o.choice("includes", "lower", "lower", "upper") == "upper"
			if o.want("below") != nil {
				table.Below = o.decimal("below")
			}
		}
		rows := o.list("rows")
		if len(rows) < 2 {
			l.add(t.at, "scoring.file.rows", "name", id)
		}
		for _, row := range rows {
			l.row(table, row)
		}
		o.done()
		l.m.tables[id], l.m.tableNames[id] = table, names
	}
}

func (l *loader) row(table *formula.Table, row *tree) {
	if row.kind != '[' || len(row.items) != 2 {
		l.add(row.at, "scoring.file.row")
		return
	}
	from, value := l.decimal(row.items[0].text, row.items[0]), l.decimal(row.items[1].text, row.items[1])
	if from == nil || value == nil {
		return
	}
	if n := len(table.Rows); n > 0 && table.Rows[n-1].From.Cmp(from) >= 0 {
		l.add(row.at, "scoring.file.row_order")
	}
	table.Rows = append(table.Rows, formula.Row{From: from, Value: value})
}

// declare names what formulas can use, before the first formula.
func (l *loader) declare() {
	l.m.symbols = builtinSymbols()
	for kind, quantities := range l.m.inputs {
		for _, q := range quantities {
			l.m.symbols[q.ID] = symbol{Symbol: formula.Symbol{Type: formula.Number, PerBid: inputKind(kind) == ofBid},
				names: q.Names, unit: q.Unit, domain: SetOpened, moment: q.Moment}
		}
	}
	for id := range l.m.points {
		names := l.itemNames(id)
		l.m.symbols["points("+id+")"] = symbol{Symbol: formula.Symbol{Type: formula.Number}, names: names, unit: UnitPoints}
		if l.marked(id) {
			l.m.symbols["marks("+id+")"] = symbol{Symbol: formula.Symbol{Type: formula.Number, PerBid: true},
				names: names, unit: UnitPoints, domain: SetStanding, moment: AtTally}
		}
	}
}

func (l *loader) itemNames(id string) map[string]string {
	if c := l.m.Criterion(id); c != nil {
		return c.Names
	}
	if i := slices.IndexFunc(l.m.groups, func(g Group) bool { return g.ID == id }); i >= 0 {
		return l.m.groups[i].Names
	}
	return builtinNames()[wholeSheet]
}

// marked reports whether marks(id) has a value: whether there is anything to
// mark below it, and the members' marks are averaged there or lower.
func (l *loader) marked(id string) bool {
	if c := l.m.Criterion(id); c != nil {
		return c.Kind == Points && l.m.members.level == "criterion"
	}
	if len(l.m.within[id]) == 0 {
		return false
	}
	top := slices.ContainsFunc(l.m.groups, func(g Group) bool { return g.ID == id && g.Parent == "" })
	switch l.m.members.level {
	case "criterion":
		return true
	case "group":
		return top || id == wholeSheet
	}
	return id == wholeSheet
}

// sumOf adds decimals that were checked.
func sumOf(decimals []string) *big.Rat {
	sum := new(big.Rat)
	for _, d := range decimals {
		r, _ := exact.Parse(d)
		sum.Add(sum, r)
	}
	return sum
}

package scoring

import (
	_ "embed"
	"encoding/json"

	"bidroom/evaluation/scoring/formula"
)

// A Unit says what a number measures; its words are in the catalogue under
// "scoring.unit.".
type Unit string

// The units. Money is in yuan, one hundred fen.
const (
	NoUnit      Unit = ""
	UnitMoney   Unit = "money"
	UnitPoints  Unit = "points"
	UnitPercent Unit = "percent"
	UnitRatio   Unit = "ratio"
	UnitCount   Unit = "count"
	UnitDays    Unit = "days"
	UnitMonths  Unit = "months"
)

var units = []Unit{NoUnit, UnitMoney, UnitPoints, UnitPercent, UnitRatio, UnitCount, UnitDays, UnitMonths}

// A Set is the bids that a formula looks at. A larger Set is a smaller one's
// part.
type Set uint8

// The sets.
const (
	SetOpened    Set = iota // opened in time
	SetPassed               // of these, passed the preliminary examination
	SetStanding             // of these, not rejected later
	SetQualified            // of these, above every threshold: the bids that are ranked
)

var setNames = []string{"opened", "passed", "standing", "qualified"}

// String returns the word of the method file for s.
func (s Set) String() string { return setNames[s] }

// A Moment is when a number comes to be known and changes no more.
type Moment uint8

// The moments.
const (
	AtOpening Moment = iota
	AtExamination
	AtTally
)

var momentNames = []string{"opening", "examination", "tally"}

// String returns the word of the method file for m.
func (m Moment) String() string { return momentNames[m] }

// moment returns when the members of a set are known.
func (s Set) moment() Moment {
	return []Moment{SetOpened: AtOpening, SetPassed: AtExamination, SetStanding: AtTally, SetQualified: AtTally}[s]
}

// A symbol is what a formula can name, with what the language does not know.
type symbol struct {
	formula.Symbol
	names  map[string]string
	unit   Unit
	domain Set // per bid: the bids that have it
	moment Moment
}

// The names that every method knows. The opening price is the one read out;
// the price is the same after arithmetic correction.
const (
	symbolPrice        = "price"
	symbolOpeningPrice = "opening_price"
)

// symbolNames holds what people call them, by name and language.
//
//go:embed symbols.json
var symbolNames []byte

func builtinSymbols() map[string]symbol {
	number := formula.Symbol{Type: formula.Number, PerBid: true}
	names := builtinNames()
	return map[string]symbol{
		symbolPrice:        {Symbol: number, names: names[symbolPrice], unit: UnitMoney, domain: SetOpened, moment: AtExamination},
		symbolOpeningPrice: {Symbol: number, names: names[symbolOpeningPrice], unit: UnitMoney, domain: SetOpened, moment: AtOpening},
	}
}

func builtinNames() map[string]map[string]string {
	var names map[string]map[string]string
	if err := json.Unmarshal(symbolNames, &names); err != nil {
		panic(err) // the file is part of the program
	}
	return names
}

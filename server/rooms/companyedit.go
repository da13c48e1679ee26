package rooms

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/keys"
)

// A CompanyEdit is all that is said of a company by hand.
type CompanyEdit struct {
	Version             int64 // that was looked at
	Name                string
	FormerNames         []string
	CreditCode          string // of a new company; it does not change
	LegalRepresentative string
	People              []PostEdit
	Shareholders        []HolderEdit
	Signals             []SignalEdit
}

// A PostEdit is an office as it is typed.
type PostEdit struct{ Name, Office, From, To string }

// A HolderEdit is a shareholder as it is typed.
type HolderEdit struct {
	Name, CreditCode, From, To string
	Percent                    string // exact decimal above 0 up to 100
}

// A SignalEdit is a telephone number, an address or an account: one that is
// kept, by its hash, or a new one, of which no more than the hash is kept.
type SignalEdit struct{ Kind, Hash, Value string }

// offices lists what a post can be.
var offices = []string{"director", "supervisor", "manager", "controller", "staff"}

// MostRows bounds each list of what is said of a company, by hand and in a
// file.
const MostRows = 500

// An editCheck collects what is wrong with an edit.
type editCheck struct{ *rule.Collect }

// row notes what is wrong in a row of a list, counted from 1, and where.
func (c editCheck) row(code, list string, row int, field string) {
	no := strconv.Itoa(row + 1)
	c.Add("", code, list+"."+no+"."+field, "list", list, "row", no)
}

// name checks a text of a row that cannot be missing.
func (c editCheck) name(list string, row int, value string) {
	switch {
	case value == "":
		c.row("company.row_name", list, row, "name")
	case utf8.RuneCountInString(value) > longestFact:
		c.row("company.row_long", list, row, "name")
	}
}

func (c editCheck) period(list string, row int, from, to string) {
	_, wrongFrom := rule.ParseDate(from)
	_, wrongTo := rule.ParseDate(to)
	switch {
	case from != "" && wrongFrom != nil:
		c.row("company.row_date", list, row, "from")
	case to != "" && wrongTo != nil:
		c.row("company.row_date", list, row, "to")
	case from != "" && to != "" && to < from:
		c.row("company.row_period", list, row, "to")
	}
}

// partText takes the sign and blanks off a part that was typed.
func partText(typed string) string { return strings.TrimSuffix(strings.TrimSpace(typed), "%") }

// refusals says everything that is wrong with an edit, by field and row.
func (e CompanyEdit) refusals() *rule.Collect {
	c := editCheck{new(rule.Collect)}
	if e.Name == "" {
		c.Add("", "company.no_name", "name")
	}
	for field, value := range map[string]string{"name": e.Name, "legalRepresentative": e.LegalRepresentative} {
		if utf8.RuneCountInString(value) > longestFact {
			c.Add("", "register.long", field, "longest", strconv.Itoa(longestFact))
		}
	}
	for i, name := range e.FormerNames {
		c.name("formerNames", i, name)
	}
	for i, p := range e.People {
		c.name("people", i, p.Name)
		if !slices.Contains(offices, p.Office) {
			c.row("company.row_office", "people", i, "office")
		}
		c.period("people", i, p.From, p.To)
	}
	e.checkHolders(c)
	e.checkSignals(c)
	for list, n := range map[string]int{"formerNames": len(e.FormerNames), "people": len(e.People), "shareholders": len(e.Shareholders), "signals": len(e.Signals)} {
		if n > MostRows {
			c.Add("", "company.rows", list, "list", list, "most", strconv.Itoa(MostRows))
		}
	}
	return c.Collect
}

func (e CompanyEdit) checkHolders(c editCheck) {
	for i, h := range e.Shareholders {
		c.name("shareholders", i, h.Name)
		if h.CreditCode != "" && !experts.ValidCreditCode(h.CreditCode) {
			c.row("company.row_code", "shareholders", i, "creditCode")
		}
		if _, err := conflict.ParsePercent(partText(h.Percent)); err != nil {
			c.row("company.row_percent", "shareholders", i, "percent")
		}
		c.period("shareholders", i, h.From, h.To)
	}
	if len(e.Shareholders) > MostRows {
		return
	}
	if over := conflict.Overheld(e.holders()); over >= 0 {
		c.row("company.row_sum", "shareholders", over, "percent")
	}
}

func (e CompanyEdit) checkSignals(c editCheck) {
	for i, s := range e.Signals {
		switch {
		case !slices.Contains(conflict.SignalKinds, s.Kind):
			c.row("company.row_signal", "signals", i, "kind")
		case s.Hash == "" && plainSignal(s.Kind, s.Value) == "":
			c.row("company.row_name", "signals", i, "value")
		case utf8.RuneCountInString(s.Value) > longestFact:
			c.row("company.row_long", "signals", i, "value")
		}
	}
}

func (e CompanyEdit) holders() (list []conflict.Shareholder) {
	for _, h := range e.Shareholders {
		holder := conflict.Shareholder{Name: h.Name, CreditCode: h.CreditCode, Period: period(h.From, h.To)}
		if percent, err := conflict.ParsePercent(partText(h.Percent)); err == nil { // else it is refused
			holder.Percent = percent
		}
		list = append(list, holder)
	}
	return list
}

// into puts an edit into what is known of a company.
func (e CompanyEdit) into(box *keys.Box, c conflict.Company) conflict.Company {
	c.Name, c.FormerNames, c.LegalRepresentative = e.Name, e.FormerNames, e.LegalRepresentative
	c.Shareholders, c.People = e.holders(), nil
	for _, p := range e.People {
		c.People = append(c.People, conflict.Post{Name: p.Name, Office: p.Office, Period: period(p.From, p.To)})
	}
	known := c.Signals
	c.Signals = nil
	for _, s := range e.Signals {
		signal := conflict.Signal{Kind: s.Kind, Hash: s.Hash}
		if s.Hash == "" {
			signal = signalOf(box, s.Kind, s.Value)
		} else if !slices.Contains(known, signal) {
			continue // what the register does not have cannot be kept
		}
		if !slices.Contains(c.Signals, signal) {
			c.Signals = append(c.Signals, signal)
		}
	}
	return c
}

// signalOf is what is kept of a telephone number, an address, an account or an
// e-mail address: a keyed hash.
func signalOf(box *keys.Box, kind, value string) conflict.Signal {
	return conflict.Signal{Kind: kind, Hash: box.Index(kind, plainSignal(kind, value))}
}

// plainSignal is a value without what people write in different ways.
func plainSignal(kind, value string) string {
	if kind == "email" {
		return strings.ToLower(strings.TrimSpace(value))
	}
	value = conflict.NormalisePerson(value)
	if kind == "phone" && len(value) == 13 {
		value = strings.TrimPrefix(value, "86")
	}
	return value
}

func period(from, to string) (p conflict.Period) {
	for into, day := range map[*conflict.Date]string{&p.From: from, &p.To: to} {
		if parsed, err := rule.ParseDate(day); err == nil {
			*into = parsed
		}
	}
	return p
}

// ReadSignal reads a signal of a register file: a value, or what an export
// wrote for one.
func (s *Service) ReadSignal(kind, value string) (conflict.Signal, bool) {
	if hash, ok := strings.CutPrefix(value, signalMark); ok {
		valid := len(hash) == 64 && strings.Trim(hash, "0123456789abcdef") == ""
		return conflict.Signal{Kind: kind, Hash: hash}, valid
	}
	return signalOf(s.Box, kind, value), plainSignal(kind, value) != ""
}

// WriteSignal is what an export writes for a signal, of which the register
// has no more than the hash.
func WriteSignal(s conflict.Signal) string { return signalMark + s.Hash }

const signalMark = "hmac-sha256:"

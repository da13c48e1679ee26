package rooms

import (
	"cmp"
	"slices"

	"bidroom/experts/conflict"
)

// Offices are what an expert declared to be, or to have been, in companies.
type Offices struct {
	Asked string      `json:"asked"`
	On    string      `json:"on"`
	Rows  []OfficeRow `json:"rows"`
}

// An OfficeRow is one office. The company is stated by name, by credit code or
// by both.
type OfficeRow struct {
	Company    string `json:"company"`
	CreditCode string `json:"creditCode"`
	Office     string `json:"office"` // one of conflict.Offices
	Document   string `json:"document"`
	From       string `json:"from"`
	To         string `json:"to"`
}

// Holdings are the parts of companies that an expert declared to hold, or to
// have held.
type Holdings struct {
	Asked string       `json:"asked"`
	On    string       `json:"on"`
	Rows  []HoldingRow `json:"rows"`
}

// A HoldingRow is one of them. The company is stated as in an [OfficeRow].
type HoldingRow struct {
	Company     string `json:"company"`
	CreditCode  string `json:"creditCode"`
	Percent     string `json:"percent"`     // exact decimal above 0 up to 100; empty of who controls the company without a part
	Controlling string `json:"controlling"` // yes or no
	Document    string `json:"document"`
	From        string `json:"from"`
	To          string `json:"to"`
}

// What says whether a holding controls the company.
const (
	Controls    = "yes"
	ControlsNot = "no"
)

// SayControlling says so of a holding.
func SayControlling(h conflict.Holding) string {
	if h.Controlling {
		return Controls
	}
	return ControlsNot
}

// OfficesOf returns the offices of a person.
func OfficesOf(p *Person) Offices {
	said := Offices{Asked: sayAsked(p.Appointed), On: p.AppointedOn.String()}
	for _, a := range p.Offices {
		said.Rows = append(said.Rows, OfficeRow{a.Company, a.CreditCode, a.Office, a.Document, a.From.String(), a.To.String()})
	}
	return said
}

// HoldingsOf returns the holdings of a person.
func HoldingsOf(p *Person) Holdings {
	said := Holdings{Asked: sayAsked(p.Invested), On: p.InvestedOn.String()}
	for _, h := range p.Holdings {
		said.Rows = append(said.Rows, HoldingRow{h.Company, h.CreditCode, h.Percent.String(), SayControlling(h), h.Document, h.From.String(), h.To.String()})
	}
	return said
}

// firm reads a company of which a name or a credit code is enough.
func (r *reader) firm(name, code string) (string, string) {
	name, code = r.text("company", name, ""), r.creditCode(code)
	if name == "" && code == "" {
		r.wrong("company", "register.row_firm")
	}
	return name, code
}

func (a Offices) into(p *Person, r *reader) {
	r.of("offices", len(a.Rows))
	p.Offices = nil
	for i, row := range a.Rows {
		r.row = i + 1
		company, code := r.firm(row.Company, row.CreditCode)
		if !slices.Contains(conflict.Offices, row.Office) {
			r.wrong("office", "register.row_office")
		}
		p.Offices = append(p.Offices, conflict.Appointment{Company: company, CreditCode: code, Office: row.Office, Document: r.text("document", row.Document, ""), Period: r.period(row.From, row.To, false)})
	}
	p.Appointed, p.AppointedOn = r.asked("asked", "on", a.Asked, a.On, len(a.Rows))
}

func (a Holdings) into(p *Person, r *reader) {
	r.of("holdings", len(a.Rows))
	p.Holdings = nil
	for i, row := range a.Rows {
		r.row = i + 1
		company, code := r.firm(row.Company, row.CreditCode)
		one := conflict.Holding{Company: company, CreditCode: code, Controlling: row.Controlling == Controls, Document: r.text("document", row.Document, ""), Period: r.period(row.From, row.To, false)}
		switch percent := partText(row.Percent); {
		case one.Percent.UnmarshalText([]byte(percent)) != nil:
			r.wrong("percent", "register.row_part")
		case percent == "" && !one.Controlling:
			r.wrong("percent", "register.row_no_part")
		}
		if cmp.Or(row.Controlling, ControlsNot) != ControlsNot && !one.Controlling {
			r.wrong("controlling", "register.row_controlling")
		}
		p.Holdings = append(p.Holdings, one)
	}
	p.Invested, p.InvestedOn = r.asked("asked", "on", a.Asked, a.On, len(a.Rows))
}

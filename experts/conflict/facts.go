// Package conflict decides who may not sit because of an interest. A ground is
// a predicate with its clause, its look-back window and its action; the
// answer is conflict, clear or unknown, with the datum and the day that
// decided it, and every ground is answered, not only the first.
//
// It also holds the facts that grounds are decided by: what the register
// knows of people and companies.
package conflict

import (
	"fmt"
	"strconv"
	"strings"
)

// A Date is a day of the calendar. Look-back windows count in years of the
// calendar, so an instant will not do.
type Date struct{ Year, Month, Day int }

// ParseDate reads yyyy-mm-dd; the day must exist.
func ParseDate(s string) (Date, error) {
	parts := strings.Split(s, "-")
	if len(parts) == 3 && len(parts[0]) == 4 && len(parts[1]) == 2 && len(parts[2]) == 2 {
		var n [3]int
		for i, part := range parts {
			var err error
			if n[i], err = strconv.Atoi(part); err != nil {
				return Date{}, fmt.Errorf("%q is no date", s)
			}
		}
		d := Date{n[0], n[1], n[2]}
		if d.Year > 0 && d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && d.Day <= daysIn(d.Year, d.Month) {
			return d, nil
		}
	}
	return Date{}, fmt.Errorf("%q is no date", s)
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// String returns yyyy-mm-dd, or "" for no date.
func (d Date) String() string {
	if d == (Date{}) {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool {
	if d.Year != e.Year {
		return d.Year < e.Year
	}
	if d.Month != e.Month {
		return d.Month < e.Month
	}
	return d.Day < e.Day
}

// YearsBack returns the same day n years earlier; 29 February becomes
// 28 February where there is none.
func (d Date) YearsBack(n int) Date {
	d.Year -= n
	d.Day = min(d.Day, daysIn(d.Year, d.Month))
	return d
}

// MarshalText and UnmarshalText make a date a string in JSON.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a date; an empty text is no date.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d = Date{}
	if len(text) > 0 {
		*d, err = ParseDate(string(text))
	}
	return err
}

// An Expert is a person of the register, as far as conflicts and seats need
// to know.
type Expert struct {
	ID           string        `json:"id"`
	Name         string        `json:"name"`
	Identity     string        `json:"-"` // GB 11643 number; sealed elsewhere
	Region       string        `json:"region"`
	Specialties  []string      `json:"specialties"`
	Status       Status        `json:"status"`
	Until        Date          `json:"until"` // of a suspension
	Affiliations []Affiliation `json:"affiliations"`
	Affiliated   Asked         `json:"affiliated"`
	Relations    []Relation    `json:"relations"`
	Related      Asked         `json:"related"` // whether kin were asked for
}

// A Status is how an expert stands in the register.
type Status string

const (
	Applied   Status = "applied"
	Active    Status = "active"
	Suspended Status = "suspended"
	Punished  Status = "punished"
	Removed   Status = "removed"
)

// Asked says what is known of a thing that an expert declares. Having
// declared none is not the same as never having been asked.
type Asked string

const (
	NeverAsked   Asked = ""
	DeclaredNone Asked = "none"
	DeclaredSome Asked = "some"
)

// An Affiliation is where an expert works or worked.
type Affiliation struct {
	Company    string `json:"company"`
	CreditCode string `json:"credit_code"`
	From       Date   `json:"from"`
	To         Date   `json:"to"` // none while it lasts
}

// A Relation is a person whom an expert declared as kin.
type Relation struct {
	Kind       string `json:"kind"` // spouse, parent, child, sibling, …
	Name       string `json:"name"`
	Company    string `json:"company"` // where that person works, if stated
	DeclaredOn Date   `json:"declared_on"`
}

// A Company is a company of the register.
type Company struct {
	Name                string        `json:"name"`
	FormerNames         []string      `json:"former_names"`
	CreditCode          string        `json:"credit_code"`
	LegalRepresentative string        `json:"legal_representative"`
	People              []Post        `json:"people"`
	Shareholders        []Shareholder `json:"shareholders"`
}

// A Post is a person's office in a company.
type Post struct {
	Name   string `json:"name"`
	Office string `json:"office"` // director, supervisor, manager, controller
	From   Date   `json:"from"`
	To     Date   `json:"to"`
}

// A Shareholder is a person or company that holds part of another.
type Shareholder struct {
	Name       string `json:"name"`
	CreditCode string `json:"credit_code"`    // empty for a person
	Percent    int    `json:"percent,string"` // rounded up
}

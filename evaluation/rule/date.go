package rule

import (
	"fmt"
	"strconv"
)

// A Date is a day of the calendar. Windows and terms of the rules count in its
// days and years, so an instant will not do.
type Date struct{ Year, Month, Day int }

// ParseDate reads yyyy-mm-dd; the day must exist.
func ParseDate(s string) (Date, error) {
	if len(s) == 10 && s[4] == '-' && s[7] == '-' {
		year, noYear := strconv.ParseUint(s[:4], 10, 16)
		month, noMonth := strconv.ParseUint(s[5:7], 10, 16)
		day, noDay := strconv.ParseUint(s[8:], 10, 16)
		d := Date{int(year), int(month), int(day)}
		if noYear == nil && noMonth == nil && noDay == nil && d.exists() {
			return d, nil
		}
	}
	return Date{}, fmt.Errorf("%q is no date", s)
}

func (d Date) exists() bool {
	return d.Year > 0 && d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && d.Day <= daysIn(d.Year, d.Month)
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
	var text [10]byte
	return string(d.append(text[:0]))
}

func (d Date) append(text []byte) []byte {
	if d == (Date{}) {
		return text
	}
	if d.Year < 0 || d.Year > 9999 {
		return fmt.Appendf(text, "%04d-%02d-%02d", d.Year, d.Month, d.Day)
	}
	digit := func(n int) byte { return byte('0' + n%10) }
	return append(text, digit(d.Year/1000), digit(d.Year/100), digit(d.Year/10), digit(d.Year), '-', digit(d.Month/10), digit(d.Month), '-', digit(d.Day/10), digit(d.Day))
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

// DaysTo returns how many days it is from d to e; negative if e is earlier.
func (d Date) DaysTo(e Date) int { return e.number() - d.number() }

// number counts the days of the Gregorian calendar, from a day that does not
// matter. The year begins in March, so that its last day is the leap day.
func (d Date) number() int {
	month, year := (d.Month+9)%12, d.Year
	if d.Month <= 2 {
		year--
	}
	return 365*year + year/4 - year/100 + year/400 + (153*month+2)/5 + d.Day
}

// MarshalText and UnmarshalText make a date a string in JSON.
func (d Date) MarshalText() ([]byte, error) { return d.append(make([]byte, 0, 10)), nil }

// UnmarshalText reads a date; an empty text is no date.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d = Date{}
	if len(text) > 0 {
		*d, err = ParseDate(string(text))
	}
	return err
}

package rule_test

import (
	"fmt"
	"testing"
	"time"

	"bidroom/evaluation/rule"
)

func day(t *testing.T, s string) rule.Date {
	t.Helper()
	d, err := rule.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A date is written as fmt writes its parts.
func TestDateIsWritten(t *testing.T) {
	if got := (rule.Date{}).String(); got != "" {
		t.Errorf("no date is %q", got)
	}
	for _, year := range []int{-1, 0, 1, 987, 2026, 9999, 10_000} {
		for month := 1; month <= 12; month++ {
			for day := 1; day <= 31; day++ {
				d, want := rule.Date{Year: year, Month: month, Day: day}, fmt.Sprintf("%04d-%02d-%02d", year, month, day)
				text, err := d.MarshalText()
				if got := d.String(); got != want || string(text) != want || err != nil {
					t.Fatalf("%s, %s, %v: want %s", got, text, err, want)
				}
			}
		}
	}
}

func TestDates(t *testing.T) {
	for _, s := range []string{"2023-02-29", "2100-02-29", "2024-13-01", "2024-00-01", "2024-04-31", "24-01-01", "2024-1-1", "", "2024-01-01x", "+024-01-01", "2024--1-01", "2024-01-+1"} {
		if d, err := rule.ParseDate(s); err == nil {
			t.Errorf("%q was read as %v", s, d)
		}
	}
	for back, want := range map[string]string{"2024-02-29": "2021-02-28", "2023-03-01": "2020-03-01", "2027-02-28": "2024-02-28", "2028-02-29": "2025-02-28", "2024-03-31": "2021-03-31"} {
		if got := day(t, back).YearsBack(3).String(); got != want {
			t.Errorf("three years before %s is %s, want %s", back, got, want)
		}
	}
}

// Days between two dates are those that package time counts.
func TestDaysTo(t *testing.T) {
	for from := time.Date(1999, 12, 30, 0, 0, 0, 0, time.UTC); from.Year() < 2106; from = from.AddDate(0, 0, 13) {
		for _, days := range []int{0, 1, 2, 30, 59, 60, 365, 366} {
			a, b := day(t, from.Format(time.DateOnly)), day(t, from.AddDate(0, 0, days).Format(time.DateOnly))
			if a.DaysTo(b) != days || b.DaysTo(a) != -days {
				t.Fatalf("from %s to %s are %d days, and back %d, want %d", a, b, a.DaysTo(b), b.DaysTo(a), days)
			}
		}
	}
}

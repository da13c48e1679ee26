package fee

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation/rule"
)

// An Outcome is how an expert's part in a meeting ended.
type Outcome string

const (
	Evaluated  Outcome = "evaluated"   // to the report
	Stopped    Outcome = "stopped"     // the meeting was void after the examination had begun
	NotStarted Outcome = "not_started" // the meeting was void before that
	Recused    Outcome = "recused"     // before the examination began
	Left       Outcome = "left"        // later, or for another reason
)

// Work is what an expert is paid for.
type Work struct {
	Outcome Outcome
	Minutes int    // of the whole time; 0 or more
	Days    int    // calendar days that it touches
	Holiday bool   // on a legal holiday
	Part    string // what a part of an hour counts as that the table does not state; empty if nothing was agreed
	// AgreedFen is the sum where the table states none, or 0 where nothing is
	// owed to somebody who broke the rules; nil if no sum was agreed.
	AgreedFen *int64
}

// A Line is one step of how a fee came about. Code is a catalogue key below
// "fee.line.", and numbers in Args are whole; Fen is the sum up to it.
type Line struct {
	Code string
	Args map[string]string
	Fen  int64
}

// A Fee is what is owed, and how it came about.
type Fee struct {
	Fen   int64
	Lines []Line
}

func (f *Fee) line(code string, fen int64, args ...string) {
	f.Fen = fen
	f.Lines = append(f.Lines, Line{Code: code, Args: rule.NewReason("", code, "", args...).Args, Fen: fen})
}

// Open reports whether a refusal of [Table.Of] says only what the table leaves
// open.
func Open(err error) bool {
	var refusal *rule.Refusal
	return errors.As(err, &refusal) && !slices.ContainsFunc(refusal.Reasons, func(r rule.Reason) bool { return !strings.HasPrefix(r.Code, "fee.open.") })
}

// Of returns what is owed for work by the table. It refuses with every thing
// that the table leaves open, and an agreed sum where the table leaves nothing.
func (t *Table) Of(w Work) (Fee, error) {
	if w.Minutes < 0 || w.Days < 1 {
		return Fee{}, rule.Refuse(rule.Invalid, t.Source, "fee.time", "to")
	}
	if w.Part != "" && !slices.Contains(t.PartChoices, w.Part) {
		return Fee{}, rule.Refuse(rule.Invalid, t.Source, "fee.part_stated", "part")
	}
	f, err := t.stated(w)
	if w.AgreedFen == nil {
		return f, err
	}
	agreed := *w.AgreedFen
	switch {
	case agreed < 0 || agreed > mostSum:
		return Fee{}, rule.Refuse(rule.Invalid, t.Source, "fee.agreed_range", "agreedFen", "most", strconv.Itoa(mostSum/100))
	case agreed == 0:
		f = Fee{}
		f.line("nothing", 0)
	case err == nil:
		return Fee{}, rule.Refuse(rule.Invalid, t.Source, "fee.agreed_stated", "agreedFen")
	default:
		f = Fee{}
		f.line("agreed", agreed)
	}
	return f, nil
}

// stated returns what the table states.
func (t *Table) stated(w Work) (Fee, error) {
	var open rule.Collect
	var f Fee
	switch w.Outcome {
	case Evaluated:
		f = t.byTime(w, &open)
	case Stopped:
		switch t.Stopped {
		case ByTime:
			f = t.byTime(w, &open)
		case ByHours:
			fen := t.StoppedFen
			if w.Minutes > 60*t.StoppedHours {
				fen = t.StoppedBeyondFen
			}
			f.line("stopped", fen, "hours", strconv.Itoa(t.StoppedHours))
		default:
			open.Add(t.Source, "fee.open.stopped", "agreedFen")
		}
	case NotStarted:
		t.flat(&f, &open, "not_started", "fee.open.not_started", t.NotStartedFen)
	case Recused:
		t.flat(&f, &open, "recused", "fee.open.recused", t.RecusedFen)
	default:
		open.Add("", "fee.open.left", "agreedFen")
	}
	if w.Holiday {
		switch worked := w.Outcome == Evaluated || w.Outcome == Stopped; {
		case t.HolidayTimes == 0 || !worked:
			open.Add(t.Source, "fee.open.holiday", "agreedFen")
		default:
			f.line("holiday", f.Fen*t.HolidayTimes, "times", strconv.FormatInt(t.HolidayTimes, 10))
		}
	}
	if err := open.Err(rule.Invalid); err != nil {
		return Fee{}, err
	}
	return f, nil
}

func (t *Table) flat(f *Fee, open *rule.Collect, code, unstated string, fen int64) {
	if fen == 0 {
		open.Add(t.Source, unstated, "agreedFen")
		return
	}
	f.line(code, fen)
}

// byTime returns what the time earns on one day.
func (t *Table) byTime(w Work, open *rule.Collect) (f Fee) {
	if w.Days > 1 {
		open.Add(t.Source, "fee.open.days", "agreedFen", "days", strconv.Itoa(w.Days))
		return f
	}
	if t.AgreedOverHours > 0 && w.Minutes > 60*t.AgreedOverHours {
		open.Add(t.Source, "fee.open.long", "agreedFen", "hours", strconv.Itoa(t.AgreedOverHours))
		return f
	}
	f.line("base", t.BaseFen, "hours", strconv.Itoa(t.BaseHours))
	from := t.BaseHours
	for _, step := range t.Steps {
		to := w.Minutes / 60
		if step.ToHours > 0 {
			to = min(to, step.ToHours)
		}
		if hours := to - from; hours > 0 {
			f.line("hours", f.Fen+int64(hours)*step.HourFen, "hours", strconv.Itoa(hours), "from", strconv.Itoa(from), "hourFen", strconv.FormatInt(step.HourFen, 10))
		}
		if here := w.Minutes >= 60*from && (step.ToHours == 0 || w.Minutes < 60*step.ToHours); here && w.Minutes%60 > 0 {
			t.part(&f, step, w, open)
		}
		if step.CapFen > 0 && f.Fen > step.CapFen {
			f.line("step_cap", step.CapFen, "hours", strconv.Itoa(step.ToHours))
		}
		from = step.ToHours
		if step.ToHours == 0 || w.Minutes <= 60*step.ToHours {
			break
		}
	}
	if t.DayCapFen > 0 && f.Fen > t.DayCapFen {
		f.line("day_cap", t.DayCapFen)
	}
	return f
}

// part adds what the minutes of a begun hour earn.
func (t *Table) part(f *Fee, step Step, w Work, open *rule.Collect) {
	minutes, code := w.Minutes%60, "part"
	i := slices.IndexFunc(t.Parts, func(p Part) bool { return p.From <= minutes && minutes <= p.To })
	as := w.Part
	if i >= 0 {
		as = t.Parts[i].As
	} else {
		code = "part_agreed"
	}
	earned := map[string]int64{None: 0, Half: step.HourFen / 2, Whole: step.HourFen}
	if as == "" {
		open.Add(t.Source, "fee.open.part", "part", "minutes", strconv.Itoa(minutes))
		return
	}
	f.line(code+"."+as, f.Fen+earned[as], "minutes", strconv.Itoa(minutes))
}

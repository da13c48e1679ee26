package draw_test

import (
	"errors"
	"testing"

	"bidroom/experts/draw"
)

// A choice begins with options that are what they were hashed as, and takes
// nothing of a panel.
func TestChoiceBegins(t *testing.T) {
	stated := func(change func(*draw.OptionsStated)) *draw.OptionsStated {
		a := &draw.OptionsStated{Draw: "d", Purpose: draw.Coefficient, Subject: "k", Options: []string{"k 0.9", "k 1"}}
		change(a)
		if a.OptionsHash == "" {
			a.OptionsHash = draw.OptionsHash(a.Draw, a.Purpose, a.Options)
		}
		return a
	}
	meta := draw.Meta{Actor: "s1", Role: "staff"}
	for what, change := range map[string]func(*draw.OptionsStated){
		"one option":       func(a *draw.OptionsStated) { a.Options = a.Options[:1] },
		"out of order":     func(a *draw.OptionsStated) { a.Options = []string{"k 1", "k 0.9"} },
		"one twice":        func(a *draw.OptionsStated) { a.Options = []string{"k 1", "k 1"} },
		"a line feed":      func(a *draw.OptionsStated) { a.Options[1] = "k 1\nk 2" },
		"another purpose":  func(a *draw.OptionsStated) { a.Purpose = "panel" },
		"for nothing":      func(a *draw.OptionsStated) { a.Subject = "" },
		"another hash":     func(a *draw.OptionsStated) { a.OptionsHash = draw.OptionsHash("e", a.Purpose, a.Options) },
		"again, no reason": func(a *draw.OptionsStated) { a.Former = "c" },
	} {
		var refusal *draw.Error
		if err := new(draw.Draw).Apply(meta, stated(change)); !errors.As(err, &refusal) {
			t.Errorf("%s: %v", what, err)
		}
	}
	d := new(draw.Draw)
	if err := d.Apply(meta, stated(func(*draw.OptionsStated) {})); err != nil {
		t.Fatal(err)
	}
	for _, act := range []draw.Act{&draw.SeatsFilled{Draw: "d"}, &draw.Rechecked{Draw: "d"}, stated(func(*draw.OptionsStated) {}), &draw.PoolFormed{Draw: "d"}} {
		if err := d.Apply(meta, act); err == nil {
			t.Errorf("a choice that was begun took %s", act.Kind())
		}
	}
	if _, err := d.Choice(); err == nil {
		t.Error("there is a record before the order stands")
	}
}

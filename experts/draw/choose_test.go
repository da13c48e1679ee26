package draw_test

import (
	"encoding/hex"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"bidroom/experts/draw"
)

func newChoice(t *testing.T) *draw.Choice {
	t.Helper()
	c := &draw.Choice{Format: draw.ChoiceFormat, V: "1", Draw: "C1", Purpose: "coefficient", Options: []string{"0.95", "0.96", "0.97", "0.98"}, Public: strings.Repeat("6", 25), PublicRole: "witness"}
	c.OptionsHash = draw.OptionsHash(c.Draw, c.Purpose, c.Options)
	var shares []draw.Share
	for _, party := range []string{"server system", "s1 staff", "v1 supervisor"} {
		name, _, _ := strings.Cut(party, " ")
		n := nonce(name)
		share := draw.Share{Party: name, Nonce: hex.EncodeToString(n[:]), EnteredHash: draw.HashEntered([]byte("typed"))}
		shares = append(shares, share)
		c.Commitments = append(c.Commitments, party+" "+draw.Commitment(c.Draw, name, n, []byte("typed")))
		c.Shares = append(c.Shares, name+" "+share.Nonce+" "+share.EnteredHash)
	}
	c.Seed = draw.Seed(c.OptionsHash, shares, c.Public)
	chosen, err := draw.Choose(c.Draw, c.Seed, c.Options)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range chosen {
		c.Order = append(c.Order, o.Number+" "+o.Option)
	}
	return c
}

// What openssl makes of an option is its number.
func TestChoiceWorkedByShell(t *testing.T) {
	c := newChoice(t)
	for _, line := range c.Order {
		number, option, _ := strings.Cut(line, " ")
		out, err := exec.Command("sh", "-c", `label=$(printf '%s\n' bidroom/option/1 "$0" "$1" | openssl dgst -sha256 -r | cut -c 1-64)
printf %s "$label" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$2" -r | cut -c 1-64`, c.Draw, option, c.Seed).Output()
		if err != nil || strings.TrimSpace(string(out)) != number {
			t.Errorf("%s has the number %s, openssl says %s (%v)", option, number, out, err)
		}
	}
	if !slices.IsSorted(c.Order) {
		t.Errorf("not in order: %v", c.Order)
	}
}

func TestChoiceIsChecked(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*draw.Choice)
		where  string
	}{
		"as it is":           {func(*draw.Choice) {}, ""},
		"an option more":     {func(c *draw.Choice) { c.Options = append(c.Options, "0.99") }, "options_hash"},
		"an option twice":    {func(c *draw.Choice) { c.Options[1] = c.Options[0] }, "options.1"},
		"another purpose":    {func(c *draw.Choice) { c.Purpose = "tie" }, "options_hash"},
		"another share":      {func(c *draw.Choice) { c.Shares[1] = strings.Replace(c.Shares[1], "s1 ", "v1 ", 1) }, "shares.1"},
		"nobody but staff":   {func(c *draw.Choice) { c.Commitments[2] = strings.Replace(c.Commitments[2], "supervisor", "staff", 1) }, "commitments"},
		"another seed":       {func(c *draw.Choice) { c.Seed = strings.Repeat("0", 64) }, "seed"},
		"two changed places": {func(c *draw.Choice) { c.Order[1], c.Order[2] = c.Order[2], c.Order[1] }, "order.1"},
		"one left out":       {func(c *draw.Choice) { c.Order = c.Order[:3] }, "order.3"},
	} {
		t.Run(name, func(t *testing.T) {
			c := newChoice(t)
			tt.change(c)
			found, err := c.Check()
			if err != nil {
				t.Fatal(err)
			}
			where := ""
			for _, p := range found.Parts {
				if where == "" {
					where = p.Where
				}
			}
			if where != tt.where || found.Sound() != (tt.where == "") {
				t.Errorf("%+v, want it broken at %q", found, tt.where)
			}
		})
	}
}

// Each of six options is first equally often: chi-square with five degrees of
// freedom is above 20.52 once in a thousand; the seeds are fixed.
func TestChoiceIsFair(t *testing.T) {
	options, first := []string{"1", "2", "3", "4", "5", "6"}, map[string]int{}
	const draws = 12_000
	for i := range draws {
		chosen, err := draw.Choose("C", draw.HashEntered(fmt.Append(nil, i)), options)
		if err != nil {
			t.Fatal(err)
		}
		first[chosen[0].Option]++
	}
	chi := 0.0
	for _, o := range options {
		off := float64(first[o]) - draws/6
		chi += off * off / (draws / 6)
	}
	if chi > 20.52 {
		t.Errorf("chi-square %.2f: %v", chi, first)
	}
}

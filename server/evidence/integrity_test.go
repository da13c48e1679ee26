package evidence_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/server/evidence"
)

// A plantedLog is the log of a closed case in which somebody who has the log's
// key, and the keys of the kiosks, planted an error and made the tree anew.
type plantedLog struct {
	*lot
	entries  [][]byte
	openings []evidence.Opening
}

// last returns the place of the last entry of a kind that holds a text.
func (p *plantedLog) last(kind, holds string) int {
	p.t.Helper()
	for i := len(p.entries) - 1; i >= 0; i-- {
		if bytes.Contains(p.entries[i], []byte(`"kind":"`+kind+`"`)) && bytes.Contains(p.entries[i], []byte(holds)) {
			return i
		}
	}
	p.t.Fatalf("no %s with %s", kind, holds)
	return 0
}

func (p *plantedLog) change(kind, holds string, change func(body map[string]any)) {
	p.t.Helper()
	i := p.last(kind, holds)
	p.entries[i] = changed(p.t, p.entries[i], change)
}

// sheet gives a seat another sheet, with its datum and signature.
func (p *plantedLog) sheet(seat int, change func(lines []string) []string) {
	p.t.Helper()
	i := p.last("sheet.submitted", `"seat":"`+string(rune('0'+seat))+`"`)
	n := slices.IndexFunc(p.openings, func(o evidence.Opening) bool { return o.Seq == int64(i) && o.Domain == evaluation.SheetDomain })
	o := &p.openings[n]
	lines := strings.SplitAfter(o.Value, "\n")
	o.Value = strings.Join(change(slices.Clone(lines[:len(lines)-1])), "")
	p.entries[i] = changed(p.t, p.entries[i], func(body map[string]any) {
		body["marks"], body["signature"] = string(o.DatumHash()), p.sign("sheet.submitted", seat, string(o.DatumHash()))
	})
}

// seal takes the openings of the sheets away, as a file has it that was made
// before the tally.
func (p *plantedLog) seal() {
	p.openings = slices.DeleteFunc(p.openings, func(o evidence.Opening) bool { return o.Domain == evaluation.SheetDomain })
}

// mark changes the value of a sheet's first mark that is or is not objective.
func (p *plantedLog) mark(seat int, objective bool, value string) {
	method, err := p.c.ScoringMethod()
	if err != nil {
		p.t.Fatal(err)
	}
	p.sheet(seat, func(lines []string) []string {
		for i, line := range lines[4:] {
			fields := strings.Fields(line)
			if method.Criterion(fields[1]).Objective == objective {
				lines[4+i] = fields[0] + " " + fields[1] + " " + value + "\n"
				break
			}
		}
		slices.Sort(lines[4:])
		return lines
	})
}

// code changes which code is whose.
func (p *plantedLog) code(change func(text string) string) {
	i := p.last("bids.coded", "")
	n := slices.IndexFunc(p.openings, func(o evidence.Opening) bool { return o.Seq == int64(i) })
	o := &p.openings[n]
	o.Value = change(o.Value)
	p.entries[i] = changed(p.t, p.entries[i], func(body map[string]any) { body["codes"] = string(o.DatumHash()) })
}

// recuse has seat 4 recuse itself just before the last tally.
func (p *plantedLog) recuse() {
	i := p.last("meeting.tallied", "")
	seat := p.last("sheet.submitted", `"seat":"4"`)
	gone := bytes.Replace(p.entries[seat], []byte(`"kind":"sheet.submitted"`), []byte(`"kind":"member.recused"`), 1)
	gone = changed(p.t, gone, func(body map[string]any) {
		clear(body)
		body["seat"], body["ground"], body["reason"] = "4", "kin", "表弟"
	})
	p.entries = slices.Insert(p.entries, i, gone)
	for n := range p.openings {
		if p.openings[n].Seq >= int64(i) {
			p.openings[n].Seq++
		}
	}
	p.entries = renumber(p.t, p.entries, i)
}

func rankingOf(body map[string]any, place int) map[string]any {
	return body["ranking"].([]any)[place].(map[string]any)
}

// An error of each check that a report must pass, planted into the log, is
// found by this verifier; and by the second, as far as it knows: it computes
// no scores, so a total alone tells it nothing.
func TestPlantedErrorsAreFound(t *testing.T) {
	l := closeLot(t)
	exchange := func(p *plantedLog) {
		p.change("meeting.tallied", "", func(b map[string]any) {
			rankingOf(b, 0)["rank"], rankingOf(b, 1)["rank"] = rankingOf(b, 1)["rank"], rankingOf(b, 0)["rank"]
		})
	}
	candidates := func(p *plantedLog) {
		p.change("meeting.tallied", "", func(b map[string]any) { slices.Reverse(b["candidates"].([]any)) })
	}
	for what, tt := range map[string]struct {
		plant func(p *plantedLog)
		part  string // "" for any, since what is refused stops what follows
		alone bool   // the second verifier does not see it
	}{
		"missing":   {func(p *plantedLog) { p.sheet(1, func(lines []string) []string { return lines[:len(lines)-1] }) }, evidence.PartScores, false},
		"range":     {func(p *plantedLog) { p.mark(1, false, "1000") }, evidence.PartScores, false},
		"a step":    {func(p *plantedLog) { p.mark(1, false, "0.001") }, evidence.PartScores, false},
		"objective": {func(p *plantedLog) { p.mark(2, true, "0") }, "", false},
		"a bid by its name where it is marked blind": {func(p *plantedLog) {
			p.sheet(1, func(lines []string) []string {
				for i := range lines {
					lines[i] = strings.Replace(lines[i], p.c.Meeting.Codes.All()[0]+" ", p.c.Meeting.Codes.Bid(p.c.Meeting.Codes.All()[0])+" ", 1)
				}
				slices.Sort(lines[4:])
				return lines
			})
		}, evidence.PartScores, false},
		"codes by hand": {func(p *plantedLog) {
			p.code(func(text string) string {
				return strings.NewReplacer(p.c.Meeting.Codes.Bid(p.c.Meeting.Codes.All()[0]), p.c.Meeting.Codes.Bid(p.c.Meeting.Codes.All()[1]), p.c.Meeting.Codes.Bid(p.c.Meeting.Codes.All()[1]), p.c.Meeting.Codes.Bid(p.c.Meeting.Codes.All()[0])).Replace(text)
			})
		}, evidence.PartScores, false},
		"a code of a rejected bid": {func(p *plantedLog) {
			p.code(func(text string) string {
				return strings.Replace(text, p.c.Meeting.Codes.Bid(p.c.Meeting.Codes.All()[0]), "bid-a", 1)
			})
		}, evidence.PartScores, false},
		"a sheet before all were heard": {func(p *plantedLog) {
			i := p.last("hearing.began", "")
			p.entries = renumber(p.t, slices.Delete(p.entries, i, i+2), i)
			p.openings = moved(moved(p.openings, "drop", int64(i)), "drop", int64(i))
		}, evidence.PartLog, false},
		"a sheet while one is heard": {func(p *plantedLog) {
			i := p.last("hearing.ended", "")
			p.entries = renumber(p.t, slices.Delete(p.entries, i, i+1), i)
			p.openings = moved(p.openings, "drop", int64(i))
		}, evidence.PartLog, false},
		"a hearing that nothing asks for": {func(p *plantedLog) {
			p.change("hearing.began", "", func(b map[string]any) { b["group"] = "technical" })
		}, evidence.PartLog, false},
		"no codes": {func(p *plantedLog) {
			i := p.last("bids.coded", "")
			p.entries = renumber(p.t, slices.Delete(p.entries, i, i+1), i)
			p.openings = moved(p.openings, "drop", int64(i))
		}, evidence.PartLog, false},
		"weights": {func(p *plantedLog) { weigh(p) }, "", false},
		"more candidates than the rules allow": {func(p *plantedLog) {
			p.method(func(source string) string {
				return strings.Replace(source, `"candidates": "3"`, `"candidates": "4"`, 1)
			})
		}, "", false},
		"sums": {func(p *plantedLog) {
			p.change("meeting.tallied", "", func(b map[string]any) { rankingOf(b, 0)["total"] = "99.99" })
		}, evidence.PartScores, true},
		"ranks":       {exchange, evidence.PartRanking, false},
		"candidates":  {candidates, evidence.PartRanking, false},
		"composition": {func(p *plantedLog) { p.recuse() }, "", false},
		"the chair by a minority": {func(p *plantedLog) {
			for seat := range 3 {
				p.change("chair.voted", `"seat":"`+string(rune('1'+seat))+`"`, func(b map[string]any) { b["for"] = "1" })
			}
		}, "", false},
		"a finding turned": {func(p *plantedLog) {
			for seat := range 3 {
				p.change("finding.made", `"reason":"营业执照过期","seat":"`+string(rune('1'+seat))+`"`, func(b map[string]any) { b["pass"] = "true" })
			}
		}, "", false},
		"ranks, the sheets sealed":      {func(p *plantedLog) { p.seal(); exchange(p) }, evidence.PartRanking, false},
		"candidates, the sheets sealed": {func(p *plantedLog) { p.seal(); candidates(p) }, evidence.PartRanking, false},
		"a total, the sheets sealed": {func(p *plantedLog) {
			p.seal()
			p.change("meeting.tallied", "", func(b map[string]any) { rankingOf(b, 0)["total"] = "0" })
		}, evidence.PartRanking, false},
		"tied, the sheets sealed": {func(p *plantedLog) {
			p.seal()
			p.change("meeting.tallied", "", func(b map[string]any) { rankingOf(b, 0)["tied"] = "true" })
		}, evidence.PartRanking, false},
		"a bid left out, the sheets sealed": {func(p *plantedLog) {
			p.seal()
			p.change("meeting.tallied", "", func(b map[string]any) { b["ranking"] = b["ranking"].([]any)[:3] })
		}, evidence.PartRanking, false},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel() // some wait for the second verifier
			p := &plantedLog{l, slices.Clone(l.log.entries), slices.Clone(l.openings)}
			tt.plant(p)
			forged := *l
			forged.log.entries, forged.openings = p.entries, p.openings
			file := pack(t, forged.bundle(evidence.Full))
			r := verify(t, file, evidence.Options{})
			if r.Sound() || tt.part != "" && r.Part(tt.part).State != evidence.Broken {
				t.Errorf("%+v", r.Parts)
			}
			if sound, _, said := second(t, file, evidence.Options{}); sound != tt.alone {
				t.Errorf("the second verifier says sound: %t\n%s", sound, said)
			}
		})
	}
	sealed := &plantedLog{l, slices.Clone(l.log.entries), slices.Clone(l.openings)}
	sealed.seal()
	forged := *l
	forged.openings = sealed.openings
	agree(t, pack(t, forged.bundle(evidence.Full)), evidence.Options{})
}

// weigh gives the first criterion a point more, and the file its hash.
func weigh(p *plantedLog) {
	p.method(func(source string) string {
		i := strings.Index(source, `"max": "`) + len(`"max": "`)
		n := i + strings.Index(source[i:], `"`)
		return source[:i] + source[i:n] + "0" + source[n:]
	})
}

// method changes the method's file, with its hash.
func (p *plantedLog) method(change func(source string) string) {
	p.change("lot.method_set", "", func(b map[string]any) {
		b["source"] = change(b["source"].(string))
		sum := sha256.Sum256([]byte(b["source"].(string)))
		b["hash"] = hex.EncodeToString(sum[:])
	})
}

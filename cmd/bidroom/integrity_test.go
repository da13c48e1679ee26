//catalogue:data what somebody writes into a database

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/evaluation"
	"bidroom/server/store/storetest"
)

// A forger has the database and the server's key: whatever of a case is
// changed before the report, in the stored case or in the log, no report of it
// is made, and the refusal names the check. What is put back is signed.
func TestForgedCaseIsNotSigned(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, cfg, p, lots := played(t, db, "reporting")
		ctx, staff, lot := t.Context(), as(t, p, "staff"), lots[0]
		a := administrator{t, storetest.Beside(t, db, filepath.Join(cfg.Data, "bidroom.db"))}
		box := c.handlers.Rooms.Box
		stored := []byte(a.read("SELECT state_sealed FROM lots WHERE id = ?", lot))
		text, err := box.Open("case", stored)
		if err != nil {
			t.Fatal(err)
		}
		issue := func(what, code string) {
			t.Helper()
			err := staff.Post(ctx, "/api/lots/"+lot+"/meeting/report", nil, nil)
			var answer *demo.Answer
			if !errors.As(err, &answer) || !strings.Contains(answer.Body, `"code":"integrity.`+code+`"`) {
				t.Errorf("%s: %v, want a refusal with integrity.%s", what, err, code)
			} else if strings.Contains(answer.Body, `"stated"`) || strings.Contains(answer.Body, `"found"`) {
				t.Errorf("%s: staff are told numbers: %s", what, answer.Body)
			}
		}
		for _, tt := range []struct {
			code  string
			plant func(c *evaluation.Case)
		}{
			{"missing", func(c *evaluation.Case) { dropMark(c) }},
			{"range", func(c *evaluation.Case) { setMark(c, false, "1000") }},
			{"objective", func(c *evaluation.Case) { setMark(c, true, "0") }},
			{"weights.hash", func(c *evaluation.Case) { c.Method.Source += " " }},
			{"sums.total", func(c *evaluation.Case) { c.Meeting.Tally.Ranking[0].Total = "99.99" }},
			{"ranks", func(c *evaluation.Case) {
				r := c.Meeting.Tally.Ranking
				r[0].Rank, r[1].Rank = r[1].Rank, r[0].Rank
			}},
			{"candidates", func(c *evaluation.Case) { slices.Reverse(c.Meeting.Tally.Candidates) }},
			{"composition.chair_votes", func(c *evaluation.Case) {
				for i := range c.Meeting.Votes {
					c.Meeting.Votes[i].For = 1 + i%2
				}
				c.Meeting.Chair = 3
			}},
			{"log.tally", func(c *evaluation.Case) { c.Meeting.Tally.Ranking[0].Total = "99.99" }},
			{"log.sheet", func(c *evaluation.Case) { setMark(c, false, "0") }},
			{"log.method", func(c *evaluation.Case) {
				c.Method.Source += " "
				sum := sha256.Sum256([]byte(c.Method.Source))
				c.Method.Hash = hex.EncodeToString(sum[:])
			}},
		} {
			forged := new(evaluation.Case)
			if err := json.Unmarshal(text, forged); err != nil {
				t.Fatal(err)
			}
			tt.plant(forged)
			changed, err := json.Marshal(forged)
			if err != nil {
				t.Fatal(err)
			}
			sealed, err := box.Seal("case", changed)
			if err != nil {
				t.Fatal(err)
			}
			a.write("UPDATE lots SET state_sealed = ? WHERE id = ?", sealed, lot)
			issue("in the case: "+tt.code, tt.code)
		}
		a.write("UPDATE lots SET state_sealed = ? WHERE id = ?", stored, lot)

		if _, err := a.db.ExecContext(ctx, "DROP TRIGGER log_entries_no_update"); err != nil {
			t.Fatal(err)
		}
		entry := a.read("SELECT bytes FROM log_entries WHERE tree = ? AND kind = 'meeting.tallied' ORDER BY seq DESC LIMIT 1", lot)
		was := []byte(entry)
		i := strings.Index(entry, `"rank":"1"`)
		a.write("UPDATE log_entries SET bytes = ? WHERE tree = ? AND bytes = ?", []byte(entry[:i]+`"rank":"2"`+entry[i+10:]), lot, was)
		issue("in the log", "log.tally")
		a.write("UPDATE log_entries SET bytes = ? WHERE tree = ? AND kind = 'meeting.tallied'", was, lot)

		if err := p.Take(ctx, lot, "sealed"); err != nil {
			t.Fatal(err)
		}
		replay(t, c, lot)
		broken, err := c.handlers.Rooms.DB.Invariants(ctx)
		if err != nil || len(broken) > 0 {
			t.Errorf("%v %v", broken, err)
		}
	})
}

// setMark gives the first mark of a kind in the first sheet another value.
func setMark(c *evaluation.Case, objective bool, value string) {
	method, err := c.ScoringMethod()
	if err != nil {
		panic(err)
	}
	text := &c.Meeting.Seats[0].Sheet.Text
	lines := strings.SplitAfter(*text, "\n")
	for i, line := range lines[4:] {
		fields := strings.Fields(line)
		if method.Criterion(fields[1]).Objective == objective && fields[2] != value {
			lines[4+i] = fields[0] + " " + fields[1] + " " + value + "\n"
			break
		}
	}
	slices.Sort(lines[4 : len(lines)-1])
	*text = strings.Join(lines, "")
}

// dropMark takes the last mark out of the first sheet.
func dropMark(c *evaluation.Case) {
	text := &c.Meeting.Seats[0].Sheet.Text
	*text = (*text)[:strings.LastIndex(strings.TrimSuffix(*text, "\n"), "\n")+1]
}

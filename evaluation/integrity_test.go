package evaluation_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

// reporting brings a case to its report, in which bid b fails the examination
// by three of five members and the others are marked apart.
func reporting(t *testing.T) *play {
	t.Helper()
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio")
	p.found("bid-b")
	profile, err := p.c.Profile()
	if err != nil {
		t.Fatal(err)
	}
	ground := profile.Ground("unqualified")
	p.do("seat:2", &evaluation.RejectionDecided{Bid: "bid-b", Ground: ground.Code, Clause: ground.Clause, Items: p.c.Failed("bid-b"), Reason: "x"},
		&evaluation.MeetingAdvanced{To: evaluation.Evaluating})
	for seat := 1; seat <= 5; seat++ {
		p.submitMarks(seat, func(bid string, c scoring.Criterion) string {
			if c.ID == "implementation" { // 9, 6, 3 of ten
				return map[string]string{"bid-a": "9", "bid-c": "6", "bid-d": "3"}[bid]
			}
			return c.Max
		})
	}
	result, err := p.c.Score(nil)
	if err != nil {
		t.Fatal(err)
	}
	p.do("staff", evaluation.NewTally(result, nil))
	p.do("seat:2", &evaluation.MeetingAdvanced{To: evaluation.Reporting})
	return p
}

// planted is the case as it lies in a database, in which somebody changed
// something.
func (p *play) planted(plant func(c *evaluation.Case)) *evaluation.Case {
	p.t.Helper()
	text, err := json.Marshal(p.c)
	if err != nil {
		p.t.Fatal(err)
	}
	c := new(evaluation.Case)
	if err := json.Unmarshal(text, c); err != nil {
		p.t.Fatal(err)
	}
	plant(c)
	return c
}

// sheet changes what a member's sheet of marks says.
func sheet(c *evaluation.Case, seat int, was, is string) {
	text := &c.Meeting.Seat(seat).Sheet.Text
	if !strings.Contains(*text, was) {
		panic(was + " is not in the sheet")
	}
	lines := strings.SplitAfter(strings.Replace(*text, was, is, 1), "\n")
	slices.Sort(lines[4:]) // a sheet's lines stand in their order
	*text = strings.Join(lines, "")
}

// method changes the method's file, and its hash with it if rehash is set.
func method(c *evaluation.Case, was, is string, rehash bool) {
	if !strings.Contains(c.Method.Source, was) {
		panic(was + " is not in the method")
	}
	c.Method.Source = strings.Replace(c.Method.Source, was, is, 1)
	if rehash {
		c.Method.Hash = hash(c.Method.Source)
	}
}

// plants are the ways to plant an error of each check into a stored case.
var plants = map[scoring.Check]map[string]func(c *evaluation.Case){
	scoring.CheckMissing: {
		"a mark":  func(c *evaluation.Case) { sheet(c, 1, "bid-a quality 5\n", "") },
		"a sheet": func(c *evaluation.Case) { sheet(c, 3, "bidroom/sheet/1", "bidroom/sheet/0") },
	},
	scoring.CheckRange: {
		"above": func(c *evaluation.Case) { sheet(c, 1, "bid-a quality 5\n", "bid-a quality 5.1\n") },
		"below": func(c *evaluation.Case) { sheet(c, 1, "bid-a quality 5\n", "bid-a quality -1\n") },
		"step":  func(c *evaluation.Case) { sheet(c, 1, "bid-a quality 5\n", "bid-a quality 4.95\n") },
		"of a rejected bid": func(c *evaluation.Case) {
			sheet(c, 1, "bid-a quality 5\n", "bid-a quality 5\nbid-b quality 5\n")
		},
	},
	scoring.CheckObjective: {
		"a mark": func(c *evaluation.Case) { sheet(c, 4, "bid-c team 5\n", "bid-c team 4\n") },
	},
	evaluation.CheckReasons: {
		"a mark far off": func(c *evaluation.Case) { sheet(c, 4, "bid-a implementation 9\n", "bid-a implementation 1\n") },
		"one of all":     func(c *evaluation.Case) { sheet(c, 1, "bid-d implementation 3\n", "bid-d implementation 10\n") },
	},
	evaluation.CheckWeights: {
		"the method's file": func(c *evaluation.Case) {
			method(c, `"id": "quality", "max": "5"`, `"id": "quality", "max": "6"`, false)
		},
		"and its hash": func(c *evaluation.Case) {
			method(c, `"id": "quality", "max": "5"`, `"id": "quality", "max": "6"`, true)
		},
		"the hash":                   func(c *evaluation.Case) { c.Method.Hash = hash("another") },
		"the points of a group more": func(c *evaluation.Case) { method(c, `"points": "45"`, `"points": "46"`, true) },
	},
	scoring.CheckSums: {
		"a total":           func(c *evaluation.Case) { c.Meeting.Tally.Ranking[0].Total = "99.99" },
		"a mark and no sum": func(c *evaluation.Case) { sheet(c, 1, "bid-a implementation 9\n", "bid-a implementation 5\n") },
		"a price":           func(c *evaluation.Case) { c.Bid("bid-c").Opening.PriceFen = 930_000_00 },
	},
	scoring.CheckRanks: {
		"exchanged": func(c *evaluation.Case) {
			r := c.Meeting.Tally.Ranking
			r[0].Rank, r[1].Rank = 2, 1
			c.Meeting.Tally.Candidates[0], c.Meeting.Tally.Candidates[1] = r[1].Bid, r[0].Bid
			r[0], r[1] = r[1], r[0]
		},
		"tied":     func(c *evaluation.Case) { c.Meeting.Tally.Ranking[0].Tied = true },
		"left out": func(c *evaluation.Case) { c.Meeting.Tally.Ranking = c.Meeting.Tally.Ranking[1:] },
	},
	scoring.CheckCandidates: {
		"exchanged": func(c *evaluation.Case) { slices.Reverse(c.Meeting.Tally.Candidates) },
		"left out":  func(c *evaluation.Case) { c.Meeting.Tally.Candidates = c.Meeting.Tally.Candidates[:2] },
		"rejected":  func(c *evaluation.Case) { c.Meeting.Tally.Candidates[2] = "bid-b" },
	},
	evaluation.CheckPanel: {
		"an empty seat":     func(c *evaluation.Case) { c.Meeting.Seats[3].Member = nil },
		"who did not swear": func(c *evaluation.Case) { c.Meeting.Seats[3].Member.DeclaredMs = 0 },
		"who recused": func(c *evaluation.Case) {
			c.Meeting.Changes = append(c.Meeting.Changes, evaluation.Change{Seat: 4, Member: *c.Meeting.Seats[3].Member, Ground: "kin"})
		},
		"one seat less":            func(c *evaluation.Case) { c.Meeting.Seats = c.Meeting.Seats[:4] },
		"too many representatives": func(c *evaluation.Case) { c.Meeting.Seats[0].Representative = true },
		"no chair":                 func(c *evaluation.Case) { c.Meeting.Chair = 0 },
		"a representative chairs":  func(c *evaluation.Case) { c.Meeting.Chair = 5 },
		"the chair by two of five": func(c *evaluation.Case) {
			for i := range 3 {
				c.Meeting.Votes[i].For = 1
			}
		},
		"a vote twice":         func(c *evaluation.Case) { c.Meeting.Votes[0].Seat = 2 },
		"a vote of no seat":    func(c *evaluation.Case) { c.Meeting.Votes[0].Seat = 6 },
		"rejected by two":      func(c *evaluation.Case) { c.Meeting.Findings[failing(c)].Pass = true },
		"a finding twice":      func(c *evaluation.Case) { c.Meeting.Findings = append(c.Meeting.Findings, c.Meeting.Findings[0]) },
		"a finding of no seat": func(c *evaluation.Case) { c.Meeting.Findings[0].Seat = 6 },
	},
}

func failing(c *evaluation.Case) int {
	return slices.IndexFunc(c.Meeting.Findings, func(f evaluation.FindingMade) bool { return !f.Pass })
}

// A case with a planted error of any kind gets no report, no signature and no
// seal, and the check of that kind is the one that says so.
func TestPlantedErrorIsNotSigned(t *testing.T) {
	p := reporting(t)
	issue := &evaluation.ReportIssued{FileHash: hash("report"), FileSize: 6}
	meta := evaluation.Meta{AtMs: p.ms + 1, Actor: "staff"}
	for _, check := range evaluation.Checks {
		if len(plants[check]) == 0 {
			t.Errorf("nothing is planted for %s", check)
		}
		for what, plant := range plants[check] {
			finds(t, string(check)+", "+what, check, p.planted(plant).Apply(meta, issue), p.planted(plant))
		}
	}
	p.do("staff", issue)
	signed := &evaluation.ReportSigned{Seat: 1, Drawing: datum("signature.drawing", "[]").DatumHash(), Signature: p.sign("report.signed", 1, hash("report"))}
	for _, check := range evaluation.Checks {
		for what, plant := range plants[check] {
			finds(t, "signed: "+string(check)+", "+what, check, p.planted(plant).Apply(evaluation.Meta{AtMs: p.ms + 1, Actor: "seat:1"}, signed), p.planted(plant))
		}
	}
	p.do("seat:1", signed)
	for seat := 2; seat <= 5; seat++ {
		p.do("staff", &evaluation.ReportDeemedAgreed{Seat: seat, Reason: "拒绝签字"})
	}
	seal := &evaluation.MeetingSealed{FileHash: hash("signed report"), FileSize: 13}
	for _, check := range evaluation.Checks {
		for what, plant := range plants[check] {
			finds(t, "sealed: "+string(check)+", "+what, check, p.planted(plant).Apply(meta, seal), p.planted(plant))
		}
	}
	p.do("staff", seal)
}

// finds holds a refusal against the check that must have found something.
func finds(t *testing.T, what string, check scoring.Check, err error, c *evaluation.Case) {
	t.Helper()
	var refusal *rule.Refusal
	if !errors.As(err, &refusal) {
		t.Errorf("%s: %v, want a refusal", what, err)
		return
	}
	list, err := c.Integrity(nil)
	if err != nil {
		t.Fatal(err)
	}
	if found := list[slices.Index(evaluation.Checks, check)]; !found.Failed() {
		t.Errorf("%s: found by others only: %v", what, refusal)
	}
}

// What the report prints is held against the sheets and the tally, too.
func TestPlantedErrorInTheReport(t *testing.T) {
	p := reporting(t)
	for what, tt := range map[string]struct {
		plant func(r *scoring.Result)
		check scoring.Check
	}{
		"a member's total": {func(r *scoring.Result) { r.Sheets[0].Total = "43.9" }, scoring.CheckSums},
		"a group's total":  {func(r *scoring.Result) { r.Derivation.Line("bid-a", "marks(technical)").Result = "44.01" }, scoring.CheckSums},
		"all":              {func(r *scoring.Result) { r.Derivation.Line("bid-a", "marks(all)").Result = "70" }, scoring.CheckSums},
		"a score":          {func(r *scoring.Result) { r.Derivation.Line("bid-d", "ranking").Result = "99.99" }, scoring.CheckSums},
		"a rank":           {func(r *scoring.Result) { r.Bids[0].Rank, r.Bids[1].Rank = 2, 1 }, scoring.CheckRanks},
	} {
		result, err := p.c.Score(nil)
		if err != nil {
			t.Fatal(err)
		}
		list, err := p.c.Integrity(result)
		if err != nil || evaluation.Refusal(list) != nil {
			t.Fatalf("as it is: %v, %v", err, evaluation.Refusal(list))
		}
		tt.plant(result)
		if list, err = p.c.Integrity(result); err != nil {
			t.Fatal(err)
		}
		if found := list[slices.Index(evaluation.Checks, tt.check)]; !found.Failed() {
			t.Errorf("%s: %+v", what, list)
		}
	}
}

// Without the sheets, as in a public export, what the tally states is still
// held against itself, and the checks of marks say that they were not made.
func TestIntegrityWithoutTheSheets(t *testing.T) {
	p := reporting(t)
	blind := func(c *evaluation.Case) {
		for i := range c.Meeting.Seats {
			c.Meeting.Seats[i].Sheet.Text = ""
		}
	}
	list, err := p.planted(blind).Integrity(nil)
	if err != nil || evaluation.Refusal(list) != nil {
		t.Fatalf("as it is: %v, %v", err, evaluation.Refusal(list))
	}
	for _, checked := range list {
		if want := slices.Contains([]scoring.Check{scoring.CheckMissing, scoring.CheckRange, scoring.CheckObjective, evaluation.CheckReasons, scoring.CheckSums}, checked.Check); checked.Sealed != want {
			t.Errorf("%s: sealed %t, want %t", checked.Check, checked.Sealed, want)
		}
	}
	for _, check := range []scoring.Check{scoring.CheckRanks, scoring.CheckCandidates, evaluation.CheckPanel, evaluation.CheckWeights} {
		for what, plant := range plants[check] {
			c := p.planted(func(c *evaluation.Case) { blind(c); plant(c) })
			list, err := c.Integrity(nil)
			if err != nil || !list[slices.Index(evaluation.Checks, check)].Failed() {
				t.Errorf("%s, %s: %+v, %v", check, what, list, err)
			}
		}
	}
}

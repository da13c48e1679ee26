package evaluation_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bidroom/evaluation"
)

// A lot is awarded to a candidate, in order, once its candidates were published
// for as long as the rules ask; who is passed over is so for a reason of the
// rules.
func TestAward(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-works-baseline")
	at := func(days int64) int64 { return p.c.Meeting.SealedMs + days*day1 }
	on := func(days int64) string { return time.UnixMilli(at(days)).UTC().Format(time.DateOnly) }
	published := func(change func(*evaluation.CandidatesPublished)) *evaluation.CandidatesPublished {
		a := &evaluation.CandidatesPublished{On: on(1), Until: on(4), Medium: "省平台", ObjectionsTo: "某局"}
		change(a)
		return a
	}
	asIs := func(*evaluation.CandidatesPublished) {}
	awarded := func(change func(*evaluation.AwardDecided)) *evaluation.AwardDecided {
		a := &evaluation.AwardDecided{Bid: p.c.Meeting.Tally.Candidates[0], On: on(5), Objections: evaluation.ObjectionsAnswered}
		change(a)
		return a
	}
	if code := codeOf(t, p.as("a1", "agent", 9, &evaluation.AwardDecided{Bid: "bid-a", On: "2025-12-01"})); code != "stage.wrong" {
		t.Errorf("before the seal: %q", code)
	}
	p.upTo(evaluation.Sealed)
	candidates := p.c.Meeting.Tally.Candidates
	if len(candidates) != 3 {
		t.Fatalf("%v", candidates)
	}
	first := evaluation.CandidatePassed{Bid: candidates[0], Ground: "declined", Reason: "书面放弃"}
	second := evaluation.CandidatePassed{Bid: candidates[1], Ground: "no_bond", Reason: strings.Repeat("因", 500)}
	third := func(list ...evaluation.CandidatePassed) func(*evaluation.AwardDecided) {
		return func(a *evaluation.AwardDecided) {
			a.Bid, a.Passed, a.Reason = candidates[2], list, "前两名均不能签约"
		}
	}
	loser := slices.IndexFunc(p.c.Bids, func(b evaluation.Bid) bool { return !slices.Contains(candidates, b.ID) })
	for i, step := range []struct {
		role string
		day  int64
		act  evaluation.Act
		code string
	}{
		{"staff", 9, awarded(func(*evaluation.AwardDecided) {}), "award.unpublished"},
		{"supervisor", 1, published(asIs), "award.role"},
		{"staff", 1, published(func(a *evaluation.CandidatesPublished) { a.Until = on(3) }), "publication.until"},
		{"staff", 1, published(func(a *evaluation.CandidatesPublished) { a.Until = on(62) }), "publication.until"},
		{"staff", 1, published(func(a *evaluation.CandidatesPublished) { a.On = on(-2) }), "publication.on"},
		{"staff", 1, published(func(a *evaluation.CandidatesPublished) { a.On = "2025-11-31" }), "publication.on"},
		{"staff", 1, published(func(a *evaluation.CandidatesPublished) { a.Medium = "" }), "award.text"},
		{"staff", 1, published(func(a *evaluation.CandidatesPublished) { a.ObjectionsTo = strings.Repeat("某", 501) }), "award.text"},
		{"agent", 1, published(func(a *evaluation.CandidatesPublished) { a.Until = on(61) }), ""},
		{"agent", 1, published(asIs), "award.again"},
		{"agent", 1, published(func(a *evaluation.CandidatesPublished) { a.Reason = "日期有误" }), ""},
		{"staff", 5, awarded(func(a *evaluation.AwardDecided) { a.On = on(4) }), "award.standstill"},
		{"staff", 3, awarded(func(*evaluation.AwardDecided) {}), "award.day"}, // the fifth is still to come
		{"staff", 5, awarded(func(a *evaluation.AwardDecided) { a.Objections = "" }), "award.objections"},
		{"staff", 5, awarded(func(a *evaluation.AwardDecided) { a.Bid = p.c.Bids[loser].ID }), "award.no_candidate"},
		{"staff", 5, awarded(func(a *evaluation.AwardDecided) { a.Bid = candidates[1] }), "award.order"},
		{"staff", 5, awarded(func(a *evaluation.AwardDecided) { a.Passed = []evaluation.CandidatePassed{first} }), "award.order"},
		{"staff", 5, awarded(func(*evaluation.AwardDecided) {}), ""},
		{"staff", 6, awarded(func(*evaluation.AwardDecided) {}), "award.again"},
		{"staff", 6, awarded(third(first)), "award.order"},
		{"staff", 6, awarded(third(second, first)), "award.order"},
		{"staff", 6, awarded(third(first, evaluation.CandidatePassed{Bid: candidates[1], Ground: "own_choice", Reason: "选择"})), "award.ground"},
		{"staff", 6, awarded(third(first, evaluation.CandidatePassed{Bid: candidates[1], Ground: "no_bond", Reason: second.Reason + "因"})), "award.text"},
		{"supervisor", 6, awarded(third(first, second)), "award.role"},
		{"agent", 6, awarded(third(first, second)), ""},
		{"staff", 6, published(func(a *evaluation.CandidatesPublished) { a.On, a.Until, a.Reason = on(2), on(5), "日期有误" }), "publication.awarded"},
		{"staff", 6, published(func(a *evaluation.CandidatesPublished) { a.Reason = "媒介有误" }), ""},
	} {
		if code := codeOf(t, p.as("s1", step.role, step.day, step.act)); code != step.code {
			t.Fatalf("step %d, %s: %q, want %q", i, step.act.Kind(), code, step.code)
		}
	}
	if m := p.c.Meeting; m.Award.Bid != candidates[2] || len(m.Award.Passed) != 2 || m.Published.Until != on(4) {
		t.Errorf("%+v", m.Award)
	}
}

// Of government procurement nothing is published of candidates before the award.
func TestAwardOfGovernmentProcurement(t *testing.T) {
	p := newPlay(t)
	p.prepare("cn-gp-lowest-ratio")
	p.upTo(evaluation.Sealed)
	on := time.UnixMilli(p.c.Meeting.SealedMs).UTC().Format(time.DateOnly)
	first := p.c.Meeting.Tally.Candidates[0]
	for _, step := range []struct {
		act  evaluation.Act
		code string
	}{
		{&evaluation.CandidatesPublished{On: on, Until: on, Medium: "省平台", ObjectionsTo: "某局"}, "publication.none"},
		{&evaluation.AwardDecided{Bid: first, On: on, Objections: evaluation.ObjectionsNone}, "award.objections_none"},
		{&evaluation.AwardDecided{Bid: first, On: "1970-01-01"}, "award.day"},
		{&evaluation.AwardDecided{Bid: first, On: on}, ""},
	} {
		if code := codeOf(t, p.as("a1", "agent", 0, step.act)); code != step.code {
			t.Errorf("%s: %q, want %q", step.act.Kind(), code, step.code)
		}
	}
}

// With equal ranks none of the candidates passes over the other.
func TestCandidatesBefore(t *testing.T) {
	m := evaluation.Meeting{Tally: &evaluation.MeetingTallied{Candidates: []string{"a", "b", "c"},
		Ranking: []evaluation.RankedBid{{Bid: "c", Rank: 3}, {Bid: "a", Rank: 1, Tied: true}, {Bid: "b", Rank: 1, Tied: true}, {Bid: "d", Rank: 4}}}}
	for bid, want := range map[string][]string{"a": nil, "b": nil, "c": {"a", "b"}} {
		if got := m.CandidatesBefore(bid); !slices.Equal(got, want) {
			t.Errorf("before %s stand %v, want %v", bid, got, want)
		}
	}
}

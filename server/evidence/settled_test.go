package evidence_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/fee"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

// pay has the experts paid by a table, and states the work of the one on seat 2.
func (l *lot) pay() {
	l.t.Helper()
	table, err := fee.Load("cn-shanxi-gp-2021")
	if err != nil {
		l.t.Fatal(err)
	}
	sum := int64(900_00)
	seat := l.c.Meeting.Seat(2)
	l.do("s1", "staff", &evaluation.FeeTableChosen{Table: table.ID, TableHash: table.Hash(), TableText: table.Text(), Reason: "本市参照执行"},
		&evaluation.FeeWorkStated{Meeting: l.c.Meeting.ID, Seat: 2, Label: seat.Member.Label, FromMs: seat.Member.CheckedMs, ToMs: l.log.ms, Days: 2, Part: fee.Whole, AgreedFen: &sum, Reason: "评审跨日，经协商"})
}

// forgedAfter changes the last entry of a kind of a lot that is closed, and says
// what both verifiers are to find.
type forgedAfter struct {
	kind  string
	how   func(*proclog.Entry, map[string]any)
	finds string
}

func (l *lot) forgeAfter(t *testing.T, list map[string]forgedAfter) {
	t.Helper()
	for what, forge := range list {
		t.Run(what, func(t *testing.T) {
			t.Parallel() // some wait for the second verifier
			forged := *l
			forged.log.entries = slices.Clone(l.log.entries)
			i := len(l.log.entries) - 1
			for !strings.Contains(string(l.log.entries[i]), `"kind":"`+forge.kind+`"`) {
				i--
			}
			forged.log.entries[i] = altered(t, forged.log.entries[i], forge.how)
			r := agree(t, pack(t, forged.bundle(evidence.Full)), evidence.Options{})
			if said := fmt.Sprint(r.Part(evidence.PartLog)); r.Sound() || !strings.Contains(said, forge.finds) {
				t.Errorf("want %s: %s", forge.finds, said)
			}
		})
	}
}

func set(name string, value any) func(*proclog.Entry, map[string]any) {
	return func(_ *proclog.Entry, b map[string]any) { b[name] = value }
}

func inRole(role string) func(*proclog.Entry, map[string]any) {
	return func(e *proclog.Entry, _ map[string]any) { e.Role = role }
}

// Nobody is paid by a table that nobody chose, or for time that nobody gave a
// reason for; who takes another table than the program's is told so.
func TestForgedFees(t *testing.T) {
	l := closeLot(t)
	r := agree(t, pack(t, l.bundle(evidence.Full)), evidence.Options{})
	if said := fmt.Sprint(r.Part(evidence.PartLog)); !r.Sound() || !strings.Contains(said, "fee_table_built_in") {
		t.Fatalf("%s", said)
	}
	other := strings.Replace(l.c.Fees.Table.TableText, "30000", "40000", 1)
	chosen := l.place("fee.table_chosen")
	own := *l
	own.log.entries = slices.Clone(l.log.entries)
	own.log.entries[chosen] = altered(t, own.log.entries[chosen], func(_ *proclog.Entry, b map[string]any) { b["table_text"], b["table_hash"] = other, sha([]byte(other)) })
	if r := agree(t, pack(t, own.bundle(evidence.Full)), evidence.Options{}); !r.Sound() || !strings.Contains(fmt.Sprint(r.Part(evidence.PartLog)), "fee_table_other") {
		t.Errorf("another table: %+v", r.Part(evidence.PartLog))
	}
	l.forgeAfter(t, map[string]forgedAfter{
		"other sums":                      {"fee.table_chosen", set("table_text", other), "fee.table_other"},
		"another id":                      {"fee.table_chosen", set("table", "cn-guangdong-gp-2020"), "fee.table_other"},
		"a table of other rules":          {"fee.table_chosen", set("reason", " "), "fee.table_reason"},
		"a table that an agent chose":     {"fee.table_chosen", inRole("agent"), "fee.staff"},
		"time without a reason":           {"fee.work_stated", set("reason", ""), "fee.reason"},
		"time of another seat":            {"fee.work_stated", set("seat", "3"), "fee.nobody"},
		"time of another meeting":         {"fee.work_stated", set("meeting", "meeting-1"), "fee.nobody"},
		"time of a label that never sat":  {"fee.work_stated", set("label", strings.Repeat("a", 64)), "fee.nobody"},
		"time that ends before it begins": {"fee.work_stated", set("to_ms", "1"), "fee.time"},
		"time in the future":              {"fee.work_stated", set("to_ms", "9999999999999"), "fee.time"},
		"more days than there were":       {"fee.work_stated", set("days", "9"), "fee.time"},
		"a part that cannot be":           {"fee.work_stated", set("part_as", "half"), "fee.part_stated"},
		"a sum without bounds":            {"fee.work_stated", set("agreed_fen", "10000001"), "fee.agreed_range"},
		"time that a supervisor states":   {"fee.work_stated", inRole("supervisor"), "fee.staff"},
	})
}

// award has the candidates published, and the lot awarded to the second of them.
func (l *lot) award() {
	l.t.Helper()
	l.log.ms += 8 * 24 * 60 * 60 * 1000
	sealed, later := time.UnixMilli(l.c.Meeting.SealedMs).UTC(), time.UnixMilli(l.log.ms).UTC().Format(time.DateOnly)
	candidates := l.c.Meeting.Tally.Candidates
	published := evaluation.CandidatesPublished{On: sealed.AddDate(0, 0, 1).Format(time.DateOnly), Until: sealed.AddDate(0, 0, 4).Format(time.DateOnly), Medium: "省公共资源交易平台", ObjectionsTo: "某局"}
	again := published
	again.Reason = "媒介有误"
	l.do("a1", "agent", &published,
		&evaluation.AwardDecided{Bid: candidates[1], On: later, Objections: evaluation.ObjectionsNone, Passed: []evaluation.CandidatePassed{{Bid: candidates[0], Ground: "declined", Reason: "书面放弃"}}}, &again)
}

// Nobody is awarded the lot who is no candidate, out of order, or before the
// candidates were published for as long as the rules ask.
func TestForgedAward(t *testing.T) {
	l := closeLot(t)
	candidates := l.c.Meeting.Tally.Candidates
	passed := func(name string, value any) func(*proclog.Entry, map[string]any) {
		return func(_ *proclog.Entry, b map[string]any) { b["passed"].([]any)[0].(map[string]any)[name] = value }
	}
	sealed := time.UnixMilli(l.c.Meeting.SealedMs).UTC()
	on := func(days int) string { return sealed.AddDate(0, 0, days).Format(time.DateOnly) }
	l.forgeAfter(t, map[string]forgedAfter{
		"no candidate":                  {"award.decided", set("bid", "bid-x"), "award.no_candidate"},
		"nobody passed over":            {"award.decided", func(_ *proclog.Entry, b map[string]any) { delete(b, "passed") }, "award.order"},
		"the first, with one before it": {"award.decided", set("bid", candidates[0]), "award.order"},
		"another passed over":           {"award.decided", passed("bid", candidates[1]), "award.order"},
		"for no reason of the rules":    {"award.decided", passed("ground", "own_choice"), "award.ground"},
		"without what happened":         {"award.decided", passed("reason", ""), "award.text"},
		"on the last day published":     {"award.decided", set("decided_on", on(4)), "award.standstill"},
		"in the future":                 {"award.decided", set("decided_on", on(30)), "award.day"},
		"on no day":                     {"award.decided", set("decided_on", "2025-02-30"), "award.day"},
		"while an objection is open":    {"award.decided", set("objections", "open"), "award.objections"},
		"by a supervisor":               {"award.decided", inRole("supervisor"), "award.role"},
		"for two days":                  {"candidates.published", set("published_until", on(3)), "publication.until"},
		"for a year":                    {"candidates.published", set("published_until", on(365)), "publication.until"},
		"before the seal":               {"candidates.published", set("published_on", on(-2)), "publication.on"},
		"until after the award":         {"candidates.published", set("published_until", on(8)), "publication.awarded"},
		"again, without a reason":       {"candidates.published", func(_ *proclog.Entry, b map[string]any) { delete(b, "reason") }, "award.again"},
		"nowhere":                       {"candidates.published", set("medium", ""), "award.text"},
	})
	forged := *l
	forged.log.entries = slices.Clone(l.log.entries)
	forged.taken(forged.place("candidates.published"))
	if r := agree(t, pack(t, forged.bundle(evidence.Full)), evidence.Options{}); r.Sound() || !strings.Contains(fmt.Sprint(r.Part(evidence.PartLog)), "award.unpublished") {
		t.Errorf("never published: %+v", r.Part(evidence.PartLog))
	}
}

package evidence_test

import (
	"bytes"
	"os"
	"os/exec"
	"slices"
	"testing"

	"bidroom/evaluation"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/evidence"
)

// serve is a lot whose plan limits service, with a pool that was formed by it.
// The meeting is on 28 November: two have served twice in that month, one of
// them two days before, and one served the same procuring entity last.
func serve(t *testing.T, change func(*lot)) *lot {
	t.Helper()
	l := newLot(t)
	l.limits.Month, l.limits.Interval, l.limits.Entity = 2, 3, true
	l.excluded = "[{R01 1} {R18 1} {R20 2} {R25 1} {month 2} {interval 1} {entity 1}]"
	at := func(expert string, month, day int, entity, code string) experts.Service {
		return experts.Service{Expert: expert, On: conflict.Date{Year: 2025, Month: month, Day: day}, Lot: "lot-" + expert, Entity: entity, EntityCode: code}
	}
	l.services = []experts.Service{at("E10", 10, 3, "某局", "ENTITY"), at("E11", 10, 31, "别局", "OTHER"), at("E0", 11, 1, "某局", "ENTITY"), at("E1", 11, 2, "别局", "OTHER"),
		at("E0", 11, 14, "别局", "OTHER"), at("E2", 11, 25, "别局", ""), at("E1", 11, 26, "别局", "OTHER")}
	change(l)
	l.foundCentre()
	l.setUp()
	l.pool("draw-1", "", "")
	return l
}

// Whom limits of service keep out is computed again from the services, which
// the log commits to: any other is found, by both verifiers.
func TestLimitsOfService(t *testing.T) {
	l := serve(t, func(*lot) {})
	for what, tt := range map[string]struct {
		change func(b *evidence.Bundle)
		state  evidence.State
		sound  bool
	}{
		"as it is": {func(*evidence.Bundle) {}, evidence.Checked, true},
		"public":   {func(b *evidence.Bundle) { b.Scope = evidence.Public }, evidence.NotContained, true},
		"a day later: too few days between": {func(b *evidence.Bundle) {
			b.Draws[0].Services[5].On.Day = 26
		}, evidence.Broken, false},
		"a day that changes nothing":    {func(b *evidence.Bundle) { b.Draws[0].Services[0].On.Day = 4 }, evidence.Broken, false},
		"another expert's":              {func(b *evidence.Bundle) { b.Draws[0].Services[4].Expert = "E2" }, evidence.Broken, false},
		"for another entity":            {func(b *evidence.Bundle) { b.Draws[0].Services[0].EntityCode = "OTHER" }, evidence.Broken, false},
		"in another lot":                {func(b *evidence.Bundle) { b.Draws[0].Services[0].Lot = "lot-x" }, evidence.Broken, false},
		"one left out":                  {func(b *evidence.Bundle) { b.Draws[0].Services = b.Draws[0].Services[:6] }, evidence.Broken, false},
		"one added":                     {func(b *evidence.Bundle) { b.Draws[0].Services = append(b.Draws[0].Services, b.Draws[0].Services[6]) }, evidence.Broken, false},
		"all left out":                  {func(b *evidence.Bundle) { b.Draws[0].Services = nil }, evidence.Broken, false},
		"what commits to them left out": {func(b *evidence.Bundle) { b.Openings = slices.DeleteFunc(b.Openings, ofServices) }, evidence.NotContained, true},
		"what commits to them changed too": {func(b *evidence.Bundle) {
			b.Draws[0].Services = b.Draws[0].Services[:6]
			b.Openings[slices.IndexFunc(b.Openings, ofServices)].Value = experts.ServicesHash("draw-1", b.Draws[0].Services)
		}, evidence.Broken, false},
	} {
		b := l.bundle(evidence.Full)
		b.Openings, b.Draws = slices.Clone(b.Openings), slices.Clone(b.Draws)
		b.Draws[0].Services = slices.Clone(b.Draws[0].Services)
		tt.change(&b)
		r := agree(t, pack(t, b), evidence.Options{})
		if part := r.Part(evidence.PartConflicts); part.State != tt.state || r.Sound() != tt.sound {
			t.Errorf("%s: %+v, want %s", what, part, tt.state)
		}
	}
}

func ofServices(o evidence.Opening) bool { return o.Domain == draw.ServicesDomain }

// A log that is consistent with itself, but for what a limit means, is found
// too; and without a limit in the plan no service counts, nor is it stated.
func TestLimitsOfServiceNotHeeded(t *testing.T) {
	for what, change := range map[string]func(*lot){
		"nobody kept out": func(l *lot) {},
		"another order, so another last": func(l *lot) {
			l.services = []experts.Service{l.services[2], l.services[0]}
			l.limits.Month, l.limits.Interval = 0, 0
		},
		"services without a limit": func(l *lot) {
			l.limits = evaluation.PanelLimits{}
		},
	} {
		l := serve(t, func(l *lot) {
			change(l)
			l.heedless, l.excluded = true, "[{R01 1} {R18 1} {R20 2} {R25 1}]"
		})
		if r := agree(t, pack(t, l.bundle(evidence.Full)), evidence.Options{}); r.Sound() || r.Part(evidence.PartConflicts).State != evidence.Broken {
			t.Errorf("%s: %+v", what, r.Part(evidence.PartConflicts))
		}
	}
	l := serve(t, func(l *lot) {
		l.limits, l.services, l.excluded = evaluation.PanelLimits{Employer: 2}, nil, "[{R01 1} {R18 1} {R20 2} {R25 1}]"
	})
	if r := agree(t, pack(t, l.bundle(evidence.Full)), evidence.Options{}); r.Part(evidence.PartConflicts).State != evidence.Checked {
		t.Errorf("without a limit: %+v", r.Part(evidence.PartConflicts))
	}
}

// Where the plan states no day of the meeting, limits count by the day on which
// the pool is formed, in the lot's time zone: 23 November. Nobody is away then.
func TestLimitsOfServiceByTheDayOfTheDraw(t *testing.T) {
	l := serve(t, func(l *lot) {
		l.meetingOn, l.limits.Month, l.limits.Interval, l.limits.Entity = "", 0, 3, false
		l.excluded = "[{R01 1} {R18 1} {R20 2} {interval 1}]" // E2, two days later; E1, three days later, is not
	})
	check := agree
	if exec.Command("python3", "-c", "import zoneinfo; zoneinfo.ZoneInfo('Asia/Shanghai')").Run() != nil {
		t.Log("no time zones for the second verifier")
		check = verify
	}
	if r := check(t, pack(t, l.bundle(evidence.Full)), evidence.Options{}); r.Part(evidence.PartConflicts).State != evidence.Checked {
		t.Errorf("%+v", r.Part(evidence.PartConflicts))
	}
}

// Where a code is not known, both verifiers know a procuring entity by its name
// as docs/draw.md, section 12, normalises it.
func TestLimitOfServiceByName(t *testing.T) {
	for name, normalised := range map[string]string{
		"江城（集團）置业有限公司":    "江城集团置业",
		"某局":              "某局",
		"Ａｂｃ-1 Co., Ltd.": "ABC1",
		"有限公司":            "有限",
	} {
		l := serve(t, func(l *lot) {
			l.entity, l.limits.Month, l.limits.Interval = evaluation.Party{Name: name}, 0, 0
			l.services = l.services[:1]
			l.services[0].Entity = normalised
			l.excluded = "[{R01 1} {R18 1} {R20 2} {R25 1} {entity 1}]"
		})
		if r := agree(t, pack(t, l.bundle(evidence.Full)), evidence.Options{}); r.Part(evidence.PartConflicts).State != evidence.Checked {
			t.Errorf("%s: %+v", name, r.Part(evidence.PartConflicts))
		}
	}
}

func TestVerifierOfServicesHasAtMost60Lines(t *testing.T) {
	text, err := os.ReadFile("testdata/services.py")
	if err != nil {
		t.Fatal(err)
	}
	if lines := bytes.Count(text, []byte("\n")); lines > 60 {
		t.Errorf("%d lines", lines)
	}
}

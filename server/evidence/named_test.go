package evidence_test

import (
	"slices"
	"testing"

	"bidroom/server/auth"
	"bidroom/server/evidence"
)

// A lot's papers bear a name that its centre was given, now or before; another
// centre's name, or one that nobody gave, is found by both verifiers.
func TestNameOfTheCentre(t *testing.T) {
	for paper, sound := range map[string]bool{"清河公共资源交易中心": true, "清河县公共资源交易中心": true, "临溪公共资源交易中心": false, "": false} {
		t.Run(paper, func(t *testing.T) {
			l := newLot(t)
			l.paper = paper
			l.foundCentre()
			l.centre.append(t, "a1", "sysadmin", "centre.set", &auth.CentreSet{Centre: "d", Name: "临溪", Printed: "临溪公共资源交易中心"})
			l.centre.append(t, "a1", "sysadmin", "centre.set", &auth.CentreSet{Centre: "c", Name: "清河县", Printed: "清河县公共资源交易中心", Register: true})
			l.setUp()
			r := agree(t, pack(t, l.bundle(evidence.Public)), evidence.Options{})
			found := slices.ContainsFunc(r.Part(evidence.PartCheckpoints).Findings, func(f evidence.Finding) bool { return f.Code == "centre_name" })
			if r.Sound() != sound || found == sound {
				t.Errorf("%+v", r.Part(evidence.PartCheckpoints))
			}
		})
	}
}

package evidence_test

import (
	"slices"
	"testing"

	"bidroom/experts/draw"
	"bidroom/server/evidence"
	"bidroom/server/evidence/beacon"
)

// The case mixes a real round into the seed of its second draw. With the key
// of its chain the signature is checked, with another it is broken, and
// without one the report says that it was not.
func TestBeaconOfADraw(t *testing.T) {
	l := closeLot(t)
	file := pack(t, l.bundle(evidence.Public))
	by := func(scheme string) func(draw.Round, string) bool {
		key, err := beacon.ParseKey(scheme, quicknetKey)
		if err != nil {
			t.Fatal(err)
		}
		return func(round draw.Round, signature string) bool { return key.Check(round.No, signature) }
	}
	of := func(o evidence.Options) evidence.Part {
		r := verify(t, file, o)
		return r.Parts[slices.IndexFunc(r.Parts, func(p evidence.Part) bool { return p.Name == evidence.PartDraw })]
	}
	unchecked := func(p evidence.Part) bool {
		return slices.ContainsFunc(p.Notes, func(n evidence.Note) bool { return n.Code == "beacon_unchecked" })
	}
	if p := of(evidence.Options{}); p.State != evidence.Checked || !unchecked(p) {
		t.Errorf("without a key: %+v", p)
	}
	if p := of(evidence.Options{Beacon: by(beacon.G1RFC9380)}); p.State != evidence.Checked || unchecked(p) {
		t.Errorf("with the chain's key: %+v", p)
	}
	p := of(evidence.Options{Beacon: by(beacon.G1)})
	if p.State != evidence.Broken || len(p.Findings) != 1 || p.Findings[0].Code != "beacon" || p.Findings[0].Kind != "draw.public_share" {
		t.Errorf("with another chain's key: %+v", p)
	}
}

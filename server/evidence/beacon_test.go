package evidence_test

import (
	"slices"
	"testing"

	"bidroom/experts/draw"
	"bidroom/server/evidence"
	"bidroom/server/evidence/beacon"
	"bidroom/server/proclog"
)

// The case mixes a real round into the seed of its second draw. With the key
// of its chain the signature is checked, with another it is broken, and
// without one the report says that it was not.
func TestBeaconOfADraw(t *testing.T) {
	l := closeLot(t)
	file := pack(t, l.bundle(evidence.Public))
	by := func(scheme string) draw.BeaconCheck {
		key, err := beacon.ParseKey(scheme, quicknetKey)
		if err != nil {
			t.Fatal(err)
		}
		return func(round draw.Round, signature string) (is, known bool) { return key.Check(round.No, signature), true }
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

// A signature as the public share may be anybody's, and is all that is public:
// unchecked, the draw is not contained, and what is none is found with the key
// that the log names. The round's time and chain are held by both verifiers.
func TestBeaconAsPublicShare(t *testing.T) {
	for _, role := range []string{"system", "staff", "witness"} {
		l := closeLotBy(t, role)
		if r := agree(t, pack(t, l.bundle(evidence.Full)), evidence.Options{}); !r.Sound() || r.Part(evidence.PartDraw).State != evidence.NotContained {
			t.Errorf("by %s: %+v", role, r.Part(evidence.PartDraw))
		}
	}
	l := closeLotBy(t, "system")
	ownKey := func(round draw.Round, signature string) (is, known bool) {
		key, err := beacon.ParseKey(round.Info.Scheme, round.Info.Key)
		return err == nil && key.Check(round.No, signature), true
	}
	if r := verify(t, pack(t, l.bundle(evidence.Public)), evidence.Options{Beacon: ownKey}); r.Part(evidence.PartDraw).State != evidence.Broken {
		t.Errorf("a round of another chain: %+v", r.Part(evidence.PartDraw))
	}
	file := lotTampering(t, l)
	info := func(b map[string]any) map[string]any { return b["beacon"].(map[string]any)["info"].(map[string]any) }
	for what, forge := range map[string]struct {
		kind   string
		nth    int
		change func(e *proclog.Entry, body map[string]any)
	}{
		"another genesis":    {"draw.pooled", 1, func(_ *proclog.Entry, b map[string]any) { info(b)["genesis"] = "1" }},
		"another period":     {"draw.pooled", 1, func(_ *proclog.Entry, b map[string]any) { info(b)["period"] = "30" }},
		"another key":        {"draw.pooled", 1, func(_ *proclog.Entry, b map[string]any) { info(b)["key"] = "93" + quicknetKey[2:] }},
		"another signature":  {"draw.public_share", 0, func(_ *proclog.Entry, b map[string]any) { b["beacon"] = "a" + round123[1:] }},
		"dice of the server": {"draw.public_share", 0, func(_ *proclog.Entry, b map[string]any) { b["value"] = "3141561235314253646312654" }},
	} {
		t.Run(what, func(t *testing.T) {
			i := nth(t, file.entries, forge.kind, forge.nth)
			mangled := slices.Clone(file.entries)
			mangled[i] = altered(t, mangled[i], forge.change)
			if r := agree(t, file.pack(mangled, "flip", i, true), evidence.Options{}); r.Part(evidence.PartDraw).State != evidence.Broken {
				t.Errorf("the draw is %+v", r.Part(evidence.PartDraw))
			}
		})
	}
	// The public share an instant before the round is there, the last commitment when it is.
	for what, tt := range map[string]struct {
		kind string
		nth  int
		by   int64
	}{"too early": {"draw.public_share", 0, -1000}, "too late": {"draw.committed", 2, +1000}} {
		t.Run(what, func(t *testing.T) {
			i := nth(t, file.entries, tt.kind, tt.nth)
			mangled := slices.Clone(file.entries)
			mangled[i] = altered(t, mangled[i], func(e *proclog.Entry, _ map[string]any) { e.AtMs += tt.by })
			if r := agree(t, file.pack(mangled, "flip", i, true), evidence.Options{}); r.Part(evidence.PartDraw).State != evidence.Broken {
				t.Errorf("the draw is %+v", r.Part(evidence.PartDraw))
			}
		})
	}
}

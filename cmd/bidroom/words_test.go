package main

import (
	"slices"
	"testing"

	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/kiosk/catalogue"
	"bidroom/server/access"
	"bidroom/server/auth"
	"bidroom/server/rooms"
)

// A code that is put together with its area while the program runs escapes the
// scanners of package catalogue; each one that the program can say is held
// here.
func TestWordsForEveryCode(t *testing.T) {
	var actions []string
	for _, action := range access.Actions() {
		actions = append(actions, string(action))
	}
	for area, codes := range map[string][]string{
		"kind":          slices.Concat(evaluation.Kinds(), draw.Kinds(), auth.Kinds(), []string{(*rooms.RoomSet)(nil).Kind(), (*rooms.RegisterImported)(nil).Kind(), (*rooms.RegisterChanged)(nil).Kind(), (*rooms.RegisterViewed)(nil).Kind(), (*rooms.RegisterExported)(nil).Kind(), (*rooms.ExpertsExported)(nil).Kind(), (*rooms.RegisterCompared)(nil).Kind(), (*rooms.RegisterMerged)(nil).Kind(), (*rooms.RegisterApart)(nil).Kind(), (*rooms.MatchProposed)(nil).Kind(), (*rooms.MatchConfirmed)(nil).Kind(), (*rooms.MatchDeclined)(nil).Kind(), (*rooms.LotCheckpointed)(nil).Kind()}),
		"incident":      evaluation.IncidentKinds(),
		"cause":         evaluation.Causes(),
		"access.action": actions,
	} {
		if len(codes) == 0 {
			t.Errorf("no code below %s.", area)
		}
		for _, code := range codes {
			if key := area + "." + code; !catalogue.Has(key) {
				t.Errorf("%s has no words", key)
			}
		}
	}
}

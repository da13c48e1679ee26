package auth

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bidroom/server/access"
	"bidroom/server/store"
)

// furnished is a centre with a room of two places, and its staff.
func furnished(t *testing.T) (centre, Who) {
	t.Helper()
	c := started(t)
	staff, _ := c.signIn("staff")
	if err := c.db.Write(ctx, func(tx *store.Tx) error {
		return tx.InsertRoom(store.Room{ID: "room-1", CentreID: staff.Centre, Name: "第一评标室", Seats: 2, Version: 1})
	}); err != nil {
		t.Fatal(err)
	}
	return c, staff
}

// begin proves the kiosk's key and returns its token.
func (c centre) begin(k terminal) (string, error) {
	c.t.Helper()
	challenge, err := c.Challenge(ctx, k.key.Hex)
	if err != nil {
		return "", err
	}
	token, _, err := c.BeginKiosk(ctx, k.key.Hex, challenge, k.sign(challengeText(challenge)))
	return token, err
}

func TestPairing(t *testing.T) {
	c, staff := furnished(t)
	k := newTerminal(t)
	if _, err := c.begin(k); codes(err) != "kiosk.unpaired" {
		t.Errorf("before it is paired: %v", err)
	}
	p, err := c.RequestPairing(ctx, strings.ToUpper(k.key.Hex))
	if err != nil {
		t.Fatal(err)
	}
	if p.Fingerprint != k.key.Fingerprint() || p.KioskID != "" {
		t.Errorf("pairing %+v", p)
	}
	if again, err := c.RequestPairing(ctx, k.key.Hex); err != nil || again.ID != p.ID {
		t.Errorf("the same key again: %+v, %v", again, err)
	}
	for _, tt := range []struct {
		name  string
		by    Who
		id    string
		room  string
		seat  int
		label string
		want  string
	}{
		{"a supervisor", Who{By: ByAccount, Role: access.Supervisor, Kind: access.Regulator}, p.ID, "room-1", 1, "一号", "access.role"},
		{"no such request", staff, "x", "room-1", 1, "一号", "kiosk.pairing"},
		{"no such room", staff, p.ID, "room-9", 1, "一号", "kiosk.room"},
		{"a room of another centre", Who{By: ByAccount, Role: access.Staff, Scope: "another"}, p.ID, "room-1", 1, "一号", "kiosk.room"},
		{"no such place, no name", staff, p.ID, "room-1", 3, " ", "kiosk.seat kiosk.name"},
		{"a place below zero", staff, p.ID, "room-1", -1, "一号", "kiosk.seat"},
		{"as it should be", staff, p.ID, "room-1", 2, "二号", ""},
		{"again", staff, p.ID, "room-1", 1, "一号", "kiosk.standing"},
	} {
		if _, err := c.ConfirmPairing(ctx, tt.by, tt.id, tt.room, tt.seat, tt.label); codes(err) != tt.want {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	if list, err := c.Pairings(ctx); err != nil || len(list) != 0 {
		t.Errorf("still waiting: %+v, %v", list, err)
	}
	if p, err = c.Pairing(ctx, p.ID); err != nil || p.KioskID == "" {
		t.Errorf("the kiosk does not learn of it: %+v, %v", p, err)
	}
	token, err := c.begin(k)
	if err != nil {
		t.Fatal(err)
	}
	who := c.identify(Credentials{Kiosk: token})
	want := Who{By: ByKiosk, Role: access.Kiosk, Centre: staff.Centre, Scope: access.Scope(staff.Centre), Account: p.KioskID, Name: "二号", Session: p.KioskID, Kiosk: p.KioskID, Room: "room-1", Place: 2}
	if who != want {
		t.Errorf("identified as %+v, want %+v", who, want)
	}
	if _, err := c.RequestPairing(ctx, k.key.Hex); codes(err) != "kiosk.standing" {
		t.Errorf("a paired kiosk asks again: %v", err)
	}
	if kinds, text := c.entries(); !slices.Contains(kinds, "kiosk.paired") || !strings.Contains(text, k.key.Hex) {
		t.Errorf("entries %v", kinds)
	}
}

// TestPairingTakesTwoMinutes stands on both sides of the bound.
func TestPairingTakesTwoMinutes(t *testing.T) {
	for _, tt := range []struct {
		after time.Duration
		want  string
	}{{2*time.Minute - time.Millisecond, ""}, {2 * time.Minute, "kiosk.late"}} {
		c, staff := furnished(t)
		k := newTerminal(t)
		p, err := c.RequestPairing(ctx, k.key.Hex)
		if err != nil {
			t.Fatal(err)
		}
		c.wait(tt.after)
		list, err := c.Pairings(ctx)
		if err != nil || (len(list) == 1) != (tt.want == "") {
			t.Errorf("after %s the desk lists %d, %v", tt.after, len(list), err)
		}
		if _, err := c.ConfirmPairing(ctx, staff, p.ID, "room-1", 1, "一号"); codes(err) != tt.want {
			t.Errorf("after %s: %v, want %q", tt.after, err, tt.want)
		}
		if tt.want != "" {
			again, err := c.RequestPairing(ctx, k.key.Hex)
			if err != nil || again.ID == p.ID {
				t.Errorf("the same key, offered again: %+v, %v", again, err)
			}
		}
	}
}

// A kiosk of a centre that is closed is let in no more than its people are, and
// is again once the centre is open.
func TestKioskOfClosedCentre(t *testing.T) {
	c, staff := furnished(t)
	k := newTerminal(t)
	p, err := c.RequestPairing(ctx, k.key.Hex)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.ConfirmPairing(ctx, staff, p.ID, "room-1", 1, "一号"); err != nil {
		t.Fatal(err)
	}
	token, err := c.begin(k)
	if err != nil {
		t.Fatal(err)
	}
	for _, closed := range []bool{true, false} {
		if err := c.db.Write(ctx, func(tx *store.Tx) error {
			row, err := tx.Centre(staff.Centre)
			if err != nil {
				return err
			}
			row.Closed = closed
			return tx.SaveCentre(row)
		}); err != nil {
			t.Fatal(err)
		}
		who, shown := c.Identify(ctx, Credentials{Kiosk: token})
		_, began := c.begin(k)
		_, asked := c.RequestPairing(ctx, k.key.Hex)
		got := [3]string{codes(shown), codes(began), codes(asked)}
		want := map[bool][3]string{true: {"centre.closed", "centre.closed", "centre.closed"}, false: {"", "", "kiosk.standing"}}[closed]
		if got != want || (who.By == Nobody) != closed {
			t.Errorf("closed %t: %v, want %v; %+v", closed, got, want, who)
		}
	}
}

func TestForgedKiosk(t *testing.T) {
	c, staff := furnished(t)
	k, thief := newTerminal(t), newTerminal(t)
	p, err := c.RequestPairing(ctx, k.key.Hex)
	if err != nil {
		t.Fatal(err)
	}
	kiosk, err := c.ConfirmPairing(ctx, staff, p.ID, "room-1", 1, "一号")
	if err != nil {
		t.Fatal(err)
	}
	challenge, err := c.Challenge(ctx, k.key.Hex) // anybody can ask for one
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.BeginKiosk(ctx, k.key.Hex, challenge, thief.sign(challengeText(challenge))); codes(err) != "kiosk.signature" {
		t.Errorf("signed with another key: %v", err)
	}
	if _, _, err := c.BeginKiosk(ctx, thief.key.Hex, challenge, thief.sign(challengeText(challenge))); codes(err) != "kiosk.unpaired" {
		t.Errorf("with a key that is not paired: %v", err)
	}
	token, err := c.begin(k)
	if err != nil {
		t.Fatal(err)
	}
	c.wait(KioskTokenTime - time.Millisecond)
	if c.identify(Credentials{Kiosk: token}).Kiosk != kiosk.ID {
		t.Error("a token ends before its time")
	}
	c.wait(time.Millisecond)
	who, err := c.Identify(ctx, Credentials{Kiosk: token})
	if codes(err) != "kiosk.token" || who.Role != access.Visitor {
		t.Errorf("a token after its time: %+v, %v", who, err)
	}
	if token, err = c.begin(k); err != nil {
		t.Fatal(err)
	}
	if err := c.RevokeKiosk(ctx, Who{By: ByAccount, Role: access.Witness}, kiosk.ID, ""); codes(err) != "access.role" {
		t.Errorf("a witness revokes: %v", err)
	}
	if err := c.RevokeKiosk(ctx, staff, kiosk.ID, "更换设备"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Identify(ctx, Credentials{Kiosk: token}); codes(err) != "kiosk.revoked" {
		t.Errorf("a revoked kiosk's token: %v", err)
	}
	if _, err := c.begin(k); codes(err) != "kiosk.unpaired" {
		t.Errorf("a revoked kiosk's key: %v", err)
	}
	if err := c.RevokeKiosk(ctx, staff, kiosk.ID, ""); codes(err) != "kiosk.unknown" {
		t.Errorf("revoked twice: %v", err)
	}
}

func TestPlaceIsTaken(t *testing.T) {
	c, staff := furnished(t)
	place := func(seat int) string {
		p, err := c.RequestPairing(ctx, newTerminal(t).key.Hex)
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.ConfirmPairing(ctx, staff, p.ID, "room-1", seat, "机位")
		return codes(err)
	}
	for i, want := range []string{"", "kiosk.place"} {
		if got := place(1); got != want {
			t.Errorf("place 1, kiosk %d: %q", i+1, got)
		}
	}
	for i := range 2 {
		if got := place(0); got != "" {
			t.Errorf("spare %d: %q", i+1, got)
		}
	}
}

// TestManyPairings: who has shown nothing cannot fill the database.
func TestManyPairings(t *testing.T) {
	c := started(t)
	k := newTerminal(t)
	if err := c.db.Write(ctx, func(tx *store.Tx) error {
		for range openPairings {
			id := tx.NewID()
			if err := tx.InsertPairing(store.Pairing{ID: id, PublicKey: id, Fingerprint: "x", CreatedAt: tx.Now}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.RequestPairing(ctx, k.key.Hex); codes(err) != "kiosk.many" {
		t.Errorf("one too many: %v", err)
	}
	c.wait(PairingTime)
	if _, err := c.RequestPairing(ctx, k.key.Hex); err != nil {
		t.Errorf("two minutes later: %v", err)
	}
	c.wait(forgetPairings + PairingTime)
	last, err := c.RequestPairing(ctx, k.key.Hex)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.db.Read(ctx, func(tx *store.Tx) error {
		list, err := tx.PairingsSince(0)
		if len(list) != 1 || list[0].ID != last.ID {
			t.Errorf("%d requests are kept", len(list))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

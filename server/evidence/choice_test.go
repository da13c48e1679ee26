package evidence_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/scoring"
	"bidroom/experts/draw"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

// drawsMore returns a method's file with a coefficient that is drawn and
// lowers every price score, with ties that are drawn, with the technical group
// marked blind, the commercial one by a defence, and with rounds of offers.
func drawsMore(t *testing.T, method *scoring.Method) []byte {
	t.Helper()
	source := method.Source()
	for from, to := range map[string]string{
		` "formulas": [`:                               ` "drawn": [{"id": "k", "one_of": ["0.9", "0.95", "1"], "names": {"zh-CN": "系数", "en": "Factor"}}],` + "\n" + ` "formulas": [`,
		` "criteria": [`:                               ` "offers": "rounds",` + "\n" + ` "criteria": [`,
		`{"id": "commercial", `:                        `{"id": "commercial", "hearing": "defence", "minutes": "15", `,
		`{"id": "technical", `:                         `{"id": "technical", "blind": true, `,
		`marks(commercial) + price_score"`:             `marks(commercial) + price_score * k"`,
		`{"by": "marks(technical)", "order": "desc"}]`: `{"by": "marks(technical)", "order": "desc"}, {"drawn": true}]`,
	} {
		if bytes.Count(source, []byte(from)) != 1 {
			t.Fatalf("%s holds %q not once", method.ID(), from)
		}
		source = bytes.Replace(source, []byte(from), []byte(to), 1)
	}
	return source
}

// state lays down what is drawn from.
func (l *lot) state(id, former, purpose, subject string, options ...string) {
	l.t.Helper()
	act := &draw.OptionsStated{Draw: id, Former: former, Purpose: purpose, Subject: subject, Options: options, OptionsHash: draw.OptionsHash(id, purpose, options)}
	role := "staff"
	if former != "" {
		act.Reason, role = "一方未揭示", "supervisor"
	}
	l.d = new(draw.Draw)
	l.draw("s1", role, act)
}

// choose holds the ceremony of what was laid down and returns the order.
func (l *lot) choose() (order []string) {
	l.t.Helper()
	parties := []string{draw.Server, "v1", "w1"}
	actor := map[string][2]string{draw.Server: {"system", "system"}, "v1": {"v1", "supervisor"}, "w1": {"w1", "witness"}}
	nonce := [32]byte{7}
	for _, party := range parties {
		l.draw(actor[party][0], actor[party][1], &draw.Committed{Draw: l.d.ID, Party: party, Device: strings.TrimPrefix(party, draw.Server),
			Commitment: draw.Commitment(l.d.ID, party, nonce, []byte(party))})
	}
	l.draw("w1", "witness", &draw.PublicShareGiven{Draw: l.d.ID, Value: "6535261423516243516243516"})
	for _, party := range parties {
		l.draw(actor[party][0], actor[party][1], &draw.Revealed{Draw: l.d.ID, Party: party, Nonce: hex.EncodeToString(nonce[:]), EnteredHash: draw.HashEntered([]byte(party))})
	}
	chosen, err := l.d.Chosen()
	if err != nil {
		l.t.Fatal(err)
	}
	for _, one := range chosen {
		order = append(order, one.Option)
	}
	return order
}

func (l *lot) drawCoefficient() {
	panel := l.d
	defer func() { l.d = panel }()
	l.state("draw-k1", "", draw.Coefficient, "k", "k 0.9", "k 0.95", "k 1")
	l.draw("s1", "staff", &draw.Voided{Draw: "draw-k1", Reason: "一方离场"})
	l.state("draw-k2", "draw-k1", draw.Coefficient, "k", "k 0.9", "k 0.95", "k 1")
	value := strings.TrimPrefix(l.choose()[0], "k ")
	l.do("system", "system", &evaluation.CoefficientDrawn{Coefficient: "k", Value: value, Draw: "draw-k2"})
}

// drawRoom draws the meeting's room; the first falls out until it is the one
// that has the kiosks.
func (l *lot) drawRoom() {
	panel := l.d
	defer func() { l.d = panel }()
	id, names := "draw-r"+l.c.Meeting.ID, map[string]string{"annex": "副楼评标室", "hall": "大评标室", "room": "第一评标室"}
	var options []string
	for _, room := range slices.Sorted(maps.Keys(names)) {
		options = append(options, room+" "+names[room])
	}
	l.state(id, "", draw.Rooms, l.c.Meeting.ID, options...)
	l.do("system", "system", &evaluation.RoomDrawn{Draw: id, Order: l.choose()})
	for l.c.Meeting.Room != "room" {
		l.do("v1", "supervisor", &evaluation.RoomReplaced{Room: l.c.Meeting.Room, Reason: "空调故障"})
	}
	l.drawSeats()
}

// drawSeats draws which seat sits at which kiosk of the room; that of seat 2
// fails before anybody comes.
func (l *lot) drawSeats() {
	id := "draw-s" + l.c.Meeting.ID
	var options []string
	for n := range 7 {
		options = append(options, fmt.Sprintf("kiosk%d 机位 %d", n, n))
	}
	l.state(id, "", draw.Seats, "room", options...)
	l.do("system", "system", &evaluation.SeatsDrawn{Room: "room", Draw: id, Order: l.choose()})
	l.do("s1", "staff", &evaluation.WorkplaceFailed{Seat: 2, Kiosk: l.workplace(2), Reason: "触摸屏失灵"})
}

// workplace returns the kiosk of a seat.
func (l *lot) workplace(seat int) string {
	option, drawn := l.c.Meeting.Workplace(seat)
	if !drawn && l.c.Meeting.Seat(seat).Remote {
		return fmt.Sprint("guest", seat)
	}
	if !drawn {
		return fmt.Sprint("kiosk", seat)
	}
	id, _ := evaluation.PlaceOf(option)
	return id
}

// spare returns the kiosk that a seat gets next.
func (l *lot) spare() string {
	w := l.c.Meeting.Workplaces[0]
	id, _ := evaluation.PlaceOf(w.Order[len(w.Given)])
	return id
}

func (l *lot) untie() {
	panel := l.d
	defer func() { l.d = panel }()
	bids, err := l.c.TiedBids()
	if err != nil {
		l.t.Fatal(err)
	}
	l.state("draw-t", "", draw.Tie, l.c.Meeting.ID, bids...)
	l.do("system", "system", &evaluation.TieDrawn{Draw: "draw-t", Order: l.choose()})
}

// Whoever holds the log's key and makes the tree anew cannot have another
// value, another order, other options or a second draw: it is found, though
// nobody kept a checkpoint.
func TestForgedChoice(t *testing.T) {
	l := closeLot(t)
	file := lotTampering(t, l)
	for what, forge := range map[string]struct {
		kind   string
		nth    int
		change func(body map[string]any)
		code   string
	}{
		"another value":     {"coefficient.drawn", 0, func(b map[string]any) { b["drawn"] = map[any]string{"0.9": "1", "0.95": "1", "1": "0.9"}[b["drawn"]] }, "not_chosen"},
		"another draw":      {"coefficient.drawn", 0, func(b map[string]any) { b["draw"] = "draw-k1" }, "not_chosen"},
		"another order":     {"tie.drawn", 0, func(b map[string]any) { slices.Reverse(b["order"].([]any)) }, "not_chosen"},
		"the draw of a tie": {"tie.drawn", 0, func(b map[string]any) { b["draw"] = "draw-k2" }, "not_chosen"},
		"no former":         {"draw.options", 1, func(b map[string]any) { delete(b, "former") }, "draw_former"},
		"fewer values": {"draw.options", 1, func(b map[string]any) {
			b["options"] = b["options"].([]any)[:2]
			b["options_hash"] = draw.OptionsHash("draw-k2", draw.Coefficient, []string{"k 0.9", "k 0.95"})
		}, "draw_options"},
		"other bids": {"draw.options", 6, func(b map[string]any) {
			b["options"], b["options_hash"] = []string{"bid-a", "bid-c"}, draw.OptionsHash("draw-t", draw.Tie, []string{"bid-a", "bid-c"})
		}, "draw_options"},
		"a coefficient left out":      {"coefficient.drawn", 0, nil, "not_carried"},
		"another order of rooms":      {"rooms.drawn", 1, func(b map[string]any) { slices.Reverse(b["order"].([]any)) }, "not_chosen"},
		"another order of kiosks":     {"seats.drawn", 1, func(b map[string]any) { slices.Reverse(b["order"].([]any)) }, "not_chosen"},
		"the room of another meeting": {"rooms.drawn", 1, func(b map[string]any) { b["draw"] = "draw-rmeeting-1" }, "not_chosen"},
	} {
		t.Run(what, func(t *testing.T) {
			seq := nth(t, file.entries, forge.kind, forge.nth)
			how, mangled := "flip", slices.Clone(file.entries)
			if forge.change == nil {
				how, mangled = "drop", renumber(t, slices.Delete(mangled, seq, seq+1), seq)
			} else {
				mangled[seq] = changed(t, mangled[seq], forge.change)
			}
			r := verify(t, file.pack(mangled, how, seq, true), evidence.Options{})
			found := r.Part(evidence.PartDraw)
			if found.State != evidence.Broken || !slices.ContainsFunc(found.Findings, func(f evidence.Finding) bool { return f.Code == forge.code }) {
				t.Errorf("the draw is %+v", found)
			}
			if forge.code == "draw_options" && forge.nth == 1 || forge.code == "draw_former" {
				return // the second verifier does not know what a case draws from; the former draw it knows from every panel
			}
			if sound, states, said := second(t, file.pack(mangled, how, seq, true), evidence.Options{}); sound || states[evidence.PartDraw] != evidence.Broken {
				t.Errorf("the second verifier says %v\n%s", states, said)
			}
		})
	}
}

// Nobody sat at a kiosk that was not drawn for the seat, nor in another room:
// both verifiers find it.
func TestForgedPlace(t *testing.T) {
	file := lotTampering(t, closeLot(t))
	for what, forge := range map[string]struct {
		kind   string
		change func(body map[string]any)
		part   string
	}{
		"another kiosk":           {"member.checked_in", func(b map[string]any) { b["kiosk"] = "kiosk7" }, evidence.PartLog},
		"not the next kiosk":      {"member.moved", func(b map[string]any) { b["kiosk"] = "kiosk7" }, evidence.PartLog},
		"another kiosk failed":    {"workplace.failed", func(b map[string]any) { b["seat"] = "3" }, evidence.PartLog},
		"directed to its own":     {"member.directed", func(b map[string]any) { b["seat"] = "3" }, evidence.PartLog},
		"a room was chosen":       {"meeting.scheduled", func(b map[string]any) { b["room"] = "room" }, evidence.PartLog},
		"no kiosks were to draw":  {"lot.plan_set", func(b map[string]any) { delete(b, "draw_seats") }, evidence.PartDraw},
		"another room fell out":   {"room.replaced", func(b map[string]any) { b["room"] = "nowhere" }, evidence.PartLog},
		"the room of another one": {"seats.drawn", func(b map[string]any) { b["room"] = "annex" }, evidence.PartDraw},
	} {
		t.Run(what, func(t *testing.T) {
			seq := nth(t, file.entries, forge.kind, 0)
			mangled := slices.Clone(file.entries)
			mangled[seq] = changed(t, mangled[seq], forge.change)
			packed := file.pack(mangled, "flip", seq, true)
			r := verify(t, packed, evidence.Options{})
			if found := r.Part(forge.part); found.State != evidence.Broken {
				t.Errorf("%s is %+v", forge.part, found)
			}
			if sound, _, said := second(t, packed, evidence.Options{}); sound {
				t.Errorf("the second verifier finds nothing\n%s", said)
			}
		})
	}
}

// A tally that orders tied bids otherwise than they stand is found by both
// verifiers.
func TestForgedTieOrder(t *testing.T) {
	l := closeLot(t)
	file := lotTampering(t, l)
	seq := nth(t, file.entries, "meeting.tallied", 0)
	mangled := slices.Clone(file.entries)
	mangled[seq] = changed(t, mangled[seq], func(b map[string]any) { slices.Reverse(b["tie_order"].([]any)) })
	r := agree(t, file.pack(mangled, "flip", seq, true), evidence.Options{})
	if r.Part(evidence.PartRanking).State != evidence.Broken {
		t.Errorf("the ranking is %+v", r.Part(evidence.PartRanking))
	}
}

// nth returns the place of an entry of a kind, counted from 0.
func nth(t *testing.T, entries [][]byte, kind string, n int) int {
	t.Helper()
	for i, text := range entries {
		if bytes.Contains(text, []byte(`"kind":"`+kind+`"`)) {
			if n == 0 {
				return i
			}
			n--
		}
	}
	t.Fatalf("the case holds too few %s", kind)
	return 0
}

// changed returns an entry with another body.
func changed(t *testing.T, text []byte, change func(map[string]any)) []byte {
	t.Helper()
	return altered(t, text, func(_ *proclog.Entry, body map[string]any) { change(body) })
}

// altered returns an entry that says something else.
func altered(t *testing.T, text []byte, change func(*proclog.Entry, map[string]any)) []byte {
	t.Helper()
	e, err := proclog.ParseEntry(text)
	if err != nil {
		t.Fatal(err)
	}
	var body map[string]any
	if err := json.Unmarshal(e.Body, &body); err != nil {
		t.Fatal(err)
	}
	change(&e, body)
	if e.Body, err = proclog.Canonical(body); err != nil {
		t.Fatal(err)
	}
	again, err := e.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return again
}

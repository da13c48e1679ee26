package api

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/document"
	"bidroom/server/proclog"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// drawAlgorithms names what a draw's numbers are computed by; see
// experts/draw and docs/process-log.md.
const (
	drawAlgorithms   = "bidroom/label/1, bidroom/commit/1, bidroom/seed/1, HMAC-SHA-256"
	choiceAlgorithms = "bidroom/option/1, bidroom/options/1, bidroom/commit/1, bidroom/seed/1, HMAC-SHA-256"
)

// DrawRecord sends the record of a draw as it stands, in the reader's
// language. It names nobody who was drawn before the meeting is sealed.
func (h *Handlers) DrawRecord(c *fiber.Ctx, by rooms.Actor) error {
	ctx, lang := c.UserContext(), h.Language(c)
	d, row, lot, err := h.Rooms.Draw(ctx, c.Params("draw"), by)
	if err != nil {
		return err
	}
	cs, err := h.Rooms.CaseOf(ctx, lot.ID)
	if err != nil {
		return err
	}
	if d.Purpose != "" {
		return h.sendChoiceRecord(c, d, row, cs)
	}
	m := &recordMaker{h: h, lang: lang, d: d, c: cs, opened: !slices.Contains([]string{"preparing", "scheduled"}, lot.Stage)}
	if err := h.Rooms.DB.Read(ctx, func(tx *store.Tx) error {
		if err := m.basics(tx, row); err != nil {
			return err
		}
		if err := m.shares(tx); err != nil {
			return err
		}
		if err := m.picks(); err != nil {
			return err
		}
		return m.acts(tx)
	}); err != nil {
		return err
	}
	if cs.Stage() == evaluation.Sealed {
		if err := m.names(h.Rooms.Names(ctx, cs)); err != nil {
			return err
		}
	}
	return m.send(c)
}

// send sends the record as PDF.
func (m *recordMaker) send(c *fiber.Ctx) error {
	if m.d.Source == nil {
		m.record.Public = c.BaseURL() + "/desk/verify?record=" + m.d.ID
	}
	var pdf bytes.Buffer
	if err := document.RenderDrawRecord(&pdf, m.record, m.lang); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/pdf")
	return c.Send(pdf.Bytes())
}

// A recordMaker puts together the record of one draw.
type recordMaker struct {
	h      *Handlers
	lang   string
	d      draw.Draw
	c      *evaluation.Case
	opened bool // counts below five may be stated
	record document.DrawRecord
}

func (m *recordMaker) words(key string, args ...string) string {
	filled := map[string]string{}
	for i := 0; i+1 < len(args); i += 2 {
		filled[args[i]] = args[i+1]
	}
	return m.h.Words(m.lang, key, filled)
}

// basics fills in what the draw is for and what went into its pool.
func (m *recordMaker) basics(tx *store.Tx, row store.Draw) error {
	lot, d := m.c.Lot, m.d
	zone, err := time.LoadLocation(lot.TimeZone)
	if err != nil {
		return err
	}
	profile, err := m.c.Profile()
	if err != nil {
		return err
	}
	m.record = document.DrawRecord{Heading: heading(lot, zone), ID: d.ID, Agency: lot.Agency.Name, Profile: profile.Names[m.lang],
		Place: lot.CentreName, CreatedAt: ms(row.CreatedAt), Recusals: []string{d.Rules}, Dismissed: few(d.Dismissed, m.opened), Unknown: fewUnknown(d, m.opened), PoolSize: few(len(d.Items), m.opened),
		PoolHash: d.PoolHash, Algorithm: drawAlgorithms, PublicShare: d.Public, Seed: d.Seed, Former: d.Former, FormerReason: d.Reason, VoidReason: d.VoidReason, LogTree: lot.ID}
	for _, seat := range m.c.Plan.Seats {
		region := seat.Region
		if seat.Remote {
			region = m.words("report.draw.remoteRegion", "region", region)
		}
		m.record.Plan = append(m.record.Plan, document.DrawSeat{Seat: seat.No, Specialties: strings.Join(m.specialties(seat.Specialties), "\n"), Region: region, Representative: seat.Representative})
	}
	m.conditions()
	m.outside()
	for _, e := range d.Excluded {
		m.record.Exclusions = append(m.record.Exclusions, document.Count{Ground: m.ground(e.Ground), Count: few(e.Count, m.opened)})
	}
	tree, err := tx.Tree(lot.ID)
	if err != nil {
		return err
	}
	m.record.LogSize = itoa(tree.Size)
	checkpoint, err := tx.LastCheckpoint(lot.ID)
	if errors.Is(err, store.ErrAbsent) {
		return nil
	}
	m.record.Checkpoint = checkpoint.Note
	return err
}

// ground names why somebody is excluded; a conflict's ground has a number that
// the log names, too.
func (m *recordMaker) ground(id string) string {
	words := m.words("desk-draw.ground." + id)
	if slices.Contains(draw.ServiceLimits, id) {
		return words
	}
	return id + " " + words
}

// specialties puts a name behind each code.
func (m *recordMaker) specialties(codes []string) (named []string) {
	for _, code := range codes {
		named = append(named, strings.TrimSpace(code+" "+m.h.Rooms.Classes().Names(code)[m.lang]))
	}
	return named
}

// conditions says what the plan falls back to, and what binds its seats
// together.
func (m *recordMaker) conditions() {
	say := func(key string, args ...string) {
		m.record.Conditions = append(m.record.Conditions, m.words("desk.limits.said."+key, args...))
	}
	for _, seat := range m.c.Plan.Seats {
		if len(seat.Fallback) > 0 {
			say("fallback", "seat", strconv.Itoa(seat.No), "specialties", strings.Join(m.specialties(seat.Fallback), m.words("result.and")))
		}
	}
	limits := m.c.Plan.Limits
	if limits.Employer > 0 {
		say("employer", "most", strconv.Itoa(limits.Employer))
	}
	if limits.Region > 0 {
		say("region", "most", strconv.Itoa(limits.Region))
	}
	if limits.Outside > 0 {
		say("outside", "home", limits.Home, "least", strconv.Itoa(limits.Outside))
	}
	if m.d.Source != nil {
		return // a library is not held to the limits of service
	}
	if limits.Month > 0 {
		say("month", "most", strconv.Itoa(limits.Month))
	}
	if limits.Interval > 0 {
		say("interval", "days", strconv.Itoa(limits.Interval))
	}
	if limits.Entity {
		say("entity")
	}
}

// shares fills in who put what into the seed, and what came of it.
func (m *recordMaker) shares(tx *store.Tx) error {
	views, err := shareViews(tx, m.d)
	if err != nil {
		return err
	}
	for _, s := range views {
		party := s.Name
		if s.Party == draw.Server {
			party = m.words("desk-draw.server")
		} else {
			m.record.People = append(m.record.People, document.DrawPerson{Role: m.words("access.role." + s.Role), Name: s.Name})
		}
		m.record.Shares = append(m.record.Shares, document.DrawShare{Party: party, Role: m.words("access.role." + s.Role), Commitment: s.Commitment,
			CommittedAt: ms(s.CommittedMs), Nonce: s.Nonce, EnteredHash: s.EnteredHash, RevealedAt: ms(s.RevealedMs)})
	}
	if b := m.d.Beacon; b != nil {
		m.record.Beacon = b.Chain + " " + strconv.FormatUint(b.No, 10)
	}
	if m.d.PublicBy == rooms.SystemActor.Account {
		m.record.PublicBy = m.words("desk-draw.server")
	} else if m.d.PublicBy != "" {
		giver, err := tx.Account(m.d.PublicBy)
		if err != nil {
			return err
		}
		m.record.PublicBy = giver.Name
		m.person(m.words("access.role."+giver.Role), giver.Name)
	}
	return nil
}

// picks fills in the tickets as far as they were looked at.
func (m *recordMaker) picks() error {
	tickets, err := ticketViews(m.d, len(m.d.Items))
	if err != nil {
		return err
	}
	for _, t := range tickets {
		pick := document.Pick{Order: t.Order, Label: t.Label, Ticket: t.Ticket, Seat: t.Seat}
		if t.Skip != "" {
			pick.Skip = m.words("desk-draw.skip."+t.Skip, "seat", strconv.Itoa(t.For))
		}
		m.record.Picks = append(m.record.Picks, pick)
	}
	// What comes after the last ticket that was looked at was not looked at.
	for i := len(m.record.Picks) - 1; i >= 0 && m.record.Picks[i].Seat == 0 && m.record.Picks[i].Skip == ""; i-- {
		m.record.Picks = m.record.Picks[:i]
	}
	return nil
}

// person adds somebody who took part, once.
func (m *recordMaker) person(role, name string) {
	p := document.DrawPerson{Role: role, Name: name}
	if !slices.Contains(m.record.People, p) {
		m.record.People = append(m.record.People, p)
	}
}

// acts fills in what the log says of the seats: when they were filled, every
// attempt to reach somebody, every replacement.
func (m *recordMaker) acts(tx *store.Tx) error {
	var entries []proclog.Entry
	for _, kind := range []string{"draw.pooled", "draw.options", "draw.imported", "draw.revealed", "draw.filled", "draw.invited", "draw.attempted", "draw.answered", "draw.replaced", "draw.vacated", "draw.supplemented", "draw.unattended", "draw.unattended_ended", "draw.opened_together"} {
		of, err := tx.EntriesOf(m.c.Lot.ID, kind, m.d.ID)
		if err != nil {
			return err
		}
		entries = append(entries, of...)
	}
	slices.SortFunc(entries, func(a, b proclog.Entry) int { return cmp.Compare(a.Seq, b.Seq) })
	holders := map[int]string{} // labels, as the acts go on
	for _, e := range entries {
		act, err := draw.Decode(e.Kind, e.Body)
		if err != nil {
			return err
		}
		switch act.(type) {
		case *draw.PoolFormed, *draw.OptionsStated, *draw.Imported, *draw.Supplemented:
			by, err := tx.Account(e.Actor)
			if err != nil {
				return err
			}
			m.person(m.words("access.role."+e.Role), by.Name)
		case *draw.UnattendedSet, *draw.UnattendedEnded, *draw.OpenedTogether:
			if err := m.deed(tx, e, act); err != nil {
				return err
			}
		}
		m.act(e, act, holders)
	}
	return nil
}

// deed adds what somebody, or the program, did beside the draw's own course.
func (m *recordMaker) deed(tx *store.Tx, e proclog.Entry, act draw.Act) error {
	deed := document.DrawDeed{At: ms(e.AtMs), By: m.words("access.role." + e.Role), What: m.words("kind." + e.Kind)}
	if e.Role != string(access.System) {
		by, err := tx.Account(e.Actor)
		if err != nil {
			return err
		}
		deed.By = by.Name + " · " + deed.By
	}
	switch a := act.(type) {
	case *draw.UnattendedEnded:
		deed.What += " · " + cmp.Or(a.Reason, m.words("desk-draw.unattended.why."+a.Why, "seat", strconv.Itoa(a.Seat)))
	case *draw.OpenedTogether:
		deed.What += " · " + a.Reason
	}
	m.record.Deeds = append(m.record.Deeds, deed)
	return nil
}

// act fills in what one act says of the seats.
func (m *recordMaker) act(e proclog.Entry, act draw.Act, holders map[int]string) {
	at := ms(e.AtMs)
	attempt := func(seat int, channel, result string) {
		m.record.Attempts = append(m.record.Attempts, document.Attempt{At: at, Seat: seat, Channel: m.words("report.draw.channel." + channel), Result: result})
	}
	replaced := func(seat int, after, reason string) {
		m.record.Replacements = append(m.record.Replacements, document.Replacement{At: at, Seat: seat, Before: cmp.Or(holders[seat], "—"), After: cmp.Or(after, "—"),
			Reason: m.words("report.draw.reason." + reason), By: m.words("access.role." + e.Role)})
		holders[seat] = after
	}
	switch a := act.(type) {
	case *draw.Revealed:
		if m.d.Stage == draw.Ordered {
			m.record.CompletedAt = later(m.record.CompletedAt, at)
		}
	case *draw.Imported:
		m.record.CompletedAt = at
		for _, p := range a.Taken {
			holders[p.Seat] = p.Label
		}
	case *draw.SeatsFilled:
		m.record.CompletedAt = at
		for _, f := range a.Fillings {
			holders[f.Seat] = f.Label
		}
	case *draw.Invited:
		attempt(a.Seat, a.Channel, m.words("desk-draw.seatState.invited"))
	case *draw.Attempted:
		attempt(a.Seat, a.Channel, m.words("entry.outcome."+a.Outcome))
	case *draw.Answered:
		result := m.words("desk-draw.seatState." + a.Answer)
		if a.Reason != "" {
			result += " · " + a.Reason
		}
		channel := cmp.Or(a.Channel, "desk")
		if a.Channel == "" && e.Role == string(access.System) {
			channel = "unattended"
		}
		attempt(a.Seat, channel, result)
	case *draw.Replaced:
		replaced(a.Filling.Seat, a.Filling.Label, a.Reason)
	case *draw.Vacated:
		replaced(a.Seat, "", a.Reason)
	}
}

// names opens who was drawn, once the case is closed and they are due. They
// were released one by one, at the kiosk that each checked in at.
func (m *recordMaker) names(names map[int]string, err error) error {
	if err != nil {
		return err
	}
	for _, seat := range m.c.Meeting.Seats {
		if seat.Member == nil || seat.Member.Label == "" {
			continue
		}
		m.record.Names = append(m.record.Names, document.SeatName{Seat: seat.No, Name: names[seat.No], Label: seat.Member.Label})
		m.record.ReleasedAt = later(m.record.ReleasedAt, ms(seat.Member.CheckedMs))
	}
	m.record.ReleasedBy = m.words("access.role." + string(access.System))
	return nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

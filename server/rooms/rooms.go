// Package rooms runs the cases of a centre. Every act takes the same walk:
// begin a transaction, load the case, ask the access table, apply the act
// (which decides), save the case with the version that was loaded, append the
// act to the lot's process log, commit, publish. So an act and its entry are
// there together or not at all, and what a page shows is what the log holds.
package rooms

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"sync/atomic"

	"bidroom/evaluation"
	"bidroom/experts"
	"bidroom/server/access"
	"bidroom/server/keys"
	"bidroom/server/proclog"
	"bidroom/server/registry"
	"bidroom/server/store"
)

// A Service carries out acts on the cases of one centre. Its fields are set
// before the first use and not changed after.
type Service struct {
	DB       *store.DB
	Registry *registry.Registry // what of DB's register is kept in memory
	Box      *keys.Box
	Centre   string                             // the centre's id
	Random   io.Reader                          // for ids, salts and shares
	Tell     func(topic, kind string, data any) // publishes a change after its commit
	Signer   *proclog.Signer

	Beacon *Beacon // nil if draws can name no round

	Channels []string // by which a machine carries invitations

	classes  atomic.Pointer[experts.Classes]
	lastSeen seenCases
}

// An Actor is who acts: an account on a device, a member at a kiosk, a kiosk,
// or the program itself.
type Actor struct {
	Account string // account id; for a member [evaluation.SeatActor]; for a kiosk its id
	Name    string // of the person, for a page that names who committed; never logged
	Role    access.Role
	Kind    access.SupervisorKind
	Centre  string // id; empty for whoever is of every centre
	Scope   access.Scope
	Device  string
	Kiosk   string // kiosk id, for a kiosk and a member
	Room    string // of the kiosk
	Lot     string // for a member: the lot of the meeting
	Seat    int    // for a member
}

// SystemActor is the program acting by itself.
var SystemActor = Actor{Account: "system", Role: access.System, Scope: access.Everywhere}

// A walk is one write on one case, between its begin and its commit.
type walk struct {
	*store.Tx
	s    *Service
	Case *evaluation.Case
	row  store.Lot
	by   Actor
	told map[string]any // kind → data, published after the commit
}

// meta says of an act when it was accepted and who did it.
func (w *walk) meta() evaluation.Meta {
	return evaluation.Meta{AtMs: w.Now, Actor: w.by.Account, Role: string(w.by.Role)}
}

// do applies an act to the case and appends it to the log, with the openings
// of the data it commits to.
func (w *walk) do(act evaluation.Act, openings ...evaluation.Opening) error {
	if err := w.Case.Apply(w.meta(), act); err != nil {
		return err
	}
	seq, err := w.append(act.Kind(), act)
	if err != nil {
		return err
	}
	for _, o := range openings {
		if err := w.keep(seq, o); err != nil {
			return err
		}
	}
	return nil
}

// asSystem carries out acts of the program within somebody's walk.
func (w *walk) asSystem(do func() error) error {
	person := w.by
	w.by = SystemActor
	defer func() { w.by = person }()
	return do()
}

// append writes an entry to the lot's log and returns its sequence number.
func (w *walk) append(kind string, body any) (int64, error) {
	return appendEntry(w.Tx, w.row.ID, kind, w.by, body)
}

// appendEntry writes one entry to a tree within a transaction.
func appendEntry(tx *store.Tx, tree, kind string, by Actor, body any) (int64, error) {
	canonical, err := proclog.Canonical(body)
	if err != nil {
		return 0, fmt.Errorf("entry %s: %w", kind, err)
	}
	entry := proclog.Entry{Tree: tree, Kind: kind, Actor: by.Account, Role: string(by.Role), Body: canonical}
	seq, err := tx.Append(entry)
	if err != nil {
		return 0, fmt.Errorf("entry %s: %w", kind, err)
	}
	return seq, nil
}

// keep stores an opening, sealed, beside the log.
func (w *walk) keep(seq int64, o evaluation.Opening) error {
	return keepOpening(w.Tx, w.s.Box, w.row.ID, seq, o)
}

// on carries out decide on a lot's case as one act of by, who must be allowed
// the action at the case's stage.
func (s *Service) on(ctx context.Context, lot string, by Actor, action access.Action, decide func(*walk) error) error {
	var told map[string]any
	var centre string
	var held []string // rooms whose kiosks learn of a new stage: one without a member does not follow the lot yet
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		w, err := s.load(tx, lot, by)
		if err != nil {
			return err
		}
		if err := access.Allow(by.Role, by.Kind, action, access.Stage(w.Case.Stage())); err != nil {
			return err
		}
		if err := decide(w); err != nil {
			return err
		}
		told = w.told
		before := w.row.Stage
		if err := w.save(); err != nil {
			return err
		}
		if w.row.Stage != before {
			held, centre = w.rooms(), w.row.CentreID
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.Tell("lot:"+lot, "changed", map[string]string{"lot": lot})
	for _, room := range held {
		s.Tell("room:"+room, "changed", map[string]string{"lot": lot})
	}
	if len(held) > 0 {
		s.tellCentre(centre, map[string]string{"lot": lot})
	}
	for kind, data := range told {
		s.Tell("lot:"+lot, kind, data)
	}
	return nil
}

// load reads a lot's case for writing.
func (s *Service) load(tx *store.Tx, lot string, by Actor) (*walk, error) {
	row, err := tx.LotForUpdate(lot)
	if err != nil {
		return nil, absent(err, "lot.unknown", "lot")
	}
	c, err := s.openCase(row)
	if err != nil {
		return nil, err
	}
	return &walk{Tx: tx, s: s, Case: c, row: row, by: by, told: map[string]any{}}, nil
}

const caseDomain = "case"

// openCase unseals the snapshot of a case.
func (s *Service) openCase(row store.Lot) (*evaluation.Case, error) {
	c := new(evaluation.Case)
	if len(row.State) == 0 {
		return c, nil
	}
	text, err := s.Box.Open(caseDomain, row.State)
	if err != nil {
		return nil, fmt.Errorf("case of lot %s: %w", row.ID, err)
	}
	if err := json.Unmarshal(text, c); err != nil {
		return nil, fmt.Errorf("case of lot %s: %w", row.ID, err)
	}
	return c, nil
}

// save seals the case and writes it with the version that was loaded.
func (w *walk) save() error {
	text, err := json.Marshal(w.Case)
	if err != nil {
		return fmt.Errorf("case of lot %s: %w", w.row.ID, err)
	}
	sealed, err := w.s.Box.Seal(caseDomain, text)
	if err != nil {
		return fmt.Errorf("case of lot %s: %w", w.row.ID, err)
	}
	if err := w.saveDue(); err != nil {
		return err
	}
	w.row.State = sealed
	w.row.Stage = string(w.Case.Stage())
	w.row.RoomID, w.row.RemoteID, w.row.PlannedAt = "", "", 0
	if m := w.Case.Meeting; m != nil {
		w.row.RoomID, w.row.RemoteID, w.row.PlannedAt = m.Room, m.Remote, m.PlannedMs
	}
	return w.SaveLot(w.row)
}

// rooms returns the rooms that the case's meeting is in.
func (w *walk) rooms() []string {
	if w.Case.Meeting == nil {
		return nil
	}
	return w.Case.Meeting.Rooms()
}

// Case reads a case and its version, for whoever may do action at its stage.
func (s *Service) Case(ctx context.Context, lot string, by Actor, action access.Action) (c *evaluation.Case, row store.Lot, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		if row, err = tx.Lot(lot); err != nil {
			return absent(err, "lot.unknown", "lot")
		}
		if c, err = s.openCase(row); err != nil {
			return err
		}
		return access.Allow(by.Role, by.Kind, action, access.Stage(c.Stage()))
	})
	return c, row, err
}

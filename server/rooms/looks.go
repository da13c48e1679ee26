package rooms

import (
	"context"
	"slices"

	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// RegisterViewed is a look at what the register holds of one expert or company. A search
// that lists several is none.
type RegisterViewed struct {
	Subject string `json:"subject"`          // id of the expert or company
	Centre  string `json:"centre,omitempty"` // of whoever looks; absent for somebody of every centre
	Day     string `json:"day,omitempty"`    // yyyy-mm-dd, if what was so on a past day was asked for
	// What of it, if it was that alone: an expert's photo; an entry found by a
	// whole identity or telephone number; the experts of a company.
	Part string `json:"part,omitempty"`
}

// Kind names the entry.
func (*RegisterViewed) Kind() string { return "register.viewed" }

// RegisterChanged is a change of one expert or company by hand. It names what
// was changed, and not to what.
type RegisterChanged struct {
	Subject string   `json:"subject"` // id of the expert or company
	Version int64    `json:"version,string"`
	Changed []string `json:"changed"`
}

// Kind names the entry.
func (*RegisterChanged) Kind() string { return "register.changed" }

// An ExpertLook is what a look at an expert shows.
type ExpertLook struct {
	Row      store.Expert
	Record   *Record // what the register says, or said on the day; nil if it did not know the expert
	History  []Version
	Services []Attendance // oldest first; at centres out of the reader's scope once the lot is sealed
	Assessed []*Assessed  // oldest first
}

// The parts of what the register holds that are looked at by themselves.
const (
	partPhoto   = "photo"
	partFound   = "found"
	partExperts = "experts"
)

// ExpertsByNumber returns who has an identity number, or if that is empty a
// telephone number. Whoever asks learns whose it is: each is a look, and logged.
func (s *Service) ExpertsByNumber(ctx context.Context, by Actor, identity, phone string) (rows []store.Expert, err error) {
	if err := access.Allow(by.Role, by.Kind, access.RegisterRead, access.NoCase); err != nil {
		return nil, err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if identity != "" {
			rows, err = tx.ExpertsWithIdentity(s.Box.Index(identityDomain, identity))
		} else {
			rows, err = tx.ExpertsWithPhone(s.Box.Index(phoneDomain, phone))
		}
		for _, row := range rows {
			if err := viewed(tx, by, &RegisterViewed{Subject: row.ID, Centre: by.Centre, Part: partFound}); err != nil {
				return err
			}
		}
		return err
	})
	return rows, err
}

func viewed(tx *store.Tx, by Actor, act *RegisterViewed) error {
	_, err := appendEntry(tx, proclog.Centre, act.Kind(), by, act)
	return err
}

// ViewExpert logs that somebody looks at an expert and returns what there is to
// see. With a day no more than before it counts.
func (s *Service) ViewExpert(ctx context.Context, by Actor, id, day string, before int64) (look ExpertLook, err error) {
	if err := access.Allow(by.Role, by.Kind, access.RegisterRead, access.NoCase); err != nil {
		return look, err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := viewed(tx, by, &RegisterViewed{Subject: id, Centre: by.Centre, Day: day}); err != nil {
			return err
		}
		look.Row, look.Record, look.History, err = s.expertAsOf(tx, id, day, before)
		return err
	})
	if err != nil {
		return look, err
	}
	err = s.DB.Read(ctx, func(tx *store.Tx) error { // nobody waits for it who writes
		if look.Services, err = s.attendancesOf(tx, look.Row); err != nil {
			return err
		}
		look.Assessed, err = s.assessedOf(tx, look.Row, before)
		look.Services = slices.DeleteFunc(look.Services, func(one Attendance) bool {
			sits := !by.Scope.Sees(one.CentreID) && one.Stage != string(access.Sealed) // who sits at another centre is not told here
			return sits || day != "" && one.AtMs >= before
		})
		return err
	})
	return look, err
}

// expertAsOf returns an expert's row, what the register says of the expert, or
// with a day said just before an instant (nil if it did not know the expert),
// and the history.
func (s *Service) expertAsOf(tx *store.Tx, id, day string, before int64) (row store.Expert, record *Record, history []Version, err error) {
	if row, err = tx.Expert(id); err != nil {
		return row, nil, nil, absent(err, "expert.unknown", "expert")
	}
	if history, err = s.History(tx, id); err != nil {
		return row, nil, nil, err
	}
	now, err := s.recordOf(row)
	if day == "" || err != nil {
		return row, &now, history, err
	}
	record, err = recordBefore(tx, now, history, before)
	return row, record, history, err
}

// recordBefore is what the register said just before an instant, or nothing if
// the history began later. What is older than the versions has no beginning:
// it is known from the first change on of which a version was kept, of
// anything, since a change of its own would have been kept from then on too.
func recordBefore(tx *store.Tx, now Record, history []Version, ms int64) (*Record, error) {
	if len(history) == 0 {
		history = []Version{{Act: Before, Record: now}}
	}
	var held *Version
	for i := range history {
		if history[i].AtMs < ms {
			held = &history[i]
		}
	}
	if held == nil {
		return nil, nil
	}
	if held.Act == Before {
		since, err := tx.RegisterKeptSince()
		if err != nil {
			return nil, err
		}
		if since == 0 || since >= ms {
			return nil, rule.Refuse(rule.NotFound, "", "register.not_kept", "day")
		}
	}
	return &held.Record, nil
}

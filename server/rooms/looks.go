package rooms

import (
	"context"

	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// RegisterViewed is a look at what the register holds of one person. A search
// that lists several is none.
type RegisterViewed struct {
	Subject string `json:"subject"`       // id of the expert
	Day     string `json:"day,omitempty"` // yyyy-mm-dd, if what was so on a past day was asked for
}

// Kind names the entry.
func (*RegisterViewed) Kind() string { return "register.viewed" }

// RegisterChanged is a change of one expert by hand. It names what
// was changed, and not to what.
type RegisterChanged struct {
	Subject string   `json:"subject"` // id of the expert
	Version int64    `json:"version,string"`
	Changed []string `json:"changed"`
}

// Kind names the entry.
func (*RegisterChanged) Kind() string { return "register.changed" }

// ViewExpert logs that somebody looks at an expert and returns the expert with
// its history. With a day, in which no more than before counts, the record is
// what the register said then, or none if it did not know the expert.
func (s *Service) ViewExpert(ctx context.Context, by Actor, id, day string, before int64) (row store.Expert, record *Record, history []Version, err error) {
	if err := access.Allow(by.Role, by.Kind, access.RegisterRead, access.NoCase); err != nil {
		return row, nil, nil, err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		act := &RegisterViewed{id, day}
		if _, err := appendEntry(tx, proclog.Centre, act.Kind(), by, act); err != nil {
			return err
		}
		if row, err = tx.Expert(id); err != nil {
			return absent(err, "expert.unknown", "expert")
		}
		if history, err = s.History(tx, id); err != nil {
			return err
		}
		if day != "" {
			record, err = s.recordBefore(tx, id, before)
			return err
		}
		now, err := s.recordOf(row)
		record = &now
		return err
	})
	return row, record, history, err
}

// recordBefore is what the register said just before an instant.
func (s *Service) recordBefore(tx *store.Tx, subject string, ms int64) (*Record, error) {
	v, err := tx.RegisterVersionBefore(subject, ms)
	if v == nil || err != nil {
		return nil, err
	}
	r, err := s.openRecord(*v)
	return &r, err
}

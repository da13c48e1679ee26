package rooms

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"bidroom/experts/conflict"
	"bidroom/server/store"
)

const (
	// foundSetting says that all experts are found by what migration 17 made to
	// find them by, also those who are older.
	foundSetting = "register.found"
	// foundAtOnce is how many experts one transaction takes.
	foundAtOnce = 1000
)

// MakeFound has the experts of a register that is older than migration 17 be
// found by employers. It is done once; where it was stopped it begins anew.
func (s *Service) MakeFound(ctx context.Context) error {
	done := false
	if err := s.DB.Read(ctx, func(tx *store.Tx) error {
		_, err := tx.Setting(foundSetting)
		if done = err == nil; errors.Is(err, store.ErrAbsent) {
			return nil
		}
		return err
	}); done || err != nil {
		return err
	}
	for last, more := "", true; more; {
		if err := s.DB.Write(ctx, func(tx *store.Tx) (err error) {
			last, more, err = makeExpertsFound(tx, last)
			return err
		}); err != nil {
			return err
		}
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		return tx.SaveSetting(foundSetting, []byte("1"))
	})
}

// makeExpertsFound does so for some experts after one, and says whether there
// may be more behind the last of them.
func makeExpertsFound(tx *store.Tx, after string) (last string, more bool, err error) {
	rows, err := tx.ExpertsAfter(after, foundAtOnce)
	for _, row := range rows {
		var e conflict.Expert
		if err := json.Unmarshal(row.Facts, &e); err != nil {
			return "", false, fmt.Errorf("expert %s: %w", row.ID, err)
		}
		if err := tx.SetEmployers(row.ID, employersOf(e)); err != nil {
			return "", false, err
		}
		last = row.ID
	}
	return last, len(rows) == foundAtOnce, err
}

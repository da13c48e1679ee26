package rooms

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"bidroom/experts/conflict"
	"bidroom/server/store"
)

// readExpert reads what conflicts need to know of an expert from its row.
func readExpert(row store.Expert) (e conflict.Expert, err error) {
	if err := json.Unmarshal(row.Facts, &e); err != nil {
		return e, fmt.Errorf("expert %s: %w", row.ID, err)
	}
	e.ID, e.Name, e.Index, e.Region, e.Status = row.ID, row.Name, row.IdentityIndex, row.Region, conflict.Status(row.Status)
	return e, e.Until.UnmarshalText([]byte(row.UntilOn))
}

// readExperts reads rows on every processor.
func readExperts(rows []store.Expert) ([]conflict.Expert, error) {
	list := make([]conflict.Expert, len(rows))
	workers := runtime.GOMAXPROCS(0)
	failed := make([]error, workers)
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			for i := worker; i < len(rows) && failed[worker] == nil; i += workers {
				list[i], failed[worker] = readExpert(rows[i])
			}
		})
	}
	group.Wait()
	return list, errors.Join(failed...)
}

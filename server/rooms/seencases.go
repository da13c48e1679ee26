package rooms

import (
	"bytes"
	"sync"

	"bidroom/evaluation"
	"bidroom/server/store"
)

// mostSeen bounds the cases that are kept as they were seen last: more than run
// at once in one centre.
const mostSeen = 32

// seenCases keeps cases as they were read last, for what looks at one and
// changes nothing: a large case takes longer to read than to look at, and every
// stroke at a kiosk asks who sits there.
type seenCases struct {
	mu    sync.Mutex
	of    map[string]seenCase // by lot
	order []string            // the lot that was read longest ago first
}

type seenCase struct {
	sealed []byte
	c      *evaluation.Case
}

// look returns the case of a lot as it stands, which nobody may change: others
// look at the same.
func (s *Service) look(row store.Lot) (*evaluation.Case, error) {
	if c := s.lastSeen.get(row); c != nil {
		return c, nil
	}
	c, err := s.openCase(row)
	if err != nil {
		return nil, err
	}
	// What a case reads when it is first needed is read before it is shared; what
	// cannot be read now stays unread.
	_, _ = c.Profile()
	_, _ = c.ScoringMethod()
	s.lastSeen.keep(row, c)
	return c, nil
}

// get returns a case that is sealed in the same bytes, or nil: a case is sealed
// anew, under another nonce, whenever it is saved.
func (k *seenCases) get(row store.Lot) *evaluation.Case {
	k.mu.Lock()
	defer k.mu.Unlock()
	if seen, ok := k.of[row.ID]; ok && bytes.Equal(seen.sealed, row.State) {
		return seen.c
	}
	return nil
}

func (k *seenCases) keep(row store.Lot, c *evaluation.Case) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of == nil {
		k.of = map[string]seenCase{}
	}
	if _, ok := k.of[row.ID]; !ok {
		if len(k.order) == mostSeen {
			delete(k.of, k.order[0])
			k.order = k.order[1:]
		}
		k.order = append(k.order, row.ID)
	}
	k.of[row.ID] = seenCase{row.State, c}
}

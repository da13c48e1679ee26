package rooms

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
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
	if row.PhoneIndex != "" { // hashed like the telephone numbers of companies
		e.Signals = append(e.Signals, conflict.Signal{Kind: phoneDomain, Hash: row.PhoneIndex})
	}
	return e, e.Until.UnmarshalText([]byte(row.UntilOn))
}

// readCandidates reads who holds one of the specialties or one below, by id.
// While the database says more, what it has said is taken apart.
// Rows that differ from their last versions are refused: whoever wrote them could
// keep somebody out.
func (s *Service) readCandidates(tx *store.Tx, codes []string) ([]conflict.Expert, error) {
	type part struct {
		experts []conflict.Expert
		altered []string
		err     error
	}
	var parts []*part
	var group sync.WaitGroup
	err := tx.ExpertsWith(codes, func(rows []store.Holder) {
		p := &part{experts: make([]conflict.Expert, len(rows))}
		parts = append(parts, p)
		group.Go(func() {
			for i := 0; i < len(rows) && p.err == nil; i++ {
				if p.experts[i], p.err = readExpert(rows[i].Expert); rows[i].Outdated || rows[i].Tag != expertTag(s.Box, rows[i].Expert) {
					p.altered = append(p.altered, rows[i].ID)
				}
			}
		})
	})
	group.Wait()
	var read []*conflict.Expert
	var altered []string
	for _, p := range parts {
		err, altered = errors.Join(err, p.err), append(altered, p.altered...)
		for i := range p.experts {
			read = append(read, &p.experts[i])
		}
	}
	if err == nil {
		slices.Sort(altered)
		err = alteredRows(slices.Compact(altered))
	}
	slices.SortStableFunc(read, func(a, b *conflict.Expert) int { return strings.Compare(a.ID, b.ID) })
	read = slices.CompactFunc(read, func(a, b *conflict.Expert) bool { return a.ID == b.ID })
	list := make([]conflict.Expert, len(read))
	for i, e := range read {
		list[i] = *e
	}
	return list, err
}

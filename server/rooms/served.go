package rooms

import (
	"context"
	"slices"

	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/store"
)

// ViewServed shows staff the expert who took a seat of a lot last, and what the
// expert did at the lot's centre, oldest first. It is the only look into the
// register that a centre has which does not keep it: by a seat that was taken,
// never by a name or an id. It is logged like every other.
func (s *Service) ViewServed(ctx context.Context, by Actor, lot string, seat int) (row store.Expert, here []Attendance, err error) {
	if _, _, err := s.Case(ctx, lot, by, access.ExpertServed); err != nil {
		return row, nil, err
	}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		of, err := tx.Lot(lot)
		if err != nil {
			return absent(err, "lot.unknown", "lot")
		}
		all, err := s.attendances(tx, of.CreatedAt)
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(one Attendance) bool { return one.Tree != lot || one.Seat != seat })
		if len(all) == 0 {
			return rule.Refuse(rule.NotFound, "", "expert.not_served", "seat")
		}
		if row, err = expertBehind(tx, all[len(all)-1].behind); err != nil {
			return absent(err, "expert.not_served", "seat")
		}
		here, err = s.attendancesOf(tx, row)
		here = slices.DeleteFunc(here, func(one Attendance) bool { return one.CentreID != of.CentreID })
		return err
	})
	if err != nil {
		return store.Expert{}, nil, err
	}
	return row, here, s.DB.Write(ctx, func(tx *store.Tx) error {
		return viewed(tx, by, &RegisterViewed{Subject: row.ID, Centre: by.Centre})
	})
}

// expertBehind returns the expert of the register who stood behind a label: of
// what was merged, the one that stands.
func expertBehind(tx *store.Tx, who behind) (row store.Expert, err error) {
	if who.Outside {
		row, err = tx.ExpertByIdentity(who.index)
	} else {
		row, err = tx.Expert(who.expert)
	}
	if err == nil && row.MergedInto != "" {
		return tx.Expert(row.MergedInto)
	}
	return row, err
}

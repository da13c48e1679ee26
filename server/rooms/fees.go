package rooms

import (
	"context"
	"slices"
	"strings"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/fee"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// FeesViewed is a look at what a lot's experts are owed.
type FeesViewed struct {
	Lot string `json:"lot"`
}

// Kind names the entry.
func (*FeesViewed) Kind() string { return "fee.viewed" }

// A NamedEarner is an expert who is owed a fee.
type NamedEarner struct {
	evaluation.Earner
	Name string // empty while names are not due, and where it was erased
}

// Fees logs that somebody looks at what a lot's experts are owed and returns
// the case with them.
func (s *Service) Fees(ctx context.Context, by Actor, lot string) (c *evaluation.Case, list []NamedEarner, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		list = nil
		row, err := tx.Lot(lot)
		if err != nil {
			return absent(err, "lot.unknown", "lot")
		}
		if c, err = s.openCase(row); err != nil {
			return err
		}
		stage := access.Stage(c.Stage())
		if err := access.Allow(by.Role, by.Kind, access.FeeRead, stage); err != nil {
			return err
		}
		named := access.Allow(by.Role, by.Kind, access.PanelNames, stage) == nil // who sat at a void meeting may be to come again
		for _, e := range c.Earners() {
			one := NamedEarner{Earner: e}
			if named {
				if one.Name, err = s.nameOf(tx, lot, e.Name); err != nil {
					return err
				}
			}
			list = append(list, one)
		}
		act := &FeesViewed{lot}
		_, err = appendEntry(tx, proclog.Centre, act.Kind(), by, act)
		return err
	})
	return c, list, err
}

// ChooseFeeTable says by which built-in table a lot's experts are paid.
func (s *Service) ChooseFeeTable(ctx context.Context, by Actor, lot, id, reason string) error {
	return s.on(ctx, lot, by, access.FeeSettle, func(w *walk) error {
		if !slices.Contains(fee.IDs(), id) {
			return rule.Refuse(rule.NotFound, "", "fee.table_other", "table")
		}
		table, err := fee.Load(id)
		if err != nil {
			return err
		}
		return w.do(&evaluation.FeeTableChosen{Table: id, TableHash: table.Hash(), TableText: table.Text(), Reason: strings.TrimSpace(reason)})
	})
}

// StateFeeWork states what an expert worked, in place of what the log says. was
// is when that was stated last, as the actor saw it; 0 if it never was.
func (s *Service) StateFeeWork(ctx context.Context, by Actor, lot string, said evaluation.FeeWorkStated, was int64) error {
	return s.on(ctx, lot, by, access.FeeSettle, func(w *walk) error {
		before := w.Case.Fees.StatedOf(said.Meeting, said.Seat, said.Label)
		if before == nil && was != 0 || before != nil && before.AtMs != was {
			return rule.Refuse(rule.Stale, "", "stale", "was")
		}
		zone, err := time.LoadLocation(w.Case.Lot.TimeZone)
		if err != nil {
			return err
		}
		said.Days, said.Reason = DaysIn(zone)(said.FromMs, said.ToMs), strings.TrimSpace(said.Reason)
		return w.do(&said)
	})
}

// DaysIn returns what counts the calendar days of a zone that a time touches;
// 0 if it ends on a day before it began.
func DaysIn(zone *time.Location) func(fromMs, toMs int64) int {
	noon := func(ms int64) time.Time {
		day := time.UnixMilli(ms).In(zone)
		return time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, time.UTC)
	}
	return func(fromMs, toMs int64) int { return max(0, int(noon(toMs).Sub(noon(fromMs)).Hours())/24+1) }
}

package rooms

import (
	"context"
	"slices"
	"strconv"
	"unicode/utf8"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/store"
)

// A Reading is what a member keeps of a bid's file. It is the member's own:
// nobody else is shown it, and notes are in no log.
type Reading struct {
	File  string // id of the bid, or [evaluation.Codes.File] of a part that is marked blind
	Place string // the number of a page, or a stage
	Value string // the note at the page, empty when it was taken back; or for how many ms the file was open in the stage
	Seq   int64  // the kiosk's own counter; the higher wins
}

// What a member may keep in one meeting.
const (
	mostNotes    = 300 // pages with a note, also with one that was taken back
	mostNote     = 200 // characters
	lastPage     = 99999
	mostReadings = 100 // in one call
	mostOpenMs   = 10  // digits
)

// SaveReadings keeps what a member notes and how long files were open. What is
// older than what is kept changes nothing, and what is of codes that were taken
// back, on its way while they were, is passed over.
func (s *Service) SaveReadings(ctx context.Context, by Actor, readings []Reading) (atMs int64, err error) {
	if err := own(by, by.Lot); err != nil {
		return 0, err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.Lot(by.Lot)
		if err != nil {
			return absent(err, "lot.unknown", "lot")
		}
		c, err := s.look(row)
		if err != nil {
			return err
		}
		if err := access.Allow(by.Role, by.Kind, access.ReadingKeep, access.Stage(c.Stage())); err != nil {
			return err
		}
		readings := slices.DeleteFunc(slices.Clone(readings), func(r Reading) bool { return c.Recoded(r.File) })
		rows, err := tx.Readings(c.Meeting.ID, by.Seat)
		if err != nil {
			return err
		}
		if err := checkReadings(c, rows, readings); err != nil {
			return err
		}
		for _, r := range readings {
			sealed, err := s.Box.Seal(evaluation.ReadingDomain, []byte(r.Value))
			if err != nil {
				return err
			}
			if err := tx.SaveReading(store.Reading{MeetingID: c.Meeting.ID, Seat: by.Seat, File: r.File, Place: r.Place,
				LotID: by.Lot, ValueSealed: sealed, ClientSeq: r.Seq, SavedAt: tx.Now}); err != nil {
				return err
			}
		}
		atMs = tx.Now
		return nil
	})
	return atMs, err
}

// checkReadings refuses what is of no file that is read in the case, and more
// than a member may keep.
func checkReadings(c *evaluation.Case, kept []store.Reading, readings []Reading) error {
	if len(readings) > mostReadings {
		return rule.Refuse(rule.Invalid, "", "reading.call", "kept", "most", strconv.Itoa(mostReadings))
	}
	noted := map[[2]string]bool{}
	for _, row := range kept {
		if !isStage(row.Place) {
			noted[[2]string{row.File, row.Place}] = true
		}
	}
	var refusals rule.Collect
	for _, r := range readings {
		field := r.File + " " + r.Place
		if !c.HasFile(r.File) {
			refusals.Add("", "bid.unknown", field)
			continue
		}
		if isStage(r.Place) {
			if ms, err := strconv.ParseUint(r.Value, 10, 63); err != nil || len(r.Value) > mostOpenMs || strconv.FormatUint(ms, 10) != r.Value {
				refusals.Add("", "reading.time", field)
			}
			continue
		}
		page, err := strconv.Atoi(r.Place)
		if err != nil || page < 1 || page > lastPage || strconv.Itoa(page) != r.Place {
			refusals.Add("", "reading.place", field)
			continue
		}
		if !utf8.ValidString(r.Value) || utf8.RuneCountInString(r.Value) > mostNote {
			refusals.Add("", "note.long", field, "page", r.Place, "most", strconv.Itoa(mostNote))
		}
		if noted[[2]string{r.File, r.Place}] = true; len(noted) > mostNotes {
			refusals.Add("", "note.many", field, "most", strconv.Itoa(mostNotes))
			break
		}
	}
	return refusals.Err(rule.Invalid)
}

func isStage(place string) bool {
	return slices.Contains(evaluation.ReadingStages, evaluation.Stage(place))
}

// Readings returns what the member on a seat keeps.
func (s *Service) Readings(ctx context.Context, meeting string, seat int) (readings []Reading, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		readings, err = s.readings(tx, meeting, seat)
		return err
	})
	return readings, err
}

func (s *Service) readings(tx *store.Tx, meeting string, seat int) ([]Reading, error) {
	rows, err := tx.Readings(meeting, seat)
	if err != nil {
		return nil, err
	}
	list := make([]Reading, len(rows))
	for i, row := range rows {
		value, err := s.Box.Open(evaluation.ReadingDomain, row.ValueSealed)
		if err != nil {
			return nil, err
		}
		list[i] = Reading{row.File, row.Place, string(value), row.ClientSeq}
	}
	return list, nil
}

// read logs, as the program's own act, how long the members on some seats had
// files open in the stage that ends; on all that are taken, if none is named.
// Where bids are not read at this stage there is nothing to log.
func (w *walk) read(seats ...int) error {
	act := &evaluation.FilesRead{Stage: w.Case.ReadingStage()}
	if act.Stage == "" {
		return nil
	}
	var openings []evaluation.Opening
	for _, seat := range w.Case.Meeting.Seats {
		if seat.Member == nil || len(seats) > 0 && !slices.Contains(seats, seat.No) {
			continue
		}
		times, err := w.openTimes(seat, act.Stage)
		if err != nil {
			return err
		}
		o, err := newOpening(w.s.Random, evaluation.ReadingDomain, evaluation.ReadingText(w.Case.Lot.ID, w.Case.Meeting.ID, seat.No, act.Stage, times))
		if err != nil {
			return err
		}
		act.Read = append(act.Read, evaluation.SeatReading{Seat: seat.No, Times: o.DatumHash()})
		openings = append(openings, o)
	}
	if len(act.Read) == 0 {
		return nil
	}
	return w.asSystem(func() error { return w.do(act, openings...) })
}

// openTimes returns how long a member had each file open in a stage. A kiosk
// whose clock runs fast makes no file open for longer than the member is here.
func (w *walk) openTimes(seat evaluation.Seat, stage evaluation.Stage) (times []evaluation.FileTime, err error) {
	readings, err := w.s.readings(w.Tx, w.Case.Meeting.ID, seat.No)
	if err != nil {
		return nil, err
	}
	for _, r := range readings {
		if r.Place != string(stage) {
			continue
		}
		ms, err := strconv.ParseInt(r.Value, 10, 64)
		if err != nil {
			return nil, err
		}
		times = append(times, evaluation.FileTime{File: r.File, Ms: min(ms, w.Now-seat.Member.CheckedMs)})
	}
	return times, nil
}

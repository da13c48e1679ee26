package evaluation

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation/rule"
)

func init() {
	register(func() Act { return new(FilesRead) })
}

// ReadingDomain is the domain of the datum that holds how long a member had
// each file open.
const ReadingDomain = "reading"

// A FileTime is how long one file was open, in ms.
type FileTime struct {
	File string // id of the bid, or the code of a part that is marked blind
	Ms   int64
}

// ReadingStages are the stages in which bids are read at the kiosks.
var ReadingStages = []Stage{Examining, Evaluating, Pricing}

// readingHead is what a reading's text begins with.
func readingHead(lot, meeting string, seat int, stage Stage) string {
	return fmt.Sprintf("bidroom/reading/1\n%s\n%s\n%d\n%s\n", lot, meeting, seat, stage)
}

// ReadingText returns the text that the log commits to: the lines
// "bidroom/reading/1", lot, meeting, seat, stage, then "file ms" for each file
// that was open, in ascending byte order, each ended by a line feed.
func ReadingText(lot, meeting string, seat int, stage Stage, times []FileTime) string {
	lines := make([]string, len(times))
	for i, one := range times {
		lines[i] = one.File + " " + strconv.FormatInt(one.Ms, 10) + "\n"
	}
	slices.Sort(lines)
	return readingHead(lot, meeting, seat, stage) + strings.Join(lines, "")
}

// HasFile reports whether a member can read a file of this name now.
func (c *Case) HasFile(name string) bool {
	if c.OpenedMs != 0 && c.Bid(name) != nil {
		return true
	}
	return c.Meeting != nil && slices.Contains(c.Meeting.Codes.All(), name)
}

// ReadingStage is the stage in which bids are read now, "" if none is. A pause
// is of the stage that it interrupts.
func (c *Case) ReadingStage() Stage {
	stage := c.Stage()
	if stage == Suspended {
		stage = c.Meeting.Held
	}
	if slices.Contains(ReadingStages, stage) {
		return stage
	}
	return ""
}

// Recoded reports whether a name is a code that a return took back. No code is
// given twice in a meeting.
func (c *Case) Recoded(name string) bool {
	return c.Meeting.coded(name) && !slices.Contains(c.Meeting.Codes.All(), name)
}

// coded reports whether a name is a code that was given in the meeting.
func (m *Meeting) coded(name string) bool {
	no, err := strconv.Atoi(name)
	return err == nil && code.MatchString(name) && no >= 1 && no <= m.CodesGiven
}

// A SeatReading commits to how long the member on a seat had each file open.
// It stands there for whoever opened none, too: nothing is seen of it.
type SeatReading struct {
	Seat  int   `json:"seat,string"`
	Times Datum `json:"times"` // domain [ReadingDomain]; its value is a [ReadingText]
}

// FilesRead commits to the reading of a stage at its end, or at the end of one
// member's work in it: so far in that stage of the meeting, by what the
// kiosks say.
type FilesRead struct {
	Stage Stage         `json:"stage"`
	Read  []SeatReading `json:"read"` // in ascending order of the seats
}

// Kind implements [Act].
func (*FilesRead) Kind() string { return "files.read" }

func (a *FilesRead) apply(c *Case, meta Meta) error {
	if err := systemOnly(meta); err != nil {
		return err
	}
	stage := c.ReadingStage()
	if stage == "" || a.Stage != stage {
		return rule.Refuse(rule.Premature, "", "stage.wrong", "stage", "stage", string(c.Stage()), "needed", string(a.Stage))
	}
	last := 0
	for _, one := range a.Read {
		seat := c.Meeting.Seat(one.Seat)
		if seat == nil || seat.Member == nil {
			return rule.Refuse(rule.NotFound, "", "seat.empty", "seat", "seat", strconv.Itoa(one.Seat))
		}
		if one.Seat <= last || !one.Times.valid() {
			return rule.Refuse(rule.Invalid, "", "datum.form", "times")
		}
		last = one.Seat
	}
	return nil
}

var (
	code   = regexp.MustCompile(`^[0-9]{2,}$`)
	readMs = regexp.MustCompile(`^(0|[1-9][0-9]{0,9})$`)
)

// CheckReading refuses the opened text of a reading that is not of its seat
// and stage, names what is no file of the case or one twice, or has a file
// open for longer than the member has been there at atMs.
func (c *Case) CheckReading(atMs int64, stage Stage, r SeatReading, o Opening) error {
	wrong := rule.Refuse(rule.Invalid, "", "reading.form", "times", "seat", strconv.Itoa(r.Seat))
	body, ok := strings.CutPrefix(o.Value, readingHead(c.Lot.ID, c.Meeting.ID, r.Seat, stage))
	if !ok || o.Domain != ReadingDomain || body != "" && !strings.HasSuffix(body, "\n") {
		return wrong
	}
	last := ""
	for line := range strings.Lines(body) {
		file, ms, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if file <= last || c.Bid(file) == nil && !c.Meeting.coded(file) || !readMs.MatchString(ms) {
			return wrong
		}
		if n, err := strconv.ParseInt(ms, 10, 64); err != nil || n > atMs-c.Meeting.Seat(r.Seat).Member.CheckedMs {
			return wrong
		}
		last = file
	}
	return nil
}

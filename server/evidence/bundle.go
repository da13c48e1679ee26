package evidence

import (
	"io"
	"iter"

	"golang.org/x/mod/sumdb/tlog"

	"bidroom/evaluation"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
)

// A Scope is for whom an evidence file is.
type Scope string

const (
	Public Scope = "public" // for anybody
	Full   Scope = "full"   // for the authority: with names, exclusions and reports
)

// Format and Version say what a manifest belongs to.
const (
	Format  = "bidroom/evidence"
	Version = "1"
)

// A Manifest says what an evidence file is. Nothing in it is believed that
// the log does not say too.
type Manifest struct {
	Centre string `json:"centre"`
	Format string `json:"format"`
	LogKey string `json:"log_key"` // note verifier key
	Lot    string `json:"lot"`
	MadeAt int64  `json:"made_at,string"` // UTC, milliseconds
	Scope  Scope  `json:"scope"`
	V      string `json:"v"`
}

// A Bundle is what goes into an evidence file. [Write] leaves out what a
// public file may not hold.
type Bundle struct {
	Centre, Lot string
	LogKey      string // note verifier key
	MadeAtMs    int64
	Scope       Scope

	Checkpoint       string                      // signed note over the lot's tree
	Log              iter.Seq2[[]byte, error]    // the entries it covers, as bytes, in order
	Leaves           iter.Seq2[tlog.Hash, error] // the leaf hash of each, as the database keeps it
	CentreCheckpoint string                      // signed note over the centre's tree
	CentreEntries    []Excerpt                   // among them the lot's checkpoint, the centre's creation, and the kiosks

	Openings []Opening
	Draws    []Draw
	Files    []Attachment
}

// An Excerpt is one entry of the centre's tree with the proof that the tree
// of the centre's checkpoint holds it.
type Excerpt struct {
	Entry []byte
	Proof []tlog.Hash
}

// An Opening opens a datum of the entry at Seq.
type Opening struct {
	Seq int64 `json:"seq,string"`
	evaluation.Opening
}

// A Draw is what was sealed to a draw's key.
type Draw struct {
	ID         string
	Pool       []draw.Opened
	Persons    []draw.OpenedPerson // of a panel that was drawn elsewhere
	Records    [][]byte            // of the libraries, in the order of their entries
	Candidates []conflict.Expert
	Companies  []conflict.Company
	Others     []conflict.Company // who bade for the tender's other lots
	Services   []experts.Service  // of the candidates, if the plan limits them
}

// An Attachment is a file that an entry names by its hash.
type Attachment struct {
	Hash string // SHA-256, hex
	Open func() (io.ReadCloser, error)
}

// SheetsTallied tells which entries of a log are sheets of a meeting that was
// tallied, reasons for their marks, or the codes that they call bids by: these
// are due in a public file. The zero value is at the log's beginning.
type sheetsTallied struct {
	waiting []int64
	due     map[int64]bool
}

func (s *sheetsTallied) next(kind string, seq int64) {
	switch kind {
	case "meeting.scheduled":
		s.waiting = nil
	case "sheet.submitted", "extremes.explained", "bids.coded":
		s.waiting = append(s.waiting, seq)
	case "meeting.tallied":
		if s.due == nil {
			s.due = map[int64]bool{}
		}
		for _, seq := range s.waiting {
			s.due[seq] = true
		}
	}
}

// public reports whether an opening may stand in a public file.
func (s *sheetsTallied) public(o Opening) bool {
	switch o.Domain {
	case evaluation.SheetDomain, evaluation.ExtremesDomain, evaluation.CodesDomain:
		return s.due[o.Seq]
	}
	return false
}

package evaluation

import (
	"crypto/sha256"
	"strconv"

	"bidroom/evaluation/rule"
)

func init() {
	register(
		func() Act { return new(ReportIssued) }, func() Act { return new(ReportSigned) },
		func() Act { return new(ReportDissented) }, func() Act { return new(ReportDeemedAgreed) },
	)
}

// A Conclusion is how a member closed the meeting: by signature, by written
// dissent, or by a silence that counts as agreement.
type Conclusion struct {
	AtMs    int64
	Signed  bool
	Drawing Datum // of the signature's strokes; empty unless signed
	Dissent string
}

func (s *Seat) concluded() bool { return s.Conclusion != nil }

// ReportIssued lays the evaluation report before the panel to sign.
type ReportIssued struct {
	FileHash string `json:"file_hash"` // SHA-256 of the PDF, hex
	FileSize int64  `json:"file_size,string"`

	// The same report as an Excel workbook. Reports of before there were any
	// have none.
	WorkbookHash string `json:"workbook_hash,omitempty"`
	WorkbookSize int64  `json:"workbook_size,string,omitempty"`
}

// check refuses a report whose files are not stated whole.
func (a ReportIssued) check() error {
	if !isHex(a.FileHash, sha256.Size) || a.FileSize <= 0 {
		return rule.Refuse(rule.Invalid, "", "report.hash", "file_hash")
	}
	if (a.WorkbookHash == "") != (a.WorkbookSize == 0) || a.WorkbookSize < 0 || a.WorkbookHash != "" && !isHex(a.WorkbookHash, sha256.Size) {
		return rule.Refuse(rule.Invalid, "", "report.hash", "workbook_hash")
	}
	return nil
}

// Kind implements [Act].
func (*ReportIssued) Kind() string { return "report.issued" }

func (a *ReportIssued) apply(c *Case, _ Meta) error {
	m, err := c.at(Reporting)
	if err != nil {
		return err
	}
	if err := a.check(); err != nil {
		return err
	}
	if err := c.checkIntegrity(); err != nil {
		return err
	}
	m.Report, m.Stage = a, Signing
	return nil
}

// ReportSigned is a member's signature under the report: drawn by hand, and
// made with the member's key.
type ReportSigned struct {
	Seat      int    `json:"seat,string"`
	Drawing   Datum  `json:"drawing"`   // domain "signature.drawing": the strokes
	Signature string `json:"signature"` // over SigningText("report.signed", …, the report's hash), r‖s hex
}

// Kind implements [Act].
func (*ReportSigned) Kind() string { return "report.signed" }

func (a *ReportSigned) apply(c *Case, meta Meta) error {
	seat, err := c.concluding(meta, a.Seat)
	if err != nil {
		return err
	}
	if !a.Drawing.valid() {
		return rule.Refuse(rule.Invalid, "", "datum.form", "drawing")
	}
	if err := c.checkIntegrity(); err != nil {
		return err
	}
	if err := c.checkSignature(seat, a.Kind(), c.Meeting.Report.FileHash, a.Signature); err != nil {
		return err
	}
	seat.Conclusion = &Conclusion{AtMs: meta.AtMs, Signed: true, Drawing: a.Drawing}
	return nil
}

// ReportDissented is a member's dissent, in writing and with reasons.
type ReportDissented struct {
	Seat      int    `json:"seat,string"`
	Reasons   string `json:"reasons"`
	Signature string `json:"signature"` // over SigningText("report.dissented", …, SHA-256 of Reasons), r‖s hex
}

// Kind implements [Act].
func (*ReportDissented) Kind() string { return "report.dissented" }

func (a *ReportDissented) apply(c *Case, meta Meta) error {
	seat, err := c.concluding(meta, a.Seat)
	if err != nil {
		return err
	}
	if a.Reasons == "" {
		profile, err := c.Profile()
		if err != nil {
			return err
		}
		return rule.Refuse(rule.Invalid, profile.Dissent.Clause, "dissent.reasons", "reasons")
	}
	if err := c.checkSignature(seat, a.Kind(), hashHex(a.Reasons), a.Signature); err != nil {
		return err
	}
	seat.Conclusion = &Conclusion{AtMs: meta.AtMs, Dissent: a.Reasons}
	return nil
}

func (c *Case) concluding(meta Meta, no int) (*Seat, error) {
	m, err := c.at(Signing)
	if err != nil {
		return nil, err
	}
	seat, err := m.ownSeat(meta, no)
	if err != nil {
		return nil, err
	}
	if seat.concluded() {
		return nil, rule.Refuse(rule.Stale, "", "report.concluded", "", "seat", strconv.Itoa(no))
	}
	return seat, nil
}

// ReportDeemedAgreed states that a member neither signed nor gave reasons in
// writing, which counts as agreement.
type ReportDeemedAgreed struct {
	Seat   int    `json:"seat,string"`
	Reason string `json:"reason"` // what happened: left, refused
}

// Kind implements [Act].
func (*ReportDeemedAgreed) Kind() string { return "report.deemed_agreed" }

func (a *ReportDeemedAgreed) apply(c *Case, meta Meta) error {
	m, err := c.at(Signing)
	if err != nil {
		return err
	}
	profile, err := c.Profile()
	if err != nil {
		return err
	}
	seat := m.Seat(a.Seat)
	if seat == nil || seat.concluded() {
		return rule.Refuse(rule.Stale, profile.Dissent.Clause, "report.concluded", "seat", "seat", strconv.Itoa(a.Seat))
	}
	if a.Reason == "" {
		return rule.Refuse(rule.Invalid, profile.Dissent.Clause, "reason.required", "reason")
	}
	seat.Conclusion = &Conclusion{AtMs: meta.AtMs}
	return nil
}

package evaluation

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

// An OpeningFile is the record of an opening as a table or an e-bidding
// platform states it; docs/opening.md describes its JSON.
type OpeningFile struct {
	Format   string        `json:"format"`
	V        string        `json:"v"`
	Lot      string        `json:"lot,omitempty"`      // the number of the lot that it is of, if it says so
	Envelope string        `json:"envelope,omitempty"` // which was opened: "second", or empty for bids with all that they say
	Platform string        `json:"platform,omitempty"`
	RecordNo string        `json:"record_no,omitempty"`
	OpenedAt string        `json:"opened_at,omitempty"` // RFC 3339; empty if it does not say when
	Bids     []OpeningLine `json:"bids"`

	OpenedMs int64         `json:"-"` // OpenedAt, read by whoever has a clock
	Faults   []rule.Reason `json:"-"` // what could not be read of the file as a whole
}

// An OpeningLine is what an opening file says of one bid: what was read out, or
// why nothing could be.
type OpeningLine struct {
	CreditCode  string            `json:"credit_code"`           // the bidder's
	Name        string            `json:"name,omitempty"`        // the bidder's, if the file says it
	File        string            `json:"file,omitempty"`        // SHA-256 of the bid's file, hex, if the file says it
	Price       string            `json:"price,omitempty"`       // yuan, a decimal with at most two digits behind the point
	Capital     string            `json:"capital,omitempty"`     // the price in capital figures, if the file says it
	Duration    string            `json:"duration,omitempty"`    // as of [OpeningRecord]
	Quality     string            `json:"quality,omitempty"`     // likewise
	Security    string            `json:"security,omitempty"`    // likewise
	Values      map[string]string `json:"values,omitempty"`      // likewise
	Undecrypted *OpeningFailure   `json:"undecrypted,omitempty"` // nil if it was opened

	Row    int           `json:"-"` // where it stands: in a table its row, else its number
	Faults []rule.Reason `json:"-"` // what could not be read of it
}

// An OpeningFailure says why a bid could not be opened, as [UnopenedBid] does.
type OpeningFailure struct {
	Fault  Fault  `json:"fault"`
	Reason string `json:"reason"`
}

// OpeningFormat is the format of an [OpeningFile].
const OpeningFormat = "bidroom/opening"

// SecondEnvelope is the Envelope of an [OpeningFile] on prices that were sealed
// until the marks were locked.
const SecondEnvelope = "second"

// Bounds of an opening file.
const (
	MaxOpeningLines  = 1000
	maxOpeningText   = 100 // characters of a text
	maxOpeningReason = 300 // and of why a bid could not be opened
)

// ReadOpeningFile reads the JSON of an opening file.
func ReadOpeningFile(text []byte) (*OpeningFile, error) {
	f := new(OpeningFile)
	if rule.Strict(text, f) != nil {
		return nil, rule.Refuse(rule.Invalid, "", "intake.json", "file")
	}
	if f.Format != OpeningFormat || f.V != "1" {
		return nil, rule.Refuse(rule.Invalid, "", "intake.format", "file", "format", OpeningFormat)
	}
	for i := range f.Bids {
		f.Bids[i].Row = i + 1
	}
	return f, nil
}

// A FoundLine is what became of a line of an opening file: one of Record and
// Unopened, or Faults.
type FoundLine struct {
	Row      int
	Bidder   *Bidder // nil if the lot has none such
	Record   *OpeningRecord
	Unopened *UnopenedBid
	Faults   []rule.Reason
}

// FoundOpening is what an opening file says of a lot.
type FoundOpening struct {
	Lines  []FoundLine
	Faults []rule.Reason // of the file as a whole
}

// Find holds the file against the lot and its bids before the opening. Each
// fault is named by its row and field. miswritten says how an amount is written
// in capital figures, and nothing if it is written so.
func (f *OpeningFile) Find(c *Case, miswritten func(fen int64, written string) string) (*FoundOpening, error) {
	method, err := c.ScoringMethod()
	if err != nil {
		return nil, err
	}
	found := &FoundOpening{Faults: slices.Clone(f.Faults)}
	fault := func(code, field string, args ...string) {
		found.Faults = append(found.Faults, rule.NewReason("", code, field, args...))
	}
	if f.Envelope != "" && (f.Envelope != SecondEnvelope || !method.TwoEnvelopes()) {
		fault("intake.envelope", "envelope")
	}
	if f.Lot != "" && f.Lot != c.Lot.Number && f.Lot != c.Lot.ID {
		fault("intake.lot", "lot", "lot", f.Lot)
	}
	for _, said := range []struct{ text, field string }{{f.Platform, "platform"}, {f.RecordNo, "record_no"}} {
		if !oneLine(said.text, maxOpeningText) {
			fault("intake.text", said.field, "most", strconv.Itoa(maxOpeningText))
		}
	}
	if len(f.Bids) > MaxOpeningLines {
		fault("intake.many", "file", "most", strconv.Itoa(MaxOpeningLines))
		return found, nil
	}
	lines := finder{c: c, miswritten: miswritten, method: method, sealed: method.TwoEnvelopes() && f.Envelope == "", rows: map[string]int{}}
	if f.Envelope == SecondEnvelope {
		lines.due = append([]string{}, c.unpriced()...) // none is not nil
	}
	for _, line := range f.Bids {
		found.Lines = append(found.Lines, lines.find(line))
	}
	for _, bid := range c.Bids {
		if _, named := lines.rows[bid.Bidder]; !named && (lines.due == nil || slices.Contains(lines.due, bid.ID)) {
			fault("intake.row_missing", "file", "bidder", c.bidder(bid.Bidder).Name)
		}
	}
	return found, nil
}

// A finder holds lines against the bids of a lot.
type finder struct {
	c          *Case
	miswritten func(fen int64, written string) string
	method     *scoring.Method
	sealed     bool           // prices are in second envelopes that stay closed
	due        []string       // bids whose second envelopes are opened; nil at the opening of bids
	rows       map[string]int // of the bidders that were found
}

func (f *finder) find(line OpeningLine) FoundLine {
	found := FoundLine{Row: line.Row, Faults: slices.Clone(line.Faults)}
	row := strconv.Itoa(line.Row)
	wrong := func(bad bool, field, code string, args ...string) {
		if bad {
			found.Faults = append(found.Faults, rule.NewReason("", code, "rows."+row+"."+field, append(args, "row", row)...))
		}
	}
	bid := f.bid(line, &found, wrong)
	if len(line.Faults) > 0 {
		return found
	}
	for _, said := range []struct{ text, field string }{{line.Duration, "duration"}, {line.Quality, "quality"}, {line.Security, "security"}} {
		wrong(!oneLine(said.text, maxOpeningText), said.field, "intake.text_of", "most", strconv.Itoa(maxOpeningText))
	}
	if u := line.Undecrypted; u != nil {
		wrong(line.Price != "" || line.Capital != "", "price", "intake.price_undecrypted")
		wrong(line.Duration+line.Quality+line.Security != "" || len(line.Values) > 0, "undecrypted", "intake.read_undecrypted")
		wrong(u.Fault != FaultOfBidder && u.Fault != FaultOfOther, "fault", "intake.fault")
		wrong(strings.TrimSpace(u.Reason) == "" || !oneLine(u.Reason, maxOpeningReason), "why", "intake.why", "most", strconv.Itoa(maxOpeningReason))
		if len(found.Faults) == 0 {
			found.Unopened = &UnopenedBid{Bid: bid, Fault: u.Fault, Reason: u.Reason}
		}
		return found
	}
	if f.sealed {
		wrong(line.Price+line.Capital != "" || len(line.Values) > 0, "price", "intake.price_sealed")
		if len(found.Faults) == 0 {
			found.Record = &OpeningRecord{Bid: bid, Duration: line.Duration, Quality: line.Quality, Security: line.Security}
		}
		return found
	}
	wrong(f.due != nil && line.Duration+line.Quality+line.Security != "", "duration", "intake.first_envelope")
	fen, ok := fenOf(line.Price)
	switch {
	case line.Price == "":
		wrong(true, "price", "intake.price_missing")
	case !ok:
		wrong(true, "price", "intake.price")
	case line.Capital != "":
		capital := f.miswritten(fen, line.Capital)
		wrong(capital != "", "capital", "intake.capital", "capital", capital)
	}
	var refusals rule.Collect
	checkValues(f.method, line.Values, &refusals, "rows."+row+".values")
	if why, ok := refusals.Err(rule.Invalid).(*rule.Refusal); ok && why != nil {
		found.Faults = append(found.Faults, why.Reasons...)
	}
	if len(found.Faults) == 0 {
		found.Record = &OpeningRecord{Bid: bid, PriceFen: fen, Duration: line.Duration, Quality: line.Quality, Security: line.Security, Values: line.Values}
	}
	return found
}

// bid returns the bid that a line is of, or says why it is of none.
func (f *finder) bid(line OpeningLine, found *FoundLine, wrong func(bool, string, string, ...string)) string {
	i := slices.IndexFunc(f.c.Bidders, func(b Bidder) bool { return b.CreditCode == line.CreditCode })
	if i < 0 {
		wrong(line.CreditCode != "" || len(line.Faults) == 0, "credit_code", "intake.bidder_unknown", "code", line.CreditCode)
		return ""
	}
	bidder := f.c.Bidders[i]
	found.Bidder = &bidder
	wrong(line.Name != "" && line.Name != bidder.Name, "name", "intake.bidder_name", "name", bidder.Name)
	if first, twice := f.rows[bidder.ID]; twice {
		wrong(true, "credit_code", "intake.twice", "first", strconv.Itoa(first))
	} else {
		f.rows[bidder.ID] = line.Row
	}
	at := slices.IndexFunc(f.c.Bids, func(b Bid) bool { return b.Bidder == bidder.ID })
	if at < 0 {
		wrong(true, "credit_code", "intake.bid_missing", "bidder", bidder.Name)
		return ""
	}
	kept := f.c.Bids[at].FileHash
	if f.due != nil {
		wrong(!slices.Contains(f.due, f.c.Bids[at].ID), "credit_code", "intake.not_due", "bidder", bidder.Name)
		kept = f.c.Bids[at].PriceHash
	}
	wrong(line.File != "" && line.File != kept, "file", "intake.file_differs", "hash", kept)
	return f.c.Bids[at].ID
}

// Priced is [OpeningFile.Opened] of a file on second envelopes.
func (f *OpeningFile) Priced(found *FoundOpening, hash string) (*PricesOpened, error) {
	opened, err := f.Opened(found, hash)
	if err != nil {
		return nil, err
	}
	act := &PricesOpened{Records: []PriceRecord{}, Unopened: opened.Unopened, Source: opened.Source}
	for _, record := range opened.Records {
		act.Records = append(act.Records, PriceRecord{Bid: record.Bid, PriceFen: record.PriceFen, Values: record.Values})
	}
	return act, nil
}

// Opened is the act that records what the file says, from a file with this
// hash; or the refusal with every fault.
func (f *OpeningFile) Opened(found *FoundOpening, hash string) (*BidsOpened, error) {
	act := &BidsOpened{Records: []OpeningRecord{}, Source: &OpeningSource{File: hash, Platform: f.Platform, RecordNo: f.RecordNo, OpenedMs: f.OpenedMs}}
	faults := slices.Clone(found.Faults)
	for _, line := range found.Lines {
		faults = append(faults, line.Faults...)
		if line.Record != nil {
			act.Records = append(act.Records, *line.Record)
		}
		if line.Unopened != nil {
			act.Unopened = append(act.Unopened, *line.Unopened)
		}
	}
	if len(faults) > 0 {
		return nil, &rule.Refusal{Kind: rule.Invalid, Reasons: faults}
	}
	return act, nil
}

// oneLine reports whether a text is one line of at most so many characters, or
// nothing.
func oneLine(text string, most int) bool {
	return utf8.RuneCountInString(text) <= most && !strings.ContainsFunc(text, unicode.IsControl)
}

// fenOf reads an amount of yuan above 0 and below 10^13.
func fenOf(text string) (fen int64, ok bool) {
	yuan, cents, _ := strings.Cut(text, ".")
	if len(yuan) < 1 || len(yuan) > 13 || len(cents) > 2 || strings.HasSuffix(text, ".") || strings.Trim(yuan+cents, "0123456789") != "" {
		return 0, false
	}
	fen, err := strconv.ParseInt(yuan+(cents + "00")[:2], 10, 64)
	return fen, err == nil && fen > 0
}

package evaluation

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

func init() {
	register(func() Act { return new(BlindPartReceived) }, func() Act { return new(BidsCoded) })
}

// CodesDomain is the domain of the datum that holds which code stands for
// which bid.
const CodesDomain = "codes"

// BlindPartReceived takes the part of a bid that is marked blind into keeping:
// a file that does not say whose it is. A later one replaces it before the
// opening, and a bid that comes anew comes without it.
type BlindPartReceived struct {
	Bid      string `json:"bid"`
	FileHash string `json:"file_hash"`
	FileSize int64  `json:"file_size,string"`
}

// Kind implements [Act].
func (*BlindPartReceived) Kind() string { return "bid.blind_received" }

func (a *BlindPartReceived) apply(c *Case, _ Meta) error {
	if c.OpenedMs != 0 {
		return rule.Refuse(rule.Premature, "招标投标法 第三十六条", "bid.late", "")
	}
	method, err := c.ScoringMethod()
	if err != nil {
		return err
	}
	bid := c.Bid(a.Bid)
	switch {
	case bid == nil:
		return rule.Refuse(rule.NotFound, "", "bid.unknown", "bid")
	case !method.Blind():
		return rule.Refuse(rule.Invalid, "", "bid.not_blind", "", "method", method.ID())
	case !isHex(a.FileHash, sha256.Size) || a.FileSize <= 0:
		return rule.Refuse(rule.Invalid, "", "bid.file", "file_hash")
	case c.kept(a.FileHash, a.Bid):
		return rule.Refuse(rule.Invalid, "", "bid.blind_same", "file_hash")
	}
	bid.BlindHash, bid.BlindSize = a.FileHash, a.FileSize
	return nil
}

// kept reports whether a file is in already: as a bid, or as a part of another.
func (c *Case) kept(hash, bid string) bool {
	return slices.ContainsFunc(c.Bids, func(b Bid) bool {
		return b.FileHash == hash || b.ID != bid && (b.BlindHash == hash || b.PriceHash == hash)
	})
}

// BidsCoded gives every bid that is evaluated a code, under which the members
// mark the blind criteria. Which code is whose is opened with the sheets.
type BidsCoded struct {
	Codes Datum `json:"codes"` // domain [CodesDomain]; its value is a [CodesText]
}

// Kind implements [Act].
func (*BidsCoded) Kind() string { return "bids.coded" }

func (a *BidsCoded) apply(c *Case, meta Meta) error {
	if err := systemOnly(meta); err != nil {
		return err
	}
	m, err := c.at(Evaluating)
	if err != nil {
		return err
	}
	method, err := c.ScoringMethod()
	if err != nil {
		return err
	}
	switch {
	case !method.Blind():
		return rule.Refuse(rule.Invalid, "", "bid.not_blind", "", "method", method.ID())
	case m.Codes != nil:
		return rule.Refuse(rule.Stale, "", "codes.given", "")
	case !a.Codes.valid():
		return rule.Refuse(rule.Invalid, "", "datum.form", "codes")
	}
	m.Codes = &Codes{Datum: a.Codes, After: m.CodesGiven}
	m.CodesGiven += len(c.PassedBids())
	return nil
}

// Codes are the codes of a meeting's bids.
type Codes struct {
	Datum Datum
	After int      // codes that were given before in the meeting: none is given twice
	Bids  []string // by code: the first is that of code After + 1; empty where they are not at hand
}

// codeOf returns the code of the bid at a place: its number, which follows those
// that were given before, of as many digits as the last, and of two at least.
func codeOf(place, after, of int) string {
	return fmt.Sprintf("%0*d", max(2, len(fmt.Sprint(after+of))), after+place+1)
}

// Code returns the code of a bid, "" if it has none that is at hand.
func (k *Codes) Code(bid string) string {
	if k == nil {
		return ""
	}
	if i := slices.Index(k.Bids, bid); i >= 0 {
		return codeOf(i, k.After, len(k.Bids))
	}
	return ""
}

// Bid returns the bid that a code stands for, "" if none.
func (k *Codes) Bid(code string) string {
	if k == nil {
		return ""
	}
	for i, bid := range k.Bids {
		if codeOf(i, k.After, len(k.Bids)) == code {
			return bid
		}
	}
	return ""
}

// All lists the codes in their order.
func (k *Codes) All() []string {
	if k == nil {
		return nil
	}
	list := make([]string, len(k.Bids))
	for i := range k.Bids {
		list[i] = codeOf(i, k.After, len(k.Bids))
	}
	return list
}

// CodesText returns the text that the log commits to: the lines
// "bidroom/codes/1", lot, meeting, then "code bid" for each, by code. The bids
// have their codes in ascending order of SHA-256(hex salt ‖ bid id), the salt
// being the datum's own, so that nobody gives one by hand.
//
// after is how many codes were given before in the meeting.
func CodesText(lot, meeting, salt string, after int, bids []string) string {
	text := "bidroom/codes/1\n" + lot + "\n" + meeting + "\n"
	for i, bid := range shuffled(salt, bids) {
		text += codeOf(i, after, len(bids)) + " " + bid + "\n"
	}
	return text
}

// shuffled returns bids in ascending order of SHA-256(by ‖ bid id).
func shuffled(by string, bids []string) []string {
	return slices.SortedFunc(slices.Values(bids), func(a, b string) int { return strings.Compare(shuffleKey(by, a), shuffleKey(by, b)) })
}

func shuffleKey(by, bid string) string {
	sum := sha256.Sum256([]byte(by + bid))
	return hex.EncodeToString(sum[:])
}

// OpenCodes puts the opened codes to the meeting, after checking that they are
// what the log commits to, for the bids that are evaluated. Whoever replays a
// case calls it after the act, where the opening is at hand.
func (c *Case) OpenCodes(o Opening) error {
	if c.Meeting == nil || c.Meeting.Codes == nil {
		return rule.Refuse(rule.Premature, "", "codes.missing", "codes")
	}
	var bids []string
	for _, bid := range c.PassedBids() {
		bids = append(bids, bid.ID)
	}
	if o.Domain != CodesDomain || o.DatumHash() != c.Meeting.Codes.Datum || o.Value != CodesText(c.Lot.ID, c.Meeting.ID, o.Salt, c.Meeting.Codes.After, bids) {
		return rule.Refuse(rule.Invalid, "", "codes.form", "codes")
	}
	c.Meeting.Codes.Bids = shuffled(o.Salt, bids)
	return nil
}

// Subject is what a bid is called on a sheet for a criterion: its code where
// the criterion is marked blind, its id elsewhere.
func (c *Case) Subject(bid string, of *scoring.Criterion) string {
	if of.Blind {
		return c.Meeting.Codes.Code(bid)
	}
	return bid
}

// Marked returns the bid that a sheet calls by subject for a criterion, or nil.
func (c *Case) Marked(subject string, of *scoring.Criterion) *Bid {
	if of != nil && of.Blind {
		subject = c.Meeting.Codes.Bid(subject)
	}
	return c.Bid(subject)
}

// called is how a refusal names what a sheet calls by subject: by its bidder,
// and a code by itself.
func (c *Case) called(subject string) string {
	if b := c.BidderOf(subject); b != nil {
		return b.Name
	}
	return subject
}

// ShownTo returns bids or codes in the order in which a seat is shown them: as
// they are or, where the method has them shuffled, in ascending order of
// SHA-256("MEETING SEAT " ‖ id), which is another for every seat but by chance.
func (c *Case) ShownTo(seat int, ids []string) []string {
	if method, err := c.ScoringMethod(); err != nil || !method.Shuffled() || c.Meeting == nil {
		return ids
	}
	return shuffled(fmt.Sprintf("%s %d ", c.Meeting.ID, seat), ids)
}

// Package draw draws a panel so that anybody can check it with openssl and
// sort. It uses nothing but the standard library.
//
// Every hash is SHA-256 over ASCII lines, each ended by a line feed, written
// in lower-case hex:
//
//	label      = H("bidroom/label/1", draw, hex(salt), expert)
//	item       = H("bidroom/pool-item/1", label, hex(salt), "specialty CODE"…, "region CODE", "employer CODE"…)
//	pool_hash  = H("bidroom/pool/1", draw, "rules HASH", "seat N SPECIALTY,… REGION"…, "limit …"…[, "beacon CHAIN ROUND"], "exclusion GROUND COUNT"…, "LABEL ITEM"…)
//	commitment = H("bidroom/commit/1", draw, party, hex(nonce), hex(SHA-256(entered)))
//	seed       = H("bidroom/seed/1", pool_hash, "PARTY NONCE ENTERED-HASH"…, public share[, "CHAIN ROUND SIGNATURE"])
//	ticket     = HMAC-SHA-256(key = the seed's 32 bytes, message = the label's 64 hex characters)
//
// The pool is the list of labels in ascending order; the shares stand in the
// order of their commitment; tickets are served in ascending order.
//
// The ticket scheme is Rivest's consistent sampler, as used to pick ballots
// for election audits: https://arxiv.org/abs/1808.10016.
package draw

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"runtime"
	"slices"
	"sync"
)

// An Error is an act of a draw that a rule refuses. Code is a catalogue key
// below "refusal.".
type Error struct {
	Code string
	Args map[string]string
}

// Error implements error.
func (e *Error) Error() string { return "draw refused: " + e.Code + " " + fmt.Sprint(e.Args) }

func refuse(code string, args ...string) *Error {
	e := &Error{Code: code, Args: map[string]string{}}
	for i := 0; i+1 < len(args); i += 2 {
		e.Args[args[i]] = args[i+1]
	}
	return e
}

func lines(words ...string) string {
	text := make(hashing, 0, 512) // most texts are shorter
	for _, word := range words {
		text = text.line(word)
	}
	return text.sum()
}

// A hashing is the text of a hash while it is written.
type hashing []byte

// line adds a line that is put together from words.
func (h hashing) line(words ...string) hashing {
	for _, word := range words {
		h = append(h, word...)
	}
	return append(h, '\n')
}

func (h hashing) sum() string {
	text := h.digits()
	return string(text[:])
}

// digits is sum for what is only compared.
func (h hashing) digits() [2 * sha256.Size]byte { return digitsOf(sha256.Sum256(h)) }

func digitsOf(sum [sha256.Size]byte) (text [2 * sha256.Size]byte) {
	hex.Encode(text[:], sum[:])
	return text
}

// A longHashing is a hashing of which no more is kept than one write takes.
type longHashing struct {
	text hashing
	sum  hash.Hash
}

func newLongHashing() *longHashing { return &longHashing{make(hashing, 0, 1<<16), sha256.New()} }

func (l *longHashing) line(words ...string) {
	if l.text = l.text.line(words...); len(l.text) > 1<<15 {
		l.sum.Write(l.text)
		l.text = l.text[:0]
	}
}

func (l *longHashing) hex() string {
	l.sum.Write(l.text)
	return hex.EncodeToString(l.sum.Sum(nil))
}

// sideBySide does several things at once.
func sideBySide(do ...func()) {
	var group sync.WaitGroup
	for _, one := range do {
		group.Go(one)
	}
	group.Wait()
}

// each calls do for every index below n, on every processor.
func each(n int, do func(i int)) {
	var group sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), n)
	for worker := range workers {
		group.Go(func() {
			for i := worker * n / workers; i < (worker+1)*n/workers; i++ {
				do(i)
			}
		})
	}
	group.Wait()
}

// Label returns an expert's name in a draw's pool.
func Label(draw string, salt [16]byte, expert string) string {
	text := label(draw, salt, expert)
	return string(text[:])
}

func label(draw string, salt [16]byte, expert string) [2 * sha256.Size]byte {
	var text [2 * len(salt)]byte
	hex.Encode(text[:], salt[:])
	return make(hashing, 0, 512).line("bidroom/label/1").line(draw).line(string(text[:])).line(expert).digits()
}

// Commitment returns what a party shows of its share before all have
// committed. entered is what the party typed, of any length.
func Commitment(draw, party string, nonce [32]byte, entered []byte) string {
	sum := sha256.Sum256(entered)
	return lines("bidroom/commit/1", draw, party, hex.EncodeToString(nonce[:]), hex.EncodeToString(sum[:]))
}

// An Opened is what stands behind a label: sealed until the seat it fills is
// unsealed, or the full export.
type Opened struct {
	Label       string   `json:"label"`
	Salt        string   `json:"salt"` // 16 bytes, hex
	Expert      string   `json:"expert"`
	Specialties []string `json:"specialties"` // codes, sorted
	Region      string   `json:"region"`
	Employers   []string `json:"employers"` // of today; sorted
}

// Open makes what stands behind an expert's label.
func Open(draw string, salt [16]byte, expert string, specialties []string, region string, employers []string) Opened {
	o := Opened{Label: Label(draw, salt, expert), Salt: hex.EncodeToString(salt[:]), Expert: expert,
		Specialties: slices.Clone(specialties), Region: region, Employers: slices.Clone(employers)}
	slices.Sort(o.Specialties)
	slices.Sort(o.Employers)
	return o
}

// Item returns the commitment to what the seats need of the expert.
func (o Opened) Item() string {
	text := o.item()
	return string(text[:])
}

func (o *Opened) item() [2 * sha256.Size]byte {
	text := make(hashing, 0, 512).line("bidroom/pool-item/1").line(o.Label).line(o.Salt)
	for _, s := range o.Specialties {
		text = text.line("specialty ", s)
	}
	text = text.line("region ", o.Region)
	for _, e := range o.Employers {
		text = text.line("employer ", e)
	}
	return text.digits()
}

// Check reports whether o is what stands behind its label in a draw.
func (o Opened) Check(draw string) bool { return o.isBehind(draw) }

func (o *Opened) isBehind(draw string) bool {
	var salt [16]byte
	if len(o.Salt) != hex.EncodedLen(len(salt)) {
		return false
	}
	if _, err := hex.Decode(salt[:], []byte(o.Salt)); err != nil {
		return false
	}
	text := label(draw, salt, o.Expert)
	return string(text[:]) == o.Label
}

// An Item is a label with the commitment behind it. Its members stand in the
// order of their names: a pool has many, which the log takes as they are.
type Item struct {
	Item  string `json:"item"`
	Label string `json:"label"`
}

// Items returns the labels of a pool with their commitments.
func Items(pool []Opened) []Item {
	items := make([]Item, len(pool))
	each(len(pool), func(i int) { items[i] = Item{Label: pool[i].Label, Item: pool[i].Item()} })
	return items
}

// An Excluded is how many experts one ground kept out of the pool.
type Excluded struct {
	Ground string `json:"ground"`
	Count  int    `json:"count,string"`
}

// A Share is what one party put into the seed.
type Share struct {
	Party       string
	Nonce       string // 32 bytes, hex
	EnteredHash string // SHA-256 of what the party typed, hex
}

// Seed returns the seed of a draw. shares are in the order of commitment;
// public is the public share and, where a beacon is mixed in, its line.
func Seed(poolHash string, shares []Share, public ...string) string {
	words := []string{"bidroom/seed/1", poolHash}
	for _, s := range shares {
		words = append(words, s.Party+" "+s.Nonce+" "+s.EnteredHash)
	}
	return lines(append(words, public...)...)
}

// A Ticket is a label's number in a draw.
type Ticket struct {
	Label  string `json:"label"`
	Number string `json:"number"` // 32 bytes, hex
}

// Order returns a ticket for every label, lowest number first. seed is 32
// bytes in hex. The order of labels does not matter. A repeated label is an
// error.
func Order(seed string, labels []string) ([]Ticket, error) {
	tickets, _, err := order(seed, labels)
	return tickets, err
}

// order returns the tickets, and the place of each one's label among the labels.
func order(seed string, labels []string) (tickets []Ticket, places []int32, err error) {
	key, err := hex.DecodeString(seed)
	if err != nil || len(key) != sha256.Size {
		return nil, nil, fmt.Errorf("the seed is not 32 bytes in hex")
	}
	list := make([]numbered, len(labels))
	macs := sync.Pool{New: func() any { return hmac.New(sha256.New, key) }}
	each(len(labels), func(i int) {
		mac := macs.Get().(hash.Hash)
		mac.Reset()
		mac.Write([]byte(labels[i]))
		list[i].place = int32(i)
		mac.Sum(list[i].number[:0])
		macs.Put(mac)
	})
	list = sorted(list)
	for i := range list[:max(len(list)-1, 0)] {
		if list[i].number == list[i+1].number {
			return nil, nil, fmt.Errorf("label %s stands twice", labels[list[i].place])
		}
	}
	const width = 2 * sha256.Size
	text := make([]byte, len(list)*width)
	each(len(list), func(i int) { hex.Encode(text[i*width:], list[i].number[:]) })
	tickets, places, numbers := make([]Ticket, len(list)), make([]int32, len(list)), string(text)
	each(len(list), func(i int) {
		places[i] = list[i].place
		tickets[i] = Ticket{labels[places[i]], numbers[i*width : (i+1)*width]}
	})
	return tickets, places, nil
}

// A numbered is a ticket's number with the place of its label.
type numbered struct {
	number [sha256.Size]byte
	place  int32
}

// sorted returns the tickets by number. Numbers are hashes, which are spread
// evenly over their first bytes: those of one are sorted by themselves.
func sorted(list []numbered) []numbered {
	var from [257]int // where the numbers stand that begin with a byte
	for i := range list {
		from[int(list[i].number[0])+1]++
	}
	for b := range 256 {
		from[b+1] += from[b]
	}
	parts, next := make([]numbered, len(list)), from
	for i := range list {
		b := list[i].number[0]
		parts[next[b]] = list[i]
		next[b]++
	}
	each(256, func(b int) {
		slices.SortFunc(parts[from[b]:from[b+1]], func(a, b numbered) int { return bytes.Compare(a.number[:], b.number[:]) })
	})
	return parts
}

package lead

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Why nothing, or not everything, was read of a bid's file.
const (
	Encrypted  = "encrypted"  // what it says of itself is encrypted
	Unreadable = "unreadable" // it is no PDF whose parts can be found
)

// Facts are what is known of a bid beside what it offers.
type Facts struct {
	Bid  string `json:"bid"`
	File string `json:"file"` // SHA-256 of the bid's file, hex
	Document
}

// A Document is what a PDF says of itself, and the hashes of its parts. What it
// does not say is empty.
type Document struct {
	Unread   string `json:"unread,omitempty"` // [Encrypted] or [Unreadable]
	Author   string `json:"author,omitempty"`
	Title    string `json:"title,omitempty"`
	Creator  string `json:"creator,omitempty"`  // the program that wrote the text
	Producer string `json:"producer,omitempty"` // the program that made the PDF
	Created  string `json:"created,omitempty"`  // as the file writes it: D:YYYYMMDDHHmmSS and a zone
	Modified string `json:"modified,omitempty"` // likewise
	Origin   string `json:"origin,omitempty"`   // the first half of its identifier, hex

	Pages  []string `json:"pages,omitempty"`  // SHA-256 of contents of pages, hex
	Images []string `json:"images,omitempty"` // SHA-256 of embedded images, hex
}

// Bounds of facts.
const (
	MostText   = 200 // characters of a text
	MostShared = 500 // pages, and images, that are kept of all bids together
)

// software is what made the file, if the file says both: one alone is what
// half of a county uses.
func (f Facts) software() []string {
	if f.Creator == "" || f.Producer == "" {
		return nil
	}
	return []string{f.Creator + " / " + f.Producer}
}

// Keep leaves of the pages and images those that at least two bids share, and of
// these the first [MostShared] in byte order: the others tell nothing.
func Keep(bids []Facts) {
	for _, part := range []func(*Facts) *[]string{func(f *Facts) *[]string { return &f.Pages }, func(f *Facts) *[]string { return &f.Images }} {
		common := share(bids, func(f Facts) []string { return *part(&f) })
		kept := map[string]bool{}
		for _, one := range common[:min(len(common), MostShared)] {
			kept[one.value] = true
		}
		for i := range bids {
			hashes := part(&bids[i])
			slices.Sort(*hashes)
			*hashes = slices.DeleteFunc(slices.Compact(*hashes), func(hash string) bool { return !kept[hash] })
		}
	}
}

// Valid reports whether facts are written as they must be to be compared: every
// text one line of at most [MostText] characters without blanks around it, every
// list in ascending order.
func (f Facts) Valid() bool {
	for _, text := range []string{f.Author, f.Title, f.Creator, f.Producer, f.Created, f.Modified, f.Origin} {
		if text != Text(text) {
			return false
		}
	}
	for _, list := range [][]string{f.Pages, f.Images} {
		if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) || slices.ContainsFunc(list, func(s string) bool { return s == "" || s != Text(s) }) {
			return false
		}
	}
	return len(f.Pages) <= MostShared && len(f.Images) <= MostShared && slices.Contains([]string{"", Encrypted, Unreadable}, f.Unread)
}

// Text makes one line of what a file says: control and format characters and invalid bytes
// are blanks, blanks around it are dropped, and the rest after [MostText]
// characters.
func Text(said string) string {
	said = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError {
			return ' '
		}
		return r
	}, said))
	if utf8.RuneCountInString(said) > MostText {
		said = strings.TrimSpace(string([]rune(said)[:MostText]))
	}
	return said
}

package api

import (
	"io"
	"mime/multipart"
	"slices"
	"strings"
	"unicode/utf8"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
	"bidroom/server/document/pdfinfo"
)

// blindNamed are the properties of a PDF in which people write whose it is, by
// the refusal.
var blindNamed = []struct {
	code string
	of   func(pdfinfo.Info) string
}{
	{"bid.blind_named.author", func(i pdfinfo.Info) string { return i.Author }},
	{"bid.blind_named.title", func(i pdfinfo.Info) string { return i.Title }},
	{"bid.blind_named.creator", func(i pdfinfo.Info) string { return i.Creator }},
	{"bid.blind_named.producer", func(i pdfinfo.Info) string { return i.Producer }},
}

// addNamed adds why a blind part is not taken: a property of the PDF names its
// bidder, or a member of its consortium.
func addNamed(refusals *rule.Collect, field, file string, bidder *evaluation.Bidder, content []byte) {
	info := pdfinfo.Read(content)
	for _, property := range blindNamed {
		if said := property.of(info); names(said, bidder) {
			refusals.Add("", property.code, field, "file", file, "value", said)
		}
	}
}

// names reports whether a text names a bidder: by its name, without its legal
// form where that is long enough to be nobody else's, or by its credit code.
func names(text string, bidder *evaluation.Bidder) bool {
	text = conflict.NormalisePerson(text)
	of := func(name, code string) bool {
		short := conflict.NormaliseName(name)
		if utf8.RuneCountInString(short) < leastName {
			short = conflict.NormalisePerson(name)
		}
		return short != "" && strings.Contains(text, short) || code != "" && strings.Contains(text, conflict.NormalisePerson(code))
	}
	return of(bidder.Name, bidder.CreditCode) || slices.ContainsFunc(bidder.Consortium, func(p evaluation.Party) bool { return of(p.Name, p.CreditCode) })
}

// leastName is from how many characters a name without its legal form says whose it is.
const leastName = 4

// addNamedPart adds why a delivered blind part is not taken.
func addNamedPart(refusals *rule.Collect, cs *evaluation.Case, creditCode string, part *multipart.FileHeader) error {
	file, err := part.Open()
	if err != nil {
		return err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, BidLimit))
	if at := slices.IndexFunc(cs.Bidders, func(b evaluation.Bidder) bool { return b.CreditCode == creditCode }); at >= 0 && err == nil {
		addNamed(refusals, "blind", part.Filename, &cs.Bidders[at], content)
	}
	return err
}

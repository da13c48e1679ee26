package document

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"bidroom/server/document/paper"
)

// An AwardLetter tells a bidder that it is awarded the lot (中标通知书).
type AwardLetter struct {
	Heading
	Agency       string // empty if there is none
	Bid          Bid    // whose price is what the contract is to be signed at
	On           string // the day of the award, yyyy-mm-dd
	ContractDays int    // within which the contract is signed; 0 if the rules do not say
	Clause       string
	PrintedAt    time.Time
}

// RenderAwardLetter writes the letter as PDF in lang. Its errors are those of
// [RenderReport].
func RenderAwardLetter(w io.Writer, l AwardLetter, lang string) error {
	p, err := paper.New(l.options(lang, "report.award.letter", l.PrintedAt))
	if err != nil {
		return fmt.Errorf("document: award letter: %w", err)
	}
	p.Title(p.T("report.award.letter"))
	p.Strong(p.T("report.award.to", "bidder", l.Bid.Bidder))
	p.Text(p.T("report.award.letterText", "entity", l.Entity, "day", l.On, "lot", l.Lot, "number", l.LotNumber))
	facts := append(l.facts(p.T), [2]string{p.T("report.award.price"), p.T("report.amount", "yuan", Yuan(l.Bid.PriceFen), "capital", Capital(l.Bid.PriceFen))})
	for _, one := range [][2]string{{"report.duration", l.Bid.Duration}, {"report.quality", l.Bid.Quality}} {
		if one[1] != "" {
			facts = append(facts, [2]string{p.T(one[0]), one[1]})
		}
	}
	p.Facts(facts...)
	if l.ContractDays > 0 {
		p.Text(p.T("report.award.contract", "days", strconv.Itoa(l.ContractDays), "entity", l.Entity, "clause", orDash(l.Clause)))
	}
	sealedBy(p, l.Entity, l.Agency)
	return p.Write(w)
}

// sealedBy leaves room for the seals of those in whose name a paper goes out.
func sealedBy(p *paper.Doc, entity, agency string) {
	p.Skip(6)
	signers := [][2]string{{p.T("report.award.entity", "name", entity), p.T("report.award.seal")}}
	if agency != "" {
		signers = append(signers, [2]string{p.T("report.award.agency", "name", agency), p.T("report.award.seal")})
	}
	p.Facts(signers...)
}

// ResultLetters tell the other bidders of the award (中标结果通知书), each on a
// page of its own.
type ResultLetters struct {
	Heading
	Agency    string
	Winner    string
	On        string // the day of the award, yyyy-mm-dd
	Clause    string
	Letters   []ResultLetter
	PrintedAt time.Time
}

// A ResultLetter tells one bidder of its own bid what the rules have it told.
type ResultLetter struct {
	Bidder    string
	Rank      int    // 0 if it is not told, or has none
	Total     string // likewise empty
	Rejection string // why the bid was rejected; empty if it was not, or is not told
	Clause    string // of the rejection
}

// RenderResultLetters writes the letters as one PDF in lang. Its errors are
// those of [RenderReport].
func RenderResultLetters(w io.Writer, l ResultLetters, lang string) error {
	p, err := paper.New(l.options(lang, "report.award.others", l.PrintedAt))
	if err != nil {
		return fmt.Errorf("document: result letters: %w", err)
	}
	for i, one := range l.Letters {
		if i > 0 {
			p.NewPage()
		}
		p.Title(p.T("report.award.others"))
		p.Strong(p.T("report.award.to", "bidder", one.Bidder))
		p.Text(p.T("report.award.othersText", "entity", l.Entity, "day", l.On, "lot", l.Lot, "number", l.LotNumber, "winner", l.Winner))
		facts := l.facts(p.T)
		if one.Total != "" {
			facts = append(facts, [2]string{p.T("report.award.ownTotal"), one.Total})
		}
		if one.Rank > 0 {
			facts = append(facts, [2]string{p.T("report.award.ownRank"), strconv.Itoa(one.Rank)})
		}
		if one.Rejection != "" {
			facts = append(facts, [2]string{p.T("report.award.ownRejection"), p.T("report.award.rejection", "reason", one.Rejection, "clause", orDash(one.Clause))})
		}
		p.Facts(facts...)
		p.Note(p.T("report.award.basis", "clause", orDash(l.Clause)))
		sealedBy(p, l.Entity, l.Agency)
	}
	return p.Write(w)
}

// A Notice is what is published: of the candidates (中标候选人公示), or of the
// result (中标结果公告). It shows nothing but what Shows names, which are words of
// a rule profile.
type Notice struct {
	Heading
	Agency       string
	Clause       string
	Shows        []string
	On           string // the first day, or that of the award, yyyy-mm-dd
	Until        string // the last day; of the candidates only
	Medium       string // likewise
	ObjectionsTo string // likewise
	Bids         []NoticeBid
	Members      []NoticeMember // none unless the rules have the panel published
	PrintedAt    time.Time
}

// A NoticeBid is what can be shown of a bid.
type NoticeBid struct {
	Bid
	Rank  int
	Total string
}

// A NoticeMember is a member of the panel.
type NoticeMember struct {
	Name           string
	Representative bool
}

// RenderCandidateNotice writes the notice of the candidates as PDF in lang. Its
// errors are those of [RenderReport].
func RenderCandidateNotice(w io.Writer, n Notice, lang string) error {
	p, err := paper.New(n.options(lang, "report.award.candidates", n.PrintedAt))
	if err != nil {
		return fmt.Errorf("document: notice of candidates: %w", err)
	}
	p.Title(p.T("report.award.candidates"))
	p.Text(p.T("report.award.candidatesText", "lot", n.Lot, "number", n.LotNumber))
	p.Facts(append(n.facts(p.T), [2]string{p.T("report.agency"), orDash(n.Agency)}, [2]string{p.T("report.award.published"), p.T("report.award.days", "on", n.On, "until", n.Until)}, [2]string{p.T("report.award.medium"), n.Medium})...)
	n.bids(p)
	n.byHand(p)
	p.Heading(2, p.T("report.award.objections"))
	p.Text(p.T("report.award.objectionsText", "until", n.Until, "entity", n.Entity, "to", n.ObjectionsTo))
	p.Note(p.T("report.award.basis", "clause", orDash(n.Clause)))
	sealedBy(p, n.Entity, n.Agency)
	return p.Write(w)
}

// RenderResultNotice writes the notice of the result as PDF in lang. Its errors
// are those of [RenderReport].
func RenderResultNotice(w io.Writer, n Notice, lang string) error {
	p, err := paper.New(n.options(lang, "report.award.result", n.PrintedAt))
	if err != nil {
		return fmt.Errorf("document: notice of the result: %w", err)
	}
	p.Title(p.T("report.award.result"))
	p.Text(p.T("report.award.resultText", "entity", n.Entity, "day", n.On, "lot", n.Lot, "number", n.LotNumber))
	p.Facts(append(n.facts(p.T), [2]string{p.T("report.agency"), orDash(n.Agency)})...)
	n.bids(p)
	n.byHand(p)
	if len(n.Members) > 0 {
		p.Heading(2, p.T("report.award.members"))
		t := paper.Table{Columns: []paper.Column{{Head: p.T("report.no"), Width: 14, Align: paper.Centre}, {Head: p.T("report.award.member"), Weight: 1}, {Head: p.T("report.award.memberAs"), Weight: 2}}}
		for i, m := range n.Members {
			as := "report.award.expert"
			if m.Representative {
				as = "report.award.representative"
			}
			t.Rows = append(t.Rows, paper.Cells(number(i), m.Name, p.T(as)))
		}
		p.Table(t)
	}
	p.Note(p.T("report.award.basis", "clause", orDash(n.Clause)))
	sealedBy(p, n.Entity, n.Agency)
	return p.Write(w)
}

// bids is the table of the bids that the notice is of.
func (n Notice) bids(p *paper.Doc) {
	ranked := n.Until != ""
	t := paper.Table{Columns: []paper.Column{{Head: p.T("report.bidder"), Weight: 3}}}
	if ranked {
		t.Columns = slices.Insert(t.Columns, 0, paper.Column{Head: p.T("report.award.rank"), Width: 18, Align: paper.Centre})
	}
	columns := []struct {
		shows string
		head  paper.Column
		of    func(NoticeBid) string
	}{
		{"price", paper.Column{Head: p.T("report.priceYuan"), Width: 34, Align: paper.Right}, func(b NoticeBid) string { return Yuan(b.PriceFen) }},
		{"total", paper.Column{Head: p.T("report.award.total"), Width: 30, Align: paper.Right}, func(b NoticeBid) string { return orDash(b.Total) }},
		{"duration", paper.Column{Head: p.T("report.duration"), Weight: 1, Align: paper.Centre}, func(b NoticeBid) string { return orDash(b.Duration) }},
		{"quality", paper.Column{Head: p.T("report.quality"), Weight: 1, Align: paper.Centre}, func(b NoticeBid) string { return orDash(b.Quality) }},
	}
	for _, bid := range n.Bids {
		row := []string{bid.Bidder}
		if ranked {
			row = slices.Insert(row, 0, strconv.Itoa(bid.Rank))
		}
		for _, c := range columns {
			if slices.Contains(n.Shows, c.shows) {
				row = append(row, c.of(bid))
			}
		}
		t.Rows = append(t.Rows, paper.Cells(row...))
	}
	for _, c := range columns {
		if slices.Contains(n.Shows, c.shows) {
			t.Columns = append(t.Columns, c.head)
		}
	}
	p.Table(t)
}

// handHeight is what somebody needs to write by hand, in mm.
const handHeight = 14

// byHand leaves room for what the rules have published and the case does not
// know.
func (n Notice) byHand(p *paper.Doc) {
	t := paper.Table{Columns: []paper.Column{{Head: p.T("report.bidder"), Weight: 2}}}
	for _, what := range []string{"leader", "qualification", "items"} {
		if slices.Contains(n.Shows, what) {
			t.Columns = append(t.Columns, paper.Column{Head: p.T("report.award.hand." + what), Weight: 3})
		}
	}
	if len(t.Columns) == 1 {
		return
	}
	p.Lead(p.T("report.award.hand"))
	for _, bid := range n.Bids {
		row := paper.Cells(append([]string{bid.Bidder}, make([]string, len(t.Columns)-1)...)...)
		row[0].Least = handHeight
		t.Rows = append(t.Rows, row)
	}
	p.Table(t)
}

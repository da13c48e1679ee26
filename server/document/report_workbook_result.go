package document

import (
	"strconv"

	"bidroom/server/document/excel"
)

// derivation lists every number and how it came about; what it came to stands
// as it is printed, with its unit, and as a number.
func (b *reportBook) derivation() excel.Table {
	t := b.table(b.words("report.derivation"), "report.of", "report.quantity", "report.formula", "report.rounding", "report.result", "report.value")
	t.Notes = []string{b.words("report.derivationNote")}
	for _, line := range b.r.Derivation {
		t.Rows = append(t.Rows, append(excel.Texts(b.whose(line), line.Name, orDash(line.how()), orDash(line.rounded()), line.Result), figure(line.Value)))
	}
	return or(t, b.without("scores"))
}

func (b *reportBook) ranking() excel.Table {
	r := b.r
	t := b.table(b.words("report.ranking"), "report.rank", "report.no", "report.bidder", "report.priceYuan", "report.beforeYuan")
	t.Heads = append(append(t.Heads, r.PartNames...), r.TotalName, b.words("report.unranked"))
	for _, i := range b.byRank() {
		bid := r.Bids[i]
		row := append([]excel.Cell{figure(b.rank(bid))}, b.bid(i)...)
		row = append(row, excel.Number(Yuan(bid.evaluatedFen())), uncorrected(bid))
		for part := range r.PartNames {
			value := ""
			if part < len(bid.Parts) {
				value = bid.Parts[part]
			}
			row = append(row, figure(value))
		}
		t.Rows = append(t.Rows, append(row, figure(bid.Total), excel.Text(orDash(bid.Unranked))))
	}
	return or(t, b.without("compliant"))
}

// uncorrected is what was offered in a bid whose price was corrected.
func uncorrected(bid Bid) excel.Cell {
	if bid.CorrectedFen == 0 {
		return excel.Text(orDash(""))
	}
	return yuan(bid.uncorrectedFen())
}

func (b *reportBook) candidates() excel.Table {
	r := b.r
	t := b.table(b.words("report.recommendation"), "report.place", "report.no", "report.bidder", "report.priceYuan", "report.beforeYuan", "report.inWords")
	t.Heads = append(t.Heads, r.TotalName)
	for place, i := range r.Candidates {
		bid := r.Bids[i]
		row := append([]excel.Cell{excel.Text(b.words("report.candidate." + strconv.Itoa(place+1)))}, b.bid(i)...)
		t.Rows = append(t.Rows, append(row, excel.Number(Yuan(bid.evaluatedFen())), uncorrected(bid), excel.Text(Capital(bid.evaluatedFen())), figure(bid.Total)))
	}
	t = or(t, b.words("report.noCandidates"))
	before := r.BeforeContract
	if before == "" {
		before = b.without("beforeContract")
	}
	t.Notes = append(t.Notes, b.words("report.labelled", "label", b.words("report.beforeContract"), "value", before))
	return t
}

func (b *reportBook) leads() excel.Table {
	t := b.table(b.words("lead.report"), "lead.report.lead", "lead.report.bids", "lead.report.evidence", "lead.report.decided")
	for _, l := range b.r.Leads {
		t.Rows = append(t.Rows, excel.Texts(l.Kind, l.Bidders, l.Evidence, l.Decided))
	}
	if len(t.Rows) == 0 {
		t.Heads = nil
	}
	if len(b.r.Leads) == 0 && len(b.r.LeadNotes) == 0 {
		t.Notes = []string{b.words("lead.none")}
	} else {
		t.Notes = append([]string{b.words("lead.report.note")}, b.r.LeadNotes...)
	}
	return t
}

func (b *reportBook) clarifications() excel.Table {
	t := b.table(b.words("report.clarifications"), "report.no", "report.bidder", "report.askedAt", "report.dueAt", "report.answeredAt", "report.question", "report.answer", "report.outcome")
	for _, c := range b.r.Clarifications {
		row := append(b.bid(c.Bid), b.times(c.AskedAt, c.DueAt, c.AnsweredAt)...)
		t.Rows = append(t.Rows, append(row, excel.Texts(c.Question, orDash(c.Answer), c.Outcome)...))
	}
	return or(t, b.without("clarifications"))
}

// panel lists the members and how each closed the meeting.
func (b *reportBook) panel() excel.Table {
	t := b.table(b.words("report.panel"), "report.seat", "report.name", "report.role", "report.specialty", "report.checkedIn", "report.concluded", "report.concludedAt", "report.key")
	t.Notes = append(t.Notes, b.composition())
	if outside := b.drawnOutside(); outside != "" {
		t.Notes = append(t.Notes, outside)
	}
	t.Notes = append(t.Notes, b.r.Workplaces...)
	for _, m := range b.r.Panel {
		t.Rows = append(t.Rows, append([]excel.Cell{excel.Count(m.Seat)}, excel.Texts(m.Name, b.role(m), orDash(m.Specialty), b.time(m.CheckedInAt), b.concluded(m), b.time(m.ConcludedAt), orDash(m.KeyCode))...))
	}
	return t
}

// concluded says how a member closed the meeting.
func (b *reportBook) concluded(m Member) string {
	switch m.Concluded {
	case "":
		return orDash("")
	case "deemed":
		return b.term("signedDeemed")
	}
	return b.words("report.concluded." + m.Concluded)
}

func (b *reportBook) changes() excel.Table {
	t := b.table(b.words("report.changes"), "report.seat", "report.time", "report.what", "report.before", "report.after", "report.reason")
	for _, c := range b.r.Changes {
		t.Rows = append(t.Rows, append([]excel.Cell{excel.Count(c.Seat)}, excel.Texts(b.time(c.At), c.What, orDash(c.Before), orDash(c.After), orDash(c.Reason))...))
	}
	return or(t, b.without("changes"))
}

func (b *reportBook) dissents() excel.Table {
	t := b.table(b.words("report.dissents"), "report.seat", "report.name", "report.time", "report.reason")
	for _, d := range b.r.Dissents {
		t.Rows = append(t.Rows, append([]excel.Cell{excel.Count(d.Seat)}, excel.Texts(d.Name, b.time(d.At), d.Reasons)...))
	}
	return or(t, b.without("dissents"))
}

func (b *reportBook) incidents() excel.Table {
	t := b.table(b.words("report.incidentList"), "report.time", "report.what", "report.text", "report.closed", "report.handling")
	for _, i := range b.r.Incidents {
		t.Rows = append(t.Rows, excel.Texts(b.time(i.At), i.What, orDash(i.Text), b.time(i.ClosedAt), orDash(i.Answer)))
	}
	return or(t, b.without("incidents"))
}

func (b *reportBook) recordings() excel.Table {
	t := b.table(b.words("report.recordings"), "report.feed", "report.from", "report.to")
	for _, r := range b.r.Recordings {
		t.Rows = append(t.Rows, excel.Texts(r.Feed, b.time(r.From), b.time(r.To)))
	}
	return or(t, b.without("recordings"))
}

func (b *reportBook) gaps() excel.Table {
	t := b.table(b.words("report.gaps"), "report.feed", "report.from", "report.to", "report.why")
	for _, g := range b.r.Gaps {
		t.Rows = append(t.Rows, excel.Texts(g.Feed, b.time(g.From), b.time(g.To), orDash(g.Why)))
	}
	return or(t, b.without("gaps"))
}

func (b *reportBook) checks() excel.Table {
	t := b.table(b.words("integrity.title"), "integrity.head.check", "integrity.head.holds", "integrity.head.clause", "integrity.head.result")
	for _, c := range b.r.Checks {
		t.Rows = append(t.Rows, excel.Texts(c.Name, c.Holds, orDash(c.Clause), c.Result))
	}
	return or(t, b.words("report.without.checks"))
}

package rooms

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// A FactRow is a row of what is known of a lot, as pages write it.
type FactRow struct {
	Kind       string `json:"kind"`
	Name       string `json:"name"`
	Identity   string `json:"identity"` // the number, if it is stated anew
	Known      int    `json:"known"`    // the row, from 1, whose identity number this one has; 0 if none
	Company    string `json:"company"`
	CreditCode string `json:"creditCode"`
	Bidder     string `json:"bidder"` // id
	On         string `json:"on"`
}

// A FactsLook is what somebody looked at before an act about a subject: an
// answer with the datum of its rows, and when what waits for a second person
// was proposed, 0 if nothing waits.
type FactsLook struct {
	Asked      string           `json:"asked"`
	Facts      evaluation.Datum `json:"facts"`
	ProposedMs int64            `json:"proposedMs"`
}

// A FactsStatement is what somebody says that is known of a lot about a
// subject.
type FactsStatement struct {
	Subject string
	Asked   string
	Was     FactsLook // at what is known
	Rows    []FactRow
	Reason  string // needed while a draw stands
}

// StateFacts has a lot say what is known of it about a subject. While a draw
// stands it counts when a second person has confirmed it.
func (s *Service) StateFacts(ctx context.Context, by Actor, lot string, said FactsStatement) error {
	return s.on(ctx, lot, by, access.FactsEdit, func(w *walk) error {
		known := w.Case.Known(said.Subject)
		was := FactsLook{Asked: known.Asked, Facts: known.Facts}
		if p := w.Case.Waiting(said.Subject); p != nil {
			was.ProposedMs = p.AtMs
		}
		if said.Was != was {
			return rule.Refuse(rule.Stale, "", "stale", "was")
		}
		rows, err := w.readRows(said, known)
		if err != nil {
			return err
		}
		next, openings, err := w.sealRows(said, rows)
		if err != nil {
			return err
		}
		drawn, err := w.standingDraw()
		if err != nil {
			return err
		}
		if drawn {
			return w.do(&evaluation.FactsProposed{KnownFacts: next, Reason: strings.TrimSpace(said.Reason)}, openings...)
		}
		return w.do(&evaluation.FactsStated{KnownFacts: next}, openings...)
	})
}

// readRows reads the rows of a statement and refuses what is wrong with them.
func (w *walk) readRows(said FactsStatement, known evaluation.KnownFacts) ([]conflict.Row, error) {
	before, err := w.openRows(known.Facts)
	if err != nil {
		return nil, err
	}
	var refusals rule.Collect
	rows := make([]conflict.Row, len(said.Rows))
	for i, in := range said.Rows {
		row, field := &rows[i], "rows."+strconv.Itoa(i+1)+"."
		*row = conflict.Row{Kind: in.Kind, Name: strings.TrimSpace(in.Name), Company: strings.TrimSpace(in.Company), CreditCode: strings.TrimSpace(in.CreditCode)}
		switch identity := experts.FullIdentity(strings.ToUpper(strings.TrimSpace(in.Identity))); {
		case identity != "" && !experts.ValidIdentity(identity):
			refusals.Add("", "facts.identity", field+"identity", "row", strconv.Itoa(i+1))
		case identity != "":
			row.Index = w.s.Box.Index(identityDomain, identity)
		case in.Known > 0 && in.Known <= len(before) && before[in.Known-1].Name == row.Name: // another name is another person
			row.Index = before[in.Known-1].Index
		}
		if row.CreditCode != "" && !experts.ValidCreditCode(row.CreditCode) {
			refusals.Add("", "facts.credit_code", field+"creditCode", "row", strconv.Itoa(i+1))
		}
		if in.Bidder != "" {
			j := slices.IndexFunc(w.Case.Bidders, func(b evaluation.Bidder) bool { return b.ID == in.Bidder })
			if j < 0 {
				refusals.Add("", "facts.bidder", field+"bidder", "row", strconv.Itoa(i+1))
				continue
			}
			row.Bidder, row.BidderCode = w.Case.Bidders[j].Name, w.Case.Bidders[j].CreditCode
		}
		if row.On.UnmarshalText([]byte(in.On)) != nil {
			refusals.Add("", "facts.day", field+"on", "row", strconv.Itoa(i+1))
		}
	}
	if err := refusals.Err(rule.Invalid); err != nil {
		return nil, err
	}
	today, err := w.today()
	if err != nil {
		return nil, err
	}
	return rows, conflict.CheckRows(conflict.Subject(said.Subject), rows, today)
}

// sealRows makes the datum of rows; none stands for no rows.
func (w *walk) sealRows(said FactsStatement, rows []conflict.Row) (known evaluation.KnownFacts, openings []evaluation.Opening, err error) {
	known = evaluation.KnownFacts{About: said.Subject, Asked: said.Asked}
	if len(rows) == 0 {
		return known, nil, nil
	}
	text, err := proclog.Canonical(rows)
	if err != nil {
		return known, nil, err
	}
	opening, err := newOpening(w.s.Random, evaluation.FactsDomain, string(text))
	known.Facts = opening.DatumHash()
	return known, []evaluation.Opening{opening}, err
}

// openRows returns the rows that a datum stands for.
func (w *walk) openRows(datum evaluation.Datum) (rows []conflict.Row, err error) {
	if datum == "" {
		return nil, nil
	}
	row, err := w.Opening(w.row.ID, string(datum))
	if err != nil {
		return nil, err
	}
	o, err := openOpening(w.s.Box, row)
	if err != nil {
		return nil, err
	}
	err = json.Unmarshal([]byte(o.Value), &rows)
	return rows, err
}

// FactsOf reads a case with the rows that stand behind its data.
func (s *Service) FactsOf(ctx context.Context, by Actor, lot string) (c *evaluation.Case, rows map[evaluation.Datum][]conflict.Row, drawn bool, err error) {
	c, row, err := s.Case(ctx, lot, by, access.FactsRead)
	if err != nil {
		return nil, nil, false, err
	}
	rows = map[evaluation.Datum][]conflict.Row{}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		w := &walk{Tx: tx, s: s, Case: c, row: row}
		data := []evaluation.Datum{}
		for _, known := range c.Facts {
			data = append(data, known.Facts)
		}
		for _, proposed := range c.Proposed {
			data = append(data, proposed.Facts)
		}
		for _, datum := range data {
			if rows[datum], err = w.openRows(datum); err != nil {
				return err
			}
		}
		drawn, err = w.standingDraw()
		return err
	})
	return c, rows, drawn, err
}

// DecideFacts takes the second person's word on the proposal that this person
// looked at. What was confirmed is held against whoever has a seat.
func (s *Service) DecideFacts(ctx context.Context, by Actor, lot, subject string, at FactsLook, confirm bool, reason string) error {
	looked := evaluation.FactsDecision{KnownFacts: evaluation.KnownFacts{About: subject, Asked: at.Asked, Facts: at.Facts}, ProposedMs: at.ProposedMs}
	return s.on(ctx, lot, by, access.DrawSecond, func(w *walk) error {
		if !confirm {
			return w.do(&evaluation.FactsDeclined{FactsDecision: looked, Reason: strings.TrimSpace(reason)})
		}
		d, stands, err := w.lastDraw()
		if err != nil {
			return err
		}
		if stands && d.Stage != draw.Filled {
			return rule.Refuse(rule.Premature, "", "facts.drawing", "")
		}
		if err := w.do(&evaluation.FactsConfirmed{FactsDecision: looked}); err != nil {
			return err
		}
		return w.recheckHolders()
	})
}

// asked is what was answered, as conflicts are decided by it.
func asked(said string) conflict.Asked {
	if said == evaluation.NeverAsked {
		return conflict.NeverAsked
	}
	return conflict.Asked(said)
}

// bidding lists who bids for the lot of a case, members of consortia included.
func bidding(c *evaluation.Case) (list []conflict.Company) {
	for _, b := range c.Bidders {
		list = append(list, conflict.Company{Name: b.Name, CreditCode: b.CreditCode, LegalRepresentative: b.LegalRepresentative})
		for _, member := range b.Consortium {
			list = append(list, company(member))
		}
	}
	return list
}

// othersBidding lists who bids for the tender's other lots.
func (w *walk) othersBidding() (list []conflict.Company, err error) {
	rows, err := w.LotsOf(w.row.TenderID)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if row.ID == w.row.ID {
			continue
		}
		other, err := w.s.openCase(row)
		if err != nil {
			return nil, err
		}
		list = append(list, bidding(other)...)
	}
	return list, nil
}

// today is the day of the lot's calendar.
func (w *walk) today() (conflict.Date, error) {
	zone, err := time.LoadLocation(w.Case.Lot.TimeZone)
	if err != nil {
		return conflict.Date{}, err
	}
	return dayOf(w.Now, zone), nil
}

// dayOf returns the day of an instant, in UTC milliseconds, in a zone.
func dayOf(ms int64, zone *time.Location) conflict.Date {
	at := time.UnixMilli(ms).In(zone)
	return conflict.Date{Year: at.Year(), Month: int(at.Month()), Day: at.Day()}
}

// beginOf returns the first instant of a day, in UTC milliseconds, in a zone.
func beginOf(day conflict.Date, zone *time.Location) int64 {
	return time.Date(day.Year, time.Month(day.Month), day.Day, 0, 0, 0, 0, zone).UnixMilli()
}

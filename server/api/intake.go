package api

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
	"bidroom/server/access"
	"bidroom/server/document"
	"bidroom/server/document/figures"
	"bidroom/server/document/register"
	"bidroom/server/rooms"
)

// OpeningLimit bounds a file with the record of an opening, in bytes.
const OpeningLimit = 1 << 20

// OpeningTemplate sends the table of an opening to be filled in, with the
// bidders of the lot.
func (h *Handlers) OpeningTemplate(c *fiber.Ctx, by rooms.Actor) error {
	return h.openingTemplate(c, by, access.BidsOpen)
}

func (h *Handlers) openingTemplate(c *fiber.Ctx, by rooms.Actor, action access.Action) error {
	cs, _, err := h.Rooms.Case(c.UserContext(), c.Params("lot"), by, action)
	if err != nil {
		return err
	}
	method, err := cs.ScoringMethod()
	if err != nil {
		return err
	}
	sheet := openingSheet(cs, method)
	due := cs.PricesDue()
	var rows []register.Row
	for _, bidder := range cs.Bidders {
		if bid := slices.IndexFunc(cs.Bids, func(b evaluation.Bid) bool { return b.Bidder == bidder.ID }); action == access.PricesOpen && (bid < 0 || !slices.Contains(due, cs.Bids[bid].ID)) {
			continue
		}
		rows = append(rows, register.Row{Sheet: sheet.Key, Fields: map[string]string{"credit_code": bidder.CreditCode, "name": bidder.Name}})
	}
	var file bytes.Buffer
	if err := register.WriteOpeningTemplate(&file, sheet, slices.Values(rows), h.Language(c)); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	c.Attachment("opening.xlsx")
	return c.Send(file.Bytes())
}

// ofPrices reports whether a table that is read of a case now is of its second
// envelopes.
func ofPrices(c *evaluation.Case) bool { return c.TwoEnvelopes() && c.OpenedMs != 0 }

// openingSheet is the sheet of an opening, with what the method takes beside
// the price: of two envelopes, what is in the one that is opened now.
func openingSheet(c *evaluation.Case, method *scoring.Method) register.Sheet {
	sheet := wholeOpening(method)
	if c.TwoEnvelopes() {
		sheet.Columns = slices.DeleteFunc(sheet.Columns, func(column register.Column) bool {
			priced := column.Key == "price" || column.Key == "capital" || strings.HasPrefix(column.Key, register.OpeningValue)
			first := column.Key == "duration" || column.Key == "quality" || column.Key == "security"
			return priced && !ofPrices(c) || first && ofPrices(c)
		})
	}
	return sheet
}

func wholeOpening(method *scoring.Method) register.Sheet {
	var values []register.Column
	for _, value := range method.Values() {
		column := register.Column{Key: register.OpeningValue + value.Key(), Kind: register.Decimal, Example: "0.5", Heads: map[string]string{}}
		if value.Unit == scoring.UnitMoney {
			column.Kind = register.Money
		}
		for lang, name := range value.Names {
			column.Heads[lang] = figures.Writer{Lang: lang}.WithUnit(name, value.Unit)
		}
		values = append(values, column)
	}
	return register.Opening(values...)
}

// PreviewOpening says row by row what a file with the record of an opening
// holds, and what is wrong with it. Nothing is kept.
func (h *Handlers) PreviewOpening(c *fiber.Ctx, by rooms.Actor) error {
	cs, _, err := h.Rooms.Case(c.UserContext(), c.Params("lot"), by, access.BidsOpen)
	if err != nil {
		return err
	}
	if cs.OpenedMs != 0 {
		return rule.Refuse(rule.Stale, "", "opening.twice", "")
	}
	return h.previewOpening(c, cs)
}

func (h *Handlers) previewOpening(c *fiber.Ctx, cs *evaluation.Case) error {
	name, content, err := upload(c, OpeningLimit)
	if err != nil {
		return err
	}
	file, hash, err := readOpening(cs, name, content, h.Language(c))
	if err != nil {
		return err
	}
	found, err := file.Find(cs, document.Miswritten)
	if err != nil {
		return err
	}
	lang := h.Language(c)
	view := OpeningPreview{Source: OpeningSourceView{File: hash, Platform: file.Platform, RecordNo: file.RecordNo, OpenedMs: file.OpenedMs}, Faults: h.reasonViews(lang, found.Faults)}
	for i, line := range found.Lines {
		one := OpeningLineView{Row: line.Row, CreditCode: file.Bids[i].CreditCode, Name: file.Bids[i].Name, Opening: openingView(line.Record), Faults: h.reasonViews(lang, line.Faults)}
		if line.Bidder != nil {
			one.Name = line.Bidder.Name
			one.Letter = letter(slices.IndexFunc(cs.Bidders, func(b evaluation.Bidder) bool { return b.ID == line.Bidder.ID }))
		}
		if u := line.Unopened; u != nil {
			one.Unopened = &UnopenedView{Bid: u.Bid, Fault: string(u.Fault), Reason: u.Reason}
		}
		if len(line.Faults) > 0 {
			view.Bad++
		}
		view.Lines = append(view.Lines, one)
	}
	return render(c, view)
}

// OpenBidsFromFile opens all bids of a lot by the record in a file.
func (h *Handlers) OpenBidsFromFile(c *fiber.Ctx, by rooms.Actor) error {
	cs, _, err := h.Rooms.Case(c.UserContext(), c.Params("lot"), by, access.LotRead)
	if err != nil {
		return err
	}
	name, content, err := upload(c, OpeningLimit)
	if err != nil {
		return err
	}
	d := rooms.Delivery{Miswritten: document.Miswritten}
	if d.Opening, d.Hash, err = readOpening(cs, name, content, h.Language(c)); err != nil {
		return err
	}
	if err := h.Rooms.Deliver(c.UserContext(), by, c.Params("lot"), d); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// readOpening reads a file with the record of an opening, of which the name
// tells the kind.
func readOpening(cs *evaluation.Case, name string, content []byte, lang string) (f *evaluation.OpeningFile, hash string, err error) {
	sum := sha256.Sum256(content)
	hash = hex.EncodeToString(sum[:])
	if isJSON(name) {
		if f, err = evaluation.ReadOpeningFile(content); err == nil && f.OpenedAt != "" {
			at, wrong := time.Parse(time.RFC3339, f.OpenedAt)
			if f.OpenedMs = at.UnixMilli(); wrong != nil || at.Year() < 2000 {
				f.Faults = append(f.Faults, rule.NewReason("", "intake.opened_at", "opened_at"))
			}
		}
		return f, hash, err
	}
	method, err := cs.ScoringMethod()
	if err != nil {
		return nil, "", err
	}
	zone, err := time.LoadLocation(cs.Lot.TimeZone)
	if err != nil {
		return nil, "", err
	}
	if f, err = readOpeningTable(openingSheet(cs, method), zone, name, content, lang); err == nil && ofPrices(cs) {
		f.Envelope = evaluation.SecondEnvelope
	}
	return f, hash, err
}

// readOpeningTable reads the rows of a table. The times in it are those of the
// zone.
func readOpeningTable(sheet register.Sheet, zone *time.Location, name string, content []byte, lang string) (*evaluation.OpeningFile, error) {
	rows, err := register.OpenOpening(bytes.NewReader(content), int64(len(content)), name, sheet)
	if err != nil {
		return nil, err
	}
	f, openedAt := new(evaluation.OpeningFile), ""
	for row, problems := range rows.Rows() {
		line, at := openingLine(row, sheet), row.Fields["opened_at"]
		for _, p := range problems {
			line.Faults = append(line.Faults, rule.NewReason("", "intake.cell", "rows."+strconv.Itoa(p.Row)+"."+p.Column, "row", strconv.Itoa(p.Row), "text", sheet.Says(p, lang)))
		}
		if len(problems) == 0 && at != "" {
			if openedAt = cmp.Or(openedAt, at); openedAt != at {
				line.Faults = append(line.Faults, rule.NewReason("", "intake.opened_twice", "rows."+strconv.Itoa(row.Number)+".opened_at", "row", strconv.Itoa(row.Number), "other", strings.Replace(openedAt, "T", " ", 1)))
			}
		}
		f.Bids = append(f.Bids, line)
		if len(f.Bids) > evaluation.MaxOpeningLines {
			break // and is refused for that
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if openedAt != "" {
		at, err := time.ParseInLocation("2006-01-02T15:04:05", openedAt, zone)
		if err != nil {
			return nil, err
		}
		f.OpenedMs = at.UnixMilli()
	}
	return f, nil
}

// openingLine is a row of a table.
func openingLine(row register.Row, sheet register.Sheet) evaluation.OpeningLine {
	v := row.Fields
	line := evaluation.OpeningLine{CreditCode: v["credit_code"], Name: v["name"], Price: v["price"], Capital: v["capital"], Duration: v["duration"], Quality: v["quality"], Security: v["security"], Row: row.Number}
	if v["fault"] != "" || v["why"] != "" {
		line.Undecrypted = &evaluation.OpeningFailure{Fault: evaluation.Fault(v["fault"]), Reason: v["why"]}
	}
	for _, column := range sheet.Columns {
		key, is := strings.CutPrefix(column.Key, register.OpeningValue)
		value := v[column.Key]
		if !is || value == "" {
			continue
		}
		if line.Values == nil {
			line.Values = map[string]string{}
		}
		if column.Kind == register.Money { // in fen, as everywhere
			value = cmp.Or(strings.TrimLeft(strings.Replace(value, ".", "", 1), "0"), "0")
		}
		line.Values[key] = value
	}
	return line
}

// openingSourceView is where a record of the opening came from; nil for one
// that was entered by hand.
func openingSourceView(s *evaluation.OpeningSource) *OpeningSourceView {
	if s == nil {
		return nil
	}
	view := OpeningSourceView(*s)
	return &view
}

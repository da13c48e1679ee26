package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/draw"
	"bidroom/server/document"
	"bidroom/server/document/register"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// What may be sent of a panel, in bytes: a table or JSON, and with it, or in
// it as base64, the library's own record.
const (
	panelFileLimit = 1<<20 + rooms.MaxPanelRecord*4/3 + 4
	// PanelLimit bounds all of it.
	PanelLimit = panelFileLimit + rooms.MaxPanelRecord
)

// PreviewPanel says what a panel drawn elsewhere holds, without its people,
// or every fault that it has. Nothing is kept.
func (h *Handlers) PreviewPanel(c *fiber.Ctx, by rooms.Actor) error {
	panel, _, err := h.panel(c)
	if err != nil {
		return err
	}
	found, err := h.Rooms.PreviewPanel(c.UserContext(), by, c.Params("lot"), panel)
	if err != nil {
		return err
	}
	return render(c, PanelPreview{Source: sourceView(found.Source), Seats: found.Seats, Substitutes: found.Substitutes, Deviations: deviationViews(found.Deviations)})
}

// ImportPanel takes a panel that was drawn elsewhere.
func (h *Handlers) ImportPanel(c *fiber.Ctx, by rooms.Actor) error {
	panel, reason, err := h.panel(c)
	if err != nil {
		return err
	}
	id, err := h.Rooms.ImportPanel(c.UserContext(), by, c.Params("lot"), panel, reason)
	if err != nil {
		return err
	}
	return h.renderDraw(c, by, id)
}

// SupplementPanel takes a list of further substitutes.
func (h *Handlers) SupplementPanel(c *fiber.Ctx, by rooms.Actor) error {
	panel, reason, err := h.panel(c)
	if err != nil {
		return err
	}
	if err := h.Rooms.SupplementPanel(c.UserContext(), by, c.Params("draw"), panel, reason); err != nil {
		return err
	}
	return h.Draw(c, by)
}

// PanelTemplate sends an empty table for a panel.
func (h *Handlers) PanelTemplate(c *fiber.Ctx, _ rooms.Actor) error {
	var file bytes.Buffer
	if err := register.WritePanelTemplate(&file, h.Language(c)); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	c.Attachment("panel.xlsx")
	return c.Send(file.Bytes())
}

// panel reads a panel from a request: its JSON as the body, or a form with a
// file of JSON, or a table with what the library says of its draw beside it.
func (h *Handlers) panel(c *fiber.Ctx) (p rooms.Panel, reason string, err error) {
	if strings.HasPrefix(c.Get(fiber.HeaderContentType), fiber.MIMEApplicationJSON) {
		p, err = readPanel("panel.json", c.Body(), h.Language(c))
		if err != nil {
			return p, "", err
		}
		return p, p.PanelFile.Reason, nil
	}
	name, content, err := upload(c, panelFileLimit)
	if err != nil {
		return p, "", err
	}
	if p, err = readPanel(name, content, h.Language(c)); err != nil {
		return p, "", err
	}
	if !isJSON(name) {
		p.Library, p.RecordNo, p.DrawnAt = c.FormValue("library"), c.FormValue("recordNo"), c.FormValue("drawnAt")
		p.DrawnBy = experts.DrawnBy{Body: c.FormValue("body"), Person: c.FormValue("person")}
	}
	if header, err := c.FormFile("record"); err == nil {
		if header.Size > rooms.MaxPanelRecord {
			return p, "", rule.Refuse(rule.TooLarge, "", "file.too_large", "record")
		}
		file, err := header.Open()
		if err != nil {
			return p, "", err
		}
		defer file.Close()
		if p.Record, err = io.ReadAll(file); err != nil {
			return p, "", err
		}
	}
	return p, c.FormValue("reason"), nil
}

func isJSON(name string) bool { return strings.HasSuffix(strings.ToLower(name), ".json") }

// readPanel reads a panel's file, of which the name tells the kind.
func readPanel(name string, content []byte, lang string) (p rooms.Panel, err error) {
	sum := sha256.Sum256(content)
	p.FileHash = hex.EncodeToString(sum[:])
	if !isJSON(name) {
		p.PanelFile, err = readPanelTable(name, content, lang)
		return p, err
	}
	if p.PanelFile, err = experts.ReadPanelFile(content); err == nil && p.PanelFile.Record != nil {
		p.Record = p.PanelFile.Record.Content
	}
	return p, err
}

// readPanelTable reads the rows of a table. What is wrong with one is refused
// by its place alone: a value may be a person's.
func readPanelTable(name string, content []byte, lang string) (*experts.PanelFile, error) {
	rows, err := register.OpenPanel(bytes.NewReader(content), int64(len(content)), name)
	if err != nil {
		return nil, err
	}
	f := new(experts.PanelFile)
	var refusals rule.Collect
	for row, problems := range rows.Rows() {
		for _, p := range problems {
			refusals.Add("", "outside.cell", "rows."+strconv.Itoa(p.Row)+"."+p.Column, "row", strconv.Itoa(p.Row), "text", p.WithoutValue().Text(lang))
		}
		if len(f.Seats)+len(f.Substitutes) > experts.MaxPanelPersons {
			break // and is refused for that
		}
		v := row.Fields
		p := experts.PanelPerson{Name: v["name"], Identity: v["identity"], Phone: v["phone"], Specialties: list(v["specialties"]), Region: v["region"],
			Employer: v["employer"], EmployerCode: v["employer_code"], Row: row.Number}
		if v["seat"] != "" {
			if p.Seat, err = strconv.Atoi(v["seat"]); err != nil || p.Seat < 1 {
				refusals.Add("", "outside.seat", "rows."+strconv.Itoa(row.Number)+".seat", "row", strconv.Itoa(row.Number))
			}
		}
		if v["standing"] == "substitute" {
			f.Substitutes = append(f.Substitutes, p)
		} else {
			f.Seats = append(f.Seats, p)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return f, refusals.Err(rule.Invalid)
}

func sourceView(s draw.Source) PanelSource {
	return PanelSource{Library: s.Library, RecordNo: s.RecordNo, Body: s.Body, Person: s.Person, DrawnMs: s.DrawnMs, File: s.File, Record: s.Record, RecordSize: s.RecordSize}
}

func deviationViews(list []draw.Deviation) (views []PanelDeviation) {
	for _, d := range list {
		views = append(views, PanelDeviation{d.Seat, d.Kind})
	}
	return views
}

// outsideView says what is known of a panel that was drawn elsewhere; nil for
// one drawn here.
func outsideView(d draw.Draw) *OutsideView {
	if d.Source == nil {
		return nil
	}
	view := &OutsideView{Source: sourceView(*d.Source), Substitutes: len(d.Substitutes), Deviations: deviationViews(d.Deviations),
		Arrived: len(d.Unsealed), ListsLeft: draw.MostLists - len(d.Lists)}
	for _, list := range d.Lists {
		view.Lists = append(view.Lists, sourceView(list))
	}
	for i, s := range d.Substitutes {
		sat := slices.ContainsFunc(d.Fillings, func(f draw.Filling) bool { return f.Label == s.Label })
		view.Followers = append(view.Followers, Follower{No: i + 1, For: s.For, Sat: sat})
	}
	return view
}

// drawnOutside returns the standing panel of a lot if a library drew it
// elsewhere, or nil.
func (h *Handlers) drawnOutside(ctx context.Context, lot string) (found *draw.Draw, err error) {
	err = h.Rooms.DB.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Draws(lot)
		if err != nil || len(rows) == 0 {
			return err
		}
		var d draw.Draw
		if err := json.Unmarshal(rows[len(rows)-1].State, &d); err != nil {
			return err
		}
		if d.Source != nil && d.Stage != draw.Void {
			found = &d
		}
		return nil
	})
	return found, err
}

// drawnBy says on paper by whom a panel was drawn.
func drawnBy(s draw.Source) document.OutsideDraw {
	return document.OutsideDraw{Library: s.Library, RecordNo: s.RecordNo, Body: s.Body, Person: s.Person, DrawnAt: ms(s.DrawnMs), File: s.File, Record: s.Record}
}

// outside fills in by whom a panel was drawn that was not drawn here.
func (m *recordMaker) outside() {
	if m.d.Source == nil {
		return
	}
	o := drawnBy(*m.d.Source)
	o.Substitutes = len(m.d.Substitutes)
	for _, d := range m.d.Deviations {
		o.Deviations = append(o.Deviations, m.words("report.seatNo", "seat", strconv.Itoa(d.Seat))+" "+m.words("desk-outside.deviation."+d.Kind))
	}
	for _, list := range m.d.Lists {
		o.Lists = append(o.Lists, drawnBy(list))
	}
	m.record.Outside = &o
}

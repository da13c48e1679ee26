package api

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
	"bidroom/server/document/register"
	"bidroom/server/registry"
	"bidroom/server/rooms"
)

// expertSheets are the sheets that a register file has of experts; photoSheets
// those of one with photos beside it.
var (
	expertSheets = []string{"experts", "affiliations", "offices", "holdings", "relations", "penalties", "libraries", "evidence", "leave", "assessments"}
	photoSheets  = append(slices.Clip(expertSheets), "photos")
)

// ExportExperts is the register's experts as a file that can be imported: all of
// it as Excel, or one sheet as CSV, or a part of them with their photos as ZIP.
func (h *Handlers) ExportExperts(c *fiber.Ctx, by rooms.Actor) error {
	wanted := rooms.ExpertsWanted{Query: registry.Query{Specialty: c.Query("specialty"), Region: c.Query("region"), Status: c.Query("status")}, Sheet: c.Query("sheet")}
	if wanted.Sheet != "" && !slices.Contains(expertSheets, wanted.Sheet) {
		return rule.Refuse(rule.Invalid, "", "register.export_sheet", "sheet")
	}
	zone, err := h.zone(c)
	if err != nil {
		return err
	}
	give := func(add func(register.Row), named func(photo []byte) (string, error)) error {
		return h.Rooms.ExportExperts(c.UserContext(), by, wanted, func(out rooms.ExpertOut) error {
			for _, one := range out.Assessed {
				out.Assessments = append(out.Assessments, one.Past(zone))
			}
			for _, row := range rowsAboutExpert(out.Person) {
				add(row)
			}
			if out.Photo == nil {
				return nil
			}
			name, err := named(out.Photo)
			if err == nil {
				add(register.Row{Sheet: "photos", Fields: map[string]string{"identity": out.Identity, "name": out.Name, "file": name}})
			}
			return err
		})
	}
	if c.Query("part") == "" {
		return h.sendRegister(c, "experts", expertSheets, wanted.Sheet, func(add func(register.Row)) error { return give(add, nil) })
	}
	part, err := strconv.ParseUint(c.Query("part"), 10, 16)
	if err != nil || part < 1 || wanted.Sheet != "" {
		return rule.Refuse(rule.Invalid, "", "register.export_part", "part")
	}
	wanted.Part = int(part)
	return h.sendWithPhotos(c, wanted.Part, give)
}

// sendWithPhotos answers a register file with photos beside it.
func (h *Handlers) sendWithPhotos(c *fiber.Ctx, part int, give func(add func(register.Row), named func(photo []byte) (string, error)) error) error {
	var file, table bytes.Buffer
	archive := register.NewArchive(&file)
	var failed error
	rows := streamed(func(add func(register.Row)) error { return give(add, archive.AddPhoto) }, &failed)
	err := register.WriteSheets(&table, photoSheets, rows, h.Language(c))
	if err = cmp.Or(failed, err); err != nil {
		return err
	}
	if err := archive.Close("experts.xlsx", table.Bytes()); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/zip")
	c.Attachment(fmt.Sprintf("experts-%d.zip", part))
	return c.Send(file.Bytes())
}

// rowsAboutExpert are the rows of a register file that say all that is known of an
// expert; [registerFile.take] reads them.
func rowsAboutExpert(p *rooms.Person) (rows []register.Row) {
	add := func(sheet string, fields map[string]string) {
		fields["identity"], fields["name"] = p.Identity, p.Name
		rows = append(rows, register.Row{Sheet: sheet, Fields: fields})
	}
	add("experts", map[string]string{"phone": p.Phone, "specialties": strings.Join(p.Specialties, ";"), "region": p.Region, "title": p.Title,
		"status": string(p.Status), "until": p.Until.String(), "reason": p.Reason, "decided_by": p.DecidedBy, "despite": p.Despite, "relaxed": relaxedWord(p.Relaxed),
		"education": p.Education, "title_level": p.TitleLevel, "titled_on": p.TitledOn.String(), "field_since": p.FieldSince.String(), "languages": strings.Join(p.Languages, ";"),
		"affiliations_asked": p.AffiliatedOn.String(), "offices_asked": p.AppointedOn.String(), "holdings_asked": p.InvestedOn.String(), "penalties_asked": p.PenalisedOn.String(), "libraries_asked": p.ListedOn.String()})
	for _, a := range p.Affiliations {
		add("affiliations", map[string]string{"company": a.Company, "credit_code": a.CreditCode, "position": a.Position, "from": a.From.String(), "to": a.To.String()})
	}
	for _, a := range p.Offices {
		add("offices", map[string]string{"company": a.Company, "credit_code": a.CreditCode, "office": a.Office, "document": a.Document, "from": a.From.String(), "to": a.To.String()})
	}
	for _, part := range p.Holdings {
		add("holdings", map[string]string{"company": part.Company, "credit_code": part.CreditCode, "percent": part.Percent.String(), "controlling": rooms.SayControlling(part), "document": part.Document, "from": part.From.String(), "to": part.To.String()})
	}
	if p.Related == conflict.DeclaredNone {
		add("relations", map[string]string{"relation": "none", "declared_on": p.RelatedOn.String()})
	}
	if p.Interested == conflict.DeclaredNone {
		add("relations", map[string]string{"relation": "no_interest", "declared_on": p.InterestedOn.String()})
	}
	for _, r := range p.Relations {
		add("relations", map[string]string{"relation": r.Kind, "relative": r.Name, "company": r.Company, "credit_code": r.CreditCode, "position": r.Position, "declared_on": r.DeclaredOn.String()})
	}
	for _, one := range p.Penalties {
		add("penalties", map[string]string{"kind": one.Kind, "document": one.Document, "from": one.From.String(), "to": one.To.String()})
	}
	for _, one := range p.Libraries {
		add("libraries", map[string]string{"library_kind": one.Kind, "library": one.Name, "document": one.Document, "from": one.From.String(), "to": one.To.String()})
	}
	for _, e := range p.Evidence {
		add("evidence", map[string]string{"code": e.Code, "text": e.Text, "on": e.On.String()})
	}
	for _, a := range p.Assessments {
		add("assessments", map[string]string{"evaluation": a.Evaluation, "on": a.On.String(), "by": a.By, "points": a.Total, "full": a.Full, "reason": a.Reason, "reference": a.Reference})
	}
	for _, away := range p.Leave {
		add("leave", map[string]string{"from": away.From.String(), "to": away.To.String()})
	}
	return rows
}

package api

import (
	"bytes"
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
	"bidroom/server/document/register"
	"bidroom/server/rooms"
)

// companySheets are the sheets that a register file has of companies.
var companySheets = append([]string{"companies"}, ofCompany...)

// ExportCompanies is the register's companies as a file that can be imported:
// all of it as Excel, or one sheet as CSV.
func (h *Handlers) ExportCompanies(c *fiber.Ctx, by rooms.Actor) error {
	sheet := c.Query("sheet")
	if sheet != "" && !slices.Contains(companySheets, sheet) {
		return rule.Refuse(rule.Invalid, "", "register.export_sheet", "sheet")
	}
	all, err := h.Rooms.ExportCompanies(c.UserContext(), by, sheet)
	if err != nil {
		return err
	}
	return h.sendRegister(c, "companies", companySheets, sheet, func(add func(register.Row)) error {
		for _, company := range all {
			for _, row := range rowsOf(company) {
				add(row)
			}
		}
		return nil
	})
}

// streamed gives the rows that give adds, one after the other; failed has its
// error once they are all there.
func streamed(give func(add func(register.Row)) error, failed *error) iter.Seq[register.Row] {
	return func(yield func(register.Row) bool) {
		more := true
		*failed = give(func(row register.Row) {
			if more {
				more = yield(row)
			}
		})
	}
}

// sendRegister answers rows as a register file: several sheets as Excel, or one
// as CSV. give adds the rows, one after the other.
func (h *Handlers) sendRegister(c *fiber.Ctx, name string, sheets []string, only string, give func(add func(register.Row)) error) error {
	var file bytes.Buffer
	var failed, err error
	if rows := streamed(give, &failed); only == "" {
		err = register.WriteSheets(&file, sheets, rows, h.Language(c))
	} else {
		err = register.WriteCSV(&file, only, rows, h.Language(c))
	}
	if err = cmp.Or(failed, err); err != nil {
		return err
	}
	if only == "" {
		c.Set(fiber.HeaderContentType, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
		c.Attachment(name + ".xlsx")
	} else {
		c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
		c.Attachment(only + ".csv")
	}
	return c.Send(file.Bytes())
}

func rowsOf(c conflict.Company) (rows []register.Row) {
	add := func(sheet string, fields map[string]string) {
		fields["credit_code"] = c.CreditCode
		rows = append(rows, register.Row{Sheet: sheet, Fields: fields})
	}
	add("companies", map[string]string{"name": c.Name, "former_names": strings.Join(c.FormerNames, ";"), "former_codes": strings.Join(c.FormerCodes, ";"), "legal_representative": c.LegalRepresentative})
	for _, p := range c.People {
		add("people", map[string]string{"name": p.Name, "position": p.Office, "from": p.From.String(), "to": p.To.String()})
	}
	for _, s := range c.Shareholders {
		add("shareholders", map[string]string{"holder": s.Name, "holder_code": s.CreditCode, "percent": s.Percent.String(), "from": s.From.String(), "to": s.To.String()})
	}
	for _, s := range c.Signals {
		add("signals", map[string]string{"signal": s.Kind, "value": rooms.WriteSignal(s)})
	}
	return rows
}

package api

import (
	"bytes"
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/document"
	"bidroom/server/rooms"
)

// AssessmentNotice sends the notice of one assessment, for the expert. The look
// is logged.
func (h *Handlers) AssessmentNotice(c *fiber.Ctx, by rooms.Actor) error {
	cs, members, err := h.Rooms.Assessments(c.UserContext(), by, c.Params("lot"))
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(cs.Lot.TimeZone)
	if err != nil {
		return err
	}
	profile, err := cs.Profile()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(members, func(m rooms.AssessedMember) bool {
		return m.Meeting == c.Query("meeting") && strconv.Itoa(m.Seat) == c.Query("seat")
	})
	j := -1
	if i >= 0 {
		j = slices.IndexFunc(members[i].Given, func(a *evaluation.Assessment) bool { return a.By == c.Query("by") && a.Last().Text != "" })
	}
	if j < 0 {
		return rule.Refuse(rule.NotFound, "", "assessment.none", "seat", "seat", c.Query("seat"))
	}
	notice, err := h.notice(members[i], members[i].Given[j], h.Language(c))
	if err != nil {
		return err
	}
	notice.Heading, notice.Clause = heading(cs.Lot, zone), string(profile.Assessment.Clause)
	var pdf bytes.Buffer
	if err := document.RenderAssessmentNotice(&pdf, notice, h.Language(c)); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/pdf")
	return c.Send(pdf.Bytes())
}

func (h *Handlers) notice(m rooms.AssessedMember, a *evaluation.Assessment, lang string) (n document.AssessmentNotice, err error) {
	last := a.Last()
	sheet, err := evaluation.ReadAssessment(last.Text)
	if err != nil {
		return n, err
	}
	n = document.AssessmentNotice{Seat: m.Seat, Name: m.Name, By: h.Words(lang, "access.role."+a.By, nil), At: ms(last.AtMs), Until: ms(last.UntilMs - 1), Total: sheet.Total(), Full: sheet.Full(), Hash: string(last.Sheet)}
	for _, item := range sheet.Items {
		n.Items = append(n.Items, document.NoticeItem{Item: h.Words(lang, "assessment.item."+item.Item, nil), Mark: item.Mark, Most: item.Most, Reason: item.Reason})
	}
	if r := a.Reply; r != nil {
		n.Reply, n.RepliedOn = r.Text, ms(r.OnMs)
	}
	if r := a.Answer; r != nil {
		n.Answer, n.Upheld = r.Text, r.Upheld
	}
	return n, nil
}

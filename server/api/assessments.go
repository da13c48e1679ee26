package api

import (
	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/rooms"
)

// Assessments shows what was said of a lot's panel. The look is logged.
func (h *Handlers) Assessments(c *fiber.Ctx, by rooms.Actor) error {
	cs, members, err := h.Rooms.Assessments(c.UserContext(), by, c.Params("lot"))
	if err != nil {
		return err
	}
	names, err := h.names(c.UserContext())
	if err != nil {
		return err
	}
	profile, err := cs.Profile()
	if err != nil {
		return err
	}
	p := profile.Assessment
	view := AssessmentsView{LotNumber: cs.Lot.Number, LotName: cs.Lot.Name, Clause: string(p.Clause), Step: p.Step, ReplyDays: p.ReplyDays, Full: evaluation.FullAssessment(p)}
	for _, item := range p.Items {
		view.Items = append(view.Items, AssessmentItem(item))
	}
	if view.By, err = assessedBy(cs, by); err != nil {
		return err
	}
	if p.Assesses(string(by.Role)) && may(by, access.AssessmentMake, cs) {
		view.Own = string(by.Role)
	}
	for _, m := range members {
		one := AssessedMember{Meeting: m.Meeting, Seat: m.Seat, Name: m.Name, Void: m.Void}
		for _, code := range m.Specialties {
			one.Specialties = append(one.Specialties, h.specialtyView(code))
		}
		for _, a := range m.Given {
			given, err := h.assessmentView(a, p, names)
			if err != nil {
				return err
			}
			open := a.Reply == nil && h.Now().UnixMilli() < a.Last().UntilMs
			given.MayMend = open && view.Own == a.By
			given.MayReply = a.Reply == nil && may(by, access.AssessmentReply, cs)
			given.MayEnd = a.Reply != nil && a.Answer == nil && !a.MadeBy(by.Account) && (string(by.Role) == a.By || by.Role == access.Supervisor)
			one.Given = append(one.Given, given)
		}
		view.Members = append(view.Members, one)
	}
	return render(c, view)
}

// assessedBy says how far each role is that the reader may know of.
func assessedBy(c *evaluation.Case, by rooms.Actor) (list []AssessedBy, err error) {
	if !may(by, access.AssessmentRead, c) || len(c.Served()) == 0 {
		return nil, nil
	}
	profile, err := c.Profile()
	if err != nil {
		return nil, err
	}
	for _, role := range profile.Assessment.By {
		if by.Role == access.Agent && role != string(access.Agent) {
			continue
		}
		owed, of, err := c.AssessmentsOwed(role)
		if err != nil {
			return nil, err
		}
		one := AssessedBy{Role: role, Given: of - owed, Of: of}
		for _, a := range c.Assessments {
			if a.By == role && a.Reply != nil && a.Answer == nil {
				one.Waits++
			}
		}
		list = append(list, one)
	}
	return list, nil
}

func (h *Handlers) assessmentView(a *evaluation.Assessment, p rule.Assessment, names map[string]string) (view AssessmentView, err error) {
	view.By = a.By
	for i, v := range a.Versions {
		var marks []AssessmentMark
		total := ""
		if v.Text != "" {
			sheet, err := evaluation.ParseAssessment(v.Text, p)
			if err != nil {
				return view, err
			}
			total = sheet.Total()
			for _, m := range sheet.Items {
				marks = append(marks, AssessmentMark{m.Item, m.Mark, m.Reason})
			}
		}
		if i < len(a.Versions)-1 {
			view.Former = append(view.Former, AssessmentVersionView{v.AtMs, names[v.Actor], total, marks})
			continue
		}
		view.Sheet, view.Total, view.AtMs, view.Person, view.UntilMs, view.Marks = string(v.Sheet), total, v.AtMs, names[v.Actor], v.UntilMs, marks
	}
	if r := a.Reply; r != nil {
		view.Reply = &AssessmentReplyView{r.OnMs, r.AtMs, names[r.Actor], r.Text}
	}
	if r := a.Answer; r != nil {
		view.Answer = &AssessmentAnswerView{r.AtMs, names[r.Actor], r.Upheld, r.Text}
	}
	return view, nil
}

// assesseeIn names whose assessment is spoken of, and the version looked at.
type assesseeIn struct {
	Meeting string `json:"meeting"`
	Seat    int    `json:"seat"`
	By      string `json:"by"`    // role; of a new assessment it is the reader's
	Sheet   string `json:"sheet"` // the datum of the version that was looked at; empty if there is none
}

func (in assesseeIn) assessee() rooms.Assessee {
	return rooms.Assessee{Meeting: in.Meeting, Seat: in.Seat, By: in.By}
}

func sheetOf(marks []AssessmentMark) (sheet evaluation.AssessmentSheet) {
	for _, m := range marks {
		sheet.Items = append(sheet.Items, evaluation.AssessmentMark{Item: m.Item, Mark: m.Mark, Reason: m.Reason})
	}
	return sheet
}

// Assess takes an assessment, or the correction of one.
func (h *Handlers) Assess(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		assesseeIn
		Marks []AssessmentMark `json:"items"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.Assess(c.UserContext(), by, c.Params("lot"), in.assessee(), sheetOf(in.Marks), evaluation.Datum(in.Sheet)); err != nil {
		return err
	}
	return h.Assessments(c, by)
}

// ReplyToAssessment takes what an expert replied.
func (h *Handlers) ReplyToAssessment(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		assesseeIn
		On    string `json:"on"` // yyyy-mm-dd
		Reply string `json:"reply"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.ReplyToAssessment(c.UserContext(), by, c.Params("lot"), in.assessee(), evaluation.Datum(in.Sheet), in.On, in.Reply); err != nil {
		return err
	}
	return h.Assessments(c, by)
}

// AnswerAssessment takes the second person's answer to a reply.
func (h *Handlers) AnswerAssessment(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		assesseeIn
		Reason string           `json:"reason"`
		Marks  []AssessmentMark `json:"items"` // that it is changed to; none if it is upheld
	}](c)
	if err != nil {
		return err
	}
	var changed *evaluation.AssessmentSheet
	if len(in.Marks) > 0 {
		sheet := sheetOf(in.Marks)
		changed = &sheet
	}
	if err := h.Rooms.AnswerAssessment(c.UserContext(), by, c.Params("lot"), in.assessee(), evaluation.Datum(in.Sheet), in.Reason, changed); err != nil {
		return err
	}
	return h.Assessments(c, by)
}

// AssessmentsDue lists what waits for the reader's role.
func (h *Handlers) AssessmentsDue(c *fiber.Ctx, by rooms.Actor) error {
	list, lots, err := h.Rooms.AssessmentsDue(c.UserContext(), by)
	if err != nil {
		return err
	}
	view := AssessmentsDue{}
	for _, due := range list {
		lot := lots[due.LotID]
		view.Lots = append(view.Lots, DueView{due.LotID, lot.Number, lot.Name, due.Given, due.Of, due.Waits, due.SinceMs})
	}
	return render(c, view)
}

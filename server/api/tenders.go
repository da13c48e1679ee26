package api

import (
	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// CreateTender enters a tender.
func (h *Handlers) CreateTender(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		Number      string    `json:"number"`
		Name        string    `json:"name"`
		Entity      PartyView `json:"entity"`
		Agency      PartyView `json:"agency"`
		StartedOn   string    `json:"startedOn"`
		NoticeMedia string    `json:"noticeMedia"`
	}](c)
	if err != nil {
		return err
	}
	id, err := h.Rooms.CreateTender(c.UserContext(), by, rooms.NewTender{Number: in.Number, Name: in.Name, Entity: party(in.Entity), Agency: party(in.Agency),
		StartedOn: in.StartedOn, NoticeMedia: in.NoticeMedia})
	if err != nil {
		return err
	}
	return c.JSON(map[string]string{"id": id})
}

func party(p PartyView) evaluation.Party {
	return evaluation.Party{Name: p.Name, CreditCode: p.CreditCode}
}

// Tenders lists the tenders.
func (h *Handlers) Tenders(c *fiber.Ctx, by rooms.Actor) error {
	offset, limit := paging(c)
	page := Page[TenderBrief]{}
	err := h.Rooms.DB.Read(c.UserContext(), func(tx *store.Tx) error {
		rows, total, err := tx.Tenders(by.Scope, c.Query("q"), offset, limit)
		page.Total = total
		for _, row := range rows {
			page.Items = append(page.Items, TenderBrief{ID: row.ID, Number: row.Number, Name: row.Name, Lots: row.Lots})
		}
		return err
	})
	if err != nil {
		return err
	}
	return render(c, page)
}

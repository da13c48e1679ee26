package api

import (
	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
	"bidroom/server/rooms"
)

// methodIn names a built-in method, or brings a method's file, with what the
// tender documents give it.
type methodIn struct {
	ID     string            `json:"id"`
	Source string            `json:"source"`
	Params map[string]string `json:"params"`
}

func (m methodIn) stated() (stated rooms.StatedMethod, err error) {
	if m.Source != "" {
		return rooms.StatedMethod{Source: []byte(m.Source), Params: m.Params}, nil
	}
	method, err := scoring.Builtin(m.ID)
	if err != nil {
		return stated, rule.Refuse(rule.NotFound, "", "method.unknown", "method", "method", m.ID)
	}
	return rooms.StatedMethod{Source: method.Source(), Params: m.Params}, nil
}

// SetMethod sets a lot's method. Without an id and a file it is the one that
// the lot has, with other params.
func (h *Handlers) SetMethod(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[methodIn](c)
	if err != nil {
		return err
	}
	stated := rooms.StatedMethod{Params: in.Params}
	if in.ID != "" || in.Source != "" {
		if stated, err = in.stated(); err != nil {
			return err
		}
	}
	if err := h.Rooms.SetMethod(c.UserContext(), by, c.Params("lot"), stated); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// Methods lists the built-in methods.
func (h *Handlers) Methods(c *fiber.Ctx, _ rooms.Actor) error {
	page := Page[MethodBrief]{}
	for _, id := range scoring.BuiltinIDs() {
		method, err := scoring.Builtin(id)
		if err != nil {
			return err
		}
		page.Items = append(page.Items, *methodBrief(method, nil))
	}
	page.Total = int64(len(page.Items))
	return render(c, page)
}

// CheckMethod reads a method's file and keeps nothing of it.
func (h *Handlers) CheckMethod(c *fiber.Ctx, _ rooms.Actor) error {
	in, err := decode[struct {
		Source string `json:"source"`
	}](c)
	if err != nil {
		return err
	}
	method, err := scoring.Load([]byte(in.Source))
	if err != nil {
		return err
	}
	return render(c, methodBrief(method, nil))
}

// methodBrief names a method, with what a lot gives it.
func methodBrief(m *scoring.Method, given map[string]string) *MethodBrief {
	b := &MethodBrief{ID: m.ID(), Names: m.Names(), Hash: m.Hash(), Criteria: criterionViews(m)}
	for _, value := range m.Values() {
		b.OpeningValues = append(b.OpeningValues, OpeningValue{value.Key(), value.Names, string(value.Unit)})
	}
	for _, q := range m.Params() {
		param := MethodParam{Key: q.Key(), Names: q.Names, Unit: string(q.Unit), Default: q.Given(q.Default), Min: q.Given(q.Min), Max: q.Given(q.Max),
			OfLot: evaluation.OfLot(q.Key()), Given: given[q.Key()]}
		for _, one := range q.OneOf {
			param.OneOf = append(param.OneOf, q.Given(one))
		}
		b.Params = append(b.Params, param)
	}
	return b
}

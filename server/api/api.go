// Package api turns requests into acts and states into pages' shapes: one
// file for each noun, each handler parses, calls rooms, and renders. Who may
// call a handler is settled before it runs, by the route table in package
// server and by the access table in rooms.
package api

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/server/rooms"
)

// A Handler serves one route for an actor who may call it.
type Handler func(c *fiber.Ctx, by rooms.Actor) error

// decode reads a JSON body into a new T. Unknown fields and a second value
// are refused, with the field where it can be named.
func decode[T any](c *fiber.Ctx) (T, error) {
	var value T
	decoder := json.NewDecoder(bytes.NewReader(c.Body()))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&value); err != nil {
		return value, rule.Refuse(rule.Invalid, "", "request.malformed", "", "detail", err.Error())
	}
	if _, err := decoder.Token(); err != io.EOF {
		return value, rule.Refuse(rule.Invalid, "", "request.malformed", "", "detail", "more than one value")
	}
	return value, nil
}

// render sends a value as JSON. Lists that are empty are sent as [], so that
// a page never meets null where it expects a list.
func render(c *fiber.Ctx, value any) error {
	v := reflect.New(reflect.TypeOf(value)).Elem()
	v.Set(reflect.ValueOf(value))
	fillLists(v)
	return c.JSON(v.Interface())
}

// fillLists puts empty lists and maps where v has none.
func fillLists(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fillLists(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fillLists(v.Field(i))
		}
	case reflect.Slice:
		if v.IsNil() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		for i := range v.Len() {
			fillLists(v.Index(i))
		}
	case reflect.Map:
		if v.IsNil() {
			v.Set(reflect.MakeMap(v.Type()))
		}
	}
}

// fen reads an amount of money sent as a decimal string of fen.
func fen(text, field string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, rule.Refuse(rule.Invalid, "", "money.form", field, "value", text)
	}
	return n, nil
}

// How many of a list stand on one page.
const usualOnPage, mostOnPage = 50, 200

// paging reads ?offset= and ?limit=; at most 200 lines a page, 50 if not said.
func paging(c *fiber.Ctx) (offset, limit int) {
	offset, limit = max(c.QueryInt("offset"), 0), c.QueryInt("limit", usualOnPage)
	return offset, min(max(limit, 1), mostOnPage)
}

// seat reads the seat of the path.
func seat(c *fiber.Ctx) (int, error) {
	no, err := strconv.Atoi(c.Params("seat"))
	if err != nil {
		return 0, rule.Refuse(rule.NotFound, "", "seat.empty", "seat", "seat", c.Params("seat"))
	}
	return no, nil
}

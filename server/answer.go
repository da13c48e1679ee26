package server

import (
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
)

// Words returns the text of a catalogue key in a language, with its
// placeholders filled.
type Words func(lang, key string, args map[string]string) string

// languages are those of the catalogue; the first is spoken to whoever asks
// for none of them.
var languages = []string{"zh-CN", "en"}

// statusOf maps a refusal to HTTP: the one place where that is decided.
var statusOf = map[rule.Kind]int{
	rule.Invalid:         fiber.StatusUnprocessableEntity,
	rule.Unauthenticated: fiber.StatusUnauthorized,
	rule.Forbidden:       fiber.StatusForbidden,
	rule.Premature:       fiber.StatusConflict,
	rule.Stale:           fiber.StatusConflict,
	rule.NotFound:        fiber.StatusNotFound,
	rule.TooLarge:        fiber.StatusRequestEntityTooLarge,
	rule.Busy:            fiber.StatusServiceUnavailable,
}

// A reason is one reason as a page receives it.
type reason struct {
	Clause string            `json:"clause"`
	Code   string            `json:"code"`
	Field  string            `json:"field"`
	Args   map[string]string `json:"args"`
	Text   string            `json:"text"`
}

// answerError answers a refusal with every reason in words, and anything else
// as a fault: a number for the person, the whole chain for the diagnostics.
func (s *Server) answerError(c *fiber.Ctx, err error) error {
	c.Set(fiber.HeaderCacheControl, "no-store")
	refusal := asRefusal(err)
	if refusal == nil {
		number, _ := c.Locals(localNumber).(string)
		s.config.Log.Error("fault", "number", number, "route", c.Route().Path, slog.Any("error", err))
		return c.Status(fiber.StatusInternalServerError).JSON(map[string]string{"fault": number})
	}
	lang := Language(c)
	reasons := make([]reason, len(refusal.Reasons))
	for i, r := range refusal.Reasons {
		reasons[i] = reason{Clause: string(r.Clause), Code: r.Code, Field: r.Field, Args: r.Args, Text: s.config.Words.Reason(lang, r)}
		if r.Args == nil {
			reasons[i].Args = map[string]string{}
		}
		if seconds, ok := r.Args["seconds"]; ok && refusal.Kind == rule.Busy {
			c.Set(fiber.HeaderRetryAfter, seconds)
		}
	}
	status, ok := statusOf[refusal.Kind]
	if !ok {
		status = fiber.StatusUnprocessableEntity
	}
	return c.Status(status).JSON(map[string]any{"kind": refusal.Kind.String(), "reasons": reasons})
}

// areaOf says which arguments of a reason are not words but names of things
// that have words: a list of them is joined by commas.
var areaOf = map[string]string{
	"stage": "stage.", "needed": "stage.", "next": "stage.",
	"role": "access.role.", "may": "access.role.", "held": "access.role.",
	"kind": "access.kind.", "action": "access.action.",
	"list": "company.list.",
}

// Reason returns what a reason says, in a language.
func (w Words) Reason(lang string, r rule.Reason) string {
	args := make(map[string]string, len(r.Args))
	for name, value := range r.Args {
		if area, ok := areaOf[name]; ok {
			value = w.list(lang, area, value)
		}
		args[name] = value
	}
	return w(lang, "refusal."+r.Code, args)
}

func (w Words) list(lang, area, names string) string {
	list := strings.Split(names, ",")
	for i, name := range list {
		switch key := area + name; {
		case name == "":
			list[i] = w(lang, "access.centre", nil)
		default:
			if text := w(lang, key, nil); text != key { // a key without words comes back as it is
				list[i] = text
			}
		}
	}
	return strings.Join(list, w(lang, "access.and", nil))
}

// Language returns the language to answer in: the cookie "lang", else the
// first of Accept-Language that there are words for.
func Language(c *fiber.Ctx) string {
	if lang := c.Cookies("lang"); lang == languages[0] || lang == languages[1] {
		return lang
	}
	for _, wanted := range strings.Split(c.Get(fiber.HeaderAcceptLanguage), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(wanted), ";")
		for _, lang := range languages {
			if len(tag) >= 2 && strings.EqualFold(tag[:2], lang[:2]) {
				return lang
			}
		}
	}
	return languages[0]
}

// number returns a number for a request, by which its fault is found.
func (s *Server) number() (string, error) {
	random := make([]byte, 6)
	if _, err := io.ReadFull(s.config.Random, random); err != nil {
		return "", fmt.Errorf("server: %w", err)
	}
	return strings.ToUpper(hex.EncodeToString(random)), nil
}

func stack() []byte { return debug.Stack() }

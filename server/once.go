package server

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bidroom/server/auth"
)

// once carries a request out that may be a repetition: a page sends the same
// Idempotency-Key again when it saw no answer. What was carried out is
// answered as it was the first time. Who has not signed in sends nothing that
// could be repeated, and to PUT a thing twice is to put it once.
func (s *Server) once(c *fiber.Ctx, who auth.Who, handler Handler) error {
	key := c.Get("Idempotency-Key")
	if key == "" || safe(c.Method()) || c.Method() == fiber.MethodPut || who.By == auth.Nobody {
		return handler(c, who)
	}
	claim, err := auth.NewClaim(who, key, requestHash(c))
	if err != nil {
		return err
	}
	answer, err := s.config.Answers.Answered(c.UserContext(), claim)
	if err != nil {
		return err
	}
	if answer != nil {
		return send(c, answer)
	}
	ctx := c.UserContext()
	c.SetUserContext(auth.Claiming(ctx, claim))
	err = handler(c, who)
	c.SetUserContext(ctx)
	if auth.Repeated(err) {
		if answer, err = s.config.Answers.Answered(ctx, claim); err != nil || answer == nil {
			return errors.Join(err, fmt.Errorf("server: a request that was carried out has no claim: %w", err))
		}
		return send(c, answer)
	}
	if !claim.Kept() {
		return err // nothing was done
	}
	if err != nil { // in part it was: what is said of it stays said
		if err := s.answerError(c, err); err != nil {
			return err
		}
	}
	if len(c.Response().Header.Peek(fiber.HeaderSetCookie)) > 0 {
		return nil // a cookie is given once
	}
	err = s.config.Answers.KeepAnswer(ctx, claim, auth.Answer{Status: c.Response().StatusCode(),
		Type: string(c.Response().Header.ContentType()), Body: c.Response().Body()})
	if err != nil { // the act stands; a repetition is told that it was done
		s.config.Log.Error("keeping an answer", "route", c.Route().Path, slog.Any("error", err))
	}
	return nil
}

func send(c *fiber.Ctx, a *auth.Answer) error {
	c.Set(fiber.HeaderContentType, a.Type)
	return c.Status(a.Status).Send(a.Body)
}

// requestHash is the same for the same request. Of a form only the length
// counts: a browser writes another boundary into it each time.
func requestHash(c *fiber.Ctx) string {
	body := "length " + strconv.Itoa(len(c.Body()))
	if !strings.HasPrefix(c.Get(fiber.HeaderContentType), fiber.MIMEMultipartForm) {
		sum := sha256.Sum256(c.Body())
		body = hex.EncodeToString(sum[:])
	}
	sum := sha256.Sum256([]byte(c.Method() + " " + c.OriginalURL() + "\n" + body))
	return hex.EncodeToString(sum[:])
}

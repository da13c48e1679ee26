package server

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/server/auth"
)

// takeBody counts a body: fasthttp enforces no limit on a streamed one, and
// every body is streamed here so that a route can set its own. A short one is
// read whole, for c.Body(); that of a route with Stream is left for the
// handler under [Body].
//
// A compressed one is refused: what reads it later would write it out whole,
// whatever it comes to.
func takeBody(c *fiber.Ctx, r Route) error {
	if len(c.Request().Header.ContentEncoding()) > 0 {
		return rule.Refuse(rule.Invalid, "", "request.encoded", "")
	}
	stream := c.Context().RequestBodyStream()
	if stream == nil {
		if int64(len(c.Body())) > r.Limit {
			return tooLarge(r.Limit)
		}
		stream = bytes.NewReader(c.Body())
	}
	if length := c.Request().Header.ContentLength(); int64(length) > r.Limit {
		return tooLarge(r.Limit)
	}
	if c.Request().Header.ContentLength() < 0 && r.Limit > DefaultLimit && !r.Stream {
		return rule.Refuse(rule.Invalid, "", "request.length", "") // it would be held up to the limit before it is found too large
	}
	counted := &countedBody{from: stream, left: r.Limit, limit: r.Limit}
	if r.Stream {
		c.Locals(localBody, io.Reader(counted))
		return nil
	}
	body, err := io.ReadAll(counted)
	var refusal *rule.Refusal
	if errors.As(err, &refusal) {
		return err
	}
	if err != nil {
		return rule.Refuse(rule.Invalid, "", "request.broken", "")
	}
	c.Request().SetBodyRaw(body)
	return nil
}

// Body returns the body of a request to a route with Stream. Reading past the
// route's limit returns a *[rule.Refusal] of kind TooLarge.
func Body(c *fiber.Ctx) (io.Reader, error) {
	body, ok := c.Locals(localBody).(io.Reader)
	if !ok {
		return nil, fmt.Errorf("server: the route %s does not stream its body", c.Route().Path)
	}
	return body, nil
}

type countedBody struct {
	from        io.Reader
	left, limit int64
}

// Read reads one byte beyond the limit at most, to tell a body that ends at
// the limit from one that goes on.
func (b *countedBody) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, tooLarge(b.limit)
	}
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.from.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n - 1, tooLarge(b.limit)
	}
	return n, err
}

// drainMost bounds what is read of a body that is not wanted.
const drainMost = 1 << 30

// drain reads what is left of a refused body. A browser that is still sending
// when the connection is closed never reads the answer, and tells the person
// that the network failed. Who has not signed in is not worth it.
func drain(c *fiber.Ctx) error {
	who, _ := c.Locals(localWho).(auth.Who)
	stream := c.Context().RequestBodyStream()
	if stream == nil || who.By == auth.Nobody {
		return nil
	}
	_, err := io.CopyN(io.Discard, stream, drainMost)
	if err == io.EOF {
		return nil
	}
	return err
}

func tooLarge(limit int64) error {
	size := strconv.FormatInt(limit>>20, 10) + " MiB"
	if limit < 1<<20 {
		size = strconv.FormatInt(limit>>10, 10) + " KiB"
	}
	return rule.Refuse(rule.TooLarge, "", "request.large", "", "most", size)
}

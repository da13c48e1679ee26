package api

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"iter"

	"github.com/gofiber/fiber/v2"

	"bidroom/server/evidence"
	"bidroom/server/rooms"
)

// Export sends a lot's evidence file: the public one, or with ?full=1 the full
// one, which goes to the authority.
func (h *Handlers) Export(c *fiber.Ctx, by rooms.Actor) error {
	lot, full := c.Params("lot"), c.Query("full") == "1"
	x, err := h.Rooms.Export(c.UserContext(), by, lot, full)
	if err != nil {
		return err
	}
	b := evidence.Bundle{Centre: h.Rooms.Centre, Lot: lot, LogKey: h.LogKey, MadeAtMs: x.AtMs, Scope: evidence.Public,
		Checkpoint: x.Checkpoint, Log: each(x.Entries), Leaves: each(x.Leaves), CentreCheckpoint: x.CentreCheckpoint}
	if full {
		b.Scope = evidence.Full
	}
	for _, e := range x.CentreEntries {
		b.CentreEntries = append(b.CentreEntries, evidence.Excerpt{Entry: e.Bytes, Proof: e.Proof})
	}
	for _, o := range x.Openings {
		b.Openings = append(b.Openings, evidence.Opening(o))
	}
	for _, d := range x.Draws {
		b.Draws = append(b.Draws, evidence.Draw(d))
	}
	for _, hash := range x.Files {
		file, err := h.Files.Open(hash)
		if errors.Is(err, fs.ErrNotExist) {
			continue // the verifier says that it is not contained
		}
		if err != nil {
			return err
		}
		if err := file.Close(); err != nil {
			return err
		}
		b.Files = append(b.Files, evidence.Attachment{Hash: hash, Open: func() (io.ReadCloser, error) { return h.Files.Open(hash) }})
	}
	var file bytes.Buffer
	if err := evidence.Write(&file, b); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/zip")
	c.Attachment("evidence.zip")
	return c.Send(file.Bytes())
}

func each[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, one := range list {
			if !yield(one, nil) {
				return
			}
		}
	}
}

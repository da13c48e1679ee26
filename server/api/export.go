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
	"bidroom/server/store/files"
)

// Export sends a lot's evidence file: the public one, or with ?full=1 the full
// one, which goes to the authority.
func (h *Handlers) Export(c *fiber.Ctx, by rooms.Actor) error {
	x, err := h.Rooms.Export(c.UserContext(), by, c.Params("lot"), c.Query("full") == "1")
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := WriteEvidence(&file, h.Files, x); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/zip")
	c.Attachment("evidence.zip")
	return c.Send(file.Bytes())
}

// WriteEvidence writes what was exported as an evidence file. Of the files
// that entries name, those that are not kept are left out, and the verifier
// says so.
func WriteEvidence(w io.Writer, kept *files.Store, x *rooms.Exported) error {
	b := evidence.Bundle{Centre: x.Centre, Lot: x.Lot, LogKey: x.LogKey, MadeAtMs: x.AtMs, Scope: evidence.Public,
		Checkpoint: x.Checkpoint, Log: each(x.Entries), Leaves: each(x.Leaves), CentreCheckpoint: x.CentreCheckpoint}
	if x.Full {
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
		file, err := kept.Open(hash)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if err := file.Close(); err != nil {
			return err
		}
		b.Files = append(b.Files, evidence.Attachment{Hash: hash, Open: func() (io.ReadCloser, error) { return kept.Open(hash) }})
	}
	return evidence.Write(w, b)
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

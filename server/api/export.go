package api

import (
	"bytes"
	"encoding/base64"

	"github.com/gofiber/fiber/v2"

	"bidroom/server/evidence"
	"bidroom/server/rooms"
)

// Export sends a lot's evidence file: the public one, or with ?full=1 the full
// one, which goes to the authority.
func (h *Handlers) Export(c *fiber.Ctx, by rooms.Actor) error {
	full := c.Query("full") == "1"
	x, err := h.Rooms.Export(c.UserContext(), by, c.Params("lot"), full)
	if err != nil {
		return err
	}
	b := &evidence.Bundle{Manifest: evidence.Manifest{Version: "1", Centre: h.Rooms.Centre, Lot: c.Params("lot"), Contents: evidence.Public, Key: h.LogKey},
		Entries: x.Entries, Checkpoint: x.Checkpoint, CentreEntry: x.CentreEntry, CentreCheckpoint: x.CentreCheckpoint, Openings: x.Openings, Pools: x.Pools}
	if full {
		b.Manifest.Contents = evidence.Full
	}
	for _, hash := range x.CentreProof {
		b.CentreProof = append(b.CentreProof, base64.StdEncoding.EncodeToString(hash[:]))
	}
	var file bytes.Buffer
	if err := evidence.Write(&file, b); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/zip")
	c.Attachment("evidence.zip")
	return c.Send(file.Bytes())
}

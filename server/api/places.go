package api

import (
	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/server/auth"
	"bidroom/server/live"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// PlacesOf lists the rooms with their kiosks.
func (h *Handlers) PlacesOf(c *fiber.Ctx, by rooms.Actor) error {
	page := Page[RoomView]{}
	err := h.Rooms.DB.Read(c.UserContext(), func(tx *store.Tx) error {
		list, err := tx.Rooms(by.Scope)
		if err != nil {
			return err
		}
		for _, room := range list {
			view, err := h.roomView(tx, by, room)
			if err != nil {
				return err
			}
			page.Items = append(page.Items, view)
		}
		page.Total = int64(len(list))
		return nil
	})
	if err != nil {
		return err
	}
	return render(c, page)
}

// roomView shows a room with its kiosks, and which meeting runs there: of one of
// another centre than the reader sees, that it does, and whose it is.
func (h *Handlers) roomView(tx *store.Tx, by rooms.Actor, room store.Room) (RoomView, error) {
	view := RoomView{ID: room.ID, Name: room.Name, Seats: room.Seats, Offered: room.Offered, Version: room.Version}
	centre, err := tx.Centre(room.CentreID)
	if err != nil {
		return view, err
	}
	view.Centre = centre.Name
	running, err := tx.RunningLots(room.ID)
	if err != nil {
		return view, err
	}
	if len(running) > 0 {
		lot, err := tx.Lot(running[0])
		if err != nil {
			return view, err
		}
		if by.Scope.Sees(lot.CentreID) {
			view.Lot = lot.ID
		} else if centre, err = tx.Centre(lot.CentreID); err != nil {
			return view, err
		} else {
			view.Guest = centre.Name
		}
	}
	kiosks, err := tx.Kiosks()
	if err != nil {
		return view, err
	}
	present := map[string]bool{}
	for _, p := range h.Hub.Present(live.TopicRoom + room.ID) {
		present[p.Kiosk] = true
	}
	for _, k := range kiosks {
		if k.RoomID == room.ID {
			one := kioskView(k)
			one.Online = present[k.ID]
			view.Kiosks = append(view.Kiosks, one)
		}
	}
	return view, nil
}

func kioskView(k store.Kiosk) KioskView {
	return KioskView{ID: k.ID, Room: k.RoomID, Seat: k.Seat, Name: k.Name, Fingerprint: k.Fingerprint, PairedMs: k.PairedAt}
}

// RemoteRooms lists the rooms that the remote seats of a lot can be in.
func (h *Handlers) RemoteRooms(c *fiber.Ctx, by rooms.Actor) error {
	list, centres, err := h.Rooms.RoomsOffered(c.UserContext(), c.Params("lot"))
	if err != nil {
		return err
	}
	page := Page[RemoteRoom]{Total: int64(len(list))}
	for i, room := range list {
		page.Items = append(page.Items, RemoteRoom{ID: room.ID, Name: room.Name, Centre: centres[i], Seats: room.Seats})
	}
	return render(c, page)
}

type roomIn struct {
	Name    string `json:"name"`
	Seats   int    `json:"seats"`
	Offered bool   `json:"offered"`
	Version int64  `json:"version"`
}

// CreateRoom enters a room.
func (h *Handlers) CreateRoom(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[roomIn](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.SaveRoom(c.UserContext(), by, store.Room{Name: in.Name, Seats: in.Seats, Offered: in.Offered}); err != nil {
		return err
	}
	return h.PlacesOf(c, by)
}

// ChangeRoom changes a room.
func (h *Handlers) ChangeRoom(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[roomIn](c)
	if err != nil {
		return err
	}
	if err := h.Rooms.SaveRoom(c.UserContext(), by, store.Room{ID: c.Params("room"), Name: in.Name, Seats: in.Seats, Offered: in.Offered, Version: in.Version}); err != nil {
		return err
	}
	return h.PlacesOf(c, by)
}

func pairingView(p store.Pairing) PairingView {
	return PairingView{ID: p.ID, Fingerprint: p.Fingerprint, CreatedMs: p.CreatedAt, ExpiresMs: p.CreatedAt + auth.PairingTime.Milliseconds(), Kiosk: p.KioskID}
}

// RequestPairing takes a kiosk's public key.
func (h *Handlers) RequestPairing(c *fiber.Ctx, _ auth.Who) error {
	in, err := decode[struct {
		PublicKey string `json:"publicKey"`
	}](c)
	if err != nil {
		return err
	}
	p, err := h.Auth.RequestPairing(c.UserContext(), in.PublicKey)
	if err != nil {
		return err
	}
	h.Rooms.Tell(live.TopicCentre, "changed", map[string]string{"pairing": p.ID}) // of no centre, until somebody there confirms it
	return render(c, pairingView(p))
}

// Pairing shows a kiosk how its request stands.
func (h *Handlers) Pairing(c *fiber.Ctx, _ auth.Who) error {
	p, err := h.Auth.Pairing(c.UserContext(), c.Params("pairing"))
	if err != nil {
		return err
	}
	return render(c, pairingView(p))
}

// Pairings lists the kiosks that ask to be paired.
func (h *Handlers) Pairings(c *fiber.Ctx, _ auth.Who) error {
	list, err := h.Auth.Pairings(c.UserContext())
	if err != nil {
		return err
	}
	page := Page[PairingView]{Total: int64(len(list))}
	for _, p := range list {
		page.Items = append(page.Items, pairingView(p))
	}
	return render(c, page)
}

// ConfirmPairing gives a kiosk its place.
func (h *Handlers) ConfirmPairing(c *fiber.Ctx, who auth.Who) error {
	in, err := decode[struct {
		Room string `json:"room"`
		Seat int    `json:"seat"`
		Name string `json:"name"`
	}](c)
	if err != nil {
		return err
	}
	k, err := h.Auth.ConfirmPairing(c.UserContext(), who, c.Params("pairing"), in.Room, in.Seat, in.Name)
	if err != nil {
		return err
	}
	h.Rooms.Tell(live.TopicCentre+":"+who.Centre, "changed", map[string]string{"kiosk": k.ID})
	return render(c, kioskView(k))
}

// RevokeKiosk ends a kiosk.
func (h *Handlers) RevokeKiosk(c *fiber.Ctx, who auth.Who) error {
	in, err := decode[withReason](c)
	if err != nil {
		return err
	}
	if err := h.Auth.RevokeKiosk(c.UserContext(), who, c.Params("kiosk"), in.Reason); err != nil {
		return err
	}
	h.Hub.Drop(c.Params("kiosk"))
	return c.SendStatus(fiber.StatusNoContent)
}

// Challenge gives a kiosk what it has to sign.
func (h *Handlers) Challenge(c *fiber.Ctx, _ auth.Who) error {
	in, err := decode[struct {
		PublicKey string `json:"publicKey"`
	}](c)
	if err != nil {
		return err
	}
	challenge, err := h.Auth.Challenge(c.UserContext(), in.PublicKey)
	if err != nil {
		return err
	}
	return c.JSON(map[string]string{"challenge": challenge})
}

// BeginKiosk opens a kiosk's session.
func (h *Handlers) BeginKiosk(c *fiber.Ctx, _ auth.Who) error {
	in, err := decode[struct {
		PublicKey string `json:"publicKey"`
		Challenge string `json:"challenge"`
		Signature string `json:"signature"`
	}](c)
	if err != nil {
		return err
	}
	token, expires, err := h.Auth.BeginKiosk(c.UserContext(), in.PublicKey, in.Challenge, in.Signature)
	if err != nil {
		return err
	}
	return c.JSON(map[string]any{"token": token, "expiresMs": expires})
}

// unknown turns an absent row into a refusal.
func unknown(err error, code string) error {
	if err == store.ErrAbsent {
		return rule.Refuse(rule.NotFound, "", code, "")
	}
	return err
}

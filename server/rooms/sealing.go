package rooms

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"

	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/keys"
	"bidroom/server/store"
)

// unseal gives the draw what stands behind its labels. It is used for
// filling, inviting, re-checking and checking in, each of which is an entry.
func (d *drawn) unseal() ([]draw.Opened, error) {
	key, err := d.s.Box.UnwrapDraw(d.row.ID, d.row.KeyWrapped)
	if err != nil {
		return nil, err
	}
	return openPool(key, d.row, &d.Draw)
}

func openPool(key keys.DrawKey, row store.Draw, d *draw.Draw) ([]draw.Opened, error) {
	pool, err := openSealed(key, row)
	if err != nil {
		return nil, err
	}
	if d.Source != nil {
		return openPersons(pool.Outside.Persons, d)
	}
	return pool.Opened, d.Reveal(pool.Opened)
}

func openSealed(key keys.DrawKey, row store.Draw) (pool sealedPool, err error) {
	packed, err := key.OpenDraw(row.ID, row.Sealed)
	if err != nil {
		return pool, err
	}
	if err := unpack(packed, &pool); err != nil {
		return pool, fmt.Errorf("pool of draw %s: %w", row.ID, err)
	}
	return pool, nil
}

// A sealedPool is what is sealed to a draw's key and unsealed with each use of
// it. The others are those who bade for the tender's other lots when the pool
// was formed.
type sealedPool struct {
	Opened  []draw.Opened
	Others  []conflict.Company
	Outside *outside `json:",omitempty"` // of a panel that was drawn elsewhere
}

// A sealedRegister is what of the register a pool was formed from: everyone
// considered, by id, every company, and, if the plan limits it, the services
// that can bear on the pool, so that the exclusions can be computed again. It is
// sealed too, and unsealed for that only.
type sealedRegister struct {
	Candidates []conflict.Expert
	Companies  []conflict.Company
	Services   []experts.Service `json:",omitempty"`
}

// seal gives the draw a key of its own and seals to it what stands behind its
// labels.
func (d *drawn) seal(pool sealedPool, register sealedRegister) error {
	key, wrapped, err := d.s.Box.NewDrawKey(d.row.ID)
	if err != nil {
		return err
	}
	if err := d.sealWith(key, pool); err != nil {
		return err
	}
	if err := d.sealRegister(key, register, pieceOfRegister); err != nil {
		return err
	}
	d.row.KeyWrapped = wrapped
	d.row.Halves, err = d.halves(key)
	return err
}

func (d *drawn) sealWith(key keys.DrawKey, pool sealedPool) error {
	packed, err := pack(pool)
	if err != nil {
		return err
	}
	d.row.Sealed, err = d.s.Box.SealDraw(key, d.row.ID, packed)
	return err
}

// pieceOfRegister is how many bytes of a sealed register go to the database at
// once: MariaDB takes no more than max_allowed_packet.
const pieceOfRegister = 4 << 20

func (d *drawn) sealRegister(key keys.DrawKey, r sealedRegister, size int) error {
	packed, err := pack(r)
	if err != nil {
		return err
	}
	no := 0
	for piece := range slices.Chunk(packed, size) {
		sealed, err := d.s.Box.SealDraw(key, pieceName(d.row.ID, no), piece)
		if err != nil {
			return err
		}
		if err := d.InsertDrawRegister(d.row.ID, no, sealed); err != nil {
			return err
		}
		no++
	}
	return nil
}

// pieceName is what a piece is sealed for: none takes the place of another.
func pieceName(draw string, no int) string { return draw + "/register/" + strconv.Itoa(no) }

// openRegister unseals what of the register a draw's pool was formed from.
func openRegister(tx *store.Tx, key keys.DrawKey, draw string) (r sealedRegister, err error) {
	pieces, err := tx.DrawRegister(draw)
	if err != nil {
		return r, err
	}
	var packed []byte
	for no, sealed := range pieces {
		piece, err := key.OpenDraw(pieceName(draw, no), sealed)
		if err != nil {
			return r, fmt.Errorf("register of draw %s: %w", draw, err)
		}
		packed = append(packed, piece...)
	}
	if err := unpack(packed, &r); err != nil {
		return r, fmt.Errorf("register of draw %s: %w", draw, err)
	}
	return r, nil
}

// pack writes a value as gzipped JSON. While it is written nobody else may
// write, so that it is packed fast rather than tight.
func pack(value any) ([]byte, error) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if err := json.NewEncoder(w).Encode(value); err != nil {
		return nil, err
	}
	err = w.Close()
	return packed.Bytes(), err
}

// unpack reads what pack wrote, all of it.
func unpack(packed []byte, into any) error {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

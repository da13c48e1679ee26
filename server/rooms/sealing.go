package rooms

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/keys"
	"bidroom/server/registry"
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
	values := registry.NewUnpacked(packed)
	if err = values.Value(&pool); err == nil {
		pool.Opened, err = registry.List[draw.Opened](values, pool.Size)
	}
	if err = cmp.Or(err, values.End()); err != nil {
		return pool, fmt.Errorf("pool of draw %s: %w", row.ID, err)
	}
	return pool, nil
}

// A sealedPool is what is sealed to a draw's key and unsealed with each use of
// it. The others are those who bade for the tender's other lots when the pool
// was formed.
type sealedPool struct {
	Opened  []draw.Opened `json:"-"` // they follow
	Size    int           // of them
	Others  []conflict.Company
	Outside *outside `json:",omitempty"` // of a panel that was drawn elsewhere
}

// A sealedRegister is what of the register a pool was formed from: everyone
// considered, by id, and, if the plan limits it, the services that can bear on
// the pool, so that the exclusions can be computed again. It is sealed too, and
// unsealed for that only. Everyone considered follows it, and every company, in
// lists of any length.
type sealedRegister struct {
	Candidates []conflict.Expert `json:"-"`
	Considered int
	Services   []experts.Service `json:",omitempty"`
	Companies  int
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
	companies, err := d.s.Registry.Companies(d.Tx)
	if err != nil {
		return err
	}
	lists, err := companies.Packed()
	if err != nil {
		return err
	}
	register.Companies = len(companies.List)
	if err := d.sealRegister(key, register, lists, pieceOfRegister); err != nil {
		return err
	}
	d.row.KeyWrapped = wrapped
	d.row.Halves, err = d.halves(key)
	return err
}

func (d *drawn) sealWith(key keys.DrawKey, pool sealedPool) error {
	pool.Size = len(pool.Opened)
	head, err := registry.Pack(pool)
	if err != nil {
		return err
	}
	opened, err := registry.PackList(pool.Opened)
	if err != nil {
		return err
	}
	d.row.Sealed, err = d.s.Box.SealDraw(key, d.row.ID, slices.Concat(head, opened))
	return err
}

// pieceOfRegister is how many bytes of a sealed register go to the database at
// once: MariaDB takes no more than max_allowed_packet.
const pieceOfRegister = 4 << 20

func (d *drawn) sealRegister(key keys.DrawKey, r sealedRegister, lists [][]byte, size int) error {
	r.Considered = len(r.Candidates)
	head, err := registry.Pack(r)
	if err != nil {
		return err
	}
	considered, err := registry.PackList(r.Candidates)
	if err != nil {
		return err
	}
	no := 0
	for piece := range inPieces(append([][]byte{head, considered}, lists...), size) {
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

// inPieces cuts what stands one behind the other into pieces of a size, each of
// which is the next one's room.
func inPieces(texts [][]byte, size int) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		piece := make([]byte, 0, size)
		for _, text := range texts {
			for len(text) > 0 {
				n := min(len(text), size-len(piece))
				piece, text = append(piece, text[:n]...), text[n:]
				if len(piece) < size {
					continue
				}
				if !yield(piece) {
					return
				}
				piece = piece[:0]
			}
		}
		if len(piece) > 0 {
			yield(piece)
		}
	}
}

// pieceName is what a piece is sealed for: none takes the place of another.
func pieceName(draw string, no int) string { return draw + "/register/" + strconv.Itoa(no) }

// openRegister unseals what of the register a draw's pool was formed from.
func openRegister(tx *store.Tx, key keys.DrawKey, draw string) (r sealedRegister, companies []conflict.Company, err error) {
	pieces, err := tx.DrawRegister(draw)
	if err != nil {
		return r, nil, err
	}
	var packed []byte
	for no, sealed := range pieces {
		piece, err := key.OpenDraw(pieceName(draw, no), sealed)
		if err != nil {
			return r, nil, fmt.Errorf("register of draw %s: %w", draw, err)
		}
		packed = append(packed, piece...)
	}
	if r, companies, err = unpackRegister(packed); err != nil {
		return r, nil, fmt.Errorf("register of draw %s: %w", draw, err)
	}
	return r, companies, nil
}

func unpackRegister(packed []byte) (r sealedRegister, companies []conflict.Company, err error) {
	values := registry.NewUnpacked(packed)
	if err := values.Value(&r); err != nil {
		return r, nil, err
	}
	if r.Candidates, err = registry.List[conflict.Expert](values, r.Considered); err != nil {
		return r, nil, err
	}
	if companies, err = registry.List[conflict.Company](values, r.Companies); err != nil {
		return r, nil, err
	}
	return r, companies, values.End()
}

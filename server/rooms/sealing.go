package rooms

import (
	"encoding/json"
	"fmt"

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
	text, err := key.OpenDraw(row.ID, row.Sealed)
	if err != nil {
		return pool, err
	}
	if err := json.Unmarshal(text, &pool); err != nil {
		return pool, fmt.Errorf("pool of draw %s: %w", row.ID, err)
	}
	return pool, nil
}

// A sealedPool is what is sealed to a draw's key. The companies are those of
// the register when the pool was formed, and the others those who bade for the
// tender's other lots then, so that the exclusions can be computed again.
type sealedPool struct {
	Opened     []draw.Opened
	Clearances []experts.Clearance
	Companies  []conflict.Company
	Others     []conflict.Company
	Outside    *outside `json:",omitempty"` // of a panel that was drawn elsewhere
}

// seal gives the draw a key of its own and seals to it what stands behind its
// labels.
func (d *drawn) seal(pool sealedPool) error {
	key, wrapped, err := d.s.Box.NewDrawKey(d.row.ID)
	if err != nil {
		return err
	}
	if err := d.sealWith(key, pool); err != nil {
		return err
	}
	d.row.KeyWrapped = wrapped
	d.row.Halves, err = d.halves(key)
	return err
}

func (d *drawn) sealWith(key keys.DrawKey, pool sealedPool) error {
	text, err := json.Marshal(pool)
	if err != nil {
		return err
	}
	d.row.Sealed, err = d.s.Box.SealDraw(key, d.row.ID, text)
	return err
}

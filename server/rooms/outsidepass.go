package rooms

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/access"
	"bidroom/server/store"
)

// openPersons gives a draw what its seats need of persons drawn elsewhere.
func openPersons(persons []draw.OpenedPerson, d *draw.Draw) ([]draw.Opened, error) {
	opened, err := experts.Persons(persons, d.Seats)
	if err != nil {
		return nil, err
	}
	d.RevealPersons(opened)
	return opened, nil
}

// person returns who stands behind a label.
func (o *outside) person(label string) (opened draw.OpenedPerson, p draw.Person, err error) {
	i := slices.IndexFunc(o.Persons, func(one draw.OpenedPerson) bool { return one.Label == label })
	if i < 0 {
		return opened, p, fmt.Errorf("label %s: nobody stands behind it", label)
	}
	p, err = o.Persons[i].Person()
	return o.Persons[i], p, err
}

// name returns the name of who stands behind a label; nothing for that of an
// open seat.
func (o *outside) name(label string) (string, error) {
	if label == "" {
		return "", nil
	}
	_, p, err := o.person(label)
	return p.Name, err
}

// outside unseals what was imported with the draw.
func (d *drawn) outside() (*outside, error) {
	key, err := d.s.Box.UnwrapDraw(d.row.ID, d.row.KeyWrapped)
	if err != nil {
		return nil, err
	}
	pool, err := openSealed(key, d.row)
	if err != nil {
		return nil, err
	}
	return pool.Outside, nil
}

// personBehind is behind of a panel that was drawn elsewhere.
func (d *drawn) personBehind(label string) (e conflict.Expert, opening evaluation.Opening, err error) {
	sealed, err := d.outside()
	if err != nil {
		return e, opening, err
	}
	o, p, err := sealed.person(label)
	if err != nil {
		return e, opening, err
	}
	e, err = d.candidate(label, p)
	return e, evaluation.Opening{Domain: draw.PersonDomain, Salt: o.Salt, Value: o.Value}, err
}

// vacateSeat states that nobody is left for a seat.
func (d *drawn) vacateSeat(seat int, reason string, decided []evaluation.Opening) error {
	return d.asSystem(func() error {
		return d.do(&draw.Vacated{Draw: d.row.ID, Seat: seat, Reason: reason, Conflict: datumOf(decided)}, decided...)
	})
}

// lastDigits of a phone number are asked for at a kiosk.
const lastDigits = 4

// personDomain separates the hash of who may check in without a pass's code
// from that of a code.
const personDomain = "pass.person"

// personKey is what is hashed of a person: it differs by draw, so that no hash
// tells that somebody sits twice.
func personKey(drawID, identity, digits string) string {
	return strings.Join([]string{drawID, identity, digits}, "\n")
}

// passFor lets the holder of a seat check in as the person the library
// invited: by identity number, and the last digits of the phone number under
// which the library reached them.
func (d *drawn) passFor(seat int) error {
	sealed, err := d.outside()
	if err != nil {
		return err
	}
	h := d.Holders[slices.IndexFunc(d.Holders, func(h draw.Holder) bool { return h.Seat == seat })]
	_, p, err := sealed.person(h.Label)
	if err != nil {
		return err
	}
	text, err := json.Marshal(passFor{Lot: d.walk.row.ID, Draw: d.row.ID, Label: h.Label, Seat: seat})
	if err != nil {
		return err
	}
	row := store.Pass{Hash: d.s.Box.Index(personDomain, personKey(d.row.ID, p.Identity, sealed.Phones[h.Label])), LotID: d.walk.row.ID, ExpiresAt: d.Now + passLife.Milliseconds()}
	if row.Sealed, err = d.s.Box.Seal(passDomain, text); err != nil {
		return err
	}
	return d.PutPass(row) // whom a later list names again may have had one under another label
}

// personHash returns the hash by which a person of the panel that a library
// drew for the running meeting is kept.
func (s *Service) personHash(tx *store.Tx, running string, shown Shown) (string, error) {
	rows, err := tx.Draws(running)
	if err != nil {
		return "", err
	}
	if len(rows) == 0 {
		return "", rule.Refuse(rule.NotFound, "", "person.unknown", "identity")
	}
	identity := strings.ToUpper(strings.Join(strings.Fields(shown.Identity), ""))
	return s.Box.Index(personDomain, personKey(rows[len(rows)-1].ID, identity, strings.TrimSpace(shown.Phone))), nil
}

// SupplementPanel adds a list of substitutes that the library drew later, and
// fills the seats that are open from it.
func (s *Service) SupplementPanel(ctx context.Context, by Actor, id string, p Panel, reason string) error {
	return s.onDraw(ctx, id, by, access.DrawSecond, func(d *drawn) error {
		if err := d.check(p, d.Seats, true); err != nil {
			return err
		}
		key, err := s.Box.UnwrapDraw(d.row.ID, d.row.KeyWrapped)
		if err != nil {
			return err
		}
		pool, err := openSealed(key, d.row)
		if err != nil {
			return err
		}
		if pool.Outside == nil {
			return rule.Refuse(rule.Invalid, "", "draw.own", "")
		}
		act := &draw.Supplemented{Draw: id, Reason: reason, Source: p.source()}
		before := len(pool.Outside.Persons)
		if act.Substitutes, err = d.substitutes(pool.Outside, p.Substitutes); err != nil {
			return err
		}
		added, err := d.candidates(pool.Outside.Persons[before:])
		if err != nil {
			return err
		}
		pool.Outside.Candidates, pool.Outside.Records = append(pool.Outside.Candidates, added...), append(pool.Outside.Records, p.Record)
		if err := d.sealWith(key, pool); err != nil {
			return err
		}
		if err := d.do(act); err != nil {
			return err
		}
		if err := d.SaveSealed(id, d.row.Sealed); err != nil {
			return err
		}
		return d.fillOpen()
	})
}

// fillOpen gives the seats that are open to substitutes without a conflict.
func (d *drawn) fillOpen() error {
	checker, err := d.checker()
	if err != nil {
		return err
	}
	if _, err := d.unseal(); err != nil {
		return err
	}
	for _, h := range slices.Clone(d.Holders) {
		if h.Answer != draw.SeatOpen || !d.anybodyFor(h.Seat) {
			continue
		}
		if err := d.replace(h.Seat, "supplemented"); err != nil {
			return err
		}
		grounds, _, err := d.checkHolder(h.Seat, checker)
		if isAltered(err) {
			err = d.undecided([]int{h.Seat}, err)
		}
		if err == nil && len(grounds) > 0 {
			err = d.replaceClear(h.Seat, checker)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// anybodyFor reports whether a substitute is left for a seat.
func (d *drawn) anybodyFor(seat int) bool {
	i := slices.IndexFunc(d.Seats, func(s draw.Seat) bool { return s.No == seat })
	_, err := d.Fill(d.Seats[i : i+1])
	var none *draw.Error
	return !errors.As(err, &none)
}

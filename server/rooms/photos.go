package rooms

import (
	"context"

	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/store"
)

// photoDomain seals a photo to its hash, so that another cannot be passed off
// as it.
func photoDomain(hash string) string { return "photo/" + hash }

// SetPhoto has the register hold a photo of an expert, which is a change like
// any other; see [photoOf] for what may come and what is kept of it. Whoever
// looked at an older version is refused.
func (s *Service) SetPhoto(ctx context.Context, by Actor, id string, version int64, content []byte) error {
	if err := access.Allow(by.Role, by.Kind, access.RegisterEdit, access.NoCase); err != nil {
		return err
	}
	photo, err := photoOf(content)
	if err != nil {
		return err
	}
	hash := sha256Hex(photo)
	return s.alterExpert(ctx, by, id, version, func(k *keeper, p *Person) error {
		p.Photo = hash
		sealed, err := s.Box.Seal(photoDomain(hash), photo)
		if err != nil {
			return err
		}
		return k.KeepPhoto(store.Photo{Hash: hash, ExpertID: id, Version: version + 1, Sealed: sealed})
	})
}

// RemovePhoto has the register hold no photo of an expert from now on. What it
// held before stays with the versions of before.
func (s *Service) RemovePhoto(ctx context.Context, by Actor, id string, version int64) error {
	if err := access.Allow(by.Role, by.Kind, access.RegisterEdit, access.NoCase); err != nil {
		return err
	}
	return s.alterExpert(ctx, by, id, version, func(_ *keeper, p *Person) error {
		p.Photo = ""
		return nil
	})
}

// ViewPhoto logs that somebody looks at the photo of an expert and returns it,
// a JPEG. With a day it is the one of before that instant.
func (s *Service) ViewPhoto(ctx context.Context, by Actor, id, day string, before int64) (photo []byte, err error) {
	if err := access.Allow(by.Role, by.Kind, access.RegisterRead, access.NoCase); err != nil {
		return nil, err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := viewed(tx, by, &RegisterViewed{Subject: id, Centre: by.Centre, Day: day, Part: partPhoto}); err != nil {
			return err
		}
		_, record, _, err := s.expertAsOf(tx, id, day, before)
		if err != nil {
			return err
		}
		none := rule.Refuse(rule.NotFound, "", "photo.none", "photo")
		if record == nil {
			return none
		}
		p, err := record.Person()
		if err != nil {
			return err
		}
		if p.Photo == "" {
			return none
		}
		row, err := tx.Photo(p.Photo)
		if err != nil {
			return err
		}
		photo, err = s.Box.Open(photoDomain(row.Hash), row.Sealed)
		return err
	})
	return photo, err
}

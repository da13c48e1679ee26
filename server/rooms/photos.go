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
	picture, err := PictureOf(content)
	if err != nil {
		return err
	}
	return s.alterExpert(ctx, by, id, version, func(_ *keeper, p *Person) error {
		p.Picture = picture
		p.Photo = picture.hash()
		return nil
	})
}

// A Picture is a file of a photo as it came, and the photo that is made of it.
type Picture struct {
	came string // SHA-256 of the file, hex
	kept []byte
}

// PictureOf reads the file of a photo; see [photoOf] for what may come and what
// is kept of it.
func PictureOf(content []byte) (*Picture, error) {
	photo, err := photoOf(content)
	if err != nil {
		return nil, err
	}
	return &Picture{came: sha256Hex(content), kept: photo}, nil
}

func (p *Picture) hash() string { return sha256Hex(p.kept) }

// takePicture has the register hold the photo that an import brings of a
// person, and if it brings none, or the one that it was given, what is known.
func (p *Person) takePicture(known string) {
	p.Photo = known
	if p.Picture != nil && p.Picture.came != known {
		p.Photo = p.Picture.hash()
	}
}

// keepPicture keeps the photo that came of an expert, if it is the one that the
// register has of the expert from this version on.
func (k *keeper) keepPicture(p *Person, id string, version int64) error {
	if p.Picture == nil || p.Photo != p.Picture.hash() {
		return nil
	}
	sealed, err := k.s.Box.Seal(photoDomain(p.Photo), p.Picture.kept)
	if err != nil {
		return err
	}
	return k.KeepPhoto(store.Photo{Hash: p.Photo, ExpertID: id, Version: version, Sealed: sealed})
}

// openPhoto returns a photo by its hash.
func (s *Service) openPhoto(tx *store.Tx, hash string) ([]byte, error) {
	row, err := tx.Photo(hash)
	if err != nil {
		return nil, err
	}
	return s.Box.Open(photoDomain(row.Hash), row.Sealed)
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
		photo, err = s.openPhoto(tx, p.Photo)
		return err
	})
	return photo, err
}

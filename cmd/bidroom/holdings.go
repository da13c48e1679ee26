package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"bidroom/server/keys"
	"bidroom/server/proclog"
	"bidroom/server/registry"
	"bidroom/server/rooms"
	"bidroom/server/store"
	"bidroom/server/store/files"
)

// Holdings are what a centre keeps, opened with its master key.
type holdings struct {
	master keys.Master
	box    *keys.Box
	db     *store.DB
	signer *proclog.Signer
}

// open opens the centre's database under its master key.
func (c *Config) open(ctx context.Context, master keys.Master) (k *holdings, err error) {
	k = &holdings{master: master}
	if k.box, err = master.Box(rand.Reader); err != nil {
		return nil, err
	}
	// Not the id that the centre gets when it is set up: the name of a log must
	// not change while it is kept.
	if k.signer, err = proclog.NewSigner(proclog.CentreID(master.LogSeed()), master.LogSeed()); err != nil {
		return nil, err
	}
	driver, source, err := c.database()
	if err != nil {
		return nil, err
	}
	if k.db, err = store.Open(ctx, store.Config{Driver: driver, DSN: source, Now: c.clock()}); err != nil {
		return nil, err
	}
	if err := k.checkKey(ctx); err != nil {
		if errors.Is(err, keys.ErrSealed) {
			err = fmt.Errorf("%s is not the master key of this data: put back the key file that was made with it, or write a new one from the key on paper", c.keyFile())
		}
		return nil, errors.Join(err, k.db.Close())
	}
	return k, nil
}

// rooms returns the service of the centre's cases.
func (k *holdings) rooms(tell func(topic, kind string, data any)) *rooms.Service {
	return &rooms.Service{DB: k.db, Registry: registry.New(k.db, rooms.BornIn(k.box), rooms.CompanyStated(k.box)), Box: k.box, Centre: proclog.CentreID(k.master.LogSeed()), Random: rand.Reader, Tell: tell, Signer: k.signer}
}

// The canary is a text that was sealed when the database was new, so that a
// wrong key is seen before anything is written under it.
const (
	canarySetting = "canary"
	canaryText    = "bidroom/canary/1"
)

// checkKey opens the canary, or puts one into a new database. The error wraps
// [keys.ErrSealed] if the database is another key's.
func (k *holdings) checkKey(ctx context.Context) error {
	return k.db.Write(ctx, func(tx *store.Tx) error {
		sealed, err := tx.Setting(canarySetting)
		if errors.Is(err, store.ErrAbsent) {
			if sealed, err = k.box.Seal(canarySetting, []byte(canaryText)); err != nil {
				return err
			}
			return tx.SaveSetting(canarySetting, sealed)
		}
		if err != nil {
			return err
		}
		_, err = k.box.Open(canarySetting, sealed)
		return err
	})
}

// filesDir is where files are kept, below the data directory.
func (c *Config) filesDir() string { return filepath.Join(c.Data, "files") }

// openAll opens the database, and the files as their only owner.
func (c *centre) openAll(ctx context.Context, cfg Config) (k *holdings, owned *files.Store, err error) {
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return nil, nil, err
	}
	master, err := masterKey(cfg.keyFile(), cfg.Data)
	if err != nil {
		return nil, nil, err
	}
	if k, err = cfg.open(ctx, master); err != nil {
		return nil, nil, err
	}
	c.stops = append(c.stops, k.db.Close)
	if owned, err = files.Open(cfg.filesDir()); err != nil {
		return nil, nil, err
	}
	c.stops = append(c.stops, owned.Close)
	return k, owned, nil
}

// masterKey reads the master key. It is made only together with the data, so
// that a key lost is seen and not replaced by another.
func masterKey(file, data string) (keys.Master, error) {
	master, err := keys.Load(file)
	if !errors.Is(err, fs.ErrNotExist) {
		return master, err
	}
	entries, err := os.ReadDir(data)
	if err != nil {
		return master, err
	}
	if len(entries) > 0 {
		return master, fmt.Errorf("the master key %s is missing, and %s holds a centre's data: put the key back; without it the register cannot be read", file, data)
	}
	if master, err = keys.New(rand.Reader); err != nil {
		return master, err
	}
	return master, master.Save(file)
}

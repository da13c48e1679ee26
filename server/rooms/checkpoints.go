package rooms

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"bidroom/server/proclog"
	"bidroom/server/store"
)

// LotCheckpointed puts a lot's checkpoint into the centre's tree, so that no
// lot can be left out of an export, or grow two ways.
type LotCheckpointed struct {
	Tree string `json:"tree"`
	Size string `json:"size"`
	Root string `json:"root"` // base64, as in the note
}

// Kind names the entry.
func (*LotCheckpointed) Kind() string { return "centre.checkpointed" }

// SignGrown signs a checkpoint of every tree that has grown since its last,
// the lots first and then the centre's tree, which holds theirs.
func (s *Service) SignGrown(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		trees, err := tx.DirtyTrees(proclog.Centre)
		if err != nil {
			return err
		}
		grown := false
		for _, tree := range trees {
			if tree.Tree == proclog.Centre {
				grown = true
				continue
			}
			root, err := s.sign(tx, tree)
			if err != nil {
				return err
			}
			act := &LotCheckpointed{tree.Tree, strconv.FormatInt(tree.Size, 10), root.String()}
			if _, err := appendEntry(tx, proclog.Centre, act.Kind(), SystemActor, act); err != nil {
				return err
			}
			grown = true
		}
		if !grown {
			return nil
		}
		centre, err := tx.Tree(proclog.Centre)
		if err != nil {
			return err
		}
		_, err = s.sign(tx, centre)
		return err
	})
}

func (s *Service) sign(tx *store.Tx, tree store.Tree) (root tlog.Hash, err error) {
	if copy(root[:], tree.Root) != tlog.HashSize {
		return root, fmt.Errorf("log of %s: its root is no hash", tree.Tree)
	}
	note, err := s.Signer.Sign(tree.Tree, tree.Size, root)
	if err != nil {
		return root, err
	}
	return root, tx.InsertCheckpoint(store.Checkpoint{Tree: tree.Tree, Size: tree.Size, Note: note, CreatedAt: tx.Now})
}

// KeepSigning signs what has grown every so often until ctx ends, and once
// more then.
func (s *Service) KeepSigning(ctx context.Context, every time.Duration, log *slog.Logger) {
	repeat(ctx, every, log, "checkpoints", s.SignGrown)
}

// Checkpoint returns the newest checkpoint of a tree and, for somebody who
// holds one of size since, the proof that the tree has only grown.
func (s *Service) Checkpoint(ctx context.Context, tree string, since int64) (note string, proof []tlog.Hash, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		c, err := tx.LastCheckpoint(tree)
		if err != nil {
			return absent(err, "checkpoint.none", "tree")
		}
		note = c.Note
		if since > 0 && since <= c.Size {
			proof, err = tx.Consistency(tree, since, c.Size)
		}
		return err
	})
	return note, proof, err
}

// Entries returns entries of a lot's log from a sequence number on, but for
// those of the kinds without.
func (s *Service) Entries(ctx context.Context, tree string, from int64, limit int, without ...string) (entries []proclog.Entry, size int64, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		state, err := tx.Tree(tree)
		if err != nil {
			return absent(err, "lot.unknown", "lot")
		}
		size = state.Size
		entries, err = tx.Entries(tree, from, limit, without...)
		return err
	})
	return entries, size, err
}

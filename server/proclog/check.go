package proclog

import (
	"bytes"
	"fmt"
	"iter"

	"golang.org/x/mod/sumdb/tlog"
)

// A Broken says where a tree is not what it should be.
type Broken struct {
	Tree string
	Seq  int64  // of the first entry that is wrong
	Kind string // as far as it could be read
	Code string // catalogue key below "verify."
	Err  error  // what was found, for diagnostics; may be nil
}

// Error implements error.
func (b *Broken) Error() string {
	text := fmt.Sprintf("log of %s broken at %d %s: %s", b.Tree, b.Seq, b.Kind, b.Code)
	if b.Err != nil {
		text += ": " + b.Err.Error()
	}
	return text
}

// Unwrap returns what was found.
func (b *Broken) Unwrap() error { return b.Err }

// A Walk goes through a tree from its first entry on and checks each by what
// came before. The zero Walk with a Tree is at the beginning.
type Walk struct {
	Tree   string
	Memory Memory
	lastMs int64
}

// Next takes the next entry's bytes. The error is a *[Broken]; the walk must
// then end.
func (w *Walk) Next(text []byte) (Entry, error) {
	e, err := ParseEntry(text)
	broken := func(code string, err error) (Entry, error) {
		return e, &Broken{Tree: w.Tree, Seq: w.Memory.Size, Kind: e.Kind, Code: code, Err: err}
	}
	switch {
	case err != nil:
		return broken("entry", err)
	case e.Tree != w.Tree:
		return broken("tree", fmt.Errorf("the entry says %q", e.Tree))
	case e.Seq != w.Memory.Size:
		return broken("sequence", fmt.Errorf("the entry says %d", e.Seq))
	case e.AtMs < w.lastMs:
		return broken("time", fmt.Errorf("%d is before %d", e.AtMs, w.lastMs))
	}
	w.lastMs = e.AtMs
	if err := w.Memory.Add(LeafHash(text)); err != nil {
		return broken("entry", err)
	}
	return e, nil
}

// Check re-verifies a whole tree: every entry is in its canonical form, the
// sequence has no gap, time never goes back, and every checkpoint is signed
// by vkey's key and is of the tree as it was at its size. It returns the
// tree, and a *[Broken] for the first thing that is wrong.
func Check(tree string, entries iter.Seq2[[]byte, error], vkey string, checkpoints ...string) (*Memory, error) {
	w := Walk{Tree: tree}
	for text, err := range entries {
		if err != nil {
			return nil, err
		}
		if _, err := w.Next(text); err != nil {
			return nil, err
		}
	}
	for _, signed := range checkpoints {
		c, err := OpenCheckpoint(signed, vkey)
		if err != nil {
			return nil, &Broken{Tree: tree, Seq: w.Memory.Size, Code: "checkpoint", Err: err}
		}
		if err := w.Memory.Holds(tree, c); err != nil {
			return nil, err
		}
	}
	return &w.Memory, nil
}

// Holds returns nil if the tree, which is named tree, was at some time what c
// says, and a *[Broken] if it was not.
func (m *Memory) Holds(tree string, c Checkpoint) error {
	if c.Tree() != tree {
		return &Broken{Tree: tree, Code: "other_tree", Err: fmt.Errorf("the checkpoint is of %q", c.Origin)}
	}
	if c.Size > m.Size {
		return &Broken{Tree: tree, Seq: m.Size, Code: "short", Err: fmt.Errorf("%d entries, the checkpoint covers %d", m.Size, c.Size)}
	}
	root, err := m.RootAt(c.Size)
	if err != nil {
		return err
	}
	if !bytes.Equal(root[:], c.Root[:]) {
		return &Broken{Tree: tree, Seq: max(c.Size-1, 0), Code: "root", Err: fmt.Errorf("root at %d is %s, the checkpoint says %s", c.Size, root, c.Root)}
	}
	return nil
}

// CheckConsistent returns nil if proof shows that the tree of the later
// checkpoint began as the earlier one says. Both must be of one origin.
func CheckConsistent(earlier, later Checkpoint, proof []tlog.Hash) error {
	if earlier.Origin != later.Origin {
		return fmt.Errorf("checkpoints of %q and %q", earlier.Origin, later.Origin)
	}
	if earlier.Size == 0 {
		return nil // every tree continues the empty one
	}
	if earlier.Size > later.Size {
		return fmt.Errorf("checkpoint of %d is not later than that of %d", later.Size, earlier.Size)
	}
	if err := tlog.CheckTree(proof, later.Size, later.Root, earlier.Size, earlier.Root); err != nil {
		return fmt.Errorf("checkpoints of %d and %d: %w", earlier.Size, later.Size, err)
	}
	return nil
}

// CheckInclusion returns nil if proof shows that the tree of c holds the leaf
// at seq.
func CheckInclusion(c Checkpoint, seq int64, leaf tlog.Hash, proof []tlog.Hash) error {
	if err := tlog.CheckRecord(proof, c.Size, c.Root, seq, leaf); err != nil {
		return fmt.Errorf("entry %d in a tree of %d: %w", seq, c.Size, err)
	}
	return nil
}

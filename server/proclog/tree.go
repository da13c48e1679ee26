package proclog

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Grow returns the hashes that a tree of the given size gains with one more
// leaf, to be stored from index tlog.StoredHashIndex(0, size) on, and the
// tree's new root.
func Grow(size int64, leaf tlog.Hash, stored tlog.HashReader) (added []tlog.Hash, root tlog.Hash, err error) {
	added, err = tlog.StoredHashesForRecordHash(size, leaf, stored)
	if err != nil {
		return nil, tlog.Hash{}, fmt.Errorf("growing a tree of %d: %w", size, err)
	}
	first := tlog.StoredHashIndex(0, size)
	both := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		var old []int64
		var at []int
		for i, index := range indexes {
			if index >= first {
				hashes[i] = added[index-first]
				continue
			}
			old, at = append(old, index), append(at, i)
		}
		if len(old) == 0 {
			return hashes, nil
		}
		read, err := stored.ReadHashes(old)
		if err != nil {
			return nil, err
		}
		for i, hash := range read {
			hashes[at[i]] = hash
		}
		return hashes, nil
	})
	root, err = tlog.TreeHash(size+1, both)
	if err != nil {
		return nil, tlog.Hash{}, fmt.Errorf("growing a tree of %d: %w", size, err)
	}
	return added, root, nil
}

// A Memory is a tree whose hashes are in memory, for verifiers.
type Memory struct {
	Size   int64
	hashes []tlog.Hash
}

// ReadHashes implements tlog.HashReader.
func (m *Memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= int64(len(m.hashes)) {
			return nil, fmt.Errorf("no hash %d in a tree of %d", index, m.Size)
		}
		hashes[i] = m.hashes[index]
	}
	return hashes, nil
}

// Add appends a leaf.
func (m *Memory) Add(leaf tlog.Hash) error {
	added, err := tlog.StoredHashesForRecordHash(m.Size, leaf, m)
	if err != nil {
		return err
	}
	m.hashes = append(m.hashes, added...)
	m.Size++
	return nil
}

// RootAt returns the root of the tree's first size leaves.
func (m *Memory) RootAt(size int64) (tlog.Hash, error) {
	if size < 0 || size > m.Size {
		return tlog.Hash{}, fmt.Errorf("a tree of %d has no root at %d", m.Size, size)
	}
	return tlog.TreeHash(size, m)
}

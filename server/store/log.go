package store

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"bidroom/server/proclog"
)

// A Tree is the state of one tree of the process log.
type Tree struct {
	Tree string `db:"tree"`
	Size int64  `db:"size"`
	Root []byte `db:"root"`
}

// Append gives an entry the next sequence number of its tree and the
// transaction's instant, and writes it. Trees begin with their first entry.
func (tx *Tx) Append(e proclog.Entry) (seq int64, err error) {
	tree, err := tx.lockTree(e.Tree)
	if err != nil {
		return 0, err
	}
	e.Seq, e.AtMs = tree.Size, tx.Now
	text, err := e.Bytes()
	if err != nil {
		return 0, err
	}
	added, root, err := proclog.Grow(tree.Size, proclog.LeafHash(text), tx.hashes(e.Tree))
	if err != nil {
		return 0, err
	}
	first := tlog.StoredHashIndex(0, tree.Size)
	for i, hash := range added {
		if err := tx.exec("INSERT INTO log_hashes (tree, idx, hash) VALUES (?, ?, ?)", e.Tree, first+int64(i), hash[:]); err != nil {
			return 0, fmt.Errorf("log of %s: %w", e.Tree, err)
		}
	}
	if err := tx.exec("INSERT INTO log_entries (tree, seq, kind, actor, role, at_ms, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)",
		e.Tree, e.Seq, e.Kind, e.Actor, e.Role, e.AtMs, text); err != nil {
		return 0, fmt.Errorf("log of %s: %w", e.Tree, err)
	}
	return e.Seq, tx.one("UPDATE log_trees SET size = ?, root = ? WHERE tree = ? AND size = ?", e.Seq+1, root[:], e.Tree, e.Seq)
}

// lockTree reads a tree's state and holds it until the transaction ends. A
// clock that went back does not put an entry before the one that it follows.
//
// A transaction that will append begins with it, or with rows that nobody else
// locks: MariaDB shows a transaction the state of its first plain read, and
// lets it lock nothing that has changed since, however often it tries again
// while others append.
func (tx *Tx) lockTree(name string) (Tree, error) {
	var tree Tree
	err := tx.get(&tree, "SELECT tree, size, root FROM log_trees WHERE tree = ?"+tx.dialect.forUpdate, name)
	if errors.Is(err, ErrAbsent) {
		tree = Tree{Tree: name, Root: make([]byte, tlog.HashSize)}
		return tree, tx.exec("INSERT INTO log_trees (tree, size, root) VALUES (?, 0, ?)", name, tree.Root)
	}
	if err != nil || tree.Size == 0 {
		return tree, err
	}
	var last int64
	if err := tx.get(&last, "SELECT at_ms FROM log_entries WHERE tree = ? AND seq = ?", name, tree.Size-1); err != nil {
		return tree, err
	}
	tx.Now = max(tx.Now, last)
	return tree, nil
}

// follow has the transaction's instant be none before the last entry of a tree
// that it reads and does not hold.
func (tx *Tx) follow(tree string) error {
	var last int64
	err := tx.get(&last, "SELECT at_ms FROM log_entries WHERE tree = ? ORDER BY seq DESC LIMIT 1", tree)
	if errors.Is(err, ErrAbsent) {
		return nil
	}
	tx.Now = max(tx.Now, last)
	return err
}

// hashes reads a tree's stored hashes.
func (tx *Tx) hashes(tree string) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		if len(indexes) == 0 {
			return nil, nil
		}
		args := make([]any, 0, len(indexes)+1)
		args = append(args, tree)
		for _, index := range indexes {
			args = append(args, index)
		}
		var rows []struct {
			Index int64  `db:"idx"`
			Hash  []byte `db:"hash"`
		}
		if err := tx.list(&rows, "SELECT idx, hash FROM log_hashes WHERE tree = ? AND idx IN (?"+strings.Repeat(", ?", len(indexes)-1)+")", args...); err != nil {
			return nil, err
		}
		found := make(map[int64][]byte, len(rows))
		for _, row := range rows {
			found[row.Index] = row.Hash
		}
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			if copy(hashes[i][:], found[index]) != tlog.HashSize {
				return nil, fmt.Errorf("log of %s: hash %d is missing", tree, index)
			}
		}
		return hashes, nil
	})
}

// Tree returns the state of a tree.
func (tx *Tx) Tree(name string) (Tree, error) {
	var tree Tree
	err := tx.get(&tree, "SELECT tree, size, root FROM log_trees WHERE tree = ?", name)
	return tree, err
}

// Trees returns the state of every tree, by name.
func (tx *Tx) Trees() ([]Tree, error) {
	var trees []Tree
	err := tx.list(&trees, "SELECT tree, size, root FROM log_trees ORDER BY tree")
	return trees, err
}

// Consistency returns the proof that a tree of size is the beginning of the
// same tree at a later size.
func (tx *Tx) Consistency(tree string, size, later int64) ([]tlog.Hash, error) {
	return tlog.ProveTree(later, size, tx.hashes(tree))
}

// Inclusion returns the proof that a tree of size holds the leaf at seq.
func (tx *Tx) Inclusion(tree string, seq, size int64) ([]tlog.Hash, error) {
	return tlog.ProveRecord(size, seq, tx.hashes(tree))
}

// Leaves returns the leaf hashes of a tree's first entries, as they were
// stored when each was appended.
func (tx *Tx) Leaves(tree string, size int64) ([]tlog.Hash, error) {
	const batch = 500
	leaves := make([]tlog.Hash, 0, size)
	for from := int64(0); from < size; from += batch {
		var indexes []int64
		for seq := from; seq < min(from+batch, size); seq++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, seq))
		}
		hashes, err := tx.hashes(tree).ReadHashes(indexes)
		if err != nil {
			return nil, err
		}
		leaves = append(leaves, hashes...)
	}
	return leaves, nil
}

// EntryBytes returns the bytes of up to limit entries of a tree from a
// sequence number on, whatever they are, but for those of the kinds without.
func (tx *Tx) EntryBytes(tree string, from int64, limit int, without ...string) ([][]byte, error) {
	query, args := "SELECT bytes FROM log_entries WHERE tree = ? AND seq >= ?", []any{tree, from}
	if len(without) > 0 {
		query += " AND kind NOT IN (?" + strings.Repeat(", ?", len(without)-1) + ")"
		for _, kind := range without {
			args = append(args, kind)
		}
	}
	var texts [][]byte
	err := tx.list(&texts, query+" ORDER BY seq LIMIT ?", append(args, limit)...)
	return texts, err
}

// Entries returns up to limit entries of a tree from a sequence number on, but
// for those of the kinds without.
func (tx *Tx) Entries(tree string, from int64, limit int, without ...string) ([]proclog.Entry, error) {
	texts, err := tx.EntryBytes(tree, from, limit, without...)
	if err != nil {
		return nil, err
	}
	entries := make([]proclog.Entry, len(texts))
	for i, text := range texts {
		entry, err := proclog.ParseEntry(text)
		if err != nil {
			return nil, fmt.Errorf("log of %s, entry %d from %d on: %w", tree, i, from, err)
		}
		entries[i] = entry
	}
	return entries, nil
}

// A Checkpoint is a signed note over a tree.
type Checkpoint struct {
	Tree      string `db:"tree"`
	Size      int64  `db:"size"`
	Note      string `db:"note"`
	CreatedAt int64  `db:"created_at"`
}

// InsertCheckpoint keeps a checkpoint.
func (tx *Tx) InsertCheckpoint(c Checkpoint) error { return tx.insert("checkpoints", c) }

// LastCheckpoint returns the newest checkpoint of a tree.
func (tx *Tx) LastCheckpoint(tree string) (Checkpoint, error) {
	var c Checkpoint
	err := tx.get(&c, "SELECT tree, size, note, created_at FROM checkpoints WHERE tree = ? ORDER BY size DESC LIMIT 1", tree)
	return c, err
}

// Checkpoints returns the checkpoints of a tree, oldest first.
func (tx *Tx) Checkpoints(tree string) ([]Checkpoint, error) {
	var list []Checkpoint
	err := tx.list(&list, "SELECT tree, size, note, created_at FROM checkpoints WHERE tree = ? ORDER BY size", tree)
	return list, err
}

// DirtyTrees returns the trees that have grown since their newest checkpoint.
// It holds the given tree first, which is that of all who sign, so that two of
// them do not sign the same.
func (tx *Tx) DirtyTrees(held string) ([]Tree, error) {
	if _, err := tx.lockTree(held); err != nil {
		return nil, err
	}
	var trees []Tree
	err := tx.list(&trees, `SELECT t.tree, t.size, t.root FROM log_trees t
		WHERE t.size > COALESCE((SELECT MAX(c.size) FROM checkpoints c WHERE c.tree = t.tree), 0) ORDER BY t.tree`)
	return trees, err
}

// An Opening is the sealed value of a datum that an entry commits to.
type Opening struct {
	Tree   string `db:"tree"`
	Seq    int64  `db:"seq"`
	Hash   string `db:"hash"`
	Domain string `db:"domain"`
	Sealed []byte `db:"sealed"`
}

// InsertOpening keeps an opening.
func (tx *Tx) InsertOpening(o Opening) error { return tx.insert("openings", o) }

// Openings returns the openings of a tree, in the order of their entries.
func (tx *Tx) Openings(tree string) ([]Opening, error) {
	var list []Opening
	err := tx.list(&list, "SELECT tree, seq, hash, domain, sealed FROM openings WHERE tree = ? ORDER BY seq, hash", tree)
	return list, err
}

// Opening returns the opening of a datum.
func (tx *Tx) Opening(tree, hash string) (Opening, error) {
	var o Opening
	err := tx.get(&o, "SELECT tree, seq, hash, domain, sealed FROM openings WHERE tree = ? AND hash = ? ORDER BY seq LIMIT 1", tree, hash)
	return o, err
}

// EntriesOf returns the entries of a kind in a tree whose body names a text
// as one of its values, oldest first.
func (tx *Tx) EntriesOf(tree, kind, named string) ([]proclog.Entry, error) {
	var texts [][]byte
	if err := tx.list(&texts, "SELECT bytes FROM log_entries WHERE tree = ? AND kind = ? AND CAST(bytes AS CHAR) LIKE ? ESCAPE '!' ORDER BY seq",
		tree, kind, contains(`"`+named+`"`)); err != nil {
		return nil, err
	}
	entries := make([]proclog.Entry, len(texts))
	for i, text := range texts {
		var err error
		if entries[i], err = proclog.ParseEntry(text); err != nil {
			return nil, fmt.Errorf("log of %s: a %s: %w", tree, kind, err)
		}
	}
	return entries, nil
}

// LastOf returns the newest entry of a kind in a tree whose body names a
// text as one of its values.
func (tx *Tx) LastOf(tree, kind, named string) (proclog.Entry, error) {
	var text []byte
	if err := tx.get(&text, "SELECT bytes FROM log_entries WHERE tree = ? AND kind = ? AND CAST(bytes AS CHAR) LIKE ? ESCAPE '!' ORDER BY seq DESC LIMIT 1",
		tree, kind, contains(`"`+named+`"`)); err != nil {
		return proclog.Entry{}, err
	}
	return proclog.ParseEntry(text)
}

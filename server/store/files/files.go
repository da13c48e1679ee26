// Package files keeps files under their SHA-256 hash in one directory. A file
// is on disk, whole, before its hash is given out; equal content is kept
// once; what a crash left half-written is thrown away at the next start.
package files

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"bidroom/evaluation/rule"
)

// A Store is an open directory of files. It is safe for concurrent use.
type Store struct{ root *os.Root }

// tempPrefix begins the names of files that are being written.
const tempPrefix = "incoming-"

// Open opens a directory, which is made if it is not there, and removes what
// a crash left half-written.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	s, err := Visit(dir)
	if err != nil {
		return nil, err
	}
	if err := s.clean(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Visit opens a directory that another process may be writing to, and leaves
// what is half-written there.
func Visit(dir string) (*Store, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return &Store{root}, nil
}

func (s *Store) clean() error {
	names, err := fs.ReadDir(s.root.FS(), ".")
	if err != nil {
		return fmt.Errorf("files: %w", err)
	}
	for _, entry := range names {
		if strings.HasPrefix(entry.Name(), tempPrefix) {
			if err := s.root.Remove(entry.Name()); err != nil {
				return fmt.Errorf("files: %w", err)
			}
		}
	}
	return nil
}

// Close closes the directory.
func (s *Store) Close() error { return s.root.Close() }

// Put keeps what r gives, at most limit bytes, and returns its hash in hex and
// its size. More than that is refused and leaves nothing behind. id names the
// file while it is written and must be new.
func (s *Store) Put(r io.Reader, limit int64, id string) (hash string, size int64, err error) {
	temp := tempPrefix + id
	file, err := s.root.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", 0, fmt.Errorf("files: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.root.Remove(temp))
		}
	}()
	sum := sha256.New()
	size, err = io.Copy(io.MultiWriter(file, sum), io.LimitReader(r, limit+1))
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return "", 0, fmt.Errorf("files: %w", err)
	}
	if size > limit {
		return "", 0, rule.Refuse(rule.TooLarge, "", "file.too_large", "file", "limit", strconv.FormatInt(limit>>20, 10))
	}
	hash = hex.EncodeToString(sum.Sum(nil))
	if err := s.root.Rename(temp, hash); err != nil {
		return "", 0, fmt.Errorf("files: %w", err)
	}
	dir, err := s.root.Open(".")
	if err != nil {
		return "", 0, fmt.Errorf("files: %w", err)
	}
	if err := errors.Join(dir.Sync(), dir.Close()); err != nil {
		return "", 0, fmt.Errorf("files: %w", err)
	}
	return hash, size, nil
}

// A File is a kept file.
type File struct {
	*os.File
	Size int64
}

// Open opens a kept file. The error is fs.ErrNotExist if there is none.
func (s *Store) Open(hash string) (*File, error) {
	if sum, err := hex.DecodeString(hash); err != nil || len(sum) != sha256.Size {
		return nil, fmt.Errorf("files: %q: %w", hash, fs.ErrNotExist)
	}
	file, err := s.root.Open(hash)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("files: %w", err), file.Close())
	}
	return &File{file, info.Size()}, nil
}

// Remove throws a kept file away; one that is gone already is no error.
func (s *Store) Remove(hash string) error {
	if err := s.root.Remove(hash); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("files: %w", err)
	}
	return nil
}

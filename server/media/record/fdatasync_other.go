//go:build !linux

package record

import "os"

// fdatasync puts what was written to f on disk, with its length.
func fdatasync(f *os.File) error { return f.Sync() }

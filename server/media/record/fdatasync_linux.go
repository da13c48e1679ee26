package record

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// fdatasync puts what was written to f on disk, with its length.
func fdatasync(f *os.File) error {
	for {
		err := unix.Fdatasync(int(f.Fd()))
		if !errors.Is(err, unix.EINTR) {
			return os.NewSyscallError("fdatasync", err)
		}
	}
}

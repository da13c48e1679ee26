// Package spread shares work that needs nothing but time among the processors.
package spread

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
)

// Each calls do for every index below n, on every processor, and returns when
// all is done. A panic of do is the caller's, whose request it then ends, and
// not the program's.
func Each(n int, do func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	panics := make([]any, workers)
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					panics[worker] = fmt.Sprintf("%v\n%s", r, debug.Stack())
				}
			}()
			for i := worker; i < n; i += workers {
				do(i)
			}
		})
	}
	group.Wait()
	for _, r := range panics {
		if r != nil {
			panic(r)
		}
	}
}

// Try is [Each] for what can fail: every processor stops at its first error.
func Try(n int, do func(i int) error) error {
	failed := make([]error, min(runtime.GOMAXPROCS(0), n))
	Each(len(failed), func(worker int) {
		for i := worker; i < n && failed[worker] == nil; i += len(failed) {
			failed[worker] = do(i)
		}
	})
	return errors.Join(failed...)
}

// Parts calls do for as many parts of the indices below n as there are
// processors, and returns what each part gave, in the order of the parts.
func Parts[One any](n int, do func(from, to int) []One) [][]One {
	made := make([][]One, min(runtime.GOMAXPROCS(0), n))
	Each(len(made), func(part int) {
		made[part] = do(part*n/len(made), (part+1)*n/len(made))
	})
	return made
}

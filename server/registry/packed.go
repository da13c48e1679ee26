package registry

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"runtime"
	"slices"
	"sync"
)

// Pack writes a value as gzipped JSON. It is waited for by whoever wants to
// write next, so that it packs fast rather than tight. What several calls wrote
// can be read one behind the other.
func Pack(value any) ([]byte, error) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if err := json.NewEncoder(w).Encode(value); err != nil {
		return nil, err
	}
	err = w.Close()
	return packed.Bytes(), err
}

// A run is some companies that stand next to each other by name. It is packed
// once, when somebody asks first.
type run struct {
	ids    []string
	packed func() ([]byte, error)
}

// lastOfRun reports whether a run ends with a company: about one in 512 does. That
// it depends on the id alone lets every other run be when a company comes or goes.
func lastOfRun(id string) bool {
	var sum uint32 = 2166136261 // FNV-1a
	for i := range len(id) {
		sum = (sum ^ uint32(id[i])) * 16777619
	}
	return sum>>8&511 == 0
}

// inRuns cuts the companies into runs, of which those are taken from before in
// which nothing has changed.
func (c *Companies) inRuns(before []run, changed map[string]bool) {
	at := make(map[string]run, len(before))
	for _, r := range before {
		at[r.ids[0]] = r
	}
	from := 0
	for i, id := range c.IDs {
		if !lastOfRun(id) && i < len(c.IDs)-1 {
			continue
		}
		r := run{c.IDs[from : i+1], nil}
		if old, ok := at[r.ids[0]]; ok && slices.Equal(old.ids, r.ids) && !slices.ContainsFunc(r.ids, func(id string) bool { return changed[id] }) {
			r.packed = old.packed
		} else {
			list := slices.Clone(c.List[from : i+1]) // a run that is never asked for keeps no more than itself from going
			r.packed = sync.OnceValues(func() ([]byte, error) { return Pack(list) })
		}
		c.runs = append(c.runs, r)
		from = i + 1
	}
}

// Packed returns the companies as a number of lists, each packed.
func (c *Companies) Packed() ([][]byte, error) {
	packed := make([][]byte, len(c.runs))
	workers := runtime.GOMAXPROCS(0)
	failed := make([]error, workers)
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			for i := worker; i < len(c.runs) && failed[worker] == nil; i += workers {
				packed[i], failed[worker] = c.runs[i].packed()
			}
		})
	}
	group.Wait()
	return packed, errors.Join(failed...)
}

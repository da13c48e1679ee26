package registry

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/klauspost/compress/s2"

	"bidroom/experts/spread"
)

// Pack writes a value as JSON, compressed in the frames of S2. It is waited for
// by whoever wants to write next, so that it packs fast rather than tight. What
// several calls wrote can be read one behind the other, with [Unpacked].
func Pack(value any) ([]byte, error) {
	p := packers.Get().(*packer)
	defer packers.Put(p)
	p.packed.Reset()
	p.Reset(&p.packed)
	if err := json.NewEncoder(p).Encode(value); err != nil {
		return nil, err
	}
	err := p.Close()
	return bytes.Clone(p.packed.Bytes()), err
}

// packers have the room that packing takes, which is more than what is packed.
var packers = sync.Pool{New: func() any {
	return &packer{Writer: s2.NewWriter(nil, s2.WriterConcurrency(1), s2.WriterBlockSize(256<<10))}
}}

type packer struct {
	*s2.Writer
	packed bytes.Buffer
}

// packedAtOnce is how many of a list one call of [Pack] takes.
const packedAtOnce = 2048

// PackList packs a list in parts, on every processor. [List] reads them.
func PackList[One any](list []One) ([]byte, error) {
	parts := slices.Collect(slices.Chunk(list, packedAtOnce))
	packed, err := onAll(len(parts), func(i int) ([]byte, error) { return Pack(parts[i]) })
	return slices.Concat(packed...), err
}

// An Unpacked reads what [Pack] wrote, value by value.
type Unpacked struct{ values *json.Decoder }

// NewUnpacked begins with the first value.
func NewUnpacked(packed []byte) Unpacked {
	return Unpacked{json.NewDecoder(s2.NewReader(bytes.NewReader(packed)))}
}

// Value reads the next value.
func (u Unpacked) Value(into any) error { return u.values.Decode(into) }

// End is an error if more follows.
func (u Unpacked) End() error {
	if _, err := u.values.Token(); err != io.EOF {
		return fmt.Errorf("more follows: %w", err)
	}
	return nil
}

// List reads lists until there are so many of what they are of.
func List[One any](u Unpacked, size int) ([]One, error) {
	list := make([]One, 0, size)
	for len(list) < size {
		var some []One
		if err := u.Value(&some); err != nil {
			return nil, err
		}
		list = append(list, some...)
	}
	if len(list) > size {
		return nil, fmt.Errorf("%d follow, and not %d", len(list), size)
	}
	return list, nil
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
	return onAll(len(c.runs), func(i int) ([]byte, error) { return c.runs[i].packed() })
}

// onAll makes one of each index below n, on every processor.
func onAll[One any](n int, one func(i int) (One, error)) ([]One, error) {
	made := make([]One, n)
	err := spread.Try(n, func(i int) (err error) {
		made[i], err = one(i)
		return err
	})
	return made, err
}

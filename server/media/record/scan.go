package record

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"strings"
)

// Bounds of what is read of a file, in bytes.
const (
	maxInit = 256 << 10
	maxMoof = 256 << 10
)

var errTorn = errors.New("no whole part")

// nextBox splits the first box off data. ok is false if there is no whole one.
func nextBox(data []byte) (name string, body, rest []byte, ok bool) {
	if len(data) < 8 {
		return "", nil, nil, false
	}
	size := binary.BigEndian.Uint32(data)
	if size < 8 || uint64(size) > uint64(len(data)) {
		return "", nil, nil, false
	}
	return string(data[4:8]), data[8:size], data[size:], true
}

// find returns the body of the first box that a path of names leads to, nil if
// there is none.
func find(data []byte, path ...string) []byte {
	for _, want := range path {
		for {
			name, body, rest, ok := nextBox(data)
			if !ok {
				return nil
			}
			if name == want {
				data = body
				break
			}
			data = rest
		}
	}
	return data
}

// after returns data without its first n bytes, nil if there are fewer.
func after(data []byte, n int) []byte {
	if len(data) < n {
		return nil
	}
	return data[n:]
}

// readInit reads the init of a file of the given size into an index.
func readInit(f io.ReaderAt, size int64) (Index, error) {
	data := make([]byte, min(size, maxInit))
	if _, err := f.ReadAt(data, 0); err != nil && !errors.Is(err, io.EOF) {
		return Index{}, err
	}
	name, _, rest, ok := nextBox(data)
	if !ok || name != "ftyp" {
		return Index{}, errTorn
	}
	name, moov, rest, ok := nextBox(rest)
	if !ok || name != "moov" {
		return Index{}, errTorn
	}
	x := Index{InitLength: int64(len(data) - len(rest))}
	var codecs []string
	for left := moov; ; {
		var body []byte
		if name, body, left, ok = nextBox(left); !ok {
			break
		}
		switch name {
		case "uuid":
			if len(body) == len(startType)+8 && string(body[:len(startType)]) == startType {
				x.StartMs = int64(binary.BigEndian.Uint64(body[len(startType):]))
			}
		case "trak":
			entries := after(find(body, "mdia", "minf", "stbl", "stsd"), 8)
			if avcC := find(after(find(entries, "avc3"), 78), "avcC"); len(avcC) >= 4 {
				codecs = append(codecs, sps{profile: avcC[1], constraints: avcC[2], level: avcC[3]}.codec())
			}
			if find(entries, "Opus") != nil {
				codecs = append(codecs, "opus")
			}
		}
	}
	if x.Codecs = strings.Join(codecs, ","); x.Codecs == "" {
		return Index{}, errTorn
	}
	return x, nil
}

// A run is what a traf says.
type run struct {
	id       uint32
	from, to int64 // ticks
	key      bool  // of the first sample
	size     int64 // bytes of all samples
}

// readPart reads the part at offset of a file of the given size. It returns
// errTorn if there is no whole one.
func readPart(f io.ReaderAt, offset, size int64, video bool) (Part, error) {
	moof, err := readMoof(f, offset, size)
	if err != nil {
		return Part{}, err
	}
	start := offset + int64(len(moof))
	var head [8]byte
	if start+8 > size {
		return Part{}, errTorn
	}
	if _, err := f.ReadAt(head[:], start); err != nil {
		return Part{}, err
	}
	length := int64(binary.BigEndian.Uint32(head[:]))
	if string(head[4:]) != "mdat" || length < 8 || start+length > size {
		return Part{}, errTorn
	}
	p := Part{Offset: offset, Length: int64(len(moof)) + length}
	var media int64
	for left := moof[8:]; len(left) > 0; {
		name, body, rest, ok := nextBox(left)
		if !ok {
			return Part{}, errTorn
		}
		left = rest
		if name != "traf" {
			continue
		}
		r, err := readTraf(body)
		if err != nil {
			return Part{}, err
		}
		if r.id == videoID || p.Duration == 0 {
			t := newAudio()
			if r.id == videoID {
				t = newVideo()
			}
			p.Position = t.micros(r.from)
			p.Duration = t.micros(r.to) - p.Position
			p.Keyframe = r.key && (r.id == videoID || !video)
		}
		media += r.size
	}
	if media == 0 || media+8 != length {
		return Part{}, errTorn
	}
	return p, checkPart(f, moof, start, length)
}

// readMoof reads a whole moof.
func readMoof(f io.ReaderAt, offset, size int64) ([]byte, error) {
	var head [8]byte
	if offset+8 > size {
		return nil, errTorn
	}
	if _, err := f.ReadAt(head[:], offset); err != nil {
		return nil, err
	}
	length := int64(binary.BigEndian.Uint32(head[:]))
	if string(head[4:]) != "moof" || length < 8 || length > maxMoof || offset+length > size {
		return nil, errTorn
	}
	moof := make([]byte, length)
	_, err := f.ReadAt(moof, offset)
	return moof, err
}

// readTraf reads the boxes that [boxes.traf] writes.
func readTraf(traf []byte) (run, error) {
	tfhd, tfdt, trun := find(traf, "tfhd"), find(traf, "tfdt"), find(traf, "trun")
	if len(tfhd) != 8 || len(tfdt) != 12 || tfdt[0] != 1 || len(trun) < 12+12 || binary.BigEndian.Uint32(trun) != trunFlags {
		return run{}, errTorn
	}
	r := run{id: binary.BigEndian.Uint32(tfhd[4:])}
	at := binary.BigEndian.Uint64(tfdt[4:])
	samples := trun[12:]
	if r.id != videoID && r.id != audioID || at > maxPosition || len(samples)%12 != 0 || int(binary.BigEndian.Uint32(trun[4:])) != len(samples)/12 {
		return run{}, errTorn
	}
	r.from, r.to = int64(at), int64(at)
	r.key = binary.BigEndian.Uint32(samples[8:]) == flagsSync
	for ; len(samples) > 0; samples = samples[12:] {
		r.to += int64(binary.BigEndian.Uint32(samples))
		r.size += int64(binary.BigEndian.Uint32(samples[4:]))
	}
	return r, nil
}

// checkPart compares the check of a part with its bytes, moof and what follows:
// a block that never came to disk may hold zeros or older bytes.
func checkPart(f io.ReaderAt, moof []byte, offset, length int64) error {
	at := len(moof) - checkSize
	if at < 8 || string(moof[at+4:at+8+len(checkType)]) != "uuid"+checkType {
		return errTorn
	}
	sum := crc32.New(castagnoli)
	sum.Write(moof[:len(moof)-4])
	if _, err := io.Copy(sum, io.NewSectionReader(f, offset, length)); err != nil {
		return err
	}
	if sum.Sum32() != binary.BigEndian.Uint32(moof[len(moof)-4:]) {
		return errTorn
	}
	return nil
}

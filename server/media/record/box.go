package record

import (
	"encoding/binary"
	"hash/crc32"
)

// Track numbers and units of time in a second.
const (
	videoID, videoScale = 1, 90_000
	audioID, audioScale = 2, 48_000
)

// Sample flags (ISO/IEC 14496-12, 8.8.3.1): a keyframe depends on no other
// sample; another picture does, and is no sync sample.
const (
	flagsSync  = 0x02000000
	flagsOther = 0x01010000
)

// Types of uuid boxes: in the moov the start, 8 bytes; last in every moof the
// CRC-32C of all other bytes of the part, 4 bytes.
const (
	startType = "bidroom/start/1\x00"
	checkType = "bidroom/check/1\x00"
	checkSize = 8 + len(checkType) + 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// boxes is a buffer that MP4 boxes are appended to.
type boxes []byte

// box begins a box and returns what ends it.
func (b *boxes) box(name string) (start int) {
	start = len(*b)
	*b = append(append(*b, 0, 0, 0, 0), name...)
	return start
}

// full begins a box with version and flags.
func (b *boxes) full(name string, version byte, flags uint32) (start int) {
	start = b.box(name)
	b.u32(uint32(version)<<24 | flags)
	return start
}

// end writes the size of the box that began at start.
func (b *boxes) end(start int) {
	binary.BigEndian.PutUint32((*b)[start:], uint32(len(*b)-start))
}

func (b *boxes) u8(v ...byte) { *b = append(*b, v...) }
func (b *boxes) u16(v uint16) { *b = binary.BigEndian.AppendUint16(*b, v) }
func (b *boxes) u32(v ...uint32) {
	for _, v := range v {
		*b = binary.BigEndian.AppendUint32(*b, v)
	}
}
func (b *boxes) u64(v uint64)  { *b = binary.BigEndian.AppendUint64(*b, v) }
func (b *boxes) text(s string) { *b = append(*b, s...) }
func (b *boxes) zeros(n int) {
	for range n {
		*b = append(*b, 0)
	}
}

// matrix is the transformation that changes nothing.
func (b *boxes) matrix() {
	b.u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
}

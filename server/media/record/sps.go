package record

import (
	"errors"
	"fmt"
)

// Bounds of what is taken for a parameter set.
const (
	maxSet    = 1024  // bytes of one
	maxSPS    = 32    // ids of H.264, 7.4.2.1.1
	maxPPS    = 64    // kept at a time; H.264 has 256 ids
	maxExtent = 16384 // luma samples in one direction
)

// An sps is what the recording needs of a sequence parameter set.
type sps struct {
	profile, constraints, level byte
	id                          uint32
	chroma                      uint32 // chroma_format_idc
	lumaDepth, chromaDepth      uint32 // bits over 8
	width, height               int    // after cropping
}

var errSPS = errors.New("malformed sequence parameter set")

// hasChroma reports whether the profile writes chroma format and bit depths
// (H.264, 7.3.2.1.1).
func hasChroma(profile byte) bool {
	switch profile {
	case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135:
		return true
	}
	return false
}

// parseSPS reads a sequence parameter set, a NAL unit of type 7, up to its
// cropping (H.264, 7.3.2.1.1). It refuses what no encoder writes: more than
// [maxSet] bytes, sizes of nought or above [maxExtent].
func parseSPS(nal []byte) (sps, error) {
	if len(nal) < 4 || len(nal) > maxSet || nal[0]&0x1f != 7 {
		return sps{}, errSPS
	}
	b := payload(nal, maxSet)
	s := sps{profile: byte(b.u(8)), constraints: byte(b.u(8)), level: byte(b.u(8)), chroma: 1}
	s.id = b.ue()
	separate := false
	if hasChroma(s.profile) {
		s.chroma = b.ue()
		if s.chroma == 3 {
			separate = b.flag()
		}
		s.lumaDepth, s.chromaDepth = b.ue(), b.ue()
		b.u(1) // qpprime_y_zero_transform_bypass_flag
		if b.flag() {
			b.scalingLists(s.chroma)
		}
	}
	b.ue() // log2_max_frame_num_minus4
	b.pictureOrder()
	b.ue() // max_num_ref_frames
	b.u(1) // gaps_in_frame_num_value_allowed_flag
	columns, rows := uint64(b.ue())+1, uint64(b.ue())+1
	fields := uint64(1)
	if !b.flag() { // frame_mbs_only_flag
		fields = 2
		b.u(1) // mb_adaptive_frame_field_flag
	}
	b.u(1) // direct_8x8_inference_flag
	width, height := columns*16, rows*16*fields
	if b.flag() {
		x, y := cropUnits(s.chroma, separate)
		width = less(width, x, b.ue(), b.ue())
		height = less(height, y*fields, b.ue(), b.ue())
	}
	if b.short || s.id >= maxSPS || s.chroma > 3 || s.lumaDepth > 6 || s.chromaDepth > 6 ||
		width == 0 || height == 0 || width > maxExtent || height > maxExtent {
		return sps{}, errSPS
	}
	s.width, s.height = int(width), int(height)
	return s, nil
}

// less takes two cropping offsets, in units, off an extent.
func less(extent, unit uint64, a, b uint32) uint64 {
	cropped := (uint64(a) + uint64(b)) * unit
	if cropped >= extent {
		return 0
	}
	return extent - cropped
}

// cropUnits returns CropUnitX, and CropUnitY of a frame (H.264, 7.4.2.1.1).
func cropUnits(chroma uint32, separate bool) (x, y uint64) {
	switch {
	case separate || chroma == 0 || chroma == 3:
		return 1, 1
	case chroma == 2:
		return 2, 1
	}
	return 2, 2
}

// scalingLists passes over the scaling lists (H.264, 7.3.2.1.1.1).
func (b *bits) scalingLists(chroma uint32) {
	lists := 8
	if chroma == 3 {
		lists = 12
	}
	for i := range lists {
		if !b.flag() {
			continue
		}
		size := 16
		if i >= 6 {
			size = 64
		}
		last, next := int32(8), int32(8)
		for range size {
			if next != 0 {
				next = (last + b.se()) & 0xff
			}
			if next != 0 {
				last = next
			}
		}
	}
}

// pictureOrder passes over what a set says of the picture order count.
func (b *bits) pictureOrder() {
	switch b.ue() {
	case 0:
		b.ue() // log2_max_pic_order_cnt_lsb_minus4
	case 1:
		b.u(1) // delta_pic_order_always_zero_flag
		b.ue() // offset_for_non_ref_pic
		b.ue() // offset_for_top_to_bottom_field
		for n := min(b.ue(), 255); n > 0 && !b.short; n-- {
			b.ue() // offset_for_ref_frame
		}
	}
}

// codec returns the codec's name after RFC 6381.
func (s sps) codec() string {
	return fmt.Sprintf("avc3.%02X%02X%02X", s.profile, s.constraints, s.level)
}

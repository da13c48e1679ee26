package rooms

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation reads from a JPEG how a camera held it (Exif 2.32, tag 0x0112):
// 1 to 8, and 1 where nothing is said. It is the one thing in the metadata that
// changes what is seen.
func orientation(content []byte) int {
	if !bytes.HasPrefix(content, []byte{0xff, 0xd8}) {
		return 1
	}
	for rest := content[2:]; len(rest) >= 4 && rest[0] == 0xff && rest[1] != 0xda; {
		length := int(binary.BigEndian.Uint16(rest[2:]))
		if length < 2 || len(rest) < 2+length {
			return 1
		}
		if tiff, is := bytes.CutPrefix(rest[4:2+length], []byte("Exif\x00\x00")); is && rest[1] == 0xe1 {
			return tiffOrientation(tiff)
		}
		rest = rest[2+length:]
	}
	return 1
}

// tiffOrientation looks for the tag in the first directory of a TIFF.
func tiffOrientation(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(tiff) < 8 {
		return 1
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 1
		}
		if how := order.Uint16(entries[8:]); order.Uint16(entries) == 0x0112 && how >= 1 && how <= 8 {
			return int(how)
		}
		entries = entries[12:]
	}
	return 1
}

// turned returns a picture upright that was stored by an Exif orientation.
func turned(p *image.RGBA, how int) *image.RGBA {
	if how == 1 {
		return p
	}
	w, h := p.Rect.Dx(), p.Rect.Dy()
	width, height := w, h
	if how >= 5 { // the rows stand for columns
		width, height = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range h {
		for x := range w {
			to := [...]image.Point{2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y}, 5: {y, x}, 6: {h - 1 - y, x}, 7: {h - 1 - y, w - 1 - x}, 8: {y, w - 1 - x}}[how]
			copy(out.Pix[out.PixOffset(to.X, to.Y):][:4], p.Pix[p.PixOffset(x, y):])
		}
	}
	return out
}

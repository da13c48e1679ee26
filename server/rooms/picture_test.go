package rooms

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"testing"

	"bidroom/evaluation/rule"
)

// halves is a picture of which the left half is red and the right half blue.
func halves(width, height int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(p, p.Rect, image.NewUniform(color.RGBA{B: 255, A: 255}), image.Point{}, draw.Src)
	draw.Draw(p, image.Rect(0, 0, width/2, height), image.NewUniform(color.RGBA{R: 255, A: 255}), image.Point{}, draw.Src)
	return p
}

func asPNG(t *testing.T, p image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, p); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func kept(t *testing.T, content []byte) image.Image {
	t.Helper()
	photo, err := photoOf(content)
	if err != nil {
		t.Fatal(err)
	}
	p, err := jpeg.Decode(bytes.NewReader(photo))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// coloured tells the colour of a pixel of a JPEG, which is never exact.
func coloured(p image.Image, x, y int) string {
	r, g, b, _ := p.At(x, y).RGBA()
	switch high := [3]bool{r > 0xc000, g > 0xc000, b > 0xc000}; high {
	case [3]bool{true, false, false}:
		return "red"
	case [3]bool{false, false, true}:
		return "blue"
	case [3]bool{true, true, true}:
		return "white"
	}
	return fmt.Sprint(r>>8, g>>8, b>>8)
}

func TestPhotoSize(t *testing.T) {
	for _, tt := range []struct{ width, height, wantWidth, wantHeight int }{
		{480, 640, 480, 640}, {481, 640, 480, 638}, {480, 641, 479, 640},
		{30, 20, 30, 20}, {960, 96, 480, 48}, {64, 1280, 32, 640}, {2000, 1, 480, 1},
	} {
		p := kept(t, asPNG(t, halves(tt.width, tt.height)))
		if got := p.Bounds().Size(); got != (image.Point{X: tt.wantWidth, Y: tt.wantHeight}) {
			t.Errorf("%d by %d is kept as %v, want %d by %d", tt.width, tt.height, got, tt.wantWidth, tt.wantHeight)
		}
		if left, right := coloured(p, 1, 0), coloured(p, tt.wantWidth-2, 0); left != "red" || right != "blue" {
			t.Errorf("%d by %d: left %s, right %s", tt.width, tt.height, left, right)
		}
	}
	if tooLarge(3000, 4000) || !tooLarge(3000, 4001) || !tooLarge(12_000_001, 1) || tooLarge(12_000_000, 1) {
		t.Error("the bound is not at 12 million pixels")
	}
	if p := kept(t, asPNG(t, image.NewRGBA(image.Rect(0, 0, 20, 20)))); coloured(p, 10, 10) != "white" {
		t.Errorf("what is transparent is %s", coloured(p, 10, 10))
	}
}

// The corners are those of the table of Exif 2.32: where the 0th row and the
// 0th column of what is stored lie in what is seen.
func TestPhotoUpright(t *testing.T) {
	stored := halves(64, 32)
	draw.Draw(stored, image.Rect(0, 0, 32, 16), image.White, image.Point{}, draw.Src) // where both meet
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, stored, &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	for how, want := range map[byte]struct {
		landscape  bool
		white, red image.Point // quarters: 0 or 1
	}{
		1: {true, image.Pt(0, 0), image.Pt(0, 1)},
		2: {true, image.Pt(1, 0), image.Pt(1, 1)},
		3: {true, image.Pt(1, 1), image.Pt(1, 0)},
		4: {true, image.Pt(0, 1), image.Pt(0, 0)},
		5: {false, image.Pt(0, 0), image.Pt(1, 0)},
		6: {false, image.Pt(1, 0), image.Pt(0, 0)},
		7: {false, image.Pt(1, 1), image.Pt(0, 1)},
		8: {false, image.Pt(0, 1), image.Pt(1, 1)},
		9: {true, image.Pt(0, 0), image.Pt(0, 1)}, // there is no such
	} {
		for order, tiff := range map[string][]byte{
			"MM": {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, how, 0, 0, 0, 0, 0, 0},
			"II": {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, how, 0, 0, 0, 0, 0, 0, 0},
		} {
			segment := append([]byte{0xff, 0xe1, 0, byte(2 + 6 + len(tiff)), 'E', 'x', 'i', 'f', 0, 0}, tiff...)
			file := append(append(bytes.Clone(plain.Bytes()[:2]), segment...), plain.Bytes()[2:]...)
			p := kept(t, file)
			size := p.Bounds().Size()
			at := func(quarter image.Point) string {
				return coloured(p, size.X/4+quarter.X*size.X/2, size.Y/4+quarter.Y*size.Y/2)
			}
			if (size.X > size.Y) != want.landscape || at(want.white) != "white" || at(want.red) != "red" {
				t.Errorf("%s %d: %v, %s and %s", order, how, size, at(want.white), at(want.red))
			}
		}
	}
}

func FuzzPhoto(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00MM\x00*\xff\xff\xff\xff"))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x01"))
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		orientation(content)
		var refusal *rule.Refusal
		if _, err := photoOf(content); err != nil && !errors.As(err, &refusal) {
			t.Error(err)
		}
	})
}

package rooms

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	_ "image/png" // one of the two that are read
	"sync"

	"bidroom/evaluation/rule"
)

// How many pixels a photo may have as it comes, and what is kept of it.
const (
	photoPixels  = 12_000_000
	photoWidth   = 480
	photoHeight  = 640
	photoQuality = 85
)

// decoding has one picture decoded at a time: each takes some 200 MB at most.
var decoding sync.Mutex

// photoOf makes of a JPEG or PNG file the photo that is kept: a JPEG of at most
// 480 by 640 pixels on white, with nothing of the file but what is seen. A
// picture of more than 12 million pixels is refused before it is decoded.
func photoOf(content []byte) ([]byte, error) {
	config, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || config.Width < 1 || config.Height < 1 {
		return nil, rule.Refuse(rule.Invalid, "", "photo.unread", "file")
	}
	if tooLarge(config.Width, config.Height) {
		return nil, rule.Refuse(rule.Invalid, "", "photo.pixels", "file")
	}
	decoding.Lock()
	defer decoding.Unlock()
	picture, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, rule.Refuse(rule.Invalid, "", "photo.unread", "file")
	}
	flat := image.NewRGBA(image.Rectangle{Max: picture.Bounds().Size()})
	draw.Draw(flat, flat.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(flat, flat.Rect, picture, picture.Bounds().Min, draw.Over)
	var out bytes.Buffer
	err = jpeg.Encode(&out, shrunk(turned(flat, orientation(content))), &jpeg.Options{Quality: photoQuality})
	return out.Bytes(), err
}

func tooLarge(width, height int) bool { return width > photoPixels/height }

// shrunk returns a picture no larger than a photo, in its proportions: each
// pixel is the mean of those that it stands for. A small one stays as it is.
func shrunk(p *image.RGBA) *image.RGBA {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	if w <= photoWidth && h <= photoHeight {
		return p
	}
	width, height := photoWidth, max(1, h*photoWidth/w)
	if height > photoHeight {
		width, height = max(1, w*photoHeight/h), photoHeight
	}
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			out.SetRGBA(x, y, mean(p, image.Rect(x*w/width, y*h/height, (x+1)*w/width, (y+1)*h/height)))
		}
	}
	return out
}

// mean is the mean colour of a part of a picture that has no transparency.
func mean(p *image.RGBA, part image.Rectangle) color.RGBA {
	var sum [3]int
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			at := p.PixOffset(x, y)
			for i := range sum {
				sum[i] += int(p.Pix[at+i])
			}
		}
	}
	n := part.Dx() * part.Dy()
	return color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 0xff}
}

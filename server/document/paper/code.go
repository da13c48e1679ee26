package paper

import (
	"fmt"

	"github.com/skip2/go-qrcode"
)

// codeBits returns the modules of a QR code (ISO/IEC 18004), dark ones true,
// with a quiet zone of four around them.
func codeBits(content string) ([][]bool, error) {
	code, err := qrcode.New(content, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("document: QR code of %d bytes: %w", len(content), err)
	}
	return code.Bitmap(), nil
}

// Code sets a QR code of size mm, in the middle.
func (d *Doc) Code(content string, size float64) {
	bits, err := codeBits(content)
	if err != nil {
		d.err = err
		return
	}
	d.place(size)
	d.drawCode(bits, left+(d.Width()-size)/2, d.y, size)
	d.y += size + 2
}

// drawCode draws the dark modules, each run of a row as one rectangle.
func (d *Doc) drawCode(bits [][]bool, x, y, size float64) {
	module := size / float64(len(bits))
	d.pdf.SetFillColor(0, 0, 0)
	for i, row := range bits {
		for from := 0; from < len(row); {
			to := from
			for to < len(row) && row[to] {
				to++
			}
			if to > from {
				d.pdf.Rect(x+float64(from)*module, y+float64(i)*module, float64(to-from)*module, module, "F")
			}
			from = max(to, from+1)
		}
	}
}

package paper

import "math"

// A Point of a drawn signature. X and Y are in any one unit, from the upper
// left corner of the pad; T is in milliseconds since the first point and is
// not printed.
type Point struct {
	X, Y float64
	T    int64
}

// A Stroke is one movement of the pen, from where it touched to where it left.
type Stroke []Point

// drawStrokes draws a signature as lines, as large as fits into a box of
// w × h mm without changing its shape.
func (d *Doc) drawStrokes(strokes []Stroke, x, y, w, h float64) {
	lowX, lowY, highX, highY := bounds(strokes)
	if lowX > highX {
		return
	}
	scale := min(w/max(highX-lowX, 1), h/max(highY-lowY, 1))
	offX := x + (w-(highX-lowX)*scale)/2
	offY := y + (h-(highY-lowY)*scale)/2
	d.pdf.SetDrawColor(0, 0, 0)
	d.pdf.SetLineWidth(0.45)
	d.pdf.SetLineCapStyle("round")
	d.pdf.SetLineJoinStyle("round")
	for _, stroke := range strokes {
		started := false
		for _, p := range stroke {
			if !p.finite() {
				continue
			}
			atX, atY := offX+(p.X-lowX)*scale, offY+(p.Y-lowY)*scale
			if !started {
				d.pdf.MoveTo(atX, atY)
				started = true
			}
			d.pdf.LineTo(atX, atY) // also to itself: a dot
		}
		if started {
			d.pdf.DrawPath("D")
		}
	}
	d.pdf.SetLineCapStyle("butt")
	d.pdf.SetLineJoinStyle("miter")
}

// finite keeps out what no pad can send, since numbers come from outside.
func (p Point) finite() bool {
	return math.Abs(p.X) < 1e6 && math.Abs(p.Y) < 1e6
}

func bounds(strokes []Stroke) (lowX, lowY, highX, highY float64) {
	lowX, lowY, highX, highY = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, stroke := range strokes {
		for _, p := range stroke {
			if p.finite() {
				lowX, lowY = min(lowX, p.X), min(lowY, p.Y)
				highX, highY = max(highX, p.X), max(highY, p.Y)
			}
		}
	}
	return lowX, lowY, highX, highY
}

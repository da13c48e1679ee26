package paper

// A Bar is drawn in a cell: a way from end to end, the part of it between two
// marks filled, and a line across it at a third. Each is between 0, the left end,
// and 1; what lies beyond is drawn at the end.
type Bar struct{ From, To, At float64 }

// Measures of a bar: the thinnest that is seen, in mm, and parts of the row's
// height.
const (
	barLeast  = 0.6
	barHeight = 0.4
	barMark   = 0.75
)

// drawBar draws a bar in the middle of a box of w × h mm.
func (d *Doc) drawBar(b Bar, x, y, w, h float64) {
	at := func(part float64) float64 { return x + w*max(0, min(1, part)) }
	d.pdf.SetDrawColor(150, 150, 150)
	d.pdf.SetLineWidth(0.2)
	d.pdf.Line(x, y+h/2, x+w, y+h/2)
	d.pdf.SetFillColor(120, 140, 175)
	d.pdf.Rect(at(b.From), y+h*(1-barHeight)/2, max(barLeast, at(b.To)-at(b.From)), h*barHeight, "F")
	d.pdf.SetDrawColor(0, 0, 0)
	d.pdf.SetLineWidth(0.5)
	d.pdf.Line(at(b.At), y+h*(1-barMark)/2, at(b.At), y+h*(1+barMark)/2)
}

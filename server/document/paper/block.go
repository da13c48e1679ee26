package paper

import "strconv"

const body = 10.5 // points; 五号

// Title sets a title in the middle, large.
func (d *Doc) Title(text string) { d.middle(text, style{size: 24, bold: true}, 4) }

// Subtitle sets a line in the middle, below a title.
func (d *Doc) Subtitle(text string) { d.middle(text, style{size: 13}, 2) }

func (d *Doc) middle(text string, s style, after float64) {
	lines := d.lines(text, s, d.Width())
	d.place(float64(len(lines)) * lead(s.size))
	for _, line := range lines {
		d.y += lead(s.size)
		d.set(left+(d.Width()-d.width(line, s))/2, d.y-lead(s.size)*0.3, line, s)
	}
	d.y += after
}

// Heading sets a heading of level 1 or 2, which also stands in the outline
// and the contents. It never stands alone at the foot of a page.
func (d *Doc) Heading(level int, text string) {
	s, before := style{size: 14, bold: true}, 5.0
	if level > 1 {
		s, before = style{size: 11.5, bold: true}, 3.0
	}
	lines := d.lines(text, s, d.Width())
	h := before + float64(len(lines))*lead(s.size) + 1.5
	d.waiting += h
	d.pending = append(d.pending, func() {
		if d.y > top {
			d.y += before
		}
		d.headings = append(d.headings, heading{level, text, len(d.pages), d.y})
		for _, line := range lines {
			d.y += lead(s.size)
			d.set(left, d.y-lead(s.size)*0.3, line, s)
		}
		d.y += 1.5
	})
}

// Text sets paragraphs. In Chinese the first line of each is moved in by two
// characters.
func (d *Doc) Text(text string) { d.paragraphs(text, style{size: body}, d.Lang == "zh-CN") }

// Lead sets a paragraph that stays with what follows it.
func (d *Doc) Lead(text string) { d.lead(text, style{size: body}, d.Lang == "zh-CN") }

// LeadNote sets small text that stays with what follows it.
func (d *Doc) LeadNote(text string) { d.lead(text, style{size: 8.5}, false) }

func (d *Doc) lead(text string, s style, indent bool) {
	lines, firsts := d.indented(text, s, indent)
	d.waiting += float64(len(lines))*lead(s.size) + 1.5
	d.pending = append(d.pending, func() {
		for i, line := range lines {
			d.line(line, s, firsts[i])
		}
		d.y += 1.5
	})
}

// Note sets small text.
func (d *Doc) Note(text string) { d.paragraphs(text, style{size: 8.5}, false) }

// Strong sets a paragraph in bold.
func (d *Doc) Strong(text string) { d.paragraphs(text, style{size: body, bold: true}, false) }

func (d *Doc) paragraphs(text string, s style, indent bool) {
	lines, firsts := d.indented(text, s, indent)
	for i, line := range lines {
		keep := 1 // at least two lines stand together at the start and at the end
		switch {
		case i == 0 && len(lines) <= 3:
			keep = len(lines)
		case i == 0 || i == len(lines)-2:
			keep = 2
		}
		d.place(float64(keep) * lead(s.size))
		d.line(line, s, firsts[i])
	}
	d.y += 1.5
}

// line sets one line of a paragraph, moved in by two characters or not.
func (d *Doc) line(line string, s style, in bool) {
	x := left
	if in {
		x += 2 * s.size * millimetres
	}
	d.y += lead(s.size)
	d.set(x, d.y-lead(s.size)*0.3, line, s)
}

// indented breaks paragraphs whose first lines are moved in; it says which
// lines those are.
func (d *Doc) indented(text string, s style, indent bool) (lines []string, firsts map[int]bool) {
	firsts = map[int]bool{}
	for _, paragraph := range splitParagraphs(text) {
		if !indent {
			lines = append(lines, d.lines(paragraph, s, d.Width())...)
			continue
		}
		firsts[len(lines)] = true
		// Two full-width blanks take the room of the indent while breaking.
		own := d.lines("　　"+paragraph, s, d.Width())
		own[0] = own[0][len("　　"):]
		lines = append(lines, own...)
	}
	return lines, firsts
}

// contents is where the table of contents will stand.
type contents struct {
	first, pages int // pages held free for it
	title        string
	level        int
	perPage      int
}

const contentsLine = 6.5 // mm

// Contents holds pages free, from a new one on, for a table of contents of at
// most entries headings down to level. It is set when the document is
// complete.
func (d *Doc) Contents(title string, level, entries int) {
	d.NewPage()
	c := &contents{first: len(d.pages) + 1, title: title, level: level}
	c.perPage = int((d.floor() - top - 16) / contentsLine)
	c.pages = max(1, (entries+c.perPage-1)/c.perPage)
	for range c.pages {
		d.open()
		d.newPage()
	}
	d.contents = c
}

func (d *Doc) writeContents() {
	c := d.contents
	if c == nil {
		return
	}
	i := 0
	for _, h := range d.headings {
		if h.level > c.level {
			continue
		}
		if i/c.perPage >= c.pages {
			return // the caller asked for fewer entries than there are
		}
		d.on(c.first+i/c.perPage, func(p page, shift float64) {
			if i == 0 {
				s := style{size: 15, bold: true}
				d.set((p.w-d.width(c.title, s))/2, top+7+shift, c.title, s)
			}
			d.contentsEntry(h, p, top+18+float64(i%c.perPage)*contentsLine, shift)
		})
		i++
	}
}

func (d *Doc) contentsEntry(h heading, p page, y, shift float64) {
	s := style{size: body, bold: h.level == 1}
	x := left + float64(h.level-1)*6
	number := strconv.Itoa(h.page)
	numberAt := p.w - right - d.width(number, s)
	text := d.fit(h.text, s, numberAt-x-10)
	d.set(x, y+shift, text, s)
	d.set(numberAt, y+shift, number, s)
	plain := style{size: body}
	dot := d.width(".", plain) * 2
	for at := p.w - right - 8; at > x+d.width(text, s)+3; at -= dot {
		d.set(at, y+shift, ".", plain)
	}
	link := d.pdf.AddLink()
	d.pdf.SetLink(link, h.y, h.page)
	d.pdf.Link(x, y-5+shift, p.w-right-x, contentsLine, link)
}

// Package paper lays out documents for printing: A4 pages with Chinese and
// Latin text, tables that repeat their heads and never cut a row, page numbers
// out of the total, a code (QR) in the footer of every page, an outline, and
// signatures as they were drawn. It knows nothing of evaluations.
//
// # Text
//
// Lines break between any two hanzi, but never so that a closing mark starts
// a line or an opening one ends it; Latin words and numbers stay whole
// unless one alone is wider than the line. The rules are those of GB/T 15834
// 5.1 for marks.
//
// A character is never left out. It is looked for in the fonts in turn, and
// [Doc.Write] refuses with "document.glyph" for each character that none has.
//
// # Fonts
//
// Noto Sans SC 2.004 (SIL Open Font License 1.1, font/OFL.txt), cut by
// font/cut.py: regular and bold hold GB 2312, ASCII, Latin, and the signs of
// tables; rare and rarest hold every other hanzi of GBK and of the Table of
// General Standard Chinese Characters. They are embedded packed, 6 MB
// together; the last two are unpacked only when a document needs them.
//
// # Sameness
//
// The same calls give the same bytes, so a document can be made again from
// its data and be compared by its hash.
package paper

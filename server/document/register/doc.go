// Package register reads and writes the files by which a register of experts
// and companies comes in and goes out: a template for Excel, the filled-in
// template or a CSV file as a stream of rows, and the rows that could not be
// taken, to be mended and sent again.
//
// It knows the columns and how a value is written; what a row means, and
// whether an identity number or a specialty exists, is for its caller to say.
// A row keeps the sheet and the number that it has in the file, so that
// whatever the caller finds can be said of the place where it stands.
//
// # Excel
//
// .xlsx files are read with the standard library (ECMA-376-1, SpreadsheetML),
// one token at a time: so a number that should be text is told from text
// (Excel keeps 15 digits of a number, and an identity number has 18), and a
// sheet that breaks off is an error and not a shorter sheet. Rows are not held;
// what is held is the table of texts that cells share, in one piece of memory
// of at most 128 MB and some 10 MB for 100,000 experts. What is written is
// written with excelize.
//
// # Photos
//
// Photos of experts come and go beside a register file, in a ZIP with it. Whose
// one is stands in the sheet of photos or is the name of the photo, an identity
// number; what is written here names photos by number alone. Only the register
// file and one photo at a time are unpacked, each to a bound.
//
// # CSV
//
// A CSV file holds one sheet, which is known by its head. It may be UTF-8, with
// or without a byte order mark, or GB 18030, which is what Excel writes in
// Chinese.
package register

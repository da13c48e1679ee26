// Package excel writes papers as Excel workbooks: sheets of tables, to be
// read, sorted and counted with.
//
// A number is a number in its cell if Excel holds it exactly, which is for 15
// significant digits, and is shown there as it was written, with its zeros and
// commas. Any other stands as text, as do times. A text that a spreadsheet
// would take for a formula is guarded, and one that is longer than a cell holds
// is continued in the next row.
package excel

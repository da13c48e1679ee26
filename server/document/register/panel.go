package register

//catalogue:data examples of values, which are the same in every language

import (
	"io"
)

// Panel is the sheet of a panel that was drawn elsewhere: a file of its own,
// of one row a person.
var Panel = sheets(Sheet{"panel", []Column{
	{Key: "standing", Kind: Choice, Required: true, Choices: []string{"member", "substitute"}},
	{Key: "seat", Kind: Code, Example: "1"},
	{Key: "name", Required: true, Example: "王喆"},
	{Key: "identity", Kind: Identity, Required: true, Example: "110101199003070011"},
	{Key: "phone", Kind: Phone, Required: true, Example: "13800000000"},
	{Key: "specialties", Kind: Codes, Required: true, Example: "A080104;A080107"},
	{Key: "region", Required: true, Example: "510100"},
	{Key: "employer", Required: true, Example: "南江市建筑设计研究院有限责任公司"},
	{Key: "employer_code", Kind: CreditCode, Example: "91510000MA6200000N"},
}})[0]

// OpenPanel is [Open] of the file of a panel.
func OpenPanel(r io.ReaderAt, size int64, name string) (*Reader, error) {
	return openAs(r, size, name, []Sheet{Panel})
}

// WritePanelTemplate writes the empty file of a panel in lang.
func WritePanelTemplate(w io.Writer, lang string) error {
	b, err := newBook(lang)
	if err != nil {
		return err
	}
	defer b.close()
	if _, err := b.sheet(Panel, false); err != nil {
		return err
	}
	if err := b.comments(Panel); err != nil {
		return err
	}
	return b.write(w)
}

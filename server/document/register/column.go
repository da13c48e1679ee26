package register

//catalogue:data examples of values, which are the same in every language

import (
	"cmp"
	"slices"

	"bidroom/kiosk/catalogue"
)

// A Kind says how the values of a column are written.
type Kind uint8

// The kinds.
const (
	Text       Kind = iota // as it stands, without blanks around it
	Prose                  // a longer one
	List                   // several texts, separated by ; , 、 or line ends; joined by ";"
	Identity               // 18 characters, GB 11643; never a number in Excel
	CreditCode             // 18 characters, GB 32100; never a number in Excel
	Code                   // letters and digits
	Codes                  // several of those; joined by ";"
	Phone                  // digits, without blanks and hyphens
	Date                   // yyyy-mm-dd
	Percent                // decimal above 0 up to 100, without the sign
	Points                 // decimal from 0 to 1000, with at most two digits behind the point
	Choice                 // one of Choices
	Money                  // yuan as a decimal with two digits behind the point, below 10^13
	Decimal                // decimal, with at most twelve digits behind the point
	Moment                 // yyyy-mm-ddThh:mm:ss, of a clock on a wall
)

// A Column of a sheet. Its heads are in the catalogue, see [Column.Head].
type Column struct {
	Sheet    string // key of its sheet
	Key      string // of Row.Fields
	Kind     Kind
	Required bool
	Example  string
	Choices  []string // keys; the words are in the catalogue, see [Column.Word]

	Heads map[string]string // by language, of a column that has none in the catalogue
}

// A Sheet of a register file.
type Sheet struct {
	Key     string
	Columns []Column
}

// Sheets are the sheets of a register file, in the order of the template. They
// may not be changed.
var Sheets = sheets(
	Sheet{"companies", []Column{
		{Key: "credit_code", Kind: CreditCode, Required: true, Example: "91510000MA6200000N"},
		{Key: "name", Required: true, Example: "蜀江建设集团有限公司"},
		{Key: "former_names", Kind: List, Example: "蜀江第一建筑公司"},
		{Key: "former_codes", Kind: List, Example: "91510100MA6200000U"},
		{Key: "legal_representative", Required: true, Example: "张卫东"},
	}},
	Sheet{"people", []Column{
		{Key: "credit_code", Kind: CreditCode, Required: true, Example: "91510000MA6200000N"},
		{Key: "name", Required: true, Example: "刘志强"},
		{Key: "position", Kind: Choice, Required: true, Choices: []string{"director", "supervisor", "manager", "controller", "staff"}},
		{Key: "from", Kind: Date, Example: "2021-05-01"},
		{Key: "to", Kind: Date, Example: "2024-04-30"},
	}},
	Sheet{"shareholders", []Column{
		{Key: "credit_code", Kind: CreditCode, Required: true, Example: "91510000MA6200000N"},
		{Key: "holder", Required: true, Example: "蜀江投资控股有限公司"},
		{Key: "holder_code", Kind: Identity, Example: "91510000MA6200001R"},
		{Key: "percent", Kind: Percent, Required: true, Example: "51"},
		{Key: "from", Kind: Date, Example: "2019-03-01"},
		{Key: "to", Kind: Date, Example: "2023-12-31"},
	}},
	Sheet{"experts", []Column{
		{Key: "identity", Kind: Identity, Required: true, Example: "110101199003070011"},
		{Key: "name", Required: true, Example: "王喆"},
		{Key: "phone", Kind: Phone, Required: true, Example: "13800000000"},
		{Key: "specialties", Kind: Codes, Required: true, Example: "A080104;A080107"},
		{Key: "region", Example: "510100"},
		{Key: "title", Example: "高级工程师"},
		{Key: "status", Kind: Choice, Choices: []string{"active", "applied", "under_review", "suspended", "punished", "removed"}},
		{Key: "until", Kind: Date, Example: "2027-06-30"},
		{Key: "reason", Kind: Prose, Example: "年度考评合格，续聘"},
		{Key: "decided_by", Example: "市公共资源交易监督管理办公室"},
		{Key: "despite", Kind: Prose, Example: "稀缺专业，经主管部门同意放宽年龄"},
		{Key: "relaxed", Kind: Choice, Choices: []string{"title", "age", "both"}, Example: "age"},
		{Key: "education", Kind: Choice, Choices: []string{"college", "bachelor", "master", "doctor", "other"}},
		{Key: "title_level", Kind: Choice, Choices: []string{"senior", "equal", "middle", "other"}},
		{Key: "titled_on", Kind: Date, Example: "2012-12-01"},
		{Key: "field_since", Kind: Date, Example: "2001-07-01"},
		{Key: "languages", Kind: List, Example: "英语;法语"},
		{Key: "affiliations_asked", Kind: Date, Example: "2026-01-15"},
		{Key: "offices_asked", Kind: Date, Example: "2026-01-15"},
		{Key: "holdings_asked", Kind: Date, Example: "2026-01-15"},
		{Key: "penalties_asked", Kind: Date, Example: "2026-01-15"},
		{Key: "libraries_asked", Kind: Date, Example: "2026-01-15"},
	}},
	Sheet{"affiliations", []Column{
		{Key: "identity", Kind: Identity, Required: true, Example: "110101199003070011"},
		{Key: "name", Example: "王喆"},
		{Key: "company", Required: true, Example: "南江市建筑设计研究院有限责任公司"},
		{Key: "credit_code", Kind: CreditCode, Example: "91510000MA6200000N"},
		{Key: "position", Example: "总工程师"},
		{Key: "from", Kind: Date, Required: true, Example: "2015-07-01"},
		{Key: "to", Kind: Date, Example: "2024-12-31"},
	}},
	Sheet{"offices", []Column{
		{Key: "identity", Kind: Identity, Required: true, Example: "110101199003070011"},
		{Key: "name", Example: "王喆"},
		{Key: "company", Example: "蜀江建设集团有限公司"},
		{Key: "credit_code", Kind: CreditCode, Example: "91510000MA6200000N"},
		{Key: "office", Kind: Choice, Required: true, Choices: []string{"legal_representative", "director", "supervisor", "manager"}},
		{Key: "document", Example: "国家企业信用信息公示系统 2026-01-15"},
		{Key: "from", Kind: Date, Required: true, Example: "2021-05-01"},
		{Key: "to", Kind: Date, Example: "2024-04-30"},
	}},
	Sheet{"holdings", []Column{
		{Key: "identity", Kind: Identity, Required: true, Example: "110101199003070011"},
		{Key: "name", Example: "王喆"},
		{Key: "company", Example: "蜀江建设集团有限公司"},
		{Key: "credit_code", Kind: CreditCode, Example: "91510000MA6200000N"},
		{Key: "percent", Kind: Percent, Example: "12.5"},
		{Key: "controlling", Kind: Choice, Choices: []string{"no", "yes"}},
		{Key: "document", Example: "股东名册 2026-01-15"},
		{Key: "from", Kind: Date, Required: true, Example: "2019-03-01"},
		{Key: "to", Kind: Date, Example: "2023-12-31"},
	}},
	Sheet{"relations", []Column{
		{Key: "identity", Kind: Identity, Required: true, Example: "110101199003070011"},
		{Key: "name", Example: "王喆"},
		{Key: "relation", Kind: Choice, Required: true, Choices: []string{"none", "spouse", "parent", "child", "sibling", "grandparent", "grandchild", "uncle_aunt", "nephew_niece", "cousin", "collateral",
			"spouse_parent", "child_spouse", "spouse_sibling", "sibling_spouse", "in_law", "no_interest", "economic", "other"}},
		{Key: "relative", Example: "陈静"},
		{Key: "company", Example: "蜀江建设集团有限公司"},
		{Key: "credit_code", Kind: CreditCode, Example: "91510000MA6200000N"},
		{Key: "position", Example: "财务总监"},
		{Key: "declared_on", Kind: Date, Required: true, Example: "2026-01-15"},
	}},
	Sheet{"penalties", []Column{
		{Key: "identity", Kind: Identity, Required: true, Example: "110101199003070011"},
		{Key: "name", Example: "王喆"},
		{Key: "kind", Kind: Choice, Required: true, Choices: []string{"none", "administrative", "criminal", "banned", "bad_record", "dismissed", "dishonest", "bribery"}},
		{Key: "from", Kind: Date, Required: true, Example: "2025-03-01"},
		{Key: "to", Kind: Date, Example: "2026-02-28"},
		{Key: "document", Example: "川发改罚〔2025〕12号"},
	}},
	Sheet{"signals", []Column{
		{Key: "credit_code", Kind: CreditCode, Required: true, Example: "91510000MA6200000N"},
		{Key: "signal", Kind: Choice, Required: true, Choices: []string{"phone", "email", "address", "bank_account"}},
		{Key: "value", Required: true, Example: "028-86000000"},
	}},
	Sheet{"libraries", []Column{
		{Key: "identity", Kind: Identity, Required: true, Example: "110101199003070011"},
		{Key: "name", Example: "王喆"},
		{Key: "library_kind", Kind: Choice, Required: true, Choices: []string{"comprehensive", "state_council", "agency", "finance", "other"}},
		{Key: "library", Required: true, Example: "四川省综合评标专家库"},
		{Key: "document", Example: "川评标聘〔2024〕0315号"},
		{Key: "from", Kind: Date, Required: true, Example: "2024-03-15"},
		{Key: "to", Kind: Date, Example: "2027-03-14"},
	}},
	Sheet{"evidence", []Column{
		{Key: "identity", Kind: Identity, Required: true, Example: "110101199003070011"},
		{Key: "name", Example: "王喆"},
		{Key: "code", Kind: Code, Required: true, Example: "A080104"},
		{Key: "text", Kind: Prose, Required: true, Example: "一级注册建造师（建筑工程）"},
		{Key: "on", Kind: Date, Required: true, Example: "2015-09-01"},
	}},
	Sheet{"assessments", []Column{
		{Key: "identity", Kind: Identity, Required: true, Example: "110101199003070011"},
		{Key: "name", Example: "王喆"},
		{Key: "evaluation", Required: true, Example: "2025-031-02 水库除险加固"},
		{Key: "on", Kind: Date, Required: true, Example: "2025-09-12"},
		{Key: "by", Kind: Choice, Required: true, Choices: []string{"staff", "agent", "supervisor", "other"}},
		{Key: "points", Kind: Points, Required: true, Example: "96.5"},
		{Key: "full", Kind: Points, Required: true, Example: "100"},
		{Key: "reason", Kind: Prose, Example: "签到晚于通知时间"},
		{Key: "reference", Example: "2025-031-02/3"},
	}},
	Sheet{"leave", []Column{
		{Key: "identity", Kind: Identity, Required: true, Example: "110101199003070011"},
		{Key: "name", Example: "王喆"},
		{Key: "from", Kind: Date, Required: true, Example: "2026-07-01"},
		{Key: "to", Kind: Date, Required: true, Example: "2026-07-31"},
	}},
	Sheet{photosSheet, []Column{
		{Key: "identity", Kind: Identity, Required: true, Example: "110101199003070011"},
		{Key: "name", Example: "王喆"},
		{Key: "file", Required: true, Example: "0001.jpg"},
	}},
	Sheet{"classification", []Column{
		{Key: "code", Kind: Code, Required: true, Example: "A080104"},
		{Key: "class_name", Required: true, Example: "房屋建筑工程施工"},
		{Key: "class_name_en", Example: "Building works"},
	}},
)

// sheets fills in what columns know of their sheet.
func sheets(all ...Sheet) []Sheet {
	for _, s := range all {
		for i := range s.Columns {
			s.Columns[i].Sheet = s.Key
		}
	}
	return all
}

// SheetByKey returns the sheet of a key.
func SheetByKey(key string) (Sheet, bool) {
	switch key {
	case Panel.Key:
		return Panel, true
	case openingSheet:
		return Opening(), true
	}
	i := slices.IndexFunc(Sheets, func(s Sheet) bool { return s.Key == key })
	if i < 0 {
		return Sheet{}, false
	}
	return Sheets[i], true
}

// Column returns the column of a key.
func (s Sheet) Column(key string) (Column, bool) {
	i := slices.IndexFunc(s.Columns, func(c Column) bool { return c.Key == key })
	if i < 0 {
		return Column{}, false
	}
	return s.Columns[i], true
}

// Name returns the name of the sheet in lang.
func (s Sheet) Name(lang string) string { return catalogue.Text(lang, "import.sheet."+s.Key, nil) }

// Head returns the head of the column in lang.
func (c Column) Head(lang string) string {
	if c.Heads != nil {
		return cmp.Or(c.Heads[lang], c.Key)
	}
	return catalogue.Text(lang, "import.head."+c.Sheet+"."+c.Key, nil)
}

// Word returns the word for one of the column's choices in lang.
func (c Column) Word(lang, choice string) string {
	return catalogue.Text(lang, "import.choice."+c.Key+"."+choice, nil)
}

// words returns the words of every choice in lang.
func (c Column) words(lang string) []string {
	words := make([]string, len(c.Choices))
	for i, choice := range c.Choices {
		words[i] = c.Word(lang, choice)
	}
	return words
}

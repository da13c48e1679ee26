package rooms

import (
	"slices"

	"bidroom/evaluation/rule"
)

// Qualification is what qualifies a person; empty is what is not known.
type Qualification struct {
	Education  string   `json:"education"`
	TitleLevel string   `json:"titleLevel"`
	TitledOn   string   `json:"titledOn"`
	FieldSince string   `json:"fieldSince"`
	Languages  []string `json:"languages"`
}

// Evidences are what the specialties of a person rest on.
type Evidences struct {
	Rows []EvidenceRow `json:"rows"`
}

// An EvidenceRow is one piece of evidence.
type EvidenceRow struct {
	Code string `json:"code"`
	Text string `json:"text"`
	On   string `json:"on"`
}

// keepRelaxed keeps what was relaxed of a person only for as long as what it was
// relaxed for is so.
func (p *Person) keepRelaxed(was *Person) {
	qualified := p.Education == was.Education && p.TitleLevel == was.TitleLevel && p.FieldSince == was.FieldSince
	p.Relaxed = slices.DeleteFunc(slices.Clone(p.Relaxed), func(ground string) bool {
		return ground == "R31" && !qualified || ground == "R32" && p.Identity != was.Identity
	})
}

// QualificationOf returns what qualifies a person.
func QualificationOf(p *Person) Qualification {
	return Qualification{p.Education, p.TitleLevel, p.TitledOn.String(), p.FieldSince.String(), p.Languages}
}

// EvidenceOf returns what a person's specialties rest on.
func EvidenceOf(p *Person) (said Evidences) {
	for _, e := range p.Evidence {
		said.Rows = append(said.Rows, EvidenceRow{e.Code, e.Text, e.On.String()})
	}
	return said
}

func (a Qualification) into(p *Person, r *reader) {
	r.of("qualification", 0)
	if a.Education != "" && !slices.Contains(rule.Educations, a.Education) {
		r.wrong("education", "register.education")
	}
	if a.TitleLevel != "" && !slices.Contains(rule.TitleLevels, a.TitleLevel) {
		r.wrong("titleLevel", "register.title_level")
	}
	p.Education, p.TitleLevel = a.Education, a.TitleLevel
	p.TitledOn, p.FieldSince = r.day("titledOn", a.TitledOn, "register.titled_on", false), r.day("fieldSince", a.FieldSince, "register.field_since", false)
	if r.today.Before(p.TitledOn) {
		r.wrong("titledOn", "register.titled_on")
	}
	if r.today.Before(p.FieldSince) {
		r.wrong("fieldSince", "register.field_since")
	}
	p.Languages = nil
	for _, language := range a.Languages {
		if language = r.text("languages", language, "register.language"); !slices.Contains(p.Languages, language) {
			p.Languages = append(p.Languages, language)
		}
	}
	if len(p.Languages) > rowsMost {
		r.wrong("languages", "register.language")
	}
}

func (a Evidences) into(p *Person, r *reader) {
	r.of("evidence", len(a.Rows))
	p.Evidence = nil
	for i, row := range a.Rows {
		r.row = i + 1
		if !slices.Contains(p.Specialties, row.Code) {
			r.wrong("code", "register.row_specialty")
		}
		p.Evidence = append(p.Evidence, Evidence{row.Code, r.longText("text", row.Text, "register.row_evidence", longestReason), r.past("on", row.On, "register.row_evidence_on", "register.row_evidence_ahead")})
	}
}

package rooms

import (
	"cmp"
	"slices"

	"bidroom/experts"
	"bidroom/experts/conflict"
)

// keepUnsaid leaves as it was known what an import does not speak of: a column
// that the file does not have, and what was never asked as far as the file
// says. So an import takes nothing away without a word.
func (p *Person) keepUnsaid(known *Person, says func(sheet, column string) bool) {
	unsaid := func(column string) bool { return !says("experts", column) }
	unanswered := func(sheet string, known conflict.Asked) bool { // the day of asking comes without the sheet of the answers
		return !says(sheet, "identity") && known == conflict.DeclaredSome
	}
	p.FormerIndexes = known.FormerIndexes // no file has them
	p.takePicture(known.Photo)
	if unsaid("region") {
		p.Region = known.Region
	}
	if unsaid("title") {
		p.Title = known.Title
	}
	p.keepQualification(known, unsaid)
	p.keepStanding(known, unsaid)
	if p.Affiliated == conflict.NeverAsked || unanswered("affiliations", known.Affiliated) {
		p.Affiliated, p.AffiliatedOn, p.Affiliations = known.Affiliated, cmp.Or(p.AffiliatedOn, known.AffiliatedOn), known.Affiliations
	} else if unsaid("affiliations_asked") && p.Affiliated == known.Affiliated {
		p.AffiliatedOn = known.AffiliatedOn
	}
	if p.Appointed == conflict.NeverAsked || unanswered("offices", known.Appointed) {
		p.Appointed, p.AppointedOn, p.Offices = known.Appointed, cmp.Or(p.AppointedOn, known.AppointedOn), known.Offices
	} else if unsaid("offices_asked") && p.Appointed == known.Appointed {
		p.AppointedOn = known.AppointedOn
	}
	if p.Invested == conflict.NeverAsked || unanswered("holdings", known.Invested) {
		p.Invested, p.InvestedOn, p.Holdings = known.Invested, cmp.Or(p.InvestedOn, known.InvestedOn), known.Holdings
	} else if unsaid("holdings_asked") && p.Invested == known.Invested {
		p.InvestedOn = known.InvestedOn
	}
	if p.Penalised == conflict.NeverAsked || unanswered("penalties", known.Penalised) {
		p.Penalised, p.PenalisedOn, p.Penalties = known.Penalised, cmp.Or(p.PenalisedOn, known.PenalisedOn), known.Penalties
	} else if unsaid("penalties_asked") && p.Penalised == known.Penalised {
		p.PenalisedOn = cmp.Or(p.PenalisedOn, known.PenalisedOn)
	}
	if p.Listed == conflict.NeverAsked || unanswered("libraries", known.Listed) {
		p.Listed, p.ListedOn, p.Libraries = known.Listed, cmp.Or(p.ListedOn, known.ListedOn), known.Libraries
	} else if unsaid("libraries_asked") && p.Listed == known.Listed {
		p.ListedOn = cmp.Or(p.ListedOn, known.ListedOn)
	}
	if len(p.Leave) == 0 {
		p.Leave = known.Leave
	}
	if len(p.Assessments) == 0 {
		p.Assessments = known.Assessments
	}
	p.Dismissals = known.Dismissals
	noKin, noOthers := p.Related == conflict.NeverAsked, p.Interested == conflict.NeverAsked
	if noKin {
		p.Related, p.RelatedOn = known.Related, known.RelatedOn
	}
	if noOthers {
		p.Interested, p.InterestedOn = known.Interested, known.InterestedOn
	}
	if noKin || noOthers {
		of := func(from []conflict.Relation, kin bool) []conflict.Relation {
			return slices.DeleteFunc(slices.Clone(from), func(r conflict.Relation) bool { return r.IsKin() != kin })
		}
		kin, others := of(p.Relations, true), of(p.Relations, false)
		if noKin {
			kin = of(known.Relations, true)
		}
		if noOthers {
			others = of(known.Relations, false)
		}
		p.Relations = append(kin, others...)
	}
}

// joinKnown puts what a file says of a person, whose other rows an earlier
// import took, beside what is known.
func (p *Person) joinKnown(known *Person) {
	p.Affiliations, p.Relations = experts.Union(known.Affiliations, p.Affiliations), experts.Union(known.Relations, p.Relations)
	p.Penalties, p.Leave, p.Evidence = experts.Union(known.Penalties, p.Penalties), experts.Union(known.Leave, p.Leave), experts.Union(known.Evidence, p.Evidence)
	p.Offices, p.Holdings = experts.Union(known.Offices, p.Offices), experts.Union(known.Holdings, p.Holdings)
	p.Libraries, p.Assessments = experts.Union(known.Libraries, p.Libraries), experts.Union(known.Assessments, p.Assessments)
	for said, was := range map[*conflict.Asked]conflict.Asked{&p.Affiliated: known.Affiliated, &p.Appointed: known.Appointed, &p.Invested: known.Invested, &p.Related: known.Related, &p.Interested: known.Interested, &p.Penalised: known.Penalised, &p.Listed: known.Listed} {
		if *said != conflict.NeverAsked && was == conflict.DeclaredSome {
			*said = was
		}
	}
}

// keepQualification is [Person.keepUnsaid] of what qualifies the person.
func (p *Person) keepQualification(known *Person, unsaid func(column string) bool) {
	if unsaid("education") {
		p.Education = known.Education
	}
	if unsaid("title_level") {
		p.TitleLevel = known.TitleLevel
	}
	if unsaid("titled_on") {
		p.TitledOn = known.TitledOn
	}
	if unsaid("field_since") {
		p.FieldSince = known.FieldSince
	}
	if unsaid("languages") {
		p.Languages = known.Languages
	}
	if len(p.Evidence) == 0 {
		p.Evidence = known.Evidence
	}
	p.dropEvidence()
}

// dropEvidence drops what specialties rested on that the person has no more.
func (p *Person) dropEvidence() {
	p.Evidence = slices.DeleteFunc(slices.Clone(p.Evidence), func(e Evidence) bool { return !slices.Contains(p.Specialties, e.Code) })
}

// keepStanding is [Person.keepUnsaid] of the standing, which an empty cell does
// not change. A ban that comes with the file is one without a column.
func (p *Person) keepStanding(known *Person, unsaid func(column string) bool) {
	if p.Status == "" {
		p.Status, p.Until = known.Status, known.Until
	} else if unsaid("until") && p.Status == known.Status {
		p.Until = known.Until
	}
	if p.Status != known.Status {
		return
	}
	if unsaid("despite") || unsaid("relaxed") && p.Despite == known.Despite {
		p.Despite, p.Relaxed = known.Despite, known.Relaxed
		p.keepRelaxed(known)
	}
	if unsaid("reason") {
		p.Reason = known.Reason
	}
	if unsaid("decided_by") {
		p.DecidedBy = known.DecidedBy
	}
}

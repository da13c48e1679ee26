package rooms

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// A Register is what an import brings: people and companies with all that
// belongs to them.
type Register struct {
	People    []*Person
	Companies []*conflict.Company
	Classes   []experts.Specialty // codes and their names
	Bad       int64               // rows that were left out
	// Says reports whether the file has a column of a sheet.
	Says func(sheet, column string) bool
	// Mends is set of a file of rows that an earlier import left out.
	Mends bool
}

// photos counts the people of whom the import brings a photo.
func (r *Register) photos() (n int64) {
	for _, p := range r.People {
		if p.Picture != nil {
			n++
		}
	}
	return n
}

// A Person is an expert with what is sealed, and with why the register says
// what it says of the person's standing.
type Person struct {
	conflict.Expert
	Phone     string   `json:"-"`
	Title     string   `json:"-"`
	Reason    string   `json:"reason,omitempty"`     // of the status
	DecidedBy string   `json:"decided_by,omitempty"` // the status
	Despite   string   `json:"despite,omitempty"`    // why an active person is so who is not qualified by some profile
	Photo     string   `json:"photo,omitempty"`      // hash of what is kept beside the register; empty if there is none
	Picture   *Picture `json:"-"`                    // that comes; nil if none does
	// The days on which the person was asked, or was looked up; none where that
	// was never, or was not kept.
	AffiliatedOn conflict.Date `json:"affiliated_on,omitzero"`
	AppointedOn  conflict.Date `json:"appointed_on,omitzero"`
	InvestedOn   conflict.Date `json:"invested_on,omitzero"`
	RelatedOn    conflict.Date `json:"related_on,omitzero"`
	InterestedOn conflict.Date `json:"interested_on,omitzero"`
	PenalisedOn  conflict.Date `json:"penalised_on,omitzero"`
	ListedOn     conflict.Date `json:"listed_on,omitzero"`

	TitledOn  conflict.Date `json:"titled_on,omitzero"`
	Languages []string      `json:"languages,omitempty"`
	Evidence  []Evidence    `json:"evidence,omitempty"`
	// Assessments are those of evaluations elsewhere: those of this server stand
	// in its logs.
	Assessments []PastAssessment `json:"assessments,omitempty"`
}

// A PastAssessment is one assessment of an expert as a file says it.
type PastAssessment struct {
	Evaluation string        `json:"evaluation"`
	On         conflict.Date `json:"on"`
	By         string        `json:"by"`    // a role, or other
	Total      string        `json:"total"` // exact decimal, like full
	Full       string        `json:"full"`
	Reason     string        `json:"reason,omitempty"`
	Reference  string        `json:"reference,omitempty"` // of the server where it was made: see [Assessed.Reference]
}

// Grade is what it comes to.
func (a PastAssessment) Grade() experts.Grade {
	return experts.Grade{On: a.On, Total: a.Total, Full: a.Full}
}

// An Evidence is what a specialty of a person rests on.
type Evidence struct {
	Code string        `json:"code"`
	Text string        `json:"text"`
	On   conflict.Date `json:"on"`
}

// RegisterImported is an import's entry in the centre's log.
type RegisterImported struct {
	File      string `json:"file"` // SHA-256, hex
	Experts   int64  `json:"experts,string"`
	Companies int64  `json:"companies,string"`
	Classes   int64  `json:"classes,string"` // names of specialties
	Bad       int64  `json:"bad,string"`
	Photos    int64  `json:"photos,string,omitempty"` // of the experts
}

// Kind names the entry.
func (*RegisterImported) Kind() string { return "register.imported" }

// ProblemsTaken is a look at the rows that an import leaves out, as a file to
// mend: they say of people what the import would have said.
type ProblemsTaken struct {
	File string `json:"file"` // SHA-256 of the file that they are of, hex
	Bad  int64  `json:"bad,string"`
}

// Kind names the entry.
func (*ProblemsTaken) Kind() string { return "register.problems_taken" }

// TakeProblems logs that somebody takes the rows that an import leaves out.
func (s *Service) TakeProblems(ctx context.Context, by Actor, act *ProblemsTaken) error {
	if err := access.Allow(by.Role, by.Kind, access.RegisterImport, access.NoCase); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		_, err := appendEntry(tx, proclog.Centre, act.Kind(), by, act)
		return err
	})
}

// longestFileName bounds what is kept of an uploaded file's name, in
// characters, from its end.
const longestFileName = 120

// KeepImport notes a register file that was uploaded. kept is the hash under
// which the sealed file is kept.
func (s *Service) KeepImport(ctx context.Context, by Actor, name, kept string) (i store.Import, err error) {
	if err := access.Allow(by.Role, by.Kind, access.RegisterImport, access.NoCase); err != nil {
		return i, err
	}
	runes := []rune(name)
	name = string(runes[max(0, len(runes)-longestFileName):])
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		i = store.Import{ID: tx.NewID(), FileName: name, State: "open", ByAccount: by.Account, CreatedAt: tx.Now, Kept: kept}
		return tx.InsertImport(i)
	})
	return i, err
}

// ImportOf returns an import.
func (s *Service) ImportOf(ctx context.Context, id string) (i store.Import, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		i, err = tx.Import(id)
		return absent(err, "import.unknown", "import")
	})
	return i, err
}

// DropImport throws an import away; what it brought into the register stays.
func (s *Service) DropImport(ctx context.Context, by Actor, id string) error {
	if err := access.Allow(by.Role, by.Kind, access.RegisterImport, access.NoCase); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		return absent(tx.DeleteImport(id), "import.unknown", "import")
	})
}

// Import takes a register in, all of it in one transaction with the import's
// own row, so that after a stop it is either done or still to be done.
// progress is told how many people and companies are in so far.
func (s *Service) Import(ctx context.Context, by Actor, i store.Import, r *Register, fileHash string, progress func(done int64)) error {
	if err := access.Allow(by.Role, by.Kind, access.RegisterImport, access.NoCase); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.FinishImport(i); err != nil {
			return absent(err, "import.unknown", "import")
		}
		if err := takeClasses(tx, r.Classes); err != nil {
			return err
		}
		done, k := int64(len(r.Classes)), &keeper{Tx: tx, s: s, by: by, act: ByImport}
		for _, c := range r.Companies {
			if err := k.takeCompany(c, r); err != nil {
				return err
			}
			done++
			progress(done)
		}
		for _, p := range r.People {
			if err := k.takePerson(p, r); err != nil {
				return err
			}
			done++
			progress(done)
		}
		for _, last := range []func() error{k.takeMergedCompanies, k.takeMergedPeople, k.flush} {
			if err := last(); err != nil {
				return err
			}
		}
		act := &RegisterImported{fileHash, int64(len(r.People)), int64(len(r.Companies)), int64(len(r.Classes)), r.Bad, r.photos()}
		_, err := appendEntry(tx, proclog.Centre, act.Kind(), by, act)
		return err
	})
}

// takeCompany lets a company of an import in, by credit code. One of which the
// import says nothing new is left as it is; a sheet without a row of a company
// says nothing of it. One that was merged into another waits for the end.
func (k *keeper) takeCompany(c *conflict.Company, r *Register) error {
	listed := c.Name != "" // by a row of its own
	old, err := k.CompanyByCode(c.CreditCode)
	if errors.Is(err, store.ErrAbsent) {
		if !listed {
			return rule.Refuse(rule.Stale, "", "register.company_missing", "")
		}
		_, err := k.addCompany(c)
		return err
	}
	if err != nil {
		return err
	}
	if old.CreditCode != c.CreditCode {
		k.mergedCompanies = append(k.mergedCompanies, c)
		return nil
	}
	now, err := companyOf(old)
	if err != nil {
		return err
	}
	if listed {
		now.FormerNames = formerNames(now, c, r.Says("companies", "former_names"))
		now.Name, now.LegalRepresentative = c.Name, c.LegalRepresentative
		now.FormerCodes = experts.Union(now.FormerCodes, c.FormerCodes) // what was merged here stays
	}
	now.People = afterImport(now.People, c.People, r.Mends)
	now.Shareholders = afterImport(now.Shareholders, c.Shareholders, r.Mends)
	now.Signals = afterImport(now.Signals, c.Signals, r.Mends)
	if err := mendable(old.Facts, &now); err != nil {
		return err
	}
	_, err = k.changeCompany(old, &now)
	return err
}

// formerNames are those that a company bore when an import says so of it: what
// it says, if it has a column for that, and beside that those that are known of
// a company that bore other codes, for another entry may have brought them.
func formerNames(known conflict.Company, c *conflict.Company, said bool) (names []string) {
	switch {
	case !said:
		names = slices.Clone(known.FormerNames)
	case len(known.FormerCodes) > 0:
		names = experts.Union(slices.Clone(known.FormerNames), c.FormerNames)
	default:
		return c.FormerNames
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == c.Name })
}

// mendable refuses what rows of a file, each of which was good by itself, make
// too much of together with what is known.
func mendable(known []byte, now *conflict.Company) error {
	var was conflict.Company
	if err := json.Unmarshal(known, &was); err != nil {
		return fmt.Errorf("company %s: %w", now.CreditCode, err)
	}
	for have, had := range map[int]int{len(now.People): len(was.People), len(now.Shareholders): len(was.Shareholders), len(now.Signals): len(was.Signals)} {
		if have > max(had, MostRows) {
			return rule.Refuse(rule.Invalid, "", "register.mended_rows", "", "company", now.Name, "most", strconv.Itoa(MostRows))
		}
	}
	if !slices.Equal(was.Shareholders, now.Shareholders) && conflict.Overheld(now.Shareholders) >= 0 {
		return rule.Refuse(rule.Invalid, "", "register.mended_sum", "", "company", now.Name)
	}
	return nil
}

// afterImport returns what a company has when an import says so of it: that, or
// with a file that mends an earlier one both.
func afterImport[One comparable](known, said []One, mends bool) []One {
	if len(said) == 0 {
		return known
	}
	if !mends {
		return said
	}
	all := slices.Clone(known)
	for _, one := range said {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}

// takePerson lets a person of an import in, by identity number. One of whom
// the import says nothing new is left as it is. One who was merged into another
// entry waits for the end.
func (k *keeper) takePerson(p *Person, r *Register) error {
	index := k.s.Box.Index(identityDomain, p.Identity)
	old, err := k.ExpertByIdentity(index)
	listed, says := p.Name != "", r.Says // by a row of its own
	if errors.Is(err, store.ErrAbsent) {
		if !listed { // who was there when the file was read
			return rule.Refuse(rule.Stale, "", "register.expert_missing", "identity")
		}
		p.Status = cmp.Or(p.Status, conflict.Active)
		p.takePicture("")
		_, err = k.addPerson(p)
		return err
	}
	if err != nil {
		return err
	}
	if old.IdentityIndex != index {
		k.mergedPeople = append(k.mergedPeople, p)
		return nil
	}
	known := &Person{Expert: conflict.Expert{Identity: p.Identity}, Title: old.Title}
	if err := json.Unmarshal(old.Facts, known); err != nil {
		return err
	}
	if !listed {
		phone, err := k.s.Box.Open(phoneDomain, old.PhoneSealed)
		if err != nil {
			return fmt.Errorf("expert %s: %w", old.ID, err)
		}
		p.Name, p.Phone, p.Specialties = known.Name, string(phone), known.Specialties
		says = func(sheet, column string) bool { return sheet != "experts" && r.Says(sheet, column) }
	}
	if r.Mends {
		p.joinKnown(known)
	}
	p.keepUnsaid(known, says)
	_, err = k.changePerson(old, p)
	return err
}

// KnownExpert returns the person with an identity number as somebody of whom
// an import says something without a row of its own, or nil if there is none.
func (s *Service) KnownExpert(ctx context.Context, identity string) (p *Person, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		row, err := tx.ExpertByIdentity(s.Box.Index(identityDomain, identity))
		if err != nil {
			return err
		}
		e, err := readExpert(row)
		p = &Person{Expert: conflict.Expert{Identity: identity, Specialties: e.Specialties}}
		return err
	})
	if errors.Is(err, store.ErrAbsent) {
		return nil, nil
	}
	return p, err
}

// longestFound is how many characters MySQL has room for where something is
// found by a text.
const longestFound = 190

// findable cuts what was let in before the texts of a register were bounded.
func findable(text string) string {
	runes := []rune(text)
	return string(runes[:min(longestFound, len(runes))])
}

// namesOf lists the normalised names that a company bears or bore, and the
// credit codes that it bore.
func namesOf(c conflict.Company) (names []string) {
	for _, name := range slices.Concat([]string{c.Name}, c.FormerNames, c.FormerCodes) {
		if name = findable(conflict.NormaliseName(name)); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// employersOf is how it is found where an expert works and worked.
func employersOf(e conflict.Expert) (list []store.Employer) {
	for _, a := range e.Affiliations {
		list = append(list, store.Employer{CreditCode: findable(a.CreditCode), NameNorm: findable(conflict.EmployerName(a.Company)), FromOn: a.From.String(), ToOn: a.To.String()})
	}
	return list
}

func companyRow(c conflict.Company) (store.Company, error) {
	facts, err := json.Marshal(c)
	return store.Company{Name: c.Name, NameNorm: conflict.NormaliseName(c.Name), CreditCode: c.CreditCode, LegalRepresentative: c.LegalRepresentative, Facts: facts}, err
}

// What identity number and phone are sealed and indexed for.
const (
	identityDomain = "identity"
	phoneDomain    = "phone"
)

// wholeRow is a person's row with what is sealed.
func (s *Service) wholeRow(p *Person) (row store.Expert, err error) {
	if row, err = s.personRow(p); err != nil {
		return row, err
	}
	return row, s.seal(&row, p)
}

// seal puts into a person's row what is sealed.
func (s *Service) seal(row *store.Expert, p *Person) (err error) {
	if row.IdentitySealed, err = s.Box.Seal(identityDomain, []byte(p.Identity)); err != nil {
		return err
	}
	row.PhoneSealed, err = s.Box.Seal(phoneDomain, []byte(p.Phone))
	return err
}

// personRow is a person's row, without what is sealed.
func (s *Service) personRow(p *Person) (store.Expert, error) {
	p.Born = experts.BornOn(p.Identity)
	if p.Status != conflict.Active || p.Despite == "" {
		p.Relaxed = nil
	}
	facts, err := json.Marshal(p)
	return store.Expert{Name: p.Name, IdentityIndex: s.Box.Index(identityDomain, p.Identity), PhoneIndex: s.Box.Index(phoneDomain, p.Phone),
		Region: p.Region, Title: p.Title, Status: string(p.Status), UntilOn: p.Until.String(), Facts: facts}, err
}

package rooms

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"bidroom/experts/conflict"
	"bidroom/server/store"
)

// By what act the register came to say what a version says.
const (
	ByImport  = "import"
	ByEdit    = "edit"
	ByAdd     = "add"
	ByMerge   = "merge"
	ByMatch   = "match"   // a false match was dismissed, or that was taken back
	ByRestore = "restore" // the row differed from its last version and was put back
	Before    = "before"  // it was there when the first version was kept; nobody knows since when
)

// A Record is what the register said of an expert or a company at one time.
type Record struct {
	Facts    json.RawMessage `json:"facts"`
	Identity string          `json:"identity,omitempty"`
	Phone    string          `json:"phone,omitempty"`
	Title    string          `json:"title,omitempty"`
	Merged   *Merged         `json:"merged,omitempty"` // if it came to say so by a merge
	Reason   string          `json:"reason,omitempty"` // why an identity number was put right, if it was
}

// Merged says of a merge which entry went into which, by their ids, and why.
type Merged struct {
	From   string `json:"from"`
	Into   string `json:"into"`
	Reason string `json:"reason"`
}

// A Version is a record with who made it so, when, by which act, and the facts
// that it changed, by their names in the JSON of the record.
type Version struct {
	Number  int64
	AtMs    int64
	Account string
	Act     string
	Changed []string
	Record  Record
}

// recordDomain seals a record to its place, so that it cannot be passed off as
// another person's or as another version.
func recordDomain(subject string, version int64) string {
	return "register/" + subject + "/" + strconv.FormatInt(version, 10)
}

// A keeper writes to the register by one act and keeps a version of whatever
// it changes. Versions are written many at a time, which makes an import
// bearable; so a keeper is flushed at its end.
type keeper struct {
	*store.Tx
	s    *Service
	by   Actor
	act  string
	held []store.RegisterVersion

	merged          *Merged             // what the act merges
	reason          string              // why the act puts an identity number right, if it does
	mergedCompanies []*conflict.Company // of an import, by codes of companies that were merged into others
	mergedPeople    []*Person           // so by identity number

	matters, asked bool // for who may sit; for a check of who was drawn
}

// heldMost bounds how many versions are written at a time.
const heldMost = 100

// flush writes the versions that are held, and has whoever was drawn for an
// open lot checked again if it matters.
func (k *keeper) flush() error {
	if err := k.InsertRegisterVersions(k.held); err != nil {
		return err
	}
	k.held = k.held[:0]
	if !k.matters || k.asked {
		return nil
	}
	k.asked = true
	return k.AskRecheck()
}

// keep keeps what the register says from now on.
func (k *keeper) keep(subject string, version int64, r Record) error {
	r.Merged, r.Reason = k.merged, k.reason
	return k.hold(store.RegisterVersion{Subject: subject, Version: version, AtMs: k.Now, ByAccount: k.by.Account, Act: k.act}, r)
}

func (k *keeper) hold(v store.RegisterVersion, r Record) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if v.Sealed, err = k.s.Box.Seal(recordDomain(v.Subject, v.Version), text); err != nil {
		return err
	}
	if k.held = append(k.held, v); len(k.held) < heldMost {
		return nil
	}
	return k.flush()
}

// keepBefore keeps what is about to be changed, if it is from before versions
// were kept. It refuses a row that was not written with its version.
func (k *keeper) keepBefore(subject string, version int64, tagged bool, record func() (Record, error)) error {
	newest, err := k.asStated(subject, version, tagged)
	if newest == version || err != nil {
		return err
	}
	r, err := record()
	if err != nil {
		return err
	}
	return k.hold(store.RegisterVersion{Subject: subject, Version: version, Act: Before}, r)
}

// addCompany enters a company that the register does not have.
func (k *keeper) addCompany(c *conflict.Company) (id string, err error) {
	row, err := companyRow(*c)
	if err != nil {
		return "", err
	}
	row.ID, row.Version, k.matters = k.NewID(), 1, true
	row.Tag = companyTag(k.s.Box, row)
	if err := k.InsertCompany(row); err != nil {
		return "", err
	}
	return row.ID, k.keep(row.ID, row.Version, Record{Facts: row.Facts})
}

// changeCompany has the register say of old's company what c says, and
// reports whether it did not yet.
func (k *keeper) changeCompany(old store.Company, c *conflict.Company) (bool, error) {
	row, err := companyRow(*c)
	if err != nil || bytes.Equal(old.Facts, row.Facts) {
		return false, err
	}
	if err := k.keepBefore(old.ID, old.Version, old.Tag == companyTag(k.s.Box, old), func() (Record, error) { return Record{Facts: old.Facts}, nil }); err != nil {
		return false, err
	}
	row.ID, row.Version, k.matters = old.ID, old.Version, true
	after := row
	after.Version++
	row.Tag = companyTag(k.s.Box, after)
	if err := k.SaveCompany(row); err != nil {
		return false, err
	}
	return true, k.keep(row.ID, row.Version+1, Record{Facts: row.Facts})
}

// addPerson enters a person whom the register does not have; [store.ErrTwice]
// if it has. It returns what the register says now.
func (k *keeper) addPerson(p *Person) (*Record, error) {
	row, err := k.s.wholeRow(p)
	if err != nil {
		return nil, err
	}
	row.ID, row.Version = k.NewID(), 1
	row.Tag = expertTag(k.s.Box, row)
	if err := k.InsertExpert(row, p.Specialties); err != nil {
		return nil, err
	}
	if err := k.SetEmployers(row.ID, employersOf(p.Expert)); err != nil {
		return nil, err
	}
	if err := k.keepPicture(p, row.ID, row.Version); err != nil {
		return nil, err
	}
	r := &Record{Facts: row.Facts, Identity: p.Identity, Phone: p.Phone, Title: p.Title}
	return r, k.keep(row.ID, row.Version, *r)
}

// changePerson has the register say of old's person what p says, and returns
// that; nothing happens if it says so already.
func (k *keeper) changePerson(old store.Expert, p *Person) (*Record, error) {
	row, err := k.s.personRow(p)
	if err != nil {
		return nil, err
	}
	if bytes.Equal(row.Facts, old.Facts) && row.IdentityIndex == old.IdentityIndex && row.PhoneIndex == old.PhoneIndex && row.Title == old.Title {
		return nil, nil
	}
	if err := k.keepBefore(old.ID, old.Version, old.Tag == expertTag(k.s.Box, old), func() (Record, error) { return k.s.recordOf(old) }); err != nil {
		return nil, err
	}
	row.ID, row.Version = old.ID, old.Version
	after := row
	after.Version++
	row.Tag = expertTag(k.s.Box, after)
	if err := k.s.seal(&row, p); err != nil {
		return nil, err
	}
	if err := k.SaveExpert(row, p.Specialties); err != nil {
		return nil, err
	}
	if err := k.SetEmployers(row.ID, employersOf(p.Expert)); err != nil {
		return nil, err
	}
	if err := k.keepPicture(p, row.ID, row.Version+1); err != nil {
		return nil, err
	}
	k.matters = k.matters || !bytes.Equal(row.Facts, old.Facts) || row.IdentityIndex != old.IdentityIndex
	r := &Record{Facts: row.Facts, Identity: p.Identity, Phone: p.Phone, Title: p.Title}
	return r, k.keep(row.ID, row.Version+1, *r)
}

// recordOf is what the register says of an expert now.
func (s *Service) recordOf(row store.Expert) (r Record, err error) {
	identity, err := s.Box.Open(identityDomain, row.IdentitySealed)
	if err != nil {
		return r, fmt.Errorf("expert %s: %w", row.ID, err)
	}
	phone, err := s.Box.Open(phoneDomain, row.PhoneSealed)
	return Record{Facts: row.Facts, Identity: string(identity), Phone: string(phone), Title: row.Title}, err
}

// openRecord unseals what a version says.
func (s *Service) openRecord(v store.RegisterVersion) (r Record, err error) {
	text, err := s.Box.Open(recordDomain(v.Subject, v.Version), v.Sealed)
	if err != nil {
		return r, fmt.Errorf("version %d of %s: %w", v.Version, v.Subject, err)
	}
	err = json.Unmarshal(text, &r)
	return r, err
}

// History returns every version of an expert or a company, oldest first.
func (s *Service) History(tx *store.Tx, subject string) ([]Version, error) {
	rows, err := tx.RegisterVersions(subject)
	if err != nil {
		return nil, err
	}
	list := make([]Version, len(rows))
	for i, row := range rows {
		list[i] = Version{Number: row.Version, AtMs: row.AtMs, Account: row.ByAccount, Act: row.Act}
		if list[i].Record, err = s.openRecord(row); err != nil {
			return nil, err
		}
		if i == 0 {
			continue
		}
		if list[i].Changed, err = changed(list[i-1].Record, list[i].Record); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// changed lists what differs between two records, by name, sorted.
func changed(before, after Record) (names []string, err error) {
	was, is := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	if err := json.Unmarshal(before.Facts, &was); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(after.Facts, &is); err != nil {
		return nil, err
	}
	for name, value := range is {
		if !alike(was[name], value) {
			names = append(names, name)
		}
	}
	for name, value := range was {
		if _, there := is[name]; !there && !alike(nil, value) {
			names = append(names, name)
		}
	}
	if before.Identity != "" && after.Identity != "" && before.Identity != after.Identity {
		names = append(names, "identity")
	}
	if before.Phone != after.Phone {
		names = append(names, "phone")
	}
	if before.Title != after.Title {
		names = append(names, "title")
	}
	slices.Sort(names)
	return names, nil
}

// alike takes nothing, an empty text and an empty list for the same.
func alike(a, b json.RawMessage) bool {
	plain := func(v json.RawMessage) string {
		switch text := string(v); text {
		case "null", `""`, "[]":
			return ""
		default:
			return text
		}
	}
	return plain(a) == plain(b)
}

package store

import (
	"errors"
	"slices"
	"strings"
)

// An Expert is a person in the register. Facts is the JSON of what conflicts
// are decided by; identity number and phone are sealed.
type Expert struct {
	ID             string `db:"id"`
	Name           string `db:"name"`
	IdentitySealed []byte `db:"identity_sealed"`
	IdentityIndex  string `db:"identity_index"`
	PhoneSealed    []byte `db:"phone_sealed"`
	PhoneIndex     string `db:"phone_index"`
	Region         string `db:"region"`
	Title          string `db:"title"`
	Status         string `db:"status"`
	UntilOn        string `db:"until_on"`
	Facts          []byte `db:"facts"`
	Version        int64  `db:"version"`
	Mark           string `db:"mark"`        // of the transaction that wrote it last
	MergedInto     string `db:"merged_into"` // id of the entry that stands instead; empty if it stands itself
	Tag            string `db:"tag"`         // keyed hash over the version and what decides
}

// ExpertByIdentity returns the expert who was entered under an identity number,
// as the entry that stands.
func (tx *Tx) ExpertByIdentity(index string) (Expert, error) {
	var e Expert
	err := tx.get(&e, "SELECT * FROM experts WHERE identity_index = ?", index)
	if err == nil && e.MergedInto != "" {
		return tx.Expert(e.MergedInto)
	}
	return e, err
}

// MergeExpert has an entry whose version is still the one given, which grows by
// one, stand no more for itself but for another, with all that stood for it;
// else [ErrStale]. It is found by its id and its identity number, and no search.
// tag gives rows their tags; one that has another keeps it.
func (tx *Tx) MergeExpert(from Expert, into string, tag func(Expert) string) error {
	mark, err := tx.mark()
	if err != nil {
		return err
	}
	version := from.Version
	from.MergedInto, from.Version = into, version+1
	if err := tx.one("UPDATE experts SET merged_into = ?, mark = ?, version = ?, tag = ? WHERE id = ? AND version = ? AND merged_into = ''", into, mark, from.Version, tag(from), from.ID, version); err != nil {
		return err
	}
	var before []Expert
	if err := tx.list(&before, "SELECT * FROM experts WHERE merged_into = ? AND merged_into <> ''", from.ID); err != nil {
		return err
	}
	for _, e := range before {
		tagged := e.Tag == tag(e)
		if e.MergedInto = into; tagged {
			e.Tag = tag(e)
		}
		if err := tx.one("UPDATE experts SET merged_into = ?, tag = ? WHERE id = ?", into, e.Tag, e.ID); err != nil {
			return err
		}
	}
	if err := tx.exec("DELETE FROM expert_specialties WHERE expert_id = ?", from.ID); err != nil {
		return err
	}
	return tx.SetEmployers(from.ID, nil)
}

// InsertExpert writes a new expert; [ErrTwice] if the identity number is there
// already.
func (tx *Tx) InsertExpert(e Expert, specialties []string) (err error) {
	if e.Mark, err = tx.mark(); err != nil {
		return err
	}
	if err := tx.insert("experts", e); err != nil {
		return err
	}
	return tx.addSpecialties(e.ID, specialties)
}

// SaveExpert writes an expert whose version is still the one given, which grows
// by one; else [ErrStale]; [ErrTwice] if another has the identity number. The tag
// is that of the row afterwards.
func (tx *Tx) SaveExpert(e Expert, specialties []string) error {
	mark, err := tx.mark()
	if err != nil {
		return err
	}
	if err := tx.one("UPDATE experts SET name = ?, identity_sealed = ?, identity_index = ?, phone_sealed = ?, phone_index = ?, region = ?, title = ?, status = ?, until_on = ?, facts = ?, mark = ?, tag = ?, version = version + 1 WHERE id = ? AND version = ?",
		e.Name, e.IdentitySealed, e.IdentityIndex, e.PhoneSealed, e.PhoneIndex, e.Region, e.Title, e.Status, e.UntilOn, e.Facts, mark, e.Tag, e.ID, e.Version); err != nil {
		return err
	}
	if err := tx.exec("DELETE FROM expert_specialties WHERE expert_id = ?", e.ID); err != nil {
		return err
	}
	return tx.addSpecialties(e.ID, specialties)
}

// ReplaceExpert writes an expert in place of whatever stands there under its id.
func (tx *Tx) ReplaceExpert(e Expert, specialties []string) error {
	for _, query := range []string{"DELETE FROM expert_specialties WHERE expert_id = ?", "DELETE FROM experts WHERE id = ?"} {
		if err := tx.exec(query, e.ID); err != nil {
			return err
		}
	}
	return tx.InsertExpert(e, specialties)
}

func (tx *Tx) addSpecialties(expert string, codes []string) error {
	for _, code := range codes {
		if err := tx.exec("INSERT INTO expert_specialties (expert_id, code) VALUES (?, ?)", expert, code); err != nil {
			return err
		}
	}
	return nil
}

// Expert returns an expert.
func (tx *Tx) Expert(id string) (Expert, error) {
	var e Expert
	err := tx.get(&e, "SELECT * FROM experts WHERE id = ?", id)
	return e, err
}

// ExpertForUpdate returns an expert and holds it until the transaction ends.
func (tx *Tx) ExpertForUpdate(id string) (Expert, error) {
	var e Expert
	err := tx.get(&e, "SELECT * FROM experts WHERE id = ?"+tx.dialect.forUpdate, id)
	return e, err
}

// mostCodes is how many specialties one query asks for: SQLite reads no
// condition that is nested deeper than a thousand.
const mostCodes = 200

// readAtOnce is how many rows [Tx.ExpertsWith] hands on at once.
const readAtOnce = 1024

// A Holder is an expert who holds a specialty.
type Holder struct {
	Expert
	Outdated bool // whether a version is kept that is newer than the row
}

// ExpertsWith hands on the experts who hold one of the given specialties, or
// one below, with what conflicts are decided by: nothing that is sealed. They
// come some at a time and as they are found, so that they can be taken apart
// meanwhile; of more than a couple of hundred specialties one can come again.
// The version and the tag are there too.
func (tx *Tx) ExpertsWith(codes []string, take func(some []Holder)) error {
	for some := range slices.Chunk(codes, mostCodes) {
		where, args := holding(some)
		if err := tx.eachHolder("SELECT r.id, name, identity_index, phone_index, region, status, until_on, facts, version, tag, "+outdated+" FROM experts r WHERE "+where, args, take); err != nil {
			return err
		}
	}
	return nil
}

// holding is the condition of who holds one of the specialties, or one below.
func holding(codes []string) (where string, args []any) {
	for _, code := range codes {
		args = append(args, code, code+"~") // behind every digit and letter
	}
	return "merged_into = '' AND id IN (SELECT expert_id FROM expert_specialties WHERE code >= ? AND code < ?" + strings.Repeat(" OR code >= ? AND code < ?", len(codes)-1) + ")", args
}

func (tx *Tx) eachHolder(query string, args []any, take func([]Holder)) (err error) {
	rows, err := tx.tx.QueryContext(tx.ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var some []Holder
	for rows.Next() {
		var e Holder
		if err := rows.Scan(&e.ID, &e.Name, &e.IdentityIndex, &e.PhoneIndex, &e.Region, &e.Status, &e.UntilOn, &e.Facts, &e.Version, &e.Tag, &e.Outdated); err != nil {
			return err
		}
		if some = append(some, e); len(some) == readAtOnce {
			take(some)
			some = make([]Holder, 0, readAtOnce)
		}
	}
	take(some)
	return rows.Err()
}

// SpecialtiesOf returns the codes of an expert's specialties.
func (tx *Tx) SpecialtiesOf(expert string) ([]string, error) {
	var codes []string
	err := tx.list(&codes, "SELECT code FROM expert_specialties WHERE expert_id = ? ORDER BY code", expert)
	return codes, err
}

// ExpertsOf returns the experts with the given ids, in their order; one that is
// not there is left out.
func (tx *Tx) ExpertsOf(ids []string) ([]Expert, error) {
	found, err := among[Expert](tx, "SELECT * FROM experts WHERE id", ids)
	if err != nil {
		return nil, err
	}
	at := make(map[string]Expert, len(found))
	for _, e := range found {
		at[e.ID] = e
	}
	list := make([]Expert, 0, len(found))
	for _, id := range ids {
		if e, there := at[id]; there {
			list = append(list, e)
		}
	}
	return list, nil
}

// ExpertsWithIdentity is [Tx.ExpertByIdentity], and nobody if there is none.
func (tx *Tx) ExpertsWithIdentity(index string) ([]Expert, error) {
	e, err := tx.ExpertByIdentity(index)
	if errors.Is(err, ErrAbsent) {
		return nil, nil
	}
	return []Expert{e}, err
}

// ExpertsWithPhone returns the experts with a telephone number, by name.
func (tx *Tx) ExpertsWithPhone(index string) (list []Expert, err error) {
	err = tx.list(&list, "SELECT * FROM experts WHERE merged_into = '' AND phone_index = ? ORDER BY name, id", index)
	return list, err
}

// An Import is a register file that was uploaded. The file itself is kept,
// sealed, beside the database until it is thrown away.
type Import struct {
	ID        string `db:"id"`
	FileName  string `db:"file_name"`
	State     string `db:"state"` // open until the rows are in; then done
	Total     int64  `db:"total"` // rows; these three are known when it is done
	Good      int64  `db:"good"`
	Bad       int64  `db:"bad"`
	ByAccount string `db:"by_account"`
	CreatedAt int64  `db:"created_at"`
	Kept      string `db:"kept"` // hash of the sealed file; empty once it is gone
}

// InsertImport writes a new import.
func (tx *Tx) InsertImport(i Import) error { return tx.insert("imports", i) }

// Import returns an import.
func (tx *Tx) Import(id string) (Import, error) {
	var i Import
	err := tx.get(&i, "SELECT * FROM imports WHERE id = ?", id)
	return i, err
}

// Imports returns a page of the imports, newest first, and how many there are.
func (tx *Tx) Imports(offset, limit int) (list []Import, total int64, err error) {
	if err := tx.get(&total, "SELECT COUNT(*) FROM imports"); err != nil {
		return nil, 0, err
	}
	err = tx.list(&list, "SELECT * FROM imports ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?", limit, offset)
	return list, total, err
}

// FinishImport writes that an import is in; [ErrStale] if it was already, or
// was thrown away.
func (tx *Tx) FinishImport(i Import) error {
	return tx.one("UPDATE imports SET state = 'done', total = ?, good = ?, bad = ?, kept = ? WHERE id = ? AND state = 'open'", i.Total, i.Good, i.Bad, i.Kept, i.ID)
}

// DeleteImport throws an import away; [ErrStale] if it is gone.
func (tx *Tx) DeleteImport(id string) error { return tx.one("DELETE FROM imports WHERE id = ?", id) }

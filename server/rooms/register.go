package rooms

import (
	"context"
	"encoding/json"

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
	Bad       int64 // rows that were left out
}

// A Person is an expert with what is sealed.
type Person struct {
	conflict.Expert
	Phone, Title string
}

// RegisterImported is an import's entry in the centre's log.
type RegisterImported struct {
	File      string `json:"file"` // SHA-256, hex
	Experts   int64  `json:"experts,string"`
	Companies int64  `json:"companies,string"`
	Bad       int64  `json:"bad,string"`
}

// Kind names the entry.
func (*RegisterImported) Kind() string { return "register.imported" }

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
		done := int64(0)
		for _, c := range r.Companies {
			if err := saveCompany(tx, *c); err != nil {
				return err
			}
			done++
			progress(done)
		}
		for _, p := range r.People {
			if err := s.savePerson(tx, p); err != nil {
				return err
			}
			done++
			progress(done)
		}
		act := &RegisterImported{fileHash, int64(len(r.People)), int64(len(r.Companies)), r.Bad}
		_, err := appendEntry(tx, proclog.Centre, act.Kind(), by, act)
		return err
	})
}

func saveCompany(tx *store.Tx, c conflict.Company) error {
	facts, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return tx.SaveCompany(store.Company{ID: tx.NewID(), Name: c.Name, NameNorm: conflict.NormaliseName(c.Name), CreditCode: c.CreditCode, LegalRepresentative: c.LegalRepresentative, Facts: facts})
}

func (s *Service) savePerson(tx *store.Tx, p *Person) error {
	facts, err := json.Marshal(p.Expert)
	if err != nil {
		return err
	}
	identity, err := s.Box.Seal("identity", []byte(p.Identity))
	if err != nil {
		return err
	}
	phone, err := s.Box.Seal("phone", []byte(p.Phone))
	if err != nil {
		return err
	}
	return tx.SaveExpert(store.Expert{ID: tx.NewID(), Name: p.Name, IdentitySealed: identity, IdentityIndex: s.Box.Index("identity", p.Identity),
		PhoneSealed: phone, PhoneIndex: s.Box.Index("phone", p.Phone), Region: p.Region, Title: p.Title, Status: string(p.Status), UntilOn: p.Until.String(), Facts: facts}, p.Specialties)
}

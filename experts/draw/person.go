package draw

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// ExpertDomain is the domain of the datum that says who stands behind a label
// of a draw made here ([Opened], as JSON).
const ExpertDomain = "draw.expert"

// PersonDomain is the domain of the datum by which a person stands in the log
// who was drawn elsewhere.
const PersonDomain = "draw.person"

// A Person is somebody whom a library drew, as far as it says.
type Person struct {
	Employer     string   `json:"employer"`
	EmployerCode string   `json:"employer_code"` // unified social credit code; empty if the library does not say
	Identity     string   `json:"identity"`
	Name         string   `json:"name"`
	Region       string   `json:"region"`
	Specialties  []string `json:"specialties"`
}

// An OpenedPerson is what stands behind the label of a person who was drawn
// elsewhere.
type OpenedPerson struct {
	Label string `json:"label"`
	Salt  string `json:"salt"`  // 16 bytes, hex
	Value string `json:"value"` // a [Person] as JSON
}

// OpenPerson makes what stands behind a person's label.
func OpenPerson(salt [16]byte, p Person) (OpenedPerson, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(p); err != nil {
		return OpenedPerson{}, fmt.Errorf("person: %w", err)
	}
	o := OpenedPerson{Salt: hex.EncodeToString(salt[:]), Value: string(bytes.TrimSuffix(text.Bytes(), []byte("\n")))}
	o.Label = o.label()
	return o, nil
}

// label returns the datum of the person: that of package evaluation.
func (o OpenedPerson) label() string {
	sum := sha256.Sum256([]byte(o.Value))
	return lines("bidroom/datum/1", PersonDomain, o.Salt, hex.EncodeToString(sum[:]))
}

// Person returns who stands behind the label.
func (o OpenedPerson) Person() (p Person, err error) {
	if !isHex(o.Salt, 16) || o.label() != o.Label {
		return p, refuse("draw.opening", "label", o.Label)
	}
	if err := strict([]byte(o.Value), &p); err != nil {
		return p, refuse("draw.opening", "label", o.Label)
	}
	return p, nil
}

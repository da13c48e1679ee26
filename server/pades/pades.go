// Package pades makes the copy of a PDF that bears the electronic signature of
// a centre, and checks one: the PDF byte for byte, and behind it one
// incremental update (ISO 32000-1, 7.5.6) with a PAdES baseline signature of
// level B-B (ETSI EN 319 142-1) over the whole copy but for the signature
// itself.
//
// It tells whose certificate made a signature, not whether that is to be
// trusted.
package pades

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"time"
)

// Sign returns a copy of a PDF that is signed at a time, which is kept to the
// second. The PDF must be one of the project's own.
func Sign(pdf []byte, by *Identity, at time.Time, random io.Reader) ([]byte, error) {
	b, err := readBase(pdf)
	if err != nil {
		return nil, err
	}
	room, err := by.room()
	if err != nil {
		return nil, err
	}
	p, err := b.place(signerName(by.Chain[0]), at, room)
	if err != nil {
		return nil, err
	}
	signature, err := sign(p.signed(), by, random)
	if err != nil {
		return nil, err
	}
	if len(signature) > room {
		return nil, fmt.Errorf("a signature of %d bytes where %d were kept", len(signature), room)
	}
	p.fill(signature)
	return p.file, nil
}

// room bounds the length of the identity's signatures, in bytes.
func (i *Identity) room() (int, error) {
	set, err := attributes([32]byte{}, [32]byte{})
	if err != nil {
		return 0, err
	}
	longest, err := message(i.Chain, set, make([]byte, longestSignature(i.Chain[0])))
	return len(longest), err
}

// A Signature is what a copy says of itself, and what holds.
type Signature struct {
	At          time.Time // as its dictionary states it; nobody else has witnessed it
	Certificate *x509.Certificate
}

// What can be wrong with a copy.
const (
	OtherBytes = "prefix"    // it does not begin with the PDF
	OtherForm  = "form"      // what follows is not the update that the signature asks for
	Unsigned   = "signature" // the signature is not over these bytes by the key of its certificate
)

// A Fault says what is wrong with a copy. Code is one of the above.
type Fault struct {
	Code string
	Err  error
}

// Error implements error.
func (f *Fault) Error() string { return "signed copy: " + f.Code + ": " + f.Err.Error() }

// Unwrap returns what was found.
func (f *Fault) Unwrap() error { return f.Err }

// begins is how the update begins: everything of it that does not follow from
// the PDF and the certificate.
var begins = regexp.MustCompile(`^\n?\d{1,10} 0 obj\n<<\n/Type /Sig\n/Filter /Adobe\.PPKLite\n/SubFilter /ETSI\.CAdES\.detached\n/M \((D:\d{14}Z)\)\n/Name <[0-9A-F]*>\n` +
	`/ByteRange \[0 \d{1,10} \d{1,10} \d{1,10}\] *\n/Contents <((?:[0-9a-f]{2})+)>\n`)

// Verify holds a copy against the PDF that it is of. The error is a *[Fault]:
// the update is made again from what the signature says, so that every byte
// that is not signed is checked as well.
func Verify(pdf, signed []byte) (*Signature, error) {
	if !bytes.HasPrefix(signed, pdf) || len(signed) == len(pdf) {
		return nil, &Fault{OtherBytes, errors.New("another PDF, or nothing behind it")}
	}
	found := begins.FindSubmatch(signed[len(pdf):])
	if found == nil {
		return nil, &Fault{OtherForm, errors.New("no signature's dictionary")}
	}
	at, err := time.Parse(dateForm, string(found[1]))
	if err != nil {
		return nil, &Fault{OtherForm, err}
	}
	b, err := readBase(pdf)
	if err != nil {
		return nil, &Fault{OtherForm, err}
	}
	text := make([]byte, len(found[2])/2)
	if _, err := hex.Decode(text, found[2]); err != nil {
		return nil, &Fault{OtherForm, err}
	}
	message, err := parse(text)
	if err != nil {
		return nil, &Fault{Unsigned, err}
	}
	p, err := b.place(signerName(message.signer), at, len(text))
	if err != nil {
		return nil, &Fault{OtherForm, err}
	}
	content := p.signed()
	p.fill(text[:message.length])
	if !bytes.Equal(p.file, signed) {
		return nil, &Fault{OtherForm, errors.New("at byte " + strconv.Itoa(differs(p.file, signed)))}
	}
	if err := message.check(text, content); err != nil {
		return nil, &Fault{Unsigned, err}
	}
	return &Signature{At: at, Certificate: message.signer}, nil
}

// differs returns the first place at which two texts differ.
func differs(a, b []byte) (i int) {
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return i
}

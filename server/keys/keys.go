// Package keys keeps what is secret: one master key in a file outside the
// database, from which every other key is derived, and the box that seals
// data at rest.
//
// It protects against whoever has the database, a dump or a backup. It does
// not protect against root on the running server, which can read the key
// file and the program's memory.
package keys

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// Size is the length of the master key, in bytes.
const Size = 32

// A Master is a centre's master key.
type Master [Size]byte

// New makes a master key from random.
func New(random io.Reader) (Master, error) {
	var m Master
	if _, err := io.ReadFull(random, m[:]); err != nil {
		return m, fmt.Errorf("master key: %w", err)
	}
	return m, nil
}

// Load reads the master key from a file. The error is fs.ErrNotExist if there
// is none.
func Load(path string) (Master, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Master{}, fmt.Errorf("master key: %w", err)
	}
	return ParsePaper(strings.Fields(string(text)))
}

// Save writes the master key to a new file that only its owner can read, and
// waits until it is on disk. It does not write over a file.
func (m Master) Save(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("master key: %w", err)
	}
	_, err = file.WriteString(strings.Join(m.Paper(), " ") + "\n")
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("master key: %w", err)
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("master key: %w", err)
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// paper is Crockford's base 32: no I, L, O, U, so that a hand-written copy can
// be read.
var paper = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// groupBytes is how many bytes of the key a group holds; a fifth byte checks
// them, so that one wrong character is always found, in its group.
const groupBytes = 4

// Paper returns the key as eight groups of eight characters, to be kept on
// paper.
func (m Master) Paper() []string {
	groups := make([]string, 0, Size/groupBytes)
	for i := 0; i < Size; i += groupBytes {
		part := m[i : i+groupBytes]
		groups = append(groups, paper.EncodeToString(append(append([]byte{}, part...), check(i/groupBytes, part))))
	}
	return groups
}

// check returns the check byte of a group: the CRC-8 (polynomial 0x07) of its
// number and bytes, which finds every error of eight bits in a row or fewer; a
// character has five.
func check(n int, part []byte) (sum byte) {
	for _, b := range append([]byte{byte(n)}, part...) {
		sum ^= b
		for range 8 {
			carry := sum >> 7
			sum = sum<<1 ^ carry*0x07
		}
	}
	return sum
}

// A GroupError says which group of a key on paper was misread.
type GroupError struct{ Group int } // from 1; 0 if the number of groups is wrong

// Error implements error.
func (e *GroupError) Error() string {
	if e.Group == 0 {
		return "master key: not eight groups of eight characters"
	}
	return fmt.Sprintf("master key: group %d was misread", e.Group)
}

// ParsePaper reads a key from its groups. Small letters, and O, I and L for
// the digits they look like, are taken. The error is a *[GroupError].
func ParsePaper(groups []string) (Master, error) {
	var m Master
	if len(groups) != Size/groupBytes {
		return m, &GroupError{}
	}
	for i, group := range groups {
		clean := strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(group))
		part, err := paper.DecodeString(clean)
		if err != nil || len(part) != groupBytes+1 || check(i, part[:groupBytes]) != part[groupBytes] {
			return Master{}, &GroupError{i + 1}
		}
		copy(m[i*groupBytes:], part)
	}
	return m, nil
}

// derive returns the subkey for a purpose (HKDF-SHA-256, RFC 5869).
func (m Master) derive(purpose string) [Size]byte {
	key, err := hkdf.Key(sha256.New, m[:], nil, "bidroom/"+purpose+"/1", Size)
	if err != nil {
		panic(err) // only a length beyond 255 hashes fails
	}
	return [Size]byte(key)
}

// LogSeed returns the seed of the Ed25519 key that signs checkpoints.
func (m Master) LogSeed() [Size]byte { return m.derive("log") }

// DeviceKey returns the key that signs device cookies.
func (m Master) DeviceKey() [Size]byte { return m.derive("device") }

// A Box seals data at rest and makes exact-match indexes. It is safe for
// concurrent use if its source of randomness is.
type Box struct {
	random io.Reader
	data   cipher.AEAD
	draw   cipher.AEAD
	index  sync.Pool // of *authenticator
}

// An authenticator computes codes under the index key, one after the other.
type authenticator struct {
	mac  hash.Hash
	text []byte
}

// code returns the hex HMAC-SHA-256 of the text that write adds to nothing.
func (b *Box) code(write func(text []byte) []byte) string {
	a := b.index.Get().(*authenticator)
	defer b.index.Put(a)
	a.mac.Reset()
	a.text = write(a.text[:0])
	a.mac.Write(a.text)
	var code [sha256.Size]byte
	return hex.EncodeToString(a.mac.Sum(code[:0]))
}

// Box returns the master key's box; random gives nonces and draw keys.
func (m Master) Box(random io.Reader) (*Box, error) {
	data, err := aead(m.derive("data"))
	if err != nil {
		return nil, err
	}
	draw, err := aead(m.derive("draw"))
	if err != nil {
		return nil, err
	}
	index := m.derive("index")
	return &Box{random: random, data: data, draw: draw, index: sync.Pool{New: func() any {
		return &authenticator{mac: hmac.New(sha256.New, index[:])}
	}}}, nil
}

func aead(key [Size]byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// ErrSealed is wrapped by the error of opening something that was not sealed
// under this master key, for this domain, or was changed since.
var ErrSealed = errors.New("not sealed by this master key")

// Seal encrypts plain with AES-256-GCM. domain says what it is and must be
// given again to open it.
func (b *Box) Seal(domain string, plain []byte) ([]byte, error) { return b.seal(b.data, domain, plain) }

// Open decrypts what Seal gave.
func (b *Box) Open(domain string, sealed []byte) ([]byte, error) { return open(b.data, domain, sealed) }

func (b *Box) seal(a cipher.AEAD, domain string, plain []byte) ([]byte, error) {
	nonce := make([]byte, a.NonceSize(), a.NonceSize()+len(plain)+a.Overhead())
	if _, err := io.ReadFull(b.random, nonce); err != nil {
		return nil, fmt.Errorf("sealing %s: %w", domain, err)
	}
	return a.Seal(nonce, nonce, plain, []byte(domain)), nil
}

func open(a cipher.AEAD, domain string, sealed []byte) ([]byte, error) {
	if len(sealed) < a.NonceSize() {
		return nil, fmt.Errorf("opening %s: %w", domain, ErrSealed)
	}
	plain, err := a.Open(nil, sealed[:a.NonceSize()], sealed[a.NonceSize():], []byte(domain))
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", domain, ErrSealed)
	}
	return plain, nil
}

// Tag returns the hex HMAC-SHA-256 of values under the index key: whoever does
// not have the key cannot make one for other values, or for these in another
// order.
func (b *Box) Tag(domain string, values ...string) string {
	return b.code(func(text []byte) []byte {
		text = append(text, domain...)
		for _, value := range values {
			text = append(strconv.AppendInt(append(text, '\n'), int64(len(value)), 10), '\n')
			text = append(text, value...)
		}
		return text
	})
}

// Index returns the hex HMAC-SHA-256 of a value under the index key: equal
// values of a domain can be found, and nothing else be learnt.
func (b *Box) Index(domain, value string) string {
	return b.code(func(text []byte) []byte { return append(append(append(text, domain...), '\n'), value...) })
}

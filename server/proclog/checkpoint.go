package proclog

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A Signer signs the checkpoints of one centre's trees. Its name in the notes
// is "bidroom/" and the centre's id.
type Signer struct {
	signer   note.Signer
	verifier note.Verifier
	vkey     string
	public   ed25519.PublicKey
	centre   string
}

// CentreID returns the id by which the log of the key made from seed is known:
// the first 16 hex digits of the key's fingerprint. It is there before the
// centre has a name, and stays.
func CentreID(seed [32]byte) string {
	public := ed25519.NewKeyFromSeed(seed[:])[ed25519.SeedSize:]
	sum := sha256.Sum256(public)
	return hex.EncodeToString(sum[:8])
}

// NewSigner returns the signer whose Ed25519 key is made from seed.
func NewSigner(centre string, seed [32]byte) (*Signer, error) {
	private := ed25519.NewKeyFromSeed(seed[:])
	public, ok := private.Public().(ed25519.PublicKey)
	if !ok {
		return nil, errors.New("an Ed25519 key without its public half")
	}
	name := "bidroom/" + centre
	vkey, err := note.NewEd25519VerifierKey(name, public)
	if err != nil {
		return nil, fmt.Errorf("log key: %w", err)
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, fmt.Errorf("log key: %w", err)
	}
	skey := fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", name, verifier.KeyHash(),
		base64.StdEncoding.EncodeToString(append([]byte{1}, seed[:]...)))
	signer, err := note.NewSigner(skey)
	if err != nil {
		return nil, fmt.Errorf("log key: %w", err)
	}
	return &Signer{signer, verifier, vkey, public, centre}, nil
}

// VerifierKey returns the public key as a note verifier key:
// name+hash+base64.
func (s *Signer) VerifierKey() string { return s.vkey }

// Fingerprint returns the SHA-256 hash of the public key in hex, which people
// compare.
func (s *Signer) Fingerprint() string {
	sum := sha256.Sum256(s.public)
	return hex.EncodeToString(sum[:])
}

// KeyFingerprint returns the fingerprint of a note verifier key.
func KeyFingerprint(vkey string) (string, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return "", errors.New("not a verifier key")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != 1 {
		return "", errors.New("not an Ed25519 verifier key")
	}
	sum := sha256.Sum256(key[1:])
	return hex.EncodeToString(sum[:]), nil
}

// fingerprintGroup is how many hex digits stand together when a fingerprint is
// shown to people.
const fingerprintGroup = 4

// FormatFingerprint writes a fingerprint in groups, as people compare it.
func FormatFingerprint(fingerprint string) string {
	var groups []string
	for part := range slices.Chunk([]byte(fingerprint), fingerprintGroup) {
		groups = append(groups, string(part))
	}
	return strings.Join(groups, " ")
}

// ParseFingerprint reads a fingerprint as it may be typed: in any case, with
// spaces, colons or dashes between its 64 hex digits.
func ParseFingerprint(typed string) (string, error) {
	fingerprint := strings.ToLower(strings.NewReplacer(" ", "", ":", "", "-", "").Replace(typed))
	if sum, err := hex.DecodeString(fingerprint); err != nil || len(sum) != sha256.Size {
		return "", fmt.Errorf("a fingerprint has %d hex digits", 2*sha256.Size)
	}
	return fingerprint, nil
}

// A Checkpoint is what a tree was at one moment.
type Checkpoint struct {
	Origin string // "bidroom/CENTRE/TREE"
	Size   int64
	Root   tlog.Hash
}

// Text returns the body of the checkpoint's note: origin, size and base64
// root, each on a line of its own.
func (c Checkpoint) Text() string {
	return c.Origin + "\n" + strconv.FormatInt(c.Size, 10) + "\n" + c.Root.String() + "\n"
}

// Tree returns the name of the checkpoint's tree.
func (c Checkpoint) Tree() string { return c.Origin[strings.LastIndexByte(c.Origin, '/')+1:] }

// Sign returns the signed note of a tree's checkpoint.
func (s *Signer) Sign(tree string, size int64, root tlog.Hash) (string, error) {
	c := Checkpoint{"bidroom/" + s.centre + "/" + tree, size, root}
	signed, err := note.Sign(&note.Note{Text: c.Text()}, s.signer)
	if err != nil {
		return "", fmt.Errorf("checkpoint of %s at %d: %w", tree, size, err)
	}
	return string(signed), nil
}

// OpenCheckpoint verifies a signed note with the key vkey and reads its
// checkpoint. Signatures of other keys, such as cosigners', are passed over.
func OpenCheckpoint(signed, vkey string) (Checkpoint, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("checkpoint: %w", err)
	}
	n, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("checkpoint: %w", err)
	}
	return parseCheckpoint(n.Text, verifier.Name())
}

func parseCheckpoint(text, name string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return Checkpoint{}, errors.New("checkpoint: not three lines")
	}
	if tree, ok := strings.CutPrefix(lines[0], name+"/"); !ok || tree == "" || strings.Contains(tree, "/") {
		return Checkpoint{}, fmt.Errorf("checkpoint: origin %q is not of %s", lines[0], name)
	}
	size, err := decimal(lines[1])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("checkpoint: size: %w", err)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("checkpoint: root: %w", err)
	}
	return Checkpoint{lines[0], size, root}, nil
}

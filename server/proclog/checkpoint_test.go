package proclog_test

import (
	"encoding/base64"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"bidroom/server/proclog"
)

func newSigner(t testing.TB) *proclog.Signer {
	t.Helper()
	signer, err := proclog.NewSigner("centre-1", [32]byte{1, 2, 3})
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

func sign(t testing.TB, signer *proclog.Signer) string {
	t.Helper()
	signed, err := signer.Sign("lot", 3, tlog.Hash{7})
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// A checkpoint's signature must verify with openssl, which knows nothing of
// notes: it signs the text up to and with the line feed before the empty line.
func TestCheckpointVerifiesWithOpenSSL(t *testing.T) {
	signer := newSigner(t)
	signed := sign(t, signer)
	text, signature, found := strings.Cut(signed, "\n\n")
	if !found {
		t.Fatalf("no empty line in %q", signed)
	}
	fields := strings.Fields(signature) // — name base64
	raw, err := base64.StdEncoding.DecodeString(fields[2])
	if err != nil || len(raw) != 4+64 {
		t.Fatalf("signature line %q", signature)
	}
	key, err := base64.StdEncoding.DecodeString(strings.SplitN(signer.VerifierKey(), "+", 3)[2])
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	// RFC 8410: the SubjectPublicKeyInfo of an Ed25519 key is these 12 bytes and the key.
	prefix, err := hex.DecodeString("302a300506032b6570032100")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"text": []byte(text + "\n"), "sig": raw[4:], "key": append(prefix, key[1:]...)} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	verify := func() error {
		return exec.Command("openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", filepath.Join(dir, "key"),
			"-rawin", "-in", filepath.Join(dir, "text"), "-sigfile", filepath.Join(dir, "sig")).Run()
	}
	if err := verify(); err != nil {
		t.Errorf("openssl does not verify the checkpoint: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "text"), []byte(strings.Replace(text, "3", "4", 1)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if verify() == nil {
		t.Error("openssl verifies another checkpoint too")
	}
	// openssl pkey -pubin -in KEY -outform DER | tail -c 32 | openssl dgst -sha256
	pipe := exec.Command("sh", "-c", "tail -c 32 "+filepath.Join(dir, "key")+" | openssl dgst -sha256 -binary")
	want, err := pipe.Output()
	if err != nil || hex.EncodeToString(want) != signer.Fingerprint() {
		t.Errorf("fingerprint %s, openssl says %x, %v", signer.Fingerprint(), want, err)
	}
}

func TestOpenCheckpoint(t *testing.T) {
	signer := newSigner(t)
	signed := sign(t, signer)
	c, err := proclog.OpenCheckpoint(signed, signer.VerifierKey())
	if err != nil || c.Origin != "bidroom/centre-1/lot" || c.Tree() != "lot" || c.Size != 3 || c.Root != (tlog.Hash{7}) {
		t.Errorf("opened %+v, %v", c, err)
	}
	if again := sign(t, signer); again != signed {
		t.Error("one seed signs in two ways")
	}
	// A cosigner's line may follow; it is passed over.
	skey, _, err := note.GenerateKey(strings.NewReader(strings.Repeat("x", 64)), "cosigner.example")
	if err != nil {
		t.Fatal(err)
	}
	cosigner, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	cosigned, err := note.Sign(&note.Note{Text: c.Text()}, cosigner)
	if err != nil {
		t.Fatal(err)
	}
	_, line, _ := strings.Cut(string(cosigned), "\n\n")
	if also, err := proclog.OpenCheckpoint(signed+line, signer.VerifierKey()); err != nil || also != c {
		t.Errorf("with a cosigner: %+v, %v", also, err)
	}
	if _, err := proclog.OpenCheckpoint(string(cosigned), signer.VerifierKey()); err == nil {
		t.Error("a cosigner alone was taken for the log")
	}
}

func TestOpenCheckpointRefuses(t *testing.T) {
	signer := newSigner(t)
	signed := sign(t, signer)
	other, err := proclog.NewSigner("centre-1", [32]byte{9})
	if err != nil {
		t.Fatal(err)
	}
	elsewhere, err := proclog.NewSigner("centre-2", [32]byte{1, 2, 3})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"another size":         strings.Replace(signed, "\n3\n", "\n4\n", 1),
		"another root":         strings.Replace(signed, "\nBw", "\nCw", 1),
		"another tree":         strings.Replace(signed, "/lot", "/tol", 1),
		"another key":          sign(t, other),
		"another centre":       sign(t, elsewhere),
		"a line more":          strings.Replace(signed, "\n\n", "\nmore\n\n", 1),
		"no signature":         signed[:strings.Index(signed, "\n\n")+2],
		"nothing":              "",
		"carriage returns":     strings.ReplaceAll(signed, "\n", "\r\n"),
		"the signature halved": signed[:len(signed)-20] + "\n",
	} {
		if c, err := proclog.OpenCheckpoint(text, signer.VerifierKey()); err == nil {
			t.Errorf("%s was taken: %+v", name, c)
		}
	}
}

// What is signed must still be a checkpoint of this centre.
func TestSignedTextThatIsNoCheckpoint(t *testing.T) {
	skey, vkey, err := note.GenerateKey(strings.NewReader(strings.Repeat("x", 64)), "bidroom/c")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	root := tlog.Hash{}.String()
	for text, ok := range map[string]bool{
		"bidroom/c/lot\n0\n" + root + "\n":        true,
		"bidroom/d/lot\n0\n" + root + "\n":        false,
		"bidroom/c/\n0\n" + root + "\n":           false,
		"bidroom/c/lot/x\n0\n" + root + "\n":      false,
		"bidroom/c/lot\n00\n" + root + "\n":       false,
		"bidroom/c/lot\n-1\n" + root + "\n":       false,
		"bidroom/c/lot\n0\nAAAA\n":                false,
		"bidroom/c/lot\n0\n" + root + "\nextra\n": false,
		"bidroom/c/lot\n0\n":                      false,
	} {
		signed, err := note.Sign(&note.Note{Text: text}, signer)
		if err != nil {
			t.Fatal(err)
		}
		if c, err := proclog.OpenCheckpoint(string(signed), vkey); (err == nil) != ok {
			t.Errorf("%q: %+v, %v", text, c, err)
		}
	}
}

func TestFingerprintAsPeopleCompareIt(t *testing.T) {
	fingerprint := newSigner(t).Fingerprint()
	shown := proclog.FormatFingerprint(fingerprint)
	if groups := strings.Fields(shown); len(groups) != 16 || strings.Join(groups, "") != fingerprint {
		t.Errorf("shown as %q", shown)
	}
	for _, typed := range []string{fingerprint, shown, strings.ToUpper(shown), strings.ReplaceAll(shown, " ", ":")} {
		if got, err := proclog.ParseFingerprint(typed); err != nil || got != fingerprint {
			t.Errorf("%q is read as %q, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"", fingerprint[:62], fingerprint + "00", "x" + fingerprint[1:]} {
		if got, err := proclog.ParseFingerprint(typed); err == nil {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
	if id := proclog.CentreID([32]byte{1, 2, 3}); id != fingerprint[:16] {
		t.Errorf("the centre is known as %s", id)
	}
	if own, err := proclog.KeyFingerprint(newSigner(t).VerifierKey()); err != nil || own != fingerprint {
		t.Errorf("the verifier key's fingerprint is %s, %v", own, err)
	}
}

func FuzzOpenCheckpoint(f *testing.F) {
	signer := newSigner(f)
	f.Add(sign(f, signer), signer.VerifierKey())
	f.Add("bidroom/c/t\n1\nAAAA\n\n— bidroom/c AAAA\n", "bidroom/c+00000000+AQ")
	f.Fuzz(func(t *testing.T, signed, vkey string) {
		c, err := proclog.OpenCheckpoint(signed, vkey)
		if err != nil {
			return
		}
		if !strings.HasPrefix(signed, c.Text()+"\n") || c.Tree() == "" {
			t.Errorf("%q was taken for %+v", signed, c)
		}
	})
}

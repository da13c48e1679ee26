package pades_test

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"bidroom/server/document/paper"
	"bidroom/server/pades"
)

// inside is a time at which the certificates of these tests hold.
var inside = time.Now().UTC().Add(time.Hour).Truncate(time.Second)

// centreName has, in UTF-16BE, the bytes of both brackets and of the backslash.
const centreName = "小丨丩乜公共资源交易中心"

func run(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

func kept(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// selfSigned has openssl make a key and a certificate for it.
func selfSigned(t testing.TB, subject, usage string, key ...string) (chain, private []byte) {
	t.Helper()
	dir := t.TempDir()
	args := append([]string{"req", "-x509", "-nodes", "-utf8", "-days", "30", "-subj", subject, "-keyout", dir + "/key", "-out", dir + "/chain", "-newkey"}, key...)
	if usage != "" {
		args = append(args, "-addext", "keyUsage=critical,"+usage)
	}
	run(t, "openssl", args...)
	return read(t, dir+"/chain"), read(t, dir+"/key")
}

// issued has openssl make a certificate that an authority has issued, with the
// authority's behind it.
func issued(t testing.TB, subject string) (chain, private []byte) {
	t.Helper()
	dir := t.TempDir()
	authority, authorityKey := selfSigned(t, "/CN=测试根证书", "keyCertSign", "rsa:2048")
	if err := errors.Join(os.WriteFile(dir+"/ca", authority, 0o600), os.WriteFile(dir+"/ca.key", authorityKey, 0o600),
		os.WriteFile(dir+"/ext", []byte("keyUsage=critical,nonRepudiation\nbasicConstraints=CA:FALSE\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	run(t, "openssl", "req", "-new", "-nodes", "-utf8", "-subj", subject, "-newkey", "rsa:3072", "-keyout", dir+"/key", "-out", dir+"/csr")
	run(t, "openssl", "x509", "-req", "-in", dir+"/csr", "-CA", dir+"/ca", "-CAkey", dir+"/ca.key", "-set_serial", "0x00ff12", "-days", "20", "-extfile", dir+"/ext", "-out", dir+"/cert")
	return append(read(t, dir+"/cert"), authority...), read(t, dir+"/key")
}

func identity(t testing.TB, chain, key []byte) *pades.Identity {
	t.Helper()
	who, err := pades.NewIdentity(chain, key, inside)
	if err != nil {
		t.Fatal(err)
	}
	return who
}

// report is a PDF of the project's writer; linked has annotations on its first
// page.
func report(t testing.TB, linked bool) []byte {
	t.Helper()
	d, err := paper.New(paper.Options{Lang: "zh-CN", Title: "评标报告", Centre: "清河公共资源交易中心", Created: time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	d.Title("评标报告")
	if linked {
		d.Contents("目录", 1, 2)
	}
	for _, part := range []string{"一、基本情况", "二、评标结果"} {
		d.Heading(1, part)
		d.Text("推荐的中标候选人见下表。")
		d.NewPage()
	}
	var out bytes.Buffer
	if err := d.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// parts cuts a copy by its ByteRange, as any reader does.
func parts(t testing.TB, signed []byte) (content, message []byte) {
	t.Helper()
	found := regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+)\]`).FindAllSubmatch(signed, -1)
	if len(found) != 1 {
		t.Fatalf("%d ranges", len(found))
	}
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(string(found[0][i+1]))
	}
	if n[1]+n[2] != len(signed) || signed[n[0]] != '<' || signed[n[1]-1] != '>' {
		t.Fatalf("ranges %v of %d bytes", n, len(signed))
	}
	message, err := hex.DecodeString(string(signed[n[0]+1 : n[1]-1]))
	if err != nil {
		t.Fatal(err)
	}
	return append(bytes.Clone(signed[:n[0]]), signed[n[1]:]...), message
}

// Signed copies are good for pdfsig, qpdf and openssl, which know nothing of
// this package; the PDF in them is what it was, byte for byte.
func TestSignedCopies(t *testing.T) {
	for name, make := range map[string]func() (chain, key []byte){
		"RSA, by an authority": func() (chain, key []byte) { return issued(t, "/C=CN/O=清河/CN="+centreName) },
		"RSA":                  func() (chain, key []byte) { return selfSigned(t, "/CN="+centreName, "digitalSignature", "rsa:2048") },
		"P-256": func() (chain, key []byte) {
			return selfSigned(t, "/CN="+centreName, "digitalSignature,nonRepudiation", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
		},
		"P-384": func() (chain, key []byte) {
			return selfSigned(t, "/CN="+centreName, "digitalSignature", "ec", "-pkeyopt", "ec_paramgen_curve:P-384")
		},
	} {
		for _, linked := range []bool{false, true} {
			t.Run(name+map[bool]string{true: ", annotated"}[linked], func(t *testing.T) {
				chain, key := make()
				who, pdf := identity(t, chain, key), report(t, linked)
				signed, err := pades.Sign(pdf, who, inside, rand.Reader)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.HasPrefix(signed, pdf) {
					t.Error("the PDF is not what it was")
				}
				got, err := pades.Verify(pdf, signed)
				if err != nil || !got.At.Equal(inside) || !got.Certificate.Equal(who.Chain[0]) {
					t.Errorf("%+v, %v", got, err)
				}
				stranger(t, pdf, signed, chain)
			})
		}
	}
}

// stranger holds a copy against tools of others.
func stranger(t *testing.T, pdf, signed, chain []byte) {
	t.Helper()
	file, before := kept(t, "signed.pdf", signed), kept(t, "pdf.pdf", pdf)
	run(t, "qpdf", "--check", file)
	said := run(t, "pdfsig", file)
	for _, want := range []string{"Signer Certificate Common Name: " + centreName, "Signing Hash Algorithm: SHA-256", "Signature Type: ETSI.CAdES.detached", "Total document signed", "Signature Validation: Signature is Valid."} {
		if !strings.Contains(said, want) {
			t.Errorf("pdfsig does not say %q:\n%s", want, said)
		}
	}
	if strings.Count(said, "Signature #") != 1 {
		t.Errorf("pdfsig: %s", said)
	}
	if a, b := run(t, "pdftotext", before, "-"), run(t, "pdftotext", file, "-"); a != b {
		t.Errorf("the text became another:\n%s\n%s", a, b)
	}
	if objects := run(t, "qpdf", "--json", file); !strings.Contains(objects, `"/Name": "u:`+centreName+`"`) || !strings.Contains(objects, `"/M": "u:D:`+inside.Format("20060102150405Z")+`"`) {
		t.Error("qpdf reads another name or time")
	}
	content, message := parts(t, signed)
	der, over, roots := kept(t, "cms.der", message), kept(t, "content", content), kept(t, "chain.pem", chain)
	run(t, "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", der, "-content", over, "-CAfile", roots, "-partial_chain", "-purpose", "any", "-out", os.DevNull)
	attributes := run(t, "openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", der)
	attributes, _, _ = strings.Cut(attributes[strings.Index(attributes, "signedAttrs:"):], "signatureAlgorithm:")
	var named []string
	for _, found := range regexp.MustCompile(`object: (\S+)`).FindAllStringSubmatch(attributes, -1) {
		named = append(named, found[1])
	}
	if got := strings.Join(named, " "); got != "contentType messageDigest id-smime-aa-signingCertificateV2" {
		t.Errorf("signed attributes: %s", got)
	}
	if again, err := exec.Command("openssl", "cms", "-verify", "-noverify", "-binary", "-inform", "DER", "-in", der, "-content", before, "-out", os.DevNull).CombinedOutput(); err == nil {
		t.Errorf("openssl takes other bytes: %s", again)
	}
}

// Whatever byte is changed, it is found, and told what it belongs to.
func TestEveryByteHolds(t *testing.T) {
	chain, key := selfSigned(t, "/CN="+centreName, "digitalSignature", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
	pdf := report(t, true)
	signed, err := pades.Sign(pdf, identity(t, chain, key), inside, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]int{}
	for i := range signed {
		if i > 512 && i < len(pdf)-512 && i%97 != 0 {
			continue
		}
		signed[i] ^= 1
		var fault *pades.Fault
		if _, err := pades.Verify(pdf, signed); !errors.As(err, &fault) {
			t.Fatalf("byte %d of %d (%d): %v", i, len(signed), len(pdf), err)
		} else if codes[fault.Code]++; (fault.Code == pades.OtherBytes) != (i < len(pdf)) {
			t.Errorf("byte %d of %d (%d): %v", i, len(signed), len(pdf), err)
		}
		signed[i] ^= 1
	}
	if codes[pades.OtherForm] == 0 || codes[pades.Unsigned] == 0 {
		t.Errorf("%v", codes)
	}
	for what, changed := range map[string][]byte{
		"nothing behind":   pdf,
		"something behind": append(bytes.Clone(signed), '\n'),
		"cut off":          signed[:len(signed)-1],
	} {
		if _, err := pades.Verify(pdf, changed); err == nil {
			t.Errorf("%s was taken", what)
		}
	}
}

// A signature over something else is none, though each is of the same hand.
func TestSignatureOfAnother(t *testing.T) {
	chain, key := selfSigned(t, "/CN="+centreName, "digitalSignature", "rsa:2048")
	who := identity(t, chain, key)
	pdf := report(t, false)
	one, err := pades.Sign(pdf, who, inside, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	other, err := pades.Sign(pdf, who, inside.Add(time.Second), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.LastIndex(one, []byte("/Contents <"))
	end := at + bytes.IndexByte(one[at:], '>')
	copy(one[at:end], other[at:end])
	var fault *pades.Fault
	if _, err := pades.Verify(pdf, one); !errors.As(err, &fault) || fault.Code != pades.Unsigned {
		t.Errorf("%v", err)
	}
}

func TestIdentityRefused(t *testing.T) {
	chain, key := selfSigned(t, "/CN="+centreName, "digitalSignature", "rsa:2048")
	other, otherKey := selfSigned(t, "/CN=other", "digitalSignature", "rsa:2048")
	long, _ := issued(t, "/CN="+centreName)
	small, smallKey := selfSigned(t, "/CN=x", "digitalSignature", "rsa:1024")
	wide, wideKey := selfSigned(t, "/CN=x", "digitalSignature", "ec", "-pkeyopt", "ec_paramgen_curve:P-521")
	edwards, edwardsKey := selfSigned(t, "/CN=x", "digitalSignature", "ed25519")
	sm2, sm2Key := selfSigned(t, "/CN=x", "digitalSignature", "ec", "-pkeyopt", "ec_paramgen_curve:SM2")
	mute, muteKey := selfSigned(t, "/CN=x", "keyEncipherment", "rsa:2048")
	silent, silentKey := selfSigned(t, "/CN=x", "", "rsa:2048")
	locked := []byte(run(t, "openssl", "pkcs8", "-topk8", "-in", kept(t, "key", key), "-passout", "pass:x"))
	for name, tt := range map[string]struct {
		chain, key []byte
		at         time.Time
		want       string
	}{
		"another's key":    {chain, otherKey, inside, "not that of the first certificate"},
		"too early":        {chain, key, inside.AddDate(0, 0, -2), "not valid before"},
		"too late":         {chain, key, inside.AddDate(0, 0, 31), "has expired"},
		"a short key":      {small, smallKey, inside, "1024 bits"},
		"another curve":    {wide, wideKey, inside, "P-521"},
		"Ed25519":          {edwards, edwardsKey, inside, "RSA and ECDSA"},
		"SM2":              {sm2, sm2Key, inside, "unsupported elliptic curve"},
		"no signatures":    {mute, muteKey, inside, "neither digitalSignature nor nonRepudiation"},
		"no usage at all":  {silent, silentKey, inside, "neither digitalSignature nor nonRepudiation"},
		"a locked key":     {chain, locked, inside, "ENCRYPTED PRIVATE KEY"},
		"no key":           {chain, nil, inside, "no private key"},
		"no certificate":   {nil, key, inside, "no certificate"},
		"a key among them": {append(bytes.Clone(chain), key...), key, inside, "PRIVATE KEY among the certificates"},
		"no chain":         {append(bytes.Clone(chain), other...), key, inside, "certificate 2 has not issued"},
		"the wrong way":    {append(bytes.Clone(chain), long...), key, inside, "certificate 2 has not issued"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := pades.NewIdentity(tt.chain, tt.key, tt.at); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v", err)
			}
		})
	}
	for form, args := range map[string][]string{"PKCS#1": {"rsa", "-traditional"}, "PKCS#8": {"pkcs8", "-topk8", "-nocrypt"}} {
		again := []byte(run(t, "openssl", append(args, "-in", kept(t, "key", key))...))
		if _, err := pades.NewIdentity(chain, again[bytes.Index(again, []byte("-----BEGIN")):], inside); err != nil {
			t.Errorf("%s: %v", form, err)
		}
	}
}

// Only what is understood is signed.
func TestForeignPDFs(t *testing.T) {
	chain, key := selfSigned(t, "/CN="+centreName, "digitalSignature", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
	who, pdf := identity(t, chain, key), report(t, true)
	signed, err := pades.Sign(pdf, who, inside, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	file := kept(t, "report.pdf", pdf)
	converted := func(args ...string) []byte {
		out := filepath.Join(t.TempDir(), "out.pdf")
		run(t, "qpdf", append(args, file, out)...)
		return read(t, out)
	}
	for name, text := range map[string][]byte{
		"nothing": nil, "no PDF": []byte("%PDF-1.7 a report"), "signed already": signed,
		"object streams": converted("--object-streams=generate"), "linearized": converted("--linearize"),
		"encrypted": converted("--encrypt", "", "owner", "256", "--"),
		"cut off":   pdf[:len(pdf)-20], "text behind": append(bytes.Clone(pdf), "and more"...),
	} {
		if out, err := pades.Sign(text, who, inside, rand.Reader); err == nil {
			t.Errorf("%s was signed: %d bytes", name, len(out))
		}
	}
}

// Whatever a stranger gives as the end of a PDF, and as the copy's, is read to
// an answer.
func FuzzVerify(f *testing.F) {
	chain, key := selfSigned(f, "/CN="+centreName, "digitalSignature", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
	pdf := report(f, true)
	signed, err := pades.Sign(pdf, identity(f, chain, key), inside, rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	table := bytes.LastIndex(pdf, []byte("xref\n0 "))
	body, tail, update := pdf[:table], pdf[table:], signed[len(pdf):]
	f.Add(tail, update)
	f.Add([]byte("xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R>>\nstartxref\n0\n%%EOF\n"), update)
	f.Add([]byte("xref\n0 99999999\ntrailer\n<</Size ((((>>\nstartxref\n0\n%%EOF\n"), update[:60])
	f.Fuzz(func(t *testing.T, tail, update []byte) {
		pdf := append(bytes.Clone(body), tail...)
		got, err := pades.Verify(pdf, append(bytes.Clone(pdf), update...))
		if (got == nil) == (err == nil) {
			t.Errorf("%v, %v", got, err)
		}
	})
}

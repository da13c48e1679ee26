package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bidroom/server/document"
)

// A report is signed with a key that openssl made; a reader that knows nothing
// of this program says that the signature is good, and what was changed, or is of
// another report, is found.
func TestSign(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	made := exec.Command("openssl", "req", "-x509", "-nodes", "-utf8", "-days", "30", "-subj", "/CN=清河公共资源交易中心", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
		"-addext", "keyUsage=critical,digitalSignature", "-keyout", at("key.pem"), "-out", at("chain.pem"))
	if said, err := made.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	var pdf bytes.Buffer
	bid := document.DemoBid{Kind: "works", Bidder: "青溪建设有限公司", Lot: "滨河路改造", LotNumber: "01", PriceFen: 100, Date: time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC)}
	if err := document.RenderDemoBid(&pdf, bid); err != nil {
		t.Fatal(err)
	}
	write := func(name string, content []byte) string {
		if err := os.WriteFile(at(name), content, 0o600); err != nil {
			t.Fatal(err)
		}
		return at(name)
	}
	report := write("report.pdf", pdf.Bytes())
	sign := func(args ...string) (code int, said string) {
		var out, wrong bytes.Buffer
		code = run(append([]string{"sign"}, args...), &out, &wrong)
		return code, out.String() + wrong.String()
	}
	signing := []string{report, "--certificate", at("chain.pem"), "--key", at("key.pem"), "--out", at("signed.pdf")}
	if err := os.Chmod(at("key.pem"), 0o644); err != nil {
		t.Fatal(err)
	}
	if code, said := sign(signing...); code != 1 || !strings.Contains(said, "chmod 600") {
		t.Errorf("with a key that others can read: %d %s", code, said)
	}
	if err := os.Chmod(at("key.pem"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, said := sign(signing...); code != 0 || !strings.Contains(said, "清河公共资源交易中心") {
		t.Fatalf("%d %s", code, said)
	}
	if code, said := sign(signing...); code != 1 || !strings.Contains(said, "is there already") {
		t.Errorf("over a file that is there: %d %s", code, said)
	}
	seen, err := exec.Command("pdfsig", "-nocert", at("signed.pdf")).CombinedOutput()
	if err != nil || !bytes.Contains(seen, []byte("Signature is Valid.")) || !bytes.Contains(seen, []byte("ETSI.CAdES.detached")) {
		t.Errorf("pdfsig: %v\n%s", err, seen)
	}
	if code, said := sign(report, "--check", at("signed.pdf")); code != 0 {
		t.Errorf("check: %d %s", code, said)
	}
	signed, err := os.ReadFile(at("signed.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	signed[len(signed)-20] ^= 1
	for what, args := range map[string][]string{
		"a byte changed":        {report, "--check", write("changed.pdf", signed)},
		"of another report":     {write("other.pdf", append(pdf.Bytes(), '\n')), "--check", at("signed.pdf")},
		"a certificate for key": {report, "--certificate", at("key.pem"), "--key", at("key.pem"), "--out", at("x.pdf")},
	} {
		if code, said := sign(args...); code != 1 || said == "" {
			t.Errorf("%s: %d %s", what, code, said)
		}
	}
	for _, args := range [][]string{{}, {report}, append(signing, "--check", at("signed.pdf"))} {
		if code, _ := sign(args...); code != 2 {
			t.Errorf("%v: %d", args, code)
		}
	}
	if _, err := os.Stat(at("x.pdf")); err == nil {
		t.Error("a file was left behind")
	}
}

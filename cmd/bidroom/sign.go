package main

import (
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"bidroom/server/pades"
)

// runSign makes the copy of a sealed report that bears the centre's electronic
// signature, or checks one. It runs where the key is, which need not be the
// server.
func runSign(args []string, stdout, stderr io.Writer) int {
	set := flag.NewFlagSet("bidroom sign", flag.ContinueOnError)
	set.SetOutput(stderr)
	certificate := set.String("certificate", "", "file of the certificate, and of those that issued it, PEM")
	key := set.String("key", "", "file of its key, PEM")
	out := set.String("out", "", "file to write; it must not be there")
	check := set.String("check", "", "check this copy instead")
	files, err := named(set, args)
	if err != nil {
		return 2
	}
	if making := *certificate != "" && *key != "" && *out != ""; len(files) != 1 || making == (*check != "") {
		fmt.Fprintln(stderr, "bidroom sign REPORT: its PDF, and either --certificate, --key and --out, or --check; see docs/operating.md")
		return 2
	}
	pdf, err := os.ReadFile(files[0])
	var of *pades.Signature
	if err == nil && *check != "" {
		of, err = checkSigned(pdf, *check)
	} else if err == nil {
		of, err = signTo(*out, pdf, *certificate, *key)
	}
	if err != nil {
		fmt.Fprintln(stderr, "bidroom sign:", err)
		return 1
	}
	fmt.Fprintf(stdout, "signed by %s\ncertificate %s, issued by %s\nsigned at %s, as its signer says\n", of.Certificate.Subject, pades.Fingerprint(of.Certificate),
		of.Certificate.Issuer, of.At.UTC().Format(time.RFC3339))
	return 0
}

func checkSigned(pdf []byte, name string) (*pades.Signature, error) {
	signed, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return pades.Verify(pdf, signed)
}

// signTo writes a signed copy, once it was checked: all of it, or nothing.
func signTo(out string, pdf []byte, certificate, key string) (*pades.Signature, error) {
	if info, err := os.Stat(key); err == nil && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s can be read by others: take their rights away with chmod 600", key)
	}
	chain, err := os.ReadFile(certificate)
	if err != nil {
		return nil, err
	}
	private, err := os.ReadFile(key)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	who, err := pades.NewIdentity(chain, private, now)
	if err != nil {
		return nil, err
	}
	signed, err := pades.Sign(pdf, who, now, rand.Reader)
	if err != nil {
		return nil, err
	}
	of, err := pades.Verify(pdf, signed)
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%s is there already; name another file", out)
	}
	if err != nil {
		return nil, err
	}
	_, err = file.Write(signed)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return nil, errors.Join(err, os.Remove(out))
	}
	return of, nil
}

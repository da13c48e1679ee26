package tlsca

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bidroom/server/keys"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func box(t *testing.T) *keys.Box {
	t.Helper()
	master, err := keys.New(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b, err := master.Box(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func centre() Names {
	return Names{Centre: "县公共资源交易中心", DNS: []string{"bidroom.centre"}, Addresses: []net.IP{net.IPv4(192, 168, 7, 10)}}
}

func open(t *testing.T, dir string, names Names, sealer Sealer, now time.Time) *Authority {
	t.Helper()
	a, err := Open(dir, names, sealer, rand.Reader, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func openssl(t *testing.T, args ...string) (string, error) {
	t.Helper()
	out, err := exec.Command("openssl", args...).CombinedOutput()
	return string(out), err
}

func leafFile(t *testing.T, dir string, der []byte) string {
	t.Helper()
	name := filepath.Join(dir, "leaf.pem")
	if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestOpenssl asks another implementation about everything a browser would ask.
func TestOpenssl(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, centre(), box(t), time.Now())
	leaf, err := a.certificate()
	if err != nil {
		t.Fatal(err)
	}
	root, file := filepath.Join(dir, rootFile), leafFile(t, dir, leaf.Certificate[0])
	for _, tt := range []struct {
		name  string
		check []string
		ok    bool
	}{
		{"the centre's name", []string{"-verify_hostname", "bidroom.centre"}, true},
		{"loopback by name", []string{"-verify_hostname", "localhost"}, true},
		{"the centre's address", []string{"-verify_ip", "192.168.7.10"}, true},
		{"loopback", []string{"-verify_ip", "127.0.0.1"}, true},
		{"loopback of version 6", []string{"-verify_ip", "::1"}, true},
		{"another name", []string{"-verify_hostname", "bank.example"}, false},
		{"another address", []string{"-verify_ip", "192.168.7.11"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			args := append([]string{"verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", root}, append(tt.check, file)...)
			if out, err := openssl(t, args...); (err == nil) != tt.ok {
				t.Errorf("openssl verify: %v, want ok = %t\n%s", err, tt.ok, out)
			}
		})
	}
	text, err := openssl(t, "x509", "-in", root, "-noout", "-fingerprint", "-sha256")
	if err != nil || !strings.Contains(text, "="+a.Fingerprint()+"\n") {
		t.Errorf("fingerprint %s, openssl says %s", a.Fingerprint(), text)
	}
	text, err = openssl(t, "x509", "-in", root, "-noout", "-text")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Name Constraints: critical", "CA:TRUE, pathlen:0", "Certificate Sign, CRL Sign", "TLS Web Server Authentication"} {
		if !strings.Contains(text, want) {
			t.Errorf("the root does not say %q:\n%s", want, text)
		}
	}
}

// TestConstraints: even with the root's key nobody can vouch for another's site.
func TestConstraints(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir, centre(), box(t), time.Now())
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(a.root)
	for _, tt := range []struct {
		name string
		dns  []string
		ip   []net.IP
		ok   bool
	}{
		{"bidroom.centre", []string{"bidroom.centre"}, nil, true},
		{"192.168.7.10", nil, []net.IP{net.IPv4(192, 168, 7, 10)}, true},
		{"bank.example", []string{"bank.example"}, nil, false},
		{"both", []string{"bidroom.centre", "bank.example"}, nil, false},
		{"192.168.7.11", nil, []net.IP{net.IPv4(192, 168, 7, 11)}, false},
		{"2001:db8::1", nil, []net.IP{net.ParseIP("2001:db8::1")}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			serial, err := a.serialNumber()
			if err != nil {
				t.Fatal(err)
			}
			template := &x509.Certificate{
				SerialNumber: serial, Subject: pkix.Name{CommonName: "x"}, NotBefore: a.now().Add(-time.Minute), NotAfter: a.now().Add(time.Hour),
				KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, DNSNames: tt.dns, IPAddresses: tt.ip,
			}
			der, err := x509.CreateCertificate(rand.Reader, template, a.root, &key.PublicKey, a.key)
			if err != nil {
				t.Fatal(err)
			}
			leaf, err := x509.ParseCertificate(der)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := leaf.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: a.now()}); (err == nil) != tt.ok {
				t.Errorf("Go: %v, want ok = %t", err, tt.ok)
			}
			out, err := openssl(t, "verify", "-CAfile", filepath.Join(dir, rootFile), leafFile(t, dir, der))
			if (err == nil) != tt.ok {
				t.Errorf("openssl: %v, want ok = %t\n%s", err, tt.ok, out)
			}
		})
	}
}

func TestReopen(t *testing.T) {
	dir, sealer := t.TempDir(), box(t)
	first := open(t, dir, centre(), sealer, noon)
	if again := open(t, dir, centre(), sealer, noon.AddDate(1, 0, 0)); again.Fingerprint() != first.Fingerprint() {
		t.Error("the root is another after a restart")
	}
	if _, err := Open(dir, centre(), box(t), rand.Reader, time.Now); err == nil {
		t.Error("the root's key was read with another centre's key")
	}
	moved := centre()
	moved.Addresses = []net.IP{net.IPv4(192, 168, 7, 11)}
	if _, err := Open(dir, moved, sealer, rand.Reader, func() time.Time { return noon }); !errors.Is(err, ErrNames) {
		t.Errorf("with an address outside of the root's: %v", err)
	}
	renamed := centre()
	renamed.DNS = []string{"other.centre"}
	if _, err := Open(dir, renamed, sealer, rand.Reader, func() time.Time { return noon }); !errors.Is(err, ErrNames) {
		t.Errorf("with a name outside of the root's: %v", err)
	}
	info, err := os.Stat(filepath.Join(dir, keyFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key file: %v, %v", info.Mode(), err)
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(first.key)
	if err != nil {
		t.Fatal(err)
	}
	if sealed, err := os.ReadFile(filepath.Join(dir, keyFile)); err != nil || bytes.Contains(sealed, encoded[len(encoded)-100:len(encoded)-70]) {
		t.Errorf("the key lies open: %v", err)
	}
	if err := os.Remove(filepath.Join(dir, keyFile)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, centre(), sealer, rand.Reader, time.Now); err == nil {
		t.Error("opened a root without its key")
	}
}

func TestNetworks(t *testing.T) {
	dir, sealer := t.TempDir(), box(t)
	names := centre()
	names.Networks = []*net.IPNet{{IP: net.IPv4(192, 168, 7, 0).To4(), Mask: net.CIDRMask(24, 32)}}
	open(t, dir, names, sealer, noon)
	names.Addresses = []net.IP{net.IPv4(192, 168, 7, 200)} // the server moved within its network
	open(t, dir, names, sealer, noon)
	names.Addresses = []net.IP{net.IPv4(192, 168, 8, 1)}
	if _, err := Open(dir, names, sealer, rand.Reader, func() time.Time { return noon }); !errors.Is(err, ErrNames) {
		t.Errorf("outside of the network: %v", err)
	}
}

// TestRenewal goes through the root's ten years, day by day, with real handshakes at the days
// that matter.
func TestRenewal(t *testing.T) {
	now := noon
	a, err := Open(t.TempDir(), centre(), box(t), rand.Reader, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	var made []*tls.Certificate
	for day := 0; now.Before(a.root.NotAfter); day, now = day+1, now.AddDate(0, 0, 1) {
		leaf, err := a.certificate()
		if err != nil {
			t.Fatalf("day %d: %v", day, err)
		}
		if !now.Before(leaf.Leaf.NotAfter) || now.Before(leaf.Leaf.NotBefore) {
			t.Fatalf("day %d: a certificate from %s to %s", day, leaf.Leaf.NotBefore, leaf.Leaf.NotAfter)
		}
		if life := leaf.Leaf.NotAfter.Sub(leaf.Leaf.NotBefore); life > 397*24*time.Hour {
			t.Fatalf("it lasts %s", life)
		}
		if len(made) == 0 || made[len(made)-1] != leaf {
			made = append(made, leaf)
			handshake(t, a, now)
		}
	}
	if len(made) < 10 || len(made) > 45 { // ten years by 367 days; daily in the root's last month
		t.Errorf("%d certificates in ten years", len(made))
	}
	if _, err := a.certificate(); err == nil {
		t.Error("a certificate after the root's end")
	}
}

func handshake(t *testing.T, a *Authority, now time.Time) {
	t.Helper()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", a.TLS())
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	served := make(chan error, 2)
	go func() {
		for range 2 {
			conn, err := listener.Accept()
			if err == nil {
				err = errors.Join(conn.(*tls.Conn).Handshake(), conn.Close())
			}
			served <- err
		}
	}()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(a.RootPEM())
	config := &tls.Config{RootCAs: roots, Time: func() time.Time { return now }}
	conn, err := tls.Dial("tcp", listener.Addr().String(), config)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(conn.Close(), <-served); err != nil {
		t.Fatal(err)
	}
	old := &tls.Config{RootCAs: roots, Time: config.Time, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
	if _, err := tls.Dial("tcp", listener.Addr().String(), old); err == nil {
		t.Error("TLS 1.1 is spoken")
	}
	if err := <-served; err == nil || !strings.Contains(err.Error(), "version") {
		t.Errorf("the server's view of TLS 1.1: %v", err)
	}
}

func TestChromiumPolicy(t *testing.T) {
	a := open(t, t.TempDir(), centre(), box(t), noon)
	data, err := a.ChromiumPolicy([]string{"https://192.168.7.10:8443"})
	if err != nil {
		t.Fatal(err)
	}
	var policy map[string]any
	if err := json.Unmarshal(data, &policy); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"VideoCaptureAllowedUrls", "AudioCaptureAllowedUrls"} {
		if list, ok := policy[name].([]any); !ok || len(list) != 1 || list[0] != "https://192.168.7.10:8443" {
			t.Errorf("%s is %v", name, policy[name])
		}
	}
	root := strings.Join(strings.Split(strings.TrimSpace(string(a.RootPEM())), "\n")[1:], "")
	root = strings.TrimSuffix(root, "-----END CERTIFICATE-----")
	if list, ok := policy["CACertificates"].([]any); !ok || list[0] != root {
		t.Errorf("CACertificates is %v", policy["CACertificates"])
	}
	if plain, err := Policy([]string{"http://127.0.0.1:8080"}, ""); err != nil || strings.Contains(string(plain), "CACertificates") {
		t.Errorf("without a root: %s, %v", plain, err)
	}
}

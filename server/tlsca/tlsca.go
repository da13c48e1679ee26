// Package tlsca is the centre's own certificate authority. A browser gives no
// camera without TLS, and an isolated network has no public authority; so
// bidroom makes a root at its first start, which the kiosks and desks are
// given once, and from it the certificate that the server shows.
//
// The root lasts ten years and can only vouch for the centre's own names and
// addresses (RFC 5280 section 4.2.1.10, critical): whoever takes it in trusts
// the centre for its own machines and for nothing else. The server's own
// certificate lasts at most 397 days, as browsers ask, is held in memory only,
// and is made anew in time without a restart.
package tlsca

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	rootYears   = 10
	leafLife    = 397 * 24 * time.Hour
	renewBefore = 30 * 24 * time.Hour
	backdate    = time.Hour // a kiosk's clock may be behind
)

const (
	rootFile = "ca.crt" // PEM; what is given out
	keyFile  = "ca.key" // PKCS #8, sealed
	sealing  = "tls.root"
)

// Names are what a centre's machines are reached by.
type Names struct {
	Centre    string       // for people, in the root's name
	DNS       []string     // host names
	Addresses []net.IP     // of this server
	Networks  []*net.IPNet // in which the root may vouch; the addresses alone if empty
}

// A Sealer keeps the root's key unreadable at rest.
type Sealer interface {
	Seal(domain string, plain []byte) ([]byte, error)
	Open(domain string, sealed []byte) ([]byte, error)
}

// An Authority is a root with its key, and the server's certificate.
type Authority struct {
	names  Names
	random io.Reader
	now    func() time.Time
	root   *x509.Certificate
	key    *ecdsa.PrivateKey

	mu   sync.Mutex // guards leaf
	leaf *tls.Certificate
}

// ErrNames means that the root that was given out cannot vouch for a name or
// address that the server shall have now. The centre either goes back to what
// the root allows, or removes ca.crt and ca.key and gives the new root to
// every kiosk and desk.
var ErrNames = errors.New("the certificate authority cannot vouch for this name")

// Open reads the authority in dir, or makes one if there is none. now is its
// clock.
func Open(dir string, names Names, box Sealer, random io.Reader, now func() time.Time) (*Authority, error) {
	a := &Authority{names: names.withLoopback(), random: random, now: now}
	certificate, err := os.ReadFile(filepath.Join(dir, rootFile))
	switch {
	case err == nil:
		err = a.read(dir, certificate, box)
	case errors.Is(err, os.ErrNotExist):
		err = a.create(dir, box)
	}
	if err != nil {
		return nil, fmt.Errorf("tlsca: %w", err)
	}
	if _, err := a.certificate(); err != nil {
		return nil, err
	}
	return a, nil
}

// withLoopback adds this machine: the desk of a small centre is the server
// itself.
func (n Names) withLoopback() Names {
	n.DNS = append(slices.Clone(n.DNS), "localhost")
	n.Addresses = append(slices.Clone(n.Addresses), net.IPv4(127, 0, 0, 1), net.IPv6loopback)
	if len(n.Networks) > 0 {
		n.Networks = append(slices.Clone(n.Networks), single(net.IPv4(127, 0, 0, 1)), single(net.IPv6loopback))
		return n
	}
	for _, address := range n.Addresses {
		n.Networks = append(n.Networks, single(address))
	}
	return n
}

// single is the network of one address.
func single(address net.IP) *net.IPNet {
	if v4 := address.To4(); v4 != nil {
		return &net.IPNet{IP: v4, Mask: net.CIDRMask(32, 32)}
	}
	return &net.IPNet{IP: address, Mask: net.CIDRMask(128, 128)}
}

func (a *Authority) read(dir string, certificate []byte, box Sealer) error {
	block, _ := pem.Decode(certificate)
	if block == nil {
		return fmt.Errorf("%s is not a certificate", rootFile)
	}
	root, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return fmt.Errorf("%s: %w", rootFile, err)
	}
	sealed, err := os.ReadFile(filepath.Join(dir, keyFile))
	if err != nil {
		return err
	}
	encoded, err := box.Open(sealing, sealed)
	if err != nil {
		return fmt.Errorf("%s: %w", keyFile, err)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(encoded)
	if err != nil {
		return fmt.Errorf("%s: %w", keyFile, err)
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok || !key.PublicKey.Equal(root.PublicKey) {
		return fmt.Errorf("%s is not the key of %s", keyFile, rootFile)
	}
	a.root, a.key = root, key
	return nil
}

func (a *Authority) create(dir string, box Sealer) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), a.random)
	if err != nil {
		return err
	}
	serial, err := a.serialNumber()
	if err != nil {
		return err
	}
	now := a.now()
	template := &x509.Certificate{
		SerialNumber:                serial,
		Subject:                     pkix.Name{CommonName: "bidroom " + a.names.Centre},
		NotBefore:                   now.Add(-backdate),
		NotAfter:                    now.AddDate(rootYears, 0, 0),
		KeyUsage:                    x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		ExtKeyUsage:                 []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid:       true,
		IsCA:                        true,
		MaxPathLenZero:              true,
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         a.names.DNS,
		PermittedIPRanges:           a.names.Networks,
	}
	der, err := x509.CreateCertificate(a.random, template, template, &key.PublicKey, key)
	if err != nil {
		return err
	}
	if a.root, err = x509.ParseCertificate(der); err != nil {
		return err
	}
	a.key = key
	encoded, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	sealed, err := box.Seal(sealing, encoded)
	if err != nil {
		return err
	}
	// The key first: a root without its key is of no use, and would be read at the next start.
	if err := write(filepath.Join(dir, keyFile), sealed, 0o600); err != nil {
		return err
	}
	return write(filepath.Join(dir, rootFile), a.RootPEM(), 0o644)
}

// write makes a file that is whole on the disk or not there.
func write(name string, data []byte, mode os.FileMode) (err error) {
	f, err := os.OpenFile(name+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(name+".new", name); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// RootPEM returns the root's certificate, as it is given out.
func (a *Authority) RootPEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.root.Raw})
}

// Fingerprint returns the root's SHA-256 fingerprint, as browsers and openssl
// show it: pairs of hex digits with colons.
func (a *Authority) Fingerprint() string {
	sum := sha256.Sum256(a.root.Raw)
	pairs := make([]string, len(sum))
	for i, b := range sum {
		pairs[i] = fmt.Sprintf("%02X", b)
	}
	return strings.Join(pairs, ":")
}

// TLS returns the configuration of a listener.
func (a *Authority) TLS() *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		NextProtos:     []string{"http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return a.certificate() },
	}
}

// certificate returns the server's certificate, made anew if it ends soon.
func (a *Authority) certificate() (*tls.Certificate, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	if a.leaf != nil && now.Add(renewBefore).Before(a.leaf.Leaf.NotAfter) {
		return a.leaf, nil
	}
	leaf, err := a.issue(now)
	if err != nil {
		return nil, fmt.Errorf("tlsca: %w", err)
	}
	a.leaf = leaf
	return leaf, nil
}

func (a *Authority) issue(now time.Time) (*tls.Certificate, error) {
	if !now.Before(a.root.NotAfter) {
		return nil, fmt.Errorf("the certificate authority ended on %s: remove %s and %s, and give the new root to every kiosk and desk",
			a.root.NotAfter.Format(time.DateOnly), rootFile, keyFile)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), a.random)
	if err != nil {
		return nil, err
	}
	serial, err := a.serialNumber()
	if err != nil {
		return nil, err
	}
	from := now.Add(-backdate)
	until := from.Add(leafLife)
	if until.After(a.root.NotAfter) {
		until = a.root.NotAfter
	}
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: "bidroom"},
		NotBefore:             from,
		NotAfter:              until,
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		DNSNames:              a.names.DNS,
		IPAddresses:           a.names.Addresses,
	}
	der, err := x509.CreateCertificate(a.random, template, a.root, &key.PublicKey, a.key)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AddCert(a.root)
	if _, err := leaf.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: now}); err != nil {
		var invalid x509.CertificateInvalidError
		if errors.As(err, &invalid) && invalid.Reason == x509.CANotAuthorizedForThisName {
			return nil, fmt.Errorf("%w: %s", ErrNames, invalid.Detail)
		}
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, nil
}

func (a *Authority) serialNumber() (*big.Int, error) {
	number := make([]byte, 16)
	if _, err := io.ReadFull(a.random, number); err != nil {
		return nil, err
	}
	number[0] = number[0]&0x7f | 0x40 // positive, and never short
	return new(big.Int).SetBytes(number), nil
}

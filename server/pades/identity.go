package pades

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"time"
)

// An Identity is what a centre signs with.
type Identity struct {
	Chain []*x509.Certificate // the signer's, then each the one that issued the one before
	Key   crypto.Signer
}

// leastRSA is the shortest RSA key that is taken, in bits.
const leastRSA = 2048

// NewIdentity reads a chain of certificates and a key, both PEM. It refuses
// what could not make a signature that holds now: another key's certificate,
// one that is not valid yet or any more, one that may not sign, and a chain in
// which one has not issued the one before.
func NewIdentity(chain, key []byte, now time.Time) (*Identity, error) {
	i := new(Identity)
	var err error
	if i.Chain, err = readChain(chain); err != nil {
		return nil, err
	}
	if i.Key, err = readKey(key); err != nil {
		return nil, err
	}
	signer := i.Chain[0]
	public, comparable := signer.PublicKey.(interface{ Equal(crypto.PublicKey) bool })
	if !comparable || !public.Equal(i.Key.Public()) {
		return nil, errors.New("the key is not that of the first certificate")
	}
	if err := fit(signer); err != nil {
		return nil, err
	}
	return i, i.Valid(now)
}

// Valid refuses an instant at which the certificate does not hold.
func (i *Identity) Valid(now time.Time) error {
	const day = "2006-01-02 15:04:05 UTC"
	switch signer := i.Chain[0]; {
	case now.Before(signer.NotBefore):
		return fmt.Errorf("the certificate is not valid before %s", signer.NotBefore.UTC().Format(day))
	case now.After(signer.NotAfter):
		return fmt.Errorf("the certificate has expired at %s", signer.NotAfter.UTC().Format(day))
	}
	return nil
}

// Fingerprint is the SHA-256 of a certificate, in hex.
func Fingerprint(of *x509.Certificate) string {
	sum := sha256.Sum256(of.Raw)
	return hex.EncodeToString(sum[:])
}

// fit refuses a certificate whose signatures would not be taken.
func fit(signer *x509.Certificate) error {
	switch key := signer.PublicKey.(type) {
	case *rsa.PublicKey:
		if key.N.BitLen() < leastRSA {
			return fmt.Errorf("an RSA key of %d bits: at least %d are needed", key.N.BitLen(), leastRSA)
		}
	case *ecdsa.PublicKey:
		if key.Curve != elliptic.P256() && key.Curve != elliptic.P384() {
			return fmt.Errorf("an ECDSA key on %s: P-256 and P-384 are taken", key.Curve.Params().Name)
		}
	default:
		return fmt.Errorf("a key of type %T: RSA and ECDSA are taken", key)
	}
	if signer.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return errors.New("the certificate's key usage names neither digitalSignature nor nonRepudiation")
	}
	return nil
}

func readChain(text []byte) (chain []*x509.Certificate, err error) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			return nil, fmt.Errorf("a %s among the certificates", block.Type)
		}
		one, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		if n := len(chain); n > 0 {
			if err := chain[n-1].CheckSignatureFrom(one); err != nil {
				return nil, fmt.Errorf("certificate %d has not issued the one before: %w", n+1, err)
			}
		}
		chain = append(chain, one)
	}
	if len(chain) == 0 {
		return nil, errors.New("no certificate in PEM")
	}
	return chain, nil
}

func readKey(text []byte) (crypto.Signer, error) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		var key any
		var err error
		switch block.Type {
		case "EC PARAMETERS": // openssl writes it before an EC key
			continue
		case "PRIVATE KEY":
			key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
		case "RSA PRIVATE KEY":
			key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
		case "EC PRIVATE KEY":
			key, err = x509.ParseECPrivateKey(block.Bytes)
		default:
			return nil, fmt.Errorf("a %s where an open private key is needed", block.Type)
		}
		if err != nil {
			return nil, errors.New("the private key cannot be read") // what is wrong would tell of it
		}
		signer, ok := key.(crypto.Signer)
		if !ok {
			return nil, errors.New("the private key cannot sign")
		}
		return signer, nil
	}
	return nil, errors.New("no private key in PEM")
}

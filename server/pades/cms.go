package pades

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// The identifiers of RFC 5652, 5035, 5754 and 5753.
var (
	oidData          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidCertificateV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidSHA256        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidRSAWithSHA256 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	oidECWithSHA256  = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
)

var (
	contextual0 = tags.Tag(0).ContextSpecific().Constructed()
	contextual1 = tags.Tag(1).ContextSpecific().Constructed()
)

// longestRSA bounds the key that a stranger's certificate can ask to be
// computed with, in bits.
const longestRSA = 16384

// algorithm returns how a certificate's key signs.
func algorithm(of *x509.Certificate) (asn1.ObjectIdentifier, x509.SignatureAlgorithm, error) {
	switch key := of.PublicKey.(type) {
	case *rsa.PublicKey:
		if key.N.BitLen() > longestRSA {
			return nil, 0, fmt.Errorf("an RSA key of %d bits", key.N.BitLen())
		}
		return oidRSAWithSHA256, x509.SHA256WithRSA, nil
	case *ecdsa.PublicKey:
		return oidECWithSHA256, x509.ECDSAWithSHA256, nil
	}
	return nil, 0, fmt.Errorf("a key of type %T", of.PublicKey)
}

// longestSignature bounds the signature that a certificate's key makes, in bytes.
func longestSignature(of *x509.Certificate) int {
	switch key := of.PublicKey.(type) {
	case *rsa.PublicKey:
		return key.Size()
	case *ecdsa.PublicKey:
		return 2*((key.Params().BitSize+7)/8+3) + 3 // two integers with their heads and a zero, in a sequence
	}
	return 0
}

func asSequence(b *cryptobyte.Builder, content func(*cryptobyte.Builder)) {
	b.AddASN1(tags.SEQUENCE, content)
}

// addSHA256 adds the identifier of SHA-256, whose parameters are absent (RFC 5754, 2).
func addSHA256(b *cryptobyte.Builder) {
	asSequence(b, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidSHA256) })
}

// setOf returns the content of a SET OF in DER: ascending by encoding.
func setOf(elements [][]byte) []byte {
	slices.SortFunc(elements, bytes.Compare)
	return slices.Concat(elements...)
}

// attributes returns the signed attributes of PAdES baseline signatures, as the
// content of a SET OF: the type, the digest and the certificate, and no time.
func attributes(digest, certificate [sha256.Size]byte) ([]byte, error) {
	var set [][]byte
	for _, one := range []struct {
		id    asn1.ObjectIdentifier
		value func(*cryptobyte.Builder)
	}{
		{oidContentType, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) }},
		{oidMessageDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(digest[:]) }},
		{oidCertificateV2, func(b *cryptobyte.Builder) { // SigningCertificateV2, certs, ESSCertIDv2 with the default SHA-256
			asSequence(b, func(b *cryptobyte.Builder) {
				asSequence(b, func(b *cryptobyte.Builder) {
					asSequence(b, func(b *cryptobyte.Builder) { b.AddASN1OctetString(certificate[:]) })
				})
			})
		}},
	} {
		var b cryptobyte.Builder
		asSequence(&b, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(one.id)
			b.AddASN1(tags.SET, one.value)
		})
		text, err := b.Bytes()
		if err != nil {
			return nil, err
		}
		set = append(set, text)
	}
	return setOf(set), nil
}

// signedText is what the signature itself is over: the attributes as a SET OF,
// whatever their tag in the message (RFC 5652, 5.4).
func signedText(attributes []byte) ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(tags.SET, func(b *cryptobyte.Builder) { b.AddBytes(attributes) })
	return b.Bytes()
}

// message writes a detached SignedData of one signer in DER (RFC 5652, 5).
func message(chain []*x509.Certificate, attributes, signature []byte) ([]byte, error) {
	id, _, err := algorithm(chain[0])
	if err != nil {
		return nil, err
	}
	certificates := make([][]byte, len(chain))
	for i, one := range chain {
		certificates[i] = one.Raw
	}
	var b cryptobyte.Builder
	asSequence(&b, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidSignedData)
		b.AddASN1(contextual0, func(b *cryptobyte.Builder) {
			asSequence(b, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(1)
				b.AddASN1(tags.SET, addSHA256)
				asSequence(b, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })
				b.AddASN1(contextual0, func(b *cryptobyte.Builder) { b.AddBytes(setOf(certificates)) })
				b.AddASN1(tags.SET, func(b *cryptobyte.Builder) { addSigner(b, chain[0], id, attributes, signature) })
			})
		})
	})
	return b.Bytes()
}

// addSigner adds the SignerInfo.
func addSigner(b *cryptobyte.Builder, signer *x509.Certificate, id asn1.ObjectIdentifier, attributes, signature []byte) {
	asSequence(b, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		asSequence(b, func(b *cryptobyte.Builder) {
			b.AddBytes(signer.RawIssuer)
			b.AddASN1BigInt(signer.SerialNumber)
		})
		addSHA256(b)
		b.AddASN1(contextual0, func(b *cryptobyte.Builder) { b.AddBytes(attributes) })
		asSequence(b, func(b *cryptobyte.Builder) {
			b.AddASN1ObjectIdentifier(id)
			if id.Equal(oidRSAWithSHA256) {
				b.AddASN1NULL()
			}
		})
		b.AddASN1OctetString(signature)
	})
}

// sign makes the message over content.
func sign(content []byte, by *Identity, random io.Reader) ([]byte, error) {
	set, err := attributes(sha256.Sum256(content), sha256.Sum256(by.Chain[0].Raw))
	if err != nil {
		return nil, err
	}
	text, err := signedText(set)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(text)
	signature, err := by.Key.Sign(random, digest[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	return message(by.Chain, set, signature)
}

// A parsed is what is read of a message.
type parsed struct {
	signer    *x509.Certificate
	chain     []*x509.Certificate // the signer first, then the others in their order
	signature []byte
	length    int // of the message, in bytes
}

var errMessage = errors.New("not a signature of the form that is made here")

// parse reads a message at the beginning of text. Only what [message] writes is
// one: of the whole its certificates and its signature are taken, and whatever
// else it says must be what follows from them.
func parse(text []byte) (p *parsed, err error) {
	var whole, content, data, certificates, signers, info cryptobyte.String
	in := cryptobyte.String(text)
	if !in.ReadASN1Element(&whole, tags.SEQUENCE) {
		return nil, errMessage
	}
	p = &parsed{length: len(whole)}
	if !whole.ReadASN1(&content, tags.SEQUENCE) || !content.SkipASN1(tags.OBJECT_IDENTIFIER) || !content.ReadASN1(&data, contextual0) || !data.ReadASN1(&data, tags.SEQUENCE) ||
		!data.SkipASN1(tags.INTEGER) || !data.SkipASN1(tags.SET) || !data.SkipASN1(tags.SEQUENCE) || !data.ReadASN1(&certificates, contextual0) ||
		!data.ReadASN1(&signers, tags.SET) || !signers.ReadASN1(&info, tags.SEQUENCE) {
		return nil, errMessage
	}
	var sid, issuer cryptobyte.String
	serial := new(big.Int)
	if !info.SkipASN1(tags.INTEGER) || !info.ReadASN1(&sid, tags.SEQUENCE) || !sid.ReadASN1Element(&issuer, tags.SEQUENCE) || !sid.ReadASN1Integer(serial) ||
		!info.SkipASN1(tags.SEQUENCE) || !info.SkipASN1(contextual0) || !info.SkipASN1(tags.SEQUENCE) || !info.ReadASN1((*cryptobyte.String)(&p.signature), tags.OCTET_STRING) {
		return nil, errMessage
	}
	for !certificates.Empty() {
		var one cryptobyte.String
		if !certificates.ReadASN1Element(&one, tags.SEQUENCE) {
			return nil, errMessage
		}
		certificate, err := x509.ParseCertificate(one)
		if err != nil {
			return nil, err
		}
		if p.signer == nil && bytes.Equal(certificate.RawIssuer, issuer) && certificate.SerialNumber.Cmp(serial) == 0 {
			p.signer = certificate
			p.chain = append([]*x509.Certificate{certificate}, p.chain...)
		} else {
			p.chain = append(p.chain, certificate)
		}
	}
	if p.signer == nil {
		return nil, errMessage
	}
	return p, nil
}

// check holds a message against the bytes that it is over.
func (p *parsed) check(text, content []byte) error {
	set, err := attributes(sha256.Sum256(content), sha256.Sum256(p.signer.Raw))
	if err != nil {
		return err
	}
	again, err := message(p.chain, set, p.signature)
	if err != nil {
		return err
	}
	if !bytes.Equal(again, text[:p.length]) {
		return errors.New("the signature is over something else")
	}
	_, by, err := algorithm(p.signer)
	if err != nil {
		return err
	}
	if text, err = signedText(set); err != nil {
		return err
	}
	return p.signer.CheckSignature(by, text, p.signature)
}

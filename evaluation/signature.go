package evaluation

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"strconv"

	"bidroom/evaluation/rule"
)

// SigningText returns what a member's key signs: the ASCII lines
// "bidroom/signature/1", the act's kind, lot, meeting, seat and content, each
// ended by a line feed. content is a hash in hex.
func SigningText(kind, lot, meeting string, seat int, content string) []byte {
	return []byte("bidroom/signature/1\n" + kind + "\n" + lot + "\n" + meeting + "\n" + strconv.Itoa(seat) + "\n" + content + "\n")
}

// VerifySignature reports whether signature, the 64 bytes r‖s in hex as
// WebCrypto gives them, is one over SHA-256 of message by the P-256 key whose
// uncompressed point is key, in hex.
func VerifySignature(key string, message []byte, signature string) bool {
	point, err := hex.DecodeString(key)
	if err != nil {
		return false
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		return false
	}
	rs, err := hex.DecodeString(signature)
	if err != nil || len(rs) != 64 {
		return false
	}
	digest := sha256.Sum256(message)
	return ecdsa.Verify(public, digest[:], new(big.Int).SetBytes(rs[:32]), new(big.Int).SetBytes(rs[32:]))
}

func validKey(key string) bool {
	point, err := hex.DecodeString(key)
	if err != nil {
		return false
	}
	_, err = ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	return err == nil
}

// checkSignature verifies that the member on seat signed content for an act
// of the given kind in the present meeting.
func (c *Case) checkSignature(seat *Seat, kind, content, signature string) error {
	if !VerifySignature(seat.Member.Key, SigningText(kind, c.Lot.ID, c.Meeting.ID, seat.No, content), signature) {
		return rule.Refuse(rule.Invalid, "", "signature.wrong", "signature", "seat", strconv.Itoa(seat.No))
	}
	return nil
}

func hashHex(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

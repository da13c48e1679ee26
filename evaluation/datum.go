package evaluation

import (
	"crypto/sha256"
	"encoding/hex"
)

// A Datum stands in an act for a value that may not be read there yet, or
// that the law may order to be erased: a name, a sheet of marks. It is the
// lower-case hex of the SHA-256 hash that [DatumHash] makes.
type Datum string

// An Opening is what turns a [Datum] back into its value. It is kept beside
// the log, goes into an export when it is due, and can be erased.
type Opening struct {
	Domain string `json:"domain"` // what sort of datum, such as "member.name"
	Salt   string `json:"salt"`   // 16 bytes, hex
	Value  string `json:"value"`
}

// DatumHash returns the datum of value: the SHA-256 hash of the ASCII lines
// "bidroom/datum/1", domain, hex(salt), hex(SHA-256(value)), each ended by a
// line feed.
func (o Opening) DatumHash() Datum {
	value := sha256.Sum256([]byte(o.Value))
	sum := sha256.Sum256([]byte("bidroom/datum/1\n" + o.Domain + "\n" + o.Salt + "\n" + hex.EncodeToString(value[:]) + "\n"))
	return Datum(hex.EncodeToString(sum[:]))
}

// valid reports whether d has the form of a datum.
func (d Datum) valid() bool { return isHex(string(d), sha256.Size) }

// isHex reports whether s is the lower-case hex of n bytes.
func isHex(s string, n int) bool {
	if len(s) != 2*n {
		return false
	}
	for _, c := range s {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

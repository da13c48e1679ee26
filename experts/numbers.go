// Package experts is the registry and who may sit: what is checked of people
// and companies, and the pool of a draw. It is pure: days, salts and data are
// arguments.
package experts

import (
	"strings"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
)

// ValidIdentity reports whether s is a citizen identity number: eighteen
// characters, a birth date that exists, and the check character of GB 11643
// (ISO 7064 MOD 11-2).
func ValidIdentity(s string) bool {
	if len(s) != 18 || s[0] < '1' || s[0] > '9' {
		return false
	}
	sum := 0
	for i := range 17 {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		sum += int(s[i]-'0') * identityWeights[i]
	}
	if _, err := rule.ParseDate(s[6:10] + "-" + s[10:12] + "-" + s[12:14]); err != nil {
		return false
	}
	return s[17] == "10X98765432"[sum%11]
}

// FullIdentity is a citizen identity number of fifteen digits as one of
// eighteen, which is of the same person: the year of birth has its century and
// the check character follows (GB 11643-1999). Anything else stays as it is.
func FullIdentity(s string) string {
	if len(s) != 15 || strings.Trim(s, "0123456789") != "" {
		return s
	}
	body := s[:6] + "19" + s[6:]
	return body + string(IdentityCheck(body))
}

var identityWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

// creditAlphabet is that of GB 32100: no I, O, S, V, Z.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

var creditWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// ValidCreditCode reports whether s is a unified social credit code with the
// check character of GB 32100.
func ValidCreditCode(s string) bool {
	return len(s) == 18 && CreditCheck(s[:17]) == s[17] && s[17] != 0
}

// CreditCheck returns the check character of a credit code's first seventeen
// characters, or 0 if they are none.
func CreditCheck(body string) byte {
	if len(body) != 17 {
		return 0
	}
	sum := 0
	for i := range 17 {
		value := strings.IndexByte(creditAlphabet, body[i])
		if value < 0 {
			return 0
		}
		sum += value * creditWeights[i]
	}
	return creditAlphabet[(31-sum%31)%31]
}

// ValidMobile reports whether s has the form of a mobile phone number.
func ValidMobile(s string) bool {
	if len(s) != 11 || s[0] != '1' || s[1] < '3' {
		return false
	}
	return strings.Trim(s, "0123456789") == ""
}

// IdentityCheck returns the check character of an identity number's first
// seventeen digits.
func IdentityCheck(body string) byte {
	sum := 0
	for i := range min(len(body), 17) {
		sum += int(body[i]-'0') * identityWeights[i]
	}
	return "10X98765432"[sum%11]
}

// BornOn is the birth date in a citizen identity number; none if it is not
// one.
func BornOn(identity string) conflict.Date {
	if !ValidIdentity(identity) {
		return conflict.Date{}
	}
	born, _ := rule.ParseDate(identity[6:10] + "-" + identity[10:12] + "-" + identity[12:14]) // ValidIdentity read it
	return born
}

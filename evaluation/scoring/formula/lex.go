package formula

import (
	"strings"
	"unicode/utf8"
)

type tokenKind uint8

const (
	tokenEnd tokenKind = iota
	tokenNumber
	tokenWord
	tokenSign
)

type token struct {
	kind    tokenKind
	text    string
	at, end int
}

const (
	letters   = "abcdefghijklmnopqrstuvwxyz"
	digits    = "0123456789"
	wordChars = letters + digits + "_"
)

// signs, longer ones first.
var signs = []string{"<=", ">=", "!=", "+", "-", "*", "/", "^", "(", ")", ",", "=", "<", ">", "%"}

// scan splits the text into tokens, the last of kind tokenEnd.
func scan(text string) ([]token, *Fault) {
	var tokens []token
	for at := 0; ; {
		for at < len(text) && strings.IndexByte(" \t\r\n", text[at]) >= 0 {
			at++
		}
		t := token{at: at, end: at}
		rest := text[at:]
		switch {
		case rest == "":
			return append(tokens, t), nil
		case strings.IndexByte(letters, rest[0]) >= 0:
			t.kind, t.end = tokenWord, at+span(rest, wordChars)
		case strings.IndexByte(digits, rest[0]) >= 0:
			t.kind, t.end = tokenNumber, at+span(rest, digits)
			if fraction := text[t.end:]; strings.HasPrefix(fraction, ".") {
				t.end += 1 + span(fraction[1:], digits)
			}
		default:
			sign := signAt(rest)
			if sign == "" {
				r, _ := utf8.DecodeRuneInString(rest)
				return nil, &Fault{at, "scoring.expr.character", []string{"found", string(r)}}
			}
			t.kind, t.end = tokenSign, at+len(sign)
		}
		t.text = text[at:t.end]
		at = t.end
		tokens = append(tokens, t)
	}
}

// span counts the leading bytes of s that are among set.
func span(s, set string) int { return len(s) - len(strings.TrimLeft(s, set)) }

func signAt(s string) string {
	for _, sign := range signs {
		if strings.HasPrefix(s, sign) {
			return sign
		}
	}
	return ""
}

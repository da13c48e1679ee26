// Package notify carries invitations to people's phones. What is to be
// carried waits in the outbox, a table that an act writes into in its own
// transaction, so that nothing is promised and then forgotten.
//
// An invitation says when and where to come and with which pass; never for
// what tender, which bidders, or which procuring entity.
//
// There are two channels. What is put on [Manual] waits until a person calls:
// this package leaves it alone. What is put on [Webhook] is posted to the
// centre's SMS gateway by a [Worker].
//
// # The webhook
//
// A POST of JSON, UTF-8:
//
//	{"id":"…","to":"13800000000","text":"…","date":"2026-11-24","city":"…",
//	 "from":"08:00","until":"09:00","hours":"8","pass":"7K2M-9QXA-4TZD"}
//
// with the header
//
//	X-Bidroom-Signature: t=1763900000000,v1=HEX
//
// where HEX is HMAC-SHA-256 over t, a dot, and the body, with the key that
// both sides know, and t is UTC in milliseconds. An answer of 200 to 299 means
// that the gateway has it. 408, 425, 429, every 5xx and no answer are tried
// again, later each time; every other answer is final. The same id can come
// twice, for an answer can be lost; the gateway sends it once.
package notify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// The channels.
const (
	Manual  = "manual"
	Webhook = "webhook"
)

// A Message is an invitation on its way.
type Message struct {
	ID    string
	To    string    // phone number
	City  string    // where to come
	From  time.Time // of the check-in, in the centre's zone
	Until time.Time
	Hours int    // how long it will take, about
	Pass  string // as it is typed
}

// Words returns the text of a catalogue key, with its placeholders filled.
type Words func(lang, key string, args map[string]string) string

// Text returns what the person reads.
func (m Message) Text(words Words, lang string) string {
	return words(lang, "notify.invitation", map[string]string{
		"date": m.From.Format(time.DateOnly), "city": m.City, "from": m.From.Format("15:04"), "until": m.Until.Format("15:04"),
		"hours": strconv.Itoa(m.Hours), "pass": m.Pass,
	})
}

// body is what is posted.
func (m Message) body(text string) ([]byte, error) {
	encoded, err := json.Marshal(struct {
		ID    string `json:"id"`
		To    string `json:"to"`
		Text  string `json:"text"`
		Date  string `json:"date"`
		City  string `json:"city"`
		From  string `json:"from"`
		Until string `json:"until"`
		Hours string `json:"hours"`
		Pass  string `json:"pass"`
	}{m.ID, m.To, text, m.From.Format(time.DateOnly), m.City, m.From.Format("15:04"), m.Until.Format("15:04"), strconv.Itoa(m.Hours), m.Pass})
	if err != nil {
		return nil, fmt.Errorf("notify: %w", err)
	}
	return encoded, nil
}

// signature returns the header's value for a body sent at an instant.
func signature(key, body []byte, at time.Time) string {
	t := strconv.FormatInt(at.UnixMilli(), 10)
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s", t, body)
	return "t=" + t + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}

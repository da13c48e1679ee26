package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

const leastKey = 32 // bytes

// A Webhook posts messages to a program of the centre: a POST of JSON, UTF-8:
//
//	{"city":"…","date":"2026-11-24","from":"08:00","hours":"8","id":"…",
//	 "pass":"7K2M-9QXA-4TZD","text":"…","to":"13800000000","until":"09:00"}
//
// with the header
//
//	X-Bidroom-Signature: t=1763900000000,v1=HEX
//
// where HEX is HMAC-SHA-256 over t, a dot, and the body, with the key that
// both sides know, and t is UTC in milliseconds. An answer of 200 to 299 means
// that the program has it. 408, 425, 429, every 5xx and no answer are tried
// again, later each time; every other answer is final. The same id can come
// twice; the program sends it once.
type Webhook struct {
	// URL is where messages are posted: https, or http on this machine.
	URL string `json:"url"`
	// Key is what posts are signed with, at least 32 bytes.
	Key string `json:"key"`

	now    func() time.Time
	client *http.Client
}

// Open makes the webhook ready. It returns an error if its address or key is
// not fit for personal data.
func (h *Webhook) Open(now func() time.Time) error {
	if len(h.Key) < leastKey {
		return fmt.Errorf("webhook: the key has %d bytes and needs %d", len(h.Key), leastKey)
	}
	if err := checkAddress(h.URL); err != nil {
		return fmt.Errorf("webhook: %w", err)
	}
	h.now, h.client = now, newClient()
	return nil
}

// Name implements [Channel].
func (*Webhook) Name() string { return "webhook" }

// Close implements [Channel].
func (h *Webhook) Close() { h.client.CloseIdleConnections() }

// Send implements [Channel].
func (h *Webhook) Send(ctx context.Context, m Message) (Outcome, error) {
	body, err := json.Marshal(m.fields())
	if err != nil {
		return Refused, err
	}
	headers := map[string]string{"Content-Type": "application/json; charset=utf-8", "X-Bidroom-Signature": signature([]byte(h.Key), body, h.now())}
	code, _, err := exchange(ctx, h.client, http.MethodPost, h.URL, headers, body)
	if err != nil {
		return Again, err
	}
	return judge(code)
}

// signature returns the header's value for a body sent at an instant.
func signature(key, body []byte, at time.Time) string {
	t := strconv.FormatInt(at.UnixMilli(), 10)
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s", t, body)
	return "t=" + t + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}

// judge says what an answer's code means.
func judge(code int) (Outcome, error) {
	switch {
	case code >= 200 && code < 300:
		return Delivered, nil
	case code >= 500 || code == http.StatusRequestTimeout || code == http.StatusTooEarly || code == http.StatusTooManyRequests:
		return Again, answered(code)
	}
	return Refused, answered(code)
}

func answered(code int) error { return errors.New("the gateway answered " + strconv.Itoa(code)) }

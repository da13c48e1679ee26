package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// SMS sends messages to an SMS gateway that takes them over HTTP, in the form
// that its operator prescribes.
type SMS struct {
	// Method is POST or PUT; POST if empty. There is no GET: a number and a
	// pass in an address would stand in the logs of whatever is between.
	Method string `json:"method"`
	// URL is https, or http on this machine.
	URL string `json:"url"`
	// Headers are sent as they stand. Content-Type is application/json (the
	// default) or application/x-www-form-urlencoded.
	Headers map[string]string `json:"headers"`
	// Body is the body, with {id}, {to}, {text}, {date}, {city}, {from},
	// {until}, {hours} and {pass}, each written as the content type asks.
	Body string `json:"body"`
	// Success is what the body of an answer of 200 to 299 holds if the gateway
	// took the message; empty if every such answer says so.
	Success string `json:"success"`
	// Busy is what it holds if the message is to be sent again later. An
	// answer that holds neither is a refusal.
	Busy string `json:"busy"`

	form   bool
	client *http.Client
}

var placeholder = regexp.MustCompile(`\{(id|to|text|date|city|from|until|hours|pass)\}`)

// Open makes the gateway ready. It returns an error if it cannot be used as
// it is described.
func (s *SMS) Open() error {
	if s.Method == "" {
		s.Method = http.MethodPost
	}
	if s.Method != http.MethodPost && s.Method != http.MethodPut {
		return errors.New("sms: the method must be POST or PUT")
	}
	if err := checkAddress(s.URL); err != nil {
		return fmt.Errorf("sms: %w", err)
	}
	kind := "application/json; charset=utf-8"
	headers := map[string]string{}
	for name, value := range s.Headers {
		if name = http.CanonicalHeaderKey(name); name == "Content-Type" {
			kind = value
		}
		headers[name] = value
	}
	headers["Content-Type"], s.Headers = kind, headers
	media, _, _ := strings.Cut(kind, ";")
	switch strings.TrimSpace(media) {
	case "application/json":
	case "application/x-www-form-urlencoded":
		s.form = true
	default:
		return errors.New("sms: Content-Type must be application/json or application/x-www-form-urlencoded")
	}
	if !strings.Contains(s.Body, "{to}") || !strings.Contains(s.Body, "{pass}") && !strings.Contains(s.Body, "{text}") {
		return errors.New("sms: the body must hold {to}, and {text} or {pass}")
	}
	// Numbers are filled in, so that a placeholder outside of quotes counts as one.
	if at := time.Unix(0, 0).UTC(); !s.form && !json.Valid(s.fill(Message{ID: "1", To: "1", Text: "1", City: "1", Pass: "1", From: at, Until: at})) {
		return errors.New("sms: the body is not JSON")
	}
	s.client = newClient()
	return nil
}

// Name implements [Channel].
func (*SMS) Name() string { return "sms" }

// Close implements [Channel].
func (s *SMS) Close() { s.client.CloseIdleConnections() }

// Send implements [Channel].
func (s *SMS) Send(ctx context.Context, m Message) (Outcome, error) {
	code, answer, err := exchange(ctx, s.client, s.Method, s.URL, s.Headers, s.fill(m))
	if err != nil {
		return Again, err
	}
	outcome, err := judge(code)
	switch {
	case outcome != Delivered || s.Success == "" || bytes.Contains(answer, []byte(s.Success)):
		return outcome, err
	case s.Busy != "" && bytes.Contains(answer, []byte(s.Busy)):
		return Again, errors.New("the gateway is busy")
	}
	return Refused, errors.New("the gateway did not say that it took the message")
}

// fill returns the body for a message. What is filled in is not looked at again.
func (s *SMS) fill(m Message) []byte {
	fields := m.fields()
	return []byte(placeholder.ReplaceAllStringFunc(s.Body, func(name string) string {
		value := fields[strings.Trim(name, "{}")]
		if s.form {
			return url.QueryEscape(value)
		}
		quoted, err := json.Marshal(value)
		if err != nil { // no string is refused
			return ""
		}
		return string(quoted[1 : len(quoted)-1])
	}))
}

package notify

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"strings"
	"time"
)

// SMTP hands messages to a mail server. The register holds phone numbers, so
// the address is made of the number: that of a mail-to-SMS gateway, or of the
// mailbox that an operator keeps for every number.
type SMTP struct {
	// Address is HOST:PORT.
	Address string `json:"address"`
	// TLS is "starttls", which the server must then offer, "implicit", or
	// "none", which is for a server on this machine only.
	TLS string `json:"tls"`
	// User and Password sign in, if given.
	User     string `json:"user"`
	Password string `json:"password"`
	// From is the sender's address.
	From string `json:"from"`
	// To is the address of a phone number, such as {to}@sms.example.
	To string `json:"to"`
	// Subject stands above every message.
	Subject string `json:"subject"`

	host  string
	roots *tls.Config // of tests; nil for the system's
	now   func() time.Time
}

// Open checks what the channel is made of.
func (s *SMTP) Open(now func() time.Time) error {
	host, _, err := net.SplitHostPort(s.Address)
	if err != nil {
		return errors.New("smtp: the address must be HOST:PORT")
	}
	if s.TLS != "starttls" && s.TLS != "implicit" && !(s.TLS == "none" && loopback(host)) {
		return errors.New(`smtp: tls must be "starttls" or "implicit", or "none" on this machine`)
	}
	if (s.User == "") != (s.Password == "") {
		return errors.New("smtp: user and password belong together")
	}
	if _, err := mail.ParseAddress(s.From); err != nil {
		return errors.New("smtp: from is no address")
	}
	if _, err := s.recipient("13800000000"); err != nil || !strings.Contains(s.To, "{to}") {
		return errors.New("smtp: to must be an address with {to} for the phone number")
	}
	if strings.TrimSpace(s.Subject) == "" || strings.ContainsAny(s.Subject, "\r\n") {
		return errors.New("smtp: the subject must be one line")
	}
	s.host, s.now = host, now
	return nil
}

// recipient returns the address of a phone number.
func (s *SMTP) recipient(phone string) (string, error) {
	address, err := mail.ParseAddress(strings.ReplaceAll(s.To, "{to}", phone))
	if err != nil {
		return "", errors.New("the number makes no address")
	}
	return address.Address, nil
}

// Name implements [Channel].
func (*SMTP) Name() string { return "smtp" }

// Close implements [Channel].
func (*SMTP) Close() {}

// Send implements [Channel]. Only a refusal of the recipient or of the message
// itself is final: a wrong password is the centre's to mend.
func (s *SMTP) Send(ctx context.Context, m Message) (Outcome, error) {
	to, err := s.recipient(m.To)
	if err != nil {
		return Refused, err
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	conn, err := s.dial(ctx)
	if err != nil {
		return Again, fmt.Errorf("no connection: %w", err)
	}
	// The connection ends with the context, whatever it waits for.
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	defer conn.Close()
	client, err := smtp.NewClient(conn, s.host)
	if err != nil {
		return Again, said("greeting", err)
	}
	if err := s.signIn(client); err != nil {
		return Again, err
	}
	if err := client.Mail(s.From); err != nil {
		return Again, said("sender", err)
	}
	if err := client.Rcpt(to); err != nil {
		return final(err), said("recipient", err)
	}
	return s.write(client, to, m)
}

func (s *SMTP) write(client *smtp.Client, to string, m Message) (Outcome, error) {
	body, err := client.Data()
	if err != nil {
		return final(err), said("message", err)
	}
	if _, err := body.Write(s.letter(to, m)); err != nil {
		return Again, said("message", err)
	}
	if err := body.Close(); err != nil {
		return final(err), said("message", err)
	}
	client.Quit() // the server has it, whatever it answers now
	return Delivered, nil
}

func (s *SMTP) dial(ctx context.Context) (net.Conn, error) {
	if s.TLS == "implicit" {
		return (&tls.Dialer{Config: s.tlsConfig()}).DialContext(ctx, "tcp", s.Address)
	}
	return new(net.Dialer).DialContext(ctx, "tcp", s.Address)
}

func (s *SMTP) tlsConfig() *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if s.roots != nil {
		config = s.roots.Clone()
	}
	config.ServerName = s.host
	return config
}

// signIn encrypts the connection and says who sends.
func (s *SMTP) signIn(client *smtp.Client) error {
	if s.TLS == "starttls" {
		if err := client.StartTLS(s.tlsConfig()); err != nil {
			return said("STARTTLS", err)
		}
	}
	if s.User == "" {
		return nil
	}
	if err := client.Auth(smtp.PlainAuth("", s.User, s.Password, s.host)); err != nil {
		return said("sign-in", err)
	}
	return nil
}

// letter returns a message as mail: one part of text, UTF-8.
func (s *SMTP) letter(to string, m Message) []byte {
	_, domain, _ := strings.Cut(s.From, "@")
	text := base64.StdEncoding.EncodeToString([]byte(m.Text))
	var b strings.Builder
	for _, line := range []string{
		"From: <" + s.From + ">", "To: <" + to + ">", "Subject: " + mime.BEncoding.Encode("utf-8", s.Subject),
		"Date: " + s.now().Format(time.RFC1123Z), "Message-ID: <" + m.ID + "@" + domain + ">", "Auto-Submitted: auto-generated",
		"MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "",
	} {
		b.WriteString(line + "\r\n")
	}
	for len(text) > 76 {
		b.WriteString(text[:76] + "\r\n")
		text = text[76:]
	}
	b.WriteString(text + "\r\n")
	return []byte(b.String())
}

// final says whether an error is the server's last word.
func final(err error) Outcome {
	var answer *textproto.Error
	if errors.As(err, &answer) && answer.Code >= 500 {
		return Refused
	}
	return Again
}

// said names the step and the server's code, and not its words, which may
// repeat the number.
func said(step string, err error) error {
	var answer *textproto.Error
	if errors.As(err, &answer) {
		return fmt.Errorf("the mail server answered %d to the %s", answer.Code, step)
	}
	return fmt.Errorf("%s: %w", step, err)
}

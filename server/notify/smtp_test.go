package notify

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"mime"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"encoding/base64"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// A post is a real mail server that answers as it is told.
type post struct {
	address string
	roots   *x509.CertPool

	mu      sync.Mutex // guards what follows
	answers map[string]error
	letters []letter
}

type letter struct {
	user, from, to string
	message        *mail.Message
	text           string
}

// newPost starts a mail server; with implicit it speaks TLS at once, else
// after STARTTLS.
func newPost(t *testing.T, implicit bool) *post {
	t.Helper()
	p := &post{answers: map[string]error{}}
	certificate := p.certify(t)
	server := smtp.NewServer(p)
	server.Domain, server.AllowInsecureAuth = "mail.example", false
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.address = listener.Addr().String()
	if implicit {
		listener = tls.NewListener(listener, server.TLSConfig)
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		if err := server.Serve(listener); err != nil && !errors.Is(err, smtp.ErrServerClosed) {
			t.Error(err)
		}
	})
	t.Cleanup(func() {
		server.Close()
		serving.Wait()
	})
	return p
}

func (p *post) certify(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	text, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(text)
	if err != nil {
		t.Fatal(err)
	}
	p.roots = x509.NewCertPool()
	p.roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{text}, PrivateKey: key}
}

// say makes a step fail from now on.
func (p *post) say(step string, code int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers = map[string]error{step: &smtp.SMTPError{Code: code, EnhancedCode: smtp.NoEnhancedCode, Message: "not for 13800138000@sms.example"}}
}

func (p *post) answer(step string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.answers[step]
}

func (p *post) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{post: p}, nil }

type session struct {
	post   *post
	letter letter
}

func (*session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != "secret" {
			return smtp.ErrAuthFailed
		}
		s.letter.user = user
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.letter.from = from
	return s.post.answer("mail")
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.letter.to = to
	return s.post.answer("rcpt")
}

func (s *session) Data(r io.Reader) error {
	message, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, message.Body))
	if err != nil {
		return err
	}
	s.letter.message, s.letter.text = message, string(text)
	if err := s.post.answer("data"); err != nil {
		return err
	}
	s.post.mu.Lock()
	defer s.post.mu.Unlock()
	s.post.letters = append(s.post.letters, s.letter)
	return nil
}

func (*session) Reset()        {}
func (*session) Logout() error { return nil }

func (p *post) channel(t *testing.T, mode string) *SMTP {
	t.Helper()
	s := &SMTP{Address: p.address, TLS: mode, User: "centre", Password: "secret", From: "centre@mail.example", To: "{to}@sms.example", Subject: "评标邀请"}
	if err := s.Open(func() time.Time { return time.Date(2026, 11, 23, 8, 0, 0, 0, zone) }); err != nil {
		t.Fatal(err)
	}
	s.roots = &tls.Config{RootCAs: p.roots, MinVersion: tls.VersionTLS12}
	return s
}

func TestSMTP(t *testing.T) {
	for _, mode := range []string{"starttls", "implicit"} {
		t.Run(mode, func(t *testing.T) {
			p := newPost(t, mode == "implicit")
			m := awkward()
			m.Text += strings.Repeat("很长的一行。", 50) + "\n.\n"
			if outcome, err := p.channel(t, mode).Send(ctx, m); outcome != Delivered || err != nil {
				t.Fatal(outcome, err)
			}
			if len(p.letters) != 1 {
				t.Fatalf("%d letters", len(p.letters))
			}
			got := p.letters[0]
			subject, err := new(mime.WordDecoder).DecodeHeader(got.message.Header.Get("Subject"))
			if err != nil || subject != "评标邀请" || got.user != "centre" || got.from != "centre@mail.example" || got.to != "13800138000@sms.example" || got.text != m.Text {
				t.Errorf("%v, %q, %+v", err, subject, got)
			}
			at, err := got.message.Header.Date()
			if err != nil || !at.Equal(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)) || got.message.Header.Get("Message-ID") != "<m1@mail.example>" {
				t.Errorf("%v, %v", err, got.message.Header)
			}
		})
	}
}

func TestSMTPAnswers(t *testing.T) {
	p := newPost(t, false)
	s := p.channel(t, "starttls")
	for _, tt := range []struct {
		step string
		code int
		want Outcome
	}{
		{"mail", 451, Again}, {"mail", 550, Again}, // the centre's own address is the centre's to mend
		{"rcpt", 450, Again}, {"rcpt", 550, Refused},
		{"data", 452, Again}, {"data", 554, Refused},
	} {
		p.say(tt.step, tt.code)
		outcome, err := s.Send(ctx, invitation())
		if outcome != tt.want || err == nil || strings.Contains(err.Error(), "1380013") {
			t.Errorf("%s %d: %s, %v", tt.step, tt.code, outcome, err)
		}
	}
	s.Password = "wrong"
	if outcome, err := s.Send(ctx, invitation()); outcome != Again || err == nil {
		t.Errorf("a wrong password: %s, %v", outcome, err)
	}
	s.Password, s.roots = "secret", nil
	if outcome, err := s.Send(ctx, invitation()); outcome != Again || err == nil {
		t.Errorf("a certificate that nobody vouches for: %s, %v", outcome, err)
	}
	if len(p.letters) != 0 {
		t.Errorf("%d letters were taken", len(p.letters))
	}
}

// A server that does not speak, or falls silent, is given up with the context.
func TestSMTPHangs(t *testing.T) {
	for name, greeting := range map[string]string{"at once": "", "after its greeting": "220 mail.example\r\n"} {
		t.Run(name, func(t *testing.T) {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer listener.Close()
			var serving sync.WaitGroup
			defer serving.Wait()
			serving.Go(func() {
				conn, err := listener.Accept()
				if err != nil {
					t.Error(err)
					return
				}
				defer conn.Close()
				io.WriteString(conn, greeting)
				io.Copy(io.Discard, conn) // until the other side ends it
			})
			p := &post{address: listener.Addr().String()}
			short, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
			defer cancel()
			if outcome, err := p.channel(t, "starttls").Send(short, invitation()); outcome != Again || err == nil {
				t.Errorf("%s, %v", outcome, err)
			}
		})
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &post{address: listener.Addr().String()}
	listener.Close()
	if outcome, err := p.channel(t, "implicit").Send(ctx, invitation()); outcome != Again || err == nil {
		t.Errorf("nobody listens: %s, %v", outcome, err)
	}
}

func TestSMTPConfig(t *testing.T) {
	good := SMTP{Address: "mail.example:587", TLS: "starttls", From: "centre@mail.example", To: "{to}@sms.example", Subject: "x"}
	if err := good.Open(time.Now); err != nil {
		t.Fatal(err)
	}
	for why, change := range map[string]func(*SMTP){
		"no port": func(s *SMTP) { s.Address = "mail.example" }, "in the open": func(s *SMTP) { s.TLS = "none" }, "no password": func(s *SMTP) { s.User = "u" },
		"no sender": func(s *SMTP) { s.From = "" }, "one recipient": func(s *SMTP) { s.To = "a@sms.example" }, "no recipient": func(s *SMTP) { s.To = "{to}" },
		"no subject": func(s *SMTP) { s.Subject = " " }, "a header": func(s *SMTP) { s.Subject = "x\r\nBcc: a@b" },
	} {
		bad := good
		if change(&bad); bad.Open(time.Now) == nil {
			t.Errorf("%s is taken", why)
		}
	}
}

package notify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
	"github.com/google/uuid"

	"bidroom/server/notify/voice"
)

// SIP calls the expert over a SIP trunk or the centre's own exchange, says the
// invitation, and takes the answer by a key: 1 comes, 2 cannot, 3 hears it
// again. Who comes is told the pass, and nobody else is.
type SIP struct {
	// Server is HOST:PORT of the trunk or exchange.
	Server string `json:"server"`
	// Transport is "udp", which an empty one means, or "tcp".
	Transport string `json:"transport"`
	// User and Password sign in, by digest, where the server asks for it.
	User     string `json:"user"`
	Password string `json:"password"`
	// From is the number that calls; User if empty.
	From string `json:"from"`
	// To is what is dialled for a phone number, such as 9{to}; {to} if empty.
	To string `json:"to"`
	// Ring is for how many seconds a phone may ring; 30 if 0.
	Ring int `json:"ring"`
	// Prompts is the directory of the centre's own recordings; see package
	// voice.
	Prompts string `json:"prompts"`

	host   string
	port   int
	random io.Reader
	voice  *voice.Voice
	agent  *sipgo.UserAgent
	answer time.Duration // for how long a key is waited for after the words
	mu     sync.Mutex    // guards calls
	calls  map[string]*call
	waits  sync.WaitGroup // for answers
}

const (
	usualRing   = 30
	mostRing    = 180
	usualAnswer = 6 * time.Second
)

// separators are what people write into a number and phones do not dial.
var separators = strings.NewReplacer(" ", "", "-", "", "(", "", ")", "")

// callerID is what may stand before the @ of an address unescaped, RFC 3261 25.1,
// without what phones do not have.
var callerID = regexp.MustCompile(`^[A-Za-z0-9+*#._-]+$`)

// The library would write what is dialled into the diagnostics.
func init() { sip.SetDefaultLogger(slog.New(slog.DiscardHandler)) }

// Open makes the channel ready. lang is the language that it speaks.
func (s *SIP) Open(lang string, random io.Reader) error {
	host, port, err := net.SplitHostPort(s.Server)
	if err == nil {
		s.port, err = strconv.Atoi(port)
	}
	if err != nil || host == "" {
		return errors.New("sip: the server must be HOST:PORT")
	}
	if s.Transport == "" {
		s.Transport = "udp"
	}
	if s.Transport != "udp" && s.Transport != "tcp" {
		return errors.New(`sip: the transport must be "udp" or "tcp"`)
	}
	if s.From == "" {
		s.From = s.User
	}
	if !callerID.MatchString(s.From) {
		return errors.New("sip: from must be the number that calls")
	}
	if s.Password != "" && s.User == "" {
		return errors.New("sip: a password belongs to a user")
	}
	if s.To == "" {
		s.To = "{to}"
	}
	if !strings.Contains(s.To, "{to}") || !callerID.MatchString(strings.ReplaceAll(s.To, "{to}", "1")) {
		return errors.New("sip: to must be what is dialled, with {to} for the phone number")
	}
	if s.Ring == 0 {
		s.Ring = usualRing
	}
	if s.Ring < 1 || s.Ring > mostRing {
		return fmt.Errorf("sip: ring must be 1 to %d seconds", mostRing)
	}
	if s.voice, err = voice.Load(lang, s.Prompts); err != nil {
		return fmt.Errorf("sip: prompts: %w", err)
	}
	s.host, s.random, s.answer, s.calls = host, random, usualAnswer, map[string]*call{}
	return s.listen()
}

// listen makes the agent that answers what the other side asks during a call.
func (s *SIP) listen() (err error) {
	quiet := slog.New(slog.DiscardHandler)
	s.agent, err = sipgo.NewUA(sipgo.WithUserAgent("bidroom"),
		sipgo.WithUserAgentTransportLayerOptions(sip.WithTransportLayerLogger(quiet)),
		sipgo.WithUserAgentTransactionLayerOptions(sip.WithTransactionLayerLogger(quiet)))
	if err != nil {
		return fmt.Errorf("sip: %w", err)
	}
	server, err := sipgo.NewServer(s.agent, sipgo.WithServerLogger(quiet))
	if err != nil {
		return fmt.Errorf("sip: %w", err)
	}
	say := func(code int, reason string) sipgo.RequestHandler {
		return func(r *sip.Request, tx sip.ServerTransaction) {
			tx.Respond(sip.NewResponseFromRequest(r, code, reason, nil))
		}
	}
	of := func(do func(c *call, r *sip.Request, tx sip.ServerTransaction)) sipgo.RequestHandler {
		return func(r *sip.Request, tx sip.ServerTransaction) {
			if c := s.callOf(r); c != nil {
				do(c, r, tx)
				return
			}
			say(sip.StatusCallTransactionDoesNotExists, "Call/Transaction Does Not Exist")(r, tx)
		}
	}
	server.OnBye(of((*call).hungUp))
	server.OnInfo(of((*call).info))
	server.OnOptions(say(sip.StatusOK, "OK"))
	// Nobody calls here. A call that is to be changed stays as it is (RFC 3261 14.2).
	server.OnInvite(say(sip.StatusNotAcceptableHere, "Not Acceptable Here"))
	server.OnAck(func(*sip.Request, sip.ServerTransaction) {})
	return nil
}

func (s *SIP) callOf(r *sip.Request) *call {
	id := r.CallID()
	if id == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[id.Value()]
}

// keep makes a call known by its id until it is told to forget it.
func (s *SIP) keep(c *call) (forget func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls[c.id] = c
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.calls, c.id)
	}
}

// Name implements [Channel].
func (*SIP) Name() string { return "sip" }

// Close implements [Channel]: without its agent nothing waits for an answer.
func (s *SIP) Close() {
	s.agent.Close()
	s.waits.Wait()
}

// Send implements [Channel].
func (s *SIP) Send(ctx context.Context, m Message) (Outcome, error) {
	dialled := strings.ReplaceAll(s.To, "{to}", separators.Replace(m.To))
	if !callerID.MatchString(dialled) {
		return Refused, errors.New("the number cannot be dialled")
	}
	ip, err := s.here(ctx)
	if err != nil {
		return Again, err
	}
	l, err := openLine(ip, s.random)
	if err != nil {
		return Again, fmt.Errorf("no port for sound: %w", err)
	}
	defer l.close()
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	c := &call{of: s, id: uuid.NewString(), line: l, end: end}
	defer s.keep(c)()
	if outcome, err := c.dial(ctx, dialled, ip); outcome != "" {
		return outcome, err
	}
	defer c.hangUp()
	return c.talk(ctx, m)
}

// here returns this machine's address as the server sees it.
func (s *SIP) here(ctx context.Context) (net.IP, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "udp", s.Server) // sends nothing
	if err != nil {
		return nil, fmt.Errorf("no way to the server: %w", err)
	}
	defer conn.Close()
	return conn.LocalAddr().(*net.UDPAddr).IP, nil
}

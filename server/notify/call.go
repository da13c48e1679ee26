package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync/atomic"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

const (
	mostRounds   = 3  // of saying the invitation, and then of saying the pass
	mostProgress = 20 // times ten answers before the last one
	endTimeout   = 3 * time.Second
	anyKey       = "0123456789*#"
)

var (
	errHungUp   = errors.New("the other side hung up")
	errNoKey    = errors.New("no key was pressed")
	errRang     = errors.New("nobody answered")
	errNoServer = errors.New("the server did not answer")
)

// A call is one attempt to reach one person.
type call struct {
	of      *SIP
	id      string
	line    *line
	session *sipgo.DialogClientSession
	end     context.CancelCauseFunc
	heard   atomic.Bool // something of the other side
	over    atomic.Bool // the other side hung up
	sound   []byte      // what it said of its sound last
}

// dial rings and waits for somebody to answer. The outcome is empty if
// somebody did; then the call must be hung up.
func (c *call) dial(ctx context.Context, dialled string, ip net.IP) (Outcome, error) {
	invite, client, err := c.invite(dialled, ip)
	if err != nil {
		return Again, err
	}
	agent := sipgo.DialogUA{Client: client}
	if c.session, err = agent.WriteInvite(ctx, invite); err != nil {
		return Again, errNoServer
	}
	ringing, stop := context.WithTimeout(ctx, time.Duration(c.of.Ring)*time.Second)
	defer stop()
	err = c.await(ctx, ringing)
	var refused *sipgo.ErrDialogResponse
	switch {
	case err == nil:
		return c.begin(ctx)
	case errors.As(err, &refused):
		return missed(refused.Res.StatusCode)
	case ctx.Err() != nil:
		return Again, context.Cause(ctx)
	case !c.heard.Load():
		return Again, errNoServer
	case ringing.Err() != nil:
		return NoAnswer, errRang
	}
	return Again, errNoServer
}

// invite makes the request that begins a call.
func (c *call) invite(dialled string, ip net.IP) (*sip.Request, *sipgo.Client, error) {
	s := c.of
	client, err := sipgo.NewClient(s.agent, sipgo.WithClientHostname(ip.String()), sipgo.WithClientConnectionAddr(net.JoinHostPort(ip.String(), "0")),
		sipgo.WithClientLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		return nil, nil, fmt.Errorf("sip: %w", err)
	}
	offer, err := c.line.offer()
	if err != nil {
		return nil, nil, fmt.Errorf("sip: %w", err)
	}
	to := sip.Uri{Scheme: "sip", User: dialled, Host: s.host, Port: s.port}
	invite := sip.NewRequest(sip.INVITE, to)
	from := &sip.FromHeader{Address: sip.Uri{Scheme: "sip", User: s.From, Host: s.host}}
	from.Params.Add("tag", sip.GenerateTagN(16))
	contact := &sip.ContactHeader{Address: sip.Uri{Scheme: "sip", User: s.From, Host: ip.String()}}
	if s.Transport == "tcp" {
		contact.Address.UriParams.Add("transport", "tcp")
	}
	id := sip.CallIDHeader(c.id)
	kind := sip.ContentTypeHeader("application/sdp")
	for _, header := range []sip.Header{from, contact, &id, &kind} {
		invite.AppendHeader(header)
	}
	invite.SetTransport(strings.ToUpper(s.Transport))
	invite.SetBody(offer)
	return invite, client, nil
}

// await returns nil once somebody answers. When ctx, the ringing of the call,
// ends, it takes the call back, so that no phone goes on ringing for nobody.
// A library that does not return in time is left to [SIP.Close].
func (c *call) await(call, ctx context.Context) error {
	waiting, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	defer stop(nil)
	options := sipgo.AnswerOptions{Username: c.of.User, Password: c.of.Password, OnResponse: c.note}
	done := make(chan error, 1)
	c.of.waits.Go(func() { done <- c.answered(waiting, options) })
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	if c.heard.Load() {
		stop(nil)
	} else {
		stop(sipgo.WaitAnswerForceCancelErr) // nothing to take back, RFC 3261 9.1
	}
	wait := endTimeout
	if call.Err() == nil {
		wait = 2 * 64 * sip.T1 // as long as the library may take, RFC 3261 9.1; short only where the program ends
	}
	select {
	case err := <-done:
		if r := c.session.InviteResponse; r != nil && r.IsSuccess() { // answered as it was taken back
			return c.note(r)
		}
		return err
	case <-time.After(wait):
		return ctx.Err()
	}
}

// answered returns nil once somebody answers. The library takes the answer to a
// call that is taken back for granted, and panics where its connection is
// closed meanwhile; that is the end of the call, and not of the program.
func (c *call) answered(waiting context.Context, options sipgo.AnswerOptions) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("sip: %v", r)
		}
	}()
	for range mostProgress { // it gives up after ten answers, as a phone that rings for long can give
		err = c.session.WaitAnswer(waiting, options)
		var refused *sipgo.ErrDialogResponse
		if err == nil || errors.As(err, &refused) || waiting.Err() != nil {
			break
		}
	}
	return err
}

// note keeps what the other side says of its sound, which an early answer can
// have said before the last.
func (c *call) note(r *sip.Response) error {
	c.heard.Store(true)
	if body := r.Body(); len(body) > 0 {
		c.sound = body
	}
	return nil
}

// begin opens the sound of a call that was answered.
func (c *call) begin(ctx context.Context) (Outcome, error) {
	acking, stop := context.WithTimeout(context.WithoutCancel(ctx), endTimeout)
	defer stop()
	if err := c.session.Ack(acking); err != nil {
		return Again, errNoServer
	}
	if err := ctx.Err(); err != nil {
		c.hangUp()
		return Again, context.Cause(ctx)
	}
	if err := c.line.connect(ctx, c.sound); err != nil {
		c.hangUp()
		return Again, err
	}
	return "", nil
}

// missed says what it means that a call was not taken: the codes are those of
// RFC 3261 21.
func missed(code int) (Outcome, error) {
	outcome := Again
	switch code {
	case 486, 600, 603:
		outcome = Busy
	case 408, 480, 487:
		outcome = NoAnswer
	case 404, 410, 484, 604:
		outcome = Refused
	}
	return outcome, fmt.Errorf("the server answered %d", code)
}

// talk says the invitation and takes the answer.
func (c *call) talk(ctx context.Context, m Message) (Outcome, error) {
	invitation := c.of.voice.Invitation(m.From, m.Until, m.Hours)
	wrong := c.of.voice.Sentences("wrong", "")
	words := invitation
	for range mostRounds {
		key, err := c.line.play(ctx, words, c.of.answer, anyKey)
		if err != nil {
			return c.cutOff(ctx, err)
		}
		words = invitation
		switch key {
		case '1':
			c.tell(ctx, m.Pass)
			return Accepted, nil
		case '2':
			c.say(ctx, "declined")
			return Declined, nil
		case 0, '3':
		default:
			words = append(wrong, invitation...)
		}
	}
	c.say(ctx, "unheard")
	return NoKey, errNoKey
}

// cutOff says what it means that a call ended without an answer.
func (c *call) cutOff(ctx context.Context, err error) (Outcome, error) {
	if c.over.Load() {
		return NoKey, errHungUp
	}
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return Again, err
}

// tell says the pass, as often as it is asked for. The answer stands, whether
// or not it is heard to the end.
func (c *call) tell(ctx context.Context, pass string) {
	v := c.of.voice
	words := v.Sentences("accepted", "")
	for range mostRounds {
		said := append(v.Pass(pass), v.Sentences("", "again", "")...)
		words = append(words, append(said, append(v.Pass(pass), v.Sentences("", "keep")...)...)...)
		key, err := c.line.play(ctx, words, c.of.answer, "3")
		if key == 0 || err != nil {
			break
		}
		words = nil
	}
	c.say(ctx, "goodbye")
}

// say says one sentence, and listens to nothing.
func (c *call) say(ctx context.Context, name string) {
	c.line.play(ctx, c.of.voice.Sentences(name), 0, "") // a call that ends here has had its answer
}

// hangUp ends an answered call.
func (c *call) hangUp() {
	if c.over.Load() {
		return
	}
	ctx, stop := context.WithTimeout(context.Background(), endTimeout)
	defer stop()
	c.session.Bye(ctx) // whoever does not hear it notices the silence
}

// hungUp is the other side's BYE.
func (c *call) hungUp(r *sip.Request, tx sip.ServerTransaction) {
	c.over.Store(true)
	tx.Respond(sip.NewResponseFromRequest(r, sip.StatusOK, "OK", nil))
	c.end(errHungUp)
}

// info is a key that comes as a message of its own, as some exchanges have it:
// "Signal=1" in application/dtmf-relay, or the key alone.
func (c *call) info(r *sip.Request, tx sip.ServerTransaction) {
	for line := range strings.Lines(string(r.Body())) {
		name, key, named := strings.Cut(strings.TrimSpace(line), "=")
		if !named {
			name, key = "Signal", name
		}
		if key = strings.TrimSpace(key); strings.TrimSpace(name) == "Signal" && len(key) == 1 && strings.Contains(anyKey, key) {
			c.line.press(key[0])
		}
	}
	tx.Respond(sip.NewResponseFromRequest(r, sip.StatusOK, "OK", nil))
}

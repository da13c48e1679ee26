package notify

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"bidroom/server/notify/siptest"
	"bidroom/server/notify/voice"
)

// trunk opens a channel whose prompts are short recordings of this test.
func trunk(t *testing.T, server string, change ...func(*SIP)) (*SIP, map[string][]byte) {
	t.Helper()
	dir, sounds := siptest.Prompts(t, "zh-CN")
	s := &SIP{Server: server, User: "centre", Password: "a pass:word", From: "057188880000", Ring: 5, Prompts: dir}
	for _, c := range change {
		c(s)
	}
	if err := s.Open("zh-CN", rand.Reader); err != nil {
		t.Fatal(err)
	}
	s.answer, s.voice.Pause = 200*time.Millisecond, 80
	t.Cleanup(s.Close)
	return s, sounds
}

// said lists the clips that are to be heard of an invitation.
var saidFirst = strings.Fields("greeting date month11 n20 n4 day place from n8 hour to n9 hour about n6 hours bring choose")

// order checks that clips are heard whole and in this order.
func order(t *testing.T, heard []byte, sounds map[string][]byte, names ...string) {
	t.Helper()
	for _, name := range names {
		at := bytes.Index(heard, sounds[name])
		if at < 0 {
			t.Errorf("%s is not heard, of %v", name, names)
			return
		}
		heard = heard[at+len(sounds[name]):]
	}
}

// TestSIP: what a call comes to, by a real peer. Each scenario fails if it is
// not carried through to its end: answered, acknowledged, hung up.
func TestSIP(t *testing.T) {
	t.Parallel()
	pass := strings.Fields("n7 K n2 M n9 Q X A n4 T Z D")
	for _, tt := range []struct {
		name, scenario, keys string
		filled               []string
		ring                 int
		want                 Outcome
		hears                []string
	}{
		{"comes", "answers", "1", nil, 5, Accepted, append(append(append([]string{"accepted"}, pass...), "again"), append(pass, "keep", "goodbye")...)},
		{"cannot", "answers", "2", nil, 5, Declined, []string{"greeting", "declined"}},
		{"another key, once more, and comes", "answers", "531", nil, 5, Accepted, []string{"greeting", "wrong", "greeting", "accepted"}},
		{"says nothing", "answers", "", nil, 5, NoKey, append(append(append(saidFirst, saidFirst...), saidFirst...), "unheard")},
		{"by message", "says", "", []string{"[key]", "1"}, 5, Accepted, []string{"greeting", "accepted"}},
		{"hangs up", "hangs_up", "", []string{"[talks]", "300"}, 5, NoKey, []string{"greeting"}},
		{"busy", "refuses", "", []string{"[code]", "486"}, 5, Busy, nil},
		{"turned away", "refuses", "", []string{"[code]", "603"}, 5, Busy, nil},
		{"not there", "refuses", "", []string{"[code]", "480"}, 5, NoAnswer, nil},
		{"too late", "refuses", "", []string{"[code]", "408"}, 5, NoAnswer, nil},
		{"no such number", "refuses", "", []string{"[code]", "404"}, 5, Refused, nil},
		{"a trunk that is down", "refuses", "", []string{"[code]", "503"}, 5, Again, nil},
		{"a call that is not allowed", "refuses", "", []string{"[code]", "403"}, 5, Again, nil},
		{"nobody", "rings", "", nil, 1, NoAnswer, nil},
		{"at the last moment", "late", "2", nil, 1, Declined, []string{"greeting", "declined"}},
		{"asked who it is", "asks", "1", []string{"[code]", "401", "[challenge]", "WWW-Authenticate", "[check]", `<verifyauth assign_to="1" username="centre" password="a pass:word" />`}, 5, Accepted, []string{"greeting", "accepted"}},
		{"asked by a proxy", "asks", "2", []string{"[code]", "407", "[challenge]", "Proxy-Authenticate", "[check]", `<ereg regexp="Digest username=.centre.*response=" search_in="hdr" header="Proxy-Authorization:" assign_to="1" />`}, 5, Declined, []string{"greeting", "declined"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			peer := siptest.Start(t, siptest.Script{Scenario: tt.scenario, Keys: []string{tt.keys}, Filled: tt.filled})
			s, sounds := trunk(t, peer.Address, func(s *SIP) { s.Ring = tt.ring })
			outcome, err := s.Send(ctx, invitation())
			if outcome != tt.want || (err == nil) != (tt.want == Accepted || tt.want == Declined) {
				t.Errorf("%s, %v", outcome, err)
			}
			if err != nil && (strings.Contains(err.Error(), "138") || strings.Contains(err.Error(), "Who are you")) {
				t.Errorf("it says what the other side said, or the number: %v", err)
			}
			peer.Wait(t)
			heard := bytes.Join(peer.Heard(), nil)
			order(t, heard, sounds, tt.hears...)
			if told := bytes.Contains(heard, sounds["n7"]); told != (tt.want == Accepted) {
				t.Errorf("told the pass: %t", told)
			}
		})
	}
}

// TestCalledAgain: a line that is busy is left alone for a while, and the
// answer to the last call that is made counts.
func TestCalledAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.put("m", "sip")
	o.tries, o.pause = 2, 2*time.Minute
	w := &Worker{Config: o.config()}
	for i, script := range []siptest.Script{{Scenario: "refuses", Filled: []string{"[code]", "486"}}, {Scenario: "answers", Keys: []string{"2"}}} {
		s, _ := trunk(t, siptest.Start(t, script).Address)
		if err := w.carry(ctx, s); err != nil {
			t.Fatal(err)
		}
		left := o.waiting("sip")
		if i == 0 && (len(left) != 1 || left[0].NextAt != o.clock.Load()+2*60*1000) || i == 1 && len(left) != 0 {
			t.Fatalf("after call %d %+v wait", i+1, left)
		}
		o.clock.Add(2 * 60 * 1000)
	}
	if want := []string{"m waiting busy", "m sent declined"}; !slices.Equal(o.saved, want) {
		t.Errorf("saved %v, want %v", o.saved, want)
	}
}

// TestSIPOtherwise: over TCP, in µ-law.
func TestSIPOtherwise(t *testing.T) {
	t.Parallel()
	peer := siptest.Start(t, siptest.Script{Scenario: "answers", Keys: []string{"1"}, TCP: true, Filled: []string{"[codec]", "0"}})
	s, sounds := trunk(t, peer.Address, func(s *SIP) { s.Transport = "tcp" })
	if outcome, err := s.Send(ctx, invitation()); outcome != Accepted || err != nil {
		t.Errorf("%s, %v", outcome, err)
	}
	peer.Wait(t)
	for name, sound := range sounds {
		sounds[name] = voice.ToMuLaw(sound)
	}
	order(t, bytes.Join(peer.Heard(), nil), sounds, "greeting", "accepted", "n7", "K", "goodbye")
}

// TestSIPEnds: a server that is told to end takes back a call that rings and
// hangs up one that was answered, and the attempt does not count.
func TestSIPEnds(t *testing.T) {
	t.Parallel()
	for _, scenario := range []string{"rings", "answers"} {
		peer := siptest.Start(t, siptest.Script{Scenario: scenario})
		s, _ := trunk(t, peer.Address)
		told, end := context.WithTimeout(ctx, 900*time.Millisecond)
		began := time.Now()
		if outcome, err := s.Send(told, invitation()); outcome != Again || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %s, %v", scenario, outcome, err)
		}
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%s: it took %s", scenario, took)
		}
		end()
		peer.Wait(t)
	}
}

// TestSIPSilent: a server that says nothing is not waited for longer than a
// phone that rings.
func TestSIPSilent(t *testing.T) {
	t.Parallel()
	silent, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	s, _ := trunk(t, silent.LocalAddr().String(), func(s *SIP) { s.Ring = 1 })
	began := time.Now()
	if outcome, err := s.Send(ctx, invitation()); outcome != Again || err != errNoServer || time.Since(began) > 2*time.Second {
		t.Errorf("%s, %v after %s", outcome, err, time.Since(began))
	}
	m := invitation()
	m.To = "13800138000;transport=tcp"
	if outcome, err := s.Send(ctx, m); outcome != Refused || strings.Contains(err.Error(), "138") {
		t.Errorf("what is no number: %s, %v", outcome, err)
	}
}

// TestKeys: a key is heard once, though its packets come late, twice or not at
// all, and only from the other side's address.
func TestKeys(t *testing.T) {
	l, err := openLine(net.IPv4(127, 0, 0, 1), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	if err := l.connect(ctx, []byte("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0 8 96\r\na=rtpmap:96 telephone-event/8000\r\n")); err != nil {
		t.Fatal(err)
	}
	if l.payload != payloadMuLaw {
		t.Errorf("it sends %d; the other side would rather have 0", l.payload)
	}
	send := func(from string, kind, event, stamp byte) {
		conn, err := net.DialUDP("udp", &net.UDPAddr{IP: net.ParseIP(from)}, l.conn.LocalAddr().(*net.UDPAddr))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		// RFC 3550 5.1: version 2; RFC 4733 2.3: event, end and volume, duration.
		if _, err := conn.Write([]byte{0x80, kind, 0, 1, 0, 0, 0, stamp, 1, 2, 3, 4, event, 0x0a, 0, 160}); err != nil {
			t.Fatal(err)
		}
	}
	send("127.0.0.2", 101, 9, 1) // another machine
	send("127.0.0.1", 8, 9, 1)   // sound
	send("127.0.0.1", 101, 16, 1)
	for _, stamp := range []byte{2, 2, 2, 3} {
		send("127.0.0.1", 101, 1, stamp)
	}
	send("127.0.0.1", 96, 11, 4)
	var got []byte
	for range 3 {
		select {
		case key := <-l.keys:
			got = append(got, key)
		case <-time.After(time.Second):
		}
	}
	if string(got) != "11#" || len(l.keys) > 0 {
		t.Errorf("heard %q and %d more, want 11#", got, len(l.keys))
	}
}

// TestNoSound: an answer with which there can be no conversation ends the call.
func TestNoSound(t *testing.T) {
	l, err := openLine(net.IPv4(127, 0, 0, 1), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	head := "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
	for why, answer := range map[string]string{
		"no answer": "", "no media": head, "refused": head + "c=IN IP4 127.0.0.1\r\nm=audio 0 RTP/AVP 8\r\n", "no address": head + "m=audio 9 RTP/AVP 8\r\n",
		"a name": head + "m=audio 9 RTP/AVP 8\r\nc=IN IP4 phone.example\r\n", "another codec": head + "m=audio 9 RTP/AVP 18\r\nc=IN IP4 127.0.0.1\r\n",
	} {
		if err := l.connect(ctx, []byte(answer)); err != errSound {
			t.Errorf("%s: %v", why, err)
		}
	}
}

func TestSIPConfig(t *testing.T) {
	dir, _ := siptest.Prompts(t, "en")
	good := func() *SIP { return &SIP{Server: "pbx.centre.example:5060", From: "0571-88880000", Prompts: dir} }
	for why, change := range map[string]func(*SIP){
		"no port": func(s *SIP) { s.Server = "pbx.centre.example" }, "no host": func(s *SIP) { s.Server = ":5060" },
		"a transport that is none": func(s *SIP) { s.Transport = "sctp" }, "nobody calls": func(s *SIP) { s.From = "" },
		"a password without a user": func(s *SIP) { s.Password = "secret" }, "nobody is called": func(s *SIP) { s.To = "9" },
		"an address": func(s *SIP) { s.To = "{to}@pbx" }, "too long": func(s *SIP) { s.Ring = 181 }, "no prompts": func(s *SIP) { s.Prompts = t.TempDir() },
	} {
		s := good()
		change(s)
		if err := s.Open("en", rand.Reader); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", why, err)
		}
	}
	s := good()
	if err := s.Open("en", rand.Reader); err != nil || s.Ring != 30 || s.To != "{to}" {
		t.Errorf("it rings for %d s and dials %s: %v", s.Ring, s.To, err)
	}
	s.Close()
}

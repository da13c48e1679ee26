package notify

import (
	"bytes"
	"context"
	"crypto/rand"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"
)

// running reports whether a goroutine runs a function of this package.
func running(name string) bool {
	stacks := make([]byte, 1<<20)
	return bytes.Contains(stacks[:runtime.Stack(stacks, true)], []byte("bidroom/server/notify."+name))
}

// TestHearingEnds: no goroutine outlives the line that it hears, of however
// many.
func TestHearingEnds(t *testing.T) {
	for range 200 {
		l, err := openLine(net.IPv4(127, 0, 0, 1), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.connect(ctx, []byte("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 8\r\n")); err != nil {
			t.Fatal(err)
		}
		key := []byte{0x80, 101, 0, 1, 0, 0, 0, 1, 1, 2, 3, 4, 1, 0x0a, 0, 160} // RFC 3550 5.1, RFC 4733 2.3
		if _, err := l.conn.WriteTo(key, l.conn.LocalAddr()); err != nil {
			t.Fatal(err)
		}
		<-l.keys // it hears
		l.close()
		if running("(*line).hear") {
			t.Fatal("a closed line goes on hearing")
		}
	}
}

// TestWaitingEnds: a server that lets the phone ring and says nothing to the
// call's being taken back holds up neither the attempt nor the end.
func TestWaitingEnds(t *testing.T) {
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	s, _ := trunk(t, server.LocalAddr().String())
	told, end := context.WithCancel(ctx)
	defer end()
	rung := make(chan error, 1)
	go func() {
		request := make([]byte, 4096)
		n, from, err := server.ReadFrom(request)
		if err == nil {
			_, err = server.WriteTo(ringing(string(request[:n])), from)
		}
		time.Sleep(200 * time.Millisecond) // until it is heard
		end()
		rung <- err
	}()
	if outcome, err := s.Send(told, invitation()); outcome != Again || err == nil {
		t.Errorf("%s, %v", outcome, err)
	}
	if err := <-rung; err != nil {
		t.Fatal(err)
	}
	if !running("(*call).await") {
		t.Fatal("nothing waits any more: this test holds nothing")
	}
	began := time.Now()
	s.Close()
	if running("(*call).await") {
		t.Error("an answer is waited for after the end")
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("the end took %s", took)
	}
}

// ringing is 180 Ringing to a request: RFC 3261 8.2.6.2.
func ringing(request string) []byte {
	answer := []string{"SIP/2.0 180 Ringing"}
	for line := range strings.SplitSeq(request, "\r\n") {
		switch name, _, _ := strings.Cut(line, ":"); name {
		case "To":
			answer = append(answer, line+";tag=peer")
		case "Via", "From", "Call-ID", "CSeq":
			answer = append(answer, line)
		}
	}
	return []byte(strings.Join(answer, "\r\n") + "\r\nContent-Length: 0\r\n\r\n")
}

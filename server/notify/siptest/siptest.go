// Package siptest is the other end of a call, for tests: sipp (Debian's
// sip-tester) speaks SIP as one of the scenarios says, and a socket beside it
// hears the sound and presses keys with the packets that come with sipp.
package siptest

import (
	"embed"
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"bidroom/server/notify/voice"
)

//go:embed scenarios
var scenarios embed.FS

const (
	packets     = "/usr/share/sip-tester/dtmf_2833_%c.pcap"
	beforeKey   = 10 // packets of sound that are heard before a key is pressed
	rtpHeader   = 12
	timestampAt = 4
	ssrcAt      = 8
)

// A Peer is a telephone.
type Peer struct {
	Address string // where it is called
	done    chan error
	sound   *net.UDPConn
	mu      sync.Mutex // guards heard
	heard   [][]byte   // payload, call by call
}

// A Script is what a telephone does.
type Script struct {
	Scenario string   // of each call
	Filled   []string // placeholders of the scenario and their values in turn
	Calls    int      // that it takes; 1 if 0
	Keys     []string // that are pressed during each; the last ones also during those that follow
	TCP      bool
	Hold     <-chan struct{} // no key is pressed before it is closed, if there is one
}

// Start starts a telephone.
func Start(t *testing.T, script Script) *Peer {
	t.Helper()
	text, err := scenarios.ReadFile("scenarios/" + script.Scenario + ".xml")
	if err != nil {
		t.Fatal(err)
	}
	p := new(Peer)
	if p.sound, err = net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)}); err != nil {
		t.Fatal(err)
	}
	filled := append(script.Filled, "[codec]", "8", "[sound]", strconv.Itoa(p.sound.LocalAddr().(*net.UDPAddr).Port))
	file := filepath.Join(t.TempDir(), script.Scenario+".xml")
	if err := os.WriteFile(file, []byte(strings.NewReplacer(filled...).Replace(string(text))), 0o600); err != nil {
		t.Fatal(err)
	}
	command := p.ring(t, script, file)
	var pressing sync.WaitGroup
	pressing.Go(func() { p.press(t, script) })
	t.Cleanup(func() {
		command.Process.Kill() // it has ended, where the test waited for it
		p.sound.Close()
		pressing.Wait()
	})
	return p
}

// ring has sipp listen on a free port; if somebody else has it by then, on
// another.
func (p *Peer) ring(t *testing.T, script Script, file string) *exec.Cmd {
	t.Helper()
	transport, table := "u1", "/proc/net/udp"
	if script.TCP {
		transport, table = "t1", "/proc/net/tcp"
	}
	for range 5 {
		port := freePort(t)
		command := exec.Command("sipp", "-sf", file, "-i", "127.0.0.1", "-p", port, "-t", transport, "-m", strconv.Itoa(max(1, script.Calls)), "-nostdin", "-timeout", "60s", "-timeout_error")
		command.Dir = t.TempDir()
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		p.Address, p.done = "127.0.0.1:"+port, make(chan error, 1)
		go func(done chan<- error) { done <- command.Wait() }(p.done)
		if p.listens(t, table, port) {
			return command
		}
	}
	t.Fatal("sipp found no port")
	return nil
}

// listens waits until a port is listened on, and reports whether sipp has not
// ended over it.
func (p *Peer) listens(t *testing.T, table, port string) bool {
	t.Helper()
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	for {
		select {
		case <-p.done:
			return false
		case <-time.After(10 * time.Millisecond):
		}
		sockets, err := os.ReadFile(table)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(sockets), fmt.Sprintf(" 0100007F:%04X ", number)) {
			break
		}
	}
	select {
	case <-p.done: // somebody else listens
		return false
	case <-time.After(50 * time.Millisecond):
		return true
	}
}

// Wait waits until the telephone has taken all its calls, and fails if one did
// not go as the scenario says.
func (p *Peer) Wait(t *testing.T) {
	t.Helper()
	if err := <-p.done; err != nil {
		t.Errorf("the call was not as it should be: %v", err)
	}
}

// Heard returns the sound of every call so far, as it came.
func (p *Peer) Heard() [][]byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.heard)
}

// press hears, and presses the keys of each call one after the other.
func (p *Peer) press(t *testing.T, script Script) {
	buffer := make([]byte, 1500)
	var call uint32
	var count, pressed int
	var keys string
	for {
		n, from, err := p.sound.ReadFromUDP(buffer)
		if err != nil {
			return
		}
		if ssrc := binary.BigEndian.Uint32(buffer[ssrcAt:]); ssrc != call {
			call, count, pressed = ssrc, 0, 0
			p.mu.Lock()
			p.heard = append(p.heard, nil)
			p.mu.Unlock()
		}
		p.mu.Lock()
		last := len(p.heard) - 1
		if each := script.Keys; len(each) > 0 {
			keys = each[min(last, len(each)-1)]
		}
		p.heard[last] = append(p.heard[last], buffer[rtpHeader:n]...)
		p.mu.Unlock()
		if count++; count%beforeKey == 0 && pressed < len(keys) && !held(script.Hold) {
			p.dial(t, from, keys[pressed], uint32(pressed))
			pressed++
		}
	}
}

func held(hold <-chan struct{}) bool {
	select {
	case <-hold:
		return false
	default:
		return hold != nil
	}
}

// dial sends the packets of one key, each of whose timestamps is its own.
func (p *Peer) dial(t *testing.T, to *net.UDPAddr, key byte, nth uint32) {
	capture, err := os.ReadFile(fmt.Sprintf(packets, key))
	if err != nil {
		t.Error(err)
		return
	}
	const fileHeader, packetHeader, lower = 24, 16, 14 + 20 + 8
	for rest := capture[fileHeader:]; len(rest) > packetHeader; {
		size := binary.LittleEndian.Uint32(rest[8:])
		packet := slices.Clone(rest[packetHeader+lower : packetHeader+size])
		rest = rest[packetHeader+size:]
		binary.BigEndian.PutUint32(packet[timestampAt:], binary.BigEndian.Uint32(packet[timestampAt:])+8000*nth)
		if _, err := p.sound.WriteToUDP(packet, to); err != nil {
			return // the call has ended
		}
		time.Sleep(time.Millisecond)
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, port, _ := net.SplitHostPort(conn.LocalAddr().String())
	return port
}

// Prompts makes a directory of short recordings of all clips of a language,
// each of which sounds like no other, and returns it and the A-law of each.
func Prompts(t *testing.T, lang string) (dir string, sounds map[string][]byte) {
	t.Helper()
	dir, sounds = t.TempDir(), map[string][]byte{}
	names, err := voice.Names(lang)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		sound := make([]byte, 2*160)
		for j := range sound {
			sound[j] = byte(i + 1)
			if j%2 == 1 {
				sound[j] = byte(i+1) ^ 0x80
			}
		}
		header := []byte("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x06\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x00\x00\x00\x00")
		binary.LittleEndian.PutUint32(header[len(header)-4:], uint32(len(sound)))
		if err := os.WriteFile(filepath.Join(dir, name+".wav"), append(header, sound...), 0o600); err != nil {
			t.Fatal(err)
		}
		sounds[name] = sound
	}
	return dir, sounds
}

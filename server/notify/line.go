package notify

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/sdp/v3"

	"bidroom/server/notify/voice"
)

const (
	payloadMuLaw  = 0
	payloadALaw   = 8
	payloadEvents = 101 // telephone-event, RFC 4733

	frame     = 20 * time.Millisecond
	frameSize = voice.Rate / 50 // samples
	mostRTP   = 1500            // bytes of a packet
)

// A line is the sound of one call: it plays, and hears keys. RTP goes to where
// the other side said and is taken from that address alone.
type line struct {
	conn    *net.UDPConn
	to      netip.AddrPort
	payload uint8
	events  map[uint8]bool // payload types of keys
	packet  rtp.Packet
	keys    chan byte
	next    *time.Ticker
	hearing sync.WaitGroup
}

// openLine takes a port for a call's sound.
func openLine(ip net.IP, random io.Reader) (*line, error) {
	var start [10]byte
	if _, err := io.ReadFull(random, start[:]); err != nil {
		return nil, err
	}
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: ip})
	if err != nil {
		return nil, err
	}
	l := &line{conn: conn, keys: make(chan byte, 16)}
	l.packet.Version = 2
	l.packet.SSRC, l.packet.SequenceNumber = binary.BigEndian.Uint32(start[:4]), binary.BigEndian.Uint16(start[4:6])
	l.packet.Timestamp = binary.BigEndian.Uint32(start[6:])
	return l, nil
}

// close ends the sound, and waits until nothing is heard any more.
func (l *line) close() {
	if l.next != nil {
		l.next.Stop()
	}
	l.conn.Close()
	l.hearing.Wait()
}

// offer says what the line can do, RFC 3264.
func (l *line) offer() ([]byte, error) {
	at := l.conn.LocalAddr().(*net.UDPAddr)
	kind := "IP4"
	if at.IP.To4() == nil {
		kind = "IP6"
	}
	id := uint64(l.packet.SSRC)
	description := sdp.SessionDescription{
		Origin:                sdp.Origin{Username: "-", SessionID: id, SessionVersion: id, NetworkType: "IN", AddressType: kind, UnicastAddress: at.IP.String()},
		SessionName:           "-",
		ConnectionInformation: &sdp.ConnectionInformation{NetworkType: "IN", AddressType: kind, Address: &sdp.Address{Address: at.IP.String()}},
		TimeDescriptions:      []sdp.TimeDescription{{}},
	}
	sound := &sdp.MediaDescription{MediaName: sdp.MediaName{Media: "audio", Port: sdp.RangedPort{Value: at.Port}, Protos: []string{"RTP", "AVP"}}}
	sound.WithCodec(payloadALaw, "PCMA", voice.Rate, 0, "").WithCodec(payloadMuLaw, "PCMU", voice.Rate, 0, "").
		WithCodec(payloadEvents, "telephone-event", voice.Rate, 0, "0-15").WithValueAttribute("ptime", "20").WithPropertyAttribute("sendrecv")
	return description.WithMedia(sound).Marshal()
}

var errSound = errors.New("the other side takes no sound that this side has")

// connect begins the line's sound as the other side's answer says, and hears
// until ctx ends or the line is closed.
func (l *line) connect(ctx context.Context, answer []byte) error {
	var description sdp.SessionDescription
	if err := description.Unmarshal(answer); err != nil {
		return errSound // the error could repeat what was said
	}
	for _, media := range description.MediaDescriptions {
		if media.MediaName.Media != "audio" || media.MediaName.Port.Value == 0 {
			continue
		}
		where := media.ConnectionInformation
		if where == nil {
			where = description.ConnectionInformation
		}
		if where == nil || where.Address == nil {
			return errSound
		}
		ip, err := netip.ParseAddr(where.Address.Address)
		if err != nil {
			return errSound
		}
		l.to = netip.AddrPortFrom(ip.Unmap(), uint16(media.MediaName.Port.Value))
		if !l.choose(&description, media) {
			return errSound
		}
		l.next = time.NewTicker(frame)
		l.hearing.Go(func() { l.hear(ctx) })
		return nil
	}
	return errSound
}

// choose takes the first kind of sound that both sides have.
func (l *line) choose(description *sdp.SessionDescription, media *sdp.MediaDescription) bool {
	l.events = map[uint8]bool{payloadEvents: true}
	for _, format := range media.MediaName.Formats {
		if named, err := strconv.ParseUint(format, 10, 7); err == nil {
			if codec, err := description.GetCodecForPayloadType(uint8(named)); err == nil && codec.Name == "telephone-event" {
				l.events[uint8(named)] = true
			}
		}
	}
	for _, format := range media.MediaName.Formats {
		switch format {
		case strconv.Itoa(payloadALaw), strconv.Itoa(payloadMuLaw):
			named, _ := strconv.Atoi(format) // one of the two above
			l.payload = uint8(named)
			return true
		}
	}
	return false
}

// hear takes keys from RTP: a key is one event, whose packets bear one
// timestamp, however many of them are lost or come twice (RFC 4733 2.5).
func (l *line) hear(ctx context.Context) {
	defer context.AfterFunc(ctx, func() { l.conn.Close() })()
	buffer := make([]byte, mostRTP)
	var last uint32
	heard := false
	for {
		n, from, err := l.conn.ReadFromUDPAddrPort(buffer)
		if err != nil {
			return
		}
		var p rtp.Packet
		if from.Addr().Unmap() != l.to.Addr() || p.Unmarshal(buffer[:n]) != nil || !l.events[p.PayloadType] || len(p.Payload) < 4 {
			continue
		}
		if heard && p.Timestamp == last {
			continue
		}
		heard, last = true, p.Timestamp
		if event := p.Payload[0]; event <= 11 {
			l.press("0123456789*#"[event])
		}
	}
}

// press notes a key; one that nobody reads in time is forgotten.
func (l *line) press(key byte) {
	select {
	case l.keys <- key:
	default:
	}
}

// play sends sound, in A-law, and then silence for a while; it returns at once
// with the first key that is pressed of those that it is to heed, or with 0 if
// none was.
func (l *line) play(ctx context.Context, sound []byte, silence time.Duration, heed string) (key byte, err error) {
	for left := int(silence / frame); len(sound) > 0 || left > 0; {
		part := sound[:min(frameSize, len(sound))]
		sound = sound[len(part):]
		if len(part) == 0 {
			left--
		}
		select {
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		case <-l.next.C:
		}
		select {
		case key := <-l.keys:
			if strings.IndexByte(heed, key) >= 0 {
				return key, nil
			}
		default:
		}
		if err := l.send(part); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// send sends one frame, the rest of which is silent.
func (l *line) send(part []byte) error {
	payload := make([]byte, frameSize)
	for i := range payload {
		payload[i] = voice.Silence
	}
	copy(payload, part)
	if l.payload == payloadMuLaw {
		payload = voice.ToMuLaw(payload)
	}
	l.packet.PayloadType, l.packet.Payload = l.payload, payload
	raw, err := l.packet.Marshal()
	if err != nil {
		return fmt.Errorf("sound: %w", err)
	}
	if _, err := l.conn.WriteToUDPAddrPort(raw, l.to); err != nil {
		return fmt.Errorf("sound: %w", err)
	}
	l.packet.SequenceNumber++
	l.packet.Timestamp += frameSize
	return nil
}

package voice

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// Silence is a sample of none, in A-law.
const Silence = 0xd5

// Rate is that of all sound here, in samples a second.
const Rate = 8000

const (
	formatPCM  = 1
	formatALaw = 6
	mostClip   = 30 * Rate // samples
)

var (
	errNoWAV  = errors.New("it is no WAV file")
	errFormat = errors.New("it must have one channel of 8000 samples a second, 16-bit PCM or A-law")
	errLength = errors.New("it must hold sound, and no more than 30 seconds")
)

// readWAV returns the A-law of a WAV file.
func readWAV(file []byte) ([]byte, error) {
	if len(file) < 12 || string(file[:4]) != "RIFF" || string(file[8:12]) != "WAVE" {
		return nil, errNoWAV
	}
	var format, bits uint16
	for rest := file[12:]; len(rest) >= 8; {
		size := int64(binary.LittleEndian.Uint32(rest[4:8]))
		if size > int64(len(rest)-8) {
			return nil, errNoWAV
		}
		body := rest[8 : 8+size]
		switch string(rest[:4]) {
		case "fmt ":
			if len(body) < 16 {
				return nil, errNoWAV
			}
			format, bits = binary.LittleEndian.Uint16(body), binary.LittleEndian.Uint16(body[14:])
			if binary.LittleEndian.Uint16(body[2:]) != 1 || binary.LittleEndian.Uint32(body[4:]) != Rate {
				return nil, errFormat
			}
		case "data":
			return samples(format, bits, body)
		}
		rest = rest[min(int64(len(rest)), 8+size+size%2):]
	}
	return nil, errNoWAV
}

func samples(format, bits uint16, data []byte) ([]byte, error) {
	var alaw []byte
	switch {
	case format == formatALaw && bits == 8:
		alaw = bytes.Clone(data)
	case format == formatPCM && bits == 16:
		for ; len(data) >= 2; data = data[2:] {
			alaw = append(alaw, linearToALaw(int16(binary.LittleEndian.Uint16(data))))
		}
	default:
		return nil, errFormat
	}
	if len(alaw) == 0 || len(alaw) > mostClip {
		return nil, errLength
	}
	return alaw, nil
}

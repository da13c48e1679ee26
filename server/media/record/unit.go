package record

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// A unit is what one access unit turned out to be.
type unit struct {
	size    int    // bytes in the file, with lengths
	picture bool   // it holds a picture, not parameter sets alone
	key     bool   // an IDR picture
	addSets bool   // the parameter sets that are remembered go before it, in place of its own
	idr     []byte // its first IDR NAL unit
}

// stored reports whether a NAL unit of the type goes into the file. A
// delimiter may only stand first, where parameter sets may have to go; it says
// nothing.
func stored(kind byte) bool { return kind != 0 && kind != nalDelimiter }

// examine remembers the parameter sets of an access unit and says how it will be
// written. Parameter sets that cannot be read are left out with it.
func (r *Recorder) examine(nalus [][]byte, key bool) (unit, error) {
	var u unit
	sequence, pictures := false, false
	for _, nal := range nalus {
		kind := nalType(nal)
		if !stored(kind) {
			continue
		}
		if u.size += 4 + len(nal); u.size > maxPart {
			return unit{}, fmt.Errorf("%w: access unit above %d bytes", ErrSample, maxPart)
		}
		switch kind {
		case nalSPS, nalPPS:
			if err := r.sets.add(nal); err != nil {
				return unit{}, fmt.Errorf("%w: %w", ErrSample, err)
			}
			sequence = sequence || kind == nalSPS
			pictures = pictures || kind == nalPPS
		case nalIDR:
			if u.idr == nil {
				u.idr = nal
			}
			u.picture = true
		case 1, 2: // slice, or the first partition of one
			u.picture = true
		}
	}
	u.key = key && u.idr != nil
	if u.key && !(sequence && pictures) {
		u.addSets = true
		u.size = 0
		for _, nal := range nalus {
			if kind := nalType(nal); stored(kind) && kind != nalSPS && kind != nalPPS {
				u.size += 4 + len(nal)
			}
		}
		for _, list := range [][]set{r.sets.sps, r.sets.pps} {
			for _, k := range list {
				u.size += 4 + len(k.nal)
			}
		}
	}
	return u, nil
}

// appendUnit appends the NAL units of u as they stand in a sample.
func (r *Recorder) appendUnit(data []byte, nalus [][]byte, u unit) []byte {
	put := func(nal []byte) {
		data = append(binary.BigEndian.AppendUint32(data, uint32(len(nal))), nal...)
	}
	if u.addSets {
		for _, list := range [][]set{r.sets.sps, r.sets.pps} {
			for _, k := range list {
				put(k.nal)
			}
		}
	}
	for _, nal := range nalus {
		kind := nalType(nal)
		if !stored(kind) || u.addSets && (kind == nalSPS || kind == nalPPS) {
			continue
		}
		put(nal)
	}
	return data
}

// beginWith makes the init from the first keyframe.
func (r *Recorder) beginWith(u unit, position int64) error {
	sequence, pictures, ok := r.sets.of(u.idr)
	if !ok {
		return fmt.Errorf("%w: keyframe without its parameter sets", ErrSample)
	}
	parsed, err := parseSPS(sequence.nal)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrSample, err)
	}
	r.begin = &picture{sps: parsed, sequence: sequence.nal, pictures: pictures}
	r.from = position
	return nil
}

// codecsOf names the codecs of a file (RFC 6381).
func codecsOf(video *picture, audio bool) string {
	var codecs []string
	if video != nil {
		codecs = append(codecs, video.sps.codec())
	}
	if audio {
		codecs = append(codecs, "opus")
	}
	return strings.Join(codecs, ",")
}

package record

import (
	"bytes"
	"errors"
	"slices"
)

var errPPS = errors.New("malformed picture parameter set")

// NAL unit types (H.264, table 7-1).
const (
	nalIDR       = 5
	nalSPS       = 7
	nalPPS       = 8
	nalDelimiter = 9
	nalLast      = 23 // the highest that is not RTP's
)

// nalType returns the type of a NAL unit, 0 for what cannot be stored.
func nalType(nal []byte) byte {
	if len(nal) < 2 || nal[0]&0x80 != 0 {
		return 0
	}
	if t := nal[0] & 0x1f; t <= nalLast {
		return t
	}
	return 0
}

// A set is one parameter set as it was received.
type set struct {
	id, of uint32 // of: the sequence parameter set that a picture parameter set names
	nal    []byte
}

// sets are the parameter sets seen last, by id.
type sets struct {
	sps, pps []set
}

// add keeps a parameter set. A sequence parameter set that changes takes the
// picture parameter sets that named it with it, as in decoders.
func (s *sets) add(nal []byte) error {
	if nalType(nal) == nalSPS {
		if slices.ContainsFunc(s.sps, func(k set) bool { return bytes.Equal(k.nal, nal) }) {
			return nil
		}
		parsed, err := parseSPS(nal)
		if err != nil {
			return err
		}
		s.pps = slices.DeleteFunc(s.pps, func(k set) bool { return k.of == parsed.id })
		s.sps = keep(s.sps, set{id: parsed.id, nal: nal}, maxSPS)
		return nil
	}
	if slices.ContainsFunc(s.pps, func(k set) bool { return bytes.Equal(k.nal, nal) }) {
		return nil
	}
	b := payload(nal, 16)
	id, of := b.ue(), b.ue()
	if b.short || id > 255 || of >= maxSPS || len(nal) > maxSet {
		return errPPS
	}
	s.pps = keep(s.pps, set{id: id, of: of, nal: nal}, maxPPS)
	return nil
}

// keep puts a copy of n at the end of list, in place of the one with its id or
// else, when the list has most entries, of the oldest.
func keep(list []set, n set, most int) []set {
	n.nal = bytes.Clone(n.nal)
	list = slices.DeleteFunc(list, func(k set) bool { return k.id == n.id })
	if len(list) == most {
		list = slices.Delete(list, 0, 1)
	}
	return append(list, n)
}

// of returns the sets that an IDR picture uses: the sequence parameter set, and
// all picture parameter sets that name it (H.264, 7.3.3: the third number of a
// slice is the id of its picture parameter set).
func (s *sets) of(idr []byte) (sequence set, pictures []set, ok bool) {
	b := payload(idr, 16)
	b.ue()
	b.ue()
	id := b.ue()
	i := slices.IndexFunc(s.pps, func(k set) bool { return k.id == id })
	if b.short || i < 0 {
		return set{}, nil, false
	}
	of := s.pps[i].of
	j := slices.IndexFunc(s.sps, func(k set) bool { return k.id == of })
	if j < 0 {
		return set{}, nil, false
	}
	for _, k := range s.pps {
		if k.of == of {
			pictures = append(pictures, k)
		}
	}
	return s.sps[j], pictures, true
}

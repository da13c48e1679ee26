package record

// bits reads an H.264 raw byte sequence payload from its first bit on. Reading
// past the end gives zeros and sets short.
type bits struct {
	data  []byte
	at    int // in bits
	short bool
}

// payload returns a reader over the payload of a NAL unit: what follows its
// header, at most most bytes of it, without the emulation prevention bytes
// (ITU-T H.264, 7.3.1 and 7.4.1.1).
func payload(nal []byte, most int) bits {
	if len(nal) == 0 {
		return bits{}
	}
	nal = nal[1:]
	data := make([]byte, 0, min(len(nal), most))
	zeros := 0
	for _, b := range nal {
		if len(data) == most {
			break
		}
		if zeros >= 2 && b == 3 {
			zeros = 0
			continue
		}
		if b == 0 {
			zeros++
		} else {
			zeros = 0
		}
		data = append(data, b)
	}
	return bits{data: data}
}

// u reads n bits, at most 32, as an unsigned number.
func (b *bits) u(n int) uint32 {
	var v uint32
	for range n {
		v <<= 1
		if b.at>>3 >= len(b.data) {
			b.short = true
			continue
		}
		v |= uint32(b.data[b.at>>3]>>(7-b.at&7)) & 1
		b.at++
	}
	return v
}

func (b *bits) flag() bool { return b.u(1) == 1 }

// ue reads an Exp-Golomb number (H.264, 9.1).
func (b *bits) ue() uint32 {
	zeros := 0
	for !b.short && b.u(1) == 0 {
		zeros++
		if zeros > 31 {
			b.short = true
		}
	}
	if b.short {
		return 0
	}
	return 1<<zeros - 1 + b.u(zeros)
}

// se reads a signed Exp-Golomb number (H.264, 9.1.1).
func (b *bits) se() int32 {
	v := b.ue()
	if v&1 == 1 {
		return int32(v/2) + 1
	}
	return -int32(v / 2)
}

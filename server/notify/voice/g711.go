package voice

// alawToLinear returns the 16-bit sample that an octet of A-law stands for, as
// ITU-T G.711 table 1a has it, scaled from 13 bits.
func alawToLinear(a byte) int16 {
	a ^= 0x55
	value := int16(a&0x0f)<<4 + 8
	if segment := a & 0x70 >> 4; segment > 0 {
		value = (value + 0x100) << (segment - 1)
	}
	if a&0x80 == 0 {
		return -value
	}
	return value
}

// linearToALaw returns the octet of A-law for a 16-bit sample.
func linearToALaw(sample int16) byte {
	value, sign := int(sample), byte(0x80)
	if value < 0 {
		value, sign = -value-1, 0
	}
	segment := byte(0)
	for v := value >> 8; v > 0; v >>= 1 {
		segment++
	}
	mantissa := byte(value>>4) & 0x0f
	if segment > 1 {
		mantissa = byte(value>>(segment+3)) & 0x0f
	}
	return (sign | segment<<4 | mantissa) ^ 0x55
}

const (
	muBias = 0x84
	muMost = 0x7fff - muBias
)

// linearToMuLaw returns the octet of µ-law for a 16-bit sample, as ITU-T G.711
// table 2a has it, scaled from 14 bits.
func linearToMuLaw(sample int16) byte {
	value, sign := int(sample), byte(0)
	if value < 0 {
		value, sign = -value, 0x80
	}
	value = min(value, muMost) + muBias
	segment := byte(0)
	for v := value >> 8; v > 0; v >>= 1 {
		segment++
	}
	return ^(sign | segment<<4 | byte(value>>(segment+3))&0x0f)
}

// ToMuLaw returns the µ-law of A-law.
func ToMuLaw(alaw []byte) []byte {
	out := make([]byte, len(alaw))
	for i, a := range alaw {
		out[i] = linearToMuLaw(alawToLinear(a))
	}
	return out
}

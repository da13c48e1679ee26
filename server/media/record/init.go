package record

// picture is what the init says of the video track.
type picture struct {
	sps      sps
	sequence []byte // NAL unit
	pictures []set
}

// appendInit appends ftyp and moov. video is nil for a file without video.
func appendInit(b *boxes, startMs int64, video *picture, audio bool) {
	ftyp := b.box("ftyp")
	b.text("iso6")
	b.u32(0)
	b.text("iso6mp41")
	b.end(ftyp)

	moov := b.box("moov")
	mvhd := b.full("mvhd", 1, 0)
	created := uint64(max(startMs/1000+secondsTo1970, 0))
	b.u64(created)
	b.u64(created)
	b.u32(1000) // timescale
	b.u64(0)    // duration: what the parts have
	b.u32(0x10000)
	b.u16(0x100)
	b.zeros(10)
	b.matrix()
	b.zeros(24)
	b.u32(audioID + 1) // next track
	b.end(mvhd)
	if video != nil {
		b.videoTrack(video)
	}
	if audio {
		b.audioTrack()
	}
	mvex := b.box("mvex")
	if video != nil {
		b.trex(videoID)
	}
	if audio {
		b.trex(audioID)
	}
	b.end(mvex)
	start := b.box("uuid")
	b.text(startType)
	b.u64(uint64(startMs))
	b.end(start)
	b.end(moov)
}

// secondsTo1970 is from 1904-01-01, the epoch of MP4 (ISO/IEC 14496-12, 8.2.2).
const secondsTo1970 = 2_082_844_800

func (b *boxes) videoTrack(p *picture) {
	trak := b.box("trak")
	b.tkhd(videoID, 0, p.sps.width, p.sps.height)
	mdia := b.mediaHeader(videoScale, "vide", "video")
	minf := b.box("minf")
	vmhd := b.full("vmhd", 0, 1)
	b.zeros(8)
	b.end(vmhd)
	b.dinf()
	stbl := b.box("stbl")
	stsd := b.full("stsd", 0, 0)
	b.u32(1)
	entry := b.box("avc3")
	b.zeros(6)
	b.u16(1) // data reference
	b.zeros(16)
	b.u16(uint16(p.sps.width))
	b.u16(uint16(p.sps.height))
	b.u32(0x480000, 0x480000) // 72 dots per inch
	b.u32(0)
	b.u16(1) // frames per sample
	b.zeros(32)
	b.u16(0x18)   // depth
	b.u16(0xffff) // no colour table
	b.avcC(p)
	b.end(entry)
	b.end(stsd)
	b.emptyTables()
	b.end(stbl)
	b.end(minf)
	b.end(mdia)
	b.end(trak)
}

// avcC is the decoder configuration (ISO/IEC 14496-15, 5.3.3.1). NAL units
// have lengths of 4 bytes.
func (b *boxes) avcC(p *picture) {
	avcC := b.box("avcC")
	b.u8(1, p.sps.profile, p.sps.constraints, p.sps.level, 0xff, 0xe1)
	b.u16(uint16(len(p.sequence)))
	b.u8(p.sequence...)
	b.u8(byte(len(p.pictures)))
	for _, k := range p.pictures {
		b.u16(uint16(len(k.nal)))
		b.u8(k.nal...)
	}
	if hasChroma(p.sps.profile) {
		b.u8(0xfc|byte(p.sps.chroma), 0xf8|byte(p.sps.lumaDepth), 0xf8|byte(p.sps.chromaDepth), 0)
	}
	b.end(avcC)
}

func (b *boxes) audioTrack() {
	trak := b.box("trak")
	b.tkhd(audioID, 0x100, 0, 0)
	mdia := b.mediaHeader(audioScale, "soun", "audio")
	minf := b.box("minf")
	smhd := b.full("smhd", 0, 0)
	b.zeros(4)
	b.end(smhd)
	b.dinf()
	stbl := b.box("stbl")
	stsd := b.full("stsd", 0, 0)
	b.u32(1)
	entry := b.box("Opus") // "Encapsulation of Opus in ISO Base Media File Format", 4.3
	b.zeros(6)
	b.u16(1) // data reference
	b.zeros(8)
	b.u16(2)  // channels
	b.u16(16) // bits
	b.zeros(4)
	b.u32(audioScale << 16)
	dOps := b.box("dOps")
	b.u8(0, 2) // version, channels
	b.u16(0)   // no pre-skip: the sender was running before the recording began
	b.u32(audioScale)
	b.u16(0) // gain
	b.u8(0)  // channel mapping family
	b.end(dOps)
	b.end(entry)
	b.end(stsd)
	b.emptyTables()
	b.end(stbl)
	b.end(minf)
	b.end(mdia)
	b.end(trak)
}

func (b *boxes) tkhd(id uint32, volume uint16, width, height int) {
	tkhd := b.full("tkhd", 0, 3) // enabled, in the movie
	b.u32(0, 0, id, 0, 0)
	b.zeros(8)
	b.u16(0) // layer
	b.u16(0) // alternate group
	b.u16(volume)
	b.u16(0)
	b.matrix()
	b.u32(uint32(width)<<16, uint32(height)<<16)
	b.end(tkhd)
}

// mediaHeader begins mdia.
func (b *boxes) mediaHeader(scale uint32, handler, name string) (mdia int) {
	mdia = b.box("mdia")
	mdhd := b.full("mdhd", 0, 0)
	b.u32(0, 0, scale, 0)
	b.u16(0x55c4) // language: und
	b.u16(0)
	b.end(mdhd)
	hdlr := b.full("hdlr", 0, 0)
	b.u32(0)
	b.text(handler)
	b.zeros(12)
	b.text(name)
	b.u8(0)
	b.end(hdlr)
	return mdia
}

// dinf says that the media are in the same file.
func (b *boxes) dinf() {
	dinf := b.box("dinf")
	dref := b.full("dref", 0, 0)
	b.u32(1)
	url := b.full("url ", 0, 1)
	b.end(url)
	b.end(dref)
	b.end(dinf)
}

// emptyTables are the tables of samples: all samples are in parts.
func (b *boxes) emptyTables() {
	for _, name := range []string{"stts", "stsc"} {
		table := b.full(name, 0, 0)
		b.u32(0)
		b.end(table)
	}
	stsz := b.full("stsz", 0, 0)
	b.u32(0, 0)
	b.end(stsz)
	stco := b.full("stco", 0, 0)
	b.u32(0)
	b.end(stco)
}

func (b *boxes) trex(id uint32) {
	trex := b.full("trex", 0, 0)
	b.u32(id, 1, 0, 0, 0)
	b.end(trex)
}

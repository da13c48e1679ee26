// Package record writes a feed to disk as it comes in and finds it again: one
// recording is one append-only fragmented MP4 file with H.264 and Opus, beside
// it a small index in text, and from that index HLS playlists. Nothing is ever
// rewritten or converted, so a file can be hashed while it grows.
//
// # The file
//
// The file is an init (ftyp, moov), then parts. A part is one moof and one mdat
// (ISO/IEC 14496-12), at most 0.1 seconds of samples, or one sample that lasts
// longer (sound alone is gathered a little longer while no picture comes). It is written with one call, and the file is synced every second: a kill
// costs at most the part that was being collected, a power cut at most a second
// more. Nobody hears of a part before it is synced; [Recover] keeps all that are
// whole and cuts off what is torn. The last box of a moof is a uuid box of type
// 6269 6472 6f6f 6d2f 6368 6563 6b2f 3100 ("bidroom/check/1") with the CRC-32C of
// all other bytes of the part.
//
// The video track has number 1, timescale 90000 and sample entry avc3
// (ISO/IEC 14496-15): every keyframe carries its parameter sets in band, so a
// sender may change its resolution at any keyframe. The audio track has number
// 2, timescale 48000 and sample entry Opus. Track times are the positions given
// to [Recorder.WriteVideo] and [Recorder.WriteAudio]: they count from StartMs,
// and both tracks share that origin. The moov holds StartMs in milliseconds, 8
// bytes, in a uuid box of type 6269 6472 6f6f 6d2f 7374 6172 742f 3100
// ("bidroom/start/1").
//
// # Segments
//
// A segment is a byte range with one SHA-256 hash. Segments follow one another
// without a hole from offset 0 to the end of the file; the first one holds the
// init. A segment ends before a part that
//
//   - begins with a keyframe four seconds or more after the segment's start, or
//   - would make the segment longer than ten seconds,
//
// and at the end of the file. So the parts alone say where segments end, and
// they are found again if the index is lost. (After fifteen seconds without
// media [Recorder.Tick] ends one as well; a part that came after that would
// not have fitted.)
//
// A part's position and duration are those of its video samples, and of its
// audio samples if it has no video.
//
// # The index
//
// The index has the file's name with ".idx" behind it and is only appended to.
// Its lines, each ended by a line feed, fields separated by one space:
//
//	bidroom/recording/1 1763900000000                     start of position 0, UTC ms
//	init 1190 avc3.42C01F,opus                            bytes before the first part, codecs (RFC 6381)
//	part 1190 57023 0 1000000 1                           offset, bytes, position and duration in µs, begins with a keyframe
//	segment 0 0 750211 1763900000000 1763900004000 1 9f…  number, offset, bytes, start and end UTC ms, begins with a keyframe, SHA-256
//	end                                                   nothing follows
//
// A part's line speaks of a run: of that part and those behind it in the segment
// that do not begin with a keyframe, as long as all are at most one second. (A
// line that was due when nothing came ends a run earlier.)
//
// A line is written after the parts it speaks of are synced. A last line without
// line feed is being written, or was when the power went, and does not count.
package record

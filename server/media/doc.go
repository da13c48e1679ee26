// Package media takes a room's feeds in over WHIP (RFC 9725), records them,
// and gives them out live over WHEP, without ever transcoding. It knows
// feeds, sessions and recordings, and nothing of lots but their ids: what
// happens to a recording is told to a [Keeper], which puts it into the process
// log.
//
// One publish session makes one recording: an append-only file (package
// record) in segments that are hashed. A feed that comes back is a new session
// and a new recording, and the time between is a gap with its cause. A server
// that comes back after a crash finishes the recordings it had, as far as they
// are on disk. A recording begins in memory, for less than a second, until it is
// known what time its sender's clock shows; a kill costs that too.
package media

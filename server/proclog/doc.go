// Package proclog is the process log: what happened, in the order in which it
// was accepted, so that nothing can be changed, left out or put in later
// without being seen.
//
// An [Entry] is one JSON object in the canonical form of RFC 8785, with every
// number written as a string. Its bytes are a leaf of a Merkle tree as RFC
// 6962 hashes it:
//
//	{"actor":"seat:3","at":"1763900000000","body":{…},"kind":"sheet.submitted","role":"member","seq":"17","tree":"…","v":"1"}
//
// There is a tree for each lot, whose name is the lot's id, and one named
// "centre" for the centre's own acts, which also holds the lots' checkpoints.
// A checkpoint is a signed note (C2SP signed-note and tlog-checkpoint) over a
// tree's size and root.
//
// docs/process-log.md gives the bytes in full, for whoever writes another
// verifier.
package proclog

// Package auth answers who is asking: a person with an account, a kiosk by
// its key, a panel member at a kiosk, or nobody. What they may do is package
// access's business.
//
// # Persons
//
// A person signs in with a login, a password (Argon2id) and, once it is set
// up, a six-digit code (RFC 6238). The session is a random token in a cookie;
// the database holds its hash. A wrong login, password or code gives the one
// same refusal, and after a few of them the account and the address have to
// wait, twice as long each time.
//
// # Devices
//
// Every browser carries a signed cookie that names it, so that two shares of
// a draw cannot come from one device. It tells browsers apart, not people: a
// second browser profile is a second device, which is why a draw also asks
// for two accounts of different roles.
//
// # Kiosks
//
// A kiosk makes a P-256 key that it cannot give away (WebCrypto,
// non-extractable), sends the public half (65 bytes, uncompressed, hex), and
// shows the key's fingerprint. Staff confirm the fingerprint on the desk
// within two minutes. From then on the kiosk gets a token of a quarter of an
// hour by signing a challenge: ECDSA over SHA-256, as r‖s, 64 bytes in hex,
// of the text "bidroom/kiosk/1", a line feed, the challenge, a line feed.
//
// # Members
//
// A pass (package pass) is a code that an invited person shows or types on
// arrival. It binds the member to a seat at one kiosk: from then on a
// request of that kiosk is the member's, until the meeting ends or the member
// is seated elsewhere. Who sits where is the case's to say, not this
// package's; see [Who.AsMember].
package auth

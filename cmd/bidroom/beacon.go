package main

import (
	"flag"

	"bidroom/experts/draw"
	"bidroom/server/evidence/beacon"
)

// A beaconKey is the public key of a beacon's chain, as a command is told it.
type beaconKey struct {
	key, scheme string
}

func (b *beaconKey) flags(set *flag.FlagSet) {
	set.StringVar(&b.key, "beacon-key", "", "public key of the beacon's chain, in hex, as drand publishes it")
	set.StringVar(&b.scheme, "beacon-scheme", beacon.G1RFC9380, "scheme of the beacon's chain: "+beacon.G1RFC9380+", "+beacon.G1+" or "+beacon.G2)
}

// check returns what checks a round's signature, or nil if no key was given.
func (b *beaconKey) check() (func(draw.Round, string) bool, error) {
	if b.key == "" {
		return nil, nil
	}
	key, err := beacon.ParseKey(b.scheme, b.key)
	if err != nil {
		return nil, err
	}
	return func(round draw.Round, signature string) bool { return key.Check(round.No, signature) }, nil
}

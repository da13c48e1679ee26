package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"

	"bidroom/experts/draw"
	"bidroom/server/evidence/beacon"
	"bidroom/server/rooms"
)

// A beaconKey is the public key of a beacon's chain, as a command is told it.
type beaconKey struct {
	key, scheme string
}

func (b *beaconKey) flags(set *flag.FlagSet) {
	set.StringVar(&b.key, "beacon-key", "", "public key of the beacon's chain, in hex, as drand publishes it")
	set.StringVar(&b.scheme, "beacon-scheme", beacon.G1RFC9380, "scheme of the beacon's chain: "+beacon.G1RFC9380+", "+beacon.G1+" or "+beacon.G2)
}

// check returns what checks a round's signature: with the key that was given,
// else with the one that stands with the round.
func (b *beaconKey) check() (draw.BeaconCheck, error) {
	if b.key == "" {
		return ownKey, nil
	}
	key, err := beacon.ParseKey(b.scheme, b.key)
	if err != nil {
		return nil, err
	}
	return func(round draw.Round, signature string) (is, known bool) { return key.Check(round.No, signature), true }, nil
}

// ownKey checks a round's signature with the key that stands with the round,
// which is the chain's if the chain's hash is the one that everybody knows;
// known is false if none stands there.
func ownKey(round draw.Round, signature string) (is, known bool) {
	if round.Info == nil {
		return false, false
	}
	key, err := beacon.ParseKey(round.Info.Scheme, round.Info.Key)
	return err == nil && round.Info.Hash() == round.Chain && key.Check(round.No, signature), true
}

// Beacon is the content of the file that --beacon names, as JSON: a drand
// chain, in the words of drand's own https://api.drand.sh/CHAIN/info, and
// where to ask for its rounds.
type Beacon struct {
	Key      string `json:"public_key"`
	Period   uint32 `json:"period"`       // seconds
	Genesis  int64  `json:"genesis_time"` // UTC seconds
	Hash     string `json:"hash"`
	Seed     string `json:"groupHash"`
	Scheme   string `json:"schemeID"`
	Metadata struct {
		ID string `json:"beaconID"`
	} `json:"metadata"`
	// URL is where the server asks for a round once it is due, such as
	// https://api.drand.sh; if empty, people bring the signature.
	URL string `json:"url"`
}

// beacon reads the centre's beacon; nil if it has none.
func (c *Config) beacon() (*rooms.Beacon, error) {
	if c.Beacon == "" {
		return nil, nil
	}
	of, err := readBeacon(c.Beacon)
	if err != nil {
		return nil, fmt.Errorf("--beacon: %s: %w", c.Beacon, err)
	}
	chain := draw.Chain{Scheme: of.Scheme, Key: of.Key, Period: of.Period, Genesis: of.Genesis, Seed: of.Seed, ID: of.Metadata.ID}
	if chain.Hash() != of.Hash || of.Hash == "" {
		return nil, fmt.Errorf("--beacon: %s: the hash is not that of this chain", c.Beacon)
	}
	if _, err := beacon.ParseKey(of.Scheme, of.Key); err != nil {
		return nil, fmt.Errorf("--beacon: %s: %w", c.Beacon, err)
	}
	b := &rooms.Beacon{Chain: chain, Signed: ownKey}
	if of.URL == "" {
		return b, nil
	}
	source, err := beacon.NewSource(of.URL)
	if err != nil {
		return nil, fmt.Errorf("--beacon: %s: %w", c.Beacon, err)
	}
	b.Fetch = source.Signature
	return b, nil
}

func readBeacon(name string) (of Beacon, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return of, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&of); err != nil {
		return of, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return of, fmt.Errorf("something stands behind the object")
	}
	return of, nil
}

// Package ocds has the shapes of a release package of the Open Contracting Data
// Standard 1.1 with the extensions for bids and lots, as far as a case fills
// them in, and writes amounts exactly.
//
// The schemas are at https://standard.open-contracting.org/schema/1__1__5/ and
// https://extensions.open-contracting.org/.
package ocds

import "fmt"

// Version is that of the standard.
const Version = "1.1"

// Extensions are those that the shapes are of.
var Extensions = []string{
	"https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/d62ff4b0ba393d823ca8113a9039b12edf7acb8f/extension.json",
	"https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json",
}

// A Package is what is published: releases, and by whom.
type Package struct {
	URI           string    `json:"uri"`
	Version       string    `json:"version"`
	Extensions    []string  `json:"extensions"`
	PublishedDate string    `json:"publishedDate"` // RFC 3339, as every time here
	Publisher     Publisher `json:"publisher"`
	Releases      []Release `json:"releases"`
}

// A Publisher is who publishes.
type Publisher struct {
	Name string `json:"name"`
}

// A Release says what is known of a contracting process at one moment.
type Release struct {
	OCID           string        `json:"ocid"`
	ID             string        `json:"id"`
	Date           string        `json:"date"`
	Tag            []string      `json:"tag"`
	InitiationType string        `json:"initiationType"`
	Language       string        `json:"language"`
	Parties        []*Party      `json:"parties"`
	Buyer          Reference     `json:"buyer"`
	Tender         Tender        `json:"tender"`
	Bids           Bids          `json:"bids"`
	Awards         []AwardOfLots `json:"awards,omitempty"`
}

// A Party is an organisation with all its roles.
type Party struct {
	Name       string      `json:"name"`
	ID         string      `json:"id"`
	Identifier *Identifier `json:"identifier,omitempty"`
	Roles      []string    `json:"roles"`
}

// An Identifier is an organisation's number in a register.
type Identifier struct {
	Scheme    string `json:"scheme,omitempty"` // of org-id.guide
	ID        string `json:"id"`
	LegalName string `json:"legalName"`
}

// A Reference names a party of the release.
type Reference struct {
	Name string `json:"name"`
	ID   string `json:"id"`
}

// A Tender is one procurement put out to bid.
type Tender struct {
	ID              string    `json:"id"`
	Title           string    `json:"title"`
	ProcuringEntity Reference `json:"procuringEntity"`
	Lots            []Lot     `json:"lots"`
}

// A Lot of a tender.
type Lot struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Status string `json:"status"` // active, complete
	Value  *Value `json:"value,omitempty"`
}

// A Value is an amount of yuan.
type Value struct {
	Amount   Fen    `json:"amount"`
	Currency string `json:"currency"`
}

// Yuan is the value of an amount in fen.
func Yuan(fen int64) *Value { return &Value{Fen(fen), "CNY"} }

// Fen is an amount in fen, not negative, that is written in yuan.
type Fen int64

// MarshalJSON implements [encoding/json.Marshaler].
func (f Fen) MarshalJSON() ([]byte, error) {
	if f < 0 {
		return nil, fmt.Errorf("ocds: %d fen", int64(f))
	}
	return fmt.Appendf(nil, "%d.%02d", f/100, f%100), nil
}

// Bids are those that were received, as far as they are published.
type Bids struct {
	Statistics []Statistic `json:"statistics"`
	Details    []Bid       `json:"details,omitempty"`
}

// A Statistic of the bids of one lot: a count, or an amount.
type Statistic struct {
	ID         string `json:"id"`
	Measure    string `json:"measure"`
	Value      any    `json:"value"` // an int, or a [Fen] with its currency
	Currency   string `json:"currency,omitempty"`
	RelatedLot string `json:"relatedLot"`
}

// A Bid for one lot.
type Bid struct {
	ID          string      `json:"id"`
	Status      string      `json:"status"` // valid, disqualified, withdrawn
	Tenderers   []Reference `json:"tenderers"`
	Value       *Value      `json:"value,omitempty"`
	RelatedLots []string    `json:"relatedLots"`
	HasRank     bool        `json:"hasRank,omitempty"` // it has one that is published
	Rank        int         `json:"rank,omitempty"`    // from 1
}

// AwardOfLots is an award.
type AwardOfLots struct {
	ID          string      `json:"id"`
	Title       string      `json:"title"`
	Status      string      `json:"status"` // active
	Date        string      `json:"date"`
	Value       *Value      `json:"value,omitempty"`
	Suppliers   []Reference `json:"suppliers"`
	RelatedLots []string    `json:"relatedLots"`
	RelatedBids []string    `json:"relatedBids"`
}

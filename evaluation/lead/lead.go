// Package lead finds what bids of different bidders have in common that they
// need not have: the same file, the same author, prices at
// equal steps. What it finds are leads for the panel to look into, each with
// its evidence and the clause that it concerns. None is a verdict, and no mark
// depends on one.
package lead

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// A Kind says what bids have in common.
type Kind string

// The kinds of leads, in the order in which they are listed: what is least
// likely to be shared by chance comes first.
const (
	SameFile     Kind = "file"     // the whole file, by its hash
	SameOrigin   Kind = "origin"   // the PDF's permanent identifier: one was saved from the other
	SameCreated  Kind = "created"  // created in the same second
	SameModified Kind = "modified" // last saved in the same second
	SamePages    Kind = "pages"    // pages of equal content
	SameImages   Kind = "images"   // equal embedded images
	EqualSteps   Kind = "steps"    // prices at equal differences
	EqualRatios  Kind = "ratios"   // prices at equal ratios
	SamePrice    Kind = "price"
	SameAuthor   Kind = "author"
	SameTitle    Kind = "title"
	SameSoftware Kind = "software" // both the program that wrote the text and the one that made the PDF
)

// Kinds lists every kind in its order.
var Kinds = []Kind{SameFile, SameOrigin, SameCreated, SameModified, SamePages, SameImages, EqualSteps, EqualRatios, SamePrice,
	SameAuthor, SameTitle, SameSoftware}

// OfDocument reports whether a lead of this kind rests on what a PDF says of
// itself, which whoever has the file can write into it.
func (k Kind) OfDocument() bool {
	return slices.Contains([]Kind{SameOrigin, SameCreated, SameModified, SameAuthor, SameTitle, SameSoftware}, k)
}

// OfPrices reports whether a lead of this kind follows from the prices alone.
func (k Kind) OfPrices() bool { return k == EqualSteps || k == EqualRatios || k == SamePrice }

// Item is the number of the case that a lead concerns among the six in which
// bids are taken for collusive (招标投标法实施条例 第四十条, 财政部令第87号
// 第三十七条, whose numbers agree): 1 that one person compiled them, 4 that they
// are unusually alike or their prices follow a pattern.
func (k Kind) Item() int {
	switch k {
	case SameOrigin, SameCreated, SameModified, SameAuthor, SameSoftware:
		return 1
	}
	return 4
}

// A Lead is something that bids have in common.
type Lead struct {
	Kind Kind `json:"kind"`
	// Bids are their ids: of prices by ascending price, else in byte order.
	Bids []string `json:"bids"`
	// Value is what they share: of steps the difference in fen, of ratios the
	// quotient of each price by the one below as a fraction in lowest terms, of a
	// price its fen, of pages and images the first hash.
	Value string `json:"value"`
	Count int    `json:"count,string"` // of pages or images; else 1
}

// Bounds of what is found.
const (
	// MostLeads is how many leads are listed; those that come first.
	MostLeads = 200
	// FewestSteps is how many prices make equal steps: of two there is one step.
	FewestSteps = 3
)

// Find lists what the bids have in common. prices holds the price of each that
// was read out, in fen, by bid. more is how many leads there are beyond
// [MostLeads]. What the bids are called changes nothing but what they are called
// by, and the order of what is otherwise equal.
func Find(bids []Facts, prices map[string]int64) (list []Lead, more int) {
	for _, of := range []struct {
		kind  Kind
		value func(Facts) []string
	}{
		{SameFile, func(f Facts) []string { return []string{f.File} }},
		{SameOrigin, func(f Facts) []string { return []string{f.Origin} }},
		{SameCreated, func(f Facts) []string { return []string{f.Created} }},
		{SameModified, func(f Facts) []string { return []string{f.Modified} }},
		{SameAuthor, func(f Facts) []string { return []string{f.Author} }},
		{SameTitle, func(f Facts) []string { return []string{f.Title} }},
		{SameSoftware, Facts.software},
	} {
		for _, shared := range share(bids, of.value) {
			list = append(list, Lead{Kind: of.kind, Bids: shared.bids, Value: shared.value, Count: 1})
		}
	}
	list = append(list, together(SamePages, share(bids, func(f Facts) []string { return f.Pages }))...)
	list = append(list, together(SameImages, share(bids, func(f Facts) []string { return f.Images }))...)
	list = append(list, OfPrices(prices)...)
	slices.SortFunc(list, func(a, b Lead) int {
		return cmp.Or(slices.Index(Kinds, a.Kind)-slices.Index(Kinds, b.Kind), cmp.Compare(a.Value, b.Value), slices.Compare(a.Bids, b.Bids))
	})
	if len(list) > MostLeads {
		return list[:MostLeads], len(list) - MostLeads
	}
	return list, 0
}

// A shared value is one that two bids or more have.
type shared struct {
	value string
	bids  []string
}

// share lists the values that at least two bids have, in byte order.
func share(bids []Facts, values func(Facts) []string) (list []shared) {
	of := map[string][]string{}
	for _, f := range bids {
		for _, value := range slices.Compact(slices.Sorted(slices.Values(values(f)))) {
			if value != "" {
				of[value] = append(of[value], f.Bid)
			}
		}
	}
	for value, ids := range of {
		if len(ids) > 1 {
			slices.Sort(ids)
			list = append(list, shared{value, ids})
		}
	}
	slices.SortFunc(list, func(a, b shared) int { return cmp.Compare(a.value, b.value) })
	return list
}

// together makes one lead of all that the same bids share.
func together(kind Kind, found []shared) (list []Lead) {
	at := map[string]int{}
	for _, one := range found {
		key := strings.Join(one.bids, "\n")
		i, is := at[key]
		if !is {
			i = len(list)
			at[key] = i
			list = append(list, Lead{Kind: kind, Bids: one.bids, Value: one.value})
		}
		list[i].Count++
	}
	return list
}

// OfPrices lists what the prices have in common, in fen by bid: those that are
// equal, and every longest run of at least [FewestSteps] prices, in ascending
// order, of which each is above the one before by the same difference, or by the
// same ratio. Prices that are equal are one step of a run.
func OfPrices(prices map[string]int64) (list []Lead) {
	at := map[int64][]string{}
	for bid, price := range prices {
		at[price] = append(at[price], bid)
	}
	var steps []int64
	for price, bids := range at {
		slices.Sort(bids)
		steps = append(steps, price)
		if len(bids) > 1 {
			list = append(list, Lead{Kind: SamePrice, Bids: bids, Value: strconv.FormatInt(price, 10), Count: 1})
		}
	}
	slices.Sort(steps)
	for _, of := range []struct {
		kind Kind
		step func(low, high int64) string
	}{
		{EqualSteps, func(low, high int64) string { return strconv.FormatInt(high-low, 10) }},
		{EqualRatios, func(low, high int64) string { return big.NewRat(high, low).String() }},
	} {
		for from, i := 0, 1; i < len(steps); i++ {
			step := of.step(steps[i-1], steps[i])
			if i+1 < len(steps) && of.step(steps[i], steps[i+1]) == step {
				continue
			}
			if i-from+1 >= FewestSteps {
				run := Lead{Kind: of.kind, Value: step, Count: 1}
				for _, price := range steps[from : i+1] {
					run.Bids = append(run.Bids, at[price]...)
				}
				list = append(list, run)
			}
			from = i
		}
	}
	return list
}

package pdfinfo

// Work is how many bytes reading a file looks at: of its own dictionaries, each
// as often as it is looked at, and of what it decompresses.
func Work(content []byte) (own, opened, looked int) {
	s := scanner{content: content, info: map[int]map[name]text{}, hashes: map[int][32]byte{}}
	s.scan()
	return s.passed, s.opened, s.looked
}

// The bounds of it.
const (
	MostOpened = mostOpened + mostPacked
	MostLooked = mostLooked + mostObject
)

package proclog

// For the tests of what is canonical already.
var (
	IsCanonical = isCanonical
	Rewritten   = rewritten
)

package draw

// Estimated returns chances estimated from simulated draws, however few ways
// there are to fill the seats.
func Estimated(seats []Seat, limits Limits, pool []Opened, seed [32]byte) *Chances {
	f := newFiller(seats, limits, pool, nil, nil)
	return simulate(sortOut(f.packing, seats, pool), f, seed)
}

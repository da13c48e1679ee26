package draw_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"bidroom/experts/draw"
)

// mixed is a plan whose seats overlap, with a fall-back, colleagues, and a
// region of which not all may come. Its classes differ in number or seats.
func mixed() (seats []draw.Seat, limits draw.Limits, pool []draw.Opened) {
	pool = slices.Concat(group("a", 4, "A"), group("x", 3, "A", "B"), group("b", 3, "B"), group("c", 4, "C"))
	pool[0].Employers, pool[7].Employers = []string{"u"}, []string{"u"} // one with A and one with B
	pool[4].Region, pool[10].Region = "y", "y"                          // one with A and B, and one with C
	seats = seatsOf("A", "B", "A", "C")
	seats[1].Fallback = []string{"C"}
	return seats, draw.Limits{Region: 3}, pool
}

// upperTail returns the chance that chi-square with so many degrees of freedom
// is at least x: 1 less the series of the lower incomplete gamma function
// (Abramowitz and Stegun 6.5.29, 26.4.19).
func upperTail(x float64, freedom int) float64 {
	a, term, sum := float64(freedom)/2, 1.0, 1.0
	for n := 1; n < 1000; n++ {
		term *= x / 2 / (a + float64(n))
		sum += term
	}
	gamma, _ := math.Lgamma(a + 1)
	return 1 - sum*math.Exp(a*math.Log(x/2)-x/2-gamma)
}

// The critical values are those of the tables.
func TestUpperTail(t *testing.T) {
	for _, test := range []struct {
		x       float64
		freedom int
		p       float64
	}{{3.841, 1, 0.05}, {18.307, 10, 0.05}, {29.588, 10, 0.001}} {
		if got := upperTail(test.x, test.freedom); math.Abs(got-test.p) > 1e-4 {
			t.Errorf("chi-square of %g with %d degrees of freedom: %g instead of %g", test.x, test.freedom, got, test.p)
		}
	}
}

// drawsMatch draws with tickets as they are in a draw, and returns the chance
// that what comes is as far from the stated chances as it is, or farther. Of
// each draw one seat, which is picked apart from it, is looked at, so that the
// counts are independent: an expert takes it with the chance stated, divided by
// the number of seats.
func drawsMatch(t testing.TB, draws int) (p float64) {
	t.Helper()
	seats, limits, pool := mixed()
	behind, labels := map[string]draw.Opened{}, []string{}
	for i, o := range pool {
		o.Label = draw.Label("D", [16]byte{byte(i)}, o.Label)
		behind[o.Label], labels = o, append(labels, o.Label)
	}
	random, taken := rand.New(rand.NewPCG(20, 26)), map[string]int{}
	for n := range draws {
		seed := sha256.Sum256(fmt.Append(nil, "seed ", n))
		tickets, err := draw.Order(hex.EncodeToString(seed[:]), labels)
		if err != nil {
			t.Fatal(err)
		}
		order := make([]draw.Opened, len(tickets))
		for i, ticket := range tickets {
			order[i] = behind[ticket.Label]
		}
		fillings, err := draw.Fill(seats, limits, order, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		taken[fillings[random.IntN(len(seats))].Label]++
	}
	x, chances := 0.0, chancesOf(t, seats, limits, pool)
	for label, o := range behind {
		expected := float64(draws) * chanceOf(t, chances, seats, pool, o) / float64(len(seats))
		off := float64(taken[label]) - expected
		x += off * off / expected
	}
	p = upperTail(x, len(pool)-1)
	t.Logf("%d draws: chi-square %.2f with %d degrees of freedom, p = %.3f", draws, x, len(pool)-1, p)
	if !(p >= 0.001) {
		t.Errorf("%d draws do not match the stated chances: p = %g", draws, p)
	}
	return p
}

// The benchmark draws more.
func TestDrawsMatchTheStatedChances(t *testing.T) { drawsMatch(t, 10_000) }

func BenchmarkDrawsMatchTheStatedChances100000(b *testing.B) {
	for b.Loop() {
		b.ReportMetric(drawsMatch(b, 100_000), "p")
	}
}

// chanceOf finds the class of an expert of [mixed]: they differ in the seats
// they fit or in number.
func chanceOf(t testing.TB, chances *draw.Chances, seats []draw.Seat, pool []draw.Opened, o draw.Opened) float64 {
	t.Helper()
	like := 0
	for _, other := range pool {
		if slices.Equal(other.Specialties, o.Specialties) && other.Region == o.Region && (other.Employers[0] == "u") == (o.Employers[0] == "u") {
			like++
		}
	}
	var numbers []int
	for _, s := range seats {
		if fits(s, o, slices.Concat(s.Specialties, s.Fallback)) {
			numbers = append(numbers, s.No)
		}
	}
	for _, of := range chances.Classes {
		if of.Experts == like && slices.Equal(of.Seats, numbers) {
			p, _ := of.Chance.Float64()
			return p
		}
	}
	t.Fatalf("no class for %v", o)
	return 0
}

func TestEstimatesLieWithinTheirErrors(t *testing.T) {
	seats, limits, pool := mixed()
	exact, estimated := chancesOf(t, seats, limits, pool), draw.Estimated(seats, limits, pool, [32]byte{7})
	if exact.Draws != 0 || estimated.Draws == 0 {
		t.Fatalf("%d and %d simulated draws", exact.Draws, estimated.Draws)
	}
	for i, of := range estimated.Classes {
		got, _ := of.Chance.Float64()
		want, _ := exact.Classes[i].Chance.Float64()
		if math.Abs(got-want) > 4*of.Error || of.Error > 0.01 {
			t.Errorf("%v: estimated %.4f ± %.4f, exactly %.4f", of, got, of.Error, want)
		}
	}
	if estimated.Same.Cmp(exact.Same) < 0 {
		t.Errorf("two draws are the same with %v, which is to be an upper bound of %v", estimated.Same, exact.Same)
	}
	if again := draw.Estimated(seats, limits, pool, [32]byte{7}); again.Classes[0].Chance.Cmp(estimated.Classes[0].Chance) != 0 {
		t.Error("the same seed gives another estimate")
	}
}

// With equal seats every order of tickets gives another panel or the same in
// one way only: the bound is then the value.
func TestEstimatedPanelsOfEqualSeats(t *testing.T) {
	c := draw.Estimated(seatsOf("A", "A", "A", "A", "A"), draw.Limits{}, group("a", 13, "A"), [32]byte{1})
	if got := c.Panels().Int64(); got < 1286 || got > 1287 { // C(13,5) = 1287, and a float in between
		t.Errorf("%d panels instead of 1287", got)
	}
}

// C(12,5) = 792 and C(13,5) = 1287 lie on both sides of the bound, and so do
// 999, 1000 and 1001 experts for a single seat.
func TestGuessable(t *testing.T) {
	for n, want := range map[int]bool{12: true, 13: false} {
		if c := chancesOf(t, seatsOf("A", "A", "A", "A", "A"), draw.Limits{}, group("a", n, "A")); c.Guessable() != want {
			t.Errorf("5 of %d: %v panels, guessable %t", n, c.Panels(), c.Guessable())
		}
	}
	for n, want := range map[int]bool{999: true, 1000: false, 1001: false} {
		if c := chancesOf(t, seatsOf("A"), draw.Limits{}, group("a", n, "A")); c.Guessable() != want || c.Panels().Int64() != int64(n) {
			t.Errorf("1 of %d: %v panels, guessable %t", n, c.Panels(), c.Guessable())
		}
	}
}

// A pool of a thousand in which employers, regions and seats overlap: too many
// ways to be followed.
func BenchmarkChancesEstimated1000(b *testing.B) {
	pool := large(1000)
	seats, limits := largePlan()
	seats = append(seats, draw.Seat{No: 6, Specialties: []string{"A4", "A0"}})
	b.ReportAllocs()
	for b.Loop() {
		if c := chancesOf(b, seats, limits, pool); c.Draws == 0 {
			b.Fatal("exact")
		}
	}
}

// A pool of a thousand with six seats of three specialties, some experts with
// two of these, and employers that nobody shares.
func BenchmarkChancesExact1000(b *testing.B) {
	pool := slices.Concat(group("a", 400, "A"), group("x", 50, "A", "B"), group("b", 300, "B"), group("y", 50, "B", "C"), group("c", 200, "C"))
	seats := seatsOf("A", "A", "A", "B", "B", "C")
	b.ReportAllocs()
	for b.Loop() {
		if c := chancesOf(b, seats, draw.Limits{}, pool); c.Draws != 0 {
			b.Fatal("estimated")
		}
	}
}

package spread_test

import (
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"bidroom/experts/spread"
)

func TestEach(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 1000} {
		times := make([]int, n)
		spread.Each(n, func(i int) { times[i]++ })
		if slices.ContainsFunc(times, func(n int) bool { return n != 1 }) {
			t.Errorf("of %d: %v", n, times)
		}
	}
}

func TestPanicIsTheCallers(t *testing.T) {
	defer func() {
		if text, _ := recover().(string); !strings.HasPrefix(text, "the fifth\n") || !strings.Contains(text, "TestPanicIsTheCallers") {
			t.Errorf("recovered %q", text)
		}
	}()
	spread.Each(10, func(i int) {
		if i == 5 {
			panic("the fifth")
		}
	})
	t.Error("nothing was thrown")
}

func TestTry(t *testing.T) {
	broken := errors.New("broken")
	var done atomic.Int64
	err := spread.Try(100_000, func(i int) error {
		done.Add(1)
		if i < 1000 {
			return broken
		}
		return nil
	})
	if !errors.Is(err, broken) || done.Load() > 1000 {
		t.Errorf("%v, after %d", err, done.Load())
	}
	if err := spread.Try(0, func(int) error { return broken }); err != nil {
		t.Error(err)
	}
	if err := spread.Try(3, func(int) error { return nil }); err != nil {
		t.Error(err)
	}
}

func TestPartsAreInOrder(t *testing.T) {
	for _, n := range []int{0, 1, 7, 1000} {
		var want []int
		for i := range n {
			want = append(want, i)
		}
		got := slices.Concat(spread.Parts(n, func(from, to int) (list []int) {
			for i := from; i < to; i++ {
				list = append(list, i)
			}
			return list
		})...)
		if !slices.Equal(got, want) {
			t.Errorf("of %d: %v", n, got)
		}
	}
}

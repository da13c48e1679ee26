package api

import (
	"slices"
	"testing"

	"bidroom/evaluation"
)

func TestVoteCounts(t *testing.T) {
	votes := func(seats ...int) (list []evaluation.ChairVoted) {
		for i, seat := range seats {
			list = append(list, evaluation.ChairVoted{Seat: i + 1, Round: 1, For: seat})
		}
		return list
	}
	for _, tt := range []struct {
		name  string
		votes []evaluation.ChairVoted
		want  []VoteCount
	}{
		{"none", nil, nil},
		{"a tie is in the order of the seats", votes(4, 2, 2, 4, 5), []VoteCount{{2, 2}, {4, 2}, {5, 1}}},
		{"the most first", votes(1, 3, 3, 2, 3), []VoteCount{{3, 3}, {1, 1}, {2, 1}}},
	} {
		if got := voteCounts(tt.votes); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

package evaluation

import (
	"slices"
	"strconv"

	"bidroom/evaluation/rule"
)

// composition looks at who sat and voted: that the panel is as large and as
// mixed as the rules want, that on every seat sits a member who declared and
// has not left, that the chair and every rejection rest on more than half of
// all seats, and that nobody's word counts who may not sit.
func (i *integrity) composition() {
	m := i.c.Meeting
	representatives := 0
	for n := range m.Seats {
		seat := &m.Seats[n]
		if seat.Representative {
			representatives++
		}
		no := strconv.Itoa(seat.No)
		switch {
		case seat.Member == nil:
			i.add(CheckPanel, "composition.empty", "seat", "seat", no)
		case seat.Member.DeclaredMs == 0:
			i.add(CheckPanel, "composition.undeclared", "seat", "seat", no)
		case i.gone(seat):
			i.add(CheckPanel, "composition.gone", "seat", "seat", no)
		}
	}
	if refusal, ok := CheckComposition(i.profile, i.c.Lot, len(m.Seats)-representatives, representatives).(*rule.Refusal); ok {
		of := i.of(CheckPanel)
		of.Reasons = append(of.Reasons, refusal.Reasons...)
	}
	i.chair()
	i.rejections()
}

// gone reports whether who sits on a seat recused or left before.
func (i *integrity) gone(seat *Seat) bool {
	return slices.ContainsFunc(i.c.Meeting.Changes, func(change Change) bool {
		return change.Member.Name == seat.Member.Name || change.Member.Label != "" && change.Member.Label == seat.Member.Label
	})
}

// chair counts the votes by which the chair was elected. The vote of who left
// since does not stand any more; it can have been for the chair.
func (i *integrity) chair() {
	m := i.c.Meeting
	chair := m.Seat(m.Chair)
	if chair == nil || chair.Representative && i.profile.Chair.RepresentativeBarred {
		i.add(CheckPanel, "composition.chair", "chair", "seat", strconv.Itoa(m.Chair))
		return
	}
	voted := map[int]bool{}
	count := 0
	for _, vote := range m.Votes {
		if m.Seat(vote.Seat) == nil || voted[vote.Seat] || vote.Round != m.Round {
			i.add(CheckPanel, "composition.vote", "votes", "seat", strconv.Itoa(vote.Seat))
			continue
		}
		voted[vote.Seat] = true
		if vote.For == m.Chair {
			count++
		}
	}
	for n := range m.Seats {
		no := m.Seats[n].No
		if !voted[no] && slices.ContainsFunc(m.Changes, func(change Change) bool { return change.Seat == no }) {
			count++
		}
	}
	if 2*count <= len(m.Seats) {
		i.add(CheckPanel, "composition.chair_votes", "votes", "seat", strconv.Itoa(m.Chair), "count", strconv.Itoa(count), "size", strconv.Itoa(len(m.Seats)))
	}
}

// rejections counts the findings on every bid again: one for each seat, item
// and bid, and a rejection for just those items that more than half of all seats
// found to fail, and the question by which it fails.
func (i *integrity) rejections() {
	m := i.c.Meeting
	type place struct {
		seat      int
		bid, item string
	}
	made := map[place]bool{}
	failed := map[[2]string]int{}
	for _, f := range m.Findings {
		at := place{f.Seat, f.Bid, f.Item}
		if m.Seat(f.Seat) == nil || made[at] {
			i.add(CheckPanel, "composition.finding", f.Bid, "seat", strconv.Itoa(f.Seat), "bidder", i.c.called(f.Bid))
			continue
		}
		made[at] = true
		if !f.Pass {
			failed[[2]string{f.Bid, f.Item}]++
		}
	}
	for _, bid := range i.c.Bids {
		var stated, found []string
		no := i.failsBy(bid.ID)
		if bid.Withdrawn != nil {
			continue
		}
		if bid.Rejection != nil {
			stated = slices.Sorted(slices.Values(bid.Rejection.Items))
			no -= bid.Rejection.Clarification
		}
		for at, count := range failed {
			if at[0] == bid.ID && 2*count > len(m.Seats) {
				found = append(found, at[1])
			}
		}
		slices.Sort(found)
		if no != 0 || !slices.Equal(stated, found) || bid.Rejection != nil && len(found) == 0 && bid.Rejection.Clarification == 0 {
			i.add(CheckPanel, "composition.rejection", bid.ID, "bidder", i.c.called(bid.ID))
		}
	}
}

// failsBy counts the judgements on what a bidder was asked again: the number of
// a low price that more than half of all seats do not find justified or, if there
// is none, of the bid's last correction that more than half find right and that
// was not confirmed.
func (i *integrity) failsBy(bid string) (no int) {
	for _, one := range i.c.Meeting.Clarifications {
		if one.Bid != bid {
			continue
		}
		votes := map[bool]int{}
		for _, j := range one.Judgements {
			votes[j.Accepted]++
		}
		switch seats := len(i.c.Meeting.Seats); {
		case votes[true]+votes[false] < seats:
		case one.Asks == AsksLowBid && 2*votes[false] > seats:
			return one.No
		case one.Asks == AsksCorrection && 2*votes[true] > seats:
			if no = one.No; one.Reply != nil && one.Reply.Confirms {
				no = 0
			}
		}
	}
	return no
}

package rooms

import (
	"context"
	"encoding/json"
	"fmt"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// MatchDomain is the domain of the datum by which a statement on a match
// stands in the centre's log; its value is the canonical JSON of a
// [conflict.Statement].
const MatchDomain = "register.match"

// MatchProposed is one person's word that a match is false, or with Back that
// a dismissal is to be taken back.
type MatchProposed struct {
	Subject string           `json:"subject"`        // id of the expert
	Match   evaluation.Datum `json:"match"`          // the statement on it
	Back    evaluation.Datum `json:"back,omitempty"` // the statement of the dismissal
}

// Kind names the entry.
func (*MatchProposed) Kind() string { return "match.proposed" }

// MatchConfirmed is the second person's word; with it the proposal counts.
type MatchConfirmed struct {
	MatchProposed
	ProposedBy string `json:"proposed_by"`
	Version    int64  `json:"version,string"` // of what the register says of the expert from then on
}

// Kind names the entry.
func (*MatchConfirmed) Kind() string { return "match.confirmed" }

// MatchDeclined is the second person's word against a proposal.
type MatchDeclined struct{ MatchProposed }

// Kind names the entry.
func (*MatchDeclined) Kind() string { return "match.declined" }

// A MatchProposal is a proposal on a match with what became of it.
type MatchProposal struct {
	ID        string             `json:"-"`
	Row       store.Match        `json:"-"`
	Statement conflict.Statement `json:"statement"`
	Salt      string             `json:"salt"`
	Back      evaluation.Datum   `json:"back,omitempty"`
	Declined  string             `json:"declined,omitempty"` // why
}

// act is what the log says of the proposal.
func (p MatchProposal) act() (MatchProposed, error) {
	datum, err := matchDatum(p.Statement, p.Salt)
	return MatchProposed{p.Statement.Expert, datum, p.Back}, err
}

// matchDatum is the datum by which a statement stands in the log.
func matchDatum(s conflict.Statement, salt string) (evaluation.Datum, error) {
	text, err := proclog.Canonical(s)
	return evaluation.Opening{Domain: MatchDomain, Salt: salt, Value: string(text)}.DatumHash(), err
}

// MatchID names a match by all that it holds, so that whoever names it has seen
// it as it is. It stands in addresses, and so is a keyed hash: nobody can try
// names until one fits.
func (s *Service) MatchID(m conflict.Match) (string, error) {
	text, err := proclog.Canonical(m)
	return s.Box.Index(MatchDomain, string(text)), err
}

func matchSeal(id string) string { return "register/match/" + id }

func (s *Service) openMatch(row store.Match) (p MatchProposal, err error) {
	text, err := s.Box.Open(matchSeal(row.ID), row.Sealed)
	if err != nil {
		return p, fmt.Errorf("match %s: %w", row.ID, err)
	}
	p.ID, p.Row = row.ID, row
	return p, json.Unmarshal(text, &p)
}

func (s *Service) sealMatch(p *MatchProposal) error {
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	p.Row.Sealed, err = s.Box.Seal(matchSeal(p.Row.ID), text)
	return err
}

// A MatchLook is an expert with every match by name that the register holds
// now, and what was ever proposed of one, oldest first.
type MatchLook struct {
	Expert    conflict.Expert
	Matches   []conflict.Match
	Proposals []MatchProposal
}

// Matches logs that somebody looks at an expert's matches by name and returns
// them.
func (s *Service) Matches(ctx context.Context, by Actor, expert string) (look MatchLook, err error) {
	if err := access.Allow(by.Role, by.Kind, access.RegisterRead, access.NoCase); err != nil {
		return look, err
	}
	if err := s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Expert(expert); err != nil {
			return absent(err, "expert.unknown", "expert")
		}
		return viewed(tx, by, &RegisterViewed{Subject: expert, Centre: by.Centre})
	}); err != nil {
		return look, err
	}
	return s.matchLook(ctx, expert)
}

// matchLook compares an expert with every company, which takes too long where
// nobody else may write meanwhile.
func (s *Service) matchLook(ctx context.Context, expert string) (look MatchLook, err error) {
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		row, err := tx.Expert(expert)
		if err != nil {
			return absent(err, "expert.unknown", "expert")
		}
		if look.Expert, err = readExpert(row); err != nil {
			return err
		}
		companies, err := s.Registry.Companies(tx)
		if err != nil {
			return err
		}
		look.Matches = conflict.Matches(companies.Register(), look.Expert)
		look.Proposals, err = s.proposalsOf(tx, expert)
		return err
	})
	return look, err
}

func (s *Service) proposalsOf(tx *store.Tx, expert string) (list []MatchProposal, err error) {
	rows, err := tx.MatchesOf(expert)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		p, err := s.openMatch(row)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// named finds the match that somebody looked at.
func (s *Service) named(l MatchLook, id string) (m conflict.Match, err error) {
	for _, m := range l.Matches {
		if own, err := s.MatchID(m); own == id || err != nil {
			return m, err
		}
	}
	return m, rule.Refuse(rule.Stale, "", "match.changed", "match")
}

// WaitingMatches lists the proposals that wait for a second person, oldest
// first, with the names of their experts.
func (s *Service) WaitingMatches(ctx context.Context, by Actor) (list []MatchProposal, names map[string]string, err error) {
	if err := access.Allow(by.Role, by.Kind, access.MatchDecide, access.NoCase); err != nil {
		return nil, nil, err
	}
	names = map[string]string{}
	err = s.DB.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.WaitingMatches()
		if err != nil {
			return err
		}
		for _, row := range rows {
			p, err := s.openMatch(row)
			if err != nil {
				return err
			}
			expert, err := tx.Expert(row.ExpertID)
			if err != nil {
				return err
			}
			list, names[row.ExpertID] = append(list, p), expert.Name
		}
		return nil
	})
	return list, names, err
}

// ProposedMatch logs that somebody looks at a proposal, and so at its expert,
// and returns it.
func (s *Service) ProposedMatch(ctx context.Context, by Actor, id string) (p MatchProposal, expert store.Expert, err error) {
	if err := access.Allow(by.Role, by.Kind, access.MatchDecide, access.NoCase); err != nil {
		return p, expert, err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.Match(id)
		if err != nil {
			return absent(err, "match.unknown", "proposal")
		}
		if err := viewed(tx, by, &RegisterViewed{Subject: row.ExpertID, Centre: by.Centre}); err != nil {
			return err
		}
		if expert, err = tx.Expert(row.ExpertID); err != nil {
			return err
		}
		p, err = s.openMatch(row)
		return err
	})
	return p, expert, err
}

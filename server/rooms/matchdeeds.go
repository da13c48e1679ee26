package rooms

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/store"
)

// ProposeMatch proposes that one of an expert's matches, by its [Service.MatchID], is
// false; or, if it is dismissed, that this be taken back.
func (s *Service) ProposeMatch(ctx context.Context, by Actor, expert, match, reason string) error {
	if err := access.Allow(by.Role, by.Kind, access.MatchPropose, access.NoCase); err != nil {
		return err
	}
	reason, err := reasonOf(reason, true)
	if err != nil {
		return err
	}
	look, err := s.matchLook(ctx, expert)
	if err != nil {
		return err
	}
	m, err := s.named(look, match)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		_, e, err := matchFor(tx, expert, m)
		if err != nil {
			return err
		}
		if err := ofOthers(by, e, m); err != nil {
			return err
		}
		proposals, err := s.proposalsOf(tx, expert)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(proposals, func(p MatchProposal) bool { return p.Row.State == store.MatchWaiting && p.Statement.Match == m }) {
			return rule.Refuse(rule.Stale, "", "match.waiting", "match")
		}
		return s.propose(tx, by, conflict.Statement{Expert: expert, Match: m, Reason: reason}, e.Dismissed(m))
	})
}

// propose writes a proposal: that a match be dismissed, or that what has been
// be taken back.
func (s *Service) propose(tx *store.Tx, by Actor, said conflict.Statement, dismissed *conflict.Dismissal) error {
	opening, err := newOpening(s.Random, MatchDomain, "")
	if err != nil {
		return err
	}
	p := MatchProposal{Statement: said, Salt: opening.Salt, Row: store.Match{ID: tx.NewID(), ExpertID: said.Expert, State: store.MatchWaiting, ByAccount: by.Account, AtMs: tx.Now}}
	if dismissed != nil {
		if p.Back, err = matchDatum(dismissed.Statement, dismissed.Salt); err != nil {
			return err
		}
	}
	act, err := p.act()
	if err != nil {
		return err
	}
	if err := s.sealMatch(&p); err != nil {
		return err
	}
	if err := tx.InsertMatch(p.Row); err != nil {
		return err
	}
	_, err = appendEntry(tx, proclog.Centre, act.Kind(), by, act)
	return err
}

// matchFor reads an expert whom nobody else can change meanwhile, and refuses a
// match that the register does not hold any more.
func matchFor(tx *store.Tx, expert string, m conflict.Match) (row store.Expert, e conflict.Expert, err error) {
	if row, err = tx.ExpertForUpdate(expert); err != nil {
		return row, e, absent(err, "expert.unknown", "expert")
	}
	if err := stands(row.MergedInto); err != nil {
		return row, e, err
	}
	if e, err = readExpert(row); err != nil {
		return row, e, err
	}
	company, err := tx.CompanyByCode(m.CreditCode)
	if err != nil {
		return row, e, absent(err, "match.changed", "match")
	}
	var known conflict.Company
	if err := json.Unmarshal(company.Facts, &known); err != nil {
		return row, e, fmt.Errorf("company %s: %w", company.ID, err)
	}
	if !slices.Contains(conflict.Matches(conflict.NewRegister([]conflict.Company{known}), e), m) {
		err = rule.Refuse(rule.Stale, "", "match.changed", "match")
	}
	return row, e, err
}

// ofOthers refuses who bears the name of the expert, or of the relative, whom a
// match is about: nobody has a say on their own.
func ofOthers(by Actor, e conflict.Expert, m conflict.Match) error {
	name := conflict.NormalisePerson(by.Name)
	if name != "" && (name == conflict.NormalisePerson(e.Name) || name == conflict.NormalisePerson(m.Relation.Name)) {
		return rule.Refuse(rule.Forbidden, "", "match.own", "match")
	}
	return nil
}

// DecideMatch takes the second person's word on a proposal. A dismissal that is
// confirmed is kept with the expert, and whoever was drawn is checked again.
func (s *Service) DecideMatch(ctx context.Context, by Actor, id string, confirm bool, reason string, today conflict.Date) error {
	if err := access.Allow(by.Role, by.Kind, access.MatchDecide, access.NoCase); err != nil {
		return err
	}
	reason, err := reasonOf(reason, !confirm)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		row, err := tx.Match(id)
		if err != nil {
			return absent(err, "match.unknown", "proposal")
		}
		p, err := s.openMatch(row)
		if err != nil {
			return err
		}
		if by.Account == row.ByAccount {
			return rule.Refuse(rule.Forbidden, "", "dismissal.second_person", "decided")
		}
		expert, err := tx.ExpertForUpdate(row.ExpertID)
		if err != nil {
			return err
		}
		e, err := readExpert(expert)
		if err != nil {
			return err
		}
		if err := ofOthers(by, e, p.Statement.Match); err != nil {
			return err
		}
		k := &keeper{Tx: tx, s: s, by: by, act: ByMatch}
		if confirm {
			return k.confirm(p, today)
		}
		p.Declined, p.Row.State = reason, "declined"
		proposed, err := p.act()
		if err != nil {
			return err
		}
		return k.decided(p, &MatchDeclined{proposed})
	})
}

// decided writes what became of a proposal.
func (k *keeper) decided(p MatchProposal, act interface{ Kind() string }) error {
	if err := k.s.sealMatch(&p); err != nil {
		return err
	}
	if err := k.DecideMatch(p.Row); err != nil {
		return absent(err, "", "proposal")
	}
	_, err := appendEntry(k.Tx, proclog.Centre, act.Kind(), k.by, act)
	return err
}

// confirm has the register say of the expert what a proposal says, if the match
// is still as it was proposed.
func (k *keeper) confirm(p MatchProposal, today conflict.Date) error {
	match := p.Statement.Match
	row, e, err := matchFor(k.Tx, p.Statement.Expert, match)
	if err != nil {
		return err
	}
	if (e.Dismissed(match) != nil) != (p.Back != "") {
		return rule.Refuse(rule.Stale, "", "match.changed", "match")
	}
	record, err := k.s.recordOf(row)
	if err != nil {
		return err
	}
	person, err := record.Person()
	if err != nil {
		return err
	}
	person.Dismissals = slices.DeleteFunc(person.Dismissals, func(d conflict.Dismissal) bool { return d.Match == match })
	if p.Back == "" {
		d := conflict.Dismissal{Statement: p.Statement, Salt: p.Salt, Proposed: p.Row.ByAccount, Decided: k.by.Account, On: today}
		if err := d.Check(); err != nil {
			return err
		}
		person.Dismissals = append(person.Dismissals, d)
	}
	if _, err := k.changePerson(row, person); err != nil {
		return err
	}
	if err := k.flush(); err != nil {
		return err
	}
	p.Row.State = "confirmed"
	proposed, err := p.act()
	if err != nil {
		return err
	}
	return k.decided(p, &MatchConfirmed{proposed, p.Row.ByAccount, row.Version + 1})
}

package rooms

import (
	"context"
	"slices"
	"strings"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/server/access"
	"bidroom/server/proclog"
	"bidroom/server/registry"
	"bidroom/server/store"
)

// RegisterCompared is a look at two entries of the register beside each other.
type RegisterCompared struct {
	Subject string `json:"subject"` // id of the expert or company that would stand
	Other   string `json:"other"`
}

// Kind names the entry.
func (*RegisterCompared) Kind() string { return "register.compared" }

// RegisterMerged says that an entry of the register was merged into another.
// It names what was changed there, and not to what.
type RegisterMerged struct {
	Subject      string   `json:"subject"` // id of the expert or company that stands
	Version      int64    `json:"version,string"`
	Other        string   `json:"other"`
	OtherVersion int64    `json:"other_version,string"`
	Changed      []string `json:"changed"`
}

// Kind names the entry.
func (*RegisterMerged) Kind() string { return "register.merged" }

// RegisterApart says that two entries of the register were held not to be the
// same.
type RegisterApart struct {
	Subject string `json:"subject"`
	Other   string `json:"other"`
}

// Kind names the entry.
func (*RegisterApart) Kind() string { return "register.apart" }

// A Merge is what somebody decides of two entries that are the same.
type Merge struct {
	Into, From               string   // ids
	IntoVersion, FromVersion int64    // that were looked at
	Take                     []string // fields of which what From says stands
	Reason                   string
}

// check refuses a merge of an entry with itself, and one that takes what cannot
// be chosen.
func (m Merge) check(takes []string) error {
	if m.Into == m.From {
		return rule.Refuse(rule.Invalid, "", "register.itself", "")
	}
	for _, field := range m.Take {
		if !slices.Contains(takes, field) {
			return rule.Refuse(rule.Invalid, "", "register.take", "take", "field", field)
		}
	}
	return nil
}

// lookAtPair reads two entries for who may merge them, and logs the look.
func (s *Service) lookAtPair(ctx context.Context, by Actor, action access.Action, m Merge, read func(*store.Tx) error) error {
	if err := access.Allow(by.Role, by.Kind, action, access.NoCase); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		act := &RegisterCompared{m.Into, m.From}
		if _, err := appendEntry(tx, proclog.Centre, act.Kind(), by, act); err != nil {
			return err
		}
		return read(tx)
	})
}

// judgePair takes a judgement on two entries, which has a reason.
func (s *Service) judgePair(ctx context.Context, by Actor, action access.Action, reason string, judge func(tx *store.Tx, reason string) error) error {
	if err := access.Allow(by.Role, by.Kind, action, access.NoCase); err != nil {
		return err
	}
	reason, err := reasonOf(reason, true)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error { return judge(tx, reason) })
}

// A Judged is what somebody held of a pair: that it is not the same.
type Judged struct {
	Account string
	AtMs    int64
	Reason  string
}

// stands refuses an act on an entry that was merged into another.
func stands(mergedInto string) error {
	if mergedInto != "" {
		return rule.Refuse(rule.Stale, "", "register.merged", "")
	}
	return nil
}

const apartDomain = "register-apart"

// apartKey names a pair, the same whichever of it comes first.
func apartKey(one, other string) [2]string { return [2]string{min(one, other), max(one, other)} }

// hashSigns is what a judgement is kept with, so that it lapses when the pair
// agrees in something else. It is the same whichever of the pair comes first.
func (s *Service) hashSigns(signs []experts.Sign) string {
	lines := make([]string, len(signs))
	for i, sign := range signs {
		lines[i] = sign.Kind + "\n" + sign.Value + "\n"
	}
	slices.Sort(lines)
	return s.Box.Index(apartDomain, strings.Join(lines, ""))
}

// keptApart returns what finds the row of a pair that is held not to be the
// same while it agrees in no more than these signs.
func (s *Service) keptApart(tx *store.Tx) (func(registry.Twin) (row store.Apart, holds bool), error) {
	rows, err := tx.AllApart()
	kept := make(map[[2]string]store.Apart, len(rows))
	for _, row := range rows {
		kept[apartKey(row.One, row.Other)] = row
	}
	return func(t registry.Twin) (store.Apart, bool) {
		row, there := kept[apartKey(t.One, t.Other)]
		return row, there && row.Signs == s.hashSigns(t.Signs)
	}, err
}

// pairs returns a page of those twins that are held apart, or of those that are
// not, and how many there are.
func (s *Service) pairs(tx *store.Tx, twins []registry.Twin, heldApart bool, offset, limit int) (page []registry.Twin, total int, err error) {
	apart, err := s.keptApart(tx)
	if err != nil {
		return nil, 0, err
	}
	for _, t := range twins {
		if _, holds := apart(t); holds != heldApart {
			continue
		}
		if total >= offset && len(page) < limit {
			page = append(page, t)
		}
		total++
	}
	return page, total, nil
}

// judged returns what holds of a pair, or nil.
func (s *Service) judged(tx *store.Tx, t registry.Twin) (*Judged, error) {
	apart, err := s.keptApart(tx)
	if err != nil {
		return nil, err
	}
	row, holds := apart(t)
	if !holds {
		return nil, nil
	}
	reason, err := s.Box.Open(apartDomain, row.Reason)
	return &Judged{row.ByAccount, row.AtMs, string(reason)}, err
}

// keepApart keeps that two entries are held not to be the same.
func (s *Service) keepApart(tx *store.Tx, by Actor, one, other, reason string, signs []experts.Sign) error {
	pair := apartKey(one, other)
	row := store.Apart{One: pair[0], Other: pair[1], Signs: s.hashSigns(signs), ByAccount: by.Account, AtMs: tx.Now}
	var err error
	if row.Reason, err = s.Box.Seal(apartDomain, []byte(reason)); err != nil {
		return err
	}
	if err := tx.SaveApart(row); err != nil {
		return err
	}
	act := &RegisterApart{pair[0], pair[1]}
	_, err = appendEntry(tx, proclog.Centre, act.Kind(), by, act)
	return err
}

// letGo has an entry stand no more, as merge does, with what it said before and
// after.
func (k *keeper) letGo(id string, version int64, tagged bool, said Record, merge func() error) error {
	if err := k.keepBefore(id, version, tagged, func() (Record, error) { return said, nil }); err != nil {
		return err
	}
	if err := merge(); err != nil {
		return err
	}
	return k.keep(id, version+1, said)
}

// logMerge ends a merge: its versions are written, and its entry.
func (k *keeper) logMerge(act *RegisterMerged, before, after Record) (err error) {
	if err := k.flush(); err != nil {
		return err
	}
	if act.Changed, err = changed(before, after); err != nil {
		return err
	}
	_, err = appendEntry(k.Tx, proclog.Centre, act.Kind(), k.by, act)
	return err
}

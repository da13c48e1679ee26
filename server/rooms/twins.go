package rooms

import (
	"slices"
	"strings"
	"unicode/utf8"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/server/proclog"
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

// keptApart returns which pairs were held not to be the same.
func keptApart(tx *store.Tx) (map[[2]string]store.Apart, error) {
	rows, err := tx.AllApart()
	kept := make(map[[2]string]store.Apart, len(rows))
	for _, row := range rows {
		kept[apartKey(row.One, row.Other)] = row
	}
	return kept, err
}

// judged returns what holds of a pair that agrees in signs, or nil.
func (s *Service) judged(tx *store.Tx, one, other string, signs []experts.Sign) (*Judged, error) {
	kept, err := keptApart(tx)
	if err != nil {
		return nil, err
	}
	row, there := kept[apartKey(one, other)]
	if !there || row.Signs != s.hashSigns(signs) {
		return nil, nil
	}
	reason, err := s.Box.Open(apartDomain, row.Reason)
	return &Judged{row.ByAccount, row.AtMs, string(reason)}, err
}

// checkReason refuses a decision without a reason, or with one too long.
func checkReason(reason string) error {
	switch {
	case reason == "":
		return rule.Refuse(rule.Invalid, "", "reason.required", "reason")
	case utf8.RuneCountInString(reason) > longestReason:
		return rule.Refuse(rule.Invalid, "", "register.long", "reason", "longest", "500")
	}
	return nil
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

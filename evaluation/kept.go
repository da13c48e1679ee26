package evaluation

import (
	"sync"

	"bidroom/evaluation/fee"
	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
)

// A case is opened anew for every act and every look, and each time asks for its
// profile, its method or its fee table, which are a text of many rules. None
// changes once it is read.
var (
	profiles = kept[*rule.Profile]{read: rule.ReadProfile}
	tables   = kept[*fee.Table]{read: fee.Read}
	methods  = kept[*scoring.Method]{read: func(source string) (*scoring.Method, error) { return scoring.Load([]byte(source)) }}
)

// mostKept bounds what is kept: a centre has few rules in force.
const mostKept = 32

// A kept keeps what was read of a text. What cannot be read is not kept.
type kept[T any] struct {
	read func(text string) (T, error)
	mu   sync.Mutex // guards of
	of   map[string]T
}

func (k *kept[T]) get(text string) (T, error) {
	k.mu.Lock()
	one, is := k.of[text]
	k.mu.Unlock()
	if is {
		return one, nil
	}
	one, err := k.read(text)
	if err != nil {
		return one, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of == nil || len(k.of) == mostKept {
		k.of = map[string]T{}
	}
	k.of[text] = one
	return one, nil
}

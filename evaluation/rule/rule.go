// Package rule holds the words in which an act is refused: the clause it
// would break, and every reason at once, as data. The sentences themselves
// stand in the catalogue, so that a page, a report and a message say the same
// thing in the reader's language.
package rule

import "strings"

// A Clause names the law, regulation or tender-document clause that a rule
// carries out, such as "招标投标法 第三十七条第二款". It is empty when the rule
// is this system's own.
type Clause string

// Kind says what sort of refusal a [Refusal] is, for code that must choose
// what to do next. It never appears in a message to a person.
type Kind uint8

const (
	Invalid         Kind = iota + 1 // the input is malformed or out of range
	Unauthenticated                 // the actor has not signed in, or no longer is
	Forbidden                       // the actor may never do this
	Premature                       // the act belongs to another stage
	Stale                           // the state has moved on since the actor looked
	NotFound                        // no such thing, or the actor may not know of it
	TooLarge                        // the input is larger than is taken
	Busy                            // no capacity at present; the same act may succeed later
)

var kindNames = [...]string{
	Invalid: "invalid", Unauthenticated: "unauthenticated", Forbidden: "forbidden", Premature: "premature",
	Stale: "stale", NotFound: "not_found", TooLarge: "too_large", Busy: "busy",
}

// String returns the identifier of k as it is sent to pages.
func (k Kind) String() string {
	if int(k) < len(kindNames) && kindNames[k] != "" {
		return kindNames[k]
	}
	return "unknown"
}

// A Reason is one ground of a refusal.
type Reason struct {
	Clause Clause            `json:"clause,omitempty"`
	Code   string            `json:"code"`            // catalogue key below "refusal.", such as "panel.even"
	Field  string            `json:"field,omitempty"` // what to mend, named as it was sent
	Args   map[string]string `json:"args,omitempty"`  // for the catalogue's text; never a sealed name
}

// A Refusal is an act refused by a rule, with every reason at once. Every
// other error that crosses a package boundary is a fault of the machine and
// is wrapped with %w.
type Refusal struct {
	Kind    Kind
	Reasons []Reason
}

// Error lists the codes of the refusal; the words for people are in the
// catalogue.
func (r *Refusal) Error() string {
	codes := make([]string, len(r.Reasons))
	for i, reason := range r.Reasons {
		codes[i] = reason.Code
	}
	return "refused (" + r.Kind.String() + "): " + strings.Join(codes, ", ")
}

// Refuse returns a refusal with a single reason. args are name, value pairs.
func Refuse(kind Kind, clause Clause, code, field string, args ...string) *Refusal {
	return &Refusal{Kind: kind, Reasons: []Reason{NewReason(clause, code, field, args...)}}
}

// NewReason returns a reason; args are name, value pairs, and an odd last one
// is dropped.
func NewReason(clause Clause, code, field string, args ...string) Reason {
	reason := Reason{Clause: clause, Code: code, Field: field}
	for i := 0; i+1 < len(args); i += 2 {
		if reason.Args == nil {
			reason.Args = make(map[string]string, len(args)/2)
		}
		reason.Args[args[i]] = args[i+1]
	}
	return reason
}

// Collect gathers reasons while an act is examined.
type Collect struct {
	reasons []Reason
}

// Add notes a reason; see [NewReason] for args.
func (c *Collect) Add(clause Clause, code, field string, args ...string) {
	c.reasons = append(c.reasons, NewReason(clause, code, field, args...))
}

// Err returns nil if nothing was added, or a *[Refusal] of the given kind
// with all that was.
func (c *Collect) Err(kind Kind) error {
	if len(c.reasons) == 0 {
		return nil
	}
	return &Refusal{Kind: kind, Reasons: c.reasons}
}

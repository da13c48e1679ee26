package access

import (
	"fmt"
	"strings"
)

// Document returns the table as Markdown: what docs/access.md holds.
func Document() string {
	var b strings.Builder
	b.WriteString(`# Who may do what, and when

Generated from ` + "`server/access/table.go`" + `; a test compares. What is not here is denied.
A supervisor is of one of three kinds (regulator, discipline, monitor); a line that is limited to some names them.
"centre" stands for what is not about one case.

Where one server serves several centres, the table says what somebody may do, and the centre of the account with what:
lots, draws, rooms, kiosks and everything of them are not there for people of another centre (404, as for an id that
nobody has). The three administrators are of every centre; a supervisor is of one or of every centre; everybody else is of
one. One centre keeps the register of experts and companies for all. Only its people, and supervisors of every centre, may:
` + strings.Join(registerWords(), ", ") + `.

| action | who | when |
|---|---|---|
`)
	for _, action := range Actions() {
		for _, g := range grantsOf[action] {
			who := make([]string, len(g.to))
			for i, p := range g.to {
				who[i] = string(p.role)
				if len(p.kinds) > 0 {
					who[i] += " (" + strings.ReplaceAll(joined(p.kinds), ",", ", ") + ")"
				}
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", action, strings.Join(who, ", "), when(g.at))
		}
	}
	return b.String()
}

// registerWords are the actions of the register as the document writes them.
func registerWords() []string {
	words := make([]string, len(ofRegister))
	for i, action := range ofRegister {
		words[i] = "`" + string(action) + "`"
	}
	return words
}

func when(at []Stage) string {
	switch {
	case len(at) == 1 && at[0] == NoCase:
		return "centre"
	case len(at) == len(Stages):
		return "every stage"
	}
	return strings.ReplaceAll(joined(at), ",", ", ")
}

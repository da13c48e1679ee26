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

func when(at []Stage) string {
	switch {
	case len(at) == 1 && at[0] == NoCase:
		return "centre"
	case len(at) == len(Stages):
		return "every stage"
	}
	return strings.ReplaceAll(joined(at), ",", ", ")
}

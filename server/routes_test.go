package server_test

import (
	"net/http"
	"regexp"
	"slices"
	"testing"
	"testing/fstest"

	"bidroom/server"
	"bidroom/server/access"
	"bidroom/server/api"
	"bidroom/server/auth"
)

// callers are one of each who can stand before a route, by what they show.
var callers = map[string][]string{"visitor": {"X-CSRF", "visitor"}, "kiosk": {"Authorization", "Kiosk k1"}}

func init() {
	for _, role := range access.AccountRoles {
		callers[string(role)] = []string{"Cookie", "bidroom-session=" + string(role), "X-CSRF", "right"}
	}
}

var parameter = regexp.MustCompile(`:[a-z]+`)

// Every route of the real table, called by one of every role, lets through
// exactly those whom the access table grants its action at some stage, by a
// way that the route allows.
func TestEveryRouteForEveryRole(t *testing.T) {
	routes := server.Table(&api.Handlers{})
	seen := map[string]bool{}
	for i, r := range routes {
		if seen[r.Method+" "+r.Path] {
			t.Errorf("%s %s stands twice", r.Method, r.Path)
		}
		seen[r.Method+" "+r.Path] = true
		routes[i].Handler = echo
	}
	c := startRoutes(t, fstest.MapFS{}, routes)
	for _, r := range routes {
		path := parameter.ReplaceAllString(r.Path, "x")
		for name, shown := range callers {
			role, kind, way := access.Role(name), access.SupervisorKind(""), auth.ByAccount
			switch role {
			case access.Visitor:
				way = auth.Nobody
			case access.Kiosk:
				way = auth.ByKiosk
			case access.Supervisor:
				kind = access.Regulator
			}
			want := access.Ever(role, kind, r.Action) == nil && slices.Contains(r.By, way)
			a := c.do(r.Method, path, nil, shown...)
			if got := a.StatusCode == http.StatusOK; got != want || !got && a.StatusCode != http.StatusForbidden && a.StatusCode != http.StatusUnauthorized {
				t.Errorf("%s %s by %s: %d %s, want through: %t", r.Method, r.Path, name, a.StatusCode, a.text, want)
			}
		}
	}
}

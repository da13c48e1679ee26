package access_test

import (
	"testing"

	"bidroom/server/access"
)

// Who is of which centre, and what is seen from there; the zero scope, of an
// account that is nowhere, sees nothing.
func TestScopes(t *testing.T) {
	for _, role := range access.AccountRoles {
		wide := role == access.SysAdmin || role == access.SecAdmin || role == access.Auditor
		if err := access.Placed(role, "a"); (err == nil) == wide {
			t.Errorf("%s in one centre: %v", role, err)
		}
		if err := access.Placed(role, ""); (err == nil) != (wide || role == access.Supervisor) {
			t.Errorf("%s in every centre: %v", role, err)
		}
	}
	for _, tt := range []struct {
		role         access.Role
		centre       string
		a, b, nobody bool
	}{
		{access.Staff, "a", true, false, false},
		{access.Staff, "", false, false, false},
		{access.Supervisor, "b", false, true, false},
		{access.Supervisor, "", true, true, true},
		{access.Auditor, "", true, true, true},
		{access.Auditor, "a", false, false, false},
	} {
		s := access.ScopeOf(tt.role, tt.centre)
		if s.Sees("a") != tt.a || s.Sees("b") != tt.b || s.Sees("") != tt.nobody {
			t.Errorf("%s of %q sees %t %t %t", tt.role, tt.centre, s.Sees("a"), s.Sees("b"), s.Sees(""))
		}
	}
}

// The register is its keepers'; everything else is asked of the table alone.
func TestKeepsRegister(t *testing.T) {
	register := map[access.Action]bool{
		access.RegisterRead: true, access.RegisterImport: true, access.RegisterEdit: true, access.RegisterExport: true, access.RegisterMerge: true,
		access.MatchPropose: true, access.MatchDecide: true, access.CompanyEdit: true, access.CompanyExport: true, access.CompanyMerge: true,
	}
	for _, action := range access.Actions() {
		if err := access.KeepsRegister(action, false); (err != nil) != register[action] {
			t.Errorf("%s: %v", action, err)
		}
		if err := access.KeepsRegister(action, true); err != nil {
			t.Errorf("%s by a keeper: %v", action, err)
		}
	}
}

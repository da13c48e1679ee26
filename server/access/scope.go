package access

import (
	"slices"

	"bidroom/evaluation/rule"
)

// A Scope is whose cases, rooms and kiosks somebody may see at all: those of
// the centre with that id, or with [Everywhere] those of every centre. The zero
// Scope sees nothing. The table says what may be done; the scope says with what.
type Scope string

// Everywhere is the scope of the program itself, and of people who are of no
// one centre.
const Everywhere Scope = "*"

// Sees reports whether what belongs to a centre is within the scope.
func (s Scope) Sees(centre string) bool {
	return s == Everywhere || s != "" && string(s) == centre
}

// Placed refuses a role in a centre where it cannot be. The three administrators
// are the installation's and of no one centre (centre is empty), a supervisor
// is of one or of every centre, and everybody else is of one.
func Placed(role Role, centre string) error {
	administers := slices.Contains(Administrators, role)
	if centre != "" && administers {
		return rule.Refuse(rule.Invalid, "", "account.centre_none", "centre", "role", string(role))
	}
	if centre == "" && !administers && role != Supervisor {
		return rule.Refuse(rule.Invalid, "", "account.centre_needed", "centre", "role", string(role))
	}
	return nil
}

// ScopeOf returns what an account sees: its centre, or every centre if it is
// of none and its role can be.
func ScopeOf(role Role, centre string) Scope {
	if Placed(role, centre) != nil {
		return ""
	}
	if centre == "" {
		return Everywhere
	}
	return Scope(centre)
}

// ofRegister are the deeds on the register of experts and companies, which one
// centre keeps for all.
var ofRegister = []Action{
	RegisterRead, RegisterImport, RegisterEdit, RegisterExport, RegisterMerge, MatchPropose, MatchDecide,
	CompanyEdit, CompanyExport, CompanyMerge,
}

// KeepsRegister refuses an action on the register to whoever is not of the
// centre that keeps it.
func KeepsRegister(action Action, keeps bool) error {
	if !keeps && slices.Contains(ofRegister, action) {
		return rule.Refuse(rule.Forbidden, "", "access.register", "", "action", string(action))
	}
	return nil
}

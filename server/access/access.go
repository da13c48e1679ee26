// Package access decides who may do what, and when. There is one table, in
// table.go: Role × Action × Stage. What the table does not grant is denied.
//
// The table knows roles, not persons. Three rules about persons stand beside
// it: [Separate] keeps the three administrators apart, [Apart] keeps a case's
// own staff from learning a drawn name, and a member's acts are bound to the
// member's own seat by package evaluation.
//
// docs/access.md is generated from the table.
package access

import (
	"slices"
	"strings"

	"bidroom/evaluation/rule"
)

// A Role is what somebody is in the centre. An account has exactly one.
type Role string

const (
	Visitor    Role = "visitor" // nobody has signed in, and no kiosk is paired
	Staff      Role = "staff"
	Supervisor Role = "supervisor"
	Agent      Role = "agent"
	Witness    Role = "witness"
	SysAdmin   Role = "sysadmin"
	SecAdmin   Role = "secadmin"
	Auditor    Role = "auditor"
	Member     Role = "member" // at a kiosk, after check-in
	Kiosk      Role = "kiosk"  // the device, without a member
	System     Role = "system" // this program, by itself
)

// Roles lists every role.
var Roles = []Role{Visitor, Staff, Supervisor, Agent, Witness, SysAdmin, SecAdmin, Auditor, Member, Kiosk, System}

// AccountRoles lists the roles that an account can have.
var AccountRoles = []Role{Staff, Supervisor, Agent, Witness, SysAdmin, SecAdmin, Auditor}

// Administrators lists the three separate administrators (三员).
var Administrators = []Role{SysAdmin, SecAdmin, Auditor}

// A SupervisorKind says whom a supervisor answers to. It is empty for every
// other role.
type SupervisorKind string

const (
	Regulator  SupervisorKind = "regulator"  // the industry regulator
	Discipline SupervisorKind = "discipline" // discipline inspection
	Monitor    SupervisorKind = "monitor"    // the centre's own
)

// SupervisorKinds lists every kind of supervisor.
var SupervisorKinds = []SupervisorKind{Regulator, Discipline, Monitor}

// A Stage is where a case stands; the names are those of package evaluation.
type Stage string

const (
	NoCase     Stage = "" // the action is about the centre, not about one case
	Preparing  Stage = "preparing"
	Scheduled  Stage = "scheduled"
	Assembling Stage = "assembling"
	Declaring  Stage = "declaring"
	Electing   Stage = "electing"
	Examining  Stage = "examining"
	Evaluating Stage = "evaluating"
	Pricing    Stage = "pricing"
	Tallied    Stage = "tallied"
	Reporting  Stage = "reporting"
	Signing    Stage = "signing"
	Sealed     Stage = "sealed"
	Suspended  Stage = "suspended"
	Void       Stage = "void"
)

// Stages lists every stage of a case, in order; the last two stand beside it.
var Stages = []Stage{
	Preparing, Scheduled, Assembling, Declaring, Electing, Examining, Evaluating, Pricing,
	Tallied, Reporting, Signing, Sealed, Suspended, Void,
}

// A grant is one line of the table: these roles may do this at these stages.
type grant struct {
	action Action
	to     []party
	at     []Stage
}

// A party is a role, narrowed to some kinds of supervisor if kinds is not
// empty.
type party struct {
	role  Role
	kinds []SupervisorKind
}

func (p party) is(role Role, kind SupervisorKind) bool {
	if p.role != role {
		return false
	}
	if role != Supervisor {
		return true
	}
	if len(p.kinds) == 0 {
		return slices.Contains(SupervisorKinds, kind)
	}
	return slices.Contains(p.kinds, kind)
}

// Allow returns nil if the role may do the action at the stage. Otherwise it
// returns a *[rule.Refusal] with every reason: of kind Unauthenticated for a
// visitor, Forbidden if the role never may, Premature if only the stage is
// wrong. kind is the kind of a supervisor; an unknown one is denied. An action
// about the centre is asked for with [NoCase].
func Allow(role Role, kind SupervisorKind, action Action, stage Stage) error {
	var roleMay, stageMay, kindMay bool
	for _, g := range grantsOf[action] {
		at := slices.Contains(g.at, stage)
		stageMay = stageMay || at
		for _, p := range g.to {
			kindMay = kindMay || p.role == role
			if p.is(role, kind) {
				if at {
					return nil
				}
				roleMay = true
			}
		}
	}
	var why rule.Collect
	switch {
	case roleMay:
		why.Add("", "access.stage", "", "action", string(action), "stage", string(stage),
			"needed", joined(stagesOf(role, kind, action)))
		return why.Err(rule.Premature)
	case role == Visitor:
		why.Add("", "access.sign_in", "", "action", string(action))
		return why.Err(rule.Unauthenticated)
	case kindMay:
		why.Add("", "access.kind", "", "action", string(action), "kind", string(kind), "may", joined(rolesOf(action)))
	default:
		why.Add("", "access.role", "", "action", string(action), "role", string(role), "may", joined(rolesOf(action)))
	}
	if !stageMay && stage != NoCase {
		why.Add("", "access.stage_too", "", "action", string(action), "stage", string(stage))
	}
	return why.Err(rule.Forbidden)
}

// Ever returns nil if the role may do the action at some stage, or for the
// centre as a whole; otherwise the refusal of [Allow]. It is what a route can
// ask before the case is loaded.
func Ever(role Role, kind SupervisorKind, action Action) error {
	if len(stagesOf(role, kind, action)) > 0 {
		return nil
	}
	return Allow(role, kind, action, NoCase)
}

// OfCase reports whether the action is about one case, so that its stage
// decides too.
func OfCase(action Action) bool {
	return slices.ContainsFunc(grantsOf[action], func(g grant) bool { return !slices.Contains(g.at, NoCase) })
}

// stagesOf lists where the role may do the action, in order; [NoCase] first.
func stagesOf(role Role, kind SupervisorKind, action Action) []Stage {
	var list []Stage
	for _, g := range grantsOf[action] {
		if slices.ContainsFunc(g.to, func(p party) bool { return p.is(role, kind) }) {
			list = append(list, g.at...)
		}
	}
	slices.SortFunc(list, func(a, b Stage) int { return slices.Index(Stages, a) - slices.Index(Stages, b) })
	return slices.Compact(list)
}

// rolesOf lists who may do the action at some stage, in the order of [Roles].
func rolesOf(action Action) []Role {
	var list []Role
	for _, role := range Roles {
		for _, g := range grantsOf[action] {
			if slices.ContainsFunc(g.to, func(p party) bool { return p.role == role }) {
				list = append(list, role)
				break
			}
		}
	}
	return list
}

func joined[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, word := range list {
		words[i] = string(word)
	}
	return strings.Join(words, ",")
}

// Separate refuses a role for a person who holds one already, if the two are
// different administrators: the system administrator, the security
// administrator and the auditor are three persons (三员分立).
func Separate(held []Role, wanted Role) error {
	if !slices.Contains(Administrators, wanted) {
		return nil
	}
	for _, role := range held {
		if role != wanted && slices.Contains(Administrators, role) {
			return rule.Refuse(rule.Forbidden, separation, "access.administrators", "role", "role", string(wanted), "held", string(role))
		}
	}
	return nil
}

// separation is where the three administrators come from.
const separation rule.Clause = "GB/T 22239-2019 8.1.5"

// Apart refuses an invitation's call to whoever had a hand in the case: the
// caller learns one drawn name, and the case's own staff may not. own holds
// the accounts that acted on the case.
func Apart(caller string, own []string) error {
	if slices.Contains(own, caller) {
		return rule.Refuse(rule.Forbidden, "", "access.own_case", "")
	}
	return nil
}

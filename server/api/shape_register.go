package api

import "bidroom/server/rooms"

// ExpertBrief is an expert in a list; the identity number is masked.
type ExpertBrief struct {
	ID          string          `json:"id"`
	Name        string          `json:"name"`
	Identity    string          `json:"identity"` // masked
	Region      string          `json:"region"`
	Status      string          `json:"status"`
	Specialties []SpecialtyView `json:"specialties"`
	Employers   []string        `json:"employers"` // of today
}

// ExpertPage is a page of the experts that were found.
type ExpertPage struct {
	Items   []ExpertBrief `json:"items"`
	Total   int64         `json:"total"`
	Regions []string      `json:"regions"` // in which experts of the register live
}

// ExpertView is all that the register says of an expert, now or on a past day;
// identity number and phone are masked.
type ExpertView struct {
	ID            string              `json:"id"`
	Version       int64               `json:"version"` // of what the register says now
	Altered       bool                `json:"altered"` // the row differs from its last version
	Day           string              `json:"day"`     // that was asked for; empty for now
	Name          string              `json:"name"`
	Identity      string              `json:"identity"` // masked
	Phone         string              `json:"phone"`    // masked
	Photo         string              `json:"photo"`    // its hash; empty if there is none
	Region        string              `json:"region"`
	Title         string              `json:"title"`
	Status        string              `json:"status"`
	Until         string              `json:"until"`
	Reason        string              `json:"reason"`    // of the status
	DecidedBy     string              `json:"decidedBy"` // the status
	Despite       string              `json:"despite"`   // why an active expert is so who is not qualified by some profile; empty if that is not so
	Specialties   []SpecialtyView     `json:"specialties"`
	Affiliations  rooms.Affiliations  `json:"affiliations"`
	Offices       rooms.Offices       `json:"offices"`
	Holdings      rooms.Holdings      `json:"holdings"`
	Relations     rooms.Relations     `json:"relations"`
	Penalties     rooms.Penalties     `json:"penalties"`
	Libraries     rooms.Libraries     `json:"libraries"`
	Leave         rooms.Leave         `json:"leave"`
	Qualification rooms.Qualification `json:"qualification"`
	Evidence      rooms.Evidences     `json:"evidence"`
	Eligibility   []EligibilityView   `json:"eligibility"` // whether the expert may be drawn at all, by every profile
	History       []VersionView       `json:"history"`     // newest first
	MergedInto    *EntryRef           `json:"mergedInto"`  // the entry that stands instead; null if it stands itself
	Services      []ServiceView       `json:"services"`    // newest first; of panels that are still sealed none
	Assessed      GradesView          `json:"assessed"`
}

// ServiceView is a seat that an expert took, at a meeting that was not void.
type ServiceView struct {
	AtMs       int64  `json:"atMs"` // of the check-in
	Lot        string `json:"lot"`  // empty for one that the reader does not see
	LotNumber  string `json:"lotNumber"`
	LotName    string `json:"lotName"`
	TenderName string `json:"tenderName"`
	Entity     string `json:"entity"` // the procuring entity's name
	Seat       int    `json:"seat"`
	Outside    bool   `json:"outside"` // the panel was drawn elsewhere
}

// ServedView is an expert as the centre sees one who served there.
type ServedView struct {
	Name        string          `json:"name"`
	Status      string          `json:"status"`
	Until       string          `json:"until"` // yyyy-mm-dd; empty if the standing has no end
	Specialties []SpecialtyView `json:"specialties"`
	Services    []ServiceView   `json:"services"` // at this centre, newest first
}

// EligibilityView is whether an expert may be drawn at all by one rule profile.
type EligibilityView struct {
	Profile Words             `json:"profile"`
	State   string            `json:"state"` // eligible, not_eligible or unknown
	Because []EligibilityBase `json:"because"`
}

// EligibilityBase is one ground that decided of it, or what makes another one clear,
// such as the library that will do.
type EligibilityBase struct {
	Ground string            `json:"ground"` // such as R26
	Clause string            `json:"clause"`
	State  string            `json:"state"` // clear, conflict or unknown
	Data   []EligibilityFact `json:"data"`
	Lacks  []string          `json:"lacks"` // what was never looked up, or is not known of the expert
}

// EligibilityFact is what the register holds that speaks for or against it.
type EligibilityFact struct {
	Kind string `json:"kind"` // of a penalty, a standing or a library; no_library; title_, education_ with a level; in_field; of_age; relaxed
	Name string `json:"name"` // of the library
	On   string `json:"on"`   // the day that decided: the first of a penalty, the last of a library, a ban or a standing, the first in the field; or empty
}

// VersionView is one change of an expert or a company.
type VersionView struct {
	Version int64       `json:"version"`
	AtMs    int64       `json:"atMs"` // 0 if it is from before versions were kept
	By      string      `json:"by"`   // name of the account; empty for the program
	Act     string      `json:"act"`  // import, edit, add, merge, before
	Changed []string    `json:"changed"`
	Reason  string      `json:"reason"` // why an identity number was put right; empty otherwise
	Merged  *MergedView `json:"merged"` // of a merge
}

// MergedView says of a merge with which other entry it was.
type MergedView struct {
	ID     string `json:"id"`   // of the other entry
	Name   string `json:"name"` // of it now
	Into   bool   `json:"into"` // this entry went into the other; else the other way round
	Reason string `json:"reason"`
}

// EntryRef names another entry of the register.
type EntryRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// SignView is something in which two entries agree.
type SignView struct {
	Kind  string `json:"kind"`
	Value string `json:"value"` // what both state; empty where it is sealed
}

// JudgedView is what somebody held of a pair: that it is not the same.
type JudgedView struct {
	By     string `json:"by"` // name of the account
	AtMs   int64  `json:"atMs"`
	Reason string `json:"reason"`
}

// ExpertTwinView is two entries that may be one person.
type ExpertTwinView struct {
	One   ExpertBrief `json:"one"`
	Other ExpertBrief `json:"other"`
	Signs []SignView  `json:"signs"`
}

// ComparedExpertsView is two entries beside each other, and what would stand if
// the other went into the one. None of the three has a history.
type ComparedExpertsView struct {
	One     ExpertView  `json:"one"`
	Other   ExpertView  `json:"other"`
	Merged  ExpertView  `json:"merged"`
	Changed []string    `json:"changed"` // of the one
	Signs   []SignView  `json:"signs"`
	Judged  *JudgedView `json:"judged"` // null if nobody held them apart
}

// SpecialtyView is a specialty code with its names.
type SpecialtyView struct {
	Code   string `json:"code"`
	Parent string `json:"parent"` // code of the one above; empty at the top
	Names  Words  `json:"names"`  // empty for a code that is not in the list
	Read   string `json:"read"`   // how the Chinese name is read, for a search: a syllable or several, with "/", for each character
}

// ImportView is a register import and how far it is.
type ImportView struct {
	ID        string        `json:"id"`
	File      string        `json:"file"`
	State     string        `json:"state"`  // kept, reading, ready, writing, done, failed
	Failed    []Reason      `json:"failed"` // why it could not be read, or written
	Total     int64         `json:"total"`
	Done      int64         `json:"done"`
	Good      int64         `json:"good"`
	Bad       int64         `json:"bad"`
	Problems  []ProblemView `json:"problems"` // the first hundred
	CreatedMs int64         `json:"createdMs"`
}

// ProblemView is one fault of one row.
type ProblemView struct {
	Sheet  string `json:"sheet"`
	Row    int    `json:"row"`
	Column string `json:"column"`
	Text   string `json:"text"`
}

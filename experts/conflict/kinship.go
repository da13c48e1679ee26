package conflict

// Classes of kin that a law counts.
const (
	ClassSpouse       = "spouse"        // 夫妻
	ClassDirect       = "direct"        // 直系血亲
	ClassCollateral   = "collateral"    // 三代以内旁系血亲
	ClassInLaw        = "close_in_law"  // 近姻亲
	ClassNearRelative = "near_relative" // 近亲属, 民法典 第一千零四十五条
)

// classes derive the classes from the kind of a relation, which is what is
// stored. Adopted children are children (民法典 第一千一百一十一条); a step
// child counts as one where it was brought up (第一千零七十二条), which the
// register does not know, so it is taken to be.
var classes = map[string][]string{
	"spouse":            {ClassSpouse, ClassNearRelative},
	"parent":            {ClassDirect, ClassNearRelative},
	"child":             {ClassDirect, ClassNearRelative},
	"adoptive_parent":   {ClassDirect, ClassNearRelative},
	"adopted_child":     {ClassDirect, ClassNearRelative},
	"step_parent":       {ClassDirect, ClassNearRelative},
	"step_child":        {ClassDirect, ClassNearRelative},
	"grandparent":       {ClassDirect, ClassNearRelative},
	"grandchild":        {ClassDirect, ClassNearRelative},
	"great_grandparent": {ClassDirect},
	"great_grandchild":  {ClassDirect},
	"sibling":           {ClassCollateral, ClassNearRelative},
	"half_sibling":      {ClassCollateral, ClassNearRelative},
	"uncle_aunt":        {ClassCollateral},
	"nephew_niece":      {ClassCollateral},
	"cousin":            {ClassCollateral}, // first cousin: common grandparents
	"collateral":        {ClassCollateral}, // declared by class: a sibling is declared as one
	"spouse_parent":     {ClassInLaw},
	"child_spouse":      {ClassInLaw},
	"spouse_sibling":    {ClassInLaw},
	"sibling_spouse":    {ClassInLaw},
	"spouse_child":      {ClassDirect, ClassNearRelative}, // a step child
	"parent_spouse":     {ClassDirect, ClassNearRelative}, // a step parent
	"in_law":            {ClassInLaw},
	"second_cousin":     {}, // kin, but of the fourth generation
	"child_in_law_kin":  {}, // 亲家: the parents of a child's spouse are no close in-laws
}

// KnownRelation reports whether a kind of relation is one that grounds are
// decided by.
func KnownRelation(kind string) bool {
	_, kin := classes[kind]
	return kin || kind == Economic || kind == Other
}

package conflict_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"bidroom/evaluation/rule"
	"bidroom/experts/conflict"
	"bidroom/kiosk/catalogue"
)

var update = flag.Bool("update", false, "write docs/conflicts.md anew")

// document returns what docs/conflicts.md holds.
func document(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(`# Who may not sit, by which rule

Generated from ` + "`evaluation/rule/profiles`" + ` and ` + "`experts/conflict`" + `; a test compares. A profile that is missing in a ground's list does
not know it. A window of years is counted back from the day on which the procurement activity began, to the same day of
the calendar, that day inclusive; 29 February becomes 28 February where there is none. An empty clause is a rule of this
system's own, which a centre's profile may take away.

Every ground is answered, not only the first: *conflict*, with every datum that speaks for one and its day; *clear*;
*unknown*, when something was never asked that could speak for one; or *dismissed*, when two people have found that every
datum is of a namesake or of another company. Having asked and been told "none" is not the same as never having asked. What
was never asked of an expert is counted; what was never asked of a lot is listed with its draw.

## Who may be drawn at all

R10 to R12 and R26 to R32 need to know nothing but the expert. The expert's page answers them for every profile as of today:
*eligible*, *not eligible*, or *unknown*, each with what decided. They count among a pool's exclusions as the others do, and are
computed again from the full export.

- R26: the profile names the kinds of library from which the law has experts drawn. An expert is in a library from one day to
  another, both included; the day that counts is that on which the pool is formed. One library that will do is enough. An expert
  of whom it was looked up that there is none, or of whom only others are known, is not eligible; of whom it was never looked
  up, unknown. Whoever a library drew elsewhere is in that one, of whose kind the panel says nothing: unknown, unless another
  that will do is known.
- R10 to R12 and R27 to R30: the profile names the kinds of penalty and the window. A penalty without a last day is of its first
  day; a ban and a listing as seriously dishonest last until they end.
- A ground with a first or last day counts for a procurement activity that began on it or after, or until then.

- R31: the profile names the ways in which somebody is qualified: levels of title, or of education, with years in the field,
  counted back from the day on which the pool is formed, that day inclusive. One way is enough. One part that is known not to be
  met closes a way; while one is open of which something is not known, the answer is unknown.
- R32: the profile names an age, which is reached on the birthday that the identity number says.
- Whoever becomes active without being qualified by some profile does so with a reason, which is recorded with what it is given for
  (title or years, or age). That lifts R31 or R32 where the profile says that they can be relaxed, 政府采购评审专家管理办法 第六条
  第二款, and nowhere else.

Who is on the staff of an authority or of the agency is decided for a lot, by R08, R14 and R15.

## What experts declare of companies

Employment, offices and holdings are declared with their days, and each was never asked for, or none or some was declared on a
day. They decide beside what the register of companies says:

- offices: a director or supervisor by R02; a legal representative or senior manager by R07, and since whoever leads a company
  works there, as an employee by R01 and every other ground of work; any of them in a company of a bidder's group by R16;
- holdings: from the profile's percentage on, or where it is declared to control the company, by R03, in a company of the group
  by R16; any by R09, which asks for today alone. A percentage is exact to six digits: 49.999999 is below 50.

The company is stated by credit code, by name or by both, and found as an employer is: by code, else by name, former name or
branch, and in the group. The datum is what was declared, and the day on which it ended. Without an answer about offices R02,
R07 and R16 are *unknown*, without one about holdings R03, R09 and R16, also where the register of companies names everybody.

## False matches

A match is what rests on a name alone: an expert, or a person whom the expert declared, bears the name of somebody who leads,
directs, supervises, controls or holds a company; or an employer, or a company in which an office or a holding was declared,
that was stated without a credit code, or with one that the register does not know, bears the name of a company, or bore it.
Two people can find one false: staff propose it on the expert's page, with the reason, and a supervisor confirms; neither may
bear the name that it is about. It is kept with the expert, as a version, and can be taken back by the same two steps. No lot
has to be known for it, and nothing that is sealed is looked at.

A dismissal holds both sides whole: the expert's name, employment, office, holding or relation, and the company's name and credit code with
the office, the share and their days. As soon as the register says something else on either side it is another match, and
the dismissal is of no effect. Whoever was drawn is then checked again, as after any change. It makes no difference

- where the credit code says it: of an employer, or of a company where the person of that name is or was something;
- where the lot itself names the company without a credit code that the register knows, or where it is of a bidder's group
  because a shareholder of that name is stated without one: another company of the name may be meant;
- to what is known of the lot by a person's name: state the identity number there;
- between two companies whose controllers are of one name.

How many matches were dismissed that would have kept somebody out is said with the pool ("<5" before the opening, if they are
few). A check of those who were drawn counts none: among so few it would tell who was. The full export holds the dismissals;
every exclusion is computed again with them.

## What is known of a lot

What is known of a lot is stated on its page; a person is told from a namesake by the identity number where it is known of
both, and by the name otherwise. Who bids for another lot of the tender when the pool is formed
is known by itself; of one who comes later, a supervisor confirms a statement, or the member recuses.

`)
	b.WriteString("| action | what follows |\n|---|---|\n")
	for _, action := range rule.Actions {
		fmt.Fprintf(&b, "| `%s` | %s |\n", action, words("action."+string(action)))
	}
	for _, id := range conflict.Grounds() {
		fmt.Fprintf(&b, "\n## %s %s\n\n%s\n\n| profile | clause | window | action |\n|---|---|---|---|\n", id,
			catalogue.Text(catalogue.English, "desk-draw.ground."+id, nil), catalogue.Text(catalogue.Chinese, "desk-draw.ground."+id, nil))
		for _, name := range rule.ProfileIDs() {
			if said, ok := recusal(t, name).Grounds[id]; ok && said.Action != "" {
				fmt.Fprintf(&b, "| `%s` | %s | %s | `%s` |\n", name, said.Clause, window(said), said.Action)
			}
		}
	}
	b.WriteString("\n## What is not known\n\n| subject | of | |\n|---|---|---|\n")
	for _, s := range []conflict.Subject{conflict.OfAffiliations, conflict.OfOffices, conflict.OfHoldings, conflict.OfKin, conflict.OfKinship, conflict.OfInterests, conflict.OfPenalties, conflict.OfLibraries, conflict.OfQualification, conflict.OfAge} {
		fmt.Fprintf(&b, "| `%s` | the expert | counted |\n", s)
	}
	for _, s := range append([]conflict.Subject{conflict.OfCompanies}, everySubject...) {
		fmt.Fprintf(&b, "| `%s` | the lot | %s |\n", s, words("subject."+string(s)))
	}
	return b.String()
}

func words(key string) string {
	return catalogue.Text(catalogue.English, "desk-draw."+key, nil) + " " + catalogue.Text(catalogue.Chinese, "desk-draw."+key, nil)
}

func window(g rule.RecusalGround) string {
	text := "today"
	switch {
	case g.Ever:
		text = "however long ago"
	case g.Years > 0:
		text = fmt.Sprint(g.Years, " years")
	}
	for _, kinds := range [][]string{g.Kinship, g.Kinds} {
		if len(kinds) > 0 {
			text += "; " + strings.Join(kinds, ", ")
		}
	}
	for _, way := range g.Ways {
		text += "; " + strings.Join(append(way.Titles, way.Educations...), " or ")
		if way.Years > 0 {
			text += fmt.Sprint(" with ", way.Years, " years")
		}
	}
	if g.BelowAge > 0 {
		text += fmt.Sprint("; below ", g.BelowAge)
	}
	if g.Relaxed {
		text += "; can be relaxed"
	}
	if g.From != "" {
		text += "; from " + g.From
	}
	if g.To != "" {
		text += "; to " + g.To
	}
	return text
}

func TestDocument(t *testing.T) {
	const path = "../../docs/conflicts.md"
	want := document(t)
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != want {
		t.Errorf("%s is not what the profiles say: go test ./experts/conflict -run Document -update", path)
	}
}

package access_test

import (
	"errors"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
)

var update = flag.Bool("update", false, "write docs/access.md anew")

// letters are the stages as the tables below write them.
var letters = map[rune]access.Stage{
	'.': access.NoCase, 'p': access.Preparing, 's': access.Scheduled, 'a': access.Assembling, 'd': access.Declaring,
	'l': access.Electing, 'x': access.Examining, 'e': access.Evaluating, 'i': access.Pricing, 't': access.Tallied, 'r': access.Reporting,
	'g': access.Signing, 'z': access.Sealed, 'u': access.Suspended, 'v': access.Void,
}

// expected was written role by role from DESIGN section 1, not from the table,
// which goes action by action.
var expected = map[string]string{
	"visitor": `. page.read time.read record.read session.read session.begin centre.setup kiosk.pair kiosk.begin
		z tie.view`,
	"staff": `
		. page.read time.read record.read session.read session.begin session.end account.own centre.read live.follow checkpoint.read
		. room.read room.manage kiosk.confirm kiosk.manage register.read register.import register.edit register.export register.merge
		. company.read company.edit company.export company.merge match.propose
		. method.read tender.read tender.edit lot.create
		ps lot.edit plan.edit bidder.edit bidder.decide bid.receive bids.open
		psadli bids.mend
		x offers.open
		i prices.open
		e hearing.hold
		psadlxeitrgzuv facts.read
		psadlxeiu facts.edit
		psadlxeitrgzuv lot.read bid.read draw.view log.read panel.open
		psadlxeiu draw.request draw.pool draw.import draw.begin draw.share draw.beacon draw.fill draw.void invitation.send invitation.answer invitation.call unattended.begin unattended.end
		sadlxei representative.enter
		adlxeitrguz panel.names expert.served
		zv export.public assessment.make fee.read fee.settle
		psadlxeitrgzuv assessment.read assessment.reply assessment.answer
		pszv meeting.schedule
		sadlxeitrg workplace.fail
		s meeting.open
		adle meeting.advance
		adlxeitrg meeting.suspend
		u meeting.resume
		ei meeting.tally
		e sheet.return
		r report.issue
		g meeting.seal report.deem
		sadlxei meeting.void
		adlxeit member.leave
		dl clarification.reply
		xeiu clarification.reply
		xeitrguz clarification.read
		gz tally.view report.view
		z award.read award.enter award.publish
		adlxeitrguzv tie.view
		sadlxeitrgu incident.raise incident.close`,
	"supervisor": `
		. page.read time.read record.read session.read session.begin session.end account.own centre.read live.follow checkpoint.read
		. room.read wall.read method.read tender.read company.read match.decide
		psadlxeitrgzuv lot.read bid.read draw.view log.read
		psadlxeitrgzuv facts.read
		ps bidder.decide
		psadlxeiu draw.begin draw.share draw.void draw.second
		adlxeitrguzv tie.view
		adlxeitrguz panel.names
		s room.replace
		lxeitrg meeting.return
		adlxeitrg meeting.suspend
		u meeting.resume
		sadlxeitrgu meeting.void incident.raise incident.close announcement.make
		psadlxeiu unattended.end draw.beacon
		xeitrguz clarification.read leads.view
		trgz tally.view spread.view
		gz report.view
		z marks.view award.read
		adlxeitrgu feed.watch
		adlxeitrguzv playback.view
		psadlxeitrgzuv assessment.read assessment.answer
		zv assessment.make export.public fee.read`,
	// beside what every supervisor may
	"regulator": `
		psadlxeiu draw.public_share
		zv export.full
		psadlxeitrgzuv panel.open`,
	"discipline": `
		psadlxeiu draw.public_share
		zv export.full
		psadlxeitrgzuv panel.open`,
	"monitor": ``,
	"agent": `
		. page.read time.read record.read session.read session.begin session.end account.own centre.read live.follow checkpoint.read
		. method.read tender.read tender.edit lot.create
		ps lot.edit plan.edit bidder.edit bidder.decide bid.receive bids.open
		psadli bids.mend
		x offers.open
		i prices.open
		psadlxeitrgzuv facts.read
		psadlxeiu facts.edit
		psadlxeitrgzuv lot.read bid.read draw.view
		psadlxeiu draw.request draw.share draw.public_share draw.beacon
		sadlxei representative.enter
		psadlxeitrgzuv assessment.read assessment.answer
		dl clarification.reply
		xeiu clarification.reply
		xeitrguz clarification.read
		z tally.view tie.view award.read award.enter award.publish
		zv assessment.make export.public`,
	"witness": `
		. page.read time.read record.read session.read session.begin session.end account.own centre.read live.follow checkpoint.read tender.read
		psadlxeitrgzuv lot.read draw.view
		adlxeitrguzv tie.view
		psadlxeiu draw.share draw.public_share draw.beacon`,
	"sysadmin": `
		. page.read time.read record.read session.read session.begin session.end account.own centre.read checkpoint.read
		. account.read account.manage centre.manage device.manage room.read kiosk.manage`,
	"secadmin": `
		. page.read time.read record.read session.read session.begin session.end account.own centre.read checkpoint.read
		. account.read account.rights`,
	"auditor": `
		. page.read time.read record.read session.read session.begin session.end account.own centre.read checkpoint.read
		. account.read audit.read`,
	"member": `
		. page.read time.read record.read session.read live.follow checkpoint.read kiosk.begin kiosk.read kiosk.beat
		xeitrg bid.read
		adlxeitrguz panel.names
		xt meeting.advance
		ei meeting.tally sheet.submit extremes.explain
		xeiu reading.keep
		eiu draft.save
		r report.issue
		dlxei member.declare
		adlxeit member.recuse
		lxei chair.vote
		xei finding.make clarification.request clarification.judge lead.judge
		xi rejection.vote competition.judge
		xeitrg leads.view
		xeitrguz clarification.read
		trgz marks.view tally.view spread.view
		gz report.view
		g report.sign report.dissent
		adlxeitrgu feed.publish
		sadlxeitrgu incident.raise announcement.see`,
	"kiosk": `
		. page.read time.read record.read session.read live.follow checkpoint.read kiosk.pair kiosk.begin kiosk.read kiosk.beat
		adlxei member.checkin
		adlxeitrg member.move
		adlxeitrgu feed.publish
		sadlxeitrgu incident.raise announcement.see`,
	"system": `
		psadlxeiu draw.beacon draw.fill invitation.send invitation.answer invitation.call
		psadlxeitrgu panel.unseal
		psadlxeitrgzuv invitation.carry unattended.end
		adlxet meeting.advance
		ei meeting.tally
		e sheet.return
		eiu draft.digest
		xei leads.find
		r report.issue
		sadlxeitrgu incident.raise
		zv export.public export.full`,
}

type question struct {
	action access.Action
	stage  access.Stage
}

func parse(t *testing.T, text string, into map[question]bool) {
	t.Helper()
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		for _, action := range words[1:] {
			for _, letter := range words[0] {
				stage, ok := letters[letter]
				if !ok {
					t.Fatalf("no stage has the letter %q", letter)
				}
				into[question{access.Action(action), stage}] = true
			}
		}
	}
}

// everyStage is what is asked in an enumeration, a made-up stage among them.
var everyStage = append([]access.Stage{access.NoCase, "elsewhere"}, access.Stages...)

func TestAllowByEnumeration(t *testing.T) {
	asked := append(access.Actions(), "vault.open")
	for _, role := range append(slices.Clone(access.Roles), "owner") {
		kinds := []access.SupervisorKind{""}
		if role == access.Supervisor {
			kinds = append(kinds, access.SupervisorKinds...)
		}
		for _, kind := range kinds {
			want := make(map[question]bool)
			if role != access.Supervisor || kind != "" { // without a kind, a supervisor may nothing
				parse(t, expected[string(role)], want)
				parse(t, expected[string(kind)], want)
			}
			for q := range want {
				if !slices.Contains(asked, q.action) {
					t.Errorf("%s: %q is expected but is no action of the table", role, q.action)
				}
			}
			for _, action := range asked {
				for _, stage := range everyStage {
					err := access.Allow(role, kind, action, stage)
					if (err == nil) != want[question{action, stage}] {
						t.Errorf("%s/%s %s at %q: %v, want allowed = %t", role, kind, action, stage, err, want[question{action, stage}])
					}
					if err != nil {
						checkRefusal(t, err, role)
					}
				}
			}
		}
	}
}

func checkRefusal(t *testing.T, err error, role access.Role) {
	t.Helper()
	var refusal *rule.Refusal
	if !errors.As(err, &refusal) || len(refusal.Reasons) == 0 {
		t.Fatalf("denied with %v, want a *rule.Refusal with reasons", err)
	}
	if role == access.Visitor && refusal.Kind == rule.Forbidden {
		t.Errorf("a visitor is refused as forbidden: %v", err)
	}
}

// never is the column "what they must never be able to do" of DESIGN section
// 1, before the given stages; it does not look at the table at all.
var never = []struct {
	who    string
	roles  []access.Role
	action string
	except string // stages at which it is due
}{
	{"staff: see a drawn name before it is unsealed", []access.Role{access.Staff}, "panel.names", "adlxeitrguz"},
	{"staff: open the sealed map without a second role", []access.Role{access.Staff}, "panel.unseal", ""},
	{"staff: see a mark", []access.Role{access.Staff}, "marks.view", ""},
	{"staff: see the result while it is not under signature", []access.Role{access.Staff}, "tally.view", "gz"},
	{"staff: change a mark", []access.Role{access.Staff}, "draft.save sheet.submit extremes.explain", ""},
	{"staff: change a result", []access.Role{access.Staff}, "meeting.return finding.make rejection.vote clarification.judge lead.judge competition.judge", ""},
	{"staff: void a result", []access.Role{access.Staff}, "meeting.void", "sadlxei"},
	{"member: see another's marks before the tally", []access.Role{access.Member}, "marks.view tally.view spread.view", "trgz"},
	{"member: a drawn name before check-in", []access.Role{access.Member}, "panel.names", "adlxeitrguz"},
	{"supervisor: touch a score", []access.Role{access.Supervisor}, "draft.save sheet.submit extremes.explain sheet.return finding.make rejection.vote clarification.judge lead.judge chair.vote report.sign meeting.tally", ""},
	{"supervisor: see marks before they are due", []access.Role{access.Supervisor}, "marks.view", "z"},
	{"supervisor: see sealed names before they are due", []access.Role{access.Supervisor}, "panel.names", "adlxeitrguz"},
	{"supervisor, agent, witness: the pool's people", []access.Role{access.Supervisor, access.Agent, access.Witness}, "register.read register.edit register.import draw.pool draw.import invitation.call invitation.send", ""},
	{"agent, witness: names, marks", []access.Role{access.Agent, access.Witness}, "panel.names panel.unseal panel.open marks.view report.view export.full", ""},
	{"agent, witness: watch a feed", []access.Role{access.Agent, access.Witness}, "feed.watch playback.view", ""},
	{"witness: anything that changes the case", []access.Role{access.Witness}, "lot.edit plan.edit bidder.edit bidder.decide facts.read facts.edit bid.receive bids.open bids.mend bid.read draw.request draw.void meeting.open meeting.suspend incident.close", ""},
	{"kiosk without a member: score", []access.Role{access.Kiosk}, "draft.save reading.keep sheet.submit finding.make report.sign bid.read", ""},
}

func TestNever(t *testing.T) {
	for _, tt := range never {
		for _, role := range tt.roles {
			for _, kind := range append([]access.SupervisorKind{""}, access.SupervisorKinds...) {
				for _, action := range strings.Fields(tt.action) {
					for letter, stage := range letters {
						if !strings.ContainsRune(tt.except, letter) && access.Allow(role, kind, access.Action(action), stage) == nil {
							t.Errorf("%s: %s/%s may %s at %q", tt.who, role, kind, action, stage)
						}
					}
				}
			}
		}
	}
}

// TestAdministrators: an administrator may nothing of any case, and what one of the three may
// beside signing in and reading the lists of accounts and centres, the other two may not.
func TestAdministrators(t *testing.T) {
	common := []access.Action{
		access.PageRead, access.TimeRead, access.RecordRead, access.SessionRead, access.SessionBegin, access.SessionEnd,
		access.AccountOwn, access.CheckpointRead, access.AccountRead, access.CentreRead,
	}
	for _, action := range access.Actions() {
		var able []access.Role
		for _, role := range access.Administrators {
			for _, stage := range access.Stages {
				if access.Allow(role, "", action, stage) == nil {
					t.Errorf("%s may %s at %s", role, action, stage)
				}
			}
			if access.Allow(role, "", action, access.NoCase) == nil {
				able = append(able, role)
			}
		}
		if len(able) > 1 && !slices.Contains(common, action) {
			t.Errorf("%s may all %s", able, action)
		}
	}
}

func TestSeparate(t *testing.T) {
	for _, tt := range []struct {
		held   []access.Role
		wanted access.Role
		ok     bool
	}{
		{nil, access.SysAdmin, true},
		{[]access.Role{access.SysAdmin}, access.SysAdmin, true},
		{[]access.Role{access.SysAdmin}, access.SecAdmin, false},
		{[]access.Role{access.SecAdmin}, access.Auditor, false},
		{[]access.Role{access.Staff, access.Auditor}, access.SysAdmin, false},
		{[]access.Role{access.Supervisor}, access.Auditor, true}, // a small centre's auditor is the regulator's person
		{[]access.Role{access.Auditor}, access.Supervisor, true},
		{[]access.Role{access.Staff}, access.SysAdmin, true},
	} {
		if err := access.Separate(tt.held, tt.wanted); (err == nil) != tt.ok {
			t.Errorf("Separate(%v, %s) = %v, want ok = %t", tt.held, tt.wanted, err, tt.ok)
		}
	}
}

func TestApart(t *testing.T) {
	own := []string{"zhang", "li"}
	if access.Apart("li", own) == nil {
		t.Error("the case's own staff may call")
	}
	if err := access.Apart("wang", own); err != nil {
		t.Errorf("another's staff may not call: %v", err)
	}
}

// TestReasons: what is wrong is said all at once, and what to do next.
func TestReasons(t *testing.T) {
	for _, tt := range []struct {
		name   string
		role   access.Role
		kind   access.SupervisorKind
		action access.Action
		stage  access.Stage
		want   rule.Kind
		codes  string
		arg    string // name=value of the first reason
	}{
		{"stage only", access.Member, "", access.SheetSubmit, access.Examining, rule.Premature, "access.stage", "needed=evaluating,pricing"},
		{"role only", access.Staff, "", access.SheetSubmit, access.Evaluating, rule.Forbidden, "access.role", "may=member"},
		{"role and stage", access.Staff, "", access.SheetSubmit, access.Examining, rule.Forbidden, "access.role access.stage_too", "may=member"},
		{"kind", access.Supervisor, access.Monitor, access.ExportFull, access.Sealed, rule.Forbidden, "access.kind", "may=supervisor,system"},
		{"kind and stage", access.Supervisor, access.Monitor, access.ExportFull, access.Signing, rule.Forbidden, "access.kind access.stage_too", "kind=monitor"},
		{"nobody signed in", access.Visitor, "", access.LotRead, access.Signing, rule.Unauthenticated, "access.sign_in", "action=lot.read"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var refusal *rule.Refusal
			if err := access.Allow(tt.role, tt.kind, tt.action, tt.stage); !errors.As(err, &refusal) {
				t.Fatalf("Allow = %v", err)
			}
			var codes []string
			for _, reason := range refusal.Reasons {
				codes = append(codes, reason.Code)
			}
			if refusal.Kind != tt.want || strings.Join(codes, " ") != tt.codes {
				t.Errorf("refused as %v %v, want %v %s", refusal.Kind, codes, tt.want, tt.codes)
			}
			name, value, _ := strings.Cut(tt.arg, "=")
			if got := refusal.Reasons[0].Args[name]; got != value {
				t.Errorf("argument %s = %q, want %q", name, got, value)
			}
		})
	}
}

func TestEver(t *testing.T) {
	if err := access.Ever(access.Member, "", access.SheetSubmit); err != nil {
		t.Errorf("a member never may submit: %v", err)
	}
	if access.Ever(access.Staff, "", access.SheetSubmit) == nil {
		t.Error("staff may submit at some stage")
	}
	if access.Ever(access.Supervisor, access.Monitor, access.ExportFull) == nil {
		t.Error("the centre's own monitor may take the full export at some stage")
	}
	if access.OfCase(access.RoomRead) || !access.OfCase(access.LotRead) {
		t.Error("OfCase mixes up the centre and a case")
	}
}

// TestStages: the stages are those of package evaluation, in its order.
func TestStages(t *testing.T) {
	var want []access.Stage
	for _, stage := range append(slices.Clone(evaluation.Stages), evaluation.Suspended, evaluation.Void) {
		want = append(want, access.Stage(stage))
	}
	if !slices.Equal(access.Stages, want) {
		t.Errorf("stages %v, want %v", access.Stages, want)
	}
	var running []access.Stage
	for _, stage := range evaluation.Stages {
		if stage.Running() {
			running = append(running, access.Stage(stage))
		}
	}
	if running = append(running, access.Suspended); !slices.Equal(access.Running, running) {
		t.Errorf("a meeting holds its rooms at %v, want %v", access.Running, running)
	}
}

func TestDocument(t *testing.T) {
	const path = "../../docs/access.md"
	if *update {
		if err := os.WriteFile(path, []byte(access.Document()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != access.Document() {
		t.Errorf("%s is not what the table says: go test ./server/access -run Document -update", path)
	}
}

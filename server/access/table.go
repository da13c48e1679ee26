package access

import "slices"

// Who stands in a line of the table.
var (
	visitor    = party{role: Visitor}
	staff      = party{role: Staff}
	supervisor = party{role: Supervisor}
	// outside are the supervisors who do not answer to the centre.
	outside  = party{role: Supervisor, kinds: []SupervisorKind{Regulator, Discipline}}
	agent    = party{role: Agent}
	witness  = party{role: Witness}
	sysadmin = party{role: SysAdmin}
	secadmin = party{role: SecAdmin}
	auditor  = party{role: Auditor}
	member   = party{role: Member}
	kiosk    = party{role: Kiosk}
	system   = party{role: System}

	people   = []party{staff, supervisor, agent, witness, sysadmin, secadmin, auditor}
	everyone = append([]party{visitor, member, kiosk}, people...)
)

// When a line of the table holds.
var (
	centre  = []Stage{NoCase}
	always  = Stages
	before  = []Stage{Preparing, Scheduled}
	seating = []Stage{Assembling, Declaring, Electing, Examining, Evaluating, Pricing} // a seat may be filled anew
	running = []Stage{Assembling, Declaring, Electing, Examining, Evaluating, Pricing, Tallied, Reporting, Signing}
	counted = []Stage{Tallied, Reporting, Signing}
	closed  = []Stage{Sealed, Void}

	drawing = stages(before, seating, at(Suspended))
	watched = stages(running, at(Suspended))
)

// Running lists the stages at which a meeting holds its rooms, in order.
var Running = slices.Clone(watched)

// table is the whole of what is granted. DESIGN section 1 gives the reasons:
// who must never see what is who has no line here.
var table = []grant{
	// Anybody, and the first start.
	{PageRead, everyone, centre},
	{TimeRead, everyone, centre},
	{RecordRead, everyone, centre},
	{SessionRead, everyone, centre},
	{SessionBegin, to(append(people, visitor)...), centre},
	{SessionEnd, people, centre},
	{AccountOwn, people, centre},
	{CentreSetup, to(visitor), centre},
	{CentreRead, people, centre},
	{LiveFollow, to(staff, supervisor, agent, witness, member, kiosk), centre},
	{CheckpointRead, to(append(people, member, kiosk)...), centre},

	// The three administrators, each with work that the others cannot do.
	{AccountRead, to(sysadmin, secadmin, auditor), centre},
	{AccountManage, to(sysadmin), centre},
	{CentreManage, to(sysadmin), centre},
	{AccountRights, to(secadmin), centre},
	{DeviceManage, to(sysadmin), centre},
	{AuditRead, to(auditor), centre},

	// Rooms and kiosks.
	{RoomRead, to(staff, supervisor, sysadmin), centre},
	{RoomManage, to(staff), centre},
	{KioskPair, to(visitor, kiosk), centre},
	{KioskBegin, to(visitor, kiosk, member), centre},
	{KioskConfirm, to(staff), centre},
	{KioskManage, to(staff, sysadmin), centre},
	{KioskRead, to(kiosk, member), centre},
	{KioskBeat, to(kiosk, member), centre},
	{WallRead, to(supervisor), centre},

	// The register, and setting up.
	{RegisterRead, to(staff), centre},
	{RegisterImport, to(staff), centre},
	{RegisterEdit, to(staff), centre},
	{RegisterExport, to(staff), centre},
	{RegisterMerge, to(staff), centre},
	{MatchPropose, to(staff), centre},
	{MatchDecide, to(supervisor), centre},
	{CompanyRead, to(staff, supervisor), centre}, // a supervisor judges by it what is a false match
	{CompanyEdit, to(staff), centre},
	{CompanyExport, to(staff), centre},
	{CompanyMerge, to(staff), centre},
	{MethodRead, to(staff, agent, supervisor), centre},
	{TenderRead, to(staff, supervisor, agent, witness), centre},
	{TenderEdit, to(staff, agent), centre},
	{LotCreate, to(staff, agent), centre},
	{LotRead, to(staff, supervisor, agent, witness), always},
	{LotEdit, to(staff, agent), before},
	{PlanEdit, to(staff, agent), before},
	{BidderEdit, to(staff, agent), before}, // once a pool was computed, it counts after bidder.decide
	{BidderDecide, to(staff, supervisor, agent), before},
	{FactsRead, to(staff, supervisor, agent), always},
	{FactsEdit, to(staff, agent), drawing}, // while a draw stands, it counts after draw.second
	{BidReceive, to(staff, agent), before},
	{BidsOpen, to(staff, agent), before},
	{BidsMend, to(staff, agent), stages(before, at(Assembling, Declaring, Electing, Pricing))}, // by somebody else than opened them, and before anybody examined
	{OffersOpen, to(staff, agent), at(Examining)},
	{PricesOpen, to(staff, agent), at(Pricing)},
	{HearingHold, to(staff), at(Evaluating)},
	{BidRead, to(staff, supervisor, agent), always},
	{BidRead, to(member), stages(at(Examining, Evaluating, Pricing), counted)},

	// The draw. Names are nowhere in it.
	{DrawRequest, to(staff, agent), drawing},
	{DrawPool, to(staff), drawing},
	{DrawImport, to(staff), drawing},
	{DrawBegin, to(staff, supervisor), drawing},
	{DrawShare, to(staff, supervisor, agent, witness), drawing},
	{DrawPublicShare, to(outside, agent, witness), drawing},
	{DrawBeacon, to(staff, supervisor, agent, witness, system), drawing}, // nobody could choose what it says
	{DrawView, to(staff, supervisor, agent, witness), always},
	{DrawFill, to(staff, system), drawing},
	{DrawVoid, to(staff, supervisor), drawing},
	{DrawSecond, to(supervisor), drawing},
	{InvitationSend, to(staff, system), drawing},   // the program while nobody attends
	{InvitationAnswer, to(staff, system), drawing}, // the program enters what an expert tells a machine
	{InvitationCall, to(staff, system), drawing},
	{InvitationCarry, to(system), always}, // an attempt ends when it ends
	{UnattendedBegin, to(staff), drawing},
	{UnattendedEnd, to(staff, supervisor), drawing},
	{UnattendedEnd, to(system), always}, // it ends where the meeting has gone on, too
	{RepresentativeEnter, to(staff, agent), stages(at(Scheduled), seating)},
	{PanelNames, to(staff, supervisor, member), stages(watched, at(Sealed))},
	{ExpertServed, to(staff), stages(watched, at(Sealed))},
	{PanelUnseal, to(system), stages(drawing, counted)},               // counted: a conflict that comes to light late
	{PanelOpen, to(staff, outside), stages(drawing, counted, closed)}, // with the keys on paper of both

	// The meeting.
	{MeetingSchedule, to(staff), stages(before, closed)}, // closed: a re-evaluation
	{RoomReplace, to(supervisor), at(Scheduled)},         // staff could choose among the rooms by it
	{WorkplaceFail, to(staff), stages(at(Scheduled), running)},
	{MeetingOpen, to(staff), at(Scheduled)},
	{MeetingAdvance, to(staff, system), at(Assembling, Declaring, Electing, Evaluating)}, // evaluating: the marks are locked, where a second envelope follows
	{MeetingAdvance, to(member, system), at(Examining, Tallied)},                         // the chair
	{MeetingReturn, to(supervisor), stages(at(Electing, Examining, Evaluating, Pricing), counted)},
	{MeetingSuspend, to(staff, supervisor), running},
	{MeetingResume, to(staff, supervisor), at(Suspended)},
	{MeetingTally, to(staff, member, system), at(Evaluating, Pricing)},
	{MeetingSeal, to(staff), at(Signing)},
	{MeetingVoid, to(staff), stages(at(Scheduled), seating)}, // not once there is a result
	{MeetingVoid, to(supervisor), stages(at(Scheduled), watched)},

	// The panel at its kiosks.
	{MemberCheckIn, to(kiosk), seating},
	{MemberMove, to(kiosk), running},
	{MemberDeclare, to(member), at(Declaring, Electing, Examining, Evaluating, Pricing)},
	{MemberRecuse, to(member), stages(seating, at(Tallied))},
	{MemberLeave, to(staff), stages(seating, at(Tallied))},
	{ChairVote, to(member), at(Electing, Examining, Evaluating, Pricing)},
	{FindingMake, to(member), at(Examining, Evaluating, Pricing)},
	{RejectionVote, to(member), at(Examining, Pricing)},
	{CompetitionJudge, to(member), at(Examining, Pricing)},
	{ClarificationRequest, to(member), at(Examining, Evaluating, Pricing)},
	{ClarificationReply, to(staff, agent), at(Declaring, Electing, Examining, Evaluating, Pricing, Suspended)}, // neither a pause nor a way back takes any of the bidder's time
	{ClarificationRead, to(staff, supervisor, agent, member), stages(at(Examining, Evaluating, Pricing, Suspended, Sealed), counted)},
	{ClarificationJudge, to(member), at(Examining, Evaluating, Pricing)},
	{LeadsFind, to(system), at(Examining, Evaluating, Pricing)},
	{LeadsView, to(member), stages(at(Examining, Evaluating, Pricing), counted)},
	{LeadsView, to(supervisor), stages(at(Examining, Evaluating, Pricing, Suspended, Sealed), counted)},
	{LeadJudge, to(member), at(Examining, Evaluating, Pricing)},
	{ReadingKeep, to(member), at(Examining, Evaluating, Pricing, Suspended)},
	{DraftSave, to(member), at(Evaluating, Pricing, Suspended)}, // suspended: what was typed just before
	{DraftDigest, to(system), at(Evaluating, Pricing, Suspended)},
	{SheetSubmit, to(member), at(Evaluating, Pricing)},
	{ExtremesExplain, to(member), at(Evaluating, Pricing)},
	{SheetReturn, to(staff, system), at(Evaluating)},

	// The result. That bids are tied is nobody's to know who is not in the room.
	{TieView, to(staff, supervisor, witness), stages(watched, closed)},
	{TieView, to(agent, visitor), at(Sealed)}, // a visitor by the public record of the draw
	{MarksView, to(member), stages(counted, at(Sealed))},
	{MarksView, to(supervisor), at(Sealed)},
	{TallyView, to(member, supervisor), stages(counted, at(Sealed))},
	{SpreadView, to(member, supervisor), stages(counted, at(Sealed))}, // never who may not see marks in the end
	{TallyView, to(staff), at(Signing, Sealed)},
	{TallyView, to(agent), at(Sealed)},
	{ReportIssue, to(staff, member, system), at(Reporting)},
	{ReportView, to(staff, supervisor, member), at(Signing, Sealed)},
	{ReportSign, to(member), at(Signing)},
	{ReportDissent, to(member), at(Signing)},
	{ReportDeem, to(staff), at(Signing)},

	// Supervision and archive.
	{FeedPublish, to(kiosk, member), watched},
	{FeedWatch, to(supervisor), watched},
	{PlaybackView, to(supervisor), stages(watched, closed)},
	{LogRead, to(staff, supervisor), always},
	{IncidentRaise, to(staff, supervisor, member, kiosk, system), stages(at(Scheduled), watched)},
	{IncidentClose, to(staff, supervisor), stages(at(Scheduled), watched)},
	{AnnouncementMake, to(supervisor), stages(at(Scheduled), watched)},
	{AnnouncementSee, to(kiosk, member), stages(at(Scheduled), watched)},
	{AssessmentRead, to(staff, supervisor, agent), always}, // always: a re-evaluation takes nobody's right of reply
	{AssessmentMake, to(staff, supervisor, agent), closed},
	{AssessmentReply, to(staff), always},
	{AssessmentAnswer, to(staff, supervisor, agent), always},
	{FeeRead, to(staff, supervisor), closed}, // an agent pays, and is told no names before they are published
	{FeeSettle, to(staff), closed},
	{AwardRead, to(staff, supervisor, agent), at(Sealed)},
	{AwardEnter, to(staff, agent), at(Sealed)},
	{AwardPublish, to(staff, agent), at(Sealed)}, // of government procurement the panel's names become public by it
	{ExportPublic, to(staff, supervisor, agent, system), closed},
	{ExportFull, to(outside, system), closed}, // system: at the server's own terminal, by who holds the key file
}

// grantsOf is the table by action.
var grantsOf = func() map[Action][]grant {
	m := make(map[Action][]grant)
	for _, g := range table {
		m[g.action] = append(m[g.action], g)
	}
	return m
}()

// Actions lists every action, in the order of the table.
func Actions() []Action {
	var list []Action
	seen := make(map[Action]bool)
	for _, g := range table {
		if !seen[g.action] {
			seen[g.action] = true
			list = append(list, g.action)
		}
	}
	return list
}

func to(parties ...party) []party { return parties }

func at(list ...Stage) []Stage { return list }

func stages(lists ...[]Stage) []Stage {
	var all []Stage
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

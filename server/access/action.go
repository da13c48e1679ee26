package access

// An Action is a deed that the table grants or denies, named noun.deed.
type Action string

// Actions of the centre.
const (
	SessionBegin Action = "session.begin"
	SessionEnd   Action = "session.end"
	SessionRead  Action = "session.read" // who am I
	AccountOwn   Action = "account.own"  // own password and second factor
	CentreSetup  Action = "centre.setup" // the first accounts
	CentreRead   Action = "centre.read"  // the centres that one server serves
	CentreManage Action = "centre.manage"
	TimeRead     Action = "time.read"
	PageRead     Action = "page.read"   // the built pages themselves
	RecordRead   Action = "record.read" // the public record of a draw, by its id
	LiveFollow   Action = "live.follow"

	AccountRead   Action = "account.read"
	AccountManage Action = "account.manage" // make, disable, reset
	AccountRights Action = "account.rights" // roles
	DeviceManage  Action = "device.manage"  // certificates, policy files
	AuditRead     Action = "audit.read"     // the centre's own log

	RoomRead       Action = "room.read"
	RoomManage     Action = "room.manage"
	KioskPair      Action = "kiosk.pair"    // ask to be paired
	KioskBegin     Action = "kiosk.begin"   // challenge and response
	KioskConfirm   Action = "kiosk.confirm" // on the desk
	KioskManage    Action = "kiosk.manage"  // list, revoke
	KioskRead      Action = "kiosk.read"    // what a kiosk shows
	KioskBeat      Action = "kiosk.beat"    // I am here
	WallRead       Action = "wall.read"
	CheckpointRead Action = "checkpoint.read"

	RegisterRead   Action = "register.read"
	RegisterImport Action = "register.import"
	RegisterMerge  Action = "register.merge" // say that two entries are one person, or are not
	RegisterEdit   Action = "register.edit"
	RegisterExport Action = "register.export"
	ExpertServed   Action = "expert.served" // who took a seat of the lot, as far as its centre needs it
	MatchPropose   Action = "match.propose" // that a match by name is false
	MatchDecide    Action = "match.decide"  // as the second person
	CompanyRead    Action = "company.read"
	CompanyEdit    Action = "company.edit"
	CompanyExport  Action = "company.export"
	CompanyMerge   Action = "company.merge" // say that two entries are one company, or are not
	MethodRead     Action = "method.read"   // methods and rule profiles
	TenderRead     Action = "tender.read"
	TenderEdit     Action = "tender.edit"
	LotCreate      Action = "lot.create"
)

// Actions before the meeting.
const (
	LotRead      Action = "lot.read" // the case without names and marks
	LotEdit      Action = "lot.edit"
	PlanEdit     Action = "plan.edit"
	BidderEdit   Action = "bidder.edit"
	BidderDecide Action = "bidder.decide" // a second person's word on a change of the list
	FactsRead    Action = "facts.read"    // what is known of the lot that decides who may not sit
	FactsEdit    Action = "facts.edit"
	BidReceive   Action = "bid.receive"
	BidsOpen     Action = "bids.open"
	BidsMend     Action = "bids.mend" // a slip in the record of the opening
	OffersOpen   Action = "offers.open"
	PricesOpen   Action = "prices.open"
	HearingHold  Action = "hearing.hold" // of a defence or a sample
	BidRead      Action = "bid.read"     // the file; never before the opening

	DrawRequest     Action = "draw.request"
	DrawPool        Action = "draw.pool"
	DrawImport      Action = "draw.import" // a panel that was drawn elsewhere
	DrawBegin       Action = "draw.begin"  // the first time draw.pool, after a void one draw.second
	DrawShare       Action = "draw.share"  // commit and reveal
	DrawPublicShare Action = "draw.public_share"
	DrawBeacon      Action = "draw.beacon" // bring the signature of the round that was named as the public share
	DrawView        Action = "draw.view"
	DrawFill        Action = "draw.fill"
	DrawVoid        Action = "draw.void"
	DrawSecond      Action = "draw.second" // a second person's word on what may replace a member
	TieView         Action = "tie.view"    // which bids are tied, and the draw of their order

	InvitationSend      Action = "invitation.send"
	InvitationAnswer    Action = "invitation.answer"
	InvitationCall      Action = "invitation.call" // unseals one ticket; see Apart
	InvitationCarry     Action = "invitation.carry"
	UnattendedBegin     Action = "unattended.begin" // the server works through the invitations by itself
	UnattendedEnd       Action = "unattended.end"
	PanelNames          Action = "panel.names"  // of those present
	PanelUnseal         Action = "panel.unseal" // the sealed map of labels, with the server's key
	PanelOpen           Action = "panel.open"   // the same, with the keys on paper of two roles
	RepresentativeEnter Action = "representative.enter"
)

// Actions of the meeting.
const (
	MeetingSchedule Action = "meeting.schedule"
	RoomReplace     Action = "room.replace"   // the drawn room by the next of the order
	WorkplaceFail   Action = "workplace.fail" // the drawn kiosk of a seat is of no use
	MeetingOpen     Action = "meeting.open"
	MeetingAdvance  Action = "meeting.advance"
	MeetingReturn   Action = "meeting.return"
	MeetingSuspend  Action = "meeting.suspend"
	MeetingResume   Action = "meeting.resume"
	MeetingTally    Action = "meeting.tally"
	MeetingSeal     Action = "meeting.seal"
	MeetingVoid     Action = "meeting.void"

	MemberCheckIn Action = "member.checkin"
	MemberMove    Action = "member.move"
	MemberDeclare Action = "member.declare"
	MemberRecuse  Action = "member.recuse"
	MemberLeave   Action = "member.leave" // stated by staff
	ChairVote     Action = "chair.vote"

	FindingMake          Action = "finding.make"
	RejectionVote        Action = "rejection.vote"
	CompetitionJudge     Action = "competition.judge"
	ClarificationRequest Action = "clarification.request" // the justification of a low price, too
	ClarificationReply   Action = "clarification.reply"
	ClarificationRead    Action = "clarification.read"
	ClarificationJudge   Action = "clarification.judge"

	LeadsFind Action = "leads.find" // what bids have in common that they need not have
	LeadsView Action = "leads.view"
	LeadJudge Action = "lead.judge"

	ReadingKeep     Action = "reading.keep" // own notes at pages, and how long each file was open
	DraftSave       Action = "draft.save"
	DraftDigest     Action = "draft.digest"
	SheetSubmit     Action = "sheet.submit"
	ExtremesExplain Action = "extremes.explain"
	SheetReturn     Action = "sheet.return" // to its member, to mend
	MarksView       Action = "marks.view"   // every member's
	TallyView       Action = "tally.view"   // ranking, scores, derivations
	SpreadView      Action = "spread.view"  // what the ranking hangs on: margins, the ranking without each member, spread

	ReportIssue   Action = "report.issue"
	ReportView    Action = "report.view"
	ReportSign    Action = "report.sign"
	ReportDissent Action = "report.dissent"
	ReportDeem    Action = "report.deem" // silence counts as agreement
)

// Actions of supervision and of the archive.
const (
	FeedPublish      Action = "feed.publish"
	FeedWatch        Action = "feed.watch"
	PlaybackView     Action = "playback.view"
	LogRead          Action = "log.read"
	IncidentRaise    Action = "incident.raise"
	IncidentClose    Action = "incident.close"
	AnnouncementMake Action = "announcement.make"
	AnnouncementSee  Action = "announcement.see"
	AssessmentRead   Action = "assessment.read"   // what was said of a panel that served
	AssessmentMake   Action = "assessment.make"   // if the lot's profile asks the role
	AssessmentReply  Action = "assessment.reply"  // enter what the expert replied
	AssessmentAnswer Action = "assessment.answer" // as the second person
	FeeRead          Action = "fee.read"          // what experts are owed, by name
	FeeSettle        Action = "fee.settle"        // choose the table, state what the log does not know
	AwardRead        Action = "award.read"        // what is published of the candidates, and the award
	AwardEnter       Action = "award.enter"       // what the procuring entity decided
	AwardPublish     Action = "award.publish"     // print the notice of the result, with the names that the rules have published by it
	ExportPublic     Action = "export.public"
	ExportFull       Action = "export.full"
)

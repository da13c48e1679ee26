package server

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"bidroom/server/access"
	"bidroom/server/api"
	"bidroom/server/auth"
	"bidroom/server/document/register"
)

// on turns a handler that needs to know who acts into one of a route.
func on(handler api.Handler) Handler {
	return func(c *fiber.Ctx, who auth.Who) error { return handler(c, api.Actor(who)) }
}

// exportTime is what a file of a whole register may take.
const exportTime = 3 * time.Minute

// formRoom is what a form needs around its file, in bytes.
const formRoom = 64 << 10

// Table is the whole route table.
func Table(h *api.Handlers) []Route {
	var routes []Route
	for _, list := range [][]Route{everyone(h), desk(h), cases(h), draws(h), kiosks(h), feeds(h)} {
		routes = append(routes, list...)
	}
	return routes
}

const (
	get    = fiber.MethodGet
	post   = fiber.MethodPost
	put    = fiber.MethodPut
	patch  = fiber.MethodPatch
	remove = fiber.MethodDelete
)

func everyone(h *api.Handlers) []Route {
	return []Route{
		{Method: get, Path: "/api/me", Action: access.SessionRead, By: Anybody, Handler: h.Me},
		{Method: get, Path: "/api/time", Action: access.TimeRead, By: Anybody, Handler: h.Time},
		{Method: get, Path: "/api/records/:record", Action: access.RecordRead, By: Anybody, Handler: h.PublicRecord},
		{Method: post, Path: "/api/session", Action: access.SessionBegin, By: Anybody, Handler: h.SignIn},
		{Method: remove, Path: "/api/session", Action: access.SessionEnd, By: People, Handler: h.SignOut},
		{Method: post, Path: "/api/setup", Action: access.CentreSetup, By: Anybody, Handler: h.SetUp},
		{Method: get, Path: "/api/checkpoint", Action: access.CheckpointRead, By: SignedIn, Handler: on(h.Checkpoint)},
		{Method: get, Path: "/api/account", Action: access.AccountOwn, By: People, Handler: h.OwnAccount},
		{Method: post, Path: "/api/account/password", Action: access.AccountOwn, By: People, Handler: h.ChangePassword},
		{Method: post, Path: "/api/account/second", Action: access.AccountOwn, By: People, Handler: h.OfferSecond},
		{Method: post, Path: "/api/account/second/confirm", Action: access.AccountOwn, By: People, Handler: h.ConfirmSecond},
		{Method: get, Path: "/api/accounts", Action: access.AccountRead, By: People, Handler: h.Accounts},
		{Method: post, Path: "/api/accounts", Action: access.AccountManage, By: People, Handler: h.CreateAccount},
		{Method: patch, Path: "/api/accounts/:account", Action: access.AccountRead, By: People, Handler: h.ChangeAccount}, // auth asks for account.manage or account.rights
		{Method: get, Path: "/api/centres", Action: access.CentreRead, By: People, Handler: h.Centres},
		{Method: post, Path: "/api/centres", Action: access.CentreManage, By: People, Handler: h.AddCentre},
		{Method: patch, Path: "/api/centres/:centre", Action: access.CentreManage, By: People, Handler: h.ChangeCentre},
		{Method: get, Path: "/api/audit", Action: access.AuditRead, By: People, Handler: on(h.Audit)},
	}
}

func desk(h *api.Handlers) []Route {
	return []Route{
		{Method: get, Path: "/api/rooms", Action: access.RoomRead, By: People, Handler: on(h.PlacesOf)},
		{Method: post, Path: "/api/rooms", Action: access.RoomManage, By: People, Handler: on(h.CreateRoom)},
		{Method: patch, Path: "/api/rooms/:room", Action: access.RoomManage, By: People, Handler: on(h.ChangeRoom)},
		{Method: post, Path: "/api/rooms/:room/announcements", Action: access.AnnouncementMake, By: People, Handler: on(h.Announce)},
		{Method: get, Path: "/api/chromium-policy.json", Action: access.DeviceManage, By: People, Handler: on(h.ChromiumPolicy)},
		{Method: get, Path: "/api/pairings", Action: access.KioskConfirm, By: People, Handler: h.Pairings},
		{Method: post, Path: "/api/pairings/:pairing/confirm", Action: access.KioskConfirm, By: People, Handler: h.ConfirmPairing},
		{Method: remove, Path: "/api/kiosks/:kiosk", Action: access.KioskManage, By: People, Handler: h.RevokeKiosk},
		{Method: post, Path: "/api/experts", Action: access.RegisterEdit, By: People, Handler: on(h.AddExpert)},
		{Method: post, Path: "/api/experts/find", Action: access.RegisterRead, By: People, Handler: on(h.FindExperts)},
		{Method: get, Path: "/api/experts/export", Action: access.RegisterExport, By: People, Time: exportTime, Handler: on(h.ExportExperts)},
		{Method: get, Path: "/api/experts/twins", Action: access.RegisterMerge, By: People, Handler: on(h.ExpertTwins)},
		{Method: get, Path: "/api/experts/:expert/compared/:other", Action: access.RegisterMerge, By: People, Handler: on(h.CompareExperts)},
		{Method: post, Path: "/api/experts/:expert/merge", Action: access.RegisterMerge, By: People, Handler: on(h.MergeExpert)},
		{Method: post, Path: "/api/experts/:expert/apart", Action: access.RegisterMerge, By: People, Handler: on(h.KeepExpertsApart)},
		{Method: get, Path: "/api/experts/:expert", Action: access.RegisterRead, By: People, Handler: on(h.Expert)},
		{Method: patch, Path: "/api/experts/:expert", Action: access.RegisterEdit, By: People, Handler: on(h.EditExpert)},
		{Method: post, Path: "/api/experts/:expert/restore", Action: access.RegisterEdit, By: People, Handler: on(h.RestoreExpert)},
		{Method: get, Path: "/api/experts/:expert/photo", Action: access.RegisterRead, By: People, Handler: on(h.Photo)},
		{Method: put, Path: "/api/experts/:expert/photo", Action: access.RegisterEdit, By: People, Limit: api.PhotoLimit + formRoom, Handler: on(h.SetPhoto)},
		{Method: remove, Path: "/api/experts/:expert/photo", Action: access.RegisterEdit, By: People, Handler: on(h.RemovePhoto)},
		{Method: get, Path: "/api/experts/:expert/matches", Action: access.RegisterRead, By: People, Handler: on(h.Matches)},
		{Method: post, Path: "/api/experts/:expert/matches/:match", Action: access.MatchPropose, By: People, Handler: on(h.ProposeMatch)},
		{Method: get, Path: "/api/matches", Action: access.MatchDecide, By: People, Handler: on(h.WaitingMatches)},
		{Method: get, Path: "/api/matches/:proposal", Action: access.MatchDecide, By: People, Handler: on(h.ProposedMatch)},
		{Method: post, Path: "/api/matches/:proposal/decision", Action: access.MatchDecide, By: People, Handler: on(h.DecideMatch)},
		{Method: get, Path: "/api/companies", Action: access.CompanyRead, By: People, Handler: on(h.Companies)},
		{Method: post, Path: "/api/companies", Action: access.CompanyEdit, By: People, Handler: on(h.AddCompany)},
		{Method: get, Path: "/api/companies/export", Action: access.CompanyExport, By: People, Time: exportTime, Handler: on(h.ExportCompanies)},
		{Method: get, Path: "/api/companies/twins", Action: access.CompanyMerge, By: People, Handler: on(h.CompanyTwins)},
		{Method: get, Path: "/api/companies/:company/compared/:other", Action: access.CompanyMerge, By: People, Handler: on(h.CompareCompanies)},
		{Method: post, Path: "/api/companies/:company/merge", Action: access.CompanyMerge, By: People, Handler: on(h.MergeCompany)},
		{Method: post, Path: "/api/companies/:company/apart", Action: access.CompanyMerge, By: People, Handler: on(h.KeepCompaniesApart)},
		{Method: get, Path: "/api/companies/:company", Action: access.CompanyRead, By: People, Handler: on(h.Company)},
		{Method: patch, Path: "/api/companies/:company", Action: access.CompanyEdit, By: People, Handler: on(h.EditCompany)},
		{Method: post, Path: "/api/companies/:company/restore", Action: access.CompanyEdit, By: People, Handler: on(h.RestoreCompany)},
		{Method: get, Path: "/api/companies/:company/group", Action: access.CompanyRead, By: People, Handler: on(h.CompanyGroup)},
		{Method: get, Path: "/api/companies/:company/experts", Action: access.RegisterRead, By: People, Handler: on(h.CompanyExperts)},
		{Method: get, Path: "/api/register/template.xlsx", Action: access.RegisterImport, By: People, Handler: on(h.Template)},
		{Method: post, Path: "/api/imports", Action: access.RegisterImport, By: People, Limit: register.MaxSize + formRoom, Handler: on(h.UploadRegister)},
		{Method: get, Path: "/api/imports", Action: access.RegisterImport, By: People, Handler: on(h.Imports)},
		{Method: remove, Path: "/api/imports/:import", Action: access.RegisterImport, By: People, Handler: on(h.DropImport)},
		{Method: get, Path: "/api/imports/:import", Action: access.RegisterImport, By: People, Handler: on(h.Import)},
		{Method: post, Path: "/api/imports/:import/commit", Action: access.RegisterImport, By: People, Handler: on(h.CommitImport)},
		{Method: get, Path: "/api/imports/:import/problems.xlsx", Action: access.RegisterImport, By: People, Handler: on(h.ImportProblems)},
		{Method: get, Path: "/api/specialties.xlsx", Action: access.TenderRead, By: People, Handler: on(h.ExportSpecialties)},
		{Method: get, Path: "/api/specialties", Action: access.TenderRead, By: People, Handler: on(h.Specialties)},
		{Method: get, Path: "/api/methods", Action: access.MethodRead, By: People, Handler: on(h.Methods)},
		{Method: get, Path: "/api/methods/:method", Action: access.MethodRead, By: People, Handler: on(h.MethodFile)},
		{Method: post, Path: "/api/methods/trial", Action: access.MethodRead, By: People, Handler: on(h.TryMethod)},
		{Method: post, Path: "/api/methods/check", Action: access.MethodRead, By: People, Handler: on(h.CheckMethod)},
		{Method: get, Path: "/api/profiles", Action: access.MethodRead, By: People, Handler: on(h.Profiles)},
	}
}

func cases(h *api.Handlers) []Route {
	return []Route{
		{Method: post, Path: "/api/tenders", Action: access.TenderEdit, By: People, Handler: on(h.CreateTender)},
		{Method: get, Path: "/api/tenders", Action: access.TenderRead, By: People, Handler: on(h.Tenders)},
		{Method: get, Path: "/api/lots", Action: access.TenderRead, By: People, Handler: on(h.Lots)},
		{Method: post, Path: "/api/lots", Action: access.LotCreate, By: People, Handler: on(h.CreateLot)},
		{Method: get, Path: "/api/lots/:lot", Action: access.LotRead, By: People, Handler: on(h.Lot)},
		{Method: get, Path: "/api/lots/:lot/method", Action: access.LotRead, By: People, Handler: on(h.LotMethodFile)},
		{Method: post, Path: "/api/lots/:lot/method", Action: access.LotEdit, By: People, Handler: on(h.SetMethod)},
		{Method: post, Path: "/api/lots/:lot/plan", Action: access.PlanEdit, By: People, Handler: on(h.SetPlan)},
		{Method: post, Path: "/api/lots/:lot/bidders", Action: access.BidderEdit, By: People, Handler: on(h.AddBidder)},
		{Method: post, Path: "/api/lots/:lot/bidderchanges/:change/withdraw", Action: access.BidderEdit, By: People, Handler: on(h.WithdrawBidder)},
		{Method: post, Path: "/api/lots/:lot/bidderchanges/:change/decision", Action: access.BidderDecide, By: People, Handler: on(h.DecideBidder)},
		{Method: remove, Path: "/api/lots/:lot/bidders/:bidder", Action: access.BidderEdit, By: People, Handler: on(h.RemoveBidder)},
		{Method: get, Path: "/api/lots/:lot/facts", Action: access.FactsRead, By: People, Handler: on(h.Facts)},
		{Method: put, Path: "/api/lots/:lot/facts/:subject", Action: access.FactsEdit, By: People, Handler: on(h.StateFacts)},
		{Method: post, Path: "/api/lots/:lot/facts/:subject/decision", Action: access.DrawSecond, By: People, Handler: on(h.DecideFacts)},
		{Method: post, Path: "/api/lots/:lot/bidders/:bidder/bid", Action: access.BidReceive, By: People, Limit: api.BidLimit + formRoom, Handler: on(h.ReceiveBid)},
		{Method: post, Path: "/api/lots/:lot/bidders/:bidder/blind", Action: access.BidReceive, By: People, Limit: api.BidLimit + formRoom, Handler: on(h.ReceiveBlindPart)},
		{Method: post, Path: "/api/lots/:lot/bidders/:bidder/price", Action: access.BidReceive, By: People, Limit: api.BidLimit + formRoom, Handler: on(h.ReceivePricePart)},
		{Method: post, Path: "/api/lots/:lot/opening", Action: access.BidsOpen, By: People, Handler: on(h.OpenBids)},
		{Method: get, Path: "/api/lots/:lot/opening/template.xlsx", Action: access.BidsOpen, By: People, Handler: on(h.OpeningTemplate)},
		{Method: post, Path: "/api/lots/:lot/opening/preview", Action: access.BidsOpen, By: People, Limit: api.OpeningLimit + formRoom, Handler: on(h.PreviewOpening)},
		{Method: post, Path: "/api/lots/:lot/opening/file", Action: access.BidsOpen, By: People, Limit: api.OpeningLimit + formRoom, Handler: on(h.OpenBidsFromFile)},
		{Method: post, Path: "/api/lots/:lot/delivery", Action: access.BidReceive, By: People, Limit: api.DeliveryLimit + formRoom, Handler: on(h.Deliver)}, // rooms asks for bid.receive and bids.open
		{Method: get, Path: "/api/lots/:lot/opening.pdf", Action: access.LotRead, By: People, Handler: on(h.OpeningTable)},
		{Method: get, Path: "/api/lots/:lot/opening.xlsx", Action: access.LotRead, By: People, Handler: on(h.OpeningWorkbook)},
		{Method: get, Path: "/api/lots/:lot/analysis.pdf", Action: access.SpreadView, By: People, Handler: on(h.Analysis)},
		{Method: post, Path: "/api/lots/:lot/opening/corrections", Action: access.BidsMend, By: People, Handler: on(h.MendOpening)},
		{Method: post, Path: "/api/lots/:lot/hearings", Action: access.HearingHold, By: People, Handler: on(h.Hear)},
		{Method: post, Path: "/api/lots/:lot/offers", Action: access.OffersOpen, By: People, Handler: on(h.OpenOffers)},
		{Method: post, Path: "/api/lots/:lot/prices", Action: access.PricesOpen, By: People, Handler: on(h.OpenPrices)},
		{Method: get, Path: "/api/lots/:lot/prices/template.xlsx", Action: access.PricesOpen, By: People, Handler: on(h.PricesTemplate)},
		{Method: post, Path: "/api/lots/:lot/prices/preview", Action: access.PricesOpen, By: People, Limit: api.OpeningLimit + formRoom, Handler: on(h.PreviewPrices)},
		{Method: post, Path: "/api/lots/:lot/prices/file", Action: access.PricesOpen, By: People, Limit: api.OpeningLimit + formRoom, Handler: on(h.OpenPricesFromFile)},
		{Method: get, Path: "/api/lots/:lot/bids/:bid/file", Action: access.BidRead, By: People, Handler: on(h.BidFile)},
		{Method: get, Path: "/api/lots/:lot/bids/:bid/prices", Action: access.BidRead, By: People, Handler: on(h.PriceFile)},
		{Method: post, Path: "/api/lots/:lot/clarifications/:clarification/reply", Action: access.ClarificationReply, By: People, Limit: api.BidLimit + formRoom, Handler: on(h.ReplyToClarification)},
		{Method: get, Path: "/api/lots/:lot/clarifications/:clarification/file", Action: access.ClarificationRead, By: People, Handler: on(h.ClarificationFile)},
		{Method: get, Path: "/api/lots/:lot/leads", Action: access.LeadsView, By: People, Handler: on(h.Leads)},
		{Method: get, Path: "/api/lots/:lot/rooms", Action: access.RoomRead, By: People, Handler: on(h.RemoteRooms)},
		{Method: post, Path: "/api/lots/:lot/meeting", Action: access.MeetingSchedule, By: People, Handler: on(h.ScheduleMeeting)},
		{Method: post, Path: "/api/lots/:lot/meeting/room", Action: access.RoomReplace, By: People, Handler: on(h.ReplaceRoom)},
		{Method: post, Path: "/api/lots/:lot/meeting/open", Action: access.MeetingOpen, By: People, Handler: on(h.OpenMeeting)},
		{Method: post, Path: "/api/lots/:lot/meeting/advance", Action: access.MeetingAdvance, By: People, Handler: on(h.Advance)},
		{Method: post, Path: "/api/lots/:lot/meeting/return", Action: access.MeetingReturn, By: People, Handler: on(h.Return)},
		{Method: post, Path: "/api/lots/:lot/meeting/suspend", Action: access.MeetingSuspend, By: People, Handler: on(h.Suspend)},
		{Method: post, Path: "/api/lots/:lot/meeting/resume", Action: access.MeetingResume, By: People, Handler: on(h.Resume)},
		{Method: post, Path: "/api/lots/:lot/meeting/void", Action: access.MeetingVoid, By: People, Handler: on(h.Void)},
		{Method: post, Path: "/api/lots/:lot/meeting/tally", Action: access.MeetingTally, By: People, Handler: on(h.Tally)},
		{Method: post, Path: "/api/lots/:lot/meeting/report", Action: access.ReportIssue, By: People, Handler: on(h.IssueReport)},
		{Method: post, Path: "/api/lots/:lot/meeting/seal", Action: access.MeetingSeal, By: People, Handler: on(h.Seal)},
		{Method: post, Path: "/api/lots/:lot/seats/:seat/representative", Action: access.RepresentativeEnter, By: People, Handler: on(h.Representative)},
		{Method: get, Path: "/api/lots/:lot/seats/:seat/expert", Action: access.ExpertServed, By: People, Handler: on(h.Served)},
		{Method: post, Path: "/api/lots/:lot/seats/:seat/workplace", Action: access.WorkplaceFail, By: People, Handler: on(h.FailWorkplace)},
		{Method: post, Path: "/api/lots/:lot/seats/:seat/left", Action: access.MemberLeave, By: People, Handler: on(h.MemberLeft)},
		{Method: post, Path: "/api/lots/:lot/seats/:seat/returned", Action: access.SheetReturn, By: People, Handler: on(h.ReturnSheet)},
		{Method: post, Path: "/api/lots/:lot/seats/:seat/deemed", Action: access.ReportDeem, By: People, Handler: on(h.DeemAgreed)},
		{Method: post, Path: "/api/lots/:lot/incidents", Action: access.IncidentRaise, By: People, Handler: on(h.RaiseIncident)},
		{Method: post, Path: "/api/lots/:lot/incidents/:incident/close", Action: access.IncidentClose, By: People, Handler: on(h.CloseIncident)},
		{Method: get, Path: "/api/assessments/due", Action: access.AssessmentMake, By: People, Handler: on(h.AssessmentsDue)},
		{Method: get, Path: "/api/lots/:lot/award", Action: access.AwardRead, By: People, Handler: on(h.Award)},
		{Method: post, Path: "/api/lots/:lot/award", Action: access.AwardEnter, By: People, Handler: on(h.DecideAward)},
		{Method: post, Path: "/api/lots/:lot/award/publication", Action: access.AwardEnter, By: People, Handler: on(h.PublishCandidates)},
		{Method: get, Path: "/api/lots/:lot/award/candidates.pdf", Action: access.AwardRead, By: People, Handler: on(h.CandidateNotice)},
		{Method: get, Path: "/api/lots/:lot/award/result.pdf", Action: access.AwardPublish, By: People, Handler: on(h.ResultNotice)},
		{Method: get, Path: "/api/lots/:lot/award/ocds.json", Action: access.AwardPublish, By: People, Handler: on(h.OpenData)},
		{Method: get, Path: "/api/lots/:lot/award/letter.pdf", Action: access.AwardRead, By: People, Handler: on(h.AwardLetter)},
		{Method: get, Path: "/api/lots/:lot/award/others.pdf", Action: access.AwardRead, By: People, Handler: on(h.ResultLetters)},
		{Method: get, Path: "/api/lots/:lot/fees", Action: access.FeeRead, By: People, Handler: on(h.Fees)},
		{Method: get, Path: "/api/lots/:lot/fees.pdf", Action: access.FeeRead, By: People, Handler: on(h.FeeSlips)},
		{Method: get, Path: "/api/lots/:lot/fees.xlsx", Action: access.FeeRead, By: People, Handler: on(h.FeeWorkbook)},
		{Method: put, Path: "/api/lots/:lot/fees/table", Action: access.FeeSettle, By: People, Handler: on(h.ChooseFeeTable)},
		{Method: post, Path: "/api/lots/:lot/fees/work", Action: access.FeeSettle, By: People, Handler: on(h.StateFeeWork)},
		{Method: get, Path: "/api/lots/:lot/assessments", Action: access.AssessmentRead, By: People, Handler: on(h.Assessments)},
		{Method: get, Path: "/api/lots/:lot/assessments/notice.pdf", Action: access.AssessmentRead, By: People, Handler: on(h.AssessmentNotice)},
		{Method: post, Path: "/api/lots/:lot/assessments", Action: access.AssessmentMake, By: People, Handler: on(h.Assess)},
		{Method: post, Path: "/api/lots/:lot/assessments/reply", Action: access.AssessmentReply, By: People, Handler: on(h.ReplyToAssessment)},
		{Method: post, Path: "/api/lots/:lot/assessments/answer", Action: access.AssessmentAnswer, By: People, Handler: on(h.AnswerAssessment)},
		{Method: get, Path: "/api/lots/:lot/report.pdf", Action: access.ReportView, By: People, Handler: on(h.Report)},
		{Method: get, Path: "/api/lots/:lot/report.xlsx", Action: access.ReportView, By: People, Handler: on(h.ReportWorkbook)},
		{Method: get, Path: "/api/lots/:lot/log", Action: access.LogRead, By: People, Handler: on(h.Log)},
		{Method: get, Path: "/api/lots/:lot/export", Action: access.LotRead, By: People, Handler: on(h.Export)}, // rooms asks for export.public or export.full
	}
}

func draws(h *api.Handlers) []Route {
	return []Route{
		{Method: post, Path: "/api/lots/:lot/draws", Action: access.DrawBegin, By: People, Handler: on(h.FormPool)},
		{Method: post, Path: "/api/lots/:lot/choices", Action: access.DrawBegin, By: People, Handler: on(h.StateOptions)},
		{Method: post, Path: "/api/lots/:lot/outside", Action: access.DrawView, By: People, Limit: api.PanelLimit + formRoom, Handler: on(h.ImportPanel)},          // rooms asks for draw.import or draw.second
		{Method: post, Path: "/api/lots/:lot/outside/preview", Action: access.DrawView, By: People, Limit: api.PanelLimit + formRoom, Handler: on(h.PreviewPanel)}, // likewise
		{Method: get, Path: "/api/outside/template.xlsx", Action: access.DrawView, By: People, Handler: on(h.PanelTemplate)},
		{Method: post, Path: "/api/draws/:draw/supplement", Action: access.DrawSecond, By: People, Limit: api.PanelLimit + formRoom, Handler: on(h.SupplementPanel)},
		{Method: get, Path: "/api/draws/:draw", Action: access.DrawView, By: People, Handler: on(h.Draw)},
		{Method: get, Path: "/api/draws/:draw/record.pdf", Action: access.DrawView, By: People, Handler: on(h.DrawRecord)},
		{Method: get, Path: "/api/draws/:draw/record.json", Action: access.DrawView, By: People, Handler: on(h.DrawFile)},
		{Method: post, Path: "/api/draws/:draw/commitments", Action: access.DrawShare, By: People, Handler: on(h.Commit)},
		{Method: post, Path: "/api/draws/:draw/public-share", Action: access.DrawPublicShare, By: People, Handler: on(h.PublicShare)},
		{Method: post, Path: "/api/draws/:draw/beacon", Action: access.DrawBeacon, By: People, Handler: on(h.Beacon)},
		{Method: post, Path: "/api/draws/:draw/reveals", Action: access.DrawShare, By: People, Handler: on(h.Reveal)},
		{Method: post, Path: "/api/draws/:draw/void", Action: access.DrawVoid, By: People, Handler: on(h.VoidDraw)},
		{Method: post, Path: "/api/draws/:draw/open", Action: access.PanelOpen, By: People, Handler: on(h.OpenTogether)},
		{Method: post, Path: "/api/draws/:draw/invitations", Action: access.InvitationSend, By: People, Handler: on(h.Invite)},
		{Method: post, Path: "/api/draws/:draw/unattended", Action: access.UnattendedBegin, By: People, Handler: on(h.Unattend)},
		{Method: post, Path: "/api/draws/:draw/attended", Action: access.UnattendedEnd, By: People, Handler: on(h.Attend)},
		{Method: post, Path: "/api/draws/:draw/supplementary", Action: access.DrawSecond, By: People, Handler: on(h.ApproveSupplement)},
		{Method: post, Path: "/api/draws/:draw/seats/:seat/call", Action: access.InvitationCall, By: People, Handler: on(h.Call)},
		{Method: post, Path: "/api/draws/:draw/seats/:seat/answer", Action: access.InvitationAnswer, By: People, Handler: on(h.Answer)},
	}
}

func kiosks(h *api.Handlers) []Route {
	return []Route{
		{Method: post, Path: "/api/kiosk/pairings", Action: access.KioskPair, By: Anybody, Handler: h.RequestPairing},
		{Method: get, Path: "/api/kiosk/pairings/:pairing", Action: access.KioskPair, By: Anybody, Handler: h.Pairing},
		{Method: post, Path: "/api/kiosk/challenge", Action: access.KioskBegin, By: Anybody, Handler: h.Challenge},
		{Method: post, Path: "/api/kiosk/session", Action: access.KioskBegin, By: Anybody, Handler: h.BeginKiosk},
		{Method: get, Path: "/api/kiosk/state", Action: access.KioskRead, By: Kiosks, Handler: on(h.KioskState)},
		{Method: post, Path: "/api/kiosk/checkin", Action: access.MemberCheckIn, By: Kiosks, Handler: on(h.CheckIn)},
		{Method: post, Path: "/api/kiosk/move", Action: access.MemberMove, By: Kiosks, Handler: on(h.Move)},
		{Method: post, Path: "/api/kiosk/declare", Action: access.MemberDeclare, By: Kiosks, Handler: on(h.Declare)},
		{Method: post, Path: "/api/kiosk/recuse", Action: access.MemberRecuse, By: Kiosks, Handler: on(h.Recuse)},
		{Method: post, Path: "/api/kiosk/vote", Action: access.ChairVote, By: Kiosks, Handler: on(h.Vote)},
		{Method: post, Path: "/api/kiosk/findings", Action: access.FindingMake, By: Kiosks, Handler: on(h.Find)},
		{Method: post, Path: "/api/kiosk/findings/passing", Action: access.FindingMake, By: Kiosks, Handler: on(h.FindPassing)},
		{Method: post, Path: "/api/kiosk/rejections", Action: access.RejectionVote, By: Kiosks, Handler: on(h.Reject)},
		{Method: post, Path: "/api/kiosk/clarifications", Action: access.ClarificationRequest, By: Kiosks, Handler: on(h.Clarify)},
		{Method: post, Path: "/api/kiosk/clarifications/:clarification/judgement", Action: access.ClarificationJudge, By: Kiosks, Handler: on(h.JudgeClarification)},
		{Method: get, Path: "/api/kiosk/clarifications/:clarification/file", Action: access.ClarificationRead, By: Kiosks, Handler: on(h.ClarificationFile)},
		{Method: post, Path: "/api/kiosk/leads/:lead/judgement", Action: access.LeadJudge, By: Kiosks, Handler: on(h.JudgeLead)},
		{Method: post, Path: "/api/kiosk/judge", Action: access.CompetitionJudge, By: Kiosks, Handler: on(h.Judge)},
		{Method: post, Path: "/api/kiosk/advance", Action: access.MeetingAdvance, By: Kiosks, Handler: on(h.KioskAdvance)},
		{Method: put, Path: "/api/kiosk/drafts", Action: access.DraftSave, By: Kiosks, Handler: on(h.SaveDrafts)},
		{Method: put, Path: "/api/kiosk/readings", Action: access.ReadingKeep, By: Kiosks, Handler: on(h.SaveReadings)},
		{Method: post, Path: "/api/kiosk/sheet", Action: access.SheetSubmit, By: Kiosks, Handler: on(h.Submit)},
		{Method: post, Path: "/api/kiosk/extremes", Action: access.ExtremesExplain, By: Kiosks, Handler: on(h.ExplainExtremes)},
		{Method: post, Path: "/api/kiosk/sign", Action: access.ReportSign, By: Kiosks, Handler: on(h.Sign)},
		{Method: post, Path: "/api/kiosk/dissent", Action: access.ReportDissent, By: Kiosks, Handler: on(h.Dissent)},
		{Method: post, Path: "/api/kiosk/incidents", Action: access.IncidentRaise, By: Kiosks, Handler: on(h.KioskIncident)},
		{Method: post, Path: "/api/kiosk/announcements/:announcement/seen", Action: access.AnnouncementSee, By: Kiosks, Handler: on(h.SeeAnnouncement)},
		{Method: get, Path: "/api/kiosk/bids/:bid/file", Action: access.BidRead, By: Kiosks, Handler: on(h.BidFile)},
		{Method: get, Path: "/api/kiosk/prices/:bid/file", Action: access.BidRead, By: Kiosks, Handler: on(h.PriceFile)},
		{Method: get, Path: "/api/kiosk/blind/:code/file", Action: access.BidRead, By: Kiosks, Handler: on(h.BlindFile)},
		{Method: get, Path: "/api/kiosk/receipt.pdf", Action: access.KioskRead, By: Kiosks, Handler: on(h.ReceiptPDF)},
		{Method: get, Path: "/api/kiosk/report.pdf", Action: access.ReportView, By: Kiosks, Handler: on(h.Report)},
	}
}

// feeds are what pages send and receive as media, and what is kept of it.
func feeds(h *api.Handlers) []Route {
	return []Route{
		{Method: post, Path: "/api/whip/:feed", Action: access.FeedPublish, By: Kiosks, Handler: on(h.Publish)},
		{Method: patch, Path: "/api/whip/:feed/:session", Action: access.FeedPublish, By: Kiosks, Handler: on(h.Published)},
		{Method: remove, Path: "/api/whip/:feed/:session", Action: access.FeedPublish, By: Kiosks, Handler: on(h.Unpublish)},
		{Method: post, Path: "/api/whep/:lot/:feed", Action: access.FeedWatch, By: People, Handler: on(h.View)},
		{Method: patch, Path: "/api/whep/:lot/:feed/:session", Action: access.FeedWatch, By: People, Handler: on(h.Viewed)},
		{Method: remove, Path: "/api/whep/:lot/:feed/:session", Action: access.FeedWatch, By: People, Handler: on(h.Leave)},
		{Method: get, Path: "/api/wall", Action: access.WallRead, By: People, Handler: on(h.Wall)},
		{Method: get, Path: "/api/lots/:lot/timeline", Action: access.PlaybackView, By: People, Handler: on(h.Timeline)},
		{Method: get, Path: "/api/lots/:lot/feeds/:feed/playlist.m3u8", Action: access.PlaybackView, By: People, Handler: on(h.Playlist)},
		{Method: get, Path: "/api/lots/:lot/feeds/:feed/:recording.mp4", Action: access.PlaybackView, By: People, Handler: on(h.Recording)},
	}
}

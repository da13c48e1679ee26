// Generated from the shapes of server/api; do not edit.
import type { BidderChange, BidderView, OpeningSourceView, Reason } from './bidder.gen'
import type { ClarificationView } from './clarification.gen'
import type { ResultView } from './result.gen'

export interface AssessedBy {
  role: string
  given: number
  of: number
  waits: number
}

export interface CheckFault {
  text: string
  stated: string
  found: string
}

export interface CheckView {
  check: string
  clause: string
  state: string
  faults: CheckFault[]
}

export interface ChosenView {
  purpose: string
  subject: string
  names: Record<string, string>
  options: string[]
  moment: string
  due: boolean
  again: boolean
  outcome: string[][]
  draws: DrawBrief[]
}

export interface Criterion {
  id: string
  group: string
  names: Record<string, string>
  standard: Record<string, string>
  kind: string
  blind: boolean
  ofPrice: boolean
  objective: boolean
  max: string
  min: string
  step: string
}

export interface DrawBrief {
  id: string
  stage: string
  createdMs: number
  confirmed: number
  seats: number
  outside: boolean
  wants: boolean
}

export interface FactsRow {
  kind: string
  name: string
  known: number
  company: string
  creditCode: string
  bidder: string
  bidderName: string
  on: string
}

export interface FactsSubject {
  subject: string
  asked: string
  facts: string
  rows: FactsRow[]
  proposal: FactsSuggested | null
}

export interface FactsSuggested {
  asked: string
  facts: string
  rows: FactsRow[]
  reason: string
  by: string
  atMs: number
}

export interface FactsView {
  subjects: FactsSubject[]
  drawn: boolean
  mayEdit: boolean
  mayDecide: boolean
}

export interface HearingGroup {
  id: string
  names: Record<string, string>
  kind: string
  minutes: number
}

export interface HearingView {
  group: string
  bid: string
  fromMs: number
  toMs: number
}

export interface HearingsView {
  mayHold: boolean
  groups: HearingGroup[]
  bids: string[]
  held: HearingView[]
}

export interface IncidentView {
  id: string
  atMs: number
  what: string
  text: string
  feed: string
  seat: number
  grounds: string[]
  shared: Shared[]
  by: string
  closedMs: number
  answer: string
}

export interface LotBrief {
  id: string
  centre: string
  tenderNumber: string
  tenderName: string
  number: string
  name: string
  regime: string
  stage: string
  room: string
  plannedMs: number
  next: string
}

export interface LotView {
  brief: LotBrief
  version: number
  entity: PartyView
  agency: PartyView
  ceilingFen: string
  budgetFen: string
  startedOn: string
  profile: string
  profileName: Record<string, string>
  method: MethodBrief | null
  plan: SeatPlan[]
  limits: PanelLimits
  meetingOn: string
  drawRoom: boolean
  drawSeats: boolean
  bidders: BidderView[]
  bidderChanges: BidderChange[]
  openedMs: number
  openedFrom: OpeningSourceView | null
  mayMend: boolean
  offers: OffersView | null
  prices: PricesView | null
  hearings: HearingsView | null
  draws: DrawBrief[]
  beacon: string
  chosen: ChosenView[]
  meeting: MeetingView | null
  asked: ClarificationView[]
  mayReply: boolean
  result: ResultView | null
  checks: CheckView[]
  steps: Step[]
  assessed: AssessedBy[]
}

export interface MeetingView {
  id: string
  room: string
  roomName: string
  remote: string
  remoteName: string
  roomOrder: RoomTurn[]
  plannedMs: number
  stage: string
  held: string
  openedMs: number
  sealedMs: number
  chair: number
  round: number
  seats: SeatView[]
  owed: Reason[]
  nextStage: string
  incidents: IncidentView[]
  reportHash: string
  workbook: boolean
  pauses: PauseView[]
  voidReason: string
  tied: boolean
  returns: ReturnView[]
}

export interface MethodBrief {
  id: string
  names: Record<string, string>
  hash: string
  criteria: Criterion[]
  openingValues: OpeningValue[]
  params: MethodParam[]
}

export interface MethodFile {
  source: string
}

export interface MethodParam {
  key: string
  names: Record<string, string>
  unit: string
  default: string
  oneOf: string[]
  min: string
  max: string
  ofLot: boolean
  given: string
}

export interface OfferView {
  bid: string
  priceFen: string
  capital: string
}

export interface OffersRound {
  round: number
  final: boolean
  atMs: number
  offers: OfferView[]
  withdrawn: WithdrawalView[]
}

export interface OffersView {
  clause: string
  rounds: OffersRound[]
  due: string[]
}

export interface OpeningValue {
  key: string
  names: Record<string, string>
  unit: string
}

export interface PanelLimits {
  employer: number
  region: number
  home: string
  outside: number
  month: number
  interval: number
  entity: boolean
}

export interface PartyView {
  name: string
  creditCode: string
}

export interface PauseView {
  fromMs: number
  toMs: number
  reason: string
}

export interface PriceOpening {
  atMs: number
  source: OpeningSourceView | null
}

export interface PricesView {
  due: string[]
  openings: PriceOpening[]
}

export interface ReturnView {
  to: string
  reason: string
}

export interface RoomTurn {
  name: string
  state: string
  reason: string
}

export interface SeatPlan {
  no: number
  specialties: string[]
  fallback: string[]
  region: string
  representative: boolean
  remote: boolean
}

export interface SeatView {
  no: number
  specialties: string[]
  representative: boolean
  remote: boolean
  present: boolean
  name: string
  kiosk: string
  kioskName: string
  workplace: string
  workplaceName: string
  declared: boolean
  voted: boolean
  findingsDone: number
  findingsOf: number
  marksDone: number
  marksOf: number
  submitted: boolean
  returned: boolean
  concluded: string
  duty: string
}

export interface Shared {
  kind: string
  with: string
  seat: number
}

export interface Step {
  id: string
  state: string
  owed: Reason[]
}

export interface TenderBrief {
  id: string
  number: string
  name: string
  lots: number
}

export interface WithdrawalView {
  bid: string
  reason: string
}

// Generated from the shapes of server/api; do not edit.
import type { BidderView, Reason } from './bidder.gen'
import type { AskingView, ClarificationView } from './clarification.gen'
import type { CheckView, Criterion, HearingsView, SeatView } from './lot.gen'
import type { KioskView } from './place.gen'
import type { ResultView } from './result.gen'

export interface Announcement {
  id: string
  atMs: number
  text: string
  seen: boolean
}

export interface DraftView {
  bid: string
  criterion: string
  value: string
  page: string
  note: string
  seq: number
}

export interface FindingView {
  bid: string
  item: string
  pass: boolean
  reason: string
  page: number
}

export interface GroundView {
  code: string
  clause: string
  names: Record<string, string>
}

export interface GroupView {
  id: string
  parent: string
  names: Record<string, string>
  points: string
  blind: boolean
}

export interface KioskLot {
  id: string
  meeting: string
  number: string
  name: string
  tenderName: string
  entity: string
  stage: string
  outside: boolean
  bidders: BidderView[]
  codes: string[]
  hearings: HearingsView | null
  criteria: Criterion[]
  groups: GroupView[]
  grounds: GroundView[]
  chair: number
  barred: string
  round: number
  undecided: VoteCount[]
  seats: SeatView[]
  majority: MajorityView[]
  asked: ClarificationView[]
  asking: AskingView
  leads: LeadsView | null
  leftBids: number
  judged: string
  tied: boolean
  owed: Reason[]
  nextStage: string
  envelopes: boolean
  sealed: number
  result: ResultView | null
  checks: CheckView[]
  reportHash: string
  silence: string
  pause: string
  statement: string
}

export interface KioskMember {
  seat: number
  name: string
  key: string
  chair: boolean
  findings: FindingView[]
  drafts: DraftView[]
  readings: ReadingView[]
  submitted: boolean
  returned: string
  sheetHash: string
  receipt: Receipt | null
  extremes: OwnExtreme[]
  concluded: string
  voted: number
}

export interface KioskState {
  kiosk: KioskView
  roomName: string
  serverMs: number
  lot: KioskLot | null
  member: KioskMember | null
  feed: string
  announced: Announcement[]
  duty: string
}

export interface LeadJudgement {
  seat: number
  takenUp: boolean
  reason: string
}

export interface LeadView {
  no: number
  kind: string
  clause: string
  bids: string[]
  bidders: string[]
  value: string
  withheld: boolean
  count: number
  ofDocument: boolean
  judged: number
  outcome: string
  own: LeadJudgement | null
  judgements: LeadJudgement[]
}

export interface LeadsView {
  atMs: number
  list: LeadView[]
  more: number
  unread: UnreadView[]
}

export interface MajorityView {
  bid: string
  items: string[]
}

export interface OwnExtreme {
  bid: string
  criterion: string
  value: string
  reason: string
}

export interface ReadingView {
  file: string
  place: string
  value: string
  seq: number
}

export interface Receipt {
  seat: number
  submittedMs: number
  sheetHash: string
  salt: string
  seq: number
}

export interface UnreadView {
  bid: string
  bidder: string
  why: string
}

export interface VoteCount {
  seat: number
  votes: number
}

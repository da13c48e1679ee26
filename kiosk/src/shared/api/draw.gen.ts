// Generated from the shapes of server/api; do not edit.
import type { LotBrief, PanelLimits, SeatPlan } from './lot.gen'

export interface BeaconView {
  chain: string
  name: string
  round: string
  dueMs: number
  signature: string
  missing: string
  mayGive: boolean
  fetched: boolean
}

export interface CallView {
  name: string
  phone: string
  text: string
  pass: string
}

export interface CeremonyView {
  id: string
  lot: LotBrief
  stage: string
  shares: ShareView[]
  mayCommit: boolean
  mayReveal: boolean
  mayPublic: boolean
  publicShare: string
  publicBy: string
  beacon: BeaconView | null
  seed: string
  voidReason: string
  former: string
  reason: string
  checkpoint: string
  version: number
}

export interface ChanceGroup {
  seats: number[]
  experts: string
  mean: string
  least: string
  most: string
  exact: string
  error: string
}

export interface ChancesView {
  groups: ChanceGroup[]
  draws: number
  panels: string
  atLeast: boolean
  guessable: boolean
  blurred: boolean
  repeats: RepeatsView | null
}

export interface ChoiceView extends CeremonyView {
  purpose: string
  names: Record<string, string>
  options: OptionView[]
  optionsHash: string
  order: OptionView[]
}

export interface DrawSeat {
  seat: number
  label: string
  state: string
  calls: number
  channel: string
  outcome: string
  atMs: number
  mayCall: boolean
  place: number
}

export interface DrawView extends CeremonyView {
  poolHash: string
  poolSize: string
  exclusions: ExclusionCount[]
  alerts: string
  dismissed: string
  unknown: string
  unasked: string[]
  chances: ChancesView | null
  plan: SeatPlan[]
  limits: PanelLimits
  tickets: TicketView[]
  seats: DrawSeat[]
  channels: string[]
  inviting: InvitingView
  confirmed: number
  outside: OutsideView | null
  unattended: UnattendedView | null
  mayLeave: boolean
  mayAttend: boolean
  supplement: boolean
  ownCase: boolean
}

export interface ExclusionCount {
  ground: string
  clause: string
  action: string
  count: string
  ofPlan: boolean
}

export interface Follower {
  no: number
  for: number
  sat: boolean
}

export interface InvitationOffer {
  channel: string
  fromMs: number
  untilMs: number
  hours: number
}

export interface InvitingView {
  clause: string
  from: string
  until: string
  answer: number
  calls: number
  messages: number
}

export interface OptionView {
  option: string
  word: string
  group: number
  ticket: string
}

export interface OutsideView {
  source: PanelSource
  lists: PanelSource[]
  listsLeft: number
  substitutes: number
  followers: Follower[]
  deviations: PanelDeviation[]
  arrived: number
}

export interface PanelDeviation {
  seat: number
  kind: string
}

export interface PanelPreview {
  source: PanelSource
  seats: number
  substitutes: number
  deviations: PanelDeviation[]
}

export interface PanelSource {
  library: string
  recordNo: string
  body: string
  person: string
  drawnMs: number
  file: string
  record: string
  recordSize: number
}

export interface RepeatsView {
  panels: string
  served: string
  pairs: string
  most: string
  frequent: boolean
}

export interface ShareView {
  party: string
  name: string
  role: string
  commitment: string
  committedMs: number
  nonce: string
  enteredHash: string
  revealedMs: number
}

export interface SitterView {
  seat: number
  name: string
  answer: string
}

export interface TicketView {
  order: number
  ticket: string
  label: string
  seat: number
  left: string
  skip: string
  for: number
}

export interface UnattendedOffer extends InvitationOffer {
  startMs: number
}

export interface UnattendedView {
  by: string
  setMs: number
  startMs: number
  channel: string
  checkInMs: number
  untilMs: number
  answer: number
  next: string
  nextSeat: number
  nextMs: number
  why: string
  endedMs: number
  endedBy: string
  seat: number
  reason: string
}

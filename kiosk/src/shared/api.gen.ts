// Generated from the shapes of server/api; do not edit.

export interface Page<T> {
  items: T[]
  total: number
}

export interface Account {
  id: string
  login: string
  name: string
  role: string
  kind: string
  disabled: boolean
  second: boolean
  version: number
}

export interface AffiliationRow {
  company: string
  creditCode: string
  position: string
  from: string
  to: string
}

export interface Affiliations {
  asked: string
  on: string
  rows: AffiliationRow[]
}

export interface Announcement {
  id: string
  atMs: number
  text: string
  seen: boolean
}

export interface BidderView {
  id: string
  letter: string
  name: string
  creditCode: string
  legalRepresentative: string
  bid: string
  fileHash: string
  fileSize: number
  opening: OpeningView | null
  rejection: RejectionView | null
}

export interface CallView {
  name: string
  phone: string
  text: string
  pass: string
}

export interface Centre {
  id: string
  name: string
  timeZone: string
  fingerprint: string
  logKey: string
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
}

export interface CheckpointView {
  note: string
  proof: string[]
}

export interface ChoiceView extends CeremonyView {
  purpose: string
  names: Record<string, string>
  options: OptionView[]
  optionsHash: string
  order: OptionView[]
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

export interface CompanyDetail {
  id: string
  version: number
  day: string
  name: string
  formerNames: string[]
  creditCode: string
  legalRepresentative: string
  people: PostView[]
  shareholders: HolderView[]
  signals: SignalView[]
  history: VersionView[]
}

export interface CompanyExpertsView {
  total: number
  today: number
  items: EmployeeView[]
}

export interface CompanyGroupView {
  percent: number
  members: KinView[]
  sharers: SharerView[]
}

export interface CompanyView {
  id: string
  name: string
  formerNames: string[]
  creditCode: string
  legalRepresentative: string
  people: number
  shareholders: number
}

export interface ConditionView {
  profile: Record<string, string>
  kind: string
  years: number
  clause: string
  state: string
}

export interface Criterion {
  id: string
  group: string
  names: Record<string, string>
  standard: Record<string, string>
  kind: string
  objective: boolean
  max: string
  min: string
  step: string
}

export interface DerivationLine {
  kind: string
  bid: string
  name: string
  names: Record<string, string>
  unit: string
  expr: string
  formula: Record<string, string>
  values: string
  over: string
  frozen: string
  workings: WorkingView[]
  exact: string
  approx: string
  rounding: string
  digits: string
  result: string
}

export interface DraftView {
  bid: string
  criterion: string
  value: string
  page: string
  note: string
  seq: number
}

export interface DrawBrief {
  id: string
  stage: string
  createdMs: number
  confirmed: number
  seats: number
  outside: boolean
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
  unknown: string
  unasked: string[]
  chances: ChancesView | null
  plan: SeatPlan[]
  limits: PanelLimits
  tickets: TicketView[]
  seats: DrawSeat[]
  channels: string[]
  confirmed: number
  outside: OutsideView | null
  ownCase: boolean
}

export interface EmployeeView {
  id: string
  name: string
  status: string
  from: string
  to: string
}

export interface EntryView {
  seq: number
  kind: string
  text: string
  atMs: number
  actor: string
  role: string
  body: Record<string, string>
  feed: string
}

export interface EvidenceRow {
  code: string
  text: string
  on: string
}

export interface Evidences {
  rows: EvidenceRow[]
}

export interface ExclusionCount {
  ground: string
  clause: string
  action: string
  count: string
}

export interface ExpertBrief {
  id: string
  name: string
  identity: string
  region: string
  status: string
  specialties: SpecialtyView[]
  employers: string[]
}

export interface ExpertPage {
  items: ExpertBrief[]
  total: number
  regions: string[]
}

export interface ExpertView {
  id: string
  version: number
  day: string
  name: string
  identity: string
  phone: string
  region: string
  title: string
  status: string
  until: string
  reason: string
  decidedBy: string
  specialties: SpecialtyView[]
  affiliations: Affiliations
  relations: Relations
  penalties: Penalties
  leave: Leave
  qualification: Qualification
  evidence: Evidences
  conditions: ConditionView[]
  history: VersionView[]
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

export interface FeedTimeline {
  id: string
  name: string
  seat: number
  playlist: string
  spans: SpanView[]
  gaps: GapView[]
}

export interface FeedView {
  id: string
  name: string
  seat: number
  live: boolean
  health: string[]
  sinceMs: number
}

export interface FindingView {
  bid: string
  item: string
  pass: boolean
  reason: string
  page: number
}

export interface Follower {
  no: number
  for: number
  sat: boolean
}

export interface GapView {
  fromMs: number
  toMs: number
  cause: string
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
}

export interface HolderView {
  name: string
  creditCode: string
  percent: number
  from: string
  to: string
}

export interface ImportView {
  id: string
  file: string
  state: string
  failed: Reason[]
  total: number
  done: number
  good: number
  bad: number
  problems: ProblemView[]
  createdMs: number
}

export interface IncidentView {
  id: string
  atMs: number
  what: string
  text: string
  feed: string
  seat: number
  grounds: string[]
  by: string
  closedMs: number
  answer: string
}

export interface InvitationOffer {
  channel: string
  fromMs: number
  untilMs: number
  hours: number
}

export interface JointView {
  name: string
  up: boolean
  office: string
  percent: number
}

export interface KinView {
  id: string
  name: string
  creditCode: string
  way: JointView[]
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
  criteria: Criterion[]
  groups: GroupView[]
  grounds: GroundView[]
  chair: number
  barred: string
  round: number
  undecided: VoteCount[]
  seats: SeatView[]
  majority: MajorityView[]
  leftBids: number
  judged: string
  owed: Reason[]
  nextStage: string
  result: ResultView | null
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
  submitted: boolean
  returned: string
  sheetHash: string
  receipt: Receipt | null
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

export interface KioskView {
  id: string
  room: string
  seat: number
  name: string
  fingerprint: string
  pairedMs: number
  online: boolean
}

export interface Leave {
  rows: LeaveRow[]
}

export interface LeaveRow {
  from: string
  to: string
}

export interface LotBrief {
  id: string
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
  bidders: BidderView[]
  openedMs: number
  draws: DrawBrief[]
  chosen: ChosenView[]
  meeting: MeetingView | null
  result: ResultView | null
  steps: Step[]
}

export interface MajorityView {
  bid: string
  items: string[]
}

export interface MarkView {
  seat: number
  bid: string
  criterion: string
  value: string
}

export interface Me {
  account: Account | null
  csrf: string
  centre: Centre
  serverMs: number
  setup: boolean
  demo: boolean
}

export interface MeetingView {
  id: string
  room: string
  roomName: string
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
  pauses: PauseView[]
  voidReason: string
  returns: ReturnView[]
}

export interface MethodBrief {
  id: string
  names: Record<string, string>
  hash: string
  criteria: Criterion[]
  openingValues: string[]
}

export interface OpeningView {
  priceFen: string
  capital: string
  duration: string
  quality: string
  security: string
  values: Record<string, string>
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

export interface PairingView {
  id: string
  fingerprint: string
  createdMs: number
  expiresMs: number
  kiosk: string
}

export interface PanelDeviation {
  seat: number
  kind: string
}

export interface PanelLimits {
  employer: number
  region: number
  home: string
  outside: number
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

export interface PartyView {
  name: string
  creditCode: string
}

export interface PauseView {
  fromMs: number
  toMs: number
  reason: string
}

export interface Penalties {
  asked: string
  on: string
  rows: PenaltyRow[]
}

export interface PenaltyRow {
  kind: string
  document: string
  from: string
  to: string
}

export interface PostView {
  name: string
  office: string
  from: string
  to: string
}

export interface ProblemView {
  sheet: string
  row: number
  column: string
  text: string
}

export interface ProfileBrief {
  id: string
  names: Record<string, string>
  regime: string
}

export interface Qualification {
  education: string
  titleLevel: string
  titledOn: string
  fieldSince: string
  languages: string[]
}

export interface QueueItem {
  id: string
  lot: string
  room: string
  what: string
  args: Record<string, string>
  atMs: number
  weight: number
}

export interface RankView {
  bid: string
  bidder: string
  letter: string
  rank: number
  tied: boolean
  total: string
  parts: ScorePart[]
  unranked: string
  failed: string
}

export interface Reason {
  clause: string
  code: string
  field: string
  args: Record<string, string>
  text: string
}

export interface Receipt {
  seat: number
  submittedMs: number
  sheetHash: string
  salt: string
  seq: number
}

export interface RejectionView {
  ground: string
  names: Record<string, string>
  clause: string
  items: string[]
  reason: string
}

export interface RelationRow {
  relation: string
  name: string
  company: string
  creditCode: string
  position: string
  declaredOn: string
}

export interface Relations {
  related: string
  relatedOn: string
  interested: string
  interestedOn: string
  rows: RelationRow[]
}

export interface ResultView {
  ranking: RankView[]
  unit: string
  candidates: string[]
  derivation: DerivationLine[]
  marks: MarkView[]
}

export interface ReturnView {
  to: string
  reason: string
}

export interface RoomView {
  id: string
  name: string
  seats: number
  kiosks: KioskView[]
  lot: string
  version: number
}

export interface ScorePart {
  name: string
  names: Record<string, string>
  unit: string
  score: string
}

export interface SeatPlan {
  no: number
  specialties: string[]
  fallback: string[]
  region: string
  representative: boolean
}

export interface SeatView {
  no: number
  specialties: string[]
  representative: boolean
  present: boolean
  name: string
  kiosk: string
  kioskName: string
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

export interface SecondOffer {
  uri: string
  offer: string
}

export interface SetUpView {
  master: string[]
  openers: Record<string, string[]>
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

export interface SharerView {
  id: string
  name: string
  creditCode: string
  kinds: string[]
}

export interface SignalView {
  kind: string
  hash: string
}

export interface SitterView {
  seat: number
  name: string
  answer: string
}

export interface SpanView {
  recording: string
  fromMs: number
  toMs: number
  startSec: number
}

export interface SpecialtyView {
  code: string
  parent: string
  names: Record<string, string>
  read: string
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

export interface TicketView {
  order: number
  ticket: string
  label: string
  seat: number
  left: string
  skip: string
  for: number
}

export interface TimelineView {
  fromMs: number
  toMs: number
  feeds: FeedTimeline[]
}

export interface VersionView {
  version: number
  atMs: number
  by: string
  act: string
  changed: string[]
}

export interface VoteCount {
  seat: number
  votes: number
}

export interface WallRoom {
  room: RoomView
  lot: LotBrief | null
  meeting: MeetingView | null
  feeds: FeedView[]
}

export interface WallView {
  rooms: WallRoom[]
  queue: QueueItem[]
}

export interface WorkingView {
  expr: string
  values: string
  exact: string
  approx: string
  rounding: string
  digits: string
  result: string
  setAside: string[]
}

// Generated from the shapes of server/api; do not edit.
import type { Reason } from './bidder.gen'

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

export interface ComparedExpertsView {
  one: ExpertView
  other: ExpertView
  merged: ExpertView
  changed: string[]
  signs: SignView[]
  judged: JudgedView | null
}

export interface EligibilityBase {
  ground: string
  clause: string
  state: string
  data: EligibilityFact[]
  lacks: string[]
}

export interface EligibilityFact {
  kind: string
  name: string
  on: string
}

export interface EligibilityView {
  profile: Record<string, string>
  state: string
  because: EligibilityBase[]
}

export interface EntryRef {
  id: string
  name: string
}

export interface EvidenceRow {
  code: string
  text: string
  on: string
}

export interface Evidences {
  rows: EvidenceRow[]
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

export interface ExpertTwinView {
  one: ExpertBrief
  other: ExpertBrief
  signs: SignView[]
}

export interface ExpertView {
  id: string
  version: number
  altered: boolean
  day: string
  name: string
  identity: string
  phone: string
  photo: string
  region: string
  title: string
  status: string
  until: string
  reason: string
  decidedBy: string
  despite: string
  specialties: SpecialtyView[]
  affiliations: Affiliations
  offices: Offices
  holdings: Holdings
  relations: Relations
  penalties: Penalties
  libraries: Libraries
  leave: Leave
  qualification: Qualification
  evidence: Evidences
  eligibility: EligibilityView[]
  history: VersionView[]
  mergedInto: EntryRef | null
  services: ServiceView[]
  assessed: GradesView
}

export interface GradeView {
  atMs: number
  lot: string
  lotNumber: string
  lotName: string
  tenderName: string
  by: string
  total: string
  full: string
  state: string
}

export interface GradesView {
  means: MeanView[]
  items: GradeView[]
}

export interface HoldingRow {
  company: string
  creditCode: string
  percent: string
  controlling: string
  document: string
  from: string
  to: string
}

export interface Holdings {
  asked: string
  on: string
  rows: HoldingRow[]
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

export interface JudgedView {
  by: string
  atMs: number
  reason: string
}

export interface Leave {
  rows: LeaveRow[]
}

export interface LeaveRow {
  from: string
  to: string
}

export interface Libraries {
  asked: string
  on: string
  rows: LibraryRow[]
}

export interface LibraryRow {
  kind: string
  name: string
  document: string
  from: string
  to: string
}

export interface LowBidLines {
  meanPercent: number
  secondPercent: number
  ceilingPercent: number
}

export interface MeanView {
  years: number
  mean: string
  count: number
}

export interface MergedView {
  id: string
  name: string
  into: boolean
  reason: string
}

export interface OfficeRow {
  company: string
  creditCode: string
  office: string
  document: string
  from: string
  to: string
}

export interface Offices {
  asked: string
  on: string
  rows: OfficeRow[]
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
  lowBid: LowBidLines
  mostPercent: number
}

export interface Qualification {
  education: string
  titleLevel: string
  titledOn: string
  fieldSince: string
  languages: string[]
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

export interface ServedView {
  name: string
  status: string
  until: string
  specialties: SpecialtyView[]
  services: ServiceView[]
}

export interface ServiceView {
  atMs: number
  lot: string
  lotNumber: string
  lotName: string
  tenderName: string
  entity: string
  seat: number
  outside: boolean
}

export interface SignView {
  kind: string
  value: string
}

export interface SpecialtyView {
  code: string
  parent: string
  names: Record<string, string>
  read: string
}

export interface VersionView {
  version: number
  atMs: number
  by: string
  act: string
  changed: string[]
  reason: string
  merged: MergedView | null
}

// Generated from the shapes of server/api; do not edit.
import type { EntryRef, JudgedView, SignView, VersionView } from './register.gen'

export interface CompanyDetail {
  id: string
  version: number
  altered: boolean
  day: string
  name: string
  formerNames: string[]
  creditCode: string
  formerCodes: string[]
  legalRepresentative: string
  people: PostView[]
  shareholders: HolderView[]
  signals: SignalView[]
  history: VersionView[]
  mergedInto: EntryRef | null
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

export interface CompanyTwinView {
  one: CompanyView
  other: CompanyView
  signs: SignView[]
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

export interface ComparedCompaniesView {
  one: CompanyDetail
  other: CompanyDetail
  merged: CompanyDetail
  changed: string[]
  signs: SignView[]
  judged: JudgedView | null
}

export interface EmployeeView {
  id: string
  name: string
  status: string
  from: string
  to: string
}

export interface HolderView {
  name: string
  creditCode: string
  percent: string
  from: string
  to: string
}

export interface JointView {
  name: string
  up: boolean
  office: string
  percent: string
}

export interface KinView {
  id: string
  name: string
  creditCode: string
  way: JointView[]
}

export interface PostView {
  name: string
  office: string
  from: string
  to: string
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

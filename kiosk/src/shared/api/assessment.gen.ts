// Generated from the shapes of server/api; do not edit.
import type { AssessedBy } from './lot.gen'
import type { SpecialtyView } from './register.gen'

export interface AssessedMember {
  meeting: string
  seat: number
  name: string
  specialties: SpecialtyView[]
  void: boolean
  given: AssessmentView[]
}

export interface AssessmentAnswerView {
  atMs: number
  person: string
  upheld: boolean
  text: string
}

export interface AssessmentItem {
  id: string
  most: string
}

export interface AssessmentMark {
  item: string
  mark: string
  reason: string
}

export interface AssessmentReplyView {
  onMs: number
  atMs: number
  person: string
  text: string
}

export interface AssessmentVersionView {
  atMs: number
  person: string
  total: string
  marks: AssessmentMark[]
}

export interface AssessmentView {
  by: string
  sheet: string
  total: string
  atMs: number
  person: string
  untilMs: number
  marks: AssessmentMark[]
  former: AssessmentVersionView[]
  reply: AssessmentReplyView | null
  answer: AssessmentAnswerView | null
  mayMend: boolean
  mayReply: boolean
  mayAnswer: boolean
}

export interface AssessmentsDue {
  lots: DueView[]
}

export interface AssessmentsView {
  lotNumber: string
  lotName: string
  clause: string
  items: AssessmentItem[]
  step: string
  full: string
  replyDays: number
  members: AssessedMember[]
  by: AssessedBy[]
  own: string
}

export interface DueView {
  lot: string
  number: string
  name: string
  given: number
  of: number
  waits: number
  sinceMs: number
}

// Generated from the shapes of server/api; do not edit.
import type { Reason } from './bidder.gen'

export interface FeeChoiceView extends FeeTableView {
  hash: string
  reason: string
  partChoices: string[]
}

export interface FeeLineView {
  text: string
  fen: string
}

export interface FeeStatedView {
  holiday: boolean
  part: string
  agreedFen: string
  reason: string
  by: string
  atMs: number
}

export interface FeeTableView {
  id: string
  names: Record<string, string>
  source: string
  effectiveFrom: string
  needsReason: boolean
}

export interface FeeView {
  meeting: string
  seat: number
  label: string
  name: string
  outcome: string
  fromMs: number
  toMs: number
  loggedFromMs: number
  loggedToMs: number
  stated: FeeStatedView | null
  fen: string
  capital: string
  lines: FeeLineView[]
  open: Reason[]
}

export interface FeesView {
  lotNumber: string
  lotName: string
  tables: FeeTableView[]
  table: FeeChoiceView | null
  members: FeeView[]
  totalFen: string
  open: number
  maySettle: boolean
}

// Generated from the shapes of server/api; do not edit.

export interface AwardCandidate {
  bid: string
  letter: string
  bidder: string
  rank: number
  priceFen: string
  before: string[]
}

export interface AwardGround {
  code: string
  clause: string
  names: Record<string, string>
}

export interface AwardView {
  candidates: AwardCandidate[]
  grounds: AwardGround[]
  days: number
  clause: string
  published: PublishedView | null
  award: AwardedView | null
  others: number
  mayEnter: boolean
  mayPublish: boolean
}

export interface AwardedView {
  bid: string
  on: string
  objections: string
  passed: PassedView[]
  reason: string
  by: string
  atMs: number
}

export interface PassedView {
  bid: string
  ground: string
  reason: string
}

export interface PublishedView {
  on: string
  until: string
  medium: string
  objectionsTo: string
  reason: string
  by: string
  atMs: number
}

// Generated from the shapes of server/api; do not edit.

export interface BidderChange {
  id: string
  adds: boolean
  name: string
  creditCode: string
  legalRepresentative: string
  reason: string
  by: string
  atMs: number
  own: boolean
  mayDecide: boolean
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
  unopened: UnopenedView | null
  rejection: RejectionView | null
  corrections: OpeningCorrection[]
}

export interface OpeningCorrection {
  was: OpeningView
  reason: string
  by: string
  atMs: number
}

export interface OpeningView {
  priceFen: string
  correctedFen: string
  capital: string
  duration: string
  quality: string
  security: string
  values: Record<string, string>
}

export interface RejectionView {
  ground: string
  names: Record<string, string>
  clause: string
  items: string[]
  reason: string
}

export interface UnopenedView {
  bid: string
  fault: string
  reason: string
}

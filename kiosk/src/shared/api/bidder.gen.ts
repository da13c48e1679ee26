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
  blindHash: string
  blindSize: number
  priceHash: string
  priceSize: number
  code: string
  opening: OpeningView | null
  unopened: UnopenedView | null
  withdrawn: string
  rejection: RejectionView | null
  corrections: OpeningCorrection[]
}

export interface OpeningCorrection {
  was: OpeningView
  reason: string
  by: string
  atMs: number
}

export interface OpeningLineView {
  row: number
  letter: string
  name: string
  creditCode: string
  opening: OpeningView | null
  unopened: UnopenedView | null
  faults: Reason[]
}

export interface OpeningPreview {
  source: OpeningSourceView
  lines: OpeningLineView[]
  bad: number
  faults: Reason[]
}

export interface OpeningSourceView {
  file: string
  platform: string
  recordNo: string
  openedMs: number
}

export interface OpeningView {
  priceFen: string
  offeredFen: string
  correctedFen: string
  aboveCeiling: boolean
  capital: string
  duration: string
  quality: string
  security: string
  values: Record<string, string>
}

export interface Reason {
  clause: string
  code: string
  field: string
  args: Record<string, string>
  text: string
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

// Generated from the shapes of server/api; do not edit.

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

export interface ExtremeView {
  seat: number
  bid: string
  criterion: Record<string, string>
  value: string
  mean: string
  reason: string
}

export interface HangsView {
  margins: MarginView[]
  without: WithoutView[]
  spreads: SpreadView[]
  extremes: ExtremeView[]
}

export interface MarginView {
  first: string
  other: string
  by: string
}

export interface MarkView {
  seat: number
  bid: string
  criterion: string
  value: string
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

export interface ResultView {
  ranking: RankView[]
  unit: string
  candidates: string[]
  derivation: DerivationLine[]
  marks: MarkView[]
  hangs: HangsView | null
}

export interface ScorePart {
  name: string
  names: Record<string, string>
  unit: string
  score: string
}

export interface SpreadView {
  bid: string
  criterion: Record<string, string>
  max: string
  least: string
  mean: string
  greatest: string
}

export interface TrialView {
  ranking: RankView[]
  unit: string
  candidates: string[]
  undecided: string[]
  toDraw: string[]
  derivation: DerivationLine[]
}

export interface WithoutBid {
  bid: string
  rank: number
  total: string
}

export interface WithoutView {
  seat: number
  why: string
  ranking: WithoutBid[]
  candidates: string[]
  changed: boolean
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

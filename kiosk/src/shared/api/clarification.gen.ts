// Generated from the shapes of server/api; do not edit.

export interface AskingView {
  clause: string
  lowBidClause: string
  lowBidMinutes: number
  mostMinutes: number
  mostQuestions: number
  mostQuestion: number
  lowBids: LowBidView[]
  correctionClause: string
  corrections: CorrectionRule[]
  mostCorrections: number
}

export interface ClarificationReply {
  text: string
  confirms: boolean
  fileHash: string
  fileSize: number
  atMs: number
}

export interface ClarificationView {
  no: number
  asks: string
  bid: string
  minutes: number
  questions: string[]
  askedMs: number
  dueMs: number
  reply: ClarificationReply | null
  judged: number
  outcome: string
  own: JudgementView | null
  judgements: JudgementView[]
  corrections: CorrectionView[]
  ground: string
}

export interface CorrectionRule {
  rule: string
  keeps: boolean
}

export interface CorrectionView {
  rule: string
  priceFen: string
}

export interface JudgementView {
  seat: number
  accepted: boolean
  reason: string
}

export interface LowBidView {
  bid: string
  line: string
  percent: number
  lineFen: string
}

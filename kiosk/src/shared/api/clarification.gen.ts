// Generated from the shapes of server/api; do not edit.

export interface AskingView {
  clause: string
  lowBidClause: string
  lowBidMinutes: number
  lowBidGround: string
  mostMinutes: number
  mostQuestions: number
  mostQuestion: number
  lowBids: LowBidView[]
}

export interface ClarificationReply {
  text: string
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

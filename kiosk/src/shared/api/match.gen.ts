// Generated from the shapes of server/api; do not edit.

export interface ExpertMatch extends MatchView {
  found: boolean
  state: string
  reason: string
  declined: string
  by: string
  decidedBy: string
  on: string
}

export interface ExpertMatchesView {
  matches: ExpertMatch[]
  mayTell: boolean
}

export interface MatchView {
  id: string
  own: string
  name: string
  firm: string
  firmCode: string
  position: string
  held: string
  part: string
  from: string
  to: string
  declaredOn: string
  company: string
  creditCode: string
  office: string
  percent: string
  officeFrom: string
  officeTo: string
}

export interface ProposedMatchView extends WaitingMatch {
  match: MatchView
  reason: string
  state: string
}

export interface WaitingMatch {
  id: string
  expert: string
  company: string
  back: boolean
  by: string
  atMs: number
}

export interface WaitingMatchesView {
  waiting: WaitingMatch[]
}

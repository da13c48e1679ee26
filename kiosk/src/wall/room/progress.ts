// How far a member is with what the stage asks for: a word, or a count.
import type { SeatView } from '@shared/api.gen'

export interface Progress {
  kind: 'done' | 'waiting' | 'none'
  /** Catalogue key below "wall.progress.", with {done} and {of} where it counts. */
  word: 'absent' | 'present' | 'declared' | 'toDeclare' | 'voted' | 'toVote' | 'findings' | 'marks' | 'submitted' | 'returned' | 'toSign' | 'signed' | 'dissented' | 'deemed'
  done: number
  of: number
}

/** progressOf returns how far a seat is at a stage; of a suspended meeting the stage is the one it is held at. */
export function progressOf(seat: SeatView, stage: string): Progress {
  const one = (word: Progress['word'], kind: Progress['kind'] = 'done'): Progress => ({ kind, word, done: kind === 'done' ? 1 : 0, of: 1 })
  const count = (word: 'findings' | 'marks', done: number, of: number): Progress => ({ kind: of > 0 && done >= of ? 'done' : done ? 'waiting' : 'none', word, done, of })
  if (seat.concluded === 'signed' || seat.concluded === 'dissented' || seat.concluded === 'deemed') return one(seat.concluded)
  if (!seat.present) return one('absent', 'waiting')
  switch (stage) {
    case 'declaring':
      return seat.declared ? one('declared') : one('toDeclare', 'waiting')
    case 'electing':
      return seat.voted ? one('voted') : one('toVote', 'waiting')
    case 'examining':
    case 'pricing':
      return count('findings', seat.findingsDone, seat.findingsOf)
    case 'evaluating':
    case 'tallied':
      return seat.submitted ? one('submitted') : seat.returned ? { ...count('marks', seat.marksDone, seat.marksOf), kind: 'waiting', word: 'returned' } : count('marks', seat.marksDone, seat.marksOf)
    case 'signing':
      return one('toSign', 'waiting')
    default:
      return one('present')
  }
}

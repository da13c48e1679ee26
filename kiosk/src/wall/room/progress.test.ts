import { expect, test } from 'vitest'
import type { SeatView } from '@shared/api.gen'
import { progressOf } from './progress'

const seat: SeatView = { no: 1, specialties: [], representative: false, remote: false, present: true, name: '', kiosk: '', kioskName: '', workplace: '', workplaceName: '', declared: false, voted: false, findingsDone: 3, findingsOf: 12, marksDone: 0, marksOf: 40, submitted: false, returned: false, concluded: '', duty: '' }

test.each<[string, Partial<SeatView>, string, ReturnType<typeof progressOf>]>([
  ['nobody is there', { present: false }, 'assembling', { kind: 'waiting', word: 'absent', done: 0, of: 1 }],
  ['nobody is there any more', { present: false }, 'evaluating', { kind: 'waiting', word: 'absent', done: 0, of: 1 }],
  ['arrived', {}, 'assembling', { kind: 'done', word: 'present', done: 1, of: 1 }],
  ['not declared', {}, 'declaring', { kind: 'waiting', word: 'toDeclare', done: 0, of: 1 }],
  ['declared', { declared: true }, 'declaring', { kind: 'done', word: 'declared', done: 1, of: 1 }],
  ['voted', { voted: true }, 'electing', { kind: 'done', word: 'voted', done: 1, of: 1 }],
  ['some findings', {}, 'examining', { kind: 'waiting', word: 'findings', done: 3, of: 12 }],
  ['all findings', { findingsDone: 12 }, 'examining', { kind: 'done', word: 'findings', done: 12, of: 12 }],
  ['no mark yet', {}, 'evaluating', { kind: 'none', word: 'marks', done: 0, of: 40 }],
  ['nothing to mark is not done', { marksOf: 0 }, 'evaluating', { kind: 'none', word: 'marks', done: 0, of: 0 }],
  ['all marks, not submitted', { marksDone: 40 }, 'evaluating', { kind: 'done', word: 'marks', done: 40, of: 40 }],
  ['submitted', { marksDone: 40, submitted: true }, 'evaluating', { kind: 'done', word: 'submitted', done: 1, of: 1 }],
  ['returned', { marksDone: 40, returned: true }, 'evaluating', { kind: 'waiting', word: 'returned', done: 40, of: 40 }],
  ['to sign', { submitted: true }, 'signing', { kind: 'waiting', word: 'toSign', done: 0, of: 1 }],
  ['dissented, and gone home', { concluded: 'dissented', present: false }, 'signing', { kind: 'done', word: 'dissented', done: 1, of: 1 }],
])('%s', (_, has, stage, want) => expect(progressOf({ ...seat, ...has }, stage)).toEqual(want))

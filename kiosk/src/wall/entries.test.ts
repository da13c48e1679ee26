import { describe, expect, test } from 'vitest'
import type { EntryView } from '@shared/api.gen'
import { current, feedOf, isMark, isWrong, join, seatOf } from './entries'

const entry = (seq: number, kind: string, body: Record<string, string> = {}, feed = ''): EntryView => ({ seq, kind, text: '', atMs: seq * 1000, actor: 'a', role: 'staff', body, feed })
const feeds = [
  { id: 'k1/camera', seat: 1 },
  { id: 'k2/camera', seat: 2 },
  { id: 'room/camera', seat: 0 },
]

describe('which feed shows an entry', () => {
  test.each([
    ['the one that the server names', entry(1, 'x', { seat: '1' }, 'k2/camera'), 'k2/camera'],
    ['the one that the entry names', entry(1, 'incident.raised', { feed: 'room/camera' }), 'room/camera'],
    ['that of the seat', entry(1, 'sheet.submitted', { seat: '2' }), 'k2/camera'],
    ['one that is not here, but the seat is', entry(1, 'member.moved', { feed: 'k9/camera', seat: '1' }), 'k1/camera'],
    ['no feed: no seat', entry(1, 'meeting.opened'), undefined],
    ['no feed: a seat without one', entry(1, 'member.declared', { seat: '7' }), undefined],
    ['no feed: seat 0 is nobody', entry(1, 'member.declared', { seat: '0' }), undefined],
    ['no feed: not a number', entry(1, 'member.declared', { seat: '2nd' }), undefined],
  ])('%s', (_, one, want) => expect(feedOf(one, feeds)?.id).toBe(want))
})

test('a seat is a number from 1', () => {
  expect([entry(1, 'x', { seat: '12' }), entry(1, 'x', { seat: '-1' }), entry(1, 'x')].map(seatOf)).toEqual([12, 0, 0])
})

test('newer entries are put behind, none twice', () => {
  const seqs = (list: EntryView[]) => list.map(({ seq }) => seq)
  expect(seqs(join([entry(1, 'a'), entry(3, 'a')], [entry(3, 'a'), entry(4, 'a')]))).toEqual([1, 3, 4])
  expect(seqs(join([], [entry(0, 'a')]))).toEqual([0])
})

describe('the entry of a moment', () => {
  const list = [1, 2, 2, 5].map((second, i) => ({ ...entry(i, 'x'), atMs: second * 1000 }))
  test.each([
    ['before all', 999, -1],
    ['exactly then', 1000, 0],
    ['between', 1999, 0],
    ['the last of those at one time', 2000, 2],
    ['long after', 9000, 3],
  ])('%s', (_, at, want) => expect(current(list, at)).toBe(want))
  test('of none', () => expect(current([], 5)).toBe(-1))
})

test('what is out of order is marked as wrong', () => {
  expect([entry(1, 'incident.raised'), entry(1, 'recording.gap'), entry(1, 'sheet.submitted')].map(isWrong)).toEqual([true, true, false])
  expect([entry(1, 'incident.raised'), entry(1, 'meeting.advanced'), entry(1, 'finding.made'), entry(1, 'chair.voted')].map(isMark)).toEqual([true, true, false, false])
})

import { expect, test } from 'vitest'
import type { DraftView } from '@shared/api.gen'
import { notesOf } from './kept'

const kept = (bid: string, criterion: string, value: string): DraftView => ({ bid, criterion, value, page: '', note: '', seq: 1 })

test('the notes on a file are listed by page; times, other files and what was taken back are none', () => {
  const all = [kept('a', '100', 'c'), kept('a', '9', 'a'), kept('a', 'evaluating', '60000'), kept('b', '1', 'x'), kept('a', '3', ''), kept('a@', '2', 'y'), kept('a', '20', 'b')]
  expect(notesOf(all, 'a')).toEqual([{ page: 9, text: 'a' }, { page: 20, text: 'b' }, { page: 100, text: 'c' }])
  expect(notesOf(all, 'c')).toEqual([])
})

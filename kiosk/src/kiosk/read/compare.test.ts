import { expect, test } from 'vitest'
import { besideNow, follow, othersOf } from './compare'

const file = (bid: string, blind = false) => ({ bid, blind, letter: bid, name: bid })
const files = [file('01', true), file('02', true), file('a'), file('b'), file('c')]
const at = (bid: string) => files.find((one) => one.bid === bid)!

test('a blind part lies beside blind parts only, a bid beside bids', () => {
  expect(othersOf(files, at('01')).map(({ bid }) => bid)).toEqual(['02'])
  expect(othersOf(files, at('b')).map(({ bid }) => bid)).toEqual(['a', 'c'])
})

test.each([
  ['a', '', '', ''], // nothing is compared
  ['a', 'b', 'c', 'c'], // another bid is chosen
  ['c', 'a', 'c', 'a'], // the one beside is chosen: they change places
  ['a', '01', '02', 'b'], // from codes to bids
  ['01', 'a', 'b', '02'],
])('%s chosen after %s, beside which lay "%s": now "%s"', (chosen, before, other, now) => {
  expect(besideNow(files, at(chosen), before, other)).toBe(now)
})

test('a file alone of its kind has nothing beside it', () => {
  expect(besideNow([file('01', true), file('a'), file('b')], file('01', true), 'a', 'b')).toBe('')
})

test.each([
  [5, 1, 9, 6], [9, 1, 9, 9], [8, 1, 9, 9], [1, -1, 9, 1], [2, -1, 9, 1], [4, 20, 9, 9], [3, 1, 0, 1],
])('page %i turned by %i of %i is %i', (page, by, pages, now) => {
  expect(follow(page, by, pages)).toBe(now)
})

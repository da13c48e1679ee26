import { expect, test } from 'vitest'
import type { KioskLot } from '@shared/api.gen'
import { datumHash } from '@shared/keys'
import { judgeable, lowBidsOwed, questionsText } from './asking'

// The datum was made with
//   v=$(printf 'bidroom/clarification/1\nL1\nM1\n2\nlow_bid\nB1\n30\n请说明报价构成。\n请提供证明。\n' | sha256sum | cut -c1-64)
//   printf 'bidroom/datum/1\nclarification.questions\n000102030405060708090a0b0c0d0e0f\n%s\n' $v | sha256sum
test('what is signed', async () => {
  const text = questionsText('L1', 'M1', { no: 2, asks: 'low_bid', bid: 'B1', minutes: 30, corrections: [], questions: ['请说明报价构成。', '请提供证明。'] })
  expect(await datumHash('clarification.questions', '000102030405060708090a0b0c0d0e0f', text)).toBe('20393bace8b020708b212092f7121fcde8dd40d77b6c25907ad75c6462a474fa')
})

test('an answer is judged once it is there, or overdue', () => {
  const one = { dueMs: 1000, reply: null } as Parameters<typeof judgeable>[0]
  expect([judgeable(one, 1000), judgeable(one, 1001), judgeable({ ...one, reply: { text: '', confirms: false, fileHash: '', fileSize: 0, atMs: 1 } }, 1)]).toEqual([false, true, true])
})

test('a price that was inquired into is not owed', () => {
  const low = (bid: string, line: string) => ({ bid, line, percent: 50, lineFen: '1' })
  const lot = { asked: [{ bid: 'a', asks: 'low_bid' }, { bid: 'b', asks: 'clarification' }], asking: { lowBids: [low('a', 'mean'), low('b', 'mean'), low('b', 'second')] } }
  expect(lowBidsOwed(lot as unknown as KioskLot)).toEqual(['b'])
})

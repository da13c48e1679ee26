// What the checker says of two records that experts/draw holds for its own
// tests; that it agrees with Go and Python on a thousand more is tested there.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { check } from './check'
import { compareBytes, isNumber } from './hash'
import { readRecord, type ChoiceRecord, type PanelRecord } from './record'

const read = (name: string) => readFileSync(new URL(`../../../../experts/draw/testdata/${name}.json`, import.meta.url), 'utf8')
const [panel, choice] = [read('panel'), read('choice')]

/** parts returns what is found of a record after a change, in short. */
function parts(text: string, change: (record: never) => unknown = () => undefined): Record<string, string> {
  const record = JSON.parse(text) as Record<string, unknown>
  change(record as never)
  return Object.fromEntries(check(readRecord(JSON.stringify(record))).parts.map(({ part, state, where }) => [part, where ?? state]))
}

const sound = { pool: 'checked', shares: 'checked', seed: 'checked', beacon: 'not_contained', opened: 'checked', order: 'checked', seats: 'checked' }

describe('the record of a panel', () => {
  test('is checked in every part but the beacon', () => expect(parts(panel)).toEqual(sound))
  test('without what stands behind the labels, the seats are those of the tickets', () => {
    expect(parts(panel, (r: PanelRecord) => (r.opened = []))).toEqual({ ...sound, opened: 'not_contained', seats: 'not_contained' })
  })
  test('with a count withheld the pool cannot be hashed', () => {
    expect(parts(panel, (r: PanelRecord) => (r.excluded = ['R01 <5', 'R04 <5']))).toEqual({ ...sound, pool: 'not_contained' })
  })
  test.each<[string, (r: PanelRecord) => unknown, object]>([
    ['a seat that the pool was not bound to', (r) => (r.seats[0] = '2 A08 '), { pool: 'pool_hash' }],
    ['a share that was not committed to', (r) => (r.shares[1] = r.shares[1]!.replace(/.$/, (last) => (last === '0' ? '1' : '0'))), { shares: 'shares.1', seed: 'seed' }],
    ['a share that stands twice', (r) => (r.shares[2] = r.shares[1]!), { shares: 'shares.2', seed: 'seed' }],
    ['a public share of staff', (r) => (r.public_role = 'staff'), { shares: 'public_role' }],
    ['a beacon without its signature', (r) => (r.signature = ''), { beacon: 'signature', seed: 'seed' }],
    ['a ticket left out', (r) => r.tickets.splice(2, 1), { order: 'tickets.2' }],
    ['an expert of other specialties', (r) => (r.opened[3]!.specialties = ['B99']), { opened: 'opened.3', seats: 'not_contained' }],
    ['a replacement by somebody who holds a seat', (r) => (r.fillings[4]!.label = r.fillings[2]!.label), { seats: 'fillings.4' }],
    ['a replacement without a reason', (r) => (r.fillings[4]!.reason = ''), { seats: 'fillings.4' }],
  ])('%s is seen', (_, change, seen) => expect(parts(panel, change)).toMatchObject(seen))
})

describe('the record of a choice', () => {
  test('is checked in every part', () => expect(parts(choice)).toEqual({ options: 'checked', shares: 'checked', seed: 'checked', order: 'checked' }))
  test('an option added afterwards is seen', () => expect(parts(choice, (r: ChoiceRecord) => r.options.push('0.970'))).toMatchObject({ options: 'options_hash', order: expect.stringMatching(/^order\.\d$/) as string }))
  test('an order that was exchanged is seen', () => expect(parts(choice, (r: ChoiceRecord) => r.order.reverse())).toMatchObject({ order: 'order.0' }))
})

test('texts stand in the order of their bytes, not of UTF-16', () => {
  const list = ['\u{20000}', '\ufb01', 'a', '', 'ab']
  expect(list.toSorted(compareBytes)).toEqual(list.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
})

test('a number has 63 bits and one form', () => {
  expect(['0', '7', '9223372036854775807', '9223372036854775808', '-1', '01', '', '1 '].filter(isNumber)).toEqual(['0', '7', '9223372036854775807'])
})

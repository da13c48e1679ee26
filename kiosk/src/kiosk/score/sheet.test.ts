import { expect, test } from 'vitest'
import type { BidderView, Criterion, DraftView, KioskLot } from '@shared/api.gen'
import { datumHash, signingText } from '@shared/keys'
import { fieldAfter, fields, lackOf, marksOf, progressOf, scoredBids, sections, sheetText, totalOf } from './sheet'

const marks = [
  { bid: 'b2', criterion: 'depth', value: '7.5' },
  { bid: 'b10', criterion: 'staff', value: '0' },
  { bid: 'b10', criterion: 'Staff', value: '10' },
  { bid: 'b2', criterion: 'depth_x', value: '1' },
]
// evaluation/sheet_test.go holds the server's own forming to the same text.
const text = 'bidroom/sheet/1\nL1\nM1\n3\nb10 Staff 10\nb10 staff 0\nb2 depth 7.5\nb2 depth_x 1\n'

test('the text of a sheet', () => {
  expect(sheetText('L1', 'M1', 3, marks)).toBe(text)
  expect(sheetText('L1', 'M1', 3, [])).toBe('bidroom/sheet/1\nL1\nM1\n3\n')
})

// By hand, with s holding the text above:
//   v=$(sha256sum < s | cut -d' ' -f1)      # 3365651c…
//   printf 'bidroom/datum/1\nsheet\n000102030405060708090a0b0c0d0e0f\n%s\n' $v | sha256sum
test('its datum, and what is signed', async () => {
  const datum = await datumHash('sheet', '000102030405060708090a0b0c0d0e0f', text)
  expect(datum).toBe('69012fb8bc65d7839e4b47b47866e9865be6f28f9ba68837b8d237c9f322e5a4')
  expect(signingText('sheet.submitted', 'L1', 'M1', 3, datum)).toBe(`bidroom/signature/1\nsheet.submitted\nL1\nM1\n3\n${datum}\n`)
})

const criterion = (id: string, group: string, more: Partial<Criterion> = {}): Criterion => ({ id, group, names: {}, standard: {}, kind: 'points', blind: false, objective: false, min: '0', max: '10', step: '0.5', ...more }) as Criterion
const bidder = (bid: string, rejected = false) => ({ id: `of-${bid}`, bid, rejection: rejected ? {} : null }) as BidderView
const group = (id: string, points: string, parent = '') => ({ id, parent, names: {}, points, blind: false })
const lot = {
  codes: [] as string[],
  bidders: [bidder('A'), bidder('B', true), bidder(''), bidder('C')],
  criteria: [criterion('licence', 'eligibility', { kind: 'pass', min: '', max: '', step: '' }), criterion('depth', 'technical', { min: '2' }), criterion('staff', 'technical')],
  groups: [group('eligibility', '0'), group('technical', '20'), group('people', '10', 'technical'), group('price', '80')],
} as unknown as KioskLot
const bids = scoredBids(lot, 'blind')
const typed = (values: Record<string, string>) => (bid: string, id: string): DraftView | undefined =>
  `${bid} ${id}` in values ? { bid, criterion: id, value: values[`${bid} ${id}`]!, page: '', note: '', seq: 1 } : undefined

test('only bids that are evaluated are scored, and only on what takes a mark', () => {
  expect(bids.map(({ bid }) => bid)).toEqual(['A', 'C'])
  expect(sections(lot, false).map(({ group, criteria }) => [group.id, criteria.map(({ id }) => id)])).toEqual([['technical', ['depth', 'staff']], ['price', []]])
})

test.each([
  [undefined, 'missing'], ['', 'missing'], [' ', 'missing'], ['0', 'outside'], ['1.5', 'outside'], ['2', ''], ['10', ''], ['10.5', 'outside'], ['2.3', 'step'], ['two', 'notNumber'], ['２．５', ''],
])('a field with %j lacks %j', (value, lack) => expect(lackOf(lot.criteria[1]!, value === undefined ? undefined : typed({ 'A depth': value })('A', 'depth'))).toBe(lack))

test('every gap is named, and a zero is a mark', () => {
  const some = typed({ 'A depth': '7.5', 'A staff': '0', 'C depth': '1' })
  expect(progressOf(fields(lot, bids), some).open.map(({ bidder, criterion, lack }) => `${bidder.bid} ${criterion.id} ${lack}`)).toEqual(['C depth outside', 'C staff missing'])
  expect(totalOf(lot.criteria.slice(1), 'A', some)).toBe('7.5')
  expect(totalOf(lot.criteria.slice(1), 'C', some)).toBe('0')
})

test('a full sheet gives all its marks as plain decimals', () => {
  const all = typed({ 'A depth': '7.50', 'A staff': '０', 'C depth': '2', 'C staff': '10' })
  expect(progressOf(fields(lot, bids), all).open).toEqual([])
  expect(sheetText('L', 'M', 1, marksOf(fields(lot, bids), all))).toBe('bidroom/sheet/1\nL\nM\n1\nA depth 7.5\nA staff 0\nC depth 2\nC staff 10\n')
})

test('what is marked blind has codes for bids, and is marked before the rest', () => {
  const blind = {
    ...lot,
    codes: ['02', '01'],
    criteria: [...lot.criteria, criterion('plan', 'hidden', { blind: true })],
    groups: [...lot.groups, { ...group('hidden', '10'), blind: true }],
  } as KioskLot
  const both = scoredBids(blind, 'blind part')
  expect(both.map(({ bid, name }) => [bid, name])).toEqual([['02', 'blind part'], ['01', 'blind part'], ['A', undefined], ['C', undefined]])
  expect(sections(blind, true).map(({ group, criteria }) => [group.id, criteria.map(({ id }) => id)])).toEqual([['hidden', ['plan']]])
  expect(sections(blind, false).map(({ group }) => group.id)).toEqual(['technical', 'price'])
  const all = typed({ 'A depth': '7.5', 'A staff': '0', 'C depth': '2', 'C staff': '10', '01 plan': '3' })
  expect(progressOf(fields(blind, both), all).open.map(({ bidder, criterion, lack }) => `${bidder.bid} ${criterion.id} ${lack}`)).toEqual(['02 plan missing'])
  const full = typed({ 'A depth': '7.5', 'A staff': '0', 'C depth': '2', 'C staff': '10', '01 plan': '3', '02 plan': '4' })
  expect(sheetText('L', 'M', 1, marksOf(fields(blind, both), full))).toBe('bidroom/sheet/1\nL\nM\n1\n01 plan 3\n02 plan 4\nA depth 7.5\nA staff 0\nC depth 2\nC staff 10\n')
})

test('bids of which everything is marked blind are on the sheet by their codes only', () => {
  const only = { ...lot, codes: ['01'], criteria: [criterion('plan', 'hidden', { blind: true })], groups: [] } as KioskLot
  expect(scoredBids(only, '').map(({ bid }) => bid)).toEqual(['01'])
})

test('the field after one, bid by bid and criterion by criterion', () => {
  const walk = (of: KioskLot, way: 'bids' | 'criteria') => {
    const all = scoredBids(of, 'blind')
    const first = { bid: all[0]!.bid, criterion: of.criteria.find(({ kind, blind }) => kind === 'points' && blind === all[0]!.blind)!.id }
    const list = [first]
    for (let to = fieldAfter(fields(of, all), way, first.bid, first.criterion); to && list.length < 20; to = fieldAfter(fields(of, all), way, to.bid, to.criterion)) list.push(to)
    return list.map(({ bid, criterion: id }) => `${bid} ${id}`)
  }
  expect(walk(lot, 'bids')).toEqual(['A depth', 'A staff', 'C depth', 'C staff'])
  expect(walk(lot, 'criteria')).toEqual(['A depth', 'C depth', 'A staff', 'C staff'])
  // What is marked under codes comes first, also where the method has it last.
  const coded = { ...lot, codes: ['02', '01'], criteria: [...lot.criteria, criterion('plan', 'plan', { blind: true })] }
  expect(walk(coded, 'bids')).toEqual(['02 plan', '01 plan', 'A depth', 'A staff', 'C depth', 'C staff'])
  expect(walk(coded, 'criteria')).toEqual(['02 plan', '01 plan', 'A depth', 'C depth', 'A staff', 'C staff'])
})

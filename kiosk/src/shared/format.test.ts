import { describe, expect, test } from 'vitest'
import { capital } from './capital'
import { Calendar, duration, fenOf, groups, shortHash, yuan } from './format'

test.each([
  ['0', '0.00'], ['5', '0.05'], ['99', '0.99'], ['100', '1.00'], ['123456', '1,234.56'], ['-123456', '-1,234.56'],
  ['99999', '999.99'], ['100000', '1,000.00'], ['9223372036854775807', '92,233,720,368,547,758.07'], ['007', '0.07'], ['-0', '0.00'],
])('%s fen is %s yuan', (fen, text) => expect(yuan(fen)).toBe(text))

test.each(['', '1.5', 'abc', '1e3', ' 1'])('%j is no number of fen', (fen) => expect(() => yuan(fen)).toThrow(RangeError))

test.each([
  ['0', '0'], ['1,234.56', '123456'], ['1234.5', '123450'], ['1234.', '123400'], ['１２３．４５', '12345'], ['1，000', '100000'], [' 12 000 ', '1200000'],
  ['92233720368547758.07', '9223372036854775807'], ['92233720368547758.08', null],
  ['1.234', null], ['', null], ['-5', null], ['1.2.3', null], ['.5', null], ['12a', null],
])('typed %j is %s fen', (typed, fen) => expect(fenOf(typed)).toBe(fen))

// The examples of 正确填写票据和结算凭证的基本规定, item three
// (where it allows two forms, the one without a second zero), and the places between them.
test.each([
  ['140950', '壹仟肆佰零玖元伍角'],
  ['600714', '陆仟零柒元壹角肆分'],
  ['168032', '壹仟陆佰捌拾元叁角贰分'],
  ['10700053', '壹拾万零柒仟元伍角叁分'],
  ['1640902', '壹万陆仟肆佰零玖元零贰分'],
  ['32504', '叁佰贰拾伍元零肆分'],
  ['0', '零元整'], ['1', '壹分'], ['10', '壹角'], ['100', '壹元整'], ['1000', '壹拾元整'], ['110', '壹元壹角'], ['10050', '壹佰元伍角'],
  ['10000000000', '壹亿元整'], ['10000000100', '壹亿零壹元整'], ['1000000000000', '壹佰亿元整'], ['1010010100', '壹仟零壹拾万零壹佰零壹元整'],
  ['100000000', '壹佰万元整'], ['1000010000', '壹仟万零壹佰元整'], ['-500', '负伍元整'],
])('%s fen is written %s', (fen, words) => expect(capital(fen)).toBe(words))

describe('time', () => {
  const at = Date.UTC(2026, 10, 23, 16, 5, 9)
  test('in the zone of the centre', () => {
    expect(new Calendar('Asia/Shanghai').dateTime(at)).toBe('2026-11-24 00:05:09')
    expect(new Calendar('Asia/Urumqi').dateTime(at)).toBe('2026-11-23 22:05:09')
    expect(new Calendar('UTC').date(at)).toBe('2026-11-23')
    expect(new Calendar('UTC').time(at)).toBe('16:05:09')
  })
  test('with how far the zone is from UTC', () => {
    expect(new Calendar('Asia/Shanghai').offset(at)).toBe('UTC+08:00')
    expect(new Calendar('Asia/Kolkata').offset(at)).toBe('UTC+05:30')
    expect(new Calendar('America/New_York').offset(Date.UTC(2026, 6, 1))).toBe('UTC-04:00')
    expect(new Calendar('UTC').offset(at)).toBe('UTC+00:00')
  })
  test.each([[0, '0:00'], [999, '0:00'], [59_999, '0:59'], [60_000, '1:00'], [3_599_999, '59:59'], [3_932_000, '1:05:32'], [-5, '0:00']])('%d ms last %s', (ms, text) =>
    expect(duration(ms)).toBe(text))
})

test('hashes in groups', () => {
  expect(groups('0123456789')).toBe('0123 4567 89')
  expect(groups('01234567')).toBe('0123 4567')
  expect(shortHash('0123456789abcdef01')).toBe('0123 4567 89ab cdef …')
  expect(shortHash('0123')).toBe('0123')
})

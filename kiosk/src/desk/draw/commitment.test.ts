import { describe, expect, test } from 'vitest'
import { commitment, diceOf, newShare, publicShareOf } from './commitment'
import tiny from '../../../../experts/draw/testdata/tiny.txt?raw'

// The same vector as the server's test; it was worked with openssl (tiny.sh).
test('a commitment is what openssl makes of the same lines', async () => {
  const want = /^commitment ([0-9a-f]{64})$/m.exec(tiny)![1]
  expect(await commitment('D1', 'server', { nonce: '7'.padStart(64, '0'), entered: 'dice' })).toBe(want)
})

test('another draw, party, nonce or text is another commitment', async () => {
  const share = { nonce: '7'.padStart(64, '0'), entered: 'dice' }
  const all = await Promise.all([commitment('D1', 'a', share), commitment('D2', 'a', share), commitment('D1', 'b', share), commitment('D1', 'a', { ...share, entered: 'dice ' }), commitment('D1', 'a', { ...share, nonce: '8'.padStart(64, '0') })])
  expect(new Set(all).size).toBe(5)
})

test('a nonce is 32 bytes and never the same', () => {
  const [a, b] = [newShare('x'), newShare('x')]
  expect(a.nonce).toMatch(/^[0-9a-f]{64}$/)
  expect(a.nonce).not.toBe(b.nonce)
  expect(a.entered).toBe('x')
})

test.each([
  ['12345 61234', '1234561234'],
  ['１，２，３', '123'], // full-width digits
  ['0 7 8 9 x', ''],
  ['', ''],
])('the dice of %j are %j', (entered, dice) => expect(diceOf(entered)).toBe(dice))

describe('a public share', () => {
  test.each([
    ['6'.repeat(24), 'dice', false],
    ['6'.repeat(25), 'dice', true],
    ['12345 61234 56123 45612 34561', 'dice', true],
    ['１'.repeat(25), 'dice', true], // full-width digits
    ['1'.repeat(201), 'dice', false],
    ['0123456789abcde', 'hex', false],
    ['0123456789ABCDEF', 'hex', true],
    ['7'.repeat(16), 'hex', true],
    ['g'.repeat(16), 'hex', false],
    ['', 'dice', false],
  ])('%s', (typed, form, enough) => expect(publicShareOf(typed)).toMatchObject({ form, enough }))
})

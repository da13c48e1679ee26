import { expect, test } from 'vitest'
import { isSignature, signatureOf } from './beacon'

// Round 123 of drand's chain quicknet.
const digits = 'b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92'

test.each([
  ['as it is', digits],
  ['with spaces and line ends', ` ${digits.slice(0, 48)}\n${digits.slice(48)}\n`],
  ['in capitals', digits.toUpperCase()],
  ['full width', digits.replace(/0/g, '０')],
  ['the answer of a server', JSON.stringify({ round: 123, randomness: 'fe', signature: digits })],
])('a signature is read %s', (_, text) => {
  expect(signatureOf(text)).toBe(digits)
  expect(isSignature(signatureOf(text))).toBe(true)
})

test.each([['nothing', ''], ['one digit short', digits.slice(1)], ['one too many', digits + '0'], ['no hex', 'z' + digits.slice(1)], ['another answer', '{"round":123}'], ['a number', '12'], ['null', 'null']])('%s is none', (_, text) => {
  expect(isSignature(signatureOf(text))).toBe(false)
})

import { expect, test } from 'vitest'
import { readIdentity } from './identity'

// The examples of GB 11643-1999, annex A.
test.each(['11010519491231002X', '440524188001010014'])('%s is an identity number', (number) => {
  expect(readIdentity(number)).toBe(number)
})

test('it is read as people type it', () => {
  expect(readIdentity(' 110105 19491231 002x ')).toBe('11010519491231002X')
  expect(readIdentity('１１０１０５１９４９１２３１００２Ｘ')).toBe('11010519491231002X')
})

test.each(['', '110105194912310021', '1101051949123100X2', '11010519491231002', '11010519491231002XX', '01010519491231002X'])('%j is none', (text) => {
  expect(readIdentity(text)).toBe('')
})

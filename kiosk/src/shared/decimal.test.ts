import { expect, test } from 'vitest'
import { compare, decimalOf, onStep, slip, stepped, sum } from './decimal'

test.each([
  ['24.5', '24.5'], ['24.50', '24.5'], ['024', '24'], ['24.', '24'], ['0.0', '0'], ['-0', '0'], ['２４．５', '24.5'], ['-1.50', '-1.5'], [' 3 ', '3'],
  ['', null], ['.5', null], ['1,5', null], ['1e1', null], ['--1', null],
])('typed %j is %s', (typed, decimal) => expect(decimalOf(typed)).toBe(decimal))

test.each([['1', '1.0', 0], ['9.9', '10', -1], ['10', '9.9', 1], ['-1', '1', -1], ['0.1', '0.10', 0], ['99999999999999999.1', '99999999999999999.2', -1]])(
  'compare %s with %s', (a, b, sign) => expect(compare(a, b)).toBe(sign))
test('compare refuses what is no decimal', () => expect(() => compare('1', 'x')).toThrow(RangeError))

test.each([['12.5', '12', '0.5', true], ['12.4', '12', '0.5', false], ['12.3', '12', '0.1', true], ['0.3', '0', '0.1', true], ['13', '12', '', true], ['12', '12', '5', true], ['7', '2', '5', true], ['5', '2', '5', false]])(
  '%s from %s by %s', (value, start, step, on) => expect(onStep(value, start, step)).toBe(on))

test.each([['24.5', 1, '25'], ['30', 1, '30'], ['12', -1, '12'], ['12.5', -1, '12']] as const)('%s stepped by %d', (value, by, next) =>
  expect(stepped(value, by, { min: '12', max: '30', step: '0.5' })).toBe(next))
test('stepping through zero', () => expect(stepped('-0.5', 1, { min: '-1', max: '1', step: '0.5' })).toBe('0'))

test.each([[[], '0'], [['0.1', '0.2'], '0.3'], [['24.5', '3', '0.25'], '27.75'], [['9007199254740993', '0.1'], '9007199254740993.1'], [['-1', '1.0'], '0']])('%j add up to %s', (texts, total) => expect(sum(texts)).toBe(total))

test.each([['', ''], [' ', ''], ['12', ''], ['11.9', 'outside'], ['30', ''], ['30.1', 'outside'], ['12.3', 'step'], ['12.5', ''], ['１２．５', ''], ['x', 'notNumber'], ['12,5', 'notNumber']])(
  'a mark typed as %j: %s', (typed, wrong) => expect(slip(typed, { min: '12', max: '30', step: '0.5' })).toBe(wrong))

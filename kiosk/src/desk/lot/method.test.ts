import { nextTick } from 'vue'
import { afterEach, expect, test } from 'vitest'
import type { MethodBrief, MethodParam } from '@shared/api.gen'
import { settings } from '@shared/settings'
import { choose, complete, lacks, sent, shown, slip, worded } from './method'

const param = (key: string, more: Partial<MethodParam> = {}): MethodParam => ({ key, names: { en: key }, unit: '', default: '', oneOf: [], min: '', max: '', ofLot: false, given: '', ...more })
const share = param('share', { unit: 'ratio', default: '0.4', min: '0', max: '1' })
const worth = param('worth_fen', { unit: 'money', min: '1' })
const ceiling = param('ceiling_fen', { unit: 'money', min: '1', ofLot: true })
const brief: MethodBrief = { id: 'm', names: {}, hash: '', criteria: [], openingValues: [], params: [ceiling, share, worth] }
const lot = { ceilingFen: '100', budgetFen: '' }

afterEach(async () => {
  settings.language = 'zh-CN'
  await nextTick()
})

test('a bound is allowed itself, and no more', async () => {
  settings.language = 'en'
  await nextTick()
  for (const fine of ['', '0', '1', '0.999', '１.0', '1.']) expect(slip(share, fine), fine).toBe('')
  for (const wrong of ['-0.001', '1.001']) expect(slip(share, wrong), wrong).toBe('Out of range: 0 to 1.')
  for (const wrong of ['40%', '1e1', '.5', 'x']) expect(slip(share, wrong), wrong).toBe('Enter a number, such as 0.5.')
  expect(slip(worth, '0')).toBe('Out of range: At least 0.01.')
  expect(slip(param('any'), '1' + '0'.repeat(31))).toBe('')
  expect(slip(param('any'), '1' + '0'.repeat(32))).toBe('Too long a number; at most 32 characters.')
})

test('it is complete with what must be given and nothing wrong', () => {
  const chosen = choose(brief)
  expect(complete(choose(null), lot)).toBe(false)
  expect(complete(chosen, lot)).toBe(false)
  chosen.params.worth_fen = '1'
  expect(complete(chosen, lot)).toBe(true)
  expect(complete({ ...chosen, params: { ...chosen.params, share: '2' } }, lot)).toBe(false)
  expect(complete({ ...chosen, unread: ['worth_fen'] }, lot)).toBe(false)
  for (const ceilingFen of ['', '0']) {
    expect(lacks(brief, { ...lot, ceilingFen })).toEqual([ceiling])
    expect(complete(chosen, { ...lot, ceilingFen })).toBe(false)
  }
})

test('only what is typed is sent, as decimals', () => {
  expect(sent({ ...choose(brief, { id: 'm' }), params: { share: '０.５0', worth_fen: '2000', other: '' } })).toEqual({ id: 'm', source: '', params: { share: '0.5', worth_fen: '2000' } })
})

test('money is shown in yuan, and what is no whole number of fen as it is', () => {
  expect([shown(worth, '2000000000'), shown(worth, '0.1'), shown(worth, ''), shown(share, '100')]).toEqual(['20,000,000.00', '0.1', '', '100'])
})

test('a refusal calls a param by its name in the language of the page', async () => {
  const names = { 'zh-CN': '方案价值', en: 'Value of the plan' }
  const reason = (field: string, name: string) => ({ clause: '', code: 'scoring.input.missing', field, args: { name }, text: `raw ${name}` })
  const refusal = { kind: 'invalid' as const, reasons: [reason('params.worth_fen', 'worth_fen'), reason('params.gone', 'gone')] }
  const named = { ...brief, params: [{ ...worth, names }] }
  expect(worded(refusal, named)?.reasons.map(({ text }) => text)).toEqual(['评标办法需要“方案价值”，但没有给出。请补充。', 'raw gone'])
  settings.language = 'en'
  await nextTick()
  expect(worded(refusal, named)?.reasons[0]!.text).toBe('The method needs “Value of the plan”, which is not given. Enter it.')
  expect(worded(null, named)).toBeNull()
})

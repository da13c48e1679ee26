import { nextTick } from 'vue'
import { expect, test } from 'vitest'
import { factsOf } from './facts'
import { Calendar } from './format'
import { settings, type Language } from './settings'

const calendar = new Calendar('Asia/Shanghai')
const say = (kind: string, body: Record<string, string>) => factsOf({ kind, body }, calendar).map(({ label, value }) => `${label} ${value}`)

async function speak(language: Language) {
  settings.language = language
  await nextTick()
}

test('members are named, and their values are words, amounts and times where they can be', async () => {
  await speak('zh-CN')
  expect(say('meeting.advanced', { seat: '3', pass: 'false', to: 'examining', ceiling_fen: '4860000000', start_ms: '1795413932000' })).toEqual([
    '最高限价（元） 48,600,000.00', '通过 否', '席位 3', '开始 2026-11-23 14:05:32', '进入 初步评审',
  ])
  await speak('en')
  expect(say('draw.replaced', { reason: 'declined', to: 'examining' })).toEqual(['Reason Declined', 'To examining'])
})

test('a code is shortened, and there in full', async () => {
  const hash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  expect(factsOf({ kind: '', body: { hash } }, calendar)).toMatchObject([{ value: 'e3b0 c442 98fc 1c14 …', code: hash }])
  expect(factsOf({ kind: '', body: { meeting: '0199a3f2-4c7e-7b10-8f00-123456789abc' } }, calendar)).toMatchObject([{ value: '… 56789abc' }])
  expect(factsOf({ kind: '', body: { text: '机位 4 停电，十分钟后恢复。再过十分钟仍未恢复' } }, calendar)).toMatchObject([{ code: '' }])
})

test('what a change in the register touched is named, each once', async () => {
  await speak('zh-CN')
  expect(say('register.changed', { changed: 'affiliated, affiliations, former_names, phone, x' })).toEqual(['修改内容 工作单位、曾用名、手机、x'])
})

test('whom a supervisor is of is named', async () => {
  await speak('zh-CN')
  expect(say('account.created', { of: 'discipline' })).toEqual(['监督类别 纪检监察'])
})

test('what people typed is not taken for a word of a list', async () => {
  await speak('zh-CN')
  expect(say('member.left', { reason: 'absent' })).toEqual(['原因 absent'])
  expect(say('incident.raised', { what: 'x', text: 'constructor' })).toEqual(['内容 constructor', '类别 x'])
})

test.each(['E3301000001000123001001', '1234561234561234561234561', '0199a3f2-4c7e-7b10-8f00-123456789abc/camera', '11111111111111111111111111111111111111111111'])('%s is not cut short', (value) => {
  expect(factsOf({ kind: '', body: { value } }, calendar)).toMatchObject([{ value, code: '' }])
})

test('things have their names, and no page is none', () => {
  const id = '0199a3f2-4c7e-7b10-8f00-123456789abc'
  expect(factsOf({ kind: '', body: { bid: id, page: '0' } }, calendar, { [id]: 'A 青溪建设有限公司' })).toMatchObject([{ name: 'bid', value: 'A 青溪建设有限公司', code: '' }])
  expect(factsOf({ kind: '', body: { page: '12' } }, calendar)).toMatchObject([{ name: 'page', value: '12' }])
})

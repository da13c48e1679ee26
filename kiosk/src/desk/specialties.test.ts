import { expect, test } from 'vitest'
import { mostOffered, offered, typedFor } from './specialties'

const civil = { code: 'A080104', parent: 'A0801', names: { 'zh-CN': '建筑工程 · 给排水', en: 'Building construction · Water' }, read: 'jian zhu gong cheng gei/ji pai shui' }

test.each([
  ['a08', true], ['A080104', true], ['0801', false], ['建筑', true], ['给排', true], ['water', true], ['jianzhu', true], ['jian zhu go', true], ['gongcheng', true],
  ['jipaishui', true], ['geips', false], ['jzgc', true], ['gps', true], ['jps', true], ['ianzhu', false], ['jianshui', false], ['jzs', false], ['建水', false], ['gpsx', false],
])('what is typed, %s, is for a specialty: %s', (typed, is) => {
  expect(typedFor(civil, typed)).toBe(is)
})

test('a field offers the upper levels, then what fits, and no more than a page can carry', () => {
  const list = ['A', 'A08', 'A0801', ...Array.from({ length: 250 }, (_, i) => `A08${String(i + 100).padStart(4, '0')}`)].map((code) => ({ code, parent: '', names: { 'zh-CN': code === 'A080300' ? '土建' : '其他' }, read: '' }))
  const codes = (typed: string, chosen: string[] = []) => offered(list, typed, chosen).shown.map(({ code }) => code)
  expect(codes('')).toEqual(['A', 'A08'])
  expect(codes(' ', ['A080300', 'B01'])).toEqual(['A', 'A08', 'A080300'])
  expect(offered(list, 'a08', []).shown).toHaveLength(mostOffered)
  expect(offered(list, 'a08', []).more).toBe(252 - mostOffered)
  expect(codes('土建', ['A08'])).toEqual(['A080300', 'A08'])
  expect(offered(list, '土建', ['A08']).more).toBe(0)
  expect(codes('土建', ['A080300'])).toEqual(['A080300'])
})

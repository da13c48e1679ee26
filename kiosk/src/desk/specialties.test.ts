import { expect, test } from 'vitest'
import { typedFor } from './specialties'

const civil = { code: 'A080104', parent: 'A0801', names: { 'zh-CN': '建筑工程 · 给排水', en: 'Building construction · Water' }, read: 'jian zhu gong cheng gei/ji pai shui' }

test.each([
  ['a08', true], ['A080104', true], ['0801', false], ['建筑', true], ['给排', true], ['water', true], ['jianzhu', true], ['jian zhu go', true], ['gongcheng', true],
  ['jipaishui', true], ['geips', false], ['jzgc', true], ['gps', true], ['jps', true], ['ianzhu', false], ['jianshui', false], ['jzs', false], ['建水', false], ['gpsx', false],
])('what is typed, %s, is for a specialty: %s', (typed, is) => {
  expect(typedFor(civil, typed)).toBe(is)
})

import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { catalogue } from '@shared/i18n'
import { output, parsed } from './draft'
import { exampleMark, exampleNumber, fenOfDecimal, inputOf, untried } from './example'
import { faultsOf } from './faults'
import { begun, changed, paused, redone, undone } from './history'
import { at, insert, move, put, same, type Json, type JsonObject } from './json'
import { nameable, ofBids } from './names'
import { renamed } from './rename'
import { holderOf, sectionOf } from './sections'
import { earned, fresh, held, ids, leaves, whole } from './tree'
import { locate, write } from './write'

const folder = new URL('../../../../evaluation/scoring/methods/', import.meta.url)
const library = readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const)
const baseline = parsed(library.find(([name]) => name === 'cn-works-baseline.json')![1])!
const stated = { ceilingFen: '0', budgetFen: '0' }

test('the library is there', () => expect(library.length).toBeGreaterThan(25))

test.each(library)('%s is the same when nothing was changed, and written anew says the same', (_, source) => {
  const file = parsed(source)!
  expect(output({ source, file })).toBe(source)
  const anew = write(file).text
  expect(JSON.parse(anew)).toEqual(JSON.parse(source))
  expect(Object.keys(JSON.parse(anew) as object)).toEqual(Object.keys(JSON.parse(source) as object))
  const changed = put(file, ['names', 'en'], 'Another') as JsonObject
  const out = output({ source, file: changed })
  expect(JSON.parse(out)).toEqual({ ...JSON.parse(source) as object, names: { ...file.names as object, en: 'Another' } })
})

test('what the editor does not know of stays', () => {
  const source = '{"format": "bidroom/method/1", "colour": {"of": ["paper", 7, null, {"__proto__": true}]}, "names": {"en": "x"}, "ranking": {"by": "price"}}'
  const file = put(parsed(source)!, ['names', 'zh-CN'], '甲') as JsonObject
  expect(JSON.parse(output({ source, file }))).toEqual({ ...JSON.parse(source) as object, names: { en: 'x', 'zh-CN': '甲' } })
})

test('values are put, taken away, added and moved without touching the rest', () => {
  const root: Json = { a: [{ b: '1' }, { b: '2' }, { b: '3' }], c: {} }
  expect(put(root, ['a', 1, 'b'], '5')).toEqual({ a: [{ b: '1' }, { b: '5' }, { b: '3' }], c: {} })
  expect(put(root, ['a', 1], undefined)).toEqual({ a: [{ b: '1' }, { b: '3' }], c: {} })
  expect(put(root, ['c', 'd', 'e'], 'f')).toEqual({ ...root, c: { d: { e: 'f' } } })
  expect(put(root, ['x', 'y'], undefined)).toBe(root)
  expect(put(root, ['c', 'y'], undefined)).toEqual(root)
  expect(insert(root, ['new'], 0, 'z')).toEqual({ ...root, new: ['z'] })
  expect(move(root, ['a', 0], 2)).toEqual({ a: [{ b: '2' }, { b: '3' }, { b: '1' }], c: {} })
  expect(move(root, ['a', 0], -1)).toBe(root)
  expect(at(root, ['a', 7, 'b'])).toBeUndefined()
  expect(at({}, ['constructor'])).toBeUndefined()
  expect(root).toEqual({ a: [{ b: '1' }, { b: '2' }, { b: '3' }], c: {} })
  expect([same({ a: '1', b: ['2'] }, { b: ['2'], a: '1' }), same({ a: '1' }, { a: '1', b: '2' }), same(['1'], { 0: '1' })]).toEqual([true, false, false])
})

test('everything is found at the line and column where it was written', () => {
  const written = write(put(baseline, ['names', 'en'], '"𝒳" 招标\n') as JsonObject)
  for (const place of written.places) {
    const before = written.text.slice(0, place.value)
    const line = before.split('\n').length
    const column = [...before.slice(before.lastIndexOf('\n') + 1)].length + 1
    expect(locate(written, line, column)).toEqual({ path: place.path, offset: null })
  }
  const formula = written.places.find(({ path }) => path.join('/') === 'formulas/5/expr')!
  const before = written.text.slice(0, formula.value)
  const line = before.split('\n').length
  const start = [...before.slice(before.lastIndexOf('\n') + 1)].length + 1
  expect(locate(written, line, start + 1 + 6)).toEqual({ path: ['formulas', 5, 'expr'], offset: 6 })
  expect(locate(written, 1, 1)).toEqual({ path: [], offset: null })
})

test('a fault is shown at its field, with the line and character of the formula', () => {
  const file = put(baseline, ['formulas', 6, 'expr'], 'marks(technical)\n + "x"\\ + prise') as JsonObject
  const written = write(file)
  const value = written.places.find(({ path }) => path.join('/') === 'formulas/6/expr')!.value
  const index = written.text.indexOf('prise', value)
  const before = written.text.slice(0, index)
  const [line, column] = [before.split('\n').length, [...before.slice(before.lastIndexOf('\n') + 1)].length + 1]
  const reason = (code: string, field: string, args: Record<string, string>) => ({ clause: '', code, field, args, text: '?' })
  const [unknown, lacking, empty, sum] = faultsOf([
    reason('scoring.expr.name', `${line}:${column}`, { name: 'prise', line: String(line), column: String(column) }),
    reason('scoring.file.missing', at1(written, 'ranking'), { name: 'digits', line: '1', column: '1' }),
    reason('scoring.file.empty', at1(written, 'criteria/3/names'), { name: 'names', line: '1', column: '1' }),
    reason('scoring.file.points', at1(written, 'criteria/3/points'), { name: 'technical', stated: '31', sum: '30', line: '1', column: '1' }),
    reason('scoring.bid.price', 'bids.A.price_fen', { bid: 'A' }),
  ], written, file)
  expect(unknown).toMatchObject({ path: ['formulas', 6, 'expr'], spot: { line: 2, column: 11 } })
  expect(unknown!.text).toBe('没有名为“prise”的数值，或它定义在本公式之后。')
  expect(lacking).toMatchObject({ path: ['ranking', 'digits'], spot: null, text: '缺少字段“小数位数”。' })
  expect(empty).toMatchObject({ path: ['criteria', 3, 'names'], text: '“名称”不能为空。' })
  expect(sum).toMatchObject({ path: ['criteria', 3, 'points'], text: '“技术标（施工组织设计）”写明的分值为 31，其下各项合计为 30，两者不符。' })
})

function at1({ text, places }: ReturnType<typeof write>, path: string): string {
  const before = text.slice(0, places.find((place) => place.path.join('/') === path)!.value)
  return `${before.split('\n').length}:${[...before.slice(before.lastIndexOf('\n') + 1)].length + 1}`
}

test('every fault of a file begins with its line and column, which are left out', () => {
  for (const [key, text] of Object.entries({ ...catalogue['zh-CN'], ...catalogue.en })) {
    if (/^refusal\.scoring\.(file|expr)\./.test(key)) expect(text, key).toMatch(/^(文件第 \{line\} 行第 \{column\} 列：|Line \{line\}, column \{column\} of the file: )/)
  }
})

test('changes are taken back and done again, typing in one field at once', () => {
  let history = begun('')
  for (const text of ['a', 'ab', 'abc']) history = changed(history, text, 'name')
  history = changed(paused(history), 'abcd', 'name')
  history = changed(history, 'x', 'other')
  history = undone(history)
  expect(history.now).toBe('abcd')
  history = undone(history)
  expect(history.now).toBe('abc')
  history = undone(history)
  expect([history.now, undone(history).now]).toEqual(['', ''])
  history = redone(redone(history))
  expect(history.now).toBe('abcd')
  expect(changed(history, 'y').future).toEqual([])
  expect(changed(history, history.now)).toBe(history)
})

test('the tree is added up', () => {
  expect(whole(baseline)).toBe('100')
  expect(earned(at(baseline, ['criteria', 3]) as JsonObject)).toBe('30')
  expect(earned(at(baseline, ['criteria', 0]) as JsonObject)).toBeNull()
  expect(whole(put(baseline, ['criteria', 3, 'items', 0, 'max'], 'x'))).toBeNull()
  expect(leaves(baseline, ['criteria', 4]).map(({ path }) => path.join('/'))).toEqual(['criteria/4/items/0', 'criteria/4/items/1', 'criteria/4/items/2'])
  expect(held(at(baseline, ['criteria', 3]))).toEqual({ criteria: 6, standards: 6 })
  expect(ids(baseline)).toContain('price_score')
  expect(fresh(put(baseline, ['params', 0, 'id'], 'item_1'), 'item')).toBe('item_2')
})

test('another id is put into everything that names it, and into nothing else', () => {
  const file: Json = {
    criteria: [{ id: 'price', items: [] }, { id: 'plan', items: [] }], params: [{ id: 'plan_share' }, { id: 'share' }], tables: [{ id: 'share_of' }],
    formulas: [{ id: 'a', expr: 'marks(plan)*share + points( plan ) + share.5 + table(share_of, share) + price' }, { id: 'share_2', expr: 'share_2 + plan_share+share' }],
    parts: ['marks(plan)', 'share'], ranking: { by: 'share', ties: [{ by: 'price' }, { by: 'marks(plan)' }, { drawn: true }] },
  }
  const expr = (root: Json) => [0, 1].map((i) => at(root, ['formulas', i, 'expr']))
  const plan = renamed(file, ['criteria', 1, 'id'], 'design')
  expect(expr(plan)).toEqual(['marks(design)*share + points( design ) + share.5 + table(share_of, share) + price', 'share_2 + plan_share+share'])
  expect([at(plan, ['parts']), at(plan, ['ranking', 'ties', 1, 'by']), at(plan, ['ranking', 'ties', 0, 'by'])]).toEqual([['marks(design)', 'share'], 'marks(design)', 'price'])
  const share = renamed(file, ['params', 1, 'id'], 'w')
  expect(expr(share)).toEqual(['marks(plan)*w + points( plan ) + w.5 + table(share_of, w) + price', 'share_2 + plan_share+w'])
  expect([at(share, ['parts', 1]), at(share, ['ranking', 'by'])]).toEqual(['w', 'w'])
  expect(expr(renamed(file, ['tables', 0, 'id'], 'steps'))[0]).toBe('marks(plan)*share + points( plan ) + share.5 + table(steps, share) + price')
  expect(at(renamed(file, ['criteria', 0, 'id'], 'cost'), ['ranking', 'ties', 0, 'by'])).toBe('price')
})

test('a formula may name what is given and what stands before it', () => {
  const names = (before: number) => Object.fromEntries(nameable(baseline, before).map(({ kind, items }) => [kind, items.map(({ insert: text }) => text)]))
  expect(names(2)).toMatchObject({ prices: ['price', 'opening_price'], marks: ['marks(technical)', 'marks(commercial)', 'marks(all)'], formulas: ['bids', 'aside'] })
  expect(names(2).params).toContain('ceiling')
  expect(names(2).points).toContain('points(construction)')
  expect(ofBids(baseline).map(({ insert: text }) => text)).toEqual(['price', 'opening_price', 'marks(technical)', 'marks(commercial)', 'marks(all)', 'deviation', 'price_score', 'total'])
  expect(ofBids(put(baseline, ['members', 'level'], 'total')).map(({ insert: text }) => text)).toContain('marks(all)')
})

test('example marks and numbers are what the method allows', () => {
  expect(exampleMark({ max: '50', step: '0.5' }, 'A', 1)).toBe('44')
  expect(exampleMark({ max: '10', min: '2', step: '2', objective: true }, 'B', 3)).toBe('8')
  expect(exampleMark({ max: '4', step: '0' }, 'A', 1)).toBe('')
  expect(exampleNumber({ id: 'x', min: '0', max: '0.2' })).toBe('0.2')
  expect(exampleNumber({ id: 'x', default: '1' })).toBe('')
  expect(exampleNumber({ id: 'k', one_of: ['0.93', '0.94', '0.95'] })).toBe('0.94')
  expect([fenOfDecimal('12.3'), fenOfDecimal('0.005'), fenOfDecimal('1000000')]).toEqual(['1230', '0.5', '100000000'])
  const input = inputOf(baseline, { ...untried(), prices: { A: '900' }, failed: ['D'], marks: { '1 A construction': '7.5' } }, { ceilingFen: '1000', budgetFen: '0' })
  expect(input.bids.map(({ id, price_fen, passed }) => `${id} ${price_fen} ${passed}`)).toEqual(['A 900 true', 'B 950 true', 'C 970 true', 'D 890 false'])
  expect(input.params).toEqual({ ceiling_fen: '1000' })
  expect(input.marks).toHaveLength(3 * 3 * 9)
  expect(input.marks[0]).toEqual({ member: '1', bid: 'A', criterion: 'construction', value: '7.5' })
  expect(inputOf(baseline, untried(), stated).params).toEqual({ ceiling_fen: '1000000000' })
})

test('a place of the file is in a section, and shown by an item of it', () => {
  expect(['names', 'points', 'drawn', 'parts'].map((key) => sectionOf([key]))).toEqual(['general', 'criteria', 'numbers', 'ranking'])
  expect(holderOf(['criteria', 3, 'items', 0, 'standard', 'en'])).toEqual(['criteria', 3, 'items', 0])
  expect(holderOf(['tables', 1, 'rows', 4])).toEqual(['tables', 1])
})

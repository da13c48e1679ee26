// The page that checks the record of a draw, in real Chromium: what it says of
// records as they come, and that it needs no server and no session for it.
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { office } from './desk-samples'
import { close, eachSize, largest, open, shoot } from './pages'

const sample = (name: string) => fileURLToPath(new URL(`../../../experts/draw/testdata/${name}.json`, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'bidroom-records-'))

/** changed writes the panel's record with one text replaced, and returns its path. */
function changed(name: string, from: string, to: string): string {
  const text = readFileSync(sample('panel'), 'utf8')
  expect(text.includes(from)).toBe(true)
  const path = join(folder, name)
  writeFileSync(path, text.replace(from, to))
  return path
}

let browser: Browser
beforeAll(async () => {
  browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true })
})

const choose = (page: Page, file: string) => page.locator('input[type=file]').setInputFiles(file)

/** found returns what the page says of each part, with the place of what is broken. */
const found = (page: Page) => page.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('th, td:nth-child(2)')].map((cell) => (cell as HTMLElement).innerText.replace(/\s+/g, ' ')).join(': ')))

const unknown = { kind: 'not_found', reasons: [{ code: 'draw.unknown', text: '没有这次抽取。', clause: '', field: 'draw', args: {} }] }

const views: Record<string, { file?: string; record?: string; ready: string }> = {
  public: { record: 'R1', ready: 'tbody tr' },
  'public-unknown': { record: 'R2', ready: '.refusal' },
  empty: { ready: 'label:not(.off)' },
  panel: { file: sample('panel'), ready: 'tbody tr' },
  choice: { file: sample('choice'), ready: 'tbody tr' },
  broken: { file: changed('broken.json', '"seat": "4"', '"seat": "5"'), ready: '.bad' },
  'no-record': { file: changed('no-record.json', '"limits"', '"bounds"'), ready: '.stop' },
}
const all = Object.entries(views).flatMap(([name, view]) => ['zh-CN', 'en'].map((language) => ({ name: `verify-${name}`, view, language })))

test.each(all)('$name in $language', async ({ name, view, language }) => {
  const answers = { 'GET /api/records/R1': () => ({ json: JSON.parse(readFileSync(sample('panel'), 'utf8')) as object }), 'GET /api/records/R2': () => ({ status: 404, json: unknown }) }
  const { page, errors } = await open(browser, { path: `/desk/verify${view.record ? `?record=${view.record}` : ''}`, answers, ...largest, settings: { language } })
  await page.waitForSelector('label:not(.off)')
  if (view.file) await choose(page, view.file)
  await page.waitForSelector(view.ready)
  await eachSize(page, async (width) => {
    await shoot(page, `${name}-${width}-${language}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 'pixels beyond the right edge').toBeLessThanOrEqual(0)
  })
  expect(await page.evaluate(() => document.body.innerText.match(/\b(?:desk(?:-[a-z]+)?|shared|verify)\.[a-z][A-Za-z._]+/g) ?? []), 'keys without words').toEqual([])
  expect(errors).toEqual([])
  await close(page)
})

test('nobody signs in, and without a network a record that is dropped is checked all the same', async () => {
  const asked: string[] = []
  const { page, errors } = await open(browser, { path: '/desk/verify', ...largest, prepare: async (page) => page.on('request', (request) => asked.push(new URL(request.url()).pathname)) })
  await page.waitForSelector('label:not(.off)')
  expect(asked.filter((path) => path.startsWith('/api'))).toEqual([])
  await page.context().setOffline(true)
  const loaded = asked.length
  const data = await page.evaluateHandle((text) => {
    const list = new DataTransfer()
    list.items.add(new File([text], 'record.json'))
    return list
  }, readFileSync(sample('panel'), 'utf8'))
  await page.dispatchEvent('.verify', 'drop', { dataTransfer: data })
  await page.getByText('未发现不符').waitFor()
  expect(await found(page)).toEqual(['候选范围: 已核验', '随机份额: 已核验', '随机种子: 已核验', '随机信标: 未包含', '已公开的专家: 已核验', '签号次序: 已核验', '各席位的抽取结果: 已核验'])
  await choose(page, sample('choice'))
  await page.getByText('选项抽取').waitFor()
  expect(await found(page)).toEqual(['待抽选项: 已核验', '随机份额: 已核验', '随机种子: 已核验', '签号次序: 已核验'])
  await choose(page, views.broken!.file!)
  await page.waitForSelector('.bad')
  expect((await found(page)).at(-1)).toBe('各席位的抽取结果: 不符 位置 fillings.2')
  expect(asked.slice(loaded)).toEqual([])
  expect(errors).toEqual([])
  await page.context().close()
})

test('the pool of a whole province is checked', async () => {
  const h = (text: string) => createHash('sha256').update(text).digest('hex')
  const items = Array.from({ length: 100_000 }, (_, i) => `${h(`label ${i}`)} ${h(`item ${i}`)}`).sort()
  const path = join(folder, 'province.json')
  const pool = ['bidroom/pool/1', 'D9', `rules ${h('rules')}`, 'seat 1 A08 ', ...items].map((line) => line + '\n').join('')
  writeFileSync(path, JSON.stringify({ format: 'bidroom/draw-record', v: '1', draw: 'D9', rules: h('rules'), seats: ['1 A08 '], items, pool_hash: h(pool) }))
  const { page, errors } = await open(browser, { path: '/desk/verify', ...largest })
  await page.waitForSelector('label:not(.off)')
  await choose(page, path)
  await page.waitForSelector('tbody tr')
  expect((await found(page))[0]).toBe('候选范围: 已核验')
  expect(errors).toEqual([])
  await close(page)
})

test('the result is printed on paper without what can be done about it', async () => {
  const { page } = await open(browser, { path: '/desk/verify', ...largest })
  await page.waitForSelector('label:not(.off)')
  await choose(page, views.broken!.file!)
  await page.waitForSelector('.bad')
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: 680, height: 960 })
  await shoot(page, 'verify-paper')
  expect(await page.getByText('fillings.2').isVisible()).toBe(true)
  for (const hidden of ['input[type=file]', '.bar', 'button']) expect(await page.locator(hidden).first().isVisible(), hidden).toBe(false)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  await page.context().close()
})

test('the page of a draw leads to it', async () => {
  const { page } = await open(browser, { path: '/desk/draws/D2', answers: office('supervisor'), ...largest })
  const [opened] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: '核验公开记录' }).click()])
  await opened.getByRole('heading', { name: '核验抽取记录' }).waitFor()
  await page.context().close()
})

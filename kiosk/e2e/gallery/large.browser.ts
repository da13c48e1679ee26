// The largest sheet: 200 bids and sixty criteria, every field of which but the
// last has a mark. What a stroke costs is written, not asserted.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DraftView, KioskState } from '../../src/shared/api.gen'
import { launch } from '../browser'
import { close, open } from './pages'
import { device } from './samples'
import { blindSheet } from './score-samples'

let browser: Browser
let file: Buffer
beforeAll(async () => {
  browser = await launch({ shell: true })
  const printer = await browser.newPage()
  await printer.setContent('<p>A bid</p>')
  file = await printer.pdf({ format: 'A4' })
  await printer.close()
})
afterAll(async () => {
  await browser?.close()
})

const lot = blindSheet.lot!
const bidders = Array.from({ length: 200 }, (_, i) => ({ ...lot.bidders[0]!, id: `b${i}`, bid: `bid${i}`, letter: String.fromCharCode(65 + (i % 26)) + (i < 26 ? '' : Math.floor(i / 26) + 1), name: `第${i + 1}投标有限责任公司` }))
const criteria = Array.from({ length: 60 }, (_, i) => ({ ...lot.criteria[2]!, id: `c${i}`, group: i < 30 ? 'technical' : 'commercial', blind: false, objective: false, names: { 'zh-CN': `评分项 ${i + 1}`, en: `Item ${i + 1}` } }))
const drafts = bidders.flatMap(({ bid }) => criteria.map(({ id }, i): DraftView => ({ bid, criterion: id, value: String((i % 7) / 2), page: '', note: '', seq: 1 }))).slice(0, -1)
const state: KioskState = { ...blindSheet, lot: { ...lot, codes: [], bidders, criteria, leftBids: 200, groups: lot.groups.map((group) => ({ ...group, blind: false, points: group.id === 'price' ? '60' : '120' })) }, member: { ...blindSheet.member!, drafts } }

test('a sheet of 12,000 marks', async () => {
  const answers = {
    ...device(state),
    ...Object.fromEntries(bidders.map(({ bid }) => [`GET /api/kiosk/bids/${bid}/file`, () => ({ body: file })])),
    'PUT /api/kiosk/drafts': (body: unknown) => ({ json: { saved: (body as { drafts: DraftView[] }).drafts.map(({ bid, criterion, seq }) => ({ bid, criterion, seq })), atMs: 1 } }),
  }
  const { page, errors } = await open(browser, { path: '/kiosk/', answers, width: 1366, height: 768 })
  const field = (bid: string, criterion: string) => page.locator(`[data-bid="${bid}"][data-criterion="${criterion}"] .decimal input`)
  await page.locator('[data-bid="bid0"][data-criterion="c0"] .decimal input:enabled').waitFor()
  console.log('the sheet stands after', Math.round(await page.evaluate(() => performance.now())), 'ms')
  /** What a page needs until its next picture, in milliseconds, for each of some acts. */
  const cost = (act: string, times: number) =>
    page.evaluate(async ([act, times]) => {
      const all: number[] = []
      for (let i = 0; i < (times as number); i++) {
        const from = performance.now()
        if (act === 'stroke') {
          const input = document.querySelector<HTMLInputElement>('.sheet .decimal input')!
          input.value = String((i % 8) / 2)
          input.dispatchEvent(new Event('input', { bubbles: true }))
        } else document.querySelectorAll<HTMLElement>('[role=tab]')[i + 1]!.click()
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
        all.push(performance.now() - from)
      }
      return all.sort((a, b) => a - b)
    }, [act, times] as const)
  const said = (all: number[]) => `median ${all[all.length >> 1]!.toFixed(0)} ms, longest ${all.at(-1)!.toFixed(0)} ms`
  console.log('a stroke:', said(await cost('stroke', 40)), '· another bid:', said(await cost('bid', 40)))
  await page.locator('.ways button').nth(1).click()
  console.log('a stroke by criterion:', said(await cost('stroke', 40)))
  await page.locator('footer .open').click()
  await expect.poll(() => field('bid199', 'c59').evaluate((e) => e === document.activeElement)).toBe(true)
  const from = Date.now()
  await page.locator('footer .check').click()
  await page.locator('table td').nth(11_000).waitFor({ state: 'attached' })
  console.log('the page to check the sheet:', Date.now() - from, 'ms')
  expect(await page.locator('td .missing').count()).toBe(1)
  expect(errors).toEqual([])
  await close(page)
}, 240_000)

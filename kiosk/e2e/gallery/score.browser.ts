// The sheet of a method that marks the technical part blind: the bids are there
// twice, under codes and by their bidders, and no page says which code is whose.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DraftView } from '../../src/shared/api.gen'
import { launch } from '../browser'
import { close, eachSize, largest, open, shoot } from './pages'
import { device } from './samples'
import { blindSheet as state } from './score-samples'

let browser: Browser
let plan: Buffer
beforeAll(async () => {
  browser = await launch({ shell: true })
  const printer = await browser.newPage()
  await printer.setContent(`<html lang="zh-CN"><body style="font: 16px 'Noto Sans CJK SC'">${['施工方案', '进度计划'].map((title) => `<h1 style="break-before: page">${title}</h1><p>关键线路与冬季施工措施。</p>`).join('')}</body></html>`)
  plan = await printer.pdf({ format: 'A4' })
  await printer.close()
})
afterAll(async () => {
  await browser?.close()
})

const asked: string[] = []
const answers = () => ({
  ...device(state),
  ...Object.fromEntries(['blind/01', 'blind/02', 'blind/03', 'bids/bid0', 'bids/bid1', 'bids/bid2'].map((of) => [`GET /api/kiosk/${of}/file`, () => (asked.push(of), { body: plan })])),
  'PUT /api/kiosk/drafts': (body: unknown) => ({ json: { saved: (body as { drafts: DraftView[] }).drafts.map(({ bid, criterion, seq }) => ({ bid, criterion, seq })), atMs: 1 } }),
})

test.each(['zh-CN', 'en'] as const)('blind and named parts of a sheet in %s', async (language) => {
  asked.length = 0
  const { page, errors } = await open(browser, { path: '/kiosk/', answers: answers(), ...largest, settings: { language } })
  await expect.poll(() => page.locator('.viewer .text').textContent(), { timeout: 20_000 }).toContain('关键')
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await eachSize(page, async (width) => {
    await shoot(page, `score-blind-${width}-${language}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 'pixels beyond the right edge').toBeLessThanOrEqual(0)
  })
  expect(asked).toEqual(['blind/02'])
  const tabs = page.getByRole('tab')
  expect((await tabs.allInnerTexts()).map((text) => text.split(/\s/)[0])).toEqual(['02', '03', '01', 'C', 'A', 'B'])
  const sheet = page.locator('.sheet')
  expect(await sheet.innerText()).not.toContain(state.lot!.bidders[0]!.name)
  expect(await page.locator('[data-criterion]').count()).toBe(2)
  await tabs.nth(3).click()
  expect(await page.locator('[data-criterion]').count()).toBe(1)
  expect(await sheet.innerText()).toContain(state.lot!.bidders[0]!.name)
  await page.locator('.check').click()
  await eachSize(page, (width) => shoot(page, `score-blind-check-${width}-${language}`))
  const tables = page.locator('table')
  expect(await tables.nth(0).locator('thead .letter').allInnerTexts()).toEqual(['02', '03', '01'])
  expect(await tables.nth(1).locator('thead .letter').allInnerTexts()).toEqual(['C', 'A', 'B'])
  expect(await page.locator('td .missing').count()).toBe(5)
  expect(await page.locator('td .outside').count()).toBe(1)
  const untold = await page.evaluate(() => document.body.innerText.match(/\b(?:score|shared)\.[a-z][A-Za-z.]+/g) ?? [])
  expect(untold, 'keys without words').toEqual([])
  expect(errors).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'] as const)('one criterion after the other, in %s', async (language) => {
  asked.length = 0
  const { page, errors } = await open(browser, { path: '/kiosk/', answers: answers(), ...largest, settings: { language } })
  const field = (bid: string, criterion: string) => page.locator(`[data-bid="${bid}"][data-criterion="${criterion}"] .decimal input`)
  const focused = (bid: string, criterion: string) => expect.poll(() => field(bid, criterion).evaluate((e) => e === document.activeElement)).toBe(true)
  const chosen = () => page.locator('[role=tab][aria-selected=true]').innerText()
  await page.locator('.ways button').nth(1).click()
  expect(await page.locator('[data-criterion]').evaluateAll((all) => all.map((e) => [(e as HTMLElement).dataset.bid, (e as HTMLElement).dataset.criterion].join(' ')))).toEqual(['02 plan', '03 plan', '01 plan'])
  await field('03', 'plan').fill('7')
  await expect.poll(chosen).toMatch(/^03/) // its file is beside it
  await page.keyboard.press('Enter')
  await focused('01', 'plan')
  await eachSize(page, async (width) => {
    await shoot(page, `score-criterion-${width}-${language}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 'pixels beyond the right edge').toBeLessThanOrEqual(0)
  })
  await page.keyboard.type('6')
  await page.keyboard.press('Enter')
  await focused('02', 'schedule')
  await page.keyboard.press('Alt+ArrowDown')
  await focused('bid2', 'works')
  expect(await page.locator('.sheet').innerText()).toContain(state.lot!.bidders[0]!.name)
  await page.keyboard.press('Alt+ArrowRight')
  await focused('bid0', 'works')
  await page.keyboard.press('Alt+ArrowUp')
  await focused('02', 'schedule')
  await page.locator('select').selectOption('plan')
  await focused('02', 'plan')
  await page.locator('footer .step').last().click()
  await focused('02', 'schedule')
  await page.getByRole('tab').nth(4).click()
  await expect.poll(() => page.locator('.sheet h1').innerText()).toContain(language === 'en' ? 'Similar works' : '业绩')
  await page.locator('.ways button').first().click()
  await expect.poll(() => page.locator('.sheet h1').innerText()).toMatch(/^A /)
  const untold = await page.evaluate(() => document.body.innerText.match(/\b(?:score|shared)\.[a-z][A-Za-z.]+/g) ?? [])
  expect(untold, 'keys without words').toEqual([])
  expect(errors).toEqual([])
  await close(page)
})

// Reading on the kiosk: two files side by side, of one kind, by keyboard too;
// notes at pages, which are there after a reload and give their page to the sheet.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DraftView, ReadingView } from '../../src/shared/api.gen'
import { launch } from '../browser'
import { close, eachSize, largest, open, shoot } from './pages'
import { device } from './samples'
import { blindSheet } from './score-samples'

let browser: Browser
const files: Record<string, Buffer> = {}
beforeAll(async () => {
  browser = await launch({ shell: true })
  const printer = await browser.newPage()
  for (const name of ['02', '03', '01', 'bid0', 'bid1', 'bid2']) {
    await printer.setContent(`<html lang="zh-CN"><body style="font: 16px/2 'Noto Sans CJK SC'">${[1, 2, 3, 4, 5].map((no) => `<h1 style="break-before: page">${name} 第${no}章</h1><p>${'关键线路与冬季施工措施，进场后七日内完成临时设施。'.repeat(12)}</p>`).join('')}</body></html>`)
    files[name] = await printer.pdf({ format: 'A4', outline: true, tagged: true })
  }
  await printer.close()
})
afterAll(async () => {
  await browser?.close()
})

const kept: ReadingView[] = []
const drafts: DraftView[] = []
const answers = () => ({
  ...device(blindSheet),
  'PUT /api/kiosk/readings': (body: unknown) => {
    const sent = (body as { kept: ReadingView[] }).kept
    kept.push(...sent)
    return { json: { saved: sent, atMs: 1 } }
  },
  'PUT /api/kiosk/drafts': (body: unknown) => {
    const sent = (body as { drafts: DraftView[] }).drafts
    drafts.push(...sent)
    return { json: { saved: sent, atMs: 1 } }
  },
  ...Object.fromEntries(['blind/01', 'blind/02', 'blind/03', 'bids/bid0', 'bids/bid1', 'bids/bid2'].map((of) => [`GET /api/kiosk/${of}/file`, () => ({ body: files[of.split('/')[1]!]! })])),
})

// The English pages are for people to look at.
test.each(process.env.BIDROOM_SHOTS === '1' ? (['zh-CN', 'en'] as const) : (['zh-CN'] as const))('two files side by side in %s', async (language) => {
  const { page, errors } = await open(browser, { path: '/kiosk/', answers: answers(), ...largest, settings: { language, night: language === 'en' } })
  const shown = (half: number) => page.locator('.half').nth(half).locator('.text').textContent().then((text) => text?.replaceAll(' ', ''))
  const at = (half: number) => page.locator('.half').nth(half).locator('.jump input').inputValue()
  await expect.poll(() => shown(0), { timeout: 20_000 }).toContain('02第1章')
  await page.keyboard.press('Alt+c')
  await expect.poll(() => shown(1), { timeout: 20_000 }).toContain('03第1章')
  const picker = page.locator('.half select')
  expect(await picker.evaluate((e) => e === document.activeElement)).toBe(true)
  expect((await picker.locator('option').allInnerTexts()).map((text) => text.split(' ')[0]), 'codes beside a code').toEqual(['03', '01'])

  await page.locator('.half').nth(1).locator('.viewer').press('PageDown')
  expect([await at(0), await at(1)], 'each has its own page').toEqual(['1', '2'])
  await page.locator('.half header button').first().click()
  await page.locator('.half').nth(0).locator('.viewer').press('PageDown')
  expect([await at(0), await at(1)], 'they turn together').toEqual(['2', '3'])
  await page.locator('.half').nth(1).locator('.tools button', { hasText: language === 'en' ? 'Contents' : '目录' }).click()
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await eachSize(page, async (width) => {
    await shoot(page, `reading-two-${width}-${language}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 'pixels beyond the right edge').toBeLessThanOrEqual(0)
  })
  const tabs = page.getByRole('tab')
  await tabs.nth(1).click()
  await expect.poll(() => shown(1)).toContain('02第2章') // they changed places, and kept their pages
  await tabs.nth(3).click()
  await expect.poll(() => shown(1)).toContain('bid0第1章')
  expect((await picker.locator('option').allInnerTexts()).map((text) => text.split(' ')[0]), 'bids beside a bid').toEqual(['A', 'B'])
  await page.locator('.second header button').click()
  expect(await page.locator('.half').count()).toBe(1)
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-keyshortcuts'))).toBe('Alt+C')
  expect(errors).toEqual([])
  await close(page)
})

test('notes at pages of a file', async () => {
  kept.length = drafts.length = 0
  const { page, errors } = await open(browser, { path: '/kiosk/', answers: answers(), ...largest, settings: { language: 'zh-CN' } })
  const toggle = page.locator('.tools button', { hasText: '备注' })
  const field = page.locator('.notes textarea')
  const list = page.locator('.notes .go')
  await expect.poll(() => page.locator('.half .text').textContent(), { timeout: 20_000 }).toContain('02')
  await toggle.click()
  for (const [no, text] of [['4', '关键线路未标明，与第 2 章的工期不符'], ['2', '冬季施工措施具体']]) {
    await page.locator('.jump input').fill(no!)
    await page.locator('.jump input').press('Enter')
    await field.pressSequentially(text!)
  }
  await page.locator('[data-criterion="schedule"] .decimal input').focus()
  await page.locator('.notes .use').last().click() // the list is by page: that of page 4
  await expect.poll(() => drafts.at(-1)).toMatchObject({ bid: '02', criterion: 'schedule', value: '4', page: '4' })
  await expect.poll(() => kept.findLast(({ place }) => place === '2')).toMatchObject({ file: '02', value: '冬季施工措施具体' })
  await eachSize(page, async (width) => {
    await shoot(page, `reading-notes-${width}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 'pixels beyond the right edge').toBeLessThanOrEqual(0)
  })

  await page.reload()
  await toggle.click()
  await expect.poll(() => list.allInnerTexts()).toEqual(['第 2 页 冬季施工措施具体', '第 4 页 关键线路未标明，与第 2 章的工期不符'])
  await list.last().click()
  await expect.poll(() => page.locator('.jump input').inputValue()).toBe('4')
  expect(await field.inputValue()).toBe('关键线路未标明，与第 2 章的工期不符')
  await page.locator('.notes .remove').first().click()
  expect(await list.count()).toBe(1)
  await page.locator('.gone button').click()
  expect(await list.count()).toBe(2)
  await page.getByRole('tab').nth(1).click()
  expect(await list.count(), 'another file has notes of its own').toBe(0)
  await expect.poll(() => Number(kept.findLast(({ file, place }) => file === '02' && place === 'evaluating')?.value ?? 0), { message: 'how long the first was open' }).toBeGreaterThan(100)
  expect(await page.evaluate(() => document.body.innerText.match(/\b(?:read|score|shared)\.[a-z][A-Za-z.]+/g) ?? []), 'keys without words').toEqual([])
  expect(errors).toEqual([])
  await close(page)
})

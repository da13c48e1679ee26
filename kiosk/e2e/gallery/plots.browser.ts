// What a ranking hangs on, drawn: three bids, and forty with nine members.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LotView } from '../../src/shared/api.gen'
import { launch } from '../browser'
import { office, tallied } from './desk-samples'
import { close, eachSize, largest, open, shoot } from './pages'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
})

const letter = (i: number) => String.fromCharCode(65 + (i % 26)) + (i < 26 ? '' : '2')
const total = (i: number) => (93.5 - i * 0.83).toFixed(2)
const bids = Array.from({ length: 40 }, (_, i) => `bid${i}`)
/** Without the fourth member the second is first, without the seventh the last but many. */
const orderWithout = (seat: number) => (seat === 4 ? ['bid1', 'bid0', 'bid3', 'bid2', ...bids.slice(4)] : seat === 7 ? ['bid20', ...bids.filter((bid) => bid !== 'bid20')] : bids)
const many: LotView = {
  ...tallied,
  result: {
    ...tallied.result!, candidates: bids.slice(0, 3),
    ranking: bids.map((bid, i) => ({ ...tallied.result!.ranking[0]!, bid, letter: letter(i), bidder: `第${i + 1}建设有限公司`, rank: i + 1, total: total(i) })),
    hangs: { ...tallied.result!.hangs!, margins: [{ first: 'bid0', other: 'bid1', by: '0.83' }], without: Array.from({ length: 9 }, (_, i) => ({ seat: i + 1, why: '', changed: [4, 7].includes(i + 1), candidates: bids.slice(0, 3), ranking: orderWithout(i + 1).map((bid, at) => ({ bid, rank: at + 1, total: total(at) })) })) },
  },
}

test.each(['few', 'many'].flatMap((name) => (['zh-CN', 'en'] as const).map((language) => ({ name, language }))))('$name bids in $language', async ({ name, language }) => {
  const lot = name === 'few' ? tallied : many
  const { page, errors } = await open(browser, { path: '/desk/lots/L3', ...largest, settings: { language }, answers: { ...office('supervisor'), 'GET /api/lots/L3': () => ({ json: lot }) } })
  const plots = page.locator('.plot svg')
  await expect.poll(() => plots.count(), { timeout: 20_000 }).toBe(2)
  const drawn = Math.min(12, lot.result!.ranking.length)
  const shown = (await plots.nth(0).locator('text').allTextContents()).filter((text) => /^\d+\.\d\d$/.test(text ?? ''))
  expect(shown.length, 'a number beside every bid').toBeGreaterThanOrEqual(drawn)
  for (const { total: stated } of lot.result!.ranking.slice(0, drawn)) expect(shown, 'as the server writes it').toContain(stated)
  expect((await plots.nth(1).locator('text').allTextContents()).filter((text) => text?.endsWith('≠')).length, 'members without whom the ranking is another').toBe(lot.result!.hangs!.without.filter(({ changed }) => changed).length)
  expect(await plots.nth(1).locator('text').allTextContents(), 'who would be first is drawn, whatever its rank').toContain(name === 'few' ? 'C' : 'U')
  await eachSize(page, async (width) => {
    for (const [i, part] of ['totals', 'without'].entries()) {
      await page.locator('.plot').nth(i).scrollIntoViewIfNeeded()
      await shoot(page, `plots-${name}-${part}-${width}-${language}`)
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 'pixels beyond the right edge').toBeLessThanOrEqual(0)
  })
  expect(errors).toEqual([])
  await close(page)
})

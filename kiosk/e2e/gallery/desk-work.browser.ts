// What staff enter on the desk while a panel is at work: further offers, and hearings.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LotView, OffersView } from '../../src/shared/api.gen'
import { launch } from '../browser'
import { evaluating, office } from './desk-samples'
import { close, eachSize, largest, open, shoot } from './pages'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
})

const at = Date.UTC(2026, 10, 23, 6, 5)
const offer = (bid: string, priceFen: string) => ({ bid, priceFen, capital: '' })
const begun: OffersView = {
  clause: '政府采购非招标采购方式管理办法 第三十三条、第三十四条；财库〔2014〕214号 第二十一条、第二十二条', due: ['bid0', 'bid1', 'bid2'],
  rounds: [{ round: 1, final: false, atMs: at, withdrawn: [], offers: [offer('bid0', '4600000000'), offer('bid1', '4650000050'), offer('bid2', '4589999999')] }],
}
const done: OffersView = { ...begun, due: [], rounds: [...begun.rounds, { round: 2, final: true, atMs: at + 18e5, offers: [offer('bid0', '4550000000'), offer('bid2', '4588000000')], withdrawn: [{ bid: 'bid1', reason: '不能满足新的交货期' }] }] }

test.each(['zh-CN', 'en'])('the final offers are opened, and one bidder withdraws, in %s', async (language) => {
  const en = language === 'en'
  let lot: LotView = { ...evaluating, brief: { ...evaluating.brief, stage: 'examining' }, offers: begun }
  let sent: unknown
  const { page, errors } = await open(browser, {
    path: '/desk/lots/L1', ...largest, settings: { language },
    answers: { ...office('staff'), 'GET /api/lots/L1': () => ({ json: lot }), 'POST /api/lots/L1/offers': (body: unknown) => ((sent = body), { json: (lot = { ...lot, offers: done }) }) },
  })
  const card = page.locator('section').filter({ has: page.getByRole('heading', { name: en ? 'Further offers' : '多轮报价' }) })
  const deed = card.getByRole('button', { name: en ? 'Open round 2' : '公开第 2 轮报价' })
  for (const [letter, price] of [['A', '45500000'], ['C', '45880000']]) await card.getByLabel(en ? `Offer of ${letter}` : `${letter} 的报价`).fill(price!)
  expect(await deed.isDisabled(), 'while one is missing').toBe(true)
  await card.getByText(en ? 'takes no part any more' : '退出，不再报价').nth(1).click()
  expect(await deed.isDisabled(), 'without a reason').toBe(true)
  await card.getByLabel(en ? 'Why, as the bidder says' : '退出原因，按供应商说明填写').fill(' 不能满足新的交货期 ')
  await card.getByText(en ? 'This is the final round' : '本轮为最后报价').click()
  await card.scrollIntoViewIfNeeded()
  await eachSize(page, (width) => shoot(page, `desk-offers-${width}-${language}`))
  await card.getByRole('button', { name: en ? 'Open the final offers' : '公开最后报价' }).click()
  const held = page.locator('dialog[open] button[type=submit]')
  await held.waitFor()
  await shoot(page, `desk-offers-deed-${language}`)
  const box = (await held.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await card.getByText('不能满足新的交货期').waitFor()
  await page.mouse.up()
  expect(sent).toEqual({ round: 2, final: true, offers: [{ bid: 'bid0', priceFen: '4550000000' }, { bid: 'bid2', priceFen: '4588000000' }], withdrawn: [{ bid: 'bid1', reason: '不能满足新的交货期' }] })
  await card.scrollIntoViewIfNeeded()
  await eachSize(page, (width) => shoot(page, `desk-offers-done-${width}-${language}`))
  expect(await card.locator('input').count(), 'nothing is to be entered any more').toBe(0)
  const untold = await page.evaluate(() => document.body.innerText.match(/\bdesk-offers\.[a-z][A-Za-z.]+/g) ?? [])
  expect(untold, 'keys without words').toEqual([])
  expect(errors).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'])('bids are heard one after the other in %s', async (language) => {
  const en = language === 'en'
  const held = (bid: string, fromMs: number, toMs: number) => ({ group: 'defence', bid, fromMs, toMs })
  let lot: LotView = {
    ...evaluating,
    hearings: { mayHold: true, groups: [{ id: 'defence', names: { 'zh-CN': '项目经理答辩', en: 'Defence by the site manager' }, kind: 'defence', minutes: 15 }], bids: ['bid0', 'bid1', 'bid2'], held: [held('bid1', at, at + 84e4), held('bid0', at + 9e5, 0)] },
  }
  let sent: unknown
  const { page, errors } = await open(browser, {
    path: '/desk/lots/L1', ...largest, settings: { language },
    answers: {
      ...office('staff'), 'GET /api/lots/L1': () => ({ json: lot }),
      'POST /api/lots/L1/hearings': (body: unknown) => ((sent = body), { json: (lot = { ...lot, hearings: { ...lot.hearings!, held: [held('bid1', at, at + 84e4), held('bid0', at + 9e5, at + 17e5)] } }) }),
    },
  })
  const card = page.locator('section').filter({ has: page.getByRole('heading', { name: en ? 'Defences and samples' : '答辩与样品评审' }) })
  await card.scrollIntoViewIfNeeded()
  await eachSize(page, (width) => shoot(page, `desk-hearings-${width}-${language}`))
  const begin = card.getByRole('button', { name: en ? 'Begin C' : 'C 开始' })
  expect(await begin.isDisabled(), 'while another is heard').toBe(true)
  await card.getByRole('button', { name: en ? 'End A' : 'A 结束' }).click()
  await card.getByRole('button', { name: en ? 'Hear A again' : 'A 再次进行' }).waitFor()
  expect(sent).toEqual({ group: 'defence', bid: 'bid0', ends: true })
  expect(await begin.isEnabled()).toBe(true)
  expect(errors).toEqual([])
  await close(page)
})

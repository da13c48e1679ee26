// Prices in second envelopes: entered on the desk once the marks are locked, and
// examined at the kiosk beside the price's own file.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BidderView, Criterion, FindingView, KioskState, LotView, SeatView } from '../../src/shared/api.gen'
import { launch } from '../browser'
import { evaluating, office, preparing } from './desk-samples'
import { close, eachSize, largest, open, shoot } from './pages'
import { askingRules, device, idle } from './samples'

let browser: Browser
const files: Record<string, Buffer> = {}
beforeAll(async () => {
  browser = await launch({ shell: true })
  const printer = await browser.newPage()
  for (const [name, title] of [['prices', 'PRICE'], ['bids', 'BID']]) {
    await printer.setContent(`<html lang="zh-CN"><body style="font: 16px/2 'Noto Sans CJK SC'"><h1>${title}</h1><p>投标总报价：人民币肆仟陆佰捌拾捌万元整（46,880,000.00 元）。</p></body></html>`)
    files[name!] = await printer.pdf({ format: 'A4', outline: true, tagged: true })
  }
  await printer.close()
})
afterAll(async () => {
  await browser?.close()
})

const at = Date.UTC(2026, 10, 23, 6, 5)
const hash = '9f'.repeat(32)
const sealed = (bidder: BidderView): BidderView => ({ ...bidder, priceHash: hash, priceSize: 420_000, opening: { ...bidder.opening!, priceFen: '', capital: '', values: {} } })
const rejection = { ground: 'unqualified', names: { 'zh-CN': '投标人不具备投标资格', en: 'Bidder not qualified' }, clause: '招标投标法实施条例 第五十一条第三项', items: [], reason: '安全生产许可证已过有效期' }
const first: LotView = { ...preparing, prices: { due: [], openings: [] }, bidders: preparing.bidders.map((bidder, i) => ({ ...bidder, bid: `bid${i}`, fileHash: hash, fileSize: 8_400_000, priceHash: i < 2 ? hash : '', priceSize: i < 2 ? 420_000 : 0 })) }
const locked: LotView = {
  ...evaluating, brief: { ...evaluating.brief, stage: 'pricing' }, prices: { due: ['bid0', 'bid1'], openings: [] }, meeting: { ...evaluating.meeting!, stage: 'pricing', tied: false },
  bidders: evaluating.bidders.map((bidder, i) => ({ ...sealed(bidder), rejection: i === 2 ? rejection : null })),
}
const priced: LotView = {
  ...locked, prices: { due: [], openings: [{ atMs: at, source: null }] },
  bidders: locked.bidders.map((bidder, i) => (i === 2 ? bidder : { ...bidder, opening: evaluating.bidders[i]!.opening })),
}

test.each(['zh-CN', 'en'])('the opening reads out no price, in %s', async (language) => {
  const en = language === 'en'
  const { page, errors } = await open(browser, { path: '/desk/lots/L2', ...largest, settings: { language }, answers: { ...office('staff'), 'GET /api/lots/L2': () => ({ json: first }) } })
  const card = page.locator('section').filter({ has: page.getByRole('heading', { name: en ? 'Opening record' : '开标记录', exact: true }) })
  await card.scrollIntoViewIfNeeded()
  expect(await card.locator('thead').innerText()).not.toContain(en ? 'Bid price' : '投标报价')
  await eachSize(page, (width) => shoot(page, `envelopes-opening-${width}-${language}`))
  const bids = page.locator('section').filter({ has: page.getByText(en ? 'Second envelope received' : '第二信封已收到').first() }).first()
  await bids.scrollIntoViewIfNeeded()
  await shoot(page, `envelopes-bids-${language}`)
  expect(errors).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'])('the second envelopes are opened, and one cannot be decrypted, in %s', async (language) => {
  const en = language === 'en'
  let lot: LotView = locked
  let sent: unknown
  const { page, errors } = await open(browser, {
    path: '/desk/lots/L1', ...largest, settings: { language },
    answers: { ...office('staff'), 'GET /api/lots/L1': () => ({ json: lot }), 'POST /api/lots/L1/prices': (body: unknown) => ((sent = body), { json: (lot = priced) }) },
  })
  const card = page.locator('section').filter({ has: page.getByRole('heading', { name: en ? 'Second envelopes: the prices' : '第二信封（报价文件）' }) })
  await card.scrollIntoViewIfNeeded()
  const fields = card.locator('tbody tr').first().locator('input:not([type=checkbox])')
  for (const [i, typed] of ['46880000', '0.03', '1200500'].entries()) await fields.nth(i).fill(typed)
  await card.locator('tbody tr').nth(1).locator('.el-checkbox').click()
  const deed = card.getByRole('button', { name: en ? 'Open 1 second envelopes' : '开启 1 份第二信封' })
  expect(await deed.isDisabled(), 'without a reason').toBe(true)
  await card.locator('.lost input').last().fill('CA 证书已过期')
  await eachSize(page, (width) => shoot(page, `envelopes-due-${width}-${language}`))
  await deed.click()
  const held = page.locator('dialog[open] button[type=submit]')
  await held.waitFor()
  await shoot(page, `envelopes-deed-${language}`)
  const box = (await held.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await card.getByText(en ? /^Opened/ : /开启$/).first().waitFor()
  await page.mouse.up()
  expect(sent).toEqual({ records: [{ bid: 'bid0', priceFen: '4688000000', values: { deduction: '0.03', operating_fen: '120050000' } }], unopened: [{ bid: 'bid1', fault: 'bidder', reason: 'CA 证书已过期' }] })
  await eachSize(page, (width) => shoot(page, `envelopes-open-${width}-${language}`))
  expect(errors).toEqual([])
  await close(page)
})

const names = ['王建国', '李秀英', '陈志强', '周敏', '吴海燕']
const seats = names.map((name, i): SeatView => ({
  no: i + 1, specialties: ['A08'], representative: i === 4, remote: false, present: true, name, kiosk: `k${i}`, kioskName: `机位 ${i + 1}`, workplace: '', workplaceName: '', declared: true, voted: true, findingsDone: 8, findingsOf: 8,
  marksDone: 20, marksOf: 20, submitted: true, returned: false, concluded: '', duty: 'wait',
}))
const item = (id: string, group: string, zh: string, en: string, ofPrice: boolean): Criterion => ({ id, group, names: { 'zh-CN': zh, en }, standard: {}, kind: 'pass', blind: false, ofPrice, objective: true, max: '', min: '', step: '' })
const items = [item('licence', 'eligibility', '安全生产许可证', 'Safety licence', false), item('limit', 'prices', '未超最高投标限价', 'Within the ceiling', true), item('single', 'prices', '报价唯一', 'One price only', true)]
const found: FindingView[] = ['bid0', 'bid1', 'bid2'].map((bid) => ({ bid, item: 'licence', pass: true, reason: '', page: 3 }))
const state = (lot: LotView, duty: string, more: FindingView[] = []): KioskState => ({
  ...idle, duty,
  lot: {
    id: 'L', meeting: 'M', number: '2026-017-02', name: '城南路道路改造', tenderName: '清河县市政工程', entity: '清河县住建局', stage: 'pricing', outside: false, bidders: lot.bidders, codes: [], hearings: null, criteria: items,
    groups: [['eligibility', '资格评审', 'Eligibility'], ['prices', '报价评审', 'Prices']].map(([id, zh, en]) => ({ id: id!, parent: '', names: { 'zh-CN': zh!, en: en! }, points: '0', blind: false })), grounds: [], chair: 2, barred: '', round: 1, undecided: [],
    seats, majority: [], asked: [], leads: null, asking: askingRules, leftBids: 2, judged: '', tied: false, owed: [], checks: [], envelopes: true, sealed: lot.prices!.due.length, nextStage: 'tallied', result: null, reportHash: '', silence: '', pause: '', statement: '',
  },
  member: { seat: 2, name: names[1]!, key: '04', chair: true, findings: [...found, ...more], drafts: [], readings: [], submitted: true, returned: '', sheetHash: '', receipt: null, extremes: [], concluded: '', voted: 2 },
})
const judged = ['bid0', 'bid1'].flatMap((bid) => ['limit', 'single'].map((id): FindingView => ({ bid, item: id, pass: true, reason: '', page: 1 })))
const kiosk: [string, KioskState, string][] = [
  ['wait', state(locked, 'wait'), '.wait'],
  ['examine', state(priced, 'examine'), '.examine'],
  ['outcome', state(priced, 'wait', judged), '.outcome'],
]

test.each(kiosk.flatMap(([name, at, ready]) => (['zh-CN', 'en'] as const).map((language) => ({ name, at, ready, language }))))('kiosk $name in $language', async ({ name, at: shown, ready, language }) => {
  const pdfs = Object.fromEntries(['bid0', 'bid1', 'bid2'].flatMap((bid) => ['prices', 'bids'].map((of) => [`GET /api/kiosk/${of}/${bid}/file`, () => ({ body: files[of]! })])))
  const { page, errors } = await open(browser, { path: '/kiosk/', ...largest, settings: { language }, answers: { ...device(shown), ...pdfs } })
  await page.waitForSelector(ready)
  if (name === 'examine') {
    const text = () => page.locator('.half .text').first().textContent().then((all) => all?.replaceAll(' ', ''))
    await expect.poll(text, { timeout: 20_000 }).toContain('PRICE')
    expect(await page.getByRole('tab').count(), 'bids with a price').toBe(2)
    expect(await page.locator('.items section button').count(), 'items of the second envelope').toBe(2)
    await page.getByRole('button', { name: language === 'en' ? 'The bid' : '投标文件', exact: true }).click()
    await expect.poll(text, { timeout: 20_000 }).toContain('BID')
    await page.getByRole('button', { name: language === 'en' ? 'Price' : '报价文件', exact: true }).click()
    await expect.poll(text, { timeout: 20_000 }).toContain('PRICE')
  }
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await eachSize(page, async (width) => {
    await shoot(page, `envelopes-${name}-${width}-${language}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 'pixels beyond the right edge').toBeLessThanOrEqual(0)
  })
  const untold = await page.evaluate(() => document.body.innerText.match(/\b(?:ask|wait|examine|read|shared)\.[a-z][A-Za-z.]+/g) ?? [])
  expect(untold, 'keys without words').toEqual([])
  expect(errors).toEqual([])
  await close(page)
})

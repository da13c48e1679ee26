// What a bidder is asked in writing, at the kiosk and on the desk: the chair's
// question, the answer, and what the members make of it.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BidderView, ClarificationView, KioskState, LeadView, LotView, SeatView } from '../../src/shared/api.gen'
import { launch } from '../browser'
import { evaluating } from './desk-samples'
import { close, eachSize, largest, open, shoot, type Answers } from './pages'
import { askingRules, desk, device, idle } from './samples'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
})

const now = Date.UTC(2026, 10, 23, 6, 5, 32)
const names = ['王建国', '李秀英', '陈志强', '周敏', '吴海燕']
const seats = names.map((name, i): SeatView => ({
  no: i + 1, specialties: ['A08'], representative: i === 4, remote: false, present: true, name, kiosk: `k${i}`, kioskName: `机位 ${i + 1}`, workplace: '', workplaceName: '', declared: true, voted: true, findingsDone: 8, findingsOf: 8,
  marksDone: 0, marksOf: 0, submitted: false, returned: false, concluded: '', duty: 'wait',
}))
const bidders = evaluating.bidders.map((bidder, i): BidderView => ({ ...bidder, opening: { ...bidder.opening!, priceFen: ['300000000', '940000000', '950000000'][i]!, offeredFen: '', correctedFen: i === 1 ? '938000000' : '' } }))
const asked: ClarificationView[] = [
  { no: 1, asks: 'clarification', bid: 'bid1', minutes: 20, corrections: [], ground: '', questions: ['投标文件第 84 页塔吊数量与第 91 页不一致，请说明以哪一处为准。', '第 15 页进度表的单位未注明，请补正。'], askedMs: now - 3_000_000, dueMs: now - 1_800_000,
    reply: { text: '以第 91 页为准，共三台；进度表的单位为日历天。\n不改变投标报价和工期。', confirms: false, fileHash: 'a'.repeat(64), fileSize: 40_000, atMs: now - 2_400_000 }, judged: 5, outcome: 'accepted', own: { seat: 2, accepted: true, reason: '' },
    judgements: [1, 2, 3, 4, 5].map((seat) => ({ seat, accepted: seat !== 4, reason: seat === 4 ? '与施工组织设计第 40 页仍不一致' : '' })) },
  { no: 2, asks: 'low_bid', bid: 'bid2', minutes: 30, corrections: [], ground: '', questions: ['请说明报价构成，并提供人工、材料的证明。'], askedMs: now - 900_000, dueMs: now + 900_000, reply: { text: '设备为库存，附采购发票三份。', confirms: false, fileHash: '', fileSize: 0, atMs: now - 60_000 }, judged: 2, outcome: '', own: null, judgements: [] },
  { no: 3, asks: 'clarification', bid: 'bid0', minutes: 30, corrections: [], ground: '', questions: ['第 7 页签字模糊，请说明签字人。'], askedMs: now - 60_000, dueMs: now + 1_740_000, reply: null, judged: 0, outcome: '', own: null, judgements: [] },
]
const correction: ClarificationView = { no: 4, asks: 'correction', bid: 'bid2', minutes: 30, corrections: [{ rule: 'words', priceFen: '945000000' }, { rule: 'unit_prices', priceFen: '944800000' }], ground: '', questions: ['投标函第 3 页大写为玖佰肆拾伍万元整，小写为 9,500,000.00 元；第 41 页清单合计少计 2,000.00 元。'],
  askedMs: now - 1_500_000, dueMs: now + 300_000, reply: { text: '同意修正，以 9,448,000.00 元为准。', confirms: true, fileHash: '', fileSize: 0, atMs: now - 120_000 }, judged: 1, outcome: '', own: null, judgements: [] }
const lead = (no: number, kind: string, value: string, more: Partial<LeadView> = {}): LeadView => ({
  no, kind, clause: '招标投标法实施条例 第四十条第一项', bids: ['bid0', 'bid1'], bidders: ['杭湾建设集团有限公司', '清河建筑工程有限责任公司'], value, withheld: false, count: 1, ofDocument: true, judged: 2, outcome: '', own: null, judgements: [], ...more,
})
const leads = {
  atMs: now, more: 0, unread: [{ bid: 'bid2', bidder: '临江建工有限公司', why: 'encrypted' }],
  list: [
    lead(1, 'created', '2026-11-20 08:30:15 +08:00', { judged: 5, outcome: 'taken_up', judgements: [1, 2, 3, 4, 5].map((seat) => ({ seat, takenUp: seat < 4, reason: seat < 4 ? '请投标人书面说明' : '模板相同' })) }),
    lead(2, 'author', 'Administrator'), lead(3, 'steps', '10,000.00', { ofDocument: false, clause: '招标投标法实施条例 第四十条第四项', bids: ['bid0', 'bid1', 'bid2'] }),
  ],
}
const low = (line: string, percent: number, lineFen: string) => ({ bid: 'bid0', line, percent, lineFen })
const state = (more: Partial<NonNullable<KioskState['lot']>> = {}, seat = 2): KioskState => ({
  ...idle, duty: 'wait',
  lot: {
    id: 'L', meeting: 'M', number: '2026-017-02', name: '实验设备采购', tenderName: '清河县第二中学迁建工程', entity: '清河县教育局', stage: 'examining', outside: false, bidders, codes: [], hearings: null, criteria: [], groups: [],
    grounds: [{ code: 'low_price', clause: '政府采购货物和服务招标投标管理办法 第六十条', names: { 'zh-CN': '报价明显低于其他投标人且不能证明其合理性', en: 'Price clearly below the others, and not shown to be reasonable' } }], chair: 2, barred: '', round: 1, undecided: [],
    seats, majority: [], asked, leads: null, asking: { ...askingRules, lowBids: [low('mean', 50, '365000000'), low('second', 50, '470000000')] }, leftBids: 3, judged: '', tied: false, owed: [], checks: [], envelopes: false, sealed: 0, nextStage: 'evaluating', result: null, reportHash: '', silence: '', pause: '', statement: '', ...more,
  },
  member: { seat, name: names[seat - 1]!, key: '04', chair: seat === 2, findings: [], drafts: [], readings: [], submitted: false, returned: '', sheetHash: '', receipt: null, extremes: [], concluded: '', voted: 2 },
})

interface Look {
  path: string
  /** The label of a choice that is made after the buttons. */
  choose?: string
  answers: Answers
  ready: string
  /** Buttons that are pressed one after the other, by their words. */
  press?: string[]
}
const extreme = { bid: 'bid2', criterion: 'plan', value: '5', reason: '' }
const explaining: KioskState = (() => {
  const before = state({ stage: 'evaluating', asked: [], criteria: [{ id: 'plan', group: 'technical', names: { 'zh-CN': '施工组织设计的完整性与针对性', en: 'Construction plan' }, standard: {}, kind: 'points', blind: false, ofPrice: false, objective: false, max: '20', min: '0', step: '0.5' }] }, 3)
  return { ...before, duty: 'explain', member: { ...before.member!, submitted: true, extremes: [extreme, { ...extreme, bid: 'bid0', value: '19.5' }] } }
})()
const lotOf = (more: Partial<LotView>): Answers => ({ ...desk('agent'), 'GET /api/lots/L1': () => ({ json: { ...evaluating, ...more } }) })
const looks: Record<string, Look> = {
  'ask-strip': { path: '/kiosk/', answers: device(state()), ready: '.strip' },
  'ask-page': { path: '/kiosk/', answers: device(state()), ready: '.strip', press: ['.strip .go'] },
  'ask-member': { path: '/kiosk/', answers: device(state({ asking: askingRules }, 3)), ready: '.strip', press: ['.strip .go'] },
  'ask-none': { path: '/kiosk/', answers: device(state({ asked: [], asking: askingRules })), ready: '.strip', press: ['.strip .go'] },
  'ask-form': { path: '/kiosk/', answers: device(state()), ready: '.strip', press: ['.strip .go', '.owed .el-button'] },
  'ask-judge': { path: '/kiosk/', answers: device(state({ asking: askingRules })), ready: '.strip', press: ['.strip .go', '.card .el-button'] },
  'ask-correct': { path: '/kiosk/', answers: device(state({ asking: askingRules })), ready: '.strip', press: ['.strip .go', '.deeds .el-button--primary, .el-button:has-text("书面询问"), .el-button:has-text("Ask")'], choose: 'input[value=correction]' },
  'ask-corrected': { path: '/kiosk/', answers: device(state({ asked: [correction], asking: askingRules })), ready: '.strip', press: ['.strip .go'] },
  ...(process.env.BIDROOM_SHOTS === '1' && {
    'leads-page': { path: '/kiosk/', answers: device(state({ leads })), ready: '.strip', press: ['.strip .look'] },
    'leads-judge': { path: '/kiosk/', answers: device(state({ leads })), ready: '.strip', press: ['.strip .look', '.card .el-button'] },
    'leads-none': { path: '/kiosk/', answers: device(state({ leads: { ...leads, list: [], unread: [] } })), ready: '.strip', press: ['.strip .look'] },
    'leads-strip': { path: '/kiosk/', answers: device(state({ leads })), ready: '.strip' },
  }),
  explain: { path: '/kiosk/', answers: device(explaining), ready: 'textarea' },
  'desk-asked': { path: '/desk/lots/L1', answers: lotOf({ asked, mayReply: true }), ready: 'textarea' },
  'desk-correction': { path: '/desk/lots/L1', answers: lotOf({ asked: [{ ...correction, reply: null }], mayReply: true }), ready: 'textarea' },
}

const all = Object.entries(looks).flatMap(([name, look]) => (['zh-CN', 'en'] as const).map((language) => ({ name, look, language })))

test.each(all)('$name in $language', async ({ name, look, language }) => {
  const { page, errors } = await open(browser, { path: look.path, answers: look.answers, ...largest, settings: { language } })
  await page.waitForSelector(look.ready)
  for (const button of look.press ?? []) await page.locator(button).first().click()
  if (look.choose) {
    await page.locator(look.choose).check()
    await page.locator('.steps').scrollIntoViewIfNeeded()
  }
  if (look.path !== '/kiosk/') await page.locator('article').first().scrollIntoViewIfNeeded()
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await eachSize(page, async (width) => {
    await shoot(page, `${name}-${width}-${language}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 'pixels beyond the right edge').toBeLessThanOrEqual(0)
    if (look.path !== '/kiosk/') return
    const small = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>('main *, .strip *')].filter((e) => e.offsetWidth > 0 && e.childElementCount === 0 && e.textContent?.trim() && parseFloat(getComputedStyle(e).fontSize) < 18).map((e) => e.textContent))
    expect(small, 'words under 18 px').toEqual([])
    const low = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>('main button, .strip button, main textarea, main label.choice')].filter((e) => e.offsetWidth > 0 && e.offsetHeight < 44).map((e) => e.textContent))
    expect(low, 'targets under 44 px').toEqual([])
  })
  const untold = await page.evaluate(() => document.body.innerText.match(/\b(?:ask|lead|score|desk-asked|examine|shared)\.[a-z][A-Za-z.]+/g) ?? [])
  expect(untold, 'keys without words').toEqual([])
  expect(errors).toEqual([])
  await close(page)
})

test('reasons for marks far from the mean are sent once all are there', async () => {
  let sent: unknown
  const answers: Answers = {
    ...device(explaining),
    'POST /api/kiosk/extremes': (body) => ((sent = body), { json: { ...explaining, duty: 'wait' } }),
  }
  const { page, errors } = await open(browser, { width: 1366, height: 768, path: '/kiosk/', answers })
  const deed = page.getByRole('button', { name: '提交 2 项理由' })
  const fields = page.getByLabel('评分理由')
  await fields.nth(0).fill('未结合本项目地质条件')
  await page.getByText('还有 1 项未说明').waitFor()
  expect(await deed.isDisabled()).toBe(true)
  await fields.nth(1).fill(' 关键工序完整 ')
  await deed.click()
  await fields.first().waitFor({ state: 'detached' })
  expect(sent).toEqual({ reasons: [{ bid: 'bid2', criterion: 'plan', text: '未结合本项目地质条件' }, { bid: 'bid0', criterion: 'plan', text: '关键工序完整' }] })
  expect(errors).toEqual([])
  await close(page)
})

// What follows a meeting, in real Chromium: the fees of the experts, and the
// publication and award; only where pictures are wanted, since the types and the
// server's tests hold the rest.
import type { AwardView, FeesView, FeeView } from '../../src/shared/api.gen'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch } from '../browser'
import { awarded, office } from './desk-samples'
import { close, eachSize, largest, open, shoot, type Answers } from './pages'

const looked = process.env.BIDROOM_SHOTS === '1'
let browser: Browser | undefined
beforeAll(async () => {
  if (looked) browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
})

const at = Date.UTC(2026, 10, 23, 1, 0, 12)
const hour = 36e5
const tables = [['cn-guangdong-gp-2020', '广东省政府采购评审专家劳务报酬标准', 'Guangdong: fees of experts in government procurement', '粤财采购〔2020〕17号', '2020-08-12'], ['cn-shandong-gp-2017', '山东省政府采购评审劳务报酬标准', 'Shandong: fees for evaluation in government procurement', '鲁财采〔2017〕28号', '']]
  .map(([id, zh, en, source, effectiveFrom]) => ({ id: id!, names: { 'zh-CN': zh!, en: en! }, source: source!, effectiveFrom: effectiveFrom!, needsReason: true }))
const fee = (seat: number, name: string, more: Partial<FeeView> = {}): FeeView => ({
  meeting: 'M', seat, label: `${seat}`, name, outcome: 'evaluated', fromMs: at, toMs: at + 4.34 * hour, loggedFromMs: at, loggedToMs: at + 4.34 * hour, stated: null, fen: '55000', capital: '伍佰伍拾元整', open: [],
  lines: [{ text: '3 小时以内', fen: '40000' }, { text: '超过 3 小时后的 1 个整小时，每小时 100.00 元', fen: '50000' }, { text: '不足一小时的 20 分钟，按半小时的金额计', fen: '55000' }], ...more,
})
const part = { clause: '鲁财采〔2017〕28号', code: 'fee.open.part', field: 'part', args: { minutes: '30' }, text: '标准没有规定 30 分钟如何计算，请选择。' }
const unpaid = { fen: '', capital: '', lines: [] }
const members = [
  fee(2, '钱文'), fee(3, '赵敏', { stated: { holiday: false, part: '', agreedFen: '', reason: '到场后候场二十分钟', by: '李敏', atMs: at + 9 * hour } }),
  fee(4, '冯刚', { ...unpaid, open: [part] }), fee(5, '陈洁', { ...unpaid, outcome: 'left', open: [{ ...part, code: 'fee.open.left', text: '专家中途离开，标准没有规定金额：请填写商定的金额；擅自离开或者违纪的，填 0。' }] }),
]
const fees = (chosen: boolean): FeesView => ({
  lotNumber: '2026-017-03', lotName: '清河县第二中学改扩建工程施工', tables, maySettle: true, totalFen: chosen ? '110000' : '0', open: chosen ? 2 : 4,
  table: chosen ? { ...tables[1]!, hash: '9c', reason: '市财政局文件规定工程建设项目参照执行', partChoices: ['half', 'whole'] } : null, members: chosen ? members : members.map((one) => ({ ...one, ...unpaid, stated: null, open: [] })),
})
const before: AwardView = { ...awarded, published: null, award: null }

interface Step { name: string; path: string; answers: Answers; ready: string; act: (page: Page, en: boolean) => Promise<unknown> }
const steps: Step[] = [
  { name: 'fees-table', path: '/lots/L3/fees', answers: { 'GET /api/lots/L3/fees': () => ({ json: fees(false) }) }, ready: 'fieldset', act: (page) => page.locator('fieldset input').nth(1).check() },
  { name: 'fees-list', path: '/lots/L3/fees', answers: { 'GET /api/lots/L3/fees': () => ({ json: fees(true) }) }, ready: 'tfoot', act: (page) => page.locator('tbody button').first().click() },
  {
    name: 'fees-state', path: '/lots/L3/fees', answers: { 'GET /api/lots/L3/fees': () => ({ json: fees(true) }) }, ready: 'tfoot', act: async (page, en) => {
      await page.locator('tbody button').nth(2).click()
      await page.getByRole('button', { name: en ? 'State the work otherwise' : '更改计费时间或者情形' }).click()
    },
  },
  { name: 'award-before', path: '/lots/L3', answers: { 'GET /api/lots/L1/award': () => ({ json: before }) }, ready: '.steps', act: (page, en) => page.getByRole('button', { name: en ? 'Enter the publication' : '录入公示' }).click() },
  { name: 'award-done', path: '/lots/L3', answers: {}, ready: '.steps', act: (page, en) => page.getByRole('button', { name: en ? 'Enter the award again' : '重新录入定标' }).click() },
]

describe.runIf(looked)('looked at', () => {
  test.each(['zh-CN', 'en'].flatMap((language) => steps.map((step) => ({ ...step, language }))))('$name in $language', async ({ name, path, answers, ready, act, language }) => {
    const { page, errors } = await open(browser!, { path: `/desk${path}`, ...largest, settings: { language }, answers: { ...office('staff'), ...answers } })
    await page.waitForSelector(ready)
    await act(page, language === 'en')
    await eachSize(page, async (width) => {
      const head = name.startsWith('award') ? page.getByRole('heading', { name: language === 'en' ? 'Publication and award' : '公示与定标' }) : page.locator('section.card').last()
      await head.evaluate((it) => it.scrollIntoView())
      await shoot(page, `settled-${name}-${width}-${language}`)
    })
    const untold = await page.evaluate(() => document.body.innerText.match(/\b(?:desk-[a-z]+|fee|shared)\.[a-z][A-Za-z.]+/g) ?? [])
    expect(untold, 'keys without words').toEqual([])
    expect(errors).toEqual([])
    await close(page)
  })
})

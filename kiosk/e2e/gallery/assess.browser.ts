// The assessment of a panel in real Chromium: the list by seat, the form, a
// reply and its answer, as the sides that take part see it.
import type { AssessedMember, AssessmentMark, AssessmentsView } from '../../src/shared/api.gen'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { office } from './desk-samples'
import { close, eachSize, largest, open, shoot } from './pages'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
})

const now = Date.UTC(2026, 10, 23, 6, 5, 32)
const day = 864e5
const items = [['punctuality', '10'], ['discipline', '20'], ['competence', '30'], ['fairness', '20'], ['secrecy', '10'], ['assistance', '10']].map(([id, most]) => ({ id: id!, most: most! }))
const marks = (first: string, reason: string): AssessmentMark[] => items.map(({ id, most }, i) => ({ item: id, mark: i ? most : first, reason: i ? '' : reason }))
const given = (by: string, more: Partial<AssessedMember['given'][number]> = {}) => ({
  by, sheet: `${by}1`, total: '96.5', atMs: now - 2 * day, person: by === 'agent' ? '周敏' : '李敏', untilMs: now + 8 * day, marks: marks('6.5', '签到截止后三十五分钟到场，没有事先说明，评标会因此推迟开始。'), former: [], reply: null, answer: null, mayMend: by === 'staff', mayReply: true, mayAnswer: false, ...more,
})
const reply = { onMs: now - day, atMs: now - day / 2, person: '李敏', text: '当日省道封闭绕行，已于开标前一小时电话告知代理机构。\n附：交警部门的封闭公告。' }
const member = (seat: number, name: string, ...all: AssessedMember['given']): AssessedMember => ({ meeting: 'M', seat, name, specialties: [{ code: 'A080104', parent: 'A0801', names: { 'zh-CN': '房屋建筑工程施工', en: 'Building works' }, read: '' }], void: false, given: all })
const view = (own: string): AssessmentsView => ({
  lotNumber: '2026-017-03', lotName: '清河县第二中学改扩建工程施工', clause: '评标专家和评标专家库管理办法', items, step: '0.5', full: '100', replyDays: 10, own,
  by: [{ role: 'staff', given: 3, of: 4, waits: 1 }, { role: 'agent', given: 1, of: 4, waits: 0 }],
  members: [
    member(2, '钱文', given('staff'), given('agent', { total: '100', marks: marks('10', ''), mayMend: false })),
    member(3, '赵敏', given('staff', { reply, mayMend: false, mayReply: false, mayAnswer: own === 'supervisor', former: [{ atMs: now - 3 * day, person: '李敏', total: '95', marks: marks('5', '迟到') }] })),
    member(4, '冯刚', given('staff', { reply, mayMend: false, mayReply: false, answer: { atMs: now - 1e6, person: '何卫东', upheld: false, text: '经核对，专家事先已告知，扣分应予更正。' }, total: '98', marks: marks('8', '签到晚于通知时间') })),
    member(5, '陈洁'),
  ],
})

const cases = ['zh-CN', 'en'].flatMap((language) => ['staff', 'supervisor'].map((role) => ({ language, role })))
test.each(cases)('assessments as $role sees them, in $language', async ({ language, role }) => {
  const en = language === 'en'
  const sent: Record<string, unknown>[] = []
  const taken = (body: unknown) => (sent.push(body as (typeof sent)[number]), { json: view(role === 'staff' ? 'staff' : '') })
  const refused = (body: unknown) => {
    sent.push(body as (typeof sent)[number])
    return { status: 422, json: { kind: 'invalid', reasons: [{ clause: '评标专家和评标专家库管理办法', code: 'assessment.reason', field: 'items.1.reason', args: { most: '20' }, text: en ? 'A mark below 20 needs a reason.' : '未给满分（20 分）的，须写明理由。' }] } }
  }
  const { page, errors } = await open(browser, {
    path: '/desk/lots/L3/assessments', ...largest, settings: { language },
    answers: { ...office(role), 'GET /api/lots/L3/assessments': () => ({ json: view(role === 'staff' ? 'staff' : role) }), 'POST /api/lots/L3/assessments': refused, 'POST /api/lots/L3/assessments/reply': taken, 'POST /api/lots/L3/assessments/answer': taken },
  })
  await page.waitForSelector('tbody tr')
  const look = async (name: string) => eachSize(page, async (width) => {
    await shoot(page, `assess-${name}-${role}-${width}-${language}`)
    const wide = await page.evaluate(() => { const main = document.querySelector('.body > main')!; return main.scrollWidth - main.clientWidth })
    expect(wide, 'pixels beyond the right edge').toBeLessThanOrEqual(0)
  })
  await look('list')
  if (role === 'staff') {
    await page.getByRole('button', { name: en ? 'Assess the expert at seat 5' : '评价席位 5 的专家' }).click()
    await page.locator('form .decimal input').first().fill('9.5')
    await page.locator('form button[type=submit]').click()
    await page.locator('[role=alert]').waitFor()
    await look('form')
    expect(sent.at(-1)).toMatchObject({ meeting: 'M', seat: 5, by: 'staff', sheet: '' })
    expect((sent.at(-1) as { items: AssessmentMark[] }).items[0]).toEqual({ item: 'punctuality', mark: '9.5', reason: '' })
    await page.getByRole('button', { name: en ? 'Look at the assessment of seat 2' : '查看席位 2 的评价' }).first().click()
    await page.getByRole('button', { name: en ? 'Enter the expert’s reply' : '录入专家申辩' }).click()
    await page.locator('form textarea').fill('已事先说明')
    await look('reply')
    await page.locator('form button[type=submit]').click()
    await page.locator('form').waitFor({ state: 'detached' })
    expect(sent.at(-1)).toMatchObject({ seat: 2, by: 'staff', sheet: 'staff1', reply: '已事先说明' })
    await page.getByRole('button', { name: en ? 'Look at the assessment of seat 4' : '查看席位 4 的评价' }).click()
    await look('ended')
  } else {
    await page.getByRole('button', { name: en ? 'Look at the assessment of seat 3' : '查看席位 3 的评价' }).click()
    await page.getByRole('button', { name: en ? 'Answer: uphold it' : '答复：维持评价' }).click()
    await page.locator('form textarea').fill('公告封闭时段在签到之后')
    await look('answer')
    await page.locator('form button[type=submit]').click()
    await page.locator('form').waitFor({ state: 'detached' })
    expect(sent.at(-1)).toMatchObject({ seat: 3, by: 'staff', reason: '公告封闭时段在签到之后', items: [] })
  }
  const untold = await page.evaluate(() => document.body.innerText.match(/\b(?:desk(?:-[a-z]+)?|shared|shell|stage|assessment)\.[a-z][A-Za-z.]+/g) ?? [])
  expect(untold, 'keys without words').toEqual([])
  expect(errors).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'])('what an expert came to stands on the expert’s page, and what a role has still to do beside the cases, in %s', async (language) => {
  for (const [name, path, ready] of [['grades', '/experts/e1', language === 'en' ? 'Assessments' : '履职评价'], ['due', '/', language === 'en' ? 'Assessments to be made' : '待办的履职评价']] as const) {
    const { page, errors } = await open(browser, { path: `/desk${path}`, ...largest, settings: { language }, answers: office('staff') })
    const heading = page.getByRole('heading', { name: ready })
    await heading.waitFor()
    await eachSize(page, async (width) => {
      await heading.evaluate((at) => at.closest('section')!.scrollIntoView({ block: 'end' }))
      await shoot(page, `assess-${name}-${width}-${language}`)
    })
    expect(errors).toEqual([])
    await close(page)
  }
})

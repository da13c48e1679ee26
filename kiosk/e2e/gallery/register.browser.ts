// What experts declared of companies, changes of a list of bidders that wait,
// and photos that go out, in real Chromium.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { evaluating, expert, office, preparing } from './desk-samples'
import { close, eachSize, largest, open, shoot } from './pages'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
})

const declared = {
  offices: { heading: { 'zh-CN': '企业任职（董事、监事、高管）', en: 'Offices in companies' }, field: 'offices.2.company', value: '江北工程咨询有限公司' },
  holdings: { heading: { 'zh-CN': '持股与控制', en: 'Shareholdings' }, field: 'holdings.2.percent', value: '51' },
}
const each = (['offices', 'holdings'] as const).flatMap((part) => (['zh-CN', 'en'] as const).map((language) => ({ part, language })))

test.each(each)('the $part of an expert are shown and entered, in $language', async ({ part, language }) => {
  const en = language === 'en'
  const { heading, field, value } = declared[part]
  let sent: Record<string, { rows: Record<string, string>[] }> = {}
  const { page, errors } = await open(browser, {
    path: '/desk/experts/e1', ...largest, settings: { language },
    answers: { ...office('staff'), 'PATCH /api/experts/e1': (body: unknown) => ((sent = body as typeof sent), { json: { ...expert, [part]: { ...expert[part], rows: sent[part]!.rows }, version: 4 } }) },
  })
  const card = page.locator('section.card', { has: page.getByRole('heading', { name: heading[language] }) })
  await card.waitFor()
  const look = (state: string) =>
    eachSize(page, async (width) => {
      await card.evaluate((at) => at.scrollIntoView({ block: 'center' }))
      await shoot(page, `desk-expert-${part}-${state}-${width}-${language}`)
      expect(await card.locator('.scrolls').evaluate((at) => at.scrollWidth - at.clientWidth), 'pixels beyond the right edge').toBeLessThanOrEqual(0)
      const hidden = await card.locator('.hash input, [data-field$="percent"] input').evaluateAll((all) => all.map((at) => at.scrollWidth - at.clientWidth))
      expect(Math.max(0, ...hidden), 'pixels of a code or a share that its field hides').toBe(0)
    })
  await look('shown')
  await page.setViewportSize(largest)
  await card.getByRole('button').first().click()
  await card.getByRole('button', { name: en ? 'Add a row' : '增加一行' }).click()
  await look('edited')
  await card.locator(`[data-field="${field}"] input`).fill(value)
  await card.getByRole('button', { name: en ? 'Save the changes' : '保存修改' }).click()
  await card.getByText(value).waitFor()
  expect(sent).toMatchObject({ version: 3, [part]: { asked: 'some', rows: [{}, { [field.split('.')[2]!]: value }] } })
  expect(errors).toEqual([])
  await close(page)
})

const change = (id: string, adds: boolean, own: boolean) => ({
  id, adds, name: adds ? '江北建设工程集团有限公司' : preparing.bidders[2]!.name, creditCode: adds ? '91330103MA2H30044B' : preparing.bidders[2]!.creditCode, legalRepresentative: adds ? '许文斌' : '郑国强',
  reason: adds ? '登记时遗漏，招标文件获取记录已核对' : '已书面撤回投标，撤回函已归档', by: own ? '周敏' : '李敏', atMs: Date.UTC(2026, 10, 23, 6), own, mayDecide: !own,
})
const changing = (own: boolean) => ({ ...preparing, draws: evaluating.draws, bidderChanges: [change('h1', true, own), change('h2', false, own)] })

test.each(['zh-CN', 'en'])('changes of the list of bidders wait for a second person, in %s', async (language) => {
  const en = language === 'en'
  for (const role of ['staff', 'supervisor']) {
    const sent: unknown[] = []
    const { page, errors } = await open(browser, {
      path: '/desk/lots/L2', ...largest, settings: { language },
      answers: {
        ...office(role), 'GET /api/lots/L2': () => ({ json: changing(role === 'staff') }),
        'POST /api/lots/L2/bidderchanges/h1/decision': (body: unknown) => (sent.push(body), { json: preparing }), 'POST /api/lots/L2/bidderchanges/h1/withdraw': () => (sent.push('withdrawn'), { json: preparing }),
      },
    })
    const list = page.locator('ul.changes')
    await list.waitFor()
    await eachSize(page, async (width) => {
      await list.evaluate((at) => at.scrollIntoView({ block: 'center' }))
      await shoot(page, `desk-lot-bidders-${role}-${width}-${language}`)
    })
    await page.setViewportSize(largest)
    await list.getByRole('button', { name: role === 'staff' ? (en ? /^Withdraw/ : /^撤回/) : en ? /^Confirm/ : /^确认/ }).first().click()
    const dialog = page.locator('dialog[open]')
    await dialog.waitFor()
    await shoot(page, `desk-lot-bidders-deed-${role}-${language}`)
    const deed = (await dialog.locator('button[type=submit]').boundingBox())!
    await page.mouse.move(deed.x + deed.width / 2, deed.y + deed.height / 2)
    await page.mouse.down()
    await dialog.waitFor({ state: 'hidden' })
    await page.mouse.up()
    await list.waitFor({ state: 'detached' })
    expect(sent).toEqual(role === 'staff' ? ['withdrawn'] : [{ confirm: true, reason: '' }])
    expect(errors).toEqual([])
    await close(page)
  }
})

test.each(['zh-CN', 'en'])('experts go out with their photos, a thousand in a file, in %s', async (language) => {
  const en = language === 'en'
  let total = 1000
  const { page, errors } = await open(browser, {
    path: '/desk/register?region=510100', ...largest, settings: { language },
    answers: { ...office('staff'), 'POST /api/experts/find': () => ({ json: { items: [expert], total, regions: ['510100'] } }) },
  })
  const link = page.getByRole('link', { name: en ? /photos.*ZIP/ : /照片（ZIP）/ })
  expect(await link.getAttribute('href')).toBe('/api/experts/export?region=510100&part=1')
  expect(await page.locator('.photos .el-input-number').count()).toBe(0)
  total = 2500
  await page.reload()
  const part = page.locator('.photos input')
  await part.fill('3')
  await part.press('Enter')
  await expect.poll(() => link.innerText()).toContain('2001–2500')
  expect(await link.getAttribute('href')).toBe('/api/experts/export?region=510100&part=3')
  await eachSize(page, async (width) => {
    await link.scrollIntoViewIfNeeded()
    await shoot(page, `desk-register-photos-${width}-${language}`)
  })
  await part.fill('9')
  await part.press('Enter')
  await expect.poll(() => part.inputValue()).toBe('3')
  expect(errors).toEqual([])
  await close(page)
})

// A panel that a library drew, on the desk: looked through and imported, as it
// stands, and its supplementary list.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { drawnOutside, office, opened, preparing, previewed } from './desk-samples'
import { close, eachSize, largest, open, shoot } from './pages'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
})

async function looks(page: Page, name: string, language: string, at?: string) {
  await eachSize(page, async (width) => {
    if (at) await page.locator(at).evaluate((e) => e.scrollIntoView({ block: 'center' }))
    await shoot(page, `desk-${name}-${width}-${language}`)
    const wide = await page.evaluate(() => Math.max(...['html', '.body > main'].map((at) => document.querySelector(at)!).map((e) => e.scrollWidth - e.clientWidth)))
    expect(wide, 'pixels beyond the right edge').toBeLessThanOrEqual(0)
  })
  expect(await page.evaluate(() => document.body.innerText.match(/\b(?:desk(?:-[a-z]+)?|shared)\.[a-z][A-Za-z.]+/g) ?? []), 'keys without words').toEqual([])
}

test.each(['zh-CN', 'en'])('a list is looked through before it is imported, in %s', async (language) => {
  let sent = 0
  const answers = {
    ...office('staff'),
    'POST /api/lots/L2/outside/preview': () => ({ json: previewed }),
    'POST /api/lots/L2/outside': () => (sent++, { json: { ...drawnOutside, lot: preparing.brief } }),
  }
  const { page, errors } = await open(browser, { path: '/desk/lots/L2', answers, ...largest, settings: { language } })
  await page.locator('summary', { hasText: language === 'en' ? 'Import a panel' : '导入外部抽取' }).click()
  const form = page.locator('form.import')
  const button = (name: string) => form.getByRole('button', { name, exact: true })
  await form.locator('input[type=file]').nth(0).setInputFiles({ name: '评标专家名单.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('x') })
  await form.locator('input[type=file]').nth(1).setInputFiles({ name: '抽取记录.pdf', mimeType: 'application/pdf', buffer: Buffer.from('x') })
  const check = button(language === 'en' ? 'Check the list' : '核对名单')
  expect(await check.isDisabled(), 'who drew is not said yet').toBe(true)
  for (const [i, text] of ['浙江省综合性评标专家库', 'CQ-2026-3117', '浙江省公共资源交易中心', '蒋惠兰'].entries()) await form.locator('.fields input').nth(i).fill(text)
  await form.locator('.fields input').nth(4).fill('2026-11-23 09:30')
  await form.locator('.fields input').nth(4).press('Enter')
  await check.click()
  await form.locator('.found').waitFor()
  await looks(page, 'outside-import', language, 'form.import')
  await button(language === 'en' ? 'Import and seal' : '导入并密封').click()
  const deed = page.getByRole('dialog').getByRole('button', { name: language === 'en' ? /Import and seal/ : /导入并密封/ })
  await deed.hover()
  await page.mouse.down()
  await page.waitForURL('**/draws/D3')
  await page.mouse.up()
  expect(sent).toBe(1)
  expect(errors).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'])('a panel says who drew it, and what to do where a seat is open, in %s', async (language) => {
  for (const role of ['staff', 'supervisor']) {
    const { page, errors } = await open(browser, { path: '/desk/draws/D3', answers: office(role), ...largest, settings: { language } })
    await page.getByText('CQ-2026-3117').first().waitFor()
    await looks(page, `outside-${role}`, language, role === 'staff' ? undefined : 'form.import')
    expect(await page.locator('form.import').count(), `a supplementary list for ${role}`).toBe(role === 'supervisor' ? 1 : 0)
    expect(errors).toEqual([])
    await close(page)
  }
})

test.each(['zh-CN', 'en'])('the record of an opening is looked through row by row before it is recorded, in %s', async (language) => {
  const en = language === 'en'
  const lot = { ...preparing, bidders: preparing.bidders.map((bidder, i) => ({ ...bidder, bid: `bid${i}` })) }
  const source = { file: '3a'.repeat(32), platform: '杭湾电子招标投标交易平台', recordNo: 'KB-2026-0917', openedMs: Date.parse('2026-11-23T09:30:00+08:00') }
  const line = (row: number, i: number) => ({ row, letter: 'ABC'[i]!, name: lot.bidders[i]!.name, creditCode: lot.bidders[i]!.creditCode, opening: null as unknown, unopened: null as unknown, faults: [] as { text: string }[] })
  const right = [
    { ...line(2, 0), opening: { priceFen: '4688000000', offeredFen: '', correctedFen: '', aboveCeiling: false, capital: '', duration: '420 日历天', quality: '合格', security: '80 万元', values: { deduction: '0.03', operating_fen: '120050000' } } },
    { ...line(3, 1), opening: { priceFen: '4721500050', offeredFen: '', correctedFen: '', aboveCeiling: false, capital: '', duration: '420 日历天', quality: '合格', security: '投标保函，80 万元', values: { deduction: '0', operating_fen: '99000000' } } },
    { ...line(4, 2), unopened: { bid: 'bid2', fault: 'other', reason: '平台故障' } },
  ]
  const wrong = en ? ['Row 3: the capitals are not the amount of the figures, which is written 肆仟柒佰贰拾壹万伍仟元伍角. Check the bid.', 'Row 3: the bidder with this code is another.'] : ['第 3 行：报价的大写与数字不一致；按数字应为“肆仟柒佰贰拾壹万伍仟元伍角”。请核对投标文件。', '第 3 行：该代码的投标人与所填名称不一致。']
  const previews = [
    { source: { ...source, platform: '', recordNo: '' }, lines: [right[0], { ...line(3, 1), faults: wrong.map((text) => ({ text })) }], bad: 1, faults: [{ text: en ? 'There is no row for the bid of one bidder. Add it.' : '有一份投标文件没有开标记录。请补一行。' }] },
    { source, lines: right, bad: 0, faults: [] },
  ]
  let sent = 0
  const answers = {
    ...office('staff'), 'GET /api/lots/L2': () => ({ json: lot }),
    'POST /api/lots/L2/opening/preview': () => ({ json: previews.shift() }),
    'POST /api/lots/L2/opening/file': () => (sent++, { json: { ...opened, brief: lot.brief, openedFrom: source } }),
  }
  const { page, errors } = await open(browser, { path: '/desk/lots/L2', answers, ...largest, settings: { language } })
  await page.locator('summary', { hasText: en ? 'Import the record' : '从文件导入开标记录' }).click()
  const choose = () => page.locator('details input[type=file]').first().setInputFiles({ name: '开标记录.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('x') })
  const go = page.getByRole('button', { name: en ? 'Open 2 bids by the file' : '按文件开启 2 份投标文件', exact: true })
  await choose()
  await page.getByText(wrong[0]!).waitFor()
  expect(await go.count(), 'with a wrong row').toBe(0)
  await looks(page, 'intake-wrong', language, 'details[open]')
  await choose()
  await go.waitFor()
  await looks(page, 'intake-right', language, 'details[open]')
  await go.click()
  await page.getByRole('dialog').getByRole('button', { name: en ? /Open 2 bids/ : /开启 2 份/ }).hover()
  await page.mouse.down()
  await page.locator('details', { hasText: en ? 'Import the record' : '从文件导入开标记录' }).waitFor({ state: 'detached' })
  await page.mouse.up()
  await page.getByText('KB-2026-0917').waitFor()
  await looks(page, 'intake-done', language)
  expect(sent).toBe(1)
  expect(errors).toEqual([])
  await close(page)
})

// A panel that a library drew, on the desk: looked through and imported, as it
// stands, and its supplementary list.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { drawnOutside, office, preparing, previewed } from './desk-samples'
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

// Files that are taken out of the register: whose, and what a refusal looks like.
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

test('whoever is listed can be taken out, unless what narrows the list names somebody', async () => {
  const { page, errors } = await open(browser, { path: '/desk/register?specialty=A080104&status=active', width: 1366, height: 768, answers: office('staff') })
  const all = page.getByRole('link', { name: '全部（Excel）' })
  expect(await all.getAttribute('href')).toBe('/api/experts/export?specialty=A080104&status=active')
  expect(await page.getByRole('link', { name: '“请假”表（CSV）' }).getAttribute('href')).toBe('/api/experts/export?specialty=A080104&status=active&sheet=leave')
  await page.getByPlaceholder('搜索：姓名、拼音，或完整证件号、手机号').fill('欧阳')
  await all.waitFor({ state: 'hidden' })
  expect(errors).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'])('a file of the register is taken, and the page says why it cannot be, in %s', async (language) => {
  const en = language === 'en'
  const text = en ? 'Only staff may do this.' : '只有工作人员可以办理。'
  let refused = true
  const { page, errors } = await open(browser, {
    path: '/desk/companies', ...largest, settings: { language },
    answers: { ...office('staff'), 'GET /api/companies/export': () => (refused ? { status: 403, json: { kind: 'forbidden', reasons: [{ clause: '', code: 'access.role', field: '', args: {}, text }] } } : { json: ['companies'] }) },
  })
  const all = page.getByRole('link', { name: en ? 'Everything (Excel)' : '全部（Excel）' })
  const downloads: string[] = []
  page.on('download', (one) => downloads.push(one.suggestedFilename()))
  await all.click()
  await page.getByRole('alert').getByText(text).waitFor()
  await eachSize(page, (width) => shoot(page, `desk-companies-refused-${width}-${language}`))
  expect(downloads).toEqual([])
  refused = false
  await all.focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => downloads).toEqual(['export.json'])
  expect(await page.getByRole('alert').count()).toBe(0)
  expect(errors).toEqual([])
  await page.context().close()
})

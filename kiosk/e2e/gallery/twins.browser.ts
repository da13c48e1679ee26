// Two entries of the register that may be one: what is chosen is asked for and
// sent, with both versions that were looked at; and the way back is there.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { comparedCompanies, comparedExperts, office } from './desk-samples'
import { close, eachSize, largest, open, shoot } from './pages'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
})

test.each(['zh-CN', 'en'])('a list without pairs says so, in %s', async (language) => {
  const empty = () => ({ json: { items: [], total: 0 } })
  for (const [name, role, path, answer] of [['expert-twins', 'staff', '/experts/twins', empty], ['company-twins', 'staff', '/companies/twins', empty], ['matches', 'supervisor', '/matches', () => ({ json: { waiting: [] } })]] as const) {
    const { page, errors } = await open(browser, { path: `/desk${path}`, ...largest, settings: { language }, answers: { ...office(role), [`GET /api${path}`]: answer } })
    await page.getByText(language === 'en' ? /^(No .* seems to have been entered twice\.|Nothing waits to be confirmed)$/ : /^(没有疑似重复的.*登记。|没有等待确认的事项)$/).waitFor()
    await eachSize(page, (width) => shoot(page, `desk-${name}-none-${width}-${language}`))
    expect(errors).toEqual([])
    await close(page)
  }
})

test.each(['zh-CN', 'en'])('two entries of a company are merged as was chosen, in %s', async (language) => {
  const en = language === 'en'
  let sent: Record<string, unknown> = {}
  const { one, other } = comparedCompanies
  const { page, errors } = await open(browser, {
    path: '/desk/companies/c1/compared/c9', ...largest, settings: { language },
    answers: { ...office('staff'), 'POST /api/companies/c1/merge': (body: unknown) => ((sent = body as typeof sent), { json: one }) },
  })
  const asked = page.waitForRequest((request) => request.url().endsWith('?take=name'))
  await page.getByRole('radio', { name: other.name }).check()
  await asked
  const deed = page.getByRole('button', { name: en ? 'Merge the two entries' : '合并两条登记', exact: true })
  await eachSize(page, async (width) => {
    await deed.scrollIntoViewIfNeeded()
    await shoot(page, `desk-company-pair-deeds-${width}-${language}`)
  })
  await deed.click()
  await page.locator('dialog[open] textarea').fill('营业执照已核对')
  await page.locator('dialog[open] button[type=submit]').click()
  const dialog = page.locator('dialog[open]')
  const held = dialog.locator('button[type=submit]')
  await held.waitFor()
  await shoot(page, `desk-company-pair-confirm-${language}`)
  const box = (await held.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.waitForURL('**/companies/c1')
  await page.mouse.up()
  expect(sent).toEqual({ version: one.version, other: other.id, otherVersion: other.version, take: ['name'], reason: '营业执照已核对' })
  expect(errors).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'])('two entries of an expert are swapped, and held not to be the same, in %s', async (language) => {
  const en = language === 'en'
  let sent: Record<string, unknown> = {}
  const judged = { by: '周敏', atMs: Date.UTC(2026, 9, 1), reason: '同名，身份证已核对' }
  const swapped = { ...comparedExperts, one: comparedExperts.other, other: comparedExperts.one, judged }
  const { page, errors } = await open(browser, {
    path: '/desk/experts/e1/compared/e9', ...largest, settings: { language },
    answers: { ...office('staff'), 'GET /api/experts/e9/compared/e1': () => ({ json: swapped }), 'POST /api/experts/e9/apart': (body: unknown) => ((sent = body as typeof sent), { status: 204, json: null }) },
  })
  await page.getByRole('button', { name: en ? /^Swap/ : /^对调/ }).click()
  await page.getByText(judged.reason).waitFor()
  await eachSize(page, (width) => shoot(page, `desk-expert-pair-judged-${width}-${language}`))
  await page.getByRole('button', { name: en ? 'Hold them not to be the same' : '认定不是重复登记' }).click()
  await page.locator('dialog[open] textarea').fill('父子同名')
  await page.locator('dialog[open] button[type=submit]').click()
  const held = page.locator('dialog[open] button[type=submit]')
  await held.waitFor()
  const box = (await held.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.waitForURL('**/experts/twins')
  await page.mouse.up()
  expect(sent).toEqual({ other: 'e1', reason: '父子同名' })
  expect(errors).toEqual([])
  await close(page)
})

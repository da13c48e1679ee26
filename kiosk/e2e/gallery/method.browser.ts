// The method of a lot and what the tender documents give it, in real Chromium.
import type { LotView, MethodBrief } from '../../src/shared/api.gen'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { method, office, param, preparing } from './desk-samples'
import { close, eachSize, largest, open, shoot, type Answers } from './pages'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
})

const words = (zh: string, en: string) => ({ 'zh-CN': zh, en })
const like = (id: string, names: MethodBrief['names'], params: MethodBrief['params']): MethodBrief => ({ ...method, id, names, hash: id, openingValues: [], params })
const twice = like('cn-works-twice-average', words('综合评估法（二次平均）', 'Works: second mean'), [
  param('variant', '二次平均取法', 'Variant of the second mean', { default: '1', oneOf: ['1', '2', '3'] }),
  param('alpha', '偏离限度α', 'Limit alpha', { unit: 'ratio', default: '0.2', min: '0', max: '1' }),
])
const lowest = like('cn-works-lowest-evaluated', words('经评审的最低投标价法（工期折价）', 'Lowest evaluated price, with time turned into money'), [
  param('required_months', '要求工期', 'Time required', { unit: 'months', min: '0' }),
  param('credit_per_month_fen', '每提前一个月的效益', 'Credit per month early', { unit: 'money', default: '0', min: '0' }),
  param('charge_per_month_fen', '每拖后一个月的费用', 'Charge per month late', { unit: 'money', default: '0', min: '0' }),
])
const baseline = { ...method, params: method.params.map((one) => ({ ...one, given: '' })) }
const listed: Answers = { 'GET /api/methods': () => ({ json: { items: [baseline, twice, lowest], total: 3 } }) }

test.each(['zh-CN', 'en'])('a lot is set up with what its method needs, in %s', async (language) => {
  const en = language === 'en'
  const sent: { method: object }[] = []
  const { page, errors } = await open(browser, {
    path: '/desk/new', ...largest, settings: { language },
    answers: {
      ...office('staff'), ...listed,
      'POST /api/lots': (body: unknown) => {
        sent.push(body as (typeof sent)[number])
        if (sent.length > 1) return { json: preparing }
        return { status: 422, json: { kind: 'invalid', reasons: [{ clause: '', code: 'scoring.input.range', field: 'params.required_months', args: { name: 'required_months', value: '12', allowed: '≥ 13' }, text: '?' }] } }
      },
    },
  })
  const tender = page.getByRole('combobox', { name: en ? 'Tender' : '招标项目', exact: true })
  await tender.click()
  await page.locator('.el-select-dropdown__item:visible').first().click()
  await page.locator('.el-select-dropdown__item:visible').first().waitFor({ state: 'hidden' }) // what is still closing would be taken for the next
  const field = (name: string) => page.locator('form label').filter({ hasText: name }).locator('input')
  await field(en ? 'Lot number' : '标段编号').fill('02')
  await field(en ? 'Lot name' : '标段名称').fill('二标段')
  await page.locator('form label').filter({ hasText: en ? 'Rules' : '适用规则' }).locator('.el-select__wrapper').click()
  await page.locator('.el-select-dropdown__item:visible').first().click()

  // A method is found by its id too.
  const choice = page.getByRole('combobox', { name: en ? 'Evaluation method' : '评标办法' })
  await choice.click()
  await eachSize(page, (width) => shoot(page, `desk-method-list-${width}-${language}`))
  await choice.fill(en ? 'baseline price' : '基准价')
  await page.locator('.el-select-dropdown__item:visible', { hasText: method.id }).click()
  await page.getByRole('status').filter({ hasText: en ? 'Ceiling price' : '最高投标限价' }).waitFor()
  await eachSize(page, (width) => shoot(page, `desk-method-lacks-${width}-${language}`))
  await choice.click()
  await choice.fill('lowest-eval')
  await page.locator('.el-select-dropdown__item:visible', { hasText: lowest.id }).click()
  const [months, credit] = [page.locator('[data-field="params.required_months"]'), page.locator('[data-field="params.credit_per_month_fen"]')]
  const create = page.locator('form button[type=submit]')
  await months.waitFor()
  expect(await create.isDisabled()).toBe(true)
  await months.locator('input').fill('-1')
  await credit.locator('input').fill('一万')
  await months.getByRole('alert').waitFor()
  await eachSize(page, async (width) => {
    await months.scrollIntoViewIfNeeded()
    await shoot(page, `desk-method-wrong-${width}-${language}`)
  })
  await months.locator('input').fill('12')
  expect(await create.isDisabled()).toBe(true)
  await credit.locator('input').fill('10,000')
  await create.click()
  await months.getByRole('alert').waitFor()
  expect(await months.getByRole('alert').innerText()).toContain(en ? 'Time required' : '要求工期')
  await eachSize(page, async (width) => {
    await months.scrollIntoViewIfNeeded()
    await shoot(page, `desk-method-refused-${width}-${language}`)
  })
  await create.click()
  await page.waitForURL('**/lots/L2')
  expect(sent.map(({ method }) => method)).toEqual(Array(2).fill({ id: lowest.id, source: '', params: { required_months: '12', credit_per_month_fen: '1000000' } }))
  expect(errors).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'])('the params of a lot\'s method are changed, and its method for one of a file, in %s', async (language) => {
  const en = language === 'en'
  const sent: unknown[] = []
  let now: LotView = preparing
  const { page, errors } = await open(browser, {
    path: '/desk/lots/L2', ...largest, settings: { language },
    answers: {
      ...office('staff'), ...listed, 'GET /api/lots/L2': () => ({ json: now }),
      'POST /api/lots/L2/method': (body: unknown) => {
        sent.push(body)
        const { params } = body as { params: Record<string, string> }
        const brief = sent.length > 1 ? twice : method
        return { json: (now = { ...now, version: now.version + 1, method: { ...brief, params: brief.params.map((one) => (one.ofLot ? one : { ...one, given: params[one.key] ?? '' })) } }) }
      },
      'POST /api/methods/check': (body: unknown) => {
        const { source } = body as { source: string }
        if (source.length > 10) return { json: twice }
        return { status: 422, json: { kind: 'invalid', reasons: [{ clause: '', code: 'scoring.file.json', field: '1:2', args: { line: '1', column: '2' }, text: en ? 'Line 1, column 2 of the file: this is not JSON.' : '文件第 1 行第 2 列：不是 JSON。' }] } }
      },
    },
  })
  const card = page.locator('section.card').filter({ has: page.getByRole('heading', { name: en ? 'Evaluation method' : '评标办法', exact: true }) })
  const change = card.getByRole('button', { name: en ? 'Change the method or its numbers' : '更改评标办法或参数' })
  const save = card.getByRole('button', { name: en ? 'Save the method' : '保存评标办法' })
  const value = (name: string) => card.locator('dl > div').filter({ hasText: new RegExp(`^${name}`) }).locator('dd')
  await change.waitFor()
  await eachSize(page, async (width) => {
    await card.scrollIntoViewIfNeeded()
    await shoot(page, `desk-method-lot-${width}-${language}`)
  })
  expect(await value(en ? 'Ceiling price' : '最高投标限价').innerText()).toContain('48,600,000.00')
  expect(await value(en ? 'Share of' : '限价权重').innerText()).toMatch(en ? /^0.35\s+tender documents/ : /^0.35\s+按招标文件/)
  expect(await value(en ? 'Reduction' : '下浮率').innerText()).toMatch(en ? /^0.02\s+the method's default/ : /^0.02\s+办法默认值/)
  await change.click()
  const share = card.locator('[data-field="params.ceiling_share"] input')
  expect(await share.inputValue()).toBe('0.35')
  await share.fill('')
  await card.locator('[data-field="params.reduction"] input').fill('0.03')
  await eachSize(page, async (width) => {
    await save.scrollIntoViewIfNeeded()
    await shoot(page, `desk-method-change-${width}-${language}`)
  })
  await save.click()
  await change.waitFor()
  expect(sent.pop()).toEqual({ id: '', source: '', params: { reduction: '0.03' } })
  sent.push(null)

  await change.click()
  const file = (name: string, text: string) => card.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) })
  await file('broken.json', '{x')
  await card.locator('.refusal').waitFor()
  expect(await save.isDisabled()).toBe(true)
  await eachSize(page, async (width) => {
    await card.scrollIntoViewIfNeeded()
    await shoot(page, `desk-method-file-${width}-${language}`)
  })
  await file('method.json', '{"format": "…"}')
  const variant = card.locator('[data-field="params.variant"]')
  await variant.locator('.el-select__wrapper').click()
  await page.locator('.el-select-dropdown__item:visible', { hasText: '3' }).click()
  await save.click()
  await change.waitFor()
  expect(sent.pop()).toEqual({ id: '', source: '{"format": "…"}', params: { variant: '3' } })
  expect(await value(en ? 'Variant' : '二次平均取法').innerText()).toContain('3')
  expect(errors).toEqual([])
  await close(page)
})

// The editor of a method in real Chromium. What the trial answers was recorded of
// the server, whose own tests compute it again.
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { method, office, preparing } from './desk-samples'
import { close, eachSize, largest, open, shoot, type Answers } from './pages'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
})

const trial = JSON.parse(readFileSync(new URL('./trial.json', import.meta.url), 'utf8')) as { method: string; input: unknown; answer: { ranking: { bid: string; total: string }[] } }
const source = readFileSync(new URL(`../../../evaluation/scoring/methods/${trial.method}.json`, import.meta.url), 'utf8')

/** refused says what the server says of a name that is not there, and of points that do not add up, at their line and column. */
function refused(text: string, en: boolean) {
  const at = (index: number) => {
    const before = text.slice(0, index)
    return { line: before.split('\n').length, column: [...before.slice(before.lastIndexOf('\n') + 1)].length + 1 }
  }
  const reason = (code: string, index: number, args: Record<string, string>) => {
    const { line, column } = at(index)
    return { clause: '', code, field: `${line}:${column}`, args: { ...args, line: String(line), column: String(column) }, text: en ? 'in English' : '中文' }
  }
  const unknown = text.indexOf('prise')
  const points = /"points": ("60"), "items"/.exec(text)
  const sum = [...text.slice(0, text.indexOf('"price"')).matchAll(/"max": "(\d+)"/g)].reduce((all, [, max]) => all + Number(max), 0)
  return [
    ...(points && sum !== 60 ? [reason('scoring.file.points', points.index + '"points": '.length, { name: 'quality', stated: '60', sum: String(sum) })] : []),
    ...(unknown >= 0 ? [reason('scoring.expr.name', unknown, { name: 'prise' })] : []),
  ]
}

async function opened(language: string, sent: { source: string }[], more: Answers = {}) {
  const en = language === 'en'
  return open(browser, {
    path: `/desk/method?lot=L2&from=${trial.method}`, ...largest, settings: { language },
    answers: {
      ...office('staff'), 'GET /api/lots/L2': () => ({ json: preparing }), 'GET /api/methods': () => ({ json: { items: [method], total: 1 } }),
      [`GET /api/methods/${trial.method}`]: () => ({ json: { source } }),
      'POST /api/methods/trial': (body: unknown) => {
        const asked = body as { source: string; input: unknown }
        sent.push(asked)
        const reasons = refused(asked.source, en)
        return reasons.length ? { status: 422, json: { kind: 'invalid', reasons } } : { json: trial.answer }
      },
      ...more,
    },
  })
}

const section = (page: Page, nth: number) => page.locator('.sections button').nth(nth)

test.each(['zh-CN', 'en'])('criteria are changed, added up, moved, removed after a question and brought back, in %s', async (language) => {
  const en = language === 'en'
  const sent: { source: string; input?: unknown }[] = []
  const { page, errors } = await opened(language, sent)
  await page.getByText(en ? 'Sound' : '检查通过', { exact: true }).waitFor()
  expect(sent.at(-1)!.input).toEqual(trial.input)
  expect(JSON.parse(sent.at(-1)!.source)).toEqual(JSON.parse(source))
  expect(await page.locator('.trial tbody').first().locator('tr').allInnerTexts()).toHaveLength(trial.answer.ranking.length)
  await eachSize(page, (width) => shoot(page, `editor-general-${width}-${language}`))

  // The sum is seen as it is typed, and taken for the group's points.
  await section(page, 1).click()
  const row = (name: string) => page.locator('.form .row').filter({ has: page.locator(`> .line .name:has-text("${name}")`) })
  await row(en ? 'Approach' : '实施方案').last().locator('> .line .name').click()
  const most = page.locator('[data-at$="items/0/max"] input')
  await most.fill('25')
  const whole = page.locator('.sum [role=status]')
  expect(await whole.innerText()).toContain('95')
  await page.locator('.faults').first().waitFor()
  await eachSize(page, async (width) => {
    await most.scrollIntoViewIfNeeded()
    await shoot(page, `editor-criteria-${width}-${language}`)
  })
  await page.locator('.faults button').first().click()
  await page.locator('[data-at="criteria/0/points"] + button').click()
  await page.getByText(en ? 'Sound' : '检查通过', { exact: true }).waitFor()
  expect(JSON.parse(sent.at(-1)!.source)).toMatchObject({ criteria: [{ points: '55' }, {}] })

  // By keyboard alone: down, and the focus goes along.
  const team = row(en ? 'Team' : '人员').last()
  await team.locator('[data-deed=down]').focus()
  await page.keyboard.press('Enter')
  const names = page.locator('[data-at="criteria/0/items"] > .row > .line .name')
  expect((await names.allInnerTexts()).map((text) => text.replace(/\W*[▸▾]\s*/, ''))).toEqual(en ? ['Approach', 'Service', 'Team'] : ['实施方案', '服务', '人员'])
  expect(await page.evaluate(() => document.activeElement?.closest('[data-at]')?.getAttribute('data-at'))).toBe('criteria/0/items/2')

  // What has a text is removed after a question, and comes back.
  await row(en ? 'Quality' : '质量').first().locator('> .line .deeds button').last().click()
  const dialog = page.getByRole('dialog')
  expect(await dialog.innerText()).toContain(en ? '3 criteria below' : '其下 3 项评审因素')
  await eachSize(page, (width) => shoot(page, `editor-remove-${width}-${language}`))
  await dialog.getByRole('button', { name: en ? 'Remove “Quality”' : '删去“质量”' }).hover()
  await page.mouse.down()
  await names.first().waitFor({ state: 'detached' })
  await page.mouse.up()
  await page.keyboard.press('Control+z')
  await names.first().waitFor()
  expect(await names.count()).toBe(3)

  // Nothing is lost on a reload.
  await page.reload()
  await page.getByText(en ? 'Continued from' : '接着').waitFor()
  await section(page, 1).click()
  expect(await names.last().innerText()).toContain(en ? 'Team' : '人员')
  expect(errors).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'])('a formula is checked at its character, and the finished file goes to the lot, in %s', async (language) => {
  const en = language === 'en'
  const sent: { source: string }[] = []
  const set: unknown[] = []
  const { page, errors } = await opened(language, sent, {
    'POST /api/methods/check': () => ({ json: { ...method, id: trial.method, params: [] } }),
    'POST /api/lots/L2/method': (body) => {
      set.push(body)
      return { json: preparing }
    },
  })
  await section(page, 5).click()
  await page.locator('.form .row .name').nth(2).click()
  const field = page.locator('.expr textarea')
  await field.fill('max(0, points(prise) *\n (1 - excess))')
  const note = page.locator('.expr [role=alert]')
  await note.waitFor()
  expect(await note.innerText()).toContain(en ? 'Line 1, character 15 of the formula' : '公式第 1 行第 15 个字符')
  const use = page.getByRole('button', { name: en ? 'Use for lot' : '用于标段' })
  expect(await use.isDisabled()).toBe(true)
  await eachSize(page, async (width) => {
    await field.scrollIntoViewIfNeeded()
    await shoot(page, `editor-formula-${width}-${language}`)
  })

  // What is pressed beside the field is put in where the cursor stands.
  await page.locator('.expr .go').click()
  expect(await field.evaluate((one: HTMLTextAreaElement) => one.selectionStart)).toBe(14)
  await field.fill('max(0,  * (1 - excess))')
  await field.evaluate((one: HTMLTextAreaElement) => one.setSelectionRange(7, 7))
  await page.locator('.chip', { hasText: 'points(price)' }).click()
  expect(await field.inputValue()).toBe('max(0, points(price) * (1 - excess))')
  await page.getByText(en ? 'In words' : '读作').waitFor()
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+Shift+z')
  expect(await field.inputValue()).toBe('max(0, points(price) * (1 - excess))')
  for (const [nth, name] of [[2, 'members'], [3, 'numbers'], [4, 'tables'], [6, 'ranking']] as const) {
    await section(page, nth).click()
    await eachSize(page, (width) => shoot(page, `editor-${name}-${width}-${language}`))
  }
  await section(page, 0).click()
  await page.locator('[data-at=id] input').fill('own-linear')
  await page.getByText(en ? 'Sound' : '检查通过', { exact: true }).waitFor()
  await use.click()
  await page.getByText('own-linear.json').waitFor()
  await page.getByRole('button', { name: en ? 'Save the method' : '保存评标办法' }).click()
  await expect.poll(() => set.length).toBe(1)
  const { source: given } = set[0] as { source: string }
  expect(JSON.parse(given)).toEqual({ ...JSON.parse(source) as object, id: 'own-linear' })
  expect(errors).toEqual([])
  await close(page)
})

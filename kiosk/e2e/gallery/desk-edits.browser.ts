// What people do on the desk's pages, in real Chromium.
import type { DrawView } from '../../src/shared/api.gen'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { awaiting, company, expert, filled, matches, office, opened, preparing, proposed, unattended } from './desk-samples'
import { close, eachSize, largest, open, shoot } from './pages'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
})

test.each(['zh-CN', 'en'])('an expert is edited, with the version that was looked at, in %s', async (language) => {
  let sent = { person: { region: '' } }
  const { page, errors } = await open(browser, {
    path: '/desk/experts/e1', ...largest, settings: { language },
    answers: { ...office('staff'), 'PATCH /api/experts/e1': (body: unknown) => ({ json: { ...expert, region: (sent = body as typeof sent).person.region, version: 4 } }) },
  })
  await page.getByRole('button', { name: language === 'en' ? 'Edit: Person and standing' : '修改：基本情况与状态' }).click()
  await eachSize(page, (width) => shoot(page, `desk-expert-edit-${width}-${language}`))
  await page.locator('form label').nth(2).locator('input').fill('510100')
  await page.locator('form button[type=submit]').click()
  await page.locator('.facts').getByText('510100').waitFor()
  expect(sent).toMatchObject({ version: 3, person: { region: '510100', phone: '', specialties: ['A080104'], status: 'active' } })
  expect(errors).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'])('rows of an expert are added and taken out, what is wrong is marked, and what was there is asked for first, in %s', async (language) => {
  const en = language === 'en'
  const sent: { relations: { related: string; rows: Record<string, string>[] } }[] = []
  const { page, errors } = await open(browser, {
    path: '/desk/experts/e1', ...largest, settings: { language },
    answers: {
      ...office('staff'),
      'PATCH /api/experts/e1': (body: unknown) => {
        sent.push(body as (typeof sent)[number])
        if (sent.length === 1) return { status: 422, json: { kind: 'invalid', reasons: [{ clause: '', code: 'register.row_whose', field: 'relations.2.name', args: { row: '2' }, text: en ? 'Row 2: a name or a company is needed.' : '第 2 行：姓名和单位至少填写一项。' }] } }
        return { json: { ...expert, relations: sent.at(-1)!.relations, version: 4 } }
      },
    },
  })
  await page.getByRole('button', { name: en ? 'Edit: Declared relations' : '修改：声明的关系' }).click()
  await page.getByRole('button', { name: en ? 'Add a row' : '增加一行' }).click()
  await page.getByRole('button', { name: en ? 'Save the changes' : '保存修改' }).click()
  await page.locator('.cell.wrong').waitFor()
  await eachSize(page, (width) => shoot(page, `desk-expert-relations-${width}-${language}`))
  expect(await page.locator('.cell.wrong').getAttribute('data-field')).toBe('relations.2.name')
  await page.locator('[data-field="relations.2.name"] input').fill('沈一鸣')
  await page.getByRole('button', { name: en ? 'Take out row 1' : '移除第 1 行' }).click()
  await page.getByRole('button', { name: en ? 'Put back' : '恢复' }).click()
  await page.getByRole('button', { name: en ? 'Take out row 1' : '移除第 1 行' }).click()
  await page.getByRole('button', { name: en ? 'Save the changes' : '保存修改' }).click()
  const dialog = page.locator('dialog[open]')
  await dialog.getByText('沈佩').waitFor()
  await shoot(page, `desk-expert-take-out-${language}`)
  expect(sent).toHaveLength(1)
  const deed = (await dialog.locator('button[type=submit]').boundingBox())!
  await page.mouse.move(deed.x + deed.width / 2, deed.y + deed.height / 2)
  await page.mouse.down()
  await dialog.waitFor({ state: 'hidden' })
  await page.mouse.up()
  expect(sent[1]).toMatchObject({ version: 3, relations: { related: 'some', rows: [{ name: '沈一鸣' }] } })
  expect(sent[1]!.relations.rows).toHaveLength(1)
  expect(errors).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'])('the plan says what a remote seat is, in %s', async (language) => {
  const { page, errors } = await open(browser, { path: '/desk/lots/L2', answers: office('staff'), ...largest, settings: { language } })
  const plan = page.locator('table.edited')
  await plan.waitFor()
  await eachSize(page, async (width) => {
    await plan.evaluate((at) => at.scrollIntoView())
    await shoot(page, `desk-lot-plan-${width}-${language}`)
    expect(await plan.evaluate((at) => at.parentElement!.scrollWidth - at.parentElement!.clientWidth), 'pixels beyond the right edge').toBeLessThanOrEqual(0)
  })
  expect(await page.getByText(language === 'en' ? 'A seat marked remote' : '勾选“副场”').count()).toBe(1)
  expect(errors).toEqual([])
  await close(page)
})

test('a plan is saved with its fall-backs and limits', async () => {
  let sent: { seats: typeof preparing.plan; limits: typeof preparing.limits; drawRoom: boolean; drawSeats: boolean } | null = null
  const { page, errors } = await open(browser, {
    path: '/desk/lots/L2', width: 1366, height: 768,
    answers: { ...office('staff'), 'POST /api/lots/L2/plan': (body: unknown) => {
      sent = body as typeof sent
      return { json: { ...preparing, plan: sent!.seats, limits: sent!.limits, drawRoom: sent!.drawRoom, drawSeats: sent!.drawSeats } }
    } },
  })
  const row = page.locator('tbody tr').filter({ has: page.getByRole('button', { name: '删除席位 5' }) })
  await row.locator('.choice').first().click()
  await page.locator('.el-select-dropdown__item.is-selected:visible').waitFor() // its tick must be let through
  await page.keyboard.press('Escape')
  await row.getByLabel('无人可抽时放宽到').focus()
  await row.getByLabel('无人可抽时放宽到').fill('a0802')
  await page.keyboard.press('Enter')
  await row.getByLabel('无人可抽时放宽到').fill('a0803')
  await page.locator('.el-select-dropdown__item:visible', { hasText: 'a0803' }).waitFor() // who types slowly
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await row.locator('.el-checkbox').first().click()
  await page.getByLabel('同一地区最多').fill('2')
  await page.getByLabel('外地专家至少').fill('')
  await page.getByLabel('每人每月最多参评').fill('3')
  await page.getByLabel('两次参评至少间隔').fill('')
  await page.locator('.el-checkbox', { hasText: '不得连续两次' }).click()
  await page.locator('.el-checkbox', { hasText: '评标室随机抽取' }).click()
  await page.getByRole('button', { name: '保存组成方案' }).click()
  await page.getByRole('button', { name: '保存组成方案' }).waitFor({ state: 'detached' })
  expect(sent).toEqual({ seats: preparing.plan.map((seat) => (seat.no === 5 ? { ...seat, fallback: ['A0802', 'A0803'], remote: true } : seat)), limits: { employer: 0, region: 2, home: '330100', outside: 0, month: 3, interval: 0, entity: false }, meetingOn: '2026-12-08', drawRoom: true, drawSeats: false })
  expect(errors).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'])('a company is edited by rows, and a refusal leads to its row, in %s', async (language) => {
  let sent: Record<string, unknown> = {}
  const reasons = [{ clause: '', code: 'company.row_sum', field: 'shareholders.4.percent', args: {}, text: '“股东”第 4 行' }]
  const { page, errors } = await open(browser, {
    path: '/desk/companies/c1', ...largest, settings: { language },
    answers: { ...office('staff'), 'PATCH /api/companies/c1': (body: unknown) => ((sent = body as typeof sent), { status: 422, json: { kind: 'invalid', reasons } }) },
  })
  const en = language === 'en'
  await page.getByRole('button', { name: en ? 'Change the company' : '修改企业资料', exact: true }).click()
  await page.getByRole('button', { name: en ? 'Add a shareholder' : '添加股东' }).click()
  await page.keyboard.type('新股东')
  await page.locator('[id="shareholders.4.percent"]').fill('12')
  await page.locator('form button[type=submit]').click()
  await page.locator('.refusal .go').click()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('shareholders.4.percent')
  await eachSize(page, (width) => shoot(page, `desk-company-edit-${width}-${language}`))
  expect(sent).toMatchObject({ version: 4, formerNames: company.formerNames, signals: company.signals.map((one) => ({ ...one, value: '' })) })
  expect((sent.shareholders as unknown[])[3]).toEqual({ name: '新股东', creditCode: '', percent: '12', from: '', to: '' })
  expect(errors.filter((error) => !error.includes('422'))).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'])('what is known of a lot is stated, and what is wrong is marked, in %s', async (language) => {
  const en = language === 'en'
  const sent: { asked: string; was: object; reason: string; rows: Record<string, unknown>[] }[] = []
  const { page, errors } = await open(browser, {
    path: '/desk/lots/L2', ...largest, settings: { language },
    answers: {
      ...office('staff'),
      'PUT /api/lots/L2/facts/roles': (body: unknown) => {
        sent.push(body as (typeof sent)[number])
        if (sent.length === 1) return { status: 422, json: { kind: 'invalid', reasons: [{ clause: '', code: 'facts.nobody', field: 'rows.3.name', args: { row: '3' }, text: en ? 'Row 3: name a person or a firm.' : '第 3 行：人员和单位至少填写一项。' }] } }
        return { json: proposed }
      },
    },
  })
  await page.getByRole('button', { name: en ? /^Edit: Who prepared/ : /^修改：参与过本项目/ }).click()
  await page.getByRole('button', { name: en ? 'Add a row' : '增加一行' }).click()
  await page.getByRole('button', { name: en ? 'Save what was stated' : '保存登记情况' }).click()
  await page.locator('.cell.wrong').waitFor()
  await eachSize(page, async (width) => {
    await page.locator('.cell.wrong').scrollIntoViewIfNeeded()
    await shoot(page, `desk-facts-edit-${width}-${language}`)
  })
  await page.locator('[data-field="rows.3.name"] input').fill('沈一鸣')
  await page.getByRole('button', { name: en ? 'Take out row 2' : '移除第 2 行' }).click()
  await page.getByRole('button', { name: en ? 'Save what was stated' : '保存登记情况' }).click()
  await page.locator('.proposal').waitFor()
  expect(sent[1]).toMatchObject({ asked: 'some', reason: '', rows: [{ name: '许文博', known: 1, identity: '' }, { name: '沈一鸣', known: 0 }] })
  expect(sent[1]!.was).toEqual({ asked: 'some', facts: proposed.subjects[1]!.facts, proposedMs: 0 })
  expect(errors).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'])('a supervisor decides on what was proposed, as it was read, in %s', async (language) => {
  const en = language === 'en'
  let sent = {}
  const { page, errors } = await open(browser, {
    path: '/desk/lots/L1', ...largest, settings: { language },
    answers: {
      ...office('supervisor'), 'GET /api/lots/L1/facts': () => ({ json: { ...proposed, mayEdit: false, mayDecide: true } }),
      'POST /api/lots/L1/facts/challenges/decision': (body: unknown) => ((sent = body as object), { json: { ...proposed, subjects: proposed.subjects.map((one) => ({ ...one, proposal: null })) } }),
    },
  })
  const deed = page.locator('.proposal').getByRole('button', { name: en ? /^Confirm: / : /^确认变更：/ })
  await deed.waitFor()
  await eachSize(page, async (width) => {
    await deed.scrollIntoViewIfNeeded()
    await shoot(page, `desk-facts-decide-${width}-${language}`)
  })
  await deed.click()
  const dialog = page.locator('dialog[open]')
  await shoot(page, `desk-facts-confirm-${language}`)
  const held = (await dialog.locator('button[type=submit]').boundingBox())!
  await page.mouse.move(held.x + held.width / 2, held.y + held.height / 2)
  await page.mouse.down()
  await dialog.waitFor({ state: 'hidden' })
  await page.mouse.up()
  await page.locator('.proposal').waitFor({ state: 'detached' })
  const waiting = proposed.subjects[5]!.proposal!
  expect(sent).toEqual({ asked: waiting.asked, facts: waiting.facts, proposedMs: waiting.atMs, confirm: true, reason: '' })
  expect(errors).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'])('a match by name is proposed to be false, and the second person confirms it, in %s', async (language) => {
  const en = language === 'en'
  let sent: unknown
  const proposed = { ...matches, matches: [{ ...matches.matches[0]!, state: 'waiting', reason: '不是同一人', by: '周敏' }, ...matches.matches.slice(1)] }
  const { page, errors } = await open(browser, {
    path: '/desk/experts/e1', ...largest, settings: { language },
    answers: { ...office('staff'), [`POST /api/experts/e1/matches/${matches.matches[0]!.id}`]: (body: unknown) => ((sent = body), { json: proposed }) },
  })
  await page.getByRole('button', { name: en ? 'Look for matches by name' : '查找同名匹配' }).click()
  const row = page.locator('.matches tbody tr').first()
  await row.waitFor()
  await eachSize(page, async (width) => {
    await page.locator('.matches').scrollIntoViewIfNeeded()
    await shoot(page, `desk-expert-matches-${width}-${language}`)
  })
  await row.getByRole('button').click()
  await page.locator('dialog[open] textarea').fill('不是同一人')
  await page.getByRole('button', { name: en ? 'Continue' : '继续' }).click()
  await shoot(page, `desk-expert-match-proposed-${language}`)
  const dialog = page.locator('dialog[open]')
  const held = (await dialog.locator('button[type=submit]').boundingBox())!
  await page.mouse.move(held.x + held.width / 2, held.y + held.height / 2)
  await page.mouse.down()
  await dialog.waitFor({ state: 'hidden' })
  await page.mouse.up()
  await expect.poll(() => row.innerText()).toContain(en ? 'Proposed; waits for a supervisor' : '已提请，等待监督人员确认')
  expect(sent).toEqual({ reason: '不是同一人' })
  expect(errors).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'])('what qualifies an expert is edited in %s', async (language) => {
  const en = language === 'en'
  let sent: Record<string, unknown> = {}
  const { page, errors } = await open(browser, {
    path: '/desk/experts/e1', ...largest, settings: { language },
    answers: { ...office('staff'), 'PATCH /api/experts/e1': (body: unknown) => ({ json: { ...expert, ...(sent = body as typeof sent), version: 4 } }) },
  })
  const edit = page.getByRole('button', { name: en ? 'Edit: Education, title and languages' : '修改：学历、职称与语言' })
  await edit.evaluate((button) => button.closest('section')!.scrollIntoView())
  await edit.click()
  await page.locator('[data-field="qualification.languages"] input').fill(en ? '英语, French' : '英语、法语')
  await eachSize(page, (width) => shoot(page, `desk-expert-qualification-${width}-${language}`))
  await page.getByRole('button', { name: en ? 'Save the changes' : '保存修改' }).click()
  await edit.waitFor()
  expect(await edit.evaluate((button) => document.activeElement === button)).toBe(true)
  expect(sent).toEqual({ version: 3, qualification: { ...expert.qualification, languages: ['英语', en ? 'French' : '法语'] } })
  expect(errors).toEqual([])
  await close(page)
})

test('a bidder is removed only with a reason, and the reason is sent', async () => {
  let sent: unknown = null
  const answers = { ...office('staff'), 'DELETE /api/lots/L2/bidders/b2': (body: unknown) => ((sent = body), { json: { ...preparing, bidders: preparing.bidders.slice(0, 2) } }) }
  const { page, errors } = await open(browser, { path: '/desk/lots/L2', answers, width: 1366, height: 768 })
  await page.getByRole('button', { name: '移除 C' }).click()
  expect(await page.getByRole('button', { name: '继续' }).isDisabled()).toBe(true)
  await page.getByLabel('理由').fill('撤回投标')
  await page.getByRole('button', { name: '继续' }).click()
  const deed = page.getByRole('dialog').getByRole('button', { name: '移除 C' })
  await deed.hover()
  await page.mouse.down()
  await page.getByText('郑国强').waitFor({ state: 'detached' })
  await page.mouse.up()
  expect(sent).toEqual({ reason: '撤回投标' })
  expect(errors).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'])('the invitations are left to the server, and the round of a beacon is brought, in %s', async (language) => {
  const en = language === 'en'
  const sent: unknown[] = []
  const now: Record<string, DrawView> = { D2: { ...filled, id: 'D2', mayLeave: true }, D6: { ...awaiting, id: 'D6' } }
  const take = (id: string, view: DrawView) => (body: unknown) => (sent.push(body), { json: (now[id] = { ...view, id }) })
  const { page, errors } = await open(browser, {
    path: '/desk/draws/D2', ...largest, settings: { language },
    answers: {
      ...office('staff'), 'GET /api/draws/D2': () => ({ json: now.D2 }), 'GET /api/draws/D6': () => ({ json: now.D6 }),
      'POST /api/draws/D2/unattended': take('D2', unattended), 'POST /api/draws/D6/beacon': take('D6', filled),
    },
  })
  await page.getByText(en ? 'Leave it to the server' : '设为无人值守').first().click()
  const form = page.locator('details[open] form.offer')
  const times = form.locator('.el-date-editor input')
  for (const [i, time] of ['2026-11-23 20:00', '2026-11-24 09:00', '2026-11-24 10:00'].entries()) {
    await times.nth(i).fill(time)
    await times.nth(i).press('Enter')
  }
  await eachSize(page, async (width) => {
    await form.scrollIntoViewIfNeeded()
    await shoot(page, `desk-draw-leave-${width}-${language}`)
  })
  await form.locator('button[type=submit]').click()
  await page.getByText(en ? 'End unattended work' : '结束无人值守').waitFor()
  const at = (time: string) => Date.parse(`${time}:00+08:00`)
  expect(sent.pop()).toEqual({ channel: 'sip', startMs: at('2026-11-23T20:00'), fromMs: at('2026-11-24T09:00'), untilMs: at('2026-11-24T10:00'), hours: 8 })

  await page.goto(page.url().replace('D2', 'D6'))
  const digits = 'b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92'
  const give = page.locator('.beacon button[type=submit]')
  await page.locator('.beacon textarea').fill(digits.slice(1))
  expect(await give.isDisabled()).toBe(true)
  await page.locator('.beacon input[type=file]').setInputFiles({ name: '123.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify({ round: 123, signature: digits })) })
  await give.click()
  await page.locator('.took').first().waitFor()
  expect(sent.pop()).toEqual({ signature: digits })
  expect(errors).toEqual([])
  await close(page)
})

test.each(['zh-CN', 'en'])('bids are opened but for one, and the record is mended, in %s', async (language) => {
  const en = language === 'en'
  let lot = { ...preparing, bidders: preparing.bidders.map((bidder, i) => ({ ...bidder, bid: `bid${i}` })) }
  let sent: unknown
  let mended: unknown
  const { page, errors } = await open(browser, {
    path: '/desk/lots/L2', ...largest, settings: { language },
    answers: {
      ...office('staff'), 'GET /api/lots/L2': () => ({ json: lot }),
      'POST /api/lots/L2/opening': (body: unknown) => ((sent = body), { json: (lot = { ...opened, brief: lot.brief }) }),
      'POST /api/lots/L2/opening/corrections': (body: unknown) => ((mended = body), { json: (lot = { ...lot, mayMend: false }) }),
    },
  })
  const row = (letter: string) => page.locator('.entry tbody tr').filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${letter} `) }) })
  for (const [letter, price] of [['A', '46880000'], ['B', '47215000.50']] as const) {
    await row(letter).getByLabel(en ? 'Bid price' : '投标报价').first().fill(price)
    await row(letter).getByLabel(en ? 'Price deduction for small enterprises' : '小微企业价格扣除比例').fill('0.03')
    await row(letter).getByLabel(en ? 'Operating cost' : '运行费用').fill('1200500')
  }
  const open2 = page.getByRole('button', { name: en ? 'Open 2 bids' : '开启 2 份投标文件' })
  await row('C').getByText(en ? 'Not decrypted' : '未解密', { exact: true }).click()
  expect(await open2.isDisabled(), 'without what happened').toBe(true)
  await row('C').getByLabel(en ? 'What happened' : '未能解密的情形').fill('证书过期')
  await eachSize(page, (width) => shoot(page, `desk-opening-${width}-${language}`))
  await open2.click()
  const held = page.locator('dialog[open] button[type=submit]')
  await held.waitFor()
  await shoot(page, `desk-opening-deed-${language}`)
  const box = (await held.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.getByText(en ? 'Corrections' : '更正情况', { exact: true }).waitFor()
  await page.mouse.up()
  expect(await page.getByText(en ? 'Not received' : '未收到', { exact: true }).count(), 'a bid that could not be decrypted was received').toBe(0)
  expect(sent).toEqual({
    records: [['bid0', '4688000000'], ['bid1', '4721500050']].map(([bid, priceFen]) => ({ bid, priceFen, duration: '', quality: '', security: '', values: { deduction: '0.03', operating_fen: '120050000' } })),
    unopened: [{ bid: 'bid2', fault: 'bidder', reason: '证书过期' }],
  })
  await page.getByRole('button', { name: en ? 'Correct A' : '更正 A' }).click()
  const price = row('A').getByLabel(en ? 'Bid price' : '投标报价').first()
  await price.fill('46880001')
  await eachSize(page, (width) => shoot(page, `desk-opening-mend-${width}-${language}`))
  await page.getByRole('button', { name: en ? 'Correct the record' : '更正开标记录' }).click()
  await page.locator('dialog[open] textarea').fill('误读')
  await page.locator('dialog[open] button[type=submit]').click()
  await held.waitFor()
  const again = (await held.boundingBox())!
  await page.mouse.move(again.x + again.width / 2, again.y + again.height / 2)
  await page.mouse.down()
  await page.locator('.entry').waitFor({ state: 'detached' })
  await page.mouse.up()
  expect(mended).toEqual({ record: { bid: 'bid0', priceFen: '4688000100', duration: '420 日历天', quality: '合格', security: '80 万元', values: { deduction: '0.03', operating_fen: '120050000' } }, reason: '误读' })
  expect(errors).toEqual([])
  await close(page)
})

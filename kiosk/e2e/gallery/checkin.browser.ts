// Arrival at a kiosk: a pass shown to a camera, typed, mistyped, refused; and
// the way to a spare kiosk.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { KioskLot, KioskState, SeatView } from '../../src/shared/api.gen'
import { launch } from '../browser'
import { writeCodeCamera } from '../camera'
import { close, open, shoot, type Answers } from './pages'
import { askingRules, device, idle } from './samples'

const folder = mkdtempSync(join(tmpdir(), 'bidroom-checkin-'))
const shown = '7KQ2M9XDAAAJ' // what the camera sees
let browser: Browser
let blind: Browser
beforeAll(async () => {
  await writeCodeCamera(join(folder, 'pass.mjpeg'), `BIDROOM:PASS:${shown}`, { width: 640, height: 360, fps: 10 })
  ;[browser, blind] = await Promise.all([launch({ camera: join(folder, 'pass.mjpeg') }), launch()])
})
afterAll(async () => {
  await Promise.all([browser?.close(), blind?.close()])
  rmSync(folder, { recursive: true })
})

const seat = (no: number, kioskName = ''): SeatView => ({
  no, specialties: ['A08'], representative: no === 1, remote: false, present: kioskName !== '', name: '', kiosk: kioskName && `k${no}`, kioskName, workplace: '', workplaceName: '', declared: false, voted: false, findingsDone: 0, findingsOf: 0,
  marksDone: 0, marksOf: 0, submitted: false, returned: false, concluded: '', duty: 'check_in',
})
const lot: KioskLot = {
  id: 'L', meeting: 'M', number: '2026-017-01', name: '教学楼施工', tenderName: '清河县第二中学迁建工程', entity: '清河县教育局', stage: 'assembling', outside: false, bidders: [], codes: [], hearings: null, criteria: [], groups: [], grounds: [], chair: 0, barred: '', round: 1, undecided: [],
  seats: [seat(1, '机位 1'), seat(2, '机位 2'), seat(3), seat(4), seat(5)], majority: [], asked: [], leads: null, asking: askingRules, leftBids: 0, judged: '', tied: false, owed: [], envelopes: false, sealed: 0, nextStage: 'declaring', result: null, checks: [], reportHash: '', silence: '', pause: '', statement: '',
}
const arriving: KioskState = { ...idle, lot, duty: 'check_in' }
const seated = (key: string): KioskState => ({
  ...arriving, duty: 'wait',
  member: { seat: 2, name: '周建国', key, chair: false, findings: [], drafts: [], readings: [], submitted: false, returned: '', sheetHash: '', receipt: null, extremes: [], concluded: '', voted: 0 },
})
const refused = (code: string, text: string, args = {}) => ({ status: 422, json: { kind: 'invalid', reasons: [{ clause: '', code, field: 'code', args, text }] } })

const sizes = [[1920, 1080], [1366, 768]] as const
const looks = sizes.flatMap(([width, height]) => ['zh-CN', 'en'].map((language) => ({ width, height, language })))

test.each(looks)('looks right at $width in $language', async ({ width, height, language }) => {
  const twice = refused('member.twice', '该专家已在席位 2 签到。', { seat: '2' })
  const elsewhere = refused('workplace.other', '席位 4 抽得的机位是“机位 6”。', { seat: '4', name: '机位 6' })
  for (const [name, from, answer, shows] of [['checkin', blind, twice, 'video'], ['checkin-move', browser, twice, 'dialog[open]'], ['checkin-directed', browser, elsewhere, '.own']] as const) {
    const answers: Answers = { ...device(arriving), 'POST /api/kiosk/checkin': () => answer }
    const { page, errors } = await open(from, { width, height, path: '/kiosk/', answers, settings: { language } })
    await page.locator(shows).waitFor()
    await shoot(page, `${name}-${width}-${language}`)
    const over = await page.evaluate(() => ['html', 'main'].map((at) => document.querySelector(at)!).map((e) => [e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight]))
    expect(over.flat().filter((n) => n > 0), 'what does not fit the screen').toEqual([])
    const small = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>('main *')].filter((e) => e.innerText?.trim() && e.children.length === 0 && parseFloat(getComputedStyle(e).fontSize) < 18 && !e.closest('.unseen')).map((e) => e.textContent))
    expect(small, 'words smaller than 18 px').toEqual([])
    expect(errors).toEqual([])
    await close(page)
  }
})

test.each(looks)('an expert whom a library invited says who it is, at $width in $language', async ({ width, height, language }) => {
  const sent: unknown[] = []
  const answers: Answers = {
    ...device({ ...arriving, lot: { ...lot, outside: true } }),
    'POST /api/kiosk/checkin': (body) => {
      sent.push(body)
      return refused('person.unknown', language === 'en' ? 'You are not on this panel.' : '您不在本次评标的专家之列。')
    },
  }
  const { page, errors } = await open(blind, { width, height, path: '/kiosk/', answers, settings: { language } })
  const [identity, phone] = [page.locator('form input').nth(0), page.locator('form input').nth(1)]
  await identity.fill('110105194912310021')
  await phone.fill('6841')
  await page.locator('form button').click()
  await page.locator('.note.wrong').waitFor()
  expect(sent).toEqual([])
  await identity.fill('１１０１０５ 19491231002x')
  await page.locator('form button').click()
  await page.locator('.refusal').waitFor()
  expect(sent).toEqual([{ identity: '11010519491231002X', phone: '6841', key: expect.stringMatching(/^04[0-9a-f]{128}$/) }])
  await shoot(page, `checkin-person-${width}-${language}`)
  const over = await page.evaluate(() => ['html', 'main'].map((at) => document.querySelector(at)!).map((e) => [e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight]))
  expect(over.flat().filter((n) => n > 0), 'what does not fit the screen').toEqual([])
  expect(await page.evaluate(() => document.body.innerText), 'the screen is recorded').not.toMatch(/1101051949|6841/)
  await page.locator('.other').click()
  await page.locator('.scanner').waitFor()
  expect(errors).toEqual([])
  await close(page)
})

test('a pass shown to the camera seats its member with a new key, once', async () => {
  const sent: { code: string; key: string }[] = []
  let state = arriving
  const answers: Answers = {
    ...device(arriving),
    'GET /api/kiosk/state': () => ({ json: state }),
    'POST /api/kiosk/checkin': (body) => {
      sent.push(body as { code: string; key: string })
      return { json: (state = seated(sent[0]!.key)) }
    },
  }
  const { page, errors } = await open(browser, { width: 1366, height: 768, path: '/kiosk/', answers })
  await page.getByText('周建国 · 席位 2').waitFor()
  await page.reload()
  await page.getByText('周建国 · 席位 2').waitFor()
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({ code: shown, key: expect.stringMatching(/^04[0-9a-f]{128}$/) })
  const kept = () => page.evaluate(() => new Promise<{ id: string; publicKey: string; privateKey: CryptoKey }[]>((resolve) => {
    indexedDB.open('bidroom').onsuccess = ({ target }) => {
      const database = (target as IDBOpenDBRequest).result
      database.transaction('keys').objectStore('keys').getAll().onsuccess = (e) => (database.close(), resolve((e.target as IDBRequest<never>).result))
    }
  }).then((all) => all.map(({ id, publicKey, privateKey }) => ({ id, publicKey, extractable: privateKey.extractable })).filter(({ id }) => id.startsWith('member/'))))
  // The name is there before the key has the seat's.
  await expect.poll(kept, { interval: 100, timeout: 15_000 }).toEqual([{ id: 'member/M/2', publicKey: sent[0]!.key, extractable: false }])
  expect(errors).toEqual([])
  await close(page)
})

test('a typed code is forgiven its writing, and told its slips, before it is sent', async () => {
  const codes: string[] = []
  const answers: Answers = {
    ...device(arriving),
    'POST /api/kiosk/checkin': (body) => (codes.push((body as { code: string }).code), refused('pass.unknown', '没有这个签到凭证。请核对后重新输入。')),
  }
  const { page, errors } = await open(blind, { width: 1366, height: 768, path: '/kiosk/', answers })
  const field = page.getByLabel('凭证代码')
  await field.fill('7kq2 m9xd aaa')
  await page.keyboard.press('Enter')
  await page.getByText('签到凭证的代码应为 12 个字符').waitFor()
  await field.fill('7kq2 m9xd aaaf')
  await page.keyboard.press('Enter')
  await page.getByText('代码输入有误').waitFor()
  await shoot(page, 'checkin-slip')
  expect(codes).toEqual([])
  await field.fill('７ｋｑ２－ｍ９ｘｄ　ａａａｊ')
  await page.getByRole('button', { name: '签到' }).click()
  await page.getByRole('alert').getByText('没有这个签到凭证').waitFor()
  expect(await page.getByText('代码输入有误').count()).toBe(0)
  expect(codes).toEqual([shown])
  await shoot(page, 'checkin-refused')
  expect(errors).toEqual([])
  await close(page)
})

test('a spare kiosk asks before it takes a seat over, and does so when it is held to', async () => {
  let moved: { code: string; key: string } | null = null
  let state = arriving
  let tries = 0
  const answers: Answers = {
    ...device(arriving),
    'GET /api/kiosk/state': () => ({ json: state }),
    'POST /api/kiosk/checkin': () => (tries++, refused('member.twice', '该专家已在席位 2 签到。', { seat: '2' })),
    'POST /api/kiosk/move': (body) => ((moved = body as { code: string; key: string }), { json: (state = seated(moved.key)) }),
  }
  const { page, errors } = await open(browser, { width: 1366, height: 768, path: '/kiosk/', answers })
  const dialog = page.getByRole('dialog')
  await dialog.getByText('您已在席位 2 签到，现用机位：机位 2').waitFor()
  expect(moved).toBeNull()
  expect(tries).toBe(1)
  await dialog.getByRole('button', { name: '改在本机位继续评标' }).focus()
  await page.keyboard.down('Space')
  await page.getByText('周建国 · 席位 2').waitFor()
  await page.keyboard.up('Space')
  expect(moved).toMatchObject({ code: shown, key: expect.stringMatching(/^04/) })
  expect(errors).toEqual([])
  await close(page)
})

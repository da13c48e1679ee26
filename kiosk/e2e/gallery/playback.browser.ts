// Playback in real Chromium, of real recordings: every picture shown is read
// and compared with the clock.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { EntryView, FeedTimeline, TimelineView } from '../../src/shared/api.gen'
import { launch } from '../browser'
import { evaluating } from './desk-samples'
import { open, shoot } from './pages'
import { playlist, record, sendRange, taken, type Recording } from './recording'
import { wall } from './wall-samples'

const folder = mkdtempSync(join(tmpdir(), 'bidroom-playback-'))
const t0 = Date.UTC(2026, 10, 23, 6, 0, 0)
const s = (seconds: number) => t0 + seconds * 1000
let browser: Browser
let recordings: Record<string, Recording[]>
let pages: Page[] = []

beforeAll(async () => {
  // Seat 1 without a gap; seat 2 with one; seat 3 late, and alone at the end; of seat 4 the file is gone.
  const make = (id: string, from: number, length: number) => record(folder, id, from, length)
  recordings = { k1: [make('a', 0, 60)], k2: [make('b', 5, 20), make('c', 40, 20)], k3: [make('d', 30, 20), make('e', 75, 15)], k4: [] }
  browser = await launch({ shell: true })
}, 120_000)
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close()
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true })
})

function feed(kiosk: string, seat: number, untilSec = Infinity): FeedTimeline {
  let startSec = 0
  const spans = recordings[kiosk]!.filter(({ fromSec }) => fromSec < untilSec).map(({ id, fromSec, lengthSec }) => {
    const span = { recording: id, fromMs: s(fromSec), toMs: s(Math.min(fromSec + lengthSec, untilSec)), startSec }
    startSec += lengthSec
    return span
  })
  return { id: `${kiosk}/camera`, name: `机位 ${seat}`, seat, playlist: `/api/lots/L1/feeds/${kiosk}~camera/playlist.m3u8`, spans, gaps: [] }
}
function timeline(): TimelineView {
  const feeds = [feed('k1', 1), feed('k2', 2), feed('k3', 3), { ...feed('k4', 4), spans: [{ recording: 'x', fromMs: s(0), toMs: s(60), startSec: 0 }] }]
  feeds[1]!.gaps.push({ fromMs: s(25), toMs: s(40), cause: 'network' })
  feeds[2]!.gaps.push({ fromMs: s(50), toMs: s(75), cause: 'server' })
  return { fromMs: s(0), toMs: s(90), feeds }
}
const entry = (seq: number, kind: string, second: number, role: string, body: Record<string, string> = {}, of = ''): EntryView => ({ seq, kind, text: '', atMs: s(second), actor: 'a', role, body, feed: of })
const entries = [
  entry(10, 'meeting.opened', 0, 'staff', { room: 'r' }),
  entry(11, 'member.checked_in', 6, 'kiosk', { seat: '2', specialty: 'A080104' }, 'k2/camera'),
  entry(14, 'recording.gap', 26, 'system', { feed: 'k2/camera', cause: 'network' }),
  entry(17, 'sheet.submitted', 47.3, 'member', { seat: '1' }, 'k1/camera'),
  entry(18, 'incident.raised', 52, 'supervisor', { what: 'order', text: '有人走动。' }),
]
const names = { 1: '机位 1', 2: '机位 2', 3: '机位 3' } as const

/** watch opens the playback of lot L1; until says up to which second it is recorded by now, slowMs how long the server takes for seat 1's playlist, broken whether it refuses all of seat 1. */
async function watch({ query = '', width = 1366, height = 768, language = 'zh-CN', until = () => Infinity, stage = 'sealed', slowMs = 0, broken = (): boolean => false } = {}) {
  const answers = {
    ...wall(),
    'GET /api/lots/L1': () => ({ json: { ...evaluating, brief: { ...evaluating.brief, stage }, meeting: { ...evaluating.meeting!, stage, room: 'r1', openedMs: s(0), sealedMs: stage === 'sealed' ? s(90) : 0 } } }),
    'GET /api/lots/L1/log': () => ({ json: { items: entries, total: 20 } }),
    'GET /api/lots/L1/timeline': () => ({ json: until() === Infinity ? timeline() : { fromMs: s(0), toMs: s(until()), feeds: [feed('k1', 1, until())] } }),
  }
  const prepare = (page: Page) =>
    page.route('**/api/lots/L1/feeds/**', async (route) => {
      const [, kiosk, file] = /feeds\/(k\d)~camera\/(.+)$/.exec(new URL(route.request().url()).pathname)!
      const own = recordings[kiosk!]!
      if (!own.length) return route.fulfill({ status: 404, json: { kind: 'not_found', reasons: [] } })
      if (kiosk === 'k1' && broken()) return route.fulfill({ status: 422, json: { kind: 'invalid', reasons: [] } })
      if (kiosk === 'k1' && file === 'playlist.m3u8' && slowMs) await new Promise((resolve) => setTimeout(resolve, slowMs))
      if (file === 'playlist.m3u8') return route.fulfill({ contentType: 'application/vnd.apple.mpegurl', body: playlist(own, until()) })
      return sendRange(route, own.find(({ id }) => `${id}.mp4` === file)!.bytes)
    })
  const opened = await open(browser, { path: `/wall/lots/L1/playback${query}`, answers, width, height, settings: { language }, prepare })
  pages.push(opened.page)
  return opened
}

/** clock reads the clock of the page, in seconds since the beginning. */
const clock = (page: Page) => page.locator('.clock').evaluate((e) => Date.parse((e as HTMLTimeElement).dateTime)).then((ms) => (ms - t0) / 1000)

/** shows waits until exactly these feeds show a picture, each of the moment that the clock says, and that within a fifth of a second of second. */
async function shows(page: Page, second: number, seats: (keyof typeof names)[]) {
  await vi.waitFor(async () => {
    const seen = await taken(page)
    expect(Object.keys(seen).sort()).toEqual(seats.map((seat) => names[seat]))
    for (const at of [...Object.values(seen), await clock(page)]) expect(Math.abs(at - second), `${at}, not ${second}`).toBeLessThanOrEqual(0.2)
  }, { timeout: 15_000, interval: 100 })
}

test('an entry takes every feed to its moment, and each says why it has no picture', async () => {
  const { page, errors } = await watch()
  await shows(page, 0, [1])
  await page.getByText('14:00:05 起才有录像').waitFor()
  await page.getByText('服务器上没有这一路的录像文件').waitFor()
  expect(await page.locator('.clock').textContent()).toBe('2026-11-23 14:00:00')
  await page.getByText('UTC+08:00（Asia/Shanghai）').waitFor()
  await page.locator('aside').getByRole('button', { name: /提交评分表/ }).click()
  await shows(page, 47.3, [1, 2, 3])
  expect(await page.locator('.clock').textContent()).toBe('2026-11-23 14:00:47')
  await expect.poll(() => page.locator('article dd').first().textContent()).toBe('17')
  await expect.poll(() => page.locator('.tile.chosen figcaption').textContent()).toContain('机位 1')
  await page.locator('aside').getByRole('button', { name: /录像中断/ }).click()
  await shows(page, 26, [1])
  await page.getByText('14:00:25 至 14:00:40 没有录像').waitFor()
  await page.getByText('原因：网络中断').waitFor()
  // Back again: a moment before what has been loaded.
  await page.locator('aside').getByRole('button', { name: /成员签到/ }).click()
  await shows(page, 6, [1, 2])
  expect(errors.filter((error) => !error.includes('404'))).toEqual([])
})

test.each([false, true])('a feed that comes when the others no longer wait goes to their moment (playing: %s)', async (playing) => {
  const { page } = await watch({ slowMs: 6000 })
  await page.locator('aside').getByRole('button', { name: /提交评分表/ }).click()
  if (!playing) return shows(page, 47.3, [1, 2, 3])
  await page.getByRole('button', { name: '播放', exact: true }).click()
  await vi.waitFor(async () => {
    const seen = await taken(page)
    expect(Object.keys(seen)).toContain(names[1])
    expect(Math.abs(seen[names[1]]! - seen[names[2]]!)).toBeLessThanOrEqual(0.3)
    expect(await clock(page)).toBeGreaterThan(48)
  }, { timeout: 25_000, interval: 100 })
})

test('a feed that cannot read on says that its picture is of another moment, while the others run', async () => {
  let broken = false
  const { page } = await watch({ query: '?entry=11', broken: () => broken })
  await shows(page, 6, [1, 2])
  broken = true
  await page.getByRole('button', { name: '播放', exact: true }).click()
  await vi.waitFor(async () => {
    const seen = await taken(page)
    expect(Object.keys(seen)).toEqual([names[2]])
    expect(await page.locator('figure').filter({ hasText: names[1] }).getAttribute('aria-busy')).toBe('true') // it still shows its last
    expect(Math.abs(seen[names[2]]! - (await clock(page)))).toBeLessThanOrEqual(0.3)
    expect(await clock(page)).toBeGreaterThan(20)
  }, { timeout: 40_000, interval: 100 })
  await page.getByRole('button', { name: '暂停', exact: true }).click()
  broken = false
  await shows(page, await clock(page), [1, 2])
})

test('a feed that fails and comes back goes to the moment that was gone to meanwhile', async () => {
  let broken = false
  const began = performance.now()
  const { page } = await watch({ until: () => Math.min(60, 20 + (performance.now() - began) / 1000), stage: 'evaluating', broken: () => broken })
  await shows(page, 0, [1])
  broken = true
  await page.getByText('暂时读不出来').waitFor({ timeout: 30_000 })
  await page.keyboard.press('Shift+ArrowRight')
  await page.waitForTimeout(5000) // nobody waits for it any more
  broken = false
  await shows(page, 10, [1])
})

test('a link names the entry to begin with', async () => {
  const { page } = await watch({ query: '?entry=17' })
  await shows(page, 47.3, [1, 2, 3])
})

test('feeds run together, faster too, past a gap and into what only another feed shows', async () => {
  const { page } = await watch({ query: '?entry=11' })
  await shows(page, 6, [1, 2])
  await page.keyboard.press(' ')
  await vi.waitFor(async () => expect(await clock(page)).toBeGreaterThan(8), { timeout: 10_000 })
  for (let i = 0; i < 5; i++) {
    const seen = await taken(page)
    expect(Math.abs(seen[names[1]]! - seen[names[2]]!)).toBeLessThanOrEqual(0.3)
    await page.evaluate(() => new Promise(requestAnimationFrame))
  }
  await page.getByRole('button', { name: '4×' }).click()
  const [from, began] = [await clock(page), performance.now()]
  await vi.waitFor(async () => expect(await clock(page)).toBeGreaterThan(from + 8), { timeout: 10_000 })
  expect(performance.now() - began, 'eight seconds at four times the speed').toBeLessThan(6000)
  // Playing stops at the end. From 30 on: seat 1 stops at 60, then nothing until seat 3 at 75.
  await page.getByRole('slider').focus()
  await page.keyboard.press('End')
  await page.getByRole('button', { name: '播放', exact: true }).waitFor()
  for (const key of ['PageUp', ' ']) await page.keyboard.press(key)
  await vi.waitFor(async () => expect(await clock(page)).toBeGreaterThan(75), { timeout: 20_000, interval: 20 })
  expect(await clock(page)).toBeLessThan(80)
  await vi.waitFor(async () => expect(Object.keys(await taken(page))).toEqual([names[3]]), { timeout: 10_000 })
  await vi.waitFor(async () => expect(await page.getByRole('button', { name: '播放', exact: true }).count()).toBe(1), { timeout: 15_000 })
  expect(await clock(page)).toBeCloseTo(90, 0)
})

test('keys move by a second, ten, a minute, to the next event, and pause', async () => {
  const { page } = await watch({ query: '?entry=17' })
  await shows(page, 47.3, [1, 2, 3])
  for (const [key, second, seats] of [['ArrowRight', 48.3, [1, 2, 3]], ['Shift+ArrowLeft', 38.3, [1, 3]], ['ArrowLeft', 37.3, [1, 3]], [']', 47.3, [1, 2, 3]], ['[', 26, [1]]] as const) {
    await page.keyboard.press(key)
    await shows(page, second, [...seats])
  }
  await page.keyboard.press('1')
  await expect.poll(() => page.locator('.cell.large figcaption').textContent()).toContain('机位 1')
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('.cell.large').count()).toBe(0)
})

test('a meeting that is still recorded is played from any moment, and its live edge is followed', async () => {
  const began = performance.now()
  const until = () => Math.min(60, 20 + (performance.now() - began) / 1000)
  const { page } = await watch({ until, stage: 'evaluating' })
  await shows(page, 0, [1])
  await page.keyboard.press('Shift+ArrowRight')
  await shows(page, 10, [1])
  await page.getByRole('button', { name: '跟到最新' }).click()
  await vi.waitFor(async () => expect(until() - (await clock(page))).toBeLessThan(6), { timeout: 10_000 })
  // It stays there while the recording grows.
  const from = await clock(page)
  await vi.waitFor(async () => expect(await clock(page)).toBeGreaterThan(from + 8), { timeout: 15_000 })
  expect(until() - (await clock(page))).toBeLessThan(6.5)
  await vi.waitFor(async () => expect(Math.abs((await taken(page))[names[1]]! - (await clock(page)))).toBeLessThanOrEqual(0.2), { timeout: 10_000 })
  await page.keyboard.press('Shift+ArrowLeft')
  expect(await page.getByRole('button', { name: '跟到最新' }).count()).toBe(1)
})

const looks = ([[1920, 1080], [1366, 768]] as const).flatMap(([width, height]) => ['zh-CN', 'en'].map((language) => ({ name: `wall-playback-${width}-${language}`, width, height, language })))
test.each(looks)('$name', async ({ name, width, height, language }) => {
  const { page } = await watch({ query: '?entry=14', width, height, language })
  await shows(page, 26, [1])
  await shoot(page, name)
  const wide = await page.evaluate(() => Math.max(...['html', 'main', 'aside'].map((at) => document.querySelector(at)!).map((e) => e.scrollWidth - e.clientWidth)))
  expect(wide, 'pixels beyond the right edge').toBeLessThanOrEqual(0)
  const untold = await page.evaluate(() => document.body.innerText.match(/\b(?:wall|playback|shared|shell|stage|incident|cause|health|kind)\.[a-z][A-Za-z.]+/g) ?? [])
  expect(untold, 'keys without words').toEqual([])
})

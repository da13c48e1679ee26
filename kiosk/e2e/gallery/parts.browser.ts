// What only a real browser can show of the parts: a code read from a camera, a
// button that must be held, strokes on a canvas, pages of a PDF, media that
// come back by themselves.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { launch } from '../browser'
import { writeCodeCamera } from '../camera'
import { open, shoot } from './pages'

const folder = mkdtempSync(join(tmpdir(), 'bidroom-parts-'))
const camera = join(folder, 'pass.mjpeg')
let browser: Browser
let pages: Page[] = []

beforeAll(async () => {
  await writeCodeCamera(camera, 'BIDROOM:PASS:7KQ2-M9XD')
  browser = await launch({ camera })
})
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close()
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true })
})

async function part(name: string, more = '', { prepare, ...size }: { width: number; height: number; prepare?: (page: Page) => Promise<unknown> } = { width: 1366, height: 768 }) {
  const { page, errors } = await open(browser, { ...size, prepare, path: `/e2e/gallery/index.html?part=${name}&surface=kiosk${more}` })
  pages.push(page)
  return { page, errors }
}

test('a code shown to the camera is read once, a typed one is taken too', async () => {
  const { page } = await part('sign')
  const codes = page.locator('#codes')
  await vi.waitFor(async () => expect(await codes.textContent()).toBe('BIDROOM:PASS:7KQ2-M9XD'), { timeout: 15_000 })
  await page.getByLabel('凭证编号').fill(' 7KQ2-M9XD ')
  await page.getByRole('button', { name: '签到' }).click()
  expect((await codes.textContent())!.split('\n').filter((code) => code === '7KQ2-M9XD')).toHaveLength(1)
  await shoot(page, 'sign-scanned')
})

test('a signature keeps its strokes with times, can be undone, and survives a change of size', async () => {
  const { page } = await part('sign')
  const box = (await page.locator('canvas').boundingBox())!
  const drawn = page.locator('#drawing')
  const stroke = async (y: number) => {
    await page.mouse.move(box.x + 60, box.y + y)
    await page.mouse.down()
    for (let i = 0; i <= 10; i++) await page.mouse.move(box.x + 60 + i * 20, box.y + y + (i % 2) * 30)
    await page.mouse.up()
  }
  await stroke(60)
  await stroke(120)
  const drawing = () => page.evaluate(() => JSON.parse(document.querySelector('#drawing')!.textContent!.replace(/.{0,200}$/, '') || 'null') as unknown)
  await expect.poll(() => drawn.textContent()).toMatch(/^\{"width":\d+,"height":\d+,"strokes":\[\[\{"x":[\d.]+,"y":[\d.]+,"ms":0,/)
  const ink = () => page.evaluate(() => {
    const canvas = document.querySelector('canvas')!
    return canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data.filter((v, i) => i % 4 === 3 && v > 0).length
  })
  const both = await ink()
  await page.setViewportSize({ width: 1400, height: 768 })
  await vi.waitFor(async () => expect(await ink()).toBeGreaterThan(both / 2))
  await page.getByRole('button', { name: '撤回一笔' }).click()
  await expect.poll(ink).toBeLessThan(both)
  await page.getByRole('button', { name: '重新签字' }).click()
  await expect.poll(ink).toBe(0)
  await expect.poll(drawing).toBeNull()
})

test('a deed is done only when its button has been held', async () => {
  const { page } = await part('deed')
  const button = page.getByRole('button', { name: '否决 B 公司的投标' })
  await button.click()
  expect(await page.locator('#done').textContent()).toBe('0')
  await button.hover()
  await page.mouse.down()
  await vi.waitFor(async () => expect(await page.locator('#done').textContent()).toBe('1'), { timeout: 4000 })
  await page.mouse.up()
  expect(await page.locator('dialog[open]').count()).toBe(0)
})

test('by the keyboard too: the key is held, and Escape changes nothing', async () => {
  const { page } = await part('deed')
  await page.getByRole('button', { name: '否决 B 公司的投标' }).focus()
  await page.keyboard.press('Space')
  expect(await page.locator('#done').textContent()).toBe('0')
  await page.keyboard.down('Space')
  await vi.waitFor(async () => expect(await page.locator('#done').textContent()).toBe('1'), { timeout: 4000 })
  await page.keyboard.up('Space')
  const other = await part('deed')
  await other.page.waitForSelector('dialog[open]')
  await other.page.keyboard.press('Escape')
  expect(await other.page.locator('dialog[open]').count()).toBe(0)
  expect(await other.page.locator('#done').textContent()).toBe('0')
})

test('a deed that asks for a word is not done without it', async () => {
  const { page } = await part('deed', '&mode=type')
  const button = page.getByRole('button', { name: '终止本次评标会' })
  expect(await button.isDisabled()).toBe(true)
  await page.getByRole('dialog').getByRole('textbox').fill('2026-017-2')
  expect(await button.isDisabled()).toBe(true)
  await page.getByRole('dialog').getByRole('textbox').fill('2026-017-02')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('#done').textContent()).toBe('1')
})

test('a table is worked by the keyboard', async () => {
  const { page } = await part('table')
  await page.waitForSelector('tbody tr')
  await page.keyboard.press('/')
  await page.keyboard.type('江北')
  await vi.waitFor(async () => expect(await page.locator('tbody tr').first().textContent()).toContain('江北'))
  await page.locator('tbody tr').first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('#opened').textContent()).toBe('江北建设工程有限公司7')
  await page.keyboard.press('PageDown')
  await vi.waitFor(async () => expect(await page.locator('.pages').textContent()).toContain('第 13–'))
})

test('a mark is typed, stepped and never a zero by itself', async () => {
  const { page } = await part('words')
  const first = page.getByLabel('施工组织设计 0')
  expect(await first.inputValue()).toBe('')
  await first.press('ArrowUp')
  await expect.poll(() => first.inputValue()).toBe('12')
  await first.press('ArrowUp')
  await expect.poll(() => first.inputValue()).toBe('12.5')
  await first.fill('１３．５')
  await page.getByLabel('施工组织设计 1').focus()
  await expect.poll(() => first.getAttribute('aria-invalid')).toBe('false')
  await expect.poll(() => page.getByLabel('施工组织设计 2').getAttribute('aria-invalid')).toBe('true')
})

test('an amount is typed with any commas and shown with thousands and in capitals', async () => {
  const { page } = await part('words')
  const field = page.getByLabel('最高投标限价（元）')
  await field.fill('1２34567.5')
  await expect.poll(() => page.getByText('壹佰贰拾叁万肆仟伍佰陆拾柒元伍角').count()).toBe(1)
  await field.blur()
  await expect.poll(() => field.inputValue()).toBe('1,234,567.50')
})

test('a moment is chosen on the timeline', async () => {
  const { page } = await part('watch')
  const at = async () => Number(await page.locator('#at').textContent())
  await page.getByRole('slider').focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect.poll(at).toBe(1)
  await page.keyboard.press('PageDown')
  await expect.poll(at).toBe(61)
  await page.keyboard.press(']')
  await expect.poll(at).toBe(180)
  await page.getByRole('button', { name: /画面中断/ }).click()
  await expect.poll(at).toBe(41 * 60)
  const box = (await page.getByRole('slider').boundingBox())!
  await page.mouse.click(box.x + box.width / 2, box.y + box.height - 10)
  await expect.poll(at).toBeCloseTo((95 * 60) / 2, -1)
})

test('a bid is read: page, contents, search, zoom', async () => {
  const printer = await browser.newPage()
  const chapters = ['投标函', '施工组织设计', '进度计划', '安全文明施工']
  await printer.setContent(`<html lang="zh-CN"><body style="font: 16px 'Noto Sans CJK SC'">${chapters.map((c, i) => `<h1 style="break-before: page">${c}</h1><p>第 ${i + 1} 章 ${c}。关键路径与冬季施工措施共 ${i} 条。</p>`.repeat(1)).join('')}</body></html>`)
  const pdf = await printer.pdf({ format: 'A4', outline: true, tagged: true })
  await printer.close()
  const { page, errors } = await part('scoring', '', { width: 1920, height: 1080 })
  await page.route('**/sample.pdf?*', (route) => route.fulfill({ body: pdf, contentType: 'application/pdf', headers: { 'Accept-Ranges': 'bytes', 'Content-Length': String(pdf.length) } }))
  await page.reload()
  // Chromium's PDFs write some characters as radicals, as many a bid does; the search must not mind.
  const read = async () => (await page.locator('.text').textContent())!.normalize('NFKC')
  await vi.waitFor(async () => expect(await read()).toContain('施工组织设计'), { timeout: 20_000 })
  const number = page.getByLabel('页码')
  await expect.poll(() => number.inputValue()).toBe('2')
  await shoot(page, 'scoring-1920-zh-CN')
  await page.locator('.viewer').focus()
  await page.keyboard.press('ArrowRight')
  await vi.waitFor(async () => expect(await read()).toContain('进度计划'))
  await page.getByRole('button', { name: '目录' }).click()
  await page.getByRole('button', { name: '安全文明施工' }).click()
  await expect.poll(() => number.inputValue()).toBe('4')
  await page.getByRole('button', { name: '搜索' }).click()
  await page.getByPlaceholder('在投标文件中搜索').fill('冬季 施工')
  await vi.waitFor(async () => expect(await page.getByText('找到 4 处').count()).toBe(1))
  await page.locator('.panel .entry').first().click()
  await expect.poll(() => number.inputValue()).toBe('1')
  await vi.waitFor(async () => expect(await page.locator('.found').count()).toBeGreaterThan(0))
  await shoot(page, 'scoring-search')
  await number.fill('99')
  await number.press('Enter')
  await expect.poll(() => number.inputValue()).toBe('4')
  const width = () => page.evaluate(() => document.querySelector('canvas')!.clientWidth)
  const before = await width()
  await page.locator('.viewer').focus()
  await page.keyboard.press('+')
  await vi.waitFor(async () => expect(await width()).toBeGreaterThan(before * 1.2))
  expect(errors).toEqual([])
})

test('a bid is left for another while it is still being read', async () => {
  const printer = await browser.newPage()
  await printer.setContent('<canvas width="600" height="800"></canvas>')
  await printer.evaluate(() => { // a scan that does not compress, so that the file is read in ranges
    const context = document.querySelector('canvas')!.getContext('2d')!
    const scan = context.createImageData(600, 800)
    scan.data.forEach((_, i) => (scan.data[i] = i % 4 === 3 ? 255 : Math.random() * 256))
    context.putImageData(scan, 0, 0)
  })
  const pdf = await printer.pdf({ format: 'A4' })
  await printer.close()
  const { page, errors } = await part('scoring')
  await page.route('**/sample.pdf?*', (route) => {
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(route.request().headers().range ?? '') ?? []
    const headers = { 'Accept-Ranges': 'bytes' }
    if (!from) return route.fulfill({ body: pdf, contentType: 'application/pdf', headers })
    const end = Math.min(Number(to) + 1, pdf.length)
    return route.fulfill({ status: 206, body: pdf.subarray(Number(from), end), contentType: 'application/pdf', headers: { ...headers, 'Content-Range': `bytes ${from}-${end - 1}/${pdf.length}` } })
  })
  await page.reload()
  const drawn = page.locator('.page[aria-busy="false"]')
  await drawn.waitFor()
  for (let moment = 0; moment < 40; moment++) {
    await page.getByRole('button', { name: moment % 2 ? 'A 公司' : 'B 公司' }).click()
    await page.waitForTimeout(moment * 3)
  }
  await drawn.waitFor()
  expect(await page.getByLabel('页码').inputValue()).toBe('1')
  expect(errors).toEqual([])
})

test('a bid that is no PDF says so', async () => {
  const { page } = await part('scoring')
  await page.route('**/sample.pdf?*', (route) => route.fulfill({ body: 'not a PDF', contentType: 'application/pdf' }))
  await page.reload()
  await page.getByText('打不开这份投标文件').waitFor()
})

// The server of this test lives in the page: it answers the publisher's offer
// and forwards its tracks to whoever watches. Offers, packets and outages are real.
test('a feed is published in H.264, watched, and back after an outage without anybody', async () => {
  let up = true
  let whips = 0
  // From the first offer on: one of a page that is left would be answered in the next.
  const prepare = (page: Page) => page.route('**/api/wh*p/**', async (route) => {
    const request = route.request()
    const kind = request.url().includes('/whip/') ? 'whip' : 'whep'
    if (!up) return route.abort('connectionrefused')
    if (request.method() === 'PATCH') return route.fulfill({ status: (await page.evaluate(() => 'sfu' in window && !(window as unknown as { sfu: { dead: boolean } }).sfu.dead)) ? 204 : 404 })
    if (request.method() === 'DELETE') return route.fulfill({ status: 200 })
    if (request.url().endsWith('/none')) return route.fulfill({ status: 503, headers: { 'Retry-After': '5' } })
    const answer = await page.evaluate(answerOffer, { kind, sdp: request.postData()! })
    if (!answer) return route.fulfill({ status: 404 })
    if (kind === 'whip') whips++
    await route.fulfill({ status: 201, headers: { Location: `/api/${kind}/a/1`, ETag: '"1"' }, contentType: 'application/sdp', body: answer })
  })
  const { page } = await part('watch', '&live=1', { width: 1366, height: 768, prepare })
  const video = page.locator('video').first()
  const playing = () => video.evaluate((v: HTMLVideoElement) => (v.videoWidth > 0 ? v.getVideoPlaybackQuality().totalVideoFrames : 0))
  await vi.waitFor(async () => expect(await playing()).toBeGreaterThan(5), { timeout: 20_000 })
  const offer = await page.evaluate(() => (window as unknown as { offered: string }).offered)
  const first = /m=video \d+ \S+ (\d+)/.exec(offer)![1]
  expect(offer).toMatch(new RegExp(`a=rtpmap:${first} H264/90000`))
  expect(offer).toContain('a=sendonly')
  await shoot(page, 'watch-live')
  // The server is killed and comes back: it knows nothing of the old connection.
  up = false
  await page.evaluate(() => {
    const { sfu, published } = window as unknown as { sfu: { dead: boolean; close: () => void }; published: { suspect: () => Promise<void> } }
    sfu.close()
    void published.suspect()
  })
  up = true
  await vi.waitFor(() => expect(whips).toBe(2), { timeout: 5000 })
  const gaps = () => page.evaluate(() => (window as unknown as { published: { gaps: { fromMs: number; toMs: number }[] } }).published.gaps)
  await vi.waitFor(async () => expect(await gaps()).toHaveLength(1), { timeout: 5000 })
  const [gap] = await gaps()
  expect(gap!.toMs - gap!.fromMs).toBeGreaterThan(0)
  expect(gap!.toMs - gap!.fromMs).toBeLessThan(5000)
  await page.unrouteAll({ behavior: 'ignoreErrors' }) // offers go on until the page is closed
}, 90_000)

/** answerOffer runs in the page: one publisher, any number of watchers. */
async function answerOffer({ kind, sdp }: { kind: string; sdp: string }): Promise<string> {
  const w = window as unknown as { sfu?: { tracks: MediaStreamTrack[]; dead: boolean; peers: RTCPeerConnection[]; close: () => void }; offered?: string }
  if (!w.sfu || w.sfu.dead) w.sfu = { tracks: [], dead: false, peers: [], close() { this.dead = true; this.peers.forEach((peer) => peer.close()) } }
  const sfu = w.sfu
  const peer = new RTCPeerConnection()
  sfu.peers.push(peer)
  if (kind === 'whip') {
    w.offered ??= sdp
    peer.ontrack = ({ track }) => sfu.tracks.push(track)
  }
  await peer.setRemoteDescription({ type: 'offer', sdp })
  if (kind === 'whep') {
    if (!sfu.tracks.length) return ''
    for (const transceiver of peer.getTransceivers()) {
      const track = sfu.tracks.find((t) => t.kind === transceiver.receiver.track.kind)
      if (!track) continue
      transceiver.direction = 'sendonly'
      await transceiver.sender.replaceTrack(track)
    }
  }
  await peer.setLocalDescription()
  if (peer.iceGatheringState !== 'complete') await new Promise((resolve) => (peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && resolve(undefined)))
  return peer.localDescription!.sdp
}

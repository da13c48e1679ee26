// The wall's pages in real Chromium with real feeds: pictures for people, what
// a machine can see of them, and what a supervisor does there.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { launch } from '../browser'
import { close, eachSize, largest, open, shoot, type Answers } from './pages'
import { entries, queue, rooms, wall } from './wall-samples'

let browser: Browser
beforeAll(async () => {
  browser = await launch({ shell: true })
})
afterAll(async () => {
  await browser?.close()
})

/** wallPage opens a page of the wall; whoever offers to watch gets the browser's own camera. */
async function wallPage(path: string, answers: Answers, size = { width: 1366, height: 768 }, language = 'zh-CN', more?: (page: Page) => Promise<unknown>) {
  const prepare = async (page: Page) => {
    await more?.(page)
    await page.route('**/api/whep/**', async (route) => {
      const request = route.request()
      if (request.method() !== 'POST') return route.fulfill({ status: 200 })
      const answer = await page.evaluate(answerWatch, request.postData()!)
      return route.fulfill({ status: 201, headers: { Location: `${new URL(request.url()).pathname}/1`, ETag: '"1"' }, contentType: 'application/sdp', body: answer })
    })
  }
  return open(browser, { path: `/wall${path}`, answers, ...size, settings: { language }, prepare })
}

/** answerWatch runs in the page: it sends the fake camera to who watches. */
async function answerWatch(sdp: string): Promise<string> {
  const w = window as unknown as { camera?: Promise<MediaStream> }
  w.camera ??= navigator.mediaDevices.getUserMedia({ video: { width: 320, height: 180, frameRate: 5 }, audio: true })
  const stream = await w.camera
  const peer = new RTCPeerConnection()
  await peer.setRemoteDescription({ type: 'offer', sdp })
  for (const transceiver of peer.getTransceivers()) {
    transceiver.direction = 'sendonly'
    await transceiver.sender.replaceTrack(stream.getTracks().find(({ kind }) => kind === transceiver.receiver.track.kind)!)
  }
  await peer.setLocalDescription()
  if (peer.iceGatheringState !== 'complete') await new Promise((resolve) => (peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && resolve(undefined)))
  return peer.localDescription!.sdp
}

const playing = (page: Page) => page.evaluate(() => [...document.querySelectorAll('video')].filter((video) => video.checkVisibility() && video.getVideoPlaybackQuality().totalVideoFrames > 2).length)

const views: Record<string, { path: string; answers: Answers; playing: number }> = {
  rooms: { path: '/', answers: wall(), playing: 2 },
  'rooms-quiet': { path: '/', answers: wall({ rooms: rooms.slice(1, 2), queue: [] }), playing: 1 },
  'rooms-many': { path: '/', answers: wall({ rooms: Array.from({ length: 8 }, (_, i) => ({ ...rooms[i % 3]!, room: { ...rooms[i % 3]!.room, id: `m${i}`, name: `${'一二三四五六七八'[i]}号评标室` } })), queue }), playing: 6 },
  room: { path: '/rooms/r1', answers: wall(), playing: 4 },
  'room-large': { path: '/rooms/r1?feed=kiosk-5/camera', answers: wall(), playing: 4 },
  'room-suspended': { path: '/rooms/r2', answers: wall(), playing: 5 },
  lots: { path: '/lots', answers: wall(), playing: 0 },
  'room-arriving': { path: '/rooms/r3', answers: wall(), playing: 0 },
}
const all = Object.entries(views).flatMap(([name, view]) => ['zh-CN', 'en'].map((language) => ({ name: `wall-${name}`, view, language })))

/** sound checks what a machine can see of a page: nothing too wide, no key without words, no error. */
async function sound(page: Page, errors: string[]) {
  const wide = await page.evaluate(() => Math.max(...['html', 'main', 'aside'].map((at) => document.querySelector(at)).map((e) => (e ? e.scrollWidth - e.clientWidth : 0))))
  expect(wide, 'pixels beyond the right edge').toBeLessThanOrEqual(0)
  const untold = await page.evaluate(() => document.body.innerText.match(/\b(?:wall|playback|shared|shell|stage|incident|cause|health|kind)\.[a-z][A-Za-z.]+/g) ?? [])
  expect(untold, 'keys without words').toEqual([])
  expect(errors).toEqual([])
}

test.each(all)('$name in $language', async ({ name, view, language }) => {
  const { page, errors } = await wallPage(view.path, view.answers, largest, language)
  await vi.waitFor(async () => expect(await playing(page)).toBe(view.playing), { timeout: 20_000 })
  await eachSize(page, async (width) => {
    await shoot(page, `${name}-${width}-${language}`)
    await sound(page, errors)
  })
  await close(page)
})

/** hold presses a button for as long as a grave deed asks. */
async function hold(page: Page, name: string) {
  const button = page.locator('dialog[open]').getByRole('button', { name })
  await button.hover()
  await page.mouse.down()
  await button.waitFor({ state: 'detached' })
  await page.mouse.up()
}

test('an item of the queue leads to its room with its feed large; keys enlarge and sound', async () => {
  const { page, errors } = await wallPage('/', wall())
  await page.getByRole('link', { name: /没有声音/ }).click()
  await page.waitForURL('**/rooms/r1?feed=kiosk-5/camera')
  const large = () => page.locator('.cell.large .name').allTextContents()
  await expect.poll(large).toEqual(['席位 5'])
  const heard = () => page.evaluate(() => [...document.querySelectorAll('video')].filter((video) => !video.muted).map((video) => video.getAttribute('aria-label')))
  expect(await heard()).toEqual([])
  await page.keyboard.press('m')
  await expect.poll(heard).toEqual(['席位 5'])
  await page.keyboard.press('2')
  await expect.poll(large).toEqual(['席位 2'])
  await page.getByRole('button', { name: '收听席位 1' }).click()
  await expect.poll(heard, { message: 'one at a time' }).toEqual(['席位 1'])
  await page.keyboard.press('Escape')
  await expect.poll(large).toEqual([])
  await page.getByRole('tab', { name: '通知' }).click()
  await page.getByRole('textbox').fill('2 m')
  expect(await large(), 'a digit that is typed enlarges nothing').toEqual([])
  expect(errors).toEqual([])
  await close(page)
})

test('a pause with its reason, an incident with its feed, and a word to the room', async () => {
  const sent: [string, unknown][] = []
  const keep = (path: string) => ({ [`POST ${path}`]: (body: unknown) => (sent.push([path, body]), { json: {} }) })
  const { page, errors } = await wallPage('/rooms/r1', { ...wall(), ...keep('/api/lots/L0/meeting/suspend'), ...keep('/api/lots/L0/incidents'), ...keep('/api/lots/L0/incidents/i1/close'), ...keep('/api/rooms/r1/announcements') })
  await page.getByRole('button', { name: '责令暂停评标会' }).click()
  await page.locator('dialog[open] textarea').fill('有人使用手机')
  await page.getByRole('button', { name: '继续' }).click()
  await hold(page, '责令暂停评标会')
  await page.getByRole('tab', { name: '异常事件 3' }).click()
  await page.getByRole('combobox', { name: '有关画面' }).press('Enter')
  await page.getByRole('option', { name: '席位 3' }).click()
  await page.getByRole('textbox', { name: '经过' }).fill('使用手机')
  await page.getByRole('button', { name: '登记异常事件' }).click()
  await vi.waitFor(() => expect(sent.length).toBe(2))
  await page.getByRole('button', { name: '登记处理结果' }).last().click()
  await page.locator('dialog[open] textarea').fill('已恢复供电')
  await page.getByRole('button', { name: '继续' }).click()
  await hold(page, '登记处理结果')
  await shoot(page, 'wall-room-incidents')
  await page.getByRole('tab', { name: '通知' }).click()
  await page.getByRole('textbox').fill(' 请各位成员保持安静。 ')
  await page.getByRole('button', { name: '通知一号评标室' }).click()
  await page.getByText('14:05:3').last().waitFor()
  await shoot(page, 'wall-room-announce')
  expect(sent).toEqual([
    ['/api/lots/L0/meeting/suspend', { reason: '有人使用手机' }],
    ['/api/lots/L0/incidents', { what: 'person', text: '使用手机', feed: 'kiosk-3/camera' }],
    ['/api/lots/L0/incidents/i1/close', { answer: '已恢复供电' }],
    ['/api/rooms/r1/announcements', { text: '请各位成员保持安静。' }],
  ])
  expect(errors).toEqual([])
  await close(page)
})

test('what happens in a room is there as it happens, and the log is read from where it ended', async () => {
  const read: string[] = []
  let happened = false
  const answers = {
    ...wall(),
    'GET /api/wall': () => ({ json: happened ? { rooms: rooms.map((room) => (room.room.id === 'r1' ? { ...room, lot: { ...room.lot!, stage: 'suspended' } } : room)), queue } : { rooms, queue } }),
    'GET /api/lots/L0/log': () => ({ json: { items: happened ? [{ ...entries.at(-1)!, seq: 97, kind: 'meeting.suspended', role: 'supervisor', body: { reason: '火警演习' } }] : entries, total: 97 } }),
  }
  let say: (topic: string) => void = () => undefined
  const socket = (page: Page) =>
    page.routeWebSocket('**/api/live', (ws) => {
      ws.onMessage((text) => {
        const { op, topic } = JSON.parse(String(text)) as { op: string; topic: string }
        if (op === 'subscribe') ws.send(JSON.stringify({ topic, seq: 0, kind: 'subscribed' }))
      })
      say = (topic) => ws.send(JSON.stringify({ topic, seq: 1, kind: 'changed', data: {} }))
    })
  // The route made last is asked first: the socket of this test, not the silent one.
  const { page, errors } = await wallPage('/rooms/r1', answers, undefined, undefined, socket)
  page.on('request', (request) => request.url().includes('/log?') && read.push(new URL(request.url()).searchParams.get('from')!))
  await page.getByText('提交评分表').first().waitFor()
  const before = read.length
  happened = true
  say('lot:L0')
  await page.getByText('火警演习').waitFor({ timeout: 5000 })
  await expect.poll(() => page.locator('aside ol button').first().textContent()).toContain('火警演习')
  await page.locator('.stage.held').waitFor({ timeout: 5000 })
  expect(read.slice(before)).toEqual([String(entries.at(-1)!.seq + 1)])
  expect(errors).toEqual([])
  await page.context().close()
})

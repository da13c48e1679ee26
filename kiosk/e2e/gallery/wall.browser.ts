// The wall's pages in real Chromium with real feeds: pictures for people, what
// a machine can see of them, and what a supervisor does there.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { launch } from '../browser'
import { open, serve, shoot, type Answers } from './pages'
import { queue, rooms, wall } from './wall-samples'

let browser: Browser
let site: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  ;[browser, site] = await Promise.all([launch(), serve()])
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
})

/** wallPage opens a page of the wall; whoever offers to watch gets the browser's own camera. */
async function wallPage(path: string, answers: Answers, size = { width: 1366, height: 768 }, language = 'zh-CN') {
  const prepare = (page: Page) =>
    page.route('**/api/whep/**', async (route) => {
      const request = route.request()
      if (request.method() !== 'POST') return route.fulfill({ status: 200 })
      const answer = await page.evaluate(answerWatch, request.postData()!)
      return route.fulfill({ status: 201, headers: { Location: `${new URL(request.url()).pathname}/1`, ETag: '"1"' }, contentType: 'application/sdp', body: answer })
    })
  return open(browser, site.address, { path: `/wall${path}`, answers, ...size, settings: { language }, prepare })
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

const playing = (page: Page) => page.evaluate(() => [...document.querySelectorAll('video')].filter((video) => video.getVideoPlaybackQuality().totalVideoFrames > 2).length)

const views: Record<string, { path: string; answers: Answers; playing: number }> = {
  rooms: { path: '/', answers: wall(), playing: 2 },
  'rooms-quiet': { path: '/', answers: wall({ rooms: rooms.slice(1, 2), queue: [] }), playing: 1 },
  'rooms-many': { path: '/', answers: wall({ rooms: Array.from({ length: 8 }, (_, i) => ({ ...rooms[i % 3]!, room: { ...rooms[i % 3]!.room, id: `m${i}`, name: `${'一二三四五六七八'[i]}号评标室` } })), queue }), playing: 6 },
  room: { path: '/rooms/r1', answers: wall(), playing: 4 },
  'room-large': { path: '/rooms/r1?feed=kiosk-5/camera', answers: wall(), playing: 4 },
  'room-suspended': { path: '/rooms/r2', answers: wall(), playing: 5 },
  'room-arriving': { path: '/rooms/r3', answers: wall(), playing: 0 },
}
const all = Object.entries(views).flatMap(([name, view]) => ([[1920, 1080], [1366, 768]] as const).flatMap(([width, height]) => ['zh-CN', 'en'].map((language) => ({ name: `wall-${name}-${width}-${language}`, view, width, height, language }))))

/** sound checks what a machine can see of a page: nothing too wide, no key without words, no error. */
async function sound(page: Page, errors: string[]) {
  const wide = await page.evaluate(() => Math.max(...['html', 'main', 'aside'].map((at) => document.querySelector(at)).map((e) => (e ? e.scrollWidth - e.clientWidth : 0))))
  expect(wide, 'pixels beyond the right edge').toBeLessThanOrEqual(0)
  const untold = await page.evaluate(() => document.body.innerText.match(/\b(?:wall|playback|shared|shell|stage|incident|cause|health|kind)\.[a-z][A-Za-z.]+/g) ?? [])
  expect(untold, 'keys without words').toEqual([])
  expect(errors).toEqual([])
}

test.each(all)('$name', async ({ name, view, width, height, language }) => {
  const { page, errors } = await wallPage(view.path, view.answers, { width, height }, language)
  await vi.waitFor(async () => expect(await playing(page)).toBe(view.playing), { timeout: 20_000 })
  await shoot(page, name)
  await sound(page, errors)
  await page.context().close()
})

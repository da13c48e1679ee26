// The room's cameras: five kiosks publish, the wall shows each of them live,
// a moment is played back while they are recorded, one is cut off and comes
// back.
import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { Centre } from '../case/centre'
import { Desk } from '../case/desk'
import { look } from '../case/eye'
import { large, small } from '../case/film'
import { Kiosk } from '../case/kiosk'
import type { EntryView, TimelineView, WallView } from '@shared/api.gen'
import { zh } from '../case/words'
import { Wire } from './wire'

const run = promisify(execFile)

const lot = '2026-017-01'
const room = '第一评标室'
const places = [1, 2, 3, 4, 5]

let centre: Centre
let office: Browser
let desk: Desk
let wall: Desk
const kiosks: Kiosk[] = []
let wire: Wire // of the kiosk that is cut off
const cutOff = 4

beforeAll(async () => {
  ;[centre, office] = await Promise.all([Centre.start('sqlite', 'scheduled'), launch()])
  ;[desk, wall] = await Promise.all([Desk.open(office, centre, 'staff'), Desk.open(office, centre, 'supervisor', 'wall')])
  for (const place of places) kiosks.push(await Kiosk.start(centre, place, place === 1 ? large : small))
  for (const kiosk of kiosks) await kiosk.camera.count(kiosk.place)
  wire = await Wire.to(kiosks[cutOff - 1]!)
  await desk.page.getByRole('link', { name: zh('desk-rooms.title') }).click()
  for (const kiosk of kiosks) await desk.confirmKiosk(await kiosk.fingerprint(), room, kiosk.place)
  await desk.lot(lot)
  await desk.deed(zh('desk.open'))
})
afterAll(async () => {
  const errors = [desk, wall, ...kiosks].flatMap((window) => window.errors)
  await Promise.all(kiosks.map((kiosk) => kiosk.close()))
  wire.close()
  await office.close()
  const code = await centre.stop()
  expect(errors, 'what the pages reported').toEqual([])
  expect(centre.said, 'what the server reported').toBe('')
  expect(code).toBe(0)
})

test('the wall shows every kiosk, less than a second old', async () => {
  await wall.page.getByRole('link', { name: room, exact: true }).click()
  for (const kiosk of kiosks) {
    await kiosk.text('shell.recording.live').waitFor()
    const tile = wall.tile(zh('desk-rooms.kioskName', { seat: kiosk.place }))
    await expect.poll(() => kiosk.ageOn(tile), { timeout: 60_000, message: `of kiosk ${kiosk.place}, milliseconds` }).toBeLessThan(1000)
  }
})

test('a kiosk that is cut off is a stated gap, and comes back by itself', async () => {
  const kiosk = kiosks[cutOff - 1]!
  const name = zh('desk-rooms.kioskName', { seat: cutOff })
  const cut = Date.now()
  await wire.cut()
  await wall.page.locator('figure').filter({ hasText: name }).getByText(zh('wall.feedAway')).waitFor()
  const mended = Date.now()
  await wire.mend()
  await expect.poll(() => kiosk.ageOn(wall.tile(name)), { timeout: 60_000, message: 'of the kiosk that is back, milliseconds' }).toBeLessThan(1000)
  const id = await lotId()
  const { feeds } = await read<TimelineView>(`/api/lots/${id}/timeline`)
  const line = feeds.find((feed) => feed.seat === cutOff)!
  expect(line.spans.length).toBe(2)
  expect(line.gaps).toEqual([{ fromMs: line.spans[0]!.toMs, toMs: line.spans[1]!.fromMs, cause: 'network' }])
  const [gap] = line.gaps
  console.log(`the gap begins ${gap!.fromMs - cut} ms after the cut and ends ${gap!.toMs - mended} ms after it was mended`)
  expect(Math.abs(gap!.fromMs - cut)).toBeLessThan(1000)
  expect(gap!.toMs).toBeGreaterThan(mended)
  expect(gap!.toMs).toBeLessThan(mended + 5000)
  const kinds = (await read<{ items: EntryView[] }>(`/api/lots/${id}/log?limit=200`)).items.map(({ kind }) => kind)
  expect(kinds.filter((kind) => kind === 'recording.gap').length, 'every gap of the timeline is an entry').toBe(feeds.flatMap((feed) => feed.gaps).length)
})

test('a finished recording plays in the browser, and ffprobe finds nothing wrong', async () => {
  const id = await lotId()
  const line = (await read<TimelineView>(`/api/lots/${id}/timeline`)).feeds.find((feed) => feed.seat === cutOff)!
  const { recording, fromMs, toMs } = line.spans[0]!
  const played = await wall.page.evaluate(async (src) => {
    const video = document.createElement('video')
    const heard = (event: string) => new Promise((resolve, reject) => {
      video.addEventListener(event, resolve, { once: true })
      video.addEventListener('error', () => reject(new Error(video.error?.message)), { once: true })
    })
    video.muted = true
    video.src = src
    await heard('loadedmetadata')
    const { duration } = video
    video.currentTime = duration / 2
    await heard('seeked')
    const middle = video.currentTime
    video.currentTime = Math.max(0, duration - 1)
    await Promise.all([heard('ended'), video.play()])
    return { duration, middle, end: video.currentTime, width: video.videoWidth }
  }, line.playlist.replace('playlist.m3u8', `${recording}.mp4`))
  expect(played.width).toBe(320)
  expect(Math.abs(played.duration - (toMs - fromMs) / 1000)).toBeLessThan(0.3)
  expect(played.middle).toBeCloseTo(played.duration / 2, 1)
  expect(played.end).toBeCloseTo(played.duration, 0)

  const folder = join(centre.folder, 'centre', 'recordings')
  const file = join(folder, readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith(`${recording}.mp4`))!)
  const { stdout, stderr } = await run('ffprobe', ['-v', 'warning', '-show_entries', 'format=duration:stream=codec_name:packet=stream_index,dts', '-of', 'json', file], { maxBuffer: 1 << 26 })
  expect(stderr).toBe('')
  const probed = JSON.parse(stdout) as { packets: { stream_index: number; dts: number }[]; streams: { codec_name: string }[]; format: { duration: string } }
  expect(probed.streams.map((stream) => stream.codec_name)).toEqual(['h264', 'opus'])
  expect(Math.abs(Number(probed.format.duration) - (toMs - fromMs) / 1000)).toBeLessThan(0.3)
  for (const stream of [0, 1]) {
    const times = probed.packets.filter((packet) => packet.stream_index === stream).map(({ dts }) => dts)
    expect(times.length).toBeGreaterThan(20)
    expect(times.every((time, i) => i === 0 || time > times[i - 1]!), `the times of stream ${stream} rise`).toBe(true)
  }
})

test('an entry of the log leads to its moment, while it is recorded', async () => {
  const kiosk = kiosks[2]!
  await kiosk.typePass(centre.passes.get(3)!)
  await kiosk.who()
  const clock = await kiosk.clock()
  const id = await lotId()
  const entry = (await read<{ items: EntryView[] }>(`/api/lots/${id}/log?limit=200`)).items.findLast(({ kind }) => kind === 'member.checked_in')!
  const feed = await until(async () => {
    const line = (await read<TimelineView>(`/api/lots/${id}/timeline`)).feeds.find((one) => one.id === entry.feed)
    return line?.spans.some(({ toMs }) => toMs > entry.atMs + 1000) ? line : null
  })
  await wall.page.goto(`${centre.address}/wall/lots/${id}/playback?entry=${entry.seq}`)
  await wall.page.locator('figure[aria-busy=false]').filter({ hasText: feed.name }).waitFor() // until then the picture says that it is another moment's
  const shown = await until(() => look(wall.tile(feed.name)))
  const off = Math.round(clock.takenMs(shown.frame, entry.atMs) - entry.atMs)
  expect(shown.kiosk).toBe(3)
  console.log(`the frame of entry ${entry.seq} is ${off} ms from its time`)
  expect(Math.abs(off)).toBeLessThan(200)
})

async function lotId(): Promise<string> {
  return (await read<WallView>('/api/wall')).rooms.find((one) => one.room.name === room)!.lot!.id
}

/** read asks the server as the wall's supervisor. */
function read<T>(path: string): Promise<T> {
  return wall.page.evaluate(async (path) => (await fetch(path)).json() as Promise<T>, path)
}

/** until asks again and again until there is an answer. */
async function until<T>(ask: () => Promise<T | null>, ms = 15_000): Promise<T> {
  for (const end = Date.now() + ms; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const answer = await ask()
    if (answer !== null) return answer
  }
  throw new Error(`no answer within ${ms} ms to ${ask}`)
}

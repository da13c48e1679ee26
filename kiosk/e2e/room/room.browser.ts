// The room's cameras: five kiosks publish, the wall shows each of them live,
// a moment is played back while they are recorded, one is cut off and comes
// back.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { Centre } from '../case/centre'
import { Desk } from '../case/desk'
import { look } from '../case/eye'
import { large, small } from '../case/film'
import { Kiosk } from '../case/kiosk'
import type { EntryView, TimelineView } from '@shared/api.gen'
import { zh } from '../case/words'

const lot = '2026-017-01'
const room = '第一评标室'
const places = [1, 2, 3, 4, 5]

let centre: Centre
let office: Browser
let desk: Desk
let wall: Desk
const kiosks: Kiosk[] = []

beforeAll(async () => {
  ;[centre, office] = await Promise.all([Centre.start('sqlite', 'scheduled'), launch()])
  ;[desk, wall] = await Promise.all([Desk.open(office, centre, 'staff'), Desk.open(office, centre, 'supervisor', 'wall')])
  for (const place of places) kiosks.push(await Kiosk.start(centre, place, place === 1 ? large : small))
  for (const kiosk of kiosks) await kiosk.camera.count(kiosk.place)
  await desk.page.getByRole('link', { name: zh('desk-rooms.title') }).click()
  for (const kiosk of kiosks) await desk.confirmKiosk(await kiosk.fingerprint(), room, kiosk.place)
  await desk.lot(lot)
  await desk.deed(zh('desk.open'))
})
afterAll(async () => {
  const errors = [desk, wall, ...kiosks].flatMap((window) => window.errors)
  await Promise.all(kiosks.map((kiosk) => kiosk.close()))
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

test('an entry of the log leads to its moment, while it is recorded', async () => {
  const kiosk = kiosks[2]!
  await kiosk.typePass(centre.passes.get(3)!)
  await kiosk.who()
  const clock = await kiosk.clock()
  const id = (await read<{ rooms: { lot: { id: string } }[] }>('/api/wall')).rooms[0]!.lot.id
  const entry = (await read<{ items: EntryView[] }>(`/api/lots/${id}/log?limit=200`)).items.findLast(({ kind }) => kind === 'member.checked_in')!
  const feed = await until(async () => {
    const line = (await read<TimelineView>(`/api/lots/${id}/timeline`)).feeds.find((one) => one.id === entry.feed)
    return line?.spans.some(({ toMs }) => toMs > entry.atMs + 1000) ? line : null
  })
  await wall.page.goto(`${centre.address}/wall/lots/${id}/playback?entry=${entry.seq}`)
  const shown = await until(async () => {
    const seen = await look(wall.tile(feed.name))
    const off = seen && Math.round(clock.takenMs(seen.frame, entry.atMs) - entry.atMs)
    return seen && Math.abs(off!) < 2000 ? { kiosk: seen.kiosk, off: off! } : null
  })
  expect(shown.kiosk).toBe(3)
  console.log(`the frame of entry ${entry.seq} is ${shown.off} ms from its time`)
  expect(Math.abs(shown.off)).toBeLessThan(200)
})

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

// The server is killed at random moments, twenty times, while five members
// type and their kiosks publish. Nothing that was acknowledged may be lost, and
// what was not recorded must be stated as a gap, as long as the kiosks saw it.
import { randomInt } from 'node:crypto'
import type { Browser, Request } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DraftView, KioskState, TimelineView } from '@shared/api.gen'
import { launch } from '../browser'
import { Centre } from '../case/centre'
import { Desk } from '../case/desk'
import { small } from '../case/film'
import { Kiosk } from '../case/kiosk'
import { zh } from '../case/words'

const kills = Number(process.env.BIDROOM_KILLS ?? 20)
const seed = Number(process.env.BIDROOM_SEED ?? randomInt(1 << 30))
const room = '第一评标室'
const places = [1, 2, 3, 4, 5]

/** random is a small generator (mulberry32), so that the printed seed gives the same moments again. */
function generator(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
const random = generator(seed)
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

let centre: Centre
let office: Browser
let desk: Desk
let wall: Desk
const kiosks: Kiosk[] = []
/** By kiosk and field, the newest stroke that the server has acknowledged. */
const acknowledged = new Map<Kiosk, Map<string, DraftView>>()

beforeAll(async () => {
  console.log(`seed ${seed}, ${kills} kills`)
  ;[centre, office] = await Promise.all([Centre.start('sqlite', 'evaluating'), launch()])
  ;[desk, wall] = await Promise.all([Desk.open(office, centre, 'staff'), Desk.open(office, centre, 'supervisor', 'wall')])
  await desk.page.getByRole('link', { name: zh('desk-rooms.title') }).click()
  for (const place of places) {
    const kiosk = await Kiosk.start(centre, place, small)
    kiosks.push(kiosk)
    follow(kiosk)
    await desk.confirmKiosk(await kiosk.fingerprint(), room, 0) // a spare: the places are taken by the kiosks that break down
    await kiosk.typePass(centre.passes.get(place)!)
    await kiosk.hold(zh('checkin.move'))
    await kiosk.text('shell.recording.live').waitFor()
  }
  await wall.page.getByRole('link', { name: room, exact: true }).click()
})
afterAll(async () => {
  await Promise.all(kiosks.map((kiosk) => kiosk.close()))
  await office.close()
  await centre.stop()
})

/** follow keeps what the server acknowledges of a kiosk's strokes. */
function follow(kiosk: Kiosk) {
  const fields = new Map<string, DraftView>()
  acknowledged.set(kiosk, fields)
  kiosk.page.on('requestfinished', (request: Request) => {
    if (request.method() !== 'PUT' || !request.url().endsWith('/kiosk/drafts')) return
    void request.response().then((response) => {
      if (response?.status() !== 200) return
      for (const draft of (JSON.parse(request.postData()!) as { drafts: DraftView[] }).drafts) fields.set(`${draft.bid} ${draft.criterion}`, draft)
    })
  })
}

/** type types marks into the sheet until it is told to stop. */
async function type(kiosk: Kiosk, stopped: () => boolean) {
  const fields = kiosk.page.locator('[data-criterion] input[inputmode="decimal"]')
  await fields.first().waitFor()
  for (let n = 0; !stopped(); n++) {
    const field = fields.nth(n % (await fields.count()))
    await field.fill(String(1 + Math.floor(random() * 4)))
    await wait(100)
  }
}

/** backAgain waits until a kiosk has counted so many outages, each of which ends when it is recorded again. */
async function backAgain(kiosk: Kiosk, count: number) {
  while ((await outages(kiosk)).length < count) await wait(50)
}

/** picturesMove waits until every tile of the wall shows new pictures. */
async function picturesMove({ page }: Desk) {
  await page.evaluate(() => {
    for (const video of document.querySelectorAll('video')) video.dataset.frames = String(video.getVideoPlaybackQuality().totalVideoFrames)
  })
  await page.waitForFunction((tiles) => {
    const moving = [...document.querySelectorAll('video')].filter((video) => video.offsetParent && String(video.getVideoPlaybackQuality().totalVideoFrames) !== video.dataset.frames)
    return moving.length === tiles
  }, places.length)
}

/** store reads a store of the kiosk's page. */
function store<T>(kiosk: Kiosk, name: string, read: string): Promise<T> {
  return kiosk.page.evaluate(`document.querySelector('#app').__vue_app__.config.globalProperties.$pinia._s.get('${name}').${read}`)
}

/** outages are what the kiosk itself counted: from the moment it noticed to the moment its pictures flowed again. */
function outages(kiosk: Kiosk): Promise<{ fromMs: number; toMs: number }[]> {
  return store(kiosk, 'recording', 'gaps()')
}

test('twenty kills lose nothing that was acknowledged, and state what was not recorded', { timeout: 900_000 }, async () => {
  let over = false
  const typing = Promise.allSettled(kiosks.map((kiosk) => type(kiosk, () => over)))
  for (let kill = 1; kill <= kills; kill++) {
    await wait(2000 + random() * 3000)
    await centre.kill()
    await wait(random() * 1000)
    const restart = Date.now()
    await centre.restart()
    const up = Date.now()
    await Promise.all([...kiosks.map((kiosk) => backAgain(kiosk, kill)), picturesMove(wall)])
    const back = Date.now()
    console.log(`kill ${kill}: the server took ${up - restart} ms to start, the pages ${back - up} ms more`)
    expect(back - up, 'kiosks and wall come back').toBeLessThan(5000)
  }
  over = true
  for (const typed of await typing) expect(typed.status).toBe('fulfilled')
  for (const kiosk of kiosks) await kiosk.text('shell.saved.at').waitFor()
  for (const kiosk of kiosks) {
    const token = await store<string>(kiosk, 'device', 'token')
    const state = (await (await fetch(`${centre.address}/api/kiosk/state`, { headers: { Authorization: `Kiosk ${token}` } })).json()) as KioskState
    const fields = acknowledged.get(kiosk)!
    expect(fields.size).toBeGreaterThan(0)
    for (const [key, draft] of fields) {
      const kept = state.member!.drafts.find(({ bid, criterion }) => `${bid} ${criterion}` === key)
      expect(kept, `${kiosk.name}, ${key}`).toBeDefined()
      expect(kept!.seq, `${kiosk.name}, ${key}`).toBeGreaterThanOrEqual(draft.seq)
      if (kept!.seq === draft.seq) expect(kept!.value).toBe(draft.value)
    }
  }
  const timeline = await read<TimelineView>(`/api/lots/${await lotId()}/timeline`)
  for (const kiosk of kiosks) {
    const counted = await outages(kiosk)
    expect(counted.length).toBe(kills)
    const stated = timeline.feeds.find(({ seat, spans }) => seat === kiosk.place && spans.length > kills)!.gaps
    expect(stated.length).toBe(kills)
    stated.forEach((gap, i) => {
      const difference = gap.toMs - gap.fromMs - (counted[i]!.toMs - counted[i]!.fromMs)
      console.log(`${kiosk.name}, gap ${i + 1}: stated ${gap.toMs - gap.fromMs} ms, counted ${counted[i]!.toMs - counted[i]!.fromMs} ms`)
      expect(Math.abs(difference)).toBeLessThan(500)
    })
  }
})

async function lotId(): Promise<string> {
  return (await read<{ rooms: { lot: { id: string } }[] }>('/api/wall')).rooms[0]!.lot.id
}

/** read asks the server as the wall's supervisor. */
function read<T>(path: string): Promise<T> {
  return wall.page.evaluate(async (path) => (await fetch(path)).json() as Promise<T>, path)
}

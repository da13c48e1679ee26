// The room's cameras: five kiosks publish, the wall shows each of them live,
// a moment is played back while they are recorded, one is cut off and comes
// back.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { Centre } from '../case/centre'
import { Desk } from '../case/desk'
import { large, small } from '../case/film'
import { Kiosk } from '../case/kiosk'
import { prepare, seen, Timing, watchCamera } from './sight'
import { zh } from '../case/words'

const lot = '2026-017-01'
const room = '第一评标室'
const places = [1, 2, 3, 4, 5]
const loop = 12 // seconds of film, after which it begins anew

let centre: Centre
let office: Browser
let desk: Desk
let wall: Desk
const kiosks: Kiosk[] = []

beforeAll(async () => {
  ;[centre, office] = await Promise.all([Centre.start('sqlite', 'scheduled'), launch()])
  ;[desk, wall] = await Promise.all([Desk.open(office, centre, 'staff'), Desk.open(office, centre, 'supervisor', 'wall')])
  for (const place of places) kiosks.push(await Kiosk.start(centre, place, place === 1 ? large : small))
  for (const kiosk of kiosks) await kiosk.camera.count(kiosk.place, loop)
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
    await watchCamera(kiosk.page)
    await prepare(kiosk.page)
  }
  await prepare(wall.page)
  for (const kiosk of kiosks) {
    const name = await wall.page.locator('figure').nth(kiosk.place - 1).locator('.name').innerText()
    const tile = await seen(wall.page, `video[aria-label="${name}"]`, 200)
    const own = await seen(kiosk.page, '#camera-probe')
    expect(tile, `the tile of ${name}`).not.toBeNull()
    expect(tile!.kiosk, `the tile of ${name}`).toBe(kiosk.place)
    const age = new Timing(10, loop * 10, own!).ageOf(tile!)
    console.log(`${name}: ${age} ms old on the wall`)
    expect(age).toBeGreaterThan(-100)
    expect(age).toBeLessThan(1000)
  }
  await wall.page.screenshot({ path: '/tmp/shots/wall-live.png' })
})

// One whole evaluation through the pages: five kiosks, each a browser with a
// camera of its own, a desk and a wall, on every database at hand.
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launch } from '../browser'
import { Centre, databases } from './centre'
import { Desk } from './desk'
import { large, small } from './film'
import { Kiosk } from './kiosk'
import { zh } from './words'

const shots = fileURLToPath(new URL('./shots/', import.meta.url))
const lot = '2026-017-01'
const room = '第一评标室'
const places = [1, 2, 3, 4, 5]
const representative = 5 // the seat of the procuring entity's own
const chair = 3 // whom they elect
const typing = 2 // the seat whose expert has left the phone at home and types

describe.each(databases)('on %s', (database) => {
  let centre: Centre
  let office: Browser
  let desk: Desk
  let wall: Desk
  const kiosks: Kiosk[] = []
  const members: { name: string; seat: number }[] = []
  const windows = () => [desk, wall, ...kiosks].filter(Boolean)

  beforeAll(async () => {
    ;[centre, office] = await Promise.all([Centre.start(database, 'scheduled'), launch()])
  })
  afterAll(async () => {
    const errors = windows().flatMap((window) => window.errors)
    await Promise.all(kiosks.map((kiosk) => kiosk.close()))
    await office?.close()
    const code = await centre?.stop()
    expect(errors, 'what the pages reported').toEqual([])
    expect(centre?.said ?? '', 'what the server reported').toBe('')
    expect(code).toBe(0)
  })

  // What a person would have seen, for whoever reads the failure.
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    for (const window of windows()) await window.page.screenshot({ path: `${shots}${database}-${window.name}.png` }).catch(() => undefined)
  })

  test('staff and a supervisor sign in', async () => {
    ;[desk, wall] = await Promise.all([Desk.open(office, centre, 'staff'), Desk.open(office, centre, 'supervisor', 'wall')])
  })

  test('five kiosks show their fingerprints and are confirmed on the desk', async () => {
    for (const place of places) kiosks.push(await Kiosk.start(centre, place, place === 1 ? large : small))
    await desk.page.getByRole('link', { name: zh('desk-rooms.title') }).click()
    for (const kiosk of kiosks) await desk.confirmKiosk(await kiosk.fingerprint(), room, kiosk.place)
    for (const kiosk of kiosks) await kiosk.text('shell.idle.title').waitFor()
  })

  test('staff open the meeting', async () => {
    await desk.lot(lot)
    await desk.deed(zh('desk.open'))
    await desk.stage('assembling')
    for (const kiosk of kiosks) await kiosk.text('checkin.title').waitFor()
  })

  test('four experts check in with their passes, one of them by typing', async () => {
    for (const [seat, pass] of centre.passes) {
      const kiosk = kiosks[seat - 1]!
      if (seat === typing) await kiosk.typePass(pass.toLowerCase().replaceAll('-', ' '))
      else await kiosk.showPass(pass)
      members.push(await kiosk.who())
    }
    expect(members.map(({ seat }) => seat)).toEqual([...centre.passes.keys()])
    expect(new Set(members.map(({ name }) => name)).size).toBe(4)
  })

  test("staff enter the procuring entity's representative, who checks in with the desk's code", async () => {
    const pass = await desk.representative('韩立新', '授权函〔2026〕17 号')
    await kiosks[representative - 1]!.showPass(pass)
    expect(await kiosks[representative - 1]!.who()).toEqual({ name: '韩立新', seat: representative })
  })

  test('every kiosk comes back from a power cut with its member', async () => {
    await Promise.all(kiosks.map((kiosk) => kiosk.restart()))
  })

  test('on the wall every tile shows the right kiosk, less than a second old', async () => {
    await wall.sees(room, 'assembling')
    await wall.page.getByRole('link', { name: room, exact: true }).click()
    for (const kiosk of kiosks) {
      const tile = wall.tile(zh('desk-rooms.kioskName', { seat: kiosk.place }))
      // A picture that has just been opened catches up within moments; then it stays.
      await expect.poll(() => kiosk.ageOn(tile), { timeout: 60_000, message: `of kiosk ${kiosk.place}, milliseconds` }).toBeLessThan(1000)
      console.log(`kiosk ${kiosk.place}: at most ${await kiosk.ageOn(tile)} ms old on the wall`)
    }
  })

  test('staff lead on to the declarations', async () => {
    await desk.deed(zh('desk.advance', { stage: zh('stage.declaring') }))
    await desk.stage('declaring')
  })

  test('every member reads the six bidders and signs the declaration', async () => {
    for (const kiosk of kiosks) await kiosk.declare(6)
    await desk.deed(zh('desk.advance', { stage: zh('stage.electing') }))
    await desk.stage('electing')
  })

  test('the chair is elected in a second round, after a first without a majority', async () => {
    const name = (seat: number) => members.find((member) => member.seat === seat)!.name
    for (const [i, choice] of [1, 1, 3, 3, 4].entries()) await kiosks[i]!.vote(1, name(choice))
    await Promise.all(kiosks.map((kiosk) => kiosk.vote(2, name(chair))))
    await desk.deed(zh('desk.advance', { stage: zh('stage.examining') }))
    await desk.stage('examining')
  })
})

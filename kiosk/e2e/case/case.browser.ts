// One whole evaluation through the pages: five kiosks, each a browser with a
// camera of its own, desks and a wall, on every database at hand.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launch } from '../browser'
import { bidroom, Centre, databases } from './centre'
import { Desk } from './desk'
import * as drawing from './drawing'
import { look, type FilmClock } from './eye'
import { large, small } from './film'
import { Kiosk } from './kiosk'
import * as member from './member'
import { benchmark, criteria, failing, ground, items, letters, lot, mark, opening, ranking, registerFile, rejected, room, throwDice } from './tender'
import { like, zh } from './words'

const shots = fileURLToPath(new URL('./shots/', import.meta.url))
const places = [1, 2, 3, 4, 5]
const drawn = [1, 2, 3, 4] // the seats of experts
const representative = 5 // the seat of the procuring entity's own
const chair = 3 // whom they elect
const typing = 2 // the seat whose expert has left the phone at home and types
const dissenting = 4 // the seat of another opinion
const played = 5 // the seat whose signature is played back

describe.each(databases)('on %s', (database) => {
  let centre: Centre
  let office: Browser
  let desk: Desk
  let caller: Desk
  let agent: Desk
  let supervisor: Desk
  let wall: Desk
  let fingerprint = '' // of the log's key
  const kiosks: Kiosk[] = []
  const clocks: FilmClock[] = [] // of that seat's camera, before and after it signed
  const passes = new Map<number, string>()
  const members: { name: string; seat: number }[] = []
  const desks: Desk[] = []
  const windows = () => [...desks, ...kiosks]
  const signIn = async (login: string, surface?: 'wall') => {
    const one = await Desk.open(office, centre, login, surface)
    desks.push(one)
    return one
  }
  /**
   * settled waits until the pictures are in time again. In a room each kiosk is
   * a machine of its own; here seven pages share two cores, and a browser that
   * is held up misjudges when its camera took a picture: it takes the average of
   * the delays of a hundred frames off, which is ten seconds of this camera.
   */
  const settled = () => new Promise((resolve) => setTimeout(resolve, 10_000))
  /** together lets all members act at the same time, as they do in a room. */
  const together = (act: (kiosk: Kiosk) => Promise<unknown>) => Promise.all(kiosks.map(act))
  const name = (seat: number) => members.find((one) => one.seat === seat)!.name

  beforeAll(async () => {
    ;[centre, office] = await Promise.all([Centre.start(database, 'tender'), launch()])
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

  test('staff, the agent, and a supervisor sign in', async () => {
    ;[desk, caller, agent, supervisor, wall] = await Promise.all([signIn('staff'), signIn('caller'), signIn('agent'), signIn('supervisor'), signIn('supervisor', 'wall')])
  })

  test('of a register file with a fault in one row, the good row goes in', async () => {
    const { page } = desk
    await page.getByRole('link', { name: zh('desk-register.title') }).click()
    await page.locator('input[type="file"]').setInputFiles(registerFile)
    await desk.text('desk-register.counts', { total: 2, good: 1, bad: 1 }).waitFor()
    await page.getByRole('row').filter({ hasText: zh('import.head.experts.identity') }).getByText('3', { exact: true }).waitFor()
    await desk.deed(zh('desk-register.commitGood', { good: 1 }))
    await page.locator('p').filter({ hasText: registerFile.name }).getByText(zh('desk-register.state.done')).waitFor()
    await page.getByRole('searchbox', { name: zh('shared.table.search', { what: zh('desk-register.searchHint') }) }).fill('110101199003070011')
    await page.getByRole('row').filter({ hasText: '王喆' }).click()
    await page.getByRole('heading', { level: 1, name: '王喆' }).waitFor()
  })

  test('staff form the pool, which shows whom it lacks, and why', async () => {
    await desk.lot(lot)
    await desk.deed(zh('desk.drawStart'))
    await drawing.stage(desk, 'committing')
    const lacking = await drawing.exclusions(desk)
    // The made-up register has people who worked for a bidder, and kin of a bidder's head; counts below five stay hidden.
    for (const code of ['R01', 'R06']) expect(lacking.get(zh(`desk-draw.ground.${code}`)), code).toMatch(/^(<5|[1-9]\d*)$/)
  })

  test('people of two roles commit, each on a device of their own; the server was first', async () => {
    const first = await drawing.shares(desk)
    expect(first.map(({ who }) => who)).toEqual([zh('desk-draw.server')])
    await drawing.commit(desk, '青溪 2026')
    await drawing.open(supervisor, lot)
    await drawing.commit(supervisor, '6 1 4 2 2 5')
    await expect.poll(async () => (await drawing.shares(desk)).map(({ who }) => who)).toEqual([zh('desk-draw.server'), '周明', '何正'])
    expect((await drawing.shares(desk))[0]).toEqual(first[0])

    await supervisor.signOut()
    fingerprint = await supervisor.fingerprint()
    await supervisor.signIn('witness', centre.password)
    await drawing.open(supervisor, lot)
    await drawing.commit(supervisor, '1')
    await supervisor.text('refusal.draw.device_twice').waitFor()
    await supervisor.signOut()
    await supervisor.signIn('supervisor', centre.password)
    await drawing.open(supervisor, lot)
  })

  test('the agent gives the public share, all reveal, and the seats are filled', async () => {
    const dice = throwDice(25)
    await drawing.open(agent, lot)
    await drawing.give(agent, dice)
    await drawing.stage(desk, 'revealing')
    await drawing.reveal(desk)
    await drawing.reveal(supervisor)
    for (const one of [desk, supervisor, agent]) await drawing.stage(one, 'filled')
    for (const no of drawn) await drawing.seat(desk, no, 'filled')
  })

  test('the caller reads the passes from the calls; one expert declines and is replaced; staff see no name', async () => {
    await drawing.invite(desk)
    await drawing.open(caller, lot)
    const called: string[] = []
    const declined = await drawing.ring(caller, 1)
    await caller.deed(zh('desk-draw.answer.declined', { seat: 1 }), { reason: '出差在外' })
    await drawing.seat(caller, 1, 'filled')
    await drawing.invite(desk)
    await desk.page.getByText(zh('desk-draw.ownCase')).waitFor()
    for (const no of drawn) {
      await drawing.seat(caller, no, 'invited')
      const call = await drawing.ring(caller, no)
      passes.set(no, call.pass)
      called.push(call.name)
      await drawing.accept(caller, no)
    }
    expect(called).not.toContain(declined.name)
    expect(new Set(called).size).toBe(4)

    expect(await desk.button('desk-draw.call', { seat: 1 }).count()).toBe(0)
    for (const one of [caller, agent, supervisor]) await one.close() // their part is done
    for (const at of ['draw', 'lot']) {
      if (at === 'lot') await desk.lot(lot)
      const text = await desk.page.locator('body').innerText()
      for (const one of [declined.name, ...called]) expect(text).not.toContain(one)
    }
  })

  test('staff open the bids and plan the meeting', async () => {
    await desk.openBids(opening)
    await desk.schedule(room, new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Asia/Shanghai' }).format(Date.now() + 30 * 60_000))
  })

  test('five kiosks show their fingerprints and are confirmed on the desk', async () => {
    kiosks.push(...(await Promise.all(places.map((place) => Kiosk.start(centre, place, place === 1 ? large : small)))))
    await desk.page.getByRole('link', { name: zh('desk-rooms.title') }).click()
    for (const kiosk of kiosks) await desk.confirmKiosk(await kiosk.fingerprint(), room, kiosk.place)
    await together((kiosk) => kiosk.text('shell.idle.title').waitFor())
  })

  test('staff open the meeting', async () => {
    await desk.lot(lot)
    await desk.deed(zh('desk.open'))
    await desk.stage('assembling')
    await together((kiosk) => kiosk.text('checkin.title').waitFor())
  })

  test('four experts check in with their passes, one of them by typing', async () => {
    const arrive = async ([seat, pass]: [number, string]) => {
      const kiosk = kiosks[seat - 1]!
      if (seat === typing) await kiosk.typePass(pass.toLowerCase().replaceAll('-', ' '))
      else await kiosk.showPass(pass)
      return kiosk.who()
    }
    members.push(...(await Promise.all([...passes].map(arrive))))
    expect(members.map(({ seat }) => seat)).toEqual(drawn)
    expect(new Set(members.map(({ name }) => name)).size).toBe(4)
  })

  test("staff enter the procuring entity's representative, who checks in with the desk's code", async () => {
    const pass = await desk.representative('韩立新', '授权函〔2026〕17 号')
    await kiosks[representative - 1]!.showPass(pass)
    members.push(await kiosks[representative - 1]!.who())
    expect(members.at(-1)).toEqual({ name: '韩立新', seat: representative })
  })

  test('every kiosk comes back from a power cut with its member', async () => {
    await together((kiosk) => kiosk.restart())
  })

  test('on the wall every tile shows the right kiosk, less than a second old', async () => {
    await wall.sees(room, 'assembling')
    await wall.page.getByRole('link', { name: room, exact: true }).click()
    for (const kiosk of kiosks) {
      const tile = wall.tile(zh('desk-rooms.kioskName', { seat: kiosk.place }))
      // A picture that has just been opened catches up within moments; then it stays.
      await expect.poll(() => kiosk.ageOn(tile), { timeout: 60_000, message: `of kiosk ${kiosk.place}, milliseconds` }).toBeLessThan(1000)
    }
    await wall.page.getByRole('link', { name: zh('wall.back') }).click()
  })

  test('every member reads the six bidders and signs the declaration', async () => {
    await desk.deed(zh('desk.advance', { stage: zh('stage.declaring') }))
    await together((kiosk) => member.declare(kiosk, letters.length))
    await desk.deed(zh('desk.advance', { stage: zh('stage.electing') }))
    await wall.sees(room, 'electing')
  })

  test('the chair is elected in a second round, after a first without a majority', async () => {
    await Promise.all([1, 1, 3, 3, 4].map((choice, i) => member.vote(kiosks[i]!, 1, name(choice))))
    await together((kiosk) => member.vote(kiosk, 2, name(chair)))
    await desk.deed(zh('desk.advance', { stage: zh('stage.examining') }))
    await wall.sees(room, 'examining')
  })

  test('every member examines every bid, and the chair rejects the one that the majority failed', async () => {
    await together((kiosk) => member.examine(kiosk, letters, items, kiosk.place === 1 ? undefined : failing))
    const outcome = kiosks[chair - 1]!.page.locator('.bids > li').filter({ hasText: failing.item }).locator('.what strong')
    await outcome.waitFor()
    const bidder = await outcome.innerText()
    await member.reject(kiosks[chair - 1]!, zh('examine.bidder', { letter: rejected, name: bidder }), ground, failing.reason)
    await together((kiosk) => kiosk.text('examine.rejected').waitFor())
    await kiosks[chair - 1]!.deed(zh('examine.advance'))
    await Promise.all([desk.stage('evaluating'), wall.sees(room, 'evaluating')])
  })

  test('a member reads the bid beside the sheet', async () => {
    expect(await member.read(kiosks[0]!, 2)).not.toBe('')
  })

  test('a mark that the server could not be told survives a reload', async () => {
    const kiosk = kiosks[typing - 1]!
    await kiosk.page.route('**/kiosk/drafts', (route) => route.abort())
    await member.field(kiosk, 0).fill('7.5')
    await kiosk.text('shell.saved.offline').waitFor()
    await kiosk.page.reload()
    await member.field(kiosk, 0).click({ trial: true }) // as soon as something can be typed
    expect(await member.field(kiosk, 0).inputValue()).toBe('7.5')
    await kiosk.page.unroute('**/kiosk/drafts')
    await kiosk.text('shell.saved.at').waitFor()
  })

  test('all type their marks by keyboard; one of them loses the network for a while', async () => {
    const bids = letters.replace(rejected, '')
    await together(async (kiosk) => {
      const type = (some: string) => member.score(kiosk, some, criteria, (letter, criterion) => mark(kiosk.place, letter, criterion))
      if (kiosk.place !== dissenting) return type(bids)
      await type(bids.slice(0, 2))
      await kiosk.page.context().setOffline(true)
      await type(bids.slice(2, 4))
      await kiosk.text('shared.offline.kept').waitFor()
      await kiosk.page.context().setOffline(false)
      await type(bids.slice(4))
    })
    await together((kiosk) => kiosk.text('shell.saved.at').waitFor())
  })

  test('all look over their sheets and submit them, signed, for a receipt', async () => {
    const hashes = await Promise.all(kiosks.map((kiosk) => member.submit(kiosk, 5, 5 * criteria.length)))
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(new Set(hashes).size).toBe(kiosks.length)
    await desk.deed(zh('desk.tally'))
    await wall.sees(room, 'tallied')
  })

  test('every member sees the ranking, and how a number came about', async () => {
    await together((kiosk) => kiosk.page.getByRole('heading', { name: zh('result.title') }).waitFor())
    const { page } = kiosks[0]!
    const rows = await page.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td, th')].map((cell) => cell.textContent!.trim())))
    const shown = rows.slice(0, ranking.length).map(([rank, bidder, technical, commercial, price, total]) => ({ rank, letter: bidder![0], technical, commercial, price, total }))
    expect(shown).toEqual(ranking.map((one, i) => ({ rank: String(i + 1), ...one })))
    await page.getByRole('button', { name: ranking[0]!.price, exact: false }).first().click()
    await page.locator('[data-line="benchmark"]').getByText(benchmark).first().waitFor()
    await kiosks[0]!.button('result.back').click()
  })

  test('the chair leads on, the report is issued, four sign it and one dissents', async () => {
    await kiosks[chair - 1]!.deed(zh('result.report'))
    await desk.stage('reporting')
    await desk.deed(zh('desk.report'))
    await wall.sees(room, 'signing')
    const last = kiosks[played - 1]!
    await together(async (kiosk) => {
      if (kiosk.place === dissenting) await member.dissent(kiosk, '对 B 的施工组织设计有不同意见：进度计划未考虑冬季施工。')
      else if (kiosk !== last) await member.sign(kiosk)
    })
    await settled()
    clocks.push(await last.clock())
    await member.sign(last)
    clocks.push(await last.clock())
  })

  test('a supervisor plays back the moment of a signature while all is recorded', async () => {
    const { page } = wall
    await page.getByRole('link', { name: room, exact: true }).click()
    await page.getByRole('button').filter({ hasText: zh('kind.report.signed') }).filter({ hasText: zh('wall.seat', { seat: played }) }).click()
    await page.getByRole('article', { name: zh('kind.report.signed') }).waitFor()
    const at = Date.parse((await page.locator('.clock').getAttribute('datetime'))!)
    // A camera that was held up goes on later: the clocks before and after the signature are the bounds.
    const off = async () => {
      const seen = await look(wall.tile(zh('desk-rooms.kioskName', { seat: played })))
      if (seen?.kiosk !== played) return Infinity
      const [before, after] = clocks.map((clock) => clock.takenMs(seen.frame, at) - at)
      return Math.max(before!, -after!, 0)
    }
    await expect.poll(off, { timeout: 30_000, message: 'milliseconds from the entry' }).toBeLessThan(200)
  })

  test('staff seal the meeting', async () => {
    await desk.deed(zh('desk.seal'), { typed: lot })
    await desk.stage('sealed')
  })

  test('whoever has the address on the printed record checks the draw without an account', async () => {
    await desk.lot(lot)
    await desk.page.getByRole('link', { name: like('desk.drawOf') }).click()
    await desk.page.waitForURL('**/draws/*')
    const page = await (await office.newContext({ locale: 'zh-CN' })).newPage()
    await page.goto(`${centre.address}/desk/verify?record=${desk.page.url().split('/').at(-1)!}`)
    await page.getByText(zh('desk-verify.sound'), { exact: true }).waitFor()
    await page.getByText(zh('desk-verify.fromHere')).waitFor()
    expect(await page.locator('tbody tr').filter({ hasText: zh('verify.record.opened') }).innerText()).toContain(zh('verify.state.checked'))
    await page.context().close()
    await desk.lot(lot)
  })

  test('what is exported is sound, and one changed byte is found', async () => {
    const recordings = join(centre.folder, 'centre', 'recordings')
    const verify = (file: string) => bidroom('verify', file, '--key', fingerprint, '--recordings', recordings)
    const state = (part: string, state: string) => zh('verify.line', { part: zh(`verify.part.${part}`), state: zh(`verify.state.${state}`) })
    supervisor = await signIn('supervisor')
    await supervisor.lot(lot)
    for (const [from, key] of [[desk, 'desk.exportPublic'], [supervisor, 'desk.exportFull']] as const) {
      const file = await from.download(key)
      const { code, out } = await verify(file)
      for (const part of ['log', 'checkpoints', 'keys', 'draw', 'scores', 'ranking', 'signatures', 'recordings']) expect(out).toContain(state(part, 'checked'))
      // What names people goes to the authority only.
      for (const part of ['conflicts', 'report']) expect(out).toContain(state(part, key === 'desk.exportFull' ? 'checked' : 'not_contained'))
      expect(out).toContain(zh('verify.sound'))
      expect(code).toBe(0)

      const bytes = readFileSync(file)
      bytes[bytes.length >> 1]! ^= 1
      writeFileSync(`${file}.changed`, bytes)
      const changed = await verify(`${file}.changed`)
      expect(changed.out).toContain(zh('verify.broken'))
      expect(changed.code).toBe(1)
    }
  })
})

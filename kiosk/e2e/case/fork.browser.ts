// A server that is set back to an older state and goes on from there, as an
// administrator of its database could do: a kiosk that had seen more notices,
// tells its member and the supervisor, and keeps the proof.
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { bidroom, Centre } from './centre'
import { Desk } from './desk'
import { Kiosk } from './kiosk'
import { like, zh } from './words'

const lot = '2026-017-01'
const room = '第一评标室'

let centre: Centre
let office: Browser
let desk: Desk
let wall: Desk
let kiosk: Kiosk
let fingerprint: string
let lotId: string
let roomId: string
const notes: Record<'common' | 'forgotten' | 'later', string> = { common: '', forgotten: '', later: '' }

beforeAll(async () => {
  ;[centre, office] = await Promise.all([Centre.start('sqlite', 'assembling'), launch()])
  ;[desk, wall] = await Promise.all([Desk.open(office, centre, 'staff'), Desk.open(office, centre, 'supervisor', 'wall')])
  const { rooms } = await call<{ rooms: { room: { id: string }; lot: { id: string } }[] }>(wall, 'GET', '/wall')
  lotId = rooms[0]!.lot.id
  roomId = rooms[0]!.room.id
})
afterAll(async () => {
  await kiosk?.close()
  await office?.close()
  await centre?.stop()
})

/** call sends what a page of somebody who is signed in would send. */
function call<T>(window: Desk, method: string, path: string, body?: object): Promise<T> {
  return window.page.evaluate(
    async ({ method, path, body }) => {
      const { csrf } = (await (await fetch('/api/me')).json()) as { csrf: string }
      const headers = { 'X-CSRF': csrf, 'Idempotency-Key': crypto.randomUUID(), 'Content-Type': 'application/json' }
      const response = await fetch(`/api${path}`, { method, ...(method !== 'GET' && { headers, body: JSON.stringify(body) }) })
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return response.json().catch(() => null) as Promise<never>
    },
    { method, path, body },
  )
}

async function announce(count: number, text: string): Promise<void> {
  for (let n = 1; n <= count; n++) await call(wall, 'POST', `/rooms/${roomId}/announcements`, { text: `${text}（${n}）` })
}

/** size waits until the kiosk holds a checkpoint of the lot with more than so many entries, and returns its size. */
async function size(more: number): Promise<number> {
  let now = 0
  await expect.poll(async () => (now = Number(/\d+/.exec(await kiosk.page.getByTitle(zh('held.title')).innerText())?.[0] ?? 0)), { timeout: 60_000 }).toBeGreaterThan(more)
  return now
}

/** save saves the lot's nth note from the kiosk's list, as a person would, and returns the file. */
async function save(name: keyof typeof notes, nth = 0): Promise<void> {
  await kiosk.page.getByTitle(zh('held.title')).click()
  const row = kiosk.page.getByRole('dialog').getByRole('listitem').filter({ hasText: lot }).nth(nth)
  const [file] = await Promise.all([kiosk.page.waitForEvent('download'), row.getByRole('button', { name: zh('held.save') }).click()])
  notes[name] = join(centre.folder, `${name}.txt`)
  await file.saveAs(notes[name])
  await kiosk.button('held.close').click()
}

test('kiosk and desk show the same key of the log before they are paired', async () => {
  kiosk = await Kiosk.start(centre, 1)
  await desk.page.getByRole('link', { name: zh('desk-rooms.title') }).click()
  fingerprint = await kiosk.page.locator('.log .hash').innerText()
  expect(fingerprint).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/)
  await desk.page.getByText(fingerprint, { exact: true }).waitFor()
  await desk.confirmKiosk(await kiosk.fingerprint(), room, 0)
  await kiosk.text('checkin.title').waitFor()
})

test('a kiosk keeps the last checkpoint through a restart of the server', async () => {
  await size(0)
  await save('common')
  await centre.kill()
  cpSync(join(centre.folder, 'centre'), join(centre.folder, 'copy'), { recursive: true })
  await centre.restart()
  // The recording goes on by itself on either way: what is forgotten must be more than comes back soon.
  const { note } = await call<{ note: string }>(wall, 'GET', `/checkpoint?tree=${lotId}`)
  await announce(12, '请各位专家核对身份证件。')
  await size(Number(note.split('\n')[1]) + 11)
  await save('forgotten')
  expect(await kiosk.page.getByRole('alert').filter({ hasText: zh('held.next') }).count()).toBe(0)
})

test('the server is set back: the kiosk says so', async () => {
  await centre.kill()
  rmSync(join(centre.folder, 'centre'), { recursive: true })
  cpSync(join(centre.folder, 'copy'), join(centre.folder, 'centre'), { recursive: true })
  await centre.restart()
  // The log is shorter than before, until the recording has made it longer: then it is a fork.
  await kiosk.page.getByRole('alert').filter({ hasText: new RegExp(`${like('held.behind').source}|${like('held.forked').source}`) }).waitFor()
})

test('it goes on another way: the kiosk proves a fork, and the wall has the incident', async () => {
  await announce(24, '请各位专家关闭手机。')
  await kiosk.page.getByRole('alert').filter({ hasText: like('held.forked') }).waitFor()
  await kiosk.page.getByTitle(zh('held.title')).getByText(zh('held.wrong')).waitFor()
  await wall.page.getByRole('complementary', { name: zh('wall.queue') }).getByText(zh('incident.log_fork')).first().waitFor()
  await kiosk.page.reload()
  await kiosk.page.getByRole('alert').filter({ hasText: like('held.forked') }).waitFor()
  await save('later', 1)
})

test('both notes are files for the verifier: it accepts what is common and what came later, and not what was forgotten', async () => {
  await call(wall, 'POST', `/lots/${lotId}/meeting/void`, { reason: '过程日志前后矛盾' })
  const file = join(centre.folder, 'evidence.zip')
  const bytes = await desk.page.evaluate(async (lot) => [...new Uint8Array(await (await fetch(`/api/lots/${lot}/export`)).arrayBuffer())], lotId)
  writeFileSync(file, Uint8Array.from(bytes))
  const verify = (note: string) => bidroom('verify', file, '--key', fingerprint, '--checkpoint', note)
  for (const note of [notes.common, notes.later]) expect(await verify(note)).toMatchObject({ code: 0 })
  const broken = await verify(notes.forgotten)
  expect(broken.code, broken.out).toBe(1)
  expect(broken.out).toMatch(like('verify.line', { part: zh('verify.part.checkpoints'), state: zh('verify.state.broken') }))
})

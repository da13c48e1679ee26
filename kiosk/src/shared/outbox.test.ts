import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import type { DraftView } from './api.gen'
import type { Answer } from './client'
import { Database } from './database'
import { Outbox, type Saved } from './outbox'

// The server's side of drafts: the highest number of each field wins.
class Drafts {
  readonly fields = new Map<string, DraftView>()
  readonly calls: DraftView[][] = []
  up = true
  next: Answer<Saved> | null = null
  loseAnswers = 0
  send = async (drafts: DraftView[]): Promise<Answer<Saved>> => {
    const gone: Answer<Saved> = { ok: false, fault: { number: null } }
    if (!this.up) return gone
    this.calls.push(drafts)
    const next = this.next
    if (next) {
      this.next = null
      return next
    }
    for (const draft of drafts) {
      const key = `${draft.bid} ${draft.criterion}`
      if ((this.fields.get(key)?.seq ?? 0) < draft.seq) this.fields.set(key, draft)
    }
    if (this.loseAnswers-- > 0) return gone
    return { ok: true, value: { saved: drafts.map(({ bid, criterion, seq }) => ({ bid, criterion, seq })), atMs: 1000 + this.calls.length } }
  }
  values() {
    return Object.fromEntries([...this.fields].map(([key, { value }]) => [key, value]))
  }
}

const opened: Outbox[] = []
afterEach(async () => {
  for (const outbox of opened.splice(0)) await outbox.close()
})

async function open(drafts: Drafts, name: string, seat = 3, meeting = 'm') {
  const outbox = await Outbox.open({ database: await Database.open(name), store: 'strokes', meeting, seat, send: drafts.send })
  opened.push(outbox)
  return outbox
}

const field = (bid: string, criterion: string, value: string) => ({ bid, criterion, value, page: '', note: '' })

test('strokes arrive, the newest of each field, and are acknowledged with the server\'s time', async () => {
  const drafts = new Drafts()
  const outbox = await open(drafts, 'box-1')
  await outbox.stroke(field('A', 'x', '2'))
  await outbox.stroke(field('A', 'x', '24'))
  await outbox.stroke(field('A', 'x', '24.5'))
  await outbox.stroke(field('B', 'x', '7'))
  await vi.waitFor(() => expect(outbox.pending).toBe(0))
  await outbox.settled()
  expect(drafts.values()).toEqual({ 'A x': '24.5', 'B x': '7' })
  expect(outbox.state).toBe('saved')
  expect(outbox.savedMs).toBeGreaterThan(1000)
  const numbers = drafts.calls.flat().filter((d) => d.bid === 'A').map((d) => d.seq)
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
})

test('a draft that is sent and acknowledged is still the same, and nobody is told of another', async () => {
  let told = 0
  const outbox = await Outbox.open({ store: 'strokes', database: await Database.open('box-same'), meeting: 'm', seat: 3, send: new Drafts().send, onDraft: () => told++ })
  opened.push(outbox)
  await outbox.stroke(field('A', 'x', '2'))
  const shown = outbox.draft('A', 'x')
  expect([shown?.value, told]).toEqual(['2', 1])
  await vi.waitFor(() => expect(outbox.state).toBe('saved'))
  expect(outbox.draft('A', 'x')).toBe(shown)
  expect(told).toBe(1)
  await outbox.adopt([{ ...shown!, value: '3', seq: 9 }])
  expect([outbox.draft('A', 'x')?.value, told]).toEqual(['3', 2])
})

test('a page that was killed before the server answered sends the same numbers again', async () => {
  const drafts = new Drafts()
  drafts.up = false
  const first = await open(drafts, 'box-2')
  await first.stroke(field('A', 'x', '1'))
  await first.stroke(field('B', 'y', '2'))
  await first.stroke(field('A', 'x', '13'))
  expect(first.pending).toBe(2)
  await first.close() // nothing is flushed by closing
  drafts.up = true
  const second = await open(drafts, 'box-2')
  expect(second.draft('A', 'x')).toMatchObject({ value: '13', seq: 2 })
  await second.settled()
  expect(drafts.calls[0]!.map(({ bid, value, seq }) => [bid, value, seq])).toEqual([['A', '13', 2], ['B', '2', 1]])
  expect(second.pending).toBe(0)
  const third = await open(drafts, 'box-2')
  expect(third.pending).toBe(0)
  expect(third.drafts()).toHaveLength(2) // still shown when the server is away
})

test('an answer that was lost does no harm', async () => {
  const drafts = new Drafts()
  drafts.loseAnswers = 1
  const outbox = await open(drafts, 'box-3')
  await outbox.stroke(field('A', 'x', '5'))
  await vi.waitFor(() => expect(outbox.state).toBe('offline'))
  expect(outbox.pending).toBe(1)
  outbox.poke()
  await outbox.settled()
  expect(drafts.calls).toHaveLength(2)
  expect(outbox.state).toBe('saved')
})

test('a stroke during a call is sent after it, with a higher number', async () => {
  const drafts = new Drafts()
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const send = drafts.send
  let first = true
  drafts.send = async (batch) => {
    if (first) {
      first = false
      await held
    }
    return send(batch)
  }
  const outbox = await open(drafts, 'box-4')
  await outbox.stroke(field('A', 'x', '1'))
  await outbox.stroke(field('A', 'x', '12'))
  await outbox.stroke(field('B', 'x', '3'))
  release()
  await outbox.settled()
  expect(drafts.calls.map((call) => call.map(({ bid, value, seq }) => `${bid}${value}#${seq}`))).toEqual([['A1#1'], ['B3#1', 'A12#2']].map((c) => expect.arrayContaining(c)))
  expect(drafts.values()).toEqual({ 'A x': '12', 'B x': '3' })
})

test('a refusal is shown, keeps the strokes, and the next stroke tries again', async () => {
  const drafts = new Drafts()
  const refusal = { kind: 'premature' as const, reasons: [] }
  drafts.next = { ok: false, refusal }
  const outbox = await open(drafts, 'box-5')
  await outbox.stroke(field('A', 'x', '1'))
  await outbox.settled()
  expect(outbox.state).toBe('refused')
  expect(outbox.refusal).toBe(refusal)
  expect(outbox.pending).toBe(1)
  await outbox.stroke(field('B', 'x', '2'))
  await outbox.settled()
  expect(outbox.refusal).toBeNull()
  expect(drafts.values()).toEqual({ 'A x': '1', 'B x': '2' })
})

test('a busy server is waited for', async () => {
  const drafts = new Drafts()
  drafts.next = { ok: false, refusal: { kind: 'busy', reasons: [] } }
  const outbox = await open(drafts, 'box-6')
  await outbox.stroke(field('A', 'x', '1'))
  await vi.waitFor(() => expect(outbox.state).toBe('offline'))
  await outbox.settled()
  expect(outbox.state).toBe('saved')
})

test('a server that acknowledges nothing is not asked without a pause', async () => {
  const drafts = new Drafts()
  const nothing: Answer<Saved> = { ok: true, value: { saved: [], atMs: 1 } }
  let calls = 0
  const outbox = await Outbox.open({ store: 'strokes', database: await Database.open('box-7'), meeting: 'm', seat: 1, send: async (d) => (++calls < 3 ? nothing : drafts.send(d)) })
  opened.push(outbox)
  await outbox.stroke(field('A', 'x', '1'))
  await vi.waitFor(() => expect(outbox.state).toBe('offline'))
  expect(calls).toBe(1)
  await outbox.settled()
  expect(calls).toBe(3)
})

test('after a move to another kiosk the numbers go on from the server\'s', async () => {
  const drafts = new Drafts()
  const old = await open(drafts, 'box-8a')
  for (const value of ['1', '12', '12.5']) await old.stroke(field('A', 'x', value))
  await old.settled()
  const spare = await open(drafts, 'box-8b')
  await spare.adopt([...drafts.fields.values()])
  expect(spare.draft('A', 'x')).toMatchObject({ value: '12.5', seq: 3 })
  expect(spare.pending).toBe(0)
  await spare.stroke(field('A', 'x', '13'))
  await spare.settled()
  expect(drafts.fields.get('A x')).toMatchObject({ value: '13', seq: 4 })
  // and a stroke that is newer here than on the server is not overwritten
  drafts.up = false
  await spare.stroke(field('A', 'x', '14'))
  await spare.adopt([...drafts.fields.values()])
  expect(spare.draft('A', 'x')).toMatchObject({ value: '14', seq: 5 })
  // nor is one taken again that this machine has sent itself and typed over since
  drafts.up = true
  spare.poke()
  await spare.settled()
  const held = [...drafts.fields.values()]
  await spare.stroke(field('A', 'x', '15'))
  await spare.adopt(held)
  expect(spare.draft('A', 'x')).toMatchObject({ value: '15', seq: 6 })
})

test('seats and meetings do not see each other, and clearing one leaves the other', async () => {
  const drafts = new Drafts()
  drafts.up = false
  const three = await open(drafts, 'box-9', 3)
  const four = await open(drafts, 'box-9', 4)
  const other = await open(drafts, 'box-9', 3, 'm2')
  await three.stroke(field('A', 'x', '3'))
  await four.stroke(field('A', 'x', '4'))
  await other.stroke(field('A', 'x', '5'))
  await three.clear()
  const values = async (seat: number, meeting?: string) => (await open(drafts, 'box-9', seat, meeting)).drafts().map((d) => d.value)
  expect([await values(3), await values(4), await values(3, 'm2')]).toEqual([[], ['4'], ['5']])
})

test('more fields than one call takes go in the order they were typed', async () => {
  const drafts = new Drafts()
  drafts.up = false
  const outbox = await open(drafts, 'box-10')
  for (let i = 0; i < 120; i++) await outbox.stroke(field('A', `c${i}`, String(i)))
  drafts.up = true
  outbox.poke()
  await outbox.settled()
  expect(drafts.calls.map((call) => call.length)).toEqual([50, 50, 20])
  expect(drafts.calls.flat().map((d) => d.criterion)).toEqual(Array.from({ length: 120 }, (_, i) => `c${i}`))
})

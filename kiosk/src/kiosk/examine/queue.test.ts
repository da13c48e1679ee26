// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { expect, test, vi } from 'vitest'
import type { FindingView } from '@shared/api.gen'
import type { Answer } from '@shared/client'
import { Database } from '@shared/database'
import { FindingQueue, type QueueOptions } from './queue'

const away: Answer<unknown> = { ok: false, fault: { number: null } }
const refused: Answer<unknown> = { ok: false, refusal: { kind: 'invalid', reasons: [] } }
let databases = 0

async function opened(more: Partial<QueueOptions> = {}) {
  const database = more.database ?? (await Database.open(`findings-${++databases}`))
  const sent: FindingView[] = []
  const options = { database, meeting: 'm', seat: 2, key: '04aa', held: () => false, send: async (f: FindingView) => (sent.push(f), { ok: true, value: null } as const), ...more }
  return { database, sent, queue: await FindingQueue.open(options), options }
}
const finding = (bid: string, item: string, verdict: 'pass' | 'fail' = 'pass', reason = '', page = '') => ({ bid, item, verdict, reason, page })

test('findings are sent in the order they were made, each once', async () => {
  const { queue, sent } = await opened()
  await Promise.all([queue.decide(finding('b2', 'x')), queue.decide(finding('b1', 'x', 'fail', 'no licence', '12')), queue.decide(finding('b1', 'y'))])
  await vi.waitFor(() => expect(queue.pending).toBe(0))
  expect(sent).toEqual([
    { bid: 'b2', item: 'x', pass: true, reason: '', page: 0 },
    { bid: 'b1', item: 'x', pass: false, reason: 'no licence', page: 12 },
    { bid: 'b1', item: 'y', pass: true, reason: '', page: 0 },
  ])
  expect(queue.entry('b1', 'x')).toBeUndefined()
})

test('what is made while the server is away, or half written, survives a reload', async () => {
  const first = await opened({ send: async () => away })
  await first.queue.decide(finding('b1', 'x', 'fail', 'expired', '3'))
  await first.queue.write('b1', 'y', { reason: 'half', page: '' })
  first.queue.close()
  const second = await opened({ database: first.database })
  await vi.waitFor(() => expect(second.sent).toEqual([{ bid: 'b1', item: 'x', pass: false, reason: 'expired', page: 3 }]))
  expect(second.queue.entry('b1', 'y')).toMatchObject({ verdict: '', reason: 'half', order: 0 })
})

test('a finding whose answer was lost is sent again as the same act', async () => {
  const ids: string[] = []
  const { queue } = await opened({ send: async (_, id) => (ids.push(id) < 3 ? away : { ok: true, value: null }) })
  await queue.decide(finding('b1', 'x'))
  await vi.waitFor(() => expect(queue.pending).toBe(0), { timeout: 5000 })
  expect(ids.length).toBe(3)
  expect(new Set(ids).size).toBe(1)
})

test('a finding that is changed while it is sent is sent again', async () => {
  let answer: (value: Answer<unknown>) => void = () => undefined
  const sent: boolean[] = []
  const { queue } = await opened({ send: (f) => (sent.push(f.pass), new Promise((resolve) => (answer = resolve))) })
  await queue.decide(finding('b1', 'x', 'pass'))
  await queue.decide(finding('b1', 'x', 'fail', 'not so'))
  answer({ ok: true, value: null })
  await vi.waitFor(() => expect(sent).toEqual([true, false]))
  answer({ ok: true, value: null })
  await vi.waitFor(() => expect(queue.pending).toBe(0))
})

test('a refused finding keeps its words and does not stop the next', async () => {
  const taken: string[] = []
  const { queue } = await opened({ send: async (f) => (f.item === 'x' ? refused : (taken.push(f.item), { ok: true, value: null })) })
  await Promise.all([queue.decide(finding('b1', 'x', 'fail', 'why')), queue.decide(finding('b1', 'y'))])
  await vi.waitFor(() => expect(taken).toEqual(['y']))
  expect(queue.refusal('b1', 'x')?.kind).toBe('invalid')
  expect(queue.entry('b1', 'x')).toMatchObject({ reason: 'why', order: 0 })
  expect(queue.pending).toBe(0)
})

test('nothing is sent while the meeting is suspended', async () => {
  let held = true
  const { queue, sent } = await opened({ held: () => held })
  await queue.decide(finding('b1', 'x'))
  await new Promise((resolve) => setTimeout(resolve)) // whatever would be sent has been
  expect([sent.length, queue.pending]).toEqual([0, 1])
  held = false
  queue.poke()
  await vi.waitFor(() => expect(sent.length).toBe(1))
})

test('whoever takes the seat next finds nothing', async () => {
  const first = await opened({ send: async () => away })
  await first.queue.decide(finding('b1', 'x', 'fail', 'mine'))
  first.queue.close()
  const next = await opened({ database: first.database, key: '04bb' })
  expect(next.queue.entry('b1', 'x')).toBeUndefined()
  const again = await opened({ database: first.database })
  expect(again.queue.entry('b1', 'x')).toBeUndefined()
})

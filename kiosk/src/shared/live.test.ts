import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Live, type LiveEvent } from './live'

// The browser's socket, as far as Live uses it; a test plays the server.
class Socket {
  static readonly OPEN = 1
  static all: Socket[] = []
  readyState = 0
  sent: unknown[] = []
  onopen: (() => void) | null = null
  onmessage: ((message: { data: string }) => void) | null = null
  onclose: (() => void) | null = null
  constructor(readonly url: string, readonly protocols: string[]) {
    Socket.all.push(this)
  }
  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close() {
    this.readyState = 3
    this.onclose?.()
  }
  open() {
    this.readyState = 1
    this.onopen?.()
  }
  say(event: Partial<LiveEvent>) {
    this.onmessage?.({ data: JSON.stringify(event) })
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', Socket)
  Socket.all = []
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const last = () => Socket.all.at(-1)!
const event = (seq: number, kind = 'changed', topic = 'lot:1') => ({ topic, seq, kind, data: null })

test('after a lost connection each topic goes on from the last event it saw', async () => {
  const states: string[] = []
  const live = new Live({ url: 'ws://x/api/live', token: () => 'kt', onState: (state) => states.push(state) })
  const got: number[] = []
  live.subscribe('lot:1', ({ seq }) => got.push(seq), 4)
  last().open()
  expect(last().sent).toEqual([{ op: 'subscribe', topic: 'lot:1', since: 4 }])
  expect(last().protocols).toEqual(['bidroom', 'kiosk.kt'])
  last().say(event(5))
  last().say(event(6))
  last().close()
  await vi.advanceTimersByTimeAsync(300)
  expect(Socket.all).toHaveLength(2)
  last().open()
  expect(last().sent[0]).toEqual({ op: 'subscribe', topic: 'lot:1', since: 6 })
  last().say(event(6)) // sent twice by a server that was not sure
  last().say(event(7))
  expect(got).toEqual([5, 6, 7])
  expect(states).toEqual(['open', 'lost', 'open'])
  live.close()
})

test('a resync moves the number, also back', () => {
  const live = new Live({ url: 'ws://x' })
  const got: string[] = []
  live.subscribe('lot:1', ({ seq, kind }) => got.push(`${kind} ${seq}`), 90)
  last().open()
  last().say(event(3, 'resync')) // a new server counts anew
  last().say(event(4))
  expect(got).toEqual(['resync 3', 'changed 4'])
  live.close()
})

test('a topic is subscribed once and left with its last reader', () => {
  const live = new Live({ url: 'ws://x' })
  last().open()
  const got: string[] = []
  const leaveA = live.subscribe('room:1', () => got.push('a'))
  const leaveB = live.subscribe('room:1', () => got.push('b'))
  last().say(event(1, 'health', 'room:1'))
  leaveA()
  leaveA()
  last().say(event(2, 'health', 'room:1'))
  leaveB()
  last().say(event(3, 'health', 'room:1'))
  expect(got).toEqual(['a', 'b', 'b'])
  expect(last().sent).toEqual([{ op: 'subscribe', topic: 'room:1', since: 0 }, { op: 'unsubscribe', topic: 'room:1' }])
  live.close()
})

test('attempts wait longer each time, at most a second, and news cuts the wait', async () => {
  const live = new Live({ url: 'ws://x' })
  const gaps: number[] = []
  for (let i = 0; i < 7; i++) {
    const [count, from] = [Socket.all.length, Date.now()]
    last().close()
    while (Socket.all.length === count) await vi.advanceTimersByTimeAsync(10)
    gaps.push(Date.now() - from)
  }
  expect(gaps[0]).toBeLessThanOrEqual(260)
  expect(gaps[6]).toBeGreaterThanOrEqual(500)
  expect(Math.max(...gaps)).toBeLessThanOrEqual(1010)
  last().close()
  await vi.advanceTimersByTimeAsync(0)
  const count = Socket.all.length
  live.poke()
  await vi.advanceTimersByTimeAsync(0)
  expect(Socket.all).toHaveLength(count + 1)
  live.close()
  last().close()
  await vi.advanceTimersByTimeAsync(5000)
  expect(Socket.all).toHaveLength(count + 1)
})

test('a topic that began with now goes on from the number it was told', async () => {
  const live = new Live({ url: 'ws://x' })
  live.subscribe('lot:1', () => {})
  last().open()
  last().say(event(17, 'subscribed'))
  last().close()
  await vi.advanceTimersByTimeAsync(300)
  last().open()
  expect(last().sent).toEqual([{ op: 'subscribe', topic: 'lot:1', since: 17 }])
  live.close()
})

test('what was missed comes after "subscribed" and is not passed over', () => {
  const live = new Live({ url: 'ws://x' })
  const got: number[] = []
  live.subscribe('lot:1', ({ seq }) => got.push(seq), 4)
  last().open()
  last().say(event(6, 'subscribed'))
  last().say(event(5))
  last().say(event(6))
  expect(got).toEqual([5, 6])
  live.close()
})

test('a refused topic is told why', () => {
  const live = new Live({ url: 'ws://x' })
  const got: LiveEvent[] = []
  live.subscribe('lot:1', (e) => got.push(e), 4)
  last().open()
  last().say({ topic: 'lot:1', seq: 0, kind: 'refused', data: ['why'] })
  expect(got).toMatchObject([{ kind: 'refused', data: ['why'] }])
  live.close()
})

test('a connection on which the server is silent is given up, one that is answered is not', async () => {
  const live = new Live({ url: 'ws://x', beatMs: 1000 })
  live.subscribe('lot:1', () => {})
  last().open()
  for (let i = 0; i < 5; i++) {
    last().say(event(9, 'subscribed'))
    await vi.advanceTimersByTimeAsync(1000)
  }
  expect(Socket.all).toHaveLength(1)
  expect(last().sent.slice(-2)).toEqual([{ op: 'beat' }, { op: 'subscribe', topic: 'lot:1', since: 9 }])
  await vi.advanceTimersByTimeAsync(3300)
  expect(Socket.all).toHaveLength(2)
  live.close()
})

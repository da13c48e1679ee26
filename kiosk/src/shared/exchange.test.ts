import { expect, test } from 'vitest'
import { sending } from './exchange'

/** peer is a connection whose figures are these, one answer after the other. */
function peer(...answers: object[][]): RTCPeerConnection {
  const getStats = async () => new Map((answers.length > 1 ? answers.shift()! : answers[0]!).map((figures, i) => [String(i), figures]))
  return { connectionState: 'connected', getStats } as unknown as RTCPeerConnection
}
const ago = (ms: number) => performance.timeOrigin + performance.now() - ms
const source = (framesPerSecond?: number) => ({ type: 'media-source', kind: 'video', timestamp: ago(0), framesPerSecond })
const sent = (framesSent: number, ms: number) => ({ type: 'outbound-rtp', kind: 'video', timestamp: ago(ms), framesSent })

test.each([
  ['it is told at once', () => [source(10), sent(1, 0)], 0],
  ['it is told late', () => [source(10), sent(1, 700)], 700],
  ['four more have been sent', () => [source(10), sent(5, 0)], 400],
  ['both', () => [source(10), sent(3, 300)], 500],
  ['the camera\'s rate is not known', () => [source(), sent(3, 300)], 300],
])('the first picture that was sent is as long ago as figures say: %s', async (_, figures, expected) => {
  const told = (await sending(peer([source(10), sent(0, 0)], figures())))!
  expect(told).toBeGreaterThanOrEqual(expected)
  expect(told).toBeLessThan(expected + 150) // the look and the wait before it
})

test('a connection that is closed before has sent none', async () => {
  const closing = { connectionState: 'connected', getStats: async () => ((closing.connectionState = 'closed'), new Map()) }
  expect(await sending(closing as unknown as RTCPeerConnection)).toBeNull()
})

import { describe, expect, test } from 'vitest'
import { absenceAt, grown, lastShown, momentOf, nextShown, positionOf, spanAt, spanOf } from './spans'

// A feed of one minute from 10:00:00, a stated gap of 30 s of which the last
// two were recorded after all, and 40 s more; worked out by hand.
const t0 = Date.UTC(2026, 10, 23, 2, 0, 0)
const s = (seconds: number) => t0 + seconds * 1000
const span = (recording: string, from: number, to: number, startSec: number) => ({ recording, fromMs: s(from), toMs: s(to), startSec })
const feed = { spans: [span('a', 0, 60, 0), span('b', 88, 128, 60)], gaps: [{ fromMs: s(60), toMs: s(90), cause: 'network' }] }

describe('a moment and its place in the playlist', () => {
  test.each([
    ['before all', -0.001, null],
    ['the first', 0, 0],
    ['inside', 12.345, 12.345],
    ['the last of a recording', 59.999, 59.999],
    ['the end of a recording', 60, null],
    ['in the gap', 75, null],
    ['before the next recording', 87.999, null],
    ['where it begins, inside the stated gap', 88, 60],
    ['in the second recording', 100.5, 72.5],
    ['its last', 127.999, 99.999],
    ['after all', 128, null],
  ])('%s', (_, at, want) => {
    const position = positionOf(feed, s(at))
    if (want === null) expect(position).toBeNull()
    else expect(position).toBeCloseTo(want, 6)
  })

  test.each([
    ['before all', -1, 'a', 0],
    ['the first', 0, 'a', 0],
    ['inside', 59.5, 'a', 59.5],
    ['where two recordings meet', 60, 'b', 88],
    ['in the second', 61.25, 'b', 89.25],
    ['beyond the end', 200, 'b', 128],
  ])('a place %s', (_, position, recording, at) => {
    const of = spanOf(feed, position)!
    expect(of.recording).toBe(recording)
    expect(momentOf(of, position)).toBe(s(at))
  })

  test('there and back again, every 333 ms', () => {
    for (let ms = s(0); ms < s(128); ms += 333) {
      const position = positionOf(feed, ms)
      if (position !== null) expect(momentOf(spanOf(feed, position)!, position)).toBe(ms)
    }
  })

  test('where a reconnection overlaps, the later recording counts', () => {
    const twice = { spans: [span('a', 0, 61, 0), span('b', 60, 90, 61)] }
    expect(spanAt(twice, s(60))!.recording).toBe('b')
    expect(positionOf(twice, s(60.5))).toBeCloseTo(61.5, 6)
  })

  test('a feed without recordings shows nothing', () => {
    expect(positionOf({ spans: [] }, t0)).toBeNull()
    expect(spanOf({ spans: [] }, 0)).toBeUndefined()
  })
})

describe('why nothing is shown', () => {
  const all = { spans: [...feed.spans, span('c', 200, 210, 100)], gaps: feed.gaps }
  test.each([
    ['before the first', -5, { kind: 'before', toMs: s(0), cause: '' }],
    ['a stated gap, as far as nothing was recorded', 70, { kind: 'gap', fromMs: s(60), toMs: s(88), cause: 'network' }],
    ['nobody stated it', 150, { kind: 'gap', fromMs: s(128), toMs: s(200), cause: '' }],
    ['after the last', 210, { kind: 'after', fromMs: s(210), cause: '' }],
  ])('%s', (_, at, want) => expect(absenceAt(all, s(at))).toMatchObject(want))
  test('it is shown', () => expect(absenceAt(all, s(30))).toBeNull())
  test('a recording covers the end of a stated gap', () => expect(absenceAt(all, s(89))).toBeNull())
  test('a gap that goes on', () => expect(absenceAt({ spans: [span('a', 0, 60, 0)], gaps: [{ fromMs: s(60), toMs: s(70), cause: 'server' }] }, s(65))).toMatchObject({ kind: 'gap', cause: 'server', fromMs: s(60), toMs: s(70) }))
  test('never recorded', () => expect(absenceAt({ spans: [], gaps: [] }, t0)).toMatchObject({ kind: 'never' }))
})

describe('a feed that grows', () => {
  test('reaches to the edge of its playlist', () => expect(grown(feed, 105, s(1000)).spans[1]!.toMs).toBe(s(133)))
  test('not past the latest moment', () => expect(grown(feed, 160, s(140)).spans[1]!.toMs).toBe(s(140)))
  test('never shrinks', () => expect(grown(feed, 80, s(1000))).toBe(feed))
  test('changes only its last span', () => expect(grown(feed, 105, s(1000)).spans[0]).toBe(feed.spans[0]))
  test('nothing to grow', () => expect(grown({ spans: [] }, 10, s(10)).spans).toEqual([]))
})

describe('what any of the feeds shows', () => {
  const other = { spans: [span('d', 70, 75, 0)] }
  test.each([
    ['now', 10, 10],
    ['another feed, in the gap of one', 60, 70],
    ['inside the other', 72, 72],
    ['after it', 75, 88],
    ['before all', -20, 0],
  ])('%s', (_, at, want) => expect(nextShown([feed, other], s(at))).toBe(s(want)))
  test('nothing is left', () => expect(nextShown([feed, other], s(128))).toBeNull())
  test('the last of all', () => expect(lastShown([other, feed])).toBe(s(128)))
  test('of none', () => expect(lastShown([])).toBeNull())
})

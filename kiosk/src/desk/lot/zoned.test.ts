import { expect, test } from 'vitest'
import { zonedMs } from './zoned'

// Offsets as the tz database has them: Shanghai +8 all year, Rome +1 and +2 (from 2026-03-29 02:00).
test.each([
  ['2026-11-23T14:05', 'Asia/Shanghai', '2026-11-23T06:05:00Z'],
  ['2026-01-01T00:00', 'Asia/Shanghai', '2025-12-31T16:00:00Z'],
  ['2026-03-29T01:59', 'Europe/Rome', '2026-03-29T00:59:00Z'],
  ['2026-03-29T03:00', 'Europe/Rome', '2026-03-29T01:00:00Z'],
  ['2026-07-01T12:00', 'Europe/Rome', '2026-07-01T10:00:00Z'],
])('%s in %s', (local, zone, utc) => expect(zonedMs(local, zone)).toBe(Date.parse(utc)))

test.each([['', 'UTC'], ['2026-13-01T00:00', 'UTC'], ['2026-03-29T02:30', 'Europe/Rome']])('%s in %s is no time', (local, zone) => expect(zonedMs(local, zone)).toBeNull())

// A time that a person types is the centre's, whatever zone the machine has.
import { Calendar } from '@shared/format'

/** zonedMs returns the UTC milliseconds of "2026-11-23T14:05" in a zone, or null if it is no such time there. */
export function zonedMs(local: string, zone: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return null
  const asUtc = Date.parse(`${local}:00Z`)
  if (Number.isNaN(asUtc)) return null
  const calendar = new Calendar(zone)
  const offset = (ms: number) => Date.parse(calendar.dateTime(ms).replace(' ', 'T') + 'Z') - ms
  // Twice: the offset before a change of the clocks is not the one after it.
  const ms = asUtc - offset(asUtc - offset(asUtc))
  return calendar.dateTime(ms).startsWith(local.replace('T', ' ')) ? ms : null
}

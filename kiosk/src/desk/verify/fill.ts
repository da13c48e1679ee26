// Who takes a seat: docs/draw.md, section 4. The twin of experts/draw/fill.go.
import { employerUnit, Packing } from './packing'
import { fits, fitsItself, type Limits, type Seat } from './plan'
import type { Opened } from './record'

export interface Taken {
  label: string
  /** "LABEL REASON" or "LABEL needed SEAT". */
  skips: string[]
}

/**
 * fill gives the open seats, in their order, to the lowest tickets that fit,
 * keep the panel within its limits and leave every later open seat fillable.
 * order is the whole pool by ticket; sitting hold other seats; gone were drawn
 * and will not come. It returns null if a seat cannot be filled.
 */
export function fill(open: Seat[], limits: Limits, order: Opened[], sitting: Opened[], gone: string[]): Taken[] | null {
  const packing = new Packing(limits, open.length + sitting.length)
  const taken = new Set([...gone, ...sitting.map((o) => o.label)])
  for (const o of sitting) packing.use(packing.units(o))
  packing.offer(open, order, taken)
  const fillings: Taken[] = []
  for (const [i, seat] of open.entries()) {
    const next = take(packing, order, taken, seat, i, fitsItself) ?? (seat.fallback.length ? take(packing, order, taken, seat, i, fits) : null)
    if (!next) return null
    fillings.push(next)
  }
  return fillings
}

function take(packing: Packing, order: Opened[], taken: Set<string>, seat: Seat, i: number, may: typeof fits): Taken | null {
  const skips: string[] = []
  for (const o of order) {
    if (taken.has(o.label)) continue
    const why = passedOver(packing, seat, o, may)
    if (why) {
      skips.push(`${o.label} ${why}`)
      continue
    }
    packing.use(packing.units(o))
    const blocked = packing.blocked(i + 1)
    if (blocked === null) {
      taken.add(o.label)
      return { label: o.label, skips }
    }
    packing.release(packing.units(o))
    skips.push(`${o.label} needed ${blocked}`)
  }
  return null
}

function passedOver(packing: Packing, seat: Seat, o: Opened, may: typeof fits): string {
  if (!fits(seat, o)) return 'unfit'
  if (!may(seat, o)) return 'fallback'
  if (o.employers.some((employer) => packing.full(employerUnit(employer)))) return 'employer'
  return packing.crowded(o) ? 'region' : ''
}

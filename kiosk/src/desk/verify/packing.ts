// Whether seats can be filled all at once: exactly, and for large pools too.
// The twin of experts/draw/packing.go, which says why it is right.
import { fits, isHome, perRegion, type Limits, type Seat } from './plan'
import type { Opened } from './record'

/** Unit is something of which a panel may hold only so many; its first character is its kind: employer, region, home, label. */
export type Unit = string

export const employerUnit = (name: string): Unit => `e${name}`
const regionUnit = (name: string): Unit => `r${name}`
const homeUnit: Unit = 'h'

export class Packing {
  private readonly used = new Map<Unit, number>()
  private seats: Seat[] = []
  private offers: Unit[][][] = []

  /** size is that of the drawn part of the panel. */
  constructor(
    private readonly limits: Limits,
    private readonly size: number,
  ) {}

  /** units returns what an expert would use. Where one member of an employer is the most, the employers stand for the person too. */
  units(o: Opened): Unit[] {
    const list = o.employers.map(employerUnit)
    if (list.length === 0 || this.limits.employer > 1) list.push(`l${o.label}`)
    if (perRegion(this.limits, this.size) < this.size) list.push(regionUnit(o.region))
    if (isHome(this.limits, o.region)) list.push(homeUnit)
    return list
  }

  private most(unit: Unit): number {
    if (unit[0] === 'e') return this.limits.employer
    if (unit[0] === 'h') return Math.max(0, this.size - this.limits.outside)
    return unit[0] === 'r' ? perRegion(this.limits, this.size) : 1
  }

  private count(unit: Unit): number {
    return this.used.get(unit) ?? 0
  }

  full(unit: Unit): boolean {
    return this.count(unit) >= this.most(unit)
  }

  /** crowded reports whether where an expert lives as many members do as may. */
  crowded(o: Opened): boolean {
    return this.full(regionUnit(o.region)) || (isHome(this.limits, o.region) && this.full(homeUnit))
  }

  use(units: Unit[], times = 1) {
    for (const unit of units) this.used.set(unit, this.count(unit) + times)
  }

  release(units: Unit[]) {
    this.use(units, -1)
  }

  private open(offer: Unit[]): boolean {
    return !offer.some((unit) => this.full(unit))
  }

  /** offer takes down who could take the seats, reduced to what makes a difference. */
  offer(seats: Seat[], pool: Opened[], taken: Set<string>) {
    this.seats = seats
    const widest = pool.reduce((most, o) => Math.max(most, o.employers.length + 3), 0)
    // While one seat is looked at, the others use up at most so many units.
    const limit = (seats.length - 1) * widest
    const known = new Map<string, Unit[][]>()
    this.offers = seats.map((seat) => {
      let offers = known.get(seat.kind)
      if (!offers) {
        const all = pool.filter((o) => !taken.has(o.label) && fits(seat, o)).map((o) => this.units(o))
        known.set(seat.kind, (offers = reduce(all.filter((units) => this.open(units)), limit)))
      }
      return offers
    })
  }

  /** blocked returns the first of the seats from index i on that cannot be filled together with those between; null if all can be at once. */
  blocked(i: number): string | null {
    if (this.packs(this.offers.slice(i))) return null
    for (let n = i; ; n++) if (!this.packs(this.offers.slice(i, n + 1))) return this.seats[n]!.no
  }

  /** packs reports whether every seat can take an offer at once. */
  private packs(seats: Unit[][][]): boolean {
    const left: Unit[][][] = []
    for (const offers of seats) {
      const open = offers.filter((offer) => this.open(offer))
      if (open.length === 0) return false
      if (open[0]!.length > 0) left.push(open) // otherwise somebody is left whatever the others take
    }
    const match = this.match(left)
    if (!match) return false
    if (this.together(match)) return true
    left.sort((a, b) => a.length - b.length)
    return left[0]!.some((offer) => {
      this.use(offer)
      const ok = this.packs(left.slice(1))
      this.release(offer)
      return ok
    })
  }

  /** together reports whether all the offers can be had at once. */
  private together(offers: Unit[][]): boolean {
    let n = 0
    for (; n < offers.length && this.open(offers[n]!); n++) this.use(offers[n]!)
    for (const offer of offers.slice(0, n)) this.release(offer)
    return n === offers.length
  }

  /**
   * match finds an offer for every seat such that the first unit of each can
   * be had, by augmenting paths. Where that fails the seats cannot be filled;
   * where it succeeds the other units decide.
   */
  private match(seats: Unit[][][]): Unit[][] | null {
    const match: Unit[][] = []
    const holders = new Map<Unit, number[]>()
    const augment = (i: number, tried: Set<Unit>): boolean => {
      for (const offer of seats[i]!) {
        const unit = offer[0]!
        if (tried.has(unit)) continue
        tried.add(unit)
        const held = holders.get(unit) ?? []
        holders.set(unit, held)
        const free = this.count(unit) + held.length < this.most(unit)
        const at = free ? held.length : held.findIndex((j) => augment(j, tried))
        if (at < 0) continue
        held[at] = i
        match[i] = offer
        return true
      }
      return false
    }
    return seats.every((_, i) => augment(i, new Set())) ? match : null
  }
}

/**
 * reduce leaves out offers that make no difference as long as at most limit
 * units are used up: afterwards one offer of the list is open exactly if one
 * was before.
 */
function reduce(offers: Unit[][], limit: number): Unit[][] {
  const apart = new Set<Unit>() // the units of offers that share nothing
  let n = 0
  for (const offer of offers) {
    if (offer.length === 0) return [[]]
    if (offer.some((unit) => apart.has(unit))) continue
    for (const unit of offer) apart.add(unit)
    if (++n > limit) return [[]]
  }
  const sharing = new Map<Unit, Unit[][]>()
  for (const offer of offers) {
    offer.forEach((unit, i) => {
      if (!apart.has(unit)) return
      const same = sharing.get(unit) ?? []
      same.push(offer.toSpliced(i, 1))
      sharing.set(unit, same)
    })
  }
  return smallest([...apart].flatMap((unit) => reduce(sharing.get(unit)!, limit).map((rest) => [unit, ...rest])))
}

/** smallest leaves out every offer that contains another. */
function smallest(list: Unit[][]): Unit[][] {
  const kept: Unit[][] = []
  for (const offer of list.toSorted((a, b) => a.length - b.length)) {
    if (!kept.some((small) => small.every((unit) => offer.includes(unit)))) kept.push(offer)
  }
  return kept
}

// The plan of a record: its seats and limits, and who fits.
import { isNumber } from './hash'
import { NotARecord, type Opened } from './record'

export interface Seat {
  no: string
  specialties: string[]
  region: string
  fallback: string[]
  /** The line without the number: seats of one kind take the same experts. */
  kind: string
}

export interface Limits {
  employer: number
  /** 0 is any number. */
  region: number
  home: string
  outside: number
}

/** seatsOf reads the seats of a record. */
export function seatsOf(list: string[]): Seat[] {
  return list.map((text, i) => {
    const words = text.split(' ')
    const [no = '', specialties = '', region = ''] = words
    const seat = { no, specialties: specialties.split(','), region, fallback: words.length === 5 ? words[4]!.split(',') : [], kind: words.slice(1).join(' ') }
    const formed = words.length === 3 || (words.length === 5 && words[3] === 'fallback')
    if (!formed || !isNumber(no) || /\n/.test(region) || [...seat.specialties, ...seat.fallback].some((word) => word === '' || /\n/.test(word))) throw new NotARecord(`seats.${i}`)
    return seat
  })
}

/** limitsOf reads the limits of a record: each once, in their order, and none that says nothing. */
export function limitsOf(list: string[]): Limits {
  const limits = { employer: 1, region: 0, home: '', outside: 0 }
  const order = ['employer', 'region', 'outside', 'month', 'interval', 'entity'] // the last three bind nobody who is in the pool
  let last = -1
  for (const text of list) {
    const words = text.split(' ')
    const [name = '', n] = [words[0], words.at(-1)!]
    const at = order.indexOf(name)
    const least = name === 'employer' ? 2n : 1n
    const formed = name === 'entity' ? n === 'true' : isNumber(n) && BigInt(n) >= least
    if (at <= last || words.length !== (name === 'outside' ? 3 : 2) || !formed) throw new NotARecord('limits')
    last = at
    if (name === 'outside') limits.home = words[1]!
    if (name in limits) limits[name as 'employer' | 'region' | 'outside'] = Number(n)
  }
  return limits
}

/** perRegion returns how many of a drawn panel of a size may live in one region. */
export const perRegion = (limits: Limits, size: number) => (limits.region > 0 ? Math.min(size, limits.region) : size)

/** isHome reports whether somebody counts as one who lives at home: who does, or of whom it is not known. */
export const isHome = (limits: Limits, region: string) => limits.outside > 0 && (region === '' || lives(region, limits.home))

/** lives reports whether a region is another or part of it: pairs of zeros at the end of a code mean a whole province or city. */
function lives(region: string, there: string): boolean {
  while (there.length > 2 && there.endsWith('00')) there = there.slice(0, -2)
  return region !== '' && region.startsWith(there)
}

const shares = (a: string[], b: string[]) => a.some((word) => b.includes(word))

/** fitsItself reports whether an expert fits by the seat's own specialties. */
export function fitsItself(seat: Seat, o: Opened): boolean {
  return (seat.region === '' || lives(o.region, seat.region)) && shares(seat.specialties, o.specialties)
}

/** fits reports whether an expert fits, by the fall-back at least. */
export function fits(seat: Seat, o: Opened): boolean {
  return (seat.region === '' || lives(o.region, seat.region)) && (shares(seat.specialties, o.specialties) || shares(seat.fallback, o.specialties))
}

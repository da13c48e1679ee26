// How amounts, times and hashes are shown, the same on every surface.
import type { Centre } from './api.gen'

/** Money is a decimal string of fen, as the server sends it. */
export type Fen = string

/**
 * yuan returns fen as yuan with thousands and two digits: "123456" is
 * "1,234.56". It throws a RangeError if fen is not a whole number.
 */
export function yuan(fen: Fen): string {
  const [sign, digits] = parseFen(fen)
  const padded = digits.padStart(3, '0')
  return sign + padded.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',') + '.' + padded.slice(-2)
}

/** parseFen splits fen into its sign ("" or "-") and its digits without leading zeros. */
export function parseFen(fen: Fen): ['' | '-', string] {
  const match = /^(-?)(\d+)$/.exec(fen)
  if (!match) throw new RangeError(`not a number of fen: ${fen}`)
  const digits = match[2]!.replace(/^0+(?=\d)/, '')
  return [digits === '0' ? '' : (match[1] as '' | '-'), digits]
}

/** The largest amount an int64 of fen holds. */
const mostFen = 9223372036854775807n

/**
 * fenOf reads what a person types as yuan ("1,234.5", full-width digits and
 * commas too) and returns fen, or null if it is not an amount with at most two
 * decimals that fits.
 */
export function fenOf(typed: string): Fen | null {
  const text = typed.normalize('NFKC').replace(/[\s,]/g, '')
  const match = /^(\d+)(?:\.(\d{0,2}))?$/.exec(text)
  if (!match) return null
  const fen = BigInt(match[1]! + (match[2] ?? '').padEnd(2, '0'))
  return fen > mostFen ? null : fen.toString()
}

/**
 * A Calendar writes instants in the centre's time zone, as 2026-11-23
 * 14:05:32, whatever the zone of the machine that shows them.
 */
export class Calendar {
  private readonly parts: Intl.DateTimeFormat

  constructor(private readonly zone: Centre['timeZone']) {
    this.parts = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone, hourCycle: 'h23',
      year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    })
  }

  /** dateTime returns "2026-11-23 14:05:32"; ms are UTC milliseconds. */
  dateTime(ms: number): string {
    const part = Object.fromEntries(this.parts.formatToParts(ms).map(({ type, value }) => [type, value]))
    return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second}`
  }

  /** offset returns how far the zone is from UTC then: "UTC+08:00". */
  offset(ms: number): string {
    const name = new Intl.DateTimeFormat('en', { timeZone: this.zone, timeZoneName: 'longOffset' }).formatToParts(ms).find(({ type }) => type === 'timeZoneName')!.value
    return name === 'GMT' ? 'UTC+00:00' : name.replace('GMT', 'UTC')
  }

  /** date returns "2026-11-23". */
  date(ms: number): string {
    return this.dateTime(ms).slice(0, 10)
  }

  /** time returns "14:05:32". */
  time(ms: number): string {
    return this.dateTime(ms).slice(11)
  }
}

/** duration returns a length of time as "1:05:32" or "5:32"; a negative one counts as none. */
export function duration(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000))
  const [h, m, s] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60]
  const two = (n: number) => String(n).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

/** groups puts a space after every n characters, so that people can compare hashes aloud. */
export function groups(text: string, n = 4): string {
  return text.replace(new RegExp(`(.{${n}})(?=.)`, 'g'), '$1 ')
}

/** shortHash returns the first sixteen digits of a hash in groups, for where the whole does not fit. */
export function shortHash(hash: string): string {
  return hash.length > 16 ? groups(hash.slice(0, 16)) + ' …' : groups(hash)
}

// Exact decimals as strings: marks are never numbers, so that no mark is ever
// 24.499999.

/** A decimal as the server writes it: digits, perhaps a point, perhaps a sign. */
const form = /^(-?)(\d+)(?:\.(\d+))?$/

/** decimalOf reads what a person types (full-width digits too) and returns the decimal without needless zeros, or null. */
export function decimalOf(typed: string): string | null {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(typed.normalize('NFKC').replace(/\s/g, ''))
  if (!match) return null
  const whole = match[2]!.replace(/^0+(?=\d)/, '')
  const fraction = (match[3] ?? '').replace(/0+$/, '')
  const zero = whole === '0' && fraction === ''
  return (zero ? '' : match[1]!) + whole + (fraction && '.' + fraction)
}

/** scaled returns a and b as whole numbers of the same power of ten. */
function scaled(...texts: string[]): bigint[] {
  const parts = texts.map((text) => {
    const match = form.exec(text)
    if (!match) throw new RangeError(`not a decimal: ${text}`)
    return { sign: match[1]!, whole: match[2]!, fraction: match[3] ?? '' }
  })
  const digits = Math.max(...parts.map((part) => part.fraction.length))
  return parts.map(({ sign, whole, fraction }) => BigInt(sign + whole + fraction.padEnd(digits, '0')))
}

/** compare returns a negative number, 0 or a positive one as a is less than, equal to or more than b. */
export function compare(a: string, b: string): number {
  const [x, y] = scaled(a, b) as [bigint, bigint]
  return x < y ? -1 : x > y ? 1 : 0
}

/** onStep reports whether value is start plus a whole multiple of step; an empty step allows anything. */
export function onStep(value: string, start: string, step: string): boolean {
  if (!step) return true
  const [v, s, by] = scaled(value, start, step) as [bigint, bigint, bigint]
  return by !== 0n && (v - s) % by === 0n
}

/** What a mark may be. */
export interface Bounds {
  min: string
  max: string
  /** A mark is min plus a multiple of it; "" for any. */
  step: string
}

/** slip names what is wrong with a mark as it is typed; "" if nothing is, and for no mark at all. */
export function slip(typed: string, { min, max, step }: Bounds): '' | 'notNumber' | 'outside' | 'step' {
  if (typed.trim() === '') return ''
  const value = decimalOf(typed)
  if (value === null) return 'notNumber'
  if (compare(value, min) < 0 || compare(value, max) > 0) return 'outside'
  return onStep(value, min, step) ? '' : 'step'
}

/** sum adds decimals exactly; none come to "0". */
export function sum(texts: string[]): string {
  const fraction = Math.max(0, ...texts.map((text) => text.split('.')[1]?.length ?? 0))
  return written(scaled('0', ...texts).reduce((a, b) => a + b), fraction)
}

/** written returns n divided by the given power of ten. */
function written(n: bigint, fraction: number): string {
  const digits = (n < 0n ? -n : n).toString().padStart(fraction + 1, '0')
  const text = fraction ? `${digits.slice(0, -fraction)}.${digits.slice(-fraction)}` : digits
  return decimalOf((n < 0n ? '-' : '') + text)!
}

/** stepped returns value moved by one step up or down, kept within the bounds. */
export function stepped(value: string, by: 1 | -1, { min, max, step }: Bounds): string {
  const fraction = Math.max(...[value, min, max, step || '1'].map((text) => text.split('.')[1]?.length ?? 0))
  const [v, low, high, one] = scaled(value, min, max, step || '1') as [bigint, bigint, bigint, bigint]
  const moved = v + BigInt(by) * one
  const kept = moved < low ? low : moved > high ? high : moved
  return written(kept, fraction)
}

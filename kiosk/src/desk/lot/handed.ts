// A method's file on its way from the editor to where a lot's method is chosen.

export interface Handed {
  /** The lot that it is for, "" for a new one. */
  lot: string
  source: string
  name: string
}

let handed: Handed | null = null

export const handOver = (file: Handed) => (handed = file)

/** takeHanded returns the file that was handed over for a lot, once. */
export function takeHanded(lot: string): Handed | null {
  const one = handed?.lot === lot ? handed : null
  if (one) handed = null
  return one
}

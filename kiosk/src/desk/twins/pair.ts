/** One fact of two entries beside each other, line by line. */
export interface PairRow {
  /** The fact's name where it can be taken of either entry. */
  take?: string
  label: string
  one: string[]
  other: string[]
  merged: string[]
}

/** One of two entries, as the head of its column names it. */
export interface PairHead {
  id: string
  name: string
  /** By which it is told from its namesakes: a credit code, a masked identity number. */
  number: string
  version: number
}

/** differs says that a fact has to be chosen: both entries state it, and not the same. */
export function differs(row: PairRow): boolean {
  return !!row.take && row.one.length > 0 && row.other.length > 0 && row.one.join('\n') !== row.other.join('\n')
}

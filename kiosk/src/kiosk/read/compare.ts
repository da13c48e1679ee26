// Two bids side by side: which file may lie beside another, and which page of
// it is shown.

/** A file that is read: a bid, or the part of one that is marked blind, called by its code. */
export interface ReadFile {
  bid: string
  letter: string
  name: string
  blind: boolean
  /** Its second envelope. */
  price?: boolean
}

/** keyOf calls a file among those that are read: a bid and its second envelope are two. */
export const keyOf = ({ bid, price }: Pick<ReadFile, 'bid' | 'price'>) => (price ? `${bid} price` : bid)

/** othersOf lists what may be laid beside a file: the other ones of its kind, so that nothing sets a code beside a name. */
export function othersOf<F extends ReadFile>(files: F[], file: F): F[] {
  return files.filter(({ bid, blind, price }) => blind === file.blind && !price === !file.price && bid !== file.bid)
}

/**
 * besideNow returns what lies beside a file that was chosen while `other` lay
 * beside `before`: the same as before; where that is the chosen one, the two
 * change places; where it is of another kind, the first that may. "" is none.
 */
export function besideNow<F extends ReadFile>(files: F[], file: F, before: string, other: string): string {
  if (!other) return ''
  const may = othersOf(files, file)
  return (may.find(({ bid }) => bid === other) ?? may.find(({ bid }) => bid === before) ?? may[0])?.bid ?? ''
}

/** follow returns the page of a file that turns along when another's page is turned; it stays within its pages. */
export function follow(page: number, by: number, pages: number): number {
  return Math.min(Math.max(1, page + by), Math.max(1, pages))
}

// The score sheet as the kiosk sees it: which fields it has, what is still
// missing, and the text that the member signs.
import type { BidderView, Criterion, DraftView, GroupView, KioskLot } from '@shared/api.gen'
import { decimalOf, slip, sum } from '@shared/decimal'

/** One mark of a sheet. */
export interface Mark {
  bid: string
  criterion: string
  value: string
}

/** What keeps a field from being submitted: no mark, or one that the criterion does not allow. */
export type Lack = 'missing' | 'notNumber' | 'outside' | 'step'

/** A field that cannot be submitted as it is. */
export interface Gap {
  bidder: BidderView
  criterion: Criterion
  lack: Lack
}

/** A group of the sheet: its criteria, or none where the method's formulas earn its points. */
export interface Section {
  group: GroupView
  criteria: Criterion[]
}

/**
 * sheetText returns the text that a member signs and the log commits to
 * (evaluation.SheetText): a head, then one line for each mark, in ascending
 * order of bytes.
 */
export function sheetText(lot: string, meeting: string, seat: number, marks: Mark[]): string {
  const lines = marks.map(({ bid, criterion, value }) => `${bid} ${criterion} ${value}\n`)
  lines.sort() // by code unit, which is by byte: ids and decimals are ASCII
  return `bidroom/sheet/1\n${lot}\n${meeting}\n${seat}\n${lines.join('')}`
}

/** evaluatedBids returns the bidders whose bid is scored: received, and not rejected. */
export function evaluatedBids(lot: KioskLot): BidderView[] {
  return lot.bidders.filter((bidder) => bidder.bid && !bidder.rejection)
}

/** markedCriteria returns the criteria that take a mark. */
export function markedCriteria(lot: KioskLot): Criterion[] {
  return lot.criteria.filter(({ kind }) => kind === 'points')
}

/** sections returns what earns points, by top-level group, in the order of the method. */
export function sections(lot: KioskLot): Section[] {
  const marked = markedCriteria(lot)
  return lot.groups
    .filter(({ parent, points }) => !parent && points !== '0')
    .map((group) => ({ group, criteria: marked.filter((criterion) => criterion.group === group.id) }))
}

/** lackOf returns what keeps a draft from being a mark, or "". */
export function lackOf(criterion: Criterion, draft: DraftView | undefined): Lack | '' {
  if (!draft || draft.value.trim() === '') return 'missing'
  return slip(draft.value, criterion)
}

/** gaps lists every field that cannot be submitted as it is, bid by bid. */
export function gaps(lot: KioskLot, draftOf: (bid: string, criterion: string) => DraftView | undefined): Gap[] {
  const criteria = markedCriteria(lot)
  return evaluatedBids(lot).flatMap((bidder) =>
    criteria.flatMap((criterion) => {
      const lack = lackOf(criterion, draftOf(bidder.bid, criterion.id))
      return lack ? [{ bidder, criterion, lack }] : []
    }),
  )
}

/** marksOf returns the marks of a sheet that has no gaps. */
export function marksOf(lot: KioskLot, draftOf: (bid: string, criterion: string) => DraftView | undefined): Mark[] {
  const criteria = markedCriteria(lot)
  return evaluatedBids(lot).flatMap(({ bid }) => criteria.map(({ id }) => ({ bid, criterion: id, value: decimalOf(draftOf(bid, id)!.value)! })))
}

/** totalOf adds up the marks of some criteria for a bid, as far as they are there. */
export function totalOf(criteria: Criterion[], bid: string, draftOf: (bid: string, criterion: string) => DraftView | undefined): string {
  return sum(criteria.flatMap((criterion) => {
    const draft = draftOf(bid, criterion.id)
    return lackOf(criterion, draft) ? [] : [decimalOf(draft!.value)!]
  }))
}

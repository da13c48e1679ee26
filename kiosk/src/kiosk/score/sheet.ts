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

/**
 * A bid as the sheet has it: by its bidder, with the criteria that are marked openly, or by a code, with those that
 * are marked blind. `bid` is what the sheet's text calls it by.
 */
export interface ScoredBid extends Pick<BidderView, 'bid' | 'letter' | 'name' | 'opening'> {
  blind: boolean
}

/** A field that cannot be submitted as it is. */
export interface Gap {
  bidder: ScoredBid
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

/** scoredBids returns the bids that are scored, those under codes first, each as often as the sheet has it; blind names one under a code. */
export function scoredBids(lot: KioskLot, blind: string): ScoredBid[] {
  const coded = lot.codes.map((code) => ({ bid: code, letter: code, name: blind, opening: null, blind: true }))
  if (!markedCriteria(lot, false).length && coded.length) return coded
  return [...coded, ...lot.bidders.filter((bidder) => bidder.bid && !bidder.rejection).map((bidder) => ({ ...bidder, blind: false }))]
}

/** markedCriteria returns the criteria that take a mark, under codes or openly. */
export function markedCriteria(lot: KioskLot, blind: boolean): Criterion[] {
  return lot.criteria.filter((criterion) => criterion.kind === 'points' && criterion.blind === blind)
}

/** sections returns what earns points, under codes or openly, by top-level group, in the order of the method. */
export function sections(lot: KioskLot, blind: boolean): Section[] {
  const marked = markedCriteria(lot, blind)
  return lot.groups
    .filter((group) => !group.parent && group.points !== '0' && group.blind === blind)
    .map((group) => ({ group, criteria: marked.filter((criterion) => criterion.group === group.id) }))
}

/** lackOf returns what keeps a draft from being a mark, or "". */
export function lackOf(criterion: Criterion, draft: DraftView | undefined): Lack | '' {
  if (!draft || draft.value.trim() === '') return 'missing'
  return slip(draft.value, criterion)
}

/** fields lists every field of the sheet, bid by bid. */
export function fields(lot: KioskLot, bids: ScoredBid[]): { bidder: ScoredBid; criterion: Criterion }[] {
  return bids.flatMap((bidder) => markedCriteria(lot, bidder.blind).map((criterion) => ({ bidder, criterion })))
}

/** How a sheet is gone through: one bid after the other, or one criterion after the other. */
export type Way = 'bids' | 'criteria'

/** fieldAfter returns the field that follows one, or nothing after the last. By criteria those under codes come first, as the bids do. */
export function fieldAfter(lot: KioskLot, bids: ScoredBid[], way: Way, bid: string, criterion: string): { bid: string; criterion: string } | undefined {
  const all = fields(lot, bids)
  const order = way === 'bids' ? all : [true, false].flatMap((blind) => markedCriteria(lot, blind).flatMap(({ id }) => all.filter((one) => one.criterion.id === id)))
  const to = order[order.findIndex((one) => one.bidder.bid === bid && one.criterion.id === criterion) + 1]
  return to && { bid: to.bidder.bid, criterion: to.criterion.id }
}

/** gaps lists every field that cannot be submitted as it is, bid by bid. */
export function gaps(lot: KioskLot, bids: ScoredBid[], draftOf: (bid: string, criterion: string) => DraftView | undefined): Gap[] {
  return fields(lot, bids).flatMap(({ bidder, criterion }) => {
    const lack = lackOf(criterion, draftOf(bidder.bid, criterion.id))
    return lack ? [{ bidder, criterion, lack }] : []
  })
}

/** marksOf returns the marks of a sheet that has no gaps. */
export function marksOf(lot: KioskLot, bids: ScoredBid[], draftOf: (bid: string, criterion: string) => DraftView | undefined): Mark[] {
  return fields(lot, bids).map(({ bidder: { bid }, criterion: { id } }) => ({ bid, criterion: id, value: decimalOf(draftOf(bid, id)!.value)! }))
}

/** totalOf adds up the marks of some criteria for a bid, as far as they are there. */
export function totalOf(criteria: Criterion[], bid: string, draftOf: (bid: string, criterion: string) => DraftView | undefined): string {
  return sum(criteria.flatMap((criterion) => {
    const draft = draftOf(bid, criterion.id)
    return lackOf(criterion, draft) ? [] : [decimalOf(draft!.value)!]
  }))
}

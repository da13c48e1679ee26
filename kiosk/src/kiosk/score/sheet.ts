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

/** What a draft lacked when it was last looked at. A draft does not change: a stroke replaces it. */
const known = new WeakMap<DraftView, { criterion: Criterion; lack: Lack | '' }>()

/** lackOf returns what keeps a draft from being a mark, or "". */
export function lackOf(criterion: Criterion, draft: DraftView | undefined): Lack | '' {
  if (!draft || draft.value.trim() === '') return 'missing'
  const before = known.get(draft)
  if (before?.criterion === criterion) return before.lack
  const lack = slip(draft.value, criterion)
  known.set(draft, { criterion, lack })
  return lack
}

/** A field of the sheet. */
export interface SheetField {
  bidder: ScoredBid
  criterion: Criterion
}

/** fields lists every field of the sheet, bid by bid. */
export function fields(lot: KioskLot, bids: ScoredBid[]): SheetField[] {
  const marked = { blind: markedCriteria(lot, true), open: markedCriteria(lot, false) }
  return bids.flatMap((bidder) => marked[bidder.blind ? 'blind' : 'open'].map((criterion) => ({ bidder, criterion })))
}

/** How a sheet is gone through: one bid after the other, or one criterion after the other. */
export type Way = 'bids' | 'criteria'

/** fieldAfter returns the field that follows one, or nothing after the last. By criteria those under codes come first, as the bids do. */
export function fieldAfter(all: SheetField[], way: Way, bid: string, criterion: string): { bid: string; criterion: string } | undefined {
  const order = way === 'bids' ? all : byCriterion(all)
  const to = order[order.findIndex((one) => one.bidder.bid === bid && one.criterion.id === criterion) + 1]
  return to && { bid: to.bidder.bid, criterion: to.criterion.id }
}

/** Those under codes come first, as in all. */
function byCriterion(all: SheetField[]): SheetField[] {
  const of = new Map<string, SheetField[]>()
  for (const one of all) {
    const others = of.get(one.criterion.id)
    if (others) others.push(one)
    else of.set(one.criterion.id, [one])
  }
  return [...of.values()].flat()
}

/** How far a sheet is. */
export interface Progress {
  /** Fields that cannot be submitted as they are, bid by bid. */
  open: Gap[]
  /** How many can, by bid and by criterion. */
  ofBid: Map<string, number>
  ofCriterion: Map<string, number>
}

/** progressOf looks at every field once: it is asked for with every stroke. */
export function progressOf(all: SheetField[], draftOf: (bid: string, criterion: string) => DraftView | undefined): Progress {
  const progress: Progress = { open: [], ofBid: new Map(), ofCriterion: new Map() }
  for (const { bidder, criterion } of all) {
    const lack = lackOf(criterion, draftOf(bidder.bid, criterion.id))
    if (lack) {
      progress.open.push({ bidder, criterion, lack })
      continue
    }
    progress.ofBid.set(bidder.bid, (progress.ofBid.get(bidder.bid) ?? 0) + 1)
    progress.ofCriterion.set(criterion.id, (progress.ofCriterion.get(criterion.id) ?? 0) + 1)
  }
  return progress
}

/** marksOf returns the marks of a sheet that has no gaps. */
export function marksOf(all: SheetField[], draftOf: (bid: string, criterion: string) => DraftView | undefined): Mark[] {
  return all.map(({ bidder: { bid }, criterion: { id } }) => ({ bid, criterion: id, value: decimalOf(draftOf(bid, id)!.value)! }))
}

/** totalOf adds up the marks of some criteria for a bid, as far as they are there. */
export function totalOf(criteria: Criterion[], bid: string, draftOf: (bid: string, criterion: string) => DraftView | undefined): string {
  return sum(criteria.flatMap((criterion) => {
    const draft = draftOf(bid, criterion.id)
    return lackOf(criterion, draft) ? [] : [decimalOf(draft!.value)!]
  }))
}

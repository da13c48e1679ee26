// The preliminary examination as the kiosk sees it: the items of each bid that
// are passed or failed, by group.
import type { BidderView, Criterion, GroupView, KioskLot } from '@shared/api.gen'

/** A group with its items, in the order of the method. */
export interface Section {
  group: GroupView
  items: Criterion[]
}

/** receivedBids returns the bidders whose bid was received. */
export function receivedBids(lot: KioskLot): BidderView[] {
  return lot.bidders.filter(({ bid }) => bid)
}

/** itemsOf returns the items that are passed or failed. */
export function itemsOf(lot: KioskLot): Criterion[] {
  return lot.criteria.filter(({ kind }) => kind === 'pass')
}

/** priced says whether the price of a bid was read out. */
export function priced({ opening }: BidderView): boolean {
  return !!opening?.priceFen
}

/**
 * examinedNow returns the items of a bid that the stage asks for: those of the
 * second envelope once it is open, and then no others, but for a member who
 * replaces another and owes all.
 */
export function examinedNow(lot: KioskLot, bidder: BidderView, replaces: boolean): Criterion[] {
  const prices = lot.stage === 'pricing'
  return itemsOf(lot).filter(({ ofPrice }) => (ofPrice ? prices && priced(bidder) : !prices || replaces))
}

/** sectionsOf returns items by their top group. */
export function sectionsOf(lot: KioskLot, items: Criterion[]): Section[] {
  return lot.groups
    .filter(({ parent }) => !parent)
    .map((group) => ({ group, items: items.filter((item) => item.group === group.id) }))
    .filter(({ items }) => items.length > 0)
}

/** pageOf reads a page as it was typed: its number as a decimal string, "" for none, or null for what is no page. */
export function pageOf(typed: string): string | null {
  const text = typed.normalize('NFKC').trim()
  if (text === '') return ''
  return /^[1-9]\d{0,4}$/.test(text) ? text : null
}

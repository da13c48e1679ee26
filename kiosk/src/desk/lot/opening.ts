// What is typed of an opening before it is sent.
import { computed, watch, type Ref } from 'vue'
import type { BidderView } from '@shared/api.gen'

/** Line is what is typed of one bid: what was read out, or whose fault it is that nothing could be. */
export interface Line {
  bid: string
  priceFen: string
  duration: string
  quality: string
  security: string
  values: Record<string, string>
  lost: boolean
  /** Whose fault it is that it was lost. */
  fault: 'bidder' | 'other'
  reason: string
}

export function emptyLine(bid: string): Line {
  return { bid, priceFen: '', duration: '', quality: '', security: '', values: {}, lost: false, fault: 'bidder', reason: '' }
}

/** lineOf is a line with what the record says of a bid that was opened. */
export function lineOf({ bid, opening }: BidderView): Line {
  const { priceFen, duration, quality, security, values } = opening!
  return { ...emptyLine(bid), priceFen, duration, quality, security, values: { ...values } }
}

/** Part is what of a bid is read out: all, or what is in the first or the second of two envelopes. */
export type Part = 'all' | 'first' | 'second'

/** columnsOf counts the columns of a part. */
export const columnsOf = (part: Part, values: unknown[]) => (part === 'first' ? 3 : part === 'second' ? 1 + values.length : 4 + values.length)

/** whole says whether a line can be sent: the price and every number that the method asks for, or why there are none. */
export function whole(line: Line, values: { key: string }[], part: Part = 'all'): boolean {
  return line.lost ? line.reason.trim() !== '' : part === 'first' || (line.priceFen !== '' && values.every(({ key }) => line.values[key]?.trim()))
}

export function recordOf({ bid, priceFen, duration, quality, security, values }: Line) {
  return { bid, priceFen: priceFen || '0', duration, quality, security, values }
}

/** sent is what opens all bids. */
export function sent(lines: Line[]) {
  return {
    records: lines.filter(({ lost }) => !lost).map(recordOf),
    unopened: lines.filter(({ lost }) => lost).map(({ bid, fault, reason }) => ({ bid, fault, reason })),
  }
}

/** typedOf lists the lines of bids; what is typed stays while the case is read again. */
export function typedOf(lines: Ref<Record<string, Line>>, bids: Readonly<Ref<BidderView[]>>) {
  watch(
    bids,
    (now) => {
      for (const { bid } of now) lines.value[bid] ??= emptyLine(bid)
    },
    { immediate: true },
  )
  return computed(() => bids.value.map(({ bid }) => lines.value[bid]!))
}

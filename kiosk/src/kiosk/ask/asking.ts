// Whether the member looks at what bidders are asked, in place of the page
// that the meeting asks for; and what of it waits for the member.
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { ClarificationView, KioskLot } from '@shared/api.gen'
import { useNow } from '@shared/clock'
import { useSeat } from '../seat'

/** questionsText returns what the chair signs (evaluation.QuestionsText). */
export function questionsText(lot: string, meeting: string, asked: Pick<ClarificationView, 'no' | 'asks' | 'bid' | 'minutes' | 'corrections' | 'questions'>): string {
  return ['bidroom/clarification/1', lot, meeting, asked.no, asked.asks, asked.bid, asked.minutes, ...asked.corrections.map(({ rule, priceFen }) => `${rule} ${priceFen}`), ...asked.questions, ''].join('\n')
}

/** judgeable reports whether an answer can be judged: it is there, or overdue. */
export const judgeable = (one: ClarificationView, now: number) => one.reply !== null || now > one.dueMs

/** lowBidsOwed returns the bids whose price must still be inquired into. */
export function lowBidsOwed(lot: KioskLot): string[] {
  const asked = lot.asked.filter(({ asks }) => asks === 'low_bid').map(({ bid }) => bid)
  return [...new Set(lot.asking.lowBids.map(({ bid }) => bid))].filter((bid) => !asked.includes(bid))
}

export const useAsking = defineStore('asking', () => {
  const seat = useSeat()
  const now = useNow()
  const open = ref(false)
  watch(() => seat.member?.key, () => (open.value = false)) // somebody else sits here
  const asks = computed(() => !!seat.lot && !!seat.member && ['examining', 'evaluating', 'pricing'].includes(seat.lot.stage))
  const rejected = (bid: string) => seat.lot?.bidders.find((one) => one.bid === bid)?.rejection
  const own = computed(() => (seat.lot?.asked ?? []).filter((one) => !one.own && !one.outcome && judgeable(one, now.value) && (one.asks !== 'clarification' || !rejected(one.bid))))
  const pending = computed(() => (seat.lot?.asked ?? []).filter((one) => !judgeable(one, now.value)))
  const owed = computed(() => (seat.lot && seat.member?.chair && ['examining', 'pricing'].includes(seat.lot.stage) ? lowBidsOwed(seat.lot) : []))
  return { open, asks, own, pending, owed, now }
})

// The member's findings as the pages see them: what this machine still keeps
// before what the server holds.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { FindingView, KioskState } from '@shared/api.gen'
import type { Refusal } from '@shared/client'
import { client, useComeback } from '@shared/server'
import { useDevice } from '../device'
import { useSeat } from '../seat'
import { FindingQueue, type Verdict } from './queue'

/** A finding as a page shows it. */
export interface Shown {
  verdict: Verdict
  reason: string
  page: string
  /** open: not judged yet; sending: decided, on its way; saved: the server has it; refused: it does not take it. */
  state: 'open' | 'sending' | 'saved' | 'refused'
  /** The words differ from those that the finding was made with. */
  changed: boolean
  refusal: Refusal | null
}

export const useFindings = defineStore('findings', () => {
  const device = useDevice()
  const seat = useSeat()
  const queue = shallowRef<FindingQueue | null>(null)
  const version = ref(0) // moves with every change of the queue, which is not reactive itself
  // What the server has taken and no answer of it has shown yet: a state that was read before must not take it back.
  const taken = shallowRef<ReadonlyMap<string, FindingView>>(new Map())
  const made = computed(() => new Map((seat.member?.findings ?? []).map((finding) => [nameOf(finding.bid, finding.item), finding])))
  let opening = ''

  watch(
    [() => seat.lot?.meeting, () => seat.member?.seat, () => seat.member?.key, () => device.database],
    async ([meeting, number, key, database]) => {
      const mine = (opening = `${meeting} ${number} ${key}`)
      queue.value?.close()
      queue.value = null
      taken.value = new Map()
      if (!meeting || number === undefined || !key || !database) return
      const opened = await FindingQueue.open({ database, meeting, seat: number, key, send, held: () => seat.lot?.stage === 'suspended', onChange: () => version.value++ })
      if (mine !== opening) return opened.close()
      queue.value = opened
    },
    { immediate: true },
  )
  watch(
    () => seat.lot?.stage, // a supervisor's return makes findings void
    () => {
      taken.value = new Map()
      queue.value?.poke()
    },
  )
  watch(made, (now) => {
    const rest = [...taken.value].filter(([name, one]) => !same(now.get(name), one))
    if (rest.length < taken.value.size) taken.value = new Map(rest)
  })
  useComeback(() => queue.value?.poke())

  async function send(finding: FindingView, idempotencyKey: string) {
    const answer = await client.send<KioskState>('POST', '/kiosk/findings', finding, { retries: 0, idempotencyKey })
    if (answer.ok) {
      taken.value = new Map(taken.value).set(nameOf(finding.bid, finding.item), finding)
      seat.state = answer.value
    }
    return answer
  }

  /** shown returns an item of a bid as it stands; reactive. */
  function shown(bid: string, item: string): Shown {
    void version.value
    const entry = queue.value?.entry(bid, item)
    const held = taken.value.get(nameOf(bid, item)) ?? made.value.get(nameOf(bid, item))
    const { reason, page } = entry ?? { reason: held?.reason ?? '', page: held?.page ? String(held.page) : '' }
    if (entry?.order) return { verdict: entry.verdict, reason, page, state: 'sending', changed: false, refusal: null }
    const refusal = queue.value?.refusal(bid, item) ?? null
    const changed = held !== undefined && (reason !== held.reason || Number(page) !== held.page)
    return { verdict: held ? (held.pass ? 'pass' : 'fail') : '', reason, page, state: refusal ? 'refused' : held ? 'saved' : 'open', changed, refusal }
  }

  return {
    /** Whether findings can be taken. */
    ready: computed(() => queue.value !== null),
    shown,
    /** How many findings wait to be sent; reactive. */
    pending: () => (void version.value, queue.value?.pending ?? 0),
    write: (bid: string, item: string, words: { reason: string; page: string }) => queue.value?.write(bid, item, words),
    decide: (finding: { bid: string; item: string; verdict: Verdict; reason: string; page: string }) => queue.value?.decide(finding),
  }
})

function nameOf(bid: string, item: string): string {
  return `${bid} ${item}`
}

function same(a: FindingView | undefined, b: FindingView): boolean {
  return a !== undefined && a.pass === b.pass && a.reason === b.reason && a.page === b.page
}

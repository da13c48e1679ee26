// Two entries of the register beside each other.
import { computed, ref, shallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'
import { useLook } from '@shared/server'

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

/** A fact of an entry: what can be chosen, and its lines. */
export interface Fact<Entry> {
  take?: string
  label: () => string
  of: (one: Entry) => string[]
}

/** said is the one line of a fact, if it is stated. */
export const said = (text: string) => (text ? [text] : [])

/** beside returns a row for each fact, in their order. */
export function beside<Entry>(facts: Fact<Entry>[], now: { one: Entry; other: Entry; merged: Entry }): PairRow[] {
  return facts.map(({ take, label, of }) => ({ take, label: label(), one: of(now.one), other: of(now.other), merged: of(now.merged) }))
}

/** usePair looks at the two entries that the address names, with the facts that are taken of the other. */
export function usePair<View>(base: string) {
  const route = useRoute()
  const take = ref<string[]>([])
  const pair = computed(() => `${base}/${String(route.params.id)}/compared/${String(route.params.other)}`)
  watch(pair, () => (take.value = []))
  const { value, refusal, fault, loading } = useLook<View>(() => `${pair.value}?take=${take.value.join(',')}`)
  const view = shallowRef<View | null>(null) // stays while another choice is worked out
  watch(value, (now) => now && (view.value = now))
  return { take, view, refusal, fault, loading }
}

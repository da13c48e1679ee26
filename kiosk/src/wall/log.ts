// The process log of a lot, as it grows.
import { onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue'
import type { EntryView, Page } from '@shared/api.gen'
import type { Fault, Refusal } from '@shared/client'
import { client, useComeback, useTopic } from '@shared/server'
import { join, unlisted } from './entries'

const pageSize = 200

/** useEntries reads what people follow of a lot's log, oldest first, and goes on as entries come. */
export function useEntries(lot: MaybeRefOrGetter<string | null>) {
  const entries: ShallowRef<EntryView[]> = shallowRef([])
  const refusal = shallowRef<Refusal | null>(null)
  const fault = shallowRef<Fault | null>(null)
  let reading = ''
  let again = false

  /** read takes all pages from the last entry on; asked while it reads, it reads once more. */
  async function read() {
    const id = toValue(lot)
    if (!id) return
    if (reading === id) {
      again = true
      return
    }
    reading = id
    do {
      again = false
      const from = (entries.value.at(-1)?.seq ?? -1) + 1
      const answer = await client.get<Page<EntryView>>(`/lots/${id}/log?from=${from}&limit=${pageSize}&without=${unlisted.join(',')}`)
      if (reading !== id) return // another lot's log is being read now
      refusal.value = answer.refusal ?? null
      fault.value = answer.fault ?? null
      if (!answer.ok) break
      const { items } = answer.value
      if (items.length) entries.value = join(entries.value, items)
      again ||= items.length === pageSize
    } while (again)
    reading = ''
  }

  watch(
    () => toValue(lot),
    () => {
      entries.value = []
      reading = ''
      void read()
    },
    { immediate: true },
  )
  useTopic(
    () => (toValue(lot) ? `lot:${toValue(lot)}` : null),
    ({ kind }) => {
      if (['changed', 'entry', 'resync'].includes(kind)) void read()
    },
  )
  useComeback(() => void read())
  onScopeDispose(() => (reading = ''))
  return { entries, refusal, fault }
}

// What the member types, as the pages of the kiosk see it: the outbox, made
// reactive.
import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import type { DraftView } from '@shared/api.gen'
import { Outbox, type Saved } from '@shared/outbox'
import { client, liveState, useComeback } from '@shared/server'
import { useDevice } from './device'
import { useSeat } from './seat'

const scored = new Set(['tallied', 'reporting', 'signing', 'sealed']) // no stroke is needed any more

export const useStrokes = defineStore('strokes', () => {
  const device = useDevice()
  const seat = useSeat()
  const outbox = shallowRef<Outbox | null>(null)
  // The outbox is not reactive itself: these move with every change of it. What it does with a draft concerns the
  // bar, and not every field of a sheet.
  const version = ref(0)
  const draftVersion = ref(0)
  let opening = ''

  // A member who is seated has an outbox; it lasts until another member, or none, sits here.
  watch(
    [() => seat.lot?.meeting, () => seat.member?.seat, () => device.database],
    async ([meeting, number, database]) => {
      const mine = (opening = `${meeting} ${number}`)
      const before = outbox.value
      outbox.value = null
      await before?.close()
      if (!meeting || number === undefined || !database) return
      const opened = await Outbox.open({
        database, meeting, seat: number,
        send: (drafts) => client.send<Saved>('PUT', '/kiosk/drafts', { drafts }, { retries: 0 }),
        onChange: () => version.value++,
        onDraft: () => draftVersion.value++,
      })
      if (mine !== opening) return opened.close()
      await opened.adopt(seat.member?.drafts ?? [])
      outbox.value = opened
    },
    { immediate: true },
  )
  // What the server holds may be newer: the sheet came back, or the member was at another kiosk meanwhile. Marks
  // are the member's secret: once they are tallied, or another is to sit here, this machine keeps none.
  watch([() => seat.state, outbox], async ([state, box]) => {
    if (!state?.lot) return
    if (!state.member) await device.database?.remove('strokes', IDBKeyRange.lowerBound([]))
    else if (scored.has(state.lot.stage)) await box?.clear()
    else await box?.adopt(state.member.drafts)
  })
  useComeback(() => outbox.value?.poke())

  const read = <T>(take: (box: Outbox) => T, none: T, moves = version): T => (void moves.value, outbox.value ? take(outbox.value) : none)

  return {
    /** Whether strokes can be taken. */
    ready: () => outbox.value !== null,
    /** The latest state of a field; reactive. */
    draft: (bid: string, criterion: string): DraftView | undefined => read((box) => box.draft(bid, criterion), undefined, draftVersion),
    pending: () => read((box) => box.pending, 0),
    savedMs: () => read((box) => box.savedMs, 0),
    state: () => (liveState.value === 'lost' ? 'offline' : read((box) => box.state, 'saved')),
    refusal: () => read((box) => box.refusal, null),
    /** Takes the new state of a field; fulfilled when it is safe on this machine. */
    stroke: (field: Omit<DraftView, 'seq'>) => outbox.value?.stroke(field) ?? Promise.reject(new Error('nobody sits here')),
    /** Waits until everything is acknowledged, or refused: before a sheet is submitted. */
    settled: () => outbox.value?.settled() ?? Promise.resolve(),
  }
})

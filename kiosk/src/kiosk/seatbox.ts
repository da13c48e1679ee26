// What the member types or notes, as the pages of the kiosk see it: an outbox
// of the seat, made reactive.
import { ref, shallowRef, watch } from 'vue'
import type { DraftView, KioskMember } from '@shared/api.gen'
import type { Answer } from '@shared/client'
import { Outbox, type OutboxOptions, type Saved } from '@shared/outbox'
import { liveState, useComeback } from '@shared/server'
import { useDevice } from './device'
import { useSeat } from './seat'

const scored = new Set(['tallied', 'reporting', 'signing', 'sealed']) // nothing of it is needed any more

export interface SeatBoxOptions {
  store: OutboxOptions['store']
  send: (drafts: DraftView[]) => Promise<Answer<Saved>>
  /** What the server holds of it. */
  held: (member: KioskMember) => DraftView[]
}

/** useSeatBox keeps one kind of what the member types until the server has it. */
export function useSeatBox({ store, send, held }: SeatBoxOptions) {
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
        database, store, meeting, seat: number, send,
        onChange: () => version.value++,
        onDraft: () => draftVersion.value++,
      })
      if (mine !== opening) return opened.close()
      const adopted = opened.adopt(seat.member ? held(seat.member) : [])
      outbox.value = opened // nobody waits until all of it is on this machine too
      await adopted
    },
    { immediate: true },
  )
  // What the server holds may be newer: the sheet came back, or the member was at another kiosk meanwhile. Marks
  // are the member's secret: once they are tallied, the meeting is over, or another is to sit here, this machine keeps none.
  watch([() => seat.state, outbox], async ([state, box]) => {
    if (!state) return
    if (!state.lot || !state.member) await device.database?.remove(store, IDBKeyRange.lowerBound([]))
    else if (scored.has(state.lot.stage)) await box?.clear()
    else await box?.adopt(held(state.member))
  })
  useComeback(() => outbox.value?.poke())

  const read = <T>(take: (box: Outbox) => T, none: T, moves = version): T => (void moves.value, outbox.value ? take(outbox.value) : none)

  return {
    /** Whether strokes can be taken. */
    ready: () => outbox.value !== null,
    /** The latest state of a field; reactive. */
    draft: (bid: string, criterion: string): DraftView | undefined => read((box) => box.draft(bid, criterion), undefined, draftVersion),
    /** The latest state of every field; reactive. */
    drafts: (): DraftView[] => read((box) => box.drafts(), [], draftVersion),
    pending: () => read((box) => box.pending, 0),
    savedMs: () => read((box) => box.savedMs, 0),
    state: () => (liveState.value === 'lost' ? 'offline' : read((box) => box.state, 'saved')),
    refusal: () => read((box) => box.refusal, null),
    /** Takes the new state of a field; fulfilled when it is safe on this machine. */
    stroke: (field: Omit<DraftView, 'seq'>) => outbox.value?.stroke(field) ?? Promise.reject(new Error('nobody sits here')),
    /** Waits until everything is acknowledged, or refused: before a sheet is submitted. */
    settled: () => outbox.value?.settled() ?? Promise.resolve(),
  }
}

// What the member keeps of the bids' files: a note at a page, and for how long
// a file was open in a stage. A file and the page or stage are what bid and
// criterion are for a stroke.
import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { DraftView, ReadingView } from '@shared/api.gen'
import type { Saved } from '@shared/outbox'
import { client } from '@shared/server'
import { useSeatBox } from '../seatbox'

/** A note at a page of a file. */
export interface Note {
  page: number
  text: string
}

/** How many pages may have a note, and how long one may be (server/rooms/readings.go). */
export const mostNotes = 300
export const mostNote = 200

const draftOf = ({ file, place, value, seq }: ReadingView): DraftView => ({ bid: file, criterion: place, value, page: '', note: '', seq })
const isPage = (place: string) => /^[1-9]/.test(place)

/** notesOf lists the notes on a file that were not taken back, by page. */
export function notesOf(kept: DraftView[], file: string): Note[] {
  return kept
    .filter(({ bid, criterion, value }) => bid === file && isPage(criterion) && value !== '')
    .map(({ criterion, value }) => ({ page: Number(criterion), text: value }))
    .sort((a, b) => a.page - b.page)
}

export const useKept = defineStore('kept', () => {
  const box = useSeatBox({
    store: 'readings',
    send: async (drafts) => {
      const kept = drafts.map(({ bid, criterion, value, seq }): ReadingView => ({ file: bid, place: criterion, value, seq }))
      const answer = await client.send<{ saved: Omit<ReadingView, 'value'>[]; atMs: number }>('PUT', '/kiosk/readings', { kept }, { retries: 0 })
      return answer.ok ? { ok: true, value: { saved: answer.value.saved.map(({ file, place, seq }) => ({ bid: file, criterion: place, seq })), atMs: answer.value.atMs } satisfies Saved } : answer
    },
    held: (member) => member.readings.map(draftOf),
  })
  const full = computed(() => box.drafts().filter(({ criterion }) => isPage(criterion)).length >= mostNotes)

  const put = (file: string, place: string, value: string) => void box.stroke({ bid: file, criterion: place, value, page: '', note: '' })

  return {
    ready: box.ready,
    pending: box.pending,
    refusal: box.refusal,
    notes: (file: string) => notesOf(box.drafts(), file),
    note: (file: string, page: number) => box.draft(file, String(page))?.value ?? '',
    /** Whether a page can have a note: there are not too many, or it has had one. */
    mayNote: (file: string, page: number) => !full.value || box.draft(file, String(page)) !== undefined,
    write: (file: string, page: number, text: string) => put(file, String(page), text),
    /** Adds to how long a file was open in a stage. */
    wasOpen: (file: string, stage: string, ms: number) => {
      if (box.ready() && ms >= 1) put(file, stage, String(Number(box.draft(file, stage)?.value ?? 0) + Math.round(ms)))
    },
  }
})

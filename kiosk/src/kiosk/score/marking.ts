// How a mark is typed, whichever way the sheet is gone through.
import type { DraftView } from '@shared/api.gen'
import { useStrokes } from '../strokes'

/** Returns what changes a part of a field, and leaves its other parts. */
export function useMarking() {
  const strokes = useStrokes()
  return (bid: string, criterion: string, change: Partial<DraftView>) => {
    const { value = '', page = '', note = '' } = strokes.draft(bid, criterion) ?? {}
    void strokes.stroke({ bid, criterion, value, page, note, ...change })
  }
}

/** Moves the keyboard to the field of a criterion for a bid, where it is in the box. */
export function focusMark(box: HTMLElement | null, bid: string, criterion: string) {
  const field = box?.querySelector<HTMLElement>(`[data-bid="${CSS.escape(bid)}"][data-criterion="${CSS.escape(criterion)}"]`)
  const input = field?.querySelector<HTMLInputElement>('.decimal input')
  input?.focus({ preventScroll: true })
  input?.select()
  field?.scrollIntoView({ block: 'nearest' })
}

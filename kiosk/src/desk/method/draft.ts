// A method that is being written: what is changed in it, and where it is kept
// until it is finished.
import { computed, shallowRef, watch } from 'vue'
import { begun, changed, paused, redone, undone, type History } from './history'
import { isObject, same, type Json, type JsonObject } from './json'
import { untried, type Trial } from './example'
import { write } from './write'

/** A Draft is what the browser keeps of the work. */
export interface Draft {
  /** The file that it was begun from. */
  source: string
  /** What that was: the id of a method, or the name of a file. */
  from: string
  file: JsonObject
  trial: Trial
  /** When it was changed last, in UTC milliseconds of this machine. */
  atMs: number
}

/** parsed returns a file as data, null if it is no object of JSON. */
export function parsed(source: string): JsonObject | null {
  try {
    const read = JSON.parse(source) as Json
    return isObject(read) ? read : null
  } catch {
    return null
  }
}

/** output is the finished file: as it came, if nothing was changed in it. */
export function output({ source, file }: Pick<Draft, 'source' | 'file'>): string {
  const first = parsed(source)
  return first && same(first, file) ? source : write(file).text
}

/** kept returns what the browser has of a draft, null if it has none that can be read. */
export function kept(place: string): Draft | null {
  const read = parsed(localStorage.getItem(place) ?? '') as Partial<Draft> | null
  if (!read || typeof read.source !== 'string' || !isObject(read.file as Json)) return null
  return { source: read.source, from: String(read.from ?? ''), file: read.file!, trial: { ...untried(), ...read.trial }, atMs: Number(read.atMs) || 0 }
}

interface State {
  file: JsonObject
  trial: Trial
}

/** useDraft holds the draft at a place of the browser. */
export function useDraft(place: string) {
  const first = kept(place)
  const origin = shallowRef(first && { source: first.source, from: first.from })
  const history = shallowRef<History<State> | null>(first && begun({ file: first.file, trial: first.trial }))
  /** Whether what is shown was found in the browser. */
  const resumedMs = shallowRef(first?.atMs ?? 0)
  /** The browser did not take it: it would be lost with the page. */
  const unkept = shallowRef(false)
  const file = computed(() => history.value?.now.file ?? null)
  const trial = computed(() => history.value?.now.trial ?? untried())

  watch([origin, () => history.value?.now], () => {
    unkept.value = false
    try {
      if (!origin.value || !history.value) localStorage.removeItem(place)
      else localStorage.setItem(place, JSON.stringify({ ...origin.value, ...history.value.now, atMs: Date.now() } satisfies Draft))
    } catch {
      unkept.value = true // full, or switched off
    }
  })

  function begin(source: string, from: string): boolean {
    const read = parsed(source)
    if (!read) return false
    origin.value = { source, from }
    history.value = begun({ file: read, trial: untried() })
    resumedMs.value = 0
    return true
  }

  function drop() {
    origin.value = history.value = null
  }

  /** change puts another file or trial in place; changes of one run are taken back together. */
  function change(part: Partial<State>, run = '') {
    if (history.value) history.value = changed(history.value, { ...history.value.now, ...part }, run)
  }

  const step = (by: typeof undone<State>) => () => history.value && (history.value = by(history.value))
  return {
    file, trial, origin, resumedMs, unkept, begin, drop, change,
    /** The next change is a step of its own. */
    pause: step(paused),
    undo: step(undone),
    redo: step(redone),
    canUndo: computed(() => !!history.value?.past.length),
    canRedo: computed(() => !!history.value?.future.length),
    output: computed(() => (origin.value && file.value ? output({ source: origin.value.source, file: file.value }) : '')),
  }
}

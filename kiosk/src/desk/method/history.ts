// What was changed in a file, to take it back and to do it again.

export interface History<T> {
  now: T
  past: readonly T[]
  future: readonly T[]
  /** What the last change belongs to: typing in one field is taken back at once. */
  run: string
}

/** So many steps can be taken back. */
const most = 200

export const begun = <T>(now: T): History<T> => ({ now, past: [], future: [], run: '' })

/** changed returns a history with one more change; those of the same run, which is not empty, are one step. */
export function changed<T>(history: History<T>, now: T, run = ''): History<T> {
  if (now === history.now) return history
  const follows = run !== '' && run === history.run
  return { now, past: follows ? history.past : [...history.past, history.now].slice(-most), future: [], run }
}

/** paused ends a run: what is typed next is a step of its own. */
export const paused = <T>(history: History<T>): History<T> => ({ ...history, run: '' })

export function undone<T>({ now, past, future, ...rest }: History<T>): History<T> {
  const before = past.at(-1)
  return before === undefined ? { now, past, future, ...rest } : { now: before, past: past.slice(0, -1), future: [now, ...future], run: '' }
}

export function redone<T>({ now, past, future, ...rest }: History<T>): History<T> {
  const [next, ...later] = future
  return next === undefined ? { now, past, future, ...rest } : { now: next, past: [...past, now], future: later, run: '' }
}

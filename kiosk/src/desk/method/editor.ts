// What the fields of the editor share: the file, how it is changed, and what the
// server says of it.
import { inject, nextTick, provide, ref, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import type { TrialView } from '@shared/api.gen'
import type { Fault } from './faults'
import { insert, keyed, listAt, move, put, textAt, type Json, type JsonObject, type Path } from './json'
import { renamed } from './rename'

export interface Question {
  deed: string
  consequences: string[]
  then: () => void
}

export interface Editor {
  file: ComputedRef<JsonObject>
  result: Readonly<Ref<TrialView | null>>
  /** The one item whose fields are shown, by its place. */
  open: Ref<string>
  question: Ref<Question | null>
  faultsAt: (path: Path) => Fault[]
  /** faultsIn counts what is wrong at a place and inside. */
  faultsIn: (path: Path) => number
  /** put changes a value, or takes it away; typing in one field is one step to take back. */
  put: (path: Path, value: Json | undefined) => void
  /** add puts an item at the end of a list and shows its fields. */
  add: (list: Path, value: Json) => void
  move: (item: Path, by: number) => void
  remove: (item: Path) => void
  rename: (path: Path, to: string) => void
  replace: (file: Json) => void
}

const key: InjectionKey<Editor> = Symbol('editor')

export const useEditor = (): Editor => inject(key)!

export interface Sheet {
  file: ComputedRef<JsonObject>
  faults: ComputedRef<Fault[]>
  result: Readonly<Ref<TrialView | null>>
  change: (file: JsonObject, run?: string) => void
}

export function provideEditor({ file, faults, result, change }: Sheet): Editor {
  const open = ref('')
  const within = (path: string, outer: string) => path === outer || path.startsWith(`${outer}/`)
  const take = (now: Json, run?: string) => change(now as JsonObject, run)

  /** shown opens the item at a place and goes to its first field. */
  function shown(item: Path) {
    open.value = keyed(item)
    void nextTick(() => focusAt(item))
  }

  const editor: Editor = {
    file, result, open,
    question: ref(null),
    faultsAt: (path) => faults.value.filter((fault) => keyed(fault.path) === keyed(path)),
    faultsIn: (path) => faults.value.filter((fault) => within(keyed(fault.path), keyed(path))).length,
    put: (path, value) => take(put(file.value, path, value), keyed(path)),
    replace: (now) => take(now),
    add(list, value) {
      const at = listAt(file.value, list).length
      take(insert(file.value, list, at, value))
      shown([...list, at])
    },
    move(item, by) {
      const [list, from] = [item.slice(0, -1), item.at(-1) as number]
      const now = move(file.value, item, by)
      if (now === file.value) return
      const [mine, other] = [keyed(item), keyed([...list, from + by])]
      if (within(open.value, mine)) open.value = other + open.value.slice(mine.length)
      else if (within(open.value, other)) open.value = mine + open.value.slice(other.length)
      take(now)
      void nextTick(() => focusAt([...list, from + by], by < 0 ? 'up' : 'down'))
    },
    remove(item) {
      open.value = ''
      take(put(file.value, item, undefined))
      const [list, from] = [item.slice(0, -1), item.at(-1) as number]
      void nextTick(() => focusAt([...list, from]) || focusAt([...list, from - 1]) || focusAt(list))
    },
    rename(path, to) {
      if (to !== textAt(file.value, path)) take(renamed(file.value, path, to))
    },
  }
  provide(key, editor)
  return editor
}

/** focusAt goes to the field of a place, or to a deed of the item there; it reports whether there is one. */
export function focusAt(path: Path, deed = ''): boolean {
  const place = document.querySelector<HTMLElement>(`[data-at="${CSS.escape(keyed(path))}"]`)
  const target = (deed && place?.querySelector<HTMLElement>(`[data-deed="${deed}"]:not(:disabled)`)) || place?.querySelector<HTMLElement>('input:not(:disabled), textarea, select, button:not(:disabled)')
  target?.focus()
  place?.scrollIntoView({ block: 'nearest' })
  return !!target
}

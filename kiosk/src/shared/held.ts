// What this page holds the server to: the last checkpoint of each log that it
// works with, asked for again and again, and what was found wrong with them.
import { defineStore } from 'pinia'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { CheckpointView } from './api.gen'
import { CheckpointKeeper, Fork, pinned, type Found, type Kept } from './checkpoint'
import { serverClock } from './clock'
import { Database } from './database'
import { fingerprintOf, NoteError, parseCheckpoint, parseKey } from './note'
import { client, useComeback } from './server'

/** A tree is one log by its id and by the name that people know: "centre", or a lot and its number. */
export interface Tree {
  id: string
  name: string
}

/** NoteView is what people see of a checkpoint's note. */
export interface NoteView {
  note: string
  atMs: number
  /** "" of a note that is no checkpoint. */
  size: number | ''
  hash: string
}

export interface HeldTree extends Tree {
  kept: NoteView
  found: (NoteView & Pick<Found, 'what' | 'reported'>) | null
}

export interface Holding {
  /** The verifier key that the server calls its log's; null while the page is not to ask. */
  key: () => string | null
  /** The key replaces the one that this machine has trusted so far: it was paired anew. */
  anew: () => boolean
  trees: () => readonly Tree[]
  /** Raises an incident about a tree and returns whether it was raised. */
  report?: (tree: Tree, text: string) => Promise<boolean>
}

/** After a change, until the checkpoint that covers it is signed; and between two askings in silence. Milliseconds. */
const signedMs = 1500
const everyMs = 30_000

export const useHeld = defineStore('held', () => {
  const list = shallowRef<HeldTree[]>([])
  /** The fingerprint of the key that this machine trusts; "" until there is one. */
  const fingerprint = ref('')
  /** Whether the notes are shown. */
  const open = ref(false)
  let poked = () => {}

  /** hold asks for the checkpoints of trees while the component lives. */
  function hold({ key, anew, trees, report }: Holding) {
    if (!isSecureContext) return // without TLS a browser computes no hash
    let keeper: CheckpointKeeper | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    let due = Infinity
    let wanted = 0 // when what was poked last will be signed
    let asking: Promise<void> | null = null
    let over = false
    const behind = new Set<string>() // trees of which the last answer was older than what is kept

    watch(
      key,
      async (shown) => {
        keeper = null
        if (!shown) return
        const database = await Database.open()
        const verifier = await parseKey(await pinned(database, shown, anew()))
        fingerprint.value = await fingerprintOf(verifier)
        if (shown !== key()) return // another key has come meanwhile
        keeper = new CheckpointKeeper(database, verifier, () => serverClock.now())
        soon(0)
      },
      { immediate: true },
    )
    watch(() => trees().map(({ id }) => id).join(' '), () => soon(0))
    useComeback(poke)
    poked = poke
    onScopeDispose(() => {
      over = true
      clearTimeout(timer)
      poked = () => {}
    })

    function poke() {
      wanted = performance.now() + signedMs
      soon(signedMs)
    }

    function soon(ms: number) {
      const at = performance.now() + ms
      if (over || at >= due) return // it is asked before that anyway
      due = at
      clearTimeout(timer)
      timer = setTimeout(() => {
        due = Infinity
        void ask()
      }, ms)
    }

    /** ask asks about every tree, one after the other, so that no two answers are compared with the same checkpoint. */
    async function ask() {
      asking ??= askAll().finally(() => (asking = null))
      await asking
      const left = wanted - performance.now()
      soon(left > 0 ? left : behind.size ? 2 * signedMs : everyMs)
    }

    async function askAll() {
      const mine = keeper
      const held: HeldTree[] = []
      for (const tree of trees()) {
        if (!mine || mine !== keeper) return // whose key it is has signed out, or another has come
        await askFor(mine, tree.id)
        const kept = await mine.kept(tree.id)
        if (!kept) continue
        if (kept.found && !kept.found.reported && (await report?.(tree, accusation(kept, kept.found)))) {
          await mine.reported(tree.id)
          kept.found.reported = true
        }
        held.push({ ...tree, kept: view(kept), found: kept.found ? { ...view(kept.found), what: kept.found.what, reported: kept.found.reported } : null })
      }
      list.value = held
    }

    async function askFor(keeper: CheckpointKeeper, tree: string) {
      const since = await keeper.size(tree)
      const answer = await client.get<CheckpointView>(`/checkpoint?tree=${tree}&since=${since}`, { retries: 0 })
      if (!answer.ok) return
      try {
        if ((await keeper.hold(tree, answer.value, since)) !== 'older') behind.delete(tree)
        else if (behind.has(tree)) await keeper.accuse(tree, 'behind', answer.value.note)
        else behind.add(tree)
      } catch (error) {
        if (!(error instanceof Fork) && !(error instanceof NoteError)) throw error
        await keeper.accuse(tree, error instanceof Fork ? 'forked' : 'unsigned', answer.value.note)
      }
    }
  }

  return { list, fingerprint, open, hold, /** asks again once what was just done is signed */ poke: () => poked() }
})

function view({ note, atMs }: { note: string; atMs: number }): NoteView {
  try {
    return { note, atMs, size: parseCheckpoint(note).size, hash: note.split('\n')[2]!.slice(0, 12) }
  } catch {
    return { note, atMs, size: '', hash: '' }
  }
}

/** accusation says what was seen in the log's own terms, the same in every language. */
function accusation(kept: Kept, found: Found): string {
  const [one, other] = [view(kept), view(found)]
  return `${kept.tree}: ${one.size} ${one.hash} / ${other.size} ${other.hash}`
}

// Holding the server to its own process log. A kiosk and a wall keep the last
// checkpoint they saw of each tree; when a newer one comes they ask for the
// proof that it continues the old one. If it does not, somebody has rewritten
// the log, and both notes together prove it.
import type { CheckpointView } from './api.gen'
import { fromBase64 } from './bytes'
import type { Database } from './database'
import { NoteError, openCheckpoint, type Checkpoint, type VerifierKey } from './note'
import { consistent } from './rfc6962'

/** What holding a checkpoint did; `same` and `older` change nothing. An honest server shows an older one only by mischance, never twice. */
export type Held = 'first' | 'same' | 'older' | 'grown'

/** Fork is two checkpoints, both signed by the log, that cannot both be true. */
export class Fork extends Error {
  constructor(
    readonly tree: string,
    readonly oldNote: string,
    readonly newNote: string,
  ) {
    super(`the log of ${tree} has been forked`)
  }
}

/** Found is what a tree's log did that no honest log does. */
export interface Found {
  /** forked: two signed checkpoints that cannot both be true; behind: the server shows less than it had shown; unsigned: a checkpoint that is not the log's. */
  what: 'forked' | 'behind' | 'unsigned'
  /** The note that the server showed against the one that is kept. */
  note: string
  atMs: number
  /** An incident has been raised about it. */
  reported: boolean
}

/** Kept is what a page keeps of one tree. */
export interface Kept {
  /** The origin of the tree's checkpoints: "bidroom/CENTRE/TREE". */
  tree: string
  note: string
  /** When the note was taken, by the server's clock. */
  atMs: number
  found?: Found
}

/** CheckpointKeeper keeps the last checkpoint of each tree across reloads, and what was found against it. */
export class CheckpointKeeper {
  constructor(
    private readonly database: Database,
    private readonly key: VerifierKey,
    private readonly now: () => number,
  ) {}

  /** kept returns what is kept of tree, if anything is. */
  kept(tree: string): Promise<Kept | undefined> {
    return this.database.get<Kept>('checkpoints', this.origin(tree))
  }

  /** size returns how many entries the kept checkpoint of tree covers, 0 for none: the `since` to ask a proof from. */
  async size(tree: string): Promise<number> {
    const kept = await this.kept(tree)
    return kept ? (await openCheckpoint(kept.note, this.key)).size : 0
  }

  /**
   * hold verifies view.note and its proof from since, which was size(tree)
   * when view was asked for, and keeps the newer of the two. It throws a Fork
   * if both are signed and contradict each other, and a NoteError if the new
   * note is not the log's.
   */
  async hold(tree: string, view: CheckpointView, since: number): Promise<Held> {
    const seen = await openCheckpoint(view.note, this.key)
    const kept = await this.kept(tree)
    if (!kept) {
      if (seen.origin !== this.origin(tree)) throw new NoteError('the checkpoint of another tree')
      await this.keep(tree, view.note)
      return 'first'
    }
    const before = await openCheckpoint(kept.note, this.key)
    if (before.size !== since) return 'same' // another page of this machine has kept a newer one meanwhile
    if (before.origin !== seen.origin) throw new Fork(tree, kept.note, view.note)
    if (seen.size < before.size) return 'older'
    if (!(await continues(before, seen, view.proof))) throw new Fork(tree, kept.note, view.note)
    if (seen.size === before.size) return 'same'
    await this.keep(tree, view.note, kept.found)
    return 'grown'
  }

  /** accuse keeps what was found against a tree's log; the first finding stays, but a fork outweighs it. */
  async accuse(tree: string, what: Found['what'], note: string): Promise<void> {
    const kept = await this.kept(tree)
    if (kept && (!kept.found || (what === 'forked' && kept.found.what !== 'forked'))) {
      await this.database.put('checkpoints', { ...kept, found: { what, note, atMs: this.now(), reported: false } } satisfies Kept)
    }
  }

  /** reported notes that an incident has been raised about what was found. */
  async reported(tree: string): Promise<void> {
    const kept = await this.kept(tree)
    if (kept?.found) await this.database.put('checkpoints', { ...kept, found: { ...kept.found, reported: true } } satisfies Kept)
  }

  private origin(tree: string) {
    return `${this.key.name}/${tree}`
  }

  private keep(tree: string, note: string, found?: Found) {
    return this.database.put('checkpoints', { tree: this.origin(tree), note, atMs: this.now(), ...(found && { found }) } satisfies Kept)
  }
}

/** pinned returns the verifier key that this machine trusts: the first that it was shown, or the one it was last paired with. */
export async function pinned(database: Database, shown: string, anew: boolean): Promise<string> {
  const kept = await database.get<{ id: string; verifier: string }>('keys', 'log')
  if (kept && !anew) return kept.verifier
  await database.put('keys', { id: 'log', verifier: shown })
  return shown
}

async function continues(before: Checkpoint, seen: Checkpoint, proof: string[]): Promise<boolean> {
  if (before.size === 0) return true // every tree continues the empty one
  let hashes: Uint8Array[]
  try {
    hashes = before.size === seen.size ? [] : proof.map(fromBase64)
  } catch {
    return false
  }
  return consistent(before.size, before.root, seen.size, seen.root, hashes)
}

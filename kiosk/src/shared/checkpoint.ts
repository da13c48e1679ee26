// Holding the server to its own process log. A kiosk and a wall keep the last
// checkpoint they saw of each tree; when a newer one comes they ask for the
// proof that it continues the old one. If it does not, somebody has rewritten
// the log, and both notes together prove it.
import type { CheckpointView } from './api.gen'
import { fromBase64 } from './bytes'
import type { Database } from './database'
import { openCheckpoint, type Checkpoint, type VerifierKey } from './note'
import { consistent } from './rfc6962'

/** What holding a checkpoint found; `same` and `older` change nothing. */
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

interface Kept {
  tree: string
  note: string
}

/** CheckpointKeeper keeps the last checkpoint of each tree across reloads. */
export class CheckpointKeeper {
  constructor(
    private readonly database: Database,
    private readonly key: VerifierKey,
  ) {}

  /** size returns how many entries the kept checkpoint of tree covers, 0 for none: the `since` to ask a proof from. */
  async size(tree: string): Promise<number> {
    const kept = await this.database.get<Kept>('checkpoints', tree)
    return kept ? (await openCheckpoint(kept.note, this.key)).size : 0
  }

  /**
   * hold verifies view.note and its proof against the checkpoint kept for
   * tree, and keeps the newer of the two. view must have been asked for with
   * since = size(tree). It throws a Fork if both are signed and contradict
   * each other, and a NoteError if the new note is not the log's.
   */
  async hold(tree: string, view: CheckpointView): Promise<Held> {
    const seen = await openCheckpoint(view.note, this.key)
    const kept = await this.database.get<Kept>('checkpoints', tree)
    if (!kept) {
      await this.keep(tree, view.note)
      return 'first'
    }
    const before = await openCheckpoint(kept.note, this.key)
    if (before.origin !== seen.origin) throw new Fork(tree, kept.note, view.note)
    if (seen.size < before.size) return 'older' // a late answer; the server shows its growth next time
    if (!(await continues(before, seen, view.proof))) throw new Fork(tree, kept.note, view.note)
    if (seen.size === before.size) return 'same'
    await this.keep(tree, view.note)
    return 'grown'
  }

  private keep(tree: string, note: string) {
    return this.database.put('checkpoints', { tree, note } satisfies Kept)
  }
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

// Checks a record away from the page's own thread: the record of a whole
// province holds a hundred thousand labels.
import { sha256 } from '@noble/hashes/sha2.js'
import { hex } from '@shared/bytes'
import { check, type Found } from './check'
import { NotARecord, readRecord, type ChoiceRecord, type PanelRecord } from './record'

/** Verdict is what is said of a file; "ready" says that files may come. */
export type Verdict =
  | { kind: 'ready' }
  | { kind: 'found'; format: (PanelRecord | ChoiceRecord)['format']; found: Found; file: string }
  | { kind: 'not'; where: string }
  | { kind: 'failed' }

function verdict(bytes: Uint8Array): Verdict {
  try {
    const record = readRecord(new TextDecoder().decode(bytes))
    return { kind: 'found', format: record.format, found: check(record), file: hex(sha256(bytes)) }
  } catch (error) {
    if (!(error instanceof NotARecord)) {
      console.error(error)
      return { kind: 'failed' }
    }
    return { kind: 'not', where: error.where }
  }
}

addEventListener('message', ({ data }: MessageEvent<Uint8Array>) => postMessage(verdict(data)))
postMessage({ kind: 'ready' } satisfies Verdict)

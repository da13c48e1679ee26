// Signed notes and the checkpoints in them, as C2SP defines them
// (c2sp.org/signed-note, c2sp.org/tlog-checkpoint).
import { verifyAsync } from '@noble/ed25519'
import { base64, fromBase64, hex, joined, sha256, utf8 } from './bytes'

/** A verifier key: "name+hash+base64(0x01 || the 32 bytes of an Ed25519 key)". */
export interface VerifierKey {
  name: string
  hash: string // 8 hex digits
  point: Uint8Array<ArrayBuffer>
}

export interface Checkpoint {
  origin: string
  size: number
  root: Uint8Array<ArrayBuffer>
}

/** NoteError says why a note is not accepted. */
export class NoteError extends Error {}

const ed25519 = 1

/** parseKey reads a verifier key and checks its hash; it throws a NoteError. */
export async function parseKey(text: string): Promise<VerifierKey> {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text)
  if (!match) throw new NoteError('a verifier key is name+hash+key')
  const [, name, hash, encoded] = match as unknown as [string, string, string, string]
  const key = decoded(encoded)
  if (key.length !== 33 || key[0] !== ed25519) throw new NoteError('not an Ed25519 key')
  const digest = await sha256(joined(utf8(name + '\n'), key))
  if (hex(digest.slice(0, 4)) !== hash) throw new NoteError('the hash of the key does not fit its name')
  return { name, hash, point: key.slice(1) }
}

/** fingerprintOf returns the SHA-256 of a key's 32 bytes in hex, which people compare. */
export async function fingerprintOf(key: VerifierKey): Promise<string> {
  return hex(await sha256(key.point))
}

/**
 * openCheckpoint returns the checkpoint of a signed note after verifying
 * key's signature over it; other signatures are passed over, as the format
 * asks. It throws a NoteError if there is none of key, if it does not verify,
 * or if the text is no checkpoint.
 */
export async function openCheckpoint(note: string, key: VerifierKey): Promise<Checkpoint> {
  const split = note.lastIndexOf('\n\n')
  if (split < 0 || !note.endsWith('\n')) throw new NoteError('not a signed note')
  const text = note.slice(0, split + 1)
  let found = false
  for (const line of note.slice(split + 2, -1).split('\n')) {
    const match = /^\u2014 (\S+) (\S+)$/.exec(line)
    if (!match) throw new NoteError('a signature line is malformed')
    const signature = decoded(match[2]!)
    if (match[1] !== key.name || hex(signature.slice(0, 4)) !== key.hash) continue
    if (!(await verified(key.point, utf8(text), signature.slice(4)))) throw new NoteError('the signature does not verify')
    found = true
  }
  if (!found) throw new NoteError('the key has not signed this note')
  return parseCheckpoint(text)
}

/** parseCheckpoint reads the text of a checkpoint: origin, size, root, then lines we do not know. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, size, root] = text.split('\n')
  if (!origin || !size || !/^(?:0|[1-9]\d{0,15})$/.test(size) || !root) throw new NoteError('not a checkpoint')
  const hash = decoded(root)
  if (hash.length !== 32 || base64(hash) !== root) throw new NoteError('a root hash has 32 bytes')
  return { origin, size: Number(size), root: hash }
}

function decoded(text: string) {
  try {
    return fromBase64(text)
  } catch {
    throw new NoteError('malformed base64')
  }
}

/** verified checks an Ed25519 signature with the browser's own code, or where it has none with noble's. */
async function verified(point: Uint8Array<ArrayBuffer>, message: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>) {
  if (signature.length !== 64) return false
  try {
    const key = await crypto.subtle.importKey('raw', point, 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', key, signature, message)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return verifyAsync(signature, message, point)
    return false
  }
}


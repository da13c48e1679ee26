// Keys that never leave the machine they were made on: WebCrypto P-256, not
// extractable, kept in IndexedDB. A kiosk has one from its pairing on; a
// member gets one on that kiosk at check-in.
import { base32, fromHex, hex, sha256, utf8 } from './bytes'
import type { Database } from './database'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const

interface KeptKey {
  id: string
  privateKey: CryptoKey
  publicKey: string
}

/** SigningKey is a key pair whose private half cannot be read. */
export class SigningKey {
  private constructor(
    private readonly privateKey: CryptoKey,
    /** The public key: 65 bytes, an uncompressed point, in hex. */
    readonly publicKey: string,
    /** SHA-256 over the raw public key, in hex. */
    readonly hash: string,
    /** Its first eight characters in Crockford's base 32, which people compare. */
    readonly fingerprint: string,
  ) {}

  /**
   * make makes a key and keeps it as id ("kiosk", or "member/MEETING/SEAT"),
   * in place of any other of that id.
   */
  static async make(database: Database, id: string): Promise<SigningKey> {
    const pair = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
    await database.put('keys', { id, privateKey: pair.privateKey, publicKey: hex(raw) } satisfies KeptKey)
    return SigningKey.of(pair.privateKey, raw)
  }

  /** load returns the key kept as id, or null if none was made. */
  static async load(database: Database, id: string): Promise<SigningKey | null> {
    const kept = await database.get<KeptKey>('keys', id)
    if (!kept) return null
    const raw = fromHex(kept.publicKey)
    return SigningKey.of(kept.privateKey, raw)
  }

  private static async of(privateKey: CryptoKey, raw: Uint8Array<ArrayBuffer>): Promise<SigningKey> {
    const hash = await sha256(raw)
    return new SigningKey(privateKey, hex(raw), hex(hash), base32(hash, 8))
  }

  /** forget deletes the key kept as id. */
  static forget(database: Database, id: string): Promise<void> {
    return database.remove('keys', id)
  }

  /** rename keeps the key of one id as another, which it replaces. Interrupted in between, the key stands under both. */
  static async rename(database: Database, from: string, to: string): Promise<void> {
    const kept = await database.get<KeptKey>('keys', from)
    if (!kept) return
    await database.put('keys', { ...kept, id: to })
    await database.remove('keys', from)
  }

  /** sign returns ECDSA over SHA-256 of text's UTF-8 bytes: r then s, 64 bytes, in hex. */
  async sign(text: string): Promise<string> {
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, this.privateKey, utf8(text))
    return hex(new Uint8Array(signature))
  }
}

/**
 * signingText returns what a member's key signs: lines that name the act, the
 * case and the seat, and a hash of the content (evaluation.SigningText).
 */
export function signingText(kind: string, lot: string, meeting: string, seat: number, content: string): string {
  return ['bidroom/signature/1', kind, lot, meeting, seat, content, ''].join('\n')
}

/** datumHash returns the datum of a value: what stands for it in the log (evaluation.Opening.DatumHash). */
export async function datumHash(domain: string, salt: string, value: string): Promise<string> {
  const inner = hex(await sha256(utf8(value)))
  return hex(await sha256(utf8(['bidroom/datum/1', domain, salt, inner, ''].join('\n'))))
}

/** newSalt returns 16 random bytes in hex. */
export function newSalt(): string {
  return hex(crypto.getRandomValues(new Uint8Array(16)))
}

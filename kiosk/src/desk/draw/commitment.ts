// A party's share of a draw: what is drawn at random on this device and what
// is typed by hand stay here until everyone has committed. The twin of
// Commitment and HashEntered in experts/draw.
import { hex, sha256, utf8 } from '@shared/bytes'

/** How a party makes its share; the random bits of this device are in each. */
export const shareWays = ['random', 'dice', 'typed'] as const
export type ShareWay = (typeof shareWays)[number]

/** Share is what a party keeps to itself until it reveals. */
export interface Share {
  /** 32 bytes, hex. */
  nonce: string
  /** What was typed, dice or any text; as it is, no character is changed. */
  entered: string
}

/** newShare draws a nonce for what was typed. */
export function newShare(entered: string): Share {
  return { nonce: hex(crypto.getRandomValues(new Uint8Array(32))), entered }
}

/** commitment binds a party to its share of a draw: SHA-256 over five lines, each ended by a line feed. */
export async function commitment(draw: string, party: string, { nonce, entered }: Share): Promise<string> {
  const enteredHash = hex(await sha256(utf8(entered)))
  return hex(await sha256(utf8(['bidroom/commit/1', draw, party, nonce, enteredHash].map((line) => line + '\n').join(''))))
}

const place = (draw: string, party: string) => `bidroom.desk.share.${draw}.${party}`

/** keep stores a share on this device, so that it outlives a reload between commitment and reveal. */
export function keep(draw: string, party: string, share: Share) {
  localStorage.setItem(place(draw, party), JSON.stringify(share))
}

/** kept returns the share that this device keeps, or null if it keeps none. */
export function kept(draw: string, party: string): Share | null {
  try {
    const read = JSON.parse(localStorage.getItem(place(draw, party)) ?? 'null') as Partial<Share> | null
    return typeof read?.nonce === 'string' && typeof read.entered === 'string' ? { nonce: read.nonce, entered: read.entered } : null
  } catch {
    return null
  }
}

/** forget removes a share once it is public. */
export function forget(draw: string, party: string) {
  localStorage.removeItem(place(draw, party))
}

/** diceOf returns the faces among what was entered as dice; anything else in it is a slip or a separator. */
export function diceOf(entered: string): string {
  return entered.normalize('NFKC').replace(/[^1-6]/g, '')
}

/**
 * publicShareOf reads the public share as typed, without spaces and in lower
 * case, and says whether it is enough: 25 to 200 dice, or 16 to 200 hex
 * digits; what could be dice is counted as dice.
 */
export function publicShareOf(typed: string): { value: string; form: 'dice' | 'hex'; count: number; enough: boolean } {
  const value = typed.normalize('NFKC').replace(/\s/g, '').toLowerCase()
  const form = /^[1-6]*$/.test(value) ? 'dice' : 'hex'
  const least = form === 'dice' ? 25 : 16
  return { value, form, count: value.length, enough: value.length >= least && value.length <= 200 && (form === 'dice' || /^[0-9a-f]+$/.test(value)) }
}

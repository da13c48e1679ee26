// Hashes and words of docs/draw.md, sections 1 and 5. A pool holds thousands
// of labels, so the hashes are computed here rather than by WebCrypto, which
// answers each one by itself.
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { fromHex, hex, utf8 } from '@shared/bytes'

/** lines returns H: SHA-256 over lines, each ended by a line feed. They are a list: a worker's stack does not hold the arguments of a large pool. */
export function lines(words: string[]): string {
  return hex(sha256(utf8(words.map((word) => word + '\n').join(''))))
}

/** isHex reports whether text is n bytes in lower-case hex. */
export function isHex(text: string, n: number): boolean {
  return text.length === 2 * n && /^[0-9a-f]*$/.test(text)
}

/** isNumber reports whether text is a count as it is written: no sign, no leading zero, 63 bits. */
export function isNumber(text: string): boolean {
  return /^(?:0|[1-9][0-9]{0,18})$/.test(text) && BigInt(text) < 2n ** 63n
}

/** compareBytes orders texts by their bytes in UTF-8, which is the order of their code points. */
export function compareBytes(a: string, b: string): number {
  const [left, right] = [a[Symbol.iterator](), b[Symbol.iterator]()]
  for (;;) {
    const [x, y] = [left.next(), right.next()]
    if (x.done || y.done) return Number(!x.done) - Number(!y.done)
    if (x.value !== y.value) return x.value.codePointAt(0)! - y.value.codePointAt(0)!
  }
}

/** cut returns what stands before and after the first space. */
export function cut(text: string): [string, string] {
  const at = text.indexOf(' ')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** chainHash returns the hash that a beacon's chain is known by, from "SCHEME KEY PERIOD GENESIS SEED ID", or "" if that is no chain. */
export function chainHash(text: string): string {
  const words = /^[a-z0-9-]{1,64} ((?:[0-9a-f]{2}){1,200}) ([1-9][0-9]{0,8}) ([1-9][0-9]{0,14}) ((?:[0-9a-f]{2}){1,64}) ([A-Za-z0-9_-]{0,64})$/.exec(text)
  if (!words) return ''
  const [, key, period, genesis, seed, id] = words as unknown as string[]
  const digits = (count: string, n: number) => BigInt(count).toString(16).padStart(2 * n, '0')
  return hex(sha256(new Uint8Array([...fromHex(digits(period!, 4) + digits(genesis!, 8) + key! + seed!), ...utf8(id === 'default' ? '' : id!)])))
}

export interface Ticket {
  number: string
  label: string
}

/** orderOf returns a ticket for every label, lowest first; null if the seed is no key or a label stands twice. */
export function orderOf(seed: string, labels: string[]): Ticket[] | null {
  if (!/^[0-9a-fA-F]{64}$/.test(seed)) return null
  const keyed = hmac.create(sha256, fromHex(seed))
  const tickets = labels.map((label) => ({ number: hex(keyed.clone().update(utf8(label)).digest()), label }))
  tickets.sort((a, b) => (a.number < b.number ? -1 : Number(a.number > b.number)))
  return tickets.some((ticket, i) => i > 0 && ticket.number === tickets[i - 1]!.number) ? null : tickets
}

export const ticketLine = ({ number, label }: Ticket) => `${number} ${label}`

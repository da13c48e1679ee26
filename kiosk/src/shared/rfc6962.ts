// The Merkle tree of RFC 6962, as far as a page needs it: is a tree that has
// grown still the tree that was seen before?
import { joined, sameBytes, sha256 } from './bytes'

/** nodeHash is SHA-256(0x01 || left || right), RFC 6962 section 2.1. */
function nodeHash(left: Uint8Array, right: Uint8Array) {
  return sha256(joined(Uint8Array.of(1), left, right))
}

/** leafHash is SHA-256(0x00 || data), RFC 6962 section 2.1. */
export function leafHash(data: Uint8Array) {
  return sha256(joined(Uint8Array.of(0), data))
}

/**
 * consistent reports whether the tree of `newSize` leaves with root `newRoot`
 * begins with the tree of `oldSize` leaves with root `oldRoot`, by the proof
 * that RFC 9162 section 2.1.4.2 describes. Sizes are whole numbers with
 * 0 < oldSize <= newSize; anything else is not consistent.
 */
export async function consistent(
  oldSize: number, oldRoot: Uint8Array, newSize: number, newRoot: Uint8Array, proof: Uint8Array[],
): Promise<boolean> {
  if (!Number.isSafeInteger(oldSize) || !Number.isSafeInteger(newSize) || oldSize < 1 || oldSize > newSize) return false
  if (oldSize === newSize) return proof.length === 0 && sameBytes(oldRoot, newRoot)
  let fn = BigInt(oldSize - 1)
  let sn = BigInt(newSize - 1)
  const path = [...proof]
  while (fn & 1n) {
    fn >>= 1n
    sn >>= 1n
  }
  // A whole power of two is its own first node, and the proof leaves it out.
  const first = fn === 0n ? oldRoot : path.shift()
  if (!first) return false
  let fr = first
  let sr = first
  for (const node of path) {
    if (sn === 0n) return false
    if (fn & 1n || fn === sn) {
      fr = await nodeHash(node, fr)
      sr = await nodeHash(node, sr)
      while (fn !== 0n && !(fn & 1n)) {
        fn >>= 1n
        sn >>= 1n
      }
    } else {
      sr = await nodeHash(sr, node)
    }
    fn >>= 1n
    sn >>= 1n
  }
  return sn === 0n && sameBytes(fr, oldRoot) && sameBytes(sr, newRoot)
}

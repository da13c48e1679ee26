// The signature of a public beacon's round, as people get at it.

/**
 * signatureOf returns the hex digits of a signature: as they were copied, or
 * out of what a drand server answers, {"round":123,"signature":"b75c…"}.
 */
export function signatureOf(text: string): string {
  try {
    const said = JSON.parse(text) as { signature?: unknown } | null
    if (typeof said?.signature === 'string') return signatureOf(said.signature)
  } catch {
    // digits are no JSON
  }
  return text.normalize('NFKC').replace(/\s/g, '').toLowerCase()
}

/** isSignature reports whether digits have the length of a signature: 48 or 96 bytes. */
export const isSignature = (digits: string) => /^(?:[0-9a-f]{96}|[0-9a-f]{192})$/.test(digits)

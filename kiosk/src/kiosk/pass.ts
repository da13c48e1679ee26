// The code of a pass as a person types it or a camera sees it, read by the
// same rules as on the server (package server/auth/pass), so that a slip of
// the finger is told at once, beside the field.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ' // Crockford's base 32
const length = 12
const prefix = 'BIDROOM:PASS:'

/** A pass that was read: its twelve characters; or what is wrong: the form, or a slip that the check character shows. */
export type ReadPass = { code: string; wrong?: undefined } | { code?: undefined; wrong: 'form' | 'slip' }

/** readPass takes any case, full or half width, spaces and hyphens; O for 0, I and L for 1; with or without the QR code's prefix. */
export function readPass(text: string): ReadPass {
  const code = text.normalize('NFKC').toUpperCase().trim().replace(prefix, '').replace(/[\s\-—–]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  if (code.length !== length || [...code].some((c) => !alphabet.includes(c))) return { wrong: 'form' }
  return parity(code.slice(0, -1)) === code.at(-1) ? { code } : { wrong: 'slip' }
}

/** parity is the check character: of the Reed-Solomon code over GF(32) with the one root α, polynomial x⁵+x²+1. */
function parity(code: string): string {
  let sum = 0
  for (const c of code) {
    sum = (sum ^ alphabet.indexOf(c)) << 1
    if (sum & 32) sum ^= 0b100101
  }
  return alphabet[sum]!
}

/** passGroups writes a code in groups of four, as invitations do. */
export function passGroups(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-')
}
